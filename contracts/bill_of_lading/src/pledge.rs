//! What a pledge allows: the bill to go to the bank, and nothing else until the bank releases it.
//! DCSA has no code for a pledge; this is what possession as security means (a pledgee who holds
//! the bill must be able to count on title not going elsewhere). Pure rules.

use crate::errors::Error;
use crate::records::{Bill, Pledgee};
use sandpact_sdk::prelude::*;

/// Whether title or the end of the bill may be changed.
///
/// # Errors
/// [`Error::BillPledged`].
pub const fn check_free(bill: &Bill) -> Result<(), Error> {
    if bill.pledgee.is_some() { Err(Error::BillPledged) } else { Ok(()) }
}

/// Whether possession may go to this key: where it is, or to the bank.
///
/// # Errors
/// [`Error::BillPledged`].
pub fn check_transferee(bill: &Bill, transferee: &Hash) -> Result<(), Error> {
    match &bill.pledgee {
        Some(Pledgee { key, .. }) if transferee != key && *transferee != bill.possessor => {
            Err(Error::BillPledged)
        }
        _ => Ok(()),
    }
}

/// The number of the pledge that this bank may release.
///
/// # Errors
/// [`Error::NotPledged`].
pub fn check_release(bill: &Bill, bank: &Address) -> Result<u64, Error> {
    match &bill.pledgee {
        Some(pledgee) if pledgee.bank == *bank => Ok(pledgee.number),
        _ => Err(Error::NotPledged),
    }
}
