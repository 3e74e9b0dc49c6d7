//! From errors of the stacks below to the step that failed.

use std::error::Error;
use std::io;

use agent_core::SourceTrouble;
use pbx_client::{UnknownName, Untrusted, cause};

/// What any of the causes says; `None`: nothing that is told apart.
pub(crate) fn of_causes(error: &(dyn Error + 'static)) -> Option<SourceTrouble> {
    // Asked before rustls's own errors, since one of them wraps this one.
    if let Some(untrusted) = cause::<Untrusted>(error) {
        return Some(match untrusted.clone() {
            Untrusted::Unknown { fingerprint } => SourceTrouble::CertificateUnknown { fingerprint },
            Untrusted::Changed { fingerprint } => SourceTrouble::CertificateChanged { fingerprint },
        });
    }
    if cause::<rustls::Error>(error).is_some() {
        return Some(SourceTrouble::NoEncryption);
    }
    if cause::<UnknownName>(error).is_some() {
        return Some(SourceTrouble::UnknownName);
    }
    let said = cause::<io::Error>(error)?;
    // A server that speaks plainly hangs up on a greeting of TLS.
    if said.kind() == io::ErrorKind::UnexpectedEof {
        return Some(SourceTrouble::NoEncryption);
    }
    Some(SourceTrouble::NoConnection { detail: agent_core::in_short(&said.to_string(), 200) })
}
