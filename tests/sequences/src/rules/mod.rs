//! Sequences of calls that mean something in a contract's sector, with the sector's rules
//! checked after each call. A folder for each contract.

mod bill_of_lading;
mod claim_adjudication;
mod consent_directive;
mod documentary_credit;
mod fiscal_record_chain;
mod item_trace;
mod vat_invoice;

use crate::Run;

/// The contracts whose rules are checked, by name.
pub const RULES: &[(&str, Run)] = &[
    ("bill_of_lading", bill_of_lading::run),
    ("claim_adjudication", claim_adjudication::run),
    ("consent_directive", consent_directive::run),
    ("documentary_credit", documentary_credit::run),
    ("fiscal_record_chain", fiscal_record_chain::run),
    ("item_trace", item_trace::run),
    ("vat_invoice", vat_invoice::run),
];
