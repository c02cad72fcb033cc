//! Bytes to a validated, size-limited description. Section counts are checked
//! before anything is allocated for them.

use super::{
    body::{Body, read_body},
    error::ModuleError,
    feature,
    prices::Prices,
    uses::Uses,
};
use sandpact_abi::{
    ABI_SECTION, ContractAbi, host, limits::MEMORY_PAGES_MAX, module_limits as limits,
};
use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExternalKind, FuncType,
    FuncValidatorAllocations, Global, ImportSectionReader, Imports, MemoryType, Parser, Payload,
    TableType, TypeRef, ValidPayload, Validator,
};

/// A module that validates and keeps every limit.
pub struct Parsed<'a> {
    pub types: Vec<FuncType>,
    /// Host functions, in import order, with their type index.
    pub imports: Vec<(&'static host::Function, u32)>,
    /// Type index of each defined function.
    pub functions: Vec<u32>,
    pub table: Option<TableType>,
    pub memory: MemoryType,
    pub prices: Prices,
    pub globals: Vec<Global<'a>>,
    pub exports: Vec<Export<'a>>,
    pub elements: Vec<(ConstExpr<'a>, Vec<u32>)>,
    pub data: Vec<(ConstExpr<'a>, &'a [u8])>,
    pub bodies: Vec<Body<'a>>,
    pub abi: ContractAbi,
    /// Estimated gas of compiling it.
    pub compile_gas: u64,
    /// What it uses of each limit that was checked here.
    pub uses: Uses,
}

/// An export.
pub struct Export<'a> {
    pub name: &'a str,
    pub kind: ExternalKind,
    pub index: u32,
}

impl Parsed<'_> {
    /// The type of a function by its index over imports and definitions.
    pub fn function_type(&self, index: u32) -> Option<&FuncType> {
        let index = usize::try_from(index).ok()?;
        let type_index = match self.imports.get(index) {
            Some((_, type_index)) => *type_index,
            None => *self.functions.get(index.checked_sub(self.imports.len())?)?,
        };
        self.types.get(usize::try_from(type_index).ok()?)
    }
}

/// Collects what the sections hold until the whole module was read.
#[derive(Default)]
struct Sections<'a> {
    types: Vec<FuncType>,
    imports: Vec<(&'static host::Function, u32)>,
    functions: Vec<u32>,
    table: Option<TableType>,
    memory: Option<MemoryType>,
    globals: Vec<Global<'a>>,
    exports: Vec<Export<'a>>,
    elements: Vec<(ConstExpr<'a>, Vec<u32>)>,
    data: Vec<(ConstExpr<'a>, &'a [u8])>,
    bodies: Vec<Body<'a>>,
    totals: Totals,
    uses: Uses,
    abi: Option<ContractAbi>,
}

/// Sums over the functions read so far; a module ends to be read with the first over its
/// limit.
#[derive(Default)]
struct Totals {
    locals: u64,
    blocks: u64,
    br_table_targets: u64,
    blocks_times_locals: u64,
    loops_times_locals: u64,
    compile_gas: u64,
}

impl Totals {
    fn add(&mut self, body: &Body<'_>, uses: &mut Uses) -> Result<(), ModuleError> {
        let (blocks, locals) = (body.counts.blocks, u64::from(body.local_count));
        let loops = u64::from(body.loop_nesting);
        for (sum, more, limit) in [
            (&mut self.locals, locals, &limits::MODULE_LOCALS),
            (&mut self.blocks, blocks, &limits::MODULE_BLOCKS),
            (
                &mut self.br_table_targets,
                body.counts.br_table_targets,
                &limits::MODULE_BR_TABLE_TARGETS,
            ),
            (
                &mut self.blocks_times_locals,
                blocks.saturating_mul(locals),
                &limits::MODULE_BLOCKS_TIMES_LOCALS,
            ),
            (
                &mut self.loops_times_locals,
                loops.saturating_mul(locals),
                &limits::MODULE_LOOPS_TIMES_LOCALS,
            ),
            (&mut self.compile_gas, body.counts.compile_gas(), &limits::COMPILE_GAS),
        ] {
            *sum = sum.saturating_add(more);
            uses.limit(limit, *sum)?;
        }
        Ok(())
    }
}

/// Parses, validates and limits a module.
///
/// # Errors
/// [`ModuleError`]; the first thing found, in file order.
pub fn parse(code: &[u8]) -> Result<Parsed<'_>, ModuleError> {
    let mut parser = Parser::new(0);
    parser.set_features(feature::ACCEPTED);
    let mut validator = Validator::new_with_features(feature::ACCEPTED);
    let mut allocations = FuncValidatorAllocations::default();
    let mut sections = Sections::default();
    sections.uses.limit(&limits::MODULE_LEN_BYTES, wide(code.len()))?;
    for payload in parser.parse_all(code) {
        let payload = payload?;
        limit_counts(&payload, &mut sections.uses)?;
        match validator.payload(&payload)? {
            ValidPayload::Func(function, body) => {
                let mut function = function.into_validator(std::mem::take(&mut allocations));
                let body = read_body(&mut function, &body, sections.prices(), &mut sections.uses)?;
                sections.totals.add(&body, &mut sections.uses)?;
                sections.bodies.push(body);
                allocations = function.into_allocations();
            }
            _ => sections.read(payload)?,
        }
    }
    sections.finish()
}

/// Refuses a section by its declared count, before its items are read.
fn limit_counts(payload: &Payload<'_>, uses: &mut Uses) -> Result<(), ModuleError> {
    let (limit, count) = match payload {
        Payload::TypeSection(section) => (&limits::TYPES, section.count()),
        Payload::ImportSection(section) => (&limits::IMPORTS, section.count()),
        Payload::FunctionSection(section) => (&limits::FUNCTIONS, section.count()),
        Payload::TableSection(section) => (&limits::TABLES, section.count()),
        Payload::GlobalSection(section) => (&limits::GLOBALS, section.count()),
        Payload::ExportSection(section) => (&limits::EXPORTS, section.count()),
        Payload::ElementSection(section) => (&limits::ELEMENT_SEGMENTS, section.count()),
        Payload::DataSection(section) => (&limits::DATA_SEGMENTS, section.count()),
        Payload::StartSection { .. } => return Err(ModuleError::Start),
        Payload::TagSection(_) => return Err(unaccepted("exception tags")),
        Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => {
            return Err(unaccepted("component model"));
        }
        _ => return Ok(()),
    };
    uses.limit(limit, u64::from(count))
}

impl<'a> Sections<'a> {
    fn read(&mut self, payload: Payload<'a>) -> Result<(), ModuleError> {
        match payload {
            Payload::TypeSection(section) => {
                for ty in section.into_iter_err_on_gc_types() {
                    self.add_type(ty?)?;
                }
            }
            Payload::ImportSection(section) => self.read_imports(section)?,
            Payload::FunctionSection(section) => {
                self.functions = section.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::TableSection(section) => {
                for table in section {
                    self.table = Some(limited_table(table?.ty, &mut self.uses)?);
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    self.memory = Some(limited_memory(memory?, &mut self.uses)?);
                }
            }
            Payload::GlobalSection(section) => {
                self.globals = section.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    self.add_export(Export {
                        name: export.name,
                        kind: export.kind,
                        index: export.index,
                    })?;
                }
            }
            Payload::ElementSection(section) => {
                for element in section {
                    self.add_element(element?)?;
                }
            }
            Payload::DataSection(section) => {
                for data in section {
                    self.add_data(data?)?;
                }
            }
            Payload::CustomSection(section) if section.name() == ABI_SECTION => {
                if self.abi.is_some() {
                    return Err(ModuleError::Abi { problem: "present twice".into() });
                }
                self.abi = Some(ContractAbi::from_section(section.data())?);
            }
            _ => {}
        }
        Ok(())
    }

    /// What operators cost; the memory stands before the code.
    fn prices(&self) -> Prices {
        let pages_max = self.memory.and_then(|memory| memory.maximum);
        Prices::of(pages_max.unwrap_or(MEMORY_PAGES_MAX))
    }

    fn add_type(&mut self, ty: FuncType) -> Result<(), ModuleError> {
        self.uses.limit(&limits::PARAMS, wide(ty.params().len()))?;
        self.types.push(ty);
        Ok(())
    }

    fn read_imports(&mut self, section: ImportSectionReader<'a>) -> Result<(), ModuleError> {
        for imports in section {
            let Imports::Single(_, import) = imports? else {
                return Err(unaccepted("compact imports"));
            };
            let refused = || ModuleError::Import {
                module: import.module.to_owned(),
                name: import.name.to_owned(),
            };
            let TypeRef::Func(type_index) = import.ty else { return Err(refused()) };
            let function = (import.module == host::MODULE)
                .then(|| host::function_named(import.name))
                .flatten()
                .ok_or_else(refused)?;
            let ty = usize::try_from(type_index).ok().and_then(|index| self.types.get(index));
            if !ty.is_some_and(|ty| has_signature(ty, function)) {
                return Err(refused());
            }
            self.imports.push((function, type_index));
        }
        Ok(())
    }

    fn add_export(&mut self, export: Export<'a>) -> Result<(), ModuleError> {
        self.uses.limit(&limits::EXPORT_NAME_LEN_BYTES, wide(export.name.len()))?;
        if export.name.starts_with(super::RESERVED_EXPORT_PREFIX) {
            return Err(ModuleError::Export { name: export.name.into(), problem: "reserved name" });
        }
        self.exports.push(export);
        Ok(())
    }

    fn add_element(&mut self, element: wasmparser::Element<'a>) -> Result<(), ModuleError> {
        let ElementKind::Active { offset_expr, .. } = element.kind else {
            return Err(unaccepted("passive element segment"));
        };
        let ElementItems::Functions(items) = element.items else {
            return Err(unaccepted("element expressions"));
        };
        self.uses.limit(&limits::SEGMENT_ELEMENTS, u64::from(items.count()))?;
        let items = items.into_iter().collect::<Result<Vec<_>, _>>()?;
        self.elements.push((offset_expr, items));
        Ok(())
    }

    fn add_data(&mut self, data: wasmparser::Data<'a>) -> Result<(), ModuleError> {
        match data.kind {
            DataKind::Active { offset_expr, .. } => self.data.push((offset_expr, data.data)),
            DataKind::Passive => return Err(unaccepted("passive data segment")),
        }
        Ok(())
    }

    fn finish(self) -> Result<Parsed<'a>, ModuleError> {
        let prices = self.prices();
        Ok(Parsed {
            types: self.types,
            imports: self.imports,
            functions: self.functions,
            table: self.table,
            prices,
            memory: self.memory.ok_or(ModuleError::Memory { problem: "none is declared" })?,
            globals: self.globals,
            exports: self.exports,
            elements: self.elements,
            data: self.data,
            bodies: self.bodies,
            abi: self.abi.ok_or_else(|| ModuleError::Abi { problem: "missing".into() })?,
            compile_gas: self.totals.compile_gas,
            uses: self.uses,
        })
    }
}

fn unaccepted(feature: &str) -> ModuleError {
    ModuleError::Feature { feature: feature.into() }
}

fn has_signature(ty: &FuncType, function: &host::Function) -> bool {
    let same = |ours: &host::ValType, theirs: &wasmparser::ValType| match ours {
        host::ValType::I32 => *theirs == wasmparser::ValType::I32,
        host::ValType::I64 => *theirs == wasmparser::ValType::I64,
    };
    ty.params().len() == function.params.len()
        && function.params.iter().zip(ty.params()).all(|(ours, theirs)| same(ours, theirs))
        && ty.results().len() == usize::from(function.result.is_some())
        && function.result.iter().zip(ty.results()).all(|(ours, theirs)| same(ours, theirs))
}

/// One table at most, never growing: its maximum becomes its size.
fn limited_table(table: TableType, uses: &mut Uses) -> Result<TableType, ModuleError> {
    uses.limit(&limits::TABLE_ELEMENTS, table.initial)?;
    Ok(TableType { maximum: Some(table.initial), ..table })
}

/// The memory with the protocol's cap as its maximum, whatever larger one was declared.
fn limited_memory(memory: MemoryType, uses: &mut Uses) -> Result<MemoryType, ModuleError> {
    uses.limit(&limits::MEMORY_INITIAL_PAGES, memory.initial)?;
    let maximum = memory.maximum.unwrap_or(u64::MAX).min(MEMORY_PAGES_MAX);
    Ok(MemoryType { maximum: Some(maximum), ..memory })
}

/// A count as the type of limits.
pub fn wide(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}
