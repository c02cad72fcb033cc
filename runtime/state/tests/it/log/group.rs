//! Records that come while the disk syncs are not taken for durable, and one more sync serves
//! all who wait for them.

use super::{OPTIONS, append};
use sandpact_abi::Height;
use sandpact_state::{
    disk::{Disk, DiskFile, MemoryDisk},
    log::Log,
};
use std::{
    io,
    sync::{Arc, Condvar, Mutex},
    thread,
};

#[derive(Default)]
struct Gate {
    state: Mutex<GateState>,
    turn: Condvar,
}

#[derive(Default)]
struct GateState {
    is_shut: bool,
    is_somebody_inside: bool,
    syncs: u32,
}

impl Gate {
    fn change(&self, change: impl FnOnce(&mut GateState)) {
        change(&mut self.state.lock().unwrap());
        self.turn.notify_all();
    }

    fn wait(&self, until: impl Fn(&GateState) -> bool) {
        let state = self.state.lock().unwrap();
        drop(self.turn.wait_while(state, |state| !until(state)).unwrap());
    }

    fn syncs(&self) -> u32 {
        self.state.lock().unwrap().syncs
    }
}

/// A disk whose syncs, once done, return only when the gate is open.
struct GateDisk {
    memory: MemoryDisk,
    gate: Arc<Gate>,
}

struct GateFile {
    file: Box<dyn DiskFile>,
    gate: Arc<Gate>,
}

impl GateDisk {
    fn file(&self, file: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        Box::new(GateFile { file, gate: Arc::clone(&self.gate) })
    }
}

impl Disk for GateDisk {
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn DiskFile>>> {
        Ok(self.memory.open(name)?.map(|file| self.file(file)))
    }
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        Ok(self.file(self.memory.create(name)?))
    }
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.memory.list(folder)
    }
    fn create_folder(&self, folder: &str) -> io::Result<()> {
        self.memory.create_folder(folder)
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.memory.rename(from, to)
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        self.memory.remove(name)
    }
    fn sync_folder(&self, folder: &str) -> io::Result<()> {
        self.memory.sync_folder(folder)
    }
}

impl DiskFile for GateFile {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        self.file.read_at(offset, into)
    }
    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.write_at(offset, bytes)
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        self.file.set_len(len)
    }
    fn sync(&self) -> io::Result<()> {
        let result = self.file.sync();
        self.gate.change(|state| {
            state.syncs += 1;
            state.is_somebody_inside = true;
        });
        self.gate.wait(|state| !state.is_shut);
        result
    }
}

#[test]
fn records_that_come_during_a_sync_wait_for_the_next() {
    let (memory, gate) = (MemoryDisk::default(), Arc::new(Gate::default()));
    let disk = GateDisk { memory: memory.clone(), gate: Arc::clone(&gate) };
    let mut log = Log::create(Arc::new(disk), OPTIONS, Height(1)).unwrap();
    append(&mut log).unwrap();
    let before = gate.syncs();
    gate.change(|state| {
        state.is_shut = true;
        state.is_somebody_inside = false;
    });
    let syncer = log.syncer();
    thread::scope(|scope| {
        let first = scope.spawn(|| syncer.sync_to(Height(1)));
        gate.wait(|state| state.is_somebody_inside);
        // The writer is not held up.
        append(&mut log).unwrap();
        append(&mut log).unwrap();
        assert_eq!(syncer.durable_below(), Height(1));
        let others = [2, 3, 3, 2].map(|height| {
            let syncer = &syncer;
            scope.spawn(move || syncer.sync_to(Height(height)))
        });
        gate.change(|state| state.is_shut = false);
        assert_eq!(first.join().unwrap(), Ok(()));
        for other in others {
            assert_eq!(other.join().unwrap(), Ok(()));
        }
    });
    assert_eq!(gate.syncs(), before + 2);
    assert_eq!(syncer.durable_below(), Height(4));
    for seed in 0..64 {
        let (log, _) = super::open(&memory.crash(seed), None).unwrap();
        assert_eq!(super::count_records(&log), 3);
    }
}
