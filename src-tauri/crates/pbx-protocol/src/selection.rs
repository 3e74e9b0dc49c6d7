//! "One, several or all", which the wire has as `101`, `101,102` and `all` or nothing. An empty list can't be built:
//! the PBX would take it for all of them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::lenient;

const ALL: &str = "all";

/// What stands as a member of a comma list.
pub trait ListMember: Sized {
    /// Reads one member; `None` when the text can't be one.
    fn from_list(text: &str) -> Option<Self>;
    /// The member as the wire has it.
    fn as_listed(&self) -> &str;
}

/// At least one, separated by commas on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Several<T>(Vec<T>);

impl<T> Several<T> {
    /// Just this one.
    pub fn one(member: T) -> Self {
        Self(vec![member])
    }

    /// `None` when there is none.
    pub fn of(members: impl IntoIterator<Item = T>) -> Option<Self> {
        let members: Vec<T> = members.into_iter().collect();
        (!members.is_empty()).then_some(Self(members))
    }

    /// In the order given.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<'a, T> IntoIterator for &'a Several<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: ListMember> fmt::Display for Several<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, member) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(f, "{comma}{}", member.as_listed())?;
        }
        Ok(())
    }
}

impl<T: ListMember> Serialize for Several<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: ListMember> Deserialize<'de> for Several<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = lenient::text(deserializer)?;
        // One odd member refuses the list: an order to fewer than were meant is another order.
        let members: Option<Vec<T>> = text.split(',').map(|part| T::from_list(part.trim())).collect();
        members.and_then(Self::of).ok_or_else(|| de::Error::custom("not a list of such members"))
    }
}

/// All of them, or some.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Selection<T> {
    /// All there are.
    #[default]
    All,
    /// At least one, each named.
    Only(Several<T>),
}

impl<T> Selection<T> {
    /// Just this one.
    pub fn one(member: T) -> Self {
        Self::Only(Several::one(member))
    }

    /// The one member, where there is one.
    pub fn only(&self) -> Option<&T> {
        match self {
            Self::Only(Several(members)) if members.len() == 1 => members.first(),
            Self::Only(_) | Self::All => None,
        }
    }

    /// For endpoints that mean all when the parameter is left out.
    pub(crate) fn is_all(&self) -> bool {
        matches!(self, Self::All)
    }
}

impl<T: ListMember> fmt::Display for Selection<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str(ALL),
            Self::Only(members) => members.fmt(f),
        }
    }
}

impl<T: ListMember> Serialize for Selection<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: ListMember> Deserialize<'de> for Selection<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = lenient::text(deserializer)?;
        if text.trim() == ALL {
            return Ok(Self::All);
        }
        Several::deserialize(de::value::StringDeserializer::<D::Error>::new(text)).map(Self::Only)
    }
}
