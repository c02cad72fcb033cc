//! Faults of a release module, each traced to its line of source through its callers.

use parity_scale_codec::Encode;
use sandpact_abi::{Address, Call, Gas};
use sandpact_build::{BuildOptions, BuiltContract, build_contract};
use sandpact_runtime::{
    CallResult, CallTrace, Cause, Explainer, Explanation, Failure, Outcome, Receipt,
};
use sandpact_symbols::{Resolver, SourceFrame};
use sandpact_tests::{TestLedger, key_of};
use std::{collections::BTreeMap, fs, path::Path, sync::OnceLock};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/contracts");

/// Source files with faults in them, by the paths that symbols have.
const SOURCES: [&str; 4] =
    ["faults/src/lib.rs", "faults/src/plain.rs", "faults/src/engine.rs", "parts/src/lib.rs"];

/// Number of the last fault.
const FAULTS: u8 = 29;

const GAS_LIMIT: Gas = Gas(60_000_000);

/// The contract that fails, built once.
pub fn faults() -> &'static BuiltContract {
    static BUILT: OnceLock<BuiltContract> = OnceLock::new();
    BUILT.get_or_init(|| {
        let options = BuildOptions { locked: true, ..BuildOptions::default() };
        build_contract(&Path::new(FOLDER).join("faults"), &options).unwrap()
    })
}

/// Files and lines of the sources that end in a mark, `// NAME`, by the mark.
fn marks() -> BTreeMap<String, (String, u32)> {
    let mut marks = BTreeMap::new();
    for source in SOURCES {
        let text = fs::read_to_string(Path::new(FOLDER).join(source)).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            if let Some((code, mark)) = line.split_once("// ")
                && (mark.starts_with("FAULT") || mark.starts_with("CALLER"))
            {
                // A mark of its own is of the line before it.
                let number = if code.trim().is_empty() { number - 1 } else { number };
                let file = format!("/contract/tests/contracts/{source}");
                assert_eq!(marks.insert(mark.to_owned(), (file, number)), None, "{mark}");
            }
        }
    }
    marks
}

/// Two contracts that fail.
struct Pair {
    ledger: TestLedger,
    one: Address,
    other: Address,
    explainer: Explainer,
}

impl Pair {
    fn new() -> Self {
        let mut ledger = TestLedger::in_memory();
        let [one, other] = [(); 2].map(|()| ledger.deploy(&faults().wasm, &()));
        Self { ledger, one, other, explainer: Explainer::new().unwrap() }
    }

    /// What a call does, explained; the receipt is the one without watching.
    fn explain(&self, method: &str, args: &impl Encode) -> Explanation<Receipt> {
        let (method, args) = (method.to_owned(), args.encode());
        let call = Call::Invoke { contract: self.one, method, args };
        let block = [self.ledger.signed(&key_of("someone"), call, GAS_LIMIT)];
        let header = self.ledger.next_header();
        let kept = self.ledger.runtime.execute_block(&header, &block).unwrap();
        let runtime = &self.ledger.runtime;
        let explained = runtime.explain_block(&header, &block, &self.explainer).unwrap().remove(0);
        assert_eq!(explained.result, kept.receipts[0]);
        explained
    }
}

/// The frames of a call with their lines, innermost first.
fn frames(call: &CallTrace) -> Vec<SourceFrame> {
    let symbols = &faults().symbols;
    assert_eq!(call.code_hash, Some(symbols.code_hash));
    let resolver = Resolver::new(symbols).unwrap();
    let places = call.frames.iter();
    places.flat_map(|place| resolver.frames(place.function, place.offset)).collect()
}

/// Lines of a call that are not the language's or the SDK's, innermost first.
fn own_lines(call: &CallTrace) -> Vec<(String, u32)> {
    let frames = frames(call).into_iter().filter(|frame| !frame.is_library());
    frames.map(|frame| (frame.file.unwrap_or_default(), frame.line.unwrap_or_default())).collect()
}

fn root(explained: &Explanation<Receipt>) -> &Failure {
    explained.root_failure().expect("a call that halts has a failure")
}

#[test]
fn every_fault_is_traced_to_its_line() {
    let (pair, marks) = (Pair::new(), marks());
    let mut wrong = Vec::new();
    for number in 1..=FAULTS {
        let explained = pair.explain("fail", &(number, 1_u64));
        assert_eq!(explained.result.outcome, Outcome::Halted { call: 0 }, "{number}");
        let failure = root(&explained);
        let found = own_lines(&failure.calls[0]);
        let expected = &marks[&format!("FAULT {number}")];
        if found.first() != Some(expected) {
            let frames = frames(&failure.calls[0]).into_iter();
            let frames: Vec<_> = frames
                .map(|frame| {
                    format!("  {} in {}", frame.place().unwrap_or_default(), frame.function)
                })
                .collect();
            let cause = &failure.cause;
            wrong.push(format!("{number}, {cause}: {expected:?}, not\n{}", frames.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_cause_is_told_with_the_line() {
    let pair = Pair::new();
    let cause = |fault: u8| root(&pair.explain("fail", &(fault, 1_u64))).cause.clone();
    let panicked = Cause::Aborted { message: "the contract panicked".into() };
    assert_eq!(cause(1), panicked);
    for (fault, expected) in [
        (20, Cause::OutOfGas),
        (21, Cause::StackHeight),
        (22, Cause::Unreachable),
        (23, Cause::MemoryOutOfBounds),
        (24, Cause::Aborted { message: "no more".into() }),
        (25, Cause::OutOfGas),
        (26, Cause::MemoryOutOfBounds),
        (27, Cause::HostMisuse { function: "crypto_sha3_256" }),
    ] {
        assert_eq!(cause(fault), expected, "{fault}");
    }
}

#[test]
fn callers_follow_through_functions_and_contracts() {
    let (pair, marks) = (Pair::new(), marks());
    // A closure in a function of its own.
    let closure = pair.explain("fail", &(16_u8, 1_u64));
    let lines = own_lines(&root(&closure).calls[0]);
    assert_eq!(lines[..2], [marks["FAULT 16"].clone(), marks["CALLER 16"].clone()]);

    // The callee's gas is all there was, so its caller halts as well: the callee is the reason.
    let passed = pair.explain("pass", &(pair.other, 3_u8, 1_u64));
    assert_eq!(passed.failures.len(), 2);
    let failure = root(&passed);
    assert!(failure.took_all);
    let [callee, caller] = &failure.calls[..] else { panic!("{failure:?}") };
    assert_eq!((callee.contract, callee.method.as_str()), (pair.other, "fail"));
    assert_eq!((caller.contract, caller.method.as_str()), (pair.one, "pass"));
    assert_eq!(own_lines(callee)[0], marks["FAULT 3"]);
    assert!(own_lines(caller).contains(&marks["CALLER"]), "{:?}", own_lines(caller));
}

#[test]
fn a_caller_that_goes_on_has_no_failure_of_its_own() {
    let pair = Pair::new();
    let survived = pair.explain("survive", &(pair.other, 5_u8, 1_u64));
    assert_eq!(survived.result.outcome, Outcome::Success { returned: vec![vec![1]] });
    let [failure] = &survived.failures[..] else { panic!("{:?}", survived.failures) };
    assert!(!failure.took_all);
    assert_eq!(failure.calls[0].contract, pair.other);
}

#[test]
fn a_query_is_explained_too() {
    let pair = Pair::new();
    let version = pair.ledger.runtime.version();
    let args = (7_u8, 1_u64).encode();
    let asked = version.query(&pair.one, "look", &args, GAS_LIMIT).unwrap();
    let explained =
        version.explain_query(&pair.one, "look", &args, GAS_LIMIT, &pair.explainer).unwrap();
    assert_eq!(explained.result, asked);
    assert_eq!(asked, CallResult::Halted { gas_used: GAS_LIMIT });
    let failure = explained.root_failure().unwrap();
    assert_eq!(own_lines(&failure.calls[0])[0], marks()["FAULT 7"]);
}
