//! From a place in a module's code to lines of its source.

use crate::{
    SymbolError, SymbolFile,
    places::{PLACES, Places},
};
use addr2line::{
    Context,
    gimli::{Dwarf, EndianSlice, LittleEndian},
};
use rustc_demangle::demangle;
use std::collections::BTreeMap;
use wasmparser::{BinaryReader, Name, NameSectionReader};

/// A function in the source at a place of its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFrame {
    /// Path of the function, as the language writes it.
    pub function: String,
    /// The file, with no folder of the machine that built it.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column, from 1.
    pub column: Option<u32>,
}

type Bytes<'a> = EndianSlice<'a, LittleEndian>;

/// Looks places of one module up.
pub struct Resolver<'a> {
    context: Context<Bytes<'a>>,
    places: Places,
    /// Names of the module's functions, by index.
    names: BTreeMap<u32, &'a str>,
}

impl<'a> Resolver<'a> {
    /// Reads the symbols of a module.
    ///
    /// # Errors
    /// [`SymbolError::Debug`].
    pub fn new(symbols: &'a SymbolFile) -> Result<Self, SymbolError> {
        let unreadable =
            |error: addr2line::gimli::Error| SymbolError::Debug { reason: error.to_string() };
        let section = |id: addr2line::gimli::SectionId| {
            Ok(EndianSlice::new(symbols.section(id.name()), LittleEndian))
        };
        let dwarf = Dwarf::load(section).map_err(unreadable)?;
        let context = Context::from_dwarf(dwarf).map_err(unreadable)?;
        let places = Places::decode(symbols.section(PLACES));
        Ok(Self { context, places, names: names(symbols.section("name")) })
    }

    /// The functions at a place of the code, innermost first: where code was inlined there are
    /// several. `offset` counts from the start of the code section, `function` is the index of
    /// the function there. At least one frame, if only with a name.
    #[must_use]
    pub fn frames(&self, function: u32, offset: u32) -> Vec<SourceFrame> {
        let mut frames = self.inlined(u64::from(self.places.linked(offset))).unwrap_or_default();
        if frames.is_empty() {
            frames.push(SourceFrame {
                function: self.function_name(function),
                file: None,
                line: None,
                column: None,
            });
        }
        frames
    }

    /// Name of a function of the module.
    #[must_use]
    pub fn function_name(&self, function: u32) -> String {
        match self.names.get(&function) {
            Some(name) => format!("{:#}", demangle(name)),
            None => format!("function {function}"),
        }
    }

    fn inlined(&self, offset: u64) -> Option<Vec<SourceFrame>> {
        let mut found = self.context.find_frames(offset).skip_all_loads().ok()?;
        let mut frames = Vec::new();
        while let Ok(Some(frame)) = found.next() {
            let name = frame.function.as_ref().and_then(|name| name.raw_name().ok());
            let place = frame.location.as_ref();
            frames.push(SourceFrame {
                function: name
                    .map_or_else(|| "?".to_owned(), |name| format!("{:#}", demangle(&name))),
                file: place.and_then(|place| place.file).map(str::to_owned),
                line: place.and_then(|place| place.line).filter(|line| *line > 0),
                column: place.and_then(|place| place.column).filter(|column| *column > 0),
            });
        }
        Some(frames)
    }
}

impl SourceFrame {
    /// `FILE:LINE`, as far as it is known.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let file = self.file.as_deref()?;
        Some(self.line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}")))
    }

    /// Whether it is code that every contract has: the language's libraries, this SDK and the
    /// codec that it uses. What a contract did wrong is in the frame that called it.
    #[must_use]
    pub fn is_library(&self) -> bool {
        let file = self.file.as_deref().unwrap_or_default();
        let in_library = ["core", "alloc", "std", "compiler-builtins", "stdarch"]
            .iter()
            .any(|library| file.contains(&format!("/library/{library}/")));
        let of = |start: &str| {
            let function = self.function.trim_start_matches('<');
            function.starts_with(start)
        };
        let in_codec = file.contains("/parity-scale-codec-");
        in_library
            || in_codec
            || ["core::", "alloc::", "sandpact_sdk::", "__rustc::"].into_iter().any(of)
    }
}

impl SymbolFile {
    /// What functions are called, by their number, as far as the module's names say.
    #[must_use]
    pub fn function_names(&self) -> BTreeMap<u32, String> {
        let named = names(self.section("name")).into_iter();
        named.map(|(function, name)| (function, format!("{:#}", demangle(name)))).collect()
    }
}

/// Names of functions in a name section; one that cannot be read has none.
fn names(section: &[u8]) -> BTreeMap<u32, &str> {
    let mut names = BTreeMap::new();
    let reader = NameSectionReader::new(BinaryReader::new(section, 0));
    for part in reader.into_iter().flatten() {
        if let Name::Function(functions) = part {
            names.extend(functions.into_iter().flatten().map(|naming| (naming.index, naming.name)));
        }
    }
    names
}
