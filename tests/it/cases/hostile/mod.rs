//! Modules that mean harm, each with its verdict on two engines.

mod bytes;
mod exact;
mod failing;
mod operators;
mod refused;

use sandpact_abi::{Call, Gas, limits};
use sandpact_runtime::{Config, EngineKind, Outcome, Receipt, check_module};
use sandpact_tests::{TestLedger, key_of};

/// Gas of a call that is to fail by itself or by the end of its gas.
const GAS: Gas = Gas(20_000_000);

/// The same ledger on two engines.
struct Pair {
    ledgers: [TestLedger; 2],
}

impl Pair {
    fn new() -> Self {
        let with =
            |engine| TestLedger::create(&Config { engine, traces: true, ..Config::memory() });
        Self { ledgers: [with(EngineKind::Production), with(EngineKind::Interpreter)] }
    }

    /// Deploys on both and calls `run`; both must agree to the byte and leave the same root.
    fn call(&mut self, name: &str, code: &[u8], args: &[u8], gas: Gas) -> Receipt {
        let mut seen = Vec::new();
        for ledger in &mut self.ledgers {
            let contract = ledger.deploy(code, &());
            let before = ledger.runtime.state_root();
            let call = Call::Invoke { contract, method: "run".into(), args: args.to_vec() };
            let receipt = ledger.send(&key_of("caller"), call, gas);
            if !matches!(receipt.outcome, Outcome::Success { .. }) {
                assert_eq!(ledger.runtime.state_root(), before, "{name}: state changed");
            }
            seen.push((receipt, ledger.runtime.state_root()));
        }
        assert_eq!(seen[0], seen[1], "{name}: two engines");
        seen.remove(0).0
    }

    /// The call halts and takes all gas.
    fn fails(&mut self, name: &str, code: &[u8]) {
        let receipt = self.call(name, code, &[], GAS);
        assert_eq!(receipt.outcome, Outcome::Halted { call: 0 }, "{name}");
        assert_eq!(receipt.gas_used, GAS, "{name}: a halt takes all gas");
    }

    /// The call succeeds with exactly its total as limit, and not with one unit less.
    fn exact(&mut self, name: &str, code: &[u8]) {
        let used = self.succeeds(name, code, Gas(limits::GAS_LIMIT_MAX));
        assert_eq!(self.succeeds(name, code, used), used, "{name}");
        let short = Gas(used.0 - 1);
        let receipt = self.call(name, code, &[], short);
        assert_eq!(receipt.outcome, Outcome::Halted { call: 0 }, "{name}: one unit short");
        assert_eq!(receipt.gas_used, short, "{name}");
    }

    fn succeeds(&mut self, name: &str, code: &[u8], gas: Gas) -> Gas {
        let receipt = self.call(name, code, &[], gas);
        let is_success = matches!(receipt.outcome, Outcome::Success { .. });
        assert!(is_success, "{name}: {:?}", receipt.outcome);
        receipt.gas_used
    }
}

/// The module is refused at deploy with a code of modules.
fn refused(name: &str, code: &[u8]) -> u32 {
    match check_module(code) {
        Ok(_) => panic!("{name}: taken"),
        Err(error) => {
            assert!((12_000..13_000).contains(&error.code()), "{name}: {error}");
            error.code()
        }
    }
}
