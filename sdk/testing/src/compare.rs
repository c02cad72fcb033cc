//! What both runs of a call must have in common.

use crate::{Emitted, native::End};
use sandpact_testing_protocol as protocol;

/// Ends and events must be alike.
#[track_caller]
pub fn compare(
    method: &str,
    is_deployment: bool,
    (end, events): (&End, &[Emitted]),
    wasm: &protocol::Ended,
) {
    let is_same = match (end, &wasm.end) {
        (End::Returned(a), protocol::End::Returned(b)) => is_deployment || a == b,
        (
            End::Refused { code, data },
            protocol::End::Refused { code: wasm_code, data: wasm_data },
        ) => code == wasm_code && data == wasm_data,
        (End::Halted { .. }, protocol::End::Halted) => true,
        _ => false,
    };
    assert!(is_same, "{method} natively: {end:?}; as wasm: {:?}", wasm.end);
    let emitted = events.iter().map(|event| (event.contract, &event.name, &event.data));
    let wasm = wasm.events.iter().map(|(contract, name, data)| (*contract, name, data));
    let is_failed = !matches!(end, End::Returned(_));
    assert!(is_failed || emitted.eq(wasm), "events of {method} natively and as wasm differ");
}
