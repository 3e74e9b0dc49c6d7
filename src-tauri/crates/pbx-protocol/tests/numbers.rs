//! The table of numbers: what people write, what is dialled, what is keyed in afterwards, and what is refused.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use pbx_protocol::number::{self, Home, NotANumber};
use proptest::prelude::*;

const TABLE: &str = include_str!("../../../../tests/numbers.tsv");

/// The signs that the table writes as escapes.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        plain.push_str(before);
        rest = if let Some(after) = escape.strip_prefix('n') {
            plain.push('\n');
            after
        } else if let Some(after) = escape.strip_prefix('t') {
            plain.push('\t');
            after
        } else {
            let (hex, after) = escape.strip_prefix("u{").unwrap().split_once('}').unwrap();
            plain.push(char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap());
            after
        };
    }
    plain + rest
}

fn rows() -> impl Iterator<Item = [&'static str; 5]> {
    let rows = TABLE.lines().filter(|line| !line.starts_with("# ") && !line.is_empty()).skip(1);
    rows.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        cells.try_into().unwrap_or_else(|cells| panic!("five cells: {cells:?}"))
    })
}

fn word(why: NotANumber) -> String {
    serde_json::to_value(why).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn every_row_is_read_as_the_table_says() {
    let mut wrong = Vec::new();
    for [text, home, number, extension, why] in rows() {
        let read = match number::read_at(&unescaped(text), Home::of_country(home)) {
            Ok(written) => (written.dial.to_string(), written.extension.unwrap_or_default(), String::new()),
            Err(why) => (String::new(), String::new(), word(why)),
        };
        if read != (number.to_owned(), extension.to_owned(), why.to_owned()) {
            wrong.push(format!("{text} ({home}): {read:?}, wanted {number} {extension} {why}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows().count() >= 150, "the table is not cut");
}

#[test]
fn what_is_left_out_is_told() {
    for (text, left_out) in [
        ("+49 (0)30 5550100", Some("(0)")),
        ("李娜 13800138000", Some("李娜")),
        ("13800138000 (Anna)", Some("(Anna)")),
        ("Tel. 101", None),
    ] {
        assert_eq!(number::read(text).unwrap().left_out.as_deref(), left_out, "{text}");
    }
}

#[test]
fn a_cell_gives_all_its_numbers() {
    for (cell, expected) in [
        ("13800138338/021-61234568", "13800138338 02161234568"),
        ("13800138339；13900139339", "13800138339 13900139339"),
        ("13800138340, 13900139340", "13800138340 13900139340"),
        ("13800138341、13900139341", "13800138341 13900139341"),
        ("13800138342\n13900139342", "13800138342 13900139342"),
        ("+49 30 5550100 ::: +49 171 5550100", "+49305550100 +491715550100"),
        ("030/5550100", "0305550100"),
        ("+49 30 5550100,,12#", "+49305550100"),
        ("021-61234567/68", "02161234567 -"),
        ("13800138000; none", "13800138000 -"),
        ("101 or 102", "101 102"),
        ("  ", ""),
    ] {
        let read = number::split(cell, Home::Unknown).into_iter();
        let read: Vec<String> = read
            .map(|piece| piece.read.map_or_else(|_| "-".to_owned(), |written| written.dial.to_string()))
            .collect();
        assert_eq!(read.join(" "), expected, "{cell}");
    }
}

proptest! {
    #[test]
    fn any_text_comes_back_dialable_or_refused(text in any::<String>()) {
        if let Ok(written) = number::read(&text) {
            let dial = written.dial.as_str();
            prop_assert!(dial.trim_start_matches('+').chars().all(|c| c.is_ascii_digit() || "*#".contains(c)));
            prop_assert!((1..=32).contains(&dial.len()));
        }
        number::split(&text, Home::China);
    }

    #[test]
    fn near_numbers_dial_no_digit_that_is_not_there(text in "[0-9+() ./*#,xp转-]{1,24}") {
        if let Ok(written) = number::read(&text) {
            let mut there = text.chars().filter(char::is_ascii_digit);
            let dialled = written.dial.as_str().chars().filter(char::is_ascii_digit);
            // In the order written, some left out.
            for digit in dialled {
                prop_assert!(there.any(|c| c == digit), "{} from {text}", written.dial);
            }
        }
    }

    #[test]
    fn what_was_read_is_read_again_as_it_is(text in "[0-9+() ./-]{1,20}") {
        if let Ok(written) = number::read(&text) {
            let again = number::read(written.dial.as_str()).unwrap();
            prop_assert_eq!(again.dial, written.dial);
        }
    }
}
