//! What of a call stands in the table `calls`, a row each: how it gets into the database, out of it, and into a CSV. A new
//! column is a row here and a step in `schema`.
//!
//! Not here: `seq`, `extra`, `unfinished` and `told_name`, which are the database's own, and `channels`, a table.

use std::sync::LazyLock;

use agent_core::{CallRecord, WallMillis};
use rusqlite::types::{Null, ToSql, ToSqlOutput};
use rusqlite::{Row, Transaction, params_from_iter};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::words::{DIRECTIONS, OUTCOMES, direction_word, outcome_word, read_word};

struct CallColumn {
    name: &'static str,
    kept: Option<Stored>,
    /// In a CSV, which is for people, not everything is of use.
    cell: Option<fn(&CallRecord) -> String>,
}

struct Stored {
    write: fn(&CallRecord) -> rusqlite::Result<ToSqlOutput<'_>>,
    read: fn(&mut CallRecord, &Row<'_>) -> rusqlite::Result<()>,
}

/// A field whose type the database knows.
macro_rules! plain {
    ($name:literal, $($field:tt).+, $cell:expr) => {
        CallColumn {
            name: $name,
            kept: Some(Stored {
                write: |call| call.$($field).+.to_sql(),
                read: |call, row| row.get($name).map(|value| call.$($field).+ = value),
            }),
            cell: $cell,
        }
    };
}

/// A field that is one of a few words.
macro_rules! word {
    ($name:literal, $field:ident, $all:expr, $word_of:expr) => {
        CallColumn {
            name: $name,
            kept: Some(Stored {
                write: |call| Ok($word_of(call.$field).into()),
                read: |call, row| read_word(row, $name, &$all, $word_of).map(|value| call.$field = value),
            }),
            cell: Some(|call| $word_of(call.$field).to_owned()),
        }
    };
}

/// In the order of the CSV, whose columns other programs count; the database takes any order.
static COLUMNS: [CallColumn; 17] = [
    plain!("started", started.0, Some(|call| time(call.started))),
    word!("direction", direction, DIRECTIONS, direction_word),
    word!("outcome", outcome, OUTCOMES, outcome_word),
    plain!("number", number, Some(|call| text(call.number.as_deref()))),
    plain!("name", name, Some(|call| text(call.name.as_deref()))),
    plain!("called", called, Some(|call| text(call.called.as_deref()))),
    plain!("extension", extension, Some(|call| text(Some(&call.extension)))),
    CallColumn {
        name: "answered",
        kept: Some(Stored {
            // A time that the core has as a type of its own, and a database can't have.
            write: |call| call.answered.as_ref().map_or(Ok(Null.into()), |at| at.0.to_sql()),
            read: |call, row| row.get("answered").map(|at: Option<i64>| call.answered = at.map(WallMillis)),
        }),
        cell: Some(|call| call.answered.map(time).unwrap_or_default()),
    },
    plain!("ended", ended.0, Some(|call| time(call.ended))),
    // For those who add up; the database keeps nothing that can be computed.
    CallColumn {
        name: "talked_seconds",
        kept: None,
        cell: Some(|call| {
            let talked = call.answered.map(|answered| (call.ended.0 - answered.0) / 1000);
            talked.map(|seconds| seconds.to_string()).unwrap_or_default()
        }),
    },
    plain!("result", note.result, Some(|call| text(Some(&call.note.result)))),
    plain!("note", note.text, Some(|call| text(Some(&call.note.text)))),
    CallColumn {
        name: "tags",
        kept: Some(Stored {
            write: |call| Ok(call.note.tags.join("\n").into()),
            read: |call, row| {
                let tags: String = row.get("tags")?;
                call.note.tags = tags.lines().map(str::to_owned).collect();
                Ok(())
            },
        }),
        cell: Some(|call| text(Some(&call.note.tags.join(", ")))),
    },
    plain!("handed_to", handed_to, Some(|call| text(call.handed_to.as_deref()))),
    // Of these a spreadsheet has no use: the program's own names for things.
    plain!("id", id, None),
    plain!("recording", recording, None),
    plain!("filled_in", filled_in, None),
];

/// A call that is known by its id is written over; what the database has of it besides stays.
static WRITE: LazyLock<String> = LazyLock::new(|| {
    let names: Vec<&str> = kept().map(|(name, _)| name).collect();
    let anew = names.iter().map(|name| format!(", {name} = excluded.{name}"));
    format!(
        "INSERT INTO calls (seq, extra, {}) VALUES (?, ?{})
         ON CONFLICT (id) DO UPDATE SET extra = excluded.extra{}",
        names.join(", "),
        ", ?".repeat(names.len()),
        anew.collect::<String>()
    )
});

fn kept() -> impl Iterator<Item = (&'static str, &'static Stored)> {
    COLUMNS.iter().filter_map(|column| Some((column.name, column.kept.as_ref()?)))
}

pub(super) fn write_row(
    transaction: &Transaction<'_>,
    seq: i64,
    extra: &str,
    call: &CallRecord,
) -> rusqlite::Result<()> {
    let mut values = vec![seq.to_sql()?, extra.to_sql()?];
    for (_, column) in kept() {
        values.push((column.write)(call)?);
    }
    transaction.prepare_cached(&WRITE)?.execute(params_from_iter(values)).map(|_| ())
}

/// Without its channels, which stand in a table of their own.
pub(super) fn read_row(row: &Row<'_>) -> rusqlite::Result<CallRecord> {
    let mut call = CallRecord::default();
    for (_, column) in kept() {
        (column.read)(&mut call, row)?;
    }
    Ok(call)
}

pub(super) fn header() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().filter(|column| column.cell.is_some()).map(|column| column.name)
}

pub(super) fn cells(call: &CallRecord) -> impl Iterator<Item = String> {
    COLUMNS.iter().filter_map(|column| column.cell).map(move |cell| cell(call))
}

/// Spreadsheets take `=`, `+`, `-` and `@` at the front of a cell for a formula. An apostrophe in front makes text of it, as
/// their makers advise.
pub(crate) fn text(text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

/// UTC, e.g. `2020-05-20T07:12:32Z`.
pub(crate) fn time(at: WallMillis) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(at.0.div_euclid(1000)).ok();
    moment.and_then(|moment| moment.format(&Rfc3339).ok()).unwrap_or_default()
}
