//! The engine of calls that are to be explained: wasmtime too, with code that says where it
//! comes from, and a probe where a profile is asked for. Nothing is kept of what it compiles.

use super::{
    config,
    functions::link_host_functions,
    guest::{Guest, fault, trapped, unlinked},
};
use crate::{
    RuntimeError,
    explain::{Cause, CodePlace},
    host::{
        self, Compiled, Finish, Frame, HostCall, LoadedModule, ModuleInfo, Stop, calls, context,
        crypto, event, storage,
    },
};
use sandpact_abi::{Hash, METHOD_EXPORT_PREFIX, host::MODULE};
use sandpact_module::{
    AdmittedModule, CodeMap, HEIGHT_EXPORT, PROBE, PROBE_MODULE, ProbeEvent, WatchedModule, Why,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use wasmtime::{
    AsContext, AsContextMut as _, Caller, Engine, InstancePre, Linker, Module, Store, Trap, Val,
    WasmBacktrace,
};

/// wasmtime, watched.
pub struct WatchingEngine {
    engine: Engine,
    linker: Linker<WatchedGuest>,
    is_probed: bool,
    modules: Mutex<BTreeMap<Hash, Arc<WatchedCode>>>,
}

struct WatchedCode {
    engine: Engine,
    pre: InstancePre<WatchedGuest>,
    info: ModuleInfo,
    code_hash: Hash,
    map: CodeMap,
    events: Arc<[ProbeEvent]>,
}

struct WatchedGuest {
    guest: Guest,
    code: Arc<WatchedCode>,
}

impl WatchingEngine {
    /// An engine without modules.
    ///
    /// # Errors
    /// [`RuntimeError::LocalFault`] when this machine cannot run it.
    pub fn new(is_probed: bool) -> Result<Self, RuntimeError> {
        let engine = config::watching_engine().map_err(fault)?;
        let linker = linker(&engine).map_err(fault)?;
        Ok(Self { engine, linker, is_probed, modules: Mutex::default() })
    }

    fn build(&self, code_hash: &Hash, watched: WatchedModule) -> Result<WatchedCode, RuntimeError> {
        let WatchedModule { prepared, map, events } = watched;
        let (bytes, info) = ModuleInfo::split(prepared);
        let module = Module::from_binary(&self.engine, &bytes).map_err(fault)?;
        let pre = self.linker.instantiate_pre(&module).map_err(fault)?;
        let engine = self.engine.clone();
        Ok(WatchedCode { engine, pre, info, code_hash: *code_hash, map, events: events.into() })
    }
}

impl host::Engine for WatchingEngine {
    fn known(&self, code_hash: &Hash) -> Option<Arc<dyn LoadedModule>> {
        let modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        modules.get(code_hash).map(|code| Arc::new(Watched(Arc::clone(code))) as _)
    }

    fn compile(&self, code_hash: &Hash, admitted: &AdmittedModule<'_>) -> Compiled {
        let watched = match admitted.watch(self.is_probed) {
            Ok(watched) => watched,
            Err(error) => return Ok(Err(error)),
        };
        let compiled = Arc::new(self.build(code_hash, watched)?);
        let mut modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        modules.insert(*code_hash, Arc::clone(&compiled));
        Ok(Ok(Arc::new(Watched(compiled))))
    }

    fn pin(&self, _: &Hash, _: bool) -> Result<(), RuntimeError> {
        Ok(())
    }

    fn pinned(&self) -> Vec<Hash> {
        Vec::new()
    }
}

/// A watched module as the host sees it.
struct Watched(Arc<WatchedCode>);

impl LoadedModule for Watched {
    fn info(&self) -> &ModuleInfo {
        &self.0.info
    }

    fn run(
        &self,
        method: usize,
        mut frame: Box<Frame>,
    ) -> Result<(Box<Frame>, Finish), RuntimeError> {
        let code = &self.0;
        if let Some(watch) = &mut frame.session().watch {
            watch.found(code.code_hash, &code.events);
        }
        let mut guest = Guest::default();
        guest.frame = Some(frame);
        let mut store = Store::new(&code.engine, WatchedGuest { guest, code: Arc::clone(code) });
        store.limiter(|watched| &mut watched.guest);
        let ended = code.invoke(&mut store, method);
        let memory = store.data().guest.memory;
        let frame = store.data_mut().guest.frame.take();
        let mut frame = frame.expect("host functions leave the frame where it is");
        if let Err(error) = &ended {
            code.failed(&mut frame, error);
        }
        let memory = memory.map(|memory| memory.data(&store)).unwrap_or_default();
        let finish = frame.ended(ended, memory, trapped)?;
        Ok((frame, finish))
    }
}

impl WatchedCode {
    fn invoke(&self, store: &mut Store<WatchedGuest>, method: usize) -> wasmtime::Result<i64> {
        let instance = self.pre.instantiate(&mut *store)?;
        let memory = instance.get_memory(&mut *store, "memory");
        let height = instance.get_global(&mut *store, HEIGHT_EXPORT);
        let guest = &mut store.data_mut().guest;
        (guest.memory, guest.height) = (memory, height);
        let frame = guest.frame.as_ref().ok_or_else(|| unlinked("frame"))?;
        let args_len = i32::try_from(frame.input.len()).unwrap_or(i32::MAX);
        let ticks = i64::try_from(frame.meter.ticks_left()).unwrap_or(i64::MAX);
        let stack_height = frame.stack_height_bytes.cast_signed();
        let height = height.ok_or_else(|| unlinked("stack height"))?;
        height.set(&mut *store, Val::I32(stack_height))?;
        let method = self.info.abi.methods.get(method).ok_or_else(|| unlinked("method"))?;
        let export = format!("{METHOD_EXPORT_PREFIX}{}", method.name);
        let function = instance.get_typed_func::<(i32, i64), i64>(&mut *store, &export)?;
        function.call(store, (args_len, ticks))
    }

    /// Says where a guest was when it ended with an error, and why unless the host has said so.
    fn failed(&self, frame: &mut Frame, error: &wasmtime::Error) {
        // A failure of the node may have lost the session.
        if matches!(frame.stop, Some(Stop::Fault(_))) {
            return;
        }
        let backtrace = error.downcast_ref::<WasmBacktrace>();
        let (frames, why) = backtrace.map(|trace| self.places(trace)).unwrap_or_default();
        let trap = error.downcast_ref::<Trap>();
        let Some(watch) = &mut frame.session().watch else { return };
        watch.at(frames);
        if let Some(trap) = trap {
            watch.stopped(cause(*trap, why));
        }
    }

    /// The frames of a trace in the source's terms, and why the innermost instruction stands
    /// there.
    fn places(&self, trace: &WasmBacktrace) -> (Vec<CodePlace>, Option<Why>) {
        let origins = trace.frames().iter().filter_map(|frame| frame.module_offset());
        let mut origins = origins.filter_map(|offset| self.map.origin(offset)).peekable();
        let why = origins.peek().map(|origin| origin.why);
        let place = |origin: sandpact_module::Origin| CodePlace {
            function: origin.function,
            offset: origin.offset,
        };
        (origins.map(place).collect(), why)
    }
}

fn cause(trap: Trap, why: Option<Why>) -> Cause {
    match (trap, why) {
        (Trap::UnreachableCodeReached, Some(Why::Gas)) => Cause::OutOfGas,
        (Trap::UnreachableCodeReached, Some(Why::Height)) => Cause::StackHeight,
        (Trap::MemoryOutOfBounds, _) => Cause::MemoryOutOfBounds,
        (Trap::IntegerDivisionByZero, _) => Cause::DivisionByZero,
        (Trap::IntegerOverflow, _) => Cause::IntegerOverflow,
        (Trap::TableOutOfBounds | Trap::IndirectCallToNull | Trap::BadSignature, _) => {
            Cause::IndirectCall
        }
        _ => Cause::Unreachable,
    }
}

fn linker(engine: &Engine) -> wasmtime::Result<Linker<WatchedGuest>> {
    let mut linker = Linker::new(engine);
    link_host_functions!(linker, Caller<'_, WatchedGuest>, enter, stack_height);
    linker.func_wrap(
        PROBE_MODULE,
        PROBE,
        |mut guest: Caller<'_, WatchedGuest>, event: i32, ticks: i64| {
            let frame = guest.data_mut().guest.frame.as_mut();
            if let Some(watch) = frame.and_then(|frame| frame.session().watch.as_mut()) {
                watch.probe(event.cast_unsigned(), ticks.cast_unsigned());
            }
        },
    )?;
    Ok(linker)
}

fn enter<T>(
    guest: &mut Caller<'_, WatchedGuest>,
    gas: i64,
    call: &HostCall<'_>,
    function: impl FnOnce(&mut Frame, &mut [u8]) -> Result<T, Stop>,
) -> wasmtime::Result<(T, i64)> {
    let memory = guest.data().guest.memory.ok_or_else(|| unlinked("memory"))?;
    let (bytes, watched) = memory.data_and_store_mut(&mut *guest);
    let frame = watched.guest.frame.as_mut().ok_or_else(|| unlinked("frame"))?;
    match frame.host_call(gas, call, bytes, function) {
        Ok(returned) => Ok(returned),
        Err(stop) => {
            frame.stop = Some(stop);
            Err(wasmtime::Error::msg("stopped by the host"))
        }
    }
}

/// The running instance's stack height, as its own code counted it. It is asked for before
/// another contract is called, so it notes where that is.
fn stack_height(guest: &mut Caller<'_, WatchedGuest>) -> wasmtime::Result<u32> {
    let code = Arc::clone(&guest.data().code);
    let (frames, _) = code.places(&WasmBacktrace::force_capture(guest.as_context()));
    let mut context = guest.as_context_mut();
    let frame = context.data_mut().guest.frame.as_mut();
    if let Some(watch) = frame.and_then(|frame| frame.session().watch.as_mut()) {
        watch.at(frames);
    }
    let height = guest.data().guest.height.ok_or_else(|| unlinked("stack height"))?;
    let height = height.get(&mut *guest).i32();
    height.map(i32::cast_unsigned).ok_or_else(|| unlinked("stack height"))
}
