//! Wake-up calls and check-out. (section "酒店应用")

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Done, More};
use crate::words::words;
use crate::{Extension, InvalidId, ListMember, RecordId, Selection, Several, lenient};

words! {
    /// How often a wake-up call comes.
    WakeUpType {
        /// Once; then the PBX deletes it.
        Once = "onetime",
        /// On certain days of the week.
        OnDays = "custom",
    }
}

/// Day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// `0` on the wire.
    Sunday,
    /// `1` on the wire.
    Monday,
    /// `2` on the wire.
    Tuesday,
    /// `3` on the wire.
    Wednesday,
    /// `4` on the wire.
    Thursday,
    /// `5` on the wire.
    Friday,
    /// `6` on the wire.
    Saturday,
}

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Sunday, "0"),
    (Weekday::Monday, "1"),
    (Weekday::Tuesday, "2"),
    (Weekday::Wednesday, "3"),
    (Weekday::Thursday, "4"),
    (Weekday::Friday, "5"),
    (Weekday::Saturday, "6"),
];

impl ListMember for Weekday {
    fn from_list(text: &str) -> Option<Self> {
        WEEKDAYS.iter().find(|(_, digit)| *digit == text).map(|(day, _)| *day)
    }
    fn as_listed(&self) -> &str {
        WEEKDAYS.iter().find(|(day, _)| day == self).map_or("0", |(_, digit)| digit)
    }
}

/// Hour and minute by the PBX's clock. (`15:55`)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
}

impl TimeOfDay {
    /// Reads `H:MM` or `HH:MM` of a 24-hour clock.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let in_range = |text: &str, end: u8| {
            // `parse` alone would take `+7` and `007`.
            let is_short = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<u8>().ok().filter(|number| is_short && *number < end)
        };
        text.trim()
            .split_once(':')
            .and_then(|(hour, minute)| {
                Some(Self { hour: in_range(hour, 24)?, minute: in_range(minute, 60)? })
            })
            .ok_or(InvalidId { kind: "time of day" })
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&lenient::text(deserializer)?).map_err(de::Error::custom)
    }
}

/// How often a wake-up call comes; days are needed where it comes again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum WakeUpRepeat {
    /// Once; then the PBX deletes it.
    #[serde(rename = "onetime")]
    Once {},
    /// On these days of the week.
    #[serde(rename = "custom")]
    OnDays {
        /// Digits separated by commas, e.g. `1,2,3`.
        weekdays: Several<Weekday>,
    },
}

/// Adds a wake-up call. ("添加闹铃")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddWakeUpCall {
    /// Whose phones ring.
    #[serde(rename = "number")]
    pub extensions: Several<Extension>,
    /// When, by the PBX's clock.
    pub time: TimeOfDay,
    /// Once, or on which days.
    #[serde(flatten)]
    pub repeat: WakeUpRepeat,
    /// What is played; a custom prompt such as `custom/test`.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
}

endpoint!(AddWakeUpCall => Done, "wakeupcall/create", Hotel, Change);

/// Asks for wake-up calls. ("查询闹铃")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryWakeUpCalls {
    /// Whose calls are asked for.
    #[serde(rename = "number")]
    pub extensions: Several<Extension>,
}

endpoint!(QueryWakeUpCalls => WakeUpCalls, "wakeupcall/query", Hotel, Read);

/// The answer to [`QueryWakeUpCalls`]; who has none is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WakeUpCalls {
    /// In the PBX's order.
    #[serde(rename = "wakeups", default, deserialize_with = "lenient::one_or_many")]
    pub extensions: Vec<ExtensionWakeUps>,
}

/// The wake-up calls of one extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionWakeUps {
    /// Whose phone rings.
    #[serde(rename = "number", default, deserialize_with = "lenient::text")]
    pub extension: String,
    /// In the PBX's order.
    #[serde(rename = "wakeup", default, deserialize_with = "lenient::any_of_many")]
    pub calls: Vec<WakeUpCall>,
}

/// One wake-up call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WakeUpCall {
    /// The id the PBX gave it.
    #[serde(rename = "wakeupid", default, deserialize_with = "lenient::text")]
    pub id: String,
    /// When, by the PBX's clock.
    #[serde(default, deserialize_with = "lenient::text")]
    pub time: String,
    /// Once, or on the days in `weekdays`.
    #[serde(rename = "type")]
    pub kind: WakeUpType,
    /// On which days, 0 is Sunday, separated by commas.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub weekdays: Option<String>,
    /// What is played.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}

/// Changes a wake-up call. ("修改闹铃")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateWakeUpCall {
    /// Whose phone rings.
    #[serde(rename = "number")]
    pub extension: Extension,
    /// Which, by the id the PBX gave it.
    #[serde(rename = "wakeupid")]
    pub id: RecordId,
    /// When, by the PBX's clock.
    pub time: TimeOfDay,
    /// Once, or on which days.
    #[serde(flatten)]
    pub repeat: WakeUpRepeat,
    /// What is played; a custom prompt such as `custom/test`.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
}

endpoint!(UpdateWakeUpCall => Done, "wakeupcall/update", Hotel, Change, of |it| Extension(&it.extension));

/// Deletes wake-up calls. The document says "of the given extension" and has no parameter for one. ("删除闹铃")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteWakeUpCalls {
    /// Which; all when left out.
    #[serde(rename = "wakeupid", default, skip_serializing_if = "Selection::is_all")]
    pub calls: Selection<RecordId>,
}

endpoint!(DeleteWakeUpCalls => Done, "wakeupcall/delete", Hotel, Delete);

/// Checks a hotel guest out. ("酒店退房")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckOut {
    /// The extension of the room.
    #[serde(rename = "number")]
    pub room: Extension,
}

endpoint!(CheckOut => Done, "hotel/checkout", Hotel, Delete, of |it| Extension(&it.room));
