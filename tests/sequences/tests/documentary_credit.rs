//! `documentary_credit` on a ledger, natively and as wasm: the statements A1 to A20, every refusal,
//! and the regulator's figures.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)] // a test panics

mod credit;
