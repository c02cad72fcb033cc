//! `vat_invoice` on a ledger: documents through mapper and contract. What calls do to the
//! positions is in `tax_effects`, every other refusal in `tax_refusals`, numbers and keys in
//! `tax_keys`.

use parity_scale_codec::Decode as _;
use sandpact_abi::{Address, Call, Gas, Hash};
use sandpact_client::commitment::{FingerprintKey, Salt};
use sandpact_client::document::{DocumentCall, DocumentFormat, DocumentRefusal, MappingContext};
use sandpact_contracts::VAT_INVOICE;
use sandpact_runtime::{Outcome, Receipt, check_module};
use sandpact_sdk::prelude::*;
use sandpact_tests::{TestLedger, key_of};
use std::{fs, path::Path};
use vat_invoice::messages::{
    Candidate, Category, CategoryAmount, Invoice, IssueRequest, Kind, Position, Recorded,
    Reference, Role,
};

/// Published XRechnung documents, where a checkout has them beside it.
const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/tax");
pub const INVOICE: &str = include_str!("../../../sdk/client/src/ubl/tests/invoice.xml");
pub const CREDIT_NOTE: &str = include_str!("../../../sdk/client/src/ubl/tests/credit-note.xml");
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

    pub fn new() -> Self {
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

    pub fn accept<T: Decode>(&mut self, by: &str, method: &str, args: &impl Encode) -> T {
        self.ledger.accept(&key_of(by), &self.contract.clone(), method, args)
    }

    pub fn refuse(&mut self, by: &str, method: &str, args: &impl Encode, code: u32) -> Vec<u8> {
        self.ledger.refuse(&key_of(by), &self.contract.clone(), method, args, code)
    }

    /// Records a document and returns its key.
    pub fn issue(&mut self, by: &str, request: &IssueRequest) -> Hash {
        let recorded: Recorded = self.accept(by, "issue", request);
        recorded.key
    }

    pub fn invoice(&self, key: Hash) -> Invoice {
        self.ledger.query(&self.contract, "invoice", &key)
    }

    /// The position in euro.
    pub fn position(&self, party: &str) -> Position {
        let euro = Currency::new(*b"EUR").unwrap();
        self.ledger.query(&self.contract, "position", &(key_of(party).address(), euro))
    }
}

pub fn context() -> MappingContext {
    let context = MappingContext::new(FingerprintKey::new([5; 32], 1), Salt::from_bytes([6; 32]));
    PARTIES.iter().fold(context, |context, party| context.party(party, key_of(party).address()))
}

fn map(document: &[u8]) -> Option<Result<DocumentCall, DocumentRefusal>> {
    let mapped = DocumentFormat::detect(document)?.map(document, &context());
    Some(mapped.map(|mut calls| calls.remove(0)))
}

pub fn request(document: &str) -> IssueRequest {
    request_in(document, &context())
}

pub fn request_in(document: &str, context: &MappingContext) -> IssueRequest {
    let call = DocumentFormat::Ubl.map(document.as_bytes(), context).unwrap().remove(0);
    IssueRequest::decode(&mut &call.args[..]).unwrap()
}

/// A line of a breakdown: category, rate in basis points, taxable amount, tax.
pub type Line = (Category, u32, i128, i128);

/// A document of this number from seller to buyer whose totals follow from its lines.
pub fn document(number: u8, kind: Kind, lines: &[Line]) -> IssueRequest {
    let line = |&(category, rate_bp, taxable_minor, tax_minor): &Line| CategoryAmount {
        category,
        rate_bp,
        taxable_minor,
        tax_minor,
    };
    let mut request = request(INVOICE);
    (request.fingerprint.hash, request.kind) = (Hash([number; 32]), kind);
    request.breakdown = lines.iter().map(line).collect();
    let net_minor = lines.iter().map(|line| line.2).sum::<i128>();
    let tax_minor = lines.iter().map(|line| line.3).sum::<i128>();
    let totals = &mut request.totals;
    (totals.line_sum_minor, totals.allowances_minor, totals.charges_minor) = (net_minor, 0, 0);
    (totals.net_minor, totals.tax_minor) = (net_minor, tax_minor);
    (totals.gross_minor, totals.due_minor) = (net_minor + tax_minor, net_minor + tax_minor);
    (totals.paid_minor, totals.rounding_minor) = (0, 0);
    request
}

/// The same, after the documents of these numbers and kinds, one of which it means.
pub fn after(mut request: IssueRequest, meant: &[(u8, Kind)]) -> IssueRequest {
    let candidate =
        |&(number, kind): &(u8, Kind)| Candidate { kind, fingerprint: Hash([number; 32]) };
    let candidates = meant.iter().map(candidate).collect();
    request.preceding = Some(Reference { candidates, issue_date: None });
    request
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

pub const SELLER: &str = "DE999000017";
pub const BUYER: &str = "DE999000025";

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

/// In the order of the file names. `01.08a` has seller, number and year of `01.06a`;
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
    let mut tax = Tax::new();
    for (name, demanded) in DEMANDED {
        let document = fs::read(folder.join(name)).unwrap();
        assert_eq!(tax.submit(&document), demanded, "{name}");
    }
    // The published set grows; whatever else is there gets an outcome.
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut others: Vec<_> = files.filter(|file| file.is_file() && !is_demanded(file)).collect();
    others.sort();
    for file in others {
        assert!(!tax.submit(&fs::read(&file).unwrap()).is_empty(), "{}", file.display());
    }
}

fn is_demanded(file: &Path) -> bool {
    DEMANDED.iter().any(|(name, _)| file.ends_with(name))
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
    let key = tax.issue(SELLER, &request);
    let invoice = tax.invoice(key);
    assert_eq!((invoice.kind, invoice.commitment), (Kind::Invoice, request.commitment));
}

#[test]
fn a_tax_is_deducted_once_by_the_buyer_and_then_never_reimbursed() {
    let mut tax = Tax::new();
    let key = tax.issue(SELLER, &request(INVOICE));
    tax.refuse(SELLER, "confirm_deduction", &key, 113);
    tax.refuse("employer", "confirm_deduction", &key, Common::NotAuthorised.code());
    tax.refuse(BUYER, "confirm_deduction", &key, Common::WrongState.code());
    tax.accept::<()>(BUYER, "accept", &key);
    let deducted: i128 = tax.accept(BUYER, "confirm_deduction", &key);
    assert!(deducted > 0);
    tax.refuse(BUYER, "confirm_deduction", &key, 112);
    tax.refuse("employer", "reimburse", &key, 112);
    tax.refuse(BUYER, "confirm_deduction", &Hash([9; 32]), Common::UnknownId.code());
    assert_eq!(tax.position(SELLER).output_minor, deducted);
    assert_eq!(tax.position(BUYER).input_minor, deducted);
}

#[test]
fn a_frozen_invoice_does_not_move() {
    let mut tax = Tax::new();
    let key = tax.issue(SELLER, &request(INVOICE));
    tax.accept::<()>(BUYER, "accept", &key);
    tax.accept::<()>("tax office", "freeze", &key);
    tax.refuse(BUYER, "confirm_deduction", &key, Common::Frozen.code());
    tax.accept::<()>("tax office", "unfreeze", &key);
    tax.accept::<i128>(BUYER, "confirm_deduction", &key);
}

#[test]
fn a_party_is_an_account_of_the_directory() {
    let context = MappingContext::new(FingerprintKey::new([5; 32], 1), Salt::from_bytes([6; 32]));
    let refusal = DocumentFormat::Ubl.map(INVOICE.as_bytes(), &context).unwrap_err();
    assert_eq!(refusal.name, "UnknownParty");
    assert_eq!(map(INVOICE.as_bytes()).unwrap().unwrap().actor, SELLER);
    assert_eq!(request(INVOICE).seller, key_of(SELLER).address());
}
