//! Requests against the simulated PBX and against everything that is none.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::time::Duration;

use pbx_client::{Client, ClientError, PbxAddress, Retry, Scheme};
use pbx_protocol::endpoints::{ListExtensions, Login, QueryDeviceInfo, QueryQueues, QueryVoicemail};
use pbx_protocol::{Errno, Meaning, PasswordDigest, Secret, Selection, Token};
use pbx_simulator::{Fault, Options, Simulator, World};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::Instant;

fn client_at(host: &str, port: u16) -> Client {
    Client::new(PbxAddress::new(Scheme::Http, host, port, "v1.1.0").unwrap(), None).unwrap()
}

fn login(password: &str) -> Login {
    Login {
        username: "api".to_owned(),
        password: PasswordDigest::of(&Secret::new(password)),
        port: "8260".to_owned(),
        version: Some("1.0.2".to_owned()),
        url: None,
        urltag: None,
    }
}

type Expected = fn(&ClientError) -> bool;

/// Answers every connection with these bytes and closes it.
async fn server_saying(bytes: &'static [u8]) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(bytes).await;
        }
    });
    client_at("127.0.0.1", port)
}

#[tokio::test]
async fn who_is_there_is_learnt_without_a_sign_in() {
    let pbx = Simulator::start(World::demo(), Options::default()).await.unwrap();
    let answered = client_at("127.0.0.1", pbx.address().port()).knock().await.unwrap();
    assert!(answered.is_the_api && answered.date.is_some(), "{answered:?}");
    let page = server_saying(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>").await;
    assert_eq!(
        page.knock().await.unwrap(),
        pbx_client::Knock { date: None, is_the_api: false, is_encrypted: false }
    );
}

async fn failure_of(client: &Client) -> ClientError {
    client.send(&Token::new("secret-token"), &ListExtensions {}).await.expect_err("it worked")
}

#[tokio::test]
async fn signs_in_and_asks_the_simulated_pbx() {
    let pbx = Simulator::start(World::demo(), Options::default()).await.unwrap();
    let client = client_at("127.0.0.1", pbx.address().port());
    let token = client.login(&login("simulated")).await.unwrap();
    assert_eq!(client.send(&token, &QueryDeviceInfo {}).await.unwrap().device.name, "UC501");
    let list = client.send(&token, &ListExtensions {}).await.unwrap();
    assert!(list.extensions.iter().any(|extension| extension.username == "Li Na"));
    assert!(!client.send(&token, &QueryQueues { queues: Selection::All }).await.unwrap().queues.is_empty());
    assert!(
        !client
            .send(&token, &QueryVoicemail { extensions: Selection::All })
            .await
            .unwrap()
            .mailboxes
            .is_empty()
    );
}

#[tokio::test]
async fn what_of_an_answer_makes_no_sense_is_counted() {
    let client = server_saying(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"status\":\"Success\",\"extlist\":[\
          {\"extnumber\":\"101\",\"status\":\"Idle\"},{\"extnumber\":[],\"status\":\"Idle\"},7]}",
    )
    .await;
    let read = client.send_counted(&Token::new("secret-token"), &ListExtensions {}).await.unwrap();
    assert_eq!((read.response.extensions.len(), read.passed_over), (1, 2));
}

#[tokio::test]
async fn a_wrong_password_and_a_lost_token_are_told_apart() {
    let pbx = Simulator::start(World::demo(), Options::default()).await.unwrap();
    let client = client_at("127.0.0.1", pbx.address().port());
    let refused = client.login(&login("wrong")).await.expect_err("it worked");
    assert!(
        matches!(&refused, ClientError::Refused { errno, .. } if errno.meaning() == Meaning::WrongCredentials)
    );
    assert_eq!(refused.retry(), Retry::Never);
    assert_eq!(failure_of(&client).await.retry(), Retry::AfterSignIn);
}

#[tokio::test]
async fn what_answers_but_is_no_pbx_is_named() {
    let cases: [(&[u8], Expected); 13] = [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>", |e| {
            matches!(e, ClientError::NotTheApi)
        }),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", |e| matches!(e, ClientError::NotTheApi)),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", |e| {
            matches!(e, ClientError::HttpStatus(502))
        }),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", |e| {
            matches!(e, ClientError::HttpStatus(302))
        }),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\":", |e| {
            matches!(e, ClientError::ConnectionLost)
        }),
        (b"\x15\x03\x01\x00\x02\x02\x46", |e| matches!(e, ClientError::TlsMismatch)),
        (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 66\r\n\r\n<title>400 The plain HTTP request was sent to HTTPS port</title>\r\n", |e| {
            matches!(e, ClientError::TlsMismatch)
        }),
        (b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n", |e| {
            matches!(e, ClientError::TlsMismatch)
        }),
        (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad", |e| {
            matches!(e, ClientError::HttpStatus(400))
        }),
        (b"SSH-2.0-OpenSSH_9.2p1\r\n", |e| matches!(e, ClientError::NotTheApi)),
        (b"SIP/2.0 400 Bad Request\r\n\r\n", |e| matches!(e, ClientError::NotTheApi)),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", |e| matches!(e, ClientError::NotTheApi)),
        (b"", |e| matches!(e, ClientError::ConnectionLost)),
    ];
    for (bytes, is_expected) in cases {
        let error = failure_of(&server_saying(bytes).await).await;
        assert!(is_expected(&error), "{bytes:?}: {error:?}");
    }
}

#[tokio::test]
async fn closed_ports_and_unknown_names_are_named() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    assert!(matches!(failure_of(&client_at("127.0.0.1", free)).await, ClientError::ConnectionRefused));
    assert!(matches!(failure_of(&client_at("no-such-pbx.invalid", 9011)).await, ClientError::NameNotFound));
}

/// How long a client waits for an answer that never comes.
async fn waits_for(client: &Client, listener: &TcpListener, asks_to_sign_in: bool) -> Duration {
    let hang = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        assert_ne!(stream.read(&mut [0; 4096]).await.unwrap(), 0);
        // From here on nothing but the limit can happen, and it costs no time.
        tokio::time::pause();
        let hung_since = Instant::now();
        assert_eq!(stream.read(&mut [0; 1]).await.unwrap(), 0, "the client hangs up");
        let waited = hung_since.elapsed();
        tokio::time::resume();
        waited
    };
    let ask = async {
        if asks_to_sign_in {
            client.login(&login("simulated")).await.expect_err("it worked")
        } else {
            failure_of(client).await
        }
    };
    let (error, waited) = tokio::join!(ask, hang);
    assert!(matches!(error, ClientError::TimedOut), "{error:?}");
    waited
}

#[tokio::test]
async fn a_hung_pbx_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client_at("127.0.0.1", listener.local_addr().unwrap().port());
    let waited = waits_for(&client, &listener, false).await;
    assert!((8..=10).contains(&waited.as_secs()), "{waited:?}");
}

#[tokio::test]
async fn a_slow_pbx_is_given_as_long_as_is_wished_and_longer_for_a_sign_in() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let patient = client_at("127.0.0.1", port).with_limit(Duration::from_secs(40));
    for (client, asks_to_sign_in, limit) in
        [(client_at("127.0.0.1", port), true, 30), (patient.clone(), false, 40), (patient, true, 40)]
    {
        let waited = waits_for(&client, &listener, asks_to_sign_in).await;
        let limit = Duration::from_secs(limit);
        assert!(waited.as_secs().abs_diff(limit.as_secs()) <= 1, "{waited:?} of {limit:?}");
    }
}

#[test]
fn each_failure_says_when_to_ask_again() {
    let refused = |errno| ClientError::Refused { errno: Errno::new(errno), endpoint: "login" };
    let fingerprint = String::new;
    for (error, retry) in [
        (ClientError::NameNotFound, Retry::After),
        (ClientError::ConnectionRefused, Retry::After),
        (ClientError::NoAnswer, Retry::After),
        (ClientError::NoRoute, Retry::After),
        (ClientError::ConnectionLost, Retry::After),
        (ClientError::TimedOut, Retry::After),
        (ClientError::HttpStatus(500), Retry::After),
        (ClientError::HttpStatus(503), Retry::After),
        (ClientError::HttpStatus(429), Retry::After),
        (ClientError::HttpStatus(404), Retry::Never),
        (ClientError::TlsMismatch, Retry::Never),
        (ClientError::CertificateUnknown { fingerprint: fingerprint() }, Retry::Never),
        (ClientError::CertificateChanged { fingerprint: fingerprint() }, Retry::Never),
        (ClientError::TooLarge, Retry::Never),
        (ClientError::NotTheApi, Retry::Never),
        (ClientError::Setup, Retry::Never),
        (refused("30003"), Retry::Never),
        (refused("20002"), Retry::Never),
        (refused("10015"), Retry::Never),
        (refused("20004"), Retry::AfterSignIn),
        (refused("20006"), Retry::AfterSignIn),
    ] {
        assert_eq!(error.retry(), retry, "{error}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client_at("127.0.0.1", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
            while stream.write_all(&[b' '; 8192]).await.is_ok() {}
        }
    });
    assert!(matches!(failure_of(&client).await, ClientError::TooLarge));
}

#[tokio::test]
async fn errors_hold_no_secret() {
    for client in [server_saying(b"nonsense\r\n\r\n").await, client_at("no-such-pbx.invalid", 9011)] {
        let error = failure_of(&client).await;
        let told = format!("{error} {error:?}");
        assert!(!told.contains("secret-token") && !told.contains("api/"), "{told}");
    }
}

#[tokio::test]
async fn a_server_error_of_the_pbx_passes() {
    let pbx = Simulator::start(World::demo(), Options::default()).await.unwrap();
    let client = client_at("127.0.0.1", pbx.address().port());
    pbx.control().set_fault(Fault::ServerError { status: 503 });
    assert_eq!(client.login(&login("simulated")).await.expect_err("it worked").retry(), Retry::After);
    pbx.control().clear_faults();
    client.login(&login("simulated")).await.unwrap();
}
