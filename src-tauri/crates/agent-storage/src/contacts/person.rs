//! A name from its parts, in the order that its script has.

/// Longer names are cut: no window has room for them, and a broken file may hold megabytes in one.
const LONGEST_NAME: usize = 200;

/// Chinese, Japanese and Korean names begin with the family and have no space; others end with it.
pub(super) fn full_name(family: &str, given: &str, middle: &str) -> String {
    let parts = present([given, middle, family]);
    if parts.iter().all(|part| is_east_asian(part)) {
        return present([family, middle, given]).concat();
    }
    parts.join(" ")
}

/// Parts whose order somebody knows.
pub(super) fn in_order(parts: &[&str]) -> String {
    let between = if parts.iter().all(|part| is_east_asian(part)) { "" } else { " " };
    parts.join(between)
}

fn present(parts: [&str; 3]) -> Vec<&str> {
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Without what can't be shown, and not longer than a window has room for.
pub(super) fn tidy(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(LONGEST_NAME).collect()
}

/// Whether all letters are Chinese, Japanese or Korean ones.
fn is_east_asian(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some()
        && letters.all(|c| {
            matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
                | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_order_of_their_script() {
        for (family, given, middle, name) in [
            ("李", "娜", "", "李娜"),
            ("欧阳", "震华", "", "欧阳震华"),
            ("山田", "太郎", "", "山田太郎"),
            ("김", "민준", "", "김민준"),
            ("Lovelace", "Ada", "", "Ada Lovelace"),
            ("Сидоров", "Иван", "Петрович", "Иван Петрович Сидоров"),
            ("李", "Anna", "", "Anna 李"),
            ("李娜", "", "", "李娜"),
            ("", "Ada", "", "Ada"),
            ("", "", "", ""),
        ] {
            assert_eq!(full_name(family, given, middle), name);
        }
    }

    #[test]
    fn names_are_one_line_of_bounded_length() {
        assert_eq!(tidy(" Ada\r\n Love\u{0}lace\t"), "Ada Love lace");
        assert_eq!(tidy(&"李".repeat(10_000)).chars().count(), LONGEST_NAME);
    }
}
