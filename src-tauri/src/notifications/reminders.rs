//! Reminders to call somebody back: a notification for each whose time has come, gone when the reminder is.

use std::collections::BTreeMap;

use agent_core::{DoorIntent, DueReminder, Intent, MissedIntent, Page, RemindWhen, View};
use tauri::AppHandle;

use super::Words;
use super::asking::{self, Asking, Deed, Shown};
use crate::texts::Texts;

/// More at once are a pile that nobody reads; the page has all of them.
const MOST: usize = 4;
const LATER_MINUTES: u32 = 15;

/// The notifications of reminders that are shown.
#[derive(Debug, Default)]
pub(crate) struct Reminders {
    /// Told up to here.
    last: u32,
    shown: BTreeMap<u32, Shown>,
}

impl Reminders {
    pub(crate) fn follow(&mut self, view: &View, texts: &Texts, app: &AppHandle) {
        let is_due = |id: &u32| view.missed.due.iter().any(|due| due.told == *id);
        // One that was pressed or closed has nobody who listens.
        self.shown.retain(|id, shown| is_due(id) && !shown.is_closed());
        for (id, asking) in self.news(view, texts) {
            if self.shown.len() < MOST {
                self.shown.insert(id, asking::start(asking, app));
            }
        }
    }

    /// What is to be told now; each once.
    fn news(&mut self, view: &View, texts: &Texts) -> Vec<(u32, Asking)> {
        let last = self.last;
        let news: Vec<&DueReminder> = view.missed.due.iter().filter(|due| due.told > last).collect();
        self.last = news.iter().map(|due| due.told).max().unwrap_or(last);
        news.into_iter().map(|due| (due.told, asking_of(due, texts))).collect()
    }
}

fn asking_of(due: &DueReminder, texts: &Texts) -> Asking {
    let withheld = || texts.get("notification.withheld", &[]);
    let name = due.name.clone().or_else(|| due.number.clone()).unwrap_or_else(withheld);
    let title = texts.get("notification.reminder.title", &[("name", &name)]);
    let body =
        texts.get(if due.late { "notification.reminder.late" } else { "notification.reminder.body" }, &[]);
    let caller = due.caller.clone();
    let deed =
        |name, key: &str, wish| Deed { name, label: texts.get(key, &[]), wish: Some(wish), opens: false };
    let call = due.number.clone().filter(|_| due.can_call);
    let call = call.map(|number| deed("call", "missed.call", Intent::Door(DoorIntent::Dial { number })));
    let when = RemindWhen::In { minutes: LATER_MINUTES };
    let later =
        deed("later", "missed.later", Intent::Missed(MissedIntent::Remind { caller: caller.clone(), when }));
    let done =
        deed("done", "missed.done", Intent::Missed(MissedIntent::FinishMissed { callers: vec![caller] }));
    let deeds = call.into_iter().chain([later, done]).collect();
    Asking { words: Words { title, body }, deeds, page: Page::Missed }
}

#[cfg(test)]
mod tests {
    use agent_core::WallMillis;

    use super::*;

    fn due(told: u32, number: Option<&str>, late: bool) -> DueReminder {
        DueReminder {
            caller: format!("caller {told}"),
            number: number.map(str::to_owned),
            can_call: number.is_some(),
            name: None,
            at: WallMillis(0),
            late,
            told,
        }
    }

    #[test]
    fn each_reminder_is_told_once_with_what_can_be_done() {
        let (mut reminders, mut view) = (Reminders::default(), View::default());
        let mut told = Vec::new();
        // One that was told in an earlier run, a new one, the same again, and another beside it.
        for list in [
            vec![due(0, Some("102"), false)],
            vec![due(1, Some("102"), false)],
            vec![due(1, Some("102"), false)],
            vec![due(1, Some("102"), false), due(2, None, true)],
        ] {
            view.missed.due = list;
            told.push(reminders.news(&view, Texts::speaking("en")));
        }
        assert_eq!(told.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1, 0, 1]);
        let names =
            |(_, asking): &(u32, Asking)| asking.deeds.iter().map(|deed| deed.name).collect::<Vec<_>>();
        assert_eq!(names(&told[1][0]), ["call", "later", "done"]);
        assert_eq!(names(&told[3][0]), ["later", "done"], "nobody can be called");
        assert_eq!(told[1][0].1.words.title, "Call back: 102");
        assert_ne!(told[1][0].1.words.body, told[3][0].1.words.body, "it says that it is late");
    }
}
