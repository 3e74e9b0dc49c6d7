//! One-line breaks of the program, each with the tests that must turn red by it: `tests/breaks/*.tsv`. Columns: name,
//! file, the line as it is (without its indentation; once in the file), the line that breaks it, the tests by name (a
//! transcript by its file's name), and how they are run: `--lib`, `--test NAME`, `--bin NAME`, or the file of a UI test.

use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};

/// One line of the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// What is broken, in words with hyphens.
    pub name: String,
    /// From the repository's root.
    pub file: String,
    /// As it is.
    pub line: String,
    /// As it must not be.
    pub broken: String,
    /// What must turn red.
    pub red: Vec<String>,
    /// `--lib`, `--test NAME`, `--bin NAME`, `ui/tests/NAME.test.ts`.
    pub run: String,
}

impl Break {
    /// All breaks of a repository.
    pub fn all(root: &Path) -> Result<Vec<Self>> {
        let mut files: Vec<_> = std::fs::read_dir(root.join("tests/breaks"))?
            .map(|entry| Ok(entry?.path()))
            .filter(|path| path.as_ref().map_or(true, |path| path.extension().is_some_and(|it| it == "tsv")))
            .collect::<Result<_>>()?;
        files.sort();
        let mut breaks = Vec::new();
        for file in files {
            for (at, line) in std::fs::read_to_string(&file)?.lines().enumerate() {
                let read = Self::parse(line).with_context(|| format!("{}:{}", file.display(), at + 1))?;
                breaks.push(read);
            }
        }
        Ok(breaks)
    }

    fn parse(line: &str) -> Result<Self> {
        let [name, file, line, broken, red, run] = line.split('\t').collect::<Vec<_>>()[..] else {
            bail!("a break has six columns");
        };
        // Tests of the UI have sentences for names, so a break has one of them.
        let red = if run.starts_with("ui/") {
            vec![red.to_owned()]
        } else {
            red.split(' ').map(str::to_owned).collect()
        };
        let [name, file, line, broken, run] = [name, file, line, broken, run].map(str::to_owned);
        Ok(Self { name, file, line, broken, red, run })
    }

    /// Whether a test of the UI must see it.
    pub fn is_of_ui(&self) -> bool {
        self.run.starts_with("ui/")
    }

    /// The file's text with the break in it.
    pub fn apply(&self, text: &str) -> Result<String> {
        let places: Vec<usize> = (text.lines().enumerate())
            .filter(|(_, line)| line.trim() == self.line.trim())
            .map(|(at, _)| at)
            .collect();
        let [place] = places[..] else {
            bail!("{}: {} lines of {} are {:?}", self.name, places.len(), self.file, self.line);
        };
        ensure!(self.line != self.broken, "{}: nothing is broken", self.name);
        let lines = text.lines().enumerate().map(|(at, line)| {
            let indent = &line[..line.len() - line.trim_start().len()];
            if at == place { format!("{indent}{}", self.broken) } else { line.to_owned() }
        });
        Ok(lines.collect::<Vec<_>>().join("\n") + "\n")
    }
}
