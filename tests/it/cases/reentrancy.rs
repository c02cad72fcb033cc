//! A contract that waits for its callee is entered again through marked methods only.

use sandpact_abi::{Address, MethodKind, code, host, limits};
use sandpact_runtime::{CallResult, Gas, Outcome, Receipt};
use sandpact_tests::{ModuleText, Raw, TestLedger, key_of, method};

/// The key, then names of the relay's methods.
const DATA: &str = "(data (i32.const 600) \"kforwardlookdeep\")";

/// Calls what its arguments say (address, method name); returns status and result.
const RELAY: &str = "(call $context_input_read (i32.const 0))
    (i32.store (i32.const 512) (call $call_contract (i32.const 0) (i32.const 32)
        (i32.sub (local.get $len) (i32.const 32)) (i32.const 0) (i32.const 0) (i64.const -1)))
    (call $call_result_read (i32.const 516))
    (call $context_return (i32.const 512) (i32.add (call $call_result_len) (i32.const 4)))";

/// Through the relay that its arguments name first, calls its own contract's method that
/// they name next; returns the counter as it is then, and what the relay returned.
fn through_relay(relay_method: (u32, u32)) -> String {
    let (name, len) = relay_method;
    format!(
        "(call $context_input_read (i32.const 0))
        (call $context_contract (i32.const 400))
        (memory.copy (i32.const 432) (i32.const 32) (i32.sub (local.get $len) (i32.const 32)))
        (drop (call $call_contract (i32.const 0) (i32.const {name}) (i32.const {len})
            (i32.const 400) (local.get $len) (i64.const -1)))
        (drop (call $storage_get (i32.const 600) (i32.const 1) (i32.const 512) (i32.const 4)))
        (call $call_result_read (i32.const 516))
        (call $context_return (i32.const 512) (i32.add (call $call_result_len) (i32.const 4)))"
    )
}

/// Sets the counter to 10.
const SET: &str = "(i32.store (i32.const 300) (i32.const 10))
    (call $storage_set (i32.const 600) (i32.const 1) (i32.const 300) (i32.const 4))";

const GET: &str =
    "(drop (call $storage_get (i32.const 600) (i32.const 1) (i32.const 300) (i32.const 4)))";

/// Adds one, says so, and returns the counter.
const BUMP: &str =
    "(drop (call $storage_get (i32.const 600) (i32.const 1) (i32.const 300) (i32.const 4)))
    (i32.store (i32.const 300) (i32.add (i32.load (i32.const 300)) (i32.const 1)))
    (call $storage_set (i32.const 600) (i32.const 1) (i32.const 300) (i32.const 4))
    (call $event_emit (i32.const 600) (i32.const 1) (i32.const 0) (i32.const 0))
    (call $context_return (i32.const 300) (i32.const 4))";

/// Calls itself until that is refused; returns how deep it went.
const DEEP: &str = "(call $context_contract (i32.const 0))
    (if (i32.eqz (call $call_contract (i32.const 0) (i32.const 612) (i32.const 4)
            (i32.const 0) (i32.const 0) (i64.const -1)))
        (then (call $call_result_read (i32.const 300)))
        (else (call $call_result_read (i32.const 304))
            (if (i32.ne (i32.load (i32.const 304)) (i32.const 15003)) (then (unreachable)))))
    (i32.store (i32.const 300) (i32.add (i32.load (i32.const 300)) (i32.const 1)))
    (call $context_return (i32.const 300) (i32.const 4))";

const MARKED: [&str; 5] = ["bump", "fail", "peek", "sneak", "deep"];

struct Pair {
    ledger: TestLedger,
    counter: Address,
    relay: Address,
}

/// A counter with these methods marked, and a relay.
fn pair(marked: &[&str]) -> Pair {
    let mut ledger = TestLedger::in_memory();
    let revert = "(call $context_revert (i32.const 777) (i32.const 300) (i32.const 4))";
    let give = "(call $context_return (i32.const 300) (i32.const 4))";
    let methods = vec![
        method("create", MethodKind::Init, ""),
        method("start", MethodKind::Write, &format!("{SET} {}", through_relay((601, 7)))),
        method("watch", MethodKind::Read, &through_relay((608, 4))),
        method("bump", MethodKind::Write, BUMP),
        method("fail", MethodKind::Write, &format!("{BUMP} {revert}")),
        method("peek", MethodKind::Read, &format!("{GET} {give}")),
        method("sneak", MethodKind::Read, BUMP),
        method("deep", MethodKind::Write, DEEP),
    ];
    let text = ModuleText { methods, rest: DATA.into() };
    let counter = ledger.deploy(&text.bytes_reentrant(marked), &());
    let methods = vec![
        method("create", MethodKind::Init, ""),
        method("forward", MethodKind::Write, RELAY),
        method("look", MethodKind::Read, RELAY),
    ];
    let relay = ledger.deploy(&ModuleText { methods, rest: String::new() }.bytes(), &());
    Pair { ledger, counter, relay }
}

/// What the outer call saw: its counter after the inner call, the inner call's status and
/// result.
type Seen = (u32, i32, Vec<u8>);

fn seen(returned: &[u8]) -> Seen {
    let (counter, rest) = returned.split_first_chunk().unwrap();
    let (status, result) = rest.split_first_chunk().unwrap();
    (u32::from_le_bytes(*counter), i32::from_le_bytes(*status), result.to_vec())
}

impl Pair {
    fn start(&mut self, target: &str) -> (Seen, Receipt) {
        let args = Raw([self.relay.as_bytes(), target.as_bytes()].concat());
        let receipt = self.ledger.call(&key_of("someone"), &self.counter, "start", &args);
        let Outcome::Success { returned } = &receipt.outcome else {
            panic!("{target}: {receipt:?}")
        };
        (seen(&returned[0]), receipt)
    }

    fn watch(&self, target: &str) -> Seen {
        let args = [self.relay.as_bytes(), target.as_bytes()].concat();
        let gas = Gas(100_000_000);
        match self.ledger.runtime.query(&self.counter, "watch", &args, gas).unwrap() {
            CallResult::Success { returned, .. } => seen(&returned),
            other => panic!("{target}: {other:?}"),
        }
    }

    fn stored(&self) -> Option<Vec<u8>> {
        self.ledger.runtime.storage(&self.counter, b"k").unwrap()
    }
}

fn refused(counter: u32, code: u32) -> Seen {
    (counter, host::CALL_REVERTED, code.to_le_bytes().to_vec())
}

#[test]
fn without_a_mark_no_method_is_entered_again() {
    let mut pair = pair(&[]);
    for target in ["bump", "fail", "peek", "sneak", "deep"] {
        let (seen, receipt) = pair.start(target);
        assert_eq!(seen, refused(10, code::REENTRANT), "{target}");
        assert_eq!(receipt.events, []);
    }
    assert_eq!(pair.stored(), Some(10_u32.to_le_bytes().to_vec()));
    // A mark is of one method, not of the contract.
    let mut pair = self::pair(&["bump"]);
    assert_eq!(pair.start("peek").0, refused(10, code::REENTRANT));
    // Called from outside, an unmarked method is as any other.
    let outside = pair.ledger.call(&key_of("someone"), &pair.counter, "peek", &());
    assert!(matches!(outside.outcome, Outcome::Success { .. }));
}

#[test]
fn both_frames_of_a_contract_see_one_state() {
    let mut pair = pair(&MARKED);
    let ten = 10_u32.to_le_bytes().to_vec();
    assert_eq!(pair.start("peek").0, (10, host::CALL_SUCCESS, ten));
    let (seen, receipt) = pair.start("bump");
    assert_eq!(seen, (11, host::CALL_SUCCESS, 11_u32.to_le_bytes().to_vec()));
    assert_eq!(receipt.events.len(), 1);
    assert_eq!(pair.stored(), Some(11_u32.to_le_bytes().to_vec()));
}

#[test]
fn an_inner_call_that_fails_is_undone_alone() {
    let mut pair = pair(&MARKED);
    let (seen, receipt) = pair.start("fail");
    let data = [777_u32.to_le_bytes(), 11_u32.to_le_bytes()].concat();
    assert_eq!(seen, (10, host::CALL_REVERTED, data));
    assert_eq!(receipt.events, []);
    assert_eq!(pair.stored(), Some(10_u32.to_le_bytes().to_vec()));
}

#[test]
fn a_mark_lets_no_writing_below_a_reading_call() {
    let mut pair = pair(&MARKED);
    pair.start("peek");
    assert_eq!(pair.watch("peek"), (10, host::CALL_SUCCESS, 10_u32.to_le_bytes().to_vec()));
    assert_eq!(pair.watch("bump"), refused(10, code::READ_ONLY));
    assert_eq!(pair.watch("sneak"), refused(10, code::READ_ONLY));
    assert_eq!(pair.start("sneak").0, refused(10, code::READ_ONLY));
    assert_eq!(pair.start("create").0, refused(10, code::UNKNOWN_METHOD));
}

#[test]
fn a_contract_that_calls_itself_ends_at_the_greatest_depth() {
    let mut pair = pair(&MARKED);
    let receipt = pair.ledger.call(&key_of("someone"), &pair.counter, "deep", &());
    let Outcome::Success { returned } = receipt.outcome else { panic!("{receipt:?}") };
    assert_eq!(returned[0], limits::CALL_DEPTH_MAX.to_le_bytes());
}
