//! What the host asks of an engine. Every engine runs the same instrumented bytes and
//! calls the same host functions, so none has a say in what a contract does.

use super::Frame;
use crate::RuntimeError;
use sandpact_abi::{ContractAbi, Hash};
use sandpact_module::{AdmittedModule, ModuleError, PreparedModule};
use std::sync::Arc;

/// What the host knows of a loaded module.
#[derive(Clone, Debug)]
pub struct ModuleInfo {
    /// The contract's description.
    pub abi: ContractAbi,
    /// Height in bytes of its highest call chain without recursion.
    pub static_stack_bytes: u32,
    /// Gas of each call beyond the base.
    pub setup_gas: u64,
    /// Gas that a deployment takes for compiling it.
    pub compile_gas: u64,
}

impl ModuleInfo {
    /// The bytes for the engine, and what the host knows.
    pub fn split(prepared: PreparedModule) -> (Vec<u8>, Self) {
        let PreparedModule { bytes, abi, static_stack_bytes, setup_gas, compile_gas } = prepared;
        (bytes, Self { abi, static_stack_bytes, setup_gas, compile_gas })
    }
}

/// How a guest ended, apart from refusals, which are in [`Frame::stop`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// The method returned.
    Returned,
    /// A host function stopped it.
    Stopped,
    /// It trapped: out of gas, too deep, out of bounds, unreachable.
    Trapped,
}

/// A compiled module, or why it is none.
pub type Compiled = Result<Result<Arc<dyn LoadedModule>, ModuleError>, RuntimeError>;

/// Loads modules. Implemented by the engines' room.
pub trait Engine: Send + Sync {
    /// A module that was admitted and compiled before, under the rules of today, and is still
    /// there.
    fn known(&self, code_hash: &Hash) -> Option<Arc<dyn LoadedModule>>;

    /// Instruments and compiles a module that is not [`known`](Self::known), and keeps it. What
    /// the instrumenter refuses, it refuses on every node.
    ///
    /// # Errors
    /// Only for a node's own failure.
    fn compile(&self, code_hash: &Hash, admitted: &AdmittedModule<'_>) -> Compiled;

    /// Compiles a module that was deployed, and so is acceptable.
    ///
    /// # Errors
    /// Only for a node's own failure.
    fn load(&self, code_hash: &Hash, code: &[u8]) -> Result<Arc<dyn LoadedModule>, RuntimeError> {
        let fault = |error: ModuleError| RuntimeError::LocalFault { what: error.to_string() };
        let admitted = AdmittedModule::read(code).map_err(fault)?;
        self.compile(code_hash, &admitted)?.map_err(fault)
    }

    /// Keeps a module loaded, also after a restart, whatever the bound in bytes; or no more.
    ///
    /// # Errors
    /// [`RuntimeError::Cache`] when that cannot be written down.
    fn pin(&self, code_hash: &Hash, is_pinned: bool) -> Result<(), RuntimeError>;

    /// The pinned modules.
    fn pinned(&self) -> Vec<Hash>;
}

/// A module ready to run.
pub trait LoadedModule: Send + Sync {
    /// What the host knows of it.
    fn info(&self) -> &ModuleInfo;

    /// Runs a method, by its place in the description, in an instance as good as new.
    ///
    /// # Errors
    /// Only for a node's own failure.
    fn run(&self, method: usize, frame: Box<Frame>) -> Result<(Box<Frame>, Finish), RuntimeError>;
}
