//! Calls that a phone does not take: where its settings say.

use serde_json::json;

use crate::bench::{Bench, expect};

fn set(bench: &mut Bench, extension: &str, change: &serde_json::Value) {
    let mut request = change.clone();
    request["extid"] = extension.into();
    assert_eq!(bench.ask("extension/update", &request)["status"], "Success");
}

fn call_in(bench: &mut Bench, extension: &str) {
    bench.does(json!({ "do": "outside-calls-extension", "from": "13800138000", "extension": extension }));
}

#[test]
fn an_unanswered_call_goes_to_another_extension_after_the_phones_own_time() {
    let mut bench = Bench::new();
    let to_102 = json!({ "noanswerforward": "on", "ntransferto": "Extension", "ntransferext": "102", "ringtimeout": "15" });
    set(&mut bench, "101", &to_102);
    call_in(&mut bench, "101");
    bench.pass(14);
    bench.transcript();
    bench.pass(1);
    bench.does(json!({ "do": "lift", "extension": "102" }));
    expect(
        &bench.transcript(),
        "Tranfer #1670 101, in[13800138000 to 101 #1670]
         BYE #1672 101, in[13800138000 to 101 #1670]
         status 101 Idle
         status 102 Ringing
         ALERT #1674 in[13800138000 to 101 #1670]
         RING #1674 102, in[13800138000 to 101 #1670]
         status 102 InUse
         ANSWER #1670 102, in[13800138000 to 101 #1670]
         ANSWER #1670 in[13800138000 to 101 #1670], 102",
    );
}

#[test]
fn a_busy_phone_sends_its_caller_outside_or_to_the_machine() {
    let mut bench = Bench::new();
    let outside = json!({ "busyforward": "on", "btransferto": "Custom Number", "btransferprefix": "16", "btransfernum": "5551234" });
    set(&mut bench, "103", &outside);
    set(&mut bench, "103", &json!({ "dnd": "on" }));
    call_in(&mut bench, "103");
    let told = bench.transcript();
    assert!(told.contains("RING") && told.contains("to 5551234"), "{told}");

    set(&mut bench, "101", &json!({ "busyforward": "on", "btransferto": "Voicemail", "dnd": "on" }));
    let messages = |bench: &mut Bench| {
        bench.ask("voicemail/query", &json!({ "extid": "101" }))["voicemails"].as_array().map_or(0, Vec::len)
    };
    let before = messages(&mut bench);
    call_in(&mut bench, "101");
    assert_eq!(messages(&mut bench), before + 1);
}

#[test]
fn phones_that_forward_to_each_other_are_tried_once() {
    let mut bench = Bench::new();
    for (phone, other) in [("101", "102"), ("102", "101")] {
        set(
            &mut bench,
            phone,
            &json!({ "busyforward": "on", "btransferto": "Extension", "btransferext": other, "dnd": "on" }),
        );
    }
    call_in(&mut bench, "101");
    let told = bench.transcript();
    assert!(told.contains("CallFailed 486 Busy Here"), "{told}");
}
