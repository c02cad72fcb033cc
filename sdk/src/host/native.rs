//! Outside the sandbox a contract runs on whatever host the thread has been given
//! ([`NativeHost`]): that of a test, which keeps its own state. Without one, a contract's rules
//! are plain functions of plain values and whatever needs the host panics.

use alloc::{rc::Rc, vec::Vec};
use core::cell::RefCell;
use sandpact_abi::Address;

/// What stands in for the runtime where a contract runs natively. Each function does what the
/// host function of its name does, as `docs/abi.md` says; those that never return unwind.
pub trait NativeHost {
    /// The call's arguments.
    fn input(&self) -> Vec<u8>;
    /// Sets the returned value.
    fn set_return(&self, value: &[u8]);
    /// Ends the call with a code.
    fn revert(&self, code: u32, data: &[u8]) -> !;
    /// Ends the call as halted.
    fn abort(&self, message: &str) -> !;
    /// Who called.
    fn caller(&self) -> [u8; 32];
    /// The running contract.
    fn contract(&self) -> [u8; 32];
    /// The block's height.
    fn height(&self) -> u64;
    /// The block's time.
    fn time(&self) -> u64;
    /// SHA3-256.
    fn sha3_256(&self, input: &[u8]) -> [u8; 32];
    /// SHA-256.
    fn sha2_256(&self, input: &[u8]) -> [u8; 32];
    /// Whether a signature holds.
    fn ed25519_verify(&self, key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool;
    /// Emits an event.
    fn emit(&self, name: &str, data: &[u8]);
    /// The value of a key.
    fn storage_get(&self, key: &[u8]) -> Option<Vec<u8>>;
    /// Sets the value of a key.
    fn storage_set(&self, key: &[u8], value: &[u8]);
    /// Removes a key; whether it was there.
    fn storage_remove(&self, key: &[u8]) -> bool;
    /// The first key above one that shares its first `prefix_len` bytes.
    fn storage_next(&self, key: &[u8], prefix_len: usize) -> Option<Vec<u8>>;
    /// Calls a contract: the status and the result.
    fn call(&self, to: &Address, method: &str, args: &[u8], gas_limit: i64) -> (i32, Vec<u8>);
}

std::thread_local! {
    static HOST: RefCell<Option<Rc<dyn NativeHost>>> = const { RefCell::new(None) };
}

/// Runs `body` with a host for this thread's contracts. The host that was there before is there
/// again afterwards, also when `body` unwinds.
pub fn with_host<R>(host: Rc<dyn NativeHost>, body: impl FnOnce() -> R) -> R {
    struct Before(Option<Rc<dyn NativeHost>>);
    impl Drop for Before {
        fn drop(&mut self) {
            let before = self.0.take();
            HOST.with(|host| *host.borrow_mut() = before);
        }
    }
    let _before = Before(HOST.with(|place| place.borrow_mut().replace(host)));
    body()
}

fn host(function: &str) -> Rc<dyn NativeHost> {
    HOST.with(|host| host.borrow().clone()).unwrap_or_else(|| {
        panic!(
            "{function} needs a host: call the contract through a test ledger (sandpact-testing), \
             or test its rules as plain functions of plain values"
        )
    })
}

/// What the host has copied in.
pub type Received = Vec<u8>;

pub fn input(_args_len: u32) -> Received {
    host("context_input_read").input()
}

pub fn set_return(value: &[u8]) {
    host("context_return").set_return(value);
}

pub fn revert(code: u32, data: &[u8]) -> ! {
    host("context_revert").revert(code, data)
}

pub fn abort(message: &str) -> ! {
    host("context_abort").abort(message)
}

pub fn caller() -> [u8; 32] {
    host("context_caller").caller()
}

pub fn contract() -> [u8; 32] {
    host("context_contract").contract()
}

pub fn height() -> u64 {
    host("context_height").height()
}

pub fn time() -> u64 {
    host("context_time").time()
}

pub fn sha3_256(input: &[u8]) -> [u8; 32] {
    host("crypto_sha3_256").sha3_256(input)
}

pub fn sha2_256(input: &[u8]) -> [u8; 32] {
    host("crypto_sha2_256").sha2_256(input)
}

pub fn ed25519_verify(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    host("crypto_ed25519_verify").ed25519_verify(public_key, message, signature)
}

pub fn emit(name: &str, data: &[u8]) {
    host("event_emit").emit(name, data);
}

pub fn storage_get(key: &[u8]) -> Option<Received> {
    host("storage_get").storage_get(key)
}

pub fn storage_contains(key: &[u8]) -> bool {
    host("storage_get").storage_get(key).is_some()
}

pub fn storage_set(key: &[u8], value: &[u8]) {
    host("storage_set").storage_set(key, value);
}

pub fn storage_remove(key: &[u8]) -> bool {
    host("storage_remove").storage_remove(key)
}

pub fn storage_next(key: &mut Vec<u8>, prefix_len: usize) -> bool {
    match host("storage_next").storage_next(key, prefix_len) {
        Some(next) => {
            *key = next;
            true
        }
        None => false,
    }
}

pub fn call(address: &Address, method: &str, args: &[u8], gas_limit: i64) -> (i32, Received) {
    host("call_contract").call(address, method, args, gas_limit)
}
