//! An npm package in TypeScript: the client of one contract, and below `src/sandpact` the
//! runtime part that all of them share, which is `sdk/client/typescript/src`.

mod client;
mod ty;

use super::{File, GenerateError, docs, names};
use crate::types::NamedTypes;
use sandpact_abi::ContractAbi;
use serde_json::{Value, json};

macro_rules! runtime {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../typescript/src/", $name)))),*]
    };
}

/// The runtime part, file by file.
const RUNTIME: &[(&str, &str)] = runtime![
    "bytes.ts",
    "codec.ts",
    "command.ts",
    "contract.ts",
    "error.ts",
    "index.ts",
    "key.ts",
    "transaction.ts",
    "transport.ts",
];

/// The runtime part's manifest: generated packages need what it needs.
const RUNTIME_MANIFEST: &str = include_str!("../../../typescript/package.json");

/// Words that name something else in a module of TypeScript, or in every module here.
const TAKEN: &[&str] = &[
    "abstract",
    "any",
    "arguments",
    "as",
    "async",
    "await",
    "bigint",
    "boolean",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "declare",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "from",
    "function",
    "get",
    "if",
    "implements",
    "import",
    "in",
    "infer",
    "instanceof",
    "interface",
    "is",
    "keyof",
    "let",
    "module",
    "namespace",
    "never",
    "new",
    "null",
    "number",
    "object",
    "of",
    "package",
    "private",
    "protected",
    "public",
    "readonly",
    "require",
    "return",
    "set",
    "static",
    "string",
    "super",
    "switch",
    "symbol",
    "this",
    "throw",
    "true",
    "try",
    "type",
    "typeof",
    "undefined",
    "unique",
    "unknown",
    "var",
    "void",
    "while",
    "with",
    "yield",
    "Promise",
    "Uint8Array",
    "sandpact",
    "description",
    "Arguments",
    "Returns",
    "argumentsOf",
    "returnsOf",
];

/// The files of the package.
///
/// # Errors
/// [`GenerateError`] when something in the description is no name.
pub fn package(abi: &ContractAbi) -> Result<Vec<File>, GenerateError> {
    let mut files = vec![
        file("package.json", format!("{:#}\n", manifest(abi))),
        file("tsconfig.json", format!("{:#}\n", compiler_options())),
        file("README.md", readme(abi)),
        file("src/index.ts", module(abi)?),
    ];
    files.extend(RUNTIME.iter().map(|(name, text)| file(&format!("src/sandpact/{name}"), *text)));
    Ok(files)
}

/// The module of the contract alone.
///
/// # Errors
/// [`GenerateError`] when something in the description is no name.
pub fn module(abi: &ContractAbi) -> Result<String, GenerateError> {
    names::check(abi)?;
    let class = names::pascal(&abi.name);
    let mut taken: Vec<String> = TAKEN.iter().map(|&word| word.to_owned()).collect();
    taken.extend(["", "Error", "Event"].map(|suffix| format!("{class}{suffix}")));
    let types = NamedTypes::reserving(abi, &taken);
    Ok(client::module(abi, &types, &class))
}

fn file(path: &str, contents: impl Into<String>) -> File {
    File { path: path.to_owned(), contents: contents.into() }
}

fn manifest(abi: &ContractAbi) -> Value {
    let runtime: Value = serde_json::from_str(RUNTIME_MANIFEST).expect("our own manifest is JSON");
    json!({
        "name": format!("sandpact-{}", abi.name.replace('_', "-").to_ascii_lowercase()),
        "version": abi.version,
        "description": docs::line(&abi.docs),
        "private": true,
        "type": "module",
        "engines": runtime["engines"],
        "exports": {
            ".": { "types": "./dist/index.d.ts", "default": "./dist/index.js" },
            "./command": {
                "types": "./dist/sandpact/command.d.ts",
                "default": "./dist/sandpact/command.js",
            },
        },
        "files": ["dist", "src"],
        "scripts": { "build": "tsc" },
        "dependencies": runtime["dependencies"],
        "devDependencies": {
            "@types/node": runtime["devDependencies"]["@types/node"],
            "typescript": runtime["devDependencies"]["typescript"],
        },
    })
}

fn compiler_options() -> Value {
    json!({
        "compilerOptions": {
            "target": "ES2022",
            "lib": ["ES2024"],
            "module": "NodeNext",
            "moduleResolution": "NodeNext",
            "types": ["node"],
            "rootDir": "src",
            "outDir": "dist",
            "declaration": true,
            "strict": true,
            "exactOptionalPropertyTypes": true,
            "noUncheckedIndexedAccess": true,
            "verbatimModuleSyntax": true,
        },
        "include": ["src"],
    })
}

fn readme(abi: &ContractAbi) -> String {
    let class = names::pascal(&abi.name);
    let (name, version, about) = (&abi.name, &abi.version, docs::line(&abi.docs));
    format!(
        "# {name} {version}

{about}

The typed client of this contract, written by `sandpact client typescript`. Write it anew when the
contract changes; nothing in it is edited by hand.

```sh
npm install && npm run build
```

```ts
import {{ {class}, KeyPair }} from \"./dist/index.js\";
import {{ CommandTransport }} from \"./dist/sandpact/command.js\";

const ledger = new CommandTransport({{ ledger: \"./sandpact-ledger\" }});
const contract = new {class}(ledger, \"ADDRESS OF THE CONTRACT\");
```

Every argument, result, error and event has its type in `src/index.ts`; `docs/clients.md` of sandpact
says which TypeScript stands for what.
"
    )
}
