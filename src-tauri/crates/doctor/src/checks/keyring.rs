//! The keyring: a probe is written, read and deleted.

use std::fmt::Write as _;
use std::sync::mpsc;
use std::time::Duration;

use agent_storage::{Keyring, KeyringError};
use pbx_protocol::Secret;

use crate::fact::Fact;

/// A locked one waits for a person; as long as the program itself waits for it.
pub(crate) const LIMIT: Duration = Duration::from_secs(5);
const SERVICE: &str = "uc-companion";
/// No account has such a name, for an account names a host.
const USER: &str = "doctor";

/// Whether it keeps secrets.
pub(crate) fn facts(keyring: Box<dyn Keyring>, limit: Duration) -> Vec<Fact> {
    let (sender, receiver) = mpsc::channel();
    // Left alone when it is late: a thread can't be ended.
    std::thread::spawn(move || {
        // Who asked may have gone on without the answer.
        let _ = sender.send(probe(&*keyring));
    });
    let seconds = u32::try_from(limit.as_secs()).unwrap_or(u32::MAX);
    vec![match receiver.recv_timeout(limit) {
        Ok(Ok(true)) => Fact::Keyring,
        Ok(Ok(false)) => Fact::KeyringOther,
        Ok(Err(KeyringError::Unavailable)) => Fact::KeyringAbsent,
        Ok(Err(KeyringError::Locked)) => Fact::KeyringLocked,
        Ok(Err(KeyringError::Failed(error))) => Fact::KeyringFailed { detail: error.to_string() },
        Err(_) => Fact::KeyringSilent { seconds },
    }]
}

fn probe(keyring: &dyn Keyring) -> Result<bool, KeyringError> {
    let given = Secret::new(random());
    keyring.set(SERVICE, USER, &given)?;
    // Taken away also where it can't be read: nothing of ours stays.
    let kept = keyring.get(SERVICE, USER);
    keyring.delete(SERVICE, USER)?;
    Ok(kept?.as_ref() == Some(&given))
}

/// Another one each time, so that what an earlier look left is not taken for this one's.
fn random() -> String {
    let mut bytes = [0_u8; 8];
    // Without randomness it is the same each time, which is no secret worth guarding.
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().fold(String::from("probe "), |mut text, byte| {
        // Writing to a String can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Debug, Default, Clone)]
    struct Fake {
        kept: Arc<Mutex<Option<Secret>>>,
        fails: Option<fn() -> KeyringError>,
        forgets: bool,
    }

    impl Keyring for Fake {
        fn get(&self, _: &str, _: &str) -> Result<Option<Secret>, KeyringError> {
            Ok(self.kept.lock().unwrap().clone())
        }
        fn set(&self, _: &str, _: &str, secret: &Secret) -> Result<(), KeyringError> {
            if let Some(fails) = self.fails {
                return Err(fails());
            }
            if !self.forgets {
                *self.kept.lock().unwrap() = Some(secret.clone());
            }
            Ok(())
        }
        fn delete(&self, _: &str, _: &str) -> Result<(), KeyringError> {
            *self.kept.lock().unwrap() = None;
            Ok(())
        }
    }

    /// Waits for a person.
    #[derive(Debug)]
    struct Waits(mpsc::Receiver<()>);

    impl Keyring for Waits {
        fn get(&self, _: &str, _: &str) -> Result<Option<Secret>, KeyringError> {
            Ok(None)
        }
        fn set(&self, _: &str, _: &str, _: &Secret) -> Result<(), KeyringError> {
            let _ = self.0.recv();
            Err(KeyringError::Locked)
        }
        fn delete(&self, _: &str, _: &str) -> Result<(), KeyringError> {
            Ok(())
        }
    }

    #[test]
    fn a_good_one_keeps_the_probe_and_is_left_without_it() {
        let fake = Fake::default();
        assert_eq!(facts(Box::new(fake.clone()), LIMIT), [Fact::Keyring]);
        assert_eq!(*fake.kept.lock().unwrap(), None);
    }

    #[test]
    fn each_way_to_fail_has_its_line() {
        let seen = |fake| facts(Box::new(fake), LIMIT).remove(0);
        let with = |fails: fn() -> KeyringError| seen(Fake { fails: Some(fails), ..Fake::default() });
        assert_eq!(with(|| KeyringError::Unavailable), Fact::KeyringAbsent);
        assert_eq!(with(|| KeyringError::Locked), Fact::KeyringLocked);
        let broken = with(|| KeyringError::Failed("no room".into()));
        assert_eq!(broken, Fact::KeyringFailed { detail: "no room".to_owned() });
        assert_eq!(seen(Fake { forgets: true, ..Fake::default() }), Fact::KeyringOther);
    }

    #[test]
    fn one_that_waits_for_a_person_holds_nobody_up() {
        let (person, waits) = mpsc::channel();
        let seen = facts(Box::new(Waits(waits)), Duration::from_millis(20));
        assert_eq!(seen, [Fact::KeyringSilent { seconds: 0 }]);
        drop(person);
    }
}
