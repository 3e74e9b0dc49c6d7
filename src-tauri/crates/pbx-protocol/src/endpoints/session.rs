//! Sign-in, heartbeat and sign-out. (sections "登陆", "API 心跳包", "退出登录")

use serde::{Deserialize, Serialize};

use super::Done;
use crate::{PasswordDigest, Token, lenient};

/// How [`Login::url`] is to be read by the PBX. (`urltag`)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlKind {
    /// 0: a path below the caller's address and port.
    Path,
    /// 1: `host:port/path`.
    Absolute,
}

impl Serialize for UrlKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Path => "0",
            Self::Absolute => "1",
        })
    }
}

impl<'de> Deserialize<'de> for UrlKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match lenient::text(deserializer)?.trim() {
            "0" => Ok(Self::Path),
            "1" => Ok(Self::Absolute),
            _ => Err(serde::de::Error::custom("urltag is 0 or 1")),
        }
    }
}

/// Signs in and says where reports go. Five wrong passwords in a row lock our address for ten minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// The API user set on the PBX's API page.
    pub username: String,
    /// MD5 of the API password.
    pub password: PasswordDigest,
    /// TCP port on which we listen for reports, as text.
    #[serde(deserialize_with = "lenient::text")]
    pub port: String,
    /// Report format; `1.0.2` asks for valid JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Where reports go; without it, to the caller's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How `url` is to be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urltag: Option<UrlKind>,
}

endpoint!(Login => LoginAnswer, "login", Session, Change; at_once);

/// The token that every further request carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginAnswer {
    /// Lives 30 minutes from the last exchange.
    pub token: Token,
}

/// Keeps the token alive for another 30 minutes and renews where reports go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// Our address for reports.
    #[serde(rename = "ipaddr")]
    pub address: String,
    /// Our port for reports, as text.
    #[serde(deserialize_with = "lenient::text")]
    pub port: String,
    /// As in [`Login::url`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// As in [`Login::urltag`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urltag: Option<UrlKind>,
}

// `at_once`: behind a request that hangs it could come too late for the token.
endpoint!(Heartbeat => Done, "heartbeat", Session, Change; at_once);

/// Ends the session; reports stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logout {}

endpoint!(Logout => Done, "logout", Session, Change; at_once);
