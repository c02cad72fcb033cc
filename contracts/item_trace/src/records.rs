//! What is stored, and the rows of views.

use crate::messages::{ErrorReason, UnitCode};
use sandpact_sdk::prelude::*;

/// What an item is doing. Being in a parent and being blocked are told beside it.
#[message]
pub enum State {
    /// At its holder's.
    Active,
    /// On its way to its receiver.
    InTransit,
    /// Became something else (M5); final.
    Consumed,
    /// Given to a patient or consumer (D3); final.
    Dispensed,
    /// Taken out of trade (D3); final.
    Decommissioned,
}

/// An item. While it has a parent, where it is and whose it is stands in the outermost parent.
#[message]
pub struct Item {
    /// Fingerprint of its class.
    pub class: Hash,
    /// Key of its lot.
    pub lot: Option<Hash>,
    /// Last day of use.
    pub expiry: Option<CivilDate>,
    /// Who commissioned it.
    pub maker: Address,
    /// What it is doing.
    pub state: State,
    /// Whose it is.
    pub holder: Address,
    /// Who receives it.
    pub receiver: Option<Address>,
    /// Where it is, or where it goes.
    pub place: Option<Hash>,
    /// What it is in.
    pub parent: Option<Hash>,
    /// Items that are directly in it.
    pub children: u32,
    /// Containers that were ever nested in it, itself not counted.
    pub height: u32,
    /// Blocked items somewhere in it.
    pub blocked_inside: u32,
    /// Earliest last day of use of what was in it since it was last empty.
    pub soonest_expiry: Option<CivilDate>,
    /// The recall or quality case that blocks it.
    pub blocked_by: Option<Hash>,
    /// The last event.
    pub last_event: Hash,
    /// When that happened.
    pub last_time: UnixSeconds,
}

/// A lot, or a class without lot.
#[message]
pub struct Lot {
    /// Who commissioned it.
    pub maker: Address,
    /// Last day of use.
    pub expiry: Option<CivilDate>,
    /// Unit of its quantities.
    pub unit: Option<UnitCode>,
    /// The recall that reached it.
    pub recall: Option<Hash>,
}

/// A recorded event.
#[message]
pub struct EventRecord {
    /// SHA3-256 of the request.
    pub content: Hash,
    /// Who recorded it.
    pub by: Address,
    /// When it happened.
    pub time: UnixSeconds,
    /// Time of the block that recorded it.
    pub recorded_at: UnixSeconds,
    /// Salted commitment to its document.
    pub commitment: Hash,
    /// Its error declaration (M8).
    pub error: Option<Declared>,
}

/// An error declaration beside its event.
#[message]
pub struct Declared {
    /// SHA3-256 of the declaration.
    pub content: Hash,
    /// Why.
    pub reason: ErrorReason,
    /// The events that correct it.
    pub corrections: Vec<Hash>,
    /// Time of the block.
    pub recorded_at: UnixSeconds,
}

/// What capturing gives back; the same again when the same event is repeated.
#[message]
pub struct Captured {
    /// The event.
    pub event: Hash,
    /// Time of the block that recorded it.
    pub recorded_at: UnixSeconds,
}

/// Where an item is, seen through its parents.
#[message]
pub struct ItemView {
    /// As stored.
    pub item: Item,
    /// What its outermost parent is doing, or itself.
    pub state: State,
    /// Whose it is.
    pub holder: Address,
    /// Who receives it.
    pub receiver: Option<Address>,
    /// Where it is, or where it goes.
    pub place: Option<Hash>,
    /// Its outermost parent.
    pub outermost: Option<Hash>,
    /// Blocked, by itself or by its lot.
    pub is_blocked: bool,
}

/// What was made of an item or lot, or with it.
#[message]
pub enum Node {
    /// An item.
    Item,
    /// A lot.
    Lot,
    /// A transformation, which has what it made behind it.
    Step,
}

/// What a recall still has to look at.
#[message]
pub enum Work {
    /// The units of a lot.
    Units {
        /// The lot.
        lot: Hash,
    },
    /// What is in an item.
    Contents {
        /// The item.
        item: Hash,
    },
    /// What was made of an item or lot.
    Products {
        /// The item or lot.
        node: Hash,
    },
    /// One item that was made of a blocked one later.
    Item {
        /// The item.
        item: Hash,
    },
}

/// An entry of a recall's queue.
#[message]
pub struct QueueEntry {
    /// What to look at.
    pub work: Work,
    /// The last one that was looked at.
    pub after: Option<Hash>,
}

/// A recall of a lot.
#[message]
pub struct Recall {
    /// The lot.
    pub lot: Hash,
    /// Salted commitment to the notice.
    pub commitment: Hash,
    /// Who recalls.
    pub by: Address,
    /// Time of the block.
    pub started_at: UnixSeconds,
    /// Number of the first entry of the queue.
    pub first: u64,
    /// Number behind the last entry.
    pub end: u64,
    /// Items blocked so far.
    pub blocked: u64,
    /// The authority has closed it.
    pub is_resolved: bool,
}

impl Recall {
    /// Something is left to look at.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.first < self.end
    }
}

/// An event that a partner declared erroneous.
#[message]
pub struct CorrectedRow {
    /// The event.
    pub event: Hash,
    /// Why.
    pub reason: ErrorReason,
}

/// An event that was recorded late.
#[message]
pub struct LateRow {
    /// Time of the block that recorded it.
    pub recorded_at: UnixSeconds,
    /// The event.
    pub event: Hash,
}

/// A unit of a lot and where it is.
#[message]
pub struct UnitRow {
    /// The item.
    pub item: Hash,
    /// What it, or its outermost parent, is doing.
    pub state: State,
    /// Whose it is.
    pub holder: Address,
    /// Where it is, or where it goes.
    pub place: Option<Hash>,
    /// Blocked.
    pub is_blocked: bool,
}

/// What was made of something, or what it was made of.
#[message]
pub struct NodeRow {
    /// Key of the item, lot or transformation.
    pub key: Hash,
    /// Which of them.
    pub node: Node,
}
