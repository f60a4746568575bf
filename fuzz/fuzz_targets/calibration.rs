#![no_main]

#[path = "../../tests/faults/readers.rs"]
#[allow(dead_code, reason = "each target reads one kind of file")]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    readers::calibration(bytes);
});
