//! Everybody's records: when callers were talked with, by whomever. Nothing else of them is kept.

use std::collections::HashMap;
use std::io::Read;

use agent_core::{TeamAsk, TeamTalk, WallMillis};
use pbx_protocol::Party;

use super::cdr_file::{self, CdrRow};
use super::merge::{is_answered, started, zone};
use crate::error::StorageError;
use agent_core::Lines;

/// The last talk with each of the callers that are asked about. `offset_millis`: how far the PBX's clock is ahead of UTC.
pub fn team_talks(
    file: impl Read,
    ask: &TeamAsk,
    offset_millis: i64,
    lines: &Lines,
) -> Result<Vec<TeamTalk>, StorageError> {
    let zone = zone(offset_millis);
    let wanted: HashMap<String, &String> =
        ask.numbers.iter().filter_map(|number| Some((lines.key(number)?, number))).collect();
    let mut last: HashMap<&String, i64> = HashMap::new();
    for row in cdr_file::read(file)?.rows.iter().filter(|row| is_talk(row, ask)) {
        let Some(at) = started(row, zone) else { continue };
        for number in callers(row, &ask.prefix).iter().filter_map(|number| lines.key(number)) {
            if let Some(number) = wanted.get(&number) {
                let known = last.entry(number).or_insert(at);
                *known = at.max(*known);
            }
        }
    }
    let ours = |at: i64| WallMillis(at - (offset_millis - zone));
    Ok(last.into_iter().map(|(number, at)| TeamTalk { number: number.clone(), at: ours(at) }).collect())
}

/// Somebody talked: a queue that let its music be heard, without `(102)` behind it, is nobody.
fn is_talk(row: &CdrRow, ask: &TeamAsk) -> bool {
    is_answered(row) && !ask.queues.contains(&row.to)
}

/// Both ends; what was dialled also without what stands before outside numbers.
fn callers(row: &CdrRow, prefix: &str) -> Vec<String> {
    let number = |text: &str| Party::parse(text).number;
    let dialled = number(&row.to);
    let bare = dialled.as_deref().filter(|_| !prefix.is_empty()).and_then(|to| to.strip_prefix(prefix));
    let bare = bare.map(str::to_owned);
    number(&row.from).into_iter().chain(bare).chain(dialled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_talked_with_by_anybody_and_when_last() {
        let ask = TeamAsk {
            since: WallMillis(0),
            numbers: ["030123456", "13800138000", "030999999", "030888888"].map(str::to_owned).into(),
            queues: ["6500".to_owned()].into(),
            prefix: "9".to_owned(),
            pbx_clock: (String::new(), WallMillis(0)),
        };
        let csv = "timestart,callfrom,callto,callduration,talkduration,status,type\n\
            2020-05-20 10:00:00,102,9030123456,30,20,ANSWERED,Outbound\n\
            2020-05-20 10:30:00,+4930123456,6500(103),30,20,ANSWERED,Inbound\n\
            2020-05-20 10:10:00,104,9030123456,30,20,ANSWERED,Outbound\n\
            2020-05-20 11:00:00,13800138000,6500,90,80,ANSWERED,Inbound\n\
            2020-05-20 11:00:00,102,9030999999,30,0,NO ANSWER,Outbound\n\
            2020-05-20 11:00:00,102,103,30,20,ANSWERED,Internal\n";
        let hour = 3_600_000;
        let talks = team_talks(csv.as_bytes(), &ask, 3 * hour + 2000, &Lines::of("DE", "030")).unwrap();
        // 07:30 UTC by a clock that is two seconds fast.
        let at = WallMillis(1_589_959_800_000 - 2000);
        assert_eq!(talks, [TeamTalk { number: "030123456".to_owned(), at }]);
    }

    #[test]
    fn what_is_no_record_is_an_error() {
        let ask = TeamAsk {
            since: WallMillis(0),
            numbers: ["030123456".to_owned()].into(),
            queues: [].into(),
            prefix: String::new(),
            pbx_clock: (String::new(), WallMillis(0)),
        };
        assert!(team_talks(&b"<html>login</html>"[..], &ask, 0, &Lines::default()).is_err());
    }
}
