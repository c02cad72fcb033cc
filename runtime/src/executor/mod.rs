//! The one order of events: admit, run, settle gas, keep or discard.

mod admission;
mod block;
mod change;
mod query;
#[cfg(feature = "testing")]
mod repeated;
mod run;
mod upgrade;

pub use block::{ExecutedBlock, execute};
pub use query::{Query, query};
#[cfg(feature = "testing")]
pub use repeated::Repeated;
pub use run::contract_address;

use crate::{
    host::{Engine, Session, Trace, WarmInstances, Watch},
    receipt::BlockHeader,
    spent::Spent,
};
use sandpact_state::{Overlay, StateRead};
use std::{collections::BTreeMap, sync::Arc};

/// How calls are run. None of it changes a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunOptions {
    /// Whether instances are used again within a block.
    pub reuse_instances: bool,
    /// Whether a trace is kept, where this build can.
    pub traces: bool,
    /// Whether calls are watched, and profiled.
    pub watching: Option<Watching>,
}

/// How calls are watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watching {
    /// Whether a profile is made.
    pub is_profiled: bool,
}

/// What calls on committed state share, with nothing written yet.
pub fn session(
    state: &Arc<dyn StateRead>,
    engine: &Arc<dyn Engine>,
    header: BlockHeader,
    options: RunOptions,
) -> Box<Session> {
    Box::new(Session {
        overlay: Overlay::new(Arc::clone(state)),
        events: Vec::new(),
        header,
        stack: Vec::new(),
        new_code: BTreeMap::new(),
        engine: Arc::clone(engine),
        standing: BTreeMap::new(),
        warm: options.reuse_instances.then(WarmInstances::default),
        trace: Trace::new(options.traces),
        spent: Spent::default(),
        access: None,
        written_bytes: 0,
        watch: options.watching.map(|watching| Box::new(Watch::new(watching.is_profiled))),
    })
}
