//! Organisations, members and rules as a block left them, and what the rules say.

use super::LedgerVersion;
use crate::{
    RuntimeError,
    access::{self, Committed, failure},
};
use sandpact_abi::{
    Address, Hash, Height, MethodKind,
    access::{
        CertificateId, ContractPolicy, LedgerPolicy, Member, MemberKey, Organisation,
        OrganisationId, Quota, Revocation, Rule,
    },
};
use sandpact_access::{Caller, Denial, QuotaLeft, Signers, left, records};
use sandpact_state::StateRead as _;

/// What the rules say of a call that somebody could make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Why not; `None` when it may be made.
    pub denial: Option<Denial>,
    /// The rule of the method, if the contract's policy has one.
    pub rule: Option<Rule>,
    /// Since when the contract is frozen, if it is.
    pub frozen_since: Option<Height>,
    /// The organisations whose signatures would count.
    pub signed: Vec<OrganisationId>,
    /// Signatures that would not count, and why.
    pub unfit: Vec<Denial>,
}

/// A call that somebody could make.
#[derive(Clone, Copy, Debug)]
pub struct Supposed<'a> {
    /// Who would send it.
    pub member: Address,
    /// Who else would sign it.
    pub endorsers: &'a [Address],
    /// Which contract.
    pub contract: Address,
    /// Which method.
    pub method: &'a str,
}

impl LedgerVersion {
    /// The ledger's rules; `None` on a ledger without organisations.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn ledger_policy(&self) -> Result<Option<LedgerPolicy>, RuntimeError> {
        records::ledger_policy(&mut Committed(self.version.as_ref())).map_err(failure)
    }

    /// A contract's rules, if it has any.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn contract_policy(
        &self,
        contract: &Address,
    ) -> Result<Option<ContractPolicy>, RuntimeError> {
        records::contract_policy(&mut Committed(self.version.as_ref()), contract).map_err(failure)
    }

    /// Since when a contract is frozen.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn frozen_since(&self, contract: &Address) -> Result<Option<Height>, RuntimeError> {
        records::frozen(&mut Committed(self.version.as_ref()), contract).map_err(failure)
    }

    /// All organisations, in order of their short names.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn organisations(&self) -> Result<Vec<(OrganisationId, Organisation)>, RuntimeError> {
        let all = self.records(b"organisation/", "an organisation")?;
        let named = all.into_iter().map(|(key, organisation)| {
            let name = String::from_utf8(key);
            let name = name.map_err(|_| RuntimeError::Damaged { what: "an organisation" })?;
            Ok((OrganisationId(name), organisation))
        });
        named.collect()
    }

    /// A trust anchor of an organisation, in DER.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn anchor(
        &self,
        organisation: &OrganisationId,
        anchor: &CertificateId,
    ) -> Result<Option<Vec<u8>>, RuntimeError> {
        let mut committed = Committed(self.version.as_ref());
        records::anchor(&mut committed, organisation, anchor).map_err(failure)
    }

    /// The certificates that are revoked for an organisation, each with its first height.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn revoked_certificates(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Vec<(CertificateId, Height)>, RuntimeError> {
        let prefix = [b"revoked/", organisation.0.as_bytes(), b"/"].concat();
        let all = self.records::<Revocation>(&prefix, "a certificate's revocation")?;
        let identified = all.into_iter().map(|(key, revocation)| {
            let id = key.try_into();
            let id =
                id.map_err(|_| RuntimeError::Damaged { what: "a certificate's revocation" })?;
            Ok((CertificateId(Hash(id)), revocation.from()))
        });
        identified.collect()
    }

    /// Why the certificates of a member's key would not hold in the next block, were it at this
    /// block's time; `None` where they would, or where there are none.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn certified_denial(
        &self,
        address: &Address,
        member: &Member,
        key: &MemberKey,
    ) -> Result<Option<Denial>, RuntimeError> {
        let Some(certified) = &key.certified else { return Ok(None) };
        let mut committed = Committed(self.version.as_ref());
        let id = &member.organisation;
        let organisation = records::organisation(&mut committed, id).map_err(failure)?;
        let Some(organisation) = organisation else { return Ok(None) };
        let at = (Height(self.head().height.0.saturating_add(1)), self.head().time);
        let (place, key) = ((id, &organisation), (*address, certified));
        sandpact_access::certified_denial(&mut committed, place, key, at).map_err(failure)
    }

    /// All members, in order of their addresses.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn members(&self) -> Result<Vec<(Address, Member)>, RuntimeError> {
        let all = self.records(b"member/", "a member")?;
        let addressed = all.into_iter().map(|(key, member)| {
            let address = key.try_into();
            let address = address.map_err(|_| RuntimeError::Damaged { what: "a member" })?;
            Ok((Address(address), member))
        });
        addressed.collect()
    }

    /// One member.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn member(&self, address: &Address) -> Result<Option<Member>, RuntimeError> {
        records::member(&mut Committed(self.version.as_ref()), address).map_err(failure)
    }

    /// What an organisation may use in a period, and what it has left at this block's time;
    /// `None` where nothing is counted.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn quota(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Option<(Quota, QuotaLeft)>, RuntimeError> {
        let quota = records::quota(&mut Committed(self.version.as_ref()), organisation);
        let Some(quota) = quota.map_err(failure)? else { return Ok(None) };
        let counter = |address: &Address| Ok(self.version.nonce(address)?);
        let used = access::used(organisation, &counter)?;
        Ok(Some((quota, left(&quota, &used, self.head().time))))
    }

    /// What the rules say of a call in the next block, were it at this block's time. `None` on
    /// a ledger without organisations.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn decide(&self, call: &Supposed<'_>) -> Result<Option<Decision>, RuntimeError> {
        let Some(ledger) = self.ledger_policy()? else { return Ok(None) };
        let head = self.head();
        let at = (Height(head.height.0.saturating_add(1)), head.time);
        let mut committed = Committed(self.version.as_ref());
        let signers = Signers::known(&mut committed, call.member, call.endorsers, at);
        let signers = signers.map_err(failure)?;
        let info = self.contract(&call.contract)?;
        let methods = info.map(|info| info.abi.methods).unwrap_or_default();
        let method = methods.iter().find(|method| method.name == call.method);
        let may_write = method.is_none_or(|method| method.kind != MethodKind::Read);
        let place = (&call.contract, call.method);
        let caller = Caller::Sender(&signers);
        let decided = sandpact_access::may_call(&mut committed, &ledger, place, may_write, caller);
        let denial = match signers.sender() {
            Err(denial) => Some(denial),
            Ok(_) => decided.map_err(failure)?.err(),
        };
        let policy = self.contract_policy(&call.contract)?;
        let mut signed: Vec<_> =
            signers.members().map(|(_, member)| member.organisation.clone()).collect();
        signed.sort_unstable();
        signed.dedup();
        Ok(Some(Decision {
            denial,
            rule: policy.and_then(|policy| policy.methods.get(call.method).cloned()),
            frozen_since: self.frozen_since(&call.contract)?,
            signed,
            unfit: signers.unfit().cloned().collect(),
        }))
    }
}
