//! What happened while nobody heard of it: the PBX's records of the own extension, of the missing span only, streamed to
//! a file and merged into the history. How far they are known is kept as the PBX's clock has it, so that a clock of this
//! computer that was ever wrong skips nothing.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use agent_core::{Failure, Filled, Input, WallMillis};
use agent_storage::{History, Recordings, files, local_millis};
use pbx_client::DownloadError;
use pbx_protocol::endpoints::{DownloadCdr, GetCdrRandom};
use pbx_protocol::{Extension, Selection};
use time::OffsetDateTime;
use time::macros::format_description;
use tracing::info;

use crate::clock::Clock;
use crate::failures;
use crate::inputs::Inputs;
use crate::link::Session;

/// At the very first start, and after a long absence, so much is looked back.
const LONGEST_ABSENCE: Duration = Duration::from_hours(24 * 14);
/// The PBX books a call some time after it has ended; and twice a year an hour comes twice, or not at all.
pub(crate) const OVERLAP: Duration = Duration::from_mins(75);
/// "There are no records."
const NO_RECORDS: &str = "20021";

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct CatchUp {
    pub(crate) history: History,
    pub(crate) inputs: Inputs,
    pub(crate) folder: PathBuf,
    pub(crate) recordings: Recordings,
    /// For how many days calls are kept; 0: for ever.
    pub(crate) days: Arc<AtomicU32>,
}

impl CatchUp {
    /// `pbx_clock` is what the PBX's clock said, and when it was asked.
    pub(crate) fn start(
        &self,
        session: Result<Session, Failure>,
        extension: String,
        pbx_clock: (String, WallMillis),
    ) {
        let this = self.clone();
        tokio::spawn(async move {
            let outcome = match session {
                Ok(session) => this.run(&session, &extension, pbx_clock).await,
                Err(failure) => Err(failure),
            };
            let input = match outcome {
                Ok(filled) => {
                    let Filled { added, missed, unread } = filled;
                    info!(added, missed, unread, "the history is caught up");
                    Input::CaughtUp { filled }
                }
                Err(failure) => {
                    info!(?failure, "the history could not be caught up");
                    Input::NotCaughtUp { failure }
                }
            };
            this.inputs.send(input).await;
        });
    }

    async fn run(
        &self,
        session: &Session,
        extension: &str,
        pbx_clock: (String, WallMillis),
    ) -> Result<Filled, Failure> {
        // Without an extension nobody's calls are missing.
        let own = Extension::parse(extension).map_err(|_| Failure::NotSignedIn)?;
        // Before the PBX is asked: what it books meanwhile belongs to the next time.
        let now = clock_of_pbx(&pbx_clock, Clock::wall());
        let offset = offset(pbx_clock);
        let (from, until) = span(self.history.covered_until().await?, now);
        let ask = GetCdrRandom {
            extensions: Selection::one(own),
            start: local(from),
            end: local(until),
            allowed_address: None,
        };
        let filled = match self.fetch(session, ask).await? {
            Some(file) => {
                let filled = self.history.fill(extension.to_owned(), offset, file.clone()).await;
                // It is of no further use, and the folder is emptied at the next start anyway.
                let _ = tokio::fs::remove_file(file).await;
                filled?
            }
            None => Filled::default(),
        };
        // Records that can't be read are asked for again, as long as an absence is looked back on.
        if filled.unread == 0 {
            self.history.set_covered_until(WallMillis(now)).await?;
        }
        self.forget_old(now).await;
        Ok(filled)
    }

    /// Forgets the calls that are older than the agent wants to keep them: by the PBX's clock and by ours, for either may be
    /// wrong, and a call that was forgotten does not come back.
    async fn forget_old(&self, pbx: i64) {
        let days = self.days.load(Ordering::Relaxed);
        if days == 0 {
            return;
        }
        let before = WallMillis(pbx.min(Clock::wall().0) - i64::from(days) * 24 * 3_600_000);
        match self.history.forget_before(before).await {
            Ok(recordings) => self.recordings.forget(&recordings),
            Err(failure) => info!(?failure, "old calls could not be forgotten"),
        }
    }

    /// Nothing when there are no records.
    pub(crate) async fn fetch(
        &self,
        session: &Session,
        ask: GetCdrRandom,
    ) -> Result<Option<PathBuf>, Failure> {
        let Session { client, token } = session;
        let random = match client.send(token, &ask).await {
            Ok(answer) => answer.random,
            Err(pbx_client::ClientError::Refused { errno, .. }) if errno.as_str() == NO_RECORDS => {
                return Ok(None);
            }
            Err(error) => return Err(failures::of_client(error)),
        };
        let file = files::free_path(&self.folder, "records.csv");
        let download = DownloadCdr { extensions: ask.extensions, start: ask.start, end: ask.end, random };
        match client.download(token, &download, &file, |_| {}).await {
            Ok(()) => Ok(Some(file)),
            Err(DownloadError::Client(pbx_client::ClientError::Refused { errno, .. }))
                if errno.as_str() == NO_RECORDS =>
            {
                Ok(None)
            }
            Err(error) => Err(failures::of_download(error)),
        }
    }
}

pub(crate) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// What the PBX's clock shows now, as if it were UTC. A clock that says nothing readable is taken for ours.
pub(crate) fn clock_of_pbx((said, at): &(String, WallMillis), now: WallMillis) -> i64 {
    local_millis(said).map_or(now.0, |local| local + (now.0 - at.0))
}

/// What to ask for, on the PBX's clock, when all is known until `covered`.
fn span(covered: Option<WallMillis>, now: i64) -> (i64, i64) {
    let overlap = millis(OVERLAP);
    let earliest = now - millis(LONGEST_ABSENCE);
    // What lies ahead was noted by a clock that was wrong then, or is now.
    let covered = covered.map(|covered| covered.0).filter(|covered| *covered <= now + overlap);
    let from = covered.map_or(earliest, |covered| (covered.min(now) - overlap).max(earliest));
    (from, now + overlap)
}

/// How far what the PBX's clock shows is ahead of our UTC, its zone included.
pub(crate) fn offset((said, at): (String, WallMillis)) -> i64 {
    local_millis(&said).map_or(0, |local| local - at.0)
}

/// As the PBX writes moments.
pub(crate) fn local(millis: i64) -> String {
    let form = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    let moment = OffsetDateTime::from_unix_timestamp(millis.div_euclid(1000)).ok();
    moment.and_then(|moment| moment.format(form).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pbxs_zone_and_what_the_clocks_differ_by_are_learnt_from_its_clock() {
        let at = WallMillis(1_589_958_752_000); // 07:12:32 UTC
        for (said, seconds) in [
            ("2020-05-20 10:12:30", 3 * 3600 - 2),
            ("2020-05-20 07:12:35", 3),
            ("2020-05-20 02:10:00", -5 * 3600 - 152),
            ("no clock", 0),
        ] {
            assert_eq!(offset((said.to_owned(), at)), seconds * 1000, "{said}");
        }
        assert_eq!(local(1_589_958_752_000 + 3 * 3_600_000), "2020-05-20 10:12:32");
    }

    #[test]
    fn no_wrong_clock_leaves_a_gap() {
        const HOUR: i64 = 3_600_000;
        let now = 1_589_958_752_000;
        let weeks = now - 14 * 24 * HOUR;
        let quarters = 5 * HOUR / 4;
        for (covered, from, why) in [
            (None, weeks, "nothing is known yet"),
            (Some(now - HOUR), now - HOUR - quarters, "an hour ago"),
            (Some(now + HOUR), now - quarters, "the hour that comes twice in autumn"),
            (Some(now - 400 * 24 * HOUR), weeks, "a long absence"),
            (Some(now + 24 * HOUR), weeks, "a clock was a day ahead once"),
            (Some(now + 70 * 365 * 24 * HOUR), weeks, "a clock was in 2090 once"),
        ] {
            assert_eq!(span(covered.map(WallMillis), now), (from, now + quarters), "{why}");
        }
        // The PBX's clock says 10:12:30; ours is set a day forward, and so was ours when it was asked.
        let asked = ("2020-05-20 10:12:30".to_owned(), WallMillis(now + 24 * HOUR));
        let shown = clock_of_pbx(&asked, WallMillis(now + 24 * HOUR + 2000));
        assert_eq!(local(shown), "2020-05-20 10:12:32");
        assert_eq!(clock_of_pbx(&("no clock".to_owned(), WallMillis(0)), WallMillis(now)), now);
    }
}
