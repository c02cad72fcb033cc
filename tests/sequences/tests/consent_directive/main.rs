//! `consent_directive`: a test for each numbered statement, and refusals with their code and the
//! root as it was.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod changes;
mod decisions;
mod emergencies;
mod gas;
mod proposals;
mod supervision;
mod world;
