//! The disks themselves: the memory one does what a folder does, and its power cuts leave what
//! they may and no more.

use sandpact_state::disk::{Disk, Fault, FaultKind, FolderDisk, MemoryDisk};
use std::{collections::BTreeSet, io::ErrorKind};

/// All calls with their outcomes, on any disk.
fn calls(disk: &dyn Disk) {
    let kind = |result: std::io::Result<()>| result.map_err(|error| error.kind());
    assert!(disk.open("a").unwrap().is_none());
    assert_eq!(disk.list("folder").unwrap(), Vec::<String>::new());
    assert_eq!(kind(disk.create("folder/a").map(|_| ())), Err(ErrorKind::NotFound));
    disk.create_folder("folder").unwrap();
    disk.create_folder("folder").unwrap();
    let file = disk.create("folder/b").unwrap();
    assert_eq!(kind(disk.create("folder/b").map(|_| ())), Err(ErrorKind::AlreadyExists));
    disk.create("folder/a").unwrap();
    disk.create("c").unwrap();
    assert_eq!(disk.list("folder").unwrap(), ["a", "b"]);
    assert_eq!(disk.list("").unwrap(), ["c"]);

    file.write_at(3, b"def").unwrap();
    file.write_at(1_030, b"end").unwrap();
    assert_eq!(file.len().unwrap(), 1_033);
    let mut bytes = [9; 8];
    file.read_at(0, &mut bytes).unwrap();
    assert_eq!(&bytes, b"\0\0\0def\0\0");
    assert_eq!(kind(file.read_at(1_026, &mut bytes)), Err(ErrorKind::UnexpectedEof));
    file.set_len(4).unwrap();
    file.set_len(8).unwrap();
    file.read_at(0, &mut bytes).unwrap();
    assert_eq!(&bytes, b"\0\0\0d\0\0\0\0");
    file.sync().unwrap();

    disk.rename("folder/b", "folder/a").unwrap();
    assert_eq!(disk.list("folder").unwrap(), ["a"]);
    assert_eq!(disk.open("folder/a").unwrap().unwrap().len().unwrap(), 8);
    assert_eq!(kind(disk.rename("folder/b", "d")), Err(ErrorKind::NotFound));
    assert_eq!(kind(disk.rename("c", "nowhere/c")), Err(ErrorKind::NotFound));
    disk.remove("folder/a").unwrap();
    assert_eq!(kind(disk.remove("folder/a")), Err(ErrorKind::NotFound));
    // The open file lives on.
    assert_eq!(file.len().unwrap(), 8);
    disk.sync_folder("folder").unwrap();
    disk.sync_folder("").unwrap();
    assert_eq!(kind(disk.sync_folder("nowhere")), Err(ErrorKind::NotFound));
}

#[test]
fn both_disks_answer_alike() {
    calls(&MemoryDisk::default());
    let folder = tempfile::tempdir().unwrap();
    calls(&FolderDisk::new(folder.path()));
}

#[test]
fn files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let disk = FolderDisk::new(folder.path());
    disk.create_folder("log").unwrap();
    disk.create("log/a").unwrap();
    let _guard = disk.lock("lock").unwrap();
    for (name, mode) in [("log", 0o700), ("log/a", 0o600), ("lock", 0o600)] {
        let permissions = folder.path().join(name).metadata().unwrap().permissions();
        assert_eq!(permissions.mode() & 0o777, mode, "{name}");
    }
}

#[test]
fn one_process_holds_a_lock() {
    let folder = tempfile::tempdir().unwrap();
    let disk = FolderDisk::new(folder.path());
    let guard = disk.lock("lock").unwrap().unwrap();
    assert!(disk.lock("lock").unwrap().is_none());
    assert!(disk.lock("another").unwrap().is_some());
    drop(guard);
    assert!(disk.lock("lock").unwrap().is_some());
    assert!(FolderDisk::new(folder.path().join("nowhere")).lock("lock").is_err());
}

/// All outcomes of power cuts, as what `look` sees.
fn outcomes<T: Ord>(memory: &MemoryDisk, look: impl Fn(&MemoryDisk) -> T) -> BTreeSet<T> {
    (0..2_000).map(|seed| look(&memory.crash(seed))).collect()
}

#[test]
fn a_power_cut_takes_any_unsynced_sector_and_no_synced_one() {
    let memory = MemoryDisk::default();
    let file = memory.create("a").unwrap();
    memory.sync_folder("").unwrap();
    file.write_at(0, &[1; 2_048]).unwrap();
    file.sync().unwrap();
    file.write_at(512, &[2; 1_024]).unwrap();
    file.write_at(1_024, &[3; 10]).unwrap();
    let seen = outcomes(&memory, |after| {
        let bytes = after.file("a").unwrap();
        assert_eq!(bytes.len(), 2_048);
        assert!(bytes[..512].iter().chain(&bytes[1_536..]).all(|byte| *byte == 1));
        (bytes[512], bytes[1_023], bytes[1_024], bytes[1_034], bytes[1_535])
    });
    let second = [(1, 1), (2, 2)];
    let third = [(1, 1, 1), (2, 2, 2), (3, 2, 2)];
    let all = second.iter().flat_map(|(a, b)| third.map(|(c, d, e)| (*a, *b, c, d, e)));
    assert_eq!(seen, all.collect());
    file.sync().unwrap();
    assert_eq!(outcomes(&memory, |after| after.file("a")).len(), 1);
}

#[test]
fn names_and_bytes_survive_apart() {
    let memory = MemoryDisk::default();
    memory.create_folder("log").unwrap();
    let file = memory.create("log/a").unwrap();
    file.write_at(0, b"a").unwrap();
    file.sync().unwrap();
    memory.sync_folder("log").unwrap();
    // The folder's own name is not durable.
    let seen = outcomes(&memory, MemoryDisk::files);
    assert_eq!(seen, [vec![], vec!["log/a".to_owned()]].into());
    memory.sync_folder("").unwrap();
    let b = memory.create("log/b").unwrap();
    b.write_at(0, b"b").unwrap();
    memory.rename("log/b", "log/a").unwrap();
    let seen = outcomes(&memory, |after| (after.file("log/a"), after.file("log/b")));
    let some = |bytes: &[u8]| Some(bytes.to_vec());
    for content in [&b""[..], b"b"] {
        assert!(seen.contains(&(some(b"a"), some(content))), "created, not renamed");
        assert!(seen.contains(&(some(content), None)), "renamed");
    }
    assert!(seen.contains(&(some(b"a"), None)), "neither");
    memory.sync_folder("log").unwrap();
    b.sync().unwrap();
    let seen = outcomes(&memory, |after| (after.file("log/a"), after.file("log/b")));
    assert_eq!(seen, [(some(b"b"), None)].into());
    memory.remove("log/a").unwrap();
    assert_eq!(outcomes(&memory, MemoryDisk::files).len(), 2);
}

#[test]
fn after_a_failed_sync_a_later_one_lies() {
    let mut lost = 0;
    for at in 1..40 {
        let memory = MemoryDisk::default();
        let file = memory.create("a").unwrap();
        memory.sync_folder("").unwrap();
        file.write_at(0, &[1; 512]).unwrap();
        memory.set_fault(Some(Fault { kind: FaultKind::FailedSync, at, forever: false }));
        for _ in 1..at {
            memory.sync_folder("").unwrap();
        }
        assert!(file.sync().is_err());
        file.sync().unwrap();
        assert_eq!(memory.file("a").unwrap(), [1; 512]);
        let after = memory.crash(at).file("a").unwrap();
        assert_eq!(after.len(), 512);
        lost += usize::from(after != [1; 512]);
    }
    assert!(lost > 5);
}

#[test]
fn a_full_disk_takes_what_fits() {
    let memory = MemoryDisk::default();
    memory.set_space(Some(1_000));
    let file = memory.create("a").unwrap();
    file.write_at(0, &[1; 900]).unwrap();
    let error = file.write_at(900, &[1; 101]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFull);
    assert_eq!(file.len().unwrap(), 1_000);
    file.set_len(900).unwrap();
    file.write_at(900, &[1; 100]).unwrap();
    file.write_at(0, &[2; 1_000]).unwrap();
}
