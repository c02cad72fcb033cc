//! Published GOBL invoices, from the file to the contract.
#![allow(clippy::unwrap_used)]

use sandpact_client::commitment::{FingerprintKey, Salt};
use sandpact_client::document::MappingContext;
use sandpact_client::gobl;
use sandpact_test_sequences::plain_text::Search;
use sandpact_testing::prelude::*;
use std::{fs, path::Path};
use vat_invoice::contract::VatInvoice;
use vat_invoice::messages::{IssueRequest, Role};

/// Published documents, where a checkout has them beside it.
const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/tax");
/// VAT numbers of all parties in these documents.
const PARTIES: [&str; 2] = ["ESB98602642", "ES54387763P"];

/// In the order of the file names: what the mapper and the contract make of each. The first has
/// negative totals and names nothing that it reduces; the corrective one corrects an invoice
/// that is on no ledger.
const DEMANDED: [(&str, &str); 4] = [
    ("invoice-es-es-item-negative.json", "NegativeWithoutReference"),
    ("invoice-es-es-verifactu-corrective.json", "ReferenceUnknown"),
    ("invoice-es-es-verifactu.json", "accepted"),
    ("invoice-es-rounding.json", "accepted"),
];

#[sandpact::test]
fn published_invoices_get_the_outcome_that_the_rules_demand(ledger: &Ledger) {
    let folder = Path::new(PUBLISHED);
    if !folder.is_dir() {
        println!("published documents absent: {PUBLISHED}");
        return;
    }
    let office = ledger.account("office");
    let contract = ledger.deploy(&office, Calls::<VatInvoice>::create(office.address));
    for party in PARTIES {
        for role in [Role::Seller, Role::Buyer] {
            contract.by(&office).grant(role, ledger.account(party).address).ok();
        }
    }
    let context = MappingContext::new(FingerprintKey::new([5; 32], 1), Salt::from_bytes([6; 32]));
    let context = PARTIES
        .iter()
        .fold(context, |context, party| context.party(party, ledger.account(party).address));
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|file| file.is_file()).collect();
    files.sort();
    let (mut seen, mut search) = (Vec::new(), Search::default());
    for file in files {
        let document = fs::read(&file).unwrap();
        if !gobl::is_invoice(&document) {
            continue;
        }
        let outcome = match gobl::map_invoice(&document, &context) {
            Err(refusal) => refusal.name.to_owned(),
            Ok(call) => {
                search.look_for(&document);
                let request = IssueRequest::decode(&mut &call.args[..]).unwrap();
                let by = ledger.account(&call.actor);
                let before = ledger.state_root();
                match contract.by(&by).issue(request).result() {
                    Ok(_) => "accepted".to_owned(),
                    Err(Failure::Refused(refusal)) => {
                        assert_eq!(ledger.state_root(), before, "a refusal changes nothing");
                        format!("{refusal:?}")
                    }
                    Err(other) => panic!("{}: {other:?}", file.display()),
                }
            }
        };
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        // The published set grows; whatever else is there gets an outcome.
        if let Some((_, demanded)) = DEMANDED.iter().find(|(known, _)| *known == name) {
            assert_eq!(outcome, *demanded, "{name}");
            seen.push(name);
        }
    }
    search.finds_nothing(ledger, &[]);
    assert_eq!(seen.len(), DEMANDED.len(), "{seen:?}");
}
