//! The engine. The only room that names wasmtime.

mod config;
mod linker;
mod machine;

pub use machine::Wasmtime;
