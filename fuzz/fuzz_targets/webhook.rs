//! What the receiver of a webhook answers: an event counts as taken only where the answer says so.

#![no_main]

#[path = "../../src-tauri/crates/agent-runtime/src/webhook/post.rs"]
#[allow(dead_code)]
mod post;

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{LazyLock, Mutex};

use agent_core::{CallEvent, WallMillis};
use libfuzzer_sys::fuzz_target;
use post::{Delivery, Meaning};

static RUNTIME: LazyLock<tokio::runtime::Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap());
static HTTP: LazyLock<reqwest::Client> = LazyLock::new(|| post::http().unwrap());
static ADDRESS: LazyLock<String> = LazyLock::new(receiver);
static ANSWER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

const BODY: &str = "{}";

fuzz_target!(|answer: &[u8]| {
    *ANSWER.lock().unwrap() = answer.to_vec();
    let event = Delivery { id: "1-ring".to_owned(), event: CallEvent::Ring, at: WallMillis(0), body: BODY.to_owned() };
    let status = RUNTIME.block_on(event.send(&HTTP, &ADDRESS, None, WallMillis(0)));
    let says_so = |start: &[u8]| start.starts_with(b"HTTP/1.") && start[8..].starts_with(b" 2");
    assert!(Meaning::of(status) != Meaning::Taken || answer.windows(10).any(says_so), "{status:?}");
});

/// Answers each request and hangs up.
fn receiver() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            // Whoever hung up is not answered.
            let _ = answer(&mut stream.unwrap());
        }
    });
    address
}

fn answer(stream: &mut TcpStream) -> io::Result<()> {
    let mut asked = Vec::new();
    let mut piece = [0; 4096];
    while !asked.ends_with(BODY.as_bytes()) {
        match stream.read(&mut piece)? {
            0 => return Ok(()),
            count => asked.extend_from_slice(&piece[..count]),
        }
    }
    stream.write_all(&ANSWER.lock().unwrap())
}
