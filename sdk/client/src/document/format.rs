//! The formats that are recognised.

use super::{DocumentCall, DocumentRefusal, MappingContext};
use crate::{
    catenax,
    dcsa::DcsaFormat,
    epcis, fhir, gobl,
    ubl::{self, element::quoted},
    xml::RootTag,
};
use serde_json::Value;

/// Formats of which one document becomes one call or several, whatever stands in it. A chain of
/// blocks of DCSA and a chain of fiscal records need more than a document; see [`crate::dcsa`] and
/// [`crate::fiscal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentFormat {
    /// UBL 2.1 Invoice or CreditNote (EN 16931, XRechnung).
    Ubl,
    /// GOBL invoice in JSON.
    Gobl,
    /// HL7 FHIR R4 Consent in JSON.
    FhirConsent,
    /// HL7 FHIR R4 Coverage, Claim, ClaimResponse or ExplanationOfBenefit in JSON.
    FhirClaim,
    /// GS1 EPCIS: 1.2 in XML, 2.0 in JSON.
    Epcis,
    /// Test data container of Catena-X in JSON.
    CatenaX,
    /// A document of DCSA in JSON.
    Dcsa(DcsaFormat),
}

impl DocumentFormat {
    /// Recognises a document by its root element, resource type, schema or required members;
    /// `None` for any other.
    #[must_use]
    pub fn detect(bytes: &[u8]) -> Option<Self> {
        type Recognise = fn(&[u8]) -> bool;
        let formats: [(Recognise, Self); 6] = [
            (ubl::is_invoice, Self::Ubl),
            (gobl::is_invoice, Self::Gobl),
            (fhir::is_consent, Self::FhirConsent),
            (fhir::claims::is_claim_resource, Self::FhirClaim),
            (epcis::is_epcis, Self::Epcis),
            (catenax::is_container, Self::CatenaX),
        ];
        let found = formats.into_iter().find(|(is_it, _)| is_it(bytes));
        let found = found.map(|(_, format)| format);
        found.or_else(|| DcsaFormat::detect(bytes).map(Self::Dcsa))
    }

    /// Recognises a document as [`Self::detect`] does, or refuses it by what it seems to be.
    ///
    /// # Errors
    /// `UnsupportedKind` of a resource of FHIR that is no call, `UnknownFormat` of all else.
    pub fn recognise(bytes: &[u8]) -> Result<Self, DocumentRefusal> {
        Self::detect(bytes).ok_or_else(|| no_format(bytes))
    }

    /// Turns the document into its calls, in their order.
    ///
    /// # Errors
    /// [`DocumentRefusal`]: of a document all calls are made or none.
    pub fn map(
        self,
        bytes: &[u8],
        context: &MappingContext,
    ) -> Result<Vec<DocumentCall>, DocumentRefusal> {
        let one = match self {
            Self::Epcis => return epcis::map_document(bytes, context),
            Self::CatenaX => return Ok(catenax::map_container(bytes, context)?.calls),
            Self::Ubl => ubl::map_invoice(bytes, context),
            Self::Gobl => gobl::map_invoice(bytes, context),
            Self::FhirConsent => fhir::map_consent(bytes, context),
            Self::FhirClaim => fhir::claims::map_resource(bytes, context),
            Self::Dcsa(format) => format.map(bytes, context),
        };
        one.map(|call| vec![call])
    }
}

fn no_format(bytes: &[u8]) -> DocumentRefusal {
    if let Some(tag) = RootTag::of(bytes) {
        let root = quoted(tag.local_name());
        return DocumentRefusal::unknown_format(format!("XML with the root {root}"));
    }
    let Ok(document) = serde_json::from_slice::<Value>(bytes) else {
        return DocumentRefusal::unknown_format("neither XML nor JSON");
    };
    match document.get("resourceType").and_then(Value::as_str) {
        Some(resource) => {
            let resource = quoted(resource);
            DocumentRefusal::unsupported_kind(format!(
                "no call is made of the FHIR resource {resource}"
            ))
        }
        None => DocumentRefusal::unknown_format("JSON of no known schema"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_recognised_is_refused_by_what_it_seems_to_be() {
        for (bytes, name, reason) in [
            (&b"openapi: 3.0.1"[..], "UnknownFormat", "neither XML nor JSON"),
            (&[0xff, 0], "UnknownFormat", "neither XML nor JSON"),
            (b"", "UnknownFormat", "neither XML nor JSON"),
            (b"<Invoice", "UnknownFormat", "neither XML nor JSON"),
            (b"<o:Order xmlns:o='urn:x'/>", "UnknownFormat", "XML with the root \"Order\""),
            (b"{\"blno\": 1}", "UnknownFormat", "JSON of no known schema"),
            (b"[7]", "UnknownFormat", "JSON of no known schema"),
            (b"{\"resourceType\": 7}", "UnknownFormat", "JSON of no known schema"),
            (
                b"{\"resourceType\": \"AuditEvent\"}",
                "UnsupportedKind",
                "no call is made of the FHIR resource \"AuditEvent\"",
            ),
        ] {
            let refusal = DocumentFormat::recognise(bytes).unwrap_err();
            assert_eq!((refusal.name, refusal.reason.as_str()), (name, reason));
        }
        let consent = br#"{"resourceType": "Consent"}"#;
        assert_eq!(DocumentFormat::recognise(consent), Ok(DocumentFormat::FhirConsent));
    }
}
