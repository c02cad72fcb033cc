//! `ClaimResponse` and `ExplanationOfBenefit` to what the payer does with the claim.

use super::super::json::Node;
use super::amount::Amounts;
use super::claim::{preauthorisation, unsupported};
use super::decision::{lines, payment, reason_of, totals};
use super::party::{claim_handle, party};
use super::{date, party::id};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use claim_adjudication::messages::{AdjudicateRequest, ClaimRef, PreauthApproval, ReasonCode};
use parity_scale_codec::Encode as _;
use sandpact_abi::Hash;

/// The reason of an error that has no code.
const NO_REASON: &str = "0";

/// A method and its encoded arguments.
type Call = (&'static str, Vec<u8>);

pub fn map(
    response: Node<'_, '_>,
    context: &MappingContext,
    commitment: Hash,
) -> Result<DocumentCall, DocumentRefusal> {
    match response.required_text("status")? {
        "active" => {}
        other => return Err(unsupported(response, "status", other)),
    }
    let is_explanation = response.required_text("resourceType")? == "ExplanationOfBenefit";
    let payer = party(response, "insurer", context)?;
    let (provider, claim) =
        if is_explanation { ("provider", "claim") } else { ("requestor", "request") };
    let claim = ClaimRef {
        payer: payer.account,
        provider: party(response, provider, context)?.account,
        claim: claim_handle(response, claim, &context.fingerprint_key)?,
    };
    let use_of = response.required_text("use")?;
    let (method, args) = match (use_of, response.required_text("outcome")?) {
        ("claim", "complete") => adjudicate(response, is_explanation, claim, commitment)?,
        ("claim", "queued") => ("accept", claim.encode()),
        ("claim", "partial") => ("pend", claim.encode()),
        ("claim", "error") => ("reject", (claim, error(response)?).encode()),
        ("preauthorization", "complete") if !is_explanation => {
            approve(response, context, claim, commitment)?
        }
        ("preauthorization", "error") if !is_explanation => {
            ("decline_preauthorisation", (claim, error(response)?).encode())
        }
        ("claim" | "preauthorization", other) => {
            return Err(unsupported(response, "outcome", other));
        }
        (other, _) => return Err(unsupported(response, "use", other)),
    };
    let title = format!("response {}", id(response)?.unwrap_or("without id"));
    let (contract, actor) = ("claim_adjudication", payer.identifier);
    Ok(DocumentCall { contract, method, args, actor, title })
}

fn adjudicate(
    response: Node<'_, '_>,
    is_explanation: bool,
    claim: ClaimRef,
    commitment: Hash,
) -> Result<Call, DocumentRefusal> {
    let mut amounts = Amounts::default();
    let sequence = if is_explanation { "sequence" } else { "itemSequence" };
    let lines = lines(response, sequence, &mut amounts)?;
    let (submitted_minor, benefit) = totals(response, &mut amounts)?;
    let sum = lines.iter().map(|line| line.benefit_minor).fold(0_i128, i128::saturating_add);
    let request = AdjudicateRequest {
        claim,
        benefit_minor: benefit.unwrap_or(sum),
        lines,
        submitted_minor,
        payment: payment(response, &mut amounts)?,
        currency: amounts.currency()?,
        commitment,
    };
    Ok(("adjudicate", request.encode()))
}

fn approve(
    response: Node<'_, '_>,
    context: &MappingContext,
    request: ClaimRef,
    commitment: Hash,
) -> Result<Call, DocumentRefusal> {
    let mut amounts = Amounts::default();
    let lines = lines(response, "itemSequence", &mut amounts)?;
    let (_, benefit) = totals(response, &mut amounts)?;
    let sum = lines.iter().map(|line| line.benefit_minor).fold(0_i128, i128::saturating_add);
    let (from, until) = date::period(response, "preAuthPeriod")?.unwrap_or((None, None));
    let until = until
        .ok_or_else(|| DocumentRefusal::missing_field("ClaimResponse.preAuthPeriod has no end"))?;
    let reference = response.required_text("preAuthRef")?;
    let approval = PreauthApproval {
        request,
        reference: preauthorisation(&context.fingerprint_key, reference),
        currency: amounts.currency()?,
        limit_minor: benefit.unwrap_or(sum),
        from,
        until,
        commitment,
    };
    Ok(("approve_preauthorisation", approval.encode()))
}

/// The code of the first error.
fn error(response: Node<'_, '_>) -> Result<ReasonCode, DocumentRefusal> {
    let path = response.path_of("error");
    let coded = match response.list("error")?.first() {
        Some(error) => reason_of(Node::new(&path, error)?, "code")?,
        None => None,
    };
    let none = || ReasonCode::parse(NO_REASON).ok();
    coded.or_else(none).ok_or_else(|| DocumentRefusal::missing_field(format!("{path} is missing")))
}
