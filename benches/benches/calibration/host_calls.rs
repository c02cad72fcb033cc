//! Host functions over a grid of arguments: which lengths are dearest is not guessed but
//! looked for.

use crate::classes::Class;

/// Where keys, values and names lie in the guest's memory.
const PLACE: u32 = 4_096;

/// Lengths that may matter: nothing, a byte, a hash's block and one more, pages, limits.
const KEYS: &[u32] = &[1, 32, 256];
const VALUES: &[u32] = &[0, 1, 256, 4_096, 16_384];
const INPUTS: &[u32] = &[0, 1, 55, 64, 135, 136, 137, 1_000, 8_192, 60_000];

/// A host function with one choice of arguments.
pub struct HostCall {
    /// The function.
    pub function: &'static str,
    /// The choice, in words.
    pub choice: String,
    /// As work in a loop.
    pub class: Class<String>,
}

fn call(
    function: &'static str,
    choice: String,
    before: String,
    round: String,
    rounds: u32,
) -> HostCall {
    let class = Class {
        name: format!("{function} {choice}"),
        pages: 4,
        before,
        round,
        unrolled: 1,
        rounds,
    };
    HostCall { function, choice, class }
}

/// Every choice.
pub fn all() -> Vec<HostCall> {
    let mut calls = vec![
        plain("context_time", "(local.set $y (call $context_time))"),
        plain("context_height", "(local.set $y (call $context_height))"),
        plain("context_caller", &format!("(call $context_caller (i32.const {PLACE}))")),
        plain("context_contract", &format!("(call $context_contract (i32.const {PLACE}))")),
        plain("context_input_read", &format!("(call $context_input_read (i32.const {PLACE}))")),
        plain("call_result_len", "(local.set $x (call $call_result_len))"),
        plain("call_result_read", &format!("(call $call_result_read (i32.const {PLACE}))")),
        plain(
            "call_contract, unknown",
            &format!(
                "(local.set $x (call $call_contract (i32.const {PLACE}) (i32.const 2000) (i32.const 7) (i32.const 0) (i32.const 0) (i64.const -1)))"
            ),
        ),
        plain(
            "call_contract, itself",
            "(local.set $x (call $call_contract (i32.const 4) (i32.const 2000) (i32.const 7) (i32.const 0) (i32.const 0) (i64.const -1)))",
        ),
        plain(
            "ed25519_verify, no key",
            &format!(
                "(local.set $x (call $crypto_ed25519_verify (i32.const 4) (i32.const {PLACE}) (i32.const 32) (i32.const {PLACE})))"
            ),
        ),
    ];
    calls.extend(lengths("context_return", VALUES, 2_000, |len| {
        format!("(call $context_return (i32.const {PLACE}) (i32.const {len}))")
    }));
    calls.extend(lengths("crypto_sha3_256", INPUTS, 500, |len| {
        format!("(call $crypto_sha3_256 (i32.const {PLACE}) (i32.const {len}) (i32.const 64))")
    }));
    calls.extend(lengths("crypto_sha2_256", INPUTS, 500, |len| {
        format!("(call $crypto_sha2_256 (i32.const {PLACE}) (i32.const {len}) (i32.const 64))")
    }));
    calls.extend(lengths("event_emit", &[0, 64, 4_096], 240, |len| format!("(call $event_emit (i32.const 2007) (i32.const 5) (i32.const {PLACE}) (i32.const {len}))")));
    for key in KEYS {
        let fresh = format!("(i32.store (i32.const {PLACE}) (local.get $i))");
        let key_len = (*key).max(4);
        calls.push(call("storage_get", format!("absent, key {key_len}"), String::new(),
            format!("{fresh} (local.set $x (call $storage_get (i32.const {PLACE}) (i32.const {key_len}) (i32.const 64) (i32.const 64)))"), 5_000));
        calls.push(call("storage_remove", format!("absent, key {key_len}"), String::new(),
            format!("{fresh} (local.set $x (call $storage_remove (i32.const {PLACE}) (i32.const {key_len})))"), 5_000));
        calls.push(call("storage_next", format!("one before, key {key_len}"),
            format!("(i32.store8 (i32.const {}) (i32.const 255)) (call $storage_set (i32.const {PLACE}) (i32.const {key_len}) (i32.const 64) (i32.const 64)) (i32.store8 (i32.const {}) (i32.const 0))", PLACE + key_len - 1, PLACE + key_len - 1),
            format!("(local.set $x (call $storage_next (i32.const {PLACE}) (i32.const {key_len}) (i32.const 0) (i32.const 64) (i32.const 256)))"), 5_000));
        for value in VALUES {
            let set = format!(
                "(call $storage_set (i32.const {PLACE}) (i32.const {key_len}) (i32.const 8192) (i32.const {value}))"
            );
            calls.push(call(
                "storage_set",
                format!("new, key {key_len}, value {value}"),
                String::new(),
                format!("{fresh} {set}"),
                1_000,
            ));
            calls.push(call(
                "storage_set",
                format!("again, key {key_len}, value {value}"),
                String::new(),
                set.clone(),
                1_000,
            ));
            calls.push(call("storage_get", format!("present, key {key_len}, value {value}"), set,
                format!("(local.set $x (call $storage_get (i32.const {PLACE}) (i32.const {key_len}) (i32.const 8192) (i32.const {value})))"), 3_000));
        }
    }
    calls
}

fn plain(function: &'static str, round: &str) -> HostCall {
    let (function, choice) = function.split_once(", ").unwrap_or((function, ""));
    call(function, choice.to_owned(), String::new(), round.to_owned(), 5_000)
}

fn lengths(
    function: &'static str,
    lengths: &[u32],
    rounds: u32,
    round: impl Fn(u32) -> String,
) -> Vec<HostCall> {
    let one =
        |len: &u32| call(function, format!("{len} bytes"), String::new(), round(*len), rounds);
    lengths.iter().map(one).collect()
}
