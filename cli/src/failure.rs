//! Where a call halted, for programs and for people.

use crate::symbols::SymbolStore;
use crate::visible;
use sandpact_runtime::{CallTrace, Failure, Runtime};
use sandpact_symbols::{Resolver, SourceFrame, SymbolFile};
use serde_json::{Value, json};

/// A failure as JSON: its cause, the place in the source that it is due to, and the calls
/// with their frames, innermost first.
pub fn json(failure: &Failure, runtime: &Runtime, symbols: &SymbolStore) -> Value {
    let calls: Vec<Value> =
        failure.calls.iter().map(|call| call_json(call, runtime, symbols)).collect();
    let own = calls.iter().flat_map(frames).find(|frame| frame["library"] == false);
    let own = own.filter(|frame| !frame["file"].is_null());
    let part = |name: &str| own.map_or(Value::Null, |frame| frame[name].clone());
    let (file, line, function) = (part("file"), part("line"), part("function"));
    json!({
        "cause": failure.cause.to_string(),
        "file": file,
        "line": line,
        "function": function,
        "calls": calls,
    })
}

fn call_json(call: &CallTrace, runtime: &Runtime, symbols: &SymbolStore) -> Value {
    let info = runtime.contract(&call.contract).ok().flatten();
    let name = info.map(|info| info.abi.name);
    let file = call.code_hash.and_then(|code_hash| symbols.find(&code_hash));
    json!({
        "contract": name,
        "address": call.contract.to_string(),
        "method": call.method,
        "code_hash": call.code_hash.map(|code_hash| code_hash.to_string()),
        "has_symbols": file.is_some(),
        "frames": frames_json(call, file.as_ref()),
    })
}

fn frames_json(call: &CallTrace, symbols: Option<&SymbolFile>) -> Vec<Value> {
    let resolver = symbols.and_then(|symbols| Resolver::new(symbols).ok());
    let frame = |frame: SourceFrame, offset: u32| {
        json!({
            "library": frame.is_library(),
            "function": frame.function,
            "file": frame.file,
            "line": frame.line,
            "column": frame.column,
            "offset": offset,
        })
    };
    let mut all = Vec::new();
    for place in &call.frames {
        let frames = match &resolver {
            Some(resolver) => resolver.frames(place.function, place.offset),
            None => vec![SourceFrame {
                function: format!("function {}", place.function),
                file: None,
                line: None,
                column: None,
            }],
        };
        all.extend(frames.into_iter().map(|source| frame(source, place.offset)));
    }
    all
}

fn frames(call: &Value) -> &[Value] {
    call["frames"].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Cause and place in a few words.
pub fn words(failure: &Value) -> String {
    let cause = failure["cause"].as_str().unwrap_or_default();
    match (failure["file"].as_str(), failure["line"].as_u64()) {
        (Some(file), Some(line)) => format!("{cause} at {file}:{line}"),
        _ => cause.to_owned(),
    }
}

/// The calls with their frames, one in a line; none where no contract ran. Code of libraries
/// is left out, unless there is nothing else.
pub fn lines(failure: &Value) -> Vec<String> {
    let calls = failure["calls"].as_array().map(Vec::as_slice).unwrap_or_default();
    if calls.iter().all(|call| frames(call).is_empty()) {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for (number, call) in calls.iter().enumerate() {
        let who = call["contract"].as_str().or(call["address"].as_str()).unwrap_or_default();
        let method = call["method"].as_str().unwrap_or_default();
        let how = if number == 0 { "in" } else { "called by" };
        lines.push(format!("  {how} {who}.{method}"));
        let own = frames(call).iter().filter(|frame| frame["library"] == false);
        let own: Vec<_> = own.collect();
        let shown = if own.is_empty() { frames(call).iter().collect() } else { own };
        lines.extend(shown.into_iter().map(frame_line));
        if call["has_symbols"] == false && !frames(call).is_empty() {
            let code_hash = call["code_hash"].as_str().unwrap_or_default();
            lines.push(format!("    no symbols of code {code_hash}; see --symbols"));
        }
    }
    lines.iter().map(|line| visible::line(line)).collect()
}

fn frame_line(frame: &Value) -> String {
    let function = frame["function"].as_str().unwrap_or_default();
    match (frame["file"].as_str(), frame["line"].as_u64()) {
        (Some(file), Some(line)) => format!("    {file}:{line}  {function}"),
        (Some(file), None) => format!("    {file}  {function}"),
        _ => format!("    {:#x}  {function}", frame["offset"].as_u64().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_see_the_contracts_own_frames_and_whose_symbols_are_missing() {
        let frame = |library: bool, function: &str, line: Option<u32>| {
            let file = line.map(|_| "/contract/src/lib.rs");
            json!({"library": library, "function": function, "file": file, "line": line,
                "offset": 31})
        };
        let inner = json!({"contract": "inner", "method": "run", "has_symbols": true,
            "frames": [frame(true, "core::panic", Some(1)), frame(false, "share", Some(7))]});
        let outer = json!({"contract": null, "address": "ab", "method": "call",
            "code_hash": "cd", "has_symbols": false, "frames": [frame(false, "function 3", None)]});
        let failure = json!({"cause": "out of gas", "file": "/contract/src/lib.rs", "line": 7,
            "calls": [inner, outer]});
        assert_eq!(words(&failure), "out of gas at /contract/src/lib.rs:7");
        let expected = [
            "  in inner.run",
            "    /contract/src/lib.rs:7  share",
            "  called by ab.call",
            "    0x1f  function 3",
            "    no symbols of code cd; see --symbols",
        ];
        assert_eq!(lines(&failure), expected);
    }
}
