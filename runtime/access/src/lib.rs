//! Who may do what. Permission is data on the ledger, decided upon before any contract runs, and
//! each refusal says which rule refused and what is missing (`docs/access.md`).
//!
//! | file | purpose |
//! |---|---|
//! | `records` | what the ledger keeps of organisations, members and policies |
//! | `standing` | whether something holds at a height |
//! | `signers` | who signed, and whether that counts |
//! | `certified` | which certificates a key rests on, and whether they hold |
//! | `denial`, `denial_text` | why not, as a code and a sentence |
//! | `fault`, `certificate_fault`, `fault_text` | what is wrong with a change, and a sentence |
//! | `decide` | a rule against signers |
//! | `request` | what is asked for, and which rules it meets |
//! | `change` | a change of organisations, members and policies, checked and made |
//! | `quota` | what an organisation used |

mod certificate_fault;
mod certified;
mod change;
mod decide;
mod denial;
mod denial_text;
mod fault;
mod fault_text;
pub mod file;
mod quota;
pub mod records;
mod request;
mod signers;
mod standing;

pub use certificate_fault::CertificateFault;
pub use certified::denial as certified_denial;
pub use change::{Asking, Consortium, Joining, NotChanged, Writes, change, found};
pub use denial::{Counted, Denial, RuleName, Subject};
pub use denial_text::words;
pub use fault::{ChangeFault, KeyFault, Thing};
pub use quota::{Charge, QuotaLeft, charge, left};
pub use records::{AccessError, Records, Work};
pub use request::{Caller, may_call, may_deploy, may_upgrade, may_write};
pub use signers::{Signer, Signers};
