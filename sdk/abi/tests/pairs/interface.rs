//! Changes of what others are bound to.

use super::{error, event, field, method, method_of, roles, status, stored, variant, variants_of};
use crate::{Pair, pair};
use sandpact_abi::{
    GuardDef, MethodKind, StorageKind, TypeDef,
    compare::{
        Change as C,
        Verdict::{Compatible, NeedsMigration, Refused},
    },
};

pub fn pairs() -> Vec<Pair> {
    [identity(), methods(), types(), guards(), errors_and_events()].into_iter().flatten().collect()
}

fn identity() -> Vec<Pair> {
    vec![
        pair("nothing but the version", Compatible, &[], |_| {}),
        pair("all doc comments and names of types", Compatible, &[], |abi| {
            abi.docs = "Another text.".into();
            for method in &mut abi.methods {
                method.docs = "Changed.".into();
            }
            if let TypeDef::Enum { name, docs, .. } = &mut method_of(abi, "status").returns {
                (*name, *docs) = ("State".into(), "Changed.".into());
            }
        }),
        pair("methods in another order", Compatible, &[], |abi| abi.methods.reverse()),
        pair("another contract", Refused, &[(C::ContractRenamed, "contract")], |abi| {
            abi.name = "other".into();
        }),
        pair("the same version", Refused, &[(C::VersionNotHigher, "version")], |abi| {
            abi.version = "1.0.0".into();
        }),
        pair("an older version", Refused, &[(C::VersionNotHigher, "version")], |abi| {
            abi.version = "0.99.0".into();
        }),
        pair("no version", Refused, &[(C::VersionUnreadable, "version")], |abi| {
            abi.version = "next".into();
        }),
        pair("a migration", Compatible, &[(C::Migrates, "method migrate")], |abi| {
            abi.methods.push(method("migrate", MethodKind::Migrate, vec![], super::NOTHING));
        }),
    ]
}

fn methods() -> Vec<Pair> {
    vec![
        pair("a method more", Compatible, &[(C::MethodAdded, "method sum")], |abi| {
            abi.methods.push(method("sum", MethodKind::Read, vec![], TypeDef::U64));
        }),
        pair("a method less", Refused, &[(C::MethodRemoved, "method settle")], |abi| {
            abi.methods.retain(|method| method.name != "settle");
        }),
        pair(
            "a method under another name",
            Refused,
            &[(C::MethodRemoved, "method settle"), (C::MethodAdded, "method pay")],
            |abi| method_of(abi, "settle").name = "pay".into(),
        ),
        pair(
            "a method became the migration",
            Refused,
            &[(C::MethodRemoved, "method settle"), (C::Migrates, "method settle")],
            |abi| method_of(abi, "settle").kind = MethodKind::Migrate,
        ),
        pair("a reading method writes", Refused, &[(C::MethodWrites, "method status")], |abi| {
            method_of(abi, "status").kind = MethodKind::Write;
        }),
        pair("a writing method reads", Compatible, &[(C::MethodReads, "method record")], |abi| {
            method_of(abi, "record").kind = MethodKind::Read;
        }),
        pair("reentrant no more", Refused, &[(C::ReentrancyRemoved, "method settle")], |abi| {
            method_of(abi, "settle").is_reentrant = false;
        }),
        pair("reentrant now", Compatible, &[(C::ReentrancyAdded, "method record")], |abi| {
            method_of(abi, "record").is_reentrant = true;
        }),
        pair("other arguments of init", Compatible, &[], |abi| {
            let create = method_of(abi, "create");
            (create.name, create.args) = ("found".into(), vec![field("seed", TypeDef::Hash)]);
        }),
        pair(
            "an argument more",
            Refused,
            &[(C::PartAdded, "method record argument.note")],
            |abi| method_of(abi, "record").args.push(field("note", TypeDef::Text)),
        ),
        pair(
            "an argument less in the middle",
            Refused,
            &[(C::PartRemoved, "method record argument.net")],
            |abi| method_of(abi, "record").args.retain(|field| field.name != "net"),
        ),
        pair(
            "an argument under another name",
            Compatible,
            &[(C::Renamed, "method record argument.number")],
            |abi| method_of(abi, "record").args[0].name = "reference".into(),
        ),
        pair(
            "two arguments of one type changed places",
            Refused,
            &[(C::Moved, "method record argument.net"), (C::Moved, "method record argument.tax")],
            |abi| method_of(abi, "record").args.swap(1, 2),
        ),
    ]
}

fn types() -> Vec<Pair> {
    vec![
        pair(
            "a wider argument",
            Refused,
            &[(C::TypeChanged, "method record argument.net")],
            |abi| method_of(abi, "record").args[1].ty = TypeDef::U128,
        ),
        pair(
            "an argument with the same bytes and another meaning",
            Refused,
            &[(C::Retyped, "method record argument.net")],
            |abi| method_of(abi, "record").args[1].ty = TypeDef::UnixSeconds,
        ),
        pair(
            "an argument takes a variant more",
            Compatible,
            &[(C::VariantAdded, "method settle argument.how::Lost")],
            |abi| {
                let ty = &mut method_of(abi, "settle").args[0].ty;
                variants_of(ty).push(variant(2, "Lost", vec![]));
            },
        ),
        pair(
            "an argument takes a variant less",
            Refused,
            &[(C::VariantRemoved, "method settle argument.how::Paid")],
            |abi| drop(variants_of(&mut method_of(abi, "settle").args[0].ty).pop()),
        ),
        pair(
            "a field more in a variant that an argument takes",
            Refused,
            &[(C::PartAdded, "method settle argument.how::Paid.by")],
            |abi| {
                let ty = &mut method_of(abi, "settle").args[0].ty;
                variants_of(ty)[1].fields.push(field("by", TypeDef::Address));
            },
        ),
        pair("another result", Refused, &[(C::TypeChanged, "method record result")], |abi| {
            method_of(abi, "record").returns = TypeDef::U32;
        }),
        pair(
            "a result where there was none",
            Refused,
            &[(C::TypeChanged, "method settle result")],
            |abi| method_of(abi, "settle").returns = TypeDef::Bool,
        ),
        pair("an optional result", Refused, &[(C::TypeChanged, "method status result")], |abi| {
            method_of(abi, "status").returns = TypeDef::Option(Box::new(status()))
        }),
        pair(
            "a result with a variant that callers do not know",
            Refused,
            &[(C::VariantAdded, "method status result::Lost")],
            |abi| {
                let ty = &mut method_of(abi, "status").returns;
                variants_of(ty).push(variant(2, "Lost", vec![]));
            },
        ),
        pair(
            "a result with a variant less",
            Compatible,
            &[(C::VariantRemoved, "method status result::Paid")],
            |abi| drop(variants_of(&mut method_of(abi, "status").returns).pop()),
        ),
    ]
}

fn guards() -> Vec<Pair> {
    vec![
        pair("for anyone", Compatible, &[(C::GuardLoosened, "method record")], |abi| {
            method_of(abi, "record").guard = GuardDef::Open;
        }),
        pair("for a role more", Compatible, &[(C::GuardLoosened, "method record")], |abi| {
            method_of(abi, "record").guard = roles(&[(0, "Clerk"), (1, "Auditor")]);
        }),
        pair("for the other role", Compatible, &[(C::GuardChanged, "method record")], |abi| {
            method_of(abi, "record").guard = roles(&[(1, "Auditor")]);
        }),
        pair("for the owner", Compatible, &[(C::GuardTightened, "method settle")], |abi| {
            method_of(abi, "settle").guard = GuardDef::Owner { field: "owner".into() };
        }),
        pair(
            "for the owner in a new field",
            Compatible,
            &[(C::GuardTightened, "method settle"), (C::FieldAdded, "storage boss")],
            |abi| {
                method_of(abi, "settle").guard = GuardDef::Owner { field: "boss".into() };
                let owner = StorageKind::Owner;
                abi.storage.push(stored("boss", owner, super::NOTHING, TypeDef::Address));
            },
        ),
        pair(
            "roles changed their numbers",
            NeedsMigration,
            &[
                (C::GuardChanged, "method record"),
                (C::Moved, "storage roles key::Clerk"),
                (C::Moved, "storage roles key::Auditor"),
            ],
            |abi| {
                method_of(abi, "record").guard = roles(&[(1, "Clerk")]);
                let variants = variants_of(&mut super::storage_of(abi, "roles").key);
                (variants[0].index, variants[1].index) = (1, 0);
            },
        ),
    ]
}

fn errors_and_events() -> Vec<Pair> {
    vec![
        pair("an error more", Compatible, &[(C::ErrorAdded, "error TooLate")], |abi| {
            abi.errors.push(error(101, "TooLate", vec![]));
        }),
        pair("an error less", Refused, &[(C::ErrorRemoved, "error TooMuch")], |abi| {
            abi.errors.pop();
        }),
        pair(
            "a code that means another thing",
            Refused,
            &[(C::ErrorRenamed, "error TooMuch")],
            |abi| {
                abi.errors[1].name = "TooLate".into();
            },
        ),
        pair(
            "an error under another code",
            Refused,
            &[(C::ErrorRemoved, "error TooMuch"), (C::ErrorAdded, "error TooMuch")],
            |abi| abi.errors[1].code = 101,
        ),
        pair(
            "an error with other data",
            Refused,
            &[(C::TypeChanged, "error TooMuch.limit")],
            |abi| {
                abi.errors[1].fields[0].ty = TypeDef::U32;
            },
        ),
        pair("an event more", Compatible, &[(C::EventAdded, "event Settled")], |abi| {
            abi.events.push(event("Settled", vec![]));
        }),
        pair("an event less", Refused, &[(C::EventRemoved, "event Recorded")], |abi| {
            abi.events.clear();
        }),
        pair("a field more in an event", Refused, &[(C::PartAdded, "event Recorded.by")], |abi| {
            abi.events[0].fields.push(field("by", TypeDef::Address));
        }),
        pair(
            "a field less in an event",
            Refused,
            &[(C::PartRemoved, "event Recorded.net")],
            |abi| {
                abi.events[0].fields.pop();
            },
        ),
        pair(
            "another type in an event",
            Refused,
            &[(C::TypeChanged, "event Recorded.net")],
            |abi| abi.events[0].fields[1].ty = TypeDef::I64,
        ),
    ]
}
