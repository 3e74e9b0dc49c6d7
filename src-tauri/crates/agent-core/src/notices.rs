//! Messages to the agent, each kind about each thing at most once.

use std::time::Duration;

use crate::notice::{Notice, NoticeView};
use crate::now::Now;

/// More would cover the desk, so the oldest that tells of something past is dropped.
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
    pub(crate) fn add(&mut self, mut notice: Notice, now: Now) {
        // Not seen yet, so they are one sum: catching up again tells only of those since.
        let missed = self.shown.iter().find_map(|shown| missed(&shown.view.notice));
        if let (Notice::MissedWhileAway { count }, Some(before)) = (&mut notice, missed) {
            *count = count.saturating_add(before);
        }
        let replaces = |old: &Notice| match (old, &notice) {
            (Notice::UnreadableReport { .. }, Notice::UnreadableReport { .. })
            | (Notice::NotEverywhere { .. }, Notice::NotEverywhere { .. })
            | (Notice::PausedElsewhere { .. }, Notice::PausedElsewhere { .. })
            | (Notice::UnreadableRecords { .. }, Notice::UnreadableRecords { .. })
            | (Notice::MissedWhileAway { .. }, Notice::MissedWhileAway { .. })
            | (Notice::FavouritesTaken { .. }, Notice::FavouritesTaken { .. }) => true,
            (Notice::DesktopLacks { lack: old }, Notice::DesktopLacks { lack: new }) => {
                old.part() == new.part()
            }
            (old, new) => old == new,
        };
        self.shown.retain(|shown| !replaces(&shown.view.notice));
        if self.shown.len() >= MOST {
            self.make_room(&notice);
        }
        self.last_id += 1;
        // Bad news stays until it is read: whoever looked away for ten seconds would never know.
        let until = is_good_news(&notice).then(|| now.monotonic + GOOD_NEWS_SHOWN);
        self.shown.push(Shown { view: NoticeView { id: self.last_id, at: now.wall, notice }, until });
    }

    /// What tells of something past gives way first: good news, then the rest. Of what still is so the oldest does,
    /// and only for something else that is so.
    fn make_room(&mut self, notice: &Notice) {
        let good_news = self.shown.iter().position(|shown| shown.until.is_some());
        let past = || self.shown.iter().position(|shown| is_past(&shown.view.notice));
        if let Some(at) = good_news.or_else(past) {
            self.shown.remove(at);
        } else if !is_past(notice) {
            self.shown.remove(0);
        }
    }

    /// The message that was closed, if there was such a one.
    pub(crate) fn dismiss(&mut self, id: u32) -> Option<Notice> {
        let at = self.shown.iter().position(|shown| shown.view.id == id)?;
        Some(self.shown.remove(at).view.notice)
    }

    /// Whether a message like this is shown.
    pub(crate) fn any(&self, is_meant: impl Fn(&Notice) -> bool) -> bool {
        self.shown.iter().any(|shown| is_meant(&shown.view.notice))
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

fn missed(notice: &Notice) -> Option<u32> {
    match notice {
        Notice::MissedWhileAway { count } => Some(*count),
        _ => None,
    }
}

/// It happened and is over; the rest stays true until it is mended, or done.
fn is_past(notice: &Notice) -> bool {
    is_good_news(notice)
        || matches!(
            notice,
            Notice::DialFailed { .. }
                | Notice::PhoneDidNotRing { .. }
                | Notice::NotDone { .. }
                | Notice::NotUnderstood { .. }
                | Notice::CallFailed { .. }
                | Notice::WaiterGone { .. }
                | Notice::NobodyTakesOver { .. }
                | Notice::ActionFailed { .. }
                | Notice::NotEverywhere { .. }
                // The message about a call is withdrawn when the call shows what became of it.
                | Notice::ActionUnknown { call: None, .. }
                | Notice::VoicemailDeleteFailed { .. }
                | Notice::MediaFailed { .. }
                | Notice::ManySaved { .. }
                | Notice::FavouritesTaken { .. }
        )
}

fn is_good_news(notice: &Notice) -> bool {
    // No `_`: trouble of a kind that nobody placed would be gone after ten seconds.
    match notice {
        Notice::Transferred { .. }
        | Notice::TransferredOnPhone { .. }
        | Notice::AnsweredElsewhere { .. }
        | Notice::MediaSaved { .. }
        | Notice::ReceiverMoved { .. }
        | Notice::ManySaved { failed: 0, .. } => true,
        Notice::FavouritesTaken { left_out, .. } => left_out.is_empty(),
        Notice::DialFailed { .. }
        | Notice::PhoneDidNotRing { .. }
        | Notice::NotDialled { .. }
        | Notice::NotDone { .. }
        | Notice::NotUnderstood { .. }
        | Notice::WebhookTrouble { .. }
        | Notice::PageTrouble { .. }
        | Notice::ProgramTrouble { .. }
        | Notice::CallFailed { .. }
        | Notice::WaiterGone { .. }
        | Notice::NobodyTakesOver { .. }
        | Notice::ActionFailed { .. }
        | Notice::ActionUnknown { .. }
        | Notice::NotEverywhere { .. }
        | Notice::PausedElsewhere { .. }
        | Notice::MissedWhileAway { .. }
        | Notice::ReportsSilent { .. }
        | Notice::ReportsNotBelieved { .. }
        | Notice::UnreadableReport { .. }
        | Notice::UnreadableRecords { .. }
        | Notice::OddExtensions { .. }
        | Notice::PasswordSessionOnly
        | Notice::DesktopLacks { .. }
        | Notice::SessionTaken
        | Notice::VoicemailFailed { .. }
        | Notice::VoicemailDeleteFailed { .. }
        | Notice::MediaFailed { .. }
        | Notice::ManySaved { failed: 1.., .. }
        | Notice::ContactsTrouble { .. }
        | Notice::SettingsTrouble { .. }
        | Notice::PolicyChanged { .. }
        | Notice::HistoryTrouble { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Failure;
    use crate::now::WallMillis;

    fn shown(added: impl IntoIterator<Item = Notice>) -> Vec<Notice> {
        let mut notices = Notices::default();
        let now = Now { monotonic: Duration::from_secs(1), wall: WallMillis(0) };
        added.into_iter().for_each(|notice| notices.add(notice, now));
        notices.view().into_iter().map(|view| view.notice).collect()
    }

    fn failed_play(number: u32) -> Notice {
        Notice::MediaFailed { name: format!("{number}.wav"), failure: Failure::CutShort }
    }

    #[test]
    fn what_is_past_pushes_nothing_away_that_is_still_so() {
        let trouble = Notice::HistoryTrouble { failure: Failure::DiskFull };
        let lasting = [trouble.clone(), Notice::PasswordSessionOnly];
        let all = shown(lasting.into_iter().chain((0..20).map(failed_play)));
        assert_eq!(all.len(), MOST);
        assert!(all.contains(&trouble) && all.contains(&Notice::PasswordSessionOnly), "{all:?}");
        assert_eq!(all.last(), Some(&failed_play(19)), "the latest is there");
        let silent =
            |number: u16| Notice::ReportsSilent { receiver: format!("10.0.0.7:{number}"), refused: None };
        let all = shown((0..9).map(silent).chain([failed_play(1), failed_play(2)]));
        assert_eq!((all.first(), all.len()), (Some(&silent(3)), MOST + 1), "bounded all the same: {all:?}");
        assert_eq!(all.last(), Some(&failed_play(2)));
    }

    #[test]
    fn calls_missed_while_away_add_up() {
        let missed = |count| Notice::MissedWhileAway { count };
        assert_eq!(shown([missed(3), Notice::PasswordSessionOnly, missed(1)]).last(), Some(&missed(4)));
    }
}
