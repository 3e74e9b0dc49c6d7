//! Files in the encodings of spreadsheets, phones and old programs.

use encoding_rs::Encoding;

use super::super::import::{Read, read};
use super::told;

fn in_encoding(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{text}");
    bytes.into_owned()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    mark.then_some(0xfeff).into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

const CHINESE: &str = "姓名,公司,手机\r\n李娜,北京电话公司,13800138000\r\n陈静,,13900139000\r\n";

#[test]
fn tables_in_old_encodings() {
    for (encoding, text, first) in [
        (encoding_rs::GBK, CHINESE, "李娜|北京电话公司|13800138000"),
        (encoding_rs::GB18030, "姓名,手机\n𠮷田,13800138000\n", "𠮷田||13800138000"),
        (encoding_rs::GBK, "Name,Phone\n李娜,13800138000\n", "李娜||13800138000"),
        (encoding_rs::GBK, "Name,Phone\n欧阳震华,13800138000\n喆堃,13900139000\n", "欧阳震华||13800138000"),
        (
            encoding_rs::WINDOWS_1252,
            "Name;Telefon\nJürgen Größe;030 1\nMüller;030 2\n",
            "Jürgen Größe||030 1",
        ),
        (
            encoding_rs::WINDOWS_1252,
            "\"Vorname\";\"Nachname\";\"Telefon (geschäftlich)\"\r\n\"Jörg\";\"Müller\";\"030 1\"\r\n",
            "Jörg Müller||030 1",
        ),
        (encoding_rs::WINDOWS_1250, "Imię;Nazwisko;Telefon\nŁukasz;Żak;22 123\n", "Łukasz Żak||22 123"),
        (encoding_rs::WINDOWS_1254, "Adı;Soyadı;Telefon\nÇağla;Şahin;0212\n", "Çağla Şahin||0212"),
        (encoding_rs::WINDOWS_1252, "Nom;Prénom;Téléphone\nLefèvre;Zoé;01 55\n", "Zoé Lefèvre||01 55"),
        (encoding_rs::WINDOWS_1252, "Nombre,Apellidos,Teléfono\nÍñigo,Muñoz,91 555\n", "Íñigo Muñoz||91 555"),
        (encoding_rs::WINDOWS_1251, "Имя;Фамилия;Телефон\nИван;Сидоров;495 555\n", "Иван Сидоров||495 555"),
        (
            encoding_rs::SHIFT_JIS,
            "姓,名,会社名,電話番号\n山田,太郎,北電気,03-5555-0101\n",
            "山田太郎|北電気|03-5555-0101",
        ),
        (encoding_rs::BIG5, "姓名,公司,電話\n李娜,北方電氣,02-61234567\n", "李娜|北方電氣|02-61234567"),
        (encoding_rs::EUC_KR, "성,이름,휴대폰\n김,민준,010-5555-0102\n", "김민준||010-5555-0102"),
        (encoding_rs::WINDOWS_1256, "الاسم,الهاتف\nعلي حسن,01 555\n", "علي حسن||01 555"),
    ] {
        assert_eq!(told(&in_encoding(encoding, text))[0], first, "{}", encoding.name());
    }
}

#[test]
fn utf16_with_and_without_its_mark() {
    for (bytes, what) in [
        (utf16(CHINESE, u16::to_le_bytes, true), "LE with mark"),
        (utf16(CHINESE, u16::to_be_bytes, true), "BE with mark"),
        (utf16(CHINESE, u16::to_le_bytes, false), "LE"),
        (utf16(CHINESE, u16::to_be_bytes, false), "BE"),
    ] {
        assert_eq!(told(&bytes)[0], "李娜|北京电话公司|13800138000", "{what}");
    }
    let card = "BEGIN:VCARD\r\nN:李;娜\r\nTEL:101\r\nEND:VCARD\r\n";
    assert_eq!(told(&utf16(card, u16::to_le_bytes, true)), ["李娜||101"]);
    assert_eq!(told(&utf16(card, u16::to_be_bytes, false)), ["李娜||101"]);
}

#[test]
fn one_odd_line_costs_that_line_alone() {
    let mut bytes = b"\xef\xbb\xbfName,Phone\n".to_vec();
    bytes.extend("李娜,5550101\n王伟,5550102\n".as_bytes());
    bytes.extend(in_encoding(encoding_rs::GBK, "陈静,5550103\n"));
    // Cut in the middle of a letter.
    bytes.extend(b"\xe8\xb5\xb5\xe6\x95,5550104\n");
    assert_eq!(told(&bytes), ["李娜||5550101", "王伟||5550102", "陈静||5550103", "赵\u{fffd}||5550104"]);
}

#[test]
fn cards_without_a_charset() {
    let gbk = in_encoding(
        encoding_rs::GBK,
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN:欧阳;震华\r\nORG:北方电气\r\nTEL:101\r\nEND:VCARD\r\n",
    );
    assert_eq!(told(&gbk), ["欧阳震华|北方电气|101"]);
    let declared =
        in_encoding(encoding_rs::GBK, "BEGIN:VCARD\r\nN;CHARSET=GBK:李;娜\r\nTEL:101\r\nEND:VCARD\r\n");
    assert_eq!(told(&declared), ["李娜||101"]);
    // Half of a GBK letter is a backslash.
    let backslash =
        in_encoding(encoding_rs::GBK, "BEGIN:VCARD\r\nFN;CHARSET=GBK:李俓\r\nTEL:101\r\nEND:VCARD\r\n");
    assert!(backslash.contains(&b'\\'));
    assert_eq!(told(&backslash), ["李俓||101"]);
    let western =
        in_encoding(encoding_rs::WINDOWS_1252, "BEGIN:VCARD\nFN:Jürgen Größe\nTEL:101\nEND:VCARD\n");
    assert_eq!(told(&western), ["Jürgen Größe||101"]);
    let mut both = "BEGIN:VCARD\nFN:李娜\nTEL:101\nEND:VCARD\n".as_bytes().to_vec();
    both.extend(in_encoding(encoding_rs::GBK, "BEGIN:VCARD\nFN:王伟\nTEL:102\nEND:VCARD\n"));
    assert_eq!(told(&both), ["李娜||101", "王伟||102"]);
}

#[test]
fn the_country_tips_the_scales() {
    let text = "Name,Phone\nИванов,495 555\n";
    let bytes = in_encoding(encoding_rs::WINDOWS_1251, text);
    let Ok(Read::Contacts(contacts, _)) = read(&bytes, None, Some("ru")) else { panic!("not read") };
    assert_eq!(contacts[0].name, "Иванов");
}
