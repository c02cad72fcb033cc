use super::*;
use sandpact_abi::{IndexDef, RoleDef};

#[test]
fn a_reentrant_method_is_shown_as_one() {
    let method = |name: &str, is_reentrant| MethodDef {
        name: name.into(),
        docs: String::new(),
        kind: MethodKind::Read,
        is_reentrant,
        args: Vec::new(),
        returns: TypeDef::U8,
        guard: GuardDef::Open,
    };
    let abi = ContractAbi {
        name: "sample".into(),
        version: "1.0.0".into(),
        docs: String::new(),
        methods: vec![method("open", true), method("shut", false)],
        errors: Vec::new(),
        events: Vec::new(),
        storage: Vec::new(),
    };
    let text = text(&abi);
    let kind = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).expect("it is listed");
        line.contains("read, reentrant")
    };
    assert_eq!((kind("open"), kind("shut")), (true, false), "{text}");
    let marks: Vec<_> = json(&abi)["methods"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["reentrant"].clone())
        .collect();
    assert_eq!(marks, [json!(true), json!(false)]);
}

fn stored(name: &str, kind: StorageKind, key: TypeDef, value: TypeDef) -> StorageDef {
    StorageDef {
        name: name.into(),
        docs: format!("Keeps {name}. More."),
        kind,
        key,
        value,
        indexes: Vec::new(),
    }
}

#[test]
fn storage_and_guards_are_shown() {
    let nothing = || TypeDef::Tuple(Vec::new());
    let owner = GuardDef::Owner { field: "master".into() };
    let role = RoleDef { index: 3, name: "Clerk".into() };
    let clerks = GuardDef::Roles { field: "staff".into(), roles: vec![role] };
    assert_eq!(guard_text(&GuardDef::Open), "anyone");
    assert_eq!(guard_text(&owner), "the address in master");
    assert_eq!(guard_text(&clerks), "Clerk in staff");
    assert_eq!(guard_json(&owner), json!({"owner": "master"}));
    assert_eq!(guard_json(&clerks), json!({"field": "staff", "roles": ["Clerk"]}));

    let mut filed = stored("filed", StorageKind::IndexedMap, TypeDef::U32, TypeDef::Text);
    filed.indexes =
        vec![IndexDef { name: "by_day".into(), is_unique: true, key: TypeDef::CivilDate }];
    let abi = ContractAbi {
        name: "sample".into(),
        version: "1.0.0".into(),
        docs: String::new(),
        methods: Vec::new(),
        errors: Vec::new(),
        events: Vec::new(),
        storage: vec![stored("master", StorageKind::Owner, nothing(), TypeDef::Address), filed],
    };
    let rows = [
        ["master", "owner", "nothing", "address", "Keeps master"],
        ["filed", "indexed map", "u32", "text", "Keeps filed"],
        ["filed.by_day", "unique index", "date", "u32", ""],
    ];
    assert_eq!(storage_rows(&abi), rows.map(|row| row.map(str::to_owned).to_vec()));
    let indexes = json!([{"name": "by_day", "unique": true, "key": "date"}]);
    assert_eq!(json(&abi)["storage"][1]["indexes"], indexes);
}
