//! The contract: who may call, what is loaded, which rule decides, what is stored.

mod deciding;
mod paying;
mod reading;
mod registering;
mod submitting;

use crate::errors::Error;
use crate::events::{
    ClaimAccepted, ClaimAdjudicated, ClaimAppealed, ClaimCancelled, ClaimPended, ClaimRejected,
    ClaimSubmitted, CoverageEnded, CoverageRegistered, DuplicateSuspected, LimitSet, MemberSet,
    PaymentIssued, PaymentReconciled, PreauthApproved, PreauthDeclined, PreauthRequested,
    RoleGranted, RoleRevoked,
};
use crate::intake::{self, Ask};
use crate::lifecycle::Step;
use crate::messages::{
    AdjudicateRequest, ClaimRef, CoverageRequest, PAGE_LEN_MAX, PreauthApproval, ReasonCode, Role,
    SubmitRequest,
};
use crate::records::{
    Adjudication, Claim, ClaimView, Coverage, Decided, DenialRow, DuplicateAttempt,
    DuplicateCursor, Limit, PaidRow, PayerTotals, PreauthState, Preauthorisation, Service, Status,
    Submitted,
};
use crate::{coverage, key, lines, payment};
use sandpact_sdk::prelude::*;

/// Claims of health care: submitted once, decided by line, paid what was decided.
#[storage]
pub struct ClaimAdjudication {
    roles: Roles<Role>,
    claims: Map<Hash, Claim>,
    statuses: Map<Hash, Status>,
    /// Keys made of a reference, and the key that the claim or preauthorisation lies under.
    aliases: Map<Hash, Hash>,
    /// By claim and number (K4).
    decisions: Map<(Hash, u32), Adjudication>,
    services: Map<Hash, Service>,
    coverages: Map<Hash, Coverage>,
    preauthorisations: Map<Hash, Preauthorisation>,
    totals: Map<(Address, Currency), PayerTotals>,
    /// By payer and reason; `0` is no reason given.
    denials: OrderedMap<(Address, ReasonCode), u64>,
    /// By time, claim and line: the number under which the service was granted.
    duplicates: OrderedMap<(UnixSeconds, Hash, u32), Hash>,
    /// Paid claims by coverage, last day of service and key (K9).
    paid: OrderedMap<(Hash, (CivilDate, Hash)), ()>,
}

#[contract(error = Error, events = [
    RoleGranted, RoleRevoked, CoverageRegistered, CoverageEnded, MemberSet, LimitSet, ClaimSubmitted,
    DuplicateSuspected, ClaimAccepted, ClaimRejected, ClaimPended, ClaimCancelled,
    ClaimAdjudicated, ClaimAppealed, PaymentIssued, PaymentReconciled, PreauthRequested,
    PreauthApproved, PreauthDeclined,
])]
impl ClaimAdjudication {
    /// Names the admin. Runs once, with the deployment.
    #[init]
    pub fn create(&mut self, admin: Address) -> Result<(), Error> {
        self.roles.grant(Role::Admin, &admin);
        self.emit(RoleGranted { role: Role::Admin, account: admin, by: env::caller() });
        Ok(())
    }

    /// Gives an account a role. The admin writes no claims: its role goes with no other one.
    #[only(Role::Admin)]
    pub fn grant(&mut self, role: Role, account: Address) -> Result<(), Error> {
        let others = [Role::Regulator, Role::Provider, Role::Payer, Role::Patient];
        let conflicts = match role {
            Role::Admin => others.iter().any(|role| self.roles.has(*role, &account)),
            _ => self.roles.has(Role::Admin, &account),
        };
        if conflicts {
            return Err(Error::RoleConflict);
        }
        self.roles.grant(role, &account);
        self.emit(RoleGranted { role, account, by: env::caller() });
        Ok(())
    }

    /// Takes a role from an account. The admin cannot take its own.
    #[only(Role::Admin)]
    pub fn revoke(&mut self, role: Role, account: Address) -> Result<(), Error> {
        if role == Role::Admin && account == env::caller() {
            return Err(Common::WrongState.into());
        }
        if !self.roles.revoke(role, &account) {
            return Err(Common::UnknownId.into());
        }
        self.emit(RoleRevoked { role, account, by: env::caller() });
        Ok(())
    }

    /// Registers a coverage, as its payer. The same request again changes nothing. Returns its
    /// key.
    #[only(Role::Payer)]
    pub fn register_coverage(&mut self, request: CoverageRequest) -> Result<Hash, Error> {
        coverage::check(&request)?;
        self.keep_coverage(&request)
    }

    /// Ends a coverage after a day, as its payer; also one that is past, or was ended before
    /// for a later day. Returns whether claims were paid for services after it.
    #[only(Role::Payer)]
    pub fn end_coverage(&mut self, coverage: Hash, end: CivilDate) -> Result<bool, Error> {
        self.end(&coverage, end)
    }

    /// Names the account of a coverage's beneficiary, as its payer.
    #[only(Role::Payer)]
    pub fn set_member(&mut self, coverage: Hash, member: Address) -> Result<(), Error> {
        let (key, mut found) = self.own_coverage(&coverage)?;
        if !self.roles.has(Role::Patient, &member) {
            return Err(Common::NotAuthorised.into());
        }
        found.member = Some(member);
        self.coverages.set(&key, &found);
        self.emit(MemberSet { coverage: key, member, by: env::caller() });
        Ok(())
    }

    /// Sets what is paid at most under a coverage for services of a period (K7), as its payer.
    #[only(Role::Payer)]
    pub fn set_limit(
        &mut self,
        coverage: Hash,
        from: CivilDate,
        until: CivilDate,
        limit: Money,
    ) -> Result<(), Error> {
        let (key, mut found) = self.own_coverage(&coverage)?;
        let Money { amount_minor: limit_minor, currency } = limit;
        let new = Limit { from, until, currency, limit_minor, used_minor: 0 };
        coverage::set_limit(&mut found.limits, new)?;
        self.coverages.set(&key, &found);
        self.emit(LimitSet { coverage: key, from, until, limit_minor, by: env::caller() });
        Ok(())
    }

    /// Submits a claim, as its provider. The same request again gives the same result and
    /// changes nothing.
    #[only(Role::Provider)]
    pub fn submit(&mut self, request: SubmitRequest) -> Result<Submitted, Error> {
        intake::check(&request, Ask::Claim, env::time().date())?;
        self.check_parties(&request)?;
        self.keep_claim(request)
    }

    /// Takes a claim in, as its payer.
    #[only(Role::Payer)]
    pub fn accept(&mut self, claim: ClaimRef) -> Result<(), Error> {
        let claim = self.step(&claim, Step::Accept)?;
        self.emit(ClaimAccepted { claim, by: env::caller() });
        Ok(())
    }

    /// Says that a claim cannot be taken in (K10), as its payer.
    #[only(Role::Payer)]
    pub fn reject(&mut self, claim: ClaimRef, reason: ReasonCode) -> Result<(), Error> {
        lines::check_reason(Some(&reason))?;
        self.reject_at_intake(&claim, reason)
    }

    /// Puts a claim aside, as its payer.
    #[only(Role::Payer)]
    pub fn pend(&mut self, claim: ClaimRef) -> Result<(), Error> {
        let claim = self.step(&claim, Step::Pend)?;
        self.emit(ClaimPended { claim, by: env::caller() });
        Ok(())
    }

    /// Takes a claim back before it is decided (K12), as its provider.
    #[only(Role::Provider)]
    pub fn cancel(&mut self, claim: ClaimRef) -> Result<(), Error> {
        let claim = self.step(&claim, Step::Cancel)?;
        self.emit(ClaimCancelled { claim, by: env::caller() });
        Ok(())
    }

    /// Decides a claim, or decides it again after an appeal (K4), as its payer. The same
    /// request again gives the same result and changes nothing.
    #[only(Role::Payer)]
    pub fn adjudicate(&mut self, request: AdjudicateRequest) -> Result<Decided, Error> {
        lines::check_decision(&request)?;
        let payable = payment::payable(&request)?;
        self.decide(&request, &payable)
    }

    /// Objects to a decision, as provider or as the coverage's beneficiary.
    #[only(Role::Provider, Role::Patient)]
    pub fn appeal(&mut self, claim: ClaimRef) -> Result<(), Error> {
        let claim = self.step(&claim, Step::Appeal)?;
        self.emit(ClaimAppealed { claim, by: env::caller() });
        Ok(())
    }

    /// Pays what is due for a claim, all of it, as its payer. `payment` is a fingerprint of the
    /// payment; the same one again changes nothing. Returns what was paid so far, minor units.
    #[only(Role::Payer)]
    pub fn issue_payment(
        &mut self,
        claim: ClaimRef,
        payment: Hash,
        amount: Money,
    ) -> Result<i128, Error> {
        self.pay(&claim, payment, amount)
    }

    /// Says that the payment was found, as its provider.
    #[only(Role::Provider)]
    pub fn reconcile(&mut self, claim: ClaimRef) -> Result<(), Error> {
        let claim = self.step(&claim, Step::Reconcile)?;
        self.emit(PaymentReconciled { claim, by: env::caller() });
        Ok(())
    }

    /// Asks for a preauthorisation, as its provider. The same request again changes nothing.
    /// Returns its key.
    #[only(Role::Provider)]
    pub fn request_preauthorisation(&mut self, request: SubmitRequest) -> Result<Hash, Error> {
        intake::check(&request, Ask::Preauthorisation, env::time().date())?;
        self.check_parties(&request)?;
        self.keep_preauthorisation(&request)
    }

    /// Approves a preauthorisation, as its payer. The same approval again changes nothing.
    #[only(Role::Payer)]
    pub fn approve_preauthorisation(&mut self, approval: PreauthApproval) -> Result<(), Error> {
        self.approve(&approval)
    }

    /// Declines a preauthorisation, as its payer.
    #[only(Role::Payer)]
    pub fn decline_preauthorisation(
        &mut self,
        request: ClaimRef,
        reason: ReasonCode,
    ) -> Result<(), Error> {
        lines::check_reason(Some(&reason))?;
        let (key, mut preauth) = self.own_preauthorisation(&request)?;
        if preauth.state != PreauthState::Requested {
            return Err(Common::WrongState.into());
        }
        preauth.state = PreauthState::Declined;
        self.preauthorisations.set(&key, &preauth);
        self.emit(PreauthDeclined { preauthorisation: key, reason, by: env::caller() });
        Ok(())
    }

    /// A claim, for its parties and the regulator.
    #[only(Role::Provider, Role::Payer, Role::Patient, Role::Regulator)]
    pub fn claim(&self, claim: ClaimRef) -> Result<ClaimView, Error> {
        self.view(&claim)
    }

    /// A decision on a claim, live or earlier, for its parties and the regulator.
    #[only(Role::Provider, Role::Payer, Role::Patient, Role::Regulator)]
    pub fn decision(&self, claim: ClaimRef, number: u32) -> Result<Adjudication, Error> {
        let (key, status) = self.find(&claim)?;
        self.check_reader(&claim, &status)?;
        Ok(self.decisions.get(&(key, number)).ok_or(Common::UnknownId)?)
    }

    /// A coverage, for its payer, its beneficiary and the regulator.
    #[only(Role::Payer, Role::Patient, Role::Regulator)]
    pub fn coverage(&self, payer: Address, coverage: Hash) -> Result<Coverage, Error> {
        let key = key::coverage_key(&payer, &coverage);
        let found = self.coverages.get(&key).ok_or(Common::UnknownId)?;
        let caller = env::caller();
        let is_party = caller == found.payer || found.member == Some(caller);
        if is_party || self.roles.has(Role::Regulator, &caller) {
            Ok(found)
        } else {
            Err(Common::NotAuthorised.into())
        }
    }

    /// A preauthorisation, for its parties and the regulator.
    #[only(Role::Provider, Role::Payer, Role::Regulator)]
    pub fn preauthorisation(&self, request: ClaimRef) -> Result<Preauthorisation, Error> {
        let (_, preauth) = self.find_preauthorisation(&request)?;
        let caller = env::caller();
        let is_party = caller == preauth.payer || caller == preauth.provider;
        if is_party || self.roles.has(Role::Regulator, &caller) {
            Ok(preauth)
        } else {
            Err(Common::NotAuthorised.into())
        }
    }

    /// Whether an account holds a role.
    pub fn has_role(&self, role: Role, account: Address) -> Result<bool, Error> {
        Ok(self.roles.has(role, &account))
    }

    /// What a payer decided and paid in a currency.
    #[only(Role::Regulator)]
    pub fn payer_totals(&self, payer: Address, currency: Currency) -> Result<PayerTotals, Error> {
        Ok(self.totals.get(&(payer, currency)).unwrap_or(PayerTotals::empty()))
    }

    /// Median days from submission to first payment; 90 stands for all that is more.
    #[only(Role::Regulator)]
    pub fn median_days_to_pay(
        &self,
        payer: Address,
        currency: Currency,
    ) -> Result<Option<u32>, Error> {
        Ok(self.totals.get(&(payer, currency)).and_then(|totals| totals.median_days_to_pay()))
    }

    /// Lines that were billed although their service was granted under another number (K6), by
    /// time, at most 100.
    #[only(Role::Regulator)]
    pub fn duplicate_attempts(
        &self,
        after: Option<DuplicateCursor>,
        limit: u32,
    ) -> Result<Vec<DuplicateAttempt>, Error> {
        Ok(self.duplicates_after(after, limit.min(PAGE_LEN_MAX)))
    }

    /// How often a payer denied, by reason, at most 100 reasons after one. Compare with
    /// `adjudicated` in `payer_totals` for a rate.
    #[only(Role::Regulator)]
    pub fn denials(
        &self,
        payer: Address,
        after: Option<ReasonCode>,
        limit: u32,
    ) -> Result<Vec<DenialRow>, Error> {
        Ok(self.denials_after(&payer, after.as_ref(), limit.min(PAGE_LEN_MAX)))
    }

    /// Claims that were paid for services after the last day of a coverage, at most 100. They
    /// exist only where it was ended after they were paid (K9).
    #[only(Role::Regulator)]
    pub fn paid_on_inactive(
        &self,
        payer: Address,
        coverage: Hash,
        after: Option<PaidRow>,
        limit: u32,
    ) -> Result<Vec<PaidRow>, Error> {
        self.paid_after_end(&key::coverage_key(&payer, &coverage), after, limit.min(PAGE_LEN_MAX))
    }
}
