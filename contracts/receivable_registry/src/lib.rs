//! Which receivable is financed, once: a bank that finances an invoice says so here, and no
//! other bank finances it too (section 9 of the sectors, X1 and X9, and T8 of tax).
//!
//! The rules are plain functions in `financing`; `contract` loads, asks a rule, stores and
//! tells. What remains of an invoice is asked of `vat_invoice`, with a cap on its gas. A bank
//! that asks about a receivable learns yes or no and why not, never who was first.
#![no_std]

pub mod contract;
pub mod errors;
pub mod events;
pub mod financing;
pub mod interface;
pub mod invoices;
pub mod messages;
