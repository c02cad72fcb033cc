//! The contract that every pair begins with, and how to change it.

pub mod interface;
pub mod storage;

use sandpact_abi::{
    ContractAbi, ErrorDef, EventDef, FieldDef, GuardDef, IndexDef, MethodDef, MethodKind, RoleDef,
    StorageDef, StorageKind, TypeDef, VariantDef,
};

pub const NOTHING: TypeDef = TypeDef::Tuple(Vec::new());

pub fn field(name: &str, ty: TypeDef) -> FieldDef {
    FieldDef { name: name.into(), docs: String::new(), ty }
}

pub fn variant(index: u8, name: &str, fields: Vec<FieldDef>) -> VariantDef {
    VariantDef { index, name: name.into(), docs: String::new(), fields }
}

pub fn method(name: &str, kind: MethodKind, args: Vec<FieldDef>, returns: TypeDef) -> MethodDef {
    let guard = GuardDef::Open;
    MethodDef {
        name: name.into(),
        docs: String::new(),
        kind,
        is_reentrant: false,
        args,
        returns,
        guard,
    }
}

pub fn stored(name: &str, kind: StorageKind, key: TypeDef, value: TypeDef) -> StorageDef {
    StorageDef { name: name.into(), docs: String::new(), kind, key, value, indexes: Vec::new() }
}

pub fn index(name: &str, is_unique: bool, key: TypeDef) -> IndexDef {
    IndexDef { name: name.into(), is_unique, key }
}

pub fn roles(names: &[(u8, &str)]) -> GuardDef {
    let roles = names.iter().map(|(index, name)| RoleDef { index: *index, name: (*name).into() });
    GuardDef::Roles { field: "roles".into(), roles: roles.collect() }
}

/// `enum Status { Open = 0, Paid { on: date } = 1 }`.
pub fn status() -> TypeDef {
    let paid = vec![field("on", TypeDef::CivilDate)];
    let variants = vec![variant(0, "Open", vec![]), variant(1, "Paid", paid)];
    TypeDef::Enum { name: "Status".into(), docs: String::new(), variants }
}

/// `enum Role { Clerk = 0, Auditor = 1 }`.
pub fn role() -> TypeDef {
    let variants = vec![variant(0, "Clerk", vec![]), variant(1, "Auditor", vec![])];
    TypeDef::Enum { name: "Role".into(), docs: String::new(), variants }
}

/// `struct Entry { net: u64, tax: u64, buyer: Address, note: Text, status: Status, lines: [Line] }`.
pub fn entry() -> TypeDef {
    let line = TypeDef::Struct {
        name: "Line".into(),
        docs: String::new(),
        fields: vec![field("text", TypeDef::Text), field("amount", TypeDef::U32)],
    };
    let fields = vec![
        field("net", TypeDef::U64),
        field("tax", TypeDef::U64),
        field("buyer", TypeDef::Address),
        field("note", TypeDef::Text),
        field("status", status()),
        field("lines", TypeDef::List(Box::new(line))),
    ];
    TypeDef::Struct { name: "Entry".into(), docs: String::new(), fields }
}

/// Everything that a description can have, once.
pub fn base() -> ContractAbi {
    let mut record = method(
        "record",
        MethodKind::Write,
        vec![
            field("number", TypeDef::Text),
            field("net", TypeDef::U64),
            field("tax", TypeDef::U64),
        ],
        TypeDef::U64,
    );
    record.guard = roles(&[(0, "Clerk")]);
    let mut settle = method("settle", MethodKind::Write, vec![field("how", status())], NOTHING);
    settle.is_reentrant = true;
    let mut entries = stored("entries", StorageKind::IndexedMap, TypeDef::U64, entry());
    entries.indexes =
        vec![index("by_number", true, TypeDef::U64), index("by_buyer", false, TypeDef::Address)];
    ContractAbi {
        name: "ledger".into(),
        version: "1.0.0".into(),
        docs: "An example.".into(),
        methods: vec![
            method("create", MethodKind::Init, vec![field("owner", TypeDef::Address)], NOTHING),
            record,
            settle,
            method("status", MethodKind::Read, vec![field("number", TypeDef::Text)], status()),
        ],
        errors: vec![
            error(1, "NotAuthorised", vec![]),
            error(100, "TooMuch", vec![field("limit", TypeDef::U64)]),
        ],
        events: vec![event(
            "Recorded",
            vec![field("number", TypeDef::Text), field("net", TypeDef::U64)],
        )],
        storage: vec![
            stored("total", StorageKind::Value, NOTHING, TypeDef::U64),
            stored("names", StorageKind::Map, TypeDef::Text, TypeDef::Text),
            stored("days", StorageKind::OrderedMap, TypeDef::CivilDate, TypeDef::U64),
            stored("seen", StorageKind::Set, TypeDef::Hash, NOTHING),
            stored("log", StorageKind::Vector, NOTHING, TypeDef::Text),
            stored("roles", StorageKind::Roles, role(), NOTHING),
            stored("owner", StorageKind::Owner, NOTHING, TypeDef::Address),
            entries,
        ],
    }
}

pub fn error(code: u32, name: &str, fields: Vec<FieldDef>) -> ErrorDef {
    ErrorDef { code, name: name.into(), docs: String::new(), fields }
}

pub fn event(name: &str, fields: Vec<FieldDef>) -> EventDef {
    EventDef { name: name.into(), docs: String::new(), fields }
}

/// The method of this name.
pub fn method_of<'a>(abi: &'a mut ContractAbi, name: &str) -> &'a mut MethodDef {
    abi.methods.iter_mut().find(|method| method.name == name).unwrap()
}

/// The storage field of this name.
pub fn storage_of<'a>(abi: &'a mut ContractAbi, name: &str) -> &'a mut StorageDef {
    abi.storage.iter_mut().find(|field| field.name == name).unwrap()
}

/// The fields of a struct.
pub fn fields_of(ty: &mut TypeDef) -> &mut Vec<FieldDef> {
    match ty {
        TypeDef::Struct { fields, .. } => fields,
        other => panic!("{other:?}"),
    }
}

/// The variants of an enum.
pub fn variants_of(ty: &mut TypeDef) -> &mut Vec<VariantDef> {
    match ty {
        TypeDef::Enum { variants, .. } => variants,
        other => panic!("{other:?}"),
    }
}
