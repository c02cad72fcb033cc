//! Refusals of this contract. Codes are stable.

use sandpact_sdk::prelude::*;

/// Why a call was refused. The ledger is unchanged.
#[error]
pub enum Error {
    /// The item was commissioned before (M1).
    #[code(100)]
    AlreadyCommissioned {
        /// The item.
        item: Hash,
    },
    /// The caller does not hold the item (M2, D1).
    #[code(101)]
    NotTheHolder {
        /// The item.
        item: Hash,
    },
    /// The caller is not the receiver that the shipment names (M2).
    #[code(102)]
    NotTheReceiver {
        /// The item.
        item: Hash,
    },
    /// The item has a parent already (M3).
    #[code(103)]
    HasParent {
        /// The item.
        item: Hash,
    },
    /// An item would contain itself (M3).
    #[code(104)]
    ContainmentCycle,
    /// Containers would be nested too deep (M3).
    #[code(105)]
    TooDeep,
    /// The item is in a container and does not move alone (M4, D6).
    #[code(106)]
    Contained {
        /// The item.
        item: Hash,
    },
    /// The item is not in this parent.
    #[code(107)]
    NotInParent {
        /// The item.
        item: Hash,
    },
    /// The item is on its way (D1).
    #[code(108)]
    InTransit {
        /// The item.
        item: Hash,
    },
    /// The item was consumed, dispensed or decommissioned (M5, D3).
    #[code(109)]
    Ended {
        /// The item.
        item: Hash,
    },
    /// The item, or something in it, is blocked by a recall or a quality authority (D4, M9).
    #[code(110)]
    Blocked {
        /// The item.
        item: Hash,
    },
    /// The item, or something in it, has expired (D4).
    #[code(111)]
    Expired {
        /// The item.
        item: Hash,
    },
    /// A recall is still being worked through, and nobody knows what is in this container (D4).
    #[code(112)]
    RecallRunning,
    /// More of a lot would be taken from a place than is there (M6).
    #[code(113)]
    StockNegative {
        /// The lot.
        lot: Hash,
    },
    /// Quantities in two units cannot be added.
    #[code(114)]
    UnitMismatch {
        /// The lot.
        lot: Hash,
    },
    /// More comes out than the declared yield allows (M5).
    #[code(115)]
    YieldExceeded,
    /// The event lies after the block (M7).
    #[code(116)]
    FutureEvent,
    /// The event lies before the last event of an item (M7).
    #[code(117)]
    EventOutOfOrder {
        /// The item.
        item: Hash,
    },
    /// The event was recorded before with other contents.
    #[code(118)]
    DuplicateEvent,
    /// Only who recorded an event declares it erroneous (M8).
    #[code(119)]
    NotTheRecorder,
    /// An error declaration names the events that correct it (M8).
    #[code(120)]
    CorrectionMissing,
    /// The part was commissioned by another partner than the one stated (M10).
    #[code(121)]
    PartnerMismatch {
        /// The part.
        item: Hash,
    },
    /// The partner that a shipment names is not authorised to trade (D2).
    #[code(122)]
    NotATradingPartner,
    /// An event without items and quantities.
    #[code(123)]
    NothingInEvent,
    /// The admin's role goes with no other one.
    #[code(124)]
    RoleConflict,
    /// The item is not empty.
    #[code(125)]
    NotEmpty {
        /// The item.
        item: Hash,
    },
}
