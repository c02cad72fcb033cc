//! The verdict on a module that a transaction brings. A module that this node has compiled
//! before was admitted then, by the same rules, and is not read again: the verdict and what is
//! paid for it are the same.

use crate::host::{LoadedModule, Session};
use sandpact_abi::{ContractAbi, Hash};
use sandpact_module::ModuleReport;
use std::sync::Arc;

/// An admitted module.
pub enum Admitted {
    /// This node has it compiled.
    Known(Arc<dyn LoadedModule>),
    /// It was read just now.
    Checked(Box<ModuleReport>),
}

impl Admitted {
    /// Admits a module.
    ///
    /// # Errors
    /// The stable code of its refusal.
    pub fn new(session: &Session, code_hash: &Hash, code: &[u8]) -> Result<Self, u32> {
        if let Some(known) = session.engine.known(code_hash) {
            return Ok(Self::Known(known));
        }
        let report = sandpact_module::check_module(code).map_err(|error| {
            tracing::debug!(%error, "module refused");
            error.code()
        })?;
        Ok(Self::Checked(Box::new(report)))
    }

    /// Its description.
    pub fn abi(&self) -> &ContractAbi {
        match self {
            Self::Known(module) => &module.info().abi,
            Self::Checked(report) => &report.abi,
        }
    }

    /// Gas to be taken before it is compiled, also where this node need not compile it.
    pub fn compile_gas(&self) -> u64 {
        match self {
            Self::Known(module) => module.info().compile_gas,
            Self::Checked(report) => report.compile_gas,
        }
    }
}
