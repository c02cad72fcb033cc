//! Items with serial numbers and lots with quantities: who holds them, what is in what, what
//! they were made of, and which of them a recall reaches. For medicines and for parts.
//!
//! The rules are plain functions, one file for each; `contract` loads, asks a rule, stores and
//! tells. Items, lots and places are keyed fingerprints; documents, quantities of a trading
//! relation's papers, prices and names stay off the ledger.
//!
//! Rule numbers in the comments: M of GS1 EPCIS 2.0 events in general, D of medicines (DSCSA,
//! FD&C Act sections 581 and 582):
//!
//! | rule | where |
//! |---|---|
//! | M1 an item is commissioned once | `contract::making` |
//! | M2 only the holder ships, only the named receiver receives | `movement` |
//! | M3 one parent, no cycle | `containment` |
//! | M4 a parent moves its contents, which do not move alone | `containment`, `movement` |
//! | M5 inputs are consumed; no more comes out than the declared yield | `quantities`, `contract::making` |
//! | M6 no quantity of a lot at a place is negative | `quantities` |
//! | M7 events are neither in the future nor before an item's last one | `admission` |
//! | M8 an error declaration names an event and those that correct it | `admission`, `contract::capturing` |
//! | M9 a recall reaches units, contents and products, step by step | `contract::recalling` |
//! | M10 a part is its stated partner's | `contract::making` |
//! | D1 one owner at a time | `movement` |
//! | D2 authorised trading partners only | `contract`, `movement` |
//! | D3 dispensed and decommissioned units are gone | `movement` |
//! | D4 expired and recalled units are neither shipped nor dispensed | `movement` |
//! | D5 verification says yes or no | `contract::reading` |
//! | D6 as M4 | `containment` |
#![no_std]

pub mod admission;
pub mod containment;
pub mod contract;
pub mod errors;
pub mod events;
pub mod messages;
pub mod movement;
pub mod quantities;
pub mod records;
#[cfg(test)]
mod samples;
