//! `vat_invoice` on a ledger: rules T2 to T7, on documents and on requests.

use parity_scale_codec::{Decode as _, Encode as _};
use sandpact_abi::{Address, Call, Gas, Hash, code};
use sandpact_client::commitment::{FingerprintKey, Salt};
use sandpact_client::document::{DocumentCall, DocumentFormat, DocumentRefusal, MappingContext};
use sandpact_contracts::VAT_INVOICE;
use sandpact_runtime::{Outcome, Receipt, check_module};
use sandpact_sdk::prelude::*;
use sandpact_tests::{Raw, TestLedger, key_of};
use std::{fs, path::Path};
use vat_invoice::messages::{Invoice, IssueRequest, Kind, Position, Recorded, Role};

/// Published XRechnung documents, where a checkout has them beside it.
const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/tax");
const INVOICE: &str = include_str!("../../../sdk/client/src/ubl/tests/invoice.xml");
const CREDIT_NOTE: &str = include_str!("../../../sdk/client/src/ubl/tests/credit-note.xml");
/// VAT numbers of all parties in these documents.
const PARTIES: [&str; 5] =
    ["DE999000017", "DE999000025", "DE123456789", "DE12345464867", "DE987654321"];

pub struct Tax {
    pub ledger: TestLedger,
    pub contract: Address,
}

impl Tax {
    pub fn on(mut ledger: TestLedger) -> Self {
        let authority = key_of("tax office");
        let contract = ledger.deploy(VAT_INVOICE.wasm, &authority.address());
        for party in PARTIES {
            for role in [Role::Seller, Role::Buyer] {
                let grant = (role, key_of(party).address());
                ledger.accept::<()>(&authority, &contract, "grant", &grant);
            }
        }
        let employer = (Role::Employer, key_of("employer").address());
        ledger.accept::<()>(&authority, &contract, "grant", &employer);
        Self { ledger, contract }
    }

    fn new() -> Self {
        Self::on(TestLedger::in_memory())
    }

    /// Name of the outcome: `accepted`, or that of the refusal by mapper or contract. A
    /// refusal must leave the root as it was.
    pub fn submit(&mut self, document: &[u8]) -> String {
        let Some(mapped) = map(document) else { return "unknown".into() };
        let before = self.ledger.runtime.state_root();
        let outcome = match mapped {
            Err(refusal) => refusal.name.to_owned(),
            Ok(call) => name(&self.send(&call)),
        };
        if outcome != "accepted" {
            assert_eq!(self.ledger.runtime.state_root(), before, "{outcome}");
        }
        outcome
    }

    fn send(&mut self, call: &DocumentCall) -> Receipt {
        let (contract, method, args) = (self.contract, call.method.into(), call.args.clone());
        let invoke = Call::Invoke { contract, method, args };
        self.ledger.send(&key_of(&call.actor), invoke, Gas(100_000_000))
    }

    fn accept<T: Decode>(&mut self, by: &str, method: &str, args: &impl Encode) -> T {
        self.ledger.accept(&key_of(by), &self.contract.clone(), method, args)
    }

    fn refuse(&mut self, by: &str, method: &str, args: &impl Encode, code: u32) -> Vec<u8> {
        self.ledger.refuse(&key_of(by), &self.contract.clone(), method, args, code)
    }
}

fn map(document: &[u8]) -> Option<Result<DocumentCall, DocumentRefusal>> {
    let context = MappingContext::new(FingerprintKey::new([5; 32], 1), Salt::from_bytes([6; 32]));
    let context = PARTIES
        .iter()
        .fold(context, |context, party| context.party(*party, key_of(party).address()));
    Some(DocumentFormat::detect(document)?.map(document, &context))
}

fn request(document: &str) -> IssueRequest {
    let call = map(document.as_bytes()).unwrap().unwrap();
    IssueRequest::decode(&mut &call.args[..]).unwrap()
}

/// The refusal's name in the contract's own description.
fn name(receipt: &Receipt) -> String {
    match &receipt.outcome {
        Outcome::Success { .. } => "accepted".into(),
        Outcome::Reverted { code, .. } => {
            let abi = check_module(VAT_INVOICE.wasm).unwrap().abi;
            abi.error(*code).map_or_else(|| code.to_string(), |error| error.name.clone())
        }
        other => panic!("{other:?}"),
    }
}

const SELLER: &str = "DE999000017";
const BUYER: &str = "DE999000025";

#[test]
fn documents_of_our_own_get_the_outcome_that_the_rules_demand() {
    let mut tax = Tax::new();
    let mut submit = |text: &str| tax.submit(text.as_bytes());
    assert_eq!(submit(CREDIT_NOTE), "ReferenceUnknown");
    assert_eq!(submit(INVOICE), "accepted");
    assert_eq!(submit(INVOICE), "accepted", "the same request again gives the stored result");
    assert_eq!(submit(&INVOICE.replace("2025-12-01", "2025-12-03")), "DuplicateInvoice");
    assert_eq!(submit(&INVOICE.replace("1464.04", "1964.04")), "TotalsMismatch");
    assert_eq!(submit(CREDIT_NOTE), "accepted");
    for number in 0..4 {
        assert_eq!(
            submit(&CREDIT_NOTE.replace("NW-2025-G004", &format!("G-{number}"))),
            "accepted"
        );
    }
    let one_more = CREDIT_NOTE.replace("NW-2025-G004", "G-9");
    assert_eq!(submit(&one_more), "ReversalExceedsRemaining");
    assert_eq!(submit("<Invoice/>"), "unknown");
    let debit_note = INVOICE.replace("TypeCode>380<", "TypeCode>383<");
    assert_eq!(submit(&debit_note), "UnsupportedKind");
}

/// In the order of the file names. `01.08a` has seller, number and year of `01.05a`;
/// `01.18a` corrects an invoice that is not on this ledger; `01.20a` is self-billed.
const DEMANDED: [(&str, &str); 10] = [
    ("01.01a-INVOICE_ubl.xml", "accepted"),
    ("01.03a-INVOICE_ubl.xml", "accepted"),
    ("01.05a-INVOICE_ubl.xml", "accepted"),
    ("01.06a-INVOICE_ubl.xml", "accepted"),
    ("01.08a-INVOICE_ubl.xml", "DuplicateInvoice"),
    ("01.10a-INVOICE_ubl.xml", "accepted"),
    ("01.13a-INVOICE_ubl.xml", "accepted"),
    ("01.18a-INVOICE_ubl.xml", "ReferenceUnknown"),
    ("01.20a-INVOICE_ubl.xml", "accepted"),
    ("03.06a-INVOICE_ubl.xml", "accepted"),
];

#[test]
fn published_invoices_get_the_outcome_that_the_rules_demand() {
    let folder = Path::new(PUBLISHED);
    if !folder.is_dir() {
        println!("published documents absent: {PUBLISHED}");
        return;
    }
    let mut present: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with("_ubl.xml"))
        .collect();
    present.sort();
    assert_eq!(present, DEMANDED.map(|(name, _)| name));
    let mut tax = Tax::new();
    for (name, demanded) in DEMANDED {
        let document = fs::read(folder.join(name)).unwrap();
        assert_eq!(tax.submit(&document), demanded, "{name}");
    }
}

#[test]
fn only_sellers_issue_and_only_in_their_own_name() {
    let mut tax = Tax::new();
    let request = request(INVOICE);
    tax.refuse("stranger", "issue", &request, Common::NotAuthorised.code());
    tax.refuse(BUYER, "issue", &request, Common::NotAuthorised.code());
    tax.refuse(
        "stranger",
        "grant",
        &(Role::Seller, Address([1; 32])),
        Common::NotAuthorised.code(),
    );
    let recorded: Recorded = tax.accept(SELLER, "issue", &request);
    let invoice: Invoice = tax.ledger.query(&tax.contract, "invoice", &recorded.key);
    assert_eq!((invoice.kind, invoice.commitment), (Kind::Invoice, request.commitment));
}

#[test]
fn a_tax_is_deducted_once_by_the_buyer_and_then_never_reimbursed() {
    let mut tax = Tax::new();
    let recorded: Recorded = tax.accept(SELLER, "issue", &request(INVOICE));
    let key = recorded.key;
    tax.refuse(SELLER, "confirm_deduction", &key, 113);
    tax.refuse("employer", "confirm_deduction", &key, Common::NotAuthorised.code());
    tax.refuse(BUYER, "confirm_deduction", &key, Common::WrongState.code());
    tax.accept::<()>(BUYER, "accept", &key);
    let deducted: i128 = tax.accept(BUYER, "confirm_deduction", &key);
    assert!(deducted > 0);
    tax.refuse(BUYER, "confirm_deduction", &key, 112);
    tax.refuse("employer", "reimburse", &key, 112);
    tax.refuse(BUYER, "confirm_deduction", &Hash([9; 32]), Common::UnknownId.code());
    let euro = Currency::new(*b"EUR").unwrap();
    let position = |party: &str| -> Position {
        tax.ledger.query(&tax.contract, "position", &(key_of(party).address(), euro))
    };
    assert_eq!((position(SELLER).output_minor, position(BUYER).input_minor), (deducted, deducted));
}

#[test]
fn a_frozen_invoice_does_not_move() {
    let mut tax = Tax::new();
    let recorded: Recorded = tax.accept(SELLER, "issue", &request(INVOICE));
    tax.accept::<()>(BUYER, "accept", &recorded.key);
    tax.accept::<()>("tax office", "freeze", &recorded.key);
    tax.refuse(BUYER, "confirm_deduction", &recorded.key, Common::Frozen.code());
    tax.accept::<()>("tax office", "unfreeze", &recorded.key);
    tax.accept::<i128>(BUYER, "confirm_deduction", &recorded.key);
}

/// Every refusal that a single request can meet, each with the root as it was.
#[test]
fn broken_requests_are_refused_with_their_code() {
    type Change = fn(&mut IssueRequest);
    let cases: [(u32, Change); 8] = [
        (101, |it| it.totals.gross_minor += 1),
        (101, |it| it.breakdown[0].tax_minor += 1),
        (102, |it| it.breakdown[0].rate_bp = 0),
        (103, |it| it.breakdown.push(it.breakdown[0].clone())),
        (104, |it| it.issue_date = CivilDate::parse("2026-01-06").unwrap()),
        (105, |it| it.kind = Kind::CreditNote),
        (106, |it| it.kind = Kind::Corrected),
        (107, |it| it.preceding = vec![Hash([3; 32])]),
    ];
    let mut tax = Tax::new();
    for (code, change) in cases {
        let mut request = request(INVOICE);
        change(&mut request);
        tax.refuse(SELLER, "issue", &request, code);
    }
    let raw = Raw([request(INVOICE).encode(), vec![0]].concat());
    tax.refuse(SELLER, "issue", &raw, Common::BadArguments.code());
    tax.refuse(SELLER, "nothing", &(), code::UNKNOWN_METHOD);
}

#[test]
fn a_party_is_an_account_of_the_directory() {
    let context = MappingContext::new(FingerprintKey::new([5; 32], 1), Salt::from_bytes([6; 32]));
    let refusal = DocumentFormat::Ubl.map(INVOICE.as_bytes(), &context).unwrap_err();
    assert_eq!(refusal.name, "UnknownParty");
    assert_eq!(map(INVOICE.as_bytes()).unwrap().unwrap().actor, SELLER);
    assert_eq!(request(INVOICE).seller, key_of(SELLER).address());
}
