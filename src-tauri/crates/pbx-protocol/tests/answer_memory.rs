//! An answer costs little more than its own bytes: a PBX, or who speaks in its place, fills no computer's memory.
//! One test alone in its process, so that nothing else counts; where the system tells the memory of a process.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use pbx_protocol::endpoints::{QueryExtension, QueryTrunks};
use pbx_protocol::{Endpoint, Form, answer};

/// What the client takes at most.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;
const MOST_MEGABYTES: usize = 64;

/// The most that this process has ever had, in kilobytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// `head`, then `piece` as often as it fits `times` or the largest answer, then `tail`.
fn body(head: &str, piece: &str, times: usize, tail: &str) -> Vec<u8> {
    let times = times.min((LARGEST_ANSWER - head.len() - tail.len()) / piece.len());
    [head, &piece.repeat(times), tail].concat().into_bytes()
}

/// Shows each of many answers that are as large as can be, one after the other.
fn bodies(list: &str, mut show: impl FnMut(&'static str, Vec<u8>)) {
    // As many values as are taken, and more.
    for times in [9_000, 49_000, 99_000] {
        let unknown = r#"{"status":"Success","x":["#;
        let row = format!(r#"{{"status":"Success","{list}":[{{"extnumber":"101","x":["#);
        let rows = format!(r#"{{"status":"Success","{list}":["#);
        let member = format!(r#"{{"status":"Success","{list}":[{{"extnumber":"101""#);
        show("numbers in an unknown member", body(unknown, "0,", times, "0]}"));
        show("objects in an unknown member", body(unknown, "{},", times, "0]}"));
        show("objects of one member", body(unknown, r#"{"a":0},"#, times, "0]}"));
        show("texts in an unknown member", body(unknown, "\"\",", times, "0]}"));
        show("longer texts", body(unknown, "\"0123456789012345678901234567890123\",", times, "0]}"));
        show("numbers in a row", body(&row, "0,", times, "0]}]}"));
        show("empty rows", body(&rows, "{},", times, "{}]}"));
        show("rows", body(&rows, r#"{"extnumber":"101"},"#, times, "{}]}"));
        show("members of one row", body(&member, r#","a":0"#, times, "}]}"));
        let unlike: Vec<String> = (0..times).map(|n| format!(r#","member{n}":0"#)).collect();
        let unlike = unlike.concat();
        show("unlike members of one row", [&member, &*unlike, "}]}"].concat().into_bytes());
        show("unlike members", [r#"{"status":"Success""#, &*unlike, "}"].concat().into_bytes());
    }
    show("one text", body(r#"{"status":"Success","x":""#, "x", usize::MAX, "\"}"));
    show("one deep list", body(r#"{"x":"#, "[", usize::MAX, ""));
}

fn read<E: Endpoint>(what: &str, body: &[u8], at_first: usize) {
    // Whether it is refused or read does not matter here. What begins with a brace is read as JSON all the same.
    let _ = answer::read_as::<E>(Form::Xml, body);
    let cost = (peak() - at_first) / 1024;
    assert!(cost <= MOST_MEGABYTES, "{}, {what}, {} bytes: {cost} MB", E::ABOUT.path, body.len());
}

#[test]
fn the_largest_answer_costs_at_most_64_megabytes() {
    let at_first = peak();
    bodies("extinfos", |what, body| read::<QueryExtension>(what, &body, at_first));
    let too_many = body(r#"{"status":"Success","x":["#, "0,", usize::MAX, "0]}");
    read::<QueryTrunks>("millions of numbers", &too_many, at_first);
    let xml = |piece| body("<xml><x>", piece, 49_000, "</x></xml>");
    read::<QueryTrunks>("elements", &xml("<a/>"), at_first);
    read::<QueryTrunks>("elements with text", &xml("<a>0</a>"), at_first);
}
