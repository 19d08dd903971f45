#![no_main]
#![allow(dead_code, missing_docs)]

#[path = "../looks.rs"]
mod looks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| looks::settings(bytes));
