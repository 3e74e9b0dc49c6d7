//! The real `uc` against a simulated PBX.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]
#![allow(dead_code, reason = "each test uses its part")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use pbx_simulator::{Control, Options, Simulator, World};
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "simulated";

pub(crate) struct Bench {
    pub(crate) pbx: Simulator,
    pub(crate) folder: TempDir,
    pub(crate) xml: bool,
}

/// What a command said and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        let soon = Some(Duration::from_millis(20));
        let options =
            Options { outside_answers_after: soon, colleagues_answer_after: soon, ..Options::default() };
        Self::of(World::demo(), options).await
    }

    pub(crate) async fn of(world: World, options: Options) -> Self {
        let pbx = Simulator::start(world, options).await.unwrap();
        Self { pbx, folder: tempfile::tempdir().unwrap(), xml: false }
    }

    pub(crate) fn control(&self) -> Control {
        self.pbx.control()
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = self.bare(line);
        command.args(["--host", "127.0.0.1", "--user", "api", "--password-fd", "0"]);
        command.args(["--api-port", &self.pbx.address().port().to_string()]);
        if self.xml {
            command.arg("--xml");
        }
        command
    }

    /// Without a word about which PBX.
    pub(crate) fn bare(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_uc"));
        command.args(words(line));
        // Neither this machine's profile nor its keyring.
        command.env("UC_CONFIG_DIR", self.path()).env_remove("DBUS_SESSION_BUS_ADDRESS");
        command.env("XDG_RUNTIME_DIR", self.path()).current_dir(self.path());
        for variable in ["UC_PROFILE", "UC_HOST", "UC_USER", "UC_PASSWORD_FILE"] {
            command.env_remove(variable);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs `uc` with the password on standard input.
    pub(crate) fn uc(&self, line: &str) -> Said {
        self.uc_with(line, PASSWORD)
    }

    pub(crate) fn uc_with(&self, line: &str, password: &str) -> Said {
        run(&mut self.command(line), password)
    }

    /// Without a word about which PBX but what `line` says.
    pub(crate) fn uc_alone(&self, line: &str, input: &str) -> Said {
        run(&mut self.bare(line), input)
    }

    /// As [`Self::uc`]; it has to succeed.
    #[track_caller]
    pub(crate) fn does(&self, line: &str) -> String {
        let said = self.uc(line);
        assert_eq!(said.code, 0, "uc {line}: {}{}", said.err, said.out);
        said.out
    }
}

pub(crate) fn run(command: &mut Command, input: &str) -> Said {
    let mut child = command.spawn().unwrap();
    // A command that is wrong ends before it reads.
    let _ = writeln!(child.stdin.take().unwrap(), "{input}");
    said(&child.wait_with_output().unwrap())
}

pub(crate) fn said(output: &Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}

/// Splits as a shell does, as far as these tests go: `'` keeps blanks together.
fn words(line: &str) -> Vec<String> {
    let quoted = line.split('\'').enumerate();
    quoted
        .flat_map(|(at, part)| {
            if at % 2 == 1 {
                vec![part.to_owned()]
            } else {
                part.split_whitespace().map(str::to_owned).collect()
            }
        })
        .collect()
}
