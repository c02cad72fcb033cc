//! Bytes that pretend to be a module get a verdict.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sandpact_fuzz::admission::check(bytes));
