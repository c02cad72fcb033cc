//! Gas: what work costs ([`schedule`]) and who counts it ([`meter`]).

pub mod meter;
pub mod schedule;

pub use meter::{Meter, OutOfGas};
