//! The record and the strict model, on a program whose power cuts are known beforehand.

#![allow(clippy::unwrap_used, reason = "a test")]
use sandpact_torture::power::{Replay, record};
use std::{collections::BTreeSet, fs, path::Path};

/// What every power cut leaves of the file `a`, with what was acknowledged.
fn states(is_careful: bool) -> BTreeSet<(Option<u64>, Option<Vec<u8>>)> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    fs::create_dir(&root).unwrap();
    let mut replay = Replay::of(&root, "acknowledged").unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_torture"));
    let arguments = ["example".to_owned(), root.display().to_string(), is_careful.to_string()];
    let events = record(program, &arguments, &root, folder.path()).unwrap();
    let mut states = BTreeSet::new();
    for (number, event) in events.iter().enumerate() {
        replay.step(event).unwrap();
        for seed in 0..60 {
            let left = folder.path().join(format!("left-{number}-{seed}"));
            replay.cut(seed, &left).unwrap();
            states.insert((replay.acknowledged(), fs::read(left.join("a")).ok()));
        }
    }
    states
}

#[test]
fn who_syncs_loses_nothing_and_may_have_more() {
    let states = states(true);
    let whole = [vec![1; 1_500], vec![2; 1_500]].concat();
    for (acknowledged, file) in &states {
        let file = file.as_deref();
        match acknowledged {
            None => assert!(file.is_none_or(|file| file == &whole[..1_500])),
            Some(1) => assert_eq!(file.map(|file| &file[..1_500]), Some(&whole[..1_500])),
            Some(_) => assert_eq!(file, Some(&whole[..])),
        }
    }
    assert!(states.contains(&(Some(1), Some(whole))), "what is written may survive");
    // The second write is torn at the ends of sectors: at 1,536, 2,048 and 2,560.
    let torn = |state: &&(Option<u64>, Option<Vec<u8>>)| {
        state
            .1
            .as_ref()
            .is_some_and(|file| file.len() == 3_000 && file[1_600] == 0 && file[2_999] == 2)
    };
    assert!(states.iter().find(torn).is_some());
}

#[test]
fn who_does_not_sync_loses_everything() {
    let states = states(false);
    assert!(states.contains(&(Some(2), None)), "the name is lost");
    assert!(states.contains(&(Some(2), Some(Vec::new()))), "the bytes are lost");
    assert!(states.contains(&(Some(2), Some(vec![0; 3_000]))), "the length alone survives");
}
