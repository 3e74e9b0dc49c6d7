//! What was seen before, so that a run that was stopped goes on where it was.

use std::collections::BTreeSet;
use std::fs::File;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use journeys::Break;

pub(super) struct Record {
    seen: BTreeSet<String>,
    file: File,
}

impl Record {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::options().create(true).append(true).open(path)?;
        let seen = std::fs::read_to_string(path)?.lines().map(str::to_owned).collect();
        Ok(Self { seen, file })
    }

    pub(super) fn holds(&self, one: &Break, copy: &Path) -> bool {
        self.seen.contains(&line(one, copy))
    }

    pub(super) fn add(&mut self, one: &Break, copy: &Path) -> Result<()> {
        Ok(writeln!(self.file, "{}", line(one, copy))?)
    }
}

/// Another text of its file, another break or another test is another line.
fn line(one: &Break, copy: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    (&one.line, &one.broken, &one.red, &one.run).hash(&mut hasher);
    std::fs::read(copy.join(&one.file)).ok().hash(&mut hasher);
    format!("{} {:016x}", one.name, hasher.finish())
}
