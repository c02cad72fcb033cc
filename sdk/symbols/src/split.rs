//! Cutting a linked module into what is deployed and what is kept for people.

use crate::{
    SymbolError, SymbolFile,
    places::{self, PLACES},
    shorten::{Shortened, push_unsigned},
};
use sandpact_abi::{ABI_SECTION, Hash};
use sha3::{Digest as _, Sha3_256};
use wasmparser::{BinaryReaderError, Parser, Payload};

/// Length of a module's magic number and version.
const HEADER_LEN_BYTES: usize = 8;

/// Number of the code section.
const CODE: u8 = 10;

/// A module and its symbols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// What is deployed: all sections but the custom ones, of which the contract's
    /// description alone stays. What they say is what the linked module says; lengths of
    /// sections and numbers in the code have as few bytes as they can.
    pub module: Vec<u8>,
    /// Debug information and names.
    pub symbols: SymbolFile,
}

/// Cuts a module as it comes from the linker. A module without symbols has a symbol file
/// without sections.
///
/// # Errors
/// [`SymbolError::Module`].
pub fn split(linked: &[u8]) -> Result<Split, SymbolError> {
    cut(linked).map_err(|error| SymbolError::Module { reason: error.message().to_owned() })
}

fn cut(linked: &[u8]) -> Result<Split, BinaryReaderError> {
    let mut module = linked.get(..HEADER_LEN_BYTES).unwrap_or_default().to_vec();
    let (mut sections, mut code) = (Vec::new(), None);
    for payload in Parser::new(0).parse_all(linked) {
        let payload = payload?;
        // Functions follow the start of their section.
        if !matches!(payload, Payload::CodeSectionEntry(_))
            && let Some(Shortened { contents, places, .. }) = code.take()
        {
            push_section(&mut module, CODE, &contents);
            sections.push((PLACES.to_owned(), places::encode(&places)));
        }
        match &payload {
            Payload::CodeSectionStart { count, range, .. } => {
                code = Some(Shortened::new(*count, range.start));
            }
            Payload::CodeSectionEntry(body) => {
                if let Some(code) = &mut code {
                    code.push(linked, body)?;
                }
            }
            Payload::CustomSection(section) if section.name() != ABI_SECTION => {
                if is_symbols(section.name()) {
                    sections.push((section.name().to_owned(), section.data().to_vec()));
                }
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    push_section(&mut module, id, linked.get(range).unwrap_or_default());
                }
            }
        }
    }
    if sections.iter().all(|(name, _)| name == PLACES) {
        sections.clear();
    }
    let code_hash = Hash(Sha3_256::digest(&module).into());
    Ok(Split { module, symbols: SymbolFile { code_hash, sections } })
}

fn push_section(module: &mut Vec<u8>, id: u8, contents: &[u8]) {
    module.push(id);
    push_unsigned(module, contents.len() as u64);
    module.extend(contents);
}

fn is_symbols(name: &str) -> bool {
    name == "name" || name.starts_with(".debug_")
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
        body.instruction(&Instruction::Nop);
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
        assert_eq!(names, [PLACES, ".debug_line", "name"]);
        assert!(matches!(split(b"no module"), Err(SymbolError::Module { .. })));
        assert!(split(full.get(..full.len() - 1).unwrap()).is_err());
    }

    /// A module whose one function drops a constant that is written as a linker leaves it.
    fn padded() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut body = Function::new([]);
        // nop, i32.const 5 in five bytes, drop, end
        body.raw([0x01, 0x41, 0x85, 0x80, 0x80, 0x80, 0x00, 0x1a, 0x0b]);
        let mut code = CodeSection::new();
        code.function(&body);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code);
        module.section(&CustomSection { name: "name".into(), data: b"".as_slice().into() });
        module.finish()
    }

    #[test]
    fn code_is_shortened_and_its_places_are_found() {
        let Split { module, symbols } = split(&padded()).unwrap();
        let code = [CODE, 8, 1, 6, 0, 0x01, 0x41, 5, 0x1a, 0x0b];
        assert!(module.ends_with(&code), "{module:02x?}");
        wasmparser::validate(&module).unwrap();
        let places = places::Places::decode(symbols.section(PLACES));
        // From the start of the contents: the function, its nop, the constant, drop, end.
        for (short, linked) in [(2, 2), (3, 3), (4, 4), (6, 10), (7, 11)] {
            assert_eq!(places.linked(short), linked, "{short}");
        }
        assert_eq!(split(&module).unwrap().module, module);
    }
}
