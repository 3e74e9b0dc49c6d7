//! A whole journey with everything logged that can be logged; no secret may be in it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "agent/bench.rs"]
#[expect(dead_code, reason = "this journey needs a part of the bench only")]
mod bench;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use agent_core::{
    CallState, Forward, ForwardWhen, Intent, MediaId, MediaState, PasswordSlot, PhoneIntent, PhoneSetup,
    QueueCommand, SoundIntent, View,
};
use bench::{Bench, PASSWORD};
use pbx_protocol::{PasswordDigest, Secret};
use tracing_subscriber::fmt::MakeWriter;

const QUEUE_PASSWORD: &str = "queue-secret-5501";

#[derive(Debug, Clone, Default)]
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

impl MakeWriter<'_> for Log {
    type Writer = Self;
    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Passwords of the agent's phone and mailbox, which the simulated PBX tells with its settings.
const OF_THE_PHONE: [&str; 3] = ["12345133333323123qW@", "12345678qW@", "666666"];

/// What was written besides the log, and shown.
struct Left {
    paths: Vec<String>,
    view: String,
    journal: String,
    files: String,
}

async fn journey() -> Left {
    let mut world = pbx_simulator::World::demo();
    for queue in &mut world.queues {
        QUEUE_PASSWORD.clone_into(&mut queue.password);
    }
    let bench = Bench::with(world).await;
    bench.store_password("not-the-password").await;
    bench.agent.dispatch(Intent::SignIn { account: bench.account() }).await.unwrap();
    bench.sees("refused", |view| view.connection.problem.is_some()).await;
    let bench = bench.signed_in().await;

    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    bench.sees("ringing", |view| view.calls.iter().any(|call| call.state == CallState::Ringing)).await;
    bench.control.outside_hangs_up("13800138000").unwrap();
    bench.sees("recorded", |view| view.history_revision >= 1).await;

    let slot = PasswordSlot::Queue { queue: "6501".to_owned() };
    bench.agent.store_password(slot, Secret::new(QUEUE_PASSWORD)).await;
    bench
        .sees("the queue", |view| view.queues.iter().any(|queue| queue.can.contains(&QueueCommand::Join)))
        .await;
    bench
        .agent
        .dispatch(Intent::Queue { queue: Some("6501".to_owned()), command: QueueCommand::Join })
        .await
        .unwrap();
    bench.control.wait_for(|pbx| pbx.member("6501", "101").is_some()).await.unwrap();

    let forward = Forward::Extension { extension: "102".to_owned() };
    let wish = Intent::Phone(PhoneIntent::Forward { when: ForwardWhen::NoAnswer, to: forward.clone() });
    bench.sees("the phone's settings", |view| setup(view).is_some()).await;
    bench.agent.dispatch(wish).await.unwrap();
    let read_back = |view: &View| setup(view).is_some_and(|setup| setup.no_answer == Some(forward.clone()));
    bench.sees("the forward", read_back).await;

    bench.sees("the mailbox", |view| !view.voicemail.messages.is_empty()).await;
    let media = MediaId::Voicemail { extension: "101".to_owned(), file: "msg0000.wav".to_owned() };
    bench.agent.dispatch(Intent::Sound(SoundIntent::Save { media })).await.unwrap();
    let saved = |view: &View| view.media.iter().any(|media| matches!(media.state, MediaState::Saved { .. }));
    bench.sees("saved", saved).await;
    let paths =
        bench.control.snapshot().receivers.iter().map(|to| to.path.trim_matches('/').to_owned()).collect();
    let logins = bench.control.snapshot().logins.len();
    bench.control.expire_tokens().unwrap();
    bench.agent.dispatch(Intent::RefreshVoicemail).await.unwrap();
    bench.control.wait_for(|pbx| pbx.logins.len() > logins).await.unwrap();
    let view = bench.sees("the phone's settings again", |view| setup(view).is_some()).await;
    let view = serde_json::to_string(&*view).unwrap();
    let journal = bench.agent.journal().await.unwrap();
    bench.agent.shutdown().await;
    Left { paths, view, journal, files: files(bench.dir.path()) }
}

fn setup(view: &View) -> Option<&PhoneSetup> {
    view.agent.as_ref()?.setup.as_ref()
}

/// All that lies in the data folder, as far as it is text.
fn files(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| {
        if path.is_dir() {
            return files(&path);
        }
        String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned()
    };
    entries.map(read).collect()
}

#[tokio::test]
async fn nothing_secret_is_ever_logged() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .init();
    let Left { paths, view, journal, files } = journey().await;
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();

    // It would be found if it were there: the log is whole and verbose.
    assert!(log.contains("connection state=Online") && log.contains("asking the PBX"), "{log}");
    assert_eq!(paths.len(), 1);
    let digest = PasswordDigest::of(&Secret::new(PASSWORD));
    let mut secrets =
        vec![PASSWORD, "not-the-password", QUEUE_PASSWORD, digest.expose(), "token=", "random="];
    secrets.extend(paths.iter().map(String::as_str));
    for secret in secrets {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} was logged");
    }
    // What was written or shown has the settings in it, and nothing that stood beside them.
    assert!(view.contains(r#""extension":"102""#) && journal.contains("no_answer"), "{view}{journal}");
    for secret in OF_THE_PHONE {
        for (what, text) in [("log", &log), ("view", &view), ("journal", &journal), ("data folder", &files)] {
            assert!(!text.contains(secret), "{secret} is in the {what}");
        }
    }
    // Tokens and randoms of the simulated PBX are 32 hexadecimal digits, whatever stands around them.
    let words = log.split(|c: char| !c.is_ascii_alphanumeric());
    let hex = |word: &&str| word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit());
    assert_eq!(words.clone().find(hex), None, "a token or random was logged");
}
