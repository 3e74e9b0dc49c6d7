//! What a simulated PBX may have when it stands by itself, for other people's programs.

use std::net::IpAddr;
use std::path::PathBuf;

/// Doors, certificate, notes; the default has none of them.
#[derive(Debug, Clone, Default)]
pub struct Standalone {
    /// Where the control listens, if not on this machine alone. Needs a token.
    pub control_address: Option<IpAddr>,
    /// What who asks the control has to show, as `Authorization: Bearer …`.
    pub control_token: Option<String>,
    /// Whether the API speaks TLS, and with which certificate.
    pub tls: Option<Tls>,
    /// Every exchange and every report is written to this file, a line of JSON each, without passwords and tokens.
    pub record: Option<PathBuf>,
    /// Answers and reports are those of this file, as they were recorded.
    pub replay: Option<PathBuf>,
    /// Tokens and a floor that lives by itself are the same for the same seed; by default others each time.
    pub seed: Option<u64>,
}

/// The API's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tls {
    /// Made at the start and signed by itself, as a PBX's is.
    OwnCertificate,
    /// As PEM.
    Files {
        /// The certificate, and those it hangs on.
        certificate: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
}
