//! A ledger whose last block contradicts what the state says of it is not opened.

use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, Hash, Height, UnixSeconds, code};
use sandpact_runtime::{BlockRecord, Config, Runtime};
use sandpact_state::{Backend, Block, ChangeSet, FolderPlace, Options, State};
use sandpact_tests::{TestLedger, module};
use sha3::{Digest as _, Sha3_256};
use std::{path::Path, sync::Arc};

/// A ledger of one deployment, closed; the record of its last block.
fn written(folder: &Path) -> BlockRecord {
    let mut ledger = TestLedger::on_disk(folder);
    ledger.deploy(&module(&[], ""), &());
    let block = ledger.runtime.block(ledger.runtime.head().height).unwrap().unwrap();
    ledger.runtime.close().unwrap();
    block.record
}

/// SHA3-256 of the encoding of an empty list.
fn nothing() -> Hash {
    Hash(Sha3_256::digest([0]).into())
}

/// Appends a block behind the runtime's back: the one that follows, with a value and a nonce,
/// its record changed by `forge`.
fn append(folder: &Path, parent: &BlockRecord, forge: impl FnOnce(&mut BlockRecord)) {
    let place = FolderPlace::open(folder, Backend::Sled).unwrap();
    let (state, _) = State::open(Arc::new(place), Options::default()).unwrap();
    let mut changes = ChangeSet::default();
    changes.values.insert((Address([9; 32]), b"k".to_vec()), Some(b"v".to_vec()));
    changes.nonces.insert(Address([9; 32]), 7);
    let seal = |state_root: &Hash, account_root: &Hash| {
        let (height, time) = (Height(parent.height.0 + 1), UnixSeconds(parent.time.0 + 1));
        let mut record = BlockRecord {
            height,
            time,
            parent: parent.hash(),
            state_root: *state_root,
            account_root: *account_root,
            transactions_hash: nothing(),
            receipts_hash: nothing(),
        };
        forge(&mut record);
        Block { height, time, hash: record.hash(), record: record.encode(), body: vec![0, 0] }
    };
    state.commit(&changes, seal).unwrap();
    state.close().unwrap();
}

/// The number of blocks of a verified ledger, or the code of what is wrong.
fn verified(forge: impl FnOnce(&mut BlockRecord)) -> Result<u64, u32> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let last = written(&path);
    append(&path, &last, forge);
    let report = Runtime::open(&Config::folder(&path)).and_then(|runtime| runtime.verify());
    report.map(|report| report.blocks).map_err(|error| error.code())
}

#[test]
fn a_block_that_contradicts_the_state_is_damage() {
    assert_eq!(verified(|_| {}), Ok(3), "a block as it should be");
    let other = Hash([1; 32]);
    assert_eq!(verified(|record| record.state_root = other), Err(code::STORE_DAMAGED));
    assert_eq!(verified(|record| record.account_root = other), Err(code::STORE_DAMAGED));
    assert_eq!(verified(|record| record.time.0 += 1), Err(code::STORE_DAMAGED));
    assert_eq!(verified(|record| record.parent = other), Err(code::STORE_DAMAGED));
    assert_eq!(verified(|record| record.transactions_hash = other), Err(code::STORE_DAMAGED));
}
