//! What can be told to the contract at all: A20.

use super::world::*;
use documentary_credit::{Disposal, DocumentaryCredit, Standing};
use sandpact_sdk::ContractDescription;
use sandpact_sdk::abi::{Field, MethodKind, Type};
use sandpact_testing::prelude::*;

/// Every method that writes, with its arguments. What is added here has to be asked: does it tell
/// of documents, or of the goods (articles 4 and 5)?
const WRITING: &[(&str, &[&str])] = &[
    ("grant", &["role", "account"]),
    ("revoke", &["role", "account"]),
    ("name_registry", &["registry"]),
    ("issue", &["id", "terms"]),
    ("advise", &["credit"]),
    ("confirm", &["credit"]),
    ("propose_amendment", &["id", "credit", "terms", "deemed_accepted_on"]),
    ("answer_amendment", &["amendment", "answer"]),
    ("request_transfer", &["request"]),
    ("transfer", &["transfer"]),
    ("present", &["request"]),
    ("forward", &["presentation", "to"]),
    ("take_up", &["presentation"]),
    ("examine", &["presentation", "readings"]),
    ("check_invoice", &["presentation", "fingerprint"]),
    ("comply", &["presentation"]),
    ("refuse", &["presentation", "discrepancies", "disposal", "notice"]),
    ("preclude", &["presentation", "bank"]),
    ("seek_waiver", &["presentation"]),
    ("answer_waiver", &["presentation", "is_given"]),
    ("return_documents", &["presentation"]),
    ("honour", &["presentation", "amount_minor"]),
    ("undertake", &["presentation", "amount_minor"]),
    ("negotiate", &["presentation", "amount_minor"]),
    ("pay", &["presentation"]),
    ("close", &["credit"]),
];

/// Words of a complaint about goods, or of the sales contract behind the credit.
const COMPLAINTS: &[&str] = &[
    "complain",
    "quality",
    "damage",
    "fraud",
    "injunct",
    "breach",
    "sale",
    "delivery",
    "dispute",
    "defect",
    "performance",
    "purchase",
    "stop",
];

/// What [`names_inside`] calls text that says whatever its writer likes.
const FREE_TEXT: &str = "free text";

/// Adds the names of everything inside a type.
fn names_inside(ty: &Type, names: &mut Vec<&'static str>) {
    let mut all = |fields: &[Field]| {
        for field in fields {
            names.push(field.name);
            names_inside(field.ty, names);
        }
    };
    match ty {
        Type::Text | Type::Bytes => names.push(FREE_TEXT),
        Type::Option(inner) | Type::List(inner) => names_inside(inner, names),
        Type::Tuple(parts) => parts.iter().for_each(|part| names_inside(part, names)),
        Type::Struct { fields, .. } => all(fields),
        Type::Enum { variants, .. } => variants.iter().for_each(|variant| all(variant.fields)),
        _ => {}
    }
}

#[test]
fn a20_no_complaint_about_goods_is_an_input() {
    let methods = DocumentaryCredit::ABI.methods.iter();
    let writing: Vec<_> = methods
        .filter(|method| method.kind == MethodKind::Write)
        .map(|method| (method.name, method.args.iter().map(|field| field.name).collect::<Vec<_>>()))
        .collect();
    let known: Vec<_> = WRITING.iter().map(|(name, args)| (*name, args.to_vec())).collect();
    assert_eq!(writing, known);
    for method in DocumentaryCredit::ABI.methods {
        let mut names = vec![method.name];
        for field in method.args {
            names.push(field.name);
            names_inside(field.ty, &mut names);
        }
        assert!(!names.contains(&FREE_TEXT), "{} takes free text", method.name);
        for name in names {
            let found = COMPLAINTS.iter().find(|word| name.contains(**word));
            assert_eq!(found, None, "{}: {name}", method.name);
        }
    }
}

/// The applicant has one thing to say, and only when the bank asks.
#[sandpact::test]
fn a20_the_applicant_stops_no_payment(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.presented();
    let applicant = || trade.contract.by(&trade.applicant);
    let refusals = [
        trade.refused(|| applicant().answer_waiver(PRESENTATION, false)),
        trade.refused(|| applicant().take_up(PRESENTATION)),
        trade.refused(|| applicant().comply(PRESENTATION)),
        trade.refused(|| applicant().refuse(PRESENTATION, vec![1], Disposal::Returning, NOTICE)),
        trade.refused(|| applicant().return_documents(PRESENTATION)),
        trade.refused(|| applicant().close(CREDIT)),
        trade.refused(|| applicant().propose_amendment(AMENDMENT, CREDIT, None, None)),
    ];
    assert!(refusals.iter().all(|refusal| *refusal == Common::NotAuthorised.into()));
    trade.contract.by(&trade.nominated).comply(PRESENTATION).ok();
    trade.contract.by(&trade.nominated).honour(PRESENTATION, 100_000).ok();
    let view = trade.contract.query().presentation(PRESENTATION).ok();
    assert_eq!(view.banks[0].standing, Standing::Honoured);
}
