//! What the program can't start without: said in a window, since nobody reads what a program on a desktop prints.

use agent_core::Language;

use crate::app::NoDataFolder;
use crate::platform;
use crate::texts::Texts;

/// Says it, and returns when the person has read it.
pub(crate) fn tell(trouble: &anyhow::Error) {
    eprintln!("UC Companion could not start: {trouble:#}");
    // Nothing is signed in and nothing read: the language is the system's.
    let texts = Texts::of(&Language::System);
    platform::tell_trouble(&texts.get("start.failed", &[]), &sentence(trouble, &texts));
}

fn sentence(trouble: &anyhow::Error, texts: &Texts) -> String {
    match trouble.downcast_ref::<NoDataFolder>() {
        Some(NoDataFolder(folder, error)) => {
            let folder = folder.display().to_string();
            texts.get("start.failed.data-folder", &[("folder", &folder), ("detail", &error.to_string())])
        }
        None => texts.get("start.failed.other", &[("detail", &format!("{trouble:#}"))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_names_the_folder_and_the_reason() {
        let texts = Texts::speaking("en");
        let error = std::io::Error::other("Permission denied");
        let trouble = anyhow::Error::from(NoDataFolder("/home/eve/data".into(), error));
        let said = sentence(&trouble, &texts);
        assert!(said.contains("/home/eve/data") && said.contains("Permission denied"), "{said}");
        let said = sentence(&anyhow::anyhow!("no thread"), &texts);
        assert!(said.contains("no thread"), "{said}");
    }
}
