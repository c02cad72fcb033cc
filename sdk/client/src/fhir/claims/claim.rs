//! `Claim` to `submit`, `cancel` or `request_preauthorisation`.

use super::super::fingerprint::normalised;
use super::super::json::Node;
use super::amount::Amounts;
use super::date;
use super::item::{lines, positive};
use super::party::{
    Party, claim_number, claim_reference, coverage_fingerprint, id, identifier_parts,
    member_pseudonym, party,
};
use crate::commitment::{FingerprintKey, fingerprint};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use claim_adjudication::messages::{ClaimRef, SubmitRequest};
use parity_scale_codec::Encode as _;
use sandpact_abi::Hash;

/// Fingerprint of a payer's reference to a preauthorisation.
pub fn preauthorisation(key: &FingerprintKey, reference: &str) -> Hash {
    fingerprint(key, &["fhir-preauthorisation", reference.trim()])
}

pub fn map(
    claim: Node<'_, '_>,
    context: &MappingContext,
    commitment: Hash,
) -> Result<DocumentCall, DocumentRefusal> {
    let method = match claim.required_text("use")? {
        "claim" => "submit",
        "preauthorization" => "request_preauthorisation",
        // A question what would be paid binds nobody.
        other => return Err(unsupported(claim, "use", other)),
    };
    let provider = party(claim, "provider", context)?;
    let payer = party(claim, "insurer", context)?;
    let (number, title) = number(claim, &context.fingerprint_key)?;
    let (method, args) = match claim.required_text("status")? {
        "active" => {
            let request = request(claim, context, commitment, number, &payer, &provider)?;
            (method, request.encode())
        }
        "cancelled" if method == "submit" => {
            let (payer, provider) = (payer.account, provider.account);
            ("cancel", ClaimRef { payer, provider, claim: number }.encode())
        }
        other => return Err(unsupported(claim, "status", other)),
    };
    Ok(DocumentCall {
        contract: "claim_adjudication",
        method,
        args,
        actor: provider.identifier,
        title: format!("claim {title}"),
    })
}

fn request(
    claim: Node<'_, '_>,
    context: &MappingContext,
    commitment: Hash,
    number: Hash,
    payer: &Party,
    provider: &Party,
) -> Result<SubmitRequest, DocumentRefusal> {
    let key = &context.fingerprint_key;
    let patient = patient(claim)?;
    let at_provider = member_pseudonym(key, &provider.account, patient);
    let (coverage, order, preauthorisation) = insurance(claim, key)?;
    let mut amounts = Amounts::default();
    let lines = lines(claim, &at_provider, key, &mut amounts)?;
    let sum = lines.iter().map(|line| line.submitted_minor).fold(0_i128, i128::saturating_add);
    let total_minor = amounts.optional(claim, "total")?.unwrap_or(sum);
    let reference = id(claim)?.map(|id| claim_reference(key, &format!("Claim/{id}")));
    Ok(SubmitRequest {
        number,
        reference,
        epoch: key.epoch(),
        payer: payer.account,
        provider: provider.account,
        coverage,
        order,
        patient: at_provider,
        beneficiary: member_pseudonym(key, &payer.account, patient),
        created: date::required(claim, "created")?,
        currency: amounts.currency()?,
        lines,
        total_minor,
        preauthorisation,
        commitment,
    })
}

/// The provider's own number. Of several nobody knows which one answers will name.
fn number(claim: Node<'_, '_>, key: &FingerprintKey) -> Result<(Hash, String), DocumentRefusal> {
    let path = claim.path_of("identifier");
    match claim.required_list("identifier")? {
        [only] => {
            let (system, value) = identifier_parts(&path, Node::new(&path, only)?)?;
            Ok((claim_number(key, system, value), value.to_owned()))
        }
        _ => Err(DocumentRefusal::unsupported_value(format!("{path} has several numbers"))),
    }
}

/// The patient, who is no contained resource: whatever is only in this document has no
/// pseudonym that another document could have.
fn patient<'a>(claim: Node<'a, '_>) -> Result<&'a str, DocumentRefusal> {
    let path = claim.path_of("patient");
    let text = Node::new(&path, claim.required("patient")?)?.required_text("reference")?;
    normalised(&path, text, &["Patient"])
}

/// Coverage, place of its payer and reference to a preauthorisation of the one insurance that
/// this claim is for (FHIR R4 `Claim.insurance.focal`).
fn insurance(
    claim: Node<'_, '_>,
    key: &FingerprintKey,
) -> Result<(Hash, u8, Option<Hash>), DocumentRefusal> {
    let path = claim.path_of("insurance");
    let mut focal = Vec::new();
    for insurance in claim.required_list("insurance")? {
        let insurance = Node::new(&path, insurance)?;
        match insurance.required("focal")?.as_bool() {
            Some(true) => focal.push(insurance),
            Some(false) => {}
            None => return Err(unsupported(insurance, "focal", "no boolean")),
        }
    }
    let [insurance] = focal.as_slice() else {
        let reason = format!("{path} has not exactly one that is focal");
        return Err(DocumentRefusal::unsupported_value(reason));
    };
    let order = u8::try_from(positive(*insurance, "sequence")?)
        .map_err(|_| DocumentRefusal::too_large(format!("{path}.sequence")))?;
    let coverage_path = insurance.path_of("coverage");
    let coverage = Node::new(&coverage_path, insurance.required("coverage")?)?;
    let coverage = normalised(&coverage_path, coverage.required_text("reference")?, &["Coverage"])?;
    let preauth = match insurance.list("preAuthRef")? {
        [] => None,
        [serde_json::Value::String(text)] => Some(preauthorisation(key, text)),
        _ => return Err(unsupported(*insurance, "preAuthRef", "not exactly one text")),
    };
    Ok((coverage_fingerprint(key, coverage), order, preauth))
}

pub fn unsupported(node: Node<'_, '_>, name: &str, found: &str) -> DocumentRefusal {
    let found: String = found.chars().take(40).collect();
    let reason = format!("{} {found:?}", node.path_of(name));
    match name {
        "use" | "status" | "outcome" => DocumentRefusal::unsupported_kind(reason),
        _ => DocumentRefusal::unsupported_value(reason),
    }
}
