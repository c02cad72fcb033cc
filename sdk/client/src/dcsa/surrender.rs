//! Surrender requests and answers (EBL_SUR 3.0.4).

use super::action::follow;
use super::block::call;
use super::json::{check_filled_in, checked_text, parse};
use super::{document_fingerprint, surrender_fingerprint};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use crate::fhir::json::Node;
use bill_of_lading::{Amendment, Answer, Purpose, SurrenderRequest};
use parity_scale_codec::Encode as _;

/// Longest surrender request reference (EBL_SUR 3.0.4).
const REFERENCE_LEN_MAX: usize = 100;
/// Longest transport document reference (EBL_SUR 3.0.4).
pub const DOCUMENT_REFERENCE_LEN_MAX: usize = 20;

/// Maps a request. Its chain tells who issued the bill, who possesses it and when it was
/// surrendered: without one, each would be a guess. The ledger compares all of it with its own
/// registers.
pub fn map_request(
    bytes: &[u8],
    context: &MappingContext,
) -> Result<DocumentCall, DocumentRefusal> {
    let document = parse(bytes)?;
    check_filled_in(&document, "request")?;
    let request = Node::new("request", &document)?;
    let reference = reference(request)?;
    let name = "transportDocumentReference";
    let number = request.required_text(name)?;
    let number = checked_text(&request.path_of(name), number, DOCUMENT_REFERENCE_LEN_MAX)?;
    let purpose = purpose(request)?;
    let is_delivery = purpose == Purpose::Delivery;
    let chain = follow(request.required_list("endorsementChain")?, is_delivery, context)?;
    let key = &context.fingerprint_key;
    let args = SurrenderRequest {
        carrier: chain.carrier.account,
        document: document_fingerprint(key, number),
        reference: surrender_fingerprint(key, reference),
        purpose,
        requester: chain.possessor.key(),
        block: None,
        at_ms: chain.at_ms,
    };
    let title = format!("surrender request {reference}");
    Ok(call("request_surrender", args.encode(), chain.possessor.code, title))
}

/// Maps the carrier's answer.
pub fn map_answer(bytes: &[u8], context: &MappingContext) -> Result<DocumentCall, DocumentRefusal> {
    let document = parse(bytes)?;
    check_filled_in(&document, "answer")?;
    let answer = Node::new("answer", &document)?;
    let reference = reference(answer)?;
    let action = match (answer.required_text("action")?, answer.text("comments")?) {
        ("SURR", _) => Answer::Surrendered,
        ("SREJ", Some(_)) => Answer::Rejected,
        ("SREJ", None) => {
            return Err(DocumentRefusal::missing_field("answer.comments: a rejection says why"));
        }
        _ => {
            let reason = "answer.action is neither SURR nor SREJ";
            return Err(DocumentRefusal::unsupported_value(reason));
        }
    };
    let args = (surrender_fingerprint(&context.fingerprint_key, reference), action).encode();
    Ok(call("answer_surrender", args, "carrier", format!("answer to surrender {reference}")))
}

fn reference<'a>(document: Node<'a, '_>) -> Result<&'a str, DocumentRefusal> {
    let name = "surrenderRequestReference";
    let text = document.required_text(name)?;
    checked_text(&document.path_of(name), text, REFERENCE_LEN_MAX)
}

fn purpose(request: Node<'_, '_>) -> Result<Purpose, DocumentRefusal> {
    let amendment = |reason| Ok(Purpose::Amendment { reason });
    match (request.required_text("surrenderRequestCode")?, request.text("reasonCode")?) {
        ("SREQ", None) => Ok(Purpose::Delivery),
        ("AREQ", Some("SWTP")) => amendment(Amendment::SwitchToPaper),
        ("AREQ", Some("COD")) => amendment(Amendment::ChangeOfDestination),
        ("AREQ", Some("SWI")) => amendment(Amendment::SwitchBill),
        ("AREQ", None) => amendment(Amendment::Other),
        _ => Err(DocumentRefusal::unsupported_value(
            "request.surrenderRequestCode and reasonCode are none of EBL_SUR 3.0.4",
        )),
    }
}
