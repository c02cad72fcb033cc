//! Modules kept in memory, the least recently used leaving first when there are too many
//! bytes. Pinned ones stay.

use sandpact_abi::Hash;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Loaded modules by code hash.
pub struct ModuleCache<M> {
    len_bytes_max: usize,
    modules: Mutex<Modules<M>>,
}

struct Modules<M> {
    entries: BTreeMap<Hash, Entry<M>>,
    pinned: BTreeSet<Hash>,
    len_bytes: usize,
    /// Counts uses, so that the oldest is known.
    uses: u64,
}

struct Entry<M> {
    module: Arc<M>,
    len_bytes: usize,
    last_use: u64,
}

impl<M> ModuleCache<M> {
    /// An empty cache that keeps at most `len_bytes_max` of compiled code, and what is
    /// pinned beside that.
    pub fn new(len_bytes_max: usize, pinned: BTreeSet<Hash>) -> Self {
        let modules = Modules { entries: BTreeMap::new(), pinned, len_bytes: 0, uses: 0 };
        Self { len_bytes_max, modules: Mutex::new(modules) }
    }

    /// No change can be left half done, so a panic elsewhere leaves it whole.
    fn modules(&self) -> MutexGuard<'_, Modules<M>> {
        self.modules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A module that is loaded.
    pub fn get(&self, code_hash: &Hash) -> Option<Arc<M>> {
        let mut modules = self.modules();
        modules.uses = modules.uses.saturating_add(1);
        let uses = modules.uses;
        let entry = modules.entries.get_mut(code_hash)?;
        entry.last_use = uses;
        Some(Arc::clone(&entry.module))
    }

    /// Keeps a module, and drops others to keep the bound. One that is larger than the
    /// bound is kept alone: it is about to run.
    pub fn put(&self, code_hash: Hash, module: Arc<M>, len_bytes: usize) {
        let mut modules = self.modules();
        modules.remove(&code_hash);
        modules.shrink(self.len_bytes_max.saturating_sub(len_bytes));
        modules.uses = modules.uses.saturating_add(1);
        let last_use = modules.uses;
        modules.len_bytes = modules.len_bytes.saturating_add(len_bytes);
        modules.entries.insert(code_hash, Entry { module, len_bytes, last_use });
    }

    /// Pins a module or no more; returns all pins.
    pub fn pin(&self, code_hash: Hash, is_pinned: bool) -> BTreeSet<Hash> {
        let mut modules = self.modules();
        if is_pinned {
            modules.pinned.insert(code_hash);
        } else {
            modules.pinned.remove(&code_hash);
            modules.shrink(self.len_bytes_max);
        }
        modules.pinned.clone()
    }

    /// The pinned modules, loaded or not.
    pub fn pinned(&self) -> Vec<Hash> {
        self.modules().pinned.iter().copied().collect()
    }
}

impl<M> Modules<M> {
    fn remove(&mut self, code_hash: &Hash) {
        if let Some(entry) = self.entries.remove(code_hash) {
            self.len_bytes = self.len_bytes.saturating_sub(entry.len_bytes);
        }
    }

    /// Drops the least recently used until unpinned modules take at most `len_bytes_max`.
    fn shrink(&mut self, len_bytes_max: usize) {
        let unpinned = |(hash, entry): (&Hash, &Entry<M>)| {
            (!self.pinned.contains(hash)).then_some((entry.last_use, *hash, entry.len_bytes))
        };
        let mut unpinned: Vec<_> = self.entries.iter().filter_map(unpinned).collect();
        unpinned.sort_unstable();
        let mut held = unpinned.iter().fold(0_usize, |sum, (_, _, len)| sum.saturating_add(*len));
        for (_, hash, len_bytes) in unpinned {
            if held <= len_bytes_max {
                return;
            }
            held = held.saturating_sub(len_bytes);
            self.remove(&hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn put(cache: &ModuleCache<()>, number: u8, len_bytes: usize) {
        cache.put(Hash([number; 32]), Arc::new(()), len_bytes);
    }

    fn held(cache: &ModuleCache<()>) -> Vec<u8> {
        cache.modules().entries.keys().map(|hash| hash.0[0]).collect()
    }

    #[test]
    fn the_least_recently_used_leaves_first() {
        let cache = ModuleCache::new(100, BTreeSet::new());
        put(&cache, 1, 40);
        put(&cache, 2, 40);
        assert!(cache.get(&Hash([1; 32])).is_some());
        put(&cache, 3, 20);
        assert_eq!(held(&cache), [1, 2, 3]);
        put(&cache, 4, 1);
        assert_eq!(held(&cache), [1, 3, 4], "2 was used longest ago");
        put(&cache, 5, 100);
        assert_eq!(held(&cache), [5]);
        put(&cache, 6, 101);
        assert_eq!(held(&cache), [6], "what runs is kept");
        assert_eq!(cache.modules().len_bytes, 101);
        put(&cache, 6, 7);
        assert_eq!(cache.modules().len_bytes, 7, "the same code counts once");
    }

    #[test]
    fn pinned_modules_stay_until_they_are_released() {
        let cache = ModuleCache::new(50, BTreeSet::from([Hash([1; 32])]));
        put(&cache, 1, 40);
        put(&cache, 2, 40);
        put(&cache, 3, 40);
        assert_eq!(held(&cache), [1, 3]);
        assert_eq!(cache.pin(Hash([3; 32]), true).len(), 2);
        put(&cache, 4, 50);
        assert_eq!(held(&cache), [1, 3, 4]);
        cache.pin(Hash([1; 32]), false);
        assert_eq!(held(&cache), [3, 4]);
        assert_eq!(cache.pinned(), [Hash([3; 32])]);
    }
}
