//! The numbers in one cell of a table or one value of a card.

use agent_core::WhyLeftOut;
use pbx_protocol::number::{Home, read_at, split};

/// What people and programs write where there is no number.
const BLANKS: [&str; 12] =
    ["n/a", "na", "nan", "none", "null", "nil", "无", "無", "暂无", "没有", "空", "#n/a"];
/// What is told of a piece that is no number is cut to this.
const LONGEST_TOLD: usize = 80;
/// A cell is cut to this: nobody writes more numbers into one.
const LONGEST_CELL: usize = 2000;

/// A number as it was written, or what stands in its place.
pub(super) type CellPiece = Result<String, (String, WhyLeftOut)>;

/// All numbers of a cell as somebody at `home` means them, and what else is in it; nothing for a blank one.
pub(super) fn numbers(cell: &str, home: Home) -> Vec<CellPiece> {
    let cell = unwrapped(&cell[..cell.floor_char_boundary(LONGEST_CELL)]);
    if is_blank(cell) {
        return Vec::new();
    }
    // Before it is taken apart: `1,38E+10` has a comma, `…;ext=5` a semicolon.
    if let Some(piece) = whole(cell, home) {
        return vec![piece];
    }
    let mut pieces = Vec::new();
    for part in split(cell, home) {
        let text = unwrapped(&part.text);
        match part.read {
            _ if is_blank(text) => {}
            Ok(_) => pieces.push(Ok(text.to_owned())),
            Err(_) => {
                pieces.push(whole(text, home).unwrap_or_else(|| Err((told(text), WhyLeftOut::NotANumber))));
            }
        }
    }
    pieces
}

/// A text that is one number, or was one.
fn whole(text: &str, home: Home) -> Option<CellPiece> {
    if is_shortened(text) {
        return Some(Err((told(text), WhyLeftOut::Shortened)));
    }
    // A table that went through a program that takes numbers for measures: `13800138000.0`.
    let text =
        text.trim_end_matches('0').strip_suffix('.').filter(|digits| is_digits(digits)).unwrap_or(text);
    read_at(text, home).is_ok().then(|| Ok(text.to_owned()))
}

fn told(text: &str) -> String {
    text.chars().take(LONGEST_TOLD).collect()
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
