//! Who may do what: the rules of `sandpact_access`, on the records of this ledger.

mod actor;
mod decisions;
mod records;
mod usage;

pub use actor::{Admitted, admit, known};
pub use decisions::{MayCall, change, may_call, may_deploy, may_upgrade, may_write};
pub use records::{Committed, NotRead, Written, failure};
pub use usage::{Metered, read as used};

use sandpact_abi::access::LedgerPolicy;
use sandpact_access::Signers;
use std::sync::Arc;

/// What decides over a transaction on a ledger of organisations.
#[derive(Clone, Debug)]
pub struct Access {
    /// The ledger's rules.
    pub policy: Arc<LedgerPolicy>,
    /// Who signed.
    pub signers: Signers,
}
