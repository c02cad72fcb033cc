//! `vat_invoice`: a test for each numbered statement, and each refusal with its code and the
//! root as it was.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod amounts;
mod gas;
mod periods;
mod readers;
mod red_letters;
mod refusals;
mod regimes;
mod use_of_tax;
mod world;
