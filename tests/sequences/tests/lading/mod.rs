//! A ledger with a carrier, a shipper, a buyer, a bank, two platforms and those who look on.
#![allow(dead_code)] // each test binary uses its part

use bill_of_lading::{
    Answer, Bill, BillOfLading, Endorsement, Error, Holding, IssueRequest, Issued, PledgeRequest,
    PossessionBlock, Purpose, Role, Step, SurrenderBlock, SurrenderRequest, Title, TitleBlock,
};
use sandpact_testing::prelude::*;

/// A morning before the genesis of a test's ledger, milliseconds since 1970.
pub const AT_MS: u64 = 1_767_600_000_000;

pub const fn hash(number: u8) -> Hash {
    Hash([number; 32])
}

/// The first title block and the first possession block of a sample.
pub const T1: Hash = hash(1);
pub const P1: Hash = hash(2);

pub struct World<'a> {
    pub ledger: &'a Ledger,
    pub contract: Deployed<BillOfLading>,
    pub admin: Account,
    pub carrier: Account,
    pub shipper: Account,
    pub buyer: Account,
    pub bank: Account,
    pub platform: Account,
    pub other_platform: Account,
    pub oracle: Account,
    pub regulator: Account,
}

impl<'a> World<'a> {
    pub fn new(ledger: &'a Ledger) -> Self {
        let [admin, carrier, shipper, buyer, bank, platform, other_platform, oracle, regulator] =
            ledger.accounts([
                "admin",
                "carrier",
                "shipper",
                "buyer",
                "bank",
                "platform",
                "other",
                "oracle",
                "regulator",
            ]);
        let contract = ledger.deploy(&admin, Calls::<BillOfLading>::create(admin.address));
        for (role, account) in [
            (Role::Carrier, carrier),
            (Role::Bank, bank),
            (Role::Platform, platform),
            (Role::Platform, other_platform),
            (Role::Oracle, oracle),
            (Role::Regulator, regulator),
        ] {
            contract.by(&admin).grant(role, account.address).ok();
        }
        Self {
            ledger,
            contract,
            admin,
            carrier,
            shipper,
            buyer,
            bank,
            platform,
            other_platform,
            oracle,
            regulator,
        }
    }

    /// With a bill to the order of the shipper, who possesses it.
    pub fn with_bill(ledger: &'a Ledger) -> Self {
        let world = Self::new(ledger);
        world.issue(&world.request()).ok();
        world
    }

    /// With a bill of this title, which the shipper possesses.
    pub fn with_title(ledger: &'a Ledger, title: impl Fn(&Self) -> Title) -> Self {
        let world = Self::new(ledger);
        let request = IssueRequest { title: title(&world), ..world.request() };
        world.issue(&request).ok();
        world
    }

    pub fn key(&self, account: &Account) -> Hash {
        self.contract.query().key_id(account.address).ok()
    }

    pub fn request(&self) -> IssueRequest {
        let shipper = self.key(&self.shipper);
        IssueRequest {
            reference: hash(50),
            checksum: hash(51),
            carrier_key: self.key(&self.carrier),
            title_block: T1,
            title: Title::Named { holder: shipper, to_order: true },
            title_at_ms: AT_MS,
            possession_block: P1,
            possessor: shipper,
            possession_at_ms: AT_MS,
            replaces: None,
        }
    }

    pub fn issue(&self, request: &IssueRequest) -> Outcome<Issued, Error> {
        self.contract.by(&self.carrier).issue(request.clone())
    }

    pub fn bill(&self) -> Bill {
        self.contract.query().bill(T1).ok()
    }

    /// A transfer by the possession block `id`, which follows the newest one.
    pub fn block(&self, id: u8, to: Hash) -> PossessionBlock {
        let bill = self.bill();
        PossessionBlock {
            id: hash(id),
            previous: bill.possession_head,
            title_block: bill.title_head,
            transferee: to,
            step: Step::Transfer,
            at_ms: bill.last_at_ms + 1_000,
        }
    }

    pub fn to(&self, id: u8, account: &Account) -> PossessionBlock {
        self.block(id, self.key(account))
    }

    pub fn endorsement(&self, id: u8, endorsement: Endorsement) -> TitleBlock {
        let bill = self.bill();
        let at_ms = bill.last_at_ms + 1_000;
        TitleBlock { id: hash(id), previous: bill.title_head, endorsement, at_ms }
    }

    /// A surrender for delivery without a block of its own.
    pub fn surrender(&self, reference: u8, requester: &Account) -> SurrenderRequest {
        SurrenderRequest {
            carrier: self.carrier.address,
            document: hash(50),
            reference: hash(reference),
            purpose: Purpose::Delivery,
            requester: self.key(requester),
            block: None,
            at_ms: self.bill().last_at_ms + 1_000,
        }
    }

    /// The same with the possession block `id`.
    pub fn surrender_by_block(
        &self,
        reference: u8,
        requester: &Account,
        id: u8,
    ) -> SurrenderRequest {
        let previous = self.bill().possession_head;
        let block = Some(SurrenderBlock { id: hash(id), previous });
        SurrenderRequest { block, ..self.surrender(reference, requester) }
    }

    pub fn pledge(&self, id: u8) -> PledgeRequest {
        PledgeRequest {
            id: hash(id),
            bill: T1,
            bank: self.bank.address,
            bank_key: self.key(&self.bank),
            at_ms: self.bill().last_at_ms + 1_000,
        }
    }

    pub fn attest(&self, subject: Hash, key: Hash) {
        self.contract.by(&self.oracle).attest(subject, key).ok();
    }

    /// Surrenders as the shipper and answers.
    pub fn end(&self, purpose: Purpose, answer: Answer) {
        let request = SurrenderRequest { purpose, ..self.surrender(70, &self.shipper) };
        self.contract.by(&self.shipper).request_surrender(request).ok();
        self.contract.by(&self.carrier).answer_surrender(hash(70), answer).ok();
    }

    pub fn held_at(&self, at_ms: u64) -> Holding {
        let mut held = self.contract.by(&self.regulator).holdings(T1, Some(at_ms), 1).ok();
        held.pop().expect("held since the bill was issued")
    }
}

/// Runs a call that must be refused with this code and change nothing.
#[track_caller]
pub fn refused<T, E: Refusal + std::fmt::Debug>(
    ledger: &Ledger,
    code: u32,
    call: impl FnOnce() -> Outcome<T, E>,
) {
    let before = ledger.state_root();
    let outcome = call();
    assert!(outcome.events().is_empty(), "a refusal tells nothing");
    assert_eq!(outcome.code(), code);
    assert_eq!(ledger.state_root(), before, "a refusal changes nothing");
}
