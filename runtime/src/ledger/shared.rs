//! One engine for several ledgers.

use crate::host::Engine;
use std::{fmt, sync::Arc};

/// An engine that several ledgers of one process run their contracts with: a module that one of
/// them has compiled is compiled for all. No result depends on it.
#[derive(Clone)]
pub struct SharedEngine(pub(super) Arc<dyn Engine>);

impl fmt::Debug for SharedEngine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SharedEngine")
    }
}

/// The same engine, not one like it.
impl PartialEq for SharedEngine {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for SharedEngine {}
