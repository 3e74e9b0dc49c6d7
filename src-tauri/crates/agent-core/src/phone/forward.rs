//! Where calls go that our phone does not take: as the PBX tells it, as the agent wants it, and what is wrong with a wish.

use pbx_protocol::Extension;
use pbx_protocol::endpoints::{BusyForward, ForwardTo, NoAnswerForward};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::directory::Directory;
use crate::shown;

/// The document's limits.
const LONGEST_PREFIX: usize = 7;
const LONGEST_NUMBER: usize = 15;
const RING_SECONDS: [u32; 5] = [15, 30, 60, 120, 300];
/// No place that the document knows is longer.
const LONGEST_PLACE: usize = 40;

/// Which calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardWhen {
    /// Those that nobody answers.
    NoAnswer,
    /// Those that come while the phone is in use.
    Busy,
}

/// Where they go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Forward {
    /// Nowhere.
    #[default]
    Off,
    /// To the mailbox of the phone.
    Voicemail,
    Extension {
        extension: String,
    },
    /// To the mobile number that the PBX has for the agent.
    Mobile {
        /// Dialled before it.
        prefix: String,
    },
    Number {
        /// Dialled before it.
        prefix: String,
        number: String,
    },
    /// To a place that only the PBX can name; it can't be wished for.
    Elsewhere {
        /// The PBX's word; empty: it does not say.
        place: String,
    },
}

/// What can't be right about where calls are to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum WrongForward {
    /// Nothing was typed, or no digits.
    NoExtension,
    /// Calls would come back to where they were.
    OwnExtension,
    /// The PBX has no such phone.
    UnknownExtension,
    /// Digits, at most seven.
    Prefix,
    /// Digits, at most fifteen.
    Number,
    /// The PBX knows no mobile number of the agent.
    NoMobile,
    /// The PBX rings for other times only.
    Seconds,
    /// It was seen at the PBX, and can't be set from here.
    Place,
}

/// What the PBX calls the parts of one of them, whichever it is; what is `None` was not told, or keeps its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForwardMembers {
    /// Whether calls go anywhere.
    pub on: Option<bool>,
    /// What kind of place it is.
    pub to: Option<ForwardTo>,
    pub extension: Option<String>,
    pub prefix: Option<String>,
    pub number: Option<String>,
}

macro_rules! with_members {
    ($($name:ident),*) => {$(
        impl From<$name> for ForwardMembers {
            fn from($name { on, to, extension, prefix, number }: $name) -> Self {
                Self { on, to, extension, prefix, number }
            }
        }

        impl From<ForwardMembers> for $name {
            fn from(ForwardMembers { on, to, extension, prefix, number }: ForwardMembers) -> Self {
                Self { on, to, extension, prefix, number }
            }
        }
    )*};
}

with_members!(NoAnswerForward, BusyForward);

impl Forward {
    /// As the PBX tells it; `None`: it tells nothing of it.
    pub(super) fn of(ForwardMembers { on, to, extension, prefix, number }: ForwardMembers) -> Option<Self> {
        if !on? {
            return Some(Self::Off);
        }
        let text = |text: Option<String>| shown::in_short(&text.unwrap_or_default(), LONGEST_PLACE);
        Some(match to {
            Some(ForwardTo::Voicemail) => Self::Voicemail,
            Some(ForwardTo::Extension) => Self::Extension { extension: text(extension) },
            Some(ForwardTo::Mobile) => Self::Mobile { prefix: text(prefix) },
            Some(ForwardTo::Custom) => Self::Number { prefix: text(prefix), number: text(number) },
            other => Self::Elsewhere { place: text(other.map(|word| word.as_wire().to_owned())) },
        })
    }

    /// It can be so, and means something to the PBX.
    pub(super) fn check(
        &self,
        own: &Extension,
        directory: &Directory,
        mobile: Option<&str>,
    ) -> Result<(), WrongForward> {
        match self {
            Self::Off | Self::Voicemail => Ok(()),
            Self::Extension { extension } => {
                let extension = Extension::parse(extension).map_err(|_| WrongForward::NoExtension)?;
                match directory.contains(&extension) {
                    _ if extension == *own => Err(WrongForward::OwnExtension),
                    false => Err(WrongForward::UnknownExtension),
                    true => Ok(()),
                }
            }
            Self::Mobile { prefix } => {
                is_prefix(prefix)?;
                // A PBX that leaves it out of its answer may have one all the same.
                if mobile.is_some_and(|mobile| mobile.trim().is_empty()) {
                    return Err(WrongForward::NoMobile);
                }
                Ok(())
            }
            Self::Number { prefix, number } => {
                is_prefix(prefix)?;
                if number.is_empty() || !is_digits(number, LONGEST_NUMBER) {
                    return Err(WrongForward::Number);
                }
                Ok(())
            }
            Self::Elsewhere { .. } => Err(WrongForward::Place),
        }
    }

    /// Without blanks around what was typed.
    pub(super) fn trimmed(self) -> Self {
        let trim = |text: String| text.trim().to_owned();
        match self {
            Self::Extension { extension } => Self::Extension { extension: trim(extension) },
            Self::Mobile { prefix } => Self::Mobile { prefix: trim(prefix) },
            Self::Number { prefix, number } => Self::Number { prefix: trim(prefix), number: trim(number) },
            other @ (Self::Off | Self::Voicemail | Self::Elsewhere { .. }) => other,
        }
    }

    /// What has to be said to the PBX, and nothing that is so already.
    pub(super) fn changes(&self, before: Option<&Self>, mobile: Option<&str>) -> ForwardMembers {
        let wanted = self.members(mobile);
        let known = before.map(|before| before.members(mobile)).unwrap_or_default();
        ForwardMembers {
            on: wanted.on.filter(|on| known.on != Some(*on)),
            to: wanted.to.filter(|to| known.to.as_ref() != Some(to)),
            extension: wanted.extension.filter(|text| known.extension.as_ref() != Some(text)),
            prefix: wanted.prefix.filter(|text| known.prefix.as_ref() != Some(text)),
            number: wanted.number.filter(|text| known.number.as_ref() != Some(text)),
        }
    }

    fn members(&self, mobile: Option<&str>) -> ForwardMembers {
        let to = |to| ForwardMembers { on: Some(true), to: Some(to), ..ForwardMembers::default() };
        match self {
            Self::Off => ForwardMembers { on: Some(false), ..ForwardMembers::default() },
            Self::Voicemail => to(ForwardTo::Voicemail),
            Self::Extension { extension } => {
                ForwardMembers { extension: Some(extension.clone()), ..to(ForwardTo::Extension) }
            }
            // The document calls the number the one "of the custom number or the mobile": it is said where it is known.
            Self::Mobile { prefix } => ForwardMembers {
                prefix: Some(prefix.clone()),
                number: mobile
                    .map(str::trim)
                    .filter(|mobile| is_digits(mobile, LONGEST_NUMBER))
                    .map(Into::into),
                ..to(ForwardTo::Mobile)
            },
            Self::Number { prefix, number } => ForwardMembers {
                prefix: Some(prefix.clone()),
                number: Some(number.clone()),
                ..to(ForwardTo::Custom)
            },
            Self::Elsewhere { .. } => ForwardMembers { on: Some(true), ..ForwardMembers::default() },
        }
    }

    /// Whether the PBX has done it, as far as it tells.
    pub(super) fn is_done(&self, told: Option<&Self>) -> bool {
        // A PBX that leaves the place out of its answer is believed: to call that a failure would be a guess.
        match told {
            None => true,
            Some(Self::Elsewhere { place }) if place.is_empty() => *self != Self::Off,
            Some(told) => told == self,
        }
    }
}

/// The PBX rings for these times only.
pub(super) fn check_seconds(seconds: u32) -> Result<(), WrongForward> {
    if RING_SECONDS.contains(&seconds) { Ok(()) } else { Err(WrongForward::Seconds) }
}

fn is_prefix(text: &str) -> Result<(), WrongForward> {
    if is_digits(text, LONGEST_PREFIX) { Ok(()) } else { Err(WrongForward::Prefix) }
}

fn is_digits(text: &str, longest: usize) -> bool {
    text.len() <= longest && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extension(number: &str) -> Forward {
        Forward::Extension { extension: number.to_owned() }
    }

    fn number(prefix: &str, number: &str) -> Forward {
        Forward::Number { prefix: prefix.to_owned(), number: number.to_owned() }
    }

    fn checked(forward: &Forward, mobile: Option<&str>) -> Option<WrongForward> {
        let listed =
            |number: &str| serde_json::from_value(serde_json::json!({ "extnumber": number })).unwrap();
        let mut directory = Directory::default();
        directory.replace(["101", "102"].map(listed).into(), crate::now::Now::default());
        forward.check(&Extension::parse("101").unwrap(), &directory, mobile).err()
    }

    #[test]
    fn what_can_not_be_right_is_named() {
        for (forward, wrong) in [
            (Forward::Off, None),
            (Forward::Voicemail, None),
            (extension("102"), None),
            (extension(""), Some(WrongForward::NoExtension)),
            (extension("Wang"), Some(WrongForward::NoExtension)),
            (extension("101"), Some(WrongForward::OwnExtension)),
            (extension("999"), Some(WrongForward::UnknownExtension)),
            (number("", "13800138000"), None),
            (number("9", "123456789012345"), None),
            (number("", "1234567890123456"), Some(WrongForward::Number)),
            (number("", ""), Some(WrongForward::Number)),
            (number("", "+8613800138000"), Some(WrongForward::Number)),
            (number("12345678", "1"), Some(WrongForward::Prefix)),
            (number("9,", "1"), Some(WrongForward::Prefix)),
            (Forward::Mobile { prefix: "9".to_owned() }, None),
            (Forward::Elsewhere { place: "IVR".to_owned() }, Some(WrongForward::Place)),
        ] {
            assert_eq!(checked(&forward, None), wrong, "{forward:?}");
        }
        let mobile = Forward::Mobile { prefix: String::new() };
        assert_eq!(checked(&mobile, Some("")), Some(WrongForward::NoMobile));
        assert_eq!(checked(&mobile, Some("13900139000")), None);
        assert_eq!(
            [0, 15, 45, 300].map(|seconds| check_seconds(seconds).is_ok()),
            [false, true, false, true]
        );
    }

    #[test]
    fn only_what_changes_is_said() {
        let said = |to: &Forward, before: &Forward| {
            let changes = to.changes(Some(before), Some("13900139000"));
            serde_json::to_value(NoAnswerForward::from(changes)).unwrap().to_string()
        };
        assert_eq!(said(&Forward::Off, &extension("102")), r#"{"noanswerforward":"off"}"#);
        assert_eq!(said(&extension("103"), &extension("102")), r#"{"ntransferext":"103"}"#);
        assert_eq!(
            said(&Forward::Voicemail, &Forward::Off),
            r#"{"noanswerforward":"on","ntransferto":"Voicemail"}"#
        );
        // An old prefix that the PBX may have kept is taken out.
        assert_eq!(
            said(&number("", "5551234"), &Forward::Off),
            r#"{"noanswerforward":"on","ntransferto":"Custom Number","ntransferprefix":"","ntransfernum":"5551234"}"#
        );
        assert_eq!(said(&extension("102"), &extension("102")), "{}");
    }
}
