//! Which functions can come to a call of a host function.

use crate::module::Module;
use std::collections::BTreeSet;
use wasmparser::Operator;

/// Every function that is or may call the import of this name, directly or through others.
/// A call through the table may reach each function of the table that has its type.
pub fn reaching(module: &Module<'_>, import: &str) -> BTreeSet<u32> {
    let is_import = |index: &u32| {
        usize::try_from(*index).ok().and_then(|index| module.imports.get(index)) == Some(&import)
    };
    let imports = u32::try_from(module.imports.len()).unwrap_or(u32::MAX);
    let mut found: BTreeSet<u32> = (0..imports).filter(is_import).collect();
    // Callers of what was found, again and again until there are none.
    loop {
        let before = found.len();
        for (index, body) in module.bodies.iter().enumerate() {
            if body.operators.iter().any(|operator| calls_any(module, operator, &found)) {
                found.insert(module.number(index));
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// Whether an operator may call one of these functions.
pub fn calls_any(module: &Module<'_>, operator: &Operator<'_>, functions: &BTreeSet<u32>) -> bool {
    match operator {
        Operator::Call { function_index } => functions.contains(function_index),
        Operator::CallIndirect { type_index, .. } => {
            let has_type = |function: &&u32| same_type(module, **function, *type_index);
            module.table.iter().filter(has_type).any(|function| functions.contains(function))
        }
        _ => false,
    }
}

/// The functions that a function may call, itself left out.
pub fn callees(module: &Module<'_>, function: u32) -> BTreeSet<u32> {
    let operators = module.body(function).map(|body| body.operators.as_slice());
    let mut all = BTreeSet::new();
    for operator in operators.unwrap_or_default() {
        match operator {
            Operator::Call { function_index } => {
                all.insert(*function_index);
            }
            Operator::CallIndirect { type_index, .. } => {
                let typed = |target: &&u32| same_type(module, **target, *type_index);
                all.extend(module.table.iter().filter(typed));
            }
            _ => {}
        }
    }
    all
}

/// The function and all that it may come to.
pub fn below(module: &Module<'_>, function: u32) -> BTreeSet<u32> {
    let mut all = BTreeSet::from([function]);
    let mut open = vec![function];
    while let Some(next) = open.pop() {
        open.extend(callees(module, next).into_iter().filter(|callee| all.insert(*callee)));
    }
    all
}

fn same_type(module: &Module<'_>, function: u32, type_index: u32) -> bool {
    let ty = |index: u32| module.types.get(usize::try_from(index).ok()?);
    let declared = usize::try_from(function).ok();
    let declared = declared.and_then(|index| module.function_types.get(index).copied());
    declared.and_then(ty).is_some_and(|declared| ty(type_index) == Some(declared))
}
