//! Who sends a transaction, and whether its organisation has something left to use.

use super::{Access, Committed, Written, records::failure, usage};
use crate::{RuntimeError, receipt::BlockHeader};
use sandpact_abi::{Address, SignedTransaction, access::LedgerPolicy};
use sandpact_access::{Denial, Signers, records};
use sandpact_state::{Overlay, StateRead};
use std::sync::Arc;

/// A transaction that the ledger's organisations let in.
pub struct Admitted {
    /// What decides over it.
    pub access: Access,
    /// What its organisation has left; nothing where nothing is counted.
    pub metered: Option<usage::Metered>,
}

/// Finds out who signed, and whether the sender's organisation may use what is asked for. The
/// inner error says why not.
///
/// # Errors
/// Only for a node's own failure.
pub fn admit(
    policy: &Arc<LedgerPolicy>,
    overlay: &Overlay,
    header: BlockHeader,
    signed: &SignedTransaction,
    counter: usage::Counter<'_>,
) -> Result<Result<Admitted, Denial>, RuntimeError> {
    let keys: Vec<_> = signed.signatures.iter().map(|signature| signature.key).collect();
    let (sender, at) = (signed.transaction.sender, (header.height, header.time));
    let mut written = Written(overlay);
    let signers = Signers::of_keys(&mut written, sender, &keys, at).map_err(failure)?;
    let organisation = match signers.sender() {
        Ok(member) => member.organisation.clone(),
        Err(denial) => return Ok(Err(denial)),
    };
    let quota = records::quota(&mut written, &organisation).map_err(failure)?;
    let metered = match quota {
        None => None,
        Some(quota) => {
            let used = usage::read(&organisation, counter)?;
            let metered = usage::Metered { organisation, quota, used, time: header.time };
            if let Err(denial) = metered.allows(&signed.transaction) {
                return Ok(Err(denial));
            }
            Some(metered)
        }
    };
    Ok(Ok(Admitted { access: Access { policy: Arc::clone(policy), signers }, metered }))
}

/// What decides over a query: of a member that the node knows, or of nobody.
///
/// # Errors
/// Only for a node's own failure.
pub fn known(
    state: &dyn StateRead,
    header: BlockHeader,
    caller: Option<Address>,
) -> Result<Option<Access>, RuntimeError> {
    let mut committed = Committed(state);
    let Some(policy) = records::ledger_policy(&mut committed).map_err(failure)? else {
        return Ok(None);
    };
    let (height, time) = (header.height, header.time);
    let signers = match caller {
        Some(member) => {
            let known = Signers::known(&mut committed, member, &[], (height, time));
            Signers { is_query: true, ..known.map_err(failure)? }
        }
        None => {
            let sender = Address::ZERO;
            Signers { sender, signers: Vec::new(), height, time, is_query: true }
        }
    };
    Ok(Some(Access { policy: Arc::new(policy), signers }))
}
