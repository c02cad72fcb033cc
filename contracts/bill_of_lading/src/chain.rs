//! How blocks follow each other (B2, B4, B7, B9, B12; DCSA PINT 3.0 and the transfer blocks of
//! its endorsement chain). Pure rules.

use crate::errors::Error;
use crate::messages::{PossessionBlock, Step};
use crate::records::{Bill, BillState, BlockKind};
use sandpact_sdk::prelude::*;

/// Milliseconds of a second.
const SECOND_MS: u64 = 1_000;

/// The time of a block in milliseconds.
///
/// # Errors
/// [`Common::Overflow`].
pub fn block_ms(now: UnixSeconds) -> Result<u64, Error> {
    Ok(now.0.checked_mul(SECOND_MS).ok_or(Common::Overflow)?)
}

/// Whether anything may be done with the bill now: not after its end (B9), not while the
/// carrier has to answer a surrender (B7).
///
/// # Errors
/// [`Error::BillEnded`], [`Error::SurrenderOpen`].
pub fn check_live(bill: &Bill) -> Result<(), Error> {
    match bill.state {
        state if state.is_end() => Err(Error::BillEnded),
        BillState::SurrenderRequested => Err(Error::SurrenderOpen),
        _ => Ok(()),
    }
}

/// Whether an action may have this time: not before the last one of the bill (B12), and not
/// after the block that records it.
///
/// # Errors
/// [`Error::ActionTimeDecreases`], [`Error::FutureActionTime`].
pub fn check_time(at_ms: u64, last_at_ms: u64, now: UnixSeconds) -> Result<(), Error> {
    if at_ms < last_at_ms {
        Err(Error::ActionTimeDecreases)
    } else if at_ms.div_euclid(SECOND_MS) > now.0 {
        Err(Error::FutureActionTime)
    } else {
        Ok(())
    }
}

/// Whether a block that follows `previous` follows the newest block of its chain (B4). One that
/// follows an older block would be a second successor of it.
///
/// # Errors
/// [`Error::DisputedChain`].
pub fn check_head(previous: &Hash, head: &Hash) -> Result<(), Error> {
    if previous == head { Ok(()) } else { Err(Error::DisputedChain) }
}

/// The key that has to sign a possession block: the possessor's, and for an import the
/// registry's that the export announced (B2).
///
/// # Errors
/// [`Error::TitleMismatch`], [`Error::ImportPending`], [`Error::NotExported`],
/// [`Error::ImportChangesPossessor`].
pub fn possession_signer(bill: &Bill, block: &PossessionBlock) -> Result<Hash, Error> {
    if block.title_block != bill.title_head {
        return Err(Error::TitleMismatch);
    }
    match (&block.step, bill.announced) {
        (Step::Import, None) => Err(Error::NotExported),
        (Step::Import, Some(_)) if block.transferee != bill.possessor => {
            Err(Error::ImportChangesPossessor)
        }
        (Step::Import, Some(registry)) => Ok(registry),
        (_, Some(_)) => Err(Error::ImportPending),
        (_, None) => Ok(bill.possessor),
    }
}

/// Whether an exported bill still waits for its import.
///
/// # Errors
/// [`Error::ImportPending`].
pub const fn check_imported(bill: &Bill) -> Result<(), Error> {
    if bill.announced.is_some() { Err(Error::ImportPending) } else { Ok(()) }
}

/// What a possession block is recorded as, and the registry key that it announces.
#[must_use]
pub const fn effect(step: &Step) -> (BlockKind, Option<Hash>) {
    match step {
        Step::Transfer => (BlockKind::Transfer, None),
        Step::Export { registry } => (BlockKind::Export, Some(*registry)),
        Step::Import => (BlockKind::Import, None),
    }
}
