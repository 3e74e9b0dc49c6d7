//! The numbers in one cell of a table or one value of a card.

use agent_core::WhyLeftOut;

/// What people and programs write where there is no number.
const BLANKS: [&str; 12] =
    ["n/a", "na", "nan", "none", "null", "nil", "无", "無", "暂无", "没有", "空", "#n/a"];
/// Longer pieces are no numbers; what is told of them is cut to this.
const LONGEST_PIECE: usize = 80;

/// Marks that may part two numbers and may stand in one.
const PARTING: [char; 3] = ['/', ',', ';'];
/// Fewer digits on a side of such a mark are a part of the number on the other side.
const SHORTEST_APART: usize = 7;

/// A number as it was written, or what stands in its place.
pub(super) type Piece = Result<String, (String, WhyLeftOut)>;

/// All numbers of a cell, and what else is in it; nothing for a blank one.
pub(super) fn numbers(cell: &str) -> Vec<Piece> {
    let cell = unwrapped(cell);
    if is_blank(cell) {
        return Vec::new();
    }
    // Before it is taken apart: `1,38E+10` has a comma.
    if is_shortened(cell) {
        return vec![Err((cell.to_owned(), WhyLeftOut::Shortened))];
    }
    split(cell).into_iter().map(unwrapped).filter(|piece| !is_blank(piece)).map(piece).collect()
}

fn piece(text: &str) -> Piece {
    if is_shortened(text) {
        return Err((text.to_owned(), WhyLeftOut::Shortened));
    }
    // A table that went through a program that takes numbers for measures: `13800138000.0`.
    let text = text.trim_end_matches('0').strip_suffix('.').filter(|whole| is_digits(whole)).unwrap_or(text);
    if is_number(text) {
        return Ok(text.to_owned());
    }
    Err((text.chars().take(LONGEST_PIECE).collect(), WhyLeftOut::NotANumber))
}

/// Without what spreadsheets put around a number to keep its zeros: `="0138…"`, `'0138…`.
pub(super) fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    text.trim_start_matches(['\'', '\u{2018}', '\u{2019}', '`']).trim()
}

fn is_blank(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric) || BLANKS.iter().any(|blank| text.eq_ignore_ascii_case(blank))
}

/// `1.38E+10`: a spreadsheet has taken a number for a measure and rounded it.
fn is_shortened(text: &str) -> bool {
    let Some((measure, exponent)) = text.split_once(['e', 'E']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let whole = measure.replacen(['.', ','], "", 1);
    is_digits(&whole) && is_digits(exponent) && exponent.len() <= 3
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    text.chars().count() <= LONGEST_PIECE && text.chars().any(char::is_numeric)
}

/// Marks between two numbers. A slash, comma or semicolon may be part of one (`030/123456`, `…;ext=5`, `…,,123#`): it
/// parts only what could be called on its own.
fn split(cell: &str) -> Vec<&str> {
    let mut pieces: Vec<&str> = Vec::new();
    for line in cell.split(['\n', '\r', '、', '；', '，', '|']).flat_map(|line| line.split(":::")) {
        let (mut start, mut at, mut before) = (0, 0, 0);
        for part in line.split_inclusive(PARTING) {
            let here = digits(part);
            if before >= SHORTEST_APART && here >= SHORTEST_APART {
                pieces.push(line[start..at].trim_end_matches(PARTING));
                (start, before) = (at, 0);
            }
            (at, before) = (at + part.len(), before + here);
        }
        pieces.push(&line[start..]);
    }
    pieces
}

fn digits(text: &str) -> usize {
    text.chars().filter(|c| c.is_numeric()).count()
}
