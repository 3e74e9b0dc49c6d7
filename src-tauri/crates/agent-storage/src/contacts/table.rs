//! People from tables (CSV): what stands before the header is passed over, the mark between cells is found out.

use agent_core::{ColumnMeaning, ImportUnit};
use csv::{Reader, ReaderBuilder, StringRecord};
use pbx_protocol::number::Home;

use super::column_guess::guess;
use super::column_words::letters;
use super::columns::{Columns, is_known};
use super::person::{full_name, in_order};
use super::taking::{Person, Taking};

/// Marks between cells, the likelier first.
const MARKS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// A header stands within as many rows.
const HEAD: usize = 20;
/// Rows that tell what a column holds.
const SAMPLE: usize = 50;
/// Rows and columns that are shown where the columns can't be told.
const SHOWN_ROWS: usize = 8;
const SHOWN_COLUMNS: usize = 40;
const SHOWN_LETTERS: usize = 60;

/// What a table is.
#[derive(Debug)]
pub(super) enum Table {
    Taken(Taking),
    /// The columns can't be told.
    Unclear {
        rows: Vec<Vec<String>>,
        guess: Vec<ColumnMeaning>,
    },
    /// No table of people.
    Nothing,
}

/// Reads a table whose columns the header names, or the person.
pub(super) fn read(text: &str, said: Option<&[ColumnMeaning]>, home: Home) -> Table {
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let (text, told) = without_mark_line(&text);
    let layouts = told.into_iter().chain(MARKS).map(|mark| Layout::of(text, mark, home));
    // The first of the best: `max_by_key` would take the last.
    let best = layouts.reduce(|best, next| if next.rank() > best.rank() { next } else { best });
    let Some(layout) = best else { return Table::Nothing };
    match (said, &layout.header) {
        (Some(said), _) => Table::Taken(layout.take(text, &Columns::said(said), None)),
        (None, Some((row, columns))) => {
            Table::Taken(layout.take(text, &layout.without_labels(columns), Some(*row)))
        }
        (None, None) => layout.ask(text),
    }
}

/// How many column names a text has that tell its encoding, whatever stands between them.
pub(super) fn known_words(text: &str) -> usize {
    let names = text.lines().take(HEAD).flat_map(|line| line.split([',', ';', '\t', '|', '"']));
    names.filter(|name| letters(name).any(|letter| !letter.is_ascii()) && is_known(name)).count()
}

/// Excel's first line `sep=;`: the text after it, and the mark.
fn without_mark_line(text: &str) -> (&str, Option<u8>) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_matches(['"', ' ']);
    match line.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("sep=") => {
            (rest, line.as_bytes().get(4).copied().filter(u8::is_ascii))
        }
        _ => (text, None),
    }
}

/// A table as one mark between the cells makes it.
struct Layout {
    mark: u8,
    home: Home,
    /// Its first rows.
    head: Vec<StringRecord>,
    /// The row with the columns' names, and what they say.
    header: Option<(usize, Columns)>,
    /// How many of these names are known.
    words: usize,
    /// How many of the first rows have as many cells as most.
    regular: usize,
}

impl Layout {
    fn of(text: &str, mark: u8, home: Home) -> Self {
        let head: Vec<StringRecord> = reader(text, mark, true).records().flatten().take(SAMPLE).collect();
        let columns = head.iter().take(HEAD).map(|row| Columns::of_header(row.iter()));
        let header = columns.enumerate().find(|(_, columns)| columns.suffice());
        let words =
            header.as_ref().map_or(0, |(row, _)| head[*row].iter().filter(|name| is_known(name)).count());
        let regular = usual_width(&head).map_or(0, |(_, rows)| rows);
        Self { mark, home, head, header, words, regular }
    }

    fn rank(&self) -> (usize, usize) {
        (self.words, self.regular)
    }

    /// Without the columns that say `Mobile` or `Home` beside a number, in a language that isn't known here.
    fn without_labels(&self, columns: &Columns) -> Columns {
        let holds_digits = |at: &usize| {
            let cells = self.head.iter().skip(1).filter_map(|row| row.get(*at));
            cells.filter(|cell| cell.contains(char::is_numeric)).count() > 0
        };
        let mut columns = columns.clone();
        let numbers: Vec<usize> = columns.numbers.iter().copied().filter(|at| holds_digits(at)).collect();
        if !numbers.is_empty() && self.head.len() > 2 {
            columns.numbers = numbers;
        }
        columns
    }

    /// Everybody below the header.
    fn take(&self, text: &str, columns: &Columns, header: Option<usize>) -> Taking {
        let taking = self.take_quoted(text, columns, header, true);
        // A quotation mark that is never closed swallows the rows after it.
        if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 0 {
            return taking;
        }
        let unquoted = self.take_quoted(text, columns, header, false);
        if unquoted.contacts.len() > taking.contacts.len() { unquoted } else { taking }
    }

    fn take_quoted(&self, text: &str, columns: &Columns, header: Option<usize>, quoting: bool) -> Taking {
        let mut taking = Taking::new(ImportUnit::Rows, self.home);
        let mut reader = reader(text, self.mark, quoting);
        let mut row = StringRecord::new();
        // Lines within cells: a spreadsheet counts rows.
        let mut inner_lines = 0;
        for index in 0.. {
            if !reader.read_record(&mut row).unwrap_or(false) {
                break;
            }
            let inner = row.as_slice().bytes().filter(|byte| *byte == b'\n').count() as u64;
            let number = reader.position().line().saturating_sub(1 + inner + inner_lines);
            inner_lines += inner;
            let is_header = match header {
                Some(header) => index <= header || row == self.head[header],
                None => {
                    index == 0
                        && !columns
                            .numbers
                            .iter()
                            .any(|at| row.get(*at).is_some_and(|cell| cell.contains(char::is_numeric)))
                }
            };
            if is_header || row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            taking.take(u32::try_from(number).unwrap_or(u32::MAX), &person(&row, columns));
        }
        taking
    }

    /// The first rows, for the person to say what the columns are.
    fn ask(self, text: &str) -> Table {
        let is_markup = text.trim_start().starts_with(['<', '{', '[']) || text.contains('\0');
        let Some((width, _)) = usual_width(&self.head).filter(|(width, _)| *width > 1 && !is_markup) else {
            return Table::Nothing;
        };
        let width = width.min(SHOWN_COLUMNS);
        let guess = guess(&self.head, width, self.home);
        if !guess.contains(&ColumnMeaning::Number) {
            return Table::Nothing;
        }
        let shown = |cell: &str| cell.trim().chars().take(SHOWN_LETTERS).collect::<String>();
        let row = |row: &StringRecord| (0..width).map(|at| shown(row.get(at).unwrap_or_default())).collect();
        Table::Unclear { rows: self.head.iter().take(SHOWN_ROWS).map(row).collect(), guess }
    }
}

fn reader(text: &str, mark: u8, quoting: bool) -> Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(mark).has_headers(false).flexible(true).quoting(quoting).from_reader(text.as_bytes())
}

/// How many cells most rows have, and how many rows those are.
fn usual_width(rows: &[StringRecord]) -> Option<(usize, usize)> {
    let with = |width: usize| rows.iter().filter(|row| row.len() == width).count();
    let widths = rows.iter().map(StringRecord::len).filter(|width| *width > 1);
    widths.map(|width| (width, with(width))).max_by_key(|(width, rows)| (*rows, *width))
}

fn person(row: &StringRecord, columns: &Columns) -> Person {
    let cell = |at: &usize| unwrapped_text(row.get(*at).unwrap_or_default());
    let first = |places: &[usize]| places.iter().map(cell).find(|text| !text.is_empty()).unwrap_or_default();
    let by_parts = full_name(first(&columns.family), first(&columns.given), first(&columns.middle));
    let pieces: Vec<&str> = columns.pieces.iter().map(cell).filter(|text| !text.is_empty()).collect();
    let name = match (pieces.is_empty(), by_parts.is_empty()) {
        (false, _) => in_order(&pieces),
        (true, true) => first(&columns.whole).to_owned(),
        (true, false) => by_parts,
    };
    Person {
        name,
        company: first(&columns.companies).to_owned(),
        numbers: columns.numbers.iter().map(|at| cell(at).to_owned()).collect(),
    }
}

/// Without what a spreadsheet's export puts around text.
fn unwrapped_text(cell: &str) -> &str {
    let cell = cell.trim();
    let cell = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell);
    cell.trim_matches('"').trim()
}
