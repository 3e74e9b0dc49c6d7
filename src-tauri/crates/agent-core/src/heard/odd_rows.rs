//! Rows of the PBX's answers that could not be read: how many stand in its latest answers, and what was told of them.
//!
//! The lists are asked for again and again, so a sum over all answers would only say how long the program runs.

use std::collections::BTreeMap;

use pbx_protocol::Endpoint as _;
use pbx_protocol::endpoints::ListExtensions;

use crate::ask::Ask;
use crate::notice::Notice;
use crate::queues::ask::QueueMembers;
use crate::shared::Shared;

/// How many there are.
#[derive(Debug, Default)]
pub(crate) struct OddRows {
    /// By what was asked for.
    latest: BTreeMap<String, u32>,
    /// So many extensions could not be read when that was told last.
    told: u32,
}

impl OddRows {
    /// An answer came, or none did.
    pub(crate) fn on_answer(&mut self, ask: &Ask, count: u32) {
        self.latest.insert(list_of(ask), count);
    }

    pub(crate) fn count(&self) -> u32 {
        self.latest.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Signed in: colleagues may be missing, which is told once, and once more when it is other ones.
    pub(crate) fn on_online(&mut self, shared: &mut Shared) {
        let count = self.latest.get(ListExtensions::ABOUT.path).copied().unwrap_or_default();
        // After each sign-in the list is the same as a rule, and was told of.
        let before = std::mem::replace(&mut self.told, count);
        if count != before {
            shared.notices.withdraw(|notice| matches!(notice, Notice::OddExtensions { .. }));
        }
        if count > 0 && count != before {
            shared.tell(Notice::OddExtensions { count });
        }
    }
}

/// What the answer lists. The same list may be asked for with different purposes, and about one call after the other.
fn list_of(ask: &Ask) -> String {
    match ask {
        Ask::QueueMembers(QueueMembers { queue }) => format!("queue {queue}"),
        ask => ask.about().path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use pbx_protocol::{Extension, QueueNumber};

    use super::*;
    use crate::session::ask::ExtensionList;
    use crate::voicemail::ask::MailList;

    #[test]
    fn the_latest_answer_to_each_question_counts() {
        let mut odd = OddRows::default();
        let queue = |number| Ask::from(QueueMembers { queue: QueueNumber::parse(number).unwrap() });
        let extensions = |anew| Ask::from(ExtensionList { anew });
        let mail = Ask::from(MailList { extension: Extension::parse("101").unwrap() });
        for (ask, count, sum) in [
            (extensions(false), 2, 2),
            (queue("6400"), 1, 3),
            (queue("6500"), 1, 4),
            (queue("6400"), 1, 4),
            (extensions(true), 3, 5),
            (queue("6400"), 0, 4),
            (mail, 0, 4),
            (extensions(false), u32::MAX, u32::MAX),
        ] {
            odd.on_answer(&ask, count);
            assert_eq!(odd.count(), sum, "{ask:?}");
        }
    }
}
