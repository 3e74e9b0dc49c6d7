//! The agent's own phone, narrowly: what it does, whether it is quiet, where its calls go. The same addresses as for
//! extensions (sections "查询分机设置", "编辑分机设置"), but what is not named here is neither kept of an answer, where
//! passwords stand beside it, nor can it be said in a request.

use serde::{Deserialize, Serialize};

use super::{Done, ExtensionDetail, ForwardTo};
use crate::{Extension, lenient};

/// Where calls go, in one of two cases; what is `None` was not told, or keeps its value.
macro_rules! forwarding {
    ($(#[$doc:meta])* $name:ident, $on:literal, $to:literal, $extension:literal, $prefix:literal, $number:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// Whether they go anywhere.
            #[serde(rename = $on, default, with = "lenient::on_off", skip_serializing_if = "Option::is_none")]
            pub on: Option<bool>,
            /// What kind of place it is.
            #[serde(rename = $to, default, skip_serializing_if = "Option::is_none")]
            pub to: Option<ForwardTo>,
            /// The extension, where that is the place.
            #[serde(rename = $extension, default, deserialize_with = "lenient::optional_text",
                skip_serializing_if = "Option::is_none")]
            pub extension: Option<String>,
            /// Dialled before the number; at most 7 digits.
            #[serde(rename = $prefix, default, deserialize_with = "lenient::optional_text",
                skip_serializing_if = "Option::is_none")]
            pub prefix: Option<String>,
            /// The number, where that is the place; at most 15 digits.
            #[serde(rename = $number, default, deserialize_with = "lenient::optional_text",
                skip_serializing_if = "Option::is_none")]
            pub number: Option<String>,
        }
    };
}

forwarding!(
    /// Calls that nobody answers.
    NoAnswerForward,
    "noanswerforward",
    "ntransferto",
    "ntransferext",
    "ntransferprefix",
    "ntransfernum"
);
forwarding!(
    /// Calls that come while the phone is in use.
    BusyForward,
    "busyforward",
    "btransferto",
    "btransferext",
    "btransferprefix",
    "btransfernum"
);

/// Asks for one phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryOwnPhone {
    /// The agent's own number.
    #[serde(rename = "extid")]
    pub extension: Extension,
}

endpoint!(QueryOwnPhone => OwnPhones, "extension/query", Extension, Read, of |it| Extension(&it.extension));

/// The answer to [`QueryOwnPhone`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPhones {
    /// One, as a rule.
    #[serde(rename = "extinfos", default, deserialize_with = "lenient::one_or_many")]
    pub phones: Vec<OwnPhoneInfo>,
}

/// What an agent's program wants to know of its phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPhoneInfo {
    /// What it is and does now.
    #[serde(flatten)]
    pub detail: ExtensionDetail,
    /// Where its calls go.
    #[serde(flatten)]
    pub ways: CallWays,
    /// The user's mobile. (`moblie` in answers)
    #[serde(
        rename = "moblie",
        alias = "mobile",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub mobile: Option<String>,
}

/// Where calls go that a phone does not take, and when. Not of the administrator's record: beside its member for all that is
/// not named, a flattened struct may hold none of its own, or what was read is held twice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallWays {
    /// Where calls go that nobody answers.
    #[serde(flatten)]
    pub no_answer: NoAnswerForward,
    /// Where they go while it is in use.
    #[serde(flatten)]
    pub busy: BusyForward,
    /// How long it rings before: 15, 30, 60, 120 or 300 s.
    #[serde(
        rename = "ringtimeout",
        default,
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub ring_seconds: Option<u32>,
}

/// Changes how one phone is set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateOwnPhone {
    /// The agent's own number.
    #[serde(rename = "extid")]
    pub extension: Extension,
    /// What changes.
    #[serde(flatten)]
    pub changes: PhoneChanges,
}

endpoint!(UpdateOwnPhone => Done, "extension/update", Extension, Change, of |it| Extension(&it.extension));

/// What of a phone an agent can change; what is `None` keeps its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneChanges {
    /// Whether callers hear busy.
    #[serde(rename = "dnd", default, with = "lenient::on_off", skip_serializing_if = "Option::is_none")]
    pub do_not_disturb: Option<bool>,
    /// Where its calls go.
    #[serde(flatten)]
    pub ways: CallWays,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The document's own example of an answer, with a forward.
    const ANSWER: &str = r#"{"extinfos":[{"extnumber":"101","username":"xiaoshaokun","type":"pjsip","noanswerforward":"on",
        "ntransferto":"Extension","ntransferext":"102","busyforward":"off","status":"Unavailable","callerid":"858585",
        "userpassword":"12345678qW@","registerpassword":"12345133333323123qW@","moblie":"18088861612",
        "hasvoicemail":"on","vmsecret":"666666","ringtimeout":"15","dnd":"off"}]}"#;

    #[test]
    fn an_answer_is_read_without_its_passwords() {
        let read: OwnPhones = serde_json::from_str(ANSWER).unwrap();
        let [phone] = &read.phones[..] else { panic!("{read:?}") };
        let CallWays { no_answer, ring_seconds, .. } = &phone.ways;
        assert_eq!((no_answer.on, no_answer.extension.as_deref()), (Some(true), Some("102")));
        assert_eq!((*ring_seconds, phone.mobile.as_deref()), (Some(15), Some("18088861612")));
        let kept = format!("{read:?}{}", serde_json::to_string(&read).unwrap());
        for secret in ["12345678qW@", "12345133333323123qW@", "666666"] {
            assert!(!kept.contains(secret), "{kept}");
        }
    }

    #[test]
    fn a_request_holds_what_changes_and_nothing_else() {
        let extension = Extension::parse("101").unwrap();
        let no_answer = NoAnswerForward { extension: Some("103".to_owned()), ..NoAnswerForward::default() };
        let ways = CallWays { no_answer, ..CallWays::default() };
        let changes = PhoneChanges { ways, ..PhoneChanges::default() };
        let said = serde_json::to_string(&UpdateOwnPhone { extension, changes }).unwrap();
        assert_eq!(said, r#"{"extid":"101","ntransferext":"103"}"#);
        let sneaked: PhoneChanges = serde_json::from_str(r#"{"registerpassword":"1","dnd":"on"}"#).unwrap();
        assert_eq!(serde_json::to_string(&sneaked).unwrap(), r#"{"dnd":"on"}"#);
    }
}
