//! What is admitted can be rewritten, always to the same lawful bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sandpact_fuzz::instrumentation::check(bytes));
