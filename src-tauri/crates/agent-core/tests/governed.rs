//! A desk under a policy: what is fixed wins, is refused where somebody would change it, and never reaches the file.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

use std::time::Duration;

use agent_core::{
    Account, Answer, Ask, ConnectionState, Desk, DialSource, Door, DoorIntent, Effect, Failure, Fixed,
    FixedField, FixedSetting, Input, Intent, Language, Listening, MediaId, Notice, Now, Policy, Preferences,
    QueueColour, Refusal, Scheme, Scripts, Settings, SoundIntent, Startup, Webhook,
};

fn fixed(settings: &[FixedSetting]) -> Policy {
    let by = "/etc/uc-companion/policy.json".to_owned();
    let fixed = settings.iter().map(|setting| Fixed { setting: setting.clone(), by: by.clone() });
    Policy { fixed: fixed.collect(), ..Policy::default() }
}

fn account(host: &str) -> Account {
    let (username, extension) = ("api".to_owned(), "101".to_owned());
    Account { host: host.to_owned(), username, extension, ..Account::default() }
}

fn desk(policy: Policy, settings: Settings) -> Desk {
    Desk::new(Startup { policy, settings, ..Startup::default() }, Now::default())
}

fn wish(desk: &mut Desk, intent: Intent) -> Vec<Effect> {
    desk.step(Input::Intent { intent, door: Door::Window }, Now::default())
}

fn refused(desk: &mut Desk, intent: Intent) -> Option<FixedField> {
    wish(desk, intent).into_iter().find_map(|effect| match effect {
        Effect::Refused { refusal: Refusal::SetByAdministrator { field } } => Some(field),
        _ => None,
    })
}

fn host(host: &str) -> FixedSetting {
    FixedSetting::Host { host: host.to_owned() }
}

fn saved(effects: Vec<Effect>) -> (Settings, Preferences) {
    let saved = effects.into_iter().find_map(|effect| match effect {
        Effect::SaveSettings { settings, in_force } => Some((*settings, *in_force)),
        _ => None,
    });
    saved.unwrap()
}

#[test]
fn what_is_fixed_wins_over_the_file() {
    let language = FixedSetting::Language { language: "zh-CN".to_owned() };
    let ports = FixedSetting::ReportPorts { first: 8300, last: 8309 };
    let policy = fixed(&[host("pbx.example"), language, ports, FixedSetting::HistoryDays { days: 30 }]);
    let settings = Settings { account: Some(account("10.0.0.5")), ..Settings::default() };
    let mut desk = desk(policy, settings);
    let shown = desk.view().settings.clone();
    let used = shown.account.unwrap();
    assert_eq!((used.host.as_str(), used.report_port), ("pbx.example", 8300));
    assert_eq!(shown.preferences.language, Language::Tag("zh-CN".to_owned()));
    assert_eq!(shown.preferences.history_days, 30);
    assert!(desk.view().policy.fixes(FixedField::Host));
    let effects = desk.step(Input::Started, Now::default());
    assert!(
        matches!(&effects[..], [Effect::Listen { account }] if account.host == "pbx.example"),
        "{effects:?}"
    );
}

#[test]
fn what_is_fixed_is_never_written_and_ends_with_the_policy() {
    let own =
        Preferences { scripts: told("https://hooks.example", ""), history_days: 7, ..Preferences::default() };
    let settings =
        Settings { account: Some(account("10.0.0.5")), preferences: own.clone(), ..Settings::default() };
    let policy =
        fixed(&[host("pbx.example"), FixedSetting::HistoryDays { days: 30 }, FixedSetting::NoWebhooks]);
    let mut desk = desk(policy, settings);
    let preferences = Preferences { ring_sound: true, ..desk.view().settings.preferences.clone() };
    assert_eq!(preferences.scripts.webhooks, []);
    let (kept, in_force) =
        saved(wish(&mut desk, Intent::SavePreferences { preferences: Box::new(preferences) }));
    assert_eq!(kept.account, Some(account("10.0.0.5")));
    assert_eq!(kept.preferences, Preferences { ring_sound: true, ..own });
    assert_eq!((in_force.history_days, in_force.ring_sound, in_force.scripts.webhooks.len()), (30, true, 0));
}

#[test]
fn whoever_would_change_it_is_refused_with_its_field() {
    let sha = "aa".repeat(32);
    let settings = [
        FixedSetting::Scheme { scheme: Scheme::Https },
        host("pbx.example"),
        FixedSetting::Port { port: 9012 },
        FixedSetting::ApiVersion { api_version: "v1.2".to_owned() },
        FixedSetting::Certificate { certificate: sha.clone() },
        FixedSetting::Username { username: "desk".to_owned() },
        FixedSetting::Extension { extension: "102".to_owned() },
        FixedSetting::ReportHost { report_host: "10.0.0.7".to_owned() },
        FixedSetting::ReportPorts { first: 8300, last: 8309 },
    ];
    for setting in &settings {
        let mut desk = desk(fixed(std::slice::from_ref(setting)), Settings::default());
        let other = Account { certificate: Some("bb".repeat(32)), ..account("10.0.0.5") };
        assert_eq!(refused(&mut desk, Intent::SignIn { account: other }), Some(setting.field()));
        let begun = desk.view().policy.first_account.clone().unwrap();
        let good = Account {
            host: if begun.host.is_empty() { "10.0.0.5".to_owned() } else { begun.host },
            username: if begun.username.is_empty() { "api".to_owned() } else { begun.username },
            extension: if begun.extension.is_empty() { "101".to_owned() } else { begun.extension },
            // A form shows none.
            certificate: None,
            ..begun
        };
        let effects = wish(&mut desk, Intent::SignIn { account: good });
        let [Effect::Listen { account }] = &effects[..] else { panic!("{setting:?}: {effects:?}") };
        if setting.field() == FixedField::Certificate {
            assert_eq!(account.certificate.as_ref(), Some(&sha));
        }
    }
    for (setting, preferences) in [
        (FixedSetting::Language { language: "en".to_owned() }, Preferences::default()),
        (FixedSetting::HistoryDays { days: 30 }, Preferences::default()),
        (
            FixedSetting::NoWebhooks,
            Preferences { scripts: told("https://hooks.example", ""), ..Preferences::default() },
        ),
        (
            FixedSetting::NoPrograms,
            Preferences { scripts: told("", "/usr/bin/logger"), ..Preferences::default() },
        ),
    ] {
        let mut desk = desk(fixed(std::slice::from_ref(&setting)), Settings::default());
        assert_eq!(
            refused(&mut desk, Intent::SavePreferences { preferences: Box::new(preferences) }),
            Some(setting.field())
        );
    }
}

fn told(webhook: &str, program: &str) -> Scripts {
    let webhooks = [webhook].into_iter().filter(|address| !address.is_empty());
    let webhook = |address: &str| Webhook { address: address.to_owned(), ..Webhook::default() };
    Scripts { webhooks: webhooks.map(webhook).collect(), program: program.to_owned(), ..Scripts::default() }
}

#[test]
fn what_is_forbidden_is_refused() {
    let policy = fixed(&[FixedSetting::NoRecordings, FixedSetting::NoVoicemail]);
    let mut desk = desk(policy, Settings { account: Some(account("10.0.0.5")), ..Settings::default() });
    let recording = MediaId::Recording { name: "a.wav".to_owned() };
    let message = MediaId::Voicemail { extension: "101".to_owned(), file: "msg0000.wav".to_owned() };
    for (media, field) in [(recording, FixedField::NoRecordings), (message, FixedField::NoVoicemail)] {
        for intent in [
            Intent::Sound(SoundIntent::Play { media: media.clone() }),
            Intent::Sound(SoundIntent::Save { media: media.clone() }),
            Intent::Sound(SoundIntent::OpenElsewhere { media: media.clone() }),
            Intent::Sound(SoundIntent::SaveAll { media: vec![media.clone()] }),
        ] {
            assert_eq!(refused(&mut desk, intent), Some(field));
        }
    }
    assert_eq!(refused(&mut desk, Intent::RefreshVoicemail), Some(FixedField::NoVoicemail));
    let file = "msg0000.wav".to_owned();
    assert_eq!(refused(&mut desk, Intent::DeleteVoicemail { file }), Some(FixedField::NoVoicemail));
}

#[test]
fn a_proposal_fills_the_form_and_fixes_nothing() {
    let extension = FixedSetting::Extension { extension: "101".to_owned() };
    let policy = Policy { proposed: vec![host("pbx.example"), extension], ..Policy::default() };
    let mut desk = desk(policy, Settings::default());
    let first = desk.view().policy.first_account.clone().unwrap();
    assert_eq!(
        (first.host.as_str(), first.extension.as_str(), first.scheme),
        ("pbx.example", "101", Scheme::Auto)
    );
    let other = Account { extension: "102".to_owned(), ..account("10.0.0.5") };
    let effects = wish(&mut desk, Intent::SignIn { account: other });
    assert!(matches!(effects[..], [Effect::Listen { .. }]), "{effects:?}");
}

#[test]
fn without_a_policy_nothing_is_proposed() {
    assert_eq!(desk(Policy::default(), Settings::default()).view().policy, Policy::default());
}

#[test]
fn a_mailbox_that_is_forbidden_is_not_asked_for() {
    for (policy, asks) in [(Policy::default(), true), (fixed(&[FixedSetting::NoVoicemail]), false)] {
        let mut desk = desk(policy, Settings::default());
        let mut asked = Vec::new();
        let mut effects = wish(&mut desk, Intent::SignIn { account: account("10.0.0.5") });
        while let Some(effect) = effects.pop() {
            let input = match effect {
                Effect::Listen { .. } => {
                    let address = "10.0.0.7".to_owned();
                    Input::Listening { outcome: Listening::Ready { address, port: 8260 } }
                }
                Effect::Send { id, ask } => {
                    asked.push(ask.clone());
                    let Some(answer) = answer(&ask) else { continue };
                    Input::Sent { id, outcome: Ok(answer), passed_over: 0 }
                }
                _ => continue,
            };
            effects.extend(desk.step(input, Now { monotonic: Duration::from_secs(1), ..Now::default() }));
        }
        let lists = asked.iter().filter(|ask| matches!(ask, Ask::MailList(_))).count();
        assert_eq!(lists > 0, asks, "{asked:?}");
    }
}

fn answer(ask: &Ask) -> Option<Answer> {
    let value = match ask {
        Ask::SignIn(_) => serde_json::json!({ "answer": "sign-in", "value": null }),
        Ask::ExtensionList(_) => {
            serde_json::json!({ "answer": "extension-list", "value": [{ "extnumber": "101", "username": "Li Na" }] })
        }
        _ => return None,
    };
    Some(serde_json::from_value(value).unwrap())
}

fn ports(first: u16, last: u16) -> Policy {
    fixed(&[FixedSetting::ReportPorts { first, last }])
}

fn taken(desk: &mut Desk, port: u16, holder: &str) -> Vec<Effect> {
    let outcome = Listening::PortTaken { port, free: Some(50_000), holder: Some(holder.to_owned()) };
    desk.step(Input::Listening { outcome }, Now::default())
}

fn listens_at(effects: &[Effect]) -> Option<u16> {
    effects.iter().find_map(|effect| match effect {
        Effect::Listen { account } => Some(account.report_port),
        _ => None,
    })
}

#[test]
fn of_a_range_the_next_free_port_is_taken() {
    // Last time it was 8262.
    let kept = Account { report_port: 8262, ..account("10.0.0.5") };
    let settings = Settings { account: Some(kept), ..Settings::default() };
    let mut desk = desk(ports(8260, 8262), settings);
    let mut effects = desk.step(Input::Started, Now::default());
    for (port, holder) in [(8262, "li"), (8260, "li")] {
        assert_eq!(listens_at(&effects), Some(port));
        effects = taken(&mut desk, port, holder);
    }
    assert_eq!(listens_at(&effects), Some(8261));
    let address = "10.0.0.7".to_owned();
    let effects =
        desk.step(Input::Listening { outcome: Listening::Ready { address, port: 8261 } }, Now::default());
    assert!(matches!(effects[..], [Effect::Send { .. }]), "the sign-in goes on: {effects:?}");
}

#[test]
fn where_all_ports_of_the_range_are_taken_it_is_not_online_and_says_by_whom() {
    let mut desk = desk(ports(8260, 8261), Settings::default());
    let typed = Account { report_port: 8260, ..account("10.0.0.5") };
    let effects = wish(&mut desk, Intent::SignIn { account: typed });
    assert_eq!(listens_at(&effects), Some(8260));
    assert_eq!(listens_at(&taken(&mut desk, 8260, "python3")), Some(8261));
    assert_eq!(listens_at(&taken(&mut desk, 8261, "python3")), None);
    let shown = desk.view().connection.clone();
    let holders = vec!["python3".to_owned()];
    assert_eq!(shown.problem, Some(Failure::PortsTaken { first: 8260, last: 8261, holders }));
    assert_eq!((shown.state, shown.free_port), (ConnectionState::Refused, None), "no other port is offered");
}

#[test]
fn what_is_waited_for_after_all_ports_were_taken_is_the_first_again() {
    let settings = Settings { account: Some(account("10.0.0.5")), ..Settings::default() };
    let mut desk = desk(ports(8260, 8261), settings);
    desk.step(Input::Started, Now::default());
    taken(&mut desk, 8260, "li");
    taken(&mut desk, 8261, "li");
    assert_eq!(desk.view().connection.state, ConnectionState::Reconnecting);
    let later = Now { monotonic: desk.next_deadline().unwrap(), ..Now::default() };
    assert_eq!(listens_at(&desk.step(Input::Deadline, later)), Some(8260));
}

#[test]
fn a_link_is_refused_where_the_administrator_wants_none() {
    for (on, refusal) in [(false, Some(FixedField::Links)), (true, None)] {
        let settings = Settings { account: Some(account("10.0.0.5")), ..Settings::default() };
        let mut desk = desk(fixed(&[FixedSetting::Links { on }]), settings);
        desk.step(Input::Started, Now::default());
        let dial = |door| Input::Intent {
            intent: Intent::Door(DoorIntent::Dial { number: "tel:102".to_owned() }),
            door,
        };
        let effects = desk.step(dial(Door::Link), Now::default());
        let refused = effects.iter().find_map(|effect| match effect {
            Effect::Refused { refusal: Refusal::SetByAdministrator { field } } => Some(*field),
            _ => None,
        });
        assert_eq!(refused, refusal);
        let view = desk.view();
        assert_eq!((view.dial.question.is_some(), view.notices.len()), (on, usize::from(!on)), "it is told");
        // A person's own script is no link.
        desk.step(dial(Door::CommandLine), Now::default());
        assert!(desk.view().dial.question.is_some());
    }
}

fn read_again(desk: &mut Desk, policy: Policy) -> Option<bool> {
    desk.step(Input::PolicyRead { policy }, Now::default());
    desk.view().notices.iter().find_map(|one| match one.notice {
        Notice::PolicyChanged { at_next_sign_in } => Some(at_next_sign_in),
        _ => None,
    })
}

#[test]
fn a_changed_policy_holds_at_once_and_is_told() {
    let own = Preferences { history_days: 7, ..Preferences::default() };
    let mut desk = desk(Policy::default(), Settings { preferences: own, ..Settings::default() });
    assert_eq!(read_again(&mut desk, Policy::default()), None, "nothing has changed");
    let policy = fixed(&[FixedSetting::HistoryDays { days: 30 }, FixedSetting::NoVoicemail]);
    assert_eq!(read_again(&mut desk, policy.clone()), Some(false));
    assert_eq!(desk.view().settings.preferences.history_days, 30);
    assert_eq!(refused(&mut desk, Intent::RefreshVoicemail), Some(FixedField::NoVoicemail));
    // What the person chose under it is theirs, and what was theirs before comes back when it ends.
    let preferences = Preferences { ring_sound: true, ..desk.view().settings.preferences.clone() };
    let (kept, _) = saved(wish(&mut desk, Intent::SavePreferences { preferences: Box::new(preferences) }));
    assert_eq!((kept.preferences.history_days, kept.preferences.ring_sound), (7, true));
    read_again(&mut desk, Policy::default());
    let shown = desk.view().settings.preferences.clone();
    assert_eq!((shown.history_days, shown.ring_sound), (7, true));
}

#[test]
fn a_changed_account_leaves_the_session_and_holds_from_the_next_sign_in() {
    let settings = Settings { account: Some(account("10.0.0.5")), ..Settings::default() };
    let mut desk = desk(Policy::default(), settings);
    desk.step(Input::Started, Now::default());
    let effects = desk.step(Input::PolicyRead { policy: fixed(&[host("pbx.example")]) }, Now::default());
    assert!(listens_at(&effects).is_none(), "{effects:?}");
    let view = desk.view();
    assert_eq!(view.connection.state, ConnectionState::SigningIn);
    let told = view.notices.iter().any(|one| one.notice == Notice::PolicyChanged { at_next_sign_in: true });
    assert!(told, "{:?}", view.notices);
    let next = view.settings.account.clone().unwrap();
    assert_eq!(next.host, "pbx.example");
    let effects = wish(&mut desk, Intent::SignIn { account: next });
    assert!(listens_at(&effects).is_some(), "{effects:?}");
}

#[test]
fn colours_of_queues_that_are_fixed_are_not_the_persons_and_come_back() {
    let colours = |colour| std::collections::BTreeMap::from([("6400".to_owned(), colour)]);
    let own = Preferences { queue_colours: colours(QueueColour::Pink), ..Preferences::default() };
    let settings = Settings { preferences: own.clone(), ..Settings::default() };
    let policy = fixed(&[FixedSetting::QueueColours { colours: colours(QueueColour::Red) }]);
    let mut desk = desk(policy, settings);
    let shown = desk.view().settings.preferences.clone();
    assert_eq!(shown.queue_colours, colours(QueueColour::Red));
    let wish_of = |preferences| Intent::SavePreferences { preferences: Box::new(preferences) };
    assert_eq!(refused(&mut desk, wish_of(own)), Some(FixedField::QueueColours));
    let (kept, _) = saved(wish(&mut desk, wish_of(Preferences { auto_answer: true, ..shown })));
    assert_eq!(kept.preferences.queue_colours, colours(QueueColour::Pink), "never written into the file");
}

#[test]
fn whose_numbers_are_called_unasked_is_the_administrators_where_it_is_set() {
    let own = Preferences { trusted: vec![DialSource::Link], ..Preferences::default() };
    let settings = Settings { preferences: own.clone(), ..Settings::default() };
    let mut desk = desk(fixed(&[FixedSetting::Trusted { sources: vec![DialSource::Selection] }]), settings);
    let shown = desk.view().settings.preferences.clone();
    assert_eq!(shown.trusted, [DialSource::Selection]);
    let wish_of = |preferences| Intent::SavePreferences { preferences: Box::new(preferences) };
    assert_eq!(refused(&mut desk, wish_of(own)), Some(FixedField::Trusted));
    let (kept, _) = saved(wish(&mut desk, wish_of(Preferences { auto_answer: true, ..shown })));
    assert_eq!(kept.preferences.trusted, [DialSource::Link], "never written into the file");
}
