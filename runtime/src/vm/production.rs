//! The production engine: wasmtime with compiled modules kept in memory and on disk.

use super::{
    artifacts::Artifacts,
    cache::ModuleCache,
    config,
    guest::{Guest, LiveInstance, fault, linker},
    options::EngineOptions,
    pristine::{Pristine, Reset},
};
use crate::{
    RuntimeError,
    host::{self, Compiled, Finish, Frame, LoadedModule, ModuleInfo},
};
use sandpact_abi::{Hash, METHOD_EXPORT_PREFIX};
use sandpact_module::{AdmittedModule, HEIGHT_EXPORT, PreparedModule};
use std::sync::{Arc, OnceLock};
use wasmtime::{
    AsContextMut as _, Engine, Extern, Global, Instance, InstancePre, Linker, Module, ModuleExport,
    Store,
};

/// wasmtime with its modules.
pub struct ProductionEngine {
    engine: Engine,
    linker: Linker<Guest>,
    options: EngineOptions,
    artifacts: Option<Artifacts>,
    cache: ModuleCache<CompiledModule>,
}

/// A compiled module, linked and ready to instantiate.
struct CompiledModule {
    engine: Engine,
    pre: InstancePre<Guest>,
    info: ModuleInfo,
    code_hash: Hash,
    exports: Exports,
    /// What an instance is restored to; known after the first one.
    pristine: OnceLock<Pristine>,
}

/// Where the parts of an instance are found.
struct Exports {
    memory: ModuleExport,
    height: ModuleExport,
    globals: Vec<ModuleExport>,
    /// In the order of the description.
    methods: Vec<ModuleExport>,
}

impl ProductionEngine {
    /// An engine with the modules that were pinned before.
    ///
    /// # Errors
    /// [`RuntimeError::LocalFault`] when this machine cannot run it;
    /// [`RuntimeError::Cache`] when its folder cannot be used.
    pub fn new(options: EngineOptions) -> Result<Self, RuntimeError> {
        let engine = config::engine(options.optimised).map_err(fault)?;
        let linker = linker(&engine).map_err(fault)?;
        let artifacts = match &options.cache_folder {
            Some(folder) => Some(Artifacts::open(folder, &engine)?),
            None => None,
        };
        let pinned = artifacts.as_ref().map(Artifacts::pins).transpose()?.unwrap_or_default();
        let cache = ModuleCache::new(options.cache_len_bytes_max, pinned);
        Ok(Self { engine, linker, options, artifacts, cache })
    }

    fn build(
        &self,
        code_hash: &Hash,
        prepared: PreparedModule,
    ) -> Result<(Module, ModuleInfo), RuntimeError> {
        let (bytes, info) = ModuleInfo::split(prepared);
        let module = Module::from_binary(&self.engine, &bytes).map_err(fault)?;
        if let Some(artifacts) = &self.artifacts {
            artifacts.store(code_hash, &module, &info);
        }
        Ok((module, info))
    }

    /// Links a module and keeps it in memory.
    fn keep(
        &self,
        code_hash: &Hash,
        module: &Module,
        info: ModuleInfo,
    ) -> Result<Arc<CompiledModule>, RuntimeError> {
        let range = module.image_range();
        let len_bytes = range.end.addr().saturating_sub(range.start.addr());
        let compiled = Arc::new(self.link(code_hash, module, info).map_err(fault)?);
        self.cache.put(*code_hash, Arc::clone(&compiled), len_bytes);
        Ok(compiled)
    }

    fn link(
        &self,
        code_hash: &Hash,
        module: &Module,
        info: ModuleInfo,
    ) -> wasmtime::Result<CompiledModule> {
        let export = |name: &str| {
            let found = module.get_export_index(name);
            found.ok_or_else(|| wasmtime::Error::msg(format!("an admitted module exports {name}")))
        };
        let exports = Exports {
            memory: export("memory")?,
            height: export(HEIGHT_EXPORT)?,
            globals: (0..)
                .map_while(|index| module.get_export_index(&sandpact_module::global_export(index)))
                .collect(),
            methods: (info.abi.methods.iter())
                .map(|method| export(&format!("{METHOD_EXPORT_PREFIX}{}", method.name)))
                .collect::<wasmtime::Result<_>>()?,
        };
        Ok(CompiledModule {
            engine: self.engine.clone(),
            pre: self.linker.instantiate_pre(module)?,
            info,
            code_hash: *code_hash,
            exports,
            pristine: OnceLock::new(),
        })
    }
}

impl host::Engine for ProductionEngine {
    fn known(&self, code_hash: &Hash) -> Option<Arc<dyn LoadedModule>> {
        if let Some(module) = self.cache.get(code_hash) {
            return Some(module);
        }
        let (module, info) = self.artifacts.as_ref()?.load(&self.engine, code_hash)?;
        match self.keep(code_hash, &module, info) {
            Ok(kept) => Some(kept),
            Err(error) => {
                tracing::warn!(%error, "artefact cannot be linked; compiling anew");
                None
            }
        }
    }

    fn compile(&self, code_hash: &Hash, admitted: &AdmittedModule<'_>) -> Compiled {
        let prepared = match admitted.prepare(self.options.placement) {
            Ok(prepared) => prepared,
            Err(error) => return Ok(Err(error)),
        };
        let (module, info) = self.build(code_hash, prepared)?;
        Ok(Ok(self.keep(code_hash, &module, info)?))
    }

    fn pin(&self, code_hash: &Hash, is_pinned: bool) -> Result<(), RuntimeError> {
        let pins = self.cache.pin(*code_hash, is_pinned);
        match &self.artifacts {
            Some(artifacts) => artifacts.write_pins(&pins),
            None => Ok(()),
        }
    }

    fn pinned(&self) -> Vec<Hash> {
        self.cache.pinned()
    }
}

impl CompiledModule {
    fn instantiate(&self, is_kept: bool) -> wasmtime::Result<LiveInstance> {
        let _span = tracing::trace_span!(target: "sandpact", "instantiate").entered();
        let mut store = Store::new(&self.engine, Guest::default());
        store.limiter(|guest| guest);
        let instance = self.pre.instantiate(&mut store)?;
        let memory = part(&mut store, &instance, &self.exports.memory, Extern::into_memory)?;
        let height = part(&mut store, &instance, &self.exports.height, Extern::into_global)?;
        let globals = if is_kept { self.globals(&mut store, &instance)? } else { Vec::new() };
        Ok(LiveInstance::new(store, instance, memory, height, globals))
    }

    /// A waiting instance, or a new one.
    fn instance(&self, frame: &mut Frame) -> wasmtime::Result<Box<LiveInstance>> {
        let warm = frame.session().warm.as_mut();
        if let Some(live) = warm.and_then(|warm| warm.take(&self.code_hash)) {
            return Ok(live);
        }
        let is_kept = frame.session().warm.is_some();
        let mut live = Box::new(self.instantiate(is_kept)?);
        if is_kept && self.pristine.get().is_none() {
            // The first one tells what the others are restored to.
            let _ = self.pristine.set(Pristine::of(&mut live));
        }
        Ok(live)
    }

    fn globals(
        &self,
        store: &mut Store<Guest>,
        instance: &Instance,
    ) -> wasmtime::Result<Vec<Global>> {
        let exports = self.exports.globals.iter();
        exports.map(|export| part(store, instance, export, Extern::into_global)).collect()
    }

    /// Keeps an instance for the next call if it can be made as good as new.
    fn keep(&self, mut live: Box<LiveInstance>, frame: &mut Frame) -> wasmtime::Result<()> {
        if frame.session().warm.is_none() {
            return Ok(());
        }
        let Some(pristine) = self.pristine.get() else { return Ok(()) };
        if pristine.restore(&mut live)? == Reset::Done
            && let Some(warm) = frame.session().warm.as_mut()
        {
            warm.put(self.code_hash, live);
        }
        Ok(())
    }
}

fn part<T>(
    store: &mut Store<Guest>,
    instance: &Instance,
    export: &ModuleExport,
    kind: impl Fn(Extern) -> Option<T>,
) -> wasmtime::Result<T> {
    let found = instance.get_module_export(store.as_context_mut(), export).and_then(kind);
    found.ok_or_else(|| wasmtime::Error::msg("an instrumented module exports its parts"))
}

impl LoadedModule for CompiledModule {
    fn info(&self) -> &ModuleInfo {
        &self.info
    }

    fn run(
        &self,
        method: usize,
        mut frame: Box<Frame>,
    ) -> Result<(Box<Frame>, Finish), RuntimeError> {
        let mut live = self.instance(&mut frame).map_err(fault)?;
        let export = self.exports.methods.get(method).ok_or_else(|| RuntimeError::LocalFault {
            what: "a method of the description is not exported".into(),
        })?;
        let (mut frame, finish) = live.run(method, export, frame)?;
        // After a trap or a stop in the middle nothing of an instance is used again.
        if finish == Finish::Returned && frame.stop.is_none() {
            self.keep(live, &mut frame).map_err(fault)?;
        }
        Ok((frame, finish))
    }
}
