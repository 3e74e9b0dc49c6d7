//! Damaged reports: each comes back, can be kept and read again, and names no call that does not stand there.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pbx_protocol::report::{self, Event, Reading};
use pbx_protocol::{Report, text};

fuzz_target!(|body: &[u8]| {
    let reports = report::read_all(body);
    assert!((1..=16).contains(&reports.len()));
    let text = text::decode(body);
    for report in reports.into_iter().flatten() {
        let kept = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&kept).unwrap(), report);
        // An escape may spell it otherwise.
        if report.reading == Reading::Mended && !text.contains('\\') {
            let call = match &report.event {
                Event::Alert(call)
                | Event::Ring(call)
                | Event::Answer(call)
                | Event::Bye(call)
                | Event::Transfer(call)
                | Event::CallFailed { call, .. } => call.call.as_str(),
                Event::NewCdr(cdr) => cdr.call.as_str(),
                Event::BootUp | Event::ExtensionStatus { .. } | Event::Unknown { .. } => "",
            };
            assert!(text.contains(call), "{call}");
        }
    }
});
