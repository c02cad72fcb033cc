//! Profiles: every tick of a receipt's gas is in a frame, and what the frames say of its kinds
//! is what the receipt says.

use super::failures::faults;
use parity_scale_codec::Encode as _;
use sandpact_abi::{Call, ChainId, Gas, Height};
use sandpact_runtime::{
    BlockHeader, CodePlace, Config, Explainer, Explanation, FrameKind, GasSplit, Genesis, Outcome,
    Profile, Receipt, Runtime, schedule::TICKS_PER_GAS,
};
use sandpact_symbols::{Resolver, SymbolFile};
use sandpact_tests::{CHAIN_ID, TestLedger, key_of, module};

/// Ticks of frames by kind, as a receipt splits gas; those of halts and begun units apart.
#[derive(Debug, Default, PartialEq, Eq)]
struct Ticks {
    wasm: u64,
    host: u64,
    storage: u64,
    crypto: u64,
    rounding: u64,
    halted: u64,
}

fn ticks(profile: &Profile) -> Ticks {
    let mut ticks = Ticks::default();
    for frame in &profile.frames {
        let sum = match &frame.kind {
            FrameKind::Host { name } if name.starts_with("storage_") => &mut ticks.storage,
            FrameKind::Host { name } if name.starts_with("crypto_") => &mut ticks.crypto,
            FrameKind::Work { name: "halted" } => &mut ticks.halted,
            FrameKind::Work { name: "rounding" } => &mut ticks.rounding,
            FrameKind::Host { .. } | FrameKind::Work { .. } => &mut ticks.host,
            FrameKind::Whole | FrameKind::Call { .. } => {
                assert_eq!(frame.own_ticks(), 0, "{:?}", frame.kind);
                continue;
            }
            FrameKind::Function { .. } | FrameKind::Deeper => &mut ticks.wasm,
        };
        *sum += frame.own_ticks();
    }
    ticks
}

/// The frames are the receipt's gas, to the unit; those of its kinds too, unless calls halted.
fn check(explained: &Explanation<Receipt>) -> Ticks {
    let receipt = &explained.result;
    let profile = explained.profile.as_ref().unwrap();
    assert_eq!(profile.ticks(), receipt.gas_used.0 * TICKS_PER_GAS, "{:?}", receipt.outcome);
    assert_eq!(receipt.gas_split.sum(), receipt.gas_used);
    let ticks = ticks(profile);
    assert!(ticks.rounding < TICKS_PER_GAS);
    let GasSplit { wasm, host, storage, crypto } = receipt.gas_split;
    if explained.failures.is_empty() {
        assert_eq!(ticks.halted, 0);
        assert_eq!(ticks.host, host.0 * TICKS_PER_GAS);
        assert_eq!(ticks.storage, storage.0 * TICKS_PER_GAS);
        assert_eq!(ticks.crypto, crypto.0 * TICKS_PER_GAS);
        assert_eq!(ticks.wasm + ticks.rounding, wasm.0 * TICKS_PER_GAS);
    }
    ticks
}

/// Executes every block of a ledger once more with a profile of each transaction.
pub fn replay(ledger: &TestLedger) -> usize {
    let block = |height| ledger.runtime.block(Height(height)).unwrap().unwrap();
    let genesis = Genesis {
        chain_id: ChainId(CHAIN_ID.into()),
        deployers: [key_of("deployer").address()].into(),
        time: block(0).record.time,
        consortium: None,
    };
    let mut runtime = Runtime::create(&Config::memory(), &genesis).unwrap();
    let explainer = Explainer::profiling().unwrap();
    let mut profiles = 0;
    for height in 1..=ledger.runtime.head().height.0 {
        let block = block(height);
        let header = BlockHeader { height: block.record.height, time: block.record.time };
        let explained = runtime.explain_block(&header, &block.transactions, &explainer).unwrap();
        for (explained, receipt) in explained.iter().zip(&block.receipts) {
            // The receipts of the ledger come from its log, so without a trace.
            assert_eq!(explained.result.encode(), receipt.encode());
            check(explained);
            profiles += 1;
        }
        let executed = runtime.execute_block(&header, &block.transactions).unwrap();
        runtime.commit(executed).unwrap();
    }
    assert_eq!(runtime.head(), ledger.runtime.head());
    profiles
}

/// What one call does, profiled.
fn profiled(ledger: &TestLedger, call: Call, gas_limit: u64) -> Explanation<Receipt> {
    let block = [ledger.signed(&key_of("someone"), call, Gas(gas_limit))];
    let header = ledger.next_header();
    let kept = ledger.runtime.execute_block(&header, &block).unwrap();
    let explainer = Explainer::profiling().unwrap();
    let explained = ledger.runtime.explain_block(&header, &block, &explainer).unwrap().remove(0);
    assert_eq!(explained.result, kept.receipts[0]);
    explained
}

#[test]
fn work_is_split_by_kind_and_by_line() {
    let mut ledger = TestLedger::in_memory();
    let [one, other] = [(); 2].map(|()| ledger.deploy(&faults().wasm, &()));
    let (method, args) = ("work_together".to_owned(), (other, 40_u64).encode());
    let explained = profiled(&ledger, Call::Invoke { contract: one, method, args }, 60_000_000);
    let Outcome::Success { .. } = explained.result.outcome else { panic!("{explained:?}") };
    let found = check(&explained);
    assert!(found.storage > 0 && found.crypto > 0 && found.host > 0 && found.wasm > 0, "{found:?}");

    let symbols = &faults().symbols;
    let resolver = Resolver::new(symbols).unwrap();
    let profile = explained.profile.unwrap();
    let is_work = |place: &CodePlace| {
        let frames = resolver.frames(place.function, place.offset);
        frames.iter().any(|frame| frame.function == "test_faults::engine::work")
    };
    let (mut known, mut all, mut of_work) = (0, 0, 0);
    // Whether each frame was called from there, or from what was.
    let mut below: Vec<bool> = Vec::new();
    for frame in &profile.frames {
        let is_below = frame.parent.is_some_and(|parent| below[parent])
            || frame.called_at.as_ref().is_some_and(is_work);
        below.push(is_below);
        for (place, ticks) in &frame.own {
            let Some(place) = place else { continue };
            let frames = resolver.frames(place.function, place.offset);
            all += ticks;
            known += if frames.iter().any(|frame| frame.line.is_some()) { *ticks } else { 0 };
            of_work += if is_below || is_work(place) { *ticks } else { 0 };
        }
    }
    assert!(known * 100 >= all * 95, "{known} of {all} ticks have a line");
    assert!(of_work * 2 > all, "{of_work} of {all} ticks are of the function that works");
    // Both contracts have their calls, the inner one in the outer one's host function.
    let calls = profile.frames.iter().filter_map(|frame| match &frame.kind {
        FrameKind::Call { contract, method, .. } => Some((*contract, method.clone())),
        _ => None,
    });
    let expected = [(one, "work_together".to_owned()), (other, "work".to_owned())];
    assert_eq!(calls.collect::<Vec<_>>(), expected);
}

#[test]
fn what_a_halt_takes_stands_where_it_halted() {
    let mut ledger = TestLedger::in_memory();
    let [one, other] = [(); 2].map(|()| ledger.deploy(&faults().wasm, &()));
    for (method, fault) in [("fail", 1_u8), ("fail", 20), ("fail", 21), ("fail", 25), ("fail", 27)]
    {
        let (method, args) = (method.to_owned(), (fault, 1_u64).encode());
        let call = Call::Invoke { contract: one, method, args };
        let explained = profiled(&ledger, call, 30_000_000);
        assert_eq!(explained.result.outcome, Outcome::Halted { call: 0 });
        check(&explained);
    }
    // A callee that halts under a cap takes the cap, and its caller goes on.
    let (method, args) = ("survive".to_owned(), (other, 1_u8, 1_u64).encode());
    let explained = profiled(&ledger, Call::Invoke { contract: one, method, args }, 30_000_000);
    assert!(matches!(explained.result.outcome, Outcome::Success { .. }));
    assert!(check(&explained).halted > 0);
}

#[test]
fn halts_are_of_the_kind_that_halted() {
    let mut ledger = TestLedger::in_memory();
    let far = "(call $crypto_sha3_256 (i32.const -1) (i32.const 32) (i32.const 0))";
    let get =
        "(drop (call $storage_get (i32.const -1) (i32.const 32) (i32.const 0) (i32.const 0)))";
    let abort = "(call $context_abort (i32.const 0) (i32.const 0))";
    let methods = [("crypto", far), ("storage", get), ("abort", abort), ("trap", "(unreachable)")];
    let contract = ledger.deploy(&module(&methods, ""), &());
    let limit = 1_000_000;
    for (method, is_kind) in [("crypto", 0), ("storage", 1), ("abort", 2), ("trap", 2)] {
        let call = Call::Invoke { contract, method: method.to_owned(), args: vec![] };
        let explained = profiled(&ledger, call, limit);
        check(&explained);
        let GasSplit { wasm, host, storage, crypto } = explained.result.gas_split;
        let kinds = [crypto, storage, wasm];
        for (kind, gas) in kinds.iter().enumerate() {
            assert_eq!(gas.0 > limit / 2, kind == is_kind, "{method}: {kinds:?}");
        }
        assert!(host.0 > 80_000 && host.0 < limit / 2);
    }
    // Where no guest ran, the halt is the host's.
    let deploy = Call::Deploy { code: module(&[], ""), args: vec![] };
    let block = [ledger.signed(&key_of("deployer"), deploy, Gas(limit))];
    let receipts = ledger.runtime.execute_block(&ledger.next_header(), &block).unwrap().receipts;
    assert_eq!(receipts[0].outcome, Outcome::Halted { call: 0 });
    assert_eq!(receipts[0].gas_split, GasSplit { host: Gas(limit), ..GasSplit::default() });
}

#[test]
fn bundled_contracts_have_symbols_of_their_code() {
    for contract in sandpact_contracts::ALL {
        let code_hash = sandpact_abi::Hash(sha3_256(contract.wasm));
        let symbols = SymbolFile::from_bytes(contract.symbols, &code_hash).unwrap();
        assert!(!symbols.section(".debug_line").is_empty(), "{contract:?}");
        let folder = env!("CARGO_MANIFEST_DIR").trim_end_matches("/tests").as_bytes();
        let names_it = contract.symbols.windows(folder.len()).any(|bytes| bytes == folder);
        assert!(!names_it, "{contract:?} names a folder of this machine");
    }
}

fn sha3_256(bytes: &[u8]) -> [u8; 32] {
    use sha3::Digest as _;
    sha3::Sha3_256::digest(bytes).into()
}
