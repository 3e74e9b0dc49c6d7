//! A first line is mended or refused; a mended one is mended already.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pbx_protocol::request_line;

fuzz_target!(|line: &[u8]| {
    if let Ok(mended) = request_line::repair(line) {
        assert_eq!(request_line::repair(&mended).unwrap(), mended);
    }
});
