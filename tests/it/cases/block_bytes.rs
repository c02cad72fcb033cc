//! A block hash recomputed as `docs/state-format.md` says, without the codec and the types
//! of this project.

use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, Call, Gas, Hash, Height, RequestId, UnixSeconds, code};
use sandpact_runtime::{
    Actor, BlockRecord, CommittedBlock, EventRecord, GasSplit, Outcome, Receipt,
};
use sandpact_tests::{TestLedger, key_of, module};
use sha3::{Digest as _, Sha3_256};

const DOCUMENT: &str = include_str!("../../../docs/state-format.md");

fn sha3_256(bytes: &[u8]) -> Hash {
    Hash(Sha3_256::digest(bytes).into())
}

/// The bytes that a vector's row spells: `hex` or `hex` x N, one after the other.
fn vector(name: &str) -> Vec<u8> {
    let row = DOCUMENT.lines().find_map(|line| line.strip_prefix(&format!("| {name} | ")));
    let row = row.unwrap_or_else(|| panic!("no row {name}"));
    let mut parts = row.split('`').skip(1);
    let mut bytes = Vec::new();
    while let (Some(hex), Some(after)) = (parts.next(), parts.next()) {
        let part = sandpact_client::value::hex_bytes(&hex.replace(' ', "")).unwrap();
        let count = after.strip_prefix(" x ").map_or(1, |rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().unwrap()
        });
        bytes.extend(part.repeat(count));
    }
    bytes
}

/// The five receipts of the vectors.
fn receipts() -> Vec<Receipt> {
    let event = EventRecord { contract: Address([7; 32]), name: "Done".into(), data: vec![1, 2] };
    let actor = Actor {
        sender: Address([9; 32]),
        organisation: Some("bank-a".into()),
        roles: vec!["clerk".into()],
        endorsers: vec!["customs".into()],
        request_id: Some(RequestId([6; 16])),
    };
    let account = Actor {
        sender: Address([8; 32]),
        organisation: None,
        roles: vec![],
        endorsers: vec![],
        request_id: None,
    };
    let receipt = |number, actor, outcome, split: [u64; 4], events| Receipt {
        transaction_hash: Hash([number; 32]),
        actor,
        outcome,
        gas_used: Gas(split.iter().sum()),
        gas_split: {
            let [wasm, host, storage, crypto] = split.map(Gas);
            GasSplit { wasm, host, storage, crypto }
        },
        trace: Hash::ZERO,
        events,
    };
    let success = Outcome::Success { returned: vec![vec![42], vec![]] };
    let reverted = Outcome::Reverted { call: 1, code: 100, data: vec![5] };
    let refused = Outcome::Refused { code: code::REVOKED, data: vec![4] };
    let repeated = Outcome::Repeated { height: Height(3), transaction_hash: Hash([1; 32]) };
    vec![
        receipt(1, Some(actor), success, [22_848, 80_000, 20_000, 608], vec![event]),
        receipt(2, Some(account.clone()), reverted, [0, 80_000, 0, 0], vec![]),
        receipt(3, Some(account.clone()), Outcome::Halted { call: 0 }, [500_000, 0, 0, 0], vec![]),
        receipt(4, None, refused, [0; 4], vec![]),
        receipt(5, Some(account), repeated, [0, 104_000, 0, 0], vec![]),
    ]
}

#[test]
fn the_vectors_of_a_block_come_out() {
    let names = [
        "success receipt",
        "reverted receipt",
        "halted receipt",
        "refused receipt",
        "repeated receipt",
    ];
    let receipts = receipts();
    for (name, receipt) in names.iter().zip(&receipts) {
        assert_eq!(receipt.encode(), vector(name), "{name}");
    }
    let transactions: Vec<Vec<u8>> = vec![vec![1], vec![2, 2], vec![3, 3, 3], vec![]];
    assert_eq!(transactions.encode(), vector("transactions"));
    let record = BlockRecord {
        height: Height(7),
        time: UnixSeconds(0x695c_0380),
        parent: Hash([0xaa; 32]),
        state_root: Hash([0xbb; 32]),
        account_root: Hash([0xcc; 32]),
        transactions_hash: sha3_256(&transactions.encode()),
        receipts_hash: sha3_256(&receipts.encode()),
    };
    let stated = [
        vector("block record"),
        sha3_256(&vector("transactions")).0.to_vec(),
        sha3_256(&[vec![0x14], names.map(vector).concat()].concat()).0.to_vec(),
    ];
    assert_eq!(record.encode(), stated.concat());
    assert_eq!(record.hash().0.to_vec(), vector("hash of that block"));
}

/// A length below 2^30 as SCALE writes it.
fn compact(len: usize) -> Vec<u8> {
    let len = u32::try_from(len).unwrap();
    match len {
        0..64 => vec![u8::try_from(len << 2).unwrap()],
        64..16_384 => u16::try_from(len << 2 | 1).unwrap().to_le_bytes().to_vec(),
        _ => (len << 2 | 2).to_le_bytes().to_vec(),
    }
}

fn bytes(bytes: &[u8]) -> Vec<u8> {
    [compact(bytes.len()), bytes.to_vec()].concat()
}

fn list<T>(items: &[T], item: impl Fn(&T) -> Vec<u8>) -> Vec<u8> {
    items.iter().fold(compact(items.len()), |all, one| [all, item(one)].concat())
}

fn outcome(outcome: &Outcome) -> Vec<u8> {
    let numbers = |numbers: &[u32]| numbers.iter().flat_map(|it| it.to_le_bytes()).collect();
    match outcome {
        Outcome::Success { returned } => [vec![0], list(returned, |it| bytes(it))].concat(),
        Outcome::Reverted { call, code, data } => {
            [vec![1], numbers(&[*call, *code]), bytes(data)].concat()
        }
        Outcome::Halted { call } => [vec![2], numbers(&[*call])].concat(),
        Outcome::Refused { code, data } => [vec![3], numbers(&[*code]), bytes(data)].concat(),
        Outcome::Repeated { height, transaction_hash } => {
            [vec![4], height.0.to_le_bytes().to_vec(), transaction_hash.0.to_vec()].concat()
        }
    }
}

fn actor(actor: &Actor) -> Vec<u8> {
    [
        actor.sender.0.to_vec(),
        actor
            .organisation
            .as_ref()
            .map_or(vec![0], |it| [vec![1], bytes(it.0.as_bytes())].concat()),
        list(&actor.roles, |it| bytes(it.0.as_bytes())),
        list(&actor.endorsers, |it| bytes(it.0.as_bytes())),
        actor.request_id.map_or(vec![0], |it| [vec![1], it.0.to_vec()].concat()),
    ]
    .concat()
}

fn receipt(receipt: &Receipt) -> Vec<u8> {
    let event = |event: &EventRecord| {
        [event.contract.0.to_vec(), bytes(event.name.as_bytes()), bytes(&event.data)].concat()
    };
    [
        receipt.transaction_hash.0.to_vec(),
        receipt.actor.as_ref().map_or(vec![0], |it| [vec![1], actor(it)].concat()),
        outcome(&receipt.outcome),
        receipt.gas_used.0.to_le_bytes().to_vec(),
        {
            let GasSplit { wasm, host, storage, crypto } = receipt.gas_split;
            [wasm, host, storage, crypto].map(|gas| gas.0.to_le_bytes()).concat()
        },
        list(&receipt.events, event),
    ]
    .concat()
}

fn block_hash(block: &CommittedBlock) -> Hash {
    let record = &block.record;
    let bytes = [
        b"sandpact/block/v1".to_vec(),
        record.height.0.to_le_bytes().to_vec(),
        record.time.0.to_le_bytes().to_vec(),
        record.parent.0.to_vec(),
        record.state_root.0.to_vec(),
        record.account_root.0.to_vec(),
        sha3_256(&list(&block.transactions, |it| bytes(it))).0.to_vec(),
        sha3_256(&list(&block.receipts, receipt)).0.to_vec(),
    ];
    sha3_256(&bytes.concat())
}

#[test]
fn a_stranger_recomputes_the_hash_of_a_block_with_every_outcome() {
    let mut ledger = TestLedger::in_memory();
    let genesis = ledger.runtime.block(Height(0)).unwrap().unwrap();
    assert_eq!(block_hash(&genesis), ledger.runtime.head().block_hash);
    let say = "(call $event_emit (i32.const 600) (i32.const 4) (i32.const 0) (i32.const 70))
        (call $context_return (i32.const 0) (i32.const 16384))";
    let refuse = "(call $context_revert (i32.const 777) (i32.const 600) (i32.const 4))";
    let methods = [("say", say), ("refuse", refuse), ("trap", "(unreachable)")];
    let contract = ledger.deploy(&module(&methods, "(data (i32.const 600) \"Done\")"), &());
    let call = |method: &str| Call::Invoke { contract, method: method.into(), args: vec![] };
    let signed = |key, method| ledger.signed(&key_of(key), call(method), Gas(5_000_000));
    let mut transactions = vec![signed("a", "say"), signed("b", "refuse"), signed("c", "trap")];
    // The same nonce again.
    transactions.push(transactions[0].clone());
    let receipts = ledger.block(&transactions);
    assert!(
        matches!(
            receipts.iter().map(|receipt| &receipt.outcome).collect::<Vec<_>>()[..],
            [
                Outcome::Success { .. },
                Outcome::Reverted { .. },
                Outcome::Halted { .. },
                Outcome::Refused { .. }
            ]
        ),
        "{receipts:?}"
    );
    let head = ledger.runtime.head();
    let block = ledger.runtime.block(head.height).unwrap().unwrap();
    assert_eq!(block_hash(&block), head.block_hash);
}
