//! Settings that let the program start another one, or tell another machine of callers: the system's own window asks
//! before they are taken, so that nothing that gets into a page can set them.

use agent_core::{Intent, Preferences, Scripts, SourceKind, View, Webhook};

use crate::platform::Question;
use crate::texts::Texts;

/// What has to be asked before this wish is passed on; `None`: nothing.
pub(crate) fn question(intent: &Intent, view: &View) -> Option<Question> {
    let Intent::SavePreferences { preferences } = intent else { return None };
    let texts = Texts::of(&view.settings.preferences.language);
    let text = risks(preferences, &view.settings.preferences)
        .into_iter()
        .map(|(key, value)| texts.get(key, &[("value", &agent_core::in_short(&value, 300))]))
        .collect::<Vec<_>>()
        .join("\n\n");
    if text.is_empty() {
        return None;
    }
    let word = |key: &str| texts.get(key, &[]);
    Some(Question { title: word("confirm.title"), text, yes: word("confirm.yes"), no: word("confirm.no") })
}

fn risks(new: &Preferences, old: &Preferences) -> Vec<(&'static str, String)> {
    let mut risks = of_scripts(&new.scripts, &old.scripts);
    let is_known = |address: &str| old.contact_sources.iter().any(|source| source.address == address);
    for source in &new.contact_sources {
        // An address book tells us of people, a directory is told whom we are called by.
        if source.kind == SourceKind::Ldap && !source.address.is_empty() && !is_known(&source.address) {
            risks.push(("confirm.directory", source.address.clone()));
        }
    }
    risks
}

fn of_scripts(new: &Scripts, old: &Scripts) -> Vec<(&'static str, String)> {
    let mut risks = Vec::new();
    let starts = |scripts: &Scripts| (scripts.program.clone(), scripts.arguments.clone());
    if !new.program.trim().is_empty() && starts(new) != starts(old) {
        let line = std::iter::once(&new.program).chain(&new.arguments).cloned().collect::<Vec<_>>().join(" ");
        risks.push(("confirm.program", line));
    }
    let is_known = |address: &str| old.webhooks.iter().any(|webhook| webhook.address == address);
    for Webhook { address, .. } in &new.webhooks {
        if !address.trim().is_empty() && !is_known(address) {
            risks.push(("confirm.webhook", address.clone()));
        }
    }
    risks
}

#[cfg(test)]
mod tests {
    use agent_core::ContactSource;

    use super::*;

    fn asked(new: &Scripts, old: &Scripts) -> Option<String> {
        let mut view = View::default();
        view.settings.preferences.scripts = old.clone();
        let preferences = Preferences { scripts: new.clone(), ..Preferences::default() };
        question(&Intent::SavePreferences { preferences: Box::new(preferences) }, &view)
            .map(|question| question.text)
    }

    #[test]
    fn another_program_or_address_is_asked_about() {
        let none = Scripts::default();
        let tells = Scripts {
            webhooks: vec![Webhook { address: "https://hooks.example/".to_owned(), ..Webhook::default() }],
            ..Scripts::default()
        };
        let runs = Scripts {
            program: "/usr/bin/logger".to_owned(),
            arguments: vec!["{number}".to_owned()],
            ..Scripts::default()
        };
        assert!(asked(&tells, &none).unwrap().contains("https://hooks.example/"));
        assert!(asked(&runs, &none).unwrap().contains("/usr/bin/logger {number}"));
        let other_arguments = Scripts { arguments: vec!["-x".to_owned()], ..runs.clone() };
        assert!(asked(&other_arguments, &runs).is_some(), "arguments are a part of what is run");
        for (new, old) in [(&none, &none), (&tells, &tells), (&runs, &runs), (&none, &runs), (&none, &tells)]
        {
            assert_eq!(asked(new, old), None, "what takes away or stays is not asked about");
        }
        let source = |kind| ContactSource {
            kind,
            address: "ldaps://ldap.example".to_owned(),
            ..ContactSource::default()
        };
        for (kind, is_asked) in [(SourceKind::Ldap, true), (SourceKind::Carddav, false)] {
            let preferences = Preferences { contact_sources: vec![source(kind)], ..Preferences::default() };
            let asked =
                question(&Intent::SavePreferences { preferences: Box::new(preferences) }, &View::default());
            assert_eq!(asked.is_some_and(|one| one.text.contains("ldaps://ldap.example")), is_asked);
        }
        assert!(question(&Intent::SignOut, &View::default()).is_none());
    }
}
