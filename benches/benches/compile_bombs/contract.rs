//! A contract of many equal functions, with as many declarations as are asked for.

use sandpact_abi::{
    ABI_SECTION, ContractAbi, GuardDef, METHOD_EXPORT_PREFIX, MethodDef, MethodKind, TypeDef, host,
};
use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    MemorySection, MemoryType, Module, RefType, TableSection, TableType, TypeSection, ValType,
};

/// Index of `create`, the first function after the one import; the helpers follow it.
const CREATE: u32 = 1;
/// Functions to call: one of no parameter and one of many. Both call the host.
pub const HELPERS: [u32; 2] = [CREATE + 1, CREATE + 2];
const FIRST: u32 = CREATE + 3;

/// Types of the methods and of the two helpers.
const TYPE_METHOD: u32 = 0;
pub const TYPE_PLAIN: u32 = 1;
pub const TYPE_MANY: u32 = 2;
pub const MANY_PARAMS: u32 = 32;

/// How much there is of everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Contract {
    pub functions: u32,
    /// More function types, with this many parameters each.
    pub types: u32,
    pub params: u32,
    pub globals: u32,
    pub exports: u32,
    /// Functions in the table, each of which can be called from outside.
    pub elements: u32,
}

impl Contract {
    /// The module; each function has this body.
    pub fn bytes(&self, body: &Function) -> Vec<u8> {
        let elements: Vec<u32> = HELPERS.into_iter().chain(FIRST..FIRST + self.elements).collect();
        let mut segments = ElementSection::new();
        segments.active(
            None,
            &ConstExpr::i32_const(0),
            Elements::Functions((&elements[..]).into()),
        );
        let abi = CustomSection { name: ABI_SECTION.into(), data: abi().to_section().into() };
        let mut module = Module::new();
        module
            .section(&self.types())
            .section(ImportSection::new().import(
                host::MODULE,
                "context_time",
                EntityType::Function(TYPE_PLAIN),
            ))
            .section(&self.functions())
            .section(&tables(u64::try_from(elements.len()).unwrap()))
            .section(&memory())
            .section(&self.globals())
            .section(&self.exports())
            .section(&segments)
            .section(&self.code(body))
            .section(&abi);
        module.finish()
    }

    fn types(&self) -> TypeSection {
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32], []);
        types.ty().function([], [ValType::I64]);
        types.ty().function((0..MANY_PARAMS).map(|_| ValType::I64), [ValType::I64]);
        for number in 0..self.types {
            // Their parameters spell their number, so that no two are equal.
            let param = |bit: u32| {
                if number >> bit.min(31) & 1 == 1 { ValType::I32 } else { ValType::I64 }
            };
            types.ty().function((0..self.params).map(param), []);
        }
        types
    }

    fn functions(&self) -> FunctionSection {
        let mut functions = FunctionSection::new();
        functions.function(TYPE_METHOD).function(TYPE_PLAIN).function(TYPE_MANY);
        (0..self.functions).for_each(|_| {
            functions.function(TYPE_METHOD);
        });
        functions
    }

    fn globals(&self) -> GlobalSection {
        let mut globals = GlobalSection::new();
        let ty = GlobalType { val_type: ValType::I64, mutable: true, shared: false };
        (0..=self.globals).for_each(|_| {
            globals.global(ty, &ConstExpr::i64_const(0));
        });
        globals
    }

    fn exports(&self) -> ExportSection {
        let mut exports = ExportSection::new();
        exports.export("memory", ExportKind::Memory, 0);
        exports.export(&format!("{METHOD_EXPORT_PREFIX}create"), ExportKind::Func, CREATE);
        (0..self.exports).for_each(|number| {
            exports.export(&format!("export{number}"), ExportKind::Func, CREATE);
        });
        exports
    }

    fn code(&self, body: &Function) -> CodeSection {
        let mut code = CodeSection::new();
        let mut create = Function::new([]);
        create.instructions().end();
        code.function(&create);
        for _ in HELPERS {
            let mut helper = Function::new([]);
            helper.instructions().call(0).end();
            code.function(&helper);
        }
        (0..self.functions).for_each(|_| {
            code.function(body);
        });
        code
    }
}

fn tables(elements: u64) -> TableSection {
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: elements,
        maximum: Some(elements),
        shared: false,
    });
    tables
}

fn memory() -> MemorySection {
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    memories
}

fn abi() -> ContractAbi {
    let create = MethodDef {
        name: "create".into(),
        docs: String::new(),
        kind: MethodKind::Init,
        is_reentrant: false,
        args: Vec::new(),
        returns: TypeDef::Tuple(Vec::new()),
        guard: GuardDef::Open,
    };
    ContractAbi {
        name: "bomb".into(),
        version: "0.0.0".into(),
        docs: String::new(),
        methods: vec![create],
        errors: Vec::new(),
        events: Vec::new(),
        storage: Vec::new(),
    }
}
