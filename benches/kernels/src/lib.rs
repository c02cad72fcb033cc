//! Work of ten kinds as one contract. Each method does `rounds` of its kind and returns a
//! number that depends on all of it, so that no compiler leaves any out.
#![no_std]

extern crate alloc;

mod compute;
mod contract;
mod data;

pub use contract::Kernels;
