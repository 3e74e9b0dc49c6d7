//! Favourites in a file for spreadsheets: a label and a number a line.

use std::io::{self, Write};

use agent_core::{Favourite, FavouriteRow};
use csv::{ReaderBuilder, StringRecord, Writer};

use crate::contacts::table_text;

/// Marks between cells, the likelier first.
const MARKS: [u8; 3] = [b',', b';', b'\t'];
/// There is no room for so many; a file of more is some other one.
const MOST_ROWS: usize = 10_000;
const LARGEST: usize = 4 * 1024 * 1024;

/// All of them, in their order.
pub fn write(favourites: &[Favourite], mut file: impl Write) -> io::Result<()> {
    // Without the mark, spreadsheets take UTF-8 for something else.
    file.write_all("\u{feff}".as_bytes())?;
    let mut csv = Writer::from_writer(file);
    csv.write_record(["label", "number"])?;
    for favourite in favourites {
        csv.write_record([harmless(&favourite.label), harmless(&favourite.number)])?;
    }
    csv.flush()
}

/// What begins like a formula is one to a spreadsheet, whoever wrote it.
fn harmless(text: &str) -> String {
    if text.trim_start().starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() }
}

/// A cell as it was before that.
fn plain(cell: &str) -> &str {
    let is_guarded = |rest: &&str| rest.trim_start().starts_with(['=', '+', '-', '@']);
    cell.strip_prefix('\'').filter(is_guarded).unwrap_or(cell)
}

/// The rows with a label or a number; what of them can be taken, the desk says.
pub fn read(bytes: &[u8]) -> Vec<FavouriteRow> {
    let text = table_text(&bytes[..bytes.len().min(LARGEST)]).replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_start_matches('\u{feff}');
    let commonest = |mark: &u8| text.bytes().filter(|byte| byte == mark).count();
    // The first of the best: `max_by_key` would take the last.
    let mark =
        MARKS.into_iter().reduce(|best, next| if commonest(&next) > commonest(&best) { next } else { best });
    let mut reader = ReaderBuilder::new()
        .delimiter(mark.unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    reader.records().flatten().take(MOST_ROWS).filter_map(|row| row_of(&row, text)).collect()
}

fn row_of(row: &StringRecord, text: &str) -> Option<FavouriteRow> {
    let cell = |at: usize| plain(row.get(at).unwrap_or_default().trim()).to_owned();
    let (label, number) = (cell(0), cell(1));
    let is_header = number.eq_ignore_ascii_case("number");
    // A row begins where the one before ended: with the empty lines between them.
    let (start, line) = (usize::try_from(row.position()?.byte()).ok()?, row.position()?.line());
    let empty = text.bytes().skip(start).take_while(|byte| *byte == b'\n').count() as u64;
    let line = u32::try_from(line + empty).unwrap_or(u32::MAX);
    let is_blank = label.is_empty() && number.is_empty();
    if is_header || is_blank { None } else { Some(FavouriteRow { line, label, number }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Vec<(u32, String, String)> {
        read(text).into_iter().map(|row| (row.line, row.label, row.number)).collect()
    }

    #[test]
    fn what_is_written_is_read_and_is_no_formula() {
        let of = |label: &str, number: &str| Favourite { number: number.to_owned(), label: label.to_owned() };
        let all = [
            of("", "102"),
            of("=HYPERLINK(\"x\")", "+8613800138000"),
            of("Zhao, Min", "030 1"),
            of("王芳", "6500"),
        ];
        let mut file = Vec::new();
        write(&all, &mut file).unwrap();
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(text.contains("'+8613800138000") && text.contains("\"'=HYPERLINK"), "{text}");
        let read: Vec<Favourite> = read(&file).into_iter().map(|row| of(&row.label, &row.number)).collect();
        assert_eq!(read, all);
    }

    #[test]
    fn files_of_other_programs_are_read_by_line() {
        let semicolons = rows(b"Label;Number\r\nMum;5551234\r\n\r\nNobody;\r\n;102\r\n");
        assert_eq!(
            semicolons,
            [
                (2, "Mum".to_owned(), "5551234".to_owned()),
                (4, "Nobody".to_owned(), String::new()),
                (5, String::new(), "102".to_owned()),
            ]
        );
        assert_eq!(rows("\u{feff}李娜,102\n".as_bytes()), [(1, "李娜".to_owned(), "102".to_owned())]);
        let (gbk, ..) = encoding_rs::GBK.encode("李娜,102\n欧阳震华,103\n");
        assert_eq!(rows(&gbk)[0].1, "李娜");
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("Mum\t5551234\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(rows(&utf16), [(1, "Mum".to_owned(), "5551234".to_owned())]);
        assert!(rows(b"\0\xff\xfe\"only one cell").len() <= 1, "a file of another kind");
    }
}
