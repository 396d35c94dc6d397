#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| backlab::fuzz::run("archive", input));
