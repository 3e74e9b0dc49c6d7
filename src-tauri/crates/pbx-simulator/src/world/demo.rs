//! The PBX of the demo: a small company with a call centre, some of it at work, some of it not.

use std::time::Duration;

use crate::wav::murmur;
use crate::world::{Message, PastCall, Phone, Queue, World};

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

impl World {
    /// A believable call centre. The agent is 101, API user `api`, password `simulated`; the passwords of the
    /// queues 6501 and 6502 are `5501` and `5502`.
    pub fn demo() -> Self {
        let Self { mut setup, .. } = Self::empty();
        setup.busy_outside = vec!["02087654321".to_owned()];
        Self {
            setup,
            phones: phones(),
            queues: queues(),
            messages: messages(),
            recordings: Vec::new(),
            past_calls: past_calls(),
        }
    }
}

fn phones() -> Vec<Phone> {
    // Some have no phone, one is not to be disturbed: each state of a colleague is there to be seen.
    let at_work = |number, name| Phone { answers_by_itself: true, ..Phone::new(number, name) };
    vec![
        Phone { call_waiting: true, ..Phone::new("101", "Li Na") },
        at_work("102", "Wang Wei"),
        at_work("103", "陈静"),
        at_work("104", "James Miller"),
        Phone { dnd: true, ..at_work("105", "Zhang Min") },
        Phone { registered: false, ..Phone::new("106", "刘洋") },
        at_work("107", "Sophie Turner"),
        at_work("108", "赵磊"),
        Phone { registered: false, ..Phone::new("109", "Olivia Brown") },
        at_work("110", "Sun Qiang"),
        at_work("111", "Reception 前台"),
    ]
}

fn queues() -> Vec<Queue> {
    let mut support = Queue::new("6501", "Support").password("5501").dynamic_agents(&["103", "104"]);
    support.paused = vec!["104".to_owned()];
    vec![
        Queue::new("6500", "Sales").password("5500").static_agents(&["101", "102", "107"]),
        support,
        Queue::new("6502", "Billing").password("5502").static_agents(&["108"]).dynamic_agents(&["110"]),
    ]
}

fn messages() -> Vec<Message> {
    let message = |extension: &str, file: &str, from: &str, age, seconds, voice| Message {
        extension: extension.to_owned(),
        file: file.to_owned(),
        from: from.to_owned(),
        age,
        sound: murmur(seconds, voice),
    };
    vec![
        message("101", "msg0000.wav", "13800138000", 26 * HOUR, 6, 1),
        message("101", "msg0001.wav", "102", 3 * HOUR, 4, 2),
        message("101", "msg0002.wav", "\"Nordwind GmbH\" <+4930123456>", 35 * MINUTE, 8, 3),
        message("102", "msg0000.wav", "7001", 5 * HOUR, 3, 4),
    ]
}

fn past_calls() -> Vec<PastCall> {
    // Ages, not dates, so that the list is fresh whenever the demo starts.
    let call = |age, from: &str, to: &str, total, talk, direction: &str| PastCall {
        age,
        from: from.to_owned(),
        to: to.to_owned(),
        total: Duration::from_secs(total),
        talk: Duration::from_secs(talk),
        direction: direction.to_owned(),
    };
    vec![
        call(27 * HOUR, "13800138000", "6500(101)", 187, 172, "Inbound"),
        call(26 * HOUR, "101", "102", 64, 55, "Internal"),
        call(25 * HOUR, "101", "02012345678", 240, 221, "Outbound"),
        call(4 * HOUR, "\"Nordwind GmbH\" <+4930123456>", "101", 30, 0, "Inbound"),
        call(2 * HOUR, "103", "101", 41, 33, "Internal"),
        call(50 * MINUTE, "13912345678", "6500(107)", 75, 60, "Inbound"),
    ]
}
