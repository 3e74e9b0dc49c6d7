//! Who calls: contacts, earlier calls, the last note, the page in another program.

use agent_core::{
    CallNote, CallState, CrmTarget, CrmWhen, HistoryQuery, ImportOutcome, Intent, Preferences, View,
};

use pbx_simulator::World;

use crate::bench::Bench;

const BOOK: &str = "Name,Company,Mobile Phone\nAda Lovelace,Nordwind GmbH,+86 138 0013 8000\n";

fn rings(view: &View) -> bool {
    view.calls.iter().any(|call| call.state == CallState::Ringing)
}

#[tokio::test]
async fn a_caller_is_known_by_name_note_and_earlier_calls() {
    let bench = Bench::online().await;
    let preferences = Preferences {
        country: "CN".to_owned(),
        crm: vec![CrmTarget {
            address: "https://crm.example/?n={number}&who={name}".to_owned(),
            when: CrmWhen::OnAnswer,
            ..CrmTarget::default()
        }],
        ..Preferences::default()
    };
    bench.agent.dispatch(Intent::SavePreferences { preferences: Box::new(preferences) }).await.unwrap();
    let outcome = bench.agent.import_contacts("book.csv".to_owned(), BOOK.into(), None).await;
    assert!(matches!(outcome, Ok(ImportOutcome::Taken { report }) if report.contacts == 1));

    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    let view = bench.sees("Ada", |view| rings(view) && view.calls[0].name.is_some()).await;
    let card = view.calls[0].card.clone().unwrap();
    assert_eq!(
        (card.name.as_deref(), card.company.as_deref()),
        (Some("Ada Lovelace"), Some("Nordwind GmbH"))
    );
    bench.control.lift("101").unwrap();
    let view = bench.sees("talking", |view| view.calls[0].answered.is_some()).await;
    let note = CallNote {
        text: "wants an offer".to_owned(),
        result: "sold".to_owned(),
        tags: vec!["vip".to_owned()],
    };
    let record = view.calls[0].record.clone();
    bench.agent.dispatch(Intent::Annotate { record: record.clone(), note: note.clone() }).await.unwrap();
    bench.control.hang_up("101").unwrap();
    let view = bench.sees("the work after it", |view| !view.wrap_ups.is_empty()).await;
    assert_eq!(view.wrap_ups.first().map(|work| (&work.record, &work.note)), Some((&record, &note)));
    assert_eq!(bench.browser.opened(1).await, ["https://crm.example/?n=13800138000&who=Ada%20Lovelace"]);

    // Whoever asks for a page finds what was written before; the card that a ring shows waits for nothing.
    for search in ["offer", "vip", "sold", "Ada"] {
        let query = HistoryQuery { search: search.to_owned(), ..HistoryQuery::default() };
        assert_eq!(bench.agent.history_page(query).await.unwrap().rows[0].id, record, "{search}");
    }

    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    let view = bench.sees("the card", |view| rings(view) && view.calls.last().unwrap().card.is_some()).await;
    let card = view.calls.last().unwrap().card.clone().unwrap();
    assert_eq!(card.last_note.as_deref(), Some("wants an offer"));
    assert!(!card.last_calls.is_empty());
}

#[tokio::test]
async fn a_note_survives_a_program_that_ends_in_the_middle_of_the_call() {
    let bench = Bench::online().await;
    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    bench.control.lift("101").unwrap();
    let view = bench.sees("talking", |view| view.calls.iter().any(|call| call.answered.is_some())).await;
    let note = CallNote { text: "wants an offer".to_owned(), ..CallNote::default() };
    let record = view.calls[0].record.clone();
    bench.agent.dispatch(Intent::Annotate { record, note: note.clone() }).await.unwrap();
    let bench = bench.restarted().await;
    let rows = bench.agent.history_page(HistoryQuery::default()).await.unwrap().rows;
    assert_eq!(rows.iter().map(|row| &row.note).collect::<Vec<_>>(), [&note]);
}

#[tokio::test]
async fn past_calls_are_noted_exported_and_forgotten() {
    let bench = Bench::with(World::demo()).await.signed_in().await;
    bench.sees("the past", |view| view.history_revision > 0).await;
    let all = || bench.agent.history_page(HistoryQuery::default());
    let first = all().await.unwrap().rows.remove(0);
    let note = CallNote { text: "=a late thought".to_owned(), ..CallNote::default() };
    let revision = bench.agent.watch().borrow().history_revision;
    bench.agent.dispatch(Intent::Annotate { record: first.id.clone(), note: note.clone() }).await.unwrap();
    bench.sees("noted", |view| view.history_revision > revision).await;
    assert_eq!(all().await.unwrap().rows[0].note, note);

    let path = bench.agent.export_history(HistoryQuery::default()).await.unwrap();
    let csv = std::fs::read_to_string(path).unwrap();
    assert!(csv.contains("'=a late thought"), "{csv}");

    bench.agent.forget_call(first.id.clone()).await.unwrap();
    assert!(all().await.unwrap().rows.iter().all(|row| row.id != first.id));
    let data = bench.dir.path().join("data");
    let heard = data.join("cache/recordings/10.0.0.5/a.wav");
    std::fs::create_dir_all(heard.parent().unwrap()).unwrap();
    std::fs::write(&heard, "sound").unwrap();
    let waits = ["webhook", "webhook-3"].map(|queue| data.join(queue).join("000000000001.json"));
    for waits in &waits {
        std::fs::create_dir_all(waits.parent().unwrap()).unwrap();
        std::fs::write(waits, "{}").unwrap();
    }
    bench.agent.forget_all_calls().await.unwrap();
    assert!(!heard.exists(), "what was heard of them is forgotten too");
    assert!(waits.iter().all(|waits| !waits.exists()), "and what was to be told of them");
    assert!(all().await.unwrap().rows.is_empty());
}
