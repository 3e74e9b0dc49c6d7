//! The order in which waiting events are tried. They go in the order in which they happened, but one that the receiver
//! does not take is set aside after some tries, and only what belongs to the same call waits for it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use agent_storage::Spooled;
use tokio::time::Instant;

/// So often an event is tried before others go first.
const TRIES: u32 = 2;
/// The longest that one which was set aside waits for its next try.
const LONGEST: Duration = Duration::from_mins(5);

/// What was tried in vain since the program started.
#[derive(Debug, Default)]
pub(super) struct Backlog(BTreeMap<u64, Tried>);

#[derive(Debug)]
struct Tried {
    times: u32,
    again: Instant,
    call: String,
}

/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    Try(Spooled),
    /// All that wait were set aside; the first is due in a while.
    After(Duration),
    Nothing,
}

impl Backlog {
    /// `call_of` reads whose event it is, and is asked only where something was set aside.
    pub(super) fn next(
        &mut self,
        waiting: Vec<Spooled>,
        now: Instant,
        call_of: impl Fn(&Spooled) -> Option<String>,
    ) -> Next {
        // What is no longer in the folder was taken, or forgotten with its call.
        self.0.retain(|number, _| waiting.iter().any(|event| event.number == *number));
        let mut held_up: BTreeSet<&str> = BTreeSet::new();
        let mut soonest: Option<Duration> = None;
        for event in waiting {
            match self.0.get(&event.number) {
                Some(tried) if held_up.contains(tried.call.as_str()) => {}
                Some(tried) if tried.times >= TRIES && tried.again > now => {
                    held_up.insert(&tried.call);
                    let wait = tried.again - now;
                    soonest = Some(soonest.map_or(wait, |soonest| soonest.min(wait)));
                }
                Some(_) => return Next::Try(event),
                None => {
                    // One that can't be read is dropped when it is tried.
                    let is_held_up = !held_up.is_empty()
                        && call_of(&event).is_some_and(|call| held_up.contains(call.as_str()));
                    if !is_held_up {
                        return Next::Try(event);
                    }
                }
            }
        }
        soonest.map_or(Next::Nothing, Next::After)
    }

    /// The receiver did not take it.
    pub(super) fn failed(&mut self, number: u64, call: String, now: Instant) {
        let tried = self.0.entry(number).or_insert(Tried { times: 0, again: now, call });
        tried.times = tried.times.saturating_add(1);
        // Two seconds, four, eight …; by 64 bits and more nothing can be shifted.
        let pause = Duration::from_secs(1_u64.checked_shl(tried.times).unwrap_or(u64::MAX)).min(LONGEST);
        tried.again = now + pause;
    }

    /// The address or the secret is another one: what failed before may be taken.
    pub(super) fn start_anew(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// Calls by the tens: 10, 11 and 12 are one call.
    fn events(numbers: &[u64]) -> Vec<Spooled> {
        numbers.iter().map(|number| Spooled { number: *number, file: PathBuf::new() }).collect()
    }

    #[expect(clippy::unnecessary_wraps, reason = "as it is asked for")]
    fn call_of(event: &Spooled) -> Option<String> {
        Some((event.number / 10).to_string())
    }

    fn next(backlog: &mut Backlog, numbers: &[u64], now: Instant) -> Option<u64> {
        match backlog.next(events(numbers), now, call_of) {
            Next::Try(event) => Some(event.number),
            Next::After(_) | Next::Nothing => None,
        }
    }

    fn fail(backlog: &mut Backlog, number: u64, times: u32, now: Instant) {
        for _ in 0..times {
            backlog.failed(number, (number / 10).to_string(), now);
        }
    }

    #[test]
    fn one_that_is_not_taken_holds_up_its_own_call_alone() {
        let (mut backlog, now) = (Backlog::default(), Instant::now());
        let waiting = [10, 20, 11, 30];
        assert_eq!(next(&mut backlog, &waiting, now), Some(10));
        fail(&mut backlog, 10, TRIES - 1, now);
        assert_eq!(next(&mut backlog, &waiting, now), Some(10), "not set aside yet");
        fail(&mut backlog, 10, 1, now);
        assert_eq!(next(&mut backlog, &waiting, now), Some(20));
        assert_eq!(next(&mut backlog, &[10, 11, 30], now), Some(30), "11 is of the same call");
        assert_eq!(next(&mut backlog, &[10, 11], now), None);
        assert_eq!(
            next(&mut backlog, &[10, 11], now + Duration::from_secs(8)),
            Some(10),
            "tried again later"
        );
        assert_eq!(next(&mut backlog, &[11], now), Some(11), "once it is gone");
    }

    #[test]
    fn all_set_aside_are_waited_for_and_forgotten_when_something_changes() {
        let (mut backlog, now) = (Backlog::default(), Instant::now());
        fail(&mut backlog, 10, 3, now);
        fail(&mut backlog, 20, 4, now);
        let all = events(&[10, 20, 21]);
        assert_eq!(backlog.next(all.clone(), now, call_of), Next::After(Duration::from_secs(8)));
        fail(&mut backlog, 10, 60, now);
        assert_eq!(backlog.next(events(&[10]), now, call_of), Next::After(LONGEST));
        assert_eq!(backlog.next(Vec::new(), now, call_of), Next::Nothing);
        fail(&mut backlog, 10, 3, now);
        backlog.start_anew();
        assert_eq!(next(&mut backlog, &[10], now), Some(10));
    }
}
