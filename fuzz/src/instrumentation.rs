//! The instrumenter: whatever admission takes is rewritten, wherever charges stand, into
//! bytes that are valid, the same every time, within the limits and no contract themselves.

use crate::input;
use sandpact_abi::limits;
use sandpact_module::{AdmittedModule, HEIGHT_EXPORT, Placement, PreparedModule, check_module};
use sandpact_test_modules::generated;
use wasmparser::{ExternalKind, Parser, Payload, Validator, WasmFeatures};

/// # Panics
/// On a finding.
pub fn check(bytes: &[u8]) {
    let Some(code) = input::module(bytes) else { return };
    let Ok(admitted) = AdmittedModule::read(&code) else { return };
    for placement in [Placement::Late, Placement::PerBlock] {
        let prepare = || admitted.prepare(placement);
        let first = prepare().unwrap_or_else(|error| panic!("{placement:?}: admitted, {error}"));
        let again = prepare().map(|prepared| prepared.bytes);
        assert_eq!(again.as_ref(), Ok(&first.bytes), "{placement:?}: other bytes");
        instrumented(&first);
    }
}

fn instrumented(module: &PreparedModule) {
    let features =
        WasmFeatures::WASM2.union(WasmFeatures::EXTENDED_CONST).difference(WasmFeatures::FLOATS);
    let validated = Validator::new_with_features(features).validate_all(&module.bytes);
    if let Err(error) = validated {
        panic!("not valid: {error}");
    }
    assert!(module.static_stack_bytes <= limits::STACK_HEIGHT_BYTES_MAX);
    no_contract(&module.bytes);
    let mut exports_height = false;
    for payload in Parser::new(0).parse_all(&module.bytes) {
        let payload = payload.unwrap_or_else(|error| panic!("read after validation: {error}"));
        exports_height |= section(&payload);
    }
    assert!(exports_height, "the stack height is not exported");
}

/// Nobody can have a module instrumented twice: neither its types nor its exports are a
/// contract's.
fn no_contract(bytes: &[u8]) {
    assert!(check_module(bytes).is_err(), "taken without a description");
    assert!(check_module(&generated::described(bytes.to_vec())).is_err(), "taken again");
}

/// Holds one section against the limits; whether it exports the stack height.
fn section(payload: &Payload<'_>) -> bool {
    match payload {
        Payload::MemorySection(memories) => {
            for memory in memories.clone().into_iter().flatten() {
                let maximum = memory.maximum.unwrap_or(u64::MAX);
                assert!(memory.initial <= maximum && maximum <= limits::MEMORY_PAGES_MAX);
            }
        }
        Payload::TableSection(tables) => {
            for table in tables.clone().into_iter().flatten() {
                assert_eq!(table.ty.maximum, Some(table.ty.initial), "a table that grows");
            }
        }
        Payload::ExportSection(exports) => {
            let mut names = exports.clone().into_iter().flatten();
            return names.any(|it| it.name == HEIGHT_EXPORT && it.kind == ExternalKind::Global);
        }
        Payload::StartSection { .. } | Payload::CustomSection(_) => panic!("an extra section"),
        _ => {}
    }
    false
}
