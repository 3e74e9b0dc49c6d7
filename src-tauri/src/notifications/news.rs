//! What is told besides calls: that a pause lasts long, that somebody has left a message, and that a colleague is free.

use agent_core::{
    Guard, HotkeyAction, HotkeyIntent, Intent, MediaId, Page, SoundIntent, StateCommand, StateIntent, View,
};
use tauri::AppHandle;

use super::asking::{self, Asking, Deed, Shown};
use super::{Words, tell};
use crate::texts::Texts;
use crate::tray;

/// What has been told so far.
#[derive(Debug, Default)]
pub(crate) struct News {
    asked: Option<Guard>,
    /// The notification of that.
    question: Option<Shown>,
    mail: u32,
    free: u32,
    /// The notification of messages that are new.
    shown: Option<Shown>,
}

impl News {
    /// Tells what is new; each once.
    pub(crate) fn follow(&mut self, view: &View, texts: &Texts, app: &AppHandle) {
        if let Some(words) = self.free(view, texts) {
            tell(words, app);
        }
        // Answered, here or in the window.
        self.question.take_if(|_| view.agent_state.guard.is_none());
        if let Some(asking) = self.guard(view, texts) {
            self.question = Some(asking::start(asking, app));
        }
        // Heard or deleted, here or on the phone.
        self.shown.take_if(|_| !view.voicemail.messages.iter().any(|message| message.is_new));
        if let Some(asking) = self.message(view, texts) {
            self.shown = Some(asking::start(asking, app));
        }
    }

    fn guard(&mut self, view: &View, texts: &Texts) -> Option<Asking> {
        let before = std::mem::replace(&mut self.asked, view.agent_state.guard);
        let guard = view.agent_state.guard.filter(|guard| is_news(before, *guard))?;
        let (title, body) = match guard {
            Guard::Overrun => ("guard.overrun", "notification.long-pause"),
            Guard::Unanswered => ("guard.unanswered", "notification.unanswered"),
            Guard::Result => ("guard.result", "notification.result"),
            Guard::Away => ("guard.away", "notification.away.body"),
            Guard::Resuming => ("guard.overrun", "notification.resuming"),
            Guard::Back => ("guard.back", "notification.long-pause"),
        };
        // How long it has been whoever was away does not know.
        let minutes = (view.agent_state.timer.seconds(view.clock) / 60).to_string();
        let values = [("state", &*tray::state_text(view, texts)), ("minutes", &minutes)];
        let words = Words { title: texts.get(title, &values), body: texts.get(body, &[]) };
        Some(Asking { words, deeds: answers(guard, view, texts), page: Page::Desk })
    }

    /// Somebody who was waited for.
    fn free(&mut self, view: &View, texts: &Texts) -> Option<Words> {
        let news = view.team.free.as_ref()?;
        if std::mem::replace(&mut self.free, news.id) == news.id {
            return None;
        }
        let title = texts.get("notification.free", &[("name", &news.name)]);
        Some(Words { title, body: texts.get("notification.free.body", &[("number", &news.extension)]) })
    }

    /// All that have come since the last look are one piece of news.
    fn message(&mut self, view: &View, texts: &Texts) -> Option<Asking> {
        let news = view.voicemail.news.as_ref()?;
        if std::mem::replace(&mut self.mail, news.id) == news.id {
            return None;
        }
        let title = match news.count {
            1 => texts.get("notification.voicemail.one", &[]),
            count => texts.get("notification.voicemail.more", &[("count", &count.to_string())]),
        };
        let from = news.from.clone().unwrap_or_else(|| texts.get("notification.withheld", &[]));
        let body = match news.count {
            1 => from,
            count => {
                let others = (count - 1).to_string();
                texts.get("notification.voicemail.from", &[("name", &from), ("n", &others)])
            }
        };
        let deed = |name, key: &str, wish| Deed { name, label: texts.get(key, &[]), wish, opens: true };
        let play = newest(view)
            .map(|media| deed("play", "media.play", Some(Intent::Sound(SoundIntent::Play { media }))));
        let deeds = play.into_iter().chain([deed("open", "notification.open", None)]).collect();
        Some(Asking { words: Words { title, body }, deeds, page: Page::Voicemail })
    }
}

/// What can be answered now.
fn answers(guard: Guard, view: &View, texts: &Texts) -> Vec<Deed> {
    let answer = |command, name, key: &str, wish| {
        let can = view.agent_state.can.contains(&command);
        can.then(|| Deed { name, label: texts.get(key, &[]), wish: Some(wish), opens: false })
    };
    let ready =
        || answer(StateCommand::BeReady, "ready", "command.be-ready", Intent::State(StateIntent::BeReady));
    let stay_paused =
        |key| answer(StateCommand::StayPaused, "stay-paused", key, Intent::State(StateIntent::StayPaused));
    let both = match guard {
        Guard::Overrun | Guard::Resuming => [ready(), stay_paused("command.stay-paused")],
        Guard::Back => [ready(), stay_paused("command.stay-paused.back")],
        Guard::Unanswered | Guard::Away => [
            answer(StateCommand::TakePause, "pause", "command.take-pause", pause(view)),
            answer(
                StateCommand::StayReady,
                "stay-ready",
                "command.stay-ready",
                Intent::State(StateIntent::StayReady),
            ),
        ],
        // There is no room for the results.
        Guard::Result => [None, None],
    };
    both.into_iter().flatten().collect()
}

/// Where a reason is wanted, it is chosen in the window.
fn pause(view: &View) -> Intent {
    if view.agent_state.reason_required {
        return Intent::Hotkey(HotkeyIntent::PressHotkey { action: HotkeyAction::PauseMenu });
    }
    Intent::State(StateIntent::TakePause { reason: None, text: String::new() })
}

/// What is asked when somebody comes back has been asked in vain before.
fn is_news(before: Option<Guard>, guard: Guard) -> bool {
    before.is_none() || before != Some(guard) && matches!(guard, Guard::Back | Guard::Resuming)
}

/// The message that came last.
fn newest(view: &View) -> Option<MediaId> {
    let extension = view.agent.as_ref()?.extension.clone();
    let message = view.voicemail.messages.iter().find(|message| message.is_new)?;
    Some(MediaId::Voicemail { extension, file: message.file.clone() })
}

#[cfg(test)]
mod tests {
    use agent_core::{AgentState, AgentView, FreeNews, MailNews, Timer, VoicemailView};

    use super::*;

    #[test]
    fn a_long_pause_is_told_each_time_it_is_asked_about() {
        let (mut news, mut view) = (News::default(), View::default());
        let mut seen = Vec::new();
        for guard in [None, Some(Guard::Overrun), Some(Guard::Overrun), None, Some(Guard::Overrun)] {
            view.agent_state.guard = guard;
            seen.push(usize::from(news.guard(&view, Texts::speaking("en")).is_some()));
        }
        assert_eq!(seen, [0, 1, 0, 0, 1]);
        view.agent_state.guard = None;
        news.guard(&view, Texts::speaking("en"));
        view.agent_state.guard = Some(Guard::Unanswered);
        let told = news.guard(&view, Texts::speaking("en")).unwrap();
        assert_eq!(told.words.title, "Two calls rang unanswered. Pause?");
    }

    #[test]
    fn a_question_about_the_state_has_its_answers_as_buttons() {
        let labels = |guard, can: &[StateCommand]| {
            let mut view = View::default();
            view.agent_state.guard = Some(guard);
            view.agent_state.can = can.iter().copied().collect();
            let asking = News::default().guard(&view, Texts::speaking("en")).unwrap();
            asking.deeds.into_iter().map(|deed| deed.label).collect::<Vec<_>>()
        };
        let paused = [StateCommand::BeReady, StateCommand::TakePause, StateCommand::StayPaused];
        let ready = [StateCommand::TakePause, StateCommand::StayReady];
        for (guard, can, expected) in [
            (Guard::Overrun, &paused[..], &["Back to ready", "10 more minutes"][..]),
            (Guard::Resuming, &paused, &["Back to ready", "10 more minutes"]),
            (Guard::Back, &paused, &["Back to ready", "Stay paused"]),
            (Guard::Unanswered, &ready, &["Pause", "Stay ready"]),
            (Guard::Away, &ready, &["Pause", "Stay ready"]),
            (Guard::Result, &ready, &[]),
            (Guard::Overrun, &[], &[]),
        ] {
            assert_eq!(labels(guard, can), expected, "{guard:?}");
        }
    }

    #[test]
    fn where_a_reason_is_wanted_the_pause_is_chosen_in_the_window() {
        let mut view = View::default();
        let pause = Intent::State(StateIntent::TakePause { reason: None, text: String::new() });
        assert_eq!(super::pause(&view), pause);
        view.agent_state.reason_required = true;
        let menu = HotkeyIntent::PressHotkey { action: HotkeyAction::PauseMenu };
        assert_eq!(super::pause(&view), Intent::Hotkey(menu));
    }

    #[test]
    fn whoever_comes_back_to_a_pause_that_was_asked_about_is_told() {
        let (mut news, mut view) = (News::default(), View::default());
        view.agent_state.state = AgentState::Paused { reason: None, elsewhere: false };
        view.agent_state.timer = Timer::Stands { seconds: 41 * 60 };
        let mut titles = Vec::new();
        for guard in [Guard::Overrun, Guard::Back, Guard::Overrun, Guard::Resuming, Guard::Overrun] {
            view.agent_state.guard = Some(guard);
            titles.extend(news.guard(&view, Texts::speaking("en")).map(|told| told.words.title));
        }
        assert_eq!(titles.len(), 3, "{titles:?}");
        assert_eq!(titles[1], "Paused for 41 min already");
    }

    #[test]
    fn a_colleague_who_is_free_is_told_once() {
        let (mut news, mut view) = (News::default(), View::default());
        let (extension, name) = ("102".to_owned(), "Wang Wei".to_owned());
        view.team.free = Some(FreeNews { id: 1, extension, name });
        let told = news.free(&view, Texts::speaking("en")).unwrap();
        assert_eq!(told.title, "Wang Wei is free");
        assert!(news.free(&view, Texts::speaking("en")).is_none());
    }

    #[test]
    fn the_newest_message_is_played_by_a_press() {
        let message = |file: &str, is_new| VoicemailView {
            file: file.to_owned(),
            from: String::new(),
            from_name: None,
            date: String::new(),
            seconds: None,
            is_new,
            deleting: false,
        };
        let mut view = View { agent: Some(AgentView::default()), ..View::default() };
        view.voicemail.messages =
            vec![message("heard", false), message("newest", true), message("older", true)];
        view.voicemail.news = Some(MailNews { id: 1, count: 2, from: None });
        let asking = News::default().message(&view, Texts::speaking("en")).unwrap();
        let media = MediaId::Voicemail { extension: String::new(), file: "newest".to_owned() };
        let wishes: Vec<_> = asking.deeds.iter().map(|deed| (deed.name, deed.wish.clone())).collect();
        assert_eq!(wishes, [("play", Some(Intent::Sound(SoundIntent::Play { media }))), ("open", None)]);
        assert_eq!(asking.page, Page::Voicemail);
    }

    #[test]
    fn new_messages_are_told_once_and_together() {
        let (mut news, mut view) = (News::default(), View::default());
        let mut told = Vec::new();
        for (id, count, from) in [(1, 1, Some("Wang Fang")), (1, 1, Some("Wang Fang")), (2, 3, None)] {
            view.voicemail.news = Some(MailNews { id, count, from: from.map(str::to_owned) });
            let asking = news.message(&view, Texts::speaking("en"));
            told.extend(asking.map(|asking| (asking.words.title, asking.words.body)));
        }
        let said: Vec<(&str, &str)> =
            told.iter().map(|(title, body)| (title.as_str(), body.as_str())).collect();
        assert_eq!(said[0], ("New voicemail message", "Wang Fang"));
        assert_eq!((said.len(), said[1].0), (2, "3 new voicemail messages"));
        assert!(said[1].1.ends_with("and 2 more"), "{said:?}");
    }
}
