//! Closed sets of words: an enum each. A word that an answer holds and the document does not know is kept; nobody
//! can build a request with one.

/// A word that came from the PBX and is not in the document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UnknownWord(String);

impl UnknownWord {
    pub(crate) fn new(word: &str) -> Self {
        Self(word.to_owned())
    }

    /// As it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `Name { Variant = "wire's word" | "other spelling" }`; upper and lower case are the same to the reader.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal $(| $alias:literal)*),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A word the document does not know, as it came.
            Other($crate::UnknownWord),
        }

        impl $name {
            /// The words that can be sent.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// Reads the wire's word.
            pub fn from_wire(word: &str) -> Self {
                let word = word.trim();
                // The document itself writes one word with a capital here and without one there.
                $(if [$word $(, $alias)*].iter().any(|known| word.eq_ignore_ascii_case(known)) {
                    return Self::$variant;
                })*
                Self::Other($crate::UnknownWord::new(word))
            }

            /// The wire's word.
            pub fn as_wire(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(word) => word.as_str(),
                }
            }

            /// Whether the document has it.
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_wire())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(Self::from_wire(&$crate::lenient::text(deserializer)?))
            }
        }
    };
}
pub(crate) use words;
