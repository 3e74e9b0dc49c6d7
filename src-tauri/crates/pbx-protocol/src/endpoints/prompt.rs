//! Playing prompts to phones. (section "播放语音")

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{AutoAnswer, More};
use crate::{DialString, Extension, ListMember, PromptName, lenient};

/// Prompts in order, with `+` between on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompts(Vec<PromptName>);

impl Prompts {
    /// `None` when there is none.
    pub fn of(prompts: impl IntoIterator<Item = PromptName>) -> Option<Self> {
        let prompts: Vec<PromptName> = prompts.into_iter().collect();
        (!prompts.is_empty()).then_some(Self(prompts))
    }

    /// In the order they are played.
    pub fn iter(&self) -> std::slice::Iter<'_, PromptName> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Prompts {
    type Item = &'a PromptName;
    type IntoIter = std::slice::Iter<'a, PromptName>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for Prompts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names: Vec<&str> = self.0.iter().map(PromptName::as_str).collect();
        serializer.serialize_str(&names.join("+"))
    }
}

impl<'de> Deserialize<'de> for Prompts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = lenient::text(deserializer)?;
        // A name without its neighbour would play half of what was meant.
        let names: Option<Vec<PromptName>> = text.split('+').map(PromptName::from_list).collect();
        names.and_then(Self::of).ok_or_else(|| de::Error::custom("not names of prompts"))
    }
}

/// Calls an extension and plays prompts to it. ("给分机播放语音")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayToExtension {
    /// Whose phone rings, and plays them.
    #[serde(rename = "extid")]
    pub extension: Extension,
    /// Played one after the other.
    #[serde(rename = "prompt")]
    pub prompts: Prompts,
    /// Whether the phone answers automatically.
    #[serde(rename = "autoanswer", default, skip_serializing_if = "Option::is_none")]
    pub auto_answer: Option<AutoAnswer>,
}

endpoint!(PlayToExtension => PromptPlayed, "extension/playprompt", Prompt, Ring, of |it| Extension(&it.extension));

/// Calls an outside number and plays prompts to it. ("给外线播放语音")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayToOutside {
    /// The outside number, with the prefix an outbound route wants.
    #[serde(rename = "outto")]
    pub number: DialString,
    /// Played one after the other.
    #[serde(rename = "prompt")]
    pub prompts: Prompts,
}

endpoint!(PlayToOutside => PromptPlayed, "outbound/playprompt", Prompt, Ring);

/// The answer to both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptPlayed {
    /// The call's id; in the table only.
    #[serde(
        rename = "callid",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub call: Option<String>,
    /// Members the document does not know.
    #[serde(flatten)]
    pub more: More,
}
