//! The table where it is read, docs/PERFORMANCE.md: between two marks, by nobody's hand.

use std::fmt::Write as _;
use std::path::Path;
use std::thread::available_parallelism;

use anyhow::{Context as _, Result};
use chrono::Utc;

use crate::options::Options;
use crate::table::Table;

const BEGIN: &str = "<!-- written by scripts/bench --write -->\n";
const END: &str = "<!-- up to here -->";

/// Puts the table in the place of the one before.
pub(crate) fn write(table: &Table, options: &Options) -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/PERFORMANCE.md");
    let paper = std::fs::read_to_string(&file)?;
    std::fs::write(file, put(&paper, &in_words(table, options)?)?)?;
    Ok(())
}

fn put(paper: &str, table: &str) -> Result<String> {
    let (before, rest) = paper.split_once(BEGIN).context("the paper has no place for the table")?;
    let (_, after) = rest.split_once(END).context("the paper's place for the table has no end")?;
    Ok(format!("{before}{BEGIN}{table}{END}{after}"))
}

fn in_words(table: &Table, options: &Options) -> Result<String> {
    let Options { rounds, rings, slack, cpu_rendering, .. } = options;
    let drawn = if *cpu_rendering { "both drawn by the processor" } else { "each drawn as it chooses" };
    let day = Utc::now().date_naive();
    let cores = available_parallelism()?;
    let mut text = format!(
        "\n{day}, {cores} cores, rounds: {rounds}, rings in each: {rings}, limits {slack} times the goal, {drawn}:\n\n"
    );
    writeln!(text, "| | rival | ours | ratio | limit | |\n|---|--:|--:|--:|--:|---|")?;
    for cells in table.cells() {
        writeln!(text, "| {} |", cells.join(" | "))?;
    }
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_table_takes_the_place_of_the_one_before() {
        let paper = format!("# Speed\n{BEGIN}old\n{END}\nrest\n");
        assert_eq!(put(&paper, "new\n").unwrap(), format!("# Speed\n{BEGIN}new\n{END}\nrest\n"));
        assert!(put("# Speed\n", "new\n").is_err());
        assert!(put(BEGIN, "new\n").is_err());
    }
}
