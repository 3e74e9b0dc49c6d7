//! How many views a desk makes, and how large they are: each is made, sent to a page and drawn there, on a thin client by
//! the processor, and a ring is not to wait behind one.

use std::time::Duration;

use agent_core::{Page, PhoneStatus};

use crate::bench::Bench;
use crate::script::perform;

/// From here on a view takes a way more to the page.
const LARGEST: usize = 8192;

/// Signed in to three queues and looking at them, at rest.
fn desk() -> Bench {
    let mut bench = Bench::new();
    for line in [
        "world queue 6500 Sales; static 101 102; members 101=1 102=1; waiting 2",
        "world queue 6501 Support; dynamic 101 106; members 101=1 106=2; waiting 0",
        "world queue 6502 Orders; dynamic 103; members 103=1; waiting 0",
        "signed in as 101",
        "> look desk",
        "(3 min)",
    ] {
        perform(&mut bench, line);
    }
    assert_eq!(bench.view().queues.len(), 3);
    bench
}

/// How many views these lines make.
fn views(bench: &mut Bench, lines: &[&str]) -> u64 {
    let before = bench.view().revision;
    for line in lines {
        perform(bench, line);
    }
    bench.view().revision - before
}

const RING: [&str; 3] = [
    "< ALERT #1672 in[13800138000 to 101 #1670]",
    "< RING #1672 101, in[13800138000 to 101 #1670]",
    "! the contacts know 13800138000",
];
const ANSWER: [&str; 2] = ["< status 101 InUse", "< ANSWER #1670 101, in[13800138000 to 101 #1670]"];

#[test]
fn a_ring_is_three_views_at_most() {
    let mut desk = desk();
    let count = views(&mut desk, &RING);
    assert!(count <= 3, "{count} views");
    assert_eq!(desk.view().calls.len(), 1, "it rings");
}

#[test]
fn a_minute_of_talking_is_no_view() {
    let mut desk = desk();
    views(&mut desk, &RING);
    views(&mut desk, &ANSWER);
    desk.pass(Duration::from_secs(15));
    assert_eq!(views(&mut desk, &["(60 s)"]), 0);
}

/// The window may have to be made for it first.
#[test]
fn a_page_that_is_asked_for_is_wanted_until_it_is_looked_at() {
    let mut desk = desk();
    let wanted = |desk: &mut Bench, line: &str| {
        perform(desk, line);
        desk.view().dial.page
    };
    for (line, page) in [
        ("> show missed", Some(Page::Missed)),
        ("> look desk", Some(Page::Missed)),
        ("> look missed", None),
        ("> look desk", None),
    ] {
        assert_eq!(wanted(&mut desk, line), page, "{line}");
    }
}

/// Dates of the mailbox are of the PBX's clock.
#[test]
fn the_view_says_what_the_pbxs_clock_showed_and_when() {
    let mut desk = desk();
    assert_eq!(desk.view().voicemail.clock, None, "no dates");
    views(&mut desk, &["world voicemail msg0001.wav 102 2020-05-20_10:05:00 34", "(1 min)"]);
    let clock = desk.view().voicemail.clock.clone().unwrap();
    assert_eq!(clock.said, "2020-05-20 07:12:32");
    assert!(clock.at <= desk.view().now, "{clock:?}");
}

#[test]
fn an_idle_minute_with_three_queues_is_no_view() {
    let mut desk = desk();
    assert_eq!(views(&mut desk, &["(60 s)"]), 0);
    assert!(
        views(
            &mut desk,
            &["world queue 6500 Sales; static 101 102; members 101=1 102=1; waiting 3", "(15 s)"]
        ) > 0
    );
}

#[test]
fn a_queue_that_is_not_told_of_is_old_after_a_minute() {
    let mut desk = desk();
    let as_of = |desk: &Bench| desk.view().queues[0].as_of;
    assert_eq!(as_of(&desk), None);
    let told = desk.view().now;
    perform(&mut desk, "world answers slowly");
    // Each question that stays without an answer is asked again; a minute of that ends the session.
    assert_eq!(as_of(&desk), None, "told a moment ago");
    desk.pass(Duration::from_secs(75));
    assert!(as_of(&desk).is_some_and(|at| at >= told), "{:?}", as_of(&desk));
}

/// Above 250 only favourites, those who serve a queue of ours, and who is searched for.
#[test]
fn of_a_thousand_colleagues_a_page_is_drawn() {
    let mut desk = Bench::new();
    for line in [
        "world extensions 1000",
        "world queue 6500 Sales; static 101 2007; members 101=1 2007=1; waiting 0",
        "signed in as 101",
        "< status 2999 Idle",
        "> star 2999",
        "> look team",
    ] {
        perform(&mut desk, line);
    }
    let shown = |desk: &Bench| {
        let view = desk.view();
        let rows = view.team.rows.iter().map(|row| row.extension.clone()).collect::<Vec<_>>();
        (rows, view.team.hidden)
    };
    assert_eq!(shown(&desk), (vec!["2999".to_owned(), "2007".to_owned()], 1001));
    perform(&mut desk, "> find 20");
    assert_eq!(shown(&desk).0.len(), 100, "from 2000 to 2099");
    perform(&mut desk, "> find colleague");
    let (rows, hidden) = shown(&desk);
    assert_eq!((rows.len(), rows[0].as_str(), hidden), (250, "2999", 750));
    let size = serde_json::to_vec(&desk.view().team).unwrap().len();
    assert!(size < 64 * 1024, "{size} bytes");
    perform(&mut desk, "(2 s)");
    // What changes out of sight is no view: ten phones a second would draw the page ten times.
    assert_eq!(views(&mut desk, &["< status 2998 InUse", "(500 ms)", "< status 2998 Idle", "(500 ms)"]), 0);
    assert_eq!(views(&mut desk, &["< status 2000 InUse"]), 1);
    // In sight they are drawn twice a second, the first at once.
    let second = (2001..2011).flat_map(|phone| [format!("< status {phone} InUse"), "(100 ms)".to_owned()]);
    let second: Vec<String> = ["(500 ms)".to_owned()].into_iter().chain(second).collect();
    let lines: Vec<&str> = second.iter().map(String::as_str).collect();
    assert_eq!(views(&mut desk, &lines), 3, "at 0, 500 and 1000 ms");
    let busy = desk.view().team.rows.iter().filter(|row| row.status == PhoneStatus::InUse).count();
    assert_eq!(busy, 11, "none is forgotten");
    perform(&mut desk, "> look desk");
    assert_eq!(views(&mut desk, &["< status 2000 Idle"]), 0, "nobody sees them");
}

#[test]
fn a_burst_of_twenty_calls_keeps_each_view_small() {
    let mut desk = desk();
    for n in 0..20 {
        let (line, number) = (1700 + 10 * n, 13_800_138_000_u64 + n);
        let party = format!("in[{number} to 101 #{line}]");
        for report in [
            format!("< RING #{} 101, {party}", line + 2),
            format!("! nobody knows {number}"),
            "(300 ms)".to_owned(),
            format!("< BYE #{} 101, {party}", line + 2),
            format!("< BYE #{line} {party}, 101"),
            "(300 ms)".to_owned(),
        ] {
            perform(&mut desk, &report);
            let size = serde_json::to_vec(&*desk.view()).unwrap().len();
            assert!(size < LARGEST, "{size} bytes after {report} of call {n}");
        }
    }
    // All of them are told as missed, and the latest are shown longest.
    desk.pass(Duration::from_secs(4));
    assert_eq!(desk.view().calls.len(), 3);
    desk.pass(Duration::from_secs(8));
    assert_eq!(desk.view().calls.len(), 0);
}
