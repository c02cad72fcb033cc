//! Contracts written as WebAssembly text, for what no compiler would emit.

use sandpact_abi::{
    ABI_SECTION, ContractAbi, GuardDef, METHOD_EXPORT_PREFIX, MethodDef, MethodKind, TypeDef, host,
};
use wasm_encoder::{CustomSection, Encode as _, Section as _};

/// A module in text: methods and whatever else it needs.
#[derive(Clone, Debug, Default)]
pub struct ModuleText {
    /// Method name, kind and body of `(func (param $len i32) ...)`.
    pub methods: Vec<(String, MethodKind, String)>,
    /// Everything else: functions, globals, data.
    pub rest: String,
}

/// A module with an empty init method and these methods, each given as name and body.
#[must_use]
pub fn module(methods: &[(&str, &str)], rest: &str) -> Vec<u8> {
    let mut all = vec![method("create", MethodKind::Init, "")];
    all.extend(methods.iter().map(|(name, body)| method(name, MethodKind::Write, body)));
    ModuleText { methods: all, rest: rest.to_owned() }.bytes()
}

/// One method of a [`ModuleText`].
#[must_use]
pub fn method(name: &str, kind: MethodKind, body: &str) -> (String, MethodKind, String) {
    (name.to_owned(), kind, body.to_owned())
}

impl ModuleText {
    /// The module with all host functions imported under their names and one memory.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.bytes_reentrant(&[])
    }

    /// As [`ModuleText::bytes`]; these methods are marked reentrant.
    #[must_use]
    pub fn bytes_reentrant(&self, reentrant: &[&str]) -> Vec<u8> {
        described(self.module("1"), &self.abi(reentrant))
    }

    /// As [`ModuleText::bytes`], with this many pages of memory at start.
    #[must_use]
    pub fn bytes_of_pages(&self, pages: u32) -> Vec<u8> {
        self.bytes_of_memory(&pages.to_string())
    }

    /// As [`ModuleText::bytes`], with these pages of memory: those at start and, if it has a
    /// maximum of its own, those, as in `1 16`.
    #[must_use]
    pub fn bytes_of_memory(&self, pages: &str) -> Vec<u8> {
        described(self.module(pages), &self.abi(&[]))
    }

    /// As [`ModuleText::bytes`], with its description changed.
    #[must_use]
    pub fn bytes_described(&self, change: impl FnOnce(&mut ContractAbi)) -> Vec<u8> {
        let mut abi = self.abi(&[]);
        change(&mut abi);
        described(self.module("1"), &abi)
    }

    /// The module without its description.
    fn module(&self, pages: &str) -> Vec<u8> {
        let functions: String = self
            .methods
            .iter()
            .map(|(name, _, body)| {
                format!(
                    "(func (export \"{METHOD_EXPORT_PREFIX}{name}\") (param $len i32) {body})\n"
                )
            })
            .collect();
        let memory = format!("(memory (export \"memory\") {pages})");
        let text = format!("(module {}\n{memory}\n{functions}\n{})", imports(), self.rest);
        wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    /// `module` with the description of these methods appended.
    #[must_use]
    pub fn with_description(&self, module: Vec<u8>) -> Vec<u8> {
        described(module, &self.abi(&[]))
    }

    fn abi(&self, reentrant: &[&str]) -> ContractAbi {
        let methods = self.methods.iter().map(|(name, kind, _)| MethodDef {
            name: name.clone(),
            docs: String::new(),
            kind: *kind,
            is_reentrant: reentrant.contains(&name.as_str()),
            args: Vec::new(),
            returns: TypeDef::Tuple(Vec::new()),
            guard: GuardDef::Open,
        });
        ContractAbi {
            name: "text".into(),
            version: "0.0.0".into(),
            docs: String::new(),
            methods: methods.collect(),
            errors: Vec::new(),
            events: Vec::new(),
            storage: Vec::new(),
        }
    }
}

/// The module with a custom section, which changes its hash and nothing else.
#[must_use]
pub fn numbered(code: &[u8], number: u8) -> Vec<u8> {
    [code, &[0, 3, 1, b'n', number]].concat()
}

/// `module` with its description changed.
#[must_use]
pub fn redescribed(module: &[u8], change: impl FnOnce(&mut ContractAbi)) -> Vec<u8> {
    let (mut kept, mut abi) = (module[..HEAD_LEN_BYTES].to_vec(), None);
    let mut rest = &module[HEAD_LEN_BYTES..];
    while !rest.is_empty() {
        let (len, len_of_len) = leb(&rest[1..]);
        let (section, after) = rest.split_at(1 + len_of_len + len);
        let contents = &section[1 + len_of_len..];
        match description(section[0], contents) {
            Some(bytes) => abi = ContractAbi::from_section(bytes).ok(),
            None => kept.extend_from_slice(section),
        }
        rest = after;
    }
    let mut abi = abi.expect("a module with a description");
    change(&mut abi);
    described(kept, &abi)
}

/// The magic number and the version of a module.
const HEAD_LEN_BYTES: usize = 8;

/// The description, if it is the contents of this section.
fn description(id: u8, contents: &[u8]) -> Option<&[u8]> {
    let (len, len_of_len) = if id == 0 { leb(contents) } else { return None };
    let (name, bytes) = contents[len_of_len..].split_at(len);
    (name == ABI_SECTION.as_bytes()).then_some(bytes)
}

/// A number in LEB128 and how many bytes it takes.
fn leb(bytes: &[u8]) -> (usize, usize) {
    let len = bytes.iter().position(|byte| byte & 0x80 == 0).unwrap() + 1;
    let digits = bytes[..len].iter().rev();
    (digits.fold(0, |sum, byte| (sum << 7) + usize::from(byte & 0x7f)), len)
}

/// `module` with its description appended.
fn described(mut module: Vec<u8>, abi: &ContractAbi) -> Vec<u8> {
    let section = CustomSection { name: ABI_SECTION.into(), data: abi.to_section().into() };
    module.push(section.id());
    section.encode(&mut module);
    module
}

/// Imports of all host functions, as text.
#[must_use]
pub fn imports() -> String {
    let names = |types: &[host::ValType]| {
        let names = types.iter().map(|ty| match ty {
            host::ValType::I32 => "i32 ",
            host::ValType::I64 => "i64 ",
        });
        names.collect::<String>()
    };
    let imports = host::FUNCTIONS.iter().map(|function| {
        let result = match function.result {
            Some(result) => format!("(result {})", names(&[result])),
            None => String::new(),
        };
        let (name, params) = (function.name, names(function.params));
        format!("(import \"sandpact\" \"{name}\" (func ${name} (param {params}) {result}))\n")
    });
    imports.collect()
}
