//! The places of connections from the PBX's address. Whoever comes gets one: where all are taken, one that has said
//! nothing for the longest time gives way, of the source that holds most. So nobody can keep a ring waiting by
//! holding connections open.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::task::{AbortHandle, JoinSet};

/// A busy PBX has a handful open at once.
const MOST_CONNECTIONS: usize = 64;

const SILENT: u8 = 0;
const READ: u8 = 1;
const ANSWERED: u8 = 2;

/// How far a connection is; it says so itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Stage(Arc<AtomicU8>);

impl Stage {
    /// A whole request has come.
    pub(super) fn is_read(&self) {
        // Relaxed, since a stage that is seen late only lets another connection go.
        self.0.store(READ, Ordering::Relaxed);
    }

    /// The answer is on its way, the other side has only to close.
    pub(super) fn is_answered(&self) {
        self.0.store(ANSWERED, Ordering::Relaxed);
    }

    /// A request that has been read is answered in no time, so it goes last.
    fn worth(&self) -> u8 {
        match self.0.load(Ordering::Relaxed) {
            ANSWERED => 0,
            SILENT => 1,
            _ => 2,
        }
    }
}

/// Who has a place, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<Place>);

#[derive(Debug)]
struct Place {
    source: IpAddr,
    stage: Stage,
    task: AbortHandle,
}

impl Places {
    /// Spawns a connection; where there is no room for it, another is closed.
    pub(super) fn take<F>(
        &mut self,
        source: IpAddr,
        connections: &mut JoinSet<()>,
        serve: impl FnOnce(Stage) -> F,
    ) where
        F: Future<Output = ()> + Send + 'static,
    {
        // A connection that has ended does not give its place back itself.
        self.0.retain(|place| !place.task.is_finished());
        if self.0.len() >= MOST_CONNECTIONS {
            self.make_room();
        }
        let stage = Stage::default();
        let task = connections.spawn(serve(stage.clone()));
        self.0.push(Place { source, stage, task });
    }

    fn make_room(&mut self) {
        let held_by = |source: IpAddr| self.0.iter().filter(|place| place.source == source).count();
        let most = self.0.iter().map(|place| held_by(place.source)).max().unwrap_or_default();
        let of_the_greediest = self.0.iter().enumerate().filter(|(_, place)| held_by(place.source) == most);
        // Of equals the first, which is the oldest.
        if let Some((at, _)) = of_the_greediest.min_by_key(|(_, place)| place.stage.worth()) {
            self.0.remove(at).task.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    const PBX: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const STANDBY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    struct Full {
        places: Places,
        stages: Vec<Stage>,
        connections: JoinSet<()>,
    }

    impl Full {
        fn come(&mut self, source: IpAddr) {
            let stages = &mut self.stages;
            self.places.take(source, &mut self.connections, |stage| {
                stages.push(stage);
                pending()
            });
        }

        fn sources(&self) -> Vec<IpAddr> {
            self.places.0.iter().map(|place| place.source).collect()
        }

        fn has(&self, at: usize) -> bool {
            self.places.0.iter().any(|place| Arc::ptr_eq(&place.stage.0, &self.stages[at].0))
        }
    }

    fn full_of(sources: impl IntoIterator<Item = IpAddr>) -> Full {
        let mut full = Full { places: Places::default(), stages: Vec::new(), connections: JoinSet::new() };
        for source in sources {
            full.come(source);
        }
        full
    }

    #[tokio::test]
    async fn the_oldest_silent_one_gives_way() {
        let mut full = full_of([PBX; MOST_CONNECTIONS]);
        full.stages[0].is_read();
        full.come(PBX);
        assert!(full.has(0) && !full.has(1) && full.has(2), "the second is the oldest that is silent");
        full.stages[5].is_answered();
        full.come(PBX);
        assert!(full.has(2) && !full.has(5), "one that was answered has had what it came for");
        assert_eq!(full.places.0.len(), MOST_CONNECTIONS);
    }

    #[tokio::test]
    async fn the_source_that_holds_most_gives_way() {
        let mut full = full_of(std::iter::once(PBX).chain([STANDBY; MOST_CONNECTIONS - 1]));
        for _ in 0..20 {
            full.come(PBX);
        }
        let of_pbx = full.sources().iter().filter(|source| **source == PBX).count();
        assert_eq!(of_pbx, 21, "each took the place of one of the other's");
        assert!(full.has(0));
    }
}
