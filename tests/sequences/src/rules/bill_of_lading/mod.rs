//! Bills that are endorsed, handed on, pledged and surrendered, and whoever tries what he may not.

mod checks;
mod desk;
mod model;
mod steps;

use crate::{Tally, drive};
use bill_of_lading::{BillOfLading, IssueRequest, Role, Title};
use checks::check;
use model::{Model, START_MS, hash};
use sandpact_sdk::prelude::Hash;
use sandpact_testing::{Account, Calls, Deployed, Ledger};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use steps::{Kind, Sequence, run_step, sequences};

/// The people of a sequence: the carrier, two holders and a bank.
struct Cast {
    ledger: Ledger,
    contract: Deployed<BillOfLading>,
    accounts: [Account; 4],
    keys: [Hash; 4],
}

/// Place of the carrier among the accounts.
const CARRIER: usize = 0;
/// Place of the bank.
const BANK: usize = 3;

impl Cast {
    fn new() -> Self {
        let ledger = Ledger::new();
        let admin = ledger.account("admin");
        let accounts = ledger.accounts(["carrier", "first holder", "second holder", "bank"]);
        let contract = ledger.deploy(&admin, Calls::<BillOfLading>::create(admin.address));
        for (role, place) in [(Role::Carrier, CARRIER), (Role::Bank, BANK)] {
            contract.by(&admin).grant(role, accounts[place].address).ok();
        }
        let keys = accounts.map(|account| key_of(&contract, &account));
        Self { ledger, contract, accounts, keys }
    }

    /// Issues the bill to the first holder.
    fn issue(&self, kind: Kind) -> Model {
        let [carrier_key, first, second, _] = self.keys;
        let title = match kind {
            Kind::Straight => Title::Straight { shipper: first, consignee: second },
            Kind::ToOrder => Title::Named { holder: first, to_order: true },
            Kind::Blank => Title::Blank,
        };
        let request = IssueRequest {
            reference: hash(1),
            checksum: hash(2),
            carrier_key,
            title_block: hash(3),
            title: title.clone(),
            title_at_ms: START_MS,
            possession_block: hash(4),
            possessor: first,
            possession_at_ms: START_MS,
            replaces: None,
        };
        self.contract.by(&self.accounts[CARRIER]).issue(request).ok();
        Model::new(title, first, carrier_key)
    }
}

/// An account's key, which is the same in every sequence.
fn key_of(contract: &Deployed<BillOfLading>, account: &Account) -> Hash {
    static KEYS: Mutex<BTreeMap<[u8; 32], Hash>> = Mutex::new(BTreeMap::new());
    let mut keys = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
    let new = || contract.query().key_id(account.address).ok();
    *keys.entry(account.address.0).or_insert_with(new)
}

/// Runs sequences and checks the rules after each step.
pub fn run(count: u32, seed: u64, each: &dyn Fn()) -> Tally {
    drive("bill_of_lading", (count, seed), each, sequences(), |sequence, tally| {
        let Sequence { kind, steps } = sequence;
        let cast = Cast::new();
        let mut model = cast.issue(kind);
        for step in &steps {
            let before = model.clone();
            let did = run_step(&cast, &mut model, step, tally);
            check(&cast, &before, &model, &did);
        }
    })
}
