//! A second engine, wasmi, for tests: the same bytes and the same host functions must give
//! the same results. Nothing here is shared with the production engine but those.

use super::functions::link_host_functions;
use crate::{
    RuntimeError,
    host::{
        self, Compiled, Finish, Frame, HostCall, LoadedModule, ModuleInfo, Stop, calls, context,
        crypto, event, storage,
    },
};
use sandpact_abi::{Hash, METHOD_EXPORT_PREFIX, host::MODULE};
use sandpact_module::{AdmittedModule, HEIGHT_EXPORT, Placement};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use wasmi::{
    Caller, Config, Engine, Global, Linker, Memory, Module, Store, TrapCode, Val,
    errors::LinkerError,
};

/// Far above what the wasm-level limit allows, which alone decides.
const RECURSION_DEPTH_MAX: usize = 1_000_000;
const STACK_LEN_BYTES_MAX: usize = 256 * 1024 * 1024;

/// wasmi with its modules.
pub struct Interpreter {
    engine: Engine,
    placement: Placement,
    modules: Mutex<BTreeMap<Hash, Arc<InterpretedModule>>>,
}

struct InterpretedModule {
    engine: Engine,
    module: Module,
    info: ModuleInfo,
}

#[derive(Default)]
struct Guest {
    frame: Option<Box<Frame>>,
    memory: Option<Memory>,
    height: Option<Global>,
}

impl Interpreter {
    /// An engine without modules.
    #[must_use]
    pub fn new(placement: Placement) -> Self {
        let mut config = Config::default();
        config
            .set_max_recursion_depth(RECURSION_DEPTH_MAX)
            .set_max_stack_height(STACK_LEN_BYTES_MAX)
            .floats(false);
        Self { engine: Engine::new(&config), placement, modules: Mutex::default() }
    }
}

impl host::Engine for Interpreter {
    fn known(&self, code_hash: &Hash) -> Option<Arc<dyn LoadedModule>> {
        let modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        modules.get(code_hash).map(|module| Arc::clone(module) as Arc<dyn LoadedModule>)
    }

    fn compile(&self, code_hash: &Hash, admitted: &AdmittedModule<'_>) -> Compiled {
        let prepared = match admitted.prepare(self.placement) {
            Ok(prepared) => prepared,
            Err(error) => return Ok(Err(error)),
        };
        let (bytes, info) = ModuleInfo::split(prepared);
        let module = Module::new(&self.engine, &bytes).map_err(fault)?;
        let loaded = Arc::new(InterpretedModule { engine: self.engine.clone(), module, info });
        let mut modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        modules.insert(*code_hash, Arc::clone(&loaded));
        Ok(Ok(loaded))
    }

    fn pin(&self, _: &Hash, _: bool) -> Result<(), RuntimeError> {
        Ok(())
    }

    fn pinned(&self) -> Vec<Hash> {
        Vec::new()
    }
}

impl LoadedModule for InterpretedModule {
    fn info(&self) -> &ModuleInfo {
        &self.info
    }

    fn run(&self, method: usize, frame: Box<Frame>) -> Result<(Box<Frame>, Finish), RuntimeError> {
        let mut store = Store::new(&self.engine, Guest { frame: Some(frame), ..Guest::default() });
        let ended = self.invoke(&mut store, method);
        let memory = store.data().memory;
        let memory = memory.map(|memory| memory.data(&store).to_vec()).unwrap_or_default();
        let frame = store.into_data().frame;
        let mut frame = frame.expect("host functions leave the frame where it is");
        let finish = frame.ended(ended, &memory, trapped)?;
        Ok((frame, finish))
    }
}

impl InterpretedModule {
    fn invoke(&self, store: &mut Store<Guest>, method: usize) -> Result<i64, wasmi::Error> {
        let linker = linker(&self.engine)?;
        let instance = linker.instantiate_and_start(&mut *store, &self.module)?;
        let memory = instance.get_memory(&mut *store, "memory");
        let height = instance.get_global(&mut *store, HEIGHT_EXPORT);
        let guest = store.data_mut();
        (guest.memory, guest.height) = (memory, height);
        let frame = guest.frame.as_ref().ok_or_else(|| unlinked("frame"))?;
        let args_len = i32::try_from(frame.input.len()).unwrap_or(i32::MAX);
        let ticks = i64::try_from(frame.meter.ticks_left()).unwrap_or(i64::MAX);
        let stack_height = frame.stack_height_bytes.cast_signed();
        let global = height.ok_or_else(|| unlinked("stack height"))?;
        global.set(&mut *store, Val::I32(stack_height)).map_err(|_| unlinked("stack height"))?;
        let method = self.info.abi.methods.get(method).ok_or_else(|| unlinked("method"))?;
        let export = format!("{METHOD_EXPORT_PREFIX}{}", method.name);
        let function = instance.get_typed_func::<(i32, i64), i64>(&mut *store, &export)?;
        function.call(store, (args_len, ticks))
    }
}

fn linker(engine: &Engine) -> Result<Linker<Guest>, LinkerError> {
    let mut linker = Linker::new(engine);
    link_host_functions!(linker, Caller<'_, Guest>, enter, stack_height);
    Ok(linker)
}

fn enter<T>(
    guest: &mut Caller<'_, Guest>,
    gas: i64,
    call: &HostCall<'_>,
    function: impl FnOnce(&mut Frame, &mut [u8]) -> Result<T, Stop>,
) -> Result<(T, i64), wasmi::Error> {
    let memory = guest.data().memory.ok_or_else(|| unlinked("memory"))?;
    let (bytes, guest) = memory.data_and_store_mut(&mut *guest);
    let frame = guest.frame.as_mut().ok_or_else(|| unlinked("frame"))?;
    match frame.host_call(gas, call, bytes, function) {
        Ok(returned) => Ok(returned),
        Err(stop) => {
            frame.stop = Some(stop);
            Err(wasmi::Error::new("stopped by the host"))
        }
    }
}

fn stack_height(guest: &mut Caller<'_, Guest>) -> Result<u32, wasmi::Error> {
    let height = guest.data().height.ok_or_else(|| unlinked("stack height"))?;
    height.get(&*guest).i32().map(i32::cast_unsigned).ok_or_else(|| unlinked("stack height"))
}

fn unlinked(what: &'static str) -> wasmi::Error {
    wasmi::Error::new(format!("a guest runs only with its {what}"))
}

/// As in the production engine: the engine's own limits are no judge.
fn trapped(error: wasmi::Error) -> Result<Finish, RuntimeError> {
    match error.as_trap_code() {
        Some(
            TrapCode::UnreachableCodeReached
            | TrapCode::MemoryOutOfBounds
            | TrapCode::TableOutOfBounds
            | TrapCode::IndirectCallToNull
            | TrapCode::BadSignature
            | TrapCode::IntegerOverflow
            | TrapCode::IntegerDivisionByZero,
        ) => Ok(Finish::Trapped),
        _ => Err(fault(error)),
    }
}

#[allow(clippy::needless_pass_by_value)] // used as a function value
fn fault(error: wasmi::Error) -> RuntimeError {
    RuntimeError::LocalFault { what: error.to_string() }
}
