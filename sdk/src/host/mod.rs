//! The host functions, as safe functions over slices. `wasm` calls the
//! host and has all the unsafe code of the SDK; `native` stands in where there is no host.

#[cfg(any(target_arch = "wasm32", test))]
mod heap;

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod wasm;

#[cfg(not(target_arch = "wasm32"))]
pub use native::*;
#[cfg(target_arch = "wasm32")]
pub use wasm::*;
