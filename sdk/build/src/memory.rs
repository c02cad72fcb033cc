//! How far a contract's memory may grow: what a module declares decides what its loads cost
//! (`docs/gas.md`).

use wasm_encoder::{MemorySection, MemoryType, Section as _};
use wasmparser::{BinaryReaderError, Parser, Payload};

/// Pages of 64 KiB that a contract's memory may have unless its manifest says more: the most
/// that counts as near, `NEAR_MEMORY_PAGES_MAX` of `runtime/module/src/schedule.rs`.
pub const PAGES_MAX_DEFAULT: u64 = 16;

/// Most pages that a manifest may ask for, `MEMORY_PAGES_MAX` of `sdk/abi/src/limits.rs`.
pub const PAGES_MAX: u64 = sandpact_abi::limits::MEMORY_PAGES_MAX;

/// The module with this as its memory's maximum; all else is byte for byte as the linker left it.
/// A memory that begins larger keeps its size.
pub fn limited(linked: &[u8], pages_max: u64) -> Result<Vec<u8>, BinaryReaderError> {
    let (mut module, mut kept_to) = (Vec::with_capacity(linked.len()), 0);
    let mut end = 0;
    for payload in Parser::new(0).parse_all(linked) {
        let payload = payload?;
        if let Payload::MemorySection(section) = &payload {
            // Its head, an id and a length, lies between the section before and its body.
            module.extend(linked.get(kept_to..end).unwrap_or_default());
            kept_to = section.range().end;
            let mut memories = MemorySection::new();
            for memory in section.clone() {
                let memory = memory?;
                memories.memory(MemoryType {
                    minimum: memory.initial,
                    maximum: Some(pages_max.max(memory.initial)),
                    memory64: memory.memory64,
                    shared: memory.shared,
                    page_size_log2: memory.page_size_log2,
                });
            }
            memories.append_to(&mut module);
        }
        if let Some((_, range)) = payload.as_section() {
            end = range.end;
        } else if let Payload::Version { range, .. } = payload {
            end = range.end;
        }
    }
    module.extend(linked.get(kept_to..).unwrap_or_default());
    Ok(module)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, CustomSection, Function, FunctionSection, Instruction, Module, TypeSection,
    };

    fn module(memory: MemoryType) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut memories = MemorySection::new();
        memories.memory(memory);
        let mut body = Function::new([]);
        body.instruction(&Instruction::End);
        let mut code = CodeSection::new();
        code.function(&body);
        let custom = CustomSection { name: "name".into(), data: (&[1, 2, 3][..]).into() };
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&memories).section(&code);
        module.section(&custom);
        module.finish()
    }

    fn memory(minimum: u64, maximum: Option<u64>) -> MemoryType {
        MemoryType { minimum, maximum, memory64: false, shared: false, page_size_log2: None }
    }

    #[test]
    fn only_the_maximum_changes() {
        for (minimum, maximum, pages_max, expected) in
            [(1, None, 16, 16), (1, None, 200, 200), (3, Some(4), 16, 16), (20, None, 16, 20)]
        {
            let limited = limited(&module(memory(minimum, maximum)), pages_max).unwrap();
            assert_eq!(limited, module(memory(minimum, Some(expected))));
        }
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(limited(b"\0asm", 16).is_err());
        let whole = module(memory(1, None));
        assert!(limited(&whole[..whole.len() - 1], 16).is_err());
    }
}
