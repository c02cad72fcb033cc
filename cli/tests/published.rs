//! The published documents beside the checkout, where there are any, by the command that a reader
//! would use.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Published documents.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");

/// Sector, file, contract, outcome and code of what the rules of its sector demand.
const DEMANDED: [(&str, &str, &str, &str, u32); 19] = [
    ("healthcare", "AuditEvent-example-disclosure.json", "", "refused", 20_007),
    ("healthcare", "Claim-100150.json", "claim_adjudication", "accepted", 0),
    ("healthcare", "ClaimResponse-R3500.json", "claim_adjudication", "refused", 102),
    ("healthcare", "ClaimResponse-R3501.json", "claim_adjudication", "accepted", 0),
    ("healthcare", "Consent-consent-example-Emergency.json", "", "refused", 20_010),
    ("healthcare", "Consent-consent-example-basic.json", "consent_directive", "accepted", 0),
    ("healthcare", "Coverage-SP1234.json", "", "refused", 20_007),
    ("healthcare", "ExplanationOfBenefit-EB3500.json", "claim_adjudication", "refused", 101),
    ("healthcare", "GS1_US_Pharma_Example_2_2_1_1.xml", "item_trace", "accepted", 0),
    ("healthcare", "Provenance-consent-signature.json", "", "refused", 20_007),
    ("manufacturing", "CX_Testdata_MessagingTest_v0.0.7.json", "item_trace", "accepted", 0),
    ("manufacturing", "ObjectEvent_with_error_declaration.json", "item_trace", "accepted", 0),
    ("manufacturing", "invalid/ObjectEvent_without_identifier_list.json", "", "refused", 20_002),
    ("tax", "01.01a-INVOICE_ubl.xml", "vat_invoice", "accepted", 0),
    ("tax", "Simplified_Invoice.xml", "fiscal_record_chain", "refused", 102),
    ("tax", "invoice-es-es-verifactu.json", "fiscal_record_chain", "accepted", 0),
    ("trade-finance", "EBL_SUR_v3.0.4.yaml", "", "refused", 20_024),
    ("trade-finance", "bol-example.json", "", "refused", 20_024),
    ("trade-finance", "ebl-api-3.0.0-dg.json", "", "refused", 20_022),
];

fn fed(sector: &str) -> Option<Value> {
    let folder = Path::new(FOLDER).join(sector);
    if !folder.is_dir() {
        println!("absent, so not tested: {}", folder.display());
        return None;
    }
    let command = Command::new(env!("CARGO_BIN_EXE_sandpact"))
        .args(["--json", "demo", "--documents"])
        .arg(folder)
        .output()
        .unwrap();
    assert!(command.status.success(), "{}", String::from_utf8_lossy(&command.stderr));
    Some(serde_json::from_slice(&command.stdout).unwrap())
}

#[test]
fn published_documents_get_the_outcome_that_the_rules_demand() {
    for sector in ["healthcare", "manufacturing", "tax", "trade-finance"] {
        let Some(report) = fed(sector) else { return };
        assert_eq!(report["plain_text"]["found"], Value::Array(Vec::new()), "{sector}");
        let rows = report["documents"].as_array().unwrap();
        assert!(rows.iter().all(|row| (row["outcome"] == "refused") == row["code"].is_u64()));
        for (_, file, contract, outcome, code) in DEMANDED.iter().filter(|it| it.0 == sector) {
            let told = rows.iter().any(|row| {
                row["file"] == *file
                    && row["contract"].as_str().unwrap_or_default() == *contract
                    && row["outcome"] == *outcome
                    && row["code"].as_u64().unwrap_or_default() == u64::from(*code)
            });
            assert!(told, "{file} is not {outcome} {code} by {contract}: {report:#}");
        }
        let is_block = |row: &&Value| row["contract"] == "bill_of_lading";
        let blocks: Vec<_> = rows.iter().filter(is_block).collect();
        assert_eq!(blocks.len(), if sector == "trade-finance" { 4 } else { 0 });
        assert!(blocks.iter().all(|row| row["outcome"] == "accepted"), "{report:#}");
    }
}
