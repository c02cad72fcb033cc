//! Arguments by name, from the command line and a file, checked against the
//! contract's ABI.

use crate::args::MethodArgs;
use crate::error::CliError;
use sandpact_abi::{ContractAbi, MethodDef, MethodKind, code};
use sandpact_client::value::{ValueError, encode_arguments, parse_value};
use serde_json::{Map, Value};
use std::io::Read as _;
use std::path::Path;

/// The SCALE-encoded arguments of `method`.
pub fn encode(method: &MethodDef, typed: &MethodArgs) -> Result<Vec<u8>, CliError> {
    let mut by_name = match &typed.args_file {
        Some(path) => read_object(path)?,
        None => Map::new(),
    };
    for argument in &typed.args {
        let (name, text) = argument.split_once('=').ok_or_else(|| {
            CliError::input("Argument", format!("`{argument}`: expected NAME=VALUE"))
        })?;
        // An unknown name is reported with the known ones when all is encoded.
        let value = match method.args.iter().find(|field| field.name == name) {
            Some(field) => parse_value(name, text, &field.ty)?,
            None => Value::String(text.to_owned()),
        };
        if by_name.insert(name.to_owned(), value).is_some() {
            return Err(CliError::input("Argument", format!("{name}: given twice")));
        }
    }
    encode_arguments(method, &by_name).map_err(|error| in_method(method, &error))
}

/// Errors start with the path; the method goes in front, so that the line names both.
fn in_method(method: &MethodDef, error: &ValueError) -> CliError {
    CliError::input("Argument", format!("{}: {error}", method.name))
}

/// The method of this name that may be called in one of these ways.
pub fn method<'a>(
    abi: &'a ContractAbi,
    name: &str,
    kinds: &[MethodKind],
) -> Result<&'a MethodDef, CliError> {
    let callable = |method: &&MethodDef| kinds.contains(&method.kind);
    match abi.method(name) {
        Some(method) if callable(&method) => Ok(method),
        found => {
            let known = abi.methods.iter().filter(callable).map(|method| method.name.as_str());
            let known = known.collect::<Vec<_>>().join(", ");
            let problem = match found.map(|method| method.kind) {
                None => "has no method",
                Some(MethodKind::Migrate) => "runs only with an upgrade its method",
                Some(MethodKind::Init) => "runs only on deployment its method",
                Some(MethodKind::Write) => "answers no query by the writing method",
                Some(MethodKind::Read) => "cannot call the method",
            };
            let message = format!("{} {problem} `{name}`; possible are {known}", abi.name);
            Err(CliError::coded_input(code::UNKNOWN_METHOD, message))
        }
    }
}

/// The init method that every accepted contract has.
pub fn init_method(abi: &ContractAbi) -> Result<&MethodDef, CliError> {
    abi.methods.iter().find(|method| method.kind == MethodKind::Init).ok_or_else(|| {
        CliError::refused(code::MODULE_ABI, format!("{} has no init method", abi.name))
    })
}

fn read_object(path: &Path) -> Result<Map<String, Value>, CliError> {
    let mut text = String::new();
    let read = if path == Path::new("-") {
        std::io::stdin().read_to_string(&mut text)
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_string(&mut text))
    };
    read.map_err(|error| CliError::file(path, &error))?;
    serde_json::from_str(&text).map_err(|error| {
        CliError::input("Argument", format!("{}: no JSON object: {error}", path.display()))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sandpact_abi::{FieldDef, GuardDef, TypeDef};

    fn abi() -> ContractAbi {
        let arg = |name: &str, ty| FieldDef { name: name.into(), docs: String::new(), ty };
        let method = |name: &str, kind| MethodDef {
            name: name.into(),
            docs: String::new(),
            kind,
            is_reentrant: false,
            args: vec![arg("count", TypeDef::U16), arg("note", TypeDef::Text)],
            returns: TypeDef::Tuple(vec![]),
            guard: GuardDef::Open,
        };
        ContractAbi {
            name: "counter".into(),
            version: "0.1.0".into(),
            docs: String::new(),
            methods: vec![
                method("create", MethodKind::Init),
                method("add", MethodKind::Write),
                method("count", MethodKind::Read),
            ],
            errors: vec![],
            events: vec![],
            storage: vec![],
        }
    }

    fn typed(args: &[&str], args_file: Option<&Path>) -> Result<Vec<u8>, String> {
        let args = args.iter().map(|&arg| arg.to_owned()).collect();
        let typed = MethodArgs { args, args_file: args_file.map(Path::to_owned) };
        encode(abi().method("add").unwrap(), &typed).map_err(|error| error.line())
    }

    #[test]
    fn names_and_files_come_together() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, r#"{"note": "n"}"#).unwrap();
        assert_eq!(typed(&["count=258"], Some(file.path())), Ok(vec![2, 1, 4, b'n']));
        assert_eq!(typed(&["note=a=b", "count=1"], None), Ok(vec![1, 0, 12, b'a', b'=', b'b']));

        let message = |args: &[&str], path| typed(args, path).unwrap_err();
        assert_eq!(message(&["count"], None), "error: `count`: expected NAME=VALUE");
        assert_eq!(message(&["note=x", "note=y"], None), "error: note: given twice");
        assert_eq!(message(&["note=x"], Some(file.path())), "error: note: given twice");
        assert_eq!(
            message(&["count=65536", "note=x"], None),
            "error: add: count: 65536 is above 65535"
        );
        assert_eq!(
            message(&["cont=1", "note=x"], None),
            "error: add: cont: there is no such field; known are `count`, `note`"
        );
        std::fs::write(&file, "[]").unwrap();
        assert!(message(&[], Some(file.path())).contains("no JSON object"));
        assert!(message(&[], Some(Path::new("/nowhere"))).starts_with("error: /nowhere: "));
    }

    #[test]
    fn only_methods_of_the_right_kind_are_found() {
        let abi = abi();
        let writing = [MethodKind::Write, MethodKind::Read];
        assert_eq!(method(&abi, "count", &writing).unwrap().name, "count");
        let line = |name, kinds: &[MethodKind]| method(&abi, name, kinds).unwrap_err().line();
        assert_eq!(
            line("x", &writing),
            "error[15002]: counter has no method `x`; possible are add, count"
        );
        assert_eq!(
            line("add", &[MethodKind::Read]),
            "error[15002]: counter answers no query by the writing method `add`; possible are count"
        );
        assert_eq!(
            line("create", &writing),
            "error[15002]: counter runs only on deployment its method `create`; possible are add, count"
        );
    }
}
