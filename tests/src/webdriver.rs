//! The part of the WebDriver protocol that the journeys need, sent to tauri-driver. No ready-made client: those insist
//! on a `browserName` or bring TLS stacks of their own.

use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

/// The key under which the protocol hides an element's id.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// One command; opening the program on a loaded machine takes longest.
const COMMAND_LIMIT: Duration = Duration::from_secs(90);

/// Whether the driver has lost the program, which knows nothing of it: WebKitGTK 2.50 ends one session in a hundred while
/// the pages load, on a machine that has much else to do.
pub(crate) fn is_lost(error: &anyhow::Error) -> bool {
    let codes = ["unknown error", "invalid session id"];
    error.downcast_ref::<Refused>().is_some_and(|refused| codes.contains(&refused.code.as_str()))
}

/// One run of the program, driven from outside. The program ends with [`WebDriver::end`].
#[derive(Debug)]
pub(crate) struct WebDriver {
    http: reqwest::Client,
    session: String,
    current: Mutex<Option<String>>,
}

/// The driver understood a command and could not do it.
#[derive(Debug, thiserror::Error)]
#[error("{command}: {code}: {message}")]
pub(crate) struct Refused {
    /// The last word of its address, e.g. `click`: the driver's own message is often empty.
    command: String,
    /// As in the protocol, e.g. `no such window`.
    pub(crate) code: String,
    message: String,
}

impl WebDriver {
    /// Opens the program through the driver at `address`.
    pub(crate) async fn open(address: &str, program: &Path, arguments: &[String]) -> Result<Self> {
        // Another window test in this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().timeout(COMMAND_LIMIT).build()?;
        let options = json!({ "application": program, "args": arguments });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "tauri:options": options } } });
        let answer = exchange(http.post(format!("{address}/session")).json(&wanted)).await?;
        let id = answer["sessionId"].as_str().context("the driver named no session")?;
        Ok(Self { http, session: format!("{address}/session/{id}"), current: Mutex::default() })
    }

    /// Closes the program.
    pub(crate) async fn end(&self) -> Result<()> {
        exchange(self.http.delete(&self.session)).await.map(|_| ())
    }

    /// The windows that are there, shown or not.
    pub(crate) async fn windows(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_value(self.get("window/handles").await?)?)
    }

    /// Later commands go to this window.
    pub(crate) async fn switch_to(&self, window: &str) -> Result<()> {
        if self.current.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(window) {
            return Ok(());
        }
        self.post("window", &json!({ "handle": window })).await?;
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(window.to_owned());
        Ok(())
    }

    pub(crate) async fn address(&self) -> Result<String> {
        Ok(serde_json::from_value(self.get("url").await?)?)
    }

    pub(crate) async fn source(&self) -> Result<String> {
        Ok(serde_json::from_value(self.get("source").await?)?)
    }

    /// Runs the body of a function in the page.
    pub(crate) async fn run(&self, script: &str, arguments: Value) -> Result<Value> {
        self.post("execute/sync", &json!({ "script": script, "args": arguments })).await
    }

    /// Runs the body of a function in the page and waits until it calls its argument.
    pub(crate) async fn run_until_done(&self, script: &str) -> Result<()> {
        self.post("execute/async", &json!({ "script": script, "args": [] })).await.map(|_| ())
    }

    pub(crate) async fn find(&self, css: &str) -> Result<String> {
        let found = self.post("element", &json!({ "using": "css selector", "value": css })).await?;
        found[ELEMENT].as_str().map(ToOwned::to_owned).context("the driver named no element")
    }

    pub(crate) async fn click(&self, element: &str) -> Result<()> {
        self.post(&format!("element/{element}/click"), &json!({})).await.map(|_| ())
    }

    pub(crate) async fn type_into(&self, element: &str, text: &str) -> Result<()> {
        self.post(&format!("element/{element}/value"), &json!({ "text": text })).await.map(|_| ())
    }

    async fn get(&self, command: &str) -> Result<Value> {
        exchange(self.http.get(format!("{}/{command}", self.session))).await
    }

    async fn post(&self, command: &str, body: &Value) -> Result<Value> {
        exchange(self.http.post(format!("{}/{command}", self.session)).json(body)).await
    }
}

async fn exchange(request: reqwest::RequestBuilder) -> Result<Value> {
    let answer = request.send().await?;
    let command = answer.url().path().rsplit('/').next().unwrap_or_default().to_owned();
    let value = answer.json::<Value>().await?["value"].take();
    let Some(code) = value["error"].as_str() else { return Ok(value) };
    let message = value["message"].as_str().unwrap_or_default().to_owned();
    Err(Refused { command, code: code.to_owned(), message }.into())
}
