//! Whatever is logged, even at the lowest level and by the libraries below, holds nothing that opens doors.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use pbx_client::{Client, Incoming, Listener, PbxAddress, Scheme};
use pbx_protocol::endpoints::{
    DownloadRecording, GetRecordingRandom, ListExtensions, Login, Logout, UrlKind,
};
use pbx_protocol::{PasswordDigest, Random, Secret};
use pbx_simulator::world::Recording;
use pbx_simulator::{Fault, Options, ReportTarget, Simulator, World};
use tokio::sync::mpsc;
use tracing_subscriber::EnvFilter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_that_opens_doors_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    // The simulated PBX runs in this process and is no part of the question.
    let filter = EnvFilter::new("trace,pbx_simulator=off");
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(move || writer.clone()).init();

    let recording = Recording { name: "one.wav".to_owned(), sound: vec![7; 1000].into() };
    let world = World { recordings: vec![recording], ..World::demo() };
    let pbx =
        Simulator::start(world, Options { target: ReportTarget::Path, ..Options::default() }).await.unwrap();
    let (sender, mut reports) = mpsc::channel(8);
    let listener = Listener::bind(0, sender).await.unwrap();
    listener.allow([IpAddr::from([127, 0, 0, 1])]);
    let address = PbxAddress::new(Scheme::Http, "127.0.0.1", pbx.address().port(), "v1.1.0").unwrap();
    let client = Client::new(address, None).unwrap();
    let login = Login {
        username: "api".to_owned(),
        password: PasswordDigest::of(&Secret::new("simulated")),
        port: listener.port().to_string(),
        version: None,
        url: Some(format!("127.0.0.1:{}/{}", listener.port(), listener.path())),
        urltag: Some(UrlKind::Absolute),
    };
    let token = client.login(&login).await.unwrap();

    let folder = tempfile::tempdir().unwrap();
    let ask = GetRecordingRandom { recording: "one.wav".to_owned(), allowed_address: None };
    let random = client.send(&token, &ask).await.unwrap().random;
    let file = DownloadRecording { recording: ask.recording, random };
    client.download(&token, &file, &folder.path().join("one.wav"), |_| {}).await.unwrap();
    pbx.control().unregister("102").unwrap();
    assert!(matches!(reports.recv().await.unwrap(), Incoming::Report { .. }));

    for fault in
        [Fault::Html, Fault::Reset { after_bytes: 10 }, Fault::CutShort { bytes: 3 }, Fault::Unreachable]
    {
        pbx.control().set_fault(fault);
        assert!(client.send(&token, &ListExtensions {}).await.is_err());
        assert!(client.download(&token, &file, &folder.path().join("two.wav"), |_| {}).await.is_err());
        pbx.control().clear_faults();
    }
    client.send(&token, &Logout {}).await.unwrap();
    let used = Random::new(file.random.expose());

    let told = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(told.contains("no answer from the PBX"), "the log was not caught: {told}");
    for (what, secret) in [
        ("token", token.expose()),
        ("digest", login.password.expose()),
        ("random", used.expose()),
        ("path of the listener", listener.path()),
        ("address of a request", "/api/v1.1.0"),
    ] {
        assert!(!told.contains(secret), "{what} in: {told}");
    }
}
