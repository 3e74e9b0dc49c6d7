//! Contacts from files: vCard (any version) and CSV as Outlook and Google export it, in UTF-8, UTF-16, GBK or Windows-1252.

use calcard::vcard::{VCard, VCardEntry, VCardProperty, VCardValue};
use calcard::{Entry, Parser};

use super::Contact;

/// Columns of CSV exports by what their names hold, in the languages these programs speak most.
const FIRST_NAMES: [&str; 4] = ["first name", "given name", "vorname", "名"];
const LAST_NAMES: [&str; 4] = ["last name", "family name", "nachname", "姓"];
const WHOLE_NAMES: [&str; 6] = ["name", "display name", "full name", "file as", "姓名", "显示名"];
const COMPANIES: [&str; 6] =
    ["company", "organization", "organization name", "organization 1 - name", "firma", "公司"];
const NUMBER_WORDS: [&str; 9] =
    ["phone", "mobile", "telephone", "tel", "telefon", "handy", "电话", "手机", "号码"];
/// Beside a number and no number itself.
const NOT_NUMBERS: [&str; 4] = ["type", "label", "fax", "传真"];

/// Why a file holds no contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ImportError {
    #[error("the file is neither vCard nor CSV with a name and a number")]
    NoContacts,
}

/// All contacts that have a number.
pub(super) fn read(bytes: &[u8], source: &str) -> Result<Vec<Contact>, ImportError> {
    let text = decode(bytes);
    let is_vcard = text.trim_start().get(..11).is_some_and(|head| head.eq_ignore_ascii_case("BEGIN:VCARD"));
    let contacts = if is_vcard { vcards(&text, source) } else { table(&text, source) };
    if contacts.is_empty() { Err(ImportError::NoContacts) } else { Ok(contacts) }
}

/// What is not UTF-8 is GBK when it reads as that without a fault, else Windows-1252, in which any byte is a letter.
fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let (text, had_errors) = encoding_rs::GBK.decode_without_bom_handling(bytes);
    // Western umlauts between Latin letters read as rare Chinese ones.
    let is_chinese = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() > 1;
    if !had_errors && is_chinese && !looks_western(bytes) {
        return text.into_owned();
    }
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

/// A letter above ASCII that stands alone between ASCII letters is an umlaut; Chinese ones come in pairs of bytes.
fn looks_western(bytes: &[u8]) -> bool {
    let alone = bytes.windows(3).filter(|three| {
        three[0].is_ascii_alphabetic() && !three[1].is_ascii() && three[2].is_ascii_alphabetic()
    });
    let pairs = bytes.windows(2).filter(|two| !two[0].is_ascii() && !two[1].is_ascii());
    alone.count() > pairs.count()
}

fn vcards(text: &str, source: &str) -> Vec<Contact> {
    let mut parser = Parser::new(text);
    let mut contacts = Vec::new();
    loop {
        match parser.entry() {
            Entry::VCard(vcard) => contacts.extend(contact_of(&vcard, source)),
            Entry::Eof => return contacts,
            // A line or card that makes no sense is not worth the others.
            _ => {}
        }
    }
}

fn contact_of(vcard: &VCard, source: &str) -> Option<Contact> {
    let texts = |property: &VCardProperty| {
        let entries = vcard.entries.iter().filter(|entry| entry.name == *property);
        entries.filter_map(text_of).collect::<Vec<String>>()
    };
    let numbers: Vec<String> = texts(&VCardProperty::Tel)
        .into_iter()
        .map(|number| number.trim_start_matches("tel:").to_owned())
        .collect();
    let company = texts(&VCardProperty::Org).into_iter().next();
    let name = texts(&VCardProperty::Fn).into_iter().chain(texts(&VCardProperty::N)).next();
    contact(name.unwrap_or_default(), company, numbers, source)
}

/// Of a name in parts, the given name and then the family name.
fn text_of(entry: &VCardEntry) -> Option<String> {
    let text = match entry.values.as_slice() {
        [VCardValue::Component(parts), ..] if entry.name == VCardProperty::N => {
            [parts.get(1), parts.first()].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
        }
        [family, given, ..] if entry.name == VCardProperty::N => {
            format!("{} {}", given.as_text().unwrap_or_default(), family.as_text().unwrap_or_default())
        }
        [first, ..] => first.as_text()?.to_owned(),
        [] => return None,
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn table(text: &str, source: &str) -> Vec<Contact> {
    let first_line = text.lines().next().unwrap_or_default();
    let delimiter =
        [b',', b';', b'\t'].into_iter().max_by_key(|mark| first_line.bytes().filter(|b| b == mark).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let Ok(headers) = reader.headers() else { return Vec::new() };
    let names: Vec<String> = headers.iter().map(str::to_lowercase).collect();
    let places = |wanted: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..names.len()).filter(|at| wanted(&names[*at])).collect()
    };
    let one_of = |known: &'static [&'static str]| places(&move |name: &str| known.contains(&name));
    let (first, last, whole) = (one_of(&FIRST_NAMES), one_of(&LAST_NAMES), one_of(&WHOLE_NAMES));
    let companies = one_of(&COMPANIES);
    let numbers = places(&|name: &str| {
        NUMBER_WORDS.iter().any(|word| name.contains(word))
            && !NOT_NUMBERS.iter().any(|word| name.contains(word))
    });
    let mut contacts = Vec::new();
    for record in reader.records().flatten() {
        let pick = |places: &[usize]| {
            places.iter().filter_map(|at| record.get(*at)).find(|text| !text.is_empty()).unwrap_or_default()
        };
        let parts = [pick(&first), pick(&last)].join(" ").trim().to_owned();
        let name = if parts.is_empty() { pick(&whole).to_owned() } else { parts };
        let company = Some(pick(&companies).to_owned()).filter(|company| !company.is_empty());
        let found: Vec<String> = numbers
            .iter()
            .filter_map(|at| record.get(*at))
            // Google puts several into one cell.
            .flat_map(|cell| cell.split(":::"))
            .map(|number| number.trim().to_owned())
            .collect();
        contacts.extend(contact(name, company, found, source));
    }
    contacts
}

fn contact(name: String, company: Option<String>, numbers: Vec<String>, source: &str) -> Option<Contact> {
    let numbers: Vec<String> =
        numbers.into_iter().filter(|number| number.bytes().any(|b| b.is_ascii_digit())).collect();
    let has_a_name = !name.is_empty() || company.is_some();
    (has_a_name && !numbers.is_empty()).then(|| Contact { name, company, numbers, source: source.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> Vec<String> {
        let contacts = read(bytes, "test").unwrap();
        contacts
            .iter()
            .map(|c| format!("{}|{}|{}", c.name, c.company.as_deref().unwrap_or("-"), c.numbers.join(" ")))
            .collect()
    }

    #[test]
    fn vcards_of_three_versions() {
        let text = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Müller;Hans\r\nTEL;CELL:+49 170 1\r\nTEL;FAX:030 2\r\nEND:VCARD\r\n\
            BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nORG:Nordwind GmbH;Sales\r\nTEL;TYPE=WORK:(030) 123456\r\nEND:VCARD\r\n\
            BEGIN:VCARD\r\nVERSION:4.0\r\nFN:李娜\r\nTEL;VALUE=uri:tel:+86-138-0013-8000\r\nEND:VCARD\r\n\
            BEGIN:VCARD\r\nVERSION:3.0\r\nFN:No Number\r\nEND:VCARD\r\n";
        assert_eq!(
            told(text.as_bytes()),
            [
                "Hans Müller|-|+49 170 1 030 2",
                "Ada Lovelace|Nordwind GmbH|(030) 123456",
                "李娜|-|+86-138-0013-8000"
            ]
        );
    }

    #[test]
    fn outlook_and_google_exports() {
        let outlook = "First Name,Last Name,Company,Business Phone,Mobile Phone,Business Fax\n\
                       Ada,Lovelace,\"Nordwind, GmbH\",+49 30 123456,,030 99\n,,Lonely Ltd,5551234,,\n,,,,,\n";
        assert_eq!(
            told(outlook.as_bytes()),
            ["Ada Lovelace|Nordwind, GmbH|+49 30 123456", "-|Lonely Ltd|5551234".trim_start_matches('-')]
        );
        let google = "Name,Organization 1 - Name,Phone 1 - Type,Phone 1 - Value\n\
                      Wang Wei,,Mobile,138 0013 8000 ::: 139 0013 9000\n";
        assert_eq!(told(google.as_bytes()), ["Wang Wei|-|138 0013 8000 139 0013 9000"]);
        let german = "Vorname;Nachname;Firma;Telefon\nHans;Müller;;030 1\n";
        assert_eq!(told(german.as_bytes()), ["Hans Müller|-|030 1"]);
    }

    #[test]
    fn encodings_are_told_apart() {
        let chinese = "姓名,公司,手机\n李娜,北京电话公司,13800138000\n陈静,,13900139000\n";
        let (gbk, ..) = encoding_rs::GBK.encode(chinese);
        assert_eq!(told(&gbk)[0], "李娜|北京电话公司|13800138000");
        let western = "Name;Telefon\nJürgen Größe;030 1\nMüller;030 2\n";
        let (windows, ..) = encoding_rs::WINDOWS_1252.encode(western);
        assert_eq!(told(&windows)[0], "Jürgen Größe|-|030 1");
        let mut utf16 = vec![0xff, 0xfe];
        utf16.extend("Name,Phone\nAda,5551234\n".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(told(&utf16), ["Ada|-|5551234"]);
    }

    #[test]
    fn what_holds_no_contacts_is_refused() {
        for bytes in
            [&b""[..], b"\x00\x01\x02\xff", b"<html></html>", b"a,b\n1,2\n", b"BEGIN:VCARD\nEND:VCARD\n"]
        {
            assert_eq!(read(bytes, "test"), Err(ImportError::NoContacts));
        }
    }
}
