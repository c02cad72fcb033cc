//! The thread that folds blocks into the view, off the way of commits.

use super::{delta::Waiting, writer::Writer};
use crate::StateError;
use sandpact_abi::Height;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

/// What may wait for the view; a commit that would make it more waits instead. At 250 bytes a
/// write in memory that is 60 MiB, or more of long values.
const BACKLOG_MAX: Waiting = Waiting { writes: 250_000, len_bytes: 64 << 20 };

#[derive(Default)]
struct Signal {
    is_stopped: bool,
    /// Up to which block somebody waits for the view.
    asked: Option<Height>,
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
        let signal = Mutex::default();
        let line = Arc::new(Line { writer, signal, changed: Condvar::new() });
        let thread = thread::Builder::new().name("sandpact-fold".to_owned());
        let thread = thread.spawn({
            let line = Arc::clone(&line);
            move || line.run()
        })?;
        Ok(Self { line, thread: Some(thread) })
    }

    /// Says that blocks were acknowledged, and waits while too much waits for the view.
    pub fn hand_over(&self) {
        let mut signal = self.line.signal();
        if self.line.is_due(&signal) {
            self.line.changed.notify_all();
        }
        while self.line.waiting().is_at_least(BACKLOG_MAX) && self.line.writer.check().is_ok() {
            signal = self.line.wait(signal);
        }
    }

    /// Waits until everything is folded up to an acknowledged block.
    pub fn wait_folded(&self, height: Height) {
        let mut signal = self.line.signal();
        signal.asked = signal.asked.max(Some(height));
        self.line.changed.notify_all();
        while self.line.folded() < height && self.line.writer.check().is_ok() {
            signal = self.line.wait(signal);
        }
    }

    /// Folds all that waits and ends the thread.
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

    fn waiting(&self) -> Waiting {
        self.writer.shared.versions.waiting()
    }

    fn folded(&self) -> Height {
        self.writer.shared.versions.folded()
    }

    /// Whether blocks are to be folded.
    fn is_due(&self, signal: &Signal) -> bool {
        let waiting = self.waiting();
        let is_wanted = signal.is_stopped || signal.asked.is_some_and(|at| self.folded() < at);
        waiting.is_at_least(self.writer.options.fold_together())
            || (is_wanted && waiting != Waiting::default())
    }

    fn run(&self) {
        // sled panics on some damaged files; a commit must not wait for a thread that is gone.
        let ended = catch_unwind(AssertUnwindSafe(|| self.fold_until_stopped()));
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(error)) => drop(self.writer.fail(error)),
            Err(_) => drop(self.writer.fail("folding into the view panicked")),
        }
        // Whoever waits sees the failure.
        drop(self.signal());
        self.changed.notify_all();
    }

    fn fold_until_stopped(&self) -> Result<(), StateError> {
        loop {
            let mut signal = self.signal();
            while !self.is_due(&signal) {
                if signal.is_stopped {
                    return Ok(());
                }
                // Who waits looks again: an interrupted fold is ended by another thread.
                self.changed.notify_all();
                signal = self.wait(signal);
            }
            drop(signal);
            self.writer.check()?;
            let folded = match self.writer.fold_next() {
                // What waits is in the log; the next opening takes it from there.
                Err(_) if self.writer.shared.view.is_given_up() => return Ok(()),
                folded => folded?,
            };
            drop(self.signal());
            self.changed.notify_all();
            if let Some(folded) = folded {
                self.writer.checkpoint_if_due(&folded);
                self.writer.shrink_if_due();
            }
        }
    }
}
