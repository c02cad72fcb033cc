//! A storage in memory, for examples and tests of what uses collections and nothing else.

use super::{NativeHost, with_host};
use alloc::{collections::BTreeMap, rc::Rc, vec::Vec};
use core::{cell::RefCell, ops::Bound};
use sandpact_abi::Address;

/// Runs `body` with an empty storage, in which the collections of this thread work. There is no
/// call, no caller and no block: what asks for them panics. For whole contracts see
/// `sandpact-testing`.
///
/// ```
/// use sandpact_sdk::{native::with_storage, prelude::*, storage::Field};
///
/// with_storage(|| {
///     Value::named("height").set(&7_u64);
///     assert_eq!(Value::<u64>::named("height").get(), Some(7));
/// });
/// ```
pub fn with_storage<R>(body: impl FnOnce() -> R) -> R {
    with_host(Rc::new(Memory::default()), body)
}

#[derive(Default)]
struct Memory {
    values: RefCell<BTreeMap<Vec<u8>, Vec<u8>>>,
}

fn absent(what: &str) -> ! {
    panic!("a storage alone has no {what}: use a test ledger (sandpact-testing)")
}

impl NativeHost for Memory {
    fn input(&self) -> Vec<u8> {
        absent("arguments")
    }

    fn set_return(&self, _value: &[u8]) {
        absent("call that returns")
    }

    fn revert(&self, code: u32, _data: &[u8]) -> ! {
        panic!("reverted with the code {code}")
    }

    fn abort(&self, message: &str) -> ! {
        panic!("{message}")
    }

    fn caller(&self) -> [u8; 32] {
        absent("caller")
    }

    fn contract(&self) -> [u8; 32] {
        absent("contract")
    }

    fn height(&self) -> u64 {
        absent("height")
    }

    fn time(&self) -> u64 {
        absent("time")
    }

    fn sha3_256(&self, _input: &[u8]) -> [u8; 32] {
        absent("hashes")
    }

    fn sha2_256(&self, _input: &[u8]) -> [u8; 32] {
        absent("hashes")
    }

    fn ed25519_verify(&self, _key: &[u8; 32], _message: &[u8], _signature: &[u8; 64]) -> bool {
        absent("signatures")
    }

    fn emit(&self, _name: &str, _data: &[u8]) {
        absent("events")
    }

    fn storage_get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.values.borrow().get(key).cloned()
    }

    fn storage_set(&self, key: &[u8], value: &[u8]) {
        self.values.borrow_mut().insert(key.to_vec(), value.to_vec());
    }

    fn storage_remove(&self, key: &[u8]) -> bool {
        self.values.borrow_mut().remove(key).is_some()
    }

    fn storage_next(&self, key: &[u8], prefix_len: usize) -> Option<Vec<u8>> {
        let values = self.values.borrow();
        let above = (Bound::Excluded(key.to_vec()), Bound::Unbounded);
        let (next, _) = values.range(above).next()?;
        let prefix = key.get(..prefix_len)?;
        next.starts_with(prefix).then(|| next.clone())
    }

    fn call(&self, _to: &Address, _method: &str, _args: &[u8], _gas_limit: i64) -> (i32, Vec<u8>) {
        absent("other contracts")
    }
}
