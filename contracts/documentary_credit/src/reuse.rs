//! Whether a document supports another presentation already. Pure rules.
//!
//! A bill of lading stands for one shipment: what it has drawn cannot be drawn with it again,
//! under whatever credit. For other documents the same is told and left to the banks.

use crate::credit::Credit;
use crate::examination::is_waived;
use crate::presentation::{Examination, Finding, Presentation, Settlement};
use sandpact_sdk::prelude::*;

/// Whether a document of an earlier presentation cannot support a new one under `credit`.
///
/// Under its own credit it can until the earlier presentation has drawn, so that refused
/// documents may be presented again. For another credit it must be free: its own one is
/// closed, and no bank has still to decide on it or to pay.
#[must_use]
pub fn is_taken(earlier: &Presentation, earlier_credit: &Credit, credit: &Hash) -> bool {
    has_drawn(earlier)
        || (earlier.credit != *credit && (earlier_credit.is_live() || is_open(earlier)))
}

/// Whether money was drawn for the presentation.
#[must_use]
pub const fn has_drawn(presentation: &Presentation) -> bool {
    presentation.drawn_minor.is_some()
}

/// Whether a bank has still to decide or to pay. One that sent the documents on undecided
/// has them no longer: the next bank decides.
fn is_open(presentation: &Presentation) -> bool {
    let all = &presentation.examinations;
    let is_open = |(index, own): (usize, &Examination)| {
        let has_documents = index.saturating_add(1) == all.len();
        own.settlement == Settlement::Open
            && (own.finding == Finding::Complying
                || is_waived(own)
                || (own.finding.is_pending() && has_documents))
    };
    all.iter().enumerate().any(is_open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credit::CreditState;
    use crate::examination::refuse;
    use crate::presentation::{Disposal, Waiver};
    use crate::samples::{ISSUING, NOMINATED, advised, examination, notice, presentation};

    const OTHER: Hash = Hash([99; 32]);

    fn closed() -> Credit {
        Credit { state: CreditState::Expired, ..advised() }
    }

    fn with(examinations: Vec<Examination>) -> Presentation {
        Presentation { examinations, ..presentation() }
    }

    fn found(bank: Address, finding: Finding) -> Examination {
        Examination { finding, ..examination(bank) }
    }

    #[test]
    fn what_has_drawn_supports_nothing_else_ever() {
        let drawn = Presentation { drawn_minor: Some(1), ..presentation() };
        for state in [CreditState::Advised, CreditState::Exhausted, CreditState::Expired] {
            let credit = Credit { state, ..advised() };
            assert!(is_taken(&drawn, &credit, &drawn.credit));
            assert!(is_taken(&drawn, &credit, &OTHER));
        }
    }

    #[test]
    fn undrawn_documents_are_presented_again_under_their_own_credit() {
        for finding in [Finding::UnderExamination, Finding::Refused, Finding::Returned] {
            let earlier = with(vec![found(NOMINATED, finding)]);
            assert!(!is_taken(&earlier, &advised(), &earlier.credit));
            assert!(is_taken(&earlier, &advised(), &OTHER));
        }
    }

    #[test]
    fn a_closed_credit_keeps_what_a_bank_has_still_to_decide_or_pay() {
        let taken = |examinations| is_taken(&with(examinations), &closed(), &OTHER);
        for (finding, expected) in [
            (Finding::Received, true),
            (Finding::UnderExamination, true),
            (Finding::Complying, true),
            (Finding::Refused, false),
            (Finding::Returned, false),
        ] {
            assert_eq!(taken(vec![found(NOMINATED, finding)]), expected, "{finding:?}");
        }
        let mut waived = examination(ISSUING);
        refuse(&mut waived, notice(Disposal::HoldPendingWaiver));
        waived.waiver = Waiver::Given;
        assert!(taken(vec![waived]));
    }

    #[test]
    fn a_bank_that_sent_the_documents_on_undecided_keeps_nothing() {
        let taken = |first, second| {
            let examinations = vec![found(NOMINATED, first), found(ISSUING, second)];
            is_taken(&with(examinations), &closed(), &OTHER)
        };
        assert!(!taken(Finding::Received, Finding::Returned));
        assert!(taken(Finding::Received, Finding::Received));
        assert!(taken(Finding::Complying, Finding::Returned));
    }
}
