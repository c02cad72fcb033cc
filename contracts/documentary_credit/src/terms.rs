//! The terms of a credit. Field tags are those of SWIFT message MT 700.

use crate::instalments::Instalment;
use sandpact_sdk::prelude::*;

/// A place by its UN/LOCODE, five ASCII characters; the key of a banking calendar.
pub type Place = [u8; 5];

/// Highest tolerance in basis points: 100 %.
pub const TOLERANCE_BP_MAX: u32 = 10_000;
/// Days of the presentation period when the credit does not say and requires an original
/// transport document (article 14(c)).
pub const PERIOD_DAYS_DEFAULT: u16 = 21;
/// Longest presentation period or tenor in days: about five years.
pub const DAYS_MAX: u16 = 1_826;
/// Most required document kinds, and most documents of one presentation.
pub const DOCUMENTS_MAX: usize = 32;

/// A bank and its place.
///
/// Its banking days are those of the place.
#[message]
pub struct BankAt {
    /// Its account.
    pub account: Address,
    /// Where it takes documents.
    pub place: Place,
}

/// From when a tenor counts.
#[message]
pub enum TenorStart {
    /// The date of shipment.
    Shipment,
    /// The day of presentation.
    Presentation,
}

/// When deferred money is due (42C, 42P).
#[message]
pub struct Tenor {
    /// Calendar days.
    pub days: u16,
    /// From when they count.
    pub from: TenorStart,
}

/// How the credit is available (41a).
#[message]
pub enum Availability {
    /// Payment at sight.
    SightPayment,
    /// An undertaking to pay later.
    DeferredPayment {
        /// When it is due.
        tenor: Tenor,
    },
    /// Acceptance of a draft, paid at its maturity.
    Acceptance {
        /// When it is due.
        tenor: Tenor,
        /// On whom the draft is drawn.
        ///
        /// A bank (article 6(c)).
        drawee: Address,
    },
    /// Purchase of drafts or documents.
    Negotiation {
        /// On whom a draft is drawn.
        ///
        /// A bank (article 6(c)).
        drawee: Option<Address>,
    },
}

/// Partial drawings or shipments (43P).
#[message]
pub enum PartialShipments {
    /// Any number of drawings.
    Allowed,
    /// One drawing (article 31(a)).
    NotAllowed,
}

/// What a document is.
///
/// By the article of UCP 600 that it is examined under.
#[message]
pub enum DocumentKind {
    /// Article 18.
    CommercialInvoice,
    /// Article 19.
    ///
    /// At least two modes of transport.
    MultimodalTransport,
    /// Article 20.
    BillOfLading,
    /// Article 21.
    ///
    /// Not negotiable.
    SeaWaybill,
    /// Article 22.
    CharterPartyBillOfLading,
    /// Article 23.
    AirTransport,
    /// Article 24.
    ///
    /// Road, rail or inland waterway.
    RoadRailInland,
    /// Article 25.
    ///
    /// Courier or post receipt.
    CourierPost,
    /// Article 28.
    Insurance,
    /// Article 14(f).
    PackingList,
    /// Article 14(f).
    CertificateOfOrigin,
    /// Article 14(f).
    InspectionCertificate,
    /// Article 14(f), any other.
    Other {
        /// Its UNTDID 1001 code.
        code: u16,
    },
}

/// A document that the credit asks for (46A).
#[message]
pub struct RequiredDocument {
    /// What it is.
    pub kind: DocumentKind,
    /// Originals.
    ///
    /// At least one original or copy is asked for.
    pub originals: u8,
    /// Copies.
    ///
    /// Originals satisfy them too (article 17(d)).
    pub copies: u8,
}

/// A document that was presented.
#[message]
pub struct PresentedDocument {
    /// What it is.
    pub kind: DocumentKind,
    /// Originals presented.
    pub originals: u8,
    /// Copies presented.
    pub copies: u8,
    /// Salted SHA-256 commitment.
    ///
    /// The same document keeps its salt, so that it is recognised when it is presented again.
    pub commitment: Hash,
}

/// A quantity of goods (45A).
///
/// What the goods are stays off the ledger.
#[message]
pub struct GoodsQuantity {
    /// Thousandths of a unit.
    pub thousandths: u64,
    /// Whether in packing units or items.
    ///
    /// Article 30(b).
    pub is_counted: bool,
    /// Whether it is "about" so much.
    ///
    /// Or "approximately" (article 30(a)).
    pub is_about: bool,
}

/// What not every credit says.
#[message]
pub struct Conditions {
    /// Whether it is "transferable" (40A).
    pub is_transferable: bool,
    /// Whether transhipment is allowed (43T).
    pub is_transhipment_allowed: bool,
    /// Whether the amount is "about" so much.
    ///
    /// Or "approximately", which is a tolerance of 1 000 basis points each way; no other one is
    /// stated then (article 30(a)).
    pub is_amount_about: bool,
    /// The quantity of the goods.
    pub quantity: Option<GoodsQuantity>,
    /// Insurance cover, basis points of the value.
    ///
    /// When `None` and insurance is required, it is 11 000 (article 28(f)(ii)).
    pub insurance_bp: Option<u32>,
    /// Instalments (article 32).
    ///
    /// At most 24.
    pub instalments: Vec<Instalment>,
}

impl Conditions {
    /// Says nothing: no transfer, transhipment allowed, all figures as they are.
    pub const NONE: Self = Self {
        is_transferable: false,
        is_transhipment_allowed: true,
        is_amount_about: false,
        quantity: None,
        insurance_bp: None,
        instalments: Vec::new(),
    };
}

/// Everything that the issuing bank undertakes.
#[message]
pub struct Terms {
    /// The applicant's account (50).
    pub applicant: Address,
    /// The beneficiary's account (59).
    pub beneficiary: Address,
    /// The beneficiary's bank, which may present for it.
    pub beneficiary_bank: Option<Address>,
    /// The issuing bank.
    pub issuing_bank: BankAt,
    /// The advising bank.
    pub advising_bank: Address,
    /// The bank asked to confirm (49).
    pub confirming_bank: Option<BankAt>,
    /// The bank with which the credit is available (41a). Its place is the place of
    /// expiry (31D, article 6(d)(ii)). May be the issuing bank.
    pub nominated_bank: BankAt,
    /// Amount in minor units (32B).
    pub amount_minor: i128,
    /// Currency (32B).
    pub currency: Currency,
    /// More, basis points (39A).
    pub plus_tolerance_bp: u32,
    /// Less, basis points (39A).
    pub minus_tolerance_bp: u32,
    /// How it is available (41a).
    pub availability: Availability,
    /// Expiry date (31D).
    pub expiry: CivilDate,
    /// Latest shipment date (44C).
    pub latest_shipment: Option<CivilDate>,
    /// Presentation period, days (48).
    ///
    /// Calendar days after shipment. When `None`, it is 21 if an original transport document is
    /// required, and there is no period otherwise.
    pub period_days: Option<u16>,
    /// Partial drawings or shipments (43P).
    pub partial_shipments: PartialShipments,
    /// Required documents (46A).
    ///
    /// Each kind once.
    pub documents: Vec<RequiredDocument>,
    /// What else it says.
    ///
    /// [`Conditions::NONE`] when it says no more.
    pub conditions: Conditions,
    /// Salted SHA-256 commitment to the whole.
    ///
    /// Goods and all conditions included.
    pub commitment: Hash,
}

impl DocumentKind {
    /// Whether it is a transport document of articles 19 to 25, which starts the
    /// presentation period of article 14(c).
    #[must_use]
    pub const fn is_transport(&self) -> bool {
        matches!(
            self,
            Self::MultimodalTransport
                | Self::BillOfLading
                | Self::SeaWaybill
                | Self::CharterPartyBillOfLading
                | Self::AirTransport
                | Self::RoadRailInland
                | Self::CourierPost
        )
    }

    /// Whether it is a bill of lading, of which one exists for one shipment: it cannot
    /// support two drawings.
    #[must_use]
    pub const fn is_bill_of_lading(&self) -> bool {
        matches!(self, Self::BillOfLading | Self::CharterPartyBillOfLading)
    }
}

impl Terms {
    /// The named banks at which documents can be presented, the confirming bank among them.
    pub fn banks(&self) -> impl Iterator<Item = &BankAt> {
        [&self.nominated_bank, &self.issuing_bank].into_iter().chain(&self.confirming_bank)
    }

    /// Whether this account is the issuing bank.
    #[must_use]
    pub fn is_issuing_bank(&self, account: &Address) -> bool {
        self.issuing_bank.account == *account
    }
}
