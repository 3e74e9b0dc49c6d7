//! Everybody's records, read for callers who were missed and whom a colleague has called back. What is not about them
//! is dropped here.

use agent_core::{Failure, Input, Lines, TeamAsk, TeamTalk};
use agent_storage::{of_io, team_talks};
use pbx_protocol::Selection;
use pbx_protocol::endpoints::GetCdrRandom;
use tracing::info;

use crate::catch_up::{CatchUp, OVERLAP, clock_of_pbx, local, millis, offset};
use crate::clock::Clock;
use crate::link::Session;

impl CatchUp {
    pub(crate) fn read_team(&self, session: Result<Session, Failure>, ask: TeamAsk, lines: Lines) {
        let this = self.clone();
        tokio::spawn(async move {
            let talks = match session {
                Ok(session) => this.team(&session, ask, lines).await,
                Err(failure) => Err(failure),
            };
            if let Err(failure) = &talks {
                info!(?failure, "the records of the team could not be read");
            }
            this.inputs.send(Input::TeamTold { talks }).await;
        });
    }

    async fn team(&self, session: &Session, ask: TeamAsk, lines: Lines) -> Result<Vec<TeamTalk>, Failure> {
        let offset = offset(ask.pbx_clock.clone());
        let query = GetCdrRandom {
            extensions: Selection::All,
            start: local(ask.since.0 + offset - millis(OVERLAP)),
            end: local(clock_of_pbx(&ask.pbx_clock, Clock::wall()) + millis(OVERLAP)),
            allowed_address: None,
        };
        let Some(path) = self.fetch(session, query).await? else { return Ok(Vec::new()) };
        let read = tokio::task::spawn_blocking(move || {
            let file = std::fs::File::open(&path).map_err(|error| of_io(&error));
            let talks = file.and_then(|file| team_talks(file, &ask, offset, &lines).map_err(Failure::from));
            // Everybody's calls are not to lie about; and the folder is emptied at the next start anyway.
            let _ = std::fs::remove_file(path);
            talks
        });
        read.await.unwrap_or_else(|broken| Err(Failure::File { detail: broken.to_string() }))
    }
}
