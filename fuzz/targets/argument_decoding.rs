//! Transactions, descriptions, arguments and proofs decode to one value or not at all.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sandpact_fuzz::arguments::check(bytes));
