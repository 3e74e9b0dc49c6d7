//! Names the PBX gives to extensions, queues and calls. Each is checked once, where it enters the program.

use serde::{Deserialize, Serialize};

/// Text that can't be the identifier it was offered as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind}")]
pub struct InvalidId {
    /// What the text was offered as, e.g. `extension`.
    pub kind: &'static str,
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text with surrounding blanks removed; anything that can't be this identifier is refused.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                let text = text.trim();
                let valid: fn(&str) -> bool = $valid;
                if valid(text) { Ok(Self(text.to_owned())) } else { Err(InvalidId { kind: $kind }) }
            }

            /// The identifier as the wire has it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl crate::ListMember for $name {
            fn from_list(text: &str) -> Option<Self> {
                // Why it is invalid does not matter here: the list is refused.
                Self::parse(text).ok()
            }
            fn as_listed(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = crate::lenient::text(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

fn is_short_number(text: &str) -> bool {
    // No number is longer (E.164), and an extension's is far shorter.
    (1..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_channel_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// A name that administrators give: anything but what separates names, and not the word for all of them.
fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.chars().count())
        && !text.eq_ignore_ascii_case("all")
        && !text.chars().any(|c| c == ',' || c.is_control())
}

/// "The file's name has no suffix, holds a letter and no plus sign": `+` stands between several.
fn is_prompt(text: &str) -> bool {
    is_name(text) && !text.contains('+') && text.chars().any(char::is_alphabetic)
}

identifier!(
    /// An internal telephone of the PBX, 1 to 15 digits. (`extid`)
    Extension, "extension", is_short_number
);
identifier!(
    /// The number of a call queue, 1 to 15 digits. (`queueid`)
    QueueNumber, "queue number", is_short_number
);
identifier!(
    /// A channel's id such as `1589947952.1670`: epoch seconds and a counter. One call has several.
    CallId, "call id", is_channel_id
);
identifier!(
    /// The id by which a call that came in from outside is queried and hung up. (`inboundid`)
    InboundId, "inbound id", is_channel_id
);
identifier!(
    /// The id by which a call to the outside is queried and hung up. (`outboundid`)
    OutboundId, "outbound id", is_channel_id
);

identifier!(
    /// The number of a conference room. (`conferencenumber`)
    ConferenceNumber, "conference number", is_short_number
);
identifier!(
    /// The number of a paging group.
    PagingNumber, "paging group number", is_short_number
);
identifier!(
    /// The number of a ring group. (`ringgroupid`)
    RingGroupNumber, "ring group number", is_short_number
);
identifier!(
    /// The PBX's own number of a trunk, a route, an IVR or a wake-up call. (`id`, `ivrid`, `wakeupid`)
    RecordId, "record id", is_short_number
);
identifier!(
    /// The name of a trunk.
    TrunkName, "trunk name", is_name
);
identifier!(
    /// The name of an inbound or outbound route.
    RouteName, "route name", is_name
);
identifier!(
    /// The name or number of an IVR.
    IvrName, "IVR name", is_name
);
identifier!(
    /// The name of a prompt on the PBX's "System Recordings" page, without suffix.
    PromptName, "prompt name", is_prompt
);

impl CallId {
    /// The id the PBX gives to the `counter`-th channel, opened at this second since 1970.
    pub fn of_channel(opened: u64, counter: u64) -> Self {
        Self(format!("{opened}.{counter}"))
    }
}

impl From<&CallId> for InboundId {
    fn from(channel: &CallId) -> Self {
        Self(channel.0.clone())
    }
}

impl From<&CallId> for OutboundId {
    fn from(channel: &CallId) -> Self {
        Self(channel.0.clone())
    }
}
