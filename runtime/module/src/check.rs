//! Admission: everything a module must pass before the compiler sees a byte.

#[cfg(feature = "testing")]
use super::estimate::FunctionCounts;
use super::{
    calls::CallGraph,
    charge::{self, Placement},
    code_map::{self, CodeMap, ProbeEvent},
    description,
    emit::Watching,
    error::ModuleError,
    feature,
    height::{self, Heights},
    instrument,
    parse::{Export, Parsed, parse},
    schedule, segments, setup,
    uses::LimitUse,
};
use sandpact_abi::{ContractAbi, METHOD_EXPORT_PREFIX, limits, module_limits};
use std::collections::BTreeSet;
use wasmparser::{ExternalKind, ValType, Validator};

/// Name under which a contract exports its memory.
const MEMORY_EXPORT: &str = "memory";

/// What `check_module` found in an acceptable module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleReport {
    /// The contract's description.
    pub abi: ContractAbi,
    /// Host functions it imports, in import order.
    pub imports: Vec<&'static str>,
    /// Number of functions it defines.
    pub functions: usize,
    /// Pages of 64 KiB that its memory has at start.
    pub memory_initial_pages: u64,
    /// Pages that its memory may grow to.
    pub memory_pages_max: u64,
    /// Height in bytes of its highest call chain without recursion.
    pub static_stack_bytes: u32,
    /// Gas that each call of it costs beyond the base, for setting an instance up.
    pub setup_gas: u64,
    /// Length of the module in bytes.
    pub code_len_bytes: usize,
    /// Length in bytes of what the engine compiles.
    pub instrumented_len_bytes: usize,
    /// Gas that a deployment takes before it looks at the module, for its length.
    pub deploy_gas: u64,
    /// Gas that a deployment takes before it compiles the module: the estimate of that.
    pub compile_gas: u64,
    /// What it uses of every limit of a module, by code.
    pub limits: Vec<LimitUse>,
    /// What the estimate is made from, function by function.
    #[cfg(feature = "testing")]
    pub counts: Vec<FunctionCounts>,
}

/// A module ready for the engine.
pub struct PreparedModule {
    /// The instrumented bytes.
    pub bytes: Vec<u8>,
    /// The contract's description.
    pub abi: ContractAbi,
    /// See [`ModuleReport::static_stack_bytes`].
    pub static_stack_bytes: u32,
    /// See [`ModuleReport::setup_gas`].
    pub setup_gas: u64,
    /// See [`ModuleReport::compile_gas`].
    pub compile_gas: u64,
}

/// A module that was read and may be deployed. Nothing of it is rewritten yet, and no compiler
/// has seen it: what [`AdmittedModule::prepare`] takes is paid for with compiling.
pub struct AdmittedModule<'a> {
    code: &'a [u8],
    module: Parsed<'a>,
    graph: CallGraph,
    heights: Heights,
}

impl<'a> AdmittedModule<'a> {
    /// Reads a module and checks everything that is asked of it.
    ///
    /// # Errors
    /// [`ModuleError`].
    pub fn read(code: &'a [u8]) -> Result<Self, ModuleError> {
        let module = parse(code)?;
        check_exports(&module)?;
        segments::check(&module)?;
        let graph = CallGraph::new(&module);
        let heights = height::heights(&module, &graph)?;
        Ok(Self { code, module, graph, heights })
    }

    /// The contract's description.
    pub fn abi(&self) -> &ContractAbi {
        &self.module.abi
    }

    /// See [`ModuleReport::compile_gas`].
    pub fn compile_gas(&self) -> u64 {
        self.module.compile_gas
    }

    /// Instruments the module.
    ///
    /// # Errors
    /// [`ModuleError`], if the rewriter fails: the same on every node.
    pub fn prepare(&self, placement: Placement) -> Result<PreparedModule, ModuleError> {
        self.rewritten(placement, None)
    }

    /// Writes what tells where it is: charges before every block, a note of where each
    /// instruction comes from, and calls of a probe if `is_probed`.
    ///
    /// # Errors
    /// [`ModuleError`], as [`AdmittedModule::prepare`].
    pub fn watch(&self, is_probed: bool) -> Result<WatchedModule, ModuleError> {
        let mut watching = Watching::new(is_probed);
        let prepared = self.rewritten(Placement::PerBlock, Some(&mut watching))?;
        let (map, events) = code_map::read(self.code, &prepared.bytes, watching)?;
        Ok(WatchedModule { prepared, map, events })
    }

    fn rewritten(
        &self,
        placement: Placement,
        watching: Option<&mut Watching>,
    ) -> Result<PreparedModule, ModuleError> {
        let plans = charge::plans(&self.module, &self.graph, placement);
        let bytes = instrument::instrument(&self.module, &self.heights, &plans, watching)?;
        // The rewriter's own output is checked too: a fault there must not reach the compiler.
        Validator::new_with_features(feature::INSTRUMENTED).validate_all(&bytes)?;
        Ok(PreparedModule {
            bytes,
            abi: self.module.abi.clone(),
            static_stack_bytes: self.heights.static_bytes,
            setup_gas: setup::gas(&self.module),
            compile_gas: self.module.compile_gas,
        })
    }
}

/// A module that tells where it is.
pub struct WatchedModule {
    /// What runs. It takes as much gas as any other way of instrumenting.
    pub prepared: PreparedModule,
    /// Where its instructions come from.
    pub map: CodeMap,
    /// What each number means that it gives its probe.
    pub events: Vec<ProbeEvent>,
}

/// Whether a module may be deployed, without deploying it.
///
/// # Errors
/// [`ModuleError`], the same that a deploying transaction would meet.
pub fn check_module(code: &[u8]) -> Result<ModuleReport, ModuleError> {
    let mut admitted = AdmittedModule::read(code)?;
    let prepared = admitted.prepare(Placement::Late)?;
    let module = &mut admitted.module;
    let height = u64::from(prepared.static_stack_bytes);
    module.uses.note(&module_limits::STACK_HEIGHT_BYTES, height);
    Ok(ModuleReport {
        abi: prepared.abi,
        imports: module.imports.iter().map(|(function, _)| function.name).collect(),
        functions: module.functions.len(),
        memory_initial_pages: module.memory.initial,
        memory_pages_max: module.memory.maximum.unwrap_or(limits::MEMORY_PAGES_MAX),
        static_stack_bytes: prepared.static_stack_bytes,
        setup_gas: prepared.setup_gas,
        code_len_bytes: code.len(),
        instrumented_len_bytes: prepared.bytes.len(),
        deploy_gas: schedule::deploy_gas(code.len()),
        compile_gas: module.compile_gas,
        limits: module.uses.all(),
        #[cfg(feature = "testing")]
        counts: module.bodies.iter().map(|body| body.counts).collect(),
    })
}

/// Reads and instruments a module, for measuring what the count of depth costs.
///
/// # Errors
/// [`ModuleError`].
#[cfg(feature = "testing")]
pub fn prepare_with(
    code: &[u8],
    placement: Placement,
    counts_depth: bool,
) -> Result<PreparedModule, ModuleError> {
    let mut admitted = AdmittedModule::read(code)?;
    if !counts_depth {
        admitted.heights.passed.iter_mut().for_each(|passed| *passed = None);
    }
    admitted.prepare(placement)
}

/// One memory export, and exactly the methods that the ABI lists.
fn check_exports(module: &Parsed<'_>) -> Result<(), ModuleError> {
    let has_memory = module
        .exports
        .iter()
        .any(|export| export.kind == ExternalKind::Memory && export.name == MEMORY_EXPORT);
    if !has_memory {
        return Err(ModuleError::Memory { problem: "not exported as \"memory\"" });
    }
    let mut exported = BTreeSet::new();
    for export in &module.exports {
        if let Some(method) = method_name(module, export)? {
            exported.insert(method);
        }
    }
    description::check(&module.abi, &exported)
}

/// The method that an export is, if it is one.
fn method_name<'a>(
    module: &Parsed<'_>,
    export: &Export<'a>,
) -> Result<Option<&'a str>, ModuleError> {
    let Some(name) = export.name.strip_prefix(METHOD_EXPORT_PREFIX) else { return Ok(None) };
    let ty = module.function_type(export.index);
    let is_method = export.kind == ExternalKind::Func
        && ty.is_some_and(|ty| ty.params() == [ValType::I32] && ty.results().is_empty());
    if is_method {
        Ok(Some(name))
    } else {
        Err(ModuleError::Export { name: export.name.into(), problem: "not of type (i32) -> ()" })
    }
}
