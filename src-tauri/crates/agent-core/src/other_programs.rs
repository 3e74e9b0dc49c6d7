//! The programs around us: the browser, the web address that is told of calls, the program that is started for them.
//! What one of them can't do is said once, not once a call.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::crm::target::CrmTest;
use crate::effect::Effect;
use crate::failure::Refusal;
use crate::notice::Notice;
use crate::now::WallMillis;
use crate::shared::Shared;
use crate::shown;

/// Causes that are remembered as told; no machine has that many.
const MOST_TOLD: usize = 16;

/// How a web address that is told of calls takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WebhookView {
    /// Which of those in the settings it is.
    #[serde(default)]
    pub slot: u8,
    /// What it answered last.
    pub last: Option<WebhookAnswer>,
    /// Events that wait to be taken.
    pub waiting: u32,
    /// When the first of these happened.
    #[serde(default)]
    pub waiting_since: Option<WallMillis>,
    /// Events that nobody will be told of, since the program started.
    pub dropped: u32,
    /// What is wrong; `None`: nothing, as far as is known.
    pub trouble: Option<WebhookTrouble>,
    /// No secret signs the events, so anybody could send the like.
    #[serde(default)]
    pub unsigned: bool,
    /// Its events are signed with a secret that no other address has.
    #[serde(default)]
    pub own_secret: bool,
    /// What came of the last test.
    #[serde(default)]
    pub test: Option<WebhookTest>,
    /// A test is under way.
    #[serde(default)]
    pub testing: bool,
}

/// What a web address made of something made up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WebhookTest {
    /// The HTTP status; `None`: nothing came back.
    pub status: Option<u16>,
    /// How long that took, in milliseconds.
    pub millis: u32,
    /// The first line of the answer. Untrusted text.
    pub line: String,
}

/// What a web address answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WebhookAnswer {
    /// The HTTP status; `None`: nothing came back.
    pub status: Option<u16>,
    pub at: WallMillis,
}

/// Why a web address is not told of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WebhookTrouble {
    /// The setting is no web address. Events wait until it is changed.
    NoAddress,
    /// The address has moved, is gone, or does not accept the secret. Events wait until one of them is changed.
    Blocked {
        /// The HTTP status.
        status: u16,
    },
    /// The keyring that holds its secret is locked. Events wait, for none is sent unsigned.
    KeyringLocked,
    /// It has been broken or away for minutes. Events wait and are tried again.
    Away,
    /// It refused one event, which is dropped; others may be taken.
    EventRefused {
        /// The HTTP status.
        status: u16,
    },
    /// Nobody took an event for too long, or too many waited: the oldest are dropped.
    GivenUp,
    /// Events can't be kept on this computer's disk.
    CannotKeep,
}

impl WebhookTrouble {
    /// Whether it is over once something is taken again; what was dropped stays dropped.
    fn ends(self) -> bool {
        match self {
            Self::NoAddress | Self::Blocked { .. } | Self::Away | Self::KeyringLocked => true,
            Self::EventRefused { .. } | Self::GivenUp | Self::CannotKeep => false,
        }
    }
}

/// Why a caller's page is not opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum PageTrouble {
    /// The template in the settings makes no web address.
    NoAddress,
    /// So many calls came at once that their pages are left to a click.
    TooMany,
    /// The system could not start the browser.
    NoBrowser {
        /// The system's words.
        detail: String,
    },
}

/// Why a program for calls did not do its work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ProgramTrouble {
    /// Only a full path says which program it is.
    NoFullPath,
    /// The system could not start it.
    CannotStart {
        /// The system's words.
        detail: String,
    },
    /// It ended and said that it failed.
    Failed {
        /// Its exit code, where it had one.
        code: Option<i32>,
    },
    /// It did not end and was ended.
    TooSlow,
}

/// What is known of the programs around us.
#[derive(Debug, Default)]
pub(crate) struct OtherPrograms {
    webhooks: BTreeMap<u8, WebhookView>,
    page_tests: Vec<CrmTest>,
    told: Vec<Notice>,
}

impl OtherPrograms {
    pub(crate) fn webhook_views(&self) -> Vec<WebhookView> {
        self.webhooks.values().cloned().collect()
    }

    pub(crate) fn on_webhook(&mut self, news: &WebhookView, shared: &mut Shared) {
        let Some(webhook) = shared.settings.preferences.scripts.webhook(news.slot) else {
            // It was taken out of the settings, and its last word is that nothing waits for it.
            self.webhooks.remove(&news.slot);
            return;
        };
        let host = host_of(&webhook.address);
        let known = self.webhooks.entry(news.slot).or_default();
        let before = known.trouble;
        // What came of a test is known here alone.
        let (test, testing) = (known.test.take(), known.testing);
        *known = WebhookView { test, testing, ..news.clone() };
        let trouble = known.trouble;
        if let Some(over) = before.filter(|before| before.ends() && trouble != Some(*before)) {
            let notice = Notice::WebhookTrouble { host: host.clone(), trouble: over };
            shared.notices.withdraw(|shown| *shown == notice);
            // No longer told: should it come back tomorrow, it is news.
            self.told.retain(|told| *told != notice);
        }
        if let Some(trouble) = trouble {
            self.tell_once(Notice::WebhookTrouble { host, trouble }, shared);
        }
    }

    /// Something made up goes to that address.
    pub(crate) fn test_webhook(&mut self, slot: u8, shared: &mut Shared) -> Result<(), Refusal> {
        let webhook = shared.settings.preferences.scripts.webhook(slot).ok_or(Refusal::NoSuchItem)?;
        let address = webhook.address.clone();
        let known = self.webhooks.entry(slot).or_default();
        if known.testing {
            return Err(Refusal::NotNow);
        }
        (known.slot, known.testing, known.test) = (slot, true, None);
        shared.push(Effect::TestWebhook { slot, address });
        Ok(())
    }

    pub(crate) fn on_webhook_test(&mut self, slot: u8, test: WebhookTest) {
        if let Some(known) = self.webhooks.get_mut(&slot) {
            (known.testing, known.test) = (false, Some(test));
        }
    }

    pub(crate) fn page_tests(&self) -> &[CrmTest] {
        &self.page_tests
    }

    /// The page of a call that is made up is opened, and its address shown: it says what is wrong with it where the
    /// page does not.
    pub(crate) fn test_page(&mut self, slot: u8, shared: &mut Shared) -> Result<(), Refusal> {
        let targets = &shared.settings.preferences.crm;
        let target = targets.iter().find(|target| target.slot == slot).ok_or(Refusal::NoSuchItem)?;
        let extension = shared.own.as_ref().map_or("101", |own| own.as_str());
        let address = target.sample(extension).map_err(|why| Refusal::InvalidTarget { slot, why })?;
        self.page_tests.retain(|test| test.slot != slot);
        self.page_tests.push(CrmTest { slot, address: address.clone() });
        self.on_page_wanted(shared);
        shared.push(Effect::OpenPage { address });
        Ok(())
    }

    /// A person wants a page: that there is no browser is told again, or the press would do nothing.
    pub(crate) fn on_page_wanted(&mut self, shared: &mut Shared) {
        let is_browser = |notice: &Notice| {
            matches!(notice, Notice::PageTrouble { trouble: PageTrouble::NoBrowser { .. } })
        };
        self.told.retain(|told| !is_browser(told));
        shared.notices.withdraw(is_browser);
    }

    pub(crate) fn tell_once(&mut self, notice: Notice, shared: &mut Shared) {
        if self.told.contains(&notice) {
            return;
        }
        if self.told.len() == MOST_TOLD {
            // Some causes carry words of the system that differ each time; the list must not grow with them.
            self.told.remove(0);
        }
        self.told.push(notice.clone());
        shared.tell(notice);
    }

    /// The settings of these programs have changed: what was wrong may be right now, and is told anew if it is not.
    pub(crate) fn on_changed(&mut self, shared: &mut Shared) {
        let told = std::mem::take(&mut self.told);
        shared.notices.withdraw(|notice| told.contains(notice));
        self.page_tests.clear();
        let scripts = &shared.settings.preferences.scripts;
        self.webhooks.retain(|slot, _| scripts.webhook(*slot).is_some());
        for webhook in self.webhooks.values_mut() {
            webhook.test = None;
        }
    }

    pub(crate) fn tell_wrong_template(&mut self, shared: &mut Shared) {
        self.tell_once(Notice::PageTrouble { trouble: PageTrouble::NoAddress }, shared);
    }
}

/// As much of an address as says whose it is: people put tokens into the rest.
fn host_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_scheme, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    shown::in_short(authority.rsplit_once('@').map_or(authority, |(_person, place)| place), 120)
}
