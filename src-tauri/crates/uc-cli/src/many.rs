//! Many at once: `-f FILE.csv` does a command for each row of a file whose columns are called as the command's options are.
//! What was done is written down beside it, row by row, so that a second run goes on where the first one ended.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::{Map, Value, json};

use crate::commands::{Arg, Command};
use crate::failure::Failure;
use crate::output::{self, Shown};
use crate::sign_in::{self, Session};
use crate::{confirm, dry_run, parameters, stopped};

const HEAD: &str = "row,request,outcome,why";
const DONE: &str = "done";

/// One row, checked.
#[derive(Debug)]
struct Row {
    /// In the file, as an editor counts.
    line: u64,
    parameters: Value,
    /// What tells it from every other, without its passwords being readable.
    mark: String,
}

/// How far it came.
#[derive(Debug, Default)]
struct Tally {
    done: usize,
    before: usize,
    refused: usize,
}

/// Does it for every row, after all of them have been looked at.
pub(crate) async fn run(command: &Command, file: &str, matches: &ArgMatches) -> Result<(), Failure> {
    let rows = rows(command, Path::new(file), matches)?;
    if let Some(question) = command.risk {
        confirm::or_yes(&format!("{question} ({} rows of {file})", rows.len()), matches)?;
    }
    if matches.get_flag("dry-run") {
        return rows.iter().try_for_each(|row| {
            dry_run::is_all(matches, command.endpoint.path, &row.parameters).map(|_| ())
        });
    }
    let mut report = Report::open(Path::new(file))?;
    let mut session = sign_in::session(matches).await?;
    let mut tally = Tally::default();
    let worked = work(command, &rows, &mut report, &mut session, (&mut tally, Shown::of(matches)));
    let outcome = stopped::unless(worked).await;
    session.end().await;
    let Tally { done, before, refused } = tally;
    let left = rows.len() - done - before - refused;
    let summary = format!(
        "{done} done, {before} done before, {refused} refused, {left} not tried; see {}",
        report.path.display()
    );
    output::say_aside(&format!("uc: {summary}"));
    outcome?;
    if refused > 0 {
        Err(Failure::NotAll(format!("{refused} of {} rows were refused", rows.len())))
    } else {
        Ok(())
    }
}

async fn work(
    command: &Command,
    rows: &[Row],
    report: &mut Report,
    session: &mut Session,
    (tally, shown): (&mut Tally, Shown),
) -> Result<(), Failure> {
    for row in rows {
        if report.done.contains(&row.mark) {
            tally.before += 1;
            continue;
        }
        match session.ask(command, row.parameters.clone()).await {
            Ok(_) => {
                tally.done += 1;
                report.note(row, DONE, "")?;
                say(row, DONE, "", shown)?;
            }
            Err(failure) => {
                let why = failure.to_string().replace('\n', " ");
                if failure.ends_a_series() {
                    report.note(row, "not sent", &why)?;
                    return Err(failure);
                }
                tally.refused += 1;
                report.note(row, "refused", &why)?;
                say(row, "refused", &why, shown)?;
            }
        }
    }
    Ok(())
}

fn say(row: &Row, outcome: &str, why: &str, shown: Shown) -> Result<(), Failure> {
    if shown.json {
        output::print_json(&json!({ "row": row.line, "outcome": outcome, "why": why }))?;
    } else {
        output::print(format!("row {}: {outcome} {why}", row.line).trim_end())?;
    }
    Ok(())
}

/// All rows, or what is wrong with the first that is: nothing is sent of a file that is half right.
fn rows(command: &Command, file: &Path, matches: &ArgMatches) -> Result<Vec<Row>, Failure> {
    let failed = |error: csv::Error| Failure::Local(format!("{}: {error}", file.display()));
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(file).map_err(failed)?;
    // What stands on the command line goes for every row.
    let given = parameters::of(command, matches)?;
    let columns = columns(command, &reader.headers().map_err(failed)?.clone(), file)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(failed)?;
        let line = record.position().map_or(0, csv::Position::line);
        let mut parameters: Map<String, Value> = given.as_object().cloned().unwrap_or_default();
        // An empty cell says nothing.
        let cells = columns.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
        parameters.extend(cells.map(|(arg, cell)| (arg.wire.to_owned(), Value::from(cell))));
        let parameters = Value::Object(parameters);
        let wrong = |failure: Failure| Failure::Usage(format!("{}:{line}: {failure}", file.display()));
        let request = (command.asked.check)(&parameters)
            .map_err(|error| wrong(parameters::explain(command, &error)))?;
        parameters::refuse_unfit(command, &parameters, &request).map_err(wrong)?;
        let mark = mark(command, &request);
        rows.push(Row { line, parameters, mark });
    }
    Ok(rows)
}

/// A column that no option is called is mistyped.
fn columns<'a>(command: &'a Command, head: &csv::StringRecord, file: &Path) -> Result<Vec<&'a Arg>, Failure> {
    let of_column = |name: &str| {
        let name = name.trim_start_matches('\u{feff}').trim_start_matches("--");
        let found = command.args.iter().find(|arg| arg.name.eq_ignore_ascii_case(name) || arg.wire == name);
        found.ok_or_else(|| {
            let known: Vec<&str> = command.args.iter().map(|arg| arg.name).collect();
            Failure::Usage(format!("{}: no column is called {name:?}: {}", file.display(), known.join(", ")))
        })
    };
    head.iter().map(of_column).collect()
}

fn mark(command: &Command, request: &Value) -> String {
    let text = format!("{} {request}", command.endpoint.path);
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    digest.as_ref().iter().take(8).fold(String::new(), |mut hex, byte| {
        // Writing to a String can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// `FILE.report.csv`
struct Report {
    path: PathBuf,
    file: File,
    done: BTreeSet<String>,
}

impl Report {
    fn open(of: &Path) -> Result<Self, Failure> {
        let mut name = of.as_os_str().to_owned();
        name.push(".report.csv");
        let path = PathBuf::from(name);
        let failed = |error: &dyn std::fmt::Display| Failure::Local(format!("{}: {error}", path.display()));
        let mut done = BTreeSet::new();
        let is_new = !path.exists();
        if !is_new {
            let mut before =
                csv::ReaderBuilder::new().flexible(true).from_path(&path).map_err(|e| failed(&e))?;
            // A last line that a crash has cut counts as not done.
            let rows = before.records().flatten().filter(|row| row.get(2) == Some(DONE));
            done.extend(rows.filter_map(|row| row.get(1).map(str::to_owned)));
        }
        let mut file = File::options().create(true).append(true).open(&path).map_err(|e| failed(&e))?;
        if is_new {
            writeln!(file, "{HEAD}").map_err(|error| failed(&error))?;
        }
        Ok(Self { path, file, done })
    }

    fn note(&mut self, row: &Row, outcome: &str, why: &str) -> Result<(), Failure> {
        let failed = |error: csv::Error| Failure::Local(error.to_string());
        let mut line = csv::Writer::from_writer(&self.file);
        line.write_record([row.line.to_string().as_str(), &row.mark, outcome, why]).map_err(failed)?;
        line.flush().map_err(|error| Failure::Local(error.to_string()))
    }
}
