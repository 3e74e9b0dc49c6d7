//! Certificates that an authority of this computer vouches for, and those pinned on first use: most PBXs sign their own.
//!
//! The pin replaces the chain of trust, not the handshake: the PBX still has to prove that it owns the key.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use sha2::{Digest, Sha256};

/// Accepts one certificate, or none yet.
#[derive(Debug)]
pub struct Pin {
    trusted: Option<String>,
    provider: Arc<CryptoProvider>,
    /// Those of the operating system; looked up when a certificate is not the pinned one.
    authorities: OnceLock<Option<Arc<dyn ServerCertVerifier>>>,
}

/// Why a certificate was refused. It travels inside the handshake's error, so each connection has its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    /// None is trusted yet.
    #[error("no certificate is trusted yet")]
    Unknown {
        /// SHA-256 in lowercase hex.
        fingerprint: String,
    },
    /// Another one is trusted.
    #[error("another certificate is trusted")]
    Changed {
        /// SHA-256 in lowercase hex.
        fingerprint: String,
    },
}

impl Pin {
    /// `trusted` is a SHA-256 in hex; other programs show it in capitals and with colons.
    pub fn new(trusted: Option<String>) -> Self {
        let bare = |text: String| text.chars().filter(char::is_ascii_hexdigit).collect::<String>();
        Self {
            trusted: trusted.map(|text| bare(text).to_ascii_lowercase()),
            provider: Arc::new(rustls::crypto::ring::default_provider()),
            authorities: OnceLock::new(),
        }
    }

    pub(crate) fn has_trusted(&self) -> bool {
        self.trusted.is_some()
    }

    /// TLS that trusts this one, and what an authority of this computer vouches for.
    pub fn tls_config(self: &Arc<Self>) -> Result<ClientConfig, Error> {
        let config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?
            // rustls's word for a verifier of one's own; signatures of the handshake are checked all the same, below.
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(self) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth();
        Ok(config)
    }

    /// A renewed certificate needs no person where an authority has signed it for this name.
    fn is_vouched_for(
        &self,
        (certificate, chain): (&CertificateDer<'_>, &[CertificateDer<'_>]),
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> bool {
        let authorities = self.authorities.get_or_init(|| {
            let verifier = rustls_platform_verifier::Verifier::new(Arc::clone(&self.provider));
            verifier.ok().map(|verifier| Arc::new(verifier) as Arc<dyn ServerCertVerifier>)
        });
        authorities
            .as_ref()
            .is_some_and(|them| them.verify_server_cert(certificate, chain, name, ocsp, now).is_ok())
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
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        // The pin first: it asks neither the system's authorities nor a clock that may be wrong.
        match self.check(fingerprint(end_entity)) {
            Ok(()) => Ok(ServerCertVerified::assertion()),
            Err(_) if self.is_vouched_for((end_entity, intermediates), server_name, ocsp_response, now) => {
                Ok(ServerCertVerified::assertion())
            }
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

    /// Vouches for one name.
    #[derive(Debug)]
    struct Authority(&'static str);

    impl ServerCertVerifier for Authority {
        fn verify_server_cert(
            &self,
            _: &CertificateDer<'_>,
            _: &[CertificateDer<'_>],
            name: &ServerName<'_>,
            _: &[u8],
            _: UnixTime,
        ) -> Result<ServerCertVerified, Error> {
            if name.to_str() == self.0 {
                Ok(ServerCertVerified::assertion())
            } else {
                Err(Error::HandshakeNotComplete)
            }
        }

        fn verify_tls12_signature(
            &self,
            _: &[u8],
            _: &CertificateDer<'_>,
            _: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            Err(Error::HandshakeNotComplete)
        }

        fn verify_tls13_signature(
            &self,
            _: &[u8],
            _: &CertificateDer<'_>,
            _: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            Err(Error::HandshakeNotComplete)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            Vec::new()
        }
    }

    #[test]
    fn what_an_authority_vouches_for_needs_no_pin() {
        for trusted in [None, Some("ab12cd".to_owned())] {
            let pin = Pin::new(trusted);
            pin.authorities.set(Some(Arc::new(Authority("pbx.example")))).unwrap();
            let ask = |name: &'static str| {
                let certificate = CertificateDer::from(vec![1, 2, 3]);
                let name = ServerName::try_from(name).unwrap();
                pin.verify_server_cert(
                    &certificate,
                    &[],
                    &name,
                    &[],
                    UnixTime::since_unix_epoch(std::time::Duration::ZERO),
                )
            };
            assert!(ask("pbx.example").is_ok(), "a renewed one");
            assert!(ask("evil.example").is_err(), "for another name");
        }
    }

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
