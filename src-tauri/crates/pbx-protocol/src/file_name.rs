//! Names the PBX gives to files, made harmless. They come from the network and are never paths.

/// Longest name kept; every file system takes 255 bytes, and the caller may add a number.
const LONGEST: usize = 120;

/// A name that stays in the folder it is put into, on every system. Never empty.
pub fn safe_file_name(name: &str) -> String {
    // Both slashes on every system: what is kept is shared, and carried to others.
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let safe: String = end_of(last).chars().map(|c| if is_harmless(c) { c } else { '_' }).collect();
    // Windows drops these at a name's end without a word, and two names would be one.
    let safe = safe.trim_matches([' ', '.']);
    if safe.is_empty() {
        return "unnamed".to_owned();
    }
    if is_device(safe) { format!("_{safe}") } else { safe.to_owned() }
}

/// The end holds the extension and the call's id: what is cut is the front.
fn end_of(name: &str) -> &str {
    let first = (name.len().saturating_sub(LONGEST)..=name.len()).find(|&at| name.is_char_boundary(at));
    first.map_or(name, |at| &name[at..])
}

/// Marks of writing direction are harmful too: they let `exe.wav` be read where `vaw.exe` stands.
fn is_harmless(c: char) -> bool {
    let turns_text =
        matches!(c, '\u{061c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && !turns_text && !"<>:\"|?*".contains(c)
}

/// Windows takes these for devices, whatever their extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |prefix: &str| {
        let mut rest = stem.strip_prefix(prefix).unwrap_or_default().chars();
        matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered("COM")
        || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
            ("nul", "_nul"),
            ("Aux .tar.gz", "_Aux .tar.gz"),
            ("COM1", "_COM1"),
            ("lpt².wav", "_lpt².wav"),
            ("COM10", "COM10"),
            ("console.wav", "console.wav"),
            ("\u{202e}vaw.exe", "_vaw.exe"),
            ("x.wav. . ", "x.wav"),
            ("a\0b\n.wav", "a_b_.wav"),
            ("a:b?.wav", "a_b_.wav"),
            (".hidden", "hidden"),
            ("录音 1.wav", "录音 1.wav"),
        ] {
            assert_eq!(safe_file_name(name), safe, "{name:?}");
        }
        let long = safe_file_name(&format!("{}.wav", "录".repeat(300)));
        assert!(long.len() <= LONGEST && long.ends_with("录.wav"), "{long}");
    }

    proptest! {
        #[test]
        fn any_name_is_one_harmless_component(name in any::<String>()) {
            let safe = safe_file_name(&name);
            let path = std::path::Path::new(&safe);
            prop_assert_eq!(path.file_name(), Some(path.as_os_str()));
            prop_assert!(!safe.is_empty() && safe.len() <= LONGEST + 1 && safe.chars().all(is_harmless));
            prop_assert!(!safe.contains(['/', '\\']) && !is_device(&safe) && !safe.ends_with([' ', '.']));
            prop_assert_eq!(safe_file_name(&safe), safe);
        }

        #[test]
        fn a_traversal_ends_in_its_last_name(depth in 1_usize..20, backwards: bool, name in "[a-z]{4,8}\\.wav") {
            let separator = if backwards { "..\\" } else { "../" };
            prop_assert_eq!(safe_file_name(&(separator.repeat(depth) + &name)), name);
        }
    }
}
