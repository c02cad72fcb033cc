//! Every host function over what it can be asked.

mod calls;
mod context;
mod crypto;
mod storage;

use crate::{probe::Subject, space::Space};
use sandpact_tests::work::Work;

/// Where keys, values and names lie in the guest's memory.
const PLACE: u32 = 4_096;

/// Five pages of memory: room for the longest of everything.
const ROOM: &str = "(drop (memory.grow (i32.const 4)))";

/// Memory of 4 MiB, which no near cache holds, and a step to another of its pages, whose
/// address is in `$x`.
const MORE_MEMORY: &str = "(drop (memory.grow (i32.const 63)))
    (loop $touch (i32.store8 offset=4000 (local.get $t) (i32.const 0))
        (br_if $touch (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 4096))) (i32.const 0x400000))))";
const FAR: &str = "(local.set $x (i32.and (i32.add (i32.mul (local.get $x) (i32.const 1664525)) (i32.const 1013904223)) (i32.const 0x3bf000)))";

/// A pointer that is the same at each turn, or one to a page that no cache holds.
struct Pointer {
    is_far: bool,
    shift: u32,
}

impl Pointer {
    fn text(&self) -> String {
        if self.is_far {
            format!("(i32.add (local.get $x) (i32.const {}))", PLACE + self.shift)
        } else {
            format!("(i32.const {})", PLACE + self.shift)
        }
    }

    /// The call with what makes its pointer.
    fn subject(&self, call: &str) -> Subject {
        let mut subject = subject(call.to_owned());
        if self.is_far {
            subject.work.before = MORE_MEMORY.into();
            subject.work.round = format!("{FAR} {call}");
        }
        subject
    }
}

/// All spaces.
pub fn spaces() -> Vec<Space> {
    let mut all = context::spaces();
    all.extend(storage::spaces());
    all.extend(crypto::spaces());
    all.extend(calls::spaces());
    all
}

fn subject(round: String) -> Subject {
    let before = ROOM.to_owned();
    Subject { work: Work { before, round, ..Work::default() }, callee: None }
}
