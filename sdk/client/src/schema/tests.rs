#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::samples;
use crate::value::tests::typed_value;
use crate::value::{encode_arguments, encode_value};
use proptest::prelude::*;
use regex::Regex;
use sandpact_abi::{GuardDef, MethodKind};

/// Whether `value` is valid: the keywords that schemas here are made of, as draft 2020-12
/// defines them. The npm package's tests ask a validator of others about the same schemas.
fn is_valid(root: &Value, schema: &Value, value: &Value) -> bool {
    let Some(schema) = schema.as_object() else { return schema == &Value::Bool(true) };
    schema.iter().all(|(keyword, rule)| match keyword.as_str() {
        "$schema" | "title" | "description" | "$defs" => true,
        "$ref" => {
            let pointer = percent_decoded(rule.as_str().unwrap().strip_prefix('#').unwrap());
            is_valid(root, root.pointer(&pointer).unwrap(), value)
        }
        "anyOf" => rule.as_array().unwrap().iter().any(|one| is_valid(root, one, value)),
        "const" => rule == value,
        "type" => match rule.as_str().unwrap() {
            "boolean" => value.is_boolean(),
            "string" => value.is_string(),
            "null" => value.is_null(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            "integer" => value.is_i64() || value.is_u64(),
            other => panic!("type {other}"),
        },
        "minimum" => value.as_i64().is_none_or(|it| i128::from(it) >= number(rule)),
        "maximum" => value.as_u64().is_none_or(|it| i128::from(it) <= number(rule)),
        "pattern" => {
            let pattern = Regex::new(rule.as_str().unwrap()).unwrap();
            value.as_str().is_none_or(|text| pattern.is_match(text))
        }
        "minLength" => value.as_str().is_none_or(|it| it.chars().count() as i128 >= number(rule)),
        "maxLength" => value.as_str().is_none_or(|it| it.chars().count() as i128 <= number(rule)),
        "items" => {
            value.as_array().is_none_or(|items| items.iter().all(|item| is_valid(root, rule, item)))
        }
        "prefixItems" => value.as_array().is_none_or(|items| {
            items
                .iter()
                .zip(rule.as_array().unwrap())
                .all(|(item, rule)| is_valid(root, rule, item))
        }),
        "minItems" => value.as_array().is_none_or(|it| it.len() as i128 >= number(rule)),
        "maxItems" => value.as_array().is_none_or(|it| it.len() as i128 <= number(rule)),
        "properties" => value.as_object().is_none_or(|object| {
            let mut rules = rule.as_object().unwrap().iter();
            rules.all(|(name, rule)| object.get(name).is_none_or(|it| is_valid(root, rule, it)))
        }),
        "required" => value.as_object().is_none_or(|object| {
            rule.as_array().unwrap().iter().all(|name| object.contains_key(name.as_str().unwrap()))
        }),
        "additionalProperties" => {
            assert_eq!(rule, &Value::Bool(false));
            let known = schema["properties"].as_object().unwrap();
            value.as_object().is_none_or(|object| object.keys().all(|it| known.contains_key(it)))
        }
        "minProperties" => value.as_object().is_none_or(|it| it.len() as i128 >= number(rule)),
        "maxProperties" => value.as_object().is_none_or(|it| it.len() as i128 <= number(rule)),
        other => panic!("keyword {other}"),
    })
}

fn number(rule: &Value) -> i128 {
    rule.as_i64().map_or_else(|| rule.as_u64().unwrap().into(), i128::from)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let (byte, left) = match first {
            b'%' => (hex::decode(&behind[..2]).unwrap()[0], &behind[2..]),
            plain => (*plain, behind),
        };
        bytes.push(byte);
        rest = left;
    }
    String::from_utf8(bytes).unwrap()
}

/// A method that takes `x`, and its description.
fn taking(ty: &TypeDef) -> (ContractAbi, MethodDef) {
    let method = MethodDef {
        name: "m".into(),
        docs: String::new(),
        kind: MethodKind::Write,
        is_reentrant: false,
        args: vec![samples::field("x", ty.clone())],
        returns: ty.clone(),
        guard: GuardDef::Open,
    };
    let abi = ContractAbi { methods: vec![method.clone()], ..samples::abi() };
    (abi, method)
}

fn schema_admits(ty: &TypeDef, value: &Value) -> bool {
    let (abi, method) = taking(ty);
    let schema = of_arguments(&abi, &method);
    is_valid(&schema, &schema, &json!({ "x": value }))
}

proptest! {
    #[test]
    fn whatever_encodes_is_valid((ty, value) in typed_value(), (_, other) in typed_value()) {
        encode_value("x", &value, &ty).unwrap();
        prop_assert!(schema_admits(&ty, &value));
        // Also of values that were not made for the type.
        if encode_value("x", &other, &ty).is_ok() {
            prop_assert!(schema_admits(&ty, &other));
        }
        // All but a few small steps away from a value of the type.
        for near in neighbours(&value) {
            if encode_value("x", &near, &ty).is_ok() {
                prop_assert!(schema_admits(&ty, &near), "{near}");
            }
        }
    }

    #[test]
    fn schemas_of_whole_contracts_say_the_same((ty, value) in typed_value()) {
        let (abi, _) = taking(&ty);
        let schema = of_contract(&abi);
        prop_assert!(is_valid(&schema, &reference("returns.m"), &value));
        let arguments = json!({ "x": value });
        prop_assert!(is_valid(&schema, &reference("arguments.m"), &arguments));
    }
}

/// Values that differ in one place: another kind, another number, a member more or fewer.
fn neighbours(value: &Value) -> Vec<Value> {
    let mut all = vec![json!(null), json!(-1), json!("x"), json!([]), json!({}), json!([value])];
    match value {
        Value::Number(number) => all.push(json!(number.to_string())),
        Value::String(text) => all.extend([
            json!(format!("0x{text}")),
            json!(format!("0{text}")),
            json!(text.to_uppercase()),
            json!({ text: {} }),
        ]),
        Value::Array(items) => {
            all.extend(items.first().map(|first| json!([first])));
            all.extend(items.first().into_iter().flat_map(neighbours).map(|first| {
                let rest = items.iter().skip(1).cloned();
                Value::Array(std::iter::once(first).chain(rest).collect())
            }));
        }
        Value::Object(object) => {
            all.push(Value::Object(object.iter().skip(1).map(owned).collect()));
            if let Some((name, first)) = object.iter().next() {
                all.extend(neighbours(first).into_iter().map(|near| {
                    let mut changed = object.clone();
                    changed.insert(name.clone(), near);
                    Value::Object(changed)
                }));
            }
        }
        _ => {}
    }
    all
}

fn owned((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

#[test]
fn what_a_schema_refuses_does_not_encode() {
    let abi = samples::abi();
    let method = abi.method("file_it").unwrap();
    let schema = of_arguments(&abi, method);
    let hash = "ab".repeat(32);
    let good = json!({"request": {
        "kind": {"Credit": {"of": hash, "lines": [{"rate_bp": 1900, "tax": "-5"}]}},
        "date": "2024-02-29", "currency": "EUR", "note": null, "deep": [null],
        "pair": ["18446744073709551615", "0x010203"],
    }});
    let encodes = |value: &Value| encode_arguments(method, value.as_object().unwrap()).is_ok();
    assert!(encodes(&good) && is_valid(&schema, &schema, &good));
    let changes = [
        ("/request/kind", json!("Credit")),
        ("/request/kind", json!("Other")),
        ("/request/kind", json!({"Plain": {}, "Credit": {}})),
        ("/request/kind/Credit/of", json!("ab")),
        ("/request/kind/Credit/lines", json!({})),
        ("/request/kind/Credit/lines/0/rate_bp", json!(65536)),
        ("/request/kind/Credit/lines/0/rate_bp", json!(1.5)),
        ("/request/kind/Credit/lines/0", json!({"rate_bp": 1})),
        ("/request/kind/Credit/lines/0", json!({"rate_bp": 1, "tax": 1, "more": 1})),
        ("/request/date", json!("2024-13-01")),
        ("/request/currency", json!("eur")),
        ("/request/deep", json!(1)),
        ("/request/pair", json!([1])),
        ("/request/pair/1", json!("0102")),
    ];
    for (pointer, wrong) in changes {
        let mut value = good.clone();
        *value.pointer_mut(pointer).unwrap() = wrong;
        assert!(!is_valid(&schema, &schema, &value), "{pointer}");
        assert!(!encodes(&value), "{pointer}");
    }
}

/// Written by a change that is meant: `SANDPACT_BLESS=1`.
#[test]
fn the_schema_of_a_contract_is_as_reviewed() {
    crate::golden::check(
        "src/schema/golden/office.json",
        &format!("{:#}\n", of_contract(&samples::abi())),
    );
}

#[test]
fn a_strangers_names_stay_names() {
    let odd = samples::structure("a/b~c d\u{fc}\"#%", vec![samples::field("u8", TypeDef::U8)]);
    assert!(schema_admits(&odd, &json!({"u8": 1})));
    assert!(!schema_admits(&odd, &json!({"u8": 256})));
    let shadow = samples::structure("u8", vec![samples::field("a", TypeDef::U8)]);
    assert!(schema_admits(&shadow, &json!({"a": 1})));
    for len in [0, 3, 256, 257, u32::MAX] {
        let ty = TypeDef::FixedBytes(len);
        let digits = usize::try_from(len).unwrap().min(300) * 2;
        assert_eq!(schema_admits(&ty, &json!("0".repeat(digits))), len <= 300, "{len}");
        assert!(!schema_admits(&ty, &json!("0".repeat(digits + 3))), "{len}");
    }
}
