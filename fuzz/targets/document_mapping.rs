//! Documents become a call that its contract can read, or are refused.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sandpact_fuzz::documents::check(bytes));
