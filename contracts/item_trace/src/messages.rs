//! What goes in: events and their parts. Keys are fingerprints; documents stay off the ledger.

use sandpact_sdk::prelude::*;

/// Most items of an event. A longer list is several events.
pub const ITEMS_LEN_MAX: usize = 100;
/// Most quantities of an event.
pub const QUANTITIES_LEN_MAX: usize = 20;
/// Most containers around an item: unit, bundle, case, layer, pallet, container, and two more.
pub const DEPTH_MAX: u32 = 8;
/// Most steps of a recall in one call.
pub const RECALL_STEPS_MAX: u32 = 25;
/// Most corrective events that an error declaration names.
pub const CORRECTIONS_LEN_MAX: usize = 8;
/// Most rows on one page of a view.
pub const PAGE_LEN_MAX: u32 = 100;
/// An event that is recorded later than this after it happened is late: FD&C Act section
/// 582(b)(1)(B) gives one business day to answer for a transaction.
pub const LATE_SECONDS: u64 = 86_400;

/// A unit of measure: UN/ECE Recommendation 20 code, such as `KGM`.
pub type UnitCode = Code<3>;

/// What an account may do.
#[message]
pub enum Role {
    /// Grants roles and writes nothing else.
    Admin,
    /// Reads everything: the supervisor, an auditor.
    Regulator,
    /// Makes items.
    Manufacturer,
    /// Makes items of items.
    Assembler,
    /// Carries items that others hold.
    Carrier,
    /// Buys, sells and dispenses items.
    Receiver,
    /// Blocks suspect items.
    QualityAuthority,
    /// Recalls lots.
    RecallAuthority,
}

/// An item to be commissioned.
#[message]
pub struct NewItem {
    /// Its key: fingerprint of the normalised identifier.
    pub key: Hash,
    /// Fingerprint of its class, such as a GTIN.
    pub class: Hash,
    /// Key of its lot.
    pub lot: Option<Hash>,
}

/// A quantity of a lot, or of a class without lot.
#[message]
pub struct LotQuantity {
    /// Key of the lot.
    pub lot: Hash,
    /// How much, above zero.
    pub amount: Decimal,
    /// Of which unit; none for pieces.
    pub unit: Option<UnitCode>,
}

/// What an event says happened (GS1 EPCIS 2.0, event types and actions).
#[message]
pub enum Act {
    /// Items and quantities begin to exist: ObjectEvent ADD.
    Commission {
        /// Items.
        items: Vec<NewItem>,
        /// Quantities.
        quantities: Vec<LotQuantity>,
        /// Last day of use.
        expiry: Option<CivilDate>,
    },
    /// Items were seen: any event with action OBSERVE that moves nothing.
    Observe {
        /// Items.
        items: Vec<Hash>,
        /// Quantities.
        quantities: Vec<LotQuantity>,
    },
    /// Items leave for somebody: business step `shipping`.
    Ship {
        /// Items.
        items: Vec<Hash>,
        /// Quantities.
        quantities: Vec<LotQuantity>,
        /// Who receives them.
        to: Address,
        /// Where they go.
        destination: Option<Hash>,
    },
    /// Items arrive: business step `receiving`.
    Receive {
        /// Items.
        items: Vec<Hash>,
        /// Quantities.
        quantities: Vec<LotQuantity>,
    },
    /// Items go to a patient or consumer: business step `dispensing` or `retail_selling`.
    Dispense {
        /// Items.
        items: Vec<Hash>,
    },
    /// Items cease to exist: ObjectEvent DELETE.
    Decommission {
        /// Items.
        items: Vec<Hash>,
        /// Quantities.
        quantities: Vec<LotQuantity>,
    },
    /// Items go into a parent: AggregationEvent ADD.
    Pack {
        /// The parent.
        parent: Hash,
        /// Items.
        children: Vec<Hash>,
        /// Quantities.
        quantities: Vec<LotQuantity>,
    },
    /// Items leave a parent: AggregationEvent DELETE.
    Unpack {
        /// The parent.
        parent: Hash,
        /// Items.
        children: Vec<Hash>,
        /// Quantities.
        quantities: Vec<LotQuantity>,
    },
    /// Inputs become outputs: TransformationEvent.
    Transform {
        /// Items that are consumed.
        inputs: Vec<Hash>,
        /// Quantities that are consumed.
        input_quantities: Vec<LotQuantity>,
        /// Items that are made.
        outputs: Vec<NewItem>,
        /// Quantities that are made.
        output_quantities: Vec<LotQuantity>,
        /// Last day of use of what is made.
        expiry: Option<CivilDate>,
        /// Most that comes out for one unit that goes in, if declared.
        yield_max: Option<Decimal>,
    },
    /// Parts are built into an asset: AssociationEvent ADD.
    Associate {
        /// The asset.
        parent: Hash,
        /// Parts.
        children: Vec<Hash>,
        /// Lots of parts.
        lots: Vec<Hash>,
    },
}

/// An event.
#[message]
pub struct EventRequest {
    /// Fingerprint of its id, or of its contents where it has none.
    pub id: Hash,
    /// When it happened.
    pub time: UnixSeconds,
    /// Where.
    pub place: Option<Hash>,
    /// What.
    pub act: Act,
    /// Salted SHA-256 commitment to the event's document.
    pub commitment: Hash,
}

/// Why an event was declared erroneous (GS1 CBV 2.0, error reasons).
#[message]
pub enum ErrorReason {
    /// The event did not happen.
    DidNotOccur,
    /// The event's data are wrong.
    IncorrectData,
    /// A reason of the partners' own.
    Other,
}

/// A declaration that an event is wrong (GS1 EPCIS 2.0, section 7.4.1.2).
#[message]
pub struct ErrorDeclaration {
    /// The event.
    pub event: Hash,
    /// When it was declared.
    pub time: UnixSeconds,
    /// Why.
    pub reason: ErrorReason,
    /// The events that correct it.
    pub corrections: Vec<Hash>,
    /// Salted SHA-256 commitment to the declaration's document.
    pub commitment: Hash,
}

/// A part in a bill of materials as built.
#[message]
pub struct BomPart {
    /// The part: an item, or a lot.
    pub part: Hash,
    /// The partner who made it.
    pub partner: Address,
    /// How much of it.
    pub amount: Decimal,
}
