//! Where each operating system keeps policies; the rest of this crate does not ask where it runs.

pub(crate) use here::layers;

#[cfg(all(unix, not(target_os = "macos")))]
mod here {
    use std::fs::Metadata;
    use std::os::unix::fs::MetadataExt as _;
    use std::path::Path;

    use crate::files::layer_if_trusted;
    use crate::{Layer, Origin, Why};

    const FILE: &str = "/etc/uc-companion/policy.json";
    const WRITABLE_BY_OTHERS: u32 = 0o022;

    pub(crate) fn layers() -> Vec<Layer> {
        let of_root = |file: &Metadata| trusted(file.uid(), file.mode());
        layer_if_trusted(Path::new(FILE), Origin::Machine, of_root).into_iter().collect()
    }

    fn trusted(owner: u32, mode: u32) -> Result<(), Why> {
        if owner != 0 {
            return Err(Why::NotOfRoot);
        }
        if mode & WRITABLE_BY_OTHERS != 0 {
            return Err(Why::WritableByOthers);
        }
        Ok(())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_file_that_others_could_have_written_is_not_used() {
            for (owner, mode, refused) in [
                (0, 0o100_644, None),
                (0, 0o100_600, None),
                (0, 0o100_664, Some("not used: others than root can write to it (chmod go-w)")),
                (0, 0o100_646, Some("not used: others than root can write to it (chmod go-w)")),
                (1000, 0o100_644, Some("not used: it does not belong to root (chown root)")),
            ] {
                let said = trusted(owner, mode).err().map(|why| why.to_string());
                assert_eq!(said.as_deref(), refused, "{owner} {mode:o}");
            }
        }

        #[test]
        fn the_reason_takes_the_place_of_what_is_in_the_file() {
            let file = tempfile::NamedTempFile::with_suffix(".json").unwrap();
            std::fs::write(file.path(), r#"{ "extension": "101" }"#).unwrap();
            let read = |owner| layer_if_trusted(file.path(), Origin::Machine, |of| trusted(owner, of.mode()));
            assert_eq!(read(0).unwrap().entries.unwrap().len(), 1);
            assert!(matches!(read(1000).unwrap().entries, Err(Why::NotOfRoot)));
        }
    }
}

#[cfg(target_os = "macos")]
mod here {
    use std::path::Path;

    use crate::{Layer, Origin, layer_of_file};

    /// Written by the system itself from a profile, into a folder that is the system's.
    const FILE: &str = "/Library/Managed Preferences/com.openvox.uc-companion.plist";

    pub(crate) fn layers() -> Vec<Layer> {
        layer_of_file(Path::new(FILE), Origin::Machine).into_iter().collect()
    }
}

#[cfg(windows)]
mod here {
    use std::io;

    use serde_json::{Map, Value as Json};
    use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE, Result, Type};

    use crate::{Layer, Origin, Why};

    const POLICIES: &str = r"Software\Policies\OpenVox\UC Companion";
    /// What the installer was told.
    const DEFAULTS: &str = r"Software\OpenVox\UC Companion\Defaults";
    /// What of it proposes something: there, and in the schema.
    const PROPOSED: [(&str, &str); 3] =
        [("Server", "server"), ("Extension", "extension"), ("Port", "reportPorts")];
    /// `ERROR_FILE_NOT_FOUND`, as the registry says it.
    const NOT_THERE: i32 = 0x8007_0002_u32.cast_signed();

    pub(crate) fn layers() -> Vec<Layer> {
        let machine = layer("HKLM", LOCAL_MACHINE, POLICIES, Origin::Machine, entries_of);
        let person = layer("HKCU", CURRENT_USER, POLICIES, Origin::Person, entries_of);
        let proposed = layer("HKLM", LOCAL_MACHINE, DEFAULTS, Origin::Proposal, |key| Ok(proposals_of(key)));
        [machine, person, proposed].into_iter().flatten().collect()
    }

    fn layer(
        root_name: &str,
        root: &Key,
        path: &str,
        origin: Origin,
        read: impl FnOnce(&Key) -> Result<Map<String, Json>>,
    ) -> Option<Layer> {
        let entries = match root.open(path).and_then(|key| read(&key)) {
            Ok(entries) => Ok(entries),
            Err(error) if error.code().0 == NOT_THERE => return None,
            Err(error) => Err(Why::Unreadable(io::Error::from(error))),
        };
        Some(Layer { place: format!(r"{root_name}\{path}"), origin, entries })
    }

    fn entries_of(key: &Key) -> Result<Map<String, Json>> {
        let mut entries = Map::new();
        for (name, value) in key.values()? {
            // Of another type it is no value of any key, and is named as such.
            let plain = match value.ty() {
                Type::String => String::try_from(value).map_or(Json::Null, Json::from),
                Type::U32 => u32::try_from(value).map_or(Json::Null, Json::from),
                _ => Json::Null,
            };
            entries.insert(name, plain);
        }
        for group in key.keys()? {
            let members = entries_of(&key.open(&group)?)?;
            entries.insert(group, Json::Object(members));
        }
        Ok(entries)
    }

    fn proposals_of(key: &Key) -> Map<String, Json> {
        let given = |(there, here): (&str, &str)| {
            // The installer writes a property that it was not given as an empty text.
            let text = key.get_string(there).ok().filter(|text| !text.trim().is_empty())?;
            Some((here.to_owned(), Json::from(text)))
        };
        PROPOSED.into_iter().filter_map(given).collect()
    }
}
