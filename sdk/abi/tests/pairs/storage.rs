//! Changes of what is stored.

use super::{NOTHING, field, fields_of, index, status, storage_of, stored, variant, variants_of};
use crate::{Pair, pair};
use sandpact_abi::{
    StorageKind, TypeDef,
    compare::{
        Change as C,
        Verdict::{Compatible, NeedsMigration},
    },
};

pub fn pairs() -> Vec<Pair> {
    [whole_fields(), kinds(), values(), enums(), indexes()].into_iter().flatten().collect()
}

fn whole_fields() -> Vec<Pair> {
    vec![
        pair("a field more", Compatible, &[(C::FieldAdded, "storage notes")], |abi| {
            abi.storage.push(stored("notes", StorageKind::Map, TypeDef::U64, TypeDef::Text));
        }),
        pair(
            "a field less, which old data have",
            NeedsMigration,
            &[(C::FieldRemoved, "storage names")],
            |abi| abi.storage.retain(|field| field.name != "names"),
        ),
        pair(
            "a field under another name",
            NeedsMigration,
            &[(C::FieldRemoved, "storage total"), (C::FieldAdded, "storage sum")],
            |abi| storage_of(abi, "total").name = "sum".into(),
        ),
        pair("fields in another order", Compatible, &[], |abi| abi.storage.reverse()),
    ]
}

fn kinds() -> Vec<Pair> {
    vec![
        pair("a map keeps order", NeedsMigration, &[(C::KindChanged, "storage names")], |abi| {
            storage_of(abi, "names").kind = StorageKind::OrderedMap;
        }),
        pair(
            "a value became a vector",
            NeedsMigration,
            &[(C::KindChanged, "storage total")],
            |abi| {
                storage_of(abi, "total").kind = StorageKind::Vector;
            },
        ),
        pair("an owner is a value", Compatible, &[(C::KindChanged, "storage owner")], |abi| {
            storage_of(abi, "owner").kind = StorageKind::Value;
        }),
        pair(
            "a set became a map to nothing",
            Compatible,
            &[(C::KindChanged, "storage seen")],
            |abi| {
                storage_of(abi, "seen").kind = StorageKind::OrderedMap;
            },
        ),
        pair(
            "a set became a map to something",
            NeedsMigration,
            &[(C::KindChanged, "storage seen"), (C::TypeChanged, "storage seen value")],
            |abi| {
                let seen = storage_of(abi, "seen");
                (seen.kind, seen.value) = (StorageKind::OrderedMap, TypeDef::U64);
            },
        ),
        pair("roles became a map", NeedsMigration, &[(C::KindChanged, "storage roles")], |abi| {
            let roles = storage_of(abi, "roles");
            (roles.kind, roles.key) =
                (StorageKind::Map, TypeDef::Tuple(vec![super::role(), TypeDef::Address]));
        }),
    ]
}

fn values() -> Vec<Pair> {
    vec![
        pair("a wider number", NeedsMigration, &[(C::TypeChanged, "storage total value")], |abi| {
            storage_of(abi, "total").value = TypeDef::U128;
        }),
        pair(
            "a signed number",
            NeedsMigration,
            &[(C::TypeChanged, "storage total value")],
            |abi| {
                storage_of(abi, "total").value = TypeDef::I64;
            },
        ),
        pair(
            "an optional value",
            NeedsMigration,
            &[(C::TypeChanged, "storage total value")],
            |abi| {
                storage_of(abi, "total").value = TypeDef::Option(Box::new(TypeDef::U64));
            },
        ),
        pair(
            "seconds instead of a number",
            Compatible,
            &[(C::Retyped, "storage total value")],
            |abi| {
                storage_of(abi, "total").value = TypeDef::UnixSeconds;
            },
        ),
        pair("bytes instead of text", Compatible, &[(C::Retyped, "storage log value")], |abi| {
            storage_of(abi, "log").value = TypeDef::Bytes;
        }),
        pair("a number in a struct of its own", Compatible, &[], |abi| {
            let fields = vec![field("0", TypeDef::U64)];
            storage_of(abi, "total").value =
                TypeDef::Struct { name: "Cents".into(), docs: String::new(), fields };
        }),
        pair(
            "another key of a map",
            NeedsMigration,
            &[(C::TypeChanged, "storage names key")],
            |abi| {
                storage_of(abi, "names").key = TypeDef::U64;
            },
        ),
        pair(
            "another key that keeps order",
            NeedsMigration,
            &[(C::Retyped, "storage days key")],
            |abi| {
                storage_of(abi, "days").key = TypeDef::I32;
            },
        ),
        pair(
            "a field more in a struct",
            NeedsMigration,
            &[(C::PartAdded, "storage entries value.due")],
            |abi| {
                let due = TypeDef::Option(Box::new(TypeDef::CivilDate));
                fields_of(&mut storage_of(abi, "entries").value).push(field("due", due));
            },
        ),
        pair(
            "a field less in a struct",
            NeedsMigration,
            &[(C::PartRemoved, "storage entries value.note")],
            |abi| {
                fields_of(&mut storage_of(abi, "entries").value)
                    .retain(|field| field.name != "note");
            },
        ),
        pair(
            "a field of a struct under another name",
            Compatible,
            &[(C::Renamed, "storage entries value.note")],
            |abi| {
                fields_of(&mut storage_of(abi, "entries").value)[3].name = "remark".into();
            },
        ),
        pair(
            "two fields of one type changed places",
            NeedsMigration,
            &[(C::Moved, "storage entries value.net"), (C::Moved, "storage entries value.tax")],
            |abi| fields_of(&mut storage_of(abi, "entries").value).swap(0, 1),
        ),
        pair("fields grouped in a struct", Compatible, &[], |abi| {
            let fields = fields_of(&mut storage_of(abi, "entries").value);
            let amounts: Vec<_> = fields.drain(..2).collect();
            let ty =
                TypeDef::Struct { name: "Amounts".into(), docs: String::new(), fields: amounts };
            fields.insert(0, field("amounts", ty));
        }),
        pair(
            "fields grouped in a struct in another order",
            NeedsMigration,
            &[(C::Moved, "storage entries value.net"), (C::Moved, "storage entries value.tax")],
            |abi| {
                let fields = fields_of(&mut storage_of(abi, "entries").value);
                let amounts: Vec<_> = fields.drain(..2).rev().collect();
                let ty = TypeDef::Struct {
                    name: "Amounts".into(),
                    docs: String::new(),
                    fields: amounts,
                };
                fields.insert(0, field("amounts", ty));
            },
        ),
        pair(
            "a field less in the struct of a list",
            NeedsMigration,
            &[(C::PartRemoved, "storage entries value.lines[].amount")],
            |abi| {
                let lines = &mut fields_of(&mut storage_of(abi, "entries").value)[5].ty;
                let TypeDef::List(line) = lines else { panic!("{lines:?}") };
                fields_of(line).pop();
            },
        ),
    ]
}

fn status_of(abi: &mut sandpact_abi::ContractAbi) -> &mut Vec<sandpact_abi::VariantDef> {
    variants_of(&mut fields_of(&mut storage_of(abi, "entries").value)[4].ty)
}

fn enums() -> Vec<Pair> {
    vec![
        pair(
            "a variant more",
            Compatible,
            &[(C::VariantAdded, "storage entries value.status::Lost")],
            |abi| {
                status_of(abi).push(variant(2, "Lost", vec![]));
            },
        ),
        pair(
            "a variant less",
            NeedsMigration,
            &[(C::VariantRemoved, "storage entries value.status::Paid")],
            |abi| {
                drop(status_of(abi).pop());
            },
        ),
        pair(
            "a variant under another number",
            NeedsMigration,
            &[(C::Moved, "storage entries value.status::Paid")],
            |abi| {
                status_of(abi)[1].index = 2;
            },
        ),
        pair(
            "a variant in front, which moves the others",
            NeedsMigration,
            &[
                (C::Moved, "storage entries value.status::Open"),
                (C::Moved, "storage entries value.status::Paid"),
            ],
            |abi| {
                let variants = status_of(abi);
                variants.insert(0, variant(0, "Draft", vec![]));
                variants[1].index = 1;
                variants[2].index = 2;
            },
        ),
        pair(
            "a variant under another name",
            Compatible,
            &[(C::Renamed, "storage entries value.status::Open")],
            |abi| {
                status_of(abi)[0].name = "Unpaid".into();
            },
        ),
        pair(
            "a variant with another field",
            NeedsMigration,
            &[(C::TypeChanged, "storage entries value.status::Paid.on")],
            |abi| {
                status_of(abi)[1].fields[0].ty = TypeDef::U64;
            },
        ),
        pair(
            "an enum instead of a struct's field",
            NeedsMigration,
            &[(C::TypeChanged, "storage log value")],
            |abi| {
                storage_of(abi, "log").value = status();
            },
        ),
        pair("a role more", Compatible, &[(C::VariantAdded, "storage roles key::Boss")], |abi| {
            variants_of(&mut storage_of(abi, "roles").key).push(variant(2, "Boss", vec![]));
        }),
        pair(
            "a role less",
            NeedsMigration,
            &[(C::VariantRemoved, "storage roles key::Auditor")],
            |abi| {
                drop(variants_of(&mut storage_of(abi, "roles").key).pop());
            },
        ),
    ]
}

fn indexes() -> Vec<Pair> {
    vec![
        pair(
            "an index more",
            NeedsMigration,
            &[(C::IndexAdded, "storage entries index by_net")],
            |abi| {
                storage_of(abi, "entries").indexes.push(index("by_net", false, TypeDef::U64));
            },
        ),
        pair(
            "an index less",
            NeedsMigration,
            &[(C::IndexRemoved, "storage entries index by_buyer")],
            |abi| {
                drop(storage_of(abi, "entries").indexes.pop());
            },
        ),
        pair(
            "an index is unique now",
            NeedsMigration,
            &[(C::IndexChanged, "storage entries index by_buyer")],
            |abi| {
                storage_of(abi, "entries").indexes[1].is_unique = true;
            },
        ),
        pair(
            "another key of an index",
            NeedsMigration,
            &[(C::TypeChanged, "storage entries index by_number key")],
            |abi| {
                storage_of(abi, "entries").indexes[0].key = TypeDef::U32;
            },
        ),
        pair(
            "an indexed map without indexes",
            NeedsMigration,
            &[
                (C::KindChanged, "storage entries"),
                (C::IndexRemoved, "storage entries index by_buyer"),
                (C::IndexRemoved, "storage entries index by_number"),
            ],
            |abi| {
                let entries = storage_of(abi, "entries");
                entries.kind = StorageKind::OrderedMap;
                entries.indexes.clear();
            },
        ),
        pair(
            "an ordered map may be indexed",
            Compatible,
            &[(C::KindChanged, "storage days")],
            |abi| {
                storage_of(abi, "days").kind = StorageKind::IndexedMap;
            },
        ),
        pair(
            "an ordered map is indexed",
            NeedsMigration,
            &[(C::KindChanged, "storage days"), (C::IndexAdded, "storage days index by_sum")],
            |abi| {
                let days = storage_of(abi, "days");
                days.kind = StorageKind::IndexedMap;
                days.indexes.push(index("by_sum", false, TypeDef::U64));
            },
        ),
        pair("an empty struct for nothing", Compatible, &[], |abi| {
            storage_of(abi, "seen").value =
                TypeDef::Struct { name: "Unit".into(), docs: String::new(), fields: vec![] };
        }),
        pair(
            "a value that is nothing now",
            NeedsMigration,
            &[(C::TypeChanged, "storage total value")],
            |abi| {
                storage_of(abi, "total").value = NOTHING;
            },
        ),
    ]
}
