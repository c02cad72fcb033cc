//! 34: bytes that are almost a module. None is taken by mistake and none stops anything.

use super::refused;
use sandpact_runtime::check_module;
use sandpact_tests::module;

fn whole() -> Vec<u8> {
    let rest = "(global $g (mut i32) (i32.const 7)) (table 2 funcref) (elem (i32.const 0) $f $f)
        (data (i32.const 8) \"data\")
        (func $f (param i32) (result i32) (global.set $g (local.get 0)) (global.get $g))";
    module(&[("run", "(drop (call $f (i32.const 1))) (loop (br_if 0 (i32.const 0)))")], rest)
}

#[test]
fn every_beginning_of_a_module_is_refused() {
    let code = whole();
    check_module(&code).unwrap();
    for len in 0..code.len() {
        refused(&format!("cut at {len}"), &code[..len]);
    }
}

#[test]
fn every_changed_byte_gives_a_verdict() {
    let code = whole();
    for index in 0..code.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut changed = code.clone();
            changed[index] ^= change;
            if let Err(error) = check_module(&changed) {
                assert!((12_000..13_000).contains(&error.code()), "{index}: {error}");
            }
        }
    }
}

#[test]
fn lengths_that_lie_are_refused() {
    let code = whole();
    // A section that claims four gigabytes, a count that claims as many, an overlong number.
    for (name, section) in [
        ("a section longer than the file", &[1, 0xff, 0xff, 0xff, 0xff, 0x0f][..]),
        ("a count larger than the section", &[1, 5, 0xff, 0xff, 0xff, 0xff, 0x0f]),
        ("an overlong number", &[1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]),
        ("an unknown section", &[99, 1, 0]),
        ("a section twice", &[1, 1, 0]),
        ("functions without code", &[3, 2, 1, 0]),
        ("code without functions", &[10, 4, 1, 2, 0, 0x0b]),
    ] {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        bytes.extend(section);
        refused(name, &bytes);
        // At the end of a good module it is out of order.
        let mut bytes = code.clone();
        bytes.extend(section);
        refused(&format!("{name}, at the end"), &bytes);
    }
    for version in [0, 2, 0x0d] {
        let mut bytes = code.clone();
        bytes[4] = version;
        refused(&format!("version {version}"), &bytes);
    }
}
