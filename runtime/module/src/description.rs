//! What a contract's description must keep to before a ledger takes it.

use crate::ModuleError;
use sandpact_abi::{ContractAbi, GuardDef, MethodDef, MethodKind, StorageKind, limits};
use std::collections::BTreeSet;

/// Whether a description fits the module's exports, and its guards the storage.
///
/// # Errors
/// [`ModuleError::Abi`].
pub fn check(abi: &ContractAbi, exported: &BTreeSet<&str>) -> Result<(), ModuleError> {
    check_methods(abi, exported)?;
    check_storage(abi)?;
    abi.methods.iter().try_for_each(|method| check_guard(abi, method))
}

fn check_methods(abi: &ContractAbi, exported: &BTreeSet<&str>) -> Result<(), ModuleError> {
    let mut listed = BTreeSet::new();
    for method in &abi.methods {
        if method.name.is_empty() || method.name.len() > limits::METHOD_NAME_LEN_BYTES_MAX {
            return refused("a method name is empty or too long".into());
        }
        if !listed.insert(method.name.as_str()) {
            return refused(format!("method {} is listed twice", method.name));
        }
    }
    if let Some(method) = listed.symmetric_difference(exported).next() {
        return refused(format!("method {method} is not both listed and exported"));
    }
    let inits = abi.methods.iter().filter(|method| method.kind == MethodKind::Init).count();
    if inits != 1 {
        return refused(format!("{inits} init methods, there must be one"));
    }
    let migrations = abi.methods.iter().filter(|method| method.kind == MethodKind::Migrate).count();
    if migrations > 1 {
        return refused(format!("{migrations} migrate methods, there may be one"));
    }
    Ok(())
}

/// Names begin the keys: an empty or second one, or one with a zero byte, would let two fields
/// have one key.
fn check_storage(abi: &ContractAbi) -> Result<(), ModuleError> {
    let mut names = BTreeSet::new();
    for field in &abi.storage {
        let indexes = field.indexes.iter().map(|index| format!("{}.{}", field.name, index.name));
        for name in std::iter::once(field.name.clone()).chain(indexes) {
            if field.name.is_empty() || name.contains('\0') || name.ends_with('.') {
                return refused(
                    "a storage field or index has no name, or one with a zero byte".into(),
                );
            }
            if name.len() >= limits::KEY_LEN_BYTES_MAX {
                return refused(format!("storage name {name} is longer than a key"));
            }
            if let Some(name) = names.replace(name) {
                return refused(format!("storage name {name} is given twice"));
            }
        }
    }
    Ok(())
}

fn check_guard(abi: &ContractAbi, method: &MethodDef) -> Result<(), ModuleError> {
    let (field, kind) = match &method.guard {
        GuardDef::Open => return Ok(()),
        GuardDef::Owner { field } => (field, StorageKind::Owner),
        GuardDef::Roles { field, roles } if !roles.is_empty() => (field, StorageKind::Roles),
        GuardDef::Roles { .. } => {
            return refused(format!("method {} is for no role at all", method.name));
        }
    };
    if !matches!(method.kind, MethodKind::Write | MethodKind::Read) {
        return refused(format!("method {} runs once and has a guard", method.name));
    }
    if abi.storage.iter().any(|stored| stored.name == *field && stored.kind == kind) {
        Ok(())
    } else {
        refused(format!("the guard of method {} names no {kind:?} field: {field}", method.name))
    }
}

fn refused(problem: String) -> Result<(), ModuleError> {
    Err(ModuleError::Abi { problem })
}
