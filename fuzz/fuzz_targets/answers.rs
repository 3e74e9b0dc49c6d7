//! Answers of the largest shapes in both forms: read or refused, and what was read can be told in JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pbx_protocol::endpoints::{
    QueryExtension, QueryQueueStatus, QueryQueues, QueryRunningConferences, QueryTrunks, QueryVoicemail,
    QueryWakeUpCalls,
};
use pbx_protocol::{Endpoint, Form, answer};

fuzz_target!(|body: &[u8]| {
    for form in [Form::Json, Form::Xml] {
        read::<QueryExtension>(form, body);
        read::<QueryQueues>(form, body);
        read::<QueryQueueStatus>(form, body);
        read::<QueryRunningConferences>(form, body);
        read::<QueryTrunks>(form, body);
        read::<QueryVoicemail>(form, body);
        read::<QueryWakeUpCalls>(form, body);
    }
});

fn read<E: Endpoint>(form: Form, body: &[u8]) {
    if let Ok(answer) = answer::read_as::<E>(form, body) {
        serde_json::to_string(&answer).unwrap();
    }
}
