//! Cells and lines that hold several numbers, as spreadsheets do.

use super::{Home, NotANumber, Written, read_at};

/// What divides numbers in a cell for certain; `,` and `/` may also stand within one.
const DIVIDERS: [&str; 8] = ["\n", "\r", ";", "；", "、", ":::", "|", " or "];
const DOUBTFUL: [char; 4] = [',', '，', '/', '／'];
/// `021-61234567/68`: the second is the end of another number, and cannot be told from here.
const SHORTEST_SECOND: usize = 5;

/// A piece of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// As it was written.
    pub text: String,
    /// The number in it, or why there is none.
    pub read: Result<Written, NotANumber>,
}

/// Reads all numbers of a text, in their order. Blank pieces are none.
pub fn split(text: &str, home: Home) -> Vec<Piece> {
    let mut pieces = vec![text];
    for divider in DIVIDERS {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(divider)).collect();
    }
    let filled = pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty());
    filled.flat_map(|piece| divided(piece, home)).collect()
}

/// One number where the piece is one, else as many as the doubtful signs make of it.
fn divided(text: &str, home: Home) -> Vec<Piece> {
    // As a whole first: `,` and `/` may belong to one number and its extension.
    let read = read_at(text, home);
    if read != Err(NotANumber::Several) {
        return vec![Piece { text: text.to_owned(), read }];
    }
    let parts = text.split(DOUBTFUL).map(str::trim).filter(|part| !part.is_empty());
    parts
        .enumerate()
        .map(|(at, part)| {
            let read = read_at(part, home).and_then(|written| {
                let is_rest = at > 0 && written.dial.as_str().len() < SHORTEST_SECOND;
                if is_rest { Err(NotANumber::Unclear) } else { Ok(written) }
            });
            Piece { text: part.to_owned(), read }
        })
        .collect()
}
