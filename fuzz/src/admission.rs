//! Admission: every input gets a verdict, within a bound of memory.

use crate::{
    input,
    memory::{Bound, bounded},
};
use sandpact_abi::{ContractAbi, MethodKind, limits, module_limits};
use sandpact_module::{ModuleError, ModuleReport, check_module};
use wasm_encoder::{CustomSection, Encode as _, Section as _};

/// What checking a module may take. Its operators are kept while it is checked: 161 bytes for
/// each of the module were measured, 44 MB in all for the longest module.
/// The fixed part is for a description, which a few bytes can write out to its limit of 256 KiB:
/// see `arguments/description.rs`.
const MEMORY: Bound = Bound { per_byte: 256, fixed: 64 * 1024 * 1024 };

/// # Panics
/// On a finding.
pub fn check(bytes: &[u8]) {
    let Some(code) = input::module(bytes) else { return };
    match bounded(code.len(), MEMORY, || check_module(&code)) {
        Ok(report) => accepted(&code, &report),
        Err(error) => refused(&error),
    }
}

fn refused(error: &ModuleError) {
    assert!((12_000..13_000).contains(&error.code()), "code {} of {error}", error.code());
}

/// The report is true and within the limits, and only sections that mean something count.
fn accepted(code: &[u8], report: &ModuleReport) {
    let within = |limit: module_limits::ModuleLimit, value: usize| {
        assert!(u64::try_from(value).is_ok_and(|value| value <= limit.max), "{}", limit.name);
    };
    assert_eq!(report.code_len_bytes, code.len());
    within(module_limits::MODULE_LEN_BYTES, report.code_len_bytes);
    within(module_limits::IMPORTS, report.imports.len());
    within(module_limits::FUNCTIONS, report.functions);
    assert!(report.memory_initial_pages <= module_limits::MEMORY_INITIAL_PAGES.max);
    assert!(report.memory_initial_pages <= report.memory_pages_max);
    assert!(report.memory_pages_max <= limits::MEMORY_PAGES_MAX);
    assert!(u64::from(report.static_stack_bytes) <= module_limits::STACK_HEIGHT_BYTES.max);
    let inits = report.abi.methods.iter().filter(|method| method.kind == MethodKind::Init);
    assert_eq!(inits.count(), 1, "init methods");
    assert_eq!(ContractAbi::from_section(&report.abi.to_section()).as_ref(), Ok(&report.abi));
    wasmparser::validate(code).unwrap_or_else(|error| panic!("taken, but not valid: {error}"));
    let longer = check_module(&with_custom_section(code));
    let mut expected = report.clone();
    if let Ok(longer) = &longer {
        (expected.code_len_bytes, expected.deploy_gas) = (longer.code_len_bytes, longer.deploy_gas);
        let length = module_limits::MODULE_LEN_BYTES.code;
        let uses = expected.limits.iter_mut().zip(&longer.limits);
        uses.filter(|(used, _)| used.limit.code == length)
            .for_each(|(used, longer)| used.value = longer.value);
    }
    assert_eq!(longer, Ok(expected), "a custom section changes the verdict");
}

fn with_custom_section(code: &[u8]) -> Vec<u8> {
    let section = CustomSection { name: "note".into(), data: (&b"note"[..]).into() };
    let mut longer = code.to_vec();
    longer.push(section.id());
    section.encode(&mut longer);
    longer
}
