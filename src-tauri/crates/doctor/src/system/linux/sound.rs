//! Whether the ring can be heard here.

use std::path::Path;

use crate::environment::Environment;
use crate::fact::Fact;

/// Where the sound servers listen, in the folder of the session.
const SERVERS: [(&str, &str); 2] = [("pipewire-0", "PipeWire"), ("pulse/native", "PulseAudio")];

pub(super) fn facts(root: &Path, environment: &Environment) -> Vec<Fact> {
    let runtime = environment.path("XDG_RUNTIME_DIR");
    let server = runtime.and_then(|folder| {
        let is_there = |(socket, _): &&(&str, &str)| folder.join(socket).exists();
        SERVERS.iter().find(is_there).map(|(_, name)| (*name).to_owned())
    });
    let card = || {
        let cards = std::fs::read_to_string(root.join("proc/asound/cards")).unwrap_or_default();
        // ` 0 [PCH            ]: HDA-Intel - HDA Intel PCH`
        cards.lines().find_map(|line| line.split_once("]: ").map(|(_, name)| name.trim().to_owned()))
    };
    // The server has no card of its own, so both have to be there.
    vec![match (server, card()) {
        (_, None) => Fact::SoundNone,
        (Some(server), Some(card)) => Fact::Sound { name: format!("{card}, {server}") },
        (None, Some(card)) => Fact::Sound { name: card },
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_card_is_told() {
        let root = tempfile::tempdir().unwrap();
        let environment = Environment::of([("XDG_RUNTIME_DIR", root.path().to_str().unwrap())]);
        let seen = || facts(root.path(), &environment);
        assert_eq!(seen(), [Fact::SoundNone]);
        let folder = root.path().join("proc/asound");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("cards"), "--- no soundcards ---\n").unwrap();
        assert_eq!(seen(), [Fact::SoundNone]);
        let card = " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      at 0xf 1\n";
        std::fs::write(folder.join("cards"), card).unwrap();
        assert_eq!(seen(), [Fact::Sound { name: "HDA-Intel - HDA Intel PCH".to_owned() }]);
        std::fs::write(root.path().join("pipewire-0"), "").unwrap();
        assert_eq!(seen(), [Fact::Sound { name: "HDA-Intel - HDA Intel PCH, PipeWire".to_owned() }]);
    }
}
