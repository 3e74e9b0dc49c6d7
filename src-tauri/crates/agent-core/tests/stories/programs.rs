//! Web addresses, callers' pages and results, as a story names them.

use agent_core::{
    CallEvent, CallResult, CrmTarget, CrmWhen, Fixed, FixedSetting, Policy, WallMillis, Webhook,
    WebhookAnswer, WebhookTrouble, WebhookView,
};

pub(crate) fn webhook_at(slot: u8, address: &str, events: &str) -> Webhook {
    let events = events.split(' ').map(event_of).collect();
    Webhook { slot, address: address.to_owned(), events }
}

/// `0 note, 2 ring end`: slots, and of what they are told.
pub(crate) fn webhooks(text: &str) -> Vec<Webhook> {
    let one = |text: &str| {
        let (slot, events) = text.split_once(' ').unwrap();
        webhook_at(slot.parse().unwrap(), &format!("https://hooks.example/{slot}"), events)
    };
    text.split(", ").filter(|one| !one.is_empty()).map(one).collect()
}

pub(crate) fn page_at(address: &str, when: CrmWhen) -> CrmTarget {
    CrmTarget { address: address.to_owned(), when, ..CrmTarget::default() }
}

/// `0 on-ring, 1 on-answer 6500 in outside`: slots, when, and for which calls.
pub(crate) fn pages(text: &str) -> Vec<CrmTarget> {
    text.split(", ").map(page).collect()
}

fn page(text: &str) -> CrmTarget {
    let mut words = text.split(' ');
    let slot = words.next().unwrap();
    let when = serde_json::from_value(words.next().unwrap().into()).unwrap();
    let address = format!("https://crm.example/{slot}?n={{e164}}&q={{queue}}&r={{result}}");
    let page = CrmTarget { slot: slot.parse().unwrap(), ..page_at(&address, when) };
    words.fold(page, |page, word| match word {
        "outside" => CrmTarget { only_outside: true, ..page },
        "in" | "out" => CrmTarget { direction: serde_json::from_value(word.into()).unwrap(), ..page },
        queue => CrmTarget { queues: [page.queues, vec![queue.to_owned()]].concat(), ..page },
    })
}

pub(crate) fn event_of(word: &str) -> CallEvent {
    match word {
        "ring" => CallEvent::Ring,
        "answer" => CallEvent::Answer,
        "end" => CallEvent::End,
        "missed" => CallEvent::Missed,
        "note" => CallEvent::Note,
        "state" => CallEvent::State,
        "voicemail" => CallEvent::Voicemail,
        other => panic!("no such event: {other}"),
    }
}

/// `20 s`, `20 s, result required of sold Sold 已成交`
pub(crate) fn after_calls(text: &str) -> Policy {
    let (seconds, results) = text.split_once(", result required of ").unwrap_or((text, ""));
    let seconds = seconds.trim_end_matches(" s").parse().unwrap();
    let mut settings = vec![FixedSetting::AfterCall { seconds }];
    let mut words = results.split(' ').map(str::to_owned);
    if let (Some(id), Some(en), Some(zh)) = (words.next(), words.next(), words.next()) {
        settings.push(FixedSetting::Results { results: vec![CallResult { id, en, zh }] });
        settings.push(FixedSetting::ResultRequired);
    }
    policy(settings)
}

fn policy(settings: Vec<FixedSetting>) -> Policy {
    let fixed = |setting| Fixed { setting, by: "policy.json".to_owned() };
    Policy { fixed: settings.into_iter().map(fixed).collect(), ..Policy::default() }
}

/// `webhook 401 blocked, 3 wait, 1 dropped`; the word is the trouble.
pub(crate) fn webhook(text: &str) -> WebhookView {
    let mut parts = text.split(", ");
    let mut words = parts.next().unwrap().split(' ').skip(1);
    let status = words.next().unwrap().parse().ok();
    let trouble = match (words.next(), status) {
        (None, _) => None,
        (Some("blocked"), Some(status)) => Some(WebhookTrouble::Blocked { status }),
        (Some("refused"), Some(status)) => Some(WebhookTrouble::EventRefused { status }),
        (Some("away"), _) => Some(WebhookTrouble::Away),
        (other, _) => panic!("no such trouble: {other:?}"),
    };
    let mut count = || parts.next().map_or(0, |part| part.split(' ').next().unwrap().parse().unwrap());
    let last = Some(WebhookAnswer { status, at: WallMillis(1_589_958_752_000) });
    WebhookView { last, waiting: count(), dropped: count(), trouble, ..WebhookView::default() }
}
