//! TLS for the API's port, with a certificate of its own or a given one.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

use crate::options::Tls;

/// Who takes connections, and the certificate's bytes.
pub(crate) fn acceptor(tls: &Tls, bind: IpAddr) -> io::Result<(TlsAcceptor, CertificateDer<'static>)> {
    let (chain, key) = match tls {
        Tls::OwnCertificate => own(bind)?,
        Tls::Files { certificate, key } => {
            let named = |path: &std::path::Path, error: &dyn std::fmt::Display| {
                io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", path.display()))
            };
            let read =
                CertificateDer::pem_file_iter(certificate).map_err(|error| named(certificate, &error))?;
            let chain: Result<Vec<_>, _> = read.collect();
            let chain = chain.map_err(|error| named(certificate, &error))?;
            (chain, PrivateKeyDer::from_pem_file(key).map_err(|error| named(key, &error))?)
        }
    };
    let first = chain.first().cloned();
    let first = first.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "there is no certificate"))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(io::Error::other)?;
    Ok((TlsAcceptor::from(Arc::new(config)), first))
}

/// Signed by itself, as a PBX's is.
fn own(bind: IpAddr) -> io::Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned(), bind.to_string()];
    let made = rcgen::generate_simple_self_signed(names).map_err(io::Error::other)?;
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    Ok((vec![made.cert.der().clone()], key.into()))
}
