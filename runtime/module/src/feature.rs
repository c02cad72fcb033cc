//! The WebAssembly accepted from contracts, feature by feature: defaults move
//! between releases, this list does not.

use wasmparser::WasmFeatures;

/// What a deployed module may use. Everything else is refused.
///
/// - mutable globals, sign extension: emitted by LLVM
/// - `memory.copy` and `memory.fill` alone of bulk memory, priced by length
/// - constant expressions of one constant: what is computed would be computed for each instance,
///   and segments at computed offsets laid again for each
/// - the long form of `call_indirect`'s table index alone of reference types, as LLVM writes it
pub const ACCEPTED: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::BULK_MEMORY_OPT)
    .union(WasmFeatures::CALL_INDIRECT_OVERLONG);

/// What an instrumented module uses: a second result (the gas left) as well.
pub const INSTRUMENTED: WasmFeatures = ACCEPTED.union(WasmFeatures::MULTI_VALUE);
