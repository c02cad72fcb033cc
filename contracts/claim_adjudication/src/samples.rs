//! Values that the tests of several files use.
#![allow(clippy::unwrap_used)]

use crate::messages::{AdjudicateRequest, ClaimRef, Line, LineDecision, SubmitRequest};
use crate::records::{Claim, Coverage, PreauthState, Preauthorisation};
use sandpact_sdk::prelude::*;

pub fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub const fn claim_ref() -> ClaimRef {
    ClaimRef { payer: Address([1; 32]), provider: Address([2; 32]), claim: Hash([3; 32]) }
}

/// Lines by number and submitted amount.
pub fn lines(of: &[(u32, i128)]) -> Vec<Line> {
    let line = |(sequence, submitted_minor): &(u32, i128)| Line {
        sequence: *sequence,
        service: Hash([u8::try_from(*sequence).unwrap(); 32]),
        from: date("2026-01-02"),
        to: date("2026-01-03"),
        submitted_minor: *submitted_minor,
    };
    of.iter().map(line).collect()
}

pub fn submission(of: &[(u32, i128)]) -> SubmitRequest {
    SubmitRequest {
        number: Hash([3; 32]),
        reference: None,
        epoch: 1,
        payer: Address([1; 32]),
        provider: Address([2; 32]),
        coverage: Hash([4; 32]),
        order: 1,
        patient: Hash([6; 32]),
        beneficiary: Hash([7; 32]),
        created: date("2026-01-04"),
        currency: Currency::USD,
        lines: lines(of),
        total_minor: of.iter().map(|(_, amount)| *amount).fold(0, i128::saturating_add),
        preauthorisation: None,
        commitment: Hash([8; 32]),
    }
}

pub fn claim(of: &[(u32, i128)]) -> Claim {
    let request = submission(of);
    Claim {
        content: Hash::ZERO,
        number: request.number,
        epoch: request.epoch,
        payer: request.payer,
        provider: request.provider,
        coverage: request.coverage,
        order: request.order,
        patient: request.patient,
        beneficiary: request.beneficiary,
        currency: request.currency,
        lines: request.lines,
        total_minor: request.total_minor,
        preauthorisation: None,
        commitment: request.commitment,
    }
}

/// A decision by line and benefit.
pub fn decision(of: &[(u32, i128)]) -> AdjudicateRequest {
    let line = |(sequence, benefit_minor): &(u32, i128)| LineDecision {
        sequence: *sequence,
        submitted_minor: None,
        eligible_minor: None,
        deductible_minor: None,
        copay_minor: None,
        benefit_minor: *benefit_minor,
        reason: None,
    };
    AdjudicateRequest {
        claim: claim_ref(),
        currency: Currency::USD,
        lines: of.iter().map(line).collect(),
        submitted_minor: None,
        benefit_minor: of.iter().map(|(_, benefit)| *benefit).fold(0, i128::saturating_add),
        payment: None,
        commitment: Hash([9; 32]),
    }
}

/// In force for ever, without limit.
pub fn coverage() -> Coverage {
    Coverage {
        content: Hash::ZERO,
        payer: Address([1; 32]),
        epoch: 1,
        beneficiary: Hash([7; 32]),
        start: None,
        end: None,
        member: None,
        limits: vec![],
        commitment: Hash::ZERO,
    }
}

/// Approved up to a limit, at any time.
pub fn preauthorisation(limit_minor: i128) -> Preauthorisation {
    Preauthorisation {
        content: Hash::ZERO,
        payer: Address([1; 32]),
        provider: Address([2; 32]),
        coverage: Hash([4; 32]),
        patient: Hash([6; 32]),
        currency: Currency::USD,
        requested_minor: limit_minor,
        state: PreauthState::Approved,
        approval: None,
        limit_minor,
        used_minor: 0,
        from: None,
        until: None,
    }
}
