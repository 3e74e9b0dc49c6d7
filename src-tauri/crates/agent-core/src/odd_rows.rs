//! Rows of the PBX's answers that could not be read: how many stand in its latest answers, and what was told of them.
//!
//! The lists are asked for again and again, so a sum over all answers would only say how long the program runs.

use crate::notices::Notices;
use crate::outbox::Purpose;
use crate::{Notice, Now};

/// How many there are.
#[derive(Debug, Default)]
pub(crate) struct OddRows {
    /// By what was asked, as far as there are some.
    latest: Vec<(Purpose, u32)>,
    /// So many extensions could not be read when that was told last.
    told: u32,
}

impl OddRows {
    /// An answer came, or none did.
    pub(crate) fn on_answer(&mut self, purpose: &Purpose, count: u32) {
        let question = question(purpose);
        self.latest.retain(|(asked, _)| *asked != question);
        if count > 0 {
            self.latest.push((question, count));
        }
    }

    pub(crate) fn count(&self) -> u32 {
        self.latest.iter().fold(0, |sum, (_, count)| sum.saturating_add(*count))
    }

    /// Signed in: colleagues may be missing, which is told once, and once more when it is other ones.
    pub(crate) fn on_online(&mut self, notices: &mut Notices, now: Now) {
        let in_list = self.latest.iter().find(|(asked, _)| *asked == Purpose::Extensions);
        let count = in_list.map_or(0, |(_, count)| *count);
        let before = std::mem::replace(&mut self.told, count);
        if count != before {
            notices.withdraw(|notice| matches!(notice, Notice::OddExtensions { .. }));
        }
        if count > 0 && count != before {
            notices.add(Notice::OddExtensions { count }, now);
        }
    }
}

/// The same list may be asked for with different purposes, and about one call after the other.
fn question(purpose: &Purpose) -> Purpose {
    match purpose {
        Purpose::Directory => Purpose::Extensions,
        Purpose::Line(_) => Purpose::OwnPhone,
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use pbx_protocol::QueueNumber;

    use super::*;

    #[test]
    fn the_latest_answer_to_each_question_counts() {
        let mut odd = OddRows::default();
        let queue = |number| Purpose::QueueStatus(QueueNumber::parse(number).unwrap());
        for (purpose, count, sum) in [
            (Purpose::Extensions, 2, 2),
            (queue("6400"), 1, 3),
            (queue("6500"), 1, 4),
            (queue("6400"), 1, 4),
            (Purpose::Directory, 3, 5),
            (queue("6400"), 0, 4),
            (Purpose::Voicemail, 0, 4),
            (Purpose::Extensions, u32::MAX, u32::MAX),
        ] {
            odd.on_answer(&purpose, count);
            assert_eq!(odd.count(), sum, "{purpose:?}");
        }
    }
}
