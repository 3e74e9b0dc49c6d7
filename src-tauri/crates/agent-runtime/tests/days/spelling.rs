//! How the PBX writes a caller's name and the frame around it: in any encoding, cut, unescaped, damaged.

use pbx_protocol::report::Report;
use pbx_simulator::ReportShape;
use pbx_simulator::report_body::report_body;
use proptest::prelude::*;

/// What stands before the number, and behind the report.
#[derive(Debug, Clone)]
pub(crate) struct Spelling {
    name: Vec<u8>,
    ending: &'static str,
}

impl Spelling {
    /// The report's bytes; a caller from outside has the name in front of the number.
    pub(crate) fn bytes(&self, report: &Report) -> Vec<u8> {
        const CALLER: &str = r#""inbound":{"from":""#;
        let body = report_body(report, ReportShape::C);
        let body = body.strip_suffix('}').unwrap();
        let Some((before, behind)) = body.split_once(CALLER) else {
            return [body, self.ending].concat().into_bytes();
        };
        let (number, behind) = behind.split_once('"').unwrap();
        let parts: [&[u8]; 8] = [
            before.as_bytes(),
            CALLER.as_bytes(),
            &self.name,
            b" <",
            number.as_bytes(),
            b">\"",
            behind.as_bytes(),
            self.ending.as_bytes(),
        ];
        parts.concat()
    }
}

fn spelling() -> impl Strategy<Value = Spelling> {
    let names: [&[u8]; 16] = [
        b"",
        "北方电气".as_bytes(),
        &"北方电气有限公司".as_bytes()[..22],
        b"\xb1\xb1\xb7\xbd\xb5\xe7\xc6\xf8", // 北方电气 in GBK
        b"\xc1\xf8\xee\x5c",                 // 柳頔 in GBK, whose last byte is a backslash
        b"\xb1\xb1\xb7\xbd\xb5",             // cut
        b"M\xfcller",
        b"Jos\xe9",
        b"\"Nord, Anna\"",
        b"Anna \"the boss\" Nord",
        b"NORD\\anna",
        b"Nord\\",
        b"Nord\t\r\nAnna\x00\x01",
        b"{\"Nord\"}",
        b"a: [\"b\", 'c']",
        b"\\ud83d\\uzz",
    ];
    let known = prop::sample::select(names.to_vec()).prop_map(<[u8]>::to_vec);
    let any = prop::collection::vec(any::<u8>(), 0..12);
    let ending = prop::sample::select(vec!["}", "}", "}\0", ",}", "", "}\r\n\r\nrubbish", "}}", "}{}"]);
    (prop_oneof![3 => known, 1 => any], ending).prop_map(|(name, ending)| Spelling { name, ending })
}

/// One for each report, over and over.
pub(crate) fn spellings() -> impl Strategy<Value = Vec<Spelling>> {
    prop::collection::vec(spelling(), 1..24)
}
