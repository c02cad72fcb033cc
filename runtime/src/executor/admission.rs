//! The verdict on a module that a transaction brings. A module that this node has compiled
//! before was admitted then, by the same rules, and is not read again: the verdict and what is
//! paid for it are the same.

use crate::{
    RuntimeError,
    host::{LoadedModule, Session},
};
use sandpact_abi::{ContractAbi, Hash};
use sandpact_module::{AdmittedModule, ModuleError};
use std::sync::Arc;

/// An admitted module.
pub enum Admitted<'a> {
    /// This node has it compiled.
    Known(Arc<dyn LoadedModule>),
    /// It was read just now.
    Read(Box<AdmittedModule<'a>>),
}

impl<'a> Admitted<'a> {
    /// Admits a module.
    ///
    /// # Errors
    /// The stable code of its refusal.
    pub fn new(session: &Session, code_hash: &Hash, code: &'a [u8]) -> Result<Self, u32> {
        if let Some(known) = session.engine.known(code_hash) {
            return Ok(Self::Known(known));
        }
        let read = AdmittedModule::read(code).map_err(|error| refusal(&error))?;
        Ok(Self::Read(Box::new(read)))
    }

    /// Its description.
    pub fn abi(&self) -> &ContractAbi {
        match self {
            Self::Known(module) => &module.info().abi,
            Self::Read(module) => module.abi(),
        }
    }

    /// Gas to be taken before [`Admitted::compile`], also where this node need not compile it.
    pub fn compile_gas(&self) -> u64 {
        match self {
            Self::Known(module) => module.info().compile_gas,
            Self::Read(module) => module.compile_gas(),
        }
    }

    /// Has the engine compile what it does not have. `Err` within is the stable code of a
    /// refusal, the same on every node.
    ///
    /// # Errors
    /// Only for a node's own failure.
    pub fn compile(
        self,
        session: &Session,
        code_hash: &Hash,
    ) -> Result<Result<(), u32>, RuntimeError> {
        match self {
            Self::Known(_) => Ok(Ok(())),
            Self::Read(module) => {
                let compiled = session.engine.compile(code_hash, &module)?;
                Ok(compiled.map(drop).map_err(|error| refusal(&error)))
            }
        }
    }
}

fn refusal(error: &ModuleError) -> u32 {
    tracing::debug!(%error, "module refused");
    error.code()
}
