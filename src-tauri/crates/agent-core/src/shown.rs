//! Text from outside, made fit to stand in a line: nothing in it may hide, turn the line round, or fill the screen.

use std::borrow::Cow;

/// What is shown of a text that somebody else wrote.
const LONGEST: usize = 40;

/// No name of a person, a firm or a queue needs more; a greater one is somebody's trick or mistake, and would push away
/// what stands beside it.
const LONGEST_NAME: usize = 120;

/// A name that somebody else wrote, no longer than names are, in one line, and without marks that turn what stands beside
/// it round: a pop-up, a notification and a tray show it as it is. Joiners stay, which Persian and emoji are written with.
pub(crate) fn name(text: String) -> String {
    let is_harmful = |c: char| c.is_control() || turns_round(c);
    let mut text = if text.contains(is_harmful) { plain_line(&text) } else { text };
    if let Some((end, _)) = text.char_indices().nth(LONGEST_NAME) {
        // One character less, so that with the dots it is as long as it may be.
        let last = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
        text.truncate(last);
        text.push('…');
    }
    text
}

fn plain_line(text: &str) -> String {
    let seen = text.chars().filter(|c| !turns_round(*c));
    // A blank in its place: without, a name that is broken into lines would be one word.
    let line: String = seen.map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().to_owned()
}

/// Marks of direction, and line ends that are no control characters.
fn turns_round(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text in one line of at most `longest` characters: without control, direction and invisible characters, and
/// shortened by `…`.
pub fn in_short(text: &str, longest: usize) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let mut line: Vec<char> = words.join(" ").chars().filter(|c| !is_invisible(*c)).collect();
    if line.len() > longest {
        line.truncate(longest.saturating_sub(1));
        line.push('…');
    }
    line.into_iter().collect()
}

/// What was asked for from outside, as a message shows it: short, and without the password of a link.
pub(crate) fn asked(text: &str) -> String {
    in_short(&without_password(text), LONGEST)
}

/// `sip:anna:secret@pbx` may be pasted from a phone's settings: the password is nobody's business.
pub(crate) fn without_password(text: &str) -> Cow<'_, str> {
    // The last one: a password may have an `@` in it, and its end would be shown.
    let Some((user, host)) = text.rsplit_once('@') else { return Cow::Borrowed(text) };
    let (scheme, user) = match user.split_once(':') {
        Some((scheme, user)) if scheme.chars().all(|c| c.is_ascii_alphabetic()) => (Some(scheme), user),
        Some(_) | None => (None, user),
    };
    let Some((name, _password)) = user.split_once(':') else { return Cow::Borrowed(text) };
    let scheme = scheme.map_or_else(String::new, |scheme| format!("{scheme}:"));
    Cow::Owned(format!("{scheme}{name}:…@{host}"))
}

/// Marks of direction, joiners, and what takes no room. Joiners of emoji and of Persian are among them: the rest of the
/// name stays readable without.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hides_turns_round_or_fills_the_screen() {
        for (text, shown) in [
            ("hello", "hello"),
            (" two\r\n lines\t", "two lines"),
            ("\u{202e}0015\u{202c}\u{200b}", "0015"),
            ("\u{1b}[31mred", "[31mred"),
            ("مرحبا \u{2067}12\u{2069}", "مرحبا 12"),
            ("", ""),
            ("\u{0}\u{feff}", ""),
        ] {
            assert_eq!(in_short(text, 40), shown, "{text:?}");
        }
        assert_eq!(in_short(&"x".repeat(41), 40), format!("{}…", "x".repeat(39)));
        assert_eq!(in_short(&"王".repeat(40), 40), "王".repeat(40));
    }

    #[test]
    fn names_have_an_end() {
        let whole = "王".repeat(LONGEST_NAME);
        assert_eq!(name(whole.clone()), whole);
        assert_eq!(name(whole + "王"), "王".repeat(LONGEST_NAME - 1) + "…");
        assert_eq!(name(String::new()), "");
    }

    #[test]
    fn a_name_turns_nothing_round() {
        for (text, shown) in [
            ("\u{202e}0015\u{202c} Ada", "0015 Ada"),
            ("\u{2067}Ada\u{2069}\u{200f}\u{61c}", "Ada"),
            ("Ada\nLovelace\u{2028}\u{7}", "Ada Lovelace"),
            ("نرم\u{200c}افزار 👩\u{200d}💻", "نرم\u{200c}افزار 👩\u{200d}💻"),
            ("مرحبا", "مرحبا"),
        ] {
            assert_eq!(name(text.to_owned()), shown, "{text:?}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        for (text, shown) in [
            ("sip:anna:secret@pbx", "sip:anna:…@pbx"),
            ("sip:anna:se@cr:et@pbx", "sip:anna:…@pbx"),
            ("anna1:secret@pbx", "anna1:…@pbx"),
            ("sip:anna@pbx", "sip:anna@pbx"),
            ("tel:+49-30-1", "tel:+49-30-1"),
        ] {
            assert_eq!(asked(text), shown, "{text}");
        }
    }
}
