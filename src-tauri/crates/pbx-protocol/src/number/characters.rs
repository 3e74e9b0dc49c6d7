//! What people, input methods and web pages write for the keys of a telephone: other scripts' digits, wide signs,
//! typographic dashes, marks that nobody sees. Everything else is left as it is.

/// Digits of the scripts that write numbers by place, each as its zero: the nine others follow it in Unicode.
const ZEROS: [char; 24] = [
    '\u{0660}',  // Arabic
    '\u{06f0}',  // Persian, Urdu
    '\u{07c0}',  // N'Ko
    '\u{0966}',  // Devanagari
    '\u{09e6}',  // Bengali
    '\u{0a66}',  // Gurmukhi
    '\u{0ae6}',  // Gujarati
    '\u{0b66}',  // Odia
    '\u{0be6}',  // Tamil
    '\u{0c66}',  // Telugu
    '\u{0ce6}',  // Kannada
    '\u{0d66}',  // Malayalam
    '\u{0de6}',  // Sinhala
    '\u{0e50}',  // Thai
    '\u{0ed0}',  // Lao
    '\u{0f20}',  // Tibetan
    '\u{1040}',  // Burmese
    '\u{17e0}',  // Khmer
    '\u{1810}',  // Mongolian
    '\u{ff10}',  // full width
    '\u{1d7ce}', // bold, as people copy it from chats
    '\u{1d7d8}', // double-struck
    '\u{1d7e2}', // sans serif
    '\u{1d7f6}', // monospace
];

/// The text with every sign that stands for another written as that other, and without what can't be seen.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).map(plain_char).collect()
}

fn plain_char(c: char) -> char {
    match c {
        // In front of ASCII, which two of these belong to and which stays as it is.
        '[' | '（' | '［' | '【' | '〔' | '\u{fe59}' => '(',
        ']' | '）' | '］' | '】' | '〕' | '\u{fe5a}' => ')',
        ' '..='~' => c,
        '\u{ff0b}' | '\u{fe62}' | '\u{207a}' | '\u{2795}' => '+',
        '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2796}'
        | '\u{30fc}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}'
        | '\u{2500}' => '-',
        '\t' => ' ',
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '〈' | '《' | '‹' | '«' | '⟨' => '<',
        '〉' | '》' | '›' | '»' | '⟩' => '>',
        '\u{2217}' | '\u{2731}' | '\u{fe61}' => '*',
        '\u{266f}' | '\u{fe5f}' => '#',
        '。' | '·' | '・' | '•' | '․' | '‧' => '.',
        '\u{2044}' | '\u{2215}' => '/',
        '、' | '\u{060c}' => ',',
        '\u{061b}' => ';',
        // The wide forms of ASCII stand in its order.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + u32::from('!')).unwrap_or(c),
        _ if c.is_whitespace() && c != '\n' => ' ',
        _ => digit_of_other_script(c).unwrap_or(c),
    }
}

/// The digit that this sign is, in whatever script.
pub fn digit(sign: char) -> Option<char> {
    if sign.is_ascii_digit() { Some(sign) } else { digit_of_other_script(sign) }
}

fn digit_of_other_script(c: char) -> Option<char> {
    let value = ZEROS
        .iter()
        .find_map(|zero| u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// Marks for direction, joining, breaking and emoji, which come along when a number is copied.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{20e3}')
}
