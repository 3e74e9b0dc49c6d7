//! What the companion is measured against: the smallest Tauri program with the same two windows, a socket for reports and
//! a notification. It knows no PBX and keeps nothing; what it needs for a ring is what any program of its kind needs.
//!
//! `RIVAL_PORT` says where it listens, `--hidden` keeps the main window away, `--counting` has a figure in each window that
//! changes each second, as a clock does.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use anyhow::{Context as _, Result};
use notify_rust::{Notification, NotificationHandle};
use serde_json::Value;
use tauri::{App, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

const COUNTING: &str = "addEventListener('load', () => {
    const figure = document.body.appendChild(document.createElement('p'));
    let seconds = 0;
    setInterval(() => (figure.textContent = ++seconds), 1000);
})";

fn main() -> Result<()> {
    tauri::Builder::default().setup(|app| Ok(set_up(app)?)).run(tauri::generate_context!())?;
    Ok(())
}

fn set_up(app: &App) -> Result<()> {
    let is_said = |wanted: &str| std::env::args().any(|word| word == wanted);
    let script = if is_said("--counting") { COUNTING } else { "" };
    WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("Rival")
        .inner_size(980.0, 680.0)
        .visible(!is_said("--hidden"))
        .initialization_script(script)
        .build()?;
    let pop = WebviewWindowBuilder::new(app, "pop", WebviewUrl::App("pop.html".into()))
        .title("Rival: call")
        .inner_size(384.0, 208.0)
        .position(880.0, 576.0)
        .resizable(false)
        .decorations(false)
        .always_on_top(true)
        .visible_on_all_workspaces(true)
        .skip_taskbar(true)
        .focused(false)
        .focusable(false)
        .visible(false)
        .initialization_script(script)
        .build()?;
    let port: u16 = std::env::var("RIVAL_PORT").context("RIVAL_PORT is not set")?.parse()?;
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    std::thread::spawn(move || {
        let mut told = None;
        for connection in listener.incoming().flatten() {
            if let Err(error) = take(&connection, &pop, &mut told) {
                eprintln!("{error:#}");
            }
        }
    });
    Ok(())
}

/// One report: answered at once, then shown.
fn take(connection: &TcpStream, pop: &WebviewWindow, told: &mut Option<NotificationHandle>) -> Result<()> {
    let mut reader = BufReader::new(connection);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if let Some(value) = line.strip_prefix("Content-Length:") {
            length = value.trim().parse()?;
        }
        if line.trim().is_empty() {
            break;
        }
    }
    if length == 0 {
        return Ok(()); // somebody only looked whether it listens
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut connection = connection;
    connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
    let report: Value = serde_json::from_slice(&body)?;
    if report["action"] == "RING" {
        let caller = &report["inbound"]["from"];
        pop.eval(format!("document.getElementById('call').textContent = {caller}"))?;
        pop.show()?;
        let caller = caller.as_str().unwrap_or_default();
        *told = Some(Notification::new().appname("Rival").summary("Incoming call").body(caller).show()?);
    } else {
        pop.hide()?;
        if let Some(told) = told.take() {
            told.close();
        }
    }
    Ok(())
}
