//! Methods that may go through all of their storage.

use super::{Finding, UNBOUNDED_ITERATION};
use crate::graph;
use crate::loops::has_unbounded;
use crate::module::Module;
use crate::sizes::Names;
use sandpact_abi::METHOD_EXPORT_PREFIX;
use std::collections::BTreeSet;

/// The host function that finds the next storage key.
const NEXT_KEY: &str = "storage_next";

/// Each method that can come to a loop over storage keys without a visible bound.
pub fn unbounded(module: &Module<'_>, names: &Names) -> Vec<Finding> {
    let reaching = graph::reaching(module, NEXT_KEY);
    let is_unbounded = |function: &u32| {
        module.body(*function).is_some_and(|body| has_unbounded(module, body, &reaching))
    };
    let unbounded: BTreeSet<u32> = reaching.iter().copied().filter(is_unbounded).collect();
    let mut findings = Vec::new();
    for (name, function) in &module.exports {
        let Some(method) = name.strip_prefix(METHOD_EXPORT_PREFIX) else { continue };
        let below = graph::below(module, *function);
        if let Some(place) = unbounded.intersection(&below).next() {
            let place = module.name(names, *place).unwrap_or_else(|| format!("function {place}"));
            findings.push(Finding {
                lint: UNBOUNDED_ITERATION,
                place: method.to_owned(),
                message: format!("a loop over storage keys has no visible bound (in {place})"),
            });
        }
    }
    findings
}
