//! Telephone numbers: what people write, what links carry, what the PBX reports. The one place that reads them.
//!
//! [`read`] takes a number the way letterheads, chats, spreadsheets and web pages have it, and says what is to be
//! dialled, what is to be keyed in afterwards, and what was left out; or why it is no number. It never guesses: where
//! the digits could be dialled in two ways, the text is refused with a reason. What it must know of the world (country
//! codes, words for "extension") stands in tables beside it; whether a number exists is not asked here.
//!
//! ```
//! use pbx_protocol::number;
//!
//! let written = number::read("电话：+49 (0)30 5550100 转 12")?;
//! assert_eq!(written.dial.as_str(), "+49305550100");
//! assert_eq!(written.extension.as_deref(), Some("12"));
//! # Ok::<(), number::NotANumber>(())
//! ```

mod characters;
mod countries;
mod dial_string;
mod link;
mod party;
mod scan;
mod several;
mod words;

use serde::{Deserialize, Serialize};

pub use characters::{digit, plain};
pub use dial_string::DialString;
pub use link::{is_link, link_host, without_blanks};
pub use party::Party;
pub use several::{Piece, split};
pub use words::is_label;

/// No number stands in a longer text.
const LONGEST_TEXT: usize = 512;

/// A number as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What is dialled.
    pub dial: DialString,
    /// What is keyed in when the other side has answered: an extension there, a conference's code. Digits, `*`, `#`
    /// and `,` for a pause. No request of the PBX can do that: the person does.
    pub extension: Option<String>,
    /// Words and signs beside the number that are not dialled, e.g. `Tel.` or `(0)`.
    pub left_out: Option<String>,
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "contract", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum NotANumber {
    /// Nothing that could be dialled stands in it.
    #[error("no digits")]
    NoDigits,
    /// Words or signs stand in it that are neither a number nor beside one.
    #[error("words in it")]
    Words,
    /// More than one number.
    #[error("several numbers")]
    Several,
    /// More digits than a number has.
    #[error("too long")]
    TooLong,
    /// It could be dialled in more than one way.
    #[error("unclear")]
    Unclear,
    /// A link to a feature code: those can forward or unlock phones, so only a person dials them.
    #[error("a feature code in a link")]
    CodeInLink,
    /// A link with a password or with orders of its own.
    #[error("a link with more than a number in it")]
    MoreThanANumber,
    /// A link to a computer or to a number of another company's phone system.
    #[error("a number of another system")]
    OtherSystem,
}

/// Where national numbers are at home, as far as that decides how they are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Home {
    /// No country is set: `-8001` is an extension behind a Chinese number alone.
    #[default]
    Unknown,
    /// `-8001` behind a whole number is an extension.
    China,
    /// The same, behind ten digits.
    NorthAmerica,
    /// `-12` belongs to the number.
    Elsewhere,
}

impl Home {
    /// Of a country's code such as `CN`; blank: not known.
    pub fn of_country(code: &str) -> Self {
        match code.trim().to_ascii_uppercase().as_str() {
            "" => Self::Unknown,
            "CN" => Self::China,
            "US" | "CA" => Self::NorthAmerica,
            _ => Self::Elsewhere,
        }
    }
}

/// Reads a number or a link to one, with no country in mind.
pub fn read(text: &str) -> Result<Written, NotANumber> {
    read_at(text, Home::Unknown)
}

/// Reads a number or a link to one, as somebody at home there means it.
pub fn read_at(text: &str, home: Home) -> Result<Written, NotANumber> {
    if text.len() > LONGEST_TEXT {
        return Err(NotANumber::TooLong);
    }
    match link::split_scheme(text) {
        Some((scheme, rest)) => link::read(scheme, rest, home),
        None => scan::read(&characters::plain(text), home),
    }
}
