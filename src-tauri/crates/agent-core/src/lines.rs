//! When two numbers are the same line: `+49 30 123456`, `0049 30 123456` and, in Germany, `030 123456`; `13800138000`,
//! `013800138000` and `17951 13800138000` in China. Short internal numbers are the same only when they are equal: an
//! extension is never the end of somebody's number.

use pbx_protocol::number;
use rlibphonenumber::enums::Region;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat};

use crate::settings::Preferences;

/// Shorter numbers belong to a house or an emergency service and have no country.
const SHORTEST_PUBLIC: usize = 7;
/// What is typed of a number is looked for as one from this many digits on.
const SHORTEST_SOUGHT: usize = 4;
/// Prefixes by which a cheaper carrier was chosen in China; they come back on the called side's display.
const CARRIERS: [&str; 2] = ["10193", "12593"];
/// The others: 17901 to 17999, e.g. 17951.
const IP_CARRIER: &str = "179";

/// What national and local numbers mean. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    country: Option<Region>,
    country_code: String,
    area: String,
}

impl Lines {
    /// `country` such as `CN`, `area` such as `021`; what is blank or none is not known.
    pub fn of(country: &str, area: &str) -> Self {
        let country_code = country.trim().to_uppercase();
        Self {
            country: country_code.parse().ok(),
            country_code,
            area: area.chars().filter(char::is_ascii_digit).collect(),
        }
    }

    /// `CN`; blank when not known.
    pub fn country_code(&self) -> &str {
        &self.country_code
    }

    /// What numbers are compared by: with `+` where the country is known. Nothing for text that is no number.
    pub fn key(&self, text: &str) -> Option<String> {
        let written = number::read(text).ok()?;
        let number = written.dial.as_str();
        if number.len() < SHORTEST_PUBLIC || written.dial.is_code() {
            return Some(number.to_owned());
        }
        // `00` is how most of the world writes `+`; what a trunk gives is often so.
        if let Some(rest) = number.strip_prefix('+').or_else(|| number.strip_prefix("00")) {
            return Some(self.valid(&format!("+{rest}")).unwrap_or_else(|| format!("+{rest}")));
        }
        Some(self.national(number).unwrap_or_else(|| number.to_owned()))
    }

    /// Whether both are one line.
    pub fn are_one(&self, a: &str, b: &str) -> bool {
        a == b || self.key(a).is_some_and(|key| Some(key) == self.key(b))
    }

    /// The digits by which something typed is found in any spelling of a number; nothing for what is no number.
    pub fn sought(&self, typed: &str) -> Option<String> {
        let key = self.key(typed)?;
        let parsed = key.strip_prefix('+').and_then(|_| PHONE_NUMBER_UTIL.parse(&key, None::<Region>).ok());
        let digits = match parsed {
            Some(parsed) => parsed.national_number.to_string(),
            None => key.chars().filter(char::is_ascii_digit).collect(),
        };
        (digits.len() >= SHORTEST_SOUGHT && digits != typed).then_some(digits)
    }

    /// The ways in which somebody of this country writes the number, without blanks and marks; itself first.
    pub(crate) fn spellings(&self, number: &str) -> Vec<String> {
        let bare: String = number.chars().filter(|c| !c.is_whitespace() && !"()./-".contains(*c)).collect();
        let Some(key) = self.key(&bare) else { return vec![bare] };
        let mut spellings = vec![bare];
        let parsed = key.strip_prefix('+').and_then(|_| PHONE_NUMBER_UTIL.parse(&key, None::<Region>).ok());
        if let (Some(parsed), Some(digits)) = (parsed, key.strip_prefix('+')) {
            let national = parsed.national_number.to_string();
            let with_trunk = format!("0{national}");
            let local = with_trunk.strip_prefix(&self.area).filter(|_| !self.area.is_empty());
            let mut all = vec![key.clone(), format!("00{digits}"), digits.to_owned(), national.clone()];
            all.extend(local.map(str::to_owned));
            all.push(with_trunk);
            // Whatever is no spelling here is left out by what all numbers are compared by.
            all.retain(|one| self.key(one).as_ref() == Some(&key) && *one != spellings[0]);
            spellings.append(&mut all);
        }
        spellings
    }

    /// A number without country: as it is, behind a carrier's prefix, without its area code, or with its country but
    /// without `+`, whichever is valid.
    fn national(&self, number: &str) -> Option<String> {
        let Some(country) = self.country else { return chinese_mobile(number) };
        let behind_carrier = (country == Region::CN).then(|| without_carrier(number)).flatten();
        let local =
            (!self.area.is_empty() && !number.starts_with('0')).then(|| format!("{}{number}", self.area));
        let code = PHONE_NUMBER_UTIL.get_country_code_for_region(country);
        let international =
            code.filter(|code| number.starts_with(&code.to_string())).map(|_| format!("+{number}"));
        // As it stands first: a number that is valid must not become another one.
        self.valid(number)
            .or_else(|| behind_carrier.and_then(|rest| self.valid(rest)))
            .or_else(|| local.and_then(|local| self.valid(&local)))
            .or_else(|| international.and_then(|number| self.valid(&number)))
    }

    fn valid(&self, number: &str) -> Option<String> {
        let parsed = PHONE_NUMBER_UTIL.parse(number, self.country).ok().filter(PhoneNumber::is_valid)?;
        Some(parsed.format_as(PhoneNumberFormat::E164).to_string())
    }
}

/// As the agent has set it.
pub fn lines_of(preferences: &Preferences) -> Lines {
    Lines::of(&preferences.country, &preferences.area_code)
}

fn without_carrier(number: &str) -> Option<&str> {
    CARRIERS.iter().find_map(|carrier| number.strip_prefix(carrier)).or_else(|| {
        let rest = number.strip_prefix(IP_CARRIER)?;
        rest.split_at_checked(2).map(|(_, rest)| rest)
    })
}

/// Of these eleven digits the country is known even where ours is not: nobody else's mobile numbers look so, and it is
/// compared, never dialled.
fn chinese_mobile(number: &str) -> Option<String> {
    let number = without_carrier(number).unwrap_or(number);
    let number = number.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(number);
    let digits = number.strip_prefix('0').unwrap_or(number);
    let is_mobile = digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3';
    is_mobile.then(|| format!("+86{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_one(lines: &Lines, forms: &[&str]) {
        for form in forms {
            assert_eq!(lines.key(form), lines.key(forms[0]), "{form}");
            assert!(lines.key(form).unwrap().starts_with('+'), "{form}");
        }
    }

    #[test]
    fn forms_of_one_number_are_one_line() {
        let germany = [
            "+49 30 123456",
            "+4930123456",
            "0049 30 123456",
            "030/123456",
            "(030) 12 34 56",
            "tel:+49-30-123456",
        ];
        all_one(&Lines::of("de", ""), &germany);
        all_one(
            &Lines::of("de", ""),
            &["+49 30 5550102", "0305550102", "+49 (0)30 5550102", "４９３０５５５０１０２"],
        );
        let mobile = [
            "13800138700",
            "+8613800138700",
            "013800138700",
            "008613800138700",
            "8613800138700",
            "1795113800138700",
            "17909013800138700",
            "1259313800138700",
            "1019313800138700",
            "138 0013 8700",
            "１３８００１３８７００",
        ];
        all_one(&Lines::of("CN", ""), &mobile);
        all_one(&Lines::of("CN", "021"), &mobile);
        all_one(&Lines::default(), &mobile);
        all_one(
            &Lines::of("CN", "021"),
            &["021-61234567", "61234567", "+862161234567", "0086 21 6123 4567", "1795102161234567"],
        );
        all_one(&Lines::of("US", ""), &["+1 212 210 0100", "(212) 210-0100", "1-212-210-0100", "2122100100"]);
        let china = Lines::of("CN", "");
        assert!(!china.are_one("13800138000", "13800138001"));
        assert!(china.are_one("13800138000", "+86 138 0013 8000"));
    }

    #[test]
    fn the_spellings_of_a_number_are_all_that_line() {
        let of = |lines: &Lines, number: &str| lines.spellings(number).join(" ");
        let china = Lines::of("CN", "021");
        assert_eq!(
            of(&china, "138 0013 8000"),
            "13800138000 +8613800138000 008613800138000 8613800138000 013800138000"
        );
        assert_eq!(
            of(&china, "+86 21 6123 4567"),
            "+862161234567 00862161234567 862161234567 2161234567 61234567 02161234567"
        );
        let germany = "0305550102 +49305550102 0049305550102 49305550102 305550102";
        assert_eq!(of(&Lines::of("DE", ""), "030/5550102"), germany);
        assert_eq!([of(&china, "101"), of(&china, "*45"), of(&china, "li-na")], ["101", "*45", "lina"]);
        assert_eq!(of(&Lines::default(), "030 5550102"), "0305550102");
    }

    #[test]
    fn short_numbers_are_equal_or_nothing() {
        let china = Lines::of("CN", "021");
        assert_eq!(china.key("101").as_deref(), Some("101"));
        assert!(!china.are_one("8000", "13800138000"));
        assert!(!china.are_one("anonymous", "anonymous?"));
        assert_eq!(china.key("anonymous"), None);
        assert_eq!(Lines::of("Atlantis", "").key("030 123456").as_deref(), Some("030123456"));
    }

    #[test]
    fn without_a_country_digits_decide() {
        let nowhere = Lines::default();
        assert_eq!(nowhere.key("030 123456").as_deref(), Some("030123456"));
        assert_eq!(nowhere.key("+4930123456").as_deref(), Some("+4930123456"));
    }

    #[test]
    fn what_is_typed_finds_every_spelling() {
        let china = Lines::of("CN", "");
        for (typed, sought) in [
            ("+86 138 0013 8000", Some("13800138000")),
            ("138-0013-8000", Some("13800138000")),
            ("0086 138 0013 8000", Some("13800138000")),
            ("138 0013", Some("1380013")),
            ("13800138000", None),
            ("101", None),
            ("李娜", None),
        ] {
            assert_eq!(china.sought(typed).as_deref(), sought, "{typed}");
        }
    }
}
