//! Downloads against the simulated PBX: the bytes are the PBX's, or nothing is left.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use pbx_client::{Client, ClientError, DownloadError, PbxAddress, Scheme};
use pbx_protocol::endpoints::{
    DownloadVoicemail, GetVoicemailRandom, Login, QueryVoicemail, VoicemailMessage,
};
use pbx_protocol::{Extension, PasswordDigest, Random, Secret, Token};
use pbx_simulator::{Fault, Options, Simulator, World};

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
        let mailboxes =
            client.send(&token, &QueryVoicemail { extensions: Some("101".to_owned()) }).await.unwrap();
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
    for fault in [Fault::CutShort { bytes: 100 }, Fault::Html, Fault::ServerError { status: 500 }] {
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

#[test]
fn a_full_disk_is_named() {
    const NO_SPACE_LEFT: i32 = if cfg!(windows) { 112 } else { 28 };
    let full = std::io::Error::from_raw_os_error(NO_SPACE_LEFT);
    assert!(matches!(DownloadError::from(full), DownloadError::DiskFull));
}
