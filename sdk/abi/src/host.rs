//! The host function table: every function a contract may import from module
//! [`MODULE`]. `docs/abi.md` explains each; a test holds the two together.
//!
//! Pointers and lengths are `i32` taken as unsigned; a `ptr, len` pair names
//! guest memory `ptr .. ptr + len`. Anything out of bounds traps.

/// Wasm import module of all host functions.
pub const MODULE: &str = "sandpact";

/// A wasm value type of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValType {
    /// 32-bit integer.
    I32,
    /// 64-bit integer.
    I64,
}

/// One host function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Import name, `family_verb`.
    pub name: &'static str,
    /// Parameter types as the contract sees them.
    pub params: &'static [ValType],
    /// Result type as the contract sees it.
    pub result: Option<ValType>,
    /// Whether a read-only call may use it.
    pub read_only: bool,
}

use ValType::{I32, I64};

const fn function(
    name: &'static str,
    params: &'static [ValType],
    result: Option<ValType>,
    read_only: bool,
) -> Function {
    Function { name, params, result, read_only }
}

/// All host functions, by name.
pub const FUNCTIONS: &[Function] = &[
    // call_contract(address, method_ptr, method_len, args_ptr, args_len, gas_limit) -> status
    function("call_contract", &[I32, I32, I32, I32, I32, I64], Some(I32), true),
    // call_result_len() -> bytes of the last call's result
    function("call_result_len", &[], Some(I32), true),
    // call_result_read(out): copies the last call's result
    function("call_result_read", &[I32], None, true),
    // context_abort(ptr, len): the contract gives up (a broken invariant); never returns
    function("context_abort", &[I32, I32], None, true),
    // context_caller(out): 32 bytes, the account or contract that called
    function("context_caller", &[I32], None, true),
    // context_contract(out): 32 bytes, this contract's own address
    function("context_contract", &[I32], None, true),
    // context_height() -> height of the block being executed
    function("context_height", &[], Some(I64), true),
    // context_input_read(out): copies the arguments; their length is the method's parameter
    function("context_input_read", &[I32], None, true),
    // context_return(ptr, len): sets the value that the call returns
    function("context_return", &[I32, I32], None, true),
    // context_revert(code, ptr, len): refuses with a code and its data; never returns
    function("context_revert", &[I32, I32, I32], None, true),
    // context_time() -> time of the block header, seconds since 1970
    function("context_time", &[], Some(I64), true),
    // crypto_ed25519_verify(public_key, message_ptr, message_len, signature) -> 1 or 0
    function("crypto_ed25519_verify", &[I32, I32, I32, I32], Some(I32), true),
    // crypto_sha2_256(ptr, len, out): 32 bytes
    function("crypto_sha2_256", &[I32, I32, I32], None, true),
    // crypto_sha3_256(ptr, len, out): 32 bytes
    function("crypto_sha3_256", &[I32, I32, I32], None, true),
    // event_emit(name_ptr, name_len, data_ptr, data_len)
    function("event_emit", &[I32, I32, I32, I32], None, false),
    // storage_get(key_ptr, key_len, out, out_len) -> value length, or -1 when absent;
    // copies at most out_len bytes
    function("storage_get", &[I32, I32, I32, I32], Some(I32), true),
    // storage_next(key_ptr, key_len, prefix_len, out, out_len) -> length of the first key above
    // `key` that shares its first prefix_len bytes, or -1; copies at most out_len bytes
    function("storage_next", &[I32, I32, I32, I32, I32], Some(I32), true),
    // storage_remove(key_ptr, key_len) -> 1 when there was a value, else 0
    function("storage_remove", &[I32, I32], Some(I32), false),
    // storage_set(key_ptr, key_len, value_ptr, value_len)
    function("storage_set", &[I32, I32, I32, I32], None, false),
];

/// `call_contract` status: the callee returned; the result is its return value.
pub const CALL_SUCCESS: i32 = 0;
/// `call_contract` status: the callee refused; the result is its code (u32,
/// little-endian), then the data it gave.
pub const CALL_REVERTED: i32 = 1;
/// `call_contract` status: the callee trapped or ran out of gas; the result is empty.
pub const CALL_HALTED: i32 = 2;

/// The function of this name.
#[must_use]
pub fn function_named(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_ascend() {
        for pair in FUNCTIONS.windows(2) {
            assert!(pair[0].name < pair[1].name, "{}", pair[1].name);
        }
    }
}
