//! Cutting a linked module into what is deployed and what is kept for people.

use crate::{SymbolError, SymbolFile};
use sandpact_abi::{ABI_SECTION, Hash};
use sha3::{Digest as _, Sha3_256};
use wasmparser::{Parser, Payload};

/// A module and its symbols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// What is deployed: all sections but the custom ones, of which the contract's
    /// description alone stays. Byte for byte those of the linked module.
    pub module: Vec<u8>,
    /// Debug information and names.
    pub symbols: SymbolFile,
}

/// Cuts a module as it comes from the linker. A module without symbols stays as it is, and
/// has a symbol file without sections.
///
/// # Errors
/// [`SymbolError::Module`].
pub fn split(linked: &[u8]) -> Result<Split, SymbolError> {
    let invalid = |error: wasmparser::BinaryReaderError| SymbolError::Module {
        reason: error.message().to_owned(),
    };
    let (mut module, mut kept_to) = (Vec::with_capacity(linked.len()), 0);
    let (mut sections, mut end) = (Vec::new(), 0);
    for payload in Parser::new(0).parse_all(linked) {
        let payload = payload.map_err(invalid)?;
        match &payload {
            Payload::CustomSection(section) if section.name() != ABI_SECTION => {
                // Its head, an id and a length, lies between the section before and its body.
                module.extend(linked.get(kept_to..end).unwrap_or_default());
                kept_to = section.range().end;
                if is_symbols(section.name()) {
                    sections.push((section.name().to_owned(), section.data().to_vec()));
                }
            }
            _ => {}
        }
        if let Some(to) = end_of(&payload) {
            end = to;
        }
    }
    module.extend(linked.get(kept_to..).unwrap_or_default());
    let code_hash = Hash(Sha3_256::digest(&module).into());
    Ok(Split { module, symbols: SymbolFile { code_hash, sections } })
}

fn is_symbols(name: &str) -> bool {
    name == "name" || name.starts_with(".debug_")
}

/// Where a section, or the module's header, ends.
fn end_of(payload: &Payload<'_>) -> Option<usize> {
    match payload {
        Payload::Version { range, .. } => Some(range.end),
        // Bodies lie within the section.
        Payload::CodeSectionEntry(_) => None,
        Payload::CodeSectionStart { range, .. } => Some(range.end),
        other => other.as_section().map(|(_, range)| range.end),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_encoder::{
        CodeSection, CustomSection, Function, FunctionSection, Instruction, Module, TypeSection,
    };

    fn linked(with: &[&'static str]) -> Vec<u8> {
        let custom = |name: &'static str| CustomSection {
            name: name.into(),
            data: b"some bytes".as_slice().into(),
        };
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        module.section(&types);
        if let Some(first) = with.first() {
            module.section(&custom(first));
        }
        let mut functions = FunctionSection::new();
        functions.function(0);
        module.section(&functions);
        let mut body = Function::new([]);
        body.instruction(&Instruction::End);
        let mut code = CodeSection::new();
        code.function(&body);
        module.section(&code);
        module.section(&custom(ABI_SECTION));
        for name in with.iter().skip(1) {
            module.section(&custom(name));
        }
        module.finish()
    }

    #[test]
    fn only_custom_sections_go_and_the_description_stays() {
        let plain = linked(&[]);
        let untouched = split(&plain).unwrap();
        assert_eq!(untouched.module, plain);
        assert!(untouched.symbols.sections.is_empty());
        let full = linked(&["target_features", ".debug_line", "producers", "name"]);
        let cut = split(&full).unwrap();
        assert_eq!(cut.module, plain);
        assert_eq!(cut.symbols.code_hash, untouched.symbols.code_hash);
        let names: Vec<_> = cut.symbols.sections.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, [".debug_line", "name"]);
        assert!(matches!(split(b"no module"), Err(SymbolError::Module { .. })));
        assert!(split(full.get(..full.len() - 1).unwrap()).is_err());
    }
}
