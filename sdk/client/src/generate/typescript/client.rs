//! The module of one contract.

use super::ty;
use crate::generate::docs;
use crate::types::NamedTypes;
use sandpact_abi::{ContractAbi, FieldDef, MethodDef, MethodKind, TypeDef};

/// Names that mean something for every object of JavaScript, or to `await`.
const SPECIAL_MEMBERS: [&str; 2] = ["constructor", "then"];

/// The whole text.
pub fn module(abi: &ContractAbi, types: &NamedTypes<'_>, class: &str) -> String {
    let definitions = types.iter().map(|(name, ty)| ty::definition(name, ty, types));
    let mut parts = vec![format!(
        "// Client of the contract {} {}, written by `sandpact client typescript`.\n\n\
         import * as sandpact from \"./sandpact/index.js\";\n\nexport * from \"./sandpact/index.js\";\n",
        abi.name, abi.version
    )];
    parts.extend(definitions);
    parts.extend([
        arguments(abi, types),
        returns(abi, types),
        errors(abi, types, class),
        events(abi, types, class),
        description(abi, types),
        client(abi, class),
    ]);
    parts.join("\n")
}

fn arguments(abi: &ContractAbi, types: &NamedTypes<'_>) -> String {
    let members = abi.methods.iter().map(|method| {
        let docs = ty::comment(&method.docs, "  ");
        let fields = ty::members(&method.args, types, "    ");
        format!("{docs}  {}: {};\n", method.name, object(&fields, "  "))
    });
    let codecs = abi.methods.iter().map(|method| {
        let codecs = ty::codecs(&method.args, types, "  ");
        let name = &method.name;
        format!("  {name}: sandpact.struct<Arguments[\"{name}\"]>({codecs}),\n")
    });
    format!(
        "/** What each method takes. */\nexport interface Arguments {{\n{}}}\n\n\
         export const argumentsOf: {{ readonly [M in keyof Arguments]: sandpact.Codec<Arguments[M]> }} \
         = {{\n{}}};\n",
        members.collect::<String>(),
        codecs.collect::<String>(),
    )
}

fn object(members: &str, indent: &str) -> String {
    if members.is_empty() { "{}".into() } else { format!("{{\n{members}{indent}}}") }
}

fn is_nothing(ty: &TypeDef) -> bool {
    matches!(ty, TypeDef::Tuple(parts) if parts.is_empty())
}

fn returns(abi: &ContractAbi, types: &NamedTypes<'_>) -> String {
    let members = abi.methods.iter().map(|method| {
        let ty = match &method.returns {
            ty if is_nothing(ty) => "void".to_owned(),
            ty => ty::name(ty, types),
        };
        format!("  {}: {ty};\n", method.name)
    });
    let codecs = abi.methods.iter().map(|method| {
        let codec = match &method.returns {
            ty if is_nothing(ty) => "sandpact.nothing".to_owned(),
            ty => ty::codec(ty, types),
        };
        format!("  {}: {codec},\n", method.name)
    });
    format!(
        "/** What each method returns. */\nexport interface Returns {{\n{}}}\n\n\
         export const returnsOf: {{ readonly [M in keyof Returns]: sandpact.Codec<Returns[M]> }} \
         = {{\n{}}};\n",
        members.collect::<String>(),
        codecs.collect::<String>(),
    )
}

/// `readonly data: {..}`, or nothing where there are no fields.
fn data(fields: &[FieldDef], types: &NamedTypes<'_>) -> String {
    match fields {
        [] => String::new(),
        fields => {
            let members = ty::members(fields, types, "        ");
            format!("\n      readonly data: {{\n{members}      }};")
        }
    }
}

fn errors(abi: &ContractAbi, types: &NamedTypes<'_>, class: &str) -> String {
    let all = abi.errors.iter().map(|error| {
        format!(
            "\n{}  | {{\n      readonly code: {};\n      readonly name: \"{}\";{}\n    }}",
            ty::comment(&error.docs, "  "),
            error.code,
            error.name,
            data(&error.fields, types),
        )
    });
    union(class, "Error", "Why a call was refused", all)
}

fn events(abi: &ContractAbi, types: &NamedTypes<'_>, class: &str) -> String {
    let all = abi.events.iter().map(|event| {
        let data = match data(&event.fields, types) {
            empty if empty.is_empty() => "\n      readonly data: {};".to_owned(),
            data => data,
        };
        let docs = ty::comment(&event.docs, "  ");
        format!("\n{docs}  | {{\n      readonly name: \"{}\";{data}\n    }}", event.name)
    });
    union(class, "Event", "What a call told the outside", all)
}

fn union(
    class: &str,
    suffix: &str,
    docs: &str,
    all: impl ExactSizeIterator<Item = String>,
) -> String {
    let all = if all.len() == 0 { " never".to_owned() } else { all.collect() };
    format!("/** {docs}. */\nexport type {class}{suffix} ={all};\n")
}

fn description(abi: &ContractAbi, types: &NamedTypes<'_>) -> String {
    let structure =
        |fields: &[FieldDef]| format!("sandpact.struct({})", ty::codecs(fields, types, "    "));
    let errors = abi.errors.iter().map(|error| {
        let codec = match error.fields.as_slice() {
            [] => "null".to_owned(),
            fields => structure(fields),
        };
        format!("    [{}, \"{}\", {codec}],\n", error.code, error.name)
    });
    let events = abi
        .events
        .iter()
        .map(|event| format!("    [\"{}\", {}],\n", event.name, structure(&event.fields)));
    format!(
        "/** The errors and events, for decoding them by code and name. */\n\
         export const description: sandpact.Description = {{\n  errors: [\n{}  ],\n  events: [\n{}  ],\n}};\n",
        errors.collect::<String>(),
        events.collect::<String>(),
    )
}

fn client(abi: &ContractAbi, class: &str) -> String {
    let init = abi.methods.iter().filter(|method| method.kind == MethodKind::Init);
    let deploy = init.map(|method| deployment(method, class)).collect::<String>();
    let methods = abi.methods.iter().filter_map(|method| match method.kind {
        MethodKind::Write => Some(writing(method, class)),
        MethodKind::Read => Some(reading(method, class)),
        MethodKind::Init | MethodKind::Migrate => None,
    });
    format!(
        "{docs}export class {class} {{
  readonly #contract: sandpact.Contract<{class}Error, {class}Event>;

  /** The contract at an address. */
  constructor(transport: sandpact.Transport, address: sandpact.Address) {{
    this.#contract = new sandpact.Contract(transport, address, description);
  }}

  /** A step of a transaction of several calls, for `sandpact.send`. */
  static invoke<M extends keyof Arguments>(
    contract: sandpact.Address,
    method: M,
    args: Arguments[M],
  ): sandpact.Call {{
    return {{ tag: \"Invoke\", value: {{ contract, method, args: argumentsOf[method].enc(args) }} }};
  }}
{deploy}{methods}}}
",
        docs = ty::comment(&abi.docs, ""),
        methods = methods.collect::<String>(),
    )
}

fn deployment(method: &MethodDef, class: &str) -> String {
    let (parameter, encoded) = parameters(method);
    format!(
        "
  /** Deploys the contract's module. {docs} */
  static async deploy(
    transport: sandpact.Transport,
    signer: sandpact.Signer,
    code: Uint8Array,
{parameter}    options: sandpact.CallOptions = {{}},
  ): Promise<sandpact.Receipt<sandpact.Address, {class}Error, {class}Event>> {{
    return sandpact.deploy(transport, signer, code, {encoded}, description, options);
  }}
",
        docs = docs::line(&method.docs).replace("*/", "*\u{2215}"),
    )
}

/// A parameter for the arguments where there are some, and the expression of their bytes.
fn parameters(method: &MethodDef) -> (String, String) {
    let name = &method.name;
    if method.args.is_empty() {
        (String::new(), "new Uint8Array()".into())
    } else {
        (format!("    args: Arguments[\"{name}\"],\n"), format!("argumentsOf.{name}.enc(args)"))
    }
}

fn writing(method: &MethodDef, class: &str) -> String {
    let name = &method.name;
    let (parameter, encoded) = parameters(method);
    format!(
        "
{docs}  async {member}(
    signer: sandpact.Signer,
{parameter}    options: sandpact.CallOptions = {{}},
  ): Promise<sandpact.Receipt<Returns[\"{name}\"], {class}Error, {class}Event>> {{
    return this.#contract.call(signer, \"{name}\", {encoded}, returnsOf.{name}, options);
  }}
",
        docs = ty::comment(&method.docs, "  "),
        member = member(name),
    )
}

fn reading(method: &MethodDef, class: &str) -> String {
    let name = &method.name;
    let (parameter, encoded) = parameters(method);
    format!(
        "
{docs}  async {member}(
{parameter}    options: sandpact.QueryOptions = {{}},
  ): Promise<sandpact.Answer<Returns[\"{name}\"], {class}Error>> {{
    return this.#contract.query(\"{name}\", {encoded}, returnsOf.{name}, options);
  }}
",
        docs = ty::comment(&method.docs, "  "),
        member = member(name),
    )
}

fn member(name: &str) -> String {
    if SPECIAL_MEMBERS.contains(&name) { format!("{name}_") } else { name.to_owned() }
}
