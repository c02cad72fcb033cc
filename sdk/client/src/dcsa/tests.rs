#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::block::Content;
use super::jwk::KeyKind;
use super::jws::{base64url, base64url_text, verify_rs256};
use super::*;
use crate::commitment::Salt;
use bill_of_lading::{
    Amendment, Answer, Endorsement, IssueRequest, PossessionBlock, Purpose, Step, SurrenderRequest,
    Title, TitleBlock,
};
use ed25519_dalek::{Signer as _, SigningKey};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::Address;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

fn key() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

fn context() -> MappingContext {
    let names = ["CARX:CARRIER", "CARX:SHIPPER", "CARX:BUYER", "GLEIF:BANK"];
    let context = MappingContext::new(key(), Salt::from_bytes([6; 32]));
    names
        .into_iter()
        .zip(1..)
        .fold(context, |context, (name, number)| context.party(name, Address([number; 32])))
}

fn signer(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

fn jwk(key: &SigningKey) -> Value {
    let x = base64url_text(key.verifying_key().as_bytes());
    json!({"kty": "OKP", "crv": "Ed25519", "x": x})
}

fn id(number: u8) -> String {
    hex::encode([number; 32])
}

/// A block signed with EdDSA.
fn block(by: &SigningKey, payload: &Value) -> Value {
    let payload = base64url_text(payload.to_string().as_bytes());
    let protected = base64url_text(br#"{"alg":"EdDSA"}"#);
    let signature = by.sign(format!("{protected}.{payload}").as_bytes());
    let signature = base64url_text(&signature.to_bytes());
    json!({"payload": payload, "signatures": [{"protected": protected, "signature": signature}]})
}

fn possession(previous: Option<u8>, extra: &Value) -> Value {
    let mut inner = json!({"titleTransferBlockHash": id(1)});
    for (name, value) in extra.as_object().unwrap() {
        inner[name] = value.clone();
    }
    json!({
        "transferee": jwk(&signer(2)),
        "timestamp": 1_700_000_000_000_u64,
        "previousBlockHash": previous.map(id),
        "blockPayload": inner,
    })
}

fn title(previous: Option<u8>, is_to_order: Option<bool>) -> Value {
    let mut inner = json!({"documentHash": id(9), "titleHolderPlatform": "platform.example"});
    if let Some(is_to_order) = is_to_order {
        inner["isToOrder"] = is_to_order.into();
    }
    json!({
        "transferee": jwk(&signer(2)),
        "timestamp": 1_700_000_000_000_u64,
        "previousBlockHash": previous.map(id),
        "blockPayload": inner,
    })
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec_pretty(value).unwrap()
}

fn map(value: &Value) -> Result<DocumentCall, DocumentRefusal> {
    let bytes = bytes(value);
    DcsaFormat::detect(&bytes).expect("is known").map(&bytes, &context())
}

fn refusal(value: &Value) -> &'static str {
    map(value).unwrap_err().name
}

fn args<T: parity_scale_codec::Decode>(call: &DocumentCall) -> T {
    T::decode_all(&mut &call.args[..]).unwrap()
}

#[test]
fn rfc_7638_and_rfc_8037_thumbprints_come_out_as_published() {
    let rsa = json!({
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
    });
    let thumbprint = Jwk::read("key", &rsa).unwrap().thumbprint();
    let expected = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
    assert_eq!(base64url_text(&thumbprint.0), expected);
    let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let okp = json!({"kty": "OKP", "crv": "Ed25519", "x": x});
    let expected = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
    let thumbprint = Jwk::read("key", &okp).unwrap().thumbprint();
    assert_eq!(base64url_text(&thumbprint.0), expected);
    let account = Address(base64url("x", x).unwrap().try_into().unwrap());
    assert_eq!(account_key(&account), thumbprint);
}

#[test]
fn keys_of_other_kinds_and_private_keys_are_refused() {
    for (key, name) in [
        (json!({"kty": "oct", "k": "AAAA"}), "UnsupportedValue"),
        (json!({"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}), "UnsupportedValue"),
        (json!({"kty": "OKP", "crv": "Ed25519", "x": "AA"}), "BadIdentifier"),
        (json!({"kty": "OKP", "crv": "Ed25519", "x": "A"}), "NotWellFormed"),
        (json!({"kty": "RSA", "n": "", "e": "AQAB"}), "BadIdentifier"),
        (json!({"kty": "RSA", "e": "AQAB"}), "MissingField"),
        (json!({"kty": "RSA", "n": "AQ", "e": "AQ", "d": "AQ"}), "UnsupportedValue"),
    ] {
        assert_eq!(Jwk::read("key", &key).unwrap_err().name, name, "{key}");
    }
    let off_curve = json!({"kty": "EC", "crv": "P-256", "x": base64url_text(&[1; 32]), "y": base64url_text(&[1; 32])});
    assert_eq!(Jwk::read("key", &off_curve).unwrap_err().name, "BadIdentifier");
}

#[test]
fn base64url_is_strict() {
    for (text, expected) in [
        ("", Some(vec![])),
        ("Zg", Some(b"f".to_vec())),
        ("Zm8", Some(b"fo".to_vec())),
        ("Zm9v", Some(b"foo".to_vec())),
        ("Zh", None),
        ("Zm9", None),
        ("Z", None),
        ("Zg==", None),
        ("Zm+v", None),
    ] {
        assert_eq!(base64url("text", text).ok(), expected, "{text}");
    }
}

#[test]
fn b3_an_id_is_that_of_the_block_with_its_first_signature() {
    let mut block = block(&signer(1), &possession(Some(3), &json!({})));
    let minified = Hash(Sha256::digest(block.to_string()).into());
    let read = |value: &Value| Block::read(&bytes(value));
    assert_eq!(read(&block).unwrap().id, minified);
    // A counter-signature, and blanks, change nothing.
    let counter = json!({"protected": "e30", "signature": "AA"});
    block["signatures"].as_array_mut().unwrap().push(counter);
    let counter_signed = read(&block).unwrap();
    assert_eq!((counter_signed.id, counter_signed.signatures), (minified, 2));
    let envelope = |hash| json!({"transferBlockHash": hash, "transferBlock": block});
    assert_eq!(read(&envelope(hex::encode(minified.0))).unwrap().id, minified);
    assert_eq!(read(&envelope(id(7))).unwrap_err().name, "DigestMismatch");
    assert_eq!(read(&envelope(hex::encode_upper(minified.0))).unwrap_err().name, "BadIdentifier");
}

#[test]
fn b2_what_is_attested_was_checked() {
    let signed = bytes(&block(&signer(1), &possession(Some(3), &json!({}))));
    let right = Jwk::read("key", &jwk(&signer(1))).unwrap();
    let wrong = Jwk::read("key", &jwk(&signer(3))).unwrap();
    let read = Block::read(&signed).unwrap();
    assert_eq!(check_signature(&read, &right), Ok(()));
    assert_eq!(check_signature(&read, &wrong).unwrap_err().name, "DigestMismatch");
    let call = map_attestation(&signed, &right).unwrap();
    assert_eq!((call.contract, call.method), ("bill_of_lading", "attest"));
    assert_eq!(args::<(Hash, Hash)>(&call), (read.id, right.thumbprint()));
    assert_eq!(map_attestation(&signed, &wrong).unwrap_err().name, "DigestMismatch");
}

/// RFC 7515, appendix A.2: a key, and what it signed.
const RSA_MODULUS: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
const RSA_SIGNED: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const RSA_SIGNATURE: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

#[test]
fn b2_an_rs256_signature_is_checked() {
    let rsa = |n: &str, e: &str| Jwk::read("key", &json!({"kty": "RSA", "n": n, "e": e}));
    let jwk = rsa(RSA_MODULUS, "AQAB").unwrap();
    let KeyKind::Rsa(key) = jwk.kind() else { panic!("of another kind") };
    let signature = base64url("signature", RSA_SIGNATURE).unwrap();
    let holds = |signed: &str, signature: &[u8]| verify_rs256(key, signed.as_bytes(), signature);
    assert!(holds(RSA_SIGNED, &signature));
    assert!(!holds(&RSA_SIGNED[1..], &signature));
    for at in [0, 100, signature.len() - 1] {
        let mut changed = signature.clone();
        changed[at] ^= 1;
        assert!(!holds(RSA_SIGNED, &changed));
    }
    for len in [0, 1, signature.len() - 1] {
        assert!(!holds(RSA_SIGNED, &signature[..len]));
    }
    // A block that says RS256 is not signed by that, nor a key of RSA by another algorithm.
    let mut value = block(&signer(1), &possession(Some(3), &json!({})));
    let check = |value: &Value| check_signature(&Block::read(&bytes(value)).unwrap(), &jwk);
    assert_eq!(check(&value).unwrap_err().name, "UnsupportedValue");
    value["signatures"][0]["protected"] = base64url_text(br#"{"alg":"RS256"}"#).into();
    assert_eq!(check(&value).unwrap_err().name, "DigestMismatch");
    value["signatures"][0]["protected"] = base64url_text(br#"{"alg":"PS256"}"#).into();
    assert_eq!(check(&value).unwrap_err().name, "UnsupportedValue");
    // Keys that are too short, too long, even, or have a huge exponent.
    let even = base64url_text(&[0xf0; 256]);
    let long = base64url_text(&[0xf1; 2_049]);
    for (n, e) in
        [("AQAB", "AQAB"), (&even, "AQAB"), (&long, "AQAB"), (RSA_MODULUS, "____________")]
    {
        assert_eq!(rsa(n, e).unwrap_err().name, "BadIdentifier");
    }
}

#[test]
fn b2_an_es256_signature_is_checked() {
    use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
    let key = SigningKey::from_slice(&[7; 32]).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let (x, y) = (&point.as_bytes()[1..33], &point.as_bytes()[33..]);
    let jwk = json!({
        "kty": "EC", "crv": "P-256", "x": base64url_text(x), "y": base64url_text(y),
    });
    let jwk = Jwk::read("key", &jwk).unwrap();
    let mut value = block(&signer(1), &possession(Some(3), &json!({})));
    let protected = base64url_text(br#"{"alg":"ES256"}"#);
    let signed = format!("{protected}.{}", value["payload"].as_str().unwrap());
    let signature: Signature = key.sign(signed.as_bytes());
    value["signatures"][0] =
        json!({"protected": protected, "signature": base64url_text(&signature.to_bytes())});
    let check = |value: &Value| check_signature(&Block::read(&bytes(value)).unwrap(), &jwk);
    assert_eq!(check(&value), Ok(()));
    value["signatures"][0]["signature"] = base64url_text(&[1; 64]).into();
    assert_eq!(check(&value).unwrap_err().name, "DigestMismatch");
    for header in [r#"{"alg":"none"}"#, r#"{"alg":"ES256","crit":["b64"]}"#] {
        value["signatures"][0]["protected"] = base64url_text(header.as_bytes()).into();
        assert_eq!(check(&value).unwrap_err().name, "UnsupportedValue", "{header}");
    }
}

#[test]
fn blocks_become_transfers_and_endorsements() {
    let holder = Jwk::read("key", &jwk(&signer(2))).unwrap().thumbprint();
    let (next, registry) = (jwk(&signer(8)), Jwk::read("key", &jwk(&signer(8))).unwrap());
    let registry = registry.thumbprint();
    for (extra, step) in [
        (json!({}), Step::Transfer),
        (json!({"previousRegistryURL": "https://a.example/b"}), Step::Import),
        (json!({"nextRegistryJWK": next, "nextRegistryHost": "b"}), Step::Export { registry }),
        (json!({"nextRegistryJWK": {"keys": [next]}}), Step::Export { registry }),
    ] {
        let call = map(&block(&signer(1), &possession(Some(3), &extra))).unwrap();
        assert_eq!(call.method, "transfer");
        let mapped: PossessionBlock = args(&call);
        assert_eq!((mapped.previous, mapped.title_block), (Hash([3; 32]), Hash([1; 32])));
        assert_eq!((mapped.transferee, mapped.step), (holder, step));
        assert_eq!(mapped.at_ms, 1_700_000_000_000);
    }
    for (is_to_order, expected) in [
        (None, Endorsement::ToOrder { holder }),
        (Some(true), Endorsement::ToOrder { holder }),
        (Some(false), Endorsement::To { holder }),
    ] {
        let call = map(&block(&signer(1), &title(Some(1), is_to_order))).unwrap();
        assert_eq!(call.method, "endorse");
        assert_eq!(args::<TitleBlock>(&call).endorsement, expected);
    }
}

#[test]
fn blocks_that_leave_something_open_are_refused() {
    let two = json!({"nextRegistryJWK": {"keys": [jwk(&signer(8)), jwk(&signer(9))]}});
    let both = json!({"nextRegistryJWK": jwk(&signer(8)), "previousRegistryURL": "a"});
    for (payload, name) in [
        (possession(None, &json!({})), "MissingField"),
        (possession(Some(3), &two), "UnsupportedValue"),
        (possession(Some(3), &both), "UnsupportedKind"),
        (possession(Some(3), &json!({"nextRegistryHost": "b"})), "MissingField"),
        (possession(Some(3), &json!({"lien": true})), "UnsupportedValue"),
        (possession(Some(3), &json!({"documentHash": id(4)})), "UnsupportedKind"),
        (possession(Some(3), &json!({"previousRegistryURL": "{URL}"})), "Placeholder"),
        (title(None, Some(true)), "MissingField"),
        (json!({"transferee": jwk(&signer(2))}), "MissingField"),
        (json!({"transferee": jwk(&signer(2)), "timestamp": "now"}), "BadDate"),
        (json!([]), "MissingField"),
    ] {
        assert_eq!(refusal(&block(&signer(1), &payload)), name, "{payload}");
    }
    let mut value = block(&signer(1), &possession(Some(3), &json!({})));
    value["payload"] = "e30=".into();
    assert_eq!(refusal(&value), "NotWellFormed");
    value["signatures"] = json!([]);
    assert_eq!(refusal(&value), "MissingField");
}

/// A chain's two first blocks and its document.
fn first_blocks(is_to_order: bool, document: &Value) -> (Vec<u8>, Vec<u8>) {
    let checksum = document_checksum(&bytes(document)).unwrap();
    let mut first = title(None, Some(is_to_order));
    first["blockPayload"]["documentHash"] = hex::encode(checksum.0).into();
    first["transferee"] = jwk(&signer(3));
    let first = bytes(&block(&signer(1), &first));
    let title_id = Block::read(&first).unwrap().id;
    let mut second = possession(None, &json!({}));
    second["blockPayload"]["titleTransferBlockHash"] = hex::encode(title_id.0).into();
    (first, bytes(&block(&signer(1), &second)))
}

#[test]
fn b10_the_first_blocks_are_issued_with_the_document_that_they_name() {
    let document = transport_document();
    let carrier = Jwk::read("key", &jwk(&signer(1))).unwrap();
    let thumbprint = |number| Jwk::read("key", &jwk(&signer(number))).unwrap().thumbprint();
    for is_to_order in [true, false] {
        let mut document = document.clone();
        document["isToOrder"] = is_to_order.into();
        let (title, possession) = first_blocks(is_to_order, &document);
        let document = bytes(&document);
        let issue = ChainIssue {
            title: &title,
            possession: &possession,
            carrier: &carrier,
            reference: "NW2025000017",
            document: Some(&document),
        };
        let request: IssueRequest = args(&map_issue(&issue, &context()).unwrap());
        let expected = if is_to_order {
            Title::Named { holder: thumbprint(3), to_order: true }
        } else {
            Title::Straight { shipper: thumbprint(2), consignee: thumbprint(3) }
        };
        assert_eq!((request.title, request.possessor), (expected, thumbprint(2)));
        assert_eq!(request.checksum, document_checksum(&document).unwrap());
        let refused = |issue: &ChainIssue<'_>| map_issue(issue, &context()).unwrap_err().name;
        // One bit of the document, or two blocks that do not belong together.
        let other =
            String::from_utf8(document.clone()).unwrap().replace("2025-11-03", "2025-11-04");
        assert_eq!(
            refused(&ChainIssue { document: Some(other.as_bytes()), ..issue }),
            "DigestMismatch"
        );
        assert_eq!(refused(&ChainIssue { reference: "NW2025000018", ..issue }), "UnsupportedValue");
        assert_eq!(refused(&ChainIssue { reference: "", ..issue }), "BadIdentifier");
        let (_, stray) = first_blocks(is_to_order, &json!({"a": 1}));
        assert_eq!(refused(&ChainIssue { possession: &stray, ..issue }), "DigestMismatch");
        assert_eq!(refused(&ChainIssue { title: &possession, ..issue }), "MissingField");
    }
}

/// A bill of our own.
fn transport_document() -> Value {
    let party = |code: &str| {
        let (provider, code) = code.split_once(':').unwrap();
        json!({
            "partyName": "Nordwind Sample Trading",
            "identifyingCodes": [{"codeListProvider": provider, "partyCode": code}],
        })
    };
    json!({
        "transportDocumentReference": "NW2025000017",
        "transportDocumentTypeCode": "BOL",
        "isElectronic": true,
        "isToOrder": true,
        "freightPaymentTermCode": "PRE",
        "invoicePayableAt": {"UNLocationCode": "DEHAM"},
        "issueDate": "2025-11-03",
        "cargoGrossWeight": {"value": 12_000.50, "unit": "KGM"},
        "documentParties": {
            "issuingParty": party("CARX:CARRIER"),
            "shipper": party("CARX:SHIPPER"),
            "consignee": party("CARX:BUYER"),
            "issueTo": party("CARX:SHIPPER"),
        },
    })
}

#[test]
fn b6_transport_documents_become_bills_of_their_kind() {
    let account = |number| account_key(&Address([number; 32]));
    let mut document = transport_document();
    let issued = |document: &Value| args::<IssueRequest>(&map(document).unwrap());
    let blank = issued(&document);
    assert_eq!(blank.title, Title::Blank);
    assert_eq!((blank.carrier_key, blank.possessor), (account(1), account(2)));
    assert_eq!(blank.title_at_ms, 1_762_128_000_000);
    assert_eq!(map(&document).unwrap().actor, "CARX:CARRIER");
    // As the document of an issuance, it is the same bill.
    let mut parties = document["documentParties"].clone();
    let issue_to = parties.as_object_mut().unwrap().remove("issueTo").unwrap();
    let mut inner = document.clone();
    inner["documentParties"] = parties;
    let enclosed = issued(&json!({"document": inner, "issueTo": issue_to}));
    assert_eq!((enclosed.reference, enclosed.title), (blank.reference, Title::Blank));
    document["documentParties"]["endorsee"] =
        json!({"identifyingCodes": [{"codeListProvider": "GLEIF", "partyCode": "BANK"}]});
    let named = issued(&document);
    assert_eq!(named.title, Title::Named { holder: account(4), to_order: true });
    assert_ne!((named.checksum, named.title_block), (blank.checksum, blank.title_block));
    document["isToOrder"] = false.into();
    assert_eq!(refusal(&document), "UnsupportedValue");
    document["documentParties"].as_object_mut().unwrap().remove("endorsee");
    let straight = issued(&document);
    assert_eq!(straight.title, Title::Straight { shipper: account(2), consignee: account(3) });
}

#[test]
fn transport_documents_that_leave_something_open_are_refused() {
    let party = json!({"identifyingCodes": [{"codeListProvider": "CARX", "partyCode": "NOBODY"}]});
    let two = json!({"identifyingCodes": [
        {"codeListProvider": "CARX", "partyCode": "BUYER"},
        {"codeListProvider": "GLEIF", "partyCode": "BANK"},
    ]});
    for (pointer, value, name) in [
        ("/transportDocumentTypeCode", json!("SWB"), "UnsupportedKind"),
        ("/transportDocumentTypeCode", json!("XXX"), "UnsupportedKind"),
        ("/transportDocumentReference", json!("{TDR}"), "Placeholder"),
        ("/transportDocumentReference", json!("REFERENCE_PLACEHOLDER"), "Placeholder"),
        ("/transportDocumentReference", json!(" NW"), "BadIdentifier"),
        ("/transportDocumentReference", json!("123456789012345678901"), "BadIdentifier"),
        ("/isToOrder", json!("true"), "UnsupportedValue"),
        ("/isElectronic", json!(false), "UnsupportedKind"),
        ("/freightPaymentTermCode", json!("LATER"), "UnsupportedValue"),
        ("/invoicePayableAt/UNLocationCode", json!("Hamburg"), "BadIdentifier"),
        ("/issueDate", json!("03.11.2025"), "BadDate"),
        ("/issueDate", json!("1969-12-31"), "BadDate"),
        ("/documentParties/issueTo", party, "UnknownParty"),
        ("/documentParties/issueTo", two, "BadIdentifier"),
        ("/documentParties", json!([]), "MissingField"),
    ] {
        let mut document = transport_document();
        *document.pointer_mut(pointer).unwrap() = value;
        assert_eq!(refusal(&document), name, "{pointer}");
    }
    for missing in ["transportDocumentReference", "isToOrder", "issueDate", "documentParties"] {
        let mut document = transport_document();
        document.as_object_mut().unwrap().remove(missing);
        assert_eq!(refusal(&document), "MissingField", "{missing}");
    }
}

fn link(code: &str, actor: &str, recipient: &str, time: &str) -> Value {
    let party = |name: &str| {
        let (provider, code) = name.split_once(':').unwrap();
        let platform = if name == "NONE:NONE" { "NONE" } else { "CARX" };
        let party_name = if name == "NONE:NONE" { "NONE" } else { "Sample" };
        json!({
            "eblPlatform": platform,
            "partyName": party_name,
            "identifyingCodes": [{"codeListProvider": provider, "partyCode": code}],
        })
    };
    json!({
        "actionDateTime": time,
        "actionCode": code,
        "actor": party(actor),
        "recipient": party(recipient),
    })
}

fn request(links: &[Value]) -> Value {
    json!({
        "surrenderRequestReference": "SR-1",
        "transportDocumentReference": "NW2025000017",
        "surrenderRequestCode": "SREQ",
        "endorsementChain": links,
    })
}

const CARRIER: &str = "CARX:CARRIER";
const SHIPPER: &str = "CARX:SHIPPER";
const BUYER: &str = "CARX:BUYER";

fn links() -> Vec<Value> {
    vec![
        link("ISSUE", CARRIER, SHIPPER, "2025-11-03T09:00:00Z"),
        link("BLANK_ENDORSE", SHIPPER, "NONE:NONE", "2025-11-04T09:00:00Z"),
        link("TRANSFER", SHIPPER, BUYER, "2025-11-04T09:00:00Z"),
        link("SIGN", BUYER, "NONE:NONE", "2025-11-05T09:00:00Z"),
        link("SURRENDER_FOR_DELIVERY", BUYER, CARRIER, "2025-11-06T10:00:00+01:00"),
    ]
}

#[test]
fn surrender_requests_follow_their_chain() {
    let call = map(&request(&links())).unwrap();
    assert_eq!((call.method, call.actor.as_str()), ("request_surrender", BUYER));
    let mapped: SurrenderRequest = args(&call);
    assert_eq!(mapped.carrier, Address([1; 32]));
    assert_eq!(mapped.requester, account_key(&Address([3; 32])));
    assert_eq!(mapped.at_ms, 1_762_419_600_000);
    assert_eq!((mapped.purpose, mapped.block), (Purpose::Delivery, None));
    assert_eq!(mapped.document, document_fingerprint(&key(), "NW2025000017"));
    // Issued and surrendered at once, as in DCSA's example.
    let mapped: SurrenderRequest = args(&map(&request(&links()[..1])).unwrap());
    assert_eq!(mapped.requester, account_key(&Address([2; 32])));
    for (reason, expected) in [
        (Some("SWTP"), Amendment::SwitchToPaper),
        (Some("COD"), Amendment::ChangeOfDestination),
        (Some("SWI"), Amendment::SwitchBill),
        (None, Amendment::Other),
    ] {
        let mut value = request(&links()[..4]);
        value["surrenderRequestCode"] = "AREQ".into();
        if let Some(reason) = reason {
            value["reasonCode"] = reason.into();
        }
        let mapped: SurrenderRequest = args(&map(&value).unwrap());
        assert_eq!(mapped.purpose, Purpose::Amendment { reason: expected });
    }
}

#[test]
fn surrender_requests_that_contradict_themselves_are_refused() {
    let with = |index: usize, link: Value| {
        let mut links = links();
        links[index] = link;
        request(&links)
    };
    let time = "2025-11-04T09:00:00Z";
    let mut partly_none = link("SIGN", SHIPPER, "NONE:NONE", time);
    partly_none["recipient"]["partyName"] = "Sample".into();
    for (value, name) in [
        (with(2, link("TRANSFER", BUYER, SHIPPER, time)), "UnsupportedValue"),
        (with(2, link("TRANSFER", SHIPPER, "NONE:NONE", time)), "UnsupportedValue"),
        (with(1, link("ISSUE", CARRIER, BUYER, time)), "UnsupportedValue"),
        (with(0, link("SIGN", CARRIER, "NONE:NONE", time)), "UnsupportedValue"),
        (with(1, partly_none), "UnsupportedValue"),
        (with(1, link("SURRENDERED", CARRIER, "NONE:NONE", time)), "UnsupportedValue"),
        (with(1, link("PLEDGE", SHIPPER, BUYER, time)), "UnsupportedValue"),
        (with(3, link("SURRENDER_FOR_DELIVERY", BUYER, CARRIER, time)), "UnsupportedValue"),
        (
            with(4, link("SURRENDER_FOR_AMENDMENT", BUYER, CARRIER, "2025-11-06T10:00:00Z")),
            "UnsupportedValue",
        ),
        (with(1, link("SIGN", SHIPPER, "NONE:NONE", "2025-11-01T09:00:00Z")), "BadDate"),
        (with(1, link("SIGN", SHIPPER, "NONE:NONE", "2025-11-04")), "BadDate"),
        (with(0, link("ISSUE", "CARX:NOBODY", SHIPPER, time)), "UnknownParty"),
        (request(&[]), "MissingField"),
    ] {
        assert_eq!(refusal(&value), name, "{value}");
    }
    for (pointer, value, name) in [
        ("/surrenderRequestCode", json!("XREQ"), "UnsupportedValue"),
        ("/surrenderRequestReference", json!(""), "BadIdentifier"),
        ("/surrenderRequestReference", json!("{SRR}"), "Placeholder"),
        ("/transportDocumentReference", json!(17), "MissingField"),
    ] {
        let mut request = request(&links());
        *request.pointer_mut(pointer).unwrap() = value;
        assert_eq!(refusal(&request), name, "{pointer}");
    }
    let mut value = request(&links());
    value["reasonCode"] = "SWTP".into();
    assert_eq!(refusal(&value), "UnsupportedValue", "a delivery has no reason");
}

#[test]
fn answers_are_of_one_of_two_kinds() {
    let answer = |action: &str| json!({"surrenderRequestReference": "SR-1", "action": action});
    let call = map(&answer("SURR")).unwrap();
    let expected = (surrender_fingerprint(&key(), "SR-1"), Answer::Surrendered);
    assert_eq!(args::<(Hash, Answer)>(&call), expected);
    assert_eq!(refusal(&answer("SREJ")), "MissingField");
    assert_eq!(refusal(&answer("MAYBE")), "UnsupportedValue");
    let mut rejected = answer("SREJ");
    rejected["comments"] = "the endorsement chain has a gap".into();
    assert_eq!(args::<(Hash, Answer)>(&map(&rejected).unwrap()).1, Answer::Rejected);
}

#[test]
fn other_documents_are_unknown() {
    for other in ["", "{}", "[]", "{\"payload\":\"\"}", "<Invoice/>", "{\"a\":1,\"a\":1}"] {
        assert_eq!(DcsaFormat::detect(other.as_bytes()), None, "{other}");
    }
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(DcsaFormat::detect(deep.as_bytes()), None);
    let long = vec![b' '; json::DOCUMENT_LEN_BYTES_MAX + 1];
    assert_eq!(json::parse(&long).unwrap_err().name, "TooLarge");
    assert!(matches!(
        Block::read(&bytes(&block(&signer(1), &title(Some(1), None)))).unwrap().content,
        Content::Title { is_to_order: None, .. }
    ));
}

/// A payload of a title block or of a possession block under `title`, that goes to a signer.
fn payload(to: u8, at_ms: u64, previous: Option<Hash>, inner: &Value) -> Value {
    json!({
        "transferee": jwk(&signer(to)),
        "timestamp": at_ms,
        "previousBlockHash": previous.map(|id| hex::encode(id.0)),
        "blockPayload": inner,
    })
}

fn id_of(block: &Value) -> Hash {
    Block::read(&bytes(block)).unwrap().id
}

/// Issued by 1 to 2, who hands it to 3 on another platform, who hands it back to 1.
fn chain() -> [Value; 4] {
    let (holder, registry) = (signer(2), signer(8));
    let first = json!({
        "documentHash": id(9), "isToOrder": true, "titleHolderPlatform": "platform.example",
    });
    let title = block(&signer(1), &payload(2, 10, None, &first));
    let under = |extra: Value| {
        let mut inner = json!({"titleTransferBlockHash": hex::encode(id_of(&title).0)});
        inner.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        inner
    };
    let possession = block(&signer(1), &payload(2, 10, None, &under(json!({}))));
    let announced = json!({"nextRegistryJWK": jwk(&registry), "nextRegistryHost": "b.example"});
    let export = payload(3, 20, Some(id_of(&possession)), &under(announced));
    let mut export = block(&holder, &export);
    let counter = json!({"protected": "e30", "signature": "AA"});
    export["signatures"].as_array_mut().unwrap().push(counter);
    let import = under(json!({"previousRegistryURL": "https://a.example/b"}));
    let import = block(&registry, &payload(1, 20, Some(id_of(&export)), &import));
    [title, possession, export, import]
}

fn map_all(chain: &[&Value]) -> Result<Vec<ChainCall>, DocumentRefusal> {
    let blocks: Vec<Vec<u8>> = chain.iter().map(|block| bytes(block)).collect();
    let blocks: Vec<&[u8]> = blocks.iter().map(Vec::as_slice).collect();
    map_chain(&blocks, "NW-1", &context())
}

#[test]
fn b1_a_chain_becomes_its_calls_in_whatever_order_its_blocks_come() {
    let [title, possession, export, import] = &chain();
    let told = |chain: &[&Value]| -> Vec<(usize, &str)> {
        let calls = map_all(chain).unwrap();
        calls.iter().map(|it| (it.block, it.call.method)).collect()
    };
    let expected = [
        (0, "attest"),
        (1, "attest"),
        (1, "issue"),
        (2, "attest"),
        (2, "transfer"),
        (2, "countersign"),
        (3, "attest"),
        (3, "transfer"),
    ];
    assert_eq!(told(&[title, possession, export, import]), expected);
    let swapped = expected.map(|(block, method)| (3 - block, method));
    assert_eq!(told(&[import, export, possession, title]), swapped);

    let calls = map_all(&[title, possession, export, import]).unwrap();
    let thumbprint = |number| Jwk::read("key", &jwk(&signer(number))).unwrap().thumbprint();
    let signers = calls.iter().filter(|it| it.call.method == "attest");
    let signers: Vec<_> = signers.map(|it| args::<(Hash, Hash)>(&it.call)).collect();
    let expected = [(title, 1), (possession, 1), (export, 2), (import, 8)];
    assert_eq!(signers, expected.map(|(block, number)| (id_of(block), thumbprint(number))));
    let issue: IssueRequest = args(&calls[2].call);
    assert_eq!((issue.title_block, issue.carrier_key), (id_of(title), thumbprint(1)));
}

#[test]
fn b1_a_chain_that_is_none_is_refused() {
    let [title, possession, export, import] = &chain();
    let refused = |chain: &[&Value]| map_all(chain).unwrap_err().name;
    assert_eq!(refused(&[]), "MissingField");
    assert_eq!(refused(&[title]), "MissingField");
    assert_eq!(refused(&[title, possession, import]), "MissingField", "a gap");
    assert_eq!(refused(&[title, export]), "MissingField", "the first possession block is missing");
    let stranger = block(
        &signer(9),
        &payload(
            3,
            30,
            Some(id_of(possession)),
            &json!({
                "titleTransferBlockHash": hex::encode(id_of(title).0),
            }),
        ),
    );
    assert_eq!(refused(&[title, possession, &stranger]), "DigestMismatch");
    let many = vec![title; CHAIN_LEN_MAX + 1];
    assert_eq!(refused(&many), "TooLarge");
}
