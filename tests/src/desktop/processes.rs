//! The processes of the program under test: ending them one way or another, and what it has written down.

use anyhow::Result;

use super::Desktop;
use crate::wait::{Look, wait_for};

impl Desktop {
    /// Asks the programs whose command line holds this text to end, as the end of a session does, and waits until they
    /// have.
    pub async fn terminate(&self, command_line: &str) -> Result<()> {
        self.signal("-TERM", command_line).await
    }

    /// Ends them without a word, as a crash does.
    pub async fn kill(&self, command_line: &str) -> Result<()> {
        self.signal("-KILL", command_line).await
    }

    async fn signal(&self, signal: &str, command_line: &str) -> Result<()> {
        for pid in self.running(command_line).lines() {
            self.run("kill", &[signal, pid])?;
        }
        self.ends(command_line).await
    }

    /// Ends the processes of the program's pages, as a machine does that has no memory left; says how many.
    pub fn kill_pages(&self) -> Result<usize> {
        let command_line = format!("--data-dir {}", self.data_dir().display());
        let mut killed = 0;
        for pid in self.running(&command_line).lines() {
            // Where there is none, pkill fails.
            let count = self.run("pkill", &["-KILL", "--count", "-P", pid, "WebKitWebProces"]);
            killed += count.map_or(Ok(0), |count| count.parse())?;
        }
        Ok(killed)
    }

    /// Waits until the program's own log holds this.
    pub async fn log_says(&self, text: &str) -> Result<()> {
        wait_for(format!("the log to say {text}"), async || {
            let is_said = self.log()?.contains(text);
            Ok(if is_said { Look::Found(()) } else { Look::NotYet("it does not".to_owned()) })
        })
        .await
    }

    /// Whether the process of a page has ended, as the program's own log says.
    pub(crate) fn has_lost_a_page(&self) -> Result<bool> {
        Ok(self.log()?.contains("page's process has ended"))
    }

    /// The program's own log, empty where it keeps none.
    fn log(&self) -> Result<String> {
        let logs = self.data_dir().join("logs");
        let mut log = String::new();
        if logs.is_dir() {
            for file in std::fs::read_dir(&logs)? {
                log += &std::fs::read_to_string(file?.path())?;
            }
        }
        Ok(log)
    }

    /// Where it finds none, pgrep fails.
    fn running(&self, command_line: &str) -> String {
        self.run("pgrep", &["-f", "--", command_line]).unwrap_or_default()
    }

    /// Waits until those have ended by themselves.
    pub async fn ends(&self, command_line: &str) -> Result<()> {
        wait_for(format!("{command_line} to end"), async || {
            let left = self.running(command_line);
            Ok(if left.is_empty() { Look::Found(()) } else { Look::NotYet(left) })
        })
        .await
    }
}
