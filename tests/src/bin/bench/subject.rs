//! The two programs, and how each is started and known to be ready.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};
use journeys::{App, Journey, Look, free_port, wait_for};
use tokio::time::Instant;

use crate::hops;
use crate::options::Options;
use crate::report::Receiver;
use crate::run::Course;
use crate::screen::{Screen, Which};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Rival,
    Ours,
}

/// One that runs; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    pub(crate) receiver: Receiver,
    /// From its start to its main window, in milliseconds; `None` where that stays hidden.
    pub(crate) window_after: Option<f64>,
}

impl Subject {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rival => "the rival",
            Self::Ours => "the companion",
        }
    }

    /// Its file, beside this program.
    pub(crate) fn program(self) -> Result<PathBuf> {
        let ours = App::program()?;
        Ok(match self {
            Self::Rival => ours.with_file_name("rival"),
            Self::Ours => ours,
        })
    }

    fn command(self, journey: &Journey) -> Result<Command> {
        let mut command = journey.desktop.command(&self.program()?.display().to_string(), &[]);
        if self == Self::Ours {
            command.arg("--data-dir").arg(journey.desktop.data_dir());
        }
        Ok(command)
    }

    /// Has the one that runs in the tray open its main window, by a second start; in milliseconds.
    pub(crate) fn open_again(self, journey: &Journey, screen: &mut Screen) -> Result<f64> {
        let mut command = self.command(journey)?;
        screen.look_away();
        let begun = Instant::now();
        let mut second = command.stderr(Stdio::null()).spawn()?;
        let shown = screen.shows(Which::Main)?;
        second.wait()?;
        Ok((shown - begun).as_secs_f64() * 1e3)
    }

    /// Starts it, and waits until a ring would be taken.
    pub(crate) async fn start(
        self,
        course: Course,
        options: &Options,
        journey: &Journey,
        screen: &mut Screen,
    ) -> Result<Running> {
        let port = free_port()?.to_string();
        let mut command = self.command(journey)?;
        let hidden = course == Course::Tray;
        command.args(hidden.then_some("--hidden"));
        command.args((course == Course::Counting).then_some("--counting"));
        command.env("RIVAL_PORT", &port);
        if !options.cpu_rendering {
            // The journeys' desktop sets it for all; here WebKit chooses by itself.
            command.env_remove("WEBKIT_DISABLE_DMABUF_RENDERER");
        }
        if options.hops {
            command.env("UC_COMPANION_LOG", hops::LEVEL);
        }
        command.stderr(Stdio::null());
        let logins = journey.pbx.snapshot().logins.len();
        screen.look_away();
        let begun = Instant::now();
        let child = command.spawn().with_context(|| format!("{} can't be started", self.name()))?;
        let window_after =
            if hidden { None } else { Some((screen.shows(Which::Main)? - begun).as_secs_f64() * 1e3) };
        let mut running = Running {
            child,
            receiver: Receiver { host: "127.0.0.1".to_owned(), port: port.parse()?, path: "/".to_owned() },
            window_after,
        };
        match self {
            Self::Rival => {
                wait_for("the rival to listen", async || {
                    let tried = std::net::TcpStream::connect(("127.0.0.1", running.receiver.port));
                    Ok(tried.map_or_else(|error| Look::NotYet(error.to_string()), |_| Look::Found(())))
                })
                .await?;
            }
            Self::Ours => {
                let signed_in = journey
                    .pbx
                    .wait_for(|seen| seen.logins.len() > logins && !seen.receivers.is_empty())
                    .await?;
                let receiver = signed_in.receivers.first().context("no receiver")?;
                running.receiver = Receiver {
                    host: receiver.host.clone(),
                    port: receiver.port,
                    path: receiver.path.clone(),
                };
            }
        }
        Ok(running)
    }
}

impl Running {
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn end(mut self) -> Result<()> {
        std::process::Command::new("kill").args(["-TERM", &self.pid().to_string()]).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
