//! Behaviour across crates, in one binary.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod cases;
