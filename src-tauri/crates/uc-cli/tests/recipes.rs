//! docs/UC.md: each recipe does what its title says, in bash and dash; each habit's test is there.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

mod bench;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use bench::{Bench, PASSWORD, Said, said};

/// Something that each recipe prints.
const EXPECTED: [(&str, &str); 10] = [
    ("Yesterday's calls, every morning", "calls-"),
    ("Fifty extensions from a list", "row 51: done"),
    ("The night switch", "voicemail,101"),
    ("Who is on the phone", "13800138000,102"),
    ("The recordings of a number", "recordings/exten-13800138000-"),
    ("Phones that are unplugged", "109 Olivia Brown"),
    ("Nobody stays paused over night", "done"),
    ("Too many callers wait", "only 0 wait"),
    ("Is the PBX back", "it is back"),
    ("A mailbox is saved and emptied", "mail/msg0002.wav"),
];

fn paper() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/UC.md")).unwrap()
}

/// Titles with their commands.
fn recipes(paper: &str) -> Vec<(&str, &str)> {
    let (_, rest) = paper.split_once("\n## Recipes\n").unwrap();
    let (part, _) = rest.split_once("\n## ").unwrap();
    part.split("\n### ")
        .skip(1)
        .map(|section| {
            let (title, rest) = section.split_once('\n').unwrap();
            let (_, code) = rest.split_once("```sh\n").unwrap();
            (title, code.split_once("```").unwrap().0)
        })
        .collect()
}

fn run(shell: &str, script: &str, bench: &Bench) -> Said {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_uc"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    fs::write(bench.path().join("secret"), PASSWORD).unwrap();
    let mut command = Command::new(shell);
    command.args(["-e", "-u", "-c", script]).current_dir(bench.path()).stdin(Stdio::null());
    command.env("PATH", path).env("UC_CONFIG_DIR", bench.path().join("config")).env_remove("UC_PROFILE");
    command.env("UC_HOST", format!("127.0.0.1:{}", bench.pbx.address().port())).env("UC_USER", "api");
    command.env("UC_PASSWORD_FILE", bench.path().join("secret")).env_remove("DBUS_SESSION_BUS_ADDRESS");
    said(&command.output().unwrap())
}

#[test]
fn recipes_do_what_their_titles_say() {
    let paper = paper();
    let recipes = recipes(&paper);
    let titles: Vec<&str> = recipes.iter().map(|(title, _)| *title).collect();
    assert_eq!(titles, EXPECTED.map(|(title, _)| title));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for shell in ["bash", "dash"] {
        let bench = runtime.block_on(Bench::new());
        bench.control().outside_calls_queue("13800138000", "6500").unwrap();
        bench.control().lift("102").unwrap();
        for ((title, script), (_, expected)) in recipes.iter().zip(EXPECTED) {
            let said = run(shell, script, &bench);
            assert!(said.code == 0 && said.out.contains(expected), "{shell}, {title}: {said:?}");
        }
        let pbx = bench.control().snapshot();
        assert!(
            pbx.phone("3050").is_some() && pbx.queue("6501").unwrap().members.iter().all(|it| !it.paused)
        );
        assert!(!pbx.voicemail.iter().any(|message| message.extension.as_str() == "101"), "not emptied");
    }
}

#[test]
fn each_habit_names_a_test_that_is_there() {
    let paper = paper();
    let rows = paper.lines().filter(|line| line.starts_with("| ") && line.contains(".rs::"));
    let mut count = 0;
    for row in rows {
        let cell = row.trim_end_matches([' ', '|']).rsplit('|').next().unwrap().trim().trim_matches('`');
        let (file, test) = cell.split_once("::").unwrap();
        let source =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(file)).unwrap();
        assert!(source.contains(&format!("fn {test}(")), "{row}");
        count += 1;
    }
    assert!(count >= 20, "{count} rows");
}
