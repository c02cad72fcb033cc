//! Instances that wait for the next call of the same code within a block.
//!
//! An engine puts one here only after it made it as good as new. The pool ends with its
//! block; queries have none.

use sandpact_abi::Hash;
use std::any::Any;

/// Most instances kept at once; the engine's pool has room for these and for the deepest
/// chain of calls besides.
pub const WARM_INSTANCES_MAX: usize = 32;

/// Idle instances with their code hash, one each. So few are found fastest one by one.
#[derive(Default)]
pub struct WarmInstances {
    idle: Vec<(Hash, Box<dyn Any + Send>)>,
}

impl WarmInstances {
    /// Takes the instance of this code, if one waits.
    pub fn take<T: Any>(&mut self, code_hash: &Hash) -> Option<Box<T>> {
        let place = self.place(code_hash)?;
        self.idle.swap_remove(place).1.downcast().ok()
    }

    /// Keeps an instance that is as good as new; drops it when there is no room or another
    /// one of the same code.
    pub fn put<T: Any + Send>(&mut self, code_hash: Hash, instance: Box<T>) {
        if self.idle.len() < WARM_INSTANCES_MAX && self.place(&code_hash).is_none() {
            self.idle.push((code_hash, instance));
        }
    }

    fn place(&self, code_hash: &Hash) -> Option<usize> {
        self.idle.iter().position(|(code, _)| code == code_hash)
    }
}
