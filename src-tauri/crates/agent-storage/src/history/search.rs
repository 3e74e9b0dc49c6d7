//! Calls out of the database: pages, searches, what was last.

use std::collections::HashMap;

use agent_core::{CallOutcome, CallRecord, HistoryPage, HistoryQuery, RecentNumber};
use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::read_row;
use super::grams;
use super::store::{PLACES, called_fact, direction_fact, missed_fact};
use super::tail::{TAIL, tail};
use super::words::{direction_word, outcome_word};
use agent_core::Lines;

/// More than a screen shows; a longer list is asked for page by page.
const MOST_ROWS: u32 = 200;
/// As many numbers as the view shows.
const RECENT_NUMBERS: usize = 10;
/// Numbers that end alike and are none of the line are few; this many calls with them are looked through.
const MOST_ALIKE: u32 = 2000;
/// How far back the recent numbers are looked for: the start must not read a year of calls.
const RECENT_CALLS: u32 = 200;

/// The latest calls with a number, however it was spelt.
pub(crate) fn with_number(
    connection: &Connection,
    number: &str,
    lines: &Lines,
    limit: usize,
) -> rusqlite::Result<Vec<CallRecord>> {
    let Some(key) = lines.key(number) else { return Ok(Vec::new()) };
    let sql =
        format!("SELECT * FROM calls WHERE {TAIL} = ?1 AND number IS NOT NULL ORDER BY seq DESC LIMIT ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let alike = statement.query_map((tail(&key), MOST_ALIKE), read_row)?;
    // Most calls with a line have one spelling.
    let mut known: HashMap<String, bool> = HashMap::new();
    let mut is_it = |record: &CallRecord| {
        let Some(other) = record.number.as_deref() else { return false };
        if let Some(known) = known.get(other) {
            return *known;
        }
        let is_it = lines.key(other).as_ref() == Some(&key);
        known.insert(other.to_owned(), is_it);
        is_it
    };
    let mut calls = Vec::new();
    for record in alike {
        let record = record?;
        if is_it(&record) {
            calls.push(record);
            if calls.len() == limit {
                break;
            }
        }
    }
    Ok(calls)
}

/// Newest first. The place to go on from is a row and not a count, so calls that come in meanwhile shift nothing.
pub(crate) fn page(connection: &Connection, query: &HistoryQuery) -> rusqlite::Result<HistoryPage> {
    let limit = limit(query);
    // One more than is shown tells whether there are more.
    let mut rows = select(connection, query, limit + 1)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok(HistoryPage { rows, more })
}

/// How many rows a page has.
pub(super) fn limit(query: &HistoryQuery) -> u32 {
    if query.limit == 0 { MOST_ROWS } else { query.limit.min(MOST_ROWS) }
}

/// Only what is asked for stands in the statement, so that the database takes the index that fits.
pub(super) fn select(
    connection: &Connection,
    query: &HistoryQuery,
    limit: u32,
) -> rusqlite::Result<Vec<CallRecord>> {
    let mut filter = Filter::default();
    filter.add("seq < ?", before(connection, query)?);
    filter.add("seq >= ?", query.from.map(|from| from.0.saturating_mul(PLACES)));
    filter.add("seq < ?", query.to.map(|to| to.0.saturating_mul(PLACES)));
    let text = grams::query(&query.search, query.digits.as_deref());
    if let Some(text) = text {
        let facts = [
            query.direction.map(direction_fact),
            query.missed.then(missed_fact),
            query.called.as_deref().map(called_fact),
        ];
        let narrowed =
            facts.into_iter().flatten().fold(text, |text, fact| format!("{text} AND short : {fact}"));
        filter.add("calls_text MATCH ?", Some(narrowed));
        let sql = format!(
            "SELECT calls.* FROM calls_text CROSS JOIN calls ON calls.seq = calls_text.rowid
             WHERE {} ORDER BY calls_text.rowid DESC LIMIT ?",
            filter.clauses("calls_text.rowid")
        );
        return filter.run(connection, &sql, limit);
    }
    filter.add("direction = ?", query.direction.map(direction_word));
    filter.add("outcome = ?", query.missed.then_some(outcome_word(CallOutcome::Missed)));
    filter.add("called = ?", query.called.clone());
    let sql = format!("SELECT * FROM calls WHERE {} ORDER BY seq DESC LIMIT ?", filter.clauses("seq"));
    filter.run(connection, &sql, limit)
}

/// The place to go on from; that of a call that was deleted meanwhile is where it was.
fn before(connection: &Connection, query: &HistoryQuery) -> rusqlite::Result<Option<i64>> {
    let Some((started, id)) = &query.before else { return Ok(None) };
    let mut statement = connection.prepare_cached("SELECT seq FROM calls WHERE id = ?1")?;
    let seq = statement.query_row([id], |row| row.get(0)).optional()?;
    Ok(Some(seq.unwrap_or_else(|| started.0.saturating_mul(PLACES))))
}

/// Conditions with their values.
#[derive(Default)]
struct Filter(Vec<(&'static str, Box<dyn ToSql>)>);

impl Filter {
    fn add(&mut self, clause: &'static str, value: Option<impl ToSql + 'static>) {
        if let Some(value) = value {
            self.0.push((clause, Box::new(value)));
        }
    }

    fn clauses(&self, seq: &str) -> String {
        let clauses = self.0.iter().map(|(clause, _)| match clause.strip_prefix("seq") {
            Some(rest) => format!("{seq}{rest}"),
            None => (*clause).to_owned(),
        });
        std::iter::once("1".to_owned()).chain(clauses).collect::<Vec<_>>().join(" AND ")
    }

    fn run(self, connection: &Connection, sql: &str, limit: u32) -> rusqlite::Result<Vec<CallRecord>> {
        let mut values: Vec<Box<dyn ToSql>> = self.0.into_iter().map(|(_, value)| value).collect();
        values.push(Box::new(limit));
        let mut statement = connection.prepare_cached(sql)?;
        statement.query_map(rusqlite::params_from_iter(values), read_row)?.collect()
    }
}

/// Each number once, the newest first.
pub(crate) fn recent(connection: &Connection) -> rusqlite::Result<Vec<RecentNumber>> {
    let mut statement = connection
        .prepare("SELECT number, name FROM calls WHERE number IS NOT NULL ORDER BY seq DESC LIMIT ?1")?;
    let calls = statement.query_map(params![RECENT_CALLS], |row| {
        Ok(RecentNumber { number: row.get("number")?, name: row.get("name")? })
    })?;
    let mut recent = Vec::new();
    add_recent(&mut recent, calls.collect::<Result<_, _>>()?);
    Ok(recent)
}

/// Adds those that are not there yet, as long as there is room.
pub(super) fn add_recent(recent: &mut Vec<RecentNumber>, older: Vec<RecentNumber>) {
    for call in older {
        if recent.len() < RECENT_NUMBERS && recent.iter().all(|known| known.number != call.number) {
            recent.push(call);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::store::tests::{call, store, write};
    use super::*;

    fn ids(connection: &Connection, query: &HistoryQuery) -> Vec<String> {
        page(connection, query).unwrap().rows.into_iter().map(|row| row.id).collect()
    }

    #[test]
    fn pages_follow_each_other_without_gap_or_overlap() {
        // Three calls began in the same millisecond, at the seam of two pages.
        let records: Vec<CallRecord> =
            [(1, 1), (2, 1), (2, 2), (2, 3), (3, 1)].map(|(at, key)| call(at, key)).into();
        let (_dir, mut connection) = store(&records);
        let first = page(&connection, &HistoryQuery { limit: 2, ..HistoryQuery::default() }).unwrap();
        assert!(first.more);
        let last = first.rows.last().unwrap();
        let before = Some((last.started, last.id.clone()));
        // A call that comes in meanwhile shifts nothing.
        write(&mut connection, &[call(4, 1)]).unwrap();
        let second =
            page(&connection, &HistoryQuery { limit: 3, before, ..HistoryQuery::default() }).unwrap();
        assert!(!second.more);
        let ids: Vec<&str> = first.rows.iter().chain(&second.rows).map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["3-1", "2-3", "2-2", "2-1", "1-1"]);
    }

    #[test]
    fn a_page_is_never_larger_than_the_cap() {
        let records: Vec<CallRecord> = (0..201).map(|at| call(at, 1)).collect();
        let (_dir, connection) = store(&records);
        for limit in [0, 200, 201, u32::MAX] {
            let page = page(&connection, &HistoryQuery { limit, ..HistoryQuery::default() }).unwrap();
            assert_eq!((page.rows.len(), page.more), (200, true), "{limit}");
        }
    }

    #[test]
    fn search_finds_parts_and_takes_signs_for_themselves() {
        let named = |at, name: &str| CallRecord { name: Some(name.to_owned()), number: None, ..call(at, 1) };
        let (_dir, connection) =
            store(&[call(1, 1), named(2, "100% Ltd"), named(3, "100 Ltd"), named(4, "a_b\\c")]);
        for (search, found) in [
            ("0013", vec!["1-1"]),
            ("李", vec!["1-1"]),
            ("LTD", vec!["3-1", "2-1"]),
            ("100%", vec!["2-1"]),
            ("a_", vec!["4-1"]),
            ("b\\", vec!["4-1"]),
            ("'; DROP TABLE calls; --", vec![]),
            ("  ", vec!["4-1", "3-1", "2-1", "1-1"]),
        ] {
            let query = HistoryQuery { search: search.to_owned(), ..HistoryQuery::default() };
            assert_eq!(ids(&connection, &query), found, "{search:?}");
        }
    }

    #[test]
    fn a_caller_is_one_in_every_spelling() {
        let spellings =
            ["13800138700", "+8613800138700", "013800138700", "008613800138700", "1795113800138700"];
        let from =
            |at, number: &str| CallRecord { number: Some(number.to_owned()), name: None, ..call(at, 1) };
        let mut records: Vec<CallRecord> =
            (1..).zip(spellings).map(|(at, number)| from(at, number)).collect();
        records.push(from(6, "23800138700"));
        records.push(from(7, "138700"));
        let (_dir, mut connection) = store(&records);
        let china = Lines::of("CN", "");
        for spelling in spellings {
            let found = with_number(&connection, spelling, &china, 20).unwrap();
            let found: Vec<&str> = found.iter().map(|row| row.id.as_str()).collect();
            assert_eq!(found, ["5-1", "4-1", "3-1", "2-1", "1-1"], "{spelling}");
            let digits = china.sought(spelling);
            let query = HistoryQuery { search: spelling.to_owned(), digits, ..HistoryQuery::default() };
            assert_eq!(ids(&connection, &query), ["5-1", "4-1", "3-1", "2-1", "1-1"], "{spelling}");
        }
        assert_eq!(with_number(&connection, spellings[0], &china, 2).unwrap().len(), 2);
        let names = super::super::CallerNames { given: Some("李娜".to_owned()), ..Default::default() };
        super::super::store::rename(&mut connection, "+86 138 0013 8700", &names, &china).unwrap();
        let with_name =
            page(&connection, &HistoryQuery { search: "李娜".to_owned(), ..HistoryQuery::default() });
        assert_eq!(with_name.unwrap().rows.len(), 5);
    }

    #[test]
    fn recent_numbers_come_once_each_and_newest_first() {
        let to = |at, number: &str, name: &str| CallRecord {
            number: Some(number.to_owned()),
            name: Some(name.to_owned()),
            ..call(at, 1)
        };
        let mut records = vec![to(1, "102", "old name"), to(3, "102", "Wang Wei"), to(2, "103", "陈静")];
        records.push(CallRecord { number: None, ..call(4, 1) });
        let (_dir, mut connection) = store(&records);
        let numbers = recent(&connection).unwrap();
        let wang = RecentNumber { number: "102".to_owned(), name: Some("Wang Wei".to_owned()) };
        assert_eq!(numbers[0], wang);
        assert_eq!(numbers.len(), 2);
        let many: Vec<CallRecord> = (10..40).map(|at| to(at, &at.to_string(), "x")).collect();
        write(&mut connection, &many).unwrap();
        assert_eq!(recent(&connection).unwrap().len(), RECENT_NUMBERS);
    }
}
