//! Whatever the PBX, or somebody in its place, posts: read or refused, and what was read can be kept and read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pbx_protocol::{Report, report};

fuzz_target!(|body: &[u8]| {
    if let Ok(report) = report::read(body) {
        let kept = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&kept).unwrap(), report);
    }
});
