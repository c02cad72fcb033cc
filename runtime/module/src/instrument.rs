//! The rewritten module: widened types, metered bodies, one more global, and
//! only the exports that the host uses.

use super::{
    HEIGHT_EXPORT, PROBE, PROBE_MODULE,
    charge::Plan,
    emit::{BodyContext, Moved, Watching, emit_body, value_type},
    error::ModuleError,
    global_export,
    height::Heights,
    parse::Parsed,
};
use sandpact_abi::{METHOD_EXPORT_PREFIX, host};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, FunctionSection, GlobalSection, GlobalType, ImportSection, MemorySection,
    MemoryType, Module, RefType, TableSection, TableType, TypeSection, ValType,
    reencode::{Reencode, RoundtripReencoder},
};
use wasmparser::ExternalKind;

/// Writes the instrumented module. The same input gives the same bytes everywhere.
///
/// # Errors
/// [`ModuleError::Feature`] for anything the writer does not know; the parser admits none
/// of that. How long the result is decides nothing: where charges stand is no rule.
pub fn instrument(
    module: &Parsed<'_>,
    heights: &Heights,
    plans: &[Plan],
    watching: Option<&mut Watching>,
) -> Result<Vec<u8>, ModuleError> {
    let mut out = Module::new();
    let is_probed = watching.as_deref().is_some_and(Watching::is_probed);
    let moved = Moved::new(module.imports.len(), is_probed);
    out.section(&types(module, is_probed)?);
    out.section(&imports(module, is_probed));
    let mut functions = FunctionSection::new();
    for type_index in &module.functions {
        functions.function(*type_index);
    }
    out.section(&functions);
    out.section(&tables(module));
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: module.memory.initial,
        maximum: module.memory.maximum,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    out.section(&memories);
    out.section(&globals(module)?);
    out.section(&exports(module, moved));
    out.section(&elements(module, moved)?);
    out.section(&code(module, heights, plans, moved, watching)?);
    out.section(&data(module)?);
    Ok(out.finish())
}

/// Every function type with the gas as one more last parameter and last result; behind them
/// that of a probe.
fn types(module: &Parsed<'_>, is_probed: bool) -> Result<TypeSection, ModuleError> {
    let mut types = TypeSection::new();
    for ty in &module.types {
        let widened = |side: &[wasmparser::ValType]| {
            side.iter()
                .map(|ty| value_type(*ty))
                .chain([Ok(ValType::I64)])
                .collect::<Result<Vec<_>, _>>()
        };
        types.ty().function(widened(ty.params())?, widened(ty.results())?);
    }
    if is_probed {
        types.ty().function([ValType::I32, ValType::I64], []);
    }
    Ok(types)
}

fn imports(module: &Parsed<'_>, is_probed: bool) -> ImportSection {
    let mut imports = ImportSection::new();
    for (function, type_index) in &module.imports {
        imports.import(host::MODULE, function.name, EntityType::Function(*type_index));
    }
    if is_probed {
        let probe_type = u32::try_from(module.types.len()).unwrap_or(u32::MAX);
        imports.import(PROBE_MODULE, PROBE, EntityType::Function(probe_type));
    }
    imports
}

fn tables(module: &Parsed<'_>) -> TableSection {
    let mut tables = TableSection::new();
    if let Some(table) = &module.table {
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: table.initial,
            maximum: table.maximum,
            shared: false,
        });
    }
    tables
}

/// The source's globals, then the stack height and the number one.
fn globals(module: &Parsed<'_>) -> Result<GlobalSection, ModuleError> {
    let mut globals = GlobalSection::new();
    for global in &module.globals {
        globals.global(
            GlobalType {
                val_type: value_type(global.ty.content_type)?,
                mutable: global.ty.mutable,
                shared: false,
            },
            &constant(&global.init_expr)?,
        );
    }
    let height = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    globals.global(height, &ConstExpr::i32_const(0));
    // Mutable, though nothing sets it, so that no compiler knows that it is one.
    let one = GlobalType { val_type: ValType::I64, mutable: true, shared: false };
    globals.global(one, &ConstExpr::i64_const(1));
    Ok(globals)
}

fn height_global(module: &Parsed<'_>) -> u32 {
    u32::try_from(module.globals.len()).unwrap_or(u32::MAX)
}

fn exports(module: &Parsed<'_>, moved: Moved) -> ExportSection {
    let mut exports = ExportSection::new();
    for export in &module.exports {
        match export.kind {
            ExternalKind::Memory => {
                exports.export(export.name, ExportKind::Memory, export.index);
            }
            ExternalKind::Func if export.name.starts_with(METHOD_EXPORT_PREFIX) => {
                exports.export(export.name, ExportKind::Func, moved.index(export.index));
            }
            _ => {}
        }
    }
    exports.export(HEIGHT_EXPORT, ExportKind::Global, height_global(module));
    let mutable = (0_u32..).zip(&module.globals).filter(|(_, global)| global.ty.mutable);
    for (number, (index, _)) in (0..).zip(mutable) {
        exports.export(&global_export(number), ExportKind::Global, index);
    }
    exports
}

fn elements(module: &Parsed<'_>, moved: Moved) -> Result<ElementSection, ModuleError> {
    let mut elements = ElementSection::new();
    for (offset, items) in &module.elements {
        let items: Vec<u32> = items.iter().map(|item| moved.index(*item)).collect();
        elements.active(None, &constant(offset)?, Elements::Functions(items.into()));
    }
    Ok(elements)
}

fn code(
    module: &Parsed<'_>,
    heights: &Heights,
    plans: &[Plan],
    moved: Moved,
    mut watching: Option<&mut Watching>,
) -> Result<CodeSection, ModuleError> {
    let mut code = CodeSection::new();
    for (index, (body, plan)) in module.bodies.iter().zip(plans).enumerate() {
        let function =
            u32::try_from(module.imports.len().saturating_add(index)).unwrap_or(u32::MAX);
        let ty = module
            .function_type(function)
            .ok_or(ModuleError::Invalid { message: "function without type".into(), offset: 0 })?;
        let context = BodyContext {
            ty,
            height: heights.passed.get(index).and_then(Option::as_ref),
            height_global: height_global(module),
            one_global: height_global(module).saturating_add(1),
            bulk_byte_ticks: module.prices.bulk_byte,
            function,
            moved,
        };
        code.function(&emit_body(&context, body, plan, watching.as_deref_mut())?);
    }
    Ok(code)
}

fn data(module: &Parsed<'_>) -> Result<DataSection, ModuleError> {
    let mut data = DataSection::new();
    for (offset, bytes) in &module.data {
        data.active(0, &constant(offset)?, bytes.iter().copied());
    }
    Ok(data)
}

fn constant(expression: &wasmparser::ConstExpr<'_>) -> Result<ConstExpr, ModuleError> {
    RoundtripReencoder
        .const_expr(expression.clone())
        .map_err(|error| ModuleError::Feature { feature: error.to_string() })
}
