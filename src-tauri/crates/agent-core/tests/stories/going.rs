//! Quitting in a story, who sits at the computer, and what the administrator has set for both.

use agent_core::{Fixed, FixedSetting, Input, Intent, Policy, QuitAnswer, QuitIntent, QuitView, View};

/// `quit`, `at quit: leave`, `keep working`, `end the session`, `go to sleep`
pub(crate) fn intent(verb: &str, rest: &str) -> Option<Intent> {
    Some(Intent::Quit(match (verb, rest) {
        ("quit", "") => QuitIntent::Quit,
        ("at", rest) => QuitIntent::AnswerQuit { answer: answer(rest.strip_prefix("quit: ")?) },
        ("keep", "working") => QuitIntent::CancelQuit,
        ("end", "the session") => QuitIntent::EndSession,
        ("go", "to sleep") => QuitIntent::Sleep,
        _ => return None,
    }))
}

/// `at quit leave`, `asks at quit`
pub(crate) fn policy(text: &str) -> Input {
    let setting = match text {
        "asks at quit" => None,
        "resumes" => Some(FixedSetting::AutoResume),
        "everybody's records" => Some(FixedSetting::TeamRecords),
        "asks the mailbox each 5 min" => Some(FixedSetting::VoicemailEvery { seconds: 300 }),
        "pauses when away" => Some(FixedSetting::PauseWhenAway),
        _ => Some(FixedSetting::QuitQueues { answer: answer(text.strip_prefix("at quit ").unwrap()) }),
    };
    let fixed = setting.map(|setting| Fixed { setting, by: "policy.json".to_owned() });
    Input::PolicyRead { policy: Policy { fixed: fixed.into_iter().collect(), ..Policy::default() } }
}

/// `locked`, `idle`, …
pub(crate) fn presence(text: &str) -> Input {
    Input::Presence { presence: serde_json::from_value(text.into()).unwrap() }
}

fn answer(text: &str) -> QuitAnswer {
    serde_json::from_value(text.into()).unwrap()
}

pub(crate) fn lines(view: &View) -> Option<(String, String)> {
    let text = match view.quit.as_ref()? {
        QuitView::Asked { queues } => format!("asked about {}", queues.join(", ")),
        QuitView::UnderWay { answer } => format!("under way: {answer:?}").to_lowercase(),
        QuitView::Done => "done".to_owned(),
    };
    Some(("quit".to_owned(), text))
}
