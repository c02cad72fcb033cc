//! Storage over lengths of keys and values, over many keys in order or without, over keys
//! that were never written, are committed, were written or were removed in this call.

use super::{PLACE, subject};
use crate::{
    probe::Subject,
    space::{Axis, Space, axis},
};
use sandpact_abi::limits;

const KEY_MAX: u32 = limits::KEY_LEN_BYTES_MAX as u32;
const VALUE_MAX: u32 = limits::VALUE_LEN_BYTES_MAX as u32;

/// What a key has been through.
const COMMITTED: u32 = 1;
const WRITTEN: u32 = 2;
const REMOVED: u32 = 4;

const AXES: &[Axis] = &[
    axis("key", 4, KEY_MAX),
    axis("value", 0, VALUE_MAX),
    axis("log2 keys", 0, 12),
    axis("state", 0, COMMITTED | WRITTEN | REMOVED),
    axis("without order", 0, 1),
];

pub fn spaces() -> Vec<Space> {
    vec![
        Space {
            function: "storage_get",
            entries: &["storage_read", "storage_read_byte"],
            axes: AXES.to_vec(),
            subject: |point| {
                let (key, value) = (point[0], point[1]);
                storage(
                    point,
                    &format!(
                        "(local.set $x (call $storage_get (i32.const {PLACE}) (i32.const {key}) (i32.const 8192) (i32.const {value})))"
                    ),
                )
            },
        },
        Space {
            function: "storage_set",
            entries: &["storage_write", "storage_write_byte"],
            axes: AXES.to_vec(),
            subject: |point| storage(point, &set(point)),
        },
        Space {
            function: "storage_remove",
            entries: &["storage_write", "storage_write_byte"],
            axes: AXES.to_vec(),
            subject: |point| {
                let key = point[0];
                storage(
                    point,
                    &format!(
                        "(local.set $x (call $storage_remove (i32.const {PLACE}) (i32.const {key})))"
                    ),
                )
            },
        },
        Space {
            function: "storage_next",
            entries: &["storage_next"],
            axes: AXES.to_vec(),
            subject: |point| {
                let key = point[0];
                storage(
                    point,
                    &format!(
                        "(local.set $x (call $storage_next (i32.const {PLACE}) (i32.const {key}) (i32.const 0) (i32.const 8192) (i32.const 256)))"
                    ),
                )
            },
        },
    ]
}

fn set(point: &[u32]) -> String {
    format!(
        "(call $storage_set (i32.const {PLACE}) (i32.const {}) (i32.const 8192) (i32.const {}))",
        point[0], point[1]
    )
}

/// The round on one of the keys, each turn another.
fn storage(point: &[u32], call: &str) -> Subject {
    let [key_len, value_len, log2_keys, state, is_unordered] = *point else { unreachable!() };
    // What is written before stays within some sixteen megabytes.
    let keys = (1 << log2_keys).min((16 << 20) / (value_len + 512)).max(1);
    let keys = 1_u32 << keys.ilog2();
    let factor = if is_unordered == 1 { 2_654_435_761_u32 } else { 1 };
    // The number stands last, so that keys differ only at their end; high bytes first.
    let swapped = "(i32.or (i32.shl (i32.and (local.get $t) (i32.const 0xff)) (i32.const 24)) (i32.shr_u (local.get $t) (i32.const 8)))";
    let key_of = |number: &str| {
        format!(
            "(local.set $t (i32.mul (i32.and {number} (i32.const {})) (i32.const {factor})))
             (i32.store (i32.const {}) {swapped})",
            keys - 1,
            PLACE + key_len - 4
        )
    };
    let each = |what: &str| {
        format!(
            "(local.set $v (i32.const {keys}))
             (loop $each {} {what} (br_if $each (local.tee $v (i32.sub (local.get $v) (i32.const 1)))))",
            key_of("(local.get $v)")
        )
    };
    let remove = format!("(drop (call $storage_remove (i32.const {PLACE}) (i32.const {key_len})))");
    let mut subject = subject(format!("{} {call}", key_of("(local.get $i)")));
    let work = &mut subject.work;
    if state & COMMITTED != 0 {
        work.prepare = format!("{} {}", super::ROOM, each(&set(point)));
    }
    if state & WRITTEN != 0 {
        work.before.push_str(&each(&set(point)));
    }
    if state & REMOVED != 0 {
        work.before.push_str(&each(&remove));
    }
    subject
}
