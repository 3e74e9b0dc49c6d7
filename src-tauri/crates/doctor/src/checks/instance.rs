//! One program a data folder: who holds it.

use agent_storage::data_lock::{Holder, Use};

use crate::fact::Fact;

/// What the lock says; `here` is this computer's name.
pub(crate) fn facts(used: Use, here: &str) -> Vec<Fact> {
    vec![match used {
        Use::Free => Fact::NotRunning,
        Use::Taken(Some(Holder { host, pid, since })) if host == here => Fact::RunsHere { pid, since },
        Use::Taken(Some(Holder { host, pid, since })) => Fact::RunsElsewhere { host, pid, since },
        Use::Taken(None) => Fact::RunsUnnamed,
        Use::Unknown(detail) => Fact::NoLocks { detail },
    }]
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use agent_storage::data_lock::{look, take};

    use super::*;

    fn holder(host: &str) -> Holder {
        Holder { host: host.to_owned(), pid: 4711, since: "2026-03-12 10:32".to_owned() }
    }

    #[test]
    fn a_held_folder_says_by_whom() {
        let dir = tempfile::tempdir().unwrap();
        let seen = |here| facts(look(dir.path()), here);
        assert_eq!(seen("desk-7"), [Fact::NotRunning]);
        let lock = take(dir.path(), &holder("desk-7"), Duration::ZERO).unwrap();
        let since = "2026-03-12 10:32".to_owned();
        assert_eq!(seen("desk-7"), [Fact::RunsHere { pid: 4711, since: since.clone() }]);
        let elsewhere = Fact::RunsElsewhere { host: "desk-7".to_owned(), pid: 4711, since };
        assert_eq!(seen("desk-8"), [elsewhere]);
        std::fs::write(dir.path().join("in-use.json"), "{").unwrap();
        assert_eq!(seen("desk-7"), [Fact::RunsUnnamed]);
        drop(lock);
        assert_eq!(seen("desk-7"), [Fact::NotRunning]);
    }

    #[test]
    fn a_lock_that_can_not_be_looked_at_is_told() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("in-use.lock")).unwrap();
        assert!(matches!(facts(look(dir.path()), "desk-7")[..], [Fact::NoLocks { .. }]));
    }
}
