//! What the record itself says about compliance (articles 14(g), 17(d), 29(c)). Pure rules.
//! Whether a document's wording complies is for the banks to examine.

use crate::errors::Error;
use crate::presentation::Presentation;
use crate::terms::{DocumentKind, PresentedDocument, RequiredDocument, Terms};

/// Whether an original transport document is required, which gives a credit that states no
/// presentation period one of 21 days (article 14(c)).
#[must_use]
pub fn needs_transport_document(terms: &Terms) -> bool {
    terms.documents.iter().any(|document| document.kind.is_transport() && document.originals > 0)
}

/// Whether the credit asks for this kind. Others are disregarded (article 14(g), A11).
#[must_use]
pub fn is_required(terms: &Terms, kind: &DocumentKind) -> bool {
    terms.documents.iter().any(|document| document.kind == *kind)
}

/// Checks what a bank cannot find complying: a required document that is missing, or
/// shipment after the latest date. That date stays as the credit states it, whatever
/// happens to the last day for presentation (A4).
///
/// # Errors
/// [`Error::DocumentMissing`], [`Error::ShippedLate`], [`Error::ShipmentDateMissing`].
pub fn check_documents(terms: &Terms, presentation: &Presentation) -> Result<(), Error> {
    let missing =
        terms.documents.iter().find(|required| !is_satisfied(required, &presentation.documents));
    if let Some(required) = missing {
        return Err(Error::DocumentMissing { kind: required.kind.clone() });
    }
    match (presentation.shipment_date, terms.latest_shipment) {
        (Some(shipped), Some(latest)) if shipped > latest => Err(Error::ShippedLate),
        (None, Some(_)) => Err(Error::ShipmentDateMissing),
        _ => Ok(()),
    }
}

/// Originals satisfy a requirement of copies, not the other way round (article 17(d)).
fn is_satisfied(required: &RequiredDocument, presented: &[PresentedDocument]) -> bool {
    let same_kind = || presented.iter().filter(|document| document.kind == required.kind);
    let originals: u32 = same_kind().map(|document| u32::from(document.originals)).sum();
    let copies: u32 = same_kind().map(|document| u32::from(document.copies)).sum();
    let asked = u32::from(required.originals).saturating_add(u32::from(required.copies));
    originals >= u32::from(required.originals) && originals.saturating_add(copies) >= asked
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::samples::{date, document, presentation, terms};

    #[test]
    fn the_sample_presentation_complies() {
        assert_eq!(check_documents(&terms(), &presentation()), Ok(()));
    }

    #[test]
    fn originals_satisfy_copies_and_not_the_other_way_round() {
        // The sample credit asks for three originals of the bill of lading and one copy.
        let kind = DocumentKind::BillOfLading;
        for (originals, copies, is_complete) in
            [(3, 1, true), (4, 0, true), (3, 0, false), (2, 2, false), (0, 4, false)]
        {
            let mut sample = presentation();
            sample.documents.retain(|document| document.kind != kind);
            sample.documents.push(document(kind.clone(), originals, copies));
            let missing = Err(Error::DocumentMissing { kind: kind.clone() });
            let expected = if is_complete { Ok(()) } else { missing };
            assert_eq!(check_documents(&terms(), &sample), expected, "{originals} {copies}");
        }
    }

    #[test]
    fn documents_of_one_kind_may_be_listed_apart() {
        let mut sample = presentation();
        sample.documents.retain(|document| !document.kind.is_transport());
        for (originals, copies) in [(2, 0), (1, 1)] {
            sample.documents.push(document(DocumentKind::BillOfLading, originals, copies));
        }
        assert_eq!(check_documents(&terms(), &sample), Ok(()));
    }

    #[test]
    fn documents_that_are_not_required_change_nothing() {
        let mut missing = presentation();
        missing.documents.remove(0);
        for sample in [presentation(), missing] {
            let mut with_more = sample.clone();
            with_more.documents.push(document(DocumentKind::PackingList, 1, 0));
            let before = check_documents(&terms(), &sample);
            assert_eq!(check_documents(&terms(), &with_more), before);
        }
        assert!(!is_required(&terms(), &DocumentKind::PackingList));
    }

    #[test]
    fn a4_the_latest_shipment_date_is_never_extended_nor_escaped() {
        // Saturday 2024-03-09 is the latest date; banks are closed, and it stays.
        let mut terms = terms();
        terms.latest_shipment = Some(date("2024-03-09"));
        let shipped = |day| {
            let presentation = Presentation { shipment_date: Some(date(day)), ..presentation() };
            check_documents(&terms, &presentation)
        };
        assert_eq!(shipped("2024-03-09"), Ok(()));
        assert_eq!(shipped("2024-03-10"), Err(Error::ShippedLate));
        let undated = Presentation { shipment_date: None, ..presentation() };
        assert_eq!(check_documents(&terms, &undated), Err(Error::ShipmentDateMissing));
    }

    #[test]
    fn only_an_original_transport_document_starts_the_default_period() {
        let mut terms = terms();
        assert!(needs_transport_document(&terms));
        let bill = terms.documents.iter_mut().find(|document| document.kind.is_transport());
        bill.unwrap().originals = 0;
        assert!(!needs_transport_document(&terms));
    }
}
