//! What the description says, and does not.

use super::{Finding, NO_DOCS, OPEN_WRITE_METHOD};
use sandpact_abi::{ContractAbi, GuardDef, MethodDef, MethodKind};

/// Whatever has no doc comment.
pub fn without_docs(abi: &ContractAbi) -> Vec<Finding> {
    let contract = [("contract", &abi.name, &abi.docs)];
    let methods = abi.methods.iter().map(|it| ("method", &it.name, &it.docs));
    let errors = abi.errors.iter().map(|it| ("error", &it.name, &it.docs));
    let events = abi.events.iter().map(|it| ("event", &it.name, &it.docs));
    let all = contract.into_iter().chain(methods).chain(errors).chain(events);
    let silent = all.filter(|(_, _, docs)| docs.trim().is_empty());
    let finding = |(kind, name, _): (&str, &String, &String)| Finding {
        lint: NO_DOCS,
        place: name.clone(),
        message: format!("the {kind} has no doc comment, so no tool can say what it means"),
    };
    silent.map(finding).collect()
}

/// Writing methods without a guard.
pub fn open_methods(abi: &ContractAbi) -> impl Iterator<Item = Finding> {
    let is_open =
        |method: &&MethodDef| method.kind == MethodKind::Write && method.guard == GuardDef::Open;
    abi.methods.iter().filter(is_open).map(|method| Finding {
        lint: OPEN_WRITE_METHOD,
        place: method.name.clone(),
        message: "anyone may call it, unless its own code refuses".to_owned(),
    })
}
