//! The anchor: one durable record whatever happens.

use super::Random;
use sandpact_abi::{Hash, Height};
use sandpact_state::{
    anchor::{Anchor, AnchorError, AnchorRecord},
    disk::{Fault, FaultKind, MemoryDisk},
    log::LogEnd,
};

fn record(height: u64) -> AnchorRecord {
    let byte = height.to_le_bytes()[0];
    let log = LogEnd {
        segment: Height(height / 10),
        offset: height * 7,
        next: Height(height + 1),
        chain: Hash([byte.wrapping_add(3); 32]),
    };
    AnchorRecord {
        ledger_id: Hash([9; 32]),
        height: Height(height),
        block_hash: Hash([byte.wrapping_add(1); 32]),
        state_root: Hash([byte.wrapping_add(2); 32]),
        log,
    }
}

#[test]
fn the_last_record_is_found_again() {
    let memory = MemoryDisk::default();
    assert_eq!(Anchor::open(&memory).map(|_| ()), Err(AnchorError::Missing));
    let mut anchor = Anchor::create(&memory, &record(0)).unwrap();
    assert_eq!(Anchor::create(&memory, &record(0)).map(|_| ()), Err(AnchorError::Exists));
    for height in 1..20 {
        anchor.write(&record(height)).unwrap();
        if height % 3 == 0 {
            anchor.sync().unwrap();
        }
        if height % 7 == 0 {
            anchor = Anchor::open(&memory).unwrap().0;
        }
        let found = Anchor::open(&memory.copy()).unwrap().1;
        assert_eq!((found.record, found.damaged_slot), (record(height), None));
    }
}

#[test]
fn a_power_cut_leaves_the_synced_record_or_a_younger_one() {
    for seed in 0..3_000 {
        let mut random = Random(seed);
        let memory = MemoryDisk::default();
        let mut anchor = Anchor::create(&memory, &record(0)).unwrap();
        let (mut synced, mut written) = (0, 0);
        let kind = [FaultKind::PowerCut, FaultKind::FailedSync][random.below(2) as usize];
        let at = 1 + random.below(20);
        memory.set_fault(Some(Fault { kind, at, forever: true }));
        for height in 1..20 {
            written = height;
            if anchor.write(&record(height)).is_err() {
                break;
            }
            if random.below(3) == 0 {
                if anchor.sync().is_err() {
                    break;
                }
                synced = height;
            }
        }
        // Half of them killed and opened first: what is seen then stays.
        memory.set_fault(None);
        if random.below(2) == 0 {
            synced = Anchor::open(&memory).unwrap().1.record.height.0;
        }
        let found = Anchor::open(&memory.crash(seed)).unwrap().1;
        assert_eq!(found.damaged_slot, None, "seed {seed}");
        let height = found.record.height.0;
        assert!((synced..=written).contains(&height), "seed {seed}: {synced} {height} {written}");
        assert_eq!(found.record, record(height));
    }
}

#[test]
fn one_damaged_slot_is_said_and_two_are_an_error() {
    let memory = MemoryDisk::default();
    let mut anchor = Anchor::create(&memory, &record(1)).unwrap();
    anchor.write(&record(2)).unwrap();
    anchor.sync().unwrap();
    let bytes = memory.file("anchor").unwrap();
    let younger = usize::from(Anchor::open(&memory).unwrap().1.record != record(2));
    assert_eq!(younger, 0);
    let slot_len = bytes.len() - 4_096;
    for (slot, start, left) in [(0, 0, 1), (1, 4_096, 2)] {
        for at in start..start + slot_len {
            for bit in 0..8 {
                let copy = memory.copy();
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                copy.put_file("anchor", changed.clone());
                let (mut anchor, found) = Anchor::open(&copy).unwrap();
                assert_eq!((found.record, found.damaged_slot), (record(left), Some(slot)));
                if bit == 0 {
                    // The damaged one is written next, then all is well again.
                    anchor.write(&record(5)).unwrap();
                    anchor.sync().unwrap();
                    let found = Anchor::open(&copy).unwrap().1;
                    assert_eq!((found.record, found.damaged_slot), (record(5), None));
                }
                changed[4_096 - start + (at - start)] ^= 1;
                copy.put_file("anchor", changed.clone());
                assert_eq!(Anchor::open(&copy).map(|_| ()), Err(AnchorError::Damaged));
                assert_eq!(copy.file("anchor").unwrap(), changed);
            }
        }
    }
    // What lies between the slots means nothing; a short file is a damaged one.
    for len in 0..bytes.len() {
        let copy = memory.copy();
        copy.put_file("anchor", bytes[..len].to_vec());
        match Anchor::open(&copy) {
            Err(error) => assert!(error == AnchorError::Damaged && len < slot_len),
            Ok((_, found)) => assert!(found.damaged_slot == Some(1) && len >= slot_len),
        }
    }
}

#[test]
fn an_error_at_any_call_stops_the_anchor() {
    for kind in [FaultKind::Io, FaultKind::NoSpace, FaultKind::ShortWrite, FaultKind::FailedSync] {
        for forever in [false, true] {
            for at in 1.. {
                let memory = MemoryDisk::default();
                let mut anchor = Anchor::create(&memory, &record(0)).unwrap();
                memory.set_fault(Some(Fault { kind, at, forever }));
                let mut synced = 0;
                let mut result = Ok(());
                for height in 1..6 {
                    result = anchor.write(&record(height)).and_then(|()| anchor.sync());
                    if result.is_err() {
                        break;
                    }
                    synced = height;
                }
                if !memory.fault_hit() {
                    result.unwrap();
                    break;
                }
                memory.set_fault(None);
                assert!(result.is_err());
                assert_eq!(anchor.write(&record(9)), result);
                assert_eq!(anchor.sync(), result);
                for after in [memory.crash(at), memory.copy()] {
                    let found = Anchor::open(&after).unwrap().1;
                    assert!(found.record.height.0 >= synced);
                    assert_eq!(found.record, record(found.record.height.0));
                }
            }
        }
    }
}
