//! The endpoints that add, change and delete extensions.

use pbx_protocol::Extension;
use pbx_protocol::endpoints::{
    AddExtension, DeleteExtension, Done, ExtensionSettings, ForwardTo, MonitorMode, UpdateExtension,
};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::phone::Phone;
use crate::model::refusal::Refusal;

const RING_SECONDS: [u32; 5] = [15, 30, 60, 120, 300];
const LONGEST_PREFIX: usize = 7;
const LONGEST_NUMBER: usize = 15;

impl Exchange {
    pub(crate) fn add_extension(&mut self, add: &AddExtension, _: &Asker) -> Result<Done, Refusal> {
        check_settings(&add.settings)?;
        let number = match &add.number {
            Some(number) if self.is_taken(number) => return Err(Refusal::ExtensionFailed),
            Some(number) => number.clone(),
            None => self.next_number().ok_or(Refusal::ExtensionFailed)?,
        };
        let name = add.settings.username.clone().unwrap_or_else(|| number.to_string());
        let mut phone = Phone::unregistered(&name);
        phone.apply(&add.settings);
        self.phones.insert(number, phone);
        Ok(Done {})
    }

    pub(crate) fn update_extension(&mut self, update: &UpdateExtension, _: &Asker) -> Result<Done, Refusal> {
        check_settings(&update.settings)?;
        let number = update.new_number.as_ref().filter(|number| **number != update.extension);
        if number.is_some_and(|number| self.is_taken(number)) {
            return Err(Refusal::ExtensionFailed);
        }
        let phone = self.phones.get_mut(&update.extension).ok_or(Refusal::NoSuchExtension)?;
        phone.apply(&update.settings);
        if let Some(number) = number {
            self.renumber(&update.extension, number);
        }
        Ok(Done {})
    }

    pub(crate) fn delete_extension(&mut self, ask: &DeleteExtension, _: &Asker) -> Result<Done, Refusal> {
        for extension in self.existing(&ask.extensions)? {
            self.phones.remove(&extension);
            self.mailboxes.remove(&extension);
            for queue in self.queues.values_mut() {
                queue.static_agents.retain(|agent| *agent != extension);
                queue.dynamic_agents.retain(|agent| *agent != extension);
                queue.paused.remove(&extension);
            }
        }
        Ok(Done {})
    }

    fn is_taken(&self, number: &Extension) -> bool {
        let number = number.as_str();
        self.phones.keys().any(|phone| phone.as_str() == number)
            || self.queues.keys().any(|queue| queue.as_str() == number)
            || self.admin.rooms.keys().any(|room| room.as_str() == number)
    }

    fn next_number(&self) -> Option<Extension> {
        (1000..10_000_u32)
            .filter_map(|number| Extension::parse(&number.to_string()).ok())
            .find(|number| !self.is_taken(number))
    }

    fn renumber(&mut self, old: &Extension, new: &Extension) {
        if let Some(phone) = self.phones.remove(old) {
            self.phones.insert(new.clone(), phone);
        }
        if let Some(mailbox) = self.mailboxes.remove(old) {
            self.mailboxes.insert(new.clone(), mailbox);
        }
        for queue in self.queues.values_mut() {
            let agents = queue.static_agents.iter_mut().chain(&mut queue.dynamic_agents);
            agents.filter(|agent| *agent == old).for_each(|agent| agent.clone_from(new));
        }
    }
}

fn check_settings(settings: &ExtensionSettings) -> Result<(), Refusal> {
    let digits = |text: &Option<String>, longest: usize| {
        text.as_ref().is_none_or(|text| text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit()))
    };
    let known = |to: &Option<ForwardTo>| to.as_ref().is_none_or(ForwardTo::is_known);
    let is_sound = settings.monitor_mode.as_ref().is_none_or(MonitorMode::is_known)
        && known(&settings.no_answer_to)
        && known(&settings.busy_to)
        && settings.ring_seconds.is_none_or(|seconds| RING_SECONDS.contains(&seconds))
        && settings.max_duration.as_deref().is_none_or(is_duration)
        && digits(&settings.busy_prefix, LONGEST_PREFIX)
        && digits(&settings.no_answer_prefix, LONGEST_PREFIX)
        && digits(&settings.busy_number, LONGEST_NUMBER)
        && digits(&settings.no_answer_number, LONGEST_NUMBER);
    if is_sound { Ok(()) } else { Err(Refusal::ExtensionFailed) }
}

fn is_duration(text: &str) -> bool {
    matches!(text, "Follow System" | "Unlimited") || text.parse::<u32>().is_ok()
}

impl Phone {
    /// Takes over what is given.
    fn apply(&mut self, changes: &ExtensionSettings) {
        if let Some(name) = &changes.username {
            self.name.clone_from(name);
        }
        if let Some(dnd) = changes.do_not_disturb {
            self.dnd = dnd;
        }
        // Both sides are objects of the same type, so the merge reads back.
        let (Ok(mut merged), Ok(given)) =
            (serde_json::to_value(&self.settings), serde_json::to_value(changes))
        else {
            return;
        };
        if let (Some(merged), Some(given)) = (merged.as_object_mut(), given.as_object()) {
            merged.extend(given.clone());
        }
        if let Ok(settings) = serde_json::from_value(merged) {
            self.settings = ExtensionSettings { username: None, do_not_disturb: None, ..settings };
        }
    }
}
