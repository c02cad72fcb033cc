//! What the benchmarks share: wall time by span of the runtime, and medians.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tracing::{
    Event, Metadata, Subscriber,
    span::{Attributes, Id, Record},
    subscriber::SetGlobalDefaultError,
};

/// Spans of the runtime, in the order in which a call passes them.
pub const SPANS: [&str; 5] = ["signature", "decode", "instantiate", "guest", "commit"];

/// Wall time spent in each of [`SPANS`]. A span that is entered again while it is open
/// (a contract that calls another) counts from the inner entry on.
#[derive(Debug, Default)]
pub struct SpanClock {
    clocks: Mutex<[Clock; SPANS.len()]>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Clock {
    entered: Option<Instant>,
    total: Duration,
}

impl SpanClock {
    /// Installs a clock for the whole process.
    ///
    /// # Errors
    /// When there is a subscriber already.
    pub fn install() -> Result<Arc<Self>, SetGlobalDefaultError> {
        let clock = Arc::new(Self::default());
        tracing::subscriber::set_global_default(Arc::clone(&clock))?;
        Ok(clock)
    }

    /// Time in each span since the last call of this.
    pub fn take(&self) -> [Duration; SPANS.len()] {
        let mut clocks = self.clocks.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *clocks).map(|clock| clock.total)
    }

    fn change(&self, id: &Id, change: impl FnOnce(&mut Clock)) {
        let mut clocks = self.clocks.lock().unwrap_or_else(PoisonError::into_inner);
        let index = usize::try_from(id.into_u64()).unwrap_or(0).saturating_sub(1);
        clocks.get_mut(index).map(change);
    }
}

impl Subscriber for SpanClock {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && SPANS.contains(&metadata.name())
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let names = (1..).zip(SPANS);
        let mut number = names.filter(|(_, name)| *name == span.metadata().name());
        Id::from_u64(number.next().map_or(1, |(number, _)| number))
    }

    fn enter(&self, span: &Id) {
        self.change(span, |clock| clock.entered = Some(now()));
    }

    fn exit(&self, span: &Id) {
        let left = now();
        self.change(span, |clock| {
            if let Some(entered) = clock.entered.take() {
                clock.total = clock.total.saturating_add(left.saturating_duration_since(entered));
            }
        });
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
}

/// The clock of benchmarks.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
#[must_use]
pub fn now() -> Instant {
    Instant::now()
}

/// Time that the processors have given to all threads of this process: the wait for a
/// processor that others use is not in it.
///
/// # Panics
/// When the system has no such clock.
#[must_use]
pub fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    #[expect(unsafe_code, reason = "the standard library has no clock of processor time")]
    // SAFETY: the pointer is to a live `timespec` that nothing else uses.
    let status = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    assert_eq!(status, 0, "the system has a clock of processor time");
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// The middle one, or zero of none.
#[must_use]
pub fn median(mut samples: Vec<Duration>) -> Duration {
    samples.sort_unstable();
    samples.get(samples.len() >> 1).copied().unwrap_or_default()
}

/// A ratio in thousandths; zero where there is nothing to compare with.
#[must_use]
pub fn ratio_milli(value: usize, base: usize) -> u64 {
    let thousandths = value.saturating_mul(1_000).checked_div(base).unwrap_or(0);
    u64::try_from(thousandths).unwrap_or(u64::MAX)
}

/// Thousandths as a decimal number, such as `1.034`.
#[must_use]
pub fn ratio(milli: u64) -> String {
    format!("{}.{:03}", milli / 1_000, milli % 1_000)
}

/// The geometric mean of ratios in thousandths.
#[must_use]
#[expect(clippy::float_arithmetic, reason = "a benchmark's mean enters no state")]
pub fn geomean_milli(ratios: &[u64]) -> u64 {
    let logarithms =
        ratios.iter().map(|ratio| f64::from(u32::try_from(*ratio).unwrap_or(u32::MAX)).ln());
    let count = f64::from(u32::try_from(ratios.len().max(1)).unwrap_or(u32::MAX));
    let mean = (logarithms.sum::<f64>() / count).exp().round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive number"
    )]
    let milli = mean as u64;
    milli
}

/// Tenths of microseconds as a decimal number, such as `12.3`.
#[must_use]
pub fn micros(duration: Duration) -> String {
    let tenths = duration.as_nanos() / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}
