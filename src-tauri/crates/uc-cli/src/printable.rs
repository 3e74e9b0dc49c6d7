//! What may be written to a terminal. Names and words come from outside callers and from whoever answers for the PBX; a
//! terminal obeys control characters, and marks of writing direction show a line as another one.

use std::fmt::Write as _;

/// Text for people: what a terminal would obey is shown as a mark. Line ends are ours and stay.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c != '\n' && is_obeyed(c) { '\u{fffd}' } else { c }).collect()
}

/// Text for one cell or one name: line ends are not ours either.
pub(crate) fn printable_word(text: &str) -> String {
    printable(text).replace('\n', "\u{fffd}")
}

/// JSON for scripts means the same afterwards: serde escapes what is below a blank, here goes the rest.
pub(crate) fn printable_json(json: &str) -> String {
    json.chars().fold(String::with_capacity(json.len()), |mut out, c| {
        if c != '\n' && is_obeyed(c) {
            // Writing to a String can't fail; all of them are in the first plane.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
        out
    })
}

/// C0, C1, DEL; marks and isolates of writing direction; separators that some terminals take for line ends.
fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_given_nothing_to_obey() {
        assert_eq!(printable("\u{1b}[2Jbell\u{7}\u{9b}31m"), "\u{fffd}[2Jbell\u{fffd}\u{fffd}31m");
        assert_eq!(printable("\u{202e}evil\u{2066}x\u{200f}"), "\u{fffd}evil\u{fffd}x\u{fffd}");
        assert_eq!(printable("李娜 Müller\nnext"), "李娜 Müller\nnext");
        assert_eq!(printable_word("a\nb"), "a\u{fffd}b");
    }

    #[test]
    fn json_means_the_same() {
        let value = serde_json::json!({"na\u{9b}me": "\u{1b}]0;x\u{7}\u{85}\u{202e}\u{7f}李"});
        let text = printable_json(&serde_json::to_string_pretty(&value).unwrap());
        assert!(!text.chars().any(|c| c != '\n' && is_obeyed(c)), "{text:?}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}
