//! What the columns of a table without a known header seem to hold, by what stands in them: a proposal for the person.

use agent_core::ColumnMeaning;
use csv::StringRecord;
use pbx_protocol::number::Home;

use super::cell;
use super::columns::Columns;

/// Numbers of the public network have as many digits; numbers of a house fewer.
const PUBLIC: usize = 7;
const HOUSE: usize = 3;
/// Words in the names of companies.
const COMPANY_WORDS: [&str; 16] = [
    "公司",
    "集团",
    "有限",
    "中心",
    "学校",
    "医院",
    "株式会社",
    "gmbh",
    " ltd",
    " inc",
    " llc",
    " corp",
    " s.a",
    " ag",
    "ооо",
    "شركة",
];

/// A proposal for the first `width` columns.
pub(super) fn guess(rows: &[StringRecord], width: usize, home: Home) -> Vec<ColumnMeaning> {
    let named = rows.first().map(|row| Columns::of_header(row.iter())).unwrap_or_default();
    let mut guess: Vec<Option<ColumnMeaning>> = (0..width).map(|at| named.meaning(at)).collect();
    for digits in [PUBLIC, HOUSE] {
        if !guess.contains(&Some(ColumnMeaning::Number)) {
            propose(&mut guess, rows, ColumnMeaning::Number, |cell| is_number(cell, digits, home));
        }
    }
    propose(&mut guess, rows, ColumnMeaning::Company, is_company);
    if !guess.contains(&Some(ColumnMeaning::Name)) {
        let name = (0..width).find(|at| guess[*at].is_none() && is_mostly(rows, *at, is_text));
        if let Some(at) = name {
            guess[at] = Some(ColumnMeaning::Name);
        }
    }
    guess.into_iter().map(|meaning| meaning.unwrap_or(ColumnMeaning::Ignore)).collect()
}

fn propose(
    guess: &mut [Option<ColumnMeaning>],
    rows: &[StringRecord],
    meaning: ColumnMeaning,
    is_it: impl Fn(&str) -> bool,
) {
    for (at, column) in guess.iter_mut().enumerate() {
        if column.is_none() && is_mostly(rows, at, &is_it) {
            *column = Some(meaning);
        }
    }
}

/// Whether most cells are it; the first row may be a header, whatever the language.
fn is_mostly(rows: &[StringRecord], at: usize, is_it: impl Fn(&str) -> bool) -> bool {
    let cells = || rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.trim().is_empty());
    let (all, fitting) = (cells().count(), cells().filter(|cell| is_it(cell)).count());
    fitting > 0 && fitting * 2 >= all.saturating_sub(1)
}

fn is_number(text: &str, digits: usize, home: Home) -> bool {
    let pieces = cell::numbers(text, home);
    let digits_of = |text: &str| text.chars().filter(|c| c.is_numeric()).count();
    let letters_of = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    // A date or a time has digits too.
    let is_date = text.contains(':')
        || text.trim().get(4..5).is_some_and(|mark| matches!(mark, "-" | "/" | "."))
            && text.trim().starts_with(['1', '2']);
    !pieces.is_empty()
        && !is_date
        && pieces
            .iter()
            .flatten()
            .any(|piece| digits_of(piece) >= digits && digits_of(piece) > letters_of(piece) * 2)
}

fn is_company(text: &str) -> bool {
    let text = text.to_lowercase();
    COMPANY_WORDS.iter().any(|word| text.contains(word))
}

fn is_text(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > text.chars().filter(|c| c.is_numeric()).count()
}
