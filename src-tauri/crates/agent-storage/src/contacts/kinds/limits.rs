//! What holds no contacts is refused, what is too large too, and no bytes whatever break the import.

use std::time::{Duration, Instant};

use agent_core::{ImportRefusal, LARGEST_CONTACTS_MB};
use proptest::prelude::*;

use super::super::import::{Read, read};
use super::{refused, taken};

#[test]
fn what_holds_no_contacts_is_refused() {
    for (bytes, why) in [
        (&b""[..], ImportRefusal::Empty),
        (b" \r\n\r\n", ImportRefusal::Empty),
        (b"\x00\x01\x02\xff", ImportRefusal::NoContacts),
        (b"<html><body>a, 5550101</body></html>", ImportRefusal::NoContacts),
        (b"[{\"name\": \"Ada\", \"phone\": \"5550101\"}]", ImportRefusal::NoContacts),
        (b"a,b\n1,2\n", ImportRefusal::NoContacts),
        (b"Dear all, please call me.\nYours, Ada\n", ImportRefusal::NoContacts),
        (b"5550101\n5550102\n", ImportRefusal::NoContacts),
        (b"Name,Phone\n", ImportRefusal::NoContacts),
        (b"PK\x03\x04xl/workbook.xml", ImportRefusal::Workbook),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ImportRefusal::Workbook),
    ] {
        assert_eq!(refused(bytes), why, "{}", String::from_utf8_lossy(bytes));
    }
    let large = vec![b' '; LARGEST_CONTACTS_MB * 1024 * 1024 + 1];
    assert_eq!(refused(&large), ImportRefusal::TooLarge);
}

#[test]
fn a_card_without_a_number_is_told_and_not_refused() {
    let (contacts, report) = taken(b"BEGIN:VCARD\nEND:VCARD\n");
    assert_eq!((contacts.len(), report.rows, report.rows_left_out), (0, 1, 1));
}

#[test]
fn the_account_is_bounded() {
    let (_, report) = taken(format!("Name,Phone\n{}", "Ada,none of it\n".repeat(1000)).as_bytes());
    assert_eq!((report.rows_left_out, report.left_out.len()), (1000, 200));
    assert!(
        taken(format!("Name,Phone\nAda,{}\n", "x".repeat(100_000)).as_bytes()).1.left_out[0].text.len() <= 80
    );
}

/// Steps for every pair of bytes would be four thousand million here, and take minutes.
#[test]
fn time_grows_with_the_file_and_not_with_its_square() {
    for part in [
        "/",
        ",",
        ";",
        "\"",
        "\n",
        "=",
        "=\n",
        "\r",
        " ",
        "\n ",
        ":",
        "BEGIN:VCARD\n",
        "BEGIN:VCARD\nAGENT:\n",
        "1/",
        "1234567,",
        "TEL;ENCODING=QUOTED-PRINTABLE:=\n",
        "FN:a\n b\n",
        "Name,Phone\n\"",
        "\u{674e}",
        "END:VCARD\n",
        ";;",
        "X-ABLABEL:fax\nTEL:1\n",
    ] {
        for head in [
            "",
            "BEGIN:VCARD\n",
            "BEGIN:VCARD\nTEL:",
            "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:",
            "Name,Phone\nAda,",
            "\u{feff}a;b\n",
        ] {
            let text = format!("{head}{}", part.repeat(60_000 / part.len()));
            let began = began();
            let _ = read(text.as_bytes(), None, None);
            assert!(began.elapsed() < Duration::from_secs(5), "{head:?} {part:?}: {:?}", began.elapsed());
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the test measures time")]
fn began() -> Instant {
    Instant::now()
}

/// What files of contacts are made of.
const PIECES: [&str; 37] = [
    "BEGIN:VCARD",
    "END:VCARD",
    "AGENT:",
    "VERSION:2.1",
    "VERSION:3.0",
    "N:",
    "FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:",
    "TEL;CELL:",
    "item1.TEL:",
    "item1.X-ABLABEL:FAX",
    "PHOTO;ENCODING=BASE64:",
    "=E6=9D",
    "=",
    "\\",
    "\\;",
    "\r\n",
    "\n",
    "\r",
    " ",
    "\t",
    ",",
    ";",
    "\"",
    "sep=;",
    "Name",
    "Phone",
    "姓名",
    "电话",
    "13800138000",
    "1.38E+10",
    "李娜",
    ":::",
    "/",
    "\u{feff}",
    "\0",
    "E",
    "'",
];

/// Bytes that look like a file of contacts in places.
fn files() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => proptest::sample::select(&PIECES[..]).prop_map(|text| text.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600), country in "[a-z]{0,3}") {
        whole(&bytes, &country);
    }

    #[test]
    fn any_file_is_read_or_refused(bytes in files()) {
        whole(&bytes, "cn");
    }
}

/// Every row is taken or left out; every contact can be found and shown.
fn whole(bytes: &[u8], country: &str) {
    if let Ok(Read::Contacts(contacts, report)) = read(bytes, None, Some(country)) {
        assert_eq!(report.rows, report.contacts + report.rows_left_out);
        assert_eq!(report.contacts as usize, contacts.len());
        for contact in contacts {
            assert!(!contact.numbers.is_empty());
            assert!(!contact.name.is_empty() || contact.company.is_some());
            assert!(contact.name.chars().count() <= 200);
        }
    }
}
