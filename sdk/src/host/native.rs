//! Outside the sandbox there is no host: a contract's methods run as wasm, its
//! rules are plain functions that native tests call.

use sandpact_abi::Address;

fn no_host(function: &str) -> ! {
    panic!(
        "{function} needs the sandpact runtime: run the contract as wasm, and test its rules as \
         plain functions of plain values"
    )
}

pub fn input<R>(_args_len: u32, _read: impl FnOnce(&[u8]) -> R) -> R {
    no_host("context_input_read")
}

pub fn set_return(_value: &[u8]) {
    no_host("context_return")
}

pub fn revert(_code: u32, _data: &[u8]) -> ! {
    no_host("context_revert")
}

pub fn abort(_message: &str) -> ! {
    no_host("context_abort")
}

pub fn caller() -> [u8; 32] {
    no_host("context_caller")
}

pub fn contract() -> [u8; 32] {
    no_host("context_contract")
}

pub fn height() -> u64 {
    no_host("context_height")
}

pub fn time() -> u64 {
    no_host("context_time")
}

pub fn sha3_256(_input: &[u8]) -> [u8; 32] {
    no_host("crypto_sha3_256")
}

pub fn sha2_256(_input: &[u8]) -> [u8; 32] {
    no_host("crypto_sha2_256")
}

pub fn ed25519_verify(_public_key: &[u8; 32], _message: &[u8], _signature: &[u8; 64]) -> bool {
    no_host("crypto_ed25519_verify")
}

pub fn emit(_name: &str, _data: &[u8]) {
    no_host("event_emit")
}

pub fn storage_get<R>(_key: &[u8], _read: impl FnOnce(&[u8]) -> R) -> Option<R> {
    no_host("storage_get")
}

pub fn storage_contains(_key: &[u8]) -> bool {
    no_host("storage_get")
}

pub fn storage_set(_key: &[u8], _value: &[u8]) {
    no_host("storage_set")
}

pub fn storage_remove(_key: &[u8]) -> bool {
    no_host("storage_remove")
}

pub fn storage_next(_key: &mut alloc::vec::Vec<u8>, _prefix_len: usize) -> bool {
    no_host("storage_next")
}

pub fn call<R>(
    _address: &Address,
    _method: &str,
    _args: &[u8],
    _gas_limit: i64,
    _read: impl FnOnce(i32, &[u8]) -> R,
) -> R {
    no_host("call_contract")
}
