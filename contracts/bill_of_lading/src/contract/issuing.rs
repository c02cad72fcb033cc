//! Issuing bills and amended versions.

use super::BillOfLading;
use super::register::content_of;
use crate::errors::Error;
use crate::events::BillIssued;
use crate::issue::{check_request, check_successor};
use crate::messages::IssueRequest;
use crate::records::{Bill, BillState, Issued};
use crate::signing::{Signing, check_signer, document_key, key_id};
use sandpact_sdk::prelude::*;

impl BillOfLading {
    pub(super) fn issue_bill(&mut self, request: &IssueRequest) -> Result<Issued, Error> {
        let carrier = env::caller();
        let content = content_of(&(carrier, request));
        let id = request.title_block;
        if self.bills.contains(&id) {
            return issued_before(id, &self.load(&id)?, &content);
        }
        check_request(request, env::time())?;
        if self.entries.contains(&id) || self.entries.contains(&request.possession_block) {
            return Err(Common::DuplicateRequestDifferentContent.into());
        }
        let document = document_key(&carrier, &request.reference);
        self.check_version(&document, request)?;
        self.check_issued(request)?;
        let version = self.enlist(&document, &id)?;
        let mut bill = new_bill(request, content, document, version);
        self.keep(&id, &mut bill, id, request.possession_at_ms)?;
        let (possessor, by) = (bill.possessor, carrier);
        self.emit(BillIssued { bill: id, document, version, possessor, by });
        Ok(Issued { bill: id, version, issued_at: bill.issued_at })
    }

    /// The carrier signs both root blocks; it is there itself, so it hands them in.
    fn check_issued(&self, request: &IssueRequest) -> Result<bool, Error> {
        let signer = &request.carrier_key;
        let signing = Signing {
            own_key: key_id(&env::caller()),
            may_hand_in: true,
            is_attested: self.is_attested(&request.title_block, signer)
                && self.is_attested(&request.possession_block, signer),
        };
        check_signer(signer, &signing)
    }

    /// A request is the first of its document, or succeeds its newest version.
    fn check_version(&mut self, document: &Hash, request: &IssueRequest) -> Result<(), Error> {
        match (self.list_len(document), request.replaces) {
            (0, None) => Ok(()),
            (_, None) => Err(Error::ReferenceIssued),
            (_, Some(replaced)) => {
                let mut earlier = self.load(&replaced)?;
                let reference = earlier.surrender.ok_or(Error::NothingToReplace)?;
                let surrender = self.surrenders.get(&(earlier.carrier, reference));
                let requester = surrender.ok_or(Common::UnknownId)?.requester;
                check_successor(&earlier, document, &requester, request)?;
                earlier.replaced_by = Some(request.title_block);
                self.bills.set(&replaced, &earlier);
                Ok(())
            }
        }
    }
}

fn issued_before(id: Hash, bill: &Bill, content: &Hash) -> Result<Issued, Error> {
    if bill.content != *content {
        return Err(Common::DuplicateRequestDifferentContent.into());
    }
    Ok(Issued { bill: id, version: bill.version, issued_at: bill.issued_at })
}

fn new_bill(request: &IssueRequest, content: Hash, document: Hash, version: u64) -> Bill {
    Bill {
        content,
        document,
        version,
        carrier: env::caller(),
        carrier_key: request.carrier_key,
        checksum: request.checksum,
        title: request.title.clone(),
        title_head: request.title_block,
        possessor: request.possessor,
        possession_head: request.possession_block,
        possession_root: request.possession_block,
        announced: None,
        state: BillState::Issued,
        surrender: None,
        pledgee: None,
        last_at_ms: request.possession_at_ms,
        actions: 0,
        replaces: request.replaces,
        replaced_by: None,
        issued_at: env::time(),
    }
}
