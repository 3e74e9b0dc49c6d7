//! A PBX signs its own certificate: shown first, then pinned, and a changed one refused.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use pbx_client::{Client, ClientError, PbxAddress, Scheme};
use pbx_protocol::Token;
use pbx_protocol::endpoints::ListExtensions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A TLS server with a certificate of its own that answers every request with an empty extension list.
async fn tls_server() -> u16 {
    let made = rcgen::generate_simple_self_signed(["pbx.local".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let answer =
                b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\nConnection: close\r\n\r\n{\"status\":\"Success\"}";
            let _ = stream.write_all(answer).await;
            let _ = stream.shutdown().await;
        }
    });
    port
}

async fn ask(scheme: Scheme, port: u16, pin: Option<String>) -> Result<(), ClientError> {
    let address = PbxAddress::new(scheme, "127.0.0.1", port, "v1.1.0").unwrap();
    let client = Client::new(address, pin).unwrap();
    client.send(&Token::new("t"), &ListExtensions {}).await.map(|_| ())
}

#[tokio::test]
async fn an_unknown_certificate_is_shown_and_works_once_pinned() {
    let port = tls_server().await;
    let Err(ClientError::CertificateUnknown { fingerprint }) = ask(Scheme::Https, port, None).await else {
        panic!("an unknown certificate was not refused");
    };
    assert_eq!(fingerprint.len(), 64);
    ask(Scheme::Https, port, Some(fingerprint)).await.expect("the pinned certificate is refused");
}

#[tokio::test]
async fn another_certificate_than_the_pinned_one_is_refused() {
    let (first, second) = (tls_server().await, tls_server().await);
    let Err(ClientError::CertificateUnknown { fingerprint }) = ask(Scheme::Https, first, None).await else {
        panic!("an unknown certificate was not refused");
    };
    let outcome = ask(Scheme::Https, second, Some(fingerprint.clone())).await;
    assert!(
        matches!(outcome, Err(ClientError::CertificateChanged { fingerprint: shown }) if shown != fingerprint)
    );
}

#[tokio::test]
async fn tls_and_plain_mixed_up_is_named() {
    let port = tls_server().await;
    let outcome = ask(Scheme::Http, port, None).await;
    assert!(matches!(outcome, Err(ClientError::TlsMismatch)), "plain to a TLS port: {outcome:?}");

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
        }
    });
    let outcome = ask(Scheme::Https, plain, None).await;
    assert!(matches!(outcome, Err(ClientError::TlsMismatch)), "TLS to a plain port: {outcome:?}");
}
