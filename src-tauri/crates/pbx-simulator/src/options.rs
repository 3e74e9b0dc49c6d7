//! How this PBX behaves where firmware differs or a test wants it different.

mod standalone;

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use standalone::{Standalone, Tls};

/// Settings of one simulated PBX; the default is the most faithful one.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address to listen on.
    pub bind: IpAddr,
    /// Port of the API; 0 takes a free one. A real PBX has 9011.
    pub port: u16,
    /// Port of the HTTP control; `None` offers none.
    pub control_port: Option<u16>,
    /// How parties stand in reports.
    pub shape: ReportShape,
    /// What stands between method and version in a report's first line.
    pub target: ReportTarget,
    /// What lists call a phone that is there and does nothing.
    pub idle: IdleWord,
    /// Whether a second login takes the first one's token away. Nothing documents it.
    pub single_login: bool,
    /// What becomes of a dial from a phone that holds a call.
    pub second_dial: SecondDial,
    /// How long a phone rings before the call fails with 480.
    pub ring_timeout: Duration,
    /// When a called outside number answers by itself; `None` waits for the control.
    pub outside_answers_after: Option<Duration>,
    /// When phones with [`answers_by_itself`](crate::world::Phone::answers_by_itself) lift; `None` waits for the control.
    pub colleagues_answer_after: Option<Duration>,
    /// How long a report may stay unanswered before it is sent again.
    pub resend_after: Duration,
    /// What it may have when it stands by itself.
    pub standalone: Standalone,
}

/// The three ways of writing parties that have been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReportShape {
    /// A: the key `ext` once a party, so twice in one object. A login with version `1.0.2` gets B instead.
    A,
    /// B: `"call":[{"ext":…},{"inbound":…}]`.
    B,
    /// C, the captured one: `"ext":{"extid":["106","101"]}`.
    #[default]
    C,
}

/// What stands between method and version in a report's first line; all of these have been seen, or are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReportTarget {
    /// Nothing, as in the captures: `POST  HTTP/1.1`.
    #[default]
    Empty,
    /// The path given at login: `POST /report HTTP/1.1`.
    Path,
    /// A slash, whatever was given: `POST / HTTP/1.1`.
    Slash,
    /// The path without its slash: `POST report HTTP/1.1`.
    NoSlash,
    /// Address and path: `POST 172.16.6.150:8260/report HTTP/1.1`.
    Absolute,
}

/// What lists call a phone that is there and does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IdleWord {
    /// The document's word, and older firmware's.
    #[default]
    Registered,
    /// Newer firmware's.
    Idle,
}

/// What becomes of a dial over the API from a phone that holds a call; the document does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecondDial {
    /// Refused, as by the related Yeastar S-Series: the phone is not idle.
    #[default]
    Refused,
    /// The phone rings once more, and the call stays on hold.
    Taken,
    /// The same, and nothing is reported of the second call, nor of the phone meanwhile.
    Unreported,
    /// The same as taken, and the held call is cut off when the phone is lifted.
    DropsHeld,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            control_port: None,
            shape: ReportShape::default(),
            target: ReportTarget::default(),
            idle: IdleWord::default(),
            single_login: false,
            second_dial: SecondDial::default(),
            ring_timeout: Duration::from_secs(30),
            outside_answers_after: None,
            colleagues_answer_after: None,
            resend_after: Duration::from_secs(3),
            standalone: Standalone::default(),
        }
    }
}

impl Options {
    /// For a person trying the program out: whoever is called answers after a few seconds.
    pub fn demo() -> Self {
        Self {
            outside_answers_after: Some(Duration::from_secs(4)),
            colleagues_answer_after: Some(Duration::from_secs(4)),
            ..Self::default()
        }
    }
}
