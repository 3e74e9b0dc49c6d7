//! The words of tray and notifications, from the same message files as the window's.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use agent_core::{Language, Refusal, WrongTarget};
use serde::Serialize;

/// Tag and content of each file in `ui/src/messages`.
const LANGUAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/languages.rs"));
const ENGLISH: &str = "en";

/// Each file once it was read: each view that a ring leads to is told in words, and reading them takes longer than all else.
static READ: [OnceLock<Texts>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];
static NONE: Texts = Texts(BTreeMap::new());

/// The messages of one language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Texts(BTreeMap<String, String>);

impl Texts {
    /// The messages in the agent's language.
    pub(crate) fn of(language: &Language) -> &'static Self {
        match language {
            Language::System => Self::speaking(&system_language()),
            Language::Tag(tag) => Self::speaking(tag),
        }
    }

    /// The messages in the language closest to this one, e.g. `zh_CN.UTF-8`; in English where none is close.
    pub(crate) fn speaking(wanted: &str) -> &'static Self {
        let tag = closest(wanted, LANGUAGES.iter().map(|(tag, _)| *tag)).unwrap_or(ENGLISH);
        let read =
            LANGUAGES.iter().zip(&READ).find(|((known, _), _)| *known == tag).map(|((_, file), read)| {
                // The files are part of the program and read in a test.
                read.get_or_init(|| Self(serde_json::from_str(file).unwrap_or_default()))
            });
        read.unwrap_or(&NONE)
    }

    /// Why the core did not take a wish.
    pub(crate) fn refusal(&self, refusal: &Refusal) -> String {
        let key = match refusal {
            Refusal::NotSignedIn => "refusal.not-signed-in",
            Refusal::NotNow => "refusal.not-now",
            Refusal::NoSuchCall => "refusal.no-such-call",
            Refusal::NoSuchQueue => "refusal.no-such-queue",
            Refusal::InvalidNumber { why } => {
                return self.get(&format!("refusal.invalid-number.{}", word(why)), &[]);
            }
            Refusal::OwnNumber => "refusal.own-number",
            Refusal::SamePerson => "refusal.same-person",
            Refusal::ReasonRequired => "refusal.reason-required",
            Refusal::NoSuchReason { known } => {
                return self.get("refusal.no-such-reason", &[("known", &known.join(", "))]);
            }
            Refusal::ResultRequired => "refusal.result-required",
            Refusal::SetByAdministrator { .. } => "refusal.set-by-administrator",
            Refusal::Unanswered => "refusal.unanswered",
            Refusal::ExtensionInTransfer { number, extension } => {
                let values = [("number", number.as_str()), ("extension", extension.as_str())];
                return self.get("refusal.extension-in-transfer", &values);
            }
            Refusal::InvalidAccount { field } => {
                let field = self.get(&format!("account.{}", word(field)), &[]);
                return self.get("refusal.invalid-account", &[("field", &field)]);
            }
            Refusal::InvalidForward { why } => {
                return self.get(&format!("refusal.invalid-forward.{}", word(why)), &[]);
            }
            Refusal::InvalidSetting { field } => {
                return self.get(&format!("refusal.invalid-setting.{}", word(field)), &[]);
            }
            Refusal::InvalidHotkey { why, .. } => {
                return self.get(&format!("refusal.invalid-hotkey.{}", kind(why)), &[]);
            }
            Refusal::InvalidKey { why, .. } => {
                return self.get(&format!("refusal.invalid-key.{}", kind(why)), &[]);
            }
            Refusal::MarkedNotRead { why } => {
                return self.get(&format!("refusal.marked-not-read.{}", word(why)), &[]);
            }
            Refusal::NoNumberMarked => "refusal.no-number-marked",
            Refusal::InvalidTarget { why, .. } => return self.wrong_target(why),
            Refusal::NotConfirmed => "refusal.not-confirmed",
            Refusal::TimeIsPast => "refusal.time-is-past",
            Refusal::TimeIsTooFar => "refusal.time-is-too-far",
            Refusal::NoSuchItem => "refusal.no-such-item",
            Refusal::FavouritesFull => "refusal.favourites-full",
            Refusal::InCall => "refusal.in-call",
            Refusal::ShuttingDown => "refusal.shutting-down",
        };
        self.get(key, &[])
    }

    fn wrong_target(&self, why: &WrongTarget) -> String {
        match why {
            WrongTarget::NotWeb => self.get("refusal.invalid-target.not-web", &[]),
            WrongTarget::HostOpen => self.get("refusal.invalid-target.host-open", &[]),
            WrongTarget::UnknownWord { word } => {
                self.get("refusal.invalid-target.unknown-word", &[("word", word)])
            }
            WrongTarget::NotClosed => self.get("refusal.invalid-target.not-closed", &[]),
            WrongTarget::TooLong { most } => {
                self.get("refusal.invalid-target.too-long", &[("most", &most.to_string())])
            }
            WrongTarget::NotAQueue { text } => {
                self.get("refusal.invalid-target.not-a-queue", &[("text", text)])
            }
            WrongTarget::TooMany => self.get("refusal.invalid-target.too-many", &[]),
        }
    }

    /// The message of this key with `{name}` and its like filled in. A key without message is shown as it is.
    pub(crate) fn get(&self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.0.get(key).map_or(key, String::as_str);
        values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

/// The word that the contract has for a value.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The same of a value with more to it.
fn kind(value: &impl Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned()
}

/// The tag of the same language that has most in common with what is wanted; the window's `closest` does the same.
fn closest<'a>(wanted: &str, tags: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = parts(wanted);
    let in_common = |tag: &&str| parts(tag).iter().filter(|part| wanted.contains(part)).count();
    tags.filter(|tag| parts(tag).first() == wanted.first()).min_by_key(|tag| Reverse(in_common(tag)))
}

/// `zh_CN.UTF-8` is `zh`, `cn`.
fn parts(tag: &str) -> Vec<String> {
    let plain = tag.split(['.', '@']).next().unwrap_or_default();
    plain.split(['-', '_']).map(str::to_ascii_lowercase).collect()
}

/// What the operating system is set to, e.g. `zh-CN`; blank when it does not say.
pub(crate) fn system_language() -> String {
    sys_locale::get_locale().unwrap_or_default()
}

/// The country in that, e.g. `CN`; blank when it names none.
pub(crate) fn country_of(language: &str) -> String {
    let plain = language.split(['.', '@']).next().unwrap_or_default();
    let parts = plain.split(['-', '_']).skip(1);
    let mut countries = parts.filter(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    countries.next().unwrap_or_default().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use agent_core::NotRead;

    use super::*;

    #[test]
    fn the_country_stands_behind_the_language() {
        for (language, country) in [
            ("zh-CN", "CN"),
            ("zh_CN.UTF-8", "CN"),
            ("zh-Hans-CN", "CN"),
            ("de_AT@euro", "AT"),
            ("en", ""),
            ("C.UTF-8", ""),
            ("", ""),
        ] {
            assert_eq!(country_of(language), country, "{language}");
        }
    }

    #[test]
    fn a_file_in_the_folder_is_a_language() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/messages");
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let mut tags: Vec<_> =
            files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        tags.sort();
        assert_eq!(LANGUAGES.iter().map(|(tag, _)| *tag).collect::<Vec<_>>(), tags);
        for tag in tags {
            let name = Texts::speaking(&tag).get("language.name", &[]);
            assert_ne!(name, "language.name", "{tag} does not say its name");
        }
    }

    #[test]
    fn the_language_is_found_by_its_tag() {
        for (wanted, found) in [
            ("zh-CN", Some("zh-CN")),
            ("zh-Hans", Some("zh-CN")),
            ("zh_CN.UTF-8", Some("zh-CN")),
            ("zh-Hant-TW", Some("zh-TW")),
            ("en-GB", Some("en")),
            ("EN", Some("en")),
            ("de_AT@euro", Some("de")),
            ("den", None),
            ("C.UTF-8", None),
            ("", None),
        ] {
            assert_eq!(closest(wanted, ["de", "en", "zh-CN", "zh-TW"].into_iter()), found, "{wanted}");
        }
    }

    #[test]
    fn the_message_files_are_read_and_filled_in() {
        let english = Texts::of(&Language::Tag("en".to_owned()));
        assert_eq!(english.get("notification.incoming.title", &[("name", "Eve")]), "Eve is calling");
        let chinese = Texts::speaking("zh_CN.UTF-8");
        assert_ne!(chinese.get("tray.quit", &[]), english.get("tray.quit", &[]));
        assert_eq!(Texts::of(&Language::Tag("tlh".to_owned())), english);
        let no_number = Refusal::InvalidNumber { why: agent_core::not_a_number("hello").unwrap() };
        let not_read = [NotRead::NothingMarked, NotRead::Password, NotRead::NotAllowed, NotRead::NotTold];
        let not_read = not_read.map(|why| Refusal::MarkedNotRead { why });
        for refusal in [Refusal::NotSignedIn, Refusal::Unanswered, no_number].iter().chain(&not_read) {
            for texts in [&english, &chinese] {
                assert!(!texts.refusal(refusal).starts_with("refusal."), "{refusal:?}");
            }
        }
    }
}
