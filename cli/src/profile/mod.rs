//! What gas was taken for, by function and source line: as stacks for standard viewers and
//! as a picture.

mod args;
mod stacks;
mod svg;

pub use args::ProfileArgs;
pub use stacks::Stacks;
pub use svg::draw;
