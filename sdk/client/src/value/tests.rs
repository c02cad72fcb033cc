#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use parity_scale_codec::Encode;
use proptest::prelude::*;
use sandpact_abi::{CivilDate, Currency, FieldDef, GuardDef, MethodDef, MethodKind, VariantDef};
use serde_json::{Value, json};

fn field(name: &str, ty: TypeDef) -> FieldDef {
    FieldDef { name: name.into(), docs: String::new(), ty }
}

fn variant(index: u8, name: &str, fields: Vec<FieldDef>) -> VariantDef {
    VariantDef { index, name: name.into(), docs: String::new(), fields }
}

fn kind() -> TypeDef {
    TypeDef::Enum {
        name: "Kind".into(),
        docs: String::new(),
        variants: vec![
            variant(0, "Invoice", vec![]),
            variant(3, "Credit", vec![field("of", TypeDef::Hash)]),
        ],
    }
}

/// A request with a list of structs, as `vat_invoice` takes it.
fn request() -> TypeDef {
    let line = TypeDef::Struct {
        name: "Line".into(),
        docs: String::new(),
        fields: vec![field("rate_bp", TypeDef::U16), field("tax_minor", TypeDef::I128)],
    };
    TypeDef::Struct {
        name: "Request".into(),
        docs: String::new(),
        fields: vec![
            field("kind", kind()),
            field("date", TypeDef::CivilDate),
            field("currency", TypeDef::Currency),
            field("breakdown", TypeDef::List(Box::new(line))),
            field("note", TypeDef::Option(Box::new(TypeDef::Text))),
        ],
    }
}

fn sample() -> Value {
    json!({
        "kind": "Invoice", "date": "2024-02-29", "currency": "EUR",
        "breakdown": [{"rate_bp": 1900, "tax_minor": 190}], "note": null,
    })
}

fn error(value: &Value, ty: &TypeDef) -> String {
    encode_value("request", value, ty).unwrap_err().to_string()
}

#[test]
fn bytes_are_those_of_the_rust_type() {
    let date = CivilDate::parse("2024-02-29").unwrap();
    let currency = Currency::new(*b"EUR").unwrap();
    let expected = (0_u8, date, currency, vec![(1900_u16, 190_i128)], None::<String>).encode();
    assert_eq!(encode_value("request", &sample(), &request()).unwrap(), expected);
    assert_eq!(decode_value("request", &expected, &request()).unwrap(), sample());
}

#[test]
fn errors_name_the_path() {
    let with = |pointer: &str, value: Value| {
        let mut changed = sample();
        *changed.pointer_mut(pointer).unwrap() = value;
        error(&changed, &request())
    };
    let checks = [
        (
            "/breakdown/0/rate_bp",
            json!(70000),
            "request.breakdown[0].rate_bp: 70000 is above 65535",
        ),
        ("/breakdown/0/rate_bp", json!(-1), "request.breakdown[0].rate_bp: -1 is below 0"),
        (
            "/breakdown/0/rate_bp",
            json!(1.5),
            "request.breakdown[0].rate_bp: 1.5 is no exact integer; write large ones as a string of digits",
        ),
        (
            "/breakdown/0/rate_bp",
            json!("x"),
            "request.breakdown[0].rate_bp: expected an integer (u16), got \"x\"",
        ),
        ("/breakdown", json!({}), "request.breakdown: expected an array (list of Line), got {}"),
        (
            "/date",
            json!("2023-02-29"),
            "request.date: expected a date YYYY-MM-DD, got \"2023-02-29\"",
        ),
        (
            "/currency",
            json!("eur"),
            "request.currency: expected a currency such as EUR, got \"eur\"",
        ),
        ("/kind", json!("Receipt"), "request.kind: `Receipt` is not one of `Invoice`, `Credit`"),
        ("/kind", json!("Credit"), "request.kind.Credit.of: missing (hash)"),
        (
            "/kind",
            json!({"Credit": {"of": "ab"}}),
            "request.kind.Credit.of: expected 32 bytes, got 1",
        ),
        (
            "/kind",
            json!({"Invoice": {"x": 1}}),
            "request.kind.Invoice.x: there is no such field; known are none",
        ),
        (
            "/kind",
            json!({"Invoice": 1}),
            "request.kind.Invoice: expected an object with the variant's fields, got 1",
        ),
        ("/kind", json!(7), "request.kind: expected Kind, one of `Invoice`, `Credit`, got 7"),
        ("/note", json!(7), "request.note: expected a string, got 7"),
    ];
    for (pointer, value, message) in checks {
        assert_eq!(with(pointer, value), message);
    }
}

#[test]
fn arguments_are_taken_by_name() {
    let method = MethodDef {
        name: "issue".into(),
        docs: String::new(),
        kind: MethodKind::Write,
        is_reentrant: false,
        args: vec![field("a", TypeDef::U8), field("b", TypeDef::Text)],
        returns: TypeDef::Tuple(vec![]),
        guard: GuardDef::Open,
    };
    let encode = |value: Value| encode_arguments(&method, value.as_object().unwrap());
    assert_eq!(encode(json!({"b": "x", "a": 7})).unwrap(), [7, 4, b'x']);
    let message = |value| encode(value).unwrap_err().to_string();
    assert_eq!(message(json!({"a": 1})), "b: missing (text)");
    assert_eq!(
        message(json!({"a": 1, "b": "x", "c": 1})),
        "c: there is no such field; known are `a`, `b`"
    );
}

#[test]
fn people_need_quotes_only_where_there_is_doubt() {
    let optional = |inner| TypeDef::Option(Box::new(inner));
    let parse = |text: &str, ty: &TypeDef| parse_value("x", text, ty).unwrap();
    assert_eq!(parse("123", &TypeDef::Text), json!("123"));
    assert_eq!(parse("\"a b\"", &TypeDef::Text), json!("a b"));
    assert_eq!(parse("null", &TypeDef::Text), json!("null"));
    assert_eq!(parse("null", &optional(TypeDef::Text)), Value::Null);
    assert_eq!(parse("\"null\"", &optional(TypeDef::Text)), json!("null"));
    assert_eq!(parse("true", &TypeDef::Bool), json!(true));
    assert_eq!(parse("Invoice", &kind()), json!("Invoice"));
    assert_eq!(parse("{\"Credit\": {}}", &kind()), json!({"Credit": {}}));
    let huge = u128::MAX.to_string();
    let value = parse(&huge, &TypeDef::U128);
    assert_eq!(encode_value("x", &value, &TypeDef::U128).unwrap(), u128::MAX.encode());
    assert_eq!(
        parse_value("x", "{", &request()).unwrap_err().to_string(),
        "x: expected Request in JSON, got \"{\""
    );
}

#[test]
fn integers_keep_every_digit_at_their_limits() {
    let round_trip = |ty: TypeDef, text: &str, is_number: bool| {
        let bytes = encode_value("x", &json!(text), &ty).unwrap();
        let back = decode_value("x", &bytes, &ty).unwrap();
        assert_eq!(back.is_number(), is_number, "{text}");
        assert_eq!(encode_value("x", &back, &ty).unwrap(), bytes);
    };
    round_trip(TypeDef::U64, "9007199254740992", true);
    round_trip(TypeDef::U64, "9007199254740993", false);
    round_trip(TypeDef::I64, "-9007199254740992", true);
    round_trip(TypeDef::I64, "-9007199254740993", false);
    round_trip(TypeDef::I128, &i128::MIN.to_string(), false);
    round_trip(TypeDef::U128, &u128::MAX.to_string(), false);
    let over = |ty: TypeDef, text: &str| error(&json!(text), &ty);
    assert_eq!(over(TypeDef::U8, "256"), "request: 256 is above 255");
    assert_eq!(over(TypeDef::I8, "-129"), "request: -129 is below -128");
    assert_eq!(over(TypeDef::I8, "128"), "request: 128 is above 127");
    assert_eq!(
        error(&serde_json::from_str("18446744073709551616").unwrap(), &TypeDef::U128),
        "request: 1.8446744073709552e+19 is no exact integer; write large ones as a string of digits"
    );
}

#[test]
fn hostile_bytes_are_refused_not_allocated() {
    let nothing = TypeDef::List(Box::new(TypeDef::Tuple(vec![])));
    let bomb = parity_scale_codec::Compact((1_u32 << 30) - 1).encode();
    for ty in [nothing, TypeDef::List(Box::new(TypeDef::U8)), TypeDef::Bytes, TypeDef::Text] {
        assert!(matches!(decode_value("x", &bomb, &ty), Err(ValueError::Malformed { .. })));
    }
    let huge = TypeDef::FixedBytes(u32::MAX);
    assert!(matches!(decode_value("x", &[], &huge), Err(ValueError::Malformed { .. })));
    let bad = [(TypeDef::Bool, vec![2]), (TypeDef::Option(Box::new(TypeDef::U8)), vec![2, 0])];
    for (ty, bytes) in bad {
        assert!(matches!(decode_value("x", &bytes, &ty), Err(ValueError::Malformed { .. })));
    }
    assert!(matches!(decode_value("x", &[1], &kind()), Err(ValueError::Malformed { .. })));
    assert_eq!(
        decode_value("x", &[1, 2], &TypeDef::U8),
        Err(ValueError::LeftOver { path: "x".into(), count: 1 })
    );
}

/// Types are a contract's own word too: few bytes of them ask for gigabytes.
#[test]
fn hostile_types_are_refused_not_allocated() {
    let list = |item| TypeDef::List(Box::new(item));
    let nothing = || TypeDef::Tuple(vec![]);
    let count = |count: u32| parity_scale_codec::Compact(count).encode();
    let refused = |bytes: &[u8], ty: &TypeDef| {
        matches!(decode_value("x", bytes, ty), Err(ValueError::Malformed { .. }))
    };
    // 16 384 times 30 000 values out of 4 bytes.
    let wide = list(TypeDef::Tuple(vec![nothing(); 30_000]));
    assert!(refused(&count(16_384), &wide));
    // 4 095 lists of 16 384 values each.
    let lists = [count(4_095), count(16_384).repeat(4_095)].concat();
    assert!(refused(&lists, &list(list(nothing()))));
    // 16 380 names of 60 000 bytes each, of a field or of a variant.
    let name = "n".repeat(60_000);
    let fields = vec![field(&name, TypeDef::U8)];
    let named = TypeDef::Struct { name: "S".into(), docs: String::new(), fields };
    let variants = vec![variant(0, &name, vec![])];
    let choice = TypeDef::Enum { name: "E".into(), docs: String::new(), variants };
    let zeros = [count(16_380), vec![0; 16_380]].concat();
    assert!(refused(&zeros, &list(named)));
    assert!(refused(&zeros, &list(choice)));
}

#[test]
fn the_longest_results_of_sound_types_are_shown() {
    let list = |item| TypeDef::List(Box::new(item));
    let nothing = TypeDef::Tuple(vec![]);
    let items = |ty: &TypeDef, bytes: &[u8]| {
        decode_value("x", bytes, ty).unwrap().as_array().map_or(0, Vec::len)
    };
    let empty = parity_scale_codec::Compact(16_384_u32).encode();
    assert_eq!(items(&list(nothing.clone()), &empty), 16_384);
    assert!(decode_value("x", &[6, 0, 1, 0], &list(nothing)).is_err(), "one more is too many");
    // As many one-byte items as a result can hold, each inside five structs.
    let mut ty = TypeDef::U8;
    for _ in 0..5 {
        let fields = vec![field("a_name_of_twenty_chrs", ty)];
        ty = TypeDef::Struct { name: "S".into(), docs: String::new(), fields };
    }
    let bytes = [parity_scale_codec::Compact(16_382_u32).encode(), vec![7; 16_382]].concat();
    assert_eq!(bytes.len(), 16_384);
    assert_eq!(items(&list(ty), &bytes), 16_382);
}

/// A type of every kind, nested up to four deep, with a value of it in JSON as written back.
pub(crate) fn typed_value() -> impl Strategy<Value = (TypeDef, Value)> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(|it| (TypeDef::Bool, json!(it))),
        any::<u8>().prop_map(|it| (TypeDef::U8, json!(it))),
        any::<u16>().prop_map(|it| (TypeDef::U16, json!(it))),
        any::<u32>().prop_map(|it| (TypeDef::U32, json!(it))),
        any::<i8>().prop_map(|it| (TypeDef::I8, json!(it))),
        any::<i16>().prop_map(|it| (TypeDef::I16, json!(it))),
        any::<i32>().prop_map(|it| (TypeDef::I32, json!(it))),
        (0..=JSON_INTEGER_MAX).prop_map(|it| (TypeDef::U64, json!(it))),
        (0..=JSON_INTEGER_MAX).prop_map(|it| (TypeDef::UnixSeconds, json!(it))),
        (JSON_INTEGER_MAX + 1..).prop_map(|it: u64| (TypeDef::U64, json!(it.to_string()))),
        (i64::MIN..-(1 << 53)).prop_map(|it| (TypeDef::I64, json!(it.to_string()))),
        (u128::from(JSON_INTEGER_MAX) + 1..)
            .prop_map(|it: u128| (TypeDef::U128, json!(it.to_string()))),
        (-(1_i64 << 53)..0).prop_map(|it| (TypeDef::I128, json!(it))),
        ".{0,12}".prop_map(|it| (TypeDef::Text, json!(it))),
        any::<Vec<u8>>().prop_map(|it| (TypeDef::Bytes, json!(hex::encode(it)))),
        any::<[u8; 5]>().prop_map(|it| (TypeDef::FixedBytes(5), json!(hex::encode(it)))),
        any::<[u8; 32]>().prop_map(|it| (TypeDef::Address, json!(hex::encode(it)))),
        any::<[u8; 32]>().prop_map(|it| (TypeDef::Hash, json!(hex::encode(it)))),
        (-719_162..=2_932_896_i32).prop_map(|days| {
            (TypeDef::CivilDate, json!(CivilDate::from_days(days).unwrap().to_string()))
        }),
        "[A-Z]{3}".prop_map(|it| (TypeDef::Currency, json!(it))),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let fields = prop::collection::vec(inner.clone(), 1..4).prop_map(|all| {
            let name = |index| format!("f{index}");
            let defs = all.iter().enumerate().map(|(i, (ty, _))| field(&name(i), ty.clone()));
            let values = all.iter().enumerate().map(|(i, (_, it))| (name(i), it.clone()));
            (defs.collect::<Vec<_>>(), Value::Object(values.collect()))
        });
        prop_oneof![
            (inner.clone(), any::<bool>()).prop_map(|((ty, value), some)| {
                let nested = matches!(ty, TypeDef::Option(_));
                let value = if nested { json!([value]) } else { value };
                (TypeDef::Option(Box::new(ty)), if some { value } else { Value::Null })
            }),
            (inner.clone(), 0..4_usize).prop_map(|((ty, value), count)| {
                (TypeDef::List(Box::new(ty)), Value::Array(vec![value; count]))
            }),
            prop::collection::vec(inner, 0..4).prop_map(|all| {
                let (types, values) = all.into_iter().unzip();
                (TypeDef::Tuple(types), Value::Array(values))
            }),
            fields.clone().prop_map(|(fields, value)| {
                (TypeDef::Struct { name: "S".into(), docs: String::new(), fields }, value)
            }),
            (fields, any::<u8>()).prop_map(|(fields, index)| {
                let (defs, value) = fields;
                let variants = vec![variant(index, "V", defs)];
                (
                    TypeDef::Enum { name: "E".into(), docs: String::new(), variants },
                    json!({ "V": value }),
                )
            }),
        ]
    })
}

proptest! {
    #[test]
    fn values_survive_the_round_trip((ty, value) in typed_value()) {
        let bytes = encode_value("x", &value, &ty).unwrap();
        prop_assert_eq!(decode_value("x", &bytes, &ty).unwrap(), value);
        // Truncated bytes never read as the same type.
        if let Some(short) = bytes.len().checked_sub(1) {
            prop_assert!(decode_value("x", &bytes[..short], &ty).is_err());
        }
    }

    #[test]
    fn any_bytes_that_decode_encode_to_themselves(
        (ty, _) in typed_value(),
        bytes in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        if let Ok(value) = decode_value("x", &bytes, &ty) {
            prop_assert_eq!(encode_value("x", &value, &ty).unwrap(), bytes);
        }
    }
}
