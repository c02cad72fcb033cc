//! Panics of contracts that run natively: kept with their place instead of printed, since a
//! contract that halts is a result like any other.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Once,
};

thread_local! {
    static RUNNING: Cell<u32> = const { Cell::new(0) };
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

static HOOK: Once = Once::new();

/// How a contract's code left a call otherwise than by returning.
pub enum Left {
    /// It, or a rule of the host, refused.
    Refused {
        /// Stable code.
        code: u32,
        /// SCALE of the error's fields.
        data: Vec<u8>,
    },
    /// It gave up, or a callee took all gas.
    Halted {
        /// For people.
        why: String,
    },
}

/// Leaves the running call.
pub fn leave(left: Left) -> ! {
    resume_unwind(Box::new(left))
}

/// Runs a contract's code.
///
/// # Errors
/// [`Left`] when it did not return.
pub fn catch(body: impl FnOnce()) -> Result<(), Left> {
    HOOK.call_once(install);
    RUNNING.set(RUNNING.get().saturating_add(1));
    let result = catch_unwind(AssertUnwindSafe(body));
    RUNNING.set(RUNNING.get().saturating_sub(1));
    result.map_err(|payload| match payload.downcast::<Left>() {
        Ok(left) => *left,
        Err(payload) => Left::Halted { why: why(&*payload) },
    })
}

fn why(payload: &(dyn Any + Send)) -> String {
    let kept = LAST.with(|last| last.borrow_mut().take());
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    kept.or(text).unwrap_or_else(|| "panicked".to_owned())
}

fn install() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if RUNNING.get() == 0 {
            return before(info);
        }
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let what = info.payload_as_str().unwrap_or("panicked");
        LAST.with(|last| *last.borrow_mut() = Some(format!("{what}, at {place}")));
    }));
}
