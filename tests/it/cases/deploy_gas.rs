//! What a deployment pays, and when: for the module's length before it is read, for the
//! estimate of compiling it before it is compiled.

use sandpact_abi::{Call, Gas, code, limits, module_limits};
use sandpact_contracts::ALL;
use sandpact_runtime::{Outcome, Receipt, check_module, schedule};
use sandpact_tests::{TestLedger, key_of, module};

/// A deployment in a ledger of its own; unless it succeeds, it leaves the root as it was.
fn deploy(code: &[u8], args_len: usize, gas: Gas) -> Receipt {
    let mut ledger = TestLedger::in_memory();
    let before = ledger.runtime.state_root();
    let call = Call::Deploy { code: code.to_vec(), args: vec![0; args_len] };
    let receipt = ledger.send(&key_of("deployer"), call, gas);
    if !matches!(receipt.outcome, Outcome::Success { .. }) {
        assert_eq!(ledger.runtime.state_root(), before);
        assert_eq!(ledger.runtime.contracts().unwrap(), []);
    }
    receipt
}

/// What the transaction of that deployment pays for its own bytes.
fn fixed_gas(code: &[u8], args_len: usize) -> u64 {
    let ledger = TestLedger::in_memory();
    let call = Call::Deploy { code: code.to_vec(), args: vec![0; args_len] };
    let len = ledger.signed(&key_of("deployer"), call, Gas(limits::GAS_LIMIT_MAX)).len();
    schedule::TRANSACTION_BASE
        + schedule::SIGNATURE_ED25519
        + schedule::TRANSACTION_BYTE * u64::try_from(len).unwrap()
}

fn outcome(code: &[u8], args_len: usize, gas: u64) -> (Outcome, u64) {
    let receipt = deploy(code, args_len, Gas(gas));
    (receipt.outcome, receipt.gas_used.0)
}

fn reverted(code: u32) -> Outcome {
    Outcome::Reverted { call: 0, code, data: Vec::new() }
}

const HALTED: Outcome = Outcome::Halted { call: 0 };

#[test]
fn a_deployment_succeeds_exactly_within_its_limit() {
    let code = module(&[("run", "(drop (memory.grow (i32.const 1)))")], "");
    let report = check_module(&code).unwrap();
    let (success, used) = outcome(&code, 0, limits::GAS_LIMIT_MAX);
    assert!(matches!(success, Outcome::Success { .. }), "{success:?}");
    let known = fixed_gas(&code, 0) + report.deploy_gas + report.compile_gas + schedule::CALL_BASE;
    assert!((known..known + 100).contains(&used), "{used} of {known}: init does nothing");
    assert_eq!(outcome(&code, 0, used).1, used);
    assert_eq!(outcome(&code, 0, used - 1), (HALTED, used - 1), "a halt takes all gas");
}

/// What is wrong with the call shows only after the estimate was paid.
#[test]
fn the_estimate_is_paid_before_anything_of_the_module_runs() {
    let code = module(&[("run", "")], "");
    let report = check_module(&code).unwrap();
    let args_len = limits::ARGS_LEN_BYTES_MAX + 1;
    let call = schedule::CALL_BASE + schedule::CALL_BYTE * u64::try_from(args_len).unwrap();
    let all = fixed_gas(&code, args_len) + report.deploy_gas + report.compile_gas + call;
    assert_eq!(outcome(&code, args_len, all), (reverted(code::ARGS_TOO_LONG), all));
    assert_eq!(outcome(&code, args_len, all - 1), (HALTED, all - 1));
    let short = all - call - 1;
    assert_eq!(outcome(&code, args_len, short), (HALTED, short));
}

/// A module that is refused has been read, which was paid for before.
#[test]
fn reading_a_module_is_paid_before_it_is_read() {
    let loops = format!("{}{}", "(loop ".repeat(33), ")".repeat(33));
    let grows = "(drop (memory.grow (i32.const 0)))".repeat(300);
    for (bomb, expected) in [
        (module(&[], &format!("(func {grows})").repeat(70)), module_limits::COMPILE_GAS.code),
        (module(&[("run", &loops)], ""), module_limits::LOOP_NESTING.code),
        (vec![0; 1_000], code::MODULE_INVALID),
    ] {
        assert_eq!(check_module(&bomb).unwrap_err().code(), expected);
        let read = fixed_gas(&bomb, 0) + schedule::deploy_gas(bomb.len());
        assert_eq!(outcome(&bomb, 0, read), (reverted(expected), read));
        assert_eq!(outcome(&bomb, 0, read - 1), (HALTED, read - 1));
    }
}

/// Whatever is accepted can be paid for: a transaction of the largest module, its longest
/// arguments and the largest estimate is within the most gas that one may ask for.
#[test]
fn every_accepted_module_can_be_deployed() {
    let largest = schedule::TRANSACTION_BASE
        + schedule::TRANSACTION_BYTE * u64::try_from(limits::TRANSACTION_LEN_BYTES_MAX).unwrap()
        + schedule::deploy_gas(limits::MODULE_LEN_BYTES_MAX)
        + module_limits::COMPILE_GAS.max
        + schedule::CALL_BASE
        + schedule::CALL_BYTE * u64::try_from(limits::ARGS_LEN_BYTES_MAX).unwrap();
    assert!(largest < limits::GAS_LIMIT_MAX, "{largest}");
}

#[test]
fn contracts_of_this_repository_use_at_most_half_of_the_limits() {
    for contract in ALL {
        let report = check_module(contract.wasm).unwrap();
        let compile_gas = report.compile_gas;
        assert!(2 * compile_gas <= module_limits::COMPILE_GAS.max, "{contract:?} {compile_gas}");
        let blocks = report.counts.iter().map(|counts| counts.blocks).max().unwrap();
        assert!(2 * blocks <= module_limits::BLOCKS.max, "{contract:?} {blocks}");
    }
}
