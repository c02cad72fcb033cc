//! The terms of a credit. Field tags are those of SWIFT message MT 700.

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

/// A bank and where it acts. Its banking days are those of the place.
#[message]
pub struct BankAt {
    /// The bank's account.
    pub account: Address,
    /// Where documents are presented to it.
    pub place: Place,
}

/// From when a tenor counts.
#[message]
pub enum TenorStart {
    /// The date of shipment.
    Shipment,
    /// The day of presentation ("after sight").
    Presentation,
}

/// When deferred money is due (42C, 42P).
#[message]
pub struct Tenor {
    /// Calendar days, at least one.
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
        /// On whom the draft is drawn: a bank (article 6(c)).
        drawee: Address,
    },
    /// Purchase of drafts or documents by the nominated bank.
    Negotiation {
        /// On whom the draft is drawn, if there is one: a bank (article 6(c)).
        drawee: Option<Address>,
    },
}

/// Whether partial drawings or shipments are allowed (43P).
#[message]
pub enum PartialShipments {
    /// Any number of drawings.
    Allowed,
    /// One drawing (article 31(a)).
    NotAllowed,
}

/// What a document is, by the article of UCP 600 that it is examined under.
#[message]
pub enum DocumentKind {
    /// Article 18.
    CommercialInvoice,
    /// Article 19, at least two modes of transport.
    MultimodalTransport,
    /// Article 20.
    BillOfLading,
    /// Article 21, non-negotiable.
    SeaWaybill,
    /// Article 22.
    CharterPartyBillOfLading,
    /// Article 23.
    AirTransport,
    /// Article 24: road, rail or inland waterway.
    RoadRailInland,
    /// Article 25: courier or post receipt.
    CourierPost,
    /// Article 28.
    Insurance,
    /// Article 14(f).
    PackingList,
    /// Article 14(f).
    CertificateOfOrigin,
    /// Article 14(f).
    InspectionCertificate,
    /// Any other document, article 14(f).
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
    /// Originals; at least one original or copy is asked for.
    pub originals: u8,
    /// Copies; originals satisfy them too (article 17(d)).
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
    /// Salted SHA-256 commitment to the document. The same document keeps its salt, so
    /// that it is recognised when it is presented again.
    pub commitment: Hash,
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
    /// How much more may be drawn, basis points (39A).
    pub plus_tolerance_bp: u32,
    /// How much less may be drawn, basis points (39A).
    pub minus_tolerance_bp: u32,
    /// How it is available (41a).
    pub availability: Availability,
    /// Expiry date (31D).
    pub expiry: CivilDate,
    /// Latest shipment date (44C).
    pub latest_shipment: Option<CivilDate>,
    /// Presentation period in calendar days after shipment (48). When `None`, it is 21 if an
    /// original transport document is required, and there is no period otherwise.
    pub period_days: Option<u16>,
    /// Partial drawings or shipments (43P).
    pub partial_shipments: PartialShipments,
    /// Required documents (46A), each kind once.
    pub documents: Vec<RequiredDocument>,
    /// Salted SHA-256 commitment to the whole credit, goods and conditions included.
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
