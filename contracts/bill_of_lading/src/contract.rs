//! The contract: loads what a rule needs, asks the rule, stores and tells.

mod circulation;
mod desk;
mod issuing;
mod register;

use crate::errors::Error;
use crate::events::{
    Attested, BillIssued, ChainDisputed, Countersigned, Endorsed, PledgeReleased, Pledged,
    PossessionMoved, RoleGranted, RoleRevoked, SurrenderAnswered, SurrenderRequested,
};
use crate::messages::{
    Answer, DisputeReport, IssueRequest, PledgeRequest, PossessionBlock, Role, SurrenderRequest,
    TitleBlock,
};
use crate::records::{Bill, Entry, Holding, Issued, Row, Surrender};
use crate::{issue, signing};
use register::list_of;
use sandpact_sdk::prelude::*;

/// Electronic bills of lading: who possesses them, who has title, and how they end.
#[storage]
pub struct BillOfLading {
    roles: Roles<Role>,
    /// Oracles by what was signed and the key that signed it.
    attestations: Map<(Hash, Hash), Address>,
    /// By the id of the first title block.
    bills: Map<Hash, Bill>,
    /// By the id of a block or a request.
    entries: Map<Hash, Entry>,
    /// Both registers of a bill after each action, the newest first: by the greatest number less
    /// milliseconds and number of the action.
    holdings: OrderedMap<(Hash, u128), Holding>,
    /// By carrier and reference (B11).
    surrenders: Map<(Address, Hash), Surrender>,
    /// Versions of a transport document, disputed blocks of a platform and pledged bills of a
    /// bank: by the key of the list and a number from 1.
    lists: OrderedMap<(Hash, u64), Hash>,
    /// The greatest number of a list.
    list_lens: Map<Hash, u64>,
}

#[contract(error = Error, events = [
    RoleGranted, RoleRevoked, Attested, BillIssued, Endorsed, PossessionMoved, Countersigned, ChainDisputed,
    SurrenderRequested, SurrenderAnswered, Pledged, PledgeReleased,
])]
impl BillOfLading {
    /// Names the admin. Runs once, with the deployment.
    #[init]
    pub fn create(&mut self, admin: Address) -> Result<(), Error> {
        self.roles.grant(Role::Admin, &admin);
        self.emit(RoleGranted { role: Role::Admin, account: admin, by: env::caller() });
        Ok(())
    }

    /// Gives an account a role. The admin's role goes with no other one.
    #[only(Role::Admin)]
    pub fn grant(&mut self, role: Role, account: Address) -> Result<(), Error> {
        self.check_conflict(role, &account)?;
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

    /// Attests that the first signature of a block, or that of a request, holds under a key: what
    /// an oracle has checked off the ledger. The same again changes nothing.
    #[only(Role::Oracle)]
    pub fn attest(&mut self, subject: Hash, key: Hash) -> Result<(), Error> {
        issue::check_values(&[&subject, &key])?;
        let by = env::caller();
        if self.attestations.insert(&(subject, key), &by) {
            self.emit(Attested { subject, key, by });
        }
        Ok(())
    }

    /// Issues a bill with its first title block and its first possession block (DCSA `ISSUE`).
    /// The same request again gives the same result and changes nothing.
    #[only(Role::Carrier)]
    pub fn issue(&mut self, request: IssueRequest) -> Result<Issued, Error> {
        self.issue_bill(&request)
    }

    /// Endorses a bill, as whoever has title and possession (B2, B4 to B6). The same block again gives the same entry (B5).
    pub fn endorse(&mut self, block: TitleBlock) -> Result<Entry, Error> {
        self.endorse_bill(&block)
    }

    /// Hands possession over (B2, B4, B5). The same block again gives the same entry (B5).
    pub fn transfer(&mut self, block: PossessionBlock) -> Result<Entry, Error> {
        self.transfer_bill(&block)
    }

    /// Adds the exporting platform's signature to an export block. Its id was fixed before and
    /// stays (B3).
    #[only(Role::Platform)]
    pub fn countersign(&mut self, block: Hash) -> Result<(), Error> {
        self.countersign_block(&block)
    }

    /// Records that a second successor of a block was handed in, which `transfer` and `endorse`
    /// refuse (B4). Returns the platform's number of disputes.
    #[only(Role::Platform)]
    pub fn report_dispute(&mut self, report: DisputeReport) -> Result<u64, Error> {
        self.record_dispute(&report)
    }

    /// Surrenders a bill for delivery or amendment (B6, B7, B11). The same request again gives
    /// the same result.
    pub fn request_surrender(&mut self, request: SurrenderRequest) -> Result<Surrender, Error> {
        self.surrender_bill(&request)
    }

    /// Answers a surrender, once (B8).
    #[only(Role::Carrier)]
    pub fn answer_surrender(&mut self, reference: Hash, answer: Answer) -> Result<(), Error> {
        self.answer_request(&reference, answer)
    }

    /// Pledges a bill to a bank, as its possessor who may surrender it.
    pub fn pledge(&mut self, request: PledgeRequest) -> Result<(), Error> {
        self.pledge_bill(&request)
    }

    /// Releases a bill, as the bank that it is pledged to.
    #[only(Role::Bank)]
    pub fn release_pledge(&mut self, bill: Hash) -> Result<(), Error> {
        self.release_bill(&bill)
    }

    /// A bill.
    pub fn bill(&self, bill: Hash) -> Result<Bill, Error> {
        self.load(&bill)
    }

    /// An accepted block after the first ones, a pledge, or a contradiction.
    pub fn entry(&self, block: Hash) -> Result<Entry, Error> {
        Ok(self.entries.get(&block).ok_or(Common::UnknownId)?)
    }

    /// Checks that a document is that of a bill, by SHA-256 of its canonical form (B10).
    pub fn present(&self, bill: Hash, checksum: Hash) -> Result<(), Error> {
        issue::check_document(&self.load(&bill)?, &checksum)
    }

    /// A surrender by carrier and reference.
    pub fn surrender(&self, carrier: Address, reference: Hash) -> Result<Surrender, Error> {
        Ok(self.surrenders.get(&(carrier, reference)).ok_or(Common::UnknownId)?)
    }

    /// The id of an account's own key.
    pub fn key_id(&self, account: Address) -> Result<Hash, Error> {
        Ok(signing::key_id(&account))
    }

    /// Whether an account holds a role.
    pub fn has_role(&self, role: Role, account: Address) -> Result<bool, Error> {
        Ok(self.roles.has(role, &account))
    }

    /// Possessor and title of a bill at a time, milliseconds since 1970, and before it: newest
    /// first, at most 100. Without a time, from now.
    #[only(Role::Regulator, Role::Customs, Role::Court)]
    pub fn holdings(
        &self,
        bill: Hash,
        at_ms: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Holding>, Error> {
        Ok(self.held_at(&bill, at_ms.unwrap_or(u64::MAX), limit))
    }

    /// Bills of a carrier's transport document by version after a version, at most 100.
    #[only(Role::Regulator, Role::Customs, Role::Court)]
    pub fn versions(
        &self,
        carrier: Address,
        reference: Hash,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Row>, Error> {
        Ok(self.list(&signing::document_key(&carrier, &reference), after, limit))
    }

    /// Number of a platform's disputed blocks.
    #[only(Role::Regulator, Role::Customs, Role::Court)]
    pub fn dispute_count(&self, platform: Address) -> Result<u64, Error> {
        Ok(self.list_len(&list_of(Role::Platform, &platform)))
    }

    /// A platform's disputed blocks by number after a number, at most 100.
    #[only(Role::Regulator, Role::Customs, Role::Court)]
    pub fn disputes(
        &self,
        platform: Address,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Row>, Error> {
        Ok(self.list(&list_of(Role::Platform, &platform), after, limit))
    }

    /// Bills pledged to a bank by number of the pledge after a number, at most 100.
    #[only(Role::Regulator, Role::Customs, Role::Court)]
    pub fn pledged_to(
        &self,
        bank: Address,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Row>, Error> {
        Ok(self.list(&list_of(Role::Bank, &bank), after, limit))
    }
}
