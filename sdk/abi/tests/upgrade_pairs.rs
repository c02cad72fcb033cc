//! Pairs of descriptions, each one change away from a base, and what comparing them says.
#![allow(clippy::unwrap_used)]

mod pairs;

use pairs::{base, interface, storage};
use sandpact_abi::{
    ContractAbi, FieldDef, TypeDef,
    compare::{Change, FINDINGS_MAX, Verdict, compare},
};

/// A change of the base, and what must be found.
struct Pair {
    /// What is changed.
    what: &'static str,
    change: fn(&mut ContractAbi),
    verdict: Verdict,
    /// The change and its place; none for a change that nothing is bound to.
    found: &'static [(Change, &'static str)],
}

fn pair(
    what: &'static str,
    verdict: Verdict,
    found: &'static [(Change, &'static str)],
    change: fn(&mut ContractAbi),
) -> Pair {
    Pair { what, change, verdict, found }
}

#[test]
fn every_pair_is_classified() {
    let all: Vec<Pair> = interface::pairs().into_iter().chain(storage::pairs()).collect();
    assert!(all.len() >= 60, "{}", all.len());
    let old = base();
    for Pair { what, change, verdict, found } in all {
        let mut new = base();
        new.version = "1.1.0".into();
        change(&mut new);
        let report = compare(&old, &new);
        let seen: Vec<_> =
            report.findings.iter().map(|it| (it.change, it.place.as_str())).collect();
        assert_eq!(seen, found, "{what}: {report:#?}");
        assert_eq!(report.verdict, verdict, "{what}: {report:#?}");
        assert!(report.findings.iter().all(|it| !it.text.is_empty() && !it.text.contains('\n')));
        assert_eq!(report.left_out, 0);
    }
}

#[test]
fn versions_rise_by_their_precedence() {
    let verdict = |old: &str, new: &str| {
        let (mut before, mut after) = (base(), base());
        (before.version, after.version) = (old.into(), new.into());
        let report = compare(&before, &after);
        report.findings.first().map(|finding| finding.change)
    };
    for (old, new) in [
        ("0.1.0", "0.1.1"),
        ("0.9.0", "0.10.0"),
        ("1.9.9", "2.0.0"),
        ("1.0.0-rc.2", "1.0.0-rc.10"),
        ("1.0.0-rc.2", "1.0.0"),
        ("first", "0.0.1"),
    ] {
        assert_eq!(verdict(old, new), None, "{old} {new}");
    }
    for (old, new) in [
        ("1.0.0", "1.0.0"),
        ("1.0.0", "0.9.9"),
        ("1.0.0", "1.0.0-rc.1"),
        ("1.0.0+a", "1.0.0+b"),
        ("0.10.0", "0.9.0"),
    ] {
        assert_eq!(verdict(old, new), Some(Change::VersionNotHigher), "{old} {new}");
    }
    for new in ["", "1", "1.0", "v1.0.0", "01.0.0", "1.0.0 ", "99999999999999999999.0.0"] {
        assert_eq!(verdict("0.1.0", new), Some(Change::VersionUnreadable), "{new}");
    }
}

#[test]
fn the_names_of_what_was_removed_are_told() {
    let mut new = base();
    new.storage.retain(|field| field.name != "total");
    for field in &mut new.storage {
        field.indexes.retain(|index| index.name != "by_buyer");
    }
    assert_eq!(compare(&base(), &new).removed, ["total", "entries.by_buyer"]);
    new.storage.retain(|field| field.name != "entries");
    let removed = compare(&base(), &new).removed;
    assert_eq!(removed, ["total", "entries", "entries.by_number", "entries.by_buyer"]);
    assert_eq!(compare(&new, &base()).removed, Vec::<String>::new());
}

/// A stranger's description makes no report that is longer than its bound, whatever it holds.
#[test]
fn a_report_is_bounded() {
    let (old, mut new) = (base(), base());
    new.version = "1.1.0".into();
    let long = "x".repeat(60_000);
    new.events = (0..1_000)
        .map(|number| sandpact_abi::EventDef {
            name: format!("{long}{number}"),
            docs: String::new(),
            fields: Vec::new(),
        })
        .collect();
    let report = compare(&old, &new);
    assert_eq!(report.verdict, Verdict::Refused, "of what was beyond the bound too");
    assert_eq!((report.findings.len(), report.left_out), (FINDINGS_MAX, 1_001 - FINDINGS_MAX));
    assert!(report.findings.iter().all(|it| it.place.len() + it.text.len() < 500));
    let mut deep = TypeDef::U8;
    for _ in 0..30 {
        deep = TypeDef::Option(Box::new(TypeDef::Tuple(vec![deep, TypeDef::U8])));
    }
    let (mut one, mut other) = (base(), base());
    other.version = "1.1.0".into();
    let field = |ty| FieldDef { name: "deep".into(), docs: String::new(), ty };
    one.methods[1].args = vec![field(TypeDef::Option(Box::new(deep.clone())))];
    other.methods[1].args = vec![field(deep)];
    assert_eq!(compare(&one, &other).verdict, Verdict::Refused);
}

/// `docs/upgrades.md` has a row for each change, in order.
#[test]
fn every_change_is_in_the_document() {
    let document = include_str!("../../../docs/upgrades.md");
    let rows: Vec<&str> = document.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> = Change::ALL
        .iter()
        .map(|change| format!("| `{}` | {} |", change.name(), change.meaning()))
        .collect();
    let seen: Vec<String> = rows
        .iter()
        .map(|row| row.split(" | ").take(2).collect::<Vec<_>>().join(" | ") + " |")
        .collect();
    assert_eq!(seen, expected);
}
