//! Messages to the agent, each kind about each thing at most once.

use std::time::Duration;

use crate::{Notice, NoticeView, Now};

/// More would hide the desk; the oldest gives way.
const MOST: usize = 6;
/// Good news that asks for nothing is gone by itself: long enough to be read twice.
const GOOD_NEWS_SHOWN: Duration = Duration::from_secs(10);

/// Messages that are shown.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    shown: Vec<Shown>,
    last_id: u32,
}

#[derive(Debug)]
struct Shown {
    view: NoticeView,
    until: Option<Duration>,
}

impl Notices {
    /// Shows a message; the same message again takes the place of the older one.
    pub(crate) fn add(&mut self, notice: Notice, now: Now) {
        let replaces = |old: &Notice| match (old, &notice) {
            (Notice::UnreadableReport { .. }, Notice::UnreadableReport { .. })
            | (Notice::UnreadableRecords { .. }, Notice::UnreadableRecords { .. })
            | (Notice::MissedWhileAway { .. }, Notice::MissedWhileAway { .. }) => true,
            (Notice::DesktopLacks { lack: old }, Notice::DesktopLacks { lack: new }) => {
                old.part() == new.part()
            }
            (old, new) => old == new,
        };
        self.shown.retain(|shown| !replaces(&shown.view.notice));
        if self.shown.len() == MOST {
            self.shown.remove(0);
        }
        self.last_id += 1;
        let until = is_good_news(&notice).then(|| now.monotonic + GOOD_NEWS_SHOWN);
        self.shown.push(Shown { view: NoticeView { id: self.last_id, at: now.wall, notice }, until });
    }

    /// The message that was closed, if there was such a one.
    pub(crate) fn dismiss(&mut self, id: u32) -> Option<Notice> {
        let at = self.shown.iter().position(|shown| shown.view.id == id)?;
        Some(self.shown.remove(at).view.notice)
    }

    /// What the message said is over.
    pub(crate) fn withdraw(&mut self, is_over: impl Fn(&Notice) -> bool) {
        self.shown.retain(|shown| !is_over(&shown.view.notice));
    }

    pub(crate) fn let_time_pass(&mut self, now: Now) {
        self.shown.retain(|shown| shown.until.is_none_or(|until| until > now.monotonic));
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.shown.iter().filter_map(|shown| shown.until).min()
    }

    pub(crate) fn view(&self) -> Vec<NoticeView> {
        self.shown.iter().map(|shown| shown.view.clone()).collect()
    }
}

fn is_good_news(notice: &Notice) -> bool {
    match notice {
        Notice::Transferred { .. }
        | Notice::AnsweredElsewhere { .. }
        | Notice::MediaSaved { .. }
        | Notice::ReceiverMoved { .. }
        | Notice::ManySaved { failed: 0, .. } => true,
        Notice::DialFailed { .. }
        | Notice::PhoneDidNotRing { .. }
        | Notice::NotDialled { .. }
        | Notice::DialWaits { .. }
        | Notice::NotDone { .. }
        | Notice::NotUnderstood { .. }
        | Notice::WebhookTrouble { .. }
        | Notice::PageTrouble { .. }
        | Notice::ProgramTrouble { .. }
        | Notice::CallFailed { .. }
        | Notice::CallActionFailed { .. }
        | Notice::CallActionUnknown { .. }
        | Notice::MissedWhileAway { .. }
        | Notice::QueueActionFailed { .. }
        | Notice::ReportsSilent { .. }
        | Notice::ReportsNotBelieved { .. }
        | Notice::UnreadableReport { .. }
        | Notice::UnreadableRecords { .. }
        | Notice::PasswordSessionOnly
        | Notice::DesktopLacks { .. }
        | Notice::SessionTaken
        | Notice::VoicemailFailed { .. }
        | Notice::VoicemailDeleteFailed { .. }
        | Notice::MediaFailed { .. }
        | Notice::ManySaved { failed: 1.., .. }
        | Notice::ContactsTrouble { .. }
        | Notice::SettingsTrouble { .. }
        | Notice::HistoryTrouble { .. } => false,
    }
}
