//! Hashes and signatures: signatures that hold, that fail at the end, and that are refused
//! at sight.

use super::{
    PLACE,
    context::{at, pointer},
    subject,
};
use crate::{
    probe::Subject,
    space::{Space, axis},
};
use sandpact_abi::limits;
use sandpact_tests::key_of;
use std::fmt::Write as _;

const INPUT_MAX: u32 = limits::CRYPTO_INPUT_LEN_BYTES_MAX as u32;

pub fn spaces() -> Vec<Space> {
    vec![
        Space {
            function: "crypto_sha3_256",
            entries: &["sha3_base", "sha3_byte"],
            axes: [pointer(), vec![axis("bytes", 0, INPUT_MAX)]].concat(),
            subject: |point| hash("crypto_sha3_256", point),
        },
        Space {
            function: "crypto_sha2_256",
            entries: &["sha2_base", "sha2_byte"],
            axes: [pointer(), vec![axis("bytes", 0, INPUT_MAX)]].concat(),
            subject: |point| hash("crypto_sha2_256", point),
        },
        Space {
            function: "crypto_ed25519_verify, valid",
            entries: &["ed25519_base", "ed25519_byte"],
            axes: vec![axis("bytes", 0, INPUT_MAX), axis("key", 0, 1_000)],
            subject: |point| verification(point, |_, _| {}),
        },
        Space {
            function: "crypto_ed25519_verify, another message",
            entries: &["ed25519_base", "ed25519_byte"],
            axes: vec![axis("bytes", 1, INPUT_MAX), axis("key", 0, 1_000)],
            subject: |point| verification(point, |_, message| message[0] ^= 1),
        },
        Space {
            function: "crypto_ed25519_verify, changed scalar",
            entries: &["ed25519_base", "ed25519_byte"],
            axes: vec![axis("bytes", 0, INPUT_MAX), axis("bit", 0, 250)],
            subject: |point| {
                let bit = usize::try_from(point[1]).unwrap();
                verification(point, |signature, _| signature[32 + bit / 8] ^= 1 << (bit % 8))
            },
        },
        Space {
            function: "crypto_ed25519_verify, changed point",
            entries: &["ed25519_base", "ed25519_byte"],
            axes: vec![axis("bytes", 0, INPUT_MAX), axis("bit", 0, 255)],
            subject: |point| {
                let bit = usize::try_from(point[1]).unwrap();
                verification(point, |signature, _| signature[bit / 8] ^= 1 << (bit % 8))
            },
        },
    ]
}

fn hash(function: &str, point: &[u32]) -> Subject {
    let from = at(point);
    from.subject(&format!(
        "(call ${function} {} (i32.const {}) (i32.const 64))",
        from.text(),
        point[2]
    ))
}

/// A key, a signature of a message by it, and then a change of signature or message.
fn verification(point: &[u32], change: impl FnOnce(&mut [u8; 64], &mut [u8])) -> Subject {
    let key = key_of(&format!("signer {}", point[1]));
    let mut message: Vec<u8> = (0..point[0]).map(|index| index.to_le_bytes()[0]).collect();
    let mut signature = key.sign_ed25519(&message).unwrap();
    change(&mut signature, &mut message);
    let mut subject = subject(format!(
        "(local.set $x (call $crypto_ed25519_verify (i32.const 1024) (i32.const {PLACE}) (i32.const {}) (i32.const 1056)))",
        point[0]
    ));
    // The message is longer than the first page: it is laid down where memory has grown.
    let bytes = [key.address().as_bytes(), &signature[..]].concat();
    subject.work.rest = format!("(data (i32.const 1024) \"{}\")", escaped(&bytes));
    subject.work.before.push_str(&format!(
        "(loop $lay (i32.store8 offset={PLACE} (local.get $t) (local.get $t))
            (br_if $lay (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 1))) (i32.const {}))))",
        point[0].max(1)
    ));
    if message.first() == Some(&1) {
        subject.work.before.push_str(&format!("(i32.store8 (i32.const {PLACE}) (i32.const 1))"));
    }
    subject
}

fn escaped(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "\\{byte:02x}");
        text
    })
}
