//! An issuer with two devices that register, correct and cancel invoices, and lose races.

mod checks;
mod model;
mod steps;

use crate::{Tally, drive};
use checks::check;
use fiscal_record_chain::{FiscalRecordChain, Role};
use model::Model;
use sandpact_testing::{Account, Calls, Deployed, Ledger};
use steps::{run_step, sequences};

/// The issuer and a device, which both write.
struct Cast {
    ledger: Ledger,
    contract: Deployed<FiscalRecordChain>,
    issuer: Account,
    writers: [Account; 2],
}

impl Cast {
    fn new() -> Self {
        let ledger = Ledger::new();
        let [admin, issuer, device] = ledger.accounts(["admin", "issuer", "device"]);
        let contract = ledger.deploy(&admin, Calls::<FiscalRecordChain>::create(admin.address));
        contract.by(&admin).grant(Role::Issuer, issuer.address).ok();
        contract.by(&issuer).bind_device(device.address).ok();
        Self { ledger, contract, issuer, writers: [issuer, device] }
    }
}

/// Runs sequences and checks the rules after each step.
pub fn run(count: u32, seed: u64, each: &dyn Fn()) -> Tally {
    drive("fiscal_record_chain", (count, seed), each, sequences(), |steps, tally| {
        let (cast, mut model) = (Cast::new(), Model::default());
        for step in &steps {
            let before = model.clone();
            let did = run_step(&cast, &mut model, step, tally);
            check(&cast, &before, &model, &did);
        }
    })
}
