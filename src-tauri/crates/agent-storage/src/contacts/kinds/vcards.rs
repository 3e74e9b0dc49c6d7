//! vCards of three versions as Outlook, Apple, Google, old phones and customer databases write them.

use agent_core::{ImportUnit, WhyLeftOut};

use super::{left, taken, told};

/// One card with a number, in version 3.0.
fn card(lines: &str) -> String {
    format!("BEGIN:VCARD\nVERSION:3.0\n{lines}\nTEL:13800138000\nEND:VCARD\n")
}

fn old_card(lines: &str) -> String {
    format!("BEGIN:VCARD\r\nVERSION:2.1\r\n{lines}\r\nTEL;CELL:13800138000\r\nEND:VCARD\r\n")
}

#[track_caller]
fn who(text: &str, name: &str) {
    assert_eq!(told(text.as_bytes()), [format!("{name}|13800138000")], "{text}");
}

#[test]
fn names() {
    for (lines, name) in [
        ("N:李;娜;;;", "李娜|"),
        ("N:欧阳;震华;;;\nFN:", "欧阳震华|"),
        ("FN:\nN:欧阳;震华", "欧阳震华|"),
        ("N:李;娜\nFN:娜 李", "李娜|"),
        ("N:Lovelace;Ada;;;", "Ada Lovelace|"),
        ("N:Lovelace;Ada;King;Countess;", "Ada King Lovelace|"),
        ("FN:Ada Lovelace\nN:Lovelace;Ada", "Ada Lovelace|"),
        ("N:李娜", "李娜|"),
        ("N:;李娜;;;", "李娜|"),
        ("N:;;;;\nORG:Nordwind GmbH;Sales", "|Nordwind GmbH"),
        ("ORG:;采购部", "|采购部"),
        ("NICKNAME:小李", "小李|"),
        ("FN:李娜\nX-PHONETIC-LAST-NAME:Li\nX-PHONETIC-FIRST-NAME:Na\nSORT-STRING:Li Na", "李娜|"),
        ("FN:Lovelace\\, Ada\nORG:Nord\\;wind\\, GmbH;Sales", "Lovelace, Ada|Nord;wind, GmbH"),
        ("fn:Ada\norg:Nordwind", "Ada|Nordwind"),
        ("item1.FN:Ada\nitem2.ORG:Nordwind\nitem2.X-ABLabel:_$!<Work>!$_", "Ada|Nordwind"),
        ("FN;LANGUAGE=zh;CHARSET=UTF-8:李娜", "李娜|"),
        ("FN;X-NOTE=\"a:b;c\":Ada", "Ada|"),
    ] {
        who(&card(lines), name);
    }
}

#[test]
fn quoted_printable_with_its_charset() {
    let gbk = "FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=C0=EE=C4=C8";
    let soft = "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=AC=A7=\r\n=E9=98=B3;=E9=9C=87=E5=8D=8E;;;";
    for (lines, name) in [
        (gbk, "李娜|"),
        ("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=GB2312:=C0=EE=C4=C8", "李娜|"),
        ("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E;=E5=A8=9C;;;", "李娜|"),
        ("FN;QUOTED-PRINTABLE;CHARSET=utf-8:=E6=9D=8E=E5=A8=9C", "李娜|"),
        ("fn;charset=utf-8;encoding=quoted-printable:=e6=9d=8e=e5=a8=9c", "李娜|"),
        (soft, "欧阳震华|"),
        // Folded at a blank besides.
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E=\r\n =E5=A8=9C", "李娜|"),
        ("FN;ENCODING=QUOTED-PRINTABLE:Ada=\r\n Lovelace", "Ada Lovelace|"),
        // The line's end has lost its `=`.
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E\r\n=E5=A8=9C", "李娜|"),
        // The last line of the value ends in one that nothing continues.
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E=E5=A8=9C=", "李娜|"),
        // Declared wrongly: these are GBK.
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C0=EE=C4=C8", "李娜|"),
        ("FN;ENCODING=QUOTED-PRINTABLE:=C0=EE=C4=C8", "李娜|"),
        ("FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:J=FCrgen", "Jürgen|"),
        ("FN;ENCODING=QUOTED-PRINTABLE:50 = fifty =3D =G", "50 = fifty = =G|"),
        ("NOTE;ENCODING=QUOTED-PRINTABLE:first=0D=0A=\r\nStreet: 5=\r\n\r\nFN:Ada", "Ada|"),
    ] {
        who(&old_card(lines), name);
    }
}

#[test]
fn base64_values_and_pictures() {
    for lines in [
        "FN;CHARSET=UTF-8;ENCODING=BASE64:5p2O5aic",
        "FN;ENCODING=b:5p2O5aic",
        "FN;CHARSET=GBK;BASE64:wO7EyA",
        "FN;ENCODING=BASE64;CHARSET=UTF-8:\r\n 5p2O\r\n 5aic\r\n",
        "FN:李娜\r\nPHOTO;ENCODING=BASE64;TYPE=JPEG:\r\nQUJDRA==\r\nVEVMOjEyMzQ1Njc4\r\n",
        "PHOTO;ENCODING=b;TYPE=JPEG:QUJDRA\r\n QUJDRA==\r\nFN:李娜",
    ] {
        who(&old_card(lines), "李娜|");
    }
    let picture = "QUJD".repeat(1_000_000);
    let folded: String = picture
        .as_bytes()
        .chunks(74)
        .flat_map(|line| [" ", std::str::from_utf8(line).unwrap(), "\r\n"])
        .collect();
    who(&old_card(&format!("PHOTO;ENCODING=BASE64:\r\n{folded}\r\nFN:李娜")), "李娜|");
    who(&card(&format!("FN:李娜\nPHOTO:data:image/jpeg;base64,{picture}")), "李娜|");
}

#[test]
fn folded_lines() {
    who(&card("FN:Ada Love\n lace"), "Ada Lovelace|");
    who(&card("FN:Ada\n  Lovelace"), "Ada Lovelace|");
    who(&card("FN:Ada\n\t Lovelace"), "Ada Lovelace|");
    who(&old_card("FN:Ada\r\n Lovelace"), "Ada Lovelace|");
    who(&old_card("FN:北方电气设备\r\n 制造集团"), "北方电气设备制造集团|");
    // Nothing says that the line goes on but that it is none of its own.
    who(&card("FN:北方电气设备制造集团\n部王建国"), "北方电气设备制造集团部王建国|");
    who(&card("ORG;TYPE=work;\n CHARSET=UTF-8:Nordwind\nFN:Ada"), "Ada|Nordwind");
    // Folded by bytes, in the middle of a letter.
    let bytes = [b"BEGIN:VCARD\nFN:\xe6\x9d".as_slice(), b"\n \x8e\xe5\xa8\x9c\nTEL:101\nEND:VCARD"].concat();
    assert_eq!(told(&bytes), ["李娜||101"]);
}

#[test]
fn numbers() {
    for (lines, numbers) in [
        ("TEL;VALUE=uri;TYPE=\"voice,home\":tel:+49-30-5550101;ext=5", "+49-30-5550101;ext=5"),
        ("TEL;TYPE=CELL:138 0013 8000", "138 0013 8000"),
        ("item1.TEL;type=pref:+1 (555) 010-0000\nitem1.X-ABLabel:iPhone", "+1 (555) 010-0000"),
        ("X-MS-TEL;VOICE;COMPANY:021-61234567", "021-61234567"),
        ("tel;work;voice:0215550101\ntel;cell:13800138000", "0215550101 13800138000"),
        ("TEL:13800138338/021-61234568", "13800138338 021-61234568"),
        ("TEL;TYPE=WORK,FAX:021-1\nTEL;TYPE=work:021-2345678", "021-2345678"),
        ("TEL;WORK;FAX:021-1\nTEL;WORK;VOICE;FAX:021-2345678", "021-2345678"),
        ("item3.TEL:021-1\nitem3.X-ABLabel:_$!<HomeFAX>!$_\nitem4.TEL:021-2345678", "021-2345678"),
        ("TEL:13800138000\nTEL;TYPE=CELL:13800138000", "13800138000"),
        ("TEL:13800138000\nstray words", "13800138000"),
    ] {
        let text = format!("BEGIN:VCARD\nFN:Ada\n{lines}\nEND:VCARD");
        assert_eq!(told(text.as_bytes()), [format!("Ada||{numbers}")], "{lines}");
    }
}

#[test]
fn several_cards_in_a_file() {
    let three = "BEGIN:VCARD\nN:A\nTEL:1001\nEND:VCARD\n\nBEGIN:VCARD\nN:B\nTEL:1002\nEND:VCARD\nBEGIN:VCARD\nN:C\nTEL:1003\nEND:VCARD";
    let expected = ["A||1001", "B||1002", "C||1003"];
    for (text, what) in [
        (three.to_owned(), "as it should be"),
        (three.replace('\n', "\r"), "CR only"),
        (three.replace('\n', "\r\r\n"), "a CR too many"),
        (three.replacen('\n', "\r\n", 4).replacen("TEL:1002\n", "TEL:1002\r", 1), "mixed line ends"),
        (format!("\u{feff}{three}"), "a mark in front"),
        (three.replace("END:VCARD\n", ""), "without their ends"),
        (
            three.to_lowercase().replace("n:a", "n:A").replace("n:b", "n:B").replace("n:c", "n:C"),
            "lower case",
        ),
        (three.replace("BEGIN:VCARD", "BEGIN: vCard "), "blanks"),
        (format!("Exported by CRM\n\n{three}"), "a line in front"),
        (three.replace("TEL:1002", "TEL:1002\nthis is no property\n: nor this\nnor;this"), "garbage"),
    ] {
        assert_eq!(told(text.as_bytes()), expected, "{what}");
    }
}

#[test]
fn a_card_in_a_card_is_somebody_of_their_own() {
    for agent in ["AGENT:\nBEGIN:VCARD\n", "AGENT:BEGIN:VCARD\n"] {
        let text = format!(
            "BEGIN:VCARD\nVERSION:2.1\nN:Boss\n{agent}VERSION:2.1\nN:Secretary\nTEL:1002\nEND:VCARD\nTEL:1001\nEND:VCARD\n"
        );
        assert_eq!(told(text.as_bytes()), ["Secretary||1002", "Boss||1001"], "{agent}");
    }
    who(&card("FN:Ada\nAGENT:BEGIN:VCARD\\nFN:Ben\\nTEL:999\\nEND:VCARD"), "Ada|");
    let deep = "BEGIN:VCARD\nN:A\nTEL:1001\nAGENT:\n".repeat(1000);
    assert_eq!(told(deep.as_bytes()).len(), 1000);
}

#[test]
fn cards_without_a_number_are_counted_and_named() {
    let text = "BEGIN:VCARD\nFN:Ada\nEND:VCARD\nBEGIN:VCARD\nFN:Ben\nTEL;FAX:021-2345678\nEND:VCARD\n\
                BEGIN:VCARD\nFN:Cay\nTEL:ask her\nTEL:1003\nEND:VCARD\nBEGIN:VCARD\nTEL:1004\nEND:VCARD\n";
    let (contacts, report) = taken(text.as_bytes());
    assert_eq!(contacts, ["Cay||1003"]);
    assert_eq!(
        (report.unit, report.rows, report.rows_left_out, report.numbers_left_out),
        (ImportUnit::Cards, 4, 3, 1)
    );
    assert_eq!(
        left(text.as_bytes()),
        [
            (1, "Ada".to_owned(), WhyLeftOut::NoNumber),
            (2, "Ben".to_owned(), WhyLeftOut::NoNumber),
            (3, "ask her".to_owned(), WhyLeftOut::NotANumber),
            (4, "1004".to_owned(), WhyLeftOut::NoName),
        ]
    );
}
