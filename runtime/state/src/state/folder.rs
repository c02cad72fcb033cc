//! The thread that folds blocks into the view, off the way of commits.

use super::writer::Writer;
use crate::StateError;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

/// Writes that may wait for the view; a commit that would make them more waits instead. At
/// 200 bytes a write that is 50 MiB.
const BACKLOG_WRITES_MAX: usize = 250_000;

/// Folded writes after which the view is made durable, so that little is replayed after a
/// power cut: about a second of folding.
const SYNC_WRITES: usize = 100_000;

#[derive(Default)]
struct Signal {
    has_work: bool,
    is_stopped: bool,
    /// Everything is folded that was handed over.
    is_idle: bool,
    /// Writes that were handed over and are not folded.
    backlog_writes: usize,
}

struct Line {
    writer: Arc<Writer>,
    signal: Mutex<Signal>,
    changed: Condvar,
}

/// A running thread; ends when this is dropped.
pub struct Folder {
    line: Arc<Line>,
    thread: Option<JoinHandle<()>>,
}

impl Folder {
    /// Starts to fold what waits.
    ///
    /// # Errors
    /// What the system said when it gave no thread.
    pub fn start(writer: Arc<Writer>) -> std::io::Result<Self> {
        let signal = Mutex::new(Signal { has_work: true, ..Signal::default() });
        let line = Arc::new(Line { writer, signal, changed: Condvar::new() });
        let thread = thread::Builder::new().name("sandpact-fold".to_owned());
        let thread = thread.spawn({
            let line = Arc::clone(&line);
            move || line.run()
        })?;
        Ok(Self { line, thread: Some(thread) })
    }

    /// Hands over the blocks that were acknowledged, which have `writes` writes, and waits
    /// while too many are.
    pub fn hand_over(&self, writes: usize) {
        let mut signal = self.line.signal();
        (signal.has_work, signal.is_idle) = (true, false);
        signal.backlog_writes = signal.backlog_writes.saturating_add(writes);
        self.line.changed.notify_all();
        while signal.backlog_writes > BACKLOG_WRITES_MAX && self.line.writer.check().is_ok() {
            signal = self.line.wait(signal);
        }
    }

    /// Waits until everything is folded that was acknowledged.
    pub fn wait_idle(&self) {
        let mut signal = self.line.signal();
        while !signal.is_idle && self.line.writer.check().is_ok() {
            signal = self.line.wait(signal);
        }
    }

    /// Folds all that was handed over and ends the thread.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.line.signal().is_stopped = true;
        self.line.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // What it panicked of is in the writer's failure.
            let _ = thread.join();
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.end();
    }
}

impl Line {
    fn signal(&self) -> MutexGuard<'_, Signal> {
        self.signal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, signal: MutexGuard<'a, Signal>) -> MutexGuard<'a, Signal> {
        self.changed.wait(signal).unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        // sled panics on some damaged files; a commit must not wait for a thread that is gone.
        let ended = catch_unwind(AssertUnwindSafe(|| self.fold_until_stopped()));
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(error)) => drop(self.writer.fail(error)),
            Err(_) => drop(self.writer.fail("folding into the view panicked")),
        }
        self.signal().backlog_writes = 0;
        self.changed.notify_all();
    }

    fn fold_until_stopped(&self) -> Result<(), StateError> {
        let mut unsynced = 0_usize;
        loop {
            while let Some(delta) = self.writer.shared.versions.next_to_fold() {
                self.writer.check()?;
                self.writer.fold_one(&delta)?;
                let writes = delta.writes.len();
                let mut signal = self.signal();
                signal.backlog_writes = signal.backlog_writes.saturating_sub(writes);
                drop(signal);
                self.changed.notify_all();
                unsynced = unsynced.saturating_add(writes);
                if unsynced > SYNC_WRITES {
                    self.writer.settle()?;
                    unsynced = 0;
                }
                self.writer.checkpoint_if_due(&delta.head);
                self.writer.shrink_if_due();
            }
            let mut signal = self.signal();
            while !signal.has_work {
                if signal.is_stopped {
                    return Ok(());
                }
                signal.is_idle = true;
                self.changed.notify_all();
                signal = self.wait(signal);
            }
            signal.has_work = false;
        }
    }
}
