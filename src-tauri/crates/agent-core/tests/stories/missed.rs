//! What stories say of missed calls: when to be reminded, and what the PBX's records fill in.

use agent_core::{CallRecord, Intent, MissedIntent, RemindWhen, TeamTalk, WallMillis};

use crate::bench::Bench;

/// `done 102, 103`, `undo`, `remind of 102 in 15 min`, `no reminder of 102`
pub(crate) fn intent(bench: &Bench, verb: &str, rest: &str) -> Option<Intent> {
    Some(match verb {
        "done" => Intent::Missed(MissedIntent::FinishMissed {
            callers: rest.split(", ").map(str::to_owned).collect(),
        }),
        "undo" => Intent::Missed(MissedIntent::UndoMissed),
        "remind" => remind(bench, rest),
        "no" => Intent::Missed(MissedIntent::DropReminder {
            caller: rest.strip_prefix("reminder of ").unwrap().to_owned(),
        }),
        _ => return None,
    })
}

/// `of 102 in 15 min`, `of 102 at 60 min ahead`, `of 102 at 5 min ago`
fn remind(bench: &Bench, text: &str) -> Intent {
    let text = text.strip_prefix("of ").unwrap();
    let ((caller, when), is_span) = match text.split_once(" in ") {
        Some(parts) => (parts, true),
        None => (text.split_once(" at ").unwrap(), false),
    };
    let minutes: u32 = when.split(' ').next().unwrap().parse().unwrap();
    let span = i64::from(minutes) * if when.ends_with(" ago") { -60_000 } else { 60_000 };
    let at = WallMillis(bench.now().wall.0 + span);
    let when = if is_span { RemindWhen::In { minutes } } else { RemindWhen::At { at } };
    Intent::Missed(MissedIntent::Remind { caller: caller.to_owned(), when })
}

/// `13800138000 2 min ago`: everybody's records say so.
pub(crate) fn talk(bench: &Bench, text: &str) -> TeamTalk {
    let (number, ago) = text.split_once(' ').unwrap();
    let minutes: i64 = ago.trim_end_matches(" min ago").parse().unwrap();
    TeamTalk { number: number.to_owned(), at: WallMillis(bench.now().wall.0 - minutes * 60_000) }
}

/// `missed 13800138000 20 min ago`, `answered 102 5 min ago`: as the PBX's records fill it in.
pub(crate) fn filled_in(bench: &Bench, text: &str) -> CallRecord {
    let mut words = text.split(' ');
    let outcome = serde_json::from_value(words.next().unwrap().into()).unwrap();
    let number = words.next().unwrap().to_owned();
    let minutes: i64 = words.next().unwrap().parse().unwrap();
    let started = WallMillis(bench.now().wall.0 - minutes * 60_000);
    CallRecord {
        id: format!("cdr-{}", started.0),
        number: Some(number),
        extension: "101".to_owned(),
        started,
        ended: WallMillis(started.0 + 20_000),
        outcome,
        filled_in: true,
        ..CallRecord::default()
    }
}
