//! Large answers: a list of 2,000 extensions, and records of 1,000,000 calls, which go to the disk while they come. `uc` is run
//! as the program that it is, beside `curl` that fetches the same. More than 40 MB of memory fail it (measured on Linux).
//!
//! `cargo bench -p uc-cli --bench large`, `-- 10000` for fewer records.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::io::{BufRead as _, BufReader, Read as _, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const EXTENSIONS: usize = 2_000;
const CALLS: usize = 1_000_000;
const MOST_MEMORY: u64 = 40 * 1024 * 1024;
const CALL: &str = "1700000000.1,2026-11-02 10:00:00,13800138000,101,65,60,trunk,,ANSWERED,inbound,,rec-1.wav,4930123,SN0001\n";

fn main() {
    let calls = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(CALLS);
    let pbx = pbx(calls);
    let folder = tempfile::tempdir().unwrap();
    for (name, words, path) in [
        ("extension list", "extension list -o csv", "extensionlist/query"),
        (
            "cdr download",
            "cdr download --from 2026-01-01 --to 2026-12-31 -o calls.csv --force",
            "cdr/download",
        ),
    ] {
        let (mut ours, memory) = timed(uc(words, pbx, folder.path()));
        let (curl, _) = timed(curl(path, pbx, folder.path()));
        // The first run has read both programs from the disk.
        ours = ours.min(timed(uc(words, pbx, folder.path())).0);
        let ratio = ours.as_secs_f64() / curl.as_secs_f64();
        println!("{name}: {ours:.1?}, curl {curl:.1?} ({ratio:.1}x); memory {} MB", memory / 1024 / 1024);
        assert!(memory <= MOST_MEMORY, "it takes too much memory");
    }
    let lines = BufReader::new(std::fs::File::open(folder.path().join("calls.csv")).unwrap()).lines().count();
    assert_eq!(lines, calls, "records are lost");
}

fn uc(words: &str, pbx: SocketAddr, folder: &std::path::Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uc"));
    command.args(words.split(' ')).args(["--host", "127.0.0.1", "--user", "api", "--password-fd", "0"]);
    command.args(["--api-port", &pbx.port().to_string()]).env("UC_CONFIG_DIR", folder).current_dir(folder);
    // Neither this machine's profile nor its keyring.
    command.env_remove("DBUS_SESSION_BUS_ADDRESS").env("XDG_RUNTIME_DIR", folder);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "simulated").unwrap();
    child
}

fn curl(path: &str, pbx: SocketAddr, folder: &std::path::Path) -> Child {
    let url = format!("http://{pbx}/api/v1.1.0/{path}");
    let mut command = Command::new("curl");
    command.args(["--silent", "--data", "{}", "--output", "curl.csv", &url]).current_dir(folder);
    command.spawn().unwrap()
}

/// How long it ran, and the most memory it held.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn timed(mut child: Child) -> (Duration, u64) {
    let started = Instant::now();
    let mut most = 0;
    loop {
        most = memory(child.id()).unwrap_or(0).max(most);
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success(), "{ended}");
            return (started.elapsed(), most);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The most that was in memory so far, as Linux tells it.
fn memory(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

/// A PBX that says yes to everything and has as many calls as are wanted.
fn pbx(calls: usize) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            // A client that is gone has what it wanted.
            let _ = answer(&connection.unwrap(), calls);
        }
    });
    address
}

fn answer(connection: &TcpStream, calls: usize) -> std::io::Result<()> {
    let mut reader = BufReader::new(connection);
    let (mut head, mut length) = (String::new(), 0);
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head)? > 0 {
        let last = head.lines().last().unwrap_or_default().to_lowercase();
        length = last.strip_prefix("content-length:").map_or(length, |value| value.trim().parse().unwrap());
    }
    reader.read_exact(&mut vec![0; length])?;
    let mut writer = std::io::BufWriter::new(connection);
    if head.contains("cdr/download") {
        begin(&mut writer, "text/csv", CALL.len() * calls)?;
        return (0..calls).try_for_each(|_| writer.write_all(CALL.as_bytes())).and_then(|()| writer.flush());
    }
    let rows = (0..EXTENSIONS).map(|at| {
        format!(r#"{{"extnumber":"{}","status":"Idle","type":"pjsip","port":"","username":"Agent {at}","agentid":""}}"#, 1000 + at)
    });
    let rows = rows.collect::<Vec<_>>().join(",");
    let body = format!(r#"{{"status":"Success","token":"t","random":"r","extlist":[{rows}]}}"#);
    begin(&mut writer, "application/json", body.len())?;
    writer.write_all(body.as_bytes())?;
    writer.flush()
}

fn begin(writer: &mut impl Write, kind: &str, length: usize) -> std::io::Result<()> {
    write!(
        writer,
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    )
}
