//! Endorsements, transfers, counter-signatures, disputes and pledges.

use super::BillOfLading;
use super::register::{Accepted, content_of, list_of};
use crate::chain::{check_head, check_imported, check_live, check_time, effect, possession_signer};
use crate::errors::Error;
use crate::events::{
    ChainDisputed, Countersigned, Endorsed, PledgeReleased, Pledged, PossessionMoved,
};
use crate::issue::check_values;
use crate::messages::{
    DisputeReport, Endorsement, PledgeRequest, PossessionBlock, Role, Step, TitleBlock,
};
use crate::pledge::{check_free, check_release, check_transferee};
use crate::records::{Bill, BillState, BlockKind, Entry, Pledgee};
use crate::title::{check_pledge, endorsed, endorser};
use sandpact_sdk::prelude::*;

impl BillOfLading {
    pub(super) fn endorse_bill(&mut self, block: &TitleBlock) -> Result<Entry, Error> {
        let content = content_of(block);
        if let Some(known) = self.known(&block.id, &content)? {
            return Ok(known);
        }
        let transferee = match &block.endorsement {
            Endorsement::To { holder } | Endorsement::ToOrder { holder } => {
                check_values(&[&block.id, holder])?;
                *holder
            }
            Endorsement::Blank => Hash::ZERO,
        };
        let (bill_id, mut bill) = self.bill_of_title(&block.previous)?;
        check_head(&block.previous, &bill.title_head)?;
        check_movable(&bill, block.at_ms)?;
        check_imported(&bill)?;
        check_free(&bill)?;
        let signer = endorser(&bill.title, &bill.possessor)?;
        let is_attested = self.check_signed(&block.id, &signer)?;
        bill.title = endorsed(&block.endorsement);
        bill.title_head = block.id;
        bill.state = BillState::InCirculation;
        let (kind, previous) = (BlockKind::Endorsement, block.previous);
        let (id, at_ms) = (block.id, block.at_ms);
        let accepted =
            Accepted { id, content, kind, previous, signer, transferee, at_ms, is_attested };
        self.keep(&bill_id, &mut bill, id, at_ms)?;
        let endorsement = block.endorsement.clone();
        self.emit(Endorsed { bill: bill_id, block: id, endorsement, by: env::caller() });
        Ok(self.record(&bill_id, &accepted))
    }

    pub(super) fn transfer_bill(&mut self, block: &PossessionBlock) -> Result<Entry, Error> {
        let content = content_of(block);
        if let Some(known) = self.known(&block.id, &content)? {
            return Ok(known);
        }
        check_values(&[&block.id, &block.transferee])?;
        if let Step::Export { registry } = &block.step {
            check_values(&[registry])?;
        }
        let (bill_id, mut bill) = self.bill_of_title(&block.title_block)?;
        self.check_follows(&bill_id, &bill, &block.previous)?;
        check_movable(&bill, block.at_ms)?;
        let signer = possession_signer(&bill, block)?;
        check_transferee(&bill, &block.transferee)?;
        let is_attested = self.check_signed(&block.id, &signer)?;
        let (kind, announced) = effect(&block.step);
        let (id, previous, transferee) = (block.id, block.previous, block.transferee);
        let at_ms = block.at_ms;
        let accepted =
            Accepted { id, content, kind, previous, signer, transferee, at_ms, is_attested };
        bill.announced = announced;
        bill.possession_head = id;
        bill.state = BillState::InCirculation;
        self.move_possession(&bill_id, &mut bill, kind, transferee);
        self.keep(&bill_id, &mut bill, id, at_ms)?;
        Ok(self.record(&bill_id, &accepted))
    }

    /// A block that does not follow the newest one follows an older one, or none (B4).
    pub(super) fn check_follows(
        &self,
        bill_id: &Hash,
        bill: &Bill,
        previous: &Hash,
    ) -> Result<(), Error> {
        if check_head(previous, &bill.possession_head).is_ok() {
            return Ok(());
        }
        let is_known = *previous == bill.possession_root
            || self.find_entry(previous).is_some_and(|it| {
                it.bill == *bill_id
                    && !matches!(
                        it.kind,
                        BlockKind::Endorsement | BlockKind::Pledge | BlockKind::Disputed
                    )
            });
        Err(if is_known { Error::DisputedChain } else { Error::UnknownPrevious })
    }

    /// Changes the register of possession and tells.
    #[inline(never)]
    pub(super) fn move_possession(
        &mut self,
        bill_id: &Hash,
        bill: &mut Bill,
        kind: BlockKind,
        to: Hash,
    ) {
        let from = core::mem::replace(&mut bill.possessor, to);
        let (bill, block, by) = (*bill_id, bill.possession_head, env::caller());
        self.emit(PossessionMoved { bill, block, kind, from, to, by });
    }

    /// The bill of a title block: the first one, whose id is the bill's, or an endorsement.
    fn bill_of_title(&self, title_block: &Hash) -> Result<(Hash, Bill), Error> {
        if let Ok(bill) = self.load(title_block) {
            return Ok((*title_block, bill));
        }
        match self.find_entry(title_block) {
            Some(entry) if entry.kind == BlockKind::Endorsement => {
                Ok((entry.bill, self.load(&entry.bill)?))
            }
            _ => Err(Error::UnknownPrevious),
        }
    }

    pub(super) fn countersign_block(&mut self, id: &Hash) -> Result<(), Error> {
        let mut entry = self.find_entry(id).ok_or(Common::UnknownId)?;
        let by = env::caller();
        if entry.kind != BlockKind::Export {
            return Err(Error::NothingToCountersign);
        }
        match entry.countersigned_by {
            Some(platform) if platform == by => return Ok(()),
            Some(_) => return Err(Common::AlreadyExists.into()),
            None => entry.countersigned_by = Some(by),
        }
        self.entries.set(id, &entry);
        self.emit(Countersigned { block: *id, by });
        Ok(())
    }

    /// A contradiction has the signature that the accepted successor has: without it, anybody
    /// could dispute any bill. Each is counted once, for the platform that received it.
    pub(super) fn record_dispute(&mut self, report: &DisputeReport) -> Result<u64, Error> {
        let (by, id, content) = (env::caller(), report.id, content_of(report));
        check_values(&[&id])?;
        let list = list_of(Role::Platform, &by);
        if self.known(&id, &content)?.is_some() {
            return Ok(self.list_len(&list));
        }
        let accepted = self.find_entry(&report.accepted).ok_or(Error::NothingDisputed)?;
        if matches!(accepted.kind, BlockKind::Pledge | BlockKind::Disputed) {
            return Err(Error::NothingDisputed);
        }
        if !self.is_attested(&id, &accepted.signer) {
            return Err(Error::NotTheHolder);
        }
        let count = self.enlist(&list, &id)?;
        let entry = Accepted {
            id,
            content,
            kind: BlockKind::Disputed,
            previous: accepted.previous,
            signer: accepted.signer,
            transferee: Hash::ZERO,
            at_ms: accepted.at_ms,
            is_attested: true,
        };
        self.record(&accepted.bill, &entry);
        let (bill, accepted) = (accepted.bill, report.accepted);
        self.emit(ChainDisputed { bill, block: id, accepted, count, by });
        Ok(count)
    }

    pub(super) fn pledge_bill(&mut self, request: &PledgeRequest) -> Result<(), Error> {
        let content = content_of(request);
        if self.known(&request.id, &content)?.is_some() {
            return Ok(());
        }
        check_values(&[&request.id, &request.bank_key])?;
        let (bill_id, mut bill) = (request.bill, self.load(&request.bill)?);
        check_movable(&bill, request.at_ms)?;
        check_imported(&bill)?;
        check_free(&bill)?;
        check_pledge(&bill.title, &bill.possessor)?;
        let signer = bill.possessor;
        let is_attested = self.check_signed(&request.id, &signer)?;
        let (bank, key) = (request.bank, request.bank_key);
        if !self.roles.has(Role::Bank, &bank) {
            return Err(Common::NotAuthorised.into());
        }
        let number = self.enlist(&list_of(Role::Bank, &bank), &bill_id)?;
        bill.pledgee = Some(Pledgee { bank, key, number });
        let (id, kind, at_ms) = (request.id, BlockKind::Pledge, request.at_ms);
        let (previous, transferee) = (bill.possession_head, key);
        let accepted =
            Accepted { id, content, kind, previous, signer, transferee, at_ms, is_attested };
        self.keep(&bill_id, &mut bill, id, at_ms)?;
        self.record(&bill_id, &accepted);
        self.emit(Pledged { bill: bill_id, bank, by: env::caller() });
        Ok(())
    }

    pub(super) fn release_bill(&mut self, id: &Hash) -> Result<(), Error> {
        let (mut bill, by) = (self.load(id)?, env::caller());
        let number = check_release(&bill, &by)?;
        bill.pledgee = None;
        self.bills.set(id, &bill);
        self.lists.remove(&(list_of(Role::Bank, &by), number));
        self.emit(PledgeReleased { bill: *id, by });
        Ok(())
    }
}

/// The bill is live and the action's time is right (B7, B9, B12).
pub(super) fn check_movable(bill: &Bill, at_ms: u64) -> Result<(), Error> {
    check_live(bill)?;
    check_time(at_ms, bill.last_at_ms, env::time())
}
