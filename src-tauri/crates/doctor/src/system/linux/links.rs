//! Which program each scheme of telephone links opens, by the desktops' rules for `mimeapps.list`.

use std::path::{Path, PathBuf};

use super::autostart::config_home;
use crate::environment::Environment;
use crate::fact::Fact;

/// As the packages call it.
const OURS: &str = "com.openvox.uc-companion.desktop";
const SCHEMES: [&str; 4] = ["tel", "sip", "sips", "callto"];

pub(super) fn facts(environment: &Environment) -> Vec<Fact> {
    let places = Places::of(environment);
    let (mut ours, mut nobody, mut others) = (Vec::new(), Vec::new(), Vec::<(String, Vec<&str>)>::new());
    for scheme in SCHEMES {
        match places.program_for(scheme) {
            None => nobody.push(scheme),
            Some(program) if program == OURS => ours.push(scheme),
            Some(program) => match others.iter_mut().find(|(known, _)| *known == program) {
                Some((_, schemes)) => schemes.push(scheme),
                None => others.push((program, vec![scheme])),
            },
        }
    }
    let listed = |schemes: &[&str]| schemes.iter().map(|one| format!("{one}:")).collect::<Vec<_>>().join(" ");
    let mut facts = Vec::new();
    if !ours.is_empty() {
        facts.push(Fact::LinksOurs { schemes: listed(&ours) });
    }
    facts.extend(
        others.into_iter().map(|(program, schemes)| Fact::LinksOther { schemes: listed(&schemes), program }),
    );
    if !nobody.is_empty() {
        facts.push(Fact::LinksNobody { schemes: listed(&nobody) });
    }
    facts
}

/// Where choices stand, the strongest first.
struct Places {
    configs: Vec<PathBuf>,
    data: Vec<PathBuf>,
    desktops: Vec<String>,
}

impl Places {
    fn of(environment: &Environment) -> Self {
        let home = |below: &str| environment.path("HOME").map(|home| home.join(below));
        let data_home = environment.path("XDG_DATA_HOME").or_else(|| home(".local/share"));
        let configs = config_home(environment).into_iter();
        let data = data_home.into_iter();
        Self {
            configs: configs.chain(environment.paths("XDG_CONFIG_DIRS", "/etc/xdg")).collect(),
            data: data
                .chain(environment.paths("XDG_DATA_DIRS", "/usr/local/share:/usr/share"))
                .map(|folder| folder.join("applications"))
                .collect(),
            desktops: environment
                .get("XDG_CURRENT_DESKTOP")
                .unwrap_or_default()
                .split(':')
                .map(str::to_lowercase)
                .filter(|desktop| !desktop.is_empty())
                .collect(),
        }
    }

    /// The program's entry, by name.
    fn program_for(&self, scheme: &str) -> Option<String> {
        let key = format!("x-scheme-handler/{scheme}");
        let chosen = self.configs.iter().chain(&self.data).find_map(|folder| {
            // A choice that was made in one desktop goes before that for all of them.
            let own = self.desktops.iter().map(|desktop| format!("{desktop}-mimeapps.list"));
            let lists = own.chain(["mimeapps.list".to_owned()]);
            lists.into_iter().find_map(|list| self.listed(&folder.join(list), "Default Applications", &key))
        });
        // Without a choice it is the first that offers itself.
        chosen.or_else(|| {
            self.data
                .iter()
                .find_map(|folder| self.listed(&folder.join("mimeinfo.cache"), "MIME Cache", &key))
        })
    }

    /// The first of the programs listed that is installed.
    fn listed(&self, file: &Path, group: &str, key: &str) -> Option<String> {
        let text = std::fs::read_to_string(file).ok()?;
        let mut lines = text.lines().map(str::trim).skip_while(|line| *line != format!("[{group}]")).skip(1);
        let lines = lines.by_ref().take_while(|line| !line.starts_with('['));
        let value = lines
            .filter_map(|line| line.split_once('='))
            .find_map(|(name, value)| (name.trim() == key).then_some(value))?;
        let is_installed = |name: &&str| self.data.iter().any(|folder| folder.join(name).is_file());
        value.split(';').map(str::trim).filter(|name| !name.is_empty()).find(is_installed).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Home(tempfile::TempDir);

    impl Home {
        fn new() -> Self {
            let home = Self(tempfile::tempdir().unwrap());
            home.write("data/applications/com.openvox.uc-companion.desktop", "[Desktop Entry]\n");
            home.write("data/applications/org.other.phone.desktop", "[Desktop Entry]\n");
            home
        }

        fn write(&self, name: &str, text: &str) {
            let file = self.0.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }

        fn seen(&self) -> Vec<Fact> {
            let path = |name: &str| self.0.path().join(name).to_str().unwrap().to_owned();
            facts(&Environment::of([
                ("XDG_CONFIG_HOME", path("config").as_str()),
                ("XDG_CONFIG_DIRS", &path("etc")),
                ("XDG_DATA_HOME", &path("data")),
                ("XDG_DATA_DIRS", &path("share")),
                ("XDG_CURRENT_DESKTOP", "ubuntu:GNOME"),
            ]))
        }
    }

    const LINE: &str = "com.openvox.uc-companion.desktop;\n";

    #[test]
    fn a_foreign_handler_is_named() {
        let home = Home::new();
        let all = "tel: sip: sips: callto:".to_owned();
        assert_eq!(home.seen(), [Fact::LinksNobody { schemes: all.clone() }]);
        let row = |scheme| format!("x-scheme-handler/{scheme}={LINE}");
        let cache = SCHEMES.map(row).concat();
        home.write("data/applications/mimeinfo.cache", &format!("[MIME Cache]\n{cache}"));
        assert_eq!(home.seen(), [Fact::LinksOurs { schemes: all }]);
        home.write(
            "config/mimeapps.list",
            "[Added Associations]\nx-scheme-handler/sip=org.other.phone.desktop\n\
             [Default Applications]\nx-scheme-handler/tel=gone.desktop;org.other.phone.desktop;\n",
        );
        let other =
            Fact::LinksOther { schemes: "tel:".to_owned(), program: "org.other.phone.desktop".to_owned() };
        assert_eq!(home.seen(), [Fact::LinksOurs { schemes: "sip: sips: callto:".to_owned() }, other]);
    }

    #[test]
    fn the_desktops_own_list_comes_first() {
        let home = Home::new();
        let list = |program: &str| format!("[Default Applications]\nx-scheme-handler/tel={program}\n");
        home.write("etc/mimeapps.list", &list("org.other.phone.desktop"));
        home.write("etc/gnome-mimeapps.list", &list(OURS));
        assert_eq!(home.seen()[0], Fact::LinksOurs { schemes: "tel:".to_owned() });
    }
}
