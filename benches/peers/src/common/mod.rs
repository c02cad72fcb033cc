//! What every measured system shares: the workload, the run, the figures and their line of
//! JSON. Our own side includes this folder by its path (`runtime/state/examples/measure.rs`),
//! so that both sides are given the same writes and measured by the same clocks.

pub mod clock;
mod figures;
mod run;
mod task;
pub mod workload;

pub use clock::{process_time, thread_time};
pub use figures::{Figures, Proofs};
pub use run::{System, measure};
pub use task::Task;
pub use workload::{Key, Write};

/// Any failure: the program prints it and ends.
pub type Failure = Box<dyn std::error::Error>;
