//! Breaks a copy of the program one line at a time and watches the tests that must see it: `scripts/breaks [WORD…]`, for
//! all breaks, or those whose name holds a word. What was seen is recorded in `target/breaks/seen`, and is made again
//! once its line, its test or its file changes; without that file, all are.

mod copy;
mod record;
mod rounds;
mod watch;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use journeys::Break;

use record::Record;
use watch::Verdict;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(unseen) => {
            eprintln!("{unseen} breaks were not seen");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// How many breaks nothing turned red for.
fn run(words: &[String]) -> Result<usize> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let copy = copy::made(&root)?;
    let mut record = Record::open(&root.join("target/breaks/seen"))?;
    let mut wanted = Break::all(&root)?;
    wanted.retain(|one| words.is_empty() || words.iter().any(|word| one.name.contains(word.as_str())));
    let all = wanted.len();
    wanted.retain(|one| !record.holds(one, &copy));
    println!("{all} breaks, {} of them seen before", all - wanted.len());
    let (mut made, mut unseen) = (0, 0);
    for round in rounds::of(wanted, &copy) {
        for (one, verdict) in watch::round(&copy, round)? {
            made += 1;
            println!("[{made}] {}: {verdict}", one.name);
            match verdict {
                Verdict::Seen(_) => record.add(&one, &copy)?,
                Verdict::NotSeen(..) | Verdict::NotMade(_) => unseen += 1,
            }
        }
    }
    Ok(unseen)
}
