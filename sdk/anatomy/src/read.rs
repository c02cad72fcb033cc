//! Bytes to a [`Module`].

use crate::module::{AnatomyError, Body, Module, Section};
use wasmparser::{ElementItems, ExternalKind, FunctionBody, Imports, Parser, Payload, TypeRef};

impl<'a> Module<'a> {
    /// Takes a module apart. What it means is not checked.
    ///
    /// # Errors
    /// [`AnatomyError`] when the bytes cannot be parsed.
    pub fn read(bytes: &'a [u8]) -> Result<Self, AnatomyError> {
        let mut module = Self {
            bytes,
            sections: Vec::new(),
            types: Vec::new(),
            imports: Vec::new(),
            function_types: Vec::new(),
            exports: Vec::new(),
            table: Vec::new(),
            bodies: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            if let Some((id, range)) = payload.as_section() {
                module.sections.push(Section { name: section_name(id, &payload), range });
            }
            module.take(payload)?;
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), AnatomyError> {
        match payload {
            Payload::TypeSection(section) => {
                for ty in section.into_iter_err_on_gc_types() {
                    self.types.push(ty?);
                }
            }
            Payload::ImportSection(section) => {
                for imports in section {
                    self.take_imports(imports?);
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    self.function_types.push(ty?);
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.exports.push((export.name, export.index));
                    }
                }
            }
            Payload::ElementSection(section) => {
                for element in section {
                    if let ElementItems::Functions(items) = element?.items {
                        for item in items {
                            self.table.push(item?);
                        }
                    }
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(read_body(&body)?),
            _ => {}
        }
        Ok(())
    }

    fn take_imports(&mut self, imports: Imports<'a>) {
        if let Imports::Single(_, import) = imports
            && let TypeRef::Func(ty) = import.ty
        {
            self.imports.push(import.name);
            self.function_types.push(ty);
        }
    }
}

fn read_body<'a>(body: &FunctionBody<'a>) -> Result<Body<'a>, AnatomyError> {
    let operators = body.get_operators_reader()?.into_iter().collect::<Result<_, _>>()?;
    Ok(Body { range: body.range(), operators })
}

/// Names of sections: WebAssembly core specification 2.0, 5.5.2.
fn section_name(id: u8, payload: &Payload<'_>) -> String {
    if let Payload::CustomSection(section) = payload {
        return section.name().to_owned();
    }
    const NAMES: [&str; 13] = [
        "custom",
        "type",
        "import",
        "function",
        "table",
        "memory",
        "global",
        "export",
        "start",
        "element",
        "code",
        "data",
        "data count",
    ];
    let name = NAMES.get(usize::from(id)).map(|name| (*name).to_owned());
    name.unwrap_or_else(|| format!("section {id}"))
}
