//! What the program can't start without: said in a window, since nobody reads what a program on a desktop prints.

use agent_core::Language;
use agent_storage::data_lock::FolderTaken;

use crate::app::{NoDataFolder, NoWebView};
use crate::platform;
use crate::texts::Texts;

/// Says it, and returns when the person has read it.
pub(crate) fn tell(trouble: &anyhow::Error) {
    eprintln!("UC Companion could not start: {trouble:#}");
    // Nothing is signed in and nothing read: the language is the system's.
    let texts = Texts::of(&Language::System);
    platform::tell_trouble(&texts.get("start.failed", &[]), &sentence(trouble, texts));
}

fn sentence(trouble: &anyhow::Error, texts: &Texts) -> String {
    if let Some(NoDataFolder(folder, error)) = trouble.downcast_ref() {
        let (folder, detail) = (folder.display().to_string(), error.to_string());
        return texts.get("start.failed.data-folder", &[("folder", &folder), ("detail", &detail)]);
    }
    if let Some(NoWebView(detail)) = trouble.downcast_ref() {
        return texts.get("start.failed.web-view", &[("detail", detail)]);
    }
    if let Some(FolderTaken { folder, holder }) = trouble.downcast_ref() {
        let folder = folder.display().to_string();
        let Some(holder) = holder else {
            return texts.get("start.failed.in-use-by-somebody", &[("folder", &folder)]);
        };
        let (host, pid, since) = (holder.host.as_str(), holder.pid.to_string(), holder.since.as_str());
        let values = [("folder", folder.as_str()), ("host", host), ("pid", &pid), ("since", since)];
        return texts.get("start.failed.in-use", &values);
    }
    texts.get("start.failed.other", &[("detail", &format!("{trouble:#}"))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use agent_storage::data_lock::Holder;

    #[test]
    fn the_sentence_names_the_folder_and_the_reason() {
        let texts = Texts::speaking("en");
        let error = std::io::Error::other("Permission denied");
        let trouble = anyhow::Error::from(NoDataFolder("/home/eve/data".into(), error));
        let said = sentence(&trouble, texts);
        assert!(said.contains("/home/eve/data") && said.contains("Permission denied"), "{said}");
        let holder = Holder { host: "desk-7".to_owned(), pid: 4711, since: "2026-03-12 10:32".to_owned() };
        let taken = FolderTaken { folder: "/home/eve/data".into(), holder: Some(holder) };
        let said = sentence(&taken.into(), texts);
        for part in ["desk-7", "4711", "2026-03-12 10:32", "/home/eve/data"] {
            assert!(said.contains(part), "{said}");
        }
        let taken = FolderTaken { folder: "/home/eve/data".into(), holder: None };
        let said = sentence(&taken.into(), texts);
        assert!(said.contains("/home/eve/data") && !said.contains("start.failed"), "{said}");
        let said = sentence(&anyhow::anyhow!("no thread"), texts);
        assert!(said.contains("no thread"), "{said}");
    }

    #[test]
    fn without_webview2_it_says_what_is_to_be_installed() {
        let trouble = anyhow::Error::from(NoWebView("not found".to_owned()));
        for language in ["en", "zh-CN"] {
            let said = sentence(&trouble, Texts::speaking(language));
            assert!(said.contains("WebView2") && said.contains("Evergreen Standalone Installer"), "{said}");
        }
    }
}
