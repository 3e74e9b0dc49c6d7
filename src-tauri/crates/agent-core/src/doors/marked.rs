//! The numbers in a text that is marked in another program. A number that is dialled wrongly rings at a stranger, so what
//! may as well be a date, an order or a card is left out: whoever means it can type it.

mod others;

use pbx_protocol::number::{self, Home, Written};
use rlibphonenumber::enums::Region;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber};

use others::{OTHER, is_card, is_link, is_plain_date, without_others};

/// A page that is marked as a whole is no wish to call somebody.
const LONGEST_TEXT: usize = 4_000;
/// More than that nobody chooses from.
const MOST_NUMBERS: usize = 8;
/// Fewer digits belong to a house, and may be anything where no word says so.
const LONG_NUMBER: usize = 7;
/// E.164; behind `+` there are no more.
const LONGEST_NUMBER: usize = 15;

/// Words in front of what is counted and filed, in lower case.
const COUNTED: &[&str] = &[
    "order",
    "invoice",
    "ticket",
    "case",
    "ref",
    "reference",
    "id",
    "customer",
    "contract",
    "policy",
    "account",
    "iban",
    "vat",
    "tax",
    "zip",
    "item",
    "article",
    "serial",
    "tracking",
    "parcel",
    "card",
    "po",
    "rma",
    "version",
    "build",
    "bestellung",
    "bestellnummer",
    "rechnung",
    "rechnungsnummer",
    "auftrag",
    "auftragsnummer",
    "kunde",
    "kundennummer",
    "vertrag",
    "konto",
    "plz",
    "artikel",
    "ust",
    "commande",
    "facture",
    "pedido",
    "factura",
    "订单",
    "订单号",
    "发票",
    "发票号",
    "工单",
    "工单号",
    "编号",
    "单号",
    "运单号",
    "客户号",
    "合同号",
    "卡号",
    "账号",
    "邮编",
    "身份证",
    "身份证号",
];
/// Words that may stand between those and the number.
const BETWEEN: &[&str] = &["no", "nr", "num", "number", "nummer", "n", "号", "号码"];
/// Signs and words behind an amount.
const AMOUNTS: &[&str] = &[
    "€", "$", "£", "¥", "%", "eur", "usd", "cny", "rmb", "chf", "gbp", "kg", "g", "km", "m", "cm", "mm",
    "元", "件", "个", "年", "月", "日",
];

/// All numbers of the text that somebody of this country could mean, as they are dialled.
pub fn numbers_in(text: &str, country: &str) -> Vec<String> {
    let text: String = number::plain(text).chars().take(LONGEST_TEXT).collect();
    let reader = Reader::of(country);
    if let Some(number) = reader.whole(text.trim()) {
        return vec![number];
    }
    let mut numbers = Vec::new();
    for line in text.lines() {
        for number in reader.line(line) {
            if !numbers.contains(&number) && numbers.len() < MOST_NUMBERS {
                numbers.push(number);
            }
        }
    }
    numbers
}

/// Digits of a line with what stands between them, and what stands around it.
struct Run<'a> {
    text: &'a str,
    before: &'a str,
    behind: &'a str,
}

struct Reader {
    home: Home,
    region: Option<Region>,
}

impl Reader {
    fn of(country: &str) -> Self {
        Self { home: Home::of_country(country), region: country.trim().to_uppercase().parse().ok() }
    }

    /// Nothing but a number is marked: then it may be a short one, or one that no list knows.
    fn whole(&self, text: &str) -> Option<String> {
        if text.contains('\n') || without_others(text) != text || !text.starts_with(begins_number) {
            return None;
        }
        let written = number::read_at(text, self.home).ok()?;
        let is_alone = written.left_out.as_ref().is_none_or(|left_out| left_out == "(0)");
        let digits = digits_of(text);
        let behind = text.trim_start_matches(|c: char| c.is_ascii_digit() || " .,'".contains(c));
        let is_other = is_card(&digits) || is_plain_date(text) || is_amount("", behind);
        (is_alone && !is_other && !written.dial.is_code() && digits.len() <= LONGEST_NUMBER)
            .then(|| as_dialled(&written))
    }

    fn line(&self, line: &str) -> Vec<String> {
        let links = line.split_whitespace().filter(|word| is_link(word));
        let mut numbers: Vec<String> =
            links.filter_map(|link| Some(as_dialled(&number::read_at(link, self.home).ok()?))).collect();
        let line = without_others(line);
        numbers.extend(runs(&line).iter().filter_map(|run| self.run(run)));
        numbers
    }

    fn run(&self, run: &Run<'_>) -> Option<String> {
        if is_counted(run.before) || is_amount(run.before, run.behind) {
            return None;
        }
        let digits = digits_of(run.text);
        let is_named = is_named(run.before);
        if !is_named && (is_card(&digits) || is_plain_date(run.text) || digits.len() < LONG_NUMBER) {
            return None;
        }
        if !(3..=LONGEST_NUMBER).contains(&digits.len()) {
            return None;
        }
        let written = number::read_at(run.text, self.home).ok()?;
        let is_short = digits.len() < LONG_NUMBER;
        (is_short || self.is_plausible(&written, is_named)).then(|| as_dialled(&written))
    }

    fn is_plausible(&self, written: &Written, is_named: bool) -> bool {
        let dial = written.dial.as_str();
        let with_country = dial.strip_prefix("00").map(|rest| format!("+{rest}"));
        let is_international = with_country.is_some() || dial.starts_with('+');
        let parsed = PHONE_NUMBER_UTIL.parse(with_country.as_deref().unwrap_or(dial), self.region).ok();
        match parsed {
            Some(number) if is_named || is_international => PHONE_NUMBER_UTIL.is_possible_number(&number),
            Some(number) => PhoneNumber::is_valid(&number),
            // Without a country nobody knows what is valid: how it is written has to do.
            None => self.region.is_none() && (is_named || looks_national(dial)),
        }
    }
}

fn as_dialled(written: &Written) -> String {
    match &written.extension {
        Some(extension) => format!("{},{extension}", written.dial),
        None => written.dial.to_string(),
    }
}

fn begins_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '+' | '(')
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// With a trunk's zero, a Chinese mobile number, or ten digits as North America groups them.
fn looks_national(dial: &str) -> bool {
    let is_mobile = dial.len() == 11 && dial.starts_with('1') && dial.as_bytes()[1] >= b'3';
    let is_american = dial.len() == 10 && dial.bytes().step_by(3).take(2).all(|digit| digit >= b'2');
    dial.starts_with('0') || is_mobile || is_american
}

/// The pieces of a line that could be numbers.
fn runs(line: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut from = 0;
    while let Some(start) = line[from..].find(begins_number).map(|at| from + at) {
        let end = start + end_of_run(&line[start..]);
        let text = line[start..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        if text.contains(|c: char| c.is_ascii_digit()) {
            runs.push(Run { text, before: &line[..start], behind: &line[start + text.len()..] });
        }
        from = end.max(start + 1);
    }
    runs
}

fn end_of_run(text: &str) -> usize {
    let mut before = [' '; 2];
    for (at, c) in text.char_indices() {
        let is_part = c.is_ascii_digit()
            || matches!(c, ' ' | '-' | '.' | '(' | ')' | '/')
            || (c == '+' && (at == 0 || before[1] == '('));
        // `/` between blanks, or two blanks, stand between numbers.
        let divides = (before == [' ', '/'] && c == ' ') || (at > 1 && before[1] == ' ' && c == ' ');
        if !is_part || divides {
            return at;
        }
        before = [before[1], c];
    }
    text.len()
}

/// The last words in front of it, the nearest first.
fn words_before(before: &str) -> impl Iterator<Item = String> + '_ {
    let words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.rev().take(2).map(str::to_lowercase)
}

fn is_counted(before: &str) -> bool {
    if before.trim_end().ends_with('#') {
        return true;
    }
    // Behind other digits, or a sentence's end, a word belongs to them.
    let before = before
        .rsplit([OTHER, ',', ';', '.'])
        .find(|part| part.contains(char::is_alphanumeric))
        .unwrap_or_default();
    for word in words_before(before) {
        let ends_in =
            |list: &[&str]| list.iter().any(|one| *one == word || (!one.is_ascii() && word.ends_with(one)));
        if ends_in(COUNTED) {
            return true;
        }
        if !ends_in(BETWEEN) {
            return false;
        }
    }
    false
}

fn is_named(before: &str) -> bool {
    let Some(word) = words_before(before).next() else { return false };
    let is_chinese =
        ["电话", "手机", "號碼", "電話", "分机", "热线", "座机"].iter().any(|one| word.ends_with(one));
    is_chinese
        || ["ext", "extension", "dial", "anruf"].contains(&word.as_str())
        || (!BETWEEN.contains(&word.as_str()) && number::is_label(&word))
}

fn is_amount(before: &str, behind: &str) -> bool {
    let behind = behind.trim_start().to_lowercase();
    let word = behind
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ')'))
        .next()
        .unwrap_or_default();
    let is_one = |text: &str| {
        AMOUNTS.iter().any(|amount| *amount == text || (!amount.is_ascii() && text.starts_with(amount)))
    };
    is_one(word)
        || before.trim_end().ends_with(['€', '$', '£', '¥'])
        || behind.strip_prefix(',').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
