#![allow(clippy::unwrap_used)]
use super::*;
use crate::{FieldDef, TypeDef};
use alloc::{boxed::Box, string::String, vec};

fn structure(name: &str, types: &[&TypeDef]) -> TypeDef {
    let field =
        |ty: &&TypeDef| FieldDef { name: String::new(), docs: String::new(), ty: (*ty).clone() };
    let fields = types.iter().map(field).collect();
    TypeDef::Struct { name: name.into(), docs: String::new(), fields }
}

fn contract(types: &[&TypeDef]) -> ContractAbi {
    let TypeDef::Struct { fields, .. } = structure("", types) else { unreachable!() };
    let event = crate::EventDef { name: "e".into(), docs: String::new(), fields };
    ContractAbi {
        name: String::new(),
        version: String::new(),
        docs: String::new(),
        methods: vec![],
        errors: vec![],
        events: vec![event],
        storage: vec![],
    }
}

#[test]
fn a_type_is_written_once_and_numbered_where_it_ends() {
    let inner = structure("i", &[&TypeDef::U8]);
    let outer = structure("o", &[&TypeDef::Option(Box::new(inner.clone()))]);
    let abi = contract(&[&outer, &inner, &outer]);
    let section = abi.to_section();
    let inner = [22, 4, b'i', 0, 4, 0, 0, 1];
    let mut expected = vec![ABI_FORMAT, 0, 0, 0, 0, 0, 4, 4, b'e', 0, 12];
    expected.extend([0, 0, 22, 4, b'o', 0, 4, 0, 0, 19]);
    expected.extend(inner);
    expected.extend([0, 0, SAME_AS, 0, 0, 0, SAME_AS, 4, 0]);
    assert_eq!(section, expected);
    assert_eq!(ContractAbi::from_section(&section), Ok(abi));
}

#[test]
fn what_is_not_the_one_encoding_is_refused() {
    let inner = structure("i", &[]);
    let section = contract(&[&inner, &inner]).to_section();
    let at = section.iter().rposition(|byte| *byte == SAME_AS).unwrap();
    let changed = |from: usize, to: &[u8]| {
        let mut bytes = section.clone();
        bytes.splice(from..at + 2, to.iter().copied());
        ContractAbi::from_section(&bytes)
    };
    assert!(changed(at, &[SAME_AS, 0]).is_ok());
    let twice = [22, 4, b'i', 0, 0];
    for bytes in [&twice[..], &[SAME_AS, 4], &[SAME_AS, 1, 0], &[SAME_AS], &[25]] {
        assert_eq!(changed(at, bytes), Err(AbiError::Malformed), "{bytes:?}");
    }
    assert!(changed(at, &[22, 4, b'j', 0, 0]).is_ok());
}

/// Each struct has the one before it twice.
fn doubling(len: usize) -> TypeDef {
    let name = "n".repeat(len);
    let seed = structure(&name, &[]);
    (0..12_u8).fold(seed, |ty, number| structure(&String::from(char::from(number)), &[&ty, &ty]))
}

#[test]
fn written_out_a_section_has_its_longest_length() {
    let written_out = |len: usize| contract(&[&doubling(len)]).encode().len();
    // The innermost name stands 4096 times.
    let longest = (1..63).rfind(|len| written_out(*len) <= limits::ABI_WRITTEN_OUT_LEN_BYTES_MAX);
    let longest = longest.unwrap();
    let padded = |name: usize| {
        let mut abi = contract(&[&doubling(longest)]);
        abi.docs = "d".repeat(name);
        abi
    };
    let room = limits::ABI_WRITTEN_OUT_LEN_BYTES_MAX - written_out(longest);
    let padding = (room - 4..=room)
        .rfind(|len| padded(*len).encode().len() <= limits::ABI_WRITTEN_OUT_LEN_BYTES_MAX);
    let padding = padding.unwrap();
    assert_eq!(padded(padding).encode().len(), limits::ABI_WRITTEN_OUT_LEN_BYTES_MAX);
    let read = |padding: usize| ContractAbi::from_section(&padded(padding).to_section());
    assert!(read(padding) == Ok(padded(padding)), "the longest is read");
    assert!(read(padding + 1) == Err(AbiError::Malformed), "one byte more is not");
}

#[test]
fn numbers_nest_no_deeper_than_types() {
    let deep = |depth: usize| {
        let name = |depth: usize| alloc::format!("{depth}");
        let first = structure("", &[]);
        let all = (0..depth).scan(first, |ty, depth| {
            *ty = structure(&name(depth), &[&ty.clone()]);
            Some(ty.clone())
        });
        let all: Vec<TypeDef> = all.collect();
        contract(&all.iter().collect::<Vec<_>>()).to_section()
    };
    let deepest = (1..40).rfind(|depth| ContractAbi::from_section(&deep(*depth)).is_ok());
    assert!(deepest.is_some_and(|depth| depth < 32), "{deepest:?}");
    assert!(ContractAbi::from_section(&deep(deepest.unwrap() + 1)).is_err());
}
