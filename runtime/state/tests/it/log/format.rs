//! Files to the byte: made once by hand from `docs/state-format.md`, in another language.

use super::{OPTIONS, disk};
use sandpact_abi::{Hash, Height};
use sandpact_state::{
    anchor::{Anchor, AnchorRecord},
    disk::MemoryDisk,
    log::Log,
};
use sha3::{Digest as _, Sha3_256};

const CHAINS: [&str; 2] = [
    "965625e269dc2b77d46b646bbd108cf347e7d7c76d458b1406487de08a6b2e89",
    "81b54ed4eec965eda26467115321ecc46fb65cdd41119c223755ae13ba08bad6",
];
const SEGMENT: (usize, &str) =
    (1_333, "dfddc3a56b28f45ff0cfb2e3001a3bfb088e6605f6262a2a8e76ea33451902c2");
const ANCHOR: (usize, &str) =
    (4_308, "5720208c57b8c862ff9564c77eb184e42f23de32c759cc3abaaf5bf46b1e0e02");

fn described(memory: &MemoryDisk, name: &str) -> (usize, String) {
    let bytes = memory.file(name).unwrap();
    (bytes.len(), Hash(Sha3_256::digest(&bytes).into()).to_string())
}

#[test]
fn files_are_as_documented() {
    let memory = MemoryDisk::default();
    let mut log = Log::create(disk(&memory), OPTIONS, Height(1)).unwrap();
    for (height, payload) in [(1, vec![]), (2, vec![7; 1_025])] {
        let position = log.append(Height(height), &payload).unwrap();
        assert_eq!(position.chain.to_string(), CHAINS[height as usize - 1]);
        log.syncer().sync_to(Height(height)).unwrap();
    }
    let record = AnchorRecord {
        ledger_id: OPTIONS.ledger_id,
        height: Height(2),
        block_hash: Hash([1; 32]),
        state_root: Hash([2; 32]),
        log: log.end(),
    };
    drop(Anchor::create(&memory, &record).unwrap());
    let expected = |(len, hash): (usize, &str)| (len, hash.to_owned());
    assert_eq!(described(&memory, "log/00000000000000000001.log"), expected(SEGMENT));
    assert_eq!(described(&memory, "anchor"), expected(ANCHOR));
}
