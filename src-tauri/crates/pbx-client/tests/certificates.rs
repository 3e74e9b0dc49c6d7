//! A PBX signs its own certificate: shown first, then pinned, and a changed one refused.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use pbx_client::{Client, ClientError, PbxAddress, Scheme};
use pbx_protocol::Token;
use pbx_protocol::endpoints::ListExtensions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio_rustls::rustls::{self, ServerConfig, SupportedProtocolVersion};

/// A TLS server with a certificate of its own that answers every request with an empty extension list.
async fn tls_server() -> u16 {
    let made = rcgen::generate_simple_self_signed(["pbx.local".to_owned()]).unwrap();
    serve(made.cert.der().clone(), &made.signing_key, rustls::ALL_VERSIONS).await
}

/// Shows a certificate, and signs with a key that need not be the certificate's.
async fn serve(
    certificate: CertificateDer<'static>,
    key: &rcgen::KeyPair,
    versions: &[&'static SupportedProtocolVersion],
) -> u16 {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = rustls::crypto::ring::default_provider();
    let key = provider.key_provider.load_private_key(key).unwrap();
    let shown = SingleCertAndKey::from(CertifiedKey::new(vec![certificate], key));
    let config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(shown));
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
async fn the_pinned_certificate_is_worth_nothing_without_its_key() {
    let made = rcgen::generate_simple_self_signed(["pbx.local".to_owned()]).unwrap();
    let other_key = rcgen::generate_simple_self_signed(["pbx.local".to_owned()]).unwrap().signing_key;
    for version in rustls::ALL_VERSIONS {
        let (owner, thief) = (
            serve(made.cert.der().clone(), &made.signing_key, &[version]).await,
            serve(made.cert.der().clone(), &other_key, &[version]).await,
        );
        let Err(ClientError::CertificateUnknown { fingerprint }) = ask(Scheme::Https, owner, None).await
        else {
            panic!("an unknown certificate was not refused");
        };
        ask(Scheme::Https, owner, Some(fingerprint.clone())).await.expect("the owner is refused");
        let outcome = ask(Scheme::Https, thief, Some(fingerprint)).await;
        assert!(matches!(outcome, Err(ClientError::ConnectionLost)), "{version:?}: {outcome:?}");
    }
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

#[tokio::test]
async fn whether_tls_is_spoken_is_found_out_without_a_word() {
    let speaks = async |port| {
        let address = PbxAddress::new(Scheme::Https, "127.0.0.1", port, "v1.1.0").unwrap();
        Client::new(address, None).unwrap().speaks_tls().await
    };
    assert!(speaks(tls_server().await).await, "though nobody vouches for its certificate");

    let (heard, mut said) = tokio::sync::mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut greeting = vec![0; 4096];
            let length = stream.read(&mut greeting).await.unwrap_or_default();
            greeting.truncate(length);
            let _ = heard.send(greeting);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
        }
    });
    assert!(!speaks(plain).await, "a plain PBX");
    let greeting = said.recv().await.unwrap();
    assert_eq!(greeting[..2], [0x16, 0x03], "nothing but the greeting of TLS");
    assert!(said.try_recv().is_err(), "asked once");

    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    assert!(!speaks(port).await, "one that says nothing is waited for two seconds");
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    assert!(!speaks(closed).await, "a closed port is told by the sign-in");
}

#[tokio::test]
async fn every_request_is_told_the_fingerprint() {
    let port = tls_server().await;
    let address = PbxAddress::new(Scheme::Https, "127.0.0.1", port, "v1.1.0").unwrap();
    let client = Client::new(address, None).unwrap();
    let token = Token::new("t");
    let (one, two) =
        tokio::join!(client.send(&token, &ListExtensions {}), client.send(&token, &ListExtensions {}));
    for outcome in [one, two] {
        assert!(matches!(outcome, Err(ClientError::CertificateUnknown { .. })), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_is_plain_unless_it_spoke_tls_before() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // The greeting is read, or closing would be a reset.
            let _ = stream.read(&mut [0; 4096]).await;
        }
    });
    let outcome = ask(Scheme::Https, port, None).await;
    assert!(matches!(outcome, Err(ClientError::TlsMismatch)), "{outcome:?}");
    let outcome = ask(Scheme::Https, port, Some("ab12".to_owned())).await;
    assert!(matches!(outcome, Err(ClientError::ConnectionLost)), "{outcome:?}");
}
