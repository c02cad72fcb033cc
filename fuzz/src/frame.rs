//! A module around function bodies that are raw bytes: host functions, a table, globals,
//! memory and functions of several types to call.

use crate::bodies::Body;
use sandpact_abi::host;
use sandpact_test_modules::generated;
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, FunctionSection, GlobalSection, GlobalType, ImportSection, MemorySection,
    MemoryType, Module, RefType, TableSection, TableType, TypeSection, ValType,
};

/// Types of the functions, in turn. The first is that of methods.
const TYPES: [(&[ValType], Option<ValType>); 4] = [
    (&[ValType::I32], None),
    (&[], None),
    (&[ValType::I32], Some(ValType::I32)),
    (&[ValType::I64, ValType::I32], Some(ValType::I64)),
];

/// Elements of the table.
const TABLE_ELEMENTS: u32 = 12;

/// The module with these bodies: `create`, `run`, then others.
pub fn module(bodies: &[Body<'_>]) -> Vec<u8> {
    let mut module = Module::new();
    module.section(&types()).section(&imports());
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for (index, body) in (0..).zip(bodies) {
        let ty = type_of(index);
        functions.function(ty);
        code.function(&body.function(result_of(ty)));
    }
    module.section(&functions).section(&table()).section(&memory()).section(&globals());
    module.section(&exports()).section(&elements(count(bodies.len())));
    module.section(&code).section(&data());
    generated::described(module.finish())
}

/// Number in [`TYPES`] of a defined function; the two methods have the first.
fn type_of(index: u32) -> u32 {
    index.saturating_sub(1).checked_rem(count(TYPES.len())).unwrap_or(0)
}

fn result_of(ty: u32) -> Option<ValType> {
    TYPES.get(usize::try_from(ty).ok()?).and_then(|(_, result)| *result)
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

fn imported() -> u32 {
    count(host::FUNCTIONS.len())
}

fn encoded(ty: host::ValType) -> ValType {
    match ty {
        host::ValType::I32 => ValType::I32,
        host::ValType::I64 => ValType::I64,
    }
}

/// [`TYPES`], then one for each host function.
fn types() -> TypeSection {
    let mut types = TypeSection::new();
    for (params, result) in TYPES {
        types.ty().function(params.iter().copied(), result);
    }
    for function in host::FUNCTIONS {
        let params = function.params.iter().map(|ty| encoded(*ty));
        types.ty().function(params, function.result.map(encoded));
    }
    types
}

fn imports() -> ImportSection {
    let mut imports = ImportSection::new();
    for (index, function) in (count(TYPES.len())..).zip(host::FUNCTIONS) {
        imports.import(host::MODULE, function.name, EntityType::Function(index));
    }
    imports
}

fn table() -> TableSection {
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: u64::from(TABLE_ELEMENTS),
        maximum: None,
        shared: false,
    });
    tables
}

fn memory() -> MemorySection {
    let mut memories = MemorySection::new();
    let ty = MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    };
    memories.memory(ty);
    memories
}

/// Of both types, one that may be written and one that may not.
fn globals() -> GlobalSection {
    let mut globals = GlobalSection::new();
    for mutable in [true, false] {
        let ty = |val_type| GlobalType { val_type, mutable, shared: false };
        globals.global(ty(ValType::I32), &ConstExpr::i32_const(7));
        globals.global(ty(ValType::I64), &ConstExpr::i64_const(-7));
    }
    globals
}

fn exports() -> ExportSection {
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("method.create", ExportKind::Func, imported());
    exports.export("method.run", ExportKind::Func, imported().saturating_add(1));
    exports
}

/// Two host functions, then every function of the module.
fn elements(functions: u32) -> ElementSection {
    let mut elements = ElementSection::new();
    let indices: Vec<u32> =
        (0..2).chain(imported()..imported().saturating_add(functions)).collect();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(indices.into()));
    elements
}

fn data() -> DataSection {
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(8), *b"data");
    data
}
