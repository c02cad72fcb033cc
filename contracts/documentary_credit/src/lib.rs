//! Documentary credits under UCP 600 (ICC publication 600, in force since 1 July 2007).
//!
//! A bank issues a credit; the beneficiary presents documents; each bank that gets them
//! examines them within five banking days and pays, or gives one notice of refusal. Banks
//! deal with documents (article 5): no complaint about goods is an input of any method.
//!
//! The rules are plain functions, one file for each; `contract` loads, asks a rule, stores
//! and tells. Banking days, and which day it is at a bank's place, come from a calendar contract
//! and are never guessed. Names, goods,
//! prices and the wording of discrepancies stay off the ledger. Amounts, dates and the
//! accounts of the parties are on it: whoever runs a node of this ledger can read them.
//!
//! | rule | article | where |
//! |---|---|---|
//! | A1 all drawings stay within amount and tolerance; one bank pays the beneficiary | 7, 30 | `drawing`, `settlement` |
//! | A2 a presentation pays at most what remains | 18(b) | `drawing` |
//! | A3 last day for presentation | 6(e), 14(c), 29(a), 36 | `presenting`, calendar |
//! | A4 the latest shipment date is never extended | 29(c) | `documents` |
//! | A5 five banking days for each bank | 14(b) | `contract`, calendar |
//! | A6 expiry does not shorten an examination | 14(b) | `settlement` |
//! | A7 one notice, in time, with discrepancies and a disposal | 16(c), 16(d) | `examination` |
//! | A8 a bank that missed its deadline is precluded | 16(f) | `examination` |
//! | A9 seeking a waiver moves no deadline | 16(b) | `examination` |
//! | A10 amendments and cancellation need everybody's consent | 10 | `amendment` |
//! | A11 documents that are not required change nothing | 14(g) | `documents` |
//! | A12 one drawing only when partial shipments are not allowed, at most 5 % short | 30(c), 31(a) | `drawing`, `tolerance` |
//! | A13 "about" is 10 %, a quantity by measure 5 % | 30(a), 30(b) | `tolerance` |
//! | A14 a missed instalment ends that and all later ones | 32 | `instalments` |
//! | A15 insurance covers 110 % and begins before shipment | 28(e), 28(f) | `insurance` |
//! | A16 an invoice is in the credit's currency, by the beneficiary, to the applicant | 18(a) | `presenting`, `readings` |
//! | A17 transfer once, inside the amount, on terms that shrink | 38 | `transfer` |
//! | A18 no draft on the applicant; expiry, place, availability and bank are stated | 6 | `admission` |
//! | A19 an undertaking matures on its day and is never refused | 7, 12(b) | `settlement` |
//! | A20 no complaint about goods is an input | 4, 5 | the arguments of all methods |
//! | a bill of lading supports one drawing | practice | `reuse` |
//! | a bank that is not bound finances no invoice that another bank finances | practice; 12(a) | `receivables` |
#![no_std]

mod admission;
mod amendment;
mod calendar;
mod contract;
mod credit;
mod currencies;
mod documents;
mod drawing;
mod errors;
mod events;
mod examination;
mod figures;
mod instalments;
mod insurance;
mod presentation;
mod presenting;
mod readings;
mod receivables;
mod reuse;
#[cfg(test)]
mod samples;
mod settlement;
mod terms;
mod tolerance;
mod transfer;
mod views;

pub use admission::check_terms;
pub use amendment::{Amendment, AmendmentState, Answer, check_new_terms};
pub use calendar::{Calendar, EXAMINATION_BANKING_DAYS, is_surely_in_time};
pub use contract::DocumentaryCredit;
pub use credit::{Credit, CreditState, Role};
pub use currencies::is_active_currency;
pub use documents::{check_documents, needs_transport_document};
pub use drawing::{close_if_used_up, draw, maximum_minor, remaining_minor};
pub use errors::Error;
pub use events::*;
pub use examination::{
    answer_waiver, check_notice, find_complying, return_documents, seek_waiver, standing, take_up,
};
pub use figures::{
    BankFigures, BankRow, Exposure, ExposureCursor, ExposureRow, TransferRow, open_minor,
};
pub use instalments::{
    INSTALMENTS_MAX, Instalment, check_instalments, instalment_of, maximum_until,
};
pub use insurance::{COVER_BP, COVER_BP_MAX, InsuranceReading, check_insurance};
pub use presentation::{
    DISCREPANCIES_MAX, Disposal, EXAMINATIONS_MAX, Examination, Finding, Notice, Presentation,
    Settlement, Standing, Waiver,
};
pub use presenting::{
    PresentRequest, check_not_ahead, check_presentation, check_recipient, check_still_open,
    last_day,
};
pub use readings::{Readings, check_readings};
pub use receivables::{REGISTRY_GAS_MAX, ReceivablesAt, is_financing};
pub use reuse::{has_drawn, is_taken};
pub use settlement::{Means, check_means, maturity, may_settle, pay, reimbursed_bank};
pub use terms::{
    Availability, BankAt, Conditions, DAYS_MAX, DOCUMENTS_MAX, DocumentKind, GoodsQuantity,
    PERIOD_DAYS_DEFAULT, PartialShipments, Place, PresentedDocument, RequiredDocument,
    TOLERANCE_BP_MAX, Tenor, TenorStart, Terms,
};
pub use tolerance::{
    ABOUT_BP, QUANTITY_BP, SHORT_BP, amount_tolerance_bp, check_quantity, check_single_drawing,
    quantity_tolerance_bp,
};
pub use transfer::{Transfer, TransferRequest, check_transfer, check_within};
pub use views::{CreditRow, ExaminationView, ExpiryCursor, PAGE_LEN_MAX, PresentationView};
