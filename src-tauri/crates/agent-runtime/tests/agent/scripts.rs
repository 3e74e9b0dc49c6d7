//! Other programs are told of calls: over the web, in order and until they take it, and by being started.

use agent_core::{
    CallEvent, CallNote, CrmTarget, CrmWhen, Intent, Notice, PageTrouble, PasswordSlot, Preferences,
    ProgramTrouble, Scripts, Settings, View, Webhook, WebhookTrouble, WebhookView,
};
use pbx_protocol::Secret;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::bench::{Bench, Mood, PATIENCE};
use crate::receiver::{DISLIKED, Receiver};
use crate::signatures::assert_signed;

pub(crate) async fn tell(bench: &Bench, scripts: Scripts) {
    let preferences = Preferences { scripts, ..Preferences::default() };
    bench.agent.dispatch(Intent::SavePreferences { preferences: Box::new(preferences) }).await.unwrap();
}

async fn a_call(bench: &Bench) {
    bench.control.outside_calls_extension("\"A $(id) & B\" <13800138000>", "101").unwrap();
    bench.sees("the caller's card", |view| view.calls.iter().any(|call| call.card.is_some())).await;
    bench.control.lift("101").unwrap();
    bench.sees("talking", |view| view.calls.iter().any(|call| call.answered.is_some())).await;
    bench.control.hang_up("101").unwrap();
    bench.sees("the end", |view| !view.wrap_ups.is_empty()).await;
}

fn all(webhook: String) -> Scripts {
    let events = vec![CallEvent::Ring, CallEvent::Answer, CallEvent::End, CallEvent::Missed];
    Scripts { webhooks: one(0, webhook, events), ..Scripts::default() }
}

pub(crate) fn one(slot: u8, address: String, events: Vec<CallEvent>) -> Vec<Webhook> {
    vec![Webhook { slot, address, events }]
}

fn first(view: &View) -> Option<&WebhookView> {
    view.webhooks.first()
}

#[tokio::test]
async fn what_was_written_about_a_call_is_told_when_it_is_done() {
    let mut receiver = Receiver::start("127.0.0.1:0", &[]).await;
    let bench = Bench::online().await;
    let webhook = format!("http://{}/", receiver.address);
    let webhooks = one(0, webhook, vec![CallEvent::End, CallEvent::Note]);
    let scripts = Scripts { webhooks, ..Scripts::default() };
    tell(&bench, scripts).await;
    bench.sees("unsigned", |view| first(view).is_some_and(|webhook| webhook.unsigned)).await;
    bench.agent.store_password(PasswordSlot::Webhook, Secret::new("top secret")).await;
    bench.sees("signed", |view| first(view).is_some_and(|webhook| !webhook.unsigned)).await;
    a_call(&bench).await;
    let view = bench.sees("the work after it", |view| !view.wrap_ups.is_empty()).await;
    let record = view.wrap_ups[0].record.clone();
    let note = CallNote { text: "wants two".to_owned(), result: "Sold".to_owned(), tags: Vec::new() };
    bench.agent.dispatch(Intent::Annotate { record: record.clone(), note }).await.unwrap();
    bench.agent.dispatch(Intent::FinishWrapUp { record: Some(record.clone()) }).await.unwrap();

    let (end, note) = (receiver.next().await, receiver.next().await);
    assert_eq!(end.header("x-uc-companion-event"), "end");
    assert_eq!(note.header("x-uc-companion-event"), "note");
    assert!(note.header("x-uc-companion-signature").contains(",v1="));
    let told: Value = serde_json::from_str(&note.body).unwrap();
    assert_eq!([&told["call"]["id"], &told["call"]["number"]], [record.as_str(), "13800138000"]);
    assert_eq!([&told["call"]["note"]["result"], &told["call"]["note"]["text"]], ["Sold", "wants two"]);
    let came_of_it = &told["note"];
    assert_eq!(came_of_it["result"], serde_json::json!({ "id": "sold", "label": "Sold" }));
    assert_eq!([&came_of_it["revision"], &came_of_it["holdSeconds"]], [1, 0]);
    assert!(note.header("x-uc-companion-delivery").ends_with("-note-1"));

    // What is mended later is another delivery of the same call.
    let mended = CallNote { text: "wants three".to_owned(), result: "Sold".to_owned(), tags: Vec::new() };
    bench.agent.dispatch(Intent::Annotate { record: record.clone(), note: mended }).await.unwrap();
    let again = receiver.next().await;
    assert!(again.header("x-uc-companion-delivery").ends_with("-note-2"));
    let told: Value = serde_json::from_str(&again.body).unwrap();
    assert_eq!(
        [&told["note"]["revision"], &told["note"]["text"]],
        [&Value::from(2), &Value::from("wants three")]
    );

    // By the next run of the program as well.
    let bench = bench.restarted().await;
    let mended = CallNote { text: "wants four".to_owned(), ..CallNote::default() };
    bench.agent.dispatch(Intent::Annotate { record, note: mended }).await.unwrap();
    let again = receiver.next().await;
    assert!(again.header("x-uc-companion-delivery").ends_with("-note-3"));
    let told: Value = serde_json::from_str(&again.body).unwrap();
    assert_eq!([&told["call"]["number"], &told["note"]["text"]], ["13800138000", "wants four"]);
}

#[tokio::test]
async fn a_note_whose_program_ends_before_it_is_sent_is_sent_once_by_the_next() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let bench = Bench::online().await;
    let events = vec![CallEvent::End, CallEvent::Note];
    tell(&bench, Scripts { webhooks: one(0, format!("http://{free}/"), events), ..Scripts::default() }).await;
    a_call(&bench).await;
    bench.agent.dispatch(Intent::FinishWrapUp { record: None }).await.unwrap();
    bench.sees("both wait", |view| first(view).is_some_and(|webhook| webhook.waiting == 2)).await;
    let since = |view: &View| first(view).is_some_and(|webhook| webhook.waiting_since.is_some());
    bench.sees("since when", since).await;
    let bench = bench.restarted().await;
    let mut receiver = Receiver::start(&free.to_string(), &[]).await;
    for event in ["end", "note"] {
        assert_eq!(receiver.next().await.header("x-uc-companion-event"), event);
    }
    bench.sees("none waits", |view| first(view).is_some_and(|webhook| webhook.waiting == 0)).await;
    bench.agent.shutdown().await;
    assert!(receiver.posts.try_recv().is_err(), "it was told twice");
}

#[tokio::test]
async fn while_nobody_is_there_the_order_of_all_calls_holds() {
    let mut receiver = Receiver::start("127.0.0.1:0", &[503, 503, 503]).await;
    let bench = Bench::online().await;
    let events = vec![CallEvent::End];
    let webhooks = one(0, format!("http://{}/", receiver.address), events);
    tell(&bench, Scripts { webhooks, ..Scripts::default() }).await;
    a_call(&bench).await;
    bench.control.outside_calls_extension("13900139000", "101").unwrap();
    bench.sees("it rings", |view| view.calls.len() == 2).await;
    bench.control.outside_hangs_up("13900139000").unwrap();
    let mut told = Vec::new();
    for _ in 0..5 {
        let post = receiver.next().await;
        let body: Value = serde_json::from_str(&post.body).unwrap();
        told.push(body["call"]["number"].as_str().unwrap().to_owned());
    }
    assert_eq!(told[..4], ["13800138000"; 4].map(str::to_owned), "the first is tried until it is taken");
    assert_eq!(told[4], "13900139000");
}

#[tokio::test]
async fn each_address_hears_of_its_own_events_and_one_that_is_away_holds_up_no_other() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let mut receiver = Receiver::start("127.0.0.1:0", &[]).await;
    let bench = Bench::online().await;
    let mut webhooks = one(0, format!("http://{free}/"), vec![CallEvent::Ring]);
    webhooks.extend(one(
        2,
        format!("http://{}/", receiver.address),
        vec![CallEvent::Answer, CallEvent::State],
    ));
    tell(&bench, Scripts { webhooks, ..Scripts::default() }).await;
    a_call(&bench).await;
    let mut told = Vec::new();
    while told.len() < 3 {
        told.push(receiver.next().await.header("x-uc-companion-event").to_owned());
    }
    told.sort();
    assert_eq!(told, ["answer", "state", "state"]);
    bench.sees("one waits", |view| first(view).is_some_and(|one| (one.slot, one.waiting) == (0, 1))).await;
    assert!(bench.dir.path().join("data").join("webhook-2").exists(), "each has a folder of its own");
}

#[tokio::test]
async fn a_test_says_what_came_back() {
    let mut receiver = Receiver::start("127.0.0.1:0", &[401]).await;
    let bench = Bench::online().await;
    bench.agent.store_password(PasswordSlot::Webhook, Secret::new("top secret")).await;
    tell(&bench, all(format!("http://{}/", receiver.address))).await;
    bench.agent.dispatch(Intent::TestWebhook { slot: 0 }).await.unwrap();
    let post = receiver.next().await;
    assert!(post.header("x-uc-companion-signature").contains(",v1="), "signed as events are");
    let told: Value = serde_json::from_str(&post.body).unwrap();
    assert_eq!([&told["test"], &told["event"]], [&Value::from(true), &Value::from("note")]);
    let view = bench.sees("the answer", |view| first(view).is_some_and(|one| one.test.is_some())).await;
    let test = first(&view).unwrap().test.clone().unwrap();
    assert_eq!((test.status, test.line.as_str()), (Some(401), "who is that?"));
    bench.agent.dispatch(Intent::TestWebhook { slot: 1 }).await.unwrap_err();
}

#[tokio::test]
async fn events_are_posted_in_order_signed_and_again_until_taken() {
    let mut receiver = Receiver::start("127.0.0.1:0", &[503, 204, 422]).await;
    let bench = Bench::online().await;
    bench.agent.store_password(PasswordSlot::Webhook, Secret::new("top secret")).await;
    tell(&bench, all(format!("http://{}/calls?x=1", receiver.address))).await;
    a_call(&bench).await;

    let refused = receiver.next().await;
    let mut posts = Vec::new();
    for _ in 0..3 {
        posts.push(receiver.next().await);
    }
    assert_eq!(refused.header("x-uc-companion-delivery"), posts[0].header("x-uc-companion-delivery"));
    let events: Vec<&str> = posts.iter().map(|post| post.header("x-uc-companion-event")).collect();
    // One that is refused for good holds up nothing.
    assert_eq!(events, ["ring", "answer", "end"]);
    for post in &posts {
        assert_signed(post, "top secret");
    }
    let end: Value = serde_json::from_str(&posts[2].body).unwrap();
    assert_eq!(end["event"], "end");
    let call = &end["call"];
    assert_eq!(
        [&call["direction"], &call["number"], &call["name"], &call["outcome"], &call["extension"]],
        ["inbound", "13800138000", "A $(id) & B", "answered", "101"]
    );
    for moment in [&end["at"], &call["started"], &call["answered"], &call["ended"]] {
        assert!(moment.as_str().is_some_and(|text| text.ends_with('Z')), "{end}");
    }
}

#[tokio::test]
async fn what_nobody_took_is_posted_after_a_restart() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let bench = Bench::online().await;
    tell(&bench, all(format!("http://{free}/"))).await;
    a_call(&bench).await;
    let bench = bench.restarted().await;
    let mut receiver = Receiver::start(&free.to_string(), &[]).await;
    let mut events = Vec::new();
    for _ in 0..3 {
        let post = receiver.next().await;
        assert_eq!(post.header("x-uc-companion-signature"), "", "there is no secret");
        events.push(post.header("x-uc-companion-event").to_owned());
    }
    assert_eq!(events, ["ring", "answer", "end"]);
    bench.agent.shutdown().await;
}

#[tokio::test]
async fn what_happens_at_once_is_posted_in_its_order() {
    let mut receiver = Receiver::start("127.0.0.1:0", &[]).await;
    let bench = Bench::online().await;
    tell(&bench, all(format!("http://{}/", receiver.address))).await;
    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    bench.sees("the caller's card", |view| view.calls.iter().any(|call| call.card.is_some())).await;
    bench.control.outside_hangs_up("13800138000").unwrap();
    for event in ["ring", "end", "missed"] {
        assert_eq!(receiver.next().await.header("x-uc-companion-event"), event);
    }
}

#[tokio::test]
async fn an_event_the_receiver_fails_at_holds_up_no_other_call() {
    let mut receiver = Receiver::start("127.0.0.1:0", &[]).await;
    let bench = Bench::online().await;
    tell(&bench, all(format!("http://{}/", receiver.address))).await;
    bench.control.outside_calls_extension(DISLIKED, "101").unwrap();
    bench.sees("the caller's card", |view| view.calls.iter().any(|call| call.card.is_some())).await;
    bench.control.outside_hangs_up(DISLIKED).unwrap();
    bench.sees("three wait", |view| first(view).is_some_and(|webhook| webhook.waiting == 3)).await;
    a_call(&bench).await;
    let (mut told, mut disliked) = (Vec::new(), Vec::new());
    while told.len() < 3 {
        let post = receiver.next().await;
        let list = if post.body.contains(DISLIKED) { &mut disliked } else { &mut told };
        list.push(post.header("x-uc-companion-event").to_owned());
    }
    assert_eq!(told, ["ring", "answer", "end"]);
    assert!(disliked.len() >= 2 && disliked.iter().all(|event| event == "ring"), "{disliked:?}");
    bench.sees("it is kept", |view| first(view).is_some_and(|webhook| webhook.waiting == 3)).await;
}

#[tokio::test]
async fn a_webhook_that_is_switched_off_forgets_what_waited() {
    let mut old = Receiver::start("127.0.0.1:0", &[401]).await;
    let bench = Bench::online().await;
    tell(&bench, all(format!("http://{}/", old.address))).await;
    a_call(&bench).await;
    old.next().await;
    let three_wait = |view: &View| first(view).is_some_and(|webhook| webhook.waiting == 3);
    bench.sees("three wait", three_wait).await;
    let folder = bench.dir.path().join("data").join("webhook");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3);
    tell(&bench, all(String::new())).await;
    bench.sees("it is no longer told of", |view| view.webhooks.is_empty()).await;
    // Callers' numbers are not kept.
    let gone = async {
        while std::fs::read_dir(&folder).unwrap().count() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.unwrap();
    // What an earlier run left is forgotten as well.
    std::fs::write(folder.join("000000000001.json"), "{}").unwrap();
    let bench = bench.restarted().await;
    let gone = async {
        while folder.join("000000000001.json").exists() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.unwrap();
    bench.agent.shutdown().await;
    assert!(old.posts.try_recv().is_err(), "the old address was told");
}

#[tokio::test]
async fn a_locked_keyring_sends_nothing_unsigned() {
    let mut receiver = Receiver::start("127.0.0.1:0", &[]).await;
    let bench = Bench::online().await;
    bench.agent.store_password(PasswordSlot::Webhook, Secret::new("top secret")).await;
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    tell(&bench, all(format!("http://{free}/"))).await;
    a_call(&bench).await;
    bench.keyring.set_mood(Mood::Locked);
    let bench = bench.restarted().await;
    tell(&bench, all(format!("http://{}/", receiver.address))).await;
    let host = receiver.address.to_string();
    let locked = Notice::WebhookTrouble { host, trouble: WebhookTrouble::KeyringLocked };
    bench.sees("that it is locked", |view| is_told(view, &locked)).await;
    bench.keyring.set_mood(Mood::Healthy);
    // Another setting asks again at once; by itself it would be asked in a while.
    tell(&bench, all(format!("http://{}/again", receiver.address))).await;
    for event in ["ring", "answer", "end"] {
        let post = receiver.next().await;
        assert_eq!(post.header("x-uc-companion-event"), event);
        assert!(post.header("x-uc-companion-signature").contains("v1="), "unsigned");
    }
    bench.sees("that it is over", |view| !is_told(view, &locked)).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_gets_the_callers_words_as_they_are() {
    use std::os::unix::fs::PermissionsExt as _;

    let bench = Bench::online().await;
    let program = bench.dir.path().join("tell me.sh");
    // Written beside and moved: whoever waits for the file finds it whole.
    let script =
        "#!/bin/sh\nfor argument; do echo \"<$argument>\"; done >\"$0.part\"\nmv \"$0.part\" \"$0.$1\"\n";
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let scripts = Scripts {
        events: vec![CallEvent::Answer],
        program: program.display().to_string(),
        arguments: ["{event}", "--name={name}", "{number} {direction}"].map(str::to_owned).to_vec(),
        ..Scripts::default()
    };
    tell(&bench, scripts).await;
    a_call(&bench).await;
    let told = bench.dir.path().join("tell me.sh.answer");
    let written = bench.reads(&told).await;
    assert_eq!(written, "<answer>\n<--name=A $(id) & B>\n<13800138000 inbound>\n");
}

fn is_told(view: &View, notice: &Notice) -> bool {
    view.notices.iter().any(|shown| shown.notice == *notice)
}

fn blocked(receiver: &Receiver, status: u16) -> Notice {
    Notice::WebhookTrouble { host: receiver.address.to_string(), trouble: WebhookTrouble::Blocked { status } }
}

#[tokio::test]
async fn a_secret_that_is_not_accepted_is_told_and_loses_nothing() {
    for status in [401, 403] {
        let mut receiver = Receiver::start("127.0.0.1:0", &[status]).await;
        let bench = Bench::online().await;
        tell(&bench, all(format!("http://{}/", receiver.address))).await;
        a_call(&bench).await;
        receiver.next().await;
        let is_blocked = |view: &View| {
            let waiting = first(view).map_or(0, |webhook| webhook.waiting);
            waiting == 3 && is_told(view, &blocked(&receiver, status))
        };
        let view = bench.sees("the trouble", is_blocked).await;
        let webhook = first(&view).unwrap();
        assert_eq!((webhook.last.unwrap().status, webhook.dropped), (Some(status), 0));

        bench.agent.store_password(PasswordSlot::Webhook, Secret::new("right")).await;
        for event in ["ring", "answer", "end"] {
            assert_eq!(receiver.next().await.header("x-uc-companion-event"), event);
        }
        let is_well = |view: &View| {
            let webhook = first(view).unwrap();
            webhook.waiting == 0 && webhook.trouble.is_none() && !is_told(view, &blocked(&receiver, status))
        };
        bench.sees("that it works again", is_well).await;
    }
}

#[tokio::test]
async fn an_address_that_moved_or_is_gone_gives_its_events_to_the_next() {
    for status in [301, 308, 404, 410] {
        let mut old = Receiver::start("127.0.0.1:0", &[status]).await;
        let mut new = Receiver::start("127.0.0.1:0", &[]).await;
        let bench = Bench::online().await;
        tell(&bench, all(format!("http://{}/", old.address))).await;
        a_call(&bench).await;
        old.next().await;
        bench.sees("the trouble", |view| is_told(view, &blocked(&old, status))).await;
        let edit = |settings: &mut Settings| settings.preferences.scripts = all("hooks.example".to_owned());
        let bench = bench.restarted_with(edit).await;
        let no_address =
            Notice::WebhookTrouble { host: "hooks.example".to_owned(), trouble: WebhookTrouble::NoAddress };
        bench.sees("that it is no address", |view| is_told(view, &no_address)).await;
        tell(&bench, all(format!("http://{}/", new.address))).await;
        for event in ["ring", "answer", "end"] {
            assert_eq!(new.next().await.header("x-uc-companion-event"), event);
        }
        assert!(old.posts.try_recv().is_err(), "the old address was asked again after {status}");
    }
}

#[tokio::test]
async fn an_event_that_is_refused_is_dropped_counted_and_told() {
    let mut receiver = Receiver::start("127.0.0.1:0", &[204, 422, 413]).await;
    let bench = Bench::online().await;
    tell(&bench, all(format!("http://{}/", receiver.address))).await;
    a_call(&bench).await;
    for event in ["ring", "answer", "end"] {
        assert_eq!(receiver.next().await.header("x-uc-companion-event"), event);
    }
    let refused = |status| Notice::WebhookTrouble {
        host: receiver.address.to_string(),
        trouble: WebhookTrouble::EventRefused { status },
    };
    let is_counted = |view: &View| {
        let webhook = first(view);
        webhook.is_some_and(|webhook| (webhook.dropped, webhook.waiting) == (2, 0))
    };
    let view = bench.sees("two dropped", is_counted).await;
    assert!(is_told(&view, &refused(422)) && is_told(&view, &refused(413)), "{:?}", view.notices);
}

#[tokio::test]
async fn a_program_that_can_not_be_started_is_told_once() {
    let bench = Bench::online().await;
    let missing = bench.dir.path().join("missing").display().to_string();
    let program = |program: &str| Scripts {
        events: vec![CallEvent::Ring, CallEvent::Answer, CallEvent::End],
        program: program.to_owned(),
        ..Scripts::default()
    };
    tell(&bench, program(&missing)).await;
    a_call(&bench).await;
    let of = |view: &View| {
        let told = view.notices.iter().filter_map(|shown| match &shown.notice {
            Notice::ProgramTrouble { program, trouble } => Some((program.clone(), trouble.clone())),
            _ => None,
        });
        told.collect::<Vec<_>>()
    };
    let view = bench.sees("the trouble", |view| !of(view).is_empty()).await;
    assert!(matches!(&of(&view)[..], [(_, ProgramTrouble::CannotStart { .. })]), "{:?}", view.notices);

    // Nobody can write this in the settings, but in their file.
    let edited = program("logger");
    let bench = bench.restarted_with(|settings| settings.preferences.scripts = edited).await;
    bench.is_online().await;
    bench.control.outside_calls_extension("13800138001", "101").unwrap();
    let no_path = ("logger".to_owned(), ProgramTrouble::NoFullPath);
    bench.sees("that the path is missing", |view| of(view) == [no_path.clone()]).await;
}

#[tokio::test]
async fn a_template_that_makes_no_address_is_told() {
    let edit = |settings: &mut Settings| {
        let address = "crm.example/{number}".to_owned();
        let page = CrmTarget { address, when: CrmWhen::OnRing, ..CrmTarget::default() };
        settings.preferences.crm = vec![page];
    };
    let bench = Bench::online().await.restarted_with(edit).await;
    bench.is_online().await;
    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    let notice = Notice::PageTrouble { trouble: PageTrouble::NoAddress };
    bench.sees("the trouble", |view| is_told(view, &notice)).await;
}
