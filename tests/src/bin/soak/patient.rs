//! The agent's process, from outside: started, watched, written to, stopped, killed.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;

use crate::agent::{COMMAND, Does, Screen};

/// A second for a quick machine, many for one with other work.
const PATIENCE: Duration = Duration::from_mins(1);
/// What an agent waits for without thinking.
const MOMENT: Duration = Duration::from_secs(2);

pub(crate) struct Patient {
    child: Child,
    screen: watch::Receiver<Screen>,
    clock: PathBuf,
}

impl Patient {
    /// `folder` is the agent's; its wall clock is set by the file `clock` beside it.
    pub(crate) fn start(folder: &Path, pbx: u16, reports: u16) -> Result<Self> {
        let clock = folder.with_extension("clock");
        std::fs::write(&clock, "+0")?;
        // A file that may grow no more gives an error, as a full disk does, only where the signal is ignored.
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(std::env::current_exe()?);
        command.arg(COMMAND).arg(folder).args([pbx.to_string(), reports.to_string()]);
        command.env("LD_PRELOAD", faketime()?).env("FAKETIME_TIMESTAMP_FILE", &clock);
        for name in ["FAKETIME_NO_CACHE", "FAKETIME_DONT_FAKE_MONOTONIC", "NO_FAKE_STAT"] {
            command.env(name, "1");
        }
        let log = std::fs::File::create(folder.with_extension("log"))?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true);
        let mut child = command.spawn().context("the agent's process")?;
        let lines = child.stdout.take().context("the agent's output")?;
        let (shows, screen) = watch::channel(Screen::default());
        tokio::spawn(async move {
            let mut lines = BufReader::new(lines).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                if let Ok(seen) = serde_json::from_str(&line) {
                    shows.send_replace(seen);
                }
            }
        });
        Ok(Self { child, screen, clock })
    }

    pub(crate) fn screen(&self) -> Screen {
        self.screen.borrow().clone()
    }

    pub(crate) async fn shows(&self, what: &str, wanted: impl FnMut(&Screen) -> bool) -> Result<Screen> {
        let mut screen = self.screen.clone();
        let seen = tokio::time::timeout(PATIENCE, screen.wait_for(wanted)).await;
        let seen = seen.with_context(|| format!("waited in vain for: {what}; {:?}", self.screen()))?;
        Ok(seen.with_context(|| format!("the agent ended while waiting for: {what}"))?.clone())
    }

    /// The id of the call with this number, once the screen shows it; lost reports may keep it from ever doing so.
    pub(crate) async fn offers_a_note(&self, number: &str) -> Option<String> {
        let mut screen = self.screen.clone();
        let is_of = |screen: &Screen| screen.noted.as_ref().is_some_and(|(_, of)| of == number);
        let shown = tokio::time::timeout(MOMENT, screen.wait_for(is_of)).await.ok()?.ok()?;
        shown.noted.as_ref().map(|(record, _)| record.clone())
    }

    pub(crate) async fn does(&mut self, does: &Does) -> Result<()> {
        let stdin = self.child.stdin.as_mut().context("the agent's input")?;
        stdin.write_all(format!("{}\n", serde_json::to_string(does)?).as_bytes()).await?;
        Ok(())
    }

    /// The end of a shift, or of the machine's day.
    pub(crate) async fn quits(mut self) -> Result<()> {
        self.does(&Does::Ends).await?;
        let ended =
            tokio::time::timeout(PATIENCE, self.child.wait()).await.context("the agent does not end")?;
        ensure!(ended?.success(), "the agent ended in error");
        Ok(())
    }

    /// `kill -9`.
    pub(crate) async fn dies(mut self) -> Result<()> {
        self.child.kill().await?;
        Ok(())
    }

    /// Stops it, as a machine does that sleeps; or lets it go on.
    pub(crate) async fn sleeps(&self, asleep: bool) -> Result<()> {
        let signal = if asleep { "-STOP" } else { "-CONT" };
        self.tool("kill", &[signal.to_owned(), self.id()?.to_string()]).await
    }

    /// No file may grow beyond what is there already; or all may again.
    pub(crate) async fn disk_is_full(&self, full: bool) -> Result<()> {
        let limit = if full { "--fsize=0:unlimited" } else { "--fsize=unlimited" };
        self.tool("prlimit", &["--pid".to_owned(), self.id()?.to_string(), limit.to_owned()]).await
    }

    /// Its wall clock is so many seconds ahead of everybody's.
    pub(crate) fn clock_is_ahead(&self, seconds: i64) -> Result<()> {
        let beside = self.clock.with_extension("new");
        std::fs::write(&beside, format!("{seconds:+}"))?;
        Ok(std::fs::rename(&beside, &self.clock)?)
    }

    /// Resident memory in KiB.
    pub(crate) fn memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()?))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse()?)
    }

    fn id(&self) -> Result<u32> {
        self.child.id().context("the agent has ended")
    }

    async fn tool(&self, tool: &str, arguments: &[String]) -> Result<()> {
        let status = Command::new(tool).args(arguments).status().await.context(tool.to_owned())?;
        ensure!(status.success(), "{tool} {arguments:?} failed");
        Ok(())
    }
}

/// The library that gives a process a wall clock of its own.
fn faketime() -> Result<PathBuf> {
    let found = std::fs::read_dir("/usr/lib")?.flatten().map(|folder| folder.path().join("faketime"));
    let library = found.map(|folder| folder.join("libfaketimeMT.so.1")).find(|file| file.exists());
    library.context("libfaketime is missing (Debian: libfaketime)")
}
