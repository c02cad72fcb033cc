//! A ledger whose store was changed behind its back says so when it is verified.

use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, UnixSeconds, code};
use sandpact_runtime::{BlockRecord, CommittedBlock, Config, Head, Runtime};
use sandpact_state::{Block, ChangeSet, SledStore, State};
use sandpact_tests::{TestLedger, module};
use std::{path::Path, sync::Arc};

/// A ledger of one deployment, closed.
fn written(folder: &Path) -> CommittedBlock {
    let mut ledger = TestLedger::on_disk(folder);
    ledger.deploy(&module(&[], ""), &());
    let block = ledger.runtime.block(ledger.runtime.head().height).unwrap().unwrap();
    ledger.runtime.close().unwrap();
    block
}

/// The last block as it is stored.
fn stored(block: &CommittedBlock) -> Block {
    let CommittedBlock { record, transactions, receipts } = block;
    let BlockRecord { height, time, .. } = *record;
    let body = [transactions.encode(), receipts.encode()].concat();
    Block { height, time, hash: record.hash(), record: record.encode(), body }
}

/// Writes the last block once more, with other changes or another head.
fn rewrite(folder: &Path, changes: &ChangeSet, last: Block) -> Head {
    let store = Arc::new(SledStore::open(folder).unwrap());
    let mut state = State::open(store).unwrap();
    let head = state.commit(changes, |_, _| last).unwrap();
    state.close().unwrap();
    head
}

fn verified(folder: &Path) -> Result<u64, u32> {
    let report = Runtime::open(&Config::sled(folder)).and_then(|runtime| runtime.verify());
    report.map(|report| report.blocks).map_err(|error| error.code())
}

#[test]
fn a_head_that_is_not_the_last_blocks_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let block = written(&path);
    let nothing = ChangeSet::default();
    rewrite(&path, &nothing, stored(&block));
    assert_eq!(verified(&path), Ok(2), "the same block again is no damage");

    let mut value = ChangeSet::default();
    value.values.insert((Address([9; 32]), b"k".to_vec()), Some(b"forged".to_vec()));
    assert_ne!(rewrite(&path, &value, stored(&block)).state_root, block.record.state_root);
    assert_eq!(verified(&path), Err(code::STORE_DAMAGED), "another state root");
    value.values.insert((Address([9; 32]), b"k".to_vec()), None);
    assert_eq!(rewrite(&path, &value, stored(&block)).state_root, block.record.state_root);
    assert_eq!(verified(&path), Ok(2));

    let later = UnixSeconds(block.record.time.0 + 1);
    rewrite(&path, &nothing, Block { time: later, ..stored(&block) });
    assert_eq!(verified(&path), Err(code::STORE_DAMAGED), "another time");
    rewrite(&path, &nothing, stored(&block));

    let mut nonce = ChangeSet::default();
    nonce.nonces.insert(Address([9; 32]), 7);
    assert_ne!(rewrite(&path, &nonce, stored(&block)).account_root, block.record.account_root);
    assert_eq!(verified(&path), Err(code::STORE_DAMAGED), "another account root");
}
