//! Every operator there is, one module each: taken if and only if it stands in the list.

use super::refused;
use sandpact_runtime::check_module;
use sandpact_tests::hostile::{PLAIN, STRUCTURE, with_operator};

/// Second parts of the prefix 0xfc that contracts may use.
const BULK: &[u32] = &[10, 11];

#[test]
fn operators_of_one_byte_are_taken_if_they_are_in_the_list() {
    let mut modules = 0;
    for opcode in (0..=0xfa).filter(|opcode| !STRUCTURE.contains(opcode)) {
        let code = with_operator(&[opcode]);
        let is_listed = PLAIN.iter().any(|range| range.contains(&opcode));
        match check_module(&code) {
            Ok(_) => assert!(is_listed, "{opcode:#04x} is taken"),
            Err(error) => assert!(!is_listed, "{opcode:#04x}: {error}"),
        }
        modules += 1;
    }
    assert_eq!(modules, 239);
}

#[test]
fn operators_behind_a_prefix_are_refused_but_two() {
    let mut modules = 0;
    // Garbage collection, bulk memory and tables, SIMD and relaxed SIMD, threads.
    for (prefix, last) in [(0xfb, 40), (0xfc, 24), (0xfd, 0x114), (0xfe, 0x4e)] {
        for second in 0..=last {
            let mut operator = vec![prefix];
            // Unsigned LEB128 of at most two bytes.
            if second < 0x80 {
                operator.push(u8::try_from(second).unwrap());
            } else {
                operator.push(u8::try_from(second & 0x7f | 0x80).unwrap());
                operator.push(u8::try_from(second >> 7).unwrap());
            }
            let code = with_operator(&operator);
            if prefix == 0xfc && BULK.contains(&second) {
                check_module(&code).unwrap_or_else(|error| panic!("{prefix:#x} {second}: {error}"));
            } else {
                refused(&format!("{prefix:#x} {second}"), &code);
            }
            modules += 1;
        }
    }
    assert_eq!(modules, 41 + 25 + 277 + 79);
}
