//! Instances that wait for the next call of the same code within a block.
//!
//! An engine puts one here only after it made it as good as new. The pool ends with its
//! block; queries have none.

use sandpact_abi::Hash;
use std::{any::Any, collections::BTreeMap};

/// Most instances kept at once; the engine's pool has room for these and for the deepest
/// chain of calls besides.
pub const WARM_INSTANCES_MAX: usize = 32;

/// Idle instances by code hash, one each.
#[derive(Default)]
pub struct WarmInstances {
    by_code: BTreeMap<Hash, Box<dyn Any + Send>>,
}

impl WarmInstances {
    /// Takes the instance of this code, if one waits.
    pub fn take<T: Any>(&mut self, code_hash: &Hash) -> Option<Box<T>> {
        self.by_code.remove(code_hash)?.downcast().ok()
    }

    /// Keeps an instance that is as good as new; drops it when there is no room.
    pub fn put<T: Any + Send>(&mut self, code_hash: Hash, instance: Box<T>) {
        if self.by_code.len() < WARM_INSTANCES_MAX {
            self.by_code.insert(code_hash, instance);
        }
    }
}
