//! Clients that were written by `sandpact client rust`, compiled and compared with the contract's
//! own types. What is written is held to these files by `src/generate/tests.rs`.
#![allow(clippy::unwrap_used)]

#[rustfmt::skip]
#[path = "generated/sample_office.rs"]
mod office;
#[rustfmt::skip]
#[path = "generated/vat_invoice.rs"]
mod vat;

use parity_scale_codec::Encode as _;
use sandpact_client::typed::{Address, Call, CivilDate, Currency, Hash};
use sandpact_sdk::Refusal as _;

const CONTRACT: Address = Address([9; 32]);

#[test]
fn calls_are_those_of_the_contracts_own_types() {
    let client = vat::VatInvoice { address: CONTRACT };
    let account = Address([7; 32]);
    let grant = client.grant(vat::Role::Seller, account);
    let args = (vat_invoice::messages::Role::Seller, account).encode();
    let expected = Call::Invoke { contract: CONTRACT, method: "grant".into(), args: args.clone() };
    assert_eq!(grant.call(), expected);
    assert_eq!(grant.parts(), (CONTRACT, "grant", args.as_slice()));
    assert_eq!(grant.returned(&[]), Ok(()));
    assert!(grant.returned(&[0]).is_err());

    let has_role = client.has_role(vat::Role::Buyer, account);
    assert_eq!(has_role.returned(&[1]), Ok(true));
    assert!(has_role.returned(&[2]).is_err());
    let deploy = vat::VatInvoice::deploy(vec![1], account);
    assert_eq!(deploy, Call::Deploy { code: vec![1], args: account.encode() });
}

#[test]
fn refusals_and_events_are_decoded_and_others_kept() {
    let error = |code, data: &[u8]| vat::VatInvoiceError::decode(code, data);
    let rule = vat_invoice::errors::Rule::BrCo15;
    let own = vat_invoice::errors::Error::TotalsMismatch { rule };
    let expected = vat::VatInvoiceError::TotalsMismatch { rule: vat::Rule::BrCo15 };
    assert_eq!(error(own.code(), &own.data()), expected);
    assert_eq!(error(1, &[]), vat::VatInvoiceError::NotAuthorised);
    let unlisted = vat::VatInvoiceError::Other { code: 15_004, data: vec![] };
    assert_eq!(error(15_004, &[]), unlisted);
    assert_eq!(error(1, &[5]), vat::VatInvoiceError::Other { code: 1, data: vec![5] });

    let (id, by) = (Hash([1; 32]), Address([2; 32]));
    let event = |name, data: &[u8]| office::SampleOfficeEvent::decode(name, data);
    let data = (id, by).encode();
    assert_eq!(event("Filed", &data), Some(office::SampleOfficeEvent::Filed { id, by }));
    assert_eq!(event("Filed", &data[1..]), None);
    assert_eq!(event("Other", &data), None);
}

#[test]
fn every_kind_of_type_has_its_bytes() {
    let lines = vec![office::Line { rate_bp: 258, tax: -1 }];
    let of = Hash([3; 32]);
    let date = CivilDate::parse("2024-02-29").unwrap();
    let currency = Currency::new(*b"EUR").unwrap();
    let request = office::Request {
        kind: office::Kind::Credit { of, lines },
        date,
        currency,
        note: Some("n".into()),
        deep: Some(None),
        pair: (5, [1, 2, 3]),
    };
    let kind = [vec![3], of.encode(), vec![4, 2, 1], (-1_i128).encode()].concat();
    let rest = (date, currency, Some("n"), Some(None::<u8>), (5_u64, [1_u8, 2, 3])).encode();
    let client = office::SampleOffice { address: CONTRACT };
    assert_eq!(client.file_it(request).parts().2, [kind, rest].concat());
    let lines = client.lines().returned(&[4, 7, 0, 0, 0, 0, 0, 0, 0]).unwrap();
    assert_eq!(lines[0].0.0, 7);
    assert_eq!(office::Role::Judge.encode(), [4]);
}
