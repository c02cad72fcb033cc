//! Proofs of small and large tries, and every way to spoil one.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod many;
mod mutations;
mod reference;
mod single;
mod vector;
