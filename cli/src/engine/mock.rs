//! A module that answers calls by a list: what stands in for a contract in a test is a contract
//! too, and its calls are metered and undone like any other's.

use crate::error::CliError;
use sandpact_abi::{
    ABI_SECTION, ContractAbi, GuardDef, METHOD_EXPORT_PREFIX, MethodDef, MethodKind, TypeDef,
    limits::ARGS_LEN_BYTES_MAX,
};
use sandpact_testing_protocol::{MockAnswer, MockModule};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, CustomSection, DataSection, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, ImportSection, InstructionSink, MemArg,
    MemorySection, MemoryType, Module, TypeSection, ValType,
};

/// Host functions that a mock imports, by their place.
const IMPORTS: [(&str, u32); 4] = [
    ("context_input_read", TYPE_I32),
    ("context_return", TYPE_I32_I32),
    ("context_revert", TYPE_I32_I32_I32),
    ("context_abort", TYPE_I32_I32),
];
const INPUT_READ: u32 = 0;
const RETURN: u32 = 1;
const REVERT: u32 = 2;
const ABORT: u32 = 3;

/// The first function behind them.
const MATCHES: u32 = 4;

const TYPE_I32: u32 = 0;
const TYPE_I32_I32: u32 = 1;
const TYPE_I32_I32_I32: u32 = 2;
const TYPE_MATCHES: u32 = 3;

/// The arguments are read to the start of memory; what is compared and returned lies behind.
const DATA_START: usize = ARGS_LEN_BYTES_MAX;

/// Length of a page of memory (WebAssembly core specification, 4.2.8).
const PAGE_LEN_BYTES: usize = 65_536;

/// The module of a mock.
pub fn module(mock: &MockModule) -> Result<Vec<u8>, CliError> {
    let too_long = || CliError::input("Mock", format!("the answers of {} are too long", mock.name));
    let mut methods = mock.methods.clone();
    methods.push(init());
    let mut data = Data::default();
    let mut code = CodeSection::new();
    code.function(&matches_function());
    for method in &methods {
        code.function(&method_function(method, &mock.answers, &mut data).ok_or_else(too_long)?);
    }
    let mut module = Module::new();
    module.section(&types()).section(&imports());
    let mut functions = FunctionSection::new();
    functions.function(TYPE_MATCHES);
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    for (place, method) in (MATCHES.saturating_add(1)..).zip(&methods) {
        functions.function(TYPE_I32);
        let name = format!("{METHOD_EXPORT_PREFIX}{}", method.name);
        exports.export(&name, ExportKind::Func, place);
    }
    let memory_len = DATA_START.saturating_add(data.bytes.len());
    let pages = u64::try_from(memory_len.div_ceil(PAGE_LEN_BYTES)).map_err(|_| too_long())?;
    let mut memory = MemorySection::new();
    memory.memory(MemoryType {
        minimum: pages,
        maximum: Some(pages),
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let start = i32::try_from(DATA_START).map_err(|_| too_long())?;
    let mut segments = DataSection::new();
    segments.active(0, &ConstExpr::i32_const(start), data.bytes.iter().copied());
    let abi = description(mock, methods).to_section();
    module.section(&functions).section(&memory).section(&exports).section(&code);
    module.section(&segments);
    module.section(&CustomSection { name: ABI_SECTION.into(), data: abi.into() });
    Ok(module.finish())
}

fn types() -> TypeSection {
    let mut types = TypeSection::new();
    for params in 1..=3 {
        types.ty().function(vec![ValType::I32; params], []);
    }
    types.ty().function([ValType::I32; 3], [ValType::I32]);
    types
}

fn imports() -> ImportSection {
    let mut imports = ImportSection::new();
    for (name, ty) in IMPORTS {
        imports.import(sandpact_abi::host::MODULE, name, EntityType::Function(ty));
    }
    imports
}

/// A mock is deployed like any contract, without arguments.
fn init() -> MethodDef {
    MethodDef {
        name: "mock_created".into(),
        docs: "Does nothing.".into(),
        kind: MethodKind::Init,
        is_reentrant: false,
        args: Vec::new(),
        returns: TypeDef::Tuple(Vec::new()),
        guard: GuardDef::Open,
    }
}

fn description(mock: &MockModule, methods: Vec<MethodDef>) -> ContractAbi {
    ContractAbi {
        name: format!("mock_of_{}", mock.name),
        version: "0.0.0".into(),
        docs: "Stands in for a contract in a test.".into(),
        methods,
        errors: Vec::new(),
        events: Vec::new(),
        storage: Vec::new(),
    }
}

/// Bytes of the data segment.
#[derive(Default)]
struct Data {
    bytes: Vec<u8>,
}

impl Data {
    /// Adds bytes; their place in memory and their length.
    fn add(&mut self, bytes: &[u8]) -> Option<(i32, i32)> {
        let place = i32::try_from(DATA_START.checked_add(self.bytes.len())?).ok()?;
        self.bytes.extend_from_slice(bytes);
        Some((place, i32::try_from(bytes.len()).ok()?))
    }
}

/// Reads the arguments, then does what the first fitting answer says.
fn method_function(
    method: &MethodDef,
    answers: &[MockAnswer],
    data: &mut Data,
) -> Option<Function> {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    if method.kind == MethodKind::Init {
        code.end();
        return Some(function);
    }
    code.local_get(0).if_(BlockType::Empty).i32_const(0).call(INPUT_READ).end();
    for answer in answers.iter().filter(|answer| answer.method == method.name) {
        match &answer.args {
            Some(args) => {
                let (place, len) = data.add(args)?;
                code.local_get(0).i32_const(place).i32_const(len).call(MATCHES);
            }
            None => {
                code.i32_const(1);
            }
        }
        code.if_(BlockType::Empty);
        match &answer.result {
            Ok(value) => {
                let (place, len) = data.add(value)?;
                code.i32_const(place).i32_const(len).call(RETURN);
            }
            Err((number, fields)) => {
                let (place, len) = data.add(fields)?;
                code.i32_const(number.cast_signed()).i32_const(place).i32_const(len).call(REVERT);
            }
        }
        code.return_().end();
    }
    let (place, len) = data.add(b"the mock has no answer for this call")?;
    code.i32_const(place).i32_const(len).call(ABORT).end();
    Some(function)
}

/// `(args_len, expected, expected_len) -> 1` when the arguments are these bytes.
fn matches_function() -> Function {
    let mut function = Function::new([(1, ValType::I32)]);
    let mut code = function.instructions();
    let (args_len, expected, len, at) = (0, 1, 2, 3);
    code.local_get(args_len).local_get(len).i32_ne();
    code.if_(BlockType::Empty).i32_const(0).return_().end();
    code.loop_(BlockType::Empty);
    code.local_get(at).local_get(len).i32_eq();
    code.if_(BlockType::Empty).i32_const(1).return_().end();
    load_byte(&mut code, None, at);
    load_byte(&mut code, Some(expected), at);
    code.i32_ne().if_(BlockType::Empty).i32_const(0).return_().end();
    code.local_get(at).i32_const(1).i32_add().local_set(at).br(0).end();
    code.unreachable().end();
    function
}

fn load_byte(code: &mut InstructionSink<'_>, base: Option<u32>, at: u32) {
    code.local_get(at);
    if let Some(base) = base {
        code.local_get(base).i32_add();
    }
    code.i32_load8_u(MemArg { offset: 0, align: 0, memory_index: 0 });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sandpact_runtime::check_module;

    #[test]
    fn a_mock_is_a_module_that_a_ledger_takes() {
        let method = MethodDef { name: "price".into(), kind: MethodKind::Read, ..init() };
        let answer = |args, result| MockAnswer { method: "price".into(), args, result };
        let mock = MockModule {
            name: "Prices".into(),
            methods: vec![method],
            answers: vec![
                answer(Some(vec![1, 2]), Ok(vec![3])),
                answer(Some(vec![]), Err((100, vec![7]))),
                answer(None, Ok(vec![])),
            ],
        };
        let report = check_module(&module(&mock).unwrap()).unwrap();
        assert_eq!(report.abi.name, "mock_of_Prices");
    }
}
