//! The other side of a call, as a trunk gave it.

use serde::{Deserialize, Serialize};

/// A caller or callee as a trunk gave it: `"Name" <num>`, a number with a trailing blank, `anonymous`, nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Party {
    /// The number without decoration; `None` when the caller withheld it.
    pub number: Option<String>,
    /// The name the trunk sent, if any.
    pub name: Option<String>,
}

impl Party {
    /// Reads the wire's text; never fails, since an odd caller is a caller all the same.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let (name, number) = match (text.rfind('<'), text.ends_with('>')) {
            (Some(open), true) => {
                (text[..open].trim().trim_matches('"').trim(), &text[open + 1..text.len() - 1])
            }
            _ => ("", text),
        };
        let number = number.trim();
        // What trunks write for a caller who withholds the number.
        let withheld = number.is_empty()
            || ["anonymous", "unknown", "private", "restricted", "unavailable", "asserted"]
                .iter()
                .any(|word| number.eq_ignore_ascii_case(word));
        Self {
            number: (!withheld).then(|| number.to_owned()),
            name: (!name.is_empty() && !name.eq_ignore_ascii_case("anonymous")).then(|| name.to_owned()),
        }
    }
}
