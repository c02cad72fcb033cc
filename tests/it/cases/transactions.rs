//! What is refused before any guest code runs, and what a nonce counts.

use parity_scale_codec::Encode as _;
use sandpact_abi::{
    Address, Call, ChainId, Gas, Height, KeySignature, RequestId, Signature, SignedTransaction,
    Transaction, code, limits,
};
use sandpact_client::builder::signature;
use sandpact_client::key::KeyPair;
use sandpact_runtime::{BlockHeader, Outcome, RuntimeError, UnixSeconds};
use sandpact_tests::{CHAIN_ID, TestLedger, key_of, module};

struct Bench {
    ledger: TestLedger,
    contract: Address,
    key: KeyPair,
}

impl Bench {
    fn new() -> Self {
        let mut ledger = TestLedger::in_memory();
        let methods = [
            ("ok", "(call $storage_set (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 1))"),
            ("no", "(call $context_revert (i32.const 100) (i32.const 0) (i32.const 3))"),
            ("trap", "(unreachable)"),
        ];
        let contract = ledger.deploy(&module(&methods, ""), &());
        Self { ledger, contract, key: key_of("sender") }
    }

    fn invoke(&self, method: &str) -> Call {
        Call::Invoke { contract: self.contract, method: method.into(), args: vec![] }
    }

    fn valid(&self) -> Transaction {
        Transaction {
            chain_id: ChainId(CHAIN_ID.into()),
            sender: self.key.address(),
            nonce: self.nonce(),
            valid_until: Height(u64::MAX),
            gas_limit: Gas(10_000_000),
            request_id: None,
            calls: vec![self.invoke("ok")],
        }
    }

    fn signed(&self, transaction: &Transaction) -> SignedTransaction {
        let signatures = vec![signature(transaction, &self.key)];
        SignedTransaction { transaction: transaction.clone(), signatures }
    }

    fn nonce(&self) -> u64 {
        self.ledger.runtime.nonce(&self.key.address()).unwrap()
    }

    /// Refused with this code; roots and nonce stay, gas is not used.
    fn refused(&mut self, bytes: Vec<u8>, expected: u32) {
        let (before, nonce) = (self.ledger.runtime.head(), self.nonce());
        let receipt = self.ledger.block(&[bytes]).remove(0);
        assert_eq!(receipt.outcome, Outcome::Refused { code: expected, data: vec![] });
        assert_eq!(receipt.gas_used, Gas(0));
        let after = self.ledger.runtime.head();
        assert_eq!(
            (after.state_root, after.account_root),
            (before.state_root, before.account_root)
        );
        assert_eq!(self.nonce(), nonce);
    }

    fn refused_change(&mut self, expected: u32, change: impl FnOnce(&mut Transaction)) {
        let mut transaction = self.valid();
        change(&mut transaction);
        self.refused(self.signed(&transaction).encode(), expected);
    }
}

#[test]
fn each_field_is_checked_before_guest_code_runs() {
    let mut bench = Bench::new();
    bench.refused_change(code::WRONG_CHAIN, |it| it.chain_id = ChainId("test-2".into()));
    bench.refused_change(code::EXPIRED, |it| it.valid_until = Height(2));
    bench.refused_change(code::WRONG_NONCE, |it| it.nonce += 1);
    bench.refused_change(code::CALL_COUNT, |it| it.calls.clear());
    bench.refused_change(code::CALL_COUNT, |it| {
        it.calls = vec![it.calls[0].clone(); limits::CALLS_MAX + 1];
    });
    bench.refused_change(code::GAS_LIMIT_RANGE, |it| it.gas_limit = Gas(1_000));
    bench.refused_change(code::GAS_LIMIT_RANGE, |it| it.gas_limit = Gas(limits::GAS_LIMIT_MAX + 1));
    let transaction = bench.valid();
    let mut forged = bench.signed(&transaction);
    let Signature::Ed25519(bytes) = &mut forged.signatures[0].signature else { unreachable!() };
    bytes[5] ^= 1;
    bench.refused(forged.encode(), code::BAD_SIGNATURE);
    let other = signature(&transaction, &key_of("other"));
    let stolen =
        SignedTransaction { transaction: transaction.clone(), signatures: vec![other.clone()] };
    bench.refused(stolen.encode(), code::BAD_SIGNATURE);
    let claimed = KeySignature { key: bench.key.public_key(), ..other.clone() };
    let claimed = SignedTransaction { transaction: transaction.clone(), signatures: vec![claimed] };
    bench.refused(claimed.encode(), code::BAD_SIGNATURE);
    let mut many = bench.signed(&transaction);
    many.signatures.extend(vec![other; 2]);
    bench.refused(many.encode(), code::SIGNATURES);
    many.signatures.clear();
    bench.refused(many.encode(), code::SIGNATURES);
}

#[test]
fn the_last_valid_height_is_the_blocks_own() {
    let mut bench = Bench::new();
    let mut transaction = bench.valid();
    transaction.valid_until = bench.ledger.next_header().height;
    let bytes = bench.signed(&transaction).encode();
    let receipt = bench.ledger.block(&[bytes]).remove(0);
    assert!(matches!(receipt.outcome, Outcome::Success { .. }));
}

#[test]
fn only_the_one_encoding_is_taken() {
    let mut bench = Bench::new();
    let good = bench.signed(&bench.valid()).encode();
    bench.refused(vec![], code::TRANSACTION_MALFORMED);
    bench.refused([&good[..], &[0]].concat(), code::TRANSACTION_MALFORMED);
    bench.refused(good[..good.len() - 1].to_vec(), code::TRANSACTION_MALFORMED);
    // The chain name's length in two bytes instead of one: SCALE reads it, we do not.
    let longer = [&[((6 << 2) | 1), 0], &good[1..]].concat();
    assert_eq!(good[0], 6 << 2);
    bench.refused(longer, code::TRANSACTION_MALFORMED);
    bench.refused(vec![0; limits::TRANSACTION_LEN_BYTES_MAX + 1], code::TRANSACTION_TOO_LONG);
    // A length that promises more than there is takes no memory.
    bench.refused([0xff; 64].to_vec(), code::TRANSACTION_MALFORMED);
}

#[test]
fn a_nonce_counts_what_ran_and_nothing_runs_twice() {
    let mut bench = Bench::new();
    let ok = bench.signed(&bench.valid()).encode();
    assert!(matches!(
        bench.ledger.block(std::slice::from_ref(&ok))[0].outcome,
        Outcome::Success { .. }
    ));
    assert_eq!(bench.nonce(), 1);
    bench.refused(ok, code::WRONG_NONCE);
    for (method, nonce) in [("no", 2), ("trap", 3), ("ok", 4)] {
        let mut transaction = bench.valid();
        transaction.calls = vec![bench.invoke(method)];
        let bytes = bench.signed(&transaction).encode();
        bench.ledger.block(&[bytes]);
        assert_eq!(bench.nonce(), nonce, "{method}");
    }
}

#[test]
fn a_block_runs_transactions_in_order_on_each_others_nonces() {
    let mut bench = Bench::new();
    let mut second = bench.valid();
    second.nonce = 1;
    let (first, second) = (bench.signed(&bench.valid()).encode(), bench.signed(&second).encode());
    let outcomes = bench.ledger.block(&[second.clone(), first.clone(), second, first]);
    let is_success: Vec<_> =
        outcomes.iter().map(|it| matches!(it.outcome, Outcome::Success { .. })).collect();
    assert_eq!(is_success, [false, true, true, false]);
    assert_eq!(bench.nonce(), 2);
}

#[test]
fn calls_of_a_transaction_stand_or_fall_together() {
    let mut bench = Bench::new();
    let before = bench.ledger.runtime.state_root();
    let mut transaction = bench.valid();
    transaction.calls = vec![bench.invoke("ok"), bench.invoke("no"), bench.invoke("ok")];
    let bytes = bench.signed(&transaction).encode();
    let receipt = bench.ledger.block(&[bytes]).remove(0);
    let refused = Outcome::Reverted { call: 1, code: 100, data: vec![0; 3] };
    assert_eq!(receipt.outcome, refused);
    assert_eq!(bench.ledger.runtime.state_root(), before);
    let mut transaction = bench.valid();
    transaction.calls = vec![bench.invoke("ok"), bench.invoke("ok")];
    let bytes = bench.signed(&transaction).encode();
    let receipt = bench.ledger.block(&[bytes]).remove(0);
    assert_eq!(receipt.outcome, Outcome::Success { returned: vec![vec![], vec![]] });
    assert_ne!(bench.ledger.runtime.state_root(), before);
}

#[test]
fn a_header_follows_the_head() {
    let mut bench = Bench::new();
    let head = bench.ledger.runtime.head();
    let run = |height: u64, time: u64| {
        let header = BlockHeader { height: Height(height), time: UnixSeconds(time) };
        bench.ledger.runtime.execute_block(&header, &[])
    };
    for height in [0, head.height.0, head.height.0 + 2, u64::MAX] {
        assert!(matches!(run(height, head.time.0), Err(RuntimeError::BlockHeight { .. })));
    }
    let early = run(head.height.0 + 1, head.time.0 - 1).unwrap_err();
    assert_eq!(early.code(), code::BLOCK_INVALID);
    let (one, other) = (
        run(head.height.0 + 1, head.time.0).unwrap(),
        run(head.height.0 + 1, head.time.0).unwrap(),
    );
    bench.ledger.runtime.commit(one).unwrap();
    assert!(matches!(bench.ledger.runtime.commit(other), Err(RuntimeError::StaleBlock)));
}

#[test]
fn a_request_is_done_once_and_never_with_other_calls() {
    let mut bench = Bench::new();
    let named = |bench: &Bench, method: &str| {
        let mut transaction = bench.valid();
        transaction.request_id = Some(RequestId([7; 16]));
        transaction.calls = vec![bench.invoke(method)];
        bench.signed(&transaction).encode()
    };
    // A request that failed may be made again.
    let failed = bench.ledger.block(&[named(&bench, "no")]).remove(0);
    assert!(matches!(failed.outcome, Outcome::Reverted { code: 100, .. }));
    let done = bench.ledger.block(&[named(&bench, "ok")]).remove(0);
    assert!(matches!(done.outcome, Outcome::Success { .. }));
    let (height, root) = (bench.ledger.runtime.head().height, bench.ledger.runtime.state_root());
    let again = bench.ledger.block(&[named(&bench, "ok")]).remove(0);
    let transaction_hash = done.transaction_hash;
    assert_eq!(again.outcome, Outcome::Repeated { height, transaction_hash });
    assert_eq!((bench.nonce(), bench.ledger.runtime.state_root()), (3, root));
    bench.refused(named(&bench, "no"), code::REQUEST_DIFFERS);
    // Another sender's request of the same name is another one.
    bench.key = key_of("another sender");
    let other = bench.ledger.block(&[named(&bench, "no")]).remove(0);
    assert!(matches!(other.outcome, Outcome::Reverted { code: 100, .. }));
}
