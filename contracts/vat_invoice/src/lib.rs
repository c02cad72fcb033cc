//! Invoices under value added tax: each recorded once, deducted once, reimbursed once,
//! and corrected only by documents that name what they correct.
//!
//! The rules are plain functions, one file for each; `contract` loads, asks a rule, stores
//! and tells. Documents, names, goods and bank accounts stay off the ledger: it holds
//! amounts, accounts, keyed fingerprints and salted commitments.
#![no_std]

pub mod admission;
pub mod contract;
pub mod epochs;
pub mod errors;
pub mod events;
pub mod key;
pub mod lifecycle;
pub mod messages;
pub mod period;
pub mod position;
pub mod quota;
pub mod rate_table;
pub mod rates;
pub mod recording;
pub mod red_letter;
pub mod reference;
pub mod regime;
pub mod reversal;
#[cfg(test)]
mod samples;
pub mod totals;
