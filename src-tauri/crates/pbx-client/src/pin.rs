//! Certificates pinned on first use: a PBX signs its own, so no authority can vouch for it.
//!
//! The pin replaces the chain of trust, not the handshake: the PBX still has to prove that it owns the key.

use std::fmt::Write as _;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use sha2::{Digest, Sha256};

/// Accepts one certificate, or none yet.
#[derive(Debug)]
pub(crate) struct Pin {
    trusted: Option<String>,
    provider: Arc<CryptoProvider>,
}

/// Why a certificate was refused. It travels inside the handshake's error, so each connection has its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Untrusted {
    #[error("no certificate is trusted yet")]
    Unknown { fingerprint: String },
    #[error("another certificate is trusted")]
    Changed { fingerprint: String },
}

impl Pin {
    /// `trusted` is a SHA-256 in hex; other programs show it in capitals and with colons.
    pub(crate) fn new(trusted: Option<String>) -> Self {
        let bare = |text: String| text.chars().filter(char::is_ascii_hexdigit).collect::<String>();
        Self {
            trusted: trusted.map(|text| bare(text).to_ascii_lowercase()),
            provider: Arc::new(rustls::crypto::ring::default_provider()),
        }
    }

    pub(crate) fn has_trusted(&self) -> bool {
        self.trusted.is_some()
    }

    pub(crate) fn tls_config(self: &Arc<Self>) -> Result<ClientConfig, Error> {
        let config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(self) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth();
        Ok(config)
    }

    fn check(&self, fingerprint: String) -> Result<(), Untrusted> {
        match &self.trusted {
            Some(trusted) if *trusted == fingerprint => Ok(()),
            Some(_) => Err(Untrusted::Changed { fingerprint }),
            None => Err(Untrusted::Unknown { fingerprint }),
        }
    }
}

fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    Sha256::digest(certificate.as_ref()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl ServerCertVerifier for Pin {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match self.check(fingerprint(end_entity)) {
            Ok(()) => Ok(ServerCertVerified::assertion()),
            Err(why) => Err(Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(why))))),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_the_same_with_colons_and_capitals() {
        for typed in ["ab12cd", "AB:12:CD", " ab 12 cd\n"] {
            assert_eq!(Pin::new(Some(typed.to_owned())).check("ab12cd".to_owned()), Ok(()), "{typed:?}");
        }
    }

    #[test]
    fn an_empty_pin_trusts_nothing() {
        let shown = || "ab12cd".to_owned();
        let changed = Untrusted::Changed { fingerprint: shown() };
        assert_eq!(Pin::new(Some(String::new())).check(shown()), Err(changed));
        assert_eq!(Pin::new(None).check(shown()), Err(Untrusted::Unknown { fingerprint: shown() }));
    }
}
