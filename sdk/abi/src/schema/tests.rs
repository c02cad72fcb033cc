use super::*;
use crate::{ContractAbi, GuardDef, StorageKind, TypeDef};

const NESTED: Type = Type::Enum {
    name: "Choice",
    docs: "one of",
    variants: &[Variant {
        index: 7,
        name: "Some",
        docs: "",
        fields: &[Field { name: "list", docs: "d", ty: &<Vec<Option<u64>>>::TYPE }],
    }],
};

const CONTRACT: Contract = Contract {
    name: "sample",
    version: "0.1.0",
    // Longer than 63 bytes, so that the two-byte length form is used.
    docs: "A description that is certainly longer than sixty-three bytes of text.",
    methods: &[Method {
        name: "put",
        docs: "stores",
        kind: MethodKind::Write,
        is_reentrant: true,
        args: &[
            Field { name: "bytes", docs: "", ty: &<Vec<u8>>::TYPE },
            Field { name: "digest", docs: "", ty: &<[u8; 32]>::TYPE },
            Field { name: "choice", docs: "", ty: &NESTED },
        ],
        returns: &<(u8, Option<Hash>)>::TYPE,
        guard: Guard::Roles { field: "roles", roles: &[Role::named(&NESTED, "Some")] },
    }],
    common_errors: &[Error { code: 1, name: "NotAuthorised", docs: "", fields: &[] }],
    errors: &[Error { code: 100_000, name: "Own", docs: "x", fields: &[] }],
    events: &[Event { name: "Put", docs: "", fields: &[] }],
    storage: &[Storage {
        name: "entries",
        docs: "by number",
        shape: Shape {
            kind: StorageKind::IndexedMap,
            key: &Type::U64,
            value: &NESTED,
            indexes: &[Index { name: "buyer", is_unique: true, key: &Type::Address }],
        },
    }],
};

const BYTES: [u8; encoded_len(&CONTRACT)] = encode_to(&CONTRACT);

#[test]
fn the_constant_encoding_is_the_scale_encoding() {
    let abi = ContractAbi::from_section(&BYTES).expect("decodes");
    assert_eq!(abi.to_section(), BYTES);
    assert_eq!(encode(&CONTRACT), BYTES);
    assert_eq!(abi.docs, CONTRACT.docs);
    let put = abi.method("put").expect("is listed");
    assert!(put.is_reentrant);
    assert_eq!(put.args[0].ty, TypeDef::Bytes);
    assert_eq!(put.args[1].ty, TypeDef::FixedBytes(32));
    assert!(matches!(&put.args[2].ty, TypeDef::Enum { variants, .. } if variants[0].index == 7));
    let GuardDef::Roles { field, roles } = &put.guard else { panic!("{:?}", put.guard) };
    assert_eq!((field.as_str(), roles[0].index, roles[0].name.as_str()), ("roles", 7, "Some"));
    let entries = &abi.storage[0];
    assert_eq!((entries.name.as_str(), entries.kind), ("entries", StorageKind::IndexedMap));
    assert_eq!((&entries.key, entries.indexes[0].is_unique), (&TypeDef::U64, true));
    assert_eq!(abi.errors.len(), 2);
    assert_eq!(abi.error(100_000).map(|error| error.name.as_str()), Some("Own"));
    assert_eq!(abi.event("Put").map(|event| event.fields.len()), Some(0));
}

#[test]
fn every_truncation_is_refused() {
    for len in 0..BYTES.len() {
        assert!(ContractAbi::from_section(&BYTES[..len]).is_err(), "{len}");
    }
}
