//! A running guest in the production engine: an instance with its store, and the way from
//! the guest's code into a host function.

use super::functions::link_host_functions;
use crate::{
    RuntimeError,
    host::{Finish, Frame, HostCall, Stop, calls, context, crypto, event, storage},
};
use sandpact_abi::host::MODULE;
use std::collections::{BTreeMap, btree_map::Entry};
use wasmtime::{
    Caller, Engine, Extern, Global, Instance, Linker, Memory, ModuleExport, ResourceLimiter, Store,
    Trap, TypedFunc, Val,
};

/// What a store carries.
#[derive(Default)]
pub struct Guest {
    /// The call that runs; absent between calls.
    pub frame: Option<Box<Frame>>,
    /// Its memory.
    pub memory: Option<Memory>,
    /// Counts its stack height.
    pub height: Option<Global>,
    /// Whether the last growth of memory is within the module's own maximum.
    is_growth_due: bool,
}

/// Memory grows within a module's maximum on every node. Where the operating system does
/// not give it, the node stops: the guest must not see a -1 that others do not see.
impl ResourceLimiter for Guest {
    fn memory_growing(
        &mut self,
        _current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        self.is_growth_due = maximum.is_none_or(|maximum| desired <= maximum);
        Ok(self.is_growth_due)
    }

    fn memory_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        if std::mem::take(&mut self.is_growth_due) { Err(error) } else { Ok(()) }
    }

    fn table_growing(
        &mut self,
        _current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(maximum.is_none_or(|maximum| desired <= maximum))
    }
}

/// A method as instrumented: length of the arguments and gas in, gas out.
type Method = TypedFunc<(i32, i64), i64>;

/// An instance that can run methods, one after the other.
pub struct LiveInstance {
    /// Its store.
    pub store: Store<Guest>,
    /// The instance.
    pub instance: Instance,
    /// Its memory.
    pub memory: Memory,
    /// Counts its stack height.
    pub height: Global,
    /// Its globals that code can change; looked up only where it may run again.
    pub globals: Vec<Global>,
    /// Methods that it ran, by their place in the description.
    methods: BTreeMap<usize, Method>,
}

impl LiveInstance {
    /// An instance that has not run yet.
    pub fn new(
        mut store: Store<Guest>,
        instance: Instance,
        memory: Memory,
        height: Global,
        globals: Vec<Global>,
    ) -> Self {
        let guest = store.data_mut();
        (guest.memory, guest.height) = (Some(memory), Some(height));
        Self { store, instance, memory, height, globals, methods: BTreeMap::new() }
    }

    /// Runs a method.
    ///
    /// # Errors
    /// Only for a node's own failure; the frame is lost then.
    pub fn run(
        &mut self,
        method: usize,
        export: &ModuleExport,
        frame: Box<Frame>,
    ) -> Result<(Box<Frame>, Finish), RuntimeError> {
        // Both fit: arguments and gas limits are bounded far below.
        let args_len = i32::try_from(frame.input.len()).unwrap_or(i32::MAX);
        let ticks = i64::try_from(frame.meter.ticks_left()).unwrap_or(i64::MAX);
        let height = frame.stack_height_bytes.cast_signed();
        let function = match self.methods.entry(method) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let function = function(&mut self.store, &self.instance, export);
                place.insert(function.map_err(fault)?)
            }
        };
        self.height.set(&mut self.store, Val::I32(height)).map_err(fault)?;
        self.store.data_mut().frame = Some(frame);
        let ended = {
            let _span = tracing::trace_span!(target: "sandpact", "guest").entered();
            function.call(&mut self.store, (args_len, ticks))
        };
        let frame = self.store.data_mut().frame.take();
        let mut frame = frame.expect("host functions leave the frame where it is");
        let finish = frame.ended(ended, self.memory.data(&self.store), trapped)?;
        Ok((frame, finish))
    }
}

fn function(
    store: &mut Store<Guest>,
    instance: &Instance,
    export: &ModuleExport,
) -> wasmtime::Result<Method> {
    let found = instance.get_module_export(&mut *store, export);
    found.and_then(Extern::into_func).ok_or_else(|| unlinked("method"))?.typed(store)
}

/// Links every host function.
///
/// # Errors
/// When a function is linked twice.
pub fn linker(engine: &Engine) -> wasmtime::Result<Linker<Guest>> {
    let mut linker = Linker::new(engine);
    link_host_functions!(linker, Caller<'_, Guest>, enter, stack_height);
    Ok(linker)
}

/// Runs a host function on the frame and the guest's memory; returns its
/// result and the gas left. A stop is kept in the frame and unwinds the guest.
fn enter<T>(
    guest: &mut Caller<'_, Guest>,
    gas: i64,
    call: &HostCall<'_>,
    function: impl FnOnce(&mut Frame, &mut [u8]) -> Result<T, Stop>,
) -> wasmtime::Result<(T, i64)> {
    let memory = guest.data().memory.ok_or_else(|| unlinked("memory"))?;
    let (bytes, guest) = memory.data_and_store_mut(&mut *guest);
    let frame = guest.frame.as_mut().ok_or_else(|| unlinked("frame"))?;
    match frame.host_call(gas, call, bytes, function) {
        Ok(returned) => Ok(returned),
        Err(stop) => {
            frame.stop = Some(stop);
            Err(wasmtime::Error::msg("stopped by the host"))
        }
    }
}

/// The running instance's stack height, as its own code counted it.
fn stack_height(guest: &mut Caller<'_, Guest>) -> wasmtime::Result<u32> {
    let height = guest.data().height.ok_or_else(|| unlinked("stack height"))?;
    let height = height.get(&mut *guest).i32();
    height.map(i32::cast_unsigned).ok_or_else(|| unlinked("stack height"))
}

/// An instance without one of its parts.
pub fn unlinked(what: &'static str) -> wasmtime::Error {
    wasmtime::Error::msg(what).context("a guest runs only with all of its parts")
}

/// A trap that a contract can cause, or a fault of this node. The native
/// stack guard is no judge: if it fires, the wasm-level count was wrong.
pub fn trapped(error: wasmtime::Error) -> Result<Finish, RuntimeError> {
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

/// What the engine says that no contract can cause.
#[allow(clippy::needless_pass_by_value)] // used as a function value
pub fn fault(error: wasmtime::Error) -> RuntimeError {
    RuntimeError::LocalFault { what: error.to_string() }
}
