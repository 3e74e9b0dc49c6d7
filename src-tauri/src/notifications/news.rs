//! What is told besides calls: that a pause lasts long, that somebody has left a message, and that a colleague is free.

use agent_core::{Guard, View};

use super::Words;
use crate::texts::Texts;
use crate::tray;

/// What has been told so far.
#[derive(Debug, Default)]
pub(crate) struct News {
    asked: bool,
    mail: u32,
    free: u32,
}

impl News {
    /// What is to be told now; each once.
    pub(crate) fn take(&mut self, view: &View, texts: &Texts) -> Vec<Words> {
        let told = [self.guard(view, texts), self.message(view, texts), self.free(view, texts)];
        told.into_iter().flatten().collect()
    }

    fn guard(&mut self, view: &View, texts: &Texts) -> Option<Words> {
        let was_asked = std::mem::replace(&mut self.asked, view.agent_state.guard.is_some());
        let (false, Some(guard)) = (was_asked, view.agent_state.guard) else { return None };
        let (title, body) = match guard {
            Guard::Overrun => ("guard.overrun", "notification.long-pause"),
            Guard::Unanswered => ("guard.unanswered", "notification.unanswered"),
        };
        let title = texts.get(title, &[("state", &tray::state_text(view, texts))]);
        Some(Words { title, body: texts.get(body, &[]) })
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
    fn message(&mut self, view: &View, texts: &Texts) -> Option<Words> {
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
        Some(Words { title, body })
    }
}

#[cfg(test)]
mod tests {
    use agent_core::{FreeNews, MailNews};

    use super::*;

    #[test]
    fn a_long_pause_is_told_each_time_it_is_asked_about() {
        let (mut news, mut view) = (News::default(), View::default());
        let mut seen = Vec::new();
        for guard in [None, Some(Guard::Overrun), Some(Guard::Overrun), None, Some(Guard::Overrun)] {
            view.agent_state.guard = guard;
            seen.push(news.take(&view, Texts::speaking("en")).len());
        }
        assert_eq!(seen, [0, 1, 0, 0, 1]);
        view.agent_state.guard = None;
        news.take(&view, Texts::speaking("en"));
        view.agent_state.guard = Some(Guard::Unanswered);
        let told = news.take(&view, Texts::speaking("en"));
        assert_eq!(told[0].title, "Two calls rang unanswered. Pause?");
    }

    #[test]
    fn a_colleague_who_is_free_is_told_once() {
        let (mut news, mut view) = (News::default(), View::default());
        let (extension, name) = ("102".to_owned(), "Wang Wei".to_owned());
        view.team.free = Some(FreeNews { id: 1, extension, name });
        let told = news.take(&view, Texts::speaking("en"));
        assert_eq!((told.len(), told[0].title.as_str()), (1, "Wang Wei is free"));
        assert!(news.take(&view, Texts::speaking("en")).is_empty());
    }

    #[test]
    fn new_messages_are_told_once_and_together() {
        let (mut news, mut view) = (News::default(), View::default());
        let mut told = Vec::new();
        for (id, count, from) in [(1, 1, Some("Wang Fang")), (1, 1, Some("Wang Fang")), (2, 3, None)] {
            view.voicemail.news = Some(MailNews { id, count, from: from.map(str::to_owned) });
            let words = news.take(&view, Texts::speaking("en"));
            told.extend(words.into_iter().map(|words| (words.title, words.body)));
        }
        let said: Vec<(&str, &str)> =
            told.iter().map(|(title, body)| (title.as_str(), body.as_str())).collect();
        assert_eq!(said[0], ("New voicemail message", "Wang Fang"));
        assert_eq!((said.len(), said[1].0), (2, "3 new voicemail messages"));
        assert!(said[1].1.ends_with("and 2 more"), "{said:?}");
    }
}
