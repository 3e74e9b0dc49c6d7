//! The log on the disk: a file a day, each with an end, and no more of them than two weeks have. What comes faster than
//! anybody reads is counted instead of written, so that nothing outside can fill the disk or wear it out.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use agent_core::WallMillis;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::files;

/// A busy day at the usual level has some hundred kilobytes.
const LARGEST_FILE: u64 = 4 * 1024 * 1024;
/// Of a day that needs more than one, the latest stay.
const MOST_FILES: usize = 14;
/// A sign-in with everything that follows has 20 KB.
const MOST_A_MINUTE: u64 = 512 * 1024;
const MINUTE: i64 = 60_000;

const PREFIX: &str = "uc-companion.";
const SUFFIX: &str = ".log";
const NAME: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const PART: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day].[hour][minute][second]");

/// Takes whole lines. Made for one thread, which does nothing else.
#[derive(Debug)]
pub struct LogFile {
    folder: PathBuf,
    clock: fn() -> WallMillis,
    day: String,
    file: File,
    size: u64,
    minute: i64,
    in_this_minute: u64,
    left_out: u64,
}

impl LogFile {
    /// Goes on with today's file in this folder, which is made where it is missing.
    pub fn open(folder: &Path, clock: fn() -> WallMillis) -> io::Result<Self> {
        files::create_private_dir(folder)?;
        let day = name_at(clock(), NAME);
        let (file, size) = append(folder, &day)?;
        let (folder, minute) = (folder.to_owned(), clock().0 / MINUTE);
        Ok(Self { folder, clock, day, file, size, minute, in_this_minute: 0, left_out: 0 })
    }

    /// Whether so many bytes more may be written now.
    fn has_room(&mut self, bytes: u64) -> io::Result<bool> {
        let minute = (self.clock)().0 / MINUTE;
        if minute != self.minute {
            (self.minute, self.in_this_minute) = (minute, 0);
            let left_out = std::mem::take(&mut self.left_out);
            // Told where somebody will wonder about the gap.
            if left_out > 0 {
                let line = format!("{left_out} lines were left out here: too many came at once\n");
                self.append(line.as_bytes())?;
            }
        }
        self.in_this_minute = self.in_this_minute.saturating_add(bytes);
        if self.in_this_minute > MOST_A_MINUTE {
            self.left_out += 1;
            return Ok(false);
        }
        Ok(true)
    }

    fn append(&mut self, line: &[u8]) -> io::Result<()> {
        let now = (self.clock)();
        let day = name_at(now, NAME);
        let is_full = self.size + line.len() as u64 > LARGEST_FILE;
        if day != self.day || is_full {
            if is_full && day == self.day {
                let part = format!("{PREFIX}{}{SUFFIX}", name_at(now, PART));
                std::fs::rename(path_of(&self.folder, &self.day), self.folder.join(part))?;
            }
            (self.file, self.size) = append(&self.folder, &day)?;
            self.day = day;
            forget_oldest(&self.folder)?;
        }
        self.file.write_all(line)?;
        self.size += line.len() as u64;
        Ok(())
    }
}

impl Write for LogFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.has_room(line.len() as u64)? {
            self.append(line)?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// In UTC, as the times in the lines are.
fn name_at(now: WallMillis, form: &[BorrowedFormatItem<'_>]) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(now.0 / 1000).ok();
    moment.and_then(|moment| moment.format(form).ok()).unwrap_or_default()
}

fn path_of(folder: &Path, day: &str) -> PathBuf {
    folder.join(format!("{PREFIX}{day}{SUFFIX}"))
}

fn append(folder: &Path, day: &str) -> io::Result<(File, u64)> {
    let file = File::options().create(true).append(true).open(path_of(folder, day))?;
    let size = file.metadata()?.len();
    Ok((file, size))
}

/// Names are in the order of time, but for the day's own, which is later than its parts.
fn forget_oldest(folder: &Path) -> io::Result<()> {
    let mut logs: Vec<(std::time::SystemTime, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX)) {
            logs.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    logs.sort();
    let too_many = logs.len().saturating_sub(MOST_FILES);
    logs.into_iter().take(too_many).try_for_each(|(_, log)| std::fs::remove_file(log))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    // The clock is a plain function; each test runs in a thread of its own.
    thread_local!(static NOW: Cell<i64> = const { Cell::new(1_795_700_000_000) });

    fn now() -> WallMillis {
        WallMillis(NOW.get())
    }

    fn pass(millis: i64) {
        NOW.set(NOW.get() + millis);
    }

    fn text(folder: &Path) -> String {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder).unwrap().map(|one| one.unwrap().path()).collect();
        files.sort();
        files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
    }

    #[test]
    fn a_flood_is_counted_and_fills_no_disk() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = LogFile::open(folder.path(), now).unwrap();
        let line = format!("{}\n", "x".repeat(1023));
        for _ in 0..100_000 {
            log.write_all(line.as_bytes()).unwrap();
        }
        assert!(text(folder.path()).len() as u64 <= MOST_A_MINUTE);
        pass(MINUTE);
        log.write_all(b"after\n").unwrap();
        assert!(
            text(folder.path()).ends_with("99488 lines were left out here: too many came at once\nafter\n")
        );

        // A week of it.
        for _ in 0..7 * 24 {
            pass(60 * MINUTE);
            for _ in 0..600 {
                log.write_all(line.as_bytes()).unwrap();
            }
        }
        let files = std::fs::read_dir(folder.path()).unwrap().count();
        assert!(files <= MOST_FILES, "{files} files");
        assert!(text(folder.path()).len() as u64 <= LARGEST_FILE * MOST_FILES as u64);
    }

    #[test]
    fn each_day_has_its_file_and_a_start_goes_on_with_it() {
        let folder = tempfile::tempdir().unwrap();
        LogFile::open(folder.path(), now).unwrap().write_all(b"one\n").unwrap();
        let mut log = LogFile::open(folder.path(), now).unwrap();
        log.write_all(b"two\n").unwrap();
        pass(24 * 60 * MINUTE);
        log.write_all(b"three\n").unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
        assert_eq!(text(folder.path()), "one\ntwo\nthree\n");
    }
}
