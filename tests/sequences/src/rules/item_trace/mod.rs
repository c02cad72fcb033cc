//! Items of two partners: what a simple model allows, the contract does, and nothing else; and
//! the numbered rules hold after each step.

mod model;
mod steps;

use crate::{Tally, drive};
use item_trace::contract::ItemTrace;
use item_trace::messages::{Act, EventRequest, NewItem, Role};
use model::{ITEMS, Model, UNITS};
use sandpact_sdk::prelude::Hash;
use sandpact_testing::{Account, Calls, Deployed, Failure, Ledger};
use std::cell::Cell;
use steps::Step;

const LOT: Hash = Hash([200; 32]);
const RECALL: Hash = Hash([201; 32]);

/// Sequences that check the rules.
pub fn run(count: u32, seed: u64, each: &dyn Fn()) -> Tally {
    drive("item_trace", (count, seed), each, steps::sequence(), |steps, tally| {
        let world = World::new();
        let mut model = Model::default();
        for step in &steps {
            world.take(step, &mut model, tally);
            model.check();
        }
        world.compare(&model, tally);
    })
}

struct World {
    ledger: Ledger,
    contract: Deployed<ItemTrace>,
    partners: [Account; 2],
    authority: Account,
    next: Cell<u8>,
}

const fn hash(item: u8) -> Hash {
    Hash([item; 32])
}

impl World {
    fn new() -> Self {
        let ledger = Ledger::new();
        let [admin, maker, buyer, authority] =
            ledger.accounts(["admin", "maker", "buyer", "authority"]);
        let contract = ledger.deploy(&admin, Calls::<ItemTrace>::create(admin.address));
        for (role, account) in [
            (Role::Manufacturer, maker),
            (Role::Receiver, buyer),
            (Role::RecallAuthority, authority),
        ] {
            contract.by(&admin).grant(role, account.address).ok();
        }
        let (partners, next) = ([maker, buyer], Cell::new(0));
        Self { ledger, contract, partners, authority, next }
    }

    /// Takes a step in both, which agree whether it may be taken.
    fn take(&self, step: &Step, model: &mut Model, tally: &mut Tally) {
        let expected = model.take(step);
        let result = match *step {
            Step::Recall => {
                let call = self.contract.by(&self.authority).start_recall(RECALL, LOT, hash(9));
                tally.count(call)
            }
            Step::Continue => self.work_through(tally),
            ref other => {
                let (by, act) = self.act(other);
                let call = self.contract.by(&by).capture(self.event(act));
                tally.count(call).map(drop)
            }
        };
        match (result, expected) {
            (Ok(()), Ok(())) | (Err(Failure::Refused(_)), Err(_)) => {}
            (result, expected) => panic!("{step:?} gave {result:?}, expected {expected:?}"),
        }
    }

    /// All steps of the recall, few at a time.
    fn work_through(&self, tally: &mut Tally) -> Result<(), Failure<item_trace::errors::Error>> {
        loop {
            let call = self.contract.by(&self.partners[0]).continue_recall(RECALL, 7);
            if !tally.count(call)? {
                return Ok(());
            }
        }
    }

    fn event(&self, act: Act) -> EventRequest {
        let number = self.next.get();
        self.next.set(number.saturating_add(1));
        let mut id = [250; 32];
        id[0] = number;
        let time = self.ledger.time();
        EventRequest { id: Hash(id), time, place: None, act, commitment: hash(9) }
    }

    fn act(&self, step: &Step) -> (Account, Act) {
        let partner = |by: u8| self.partners[usize::from(by)];
        let (items, quantities) = (|item: u8| vec![hash(item)], Vec::new());
        let new = |item: u8| NewItem {
            key: hash(item),
            class: hash(8),
            lot: (item < UNITS).then_some(LOT),
        };
        match *step {
            Step::Commission { item } => {
                (partner(0), Act::Commission { items: vec![new(item)], quantities, expiry: None })
            }
            Step::Pack { by, parent, child } => {
                let (parent, children) = (hash(parent), items(child));
                (partner(by), Act::Pack { parent, children, quantities })
            }
            Step::Unpack { by, parent, child } => {
                let (parent, children) = (hash(parent), items(child));
                (partner(by), Act::Unpack { parent, children, quantities })
            }
            Step::Ship { by, item, to } => {
                let (to, destination) = (partner(to).address, None);
                (partner(by), Act::Ship { items: items(item), quantities, to, destination })
            }
            Step::Receive { by, item } => {
                (partner(by), Act::Receive { items: items(item), quantities })
            }
            Step::Dispense { by, item } => (partner(by), Act::Dispense { items: items(item) }),
            Step::Transform { by, input, output } => {
                let outputs = vec![NewItem { lot: None, ..new(output) }];
                let act = Act::Transform {
                    inputs: items(input),
                    input_quantities: vec![],
                    outputs,
                    output_quantities: vec![],
                    expiry: None,
                    yield_max: None,
                };
                (partner(by), act)
            }
            Step::Recall | Step::Continue => unreachable!("taken elsewhere"),
        }
    }

    /// State, holder and blocking of each item are those of the model.
    fn compare(&self, model: &Model, tally: &mut Tally) {
        for item in 0..ITEMS {
            let view = self.contract.by(&self.authority).item(hash(item));
            let view = tally.count(view).ok();
            let seen = view.map(|view| {
                let holder = u8::from(view.holder == self.partners[1].address);
                (view.state, holder, view.is_blocked)
            });
            assert_eq!(seen, model.seen(item), "item {item}");
        }
    }
}
