//! Values that open doors. They print as the name of their type, never as themselves, and are read in one place
//! each through `expose`.

use md5::{Digest, Md5};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Wraps the bare value.
            pub fn new(value: impl Into<String>) -> Self {
                Self(value.into())
            }

            /// The bare value, for the one place that puts it on the wire or in the keyring.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret!(
    /// A password in clear, as a person typed it.
    Secret
);
secret!(
    /// What a login is paid with: the MD5 of the password as 32 lowercase hex digits. As good as the password.
    PasswordDigest
);
secret!(
    /// Proof of a login; lives 30 minutes from the last exchange.
    Token
);
secret!(
    /// A ticket for one download; lives 30 seconds and works once.
    Random
);

impl PasswordDigest {
    /// The digest that the PBX expects for this password. (section "登陆")
    pub fn of(password: &Secret) -> Self {
        use std::fmt::Write as _;
        let mut hex = String::with_capacity(32);
        for byte in Md5::digest(password.expose().as_bytes()) {
            // Writing to a String can't fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex)
    }
}

macro_rules! on_the_wire {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::lenient::text(deserializer).map(Self)
            }
        }
    )*};
}
// Requests and answers carry these; serialising one anywhere else is what the journal and log tests look for.
on_the_wire!(Secret, PasswordDigest, Token, Random);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_the_documents_own_example() {
        let digest = PasswordDigest::of(&Secret::new("123456"));
        assert_eq!(digest.expose(), "e10adc3949ba59abbe56e057f20f883e");
    }

    #[test]
    fn nothing_secret_is_printed() {
        assert_eq!(format!("{:?}", Token::new("813b621c")), "Token(…)");
    }
}
