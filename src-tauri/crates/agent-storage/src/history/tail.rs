//! The end of a number, by which the database finds the calls of one line: spellings differ at the front.

/// Fewer than any public number has, and enough to tell nearly all of them apart.
const LENGTH: usize = 6;

/// The end of the number in a row; the index of the same words makes it quick. Numbers of trunks have few signs.
pub(super) const TAIL: &str =
    "substr(replace(replace(replace(replace(number, ' ', ''), '-', ''), '(', ''), ')', ''), -6)";

/// The end of a number that is sought.
pub(super) fn tail(number: &str) -> &str {
    let start = number.len().saturating_sub(LENGTH);
    number.get(start..).unwrap_or(number)
}
