//! Words that stand around numbers: in front of one ("Tel."), and between a number and its extension ("ext.").

/// Between a number and an extension, in lower case; the longest first where one begins another.
const EXTENSION_WORDS: &[&str] = &[
    "extension",
    "extensión",
    "extensão",
    "extn",
    "ext",
    "ex",
    "x",
    "durchwahl",
    "nebenstelle",
    "apparat",
    "app",
    "dw",
    "nst",
    "poste",
    "post",
    "interno",
    "interne",
    "int",
    "anexo",
    "ramal",
    "toestel",
    "tst",
    "dahili",
    "wewn",
    "wew",
    "добавочный",
    "доб",
    "вн",
    "转分机",
    "轉分機",
    "转接",
    "转",
    "轉",
    "分机",
    "分機",
    "内线",
    "內線",
    "内線",
    "내선",
    "تحويلة",
];

/// Takes an extension's word off the front, with the marks behind it; `None` when the text begins with none.
pub(super) fn behind_extension_word(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    // Lower case may be longer than what it was made of: then it is none of these words.
    let word =
        EXTENSION_WORDS.iter().filter(|word| lower.starts_with(**word)).max_by_key(|word| word.len())?;
    let rest = text.get(word.len()..)?;
    // `x` must not be the first letter of another word.
    let begins_word = rest.starts_with(|c: char| c.is_alphabetic()) && word.is_ascii();
    (!begins_word).then(|| rest.trim_start_matches([' ', '.', ':', '-', '#', '(']))
}

/// In front of a short number only these may stand; in front of a long one, any words.
const LABELS: &[&str] = &[
    "tel",
    "telephone",
    "telefon",
    "telefono",
    "teléfono",
    "telefone",
    "téléphone",
    "phone",
    "ph",
    "fon",
    "mobile",
    "mobil",
    "mob",
    "cell",
    "handy",
    "m",
    "t",
    "p",
    "c",
    "call",
    "fax",
    "no",
    "nr",
    "电话",
    "电话号码",
    "手机",
    "手机号",
    "联系电话",
    "號碼",
    "電話",
    "号码",
    "тел",
    "телефон",
    "전화",
    "هاتف",
];

/// Whether the text names what follows as a telephone number, or is no word at all.
pub fn is_label(text: &str) -> bool {
    let word = text.trim_matches(|c: char| !c.is_alphanumeric());
    word.is_empty() || LABELS.contains(&word.to_lowercase().as_str())
}

/// The key of a telephone on which a letter stands. (ITU-T E.161)
pub(super) fn key_of(letter: char) -> Option<char> {
    Some(match letter.to_ascii_uppercase() {
        'A'..='C' => '2',
        'D'..='F' => '3',
        'G'..='I' => '4',
        'J'..='L' => '5',
        'M'..='O' => '6',
        'P'..='S' => '7',
        'T'..='V' => '8',
        'W'..='Z' => '9',
        _ => return None,
    })
}
