//! Names the PBX gives to files, made harmless. They come from the network and are never paths.

/// Longest name kept; every file system takes 255 bytes, and the caller may add a number.
const LONGEST: usize = 120;

/// A name that stays in the folder it is put into, on every system. Never empty.
pub fn safe_file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut safe: String =
        last.chars().map(|c| if c.is_control() || "<>:\"|?*".contains(c) { '_' } else { c }).collect();
    while safe.len() > LONGEST {
        // The end holds the extension and the call's id: what is cut is the front.
        safe.remove(0);
    }
    let safe = safe.trim_matches([' ', '.']);
    if safe.is_empty() {
        return "unnamed".to_owned();
    }
    if is_device(safe) { format!("_{safe}") } else { safe.to_owned() }
}

/// Windows takes these for devices, whatever their extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::safe_file_name;

    #[test]
    fn names_stay_in_their_folder() {
        for (name, safe) in [
            ("msg0000.wav", "msg0000.wav"),
            ("../../x.wav", "x.wav"),
            ("..\\..\\x.wav", "x.wav"),
            ("C:\\x.wav", "x.wav"),
            ("/etc/passwd", "passwd"),
            ("..", "unnamed"),
            (".", "unnamed"),
            ("", "unnamed"),
            ("a/", "unnamed"),
            ("con.wav", "_con.wav"),
            ("COM1", "_COM1"),
            ("a\0b\n.wav", "a_b_.wav"),
            ("a:b?.wav", "a_b_.wav"),
            (".hidden", "hidden"),
            ("录音 1.wav", "录音 1.wav"),
        ] {
            assert_eq!(safe_file_name(name), safe, "{name:?}");
        }
        let long = safe_file_name(&format!("{}.wav", "录".repeat(300)));
        assert!(long.len() <= 120 && long.ends_with("录.wav"), "{long}");
    }
}
