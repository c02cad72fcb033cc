//! The same blocks give the same receipts and roots, on every store and in every run.

use super::{profiles, tax::Tax};
use parity_scale_codec::Encode as _;
use sandpact_abi::{Gas, Hash, Height};
use sandpact_runtime::{CommittedBlock, Config, Runtime};
use sandpact_tests::{TestLedger, key_of, module};
use std::path::Path;

const INVOICE: &str = include_str!("../../../sdk/client/src/ubl/tests/invoice.xml");
const CREDIT_NOTE: &str = include_str!("../../../sdk/client/src/ubl/tests/credit-note.xml");

/// Deployments, documents, refusals, reverts and halts; returns every block.
fn run(ledger: TestLedger) -> (Runtime, Vec<CommittedBlock>) {
    let mut tax = Tax::on(ledger);
    for document in [CREDIT_NOTE, INVOICE, INVOICE, CREDIT_NOTE] {
        tax.submit(document.as_bytes());
    }
    let mut ledger = tax.ledger;
    let contract = ledger.deploy(&module(&[("halt", "(loop $l (br $l))")], ""), &());
    ledger.call(&key_of("someone"), &contract, "halt", &());
    ledger.call(&key_of("someone"), &contract, "none", &());
    let call = sandpact_abi::Call::Invoke { contract, method: "halt".into(), args: vec![] };
    let too_little = ledger.signed(&key_of("someone"), call, Gas(10));
    ledger.block(&[vec![1, 2, 3], too_little]);
    let head = ledger.runtime.head().height.0;
    let blocks = (0..=head).map(|height| ledger.runtime.block(Height(height)).unwrap().unwrap());
    let blocks = blocks.collect();
    (ledger.runtime, blocks)
}

fn on_disk(folder: &Path, name: &str) -> TestLedger {
    TestLedger::on_disk(&folder.join(name))
}

#[test]
fn memory_and_sled_agree_block_for_block_in_two_runs() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, expected) = run(TestLedger::in_memory());
    assert!(expected.len() > 20, "{} blocks", expected.len());
    for ledger in
        [TestLedger::in_memory(), on_disk(folder.path(), "a"), on_disk(folder.path(), "b")]
    {
        let (runtime, blocks) = run(ledger);
        assert_eq!(blocks, expected);
        assert_eq!(runtime.head(), memory.head());
    }
}

#[test]
fn another_node_that_executes_the_same_blocks_arrives_at_the_same_head() {
    let (first, blocks) = run(TestLedger::in_memory());
    let mut second = TestLedger::in_memory().runtime;
    for block in &blocks[1..] {
        let header =
            sandpact_runtime::BlockHeader { height: block.record.height, time: block.record.time };
        let executed = second.execute_block(&header, &block.transactions).unwrap();
        assert_eq!(executed.receipts.encode(), block.receipts.encode());
        let head = second.commit(executed).unwrap();
        assert_eq!(head.state_root, block.record.state_root);
        assert_eq!(head.block_hash, block.record.hash());
    }
    assert_eq!(second.head(), first.head());
}

#[test]
fn a_profile_of_every_block_is_its_gas_to_the_unit() {
    let mut ledger = TestLedger::in_memory();
    let (runtime, blocks) = run(ledger);
    ledger = TestLedger { time: blocks[0].record.time, runtime };
    assert!(profiles::replay(&ledger) > 20);
}

#[test]
fn a_reopened_ledger_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let (runtime, blocks) = run(TestLedger::on_disk(&path));
    let (head, report) = (runtime.head(), runtime.verify().unwrap());
    let contracts = runtime.contracts().unwrap();
    runtime.close().unwrap();
    let runtime = Runtime::open(&Config::folder(&path)).unwrap();
    assert_eq!((runtime.head(), runtime.verify().unwrap()), (head, report));
    assert_eq!(runtime.contracts().unwrap(), contracts);
    assert_eq!(report.blocks, u64::try_from(blocks.len()).unwrap());
    let transactions: usize = blocks.iter().map(|block| block.transactions.len()).sum();
    assert_eq!(report.transactions, u64::try_from(transactions).unwrap());
}

#[test]
fn every_stored_value_is_proven_and_every_other_absent() {
    let (runtime, _) = run(TestLedger::in_memory());
    let root = runtime.state_root();
    let mut proven = 0;
    for (contract, _) in runtime.contracts().unwrap() {
        for key in runtime.storage_keys(&contract, None, b"", 1_000).unwrap() {
            let proof = runtime.prove(&contract, &key).unwrap();
            let value = proof.value.expect("a listed key has a value");
            sandpact_proof::verify_inclusion(&root, &contract, &key, &value, &proof.proof).unwrap();
            let mut other = value.clone();
            other.push(0);
            sandpact_proof::verify_inclusion(&root, &contract, &key, &other, &proof.proof)
                .unwrap_err();
            let absent_key = [&key[..], b"?"].concat();
            let absent = runtime.prove(&contract, &absent_key).unwrap();
            assert_eq!(absent.value, None);
            sandpact_proof::verify_absence(&root, &contract, &absent_key, &absent.proof).unwrap();
            sandpact_proof::verify_absence(&Hash([1; 32]), &contract, &absent_key, &absent.proof)
                .unwrap_err();
            proven += 1;
        }
    }
    assert!(proven > 10, "{proven} keys");
}
