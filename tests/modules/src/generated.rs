//! Modules that nobody wrote: wasm-smith makes them from a number, with the host functions
//! to call and the exports of a contract.

use crate::{ModuleText, Random, imports, method};
use arbitrary::Unstructured;
use sandpact_abi::MethodKind;
use std::sync::OnceLock;
use wasm_smith::{Config, MemoryOffsetChoices, Module};

/// Bytes that a module is made from.
const SEED_LEN_BYTES: usize = 3_000;

/// The module of this number; `None` where the bytes make none. Every second one avoids
/// operations that trap, so that many calls come to their end.
#[must_use]
pub fn module(number: u64) -> Option<Vec<u8>> {
    module_from(&Random::new(number).bytes(SEED_LEN_BYTES), number)
}

/// The module that these bytes make, of the kind that has this number; `None` where they
/// make none.
#[must_use]
pub fn module_from(bytes: &[u8], number: u64) -> Option<Vec<u8>> {
    let module = Module::new(config(number), &mut Unstructured::new(bytes)).ok()?.to_bytes();
    Some(described(module))
}

/// `module` with the description of a contract that has the methods `create` and `run`.
#[must_use]
pub fn described(module: Vec<u8>) -> Vec<u8> {
    let methods =
        vec![method("create", MethodKind::Init, ""), method("run", MethodKind::Write, "")];
    ModuleText { methods, rest: String::new() }.with_description(module)
}

fn config(number: u64) -> Config {
    // What loads cost depends on how far memory may grow.
    let memory = ["1", "1 16", "1 17"][usize::try_from(number % 3).unwrap_or(0)];
    Config {
        available_imports: Some(shape(&imports())),
        exports: Some(shape(&format!(
            "(memory (export \"memory\") {memory})
             (func (export \"method.create\") (param i32))
             (func (export \"method.run\") (param i32))",
        ))),
        disallow_traps: number.is_multiple_of(2),
        allow_floats: false,
        allow_start_export: false,
        // With bulk memory many are refused: of it, contracts may copy and fill alone.
        bulk_memory_enabled: number.is_multiple_of(8),
        exceptions_enabled: false,
        gc_enabled: false,
        max_data_segments: 3,
        max_element_segments: 3,
        max_elements: 8,
        max_funcs: 10,
        max_globals: 5,
        max_imports: 20,
        max_instructions: 120,
        // The one memory is the exported one.
        max_memories: 0,
        max_table_elements: 20,
        max_tables: 1,
        max_types: 12,
        max_type_size: 100_000,
        memory64_enabled: false,
        memory_offset_choices: MemoryOffsetChoices(90, 9, 1),
        multi_value_enabled: false,
        reference_types_enabled: false,
        relaxed_simd_enabled: false,
        saturating_float_to_int_enabled: false,
        simd_enabled: false,
        tail_call_enabled: false,
        threads_enabled: false,
        ..Config::default()
    }
}

fn shape(text: &str) -> Vec<u8> {
    static SHAPES: OnceLock<std::sync::Mutex<std::collections::BTreeMap<String, Vec<u8>>>> =
        OnceLock::new();
    let mut shapes = SHAPES.get_or_init(Default::default).lock().unwrap();
    let parsed = || wat::parse_str(format!("(module {text})")).unwrap();
    shapes.entry(text.to_owned()).or_insert_with(parsed).clone()
}
