//! What must hold for every input that a stranger can send. Each target of `targets` gives
//! its input to one function here; a panic is a finding.

pub mod admission;
pub mod arguments;
mod bodies;
pub mod documents;
mod frame;
mod input;
pub mod instrumentation;
mod memory;
