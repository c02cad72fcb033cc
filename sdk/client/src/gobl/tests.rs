#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::commitment::{FingerprintKey, Salt};
use sandpact_abi::Address;
use serde_json::json;
use vat_invoice::messages::{Category, Kind, Party};

fn context() -> MappingContext {
    MappingContext::new(FingerprintKey::new([5; 32], 1), Salt::from_bytes([6; 32]))
        .party("ESB00000000", Address([1; 32]))
        .party("ES00000000T", Address([2; 32]))
}

/// An invoice of two rates, one of which is in two parts.
fn sample() -> Value {
    json!({
        "$schema": SCHEMA,
        "type": "standard",
        "series": "TEST",
        "code": "7",
        "issue_date": "2026-01-05",
        "currency": "EUR",
        "supplier": {"name": "Seller", "tax_id": {"country": "ES", "code": "B00000000"}},
        "customer": {"name": "Buyer", "tax_id": {"country": "ES", "code": "00000000T"}},
        "lines": [{"i": 1, "total": "110.00"}, {"i": 2, "total": "10.00"}],
        "totals": {
            "sum": "120.00", "discount": "10.00", "total": "110.00",
            "taxes": {"categories": [{"code": "VAT", "rates": [
                {"key": "standard", "base": "60.00", "percent": "21.0%", "amount": "12.60"},
                {"key": "standard", "ext": {"other": "1"},
                 "base": "40.00", "percent": "21%", "amount": "8.40"},
                {"key": "exempt", "base": "10.00", "amount": "0.00"}
            ], "amount": "21.00"}], "sum": "21.00"},
            "tax": "21.00", "total_with_tax": "131.00", "payable": "131.00",
            "advance": "31.00", "due": "100.00"
        }
    })
}

fn map(document: &Value) -> Result<(DocumentCall, IssueRequest), DocumentRefusal> {
    let call = map_invoice(document.to_string().as_bytes(), &context())?;
    let request = parity_scale_codec::DecodeAll::decode_all(&mut &call.args[..]).unwrap();
    Ok((call, request))
}

fn with(change: impl Fn(&mut Value)) -> Result<IssueRequest, &'static str> {
    let mut document = sample();
    change(&mut document);
    map(&document).map(|(_, request)| request).map_err(|refusal| refusal.name)
}

#[test]
fn an_invoice_becomes_a_call_alone_and_in_its_envelope() {
    let (call, request) = map(&sample()).unwrap();
    assert_eq!((call.contract, call.method), ("vat_invoice", "issue"));
    assert_eq!((call.actor.as_str(), call.title.as_str()), ("ESB00000000", "invoice TEST-7"));
    let lines: Vec<_> = request
        .breakdown
        .iter()
        .map(|it| (it.category, it.rate_bp, it.taxable_minor, it.tax_minor))
        .collect();
    let expected = [(Category::Standard, 2_100, 10_000, 2_100), (Category::Exempt, 0, 1_000, 0)];
    assert_eq!(lines, expected);
    let totals = &request.totals;
    assert_eq!((totals.paid_minor, totals.due_minor), (3_100, 10_000));
    assert_eq!((totals.line_sum_minor, totals.allowances_minor), (12_000, 1_000));
    assert_eq!(request.buyer, Party::Account { address: Address([2; 32]) });
    let enveloped = json!({"$schema": "https://gobl.org/draft-0/envelope", "doc": sample()});
    let (_, inside) = map(&enveloped).unwrap();
    assert_eq!(inside.fingerprint, request.fingerprint);
    assert_ne!(inside.commitment, request.commitment, "each file is committed to as it is");
    assert!(is_invoice(enveloped.to_string().as_bytes()) && !is_invoice(b"{}"));
}

#[test]
fn type_and_tags_say_the_kind() {
    let preceding = json!([{"series": "TEST", "code": "6", "issue_date": "2025-12-31"}]);
    for (stated, tags, expected) in [
        ("standard", json!([]), Ok(Kind::Invoice)),
        ("standard", json!(["self-billed"]), Ok(Kind::SelfBilled)),
        ("standard", json!(["replacement"]), Ok(Kind::Corrected)),
        ("standard", json!(["simplified"]), Ok(Kind::Invoice)),
        ("corrective", json!([]), Ok(Kind::Corrected)),
        ("credit-note", json!([]), Ok(Kind::CreditNote)),
        ("credit-note", json!(["self-billed"]), Err("UnsupportedKind")),
        ("debit-note", json!([]), Err("UnsupportedKind")),
        ("proforma", json!([]), Err("UnsupportedKind")),
    ] {
        let kind = with(|it| {
            (it["type"], it["$tags"]) = (stated.into(), tags.clone());
            it["preceding"] = preceding.clone();
        });
        assert_eq!(kind.map(|it| it.kind), expected, "{stated} {tags}");
    }
    let coded = |code: &str| {
        with(|it| it["tax"] = json!({"ext": {"untdid-document-type": code}})).map(|it| it.kind)
    };
    assert_eq!(coded("386"), Ok(Kind::Prepayment));
    assert_eq!(coded("326"), Err("UnsupportedKind"));
    let differences = with(|it| {
        it["type"] = "corrective".into();
        it["tax"] = json!({"ext": {"es-verifactu-correction-type": "I"}});
    });
    assert_eq!(differences.map(|it| it.kind), Err("UnsupportedKind"));
}

#[test]
fn categories_are_those_of_the_code_list() {
    for (key, percent, expected) in [
        ("standard", Some("21.0%"), Ok(Category::Standard)),
        ("", Some("10%"), Ok(Category::Standard)),
        ("zero", Some("0%"), Ok(Category::ZeroRated)),
        ("exempt", None, Ok(Category::Exempt)),
        ("reverse-charge", None, Ok(Category::ReverseCharge)),
        ("exempt+reverse-charge", None, Ok(Category::ReverseCharge)),
        ("intra-community", None, Ok(Category::IntraCommunity)),
        ("export", None, Ok(Category::Export)),
        ("outside-scope", None, Ok(Category::OutOfScope)),
        ("standard", None, Err("UnsupportedValue")),
        ("", Some("0%"), Err("UnsupportedValue")),
        ("special", Some("5%"), Err("UnsupportedValue")),
    ] {
        let mapped = with(|it| {
            let rates = &mut it["totals"]["taxes"]["categories"][0]["rates"];
            *rates = json!([{"key": key, "base": "110.00", "amount": "0.00"}]);
            if let Some(percent) = percent {
                rates[0]["percent"] = percent.into();
            }
        });
        assert_eq!(mapped.map(|it| it.breakdown[0].category), expected, "{key:?} {percent:?}");
    }
}

#[test]
fn what_would_have_to_be_guessed_is_refused_by_name() {
    type Change = fn(&mut Value);
    let cases: [(&str, Change); 14] = [
        ("MixedCurrencies", |it| it["currency"] = "USD".into()),
        ("MixedCurrencies", |it| {
            it["currency"] = "USD".into();
            it["exchange_rates"] = json!([{"from": "MXN", "to": "EUR", "amount": "0.05"}]);
        }),
        ("UnsupportedValue", |it| it["currency"] = "ABC".into()),
        ("UnsupportedValue", |it| {
            let categories = it["totals"]["taxes"]["categories"].as_array_mut().unwrap();
            categories.push(json!({"code": "IRPF", "retained": true, "rates": []}));
        }),
        ("UnsupportedValue", |it| it["totals"]["taxes"]["categories"][0]["code"] = "IGIC".into()),
        ("UnsupportedValue", |it| it["totals"]["retained_tax"] = "1.00".into()),
        ("UnsupportedValue", |it| it["totals"]["tax_included"] = "21.00".into()),
        ("UnsupportedValue", |it| it["preceding"] = json!([{"code": "1"}, {"code": "2"}])),
        ("TotalsMismatch", |it| it["lines"][0]["total"] = "112.01".into()),
        ("BadAmount", |it| it["totals"]["total"] = "110.001".into()),
        ("BadDate", |it| it["issue_date"] = "2026-02-30".into()),
        ("MissingField", |it| it["supplier"]["tax_id"] = json!({"country": "ES"})),
        ("BadIdentifier", |it| it["supplier"]["tax_id"]["country"] = "ZZ".into()),
        ("UnknownParty", |it| it["supplier"]["tax_id"]["code"] = "B11111111".into()),
    ];
    for (name, change) in cases {
        assert_eq!(with(change).map(|_| ()), Err(name));
    }
    let with_rate = with(|it| {
        it["currency"] = "USD".into();
        it["exchange_rates"] = json!([{"from": "USD", "to": "EUR", "amount": "0.9"}]);
    });
    assert_eq!(with_rate.map(|it| it.currency.as_str().to_owned()), Ok("USD".to_owned()));
    let name = |bytes: &[u8]| map_invoice(bytes, &context()).unwrap_err().name;
    assert_eq!(name(b"{"), "NotWellFormed");
    assert_eq!(name(br#"{"$schema": "a", "$schema": "b"}"#), "NotWellFormed");
    assert_eq!(name(b"{}"), "UnsupportedKind");
    assert_eq!(name(&vec![b' '; DOCUMENT_LEN_BYTES_MAX + 1]), "TooLarge");
    assert_eq!(name("[".repeat(100_000).as_bytes()), "NotWellFormed");
}

#[test]
fn a_seller_without_code_is_known_by_its_tax_registration() {
    let map = |identities: Value| {
        let mut document = sample();
        document["supplier"]["tax_id"] = json!({"country": "DE"});
        document["supplier"]["identities"] = identities;
        let context = context().party("DE:92/345/67894", Address([9; 32]));
        map_invoice(document.to_string().as_bytes(), &context)
    };
    let german = json!({"key": "de-tax-number", "code": "92/345/67894"});
    let legal = json!({"scope": "legal", "code": "HRB 1"});
    for of_tax in [german.clone(), json!({"scope": "tax", "code": "92/345/ 67894"})] {
        assert_eq!(map(json!([legal, of_tax])).unwrap().actor, "DE:92/345/67894");
    }
    for (identities, name) in [
        (json!([legal]), "MissingField"),
        (json!([{"key": "de-tax-number"}]), "MissingField"),
        (json!([german, german]), "BadIdentifier"),
        (json!([{"scope": "tax", "code": "92"}]), "BadIdentifier"),
        (json!([{"scope": "tax", "code": "92/345/67895"}]), "UnknownParty"),
    ] {
        assert_eq!(map(identities.clone()).unwrap_err().name, name, "{identities}");
    }
}

#[test]
fn a_buyer_without_account_is_a_fresh_pseudonym() {
    let buyer = |document: &Value| map(document).unwrap().1.buyer;
    let mut document = sample();
    document["customer"]["tax_id"]["code"] = "99999999R".into();
    let Party::Pseudonym { hash } = buyer(&document) else { panic!("has an account") };
    document.as_object_mut().unwrap().remove("customer");
    let Party::Pseudonym { hash: of_nobody } = buyer(&document) else { panic!("has an account") };
    assert_ne!(hash, of_nobody);
    let mut self_billed = sample();
    self_billed["$tags"] = json!(["self-billed"]);
    assert_eq!(map(&self_billed).unwrap().0.actor, "ES00000000T");
}
