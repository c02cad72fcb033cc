//! A description for tests: every kind of type, two types of one name.

use sandpact_abi::{
    ContractAbi, ErrorDef, EventDef, FieldDef, GuardDef, IndexDef, MethodDef, MethodKind, RoleDef,
    StorageDef, StorageKind, TypeDef, VariantDef,
};

/// A field.
pub fn field(name: &str, ty: TypeDef) -> FieldDef {
    FieldDef { name: name.into(), docs: format!("The {name}."), ty }
}

/// A variant.
pub fn variant(index: u8, name: &str, fields: Vec<FieldDef>) -> VariantDef {
    VariantDef { index, name: name.into(), docs: format!("Is {name}."), fields }
}

/// A struct.
pub fn structure(name: &str, fields: Vec<FieldDef>) -> TypeDef {
    TypeDef::Struct { name: name.into(), docs: format!("A {name}."), fields }
}

/// An enum.
pub fn choice(name: &str, variants: Vec<VariantDef>) -> TypeDef {
    TypeDef::Enum { name: name.into(), docs: format!("One {name}."), variants }
}

/// A list.
pub fn list(item: TypeDef) -> TypeDef {
    TypeDef::List(Box::new(item))
}

/// An option.
pub fn option(inner: TypeDef) -> TypeDef {
    TypeDef::Option(Box::new(inner))
}

/// Roles.
pub fn role() -> TypeDef {
    choice("Role", vec![variant(0, "Clerk", vec![]), variant(4, "Judge", vec![])])
}

fn request() -> TypeDef {
    let line = structure("Line", vec![field("rate_bp", TypeDef::U16), field("tax", TypeDef::I128)]);
    let kind = choice(
        "Kind",
        vec![
            variant(0, "Plain", vec![]),
            variant(3, "Credit", vec![field("of", TypeDef::Hash), field("lines", list(line))]),
        ],
    );
    structure(
        "Request",
        vec![
            field("kind", kind),
            field("date", TypeDef::CivilDate),
            field("currency", TypeDef::Currency),
            field("note", option(TypeDef::Text)),
            field("deep", option(option(TypeDef::U8))),
            field("pair", TypeDef::Tuple(vec![TypeDef::U64, TypeDef::FixedBytes(3)])),
        ],
    )
}

/// A storage field.
pub fn stored(name: &str, kind: StorageKind, key: TypeDef, value: TypeDef) -> StorageDef {
    StorageDef {
        name: name.into(),
        docs: format!("Keeps {name}."),
        kind,
        key,
        value,
        indexes: vec![],
    }
}

fn method(name: &str, kind: MethodKind, args: Vec<FieldDef>, returns: TypeDef) -> MethodDef {
    let docs = format!("Does {name}. In full.");
    MethodDef {
        name: name.into(),
        docs,
        kind,
        is_reentrant: false,
        args,
        returns,
        guard: GuardDef::Open,
    }
}

/// The description.
pub fn abi() -> ContractAbi {
    let nothing = || TypeDef::Tuple(vec![]);
    let mut grant = method(
        "grant",
        MethodKind::Write,
        vec![field("role", role()), field("account", TypeDef::Address)],
        nothing(),
    );
    grant.guard = GuardDef::Roles {
        field: "roles".into(),
        roles: vec![RoleDef { index: 4, name: "Judge".into() }],
    };
    let other_line = structure("Line", vec![field("0", TypeDef::UnixSeconds)]);
    let key = TypeDef::Tuple(vec![TypeDef::CivilDate, TypeDef::I16]);
    let mut by_date = stored(
        "filed",
        StorageKind::IndexedMap,
        key,
        structure("Stored", vec![field("amount", TypeDef::U128)]),
    );
    by_date.indexes = vec![
        IndexDef { name: "by_owner".into(), is_unique: false, key: TypeDef::Address },
        IndexDef { name: "by_number".into(), is_unique: true, key: TypeDef::U32 },
    ];
    ContractAbi {
        name: "sample_office".into(),
        version: "1.2.3".into(),
        docs: "An office.".into(),
        methods: vec![
            method("create", MethodKind::Init, vec![field("clerk", TypeDef::Address)], nothing()),
            grant,
            method("file_it", MethodKind::Write, vec![field("request", request())], TypeDef::Hash),
            method("lines", MethodKind::Read, vec![], list(other_line)),
        ],
        errors: vec![
            ErrorDef {
                code: 1,
                name: "NotAuthorised".into(),
                docs: "No role.".into(),
                fields: vec![],
            },
            ErrorDef {
                code: 100,
                name: "Taken".into(),
                docs: "There is one.".into(),
                fields: vec![field("number", TypeDef::U64)],
            },
        ],
        events: vec![EventDef {
            name: "Filed".into(),
            docs: "Filed it.".into(),
            fields: vec![field("id", TypeDef::Hash), field("by", TypeDef::Address)],
        }],
        storage: vec![
            stored("count", StorageKind::Value, nothing(), TypeDef::U32),
            stored("names", StorageKind::Map, TypeDef::Text, TypeDef::Bytes),
            stored("by_day", StorageKind::OrderedMap, TypeDef::CivilDate, TypeDef::Text),
            stored(
                "seen",
                StorageKind::Set,
                TypeDef::Tuple(vec![TypeDef::Currency, role()]),
                nothing(),
            ),
            stored("queue", StorageKind::Vector, nothing(), TypeDef::Text),
            stored("roles", StorageKind::Roles, role(), nothing()),
            stored("owner", StorageKind::Owner, nothing(), TypeDef::Address),
            by_date,
        ],
    }
}
