//! One module in its variants, on the engine alone: nothing of the runtime is measured here
//! but what its instrumenter adds to the code.

use sandpact_abi::{METHOD_EXPORT_PREFIX, host};
use sandpact_benches::thread_time;
use sandpact_runtime::testing::{Instrumentation, instrument};
use std::time::Duration;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmtime::{Caller, Config, Engine, Extern, Instance, Linker, Module, Store, Val};

/// How a module is metered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Not at all.
    Unmetered,
    /// By the engine.
    Fuel,
    /// By us: gas alone.
    Gas,
    /// By us: gas, depth and memory.
    Limits,
}

/// A compiled module.
pub struct Prepared {
    engine: Engine,
    linker: Linker<Host>,
    module: Module,
    is_widened: bool,
    /// Machine code of its functions.
    pub code_len_bytes: usize,
}

/// What the host functions of a kernel need. None of them can panic: the engine has a
/// shorter way for such, and both sides take it.
#[derive(Default)]
struct Host {
    height: i64,
    input: [u8; 4],
    returned: Vec<u8>,
}

/// One run.
pub struct Run {
    pub time: Duration,
    pub returned: Vec<u8>,
}

/// More than any run takes.
const GAS: i64 = i64::MAX / 4;

impl Prepared {
    /// A variant of a module, its functions moved on by `moved` unused ones.
    pub fn new(wasm: &[u8], variant: Variant, moved: u32) -> Self {
        let (engine, module) = Self::compile(&moved_on(wasm, moved), variant);
        let is_widened = matches!(variant, Variant::Gas | Variant::Limits);
        let mut linker = Linker::new(&engine);
        if is_widened {
            link_widened(&mut linker)
        } else {
            link(&mut linker)
        }
        linker.define_unknown_imports_as_traps(&module).unwrap();
        let code_len_bytes = module.functions().map(|function| function.len).sum();
        Self { engine, linker, module, is_widened, code_len_bytes }
    }

    pub fn compile(wasm: &[u8], variant: Variant) -> (Engine, Module) {
        let mut config = Config::new();
        config.consume_fuel(variant == Variant::Fuel);
        config.wasm_backtrace_max_frames(None).generate_address_map(false);
        let engine = Engine::new(&config).unwrap();
        let instrumentation = match variant {
            Variant::Unmetered | Variant::Fuel => None,
            Variant::Gas => Some(Instrumentation { counts_depth: false, ..Default::default() }),
            Variant::Limits => Some(Instrumentation::default()),
        };
        let bytes = instrumentation.map(|how| instrument(wasm, how).unwrap());
        let module = Module::new(&engine, bytes.as_deref().unwrap_or(wasm)).unwrap();
        (engine, module)
    }

    /// Runs a kernel in a fresh instance; only the call itself is timed.
    pub fn run(&self, kernel: &str, rounds: u32) -> Run {
        let host = Host { height: 7, input: rounds.to_le_bytes(), returned: Vec::new() };
        let mut store = Store::new(&self.engine, host);
        if store.set_fuel(u64::MAX).is_err() {
            // Not metered by fuel.
        }
        let instance = self.linker.instantiate(&mut store, &self.module).unwrap();
        let name = format!("{METHOD_EXPORT_PREFIX}{kernel}");
        let time = if self.is_widened {
            self.call_widened(&mut store, &instance, &name)
        } else {
            let method = instance.get_typed_func::<i32, ()>(&mut store, &name).unwrap();
            let begun = thread_time();
            method.call(&mut store, 4).unwrap();
            thread_time() - begun
        };
        Run { time, returned: store.into_data().returned }
    }

    fn call_widened(&self, store: &mut Store<Host>, instance: &Instance, name: &str) -> Duration {
        if let Some(height) = instance.get_global(&mut *store, "sandpact_height") {
            height.set(&mut *store, Val::I32(0)).unwrap();
        }
        let method = instance.get_typed_func::<(i32, i64), i64>(&mut *store, name).unwrap();
        let begun = thread_time();
        let left = method.call(store, (4, GAS)).unwrap();
        let time = thread_time() - begun;
        assert!(left > 0 && left < GAS);
        time
    }
}

fn memory(caller: &mut Caller<'_, Host>) -> wasmtime::Memory {
    caller.get_export("memory").and_then(Extern::into_memory).unwrap()
}

fn input(mut caller: Caller<'_, Host>, out: i32) {
    let (memory, input) = (memory(&mut caller), caller.data().input);
    memory.write(&mut caller, usize::try_from(out).unwrap(), &input).unwrap();
}

fn returned(mut caller: Caller<'_, Host>, ptr: i32, len: i32) {
    let memory = memory(&mut caller);
    let mut bytes = vec![0; usize::try_from(len).unwrap()];
    memory.read(&caller, usize::try_from(ptr).unwrap(), &mut bytes).unwrap();
    caller.data_mut().returned = bytes;
}

fn link(linker: &mut Linker<Host>) {
    linker.func_wrap(host::MODULE, "context_input_read", input).unwrap();
    linker.func_wrap(host::MODULE, "context_return", returned).unwrap();
    linker
        .func_wrap(host::MODULE, "context_height", |caller: Caller<'_, Host>| caller.data().height)
        .unwrap();
}

fn link_widened(linker: &mut Linker<Host>) {
    linker
        .func_wrap(host::MODULE, "context_input_read", |caller: Caller<'_, Host>, out, gas: i64| {
            input(caller, out);
            gas.wrapping_sub(1)
        })
        .unwrap();
    linker
        .func_wrap(
            host::MODULE,
            "context_return",
            |caller: Caller<'_, Host>, ptr, len, gas: i64| {
                returned(caller, ptr, len);
                gas.wrapping_sub(1)
            },
        )
        .unwrap();
    linker
        .func_wrap(host::MODULE, "context_height", |caller: Caller<'_, Host>, gas: i64| {
            (caller.data().height, gas.wrapping_sub(1))
        })
        .unwrap();
}

/// A module with `count` functions of no use before its own.
fn moved_on(wasm: &[u8], count: u32) -> Vec<u8> {
    let mut moving = Moving { count, imported: 0 };
    let mut out = wasm_encoder::Module::new();
    moving.parse_core_module(&mut out, wasmparser::Parser::new(0), wasm).unwrap();
    out.finish()
}

struct Moving {
    count: u32,
    imported: u32,
}

impl Reencode for Moving {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        Ok(if index < self.imported { index } else { index + self.count })
    }

    fn parse_import_section(
        &mut self,
        imports: &mut wasm_encoder::ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        self.imported = section.count();
        utils::parse_import_section(self, imports, section)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut wasm_encoder::FunctionSection,
        section: wasmparser::FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for ty in std::iter::repeat_n(types[0], self.count.try_into().unwrap()).chain(types) {
            functions.function(ty);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut wasm_encoder::CodeSection,
        section: wasmparser::CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for _ in 0..self.count {
            let mut function = wasm_encoder::Function::new([]);
            function.instructions().unreachable().end();
            code.function(&function);
        }
        utils::parse_code_section(self, code, section)
    }
}
