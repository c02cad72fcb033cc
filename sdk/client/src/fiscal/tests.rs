#![allow(clippy::unwrap_used)]

use super::*;
use crate::document::DocumentCall;
use fiscal_record_chain::DocumentRecord;
use parity_scale_codec::DecodeAll as _;
use serde_json::{Value, json};

const TIME: &str = "2024-12-04T10:00:00+01:00";

fn link() -> Link<'static> {
    Link { previous: None, counter: 1, time: TIME, is_correction: false }
}

fn key() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

fn args<T: parity_scale_codec::Decode>(call: &DocumentCall) -> T {
    T::decode_all(&mut &call.args[..]).unwrap()
}

/// An invoice of our own, with the amounts of AEAT's first vector.
fn invoice() -> Value {
    json!({
        "$schema": "https://gobl.org/draft-0/envelope",
        "doc": {
            "$schema": "https://gobl.org/draft-0/bill/invoice",
            "$addons": ["es-verifactu-v1"],
            "type": "standard",
            "code": "12345678/G33",
            "issue_date": "2024-01-01",
            "currency": "EUR",
            "tax": {"ext": {"es-verifactu-doc-type": "F1"}},
            "supplier": {"tax_id": {"country": "ES", "code": "89890001K"}},
            "totals": {"tax": "12.35", "total_with_tax": "123.45"},
        },
    })
}

fn map(value: &Value) -> Result<DocumentCall, DocumentRefusal> {
    map_registration(value.to_string().as_bytes(), &link(), &key())
}

fn read(value: &Value) -> Result<Registration, DocumentRefusal> {
    read_registration(value.to_string().as_bytes(), &link())
}

#[test]
fn f1_the_first_vector_comes_out_of_an_invoice() {
    let mut invoice = invoice();
    let link = Link { time: "2024-01-01T19:20:30+01:00", ..link() };
    let call = map_registration(invoice.to_string().as_bytes(), &link, &key()).unwrap();
    assert_eq!((call.contract, call.method), ("fiscal_record_chain", "register"));
    assert_eq!(call.actor, "ES89890001K");
    let (entry, is_correction): (Entry, bool) = args(&call);
    assert!(!is_correction);
    let expected = "3C464DAF61ACB827C65FDA19F352A4E3BDC2C640E9E9FC4CC058073F38F12F60";
    assert_eq!(hex::encode_upper(entry.place.hash.0), expected);
    let registration = read_registration(invoice.to_string().as_bytes(), &link).unwrap();
    assert_eq!(registration_entry(&registration, &key()), entry);
    // The document alone, without an envelope, is the same.
    let doc = invoice["doc"].take();
    assert_eq!(map_registration(doc.to_string().as_bytes(), &link, &key()).unwrap(), call);
}

#[test]
fn f9_amounts_are_taken_as_they_are_written() {
    let total = |text: &str, kind: &str| {
        let mut invoice = invoice();
        invoice["doc"]["totals"]["total_with_tax"] = text.into();
        invoice["doc"]["type"] = kind.into();
        read(&invoice).map(|registration| registration.total.as_str().to_owned())
    };
    for (text, kind, expected) in [
        ("123.1", "standard", "123.1"),
        ("123.10", "standard", "123.10"),
        ("-5.00", "corrective", "-5.00"),
        ("5.00", "credit-note", "-5.00"),
        ("-5.00", "credit-note", "5.00"),
        ("0.00", "credit-note", "0.00"),
    ] {
        assert_eq!(total(text, kind).unwrap(), expected);
    }
    for bad in ["", "1,00", "1.0.0", "+-1", "1e3", "EUR 5"] {
        assert_eq!(total(bad, "standard").unwrap_err().name, "BadAmount", "{bad}");
    }
}

#[test]
fn series_and_code_are_one_number() {
    let mut invoice = invoice();
    invoice["doc"]["series"] = "SAMPLE".into();
    invoice["doc"]["code"] = "004".into();
    let registration = read(&invoice).unwrap();
    assert_eq!(registration.invoice.number.as_str(), "SAMPLE-004");
    assert_eq!(registration.invoice.date.as_str(), "01-01-2024");
}

#[test]
fn invoices_that_leave_something_open_are_refused() {
    let retained = json!({"categories": [{"code": "IRPF", "retained": true}]});
    for (pointer, value, name) in [
        ("/doc/$addons", json!(["es-facturae-v3"]), "UnsupportedKind"),
        ("/doc/$schema", json!("https://gobl.org/draft-0/bill/order"), "UnsupportedKind"),
        ("/doc/type", json!("proforma"), "UnsupportedKind"),
        ("/doc/currency", json!("USD"), "MixedCurrencies"),
        ("/doc/issue_date", json!("01/01/2024"), "BadDate"),
        ("/doc/supplier/tax_id/country", json!("DE"), "BadIdentifier"),
        ("/doc/supplier/tax_id/code", json!("1234567890"), "BadIdentifier"),
        ("/doc/tax/ext", json!({}), "MissingField"),
        ("/doc/totals", json!({"tax": "1.00"}), "MissingField"),
        ("/doc/totals/tax", json!(12), "MissingField"),
        ("/doc/totals", json!({"taxes": retained, "total_with_tax": "1.00"}), "UnsupportedValue"),
    ] {
        let mut invoice = invoice();
        *invoice.pointer_mut(pointer).unwrap() = value;
        assert_eq!(map(&invoice).unwrap_err().name, name, "{pointer}");
    }
    let bytes = invoice().to_string();
    for bad in ["2024-12-04T10:00:00", "2024-12-04T10:00:00Z", ""] {
        let refusal = map_registration(bytes.as_bytes(), &Link { time: bad, ..link() }, &key());
        assert_eq!(refusal.unwrap_err().name, "BadDate", "{bad}");
    }
    assert!(is_verifactu(bytes.as_bytes()) && !is_verifactu(b"{}") && !is_verifactu(b"<a/>"));
    assert_eq!(map_registration(b"{", &link(), &key()).unwrap_err().name, "NotWellFormed");
}

/// What a call has cannot be read, and tells invoices and taxpayers apart.
#[test]
fn a_call_has_fingerprints_and_no_texts() {
    let call = map(&invoice()).unwrap();
    for text in ["89890001K", "12345678/G33", "01-01-2024", "12.35", "123.45"] {
        let is_there = call.args.windows(text.len()).any(|it| it == text.as_bytes());
        assert!(!is_there, "{text}");
    }
    let entry = |pointer: &str, value: &str| {
        let mut invoice = invoice();
        *invoice.pointer_mut(pointer).unwrap() = value.into();
        args::<(Entry, bool)>(&map(&invoice).unwrap()).0
    };
    let same = entry("/doc/totals/tax", "12.36");
    let other_number = entry("/doc/code", "12345679/G34");
    let other_issuer = entry("/doc/supplier/tax_id/code", "89890002E");
    assert_ne!(same.invoice, other_number.invoice);
    assert_eq!(same.taxpayer, other_number.taxpayer);
    assert_ne!(same.taxpayer, other_issuer.taxpayer);
    assert_ne!(same.invoice, other_issuer.invoice);
    let other_key = FingerprintKey::new([6; 32], 1);
    let registration = read(&invoice()).unwrap();
    assert_ne!(registration_entry(&registration, &other_key).taxpayer, same.taxpayer);
}

/// A ZATCA invoice of our own.
fn zatca(counter: &str, pih: &str, clock: &str, signature: &str) -> String {
    format!(
        r#"<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">{signature}
<cbc:ID>NW-1</cbc:ID><cbc:IssueDate>2025-11-03</cbc:IssueDate><cbc:IssueTime>{clock}</cbc:IssueTime>
<cac:AdditionalDocumentReference><cbc:ID>ICV</cbc:ID><cbc:UUID>{counter}</cbc:UUID>
</cac:AdditionalDocumentReference>
<cac:AdditionalDocumentReference><cbc:ID>PIH</cbc:ID><cac:Attachment>
<cbc:EmbeddedDocumentBinaryObject>{pih}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>
</cac:AdditionalDocumentReference></Invoice>"#
    )
}

const DIGEST: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

fn signature(digest: &str) -> String {
    format!(
        r#"<ds:Reference xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="invoiceSignedData"><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>"#
    )
}

#[test]
fn zatca_invoices_say_their_place() {
    let stated = Some(Hash([7; 32]));
    let text = zatca("10", GENESIS, "14:40:00", "");
    assert!(is_zatca(text.as_bytes()) && !is_zatca(b"<Invoice/>"));
    let call = map_document(text.as_bytes(), stated).unwrap();
    assert_eq!((call.method, call.actor.as_str()), ("append_document", "device"));
    let DocumentRecord { place } = args(&call);
    assert_eq!((place.previous, place.counter, place.hash), (None, 10, Hash([7; 32])));
    assert_eq!(place.time.as_str(), "2025-11-03T14:40:00+03:00");
    let text = zatca("11", DIGEST, "14:40:00Z", &signature(DIGEST));
    let DocumentRecord { place } = args(&map_document(text.as_bytes(), None).unwrap());
    assert_eq!((place.previous, place.hash), (Some(Hash([1; 32])), Hash([1; 32])));
    assert_eq!(place.time.as_str(), "2025-11-03T14:40:00+00:00");
    let refusal = map_document(text.as_bytes(), stated).unwrap_err();
    assert_eq!(refusal.name, "DigestMismatch");
}

#[test]
fn zatca_invoices_that_leave_something_open_are_refused() {
    let stated = Some(Hash([7; 32]));
    for (text, digest, name) in [
        (zatca("10", GENESIS, "14:40:00", ""), None, "MissingField"),
        (zatca("ten", GENESIS, "14:40:00", ""), stated, "BadIdentifier"),
        (zatca("99999999999999999999", GENESIS, "14:40:00", ""), stated, "BadIdentifier"),
        (zatca("10", "AQEB", "14:40:00", ""), stated, "BadIdentifier"),
        (zatca("10", "A=B=", "14:40:00", ""), stated, "NotWellFormed"),
        (zatca("10", GENESIS, "2 pm", ""), stated, "BadDate"),
        (zatca("10", GENESIS, "14:40:00", &signature("AQEB")), None, "BadIdentifier"),
        (zatca("10", GENESIS, "14:40:00", &signature(DIGEST).repeat(2)), None, "UnsupportedValue"),
        (zatca("10", GENESIS, "14:40:00", "").replace(">PIH<", ">QR<"), stated, "MissingField"),
        (
            zatca("10", GENESIS, "14:40:00", "").replace(">PIH<", ">ICV<"),
            stated,
            "UnsupportedValue",
        ),
        (
            "<!DOCTYPE a [<!ENTITY b 'c'>]><Invoice>&b;</Invoice>".to_owned(),
            stated,
            "NotWellFormed",
        ),
        ("<Invoice>".to_owned(), stated, "NotWellFormed"),
    ] {
        assert_eq!(map_document(text.as_bytes(), digest).unwrap_err().name, name, "{text}");
    }
}

/// Found by fuzzing: an `Invoice` of any namespace was taken for one of UBL.
#[test]
fn an_invoice_of_another_namespace_is_no_invoice() {
    let good = zatca("10", GENESIS, "14:40:00", &signature(DIGEST));
    assert!(map_document(good.as_bytes(), None).is_ok());
    let namespace = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
    for (from, to) in [
        (namespace, "urn:example:invoice"),
        (&*format!("xmlns=\"{namespace}\""), &*format!("a=\"{namespace}\"")),
        ("<cbc:ID>ICV<", "<cbc:ID> ICV <"),
    ] {
        let other = good.replace(from, to);
        assert_ne!(other, good);
        let refusal = map_document(other.as_bytes(), None).unwrap_err();
        assert_eq!(refusal.name, "UnsupportedKind", "{other}");
    }
}

#[test]
fn base64_is_strict_and_takes_line_breaks() {
    for (text, expected) in [
        ("", Some(&b""[..])),
        ("Zg==", Some(b"f")),
        ("Zm8=", Some(b"fo")),
        ("Zm9v\n ", Some(b"foo")),
        ("Zh==", None),
        ("Zg=", None),
        ("Zg", None),
        ("====", None),
        ("Z-_=", None),
    ] {
        assert_eq!(base64::decode(text).as_deref(), expected, "{text}");
    }
    assert_eq!(base64::decode(GENESIS).map(|it| it.len()), Some(64));
}
