//! Downloads against the simulated PBX: the bytes are the PBX's, or nothing is left.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use pbx_client::{Client, ClientError, DownloadError, PbxAddress, Progress, Scheme};
use pbx_protocol::endpoints::{
    DownloadVoicemail, GetVoicemailRandom, Login, QueryVoicemail, VoicemailMessage,
};
use pbx_protocol::{Extension, PasswordDigest, Random, Secret, Selection, Token};
use pbx_simulator::{Fault, Options, Simulator, World};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

struct Scene {
    pbx: Simulator,
    client: Client,
    token: Token,
    message: VoicemailMessage,
    folder: tempfile::TempDir,
}

impl Scene {
    async fn new() -> Self {
        let pbx = Simulator::start(World::demo(), Options::default()).await.unwrap();
        let address = PbxAddress::new(Scheme::Http, "127.0.0.1", pbx.address().port(), "v1.1.0").unwrap();
        let client = Client::new(address, None).unwrap();
        let login = Login {
            username: "api".to_owned(),
            password: PasswordDigest::of(&Secret::new("simulated")),
            port: "8260".to_owned(),
            version: None,
            url: None,
            urltag: None,
        };
        let token = client.login(&login).await.unwrap();
        let mailboxes = client.send(&token, &QueryVoicemail { extensions: Selection::All }).await.unwrap();
        let message = mailboxes.mailboxes[0].messages[0].clone();
        Self { pbx, client, token, message, folder: tempfile::tempdir().unwrap() }
    }

    async fn ticket(&self) -> DownloadVoicemail {
        let ask =
            GetVoicemailRandom { extension: agent(), file: self.message.file.clone(), allowed_address: None };
        let random = self.client.send(&self.token, &ask).await.unwrap().random;
        DownloadVoicemail { extension: agent(), file: self.message.file.clone(), random }
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

fn agent() -> Extension {
    Extension::parse("101").unwrap()
}

#[tokio::test]
async fn the_file_is_the_pbxs_bytes_and_progress_reaches_its_size() {
    let scene = Scene::new().await;
    let target = scene.folder.path().join("message.wav");
    let mut last = None;
    let ticket = scene.ticket().await;
    scene.client.download(&scene.token, &ticket, &target, |progress| last = Some(progress)).await.unwrap();
    let bytes = std::fs::read(&target).unwrap();
    let snapshot = scene.pbx.control().snapshot();
    let original =
        snapshot.voicemail.iter().find(|m| m.extension.as_str() == "101" && m.file == scene.message.file);
    assert_eq!(bytes, *original.unwrap().sound);
    let last = last.unwrap();
    assert_eq!((last.received, last.total), (bytes.len() as u64, Some(bytes.len() as u64)));
    assert_eq!(scene.files(), ["message.wav"]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_saved_message_is_for_nobody_else_on_this_computer() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = Scene::new().await;
    let folder = scene.folder.path().to_owned();
    let ticket = scene.ticket().await;
    let beside = move |name: &str| folder.join(name);
    let saved = scene
        .client
        .download_sound(&scene.token, &ticket, (scene.folder.path(), "message.wav"), beside, |_| {})
        .await
        .unwrap();
    assert_eq!(std::fs::metadata(saved).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_used_ticket_is_refused_and_leaves_nothing() {
    let scene = Scene::new().await;
    let ticket = DownloadVoicemail { random: Random::new("used"), ..scene.ticket().await };
    let outcome =
        scene.client.download(&scene.token, &ticket, &scene.folder.path().join("m.wav"), |_| {}).await;
    assert!(matches!(outcome, Err(DownloadError::Client(ClientError::Refused { .. }))), "{outcome:?}");
    assert!(scene.files().is_empty());
}

#[tokio::test]
async fn what_breaks_off_leaves_nothing() {
    let scene = Scene::new().await;
    for fault in [
        Fault::CutShort { bytes: 100 },
        Fault::Reset { after_bytes: 1000 },
        Fault::Html,
        Fault::ServerError { status: 500 },
    ] {
        let ticket = scene.ticket().await;
        scene.pbx.control().set_fault(fault.clone());
        let outcome =
            scene.client.download(&scene.token, &ticket, &scene.folder.path().join("m.wav"), |_| {}).await;
        scene.pbx.control().clear_faults();
        assert!(outcome.is_err(), "{fault:?}");
        assert!(scene.files().is_empty(), "{fault:?}: {:?}", scene.files());
    }
}

#[tokio::test]
async fn an_existing_file_is_never_overwritten() {
    let scene = Scene::new().await;
    let target = scene.folder.path().join("m.wav");
    std::fs::write(&target, "mine").unwrap();
    let ticket = scene.ticket().await;
    let outcome = scene.client.download(&scene.token, &ticket, &target, |_| {}).await;
    assert!(matches!(outcome, Err(DownloadError::Exists)), "{outcome:?}");
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "mine");
    assert_eq!(scene.files(), ["m.wav"]);
}

/// A PBX that answers one download with these bytes, then does as it likes with the connection.
async fn server_saying<F: Future<Output = ()> + Send + 'static>(
    head: &'static str,
    then: impl FnOnce(TcpStream) -> F + Send + 'static,
) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address =
        PbxAddress::new(Scheme::Http, "127.0.0.1", listener.local_addr().unwrap().port(), "v1").unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        assert_ne!(stream.read(&mut [0; 4096]).await.unwrap(), 0);
        stream.write_all(head.as_bytes()).await.unwrap();
        then(stream).await;
    });
    Client::new(address, None).unwrap()
}

fn any_ticket() -> DownloadVoicemail {
    DownloadVoicemail { extension: agent(), file: "m.wav".to_owned(), random: Random::new("r") }
}

#[tokio::test]
async fn a_large_file_of_unknown_size_is_streamed() {
    const PIECES: u64 = 200;
    static PIECE: [u8; 64 * 1024] = [7; 64 * 1024];
    let client = server_saying("HTTP/1.1 200 OK\r\n\r\n", async |mut stream: TcpStream| {
        for _ in 0..PIECES {
            stream.write_all(&PIECE).await.unwrap();
        }
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("m.wav");
    let (mut steps, mut received) = (0, 0);
    let on_progress = |progress: Progress| {
        assert!(progress.received > received && progress.total.is_none());
        (steps, received) = (steps + 1, progress.received);
    };
    client.download(&Token::new("t"), &any_ticket(), &target, on_progress).await.unwrap();
    assert!(steps > 10, "{steps} steps");
    assert_eq!(received, PIECES * PIECE.len() as u64);
    assert_eq!(std::fs::metadata(target).unwrap().len(), received);
}

#[tokio::test]
async fn a_file_too_large_for_any_recording_is_refused_unread() {
    let client = server_saying("HTTP/1.1 200 OK\r\nContent-Length: 3000000000\r\n\r\n", async |stream| {
        drop(stream);
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let outcome = client.download(&Token::new("t"), &any_ticket(), &folder.path().join("m"), |_| {}).await;
    assert!(matches!(outcome, Err(DownloadError::Client(ClientError::TooLarge))), "{outcome:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_drip_is_given_up() {
    let client =
        server_saying("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nRIFF", async |mut stream| {
            while stream.write_all(b"x").await.is_ok() {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
        })
        .await;
    let folder = tempfile::tempdir().unwrap();
    let mut began = None;
    // From the first bytes on nothing but time passes.
    let pause = |_| {
        if began.is_none() {
            tokio::time::pause();
            began = Some(Instant::now());
        }
    };
    let outcome = client.download(&Token::new("t"), &any_ticket(), &folder.path().join("m"), pause).await;
    assert!(matches!(outcome, Err(DownloadError::TooSlow)), "{outcome:?}");
    let waited = began.unwrap().elapsed();
    assert!((25..=40).contains(&waited.as_secs()), "{waited:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// The PBX sends these bytes under that name, and the person keeps them.
async fn kept(bytes: &'static [u8], name: &str) -> (Result<String, DownloadError>, Vec<String>) {
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    let client = server_saying(head, async move |mut stream| {
        stream.write_all(bytes).await.unwrap();
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().to_owned();
    let place = move |name: &str| into.join(name);
    let outcome =
        client.download_sound(&Token::new("t"), &any_ticket(), (folder.path(), name), place, |_| {}).await;
    let names = std::fs::read_dir(folder.path()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    (outcome.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()), names)
}

#[tokio::test]
async fn what_is_kept_is_the_sound_that_its_bytes_are() {
    for (bytes, name, is) in [
        (b"RIFF\x24\0\0\0WAVEfmt ".as_slice(), "../../Invoice.exe", "Invoice.wav"),
        (b"OggS\0\x02\0\0", "msg0000.wav", "msg0000.ogg"),
        (b"ID3\x04\0\0\0\0", "msg", "msg.mp3"),
    ] {
        let (outcome, names) = kept(bytes, name).await;
        assert_eq!((outcome.unwrap().as_str(), names), (is, vec![is.to_owned()]));
    }
    for (bytes, name) in [(b"MZ\x90\0\x03\0\0\0".as_slice(), "Invoice.exe"), (b"MZ\x90\0", "msg0000.wav")] {
        let (outcome, names) = kept(bytes, name).await;
        assert!(matches!(outcome, Err(DownloadError::NotASound)), "{outcome:?}");
        assert_eq!(names, [""; 0], "something is left");
    }
}

#[tokio::test]
async fn a_message_has_a_limit_of_its_own() {
    let client = server_saying("HTTP/1.1 200 OK\r\nContent-Length: 200000001\r\n\r\n", async |stream| {
        drop(stream);
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let outcome = client.download(&Token::new("t"), &any_ticket(), &folder.path().join("m"), |_| {}).await;
    assert!(matches!(outcome, Err(DownloadError::Client(ClientError::TooLarge))), "{outcome:?}");
}

#[tokio::test]
async fn a_pbx_that_hangs_in_the_middle_is_given_up() {
    let client = server_saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nRIFF", async |mut stream| {
        // Silent until the client hangs up.
        let _ = stream.read(&mut [0; 1]).await;
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    // Once the first bytes are here nothing but the limit can happen, and it costs no time.
    let mut silent_since = None;
    let pause = |_| {
        tokio::time::pause();
        silent_since = Some(Instant::now());
    };
    let outcome = client.download(&Token::new("t"), &any_ticket(), &folder.path().join("m"), pause).await;
    assert!(matches!(outcome, Err(DownloadError::Client(ClientError::TimedOut))), "{outcome:?}");
    let waited = silent_since.unwrap().elapsed();
    assert!((18..=22).contains(&waited.as_secs()), "{waited:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_download_nobody_waits_for_leaves_nothing() {
    let client = server_saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nRIFF", async |mut stream| {
        let _ = stream.read(&mut [0; 1]).await;
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (mut begun, token, ticket, target) =
        (Some(begun), Token::new("t"), any_ticket(), folder.path().join("m"));
    let tell = |_| begun.take().unwrap().send(()).unwrap();
    tokio::select! {
        outcome = client.download(&token, &ticket, &target, tell) => panic!("it ended: {outcome:?}"),
        told = has_begun => told.unwrap(),
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn what_a_crash_left_behind_is_not_in_the_way_and_not_touched() {
    let scene = Scene::new().await;
    std::fs::write(scene.folder.path().join("m.wav.part"), "left").unwrap();
    let ticket = scene.ticket().await;
    let target = scene.folder.path().join("m.wav");
    scene.client.download(&scene.token, &ticket, &target, |_| {}).await.unwrap();
    let mut files = scene.files();
    files.sort();
    assert_eq!(files, ["m.wav", "m.wav.part"]);
}

#[tokio::test]
async fn two_downloads_to_one_name_give_one_file() {
    let scene = Scene::new().await;
    let (first, second) = (scene.ticket().await, scene.ticket().await);
    let target = scene.folder.path().join("m.wav");
    let fetch = |ticket| {
        let (scene, target) = (&scene, &target);
        async move { scene.client.download(&scene.token, &ticket, target, |_| {}).await }
    };
    let outcomes: [_; 2] = tokio::join!(fetch(first), fetch(second)).into();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(DownloadError::Exists))), "{outcomes:?}");
    assert_eq!(scene.files(), ["m.wav"]);
}
