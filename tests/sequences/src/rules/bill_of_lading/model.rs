//! A bill as a simple person keeps it: who has it, who may claim on it, and what has happened.

use bill_of_lading::{BillState, Title};
use sandpact_sdk::prelude::Hash;
use std::collections::BTreeMap;

/// When the bill is issued: before the first block of a test's ledger.
pub const START_MS: u64 = 1_767_600_000_000;

/// A digest of a number.
pub fn hash(number: u64) -> Hash {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Hash(bytes)
}

/// What is known of the bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    pub title: Title,
    pub possessor: Hash,
    pub carrier: Hash,
    pub state: BillState,
    pub is_pledged: bool,
    pub title_head: Hash,
    pub possession_head: Hash,
    pub last_ms: u64,
    /// Successor of each block that has one.
    pub successors: BTreeMap<Hash, Hash>,
    /// Requester and answer of each surrender, by reference.
    pub surrenders: BTreeMap<Hash, (Hash, Option<bool>)>,
    /// The reference of the open surrender.
    pub open: Option<Hash>,
    /// Where the bill ends when the open surrender is accepted.
    pub end: BillState,
    /// Number of the next block or request.
    pub next: u64,
}

impl Model {
    pub fn new(title: Title, possessor: Hash, carrier: Hash) -> Self {
        Self {
            title,
            possessor,
            carrier,
            state: BillState::Issued,
            is_pledged: false,
            title_head: hash(3),
            possession_head: hash(4),
            last_ms: START_MS,
            successors: BTreeMap::new(),
            surrenders: BTreeMap::new(),
            open: None,
            end: BillState::Surrendered,
            next: 10,
        }
    }

    /// A fresh id.
    pub fn id(&mut self) -> Hash {
        self.next = self.next.saturating_add(1);
        hash(self.next)
    }

    /// Whether nobody but the carrier can do anything now: code, if so.
    pub fn standstill(&self) -> Option<u32> {
        match self.state {
            BillState::Surrendered | BillState::Amended | BillState::SwitchedToPaper => Some(110),
            BillState::SurrenderRequested => Some(107),
            _ => None,
        }
    }

    /// Whether the possessor may claim the goods.
    pub fn may_claim(&self) -> bool {
        match &self.title {
            Title::Straight { shipper, consignee } => {
                [shipper, consignee].contains(&&self.possessor)
            }
            Title::Named { holder, .. } => *holder == self.possessor,
            Title::Blank => true,
        }
    }
}
