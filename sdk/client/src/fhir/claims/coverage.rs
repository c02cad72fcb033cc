//! `Coverage` to `register_coverage`.

use super::super::fingerprint::normalised;
use super::super::json::Node;
use super::claim::unsupported;
use super::date;
use super::party::{coverage_fingerprint, id, member_pseudonym, party_identifier};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use claim_adjudication::messages::CoverageRequest;
use parity_scale_codec::Encode as _;
use sandpact_abi::Hash;

/// Code system of agreements by which patients pay themselves.
const SELF_PAY: &str = "http://terminology.hl7.org/CodeSystem/coverage-selfpay";

pub fn map(
    coverage: Node<'_, '_>,
    context: &MappingContext,
    commitment: Hash,
) -> Result<DocumentCall, DocumentRefusal> {
    match coverage.required_text("status")? {
        "active" => {}
        other => return Err(unsupported(coverage, "status", other)),
    }
    refuse_self_pay(coverage)?;
    let payer = payor(coverage)?;
    let account = context.account(&payer).ok_or_else(|| {
        DocumentRefusal::unknown_party("Coverage.payor has no account in the directory")
    })?;
    let key = &context.fingerprint_key;
    let id =
        id(coverage)?.ok_or_else(|| DocumentRefusal::missing_field("Coverage.id is missing"))?;
    let path = coverage.path_of("beneficiary");
    let beneficiary = Node::new(&path, coverage.required("beneficiary")?)?;
    let beneficiary = normalised(&path, beneficiary.required_text("reference")?, &["Patient"])?;
    let (start, end) = date::period(coverage, "period")?.unwrap_or((None, None));
    let request = CoverageRequest {
        coverage: coverage_fingerprint(key, &format!("Coverage/{id}")),
        epoch: key.epoch(),
        beneficiary: member_pseudonym(key, &account, beneficiary),
        start,
        end,
        commitment,
    };
    Ok(DocumentCall {
        contract: "claim_adjudication",
        method: "register_coverage",
        args: request.encode(),
        actor: payer,
        title: format!("coverage {id}"),
    })
}

/// Where patients pay themselves nobody decides claims.
fn refuse_self_pay(coverage: Node<'_, '_>) -> Result<(), DocumentRefusal> {
    let Some(kind) = coverage.get("type") else { return Ok(()) };
    let path = coverage.path_of("type");
    for coding in Node::new(&path, kind)?.list("coding")? {
        if Node::new(&path, coding)?.text("system")? == Some(SELF_PAY) {
            return Err(DocumentRefusal::unsupported_kind("an agreement to pay oneself"));
        }
    }
    Ok(())
}

/// The one payer. Several payers of one coverage would have to agree on each claim.
fn payor(coverage: Node<'_, '_>) -> Result<String, DocumentRefusal> {
    let path = coverage.path_of("payor");
    match coverage.required_list("payor")? {
        [payor] => {
            let payer = party_identifier(&path, Node::new(&path, payor)?)?;
            if payer.starts_with("Patient/") || payer.starts_with("RelatedPerson/") {
                return Err(DocumentRefusal::unsupported_kind("an agreement to pay oneself"));
            }
            Ok(payer)
        }
        _ => Err(DocumentRefusal::unsupported_value(format!("{path} has several payers"))),
    }
}
