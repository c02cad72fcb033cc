//! Compiling modules once and running methods in fresh instances.

use super::{config, linker};
use crate::{
    RuntimeError,
    gas::Meter,
    host::{Finish, Frame, Machine, ModuleInfo},
    module::{self, HEIGHT_EXPORT},
};
use sandpact_abi::Hash;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use wasmtime::{Engine, Instance, InstancePre, Linker, Module, Store, Trap, Val};

/// A compiled module, linked and ready to instantiate.
struct Compiled {
    pre: InstancePre<Frame>,
    info: Arc<ModuleInfo>,
}

/// The engine with its modules, by code hash.
pub struct Wasmtime {
    engine: Engine,
    linker: Linker<Frame>,
    modules: Mutex<BTreeMap<Hash, Arc<Compiled>>>,
}

impl Wasmtime {
    /// An engine without modules.
    ///
    /// # Errors
    /// [`RuntimeError::LocalFault`] when this machine cannot run it.
    pub fn new() -> Result<Self, RuntimeError> {
        let engine = config::engine().map_err(fault)?;
        let linker = linker::linker(&engine).map_err(fault)?;
        Ok(Self { engine, linker, modules: Mutex::new(BTreeMap::new()) })
    }

    /// The map is only read and added to, so a panic elsewhere leaves it whole.
    fn modules(&self) -> MutexGuard<'_, BTreeMap<Hash, Arc<Compiled>>> {
        self.modules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn compile(&self, code: &[u8]) -> Result<Compiled, RuntimeError> {
        let prepared = module::prepare(code)
            .map_err(|error| RuntimeError::LocalFault { what: error.to_string() })?;
        let module = Module::from_binary(&self.engine, &prepared.bytes).map_err(fault)?;
        let pre = self.linker.instantiate_pre(&module).map_err(fault)?;
        let info =
            ModuleInfo { abi: prepared.abi, static_stack_bytes: prepared.static_stack_bytes };
        Ok(Compiled { pre, info: Arc::new(info) })
    }
}

impl Machine for Wasmtime {
    fn loaded(&self, code_hash: &Hash) -> Option<Arc<ModuleInfo>> {
        self.modules().get(code_hash).map(|compiled| Arc::clone(&compiled.info))
    }

    fn load(&self, code_hash: &Hash, code: &[u8]) -> Result<Arc<ModuleInfo>, RuntimeError> {
        let compiled = Arc::new(self.compile(code)?);
        let info = Arc::clone(&compiled.info);
        self.modules().insert(*code_hash, compiled);
        Ok(info)
    }

    fn run(
        &self,
        code_hash: &Hash,
        method: &str,
        frame: Frame,
    ) -> Result<(Frame, Finish), RuntimeError> {
        let compiled = self.modules().get(code_hash).map(Arc::clone);
        let compiled = compiled
            .ok_or_else(|| RuntimeError::LocalFault { what: "module is not loaded".into() })?;
        let mut store = Store::new(&self.engine, frame);
        let ended = invoke(&mut store, &compiled, method);
        let mut frame = store.into_data();
        let finish = match ended {
            Ok(gas) => {
                frame.meter = Meter::from_ticks(u64::try_from(gas).unwrap_or(0));
                Finish::Returned
            }
            Err(_) if frame.stop.is_some() => Finish::Stopped,
            Err(error) => trapped(error)?,
        };
        Ok((frame, finish))
    }
}

/// Instantiates, sets the stack height, calls; returns the ticks left.
fn invoke(store: &mut Store<Frame>, compiled: &Compiled, method: &str) -> wasmtime::Result<i64> {
    let instantiating = tracing::trace_span!(target: "sandpact", "instantiate").entered();
    let instance = compiled.pre.instantiate(&mut *store)?;
    set_height(store, &instance)?;
    let function = instance.get_typed_func::<(i32, i64), i64>(&mut *store, method)?;
    let frame = store.data();
    // Both fit: arguments and gas limits are bounded far below.
    let args_len = i32::try_from(frame.input.len()).unwrap_or(i32::MAX);
    let ticks = i64::try_from(frame.meter.ticks_left()).unwrap_or(i64::MAX);
    drop(instantiating);
    let _span = tracing::trace_span!(target: "sandpact", "guest").entered();
    function.call(store, (args_len, ticks))
}

fn set_height(store: &mut Store<Frame>, instance: &Instance) -> wasmtime::Result<()> {
    let height = store.data().stack_height_bytes.cast_signed();
    let global = instance
        .get_global(&mut *store, HEIGHT_EXPORT)
        .ok_or_else(|| wasmtime::Error::msg("an instrumented module exports its stack height"))?;
    global.set(store, Val::I32(height))
}

/// A trap that a contract can cause, or a fault of this node. The native
/// stack guard is no judge: if it fires, the wasm-level count was wrong.
fn trapped(error: wasmtime::Error) -> Result<Finish, RuntimeError> {
    match error.downcast_ref::<Trap>() {
        Some(
            Trap::UnreachableCodeReached
            | Trap::MemoryOutOfBounds
            | Trap::TableOutOfBounds
            | Trap::IndirectCallToNull
            | Trap::BadSignature
            | Trap::IntegerOverflow
            | Trap::IntegerDivisionByZero,
        ) => Ok(Finish::Trapped),
        _ => Err(fault(error)),
    }
}

#[allow(clippy::needless_pass_by_value)] // used as a function value
fn fault(error: wasmtime::Error) -> RuntimeError {
    RuntimeError::LocalFault { what: error.to_string() }
}
