//! Every endpoint and download of the protocol, asked of the simulated PBX over real sockets, with the reports that
//! come of it.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::net::Ipv4Addr;
use std::time::Duration;

use pbx_client::{Client, ClientError, Incoming, Listener, PbxAddress, Protection, Scheme};
use pbx_protocol::endpoints::*;
use pbx_protocol::report::Event;
use pbx_protocol::{
    DialString, Download, Endpoint, Extension, Meaning, PasswordDigest, QueueNumber, Secret, Selection,
    Several, Token,
};
use pbx_simulator::snapshot::PartyState;
use pbx_simulator::world::Recording;
use pbx_simulator::{Control, Options, ReportTarget, Simulator, World};
use tokio::sync::mpsc;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);

/// An application signed in to a PBX.
struct Scene {
    pbx: Simulator,
    client: Client,
    token: Token,
    listener: Listener,
    reports: mpsc::Receiver<Incoming>,
}

impl Scene {
    async fn new(target: ReportTarget) -> Self {
        let recording = Recording { name: "20200520-101.wav".to_owned(), sound: vec![7; 300_000].into() };
        let world = World { recordings: vec![recording], ..World::demo() };
        let pbx = Simulator::start(world, Options { target, ..Options::default() }).await.unwrap();
        let (sender, reports) = mpsc::channel(256);
        let listener = Listener::bind(0, sender).await.unwrap();
        listener.allow([pbx.address().ip()]);
        let address = PbxAddress::new(Scheme::Http, "127.0.0.1", pbx.address().port(), "v1.1.0").unwrap();
        let client = Client::new(address, None).unwrap();
        let login = Login {
            username: "api".to_owned(),
            password: PasswordDigest::of(&Secret::new("simulated")),
            port: listener.port().to_string(),
            version: Some("1.0.2".to_owned()),
            url: Some(format!("127.0.0.1:{}/{}", listener.port(), listener.path())),
            urltag: Some(UrlKind::Absolute),
        };
        let token = client.login(&login).await.unwrap();
        Self { pbx, client, token, listener, reports }
    }

    fn control(&self) -> Control {
        self.pbx.control()
    }

    async fn ask<E: Endpoint>(&self, request: &E) -> E::Response {
        let answer = self.client.send(&self.token, request).await;
        answer.unwrap_or_else(|error| panic!("{}: {error}", E::ABOUT.path))
    }

    async fn refusal<E: Endpoint>(&self, request: &E) -> Meaning {
        match self.client.send(&self.token, request).await {
            Err(ClientError::Refused { errno, endpoint }) if endpoint == E::ABOUT.path => errno.meaning(),
            other => panic!("{}: {other:?}", E::ABOUT.path),
        }
    }

    async fn fetch<D: Download>(&self, file: &D) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("fetched");
        self.client.download(&self.token, file, &target, |_| {}).await.unwrap();
        std::fs::read(target).unwrap()
    }

    async fn wait_for_party(&self, number: &str, state: PartyState) {
        let control = self.control();
        control.wait_for(|pbx| pbx.parties(number).any(|party| party.state == state)).await.unwrap();
    }

    async fn all_is_quiet(&self) {
        self.control().wait_for(|pbx| pbx.calls.is_empty()).await.unwrap();
    }

    async fn next_report(&mut self, wanted: fn(&Event) -> bool) -> Protection {
        timeout(PATIENCE, async {
            loop {
                match self.reports.recv().await.unwrap() {
                    Incoming::Report { report, protection, .. } if wanted(&report.event) => {
                        return protection;
                    }
                    Incoming::Report { .. } => {}
                    Incoming::Unreadable(error) => panic!("unreadable: {error}"),
                    Incoming::Refused(why) => panic!("not believed: {why:?}"),
                    Incoming::TooLarge => panic!("too large"),
                    Incoming::Stranger(address) => panic!("refused: {address}"),
                    Incoming::Rehearsal { .. } => panic!("none was expected"),
                }
            }
        })
        .await
        .expect("the report did not come")
    }
}

fn ext(number: &str) -> Extension {
    Extension::parse(number).unwrap()
}

fn dial(number: &str) -> DialString {
    DialString::parse(number).unwrap()
}

#[tokio::test]
async fn session_system_and_extensions() {
    let scene = Scene::new(ReportTarget::Empty).await;
    let beat = Heartbeat {
        address: Ipv4Addr::LOCALHOST.to_string(),
        port: scene.listener.port().to_string(),
        url: None,
        urltag: None,
    };
    scene.ask(&beat).await;
    assert_eq!(scene.ask(&QueryDeviceInfo {}).await.device.serial, "a09805021987");
    assert_eq!(scene.ask(&ListExtensions {}).await.extensions.len(), 11);
    let detail = scene.ask(&QueryExtension::one(&ext("102"))).await.extensions.remove(0).detail;
    assert_eq!((detail.number, detail.username.as_str()), (ext("102"), "Wang Wei"));
    scene.ask(&Logout {}).await;
    assert_eq!(scene.refusal(&QueryDeviceInfo {}).await, Meaning::TokenGone);
}

#[tokio::test]
async fn queues() {
    let scene = Scene::new(ReportTarget::Empty).await;
    let (queue, extension) = (QueueNumber::parse("6501").unwrap(), ext("101"));
    assert_eq!(
        scene.ask(&QueryQueues { queues: Selection::one(QueueNumber::parse("6501").unwrap()) }).await.queues
            [0]
        .settings
        .name,
        "Support"
    );
    let wrong = AddDynamicAgent {
        queue: queue.clone(),
        extension: extension.clone(),
        password: Some(Secret::new("wrong")),
    };
    assert_eq!(scene.refusal(&wrong).await, Meaning::WrongQueuePassword);
    scene.ask(&AddDynamicAgent { password: Some(Secret::new("5501")), ..wrong }).await;
    scene.ask(&PauseAgent { queue: queue.clone(), extension: extension.clone() }).await;
    let status = scene.ask(&QueryQueueStatus { queue: queue.clone() }).await.queue.status;
    let own = status.members.iter().find(|member| member.extension == extension).unwrap();
    assert_eq!(own.status, AgentStatus::Paused);
    scene.ask(&UnpauseAgent { queue: queue.clone(), extension: extension.clone() }).await;
    let password = Secret::new("5501");
    scene.ask(&DelDynamicAgent { queue, extension, password }).await;
    assert!(scene.control().snapshot().member("6501", "101").is_none());
}

#[tokio::test]
async fn a_call_inside_is_dialled_held_muted_and_ended() {
    let mut scene = Scene::new(ReportTarget::Path).await;
    let (own, control) = (ext("101"), scene.control());
    scene.ask(&DialExtension { caller: own.clone(), callee: ext("102"), auto_answer: AutoAnswer::No }).await;
    scene.wait_for_party("101", PartyState::Ringing).await;
    control.lift("101").unwrap();
    scene.wait_for_party("102", PartyState::Ringing).await;
    control.lift("102").unwrap();
    control.wait_for(|pbx| pbx.calls.iter().any(|call| call.talking)).await.unwrap();

    scene.ask(&HoldExtension { extension: own.clone() }).await;
    scene.wait_for_party("101", PartyState::Held).await;
    scene.ask(&UnholdExtension { extension: own.clone() }).await;
    scene.ask(&MuteExtension { extension: own.clone() }).await;
    assert!(control.snapshot().parties("101").all(|party| party.muted));
    scene.ask(&UnmuteExtension { extension: own.clone() }).await;
    assert!(control.snapshot().parties("101").all(|party| !party.muted));
    scene.ask(&HangUpExtension { extension: own.clone() }).await;
    scene.all_is_quiet().await;
    assert_eq!(scene.refusal(&HangUpExtension { extension: own }).await, Meaning::NoSuchCall);
    let protection = scene.next_report(|event| matches!(event, Event::NewCdr(_))).await;
    assert_eq!(protection, Protection::AddressAndPath);
}

#[tokio::test]
async fn a_call_from_outside_is_looked_up_transferred_and_ended() {
    let mut scene = Scene::new(ReportTarget::Empty).await;
    let control = scene.control();
    control.outside_calls_extension("13800138000", "101").unwrap();
    let protection = scene.next_report(|event| matches!(event, Event::Ring(_))).await;
    assert_eq!(protection, Protection::AddressOnly, "this PBX does not name the path");
    control.lift("101").unwrap();
    scene.wait_for_party("101", PartyState::Up).await;
    let detail = scene.ask(&QueryExtension::one(&ext("101"))).await.extensions.remove(0).detail;
    let inbound = detail.inbound.and_then(|party| party.id).expect("no inbound party");
    let calls = scene.ask(&QueryInbound { ids: Several::one(inbound.clone()) }).await.calls;
    assert_eq!(calls[0].from, "13800138000");
    let call = pbx_protocol::CallId::parse(inbound.as_str()).unwrap();
    scene.ask(&TransferCall { call, from: ext("101"), to: dial("103") }).await;
    scene.wait_for_party("103", PartyState::Ringing).await;
    scene.ask(&HangUpInbound { id: inbound }).await;
    scene.all_is_quiet().await;
}

#[tokio::test]
async fn a_call_to_outside_is_dialled_looked_up_and_ended() {
    let scene = Scene::new(ReportTarget::Empty).await;
    let request =
        DialOutbound { extension: ext("101"), number: dial("02012345678"), auto_answer: AutoAnswer::Yes };
    scene.ask(&request).await;
    scene.wait_for_party("02012345678", PartyState::Ringing).await;
    let calls = scene.ask(&QueryOutbound { ids: Selection::All }).await.calls;
    assert_eq!(calls[0].to, "02012345678");
    assert_eq!(scene.refusal(&request).await, Meaning::ExtensionNotIdle);
    scene.ask(&HangUpOutbound { id: calls[0].id.clone() }).await;
    scene.all_is_quiet().await;
}

#[tokio::test]
async fn voicemail_recordings_and_records() {
    let scene = Scene::new(ReportTarget::Empty).await;
    let message =
        scene.ask(&QueryVoicemail { extensions: Selection::one(ext("101")) }).await.mailboxes.remove(0);
    let (extension, file) = (message.extension, message.messages[2].file.clone());
    let ask = GetVoicemailRandom { extension: extension.clone(), file: file.clone(), allowed_address: None };
    let random = scene.ask(&ask).await.random;
    let sound =
        scene.fetch(&DownloadVoicemail { extension: extension.clone(), file: file.clone(), random }).await;
    let before = scene.control().snapshot();
    let kept = before.voicemail.iter().find(|kept| kept.extension == extension && kept.file == file).unwrap();
    assert_eq!(sound, *kept.sound);
    scene.ask(&DeleteVoicemail { extension, file }).await;
    assert_eq!(scene.control().snapshot().voicemail.len(), before.voicemail.len() - 1);

    let recording = "20200520-101.wav".to_owned();
    let ask = GetRecordingRandom { recording: recording.clone(), allowed_address: None };
    let random = scene.ask(&ask).await.random;
    assert_eq!(scene.fetch(&DownloadRecording { recording, random }).await, vec![7; 300_000]);

    let (start, end) = ("2000-01-01 00:00:00".to_owned(), "2100-01-01 00:00:00".to_owned());
    let ask = GetCdrRandom {
        extensions: Selection::Only(Several::of([ext("101"), ext("102")]).unwrap()),
        start: start.clone(),
        end: end.clone(),
        allowed_address: None,
    };
    let random = scene.ask(&ask).await.random;
    let csv = scene.fetch(&DownloadCdr { extensions: ask.extensions, start, end, random }).await;
    assert!(String::from_utf8(csv).unwrap().starts_with("callid,timestart,"), "no CSV");
}
