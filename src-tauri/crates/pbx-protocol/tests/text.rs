//! Bytes as the field has them become the text that was meant.

use pbx_protocol::text::decode;
use proptest::prelude::*;

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

fn western(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

const CHINESE: [&str; 24] = [
    "北方电气",
    "李娜",
    "王伟",
    "欧阳震华",
    "朱镕基",
    "陶喆",
    "李昇",
    "王玥",
    "柳頔",
    "谢雪华",
    "北方电气设备制造集团有限责任公司华东销售部王建国",
    "王WX",
    "VIP王",
    "A座王先生",
    "张三（销售）",
    "客户：李四 <13800138000>",
    "上海·分公司",
    "１３８００１３８０００",
    "刘 Anna",
    "呼入中继",
    "乘",
    "㐀大",
    "東京電話",
    "王{}|\\\"李\"",
];

const WESTERN: [&str; 24] = [
    "Müller",
    "Jürgen Größe",
    "José",
    "José <5551>",
    "André Šimiš",
    "Özgür Åse",
    "François Lefèvre",
    "Señor Muñoz",
    "Müller-Lüdenscheidt GmbH & Co",
    "Citroën",
    "Zoë",
    "O’Neil",
    "Gruß",
    "Fußball Weiß",
    "Ångström",
    "Þórður",
    "Núñez, Ángel",
    "Straße 12",
    "CAFÉ OLÉ",
    "Élise",
    "Søren Ærø",
    "Ação Comércio Ltda",
    "Größte Käufer",
    "“Nord” – Süd",
];

#[test]
fn utf_8_is_borrowed_as_it_is() {
    for text in CHINESE.iter().chain(&WESTERN).chain(&["", "plain", "Иванов", "田中\u{0}\u{1}", "😀"])
    {
        assert!(
            matches!(decode(text.as_bytes()), std::borrow::Cow::Borrowed(read) if read == *text),
            "{text}"
        );
    }
}

#[test]
fn a_mark_at_the_front_is_believed_and_removed() {
    assert_eq!(decode(b"\xef\xbb\xbf{\"a\":1}"), "{\"a\":1}");
    let utf16 = |mark: [u8; 2], unit: fn(u16) -> [u8; 2]| {
        [mark.to_vec(), "姓名,Ada".encode_utf16().flat_map(unit).collect()].concat()
    };
    assert_eq!(decode(&utf16([0xff, 0xfe], u16::to_le_bytes)), "姓名,Ada");
    assert_eq!(decode(&utf16([0xfe, 0xff], u16::to_be_bytes)), "姓名,Ada");
    assert_eq!(decode(&[b"\xef\xbb\xbf".to_vec(), gbk("李娜")].concat()), "李娜", "the mark lied");
}

#[test]
fn chinese_names_are_read_from_gbk() {
    for name in CHINESE {
        let (bytes, _, unmappable) = encoding_rs::GB18030.encode(name);
        assert!(!unmappable, "{name}");
        assert_eq!(decode(&bytes), name);
        let json = format!("{{\"action\":\"RING\",\"from\":\"{name}\",\"to\":\"101\"}}");
        assert_eq!(decode(&encoding_rs::GB18030.encode(&json).0), json);
    }
}

#[test]
fn western_names_are_read_from_windows_1252() {
    for name in WESTERN {
        assert_eq!(decode(&western(name)), name);
        let json = format!("{{\"action\":\"RING\",\"from\":\"{name}\",\"to\":\"101\"}}");
        assert_eq!(decode(&western(&json)), json);
    }
}

#[test]
fn a_character_cut_by_a_buffer_costs_itself_alone() {
    for name in ["北方电气有限公司", "Иванов", "田中さん", "Jürgen Größé", "😀😀"] {
        let (whole, last) = name.split_at(name.char_indices().last().map_or(0, |(at, _)| at));
        for kept in 1..last.len() {
            for rest in ["", " <13800138413>", "\",\"to\":\"101\"}", "\0"] {
                let bytes = [whole.as_bytes(), &last.as_bytes()[..kept], rest.as_bytes()].concat();
                assert_eq!(decode(&bytes), format!("{whole}{rest}"), "{name} {kept} {rest}");
            }
        }
    }
    let gbk = gbk("北方电气有限公司");
    for rest in ["", " <13800138413>", "\",\"to\":\"101\"}"] {
        let bytes = [b"{\"from\":\"", &gbk[..gbk.len() - 1], rest.as_bytes()].concat();
        assert_eq!(decode(&bytes), format!("{{\"from\":\"北方电气有限公{rest}"), "{rest}");
    }
    let cut_at_the_front = &"北方电气".as_bytes()[1..];
    assert_eq!(decode(cut_at_the_front), "方电气");
}

#[test]
fn each_string_of_a_mixed_body_is_read_by_itself() {
    let cut = &"华东销售部".as_bytes()[..14];
    let pieces: [&[u8]; 9] = [
        b"{\"a\":\"",
        &gbk("北方电气"),
        b"\",\"b\":\"",
        "李娜".as_bytes(),
        b"\",\"c\":\"",
        &western("Müller"),
        b"\",\"d\":\"",
        cut,
        b"\"}",
    ];
    assert_eq!(
        decode(&pieces.concat()),
        "{\"a\":\"北方电气\",\"b\":\"李娜\",\"c\":\"Müller\",\"d\":\"华东销售\"}"
    );
    let rows = [gbk("1,北方电气,x\r\n"), "2,李娜,x\r\n".into(), western("3,Müller,x\r\n")].concat();
    assert_eq!(decode(&rows), "1,北方电气,x\r\n2,李娜,x\r\n3,Müller,x\r\n");
    let one_row = [gbk("北方电气,"), "李娜,".into(), western("Müller")].concat();
    assert_eq!(decode(&one_row), "北方电气,李娜,Müller");
}

#[test]
fn a_file_of_one_encoding_is_not_taken_apart() {
    // `小` alone would pass for a Cyrillic letter in UTF-8.
    assert_eq!(
        decode(&gbk("姓名,手机\n小,1\n谢雪,2\n北方电气,3\n")),
        "姓名,手机\n小,1\n谢雪,2\n北方电气,3\n"
    );
}

proptest! {
    #[test]
    fn any_bytes_become_text(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = decode(&bytes);
        prop_assert!(text.len() <= bytes.len() * 3 + 3);
    }

    #[test]
    fn ascii_stays_what_it_is_beside_any_name(name in prop::collection::vec(0x80_u8..0xff, 0..12)) {
        let body = [b"{\"action\":\"RING\",\"from\":\"".as_slice(), &name, b"\",\"to\":\"101\"}"].concat();
        let text = decode(&body);
        prop_assert!(text.starts_with("{\"action\":\"RING\",\"from\":\""), "{}", text);
        prop_assert!(text.ends_with("\",\"to\":\"101\"}"), "{}", text);
    }
}
