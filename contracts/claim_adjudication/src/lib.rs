//! Claims of health care: each submitted once to each payer, adjudicated line by line, and paid
//! what was adjudicated and no more, whoever else pays too.
//!
//! The rules are plain functions, one file for each; `contract` loads, asks a rule, stores
//! and tells. The ledger holds amounts, dates, accounts, pseudonyms and keyed fingerprints.
//! Diagnoses and procedures stay off it: they are part of salted commitments only.
//!
//! Rule numbers K1 to K12 in the comments:
//!
//! | rule | where |
//! |---|---|
//! | K1 0 <= benefit <= submitted, per line and in total | `lines` |
//! | K2 totals are the sums of their lines | `lines` |
//! | K3 payment = benefit - adjustment, which has a reason | `payment` |
//! | K4 one live adjudication; the next one refers to it and pays the difference | `payment`, `lifecycle` |
//! | K5 all payers together pay no more than was submitted | `services` |
//! | K6 a service is not paid twice | `services` |
//! | K7 payments under a coverage stay within its limit | `coverage` |
//! | K8 a preauthorisation is not overdrawn and not used outside its time | `preauthorisation` |
//! | K9 no payment where the coverage was inactive on the service date | `coverage` |
//! | K10 an intake error yields no adjudication | `lifecycle` |
//! | K11 one currency per claim | `lines` |
//! | K12 a cancelled claim pays nothing | `lifecycle` |
#![no_std]

pub mod contract;
pub mod coverage;
pub mod errors;
pub mod events;
pub mod intake;
pub mod key;
pub mod lifecycle;
pub mod lines;
pub mod messages;
pub mod payment;
pub mod preauthorisation;
pub mod records;
#[cfg(test)]
mod samples;
pub mod services;
pub mod totals;
