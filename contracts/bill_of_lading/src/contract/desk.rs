//! The carrier's surrender desk.

use super::BillOfLading;
use super::circulation::check_movable;
use super::register::{Accepted, content_of};
use crate::chain::{block_ms, check_imported};
use crate::errors::Error;
use crate::events::{SurrenderAnswered, SurrenderRequested};
use crate::issue::check_values;
use crate::messages::{Answer, SurrenderBlock, SurrenderRequest};
use crate::pledge::check_free;
use crate::records::{Bill, BillState, BlockKind, Surrender};
use crate::signing::document_key;
use crate::surrender::{answered, check_repeated, check_requester, check_unanswered};
use sandpact_sdk::prelude::*;

impl BillOfLading {
    pub(super) fn surrender_bill(
        &mut self,
        request: &SurrenderRequest,
    ) -> Result<Surrender, Error> {
        let content = content_of(request);
        let key = (request.carrier, request.reference);
        if let Some(known) = self.surrenders.get(&key) {
            check_repeated(&known, &content)?;
            return Ok(known);
        }
        check_values(&[&request.reference])?;
        let document = document_key(&request.carrier, &request.document);
        // Only the newest version can be live.
        let newest = (document, self.list_len(&document));
        let id = self.lists.get(&newest).ok_or(Common::UnknownId)?;
        let mut bill = self.load(&id)?;
        check_movable(&bill, request.at_ms)?;
        check_imported(&bill)?;
        check_free(&bill)?;
        let taken_in = self.signer_of_taken_in(&bill, request.block.as_ref());
        check_requester(&bill, &taken_in.unwrap_or(bill.possessor), &request.requester)?;
        let is_attested = self.check_signed(&subject(request), &request.requester)?;
        if let (None, Some(block)) = (taken_in, &request.block) {
            self.take_in(&id, &mut bill, request, block, (content, is_attested))?;
        }
        if bill.possessor != bill.carrier_key {
            let carrier_key = bill.carrier_key;
            self.move_possession(&id, &mut bill, BlockKind::Surrender, carrier_key);
        }
        bill.state = BillState::SurrenderRequested;
        bill.surrender = Some(request.reference);
        self.keep(&id, &mut bill, subject(request), request.at_ms)?;
        let surrender = Surrender {
            content,
            bill: id,
            purpose: request.purpose.clone(),
            requester: request.requester,
            is_accepted: None,
            requested_at: env::time(),
            answered_at: None,
        };
        self.surrenders.set(&key, &surrender);
        let (reference, purpose) = (request.reference, request.purpose.clone());
        self.emit(SurrenderRequested { bill: id, reference, purpose, by: env::caller() });
        Ok(surrender)
    }

    /// Who signed the block by which the carrier got the bill, if that is recorded already:
    /// chains of DCSA say that a bill went to its carrier, and the surrender API later says what
    /// for.
    fn signer_of_taken_in(&self, bill: &Bill, block: Option<&SurrenderBlock>) -> Option<Hash> {
        let block = block.filter(|block| {
            block.id == bill.possession_head && bill.possessor == bill.carrier_key
        })?;
        let entry = self.find_entry(&block.id)?;
        let is_it = entry.kind == BlockKind::Transfer && entry.previous == block.previous;
        is_it.then_some(entry.signer)
    }

    /// Records the block by which the bill goes to the carrier, who holds it until it answers
    /// (B7).
    fn take_in(
        &mut self,
        bill_id: &Hash,
        bill: &mut Bill,
        request: &SurrenderRequest,
        block: &SurrenderBlock,
        (content, is_attested): (Hash, bool),
    ) -> Result<(), Error> {
        check_values(&[&block.id])?;
        if block.id == bill.possession_root || self.entries.contains(&block.id) {
            return Err(Common::DuplicateRequestDifferentContent.into());
        }
        self.check_follows(bill_id, bill, &block.previous)?;
        let accepted = Accepted {
            id: block.id,
            content,
            kind: BlockKind::Surrender,
            previous: block.previous,
            signer: request.requester,
            transferee: bill.carrier_key,
            at_ms: request.at_ms,
            is_attested,
        };
        bill.possession_head = block.id;
        self.record(bill_id, &accepted);
        Ok(())
    }

    pub(super) fn answer_request(&mut self, reference: &Hash, answer: Answer) -> Result<(), Error> {
        let (by, now) = (env::caller(), env::time());
        let key = (by, *reference);
        let mut surrender = self.surrenders.get(&key).ok_or(Common::UnknownId)?;
        check_unanswered(&surrender)?;
        let (id, is_accepted) = (surrender.bill, answer == Answer::Surrendered);
        let mut bill = self.load(&id)?;
        bill.state = answered(&surrender.purpose, answer);
        if !is_accepted {
            self.move_possession(&id, &mut bill, BlockKind::Transfer, surrender.requester);
        }
        let at_ms = bill.last_at_ms.max(block_ms(now)?);
        self.keep(&id, &mut bill, *reference, at_ms)?;
        surrender.is_accepted = Some(is_accepted);
        surrender.answered_at = Some(now);
        self.surrenders.set(&key, &surrender);
        self.emit(SurrenderAnswered { bill: id, reference: *reference, is_accepted, by });
        Ok(())
    }
}

/// What the requester has signed: the block, or the request itself.
fn subject(request: &SurrenderRequest) -> Hash {
    request.block.as_ref().map_or(request.reference, |block| block.id)
}
