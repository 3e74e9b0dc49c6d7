//! How this PBX behaves where firmware differs or a test wants it different.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use serde::{Deserialize, Serialize};

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
    /// Whether reports name the path given at login. The captures don't.
    pub honours_path: bool,
    /// Whether a second login takes the first one's token away. Nothing documents it.
    pub single_login: bool,
    /// How long a phone rings before the call fails with 480.
    pub ring_timeout: Duration,
    /// When a called outside number answers by itself; `None` waits for the control.
    pub outside_answers_after: Option<Duration>,
    /// When phones with [`answers_by_itself`](crate::world::Phone::answers_by_itself) lift; `None` waits for the control.
    pub colleagues_answer_after: Option<Duration>,
    /// How long a report may stay unanswered before it is sent again.
    pub resend_after: Duration,
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

impl Default for Options {
    fn default() -> Self {
        Self {
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            control_port: None,
            shape: ReportShape::default(),
            honours_path: false,
            single_login: false,
            ring_timeout: Duration::from_secs(30),
            outside_answers_after: None,
            colleagues_answer_after: None,
            resend_after: Duration::from_secs(3),
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
