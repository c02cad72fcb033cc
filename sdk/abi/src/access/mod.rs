//! Who may do what, as data: organisations and their members, rules, quotas, private records, and
//! the changes that a transaction can ask for. How they are decided upon is the runtime's affair
//! (`docs/access.md`, `docs/private.md`).

mod certificate;
mod change;
mod identity;
mod policy;
mod private;
mod quota;

pub use certificate::{
    CertificateId, Certificates, Certified, NewKey, NewMember, key_proof_preimage,
};
pub use change::Change;
pub use identity::{
    AttributeName, Attributes, Member, MemberKey, Organisation, OrganisationId, Revocation,
    RoleName, Validity,
};
pub use policy::{ContractPolicy, Endorsement, KeyRule, LedgerPolicy, Rule, TimeWindow, Who};
pub use private::{Collection, CollectionId, PrivateRecord, SealingKey};
pub use quota::{Quota, Usage};
