//! Modules as text, taken apart.
#![allow(clippy::unwrap_used)]

use sandpact_abi::{
    ContractAbi, ErrorDef, GuardDef, MethodDef, MethodKind, StorageDef, StorageKind, TypeDef,
};
use sandpact_anatomy::lint::{self, Finding};
use sandpact_anatomy::{Difference, Module, Names, difference};

/// A module whose method `run` has this body; `$next` is `storage_next`, `$page` a function
/// that makes at most `limit` turns.
fn module(body: &str) -> Vec<u8> {
    let text = format!(
        r#"(module
        (type $next (func (param i32 i32 i32 i32 i32) (result i32)))
        (import "sandpact" "storage_next" (func $next (type $next)))
        (import "sandpact" "context_return" (func $return (param i32 i32)))
        (memory (export "memory") 1)
        (table 1 1 funcref) (elem (i32.const 0) $find)
        (func $find (result i32)
            (call $next (i32.const 0) (i32.const 8) (i32.const 2) (i32.const 0) (i32.const 64)))
        (func $page (param $limit i32) (local $count i32)
            (block $done
                (loop $again
                    (br_if $done (i32.ge_u (local.get $count) (local.get $limit)))
                    (br_if $done (i32.lt_s (call $find) (i32.const 0)))
                    (local.set $count (i32.add (local.get $count) (i32.const 1)))
                    (br $again))))
        (func (export "method.run") (param $args i32) (local $at i32)
            {body})
        (func (export "method.other") (param i32)))"#
    );
    wat::parse_str(text).unwrap()
}

fn abi() -> ContractAbi {
    let method = |name: &str, kind, docs: &str| MethodDef {
        name: name.into(),
        docs: docs.into(),
        kind,
        is_reentrant: false,
        args: Vec::new(),
        returns: TypeDef::Tuple(Vec::new()),
        guard: GuardDef::Open,
    };
    ContractAbi {
        name: "sample".into(),
        version: "1.0.0".into(),
        docs: "A sample.".into(),
        methods: vec![
            method("create", MethodKind::Init, " Creates."),
            method("run", MethodKind::Write, " Runs."),
            method("other", MethodKind::Read, " "),
        ],
        errors: vec![ErrorDef {
            code: 100,
            name: "Taken".into(),
            docs: String::new(),
            fields: Vec::new(),
        }],
        events: Vec::new(),
        storage: vec![StorageDef {
            name: "entries".into(),
            docs: String::new(),
            kind: StorageKind::Map,
            key: TypeDef::U8,
            value: TypeDef::U8,
            indexes: Vec::new(),
        }],
    }
}

fn found(code: &[u8]) -> Vec<(&'static str, String)> {
    let findings = lint::find(code, &abi(), &[], &Names::new()).unwrap();
    findings.into_iter().map(|Finding { lint, place, .. }| (lint.name, place)).collect()
}

fn is_unbounded(body: &str) -> bool {
    let found = found(&module(body));
    let iteration = found.iter().filter(|(name, _)| *name == "unbounded-iteration");
    let places: Vec<_> = iteration.map(|(_, place)| place.as_str()).collect();
    assert!(places.is_empty() || places == ["run"], "{places:?}");
    !places.is_empty()
}

#[test]
fn a_loop_over_keys_needs_a_visible_bound() {
    let until_none = "(loop $again (br_if $again (i32.ge_s (call $find) (i32.const 0))))";
    let through_table = "(loop $again (br_if $again
        (i32.ge_s (call_indirect (result i32) (i32.const 0)) (i32.const 0))))";
    let pages_without_end = "(loop $again
        (call $page (i32.const 100))
        (br_if $again (i32.load (i32.const 0))))";
    // The bound leads to a trap only: a check, no way to end.
    let checked = "(block $trap
        (loop $again
            (br_if $trap (i32.ge_u (local.get $at) (local.get $args)))
            (br_if $again (i32.ge_s (call $find) (i32.const 0))))
            (return))
        unreachable";
    // `None` of a niche: what compilers make of `while let Some(..) = page(..).pop()`.
    let niche = "(block $done (loop $again
        (call $page (i32.const 1))
        (br_if $done (i32.eq (local.tee $at (i32.load (i32.const 0))) (i32.const 0x80000000)))
        (br $again)))";
    for body in [until_none, through_table, pages_without_end, checked, niche] {
        assert!(is_unbounded(body), "{body}");
    }

    let one_page = "(call $page (i32.const 100))";
    let constant = "(loop $again
        (drop (call $find))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $again (i32.ne (local.get $at) (i32.const 100))))";
    let in_an_if = "(block $done (loop $again
        (if (i32.lt_u (local.get $at) (local.get $args))
            (then (drop (call $find))
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))
                  (br $again)))))";
    let elsewhere = "(drop (call $find)) (loop $again (br_if $again (local.get $args)))";
    for body in [one_page, constant, in_an_if, elsewhere, ""] {
        assert!(!is_unbounded(body), "{body}");
    }
}

#[test]
fn the_description_is_read_too() {
    let expected = [
        ("no-docs", "other".to_owned()),
        ("no-docs", "Taken".to_owned()),
        ("open-write-method", "run".to_owned()),
    ];
    assert_eq!(found(&module("")), expected);
    let large = [module(""), vec![0, 0xff, 0xff, 0x0f, 1, b'x'], vec![0; 0x3_fffd]].concat();
    assert_eq!(found(&large)[0], ("large-module", "sample".to_owned()));
    let error = lint::find(b"no module", &abi(), &[], &Names::new()).unwrap_err();
    assert!(error.to_string().starts_with("no module: "), "{error}");
}

#[test]
fn the_largest_functions_come_first_with_their_names() {
    let code = module("");
    let module = Module::read(&code).unwrap();
    let names = Names::from([(3, "page".to_owned()), (4, "hidden by its export".to_owned())]);
    let largest = module.largest(&names, 2);
    let shown: Vec<_> = largest.iter().map(|it| (it.index, it.name.as_deref())).collect();
    assert_eq!(shown, [(3, Some("page")), (2, None)]);
    assert!(largest[0].len_bytes > largest[1].len_bytes);
    let last = module.largest(&names, 9).pop().unwrap();
    assert_eq!(last.name.as_deref(), Some("method.other"));
    let sections: Vec<_> = module.sections().iter().map(|it| it.name.as_str()).collect();
    let expected =
        ["type", "import", "function", "table", "memory", "export", "element", "code", "name"];
    assert_eq!(sections, expected);
}

#[test]
fn the_first_difference_is_named() {
    let names = Names::new();
    let (one, other) = (module(""), module("(drop (i32.const 7))"));
    assert_eq!(difference(&one, &one, &names), Ok(None));
    let function = difference(&one, &other, &names).unwrap().unwrap();
    let name = Some("method.run".to_owned());
    assert_eq!(function, Difference::Function { index: 4, name, count: 1 });
    assert_eq!(function.to_string(), "function 4 (method.run) differs");
    let more = Difference::Function { index: 4, name: None, count: 3 };
    assert_eq!(more.to_string(), "function 4 differs, and 2 more");

    let with = |name: u8, contents: u8| [&one[..], &[0, 3, 1, name, contents]].concat();
    let more = difference(&one, &with(b'x', 0), &names).unwrap().unwrap();
    assert_eq!(more.to_string(), "section `x` stands in place of no section");
    let renamed = difference(&with(b'x', 0), &with(b'y', 0), &names).unwrap().unwrap();
    assert_eq!(renamed.to_string(), "section `y` stands in place of section `x`");
    let contents = difference(&with(b'x', 0), &with(b'x', 1), &names).unwrap().unwrap();
    assert_eq!(contents.to_string(), "section `x` differs (3 and 3 bytes)");
    assert!(difference(&one, b"", &names).is_err());
}
