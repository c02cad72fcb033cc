//! Refusals of this contract. Codes are stable.

use crate::terms::{DocumentKind, Place};
use sandpact_sdk::prelude::*;

/// Why a call was refused. The ledger is unchanged.
#[error]
pub enum Error {
    /// The calendar of this place does not reach far enough; banking days are never guessed.
    #[code(100)]
    CalendarMissing {
        /// The place.
        place: Place,
    },
    /// A tolerance is above 10 000 basis points.
    #[code(101)]
    ToleranceTooHigh,
    /// Not an active currency of ISO 4217.
    #[code(102)]
    UnknownCurrency,
    /// A draft may not be drawn on the applicant (article 6(c), A18).
    #[code(103)]
    DraftOnApplicant,
    /// Two parties that must differ are the same account.
    #[code(104)]
    SameParty,
    /// An account named as a bank does not hold that role.
    #[code(105)]
    NotABank,
    /// A period or tenor is not of 1 to 1 826 days.
    #[code(106)]
    DaysRange,
    /// The required documents are none, too many, repeated or of no copies.
    #[code(107)]
    BadDocumentList,
    /// The presenter is neither the beneficiary nor its bank.
    #[code(108)]
    PresenterNotEntitled,
    /// The credit does not let documents be presented to this bank.
    #[code(109)]
    WrongRecipient,
    /// The terms need a date of shipment, and the presentation states none.
    #[code(110)]
    ShipmentDateMissing,
    /// The last day for presentation has passed (A3).
    #[code(111)]
    PresentationLate {
        /// It was this one.
        last_day: CivilDate,
    },
    /// A bill of lading supports another presentation, which has drawn or may still draw.
    #[code(112)]
    BillOfLadingReused {
        /// The other presentation.
        presentation: Hash,
    },
    /// The bank has given its single notice of refusal already (article 16(c), A7).
    #[code(113)]
    SecondNotice,
    /// A notice of refusal names at least one discrepancy (article 16(c)(ii), A7).
    #[code(114)]
    NoticeWithoutDiscrepancy,
    /// The time for a notice of refusal has passed: the bank is precluded from claiming
    /// that the documents do not comply (article 16(d), 16(f), A8).
    #[code(115)]
    NoticeAfterDeadline {
        /// The last day for a notice.
        deadline: CivilDate,
    },
    /// Only the issuing bank asks the applicant for a waiver or waits for one (article
    /// 16(b), 16(c)(iii)(b)).
    #[code(116)]
    NotTheIssuingBank,
    /// A required document was not presented in the required number.
    #[code(117)]
    DocumentMissing {
        /// The document.
        kind: DocumentKind,
    },
    /// The goods were shipped after the latest shipment date (article 29(c), A4).
    #[code(118)]
    ShippedLate,
    /// More than this presentation can draw (A1, A2).
    #[code(119)]
    Overdrawn {
        /// What it can draw, minor units.
        payable_minor: i128,
    },
    /// Less than this presentation draws: a complying presentation is paid in full.
    #[code(120)]
    PaidShort {
        /// What it draws, minor units.
        payable_minor: i128,
    },
    /// Partial shipments are not allowed and there was a drawing already (A12).
    #[code(121)]
    PartialNotAllowed,
    /// The credit is not available in this way with this bank.
    #[code(122)]
    WrongAvailability,
    /// The undertaking matures later (A19).
    #[code(123)]
    NotMatured {
        /// On this day.
        maturity: CivilDate,
    },
    /// Presentations are still possible.
    #[code(124)]
    NotExpired {
        /// Until this day.
        last_day: CivilDate,
    },
    /// A quantity is not the credit's and its tolerance (article 30(b), A13).
    #[code(125)]
    QuantityOutside,
    /// The one drawing falls short of the credit (article 30(c), A12).
    #[code(126)]
    DrawnShort {
        /// The least, minor units.
        least_minor: i128,
    },
    /// A rule measures what the documents say, and the bank has not stated it.
    #[code(127)]
    ReadingsMissing,
    /// Insurance covers too little (article 28(f), A15).
    #[code(128)]
    InsuranceShort {
        /// The least, minor units.
        least_minor: i128,
    },
    /// Insurance begins after shipment (article 28(e), A15).
    #[code(129)]
    InsuranceLate,
    /// The invoice is not by the beneficiary to the applicant (article 18(a), A16).
    #[code(130)]
    InvoiceParties,
    /// The credit is no longer, or not yet, available for that instalment (article 32, A14).
    #[code(131)]
    InstalmentMissed {
        /// Number of the instalment that is due, from 1.
        number: u8,
    },
    /// Instalments overlap, end after expiry, or do not make up the amount.
    #[code(132)]
    BadInstalments,
    /// The credit is not transferable, or not on these terms (article 38(b), 38(g), A17).
    #[code(133)]
    TransferNotAllowed,
    /// The credit is transferred once (article 38(d), A17).
    #[code(134)]
    AlreadyTransferred,
    /// A part of the amendment was accepted, which rejected it (article 10(e), A10).
    #[code(135)]
    AmendmentPartialAcceptance,
    /// An amendment keeps parties and currency.
    #[code(136)]
    PartyChanged,
    /// An amendment would leave less than was drawn or transferred.
    #[code(137)]
    BelowDrawn,
    /// Another bank finances the invoice, or has been repaid for it. A bank that is not bound by
    /// the credit does not pay for it too.
    #[code(138)]
    FinancedElsewhere,
    /// A bank that is not bound by the credit has not asked whether another finances the invoice.
    #[code(139)]
    InvoiceUnchecked,
}
