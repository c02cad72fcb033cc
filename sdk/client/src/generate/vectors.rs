//! What Rust and TypeScript must agree on, in a file that both read: encodings of values, bytes
//! that are no encoding, signed transactions, and what a schema lets through.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use crate::builder::{TransactionBuilder, signature, signing_hash};
use crate::key::KeyPair;
use crate::value::{decode_fields, decode_value, encode_arguments, encode_value};
use crate::{golden, samples, schema};
use parity_scale_codec::Encode as _;
use sandpact_abi::{
    Address, ChainId, CivilDate, FieldDef, Gas, GuardDef, Height, MethodDef, MethodKind, RequestId,
    SignedTransaction, TypeDef,
};
use serde_json::{Map, Value, json};
use sha3::{Digest as _, Sha3_256};

/// Values for each part of the description.
const VALUES_PER_PART: usize = 12;

/// Deterministic numbers: Marsaglia, "Xorshift RNGs" (2003).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 32).unwrap() % end
    }

    fn bytes(&mut self, len: usize) -> String {
        (0..len).map(|_| format!("{:02x}", self.next() as u8)).collect()
    }

    /// The ends of the range more often than anything else.
    fn integer(&mut self, min: i128, max: u128) -> Value {
        match self.below(4) {
            0 => json!(min.to_string()),
            1 => json!(max.to_string()),
            2 => json!("7"),
            _ => json!(u128::from(self.next()).min(max).to_string()),
        }
    }

    /// A value of the type, in a form that encodes.
    fn value(&mut self, ty: &TypeDef) -> Value {
        match ty {
            TypeDef::Bool => json!(self.below(2) == 0),
            TypeDef::U8 => self.integer(0, u8::MAX.into()),
            TypeDef::U16 => self.integer(0, u16::MAX.into()),
            TypeDef::U32 => self.integer(0, u32::MAX.into()),
            TypeDef::U64 | TypeDef::UnixSeconds => self.integer(0, u64::MAX.into()),
            TypeDef::U128 => self.integer(0, u128::MAX),
            TypeDef::I8 => self.integer(i8::MIN.into(), i8::MAX.unsigned_abs().into()),
            TypeDef::I16 => self.integer(i16::MIN.into(), i16::MAX.unsigned_abs().into()),
            TypeDef::I32 => self.integer(i32::MIN.into(), i32::MAX.unsigned_abs().into()),
            TypeDef::I64 => self.integer(i64::MIN.into(), i64::MAX.unsigned_abs().into()),
            TypeDef::I128 => self.integer(i128::MIN, i128::MAX.unsigned_abs()),
            TypeDef::Text => {
                let texts =
                    ["", "a", "gr\u{fc}n", "\u{feff}x", "\u{1f9fe}", "0123456789".repeat(9).leak()];
                json!(texts[self.below(texts.len())])
            }
            TypeDef::Bytes => {
                let len = [0, 1, 63, 64, 300][self.below(5)];
                json!(self.bytes(len))
            }
            TypeDef::FixedBytes(len) => json!(self.bytes(usize::try_from(*len).unwrap())),
            TypeDef::Address | TypeDef::Hash => json!(self.bytes(32)),
            TypeDef::CivilDate => {
                let days = [-719_162, -1, 0, 19_782, 2_932_896][self.below(5)];
                json!(CivilDate::from_days(days).unwrap().to_string())
            }
            TypeDef::Currency => json!(["AAA", "EUR", "ZZZ"][self.below(3)]),
            TypeDef::Option(_) if self.below(3) == 0 => Value::Null,
            TypeDef::Option(inner) if matches!(**inner, TypeDef::Option(_)) => {
                json!([self.value(inner)])
            }
            TypeDef::Option(inner) => self.value(inner),
            TypeDef::List(item) => {
                let len = [0, 1, 3, 70][self.below(4)];
                Value::Array((0..len).map(|_| self.value(item)).collect())
            }
            TypeDef::Tuple(parts) => Value::Array(parts.iter().map(|it| self.value(it)).collect()),
            TypeDef::Struct { fields, .. } => Value::Object(self.fields(fields)),
            TypeDef::Enum { variants, .. } => {
                let variant = &variants[self.below(variants.len())];
                let content = self.fields(&variant.fields);
                if content.is_empty() {
                    json!(variant.name)
                } else {
                    json!({ &variant.name: content })
                }
            }
        }
    }

    fn fields(&mut self, fields: &[FieldDef]) -> Map<String, Value> {
        fields.iter().map(|field| (field.name.clone(), self.value(&field.ty))).collect()
    }
}

/// The parts of the description that have fields or a type: `arguments.NAME` and so on.
fn parts() -> Vec<(String, TypeDef)> {
    let abi = samples::abi();
    let of = |fields: &[FieldDef]| samples::structure("Fields", fields.to_vec());
    let mut all = Vec::new();
    for method in &abi.methods {
        all.push((format!("arguments.{}", method.name), of(&method.args)));
        all.push((format!("returns.{}", method.name), method.returns.clone()));
    }
    all.extend(abi.events.iter().map(|it| (format!("event.{}", it.name), of(&it.fields))));
    all.extend(abi.errors.iter().map(|it| (format!("error.{}", it.name), of(&it.fields))));
    all.retain(|(_, ty)| !matches!(ty, TypeDef::Tuple(parts) if parts.is_empty()));
    all
}

/// What bytes are as a part: the JSON, or null.
fn read(bytes: &[u8], ty: &TypeDef) -> Value {
    match ty {
        TypeDef::Struct { fields, .. } => decode_fields("x", bytes, fields).unwrap_or_default(),
        ty => decode_value("x", bytes, ty).unwrap_or_default(),
    }
}

fn values(numbers: &mut Numbers) -> (Vec<Value>, Vec<Value>) {
    let (mut right, mut odd) = (Vec::new(), Vec::new());
    for (part, ty) in parts() {
        for _ in 0..VALUES_PER_PART {
            let bytes = encode_value("x", &numbers.value(&ty), &ty).unwrap();
            let hex = hex::encode(&bytes);
            right.push(json!({"part": part, "hex": hex, "json": read(&bytes, &ty)}));
            let mut flipped = bytes.clone();
            let place = numbers.below(flipped.len().max(1));
            if let Some(byte) = flipped.get_mut(place) {
                *byte ^= 0x81;
            }
            let short = bytes[..bytes.len().saturating_sub(1)].to_vec();
            for bytes in [flipped, short, [bytes, vec![0]].concat()] {
                let (hex, json) = (hex::encode(&bytes), read(&bytes, &ty));
                odd.push(json!({"part": part, "hex": hex, "json": json}));
            }
        }
    }
    (right, odd)
}

/// Bytes of the seeds of those who endorse, one after the other.
const ENDORSERS: [u8; 3] = [9, 3, 4];

fn transactions() -> Vec<Value> {
    let cases = [
        (1_u8, 0_u64, "test-1", 10_u64, None),
        (255, u64::MAX, "!", u64::MAX, Some(RequestId([7; 16]))),
    ];
    let signed = cases.map(|(seed, nonce, chain, valid_until, request_id)| {
        let key = KeyPair::from_seed([seed; 32]);
        let builder = TransactionBuilder::new(ChainId(chain.into()), nonce, Height(valid_until));
        let builder = match request_id {
            Some(id) => builder.request_id(id),
            None => builder,
        };
        let signed = builder
            .gas_limit(Gas(2_000_000_000))
            .invoke(Address([seed; 32]), "issue", vec![seed; 70])
            .deploy(vec![0, seed], vec![])
            .sign(&key)
            .unwrap();
        let mut endorsed = signed.clone();
        for endorser in ENDORSERS {
            let key = KeyPair::from_seed([endorser; 32]);
            endorsed.endorse(signature(&signed.transaction, &key));
        }
        json!({
            "seed": hex::encode([seed; 32]),
            "sender": key.address().to_string(),
            "chain_id": chain,
            "nonce": nonce.to_string(),
            "valid_until": valid_until.to_string(),
            "request_id": request_id.map(|id| id.to_string()).unwrap_or_default(),
            "contract": Address([seed; 32]).to_string(),
            "args": hex::encode(vec![seed; 70]),
            "code": hex::encode([0, seed]),
            "signing_hash": signing_hash(&signed.transaction).to_string(),
            "signed": hex::encode(signed.encode()),
            "hash": hash(&signed),
            "endorsed": hex::encode(endorsed.encode()),
        })
    });
    signed.into()
}

fn hash(signed: &SignedTransaction) -> String {
    hex::encode(Sha3_256::digest(signed.encode()))
}

/// Values, and whether they encode. What encodes must be valid under the schema.
fn instances(numbers: &mut Numbers) -> Vec<Value> {
    let mut all = Vec::new();
    for (part, ty) in parts() {
        for _ in 0..VALUES_PER_PART {
            let right = numbers.value(&ty);
            let mut wrong = right.clone();
            break_one(&mut wrong, numbers);
            for value in [right, wrong] {
                let encodes = match &ty {
                    TypeDef::Struct { fields, .. } => value
                        .as_object()
                        .is_some_and(|it| encode_arguments(&taking(fields), it).is_ok()),
                    ty => encode_value("x", &value, ty).is_ok(),
                };
                all.push(json!({"part": part, "value": value, "encodes": encodes}));
            }
        }
    }
    all
}

fn taking(fields: &[FieldDef]) -> MethodDef {
    MethodDef {
        name: "m".into(),
        docs: String::new(),
        kind: MethodKind::Read,
        is_reentrant: false,
        args: fields.to_vec(),
        returns: TypeDef::U8,
        guard: GuardDef::Open,
    }
}

/// Puts something else in some place.
fn break_one(value: &mut Value, numbers: &mut Numbers) {
    let is_here = numbers.below(3) == 0;
    match value {
        Value::Array(items) if !is_here && !items.is_empty() => {
            let place = numbers.below(items.len());
            break_one(&mut items[place], numbers);
        }
        Value::Object(object) if !is_here && !object.is_empty() => {
            let place = numbers.below(object.len());
            let inner = object.values_mut().nth(place).unwrap();
            break_one(inner, numbers);
        }
        other => {
            let odd = [json!(null), json!(-1), json!("Clerk"), json!([]), json!({}), json!(true)];
            *other = odd[numbers.below(odd.len())].clone();
        }
    }
}

/// Written by a change that is meant: `SANDPACT_BLESS=1`. The npm package's tests read it.
#[test]
fn the_vectors_are_as_kept() {
    let mut numbers = Numbers(0x5eed);
    let (values, odd) = values(&mut numbers);
    let refused = odd.iter().filter(|vector| vector["json"].is_null()).count();
    assert!(refused * 2 > odd.len() && refused < odd.len(), "{refused} of {}", odd.len());
    let instances = instances(&mut numbers);
    let wrong = instances.iter().filter(|instance| instance["encodes"] == false).count();
    assert!(wrong * 4 > instances.len(), "{wrong} of {}", instances.len());
    let document = json!({
        "values": values,
        "odd": odd,
        "transactions": transactions(),
        "schema": schema::of_contract(&samples::abi()),
        "instances": instances,
    });
    golden::check("typescript/test/vectors.json", &format!("{}\n", one_a_line(&document)));
}

/// JSON with one member of each list on a line: differences can be read.
fn one_a_line(document: &Value) -> String {
    let members = document.as_object().unwrap().iter().map(|(name, value)| {
        let value = match value {
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| format!("  {item}")).collect();
                format!("[\n{}\n]", items.join(",\n"))
            }
            other => other.to_string(),
        };
        format!("{}: {value}", json!(name))
    });
    format!("{{\n{}\n}}", members.collect::<Vec<_>>().join(",\n"))
}
