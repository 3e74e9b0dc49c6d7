//! The colleagues: what their phones do, which queues they serve, and that one of them is free at last.
//!
//! Names and phones are the directory's; this part decides who is shown, how often the PBX is asked, and who waits for
//! whom. The PBX tells all of it in one list without secrets; the query of all extensions would hold every password.

pub(crate) mod command;
pub(crate) mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pbx_protocol::{Extension, QueueNumber};

use crate::directory::{Presence, is_meant};
use crate::failure::Refusal;
use crate::intent::Page;
use crate::phone::PhoneStatus;
use crate::queues::Queues;
use crate::session::ask::ExtensionList;
use crate::shared::Shared;
use command::TeamCommand;
use view::{ColleagueView, FreeNews, TeamView, Watch};

/// The pace while somebody looks at what phones do; reports tell of ticked phones in between.
const WHILE_OPEN: Duration = Duration::from_secs(10);
/// The pace while one phone matters: a favourite on the desk, or somebody who is waited for. Below the minute after which
/// what was told is old, so that a tile does not turn grey each time before the answer comes.
const WHILE_BESIDE: Duration = Duration::from_secs(50);
/// A page of more is drawn slowly and read by nobody.
const SHOWN_AT_MOST: usize = 250;
/// Whoever is not free by then is asked for in another way.
const WATCHED_FOR: Duration = Duration::from_hours(2);

/// What is looked at, asked and waited for.
#[derive(Debug, Default)]
pub(crate) struct Team {
    looked_at: Option<Page>,
    /// What was typed to find somebody, in small letters.
    text: String,
    /// Those who serve this queue only.
    queue: Option<QueueNumber>,
    asked_at: Option<Duration>,
    /// Until when each is waited for.
    watched: BTreeMap<Extension, Duration>,
    free: Option<FreeNews>,
}

impl Team {
    pub(crate) fn look(&mut self, page: Option<Page>) {
        // The page begins anew with an empty field; a window that is only hidden keeps what stands in it.
        if page.is_some_and(|page| page != Page::Team) {
            (self.text, self.queue) = (String::new(), None);
        }
        self.looked_at = page;
    }

    pub(crate) fn command(&mut self, command: TeamCommand, shared: &Shared) -> Result<(), Refusal> {
        match command {
            TeamCommand::Find { text, queue } => self.find(&text, queue.as_deref()),
            TeamCommand::Watch { extension } => self.watch(&extension, shared),
            TeamCommand::StopWatching { extension } => self.stop_watching(&extension),
        }
    }

    /// Whom the person looks for.
    fn find(&mut self, text: &str, queue: Option<&str>) -> Result<(), Refusal> {
        let queue = queue.map(QueueNumber::parse).transpose().map_err(|_| Refusal::NoSuchQueue)?;
        (self.text, self.queue) = (text.trim().to_lowercase(), queue);
        Ok(())
    }

    fn watch(&mut self, extension: &str, shared: &Shared) -> Result<(), Refusal> {
        shared.signed_in()?;
        // Without a session nothing is heard of anybody, and the wait would be in vain.
        let extension = Extension::parse(extension).map_err(|_| Refusal::NoSuchItem)?;
        let presence = shared.directory.presence(&extension).ok_or(Refusal::NoSuchItem)?;
        if !can_watch(&extension, presence.status, shared) {
            return Err(Refusal::NotNow);
        }
        self.watched.insert(extension, shared.now.monotonic + WATCHED_FOR);
        Ok(())
    }

    fn stop_watching(&mut self, extension: &str) -> Result<(), Refusal> {
        let watched = Extension::parse(extension).ok().and_then(|extension| self.watched.remove(&extension));
        watched.map(|_| ()).ok_or(Refusal::NotNow)
    }

    /// The lists were asked for just now, on the way of the sign-in.
    pub(crate) fn on_online(&mut self, shared: &Shared) {
        self.asked_at = Some(shared.now.monotonic);
    }

    /// Of another session; what the person looks at and has typed stays.
    pub(crate) fn clear(&mut self) {
        (self.asked_at, self.free) = (None, None);
        self.watched.clear();
    }

    pub(crate) fn let_time_pass(&mut self, shared: &Shared) {
        // Before the free ones are looked for: who is free after two hours is no news any more.
        self.watched.retain(|_, until| *until > shared.now.monotonic);
        let is_free = |extension: &Extension| shared.directory.status(extension) == PhoneStatus::Idle;
        let free: Vec<Extension> = self.watched.keys().filter(|one| is_free(one)).cloned().collect();
        for extension in free {
            self.watched.remove(&extension);
            // Counted, so that the same colleague who is free again is told again.
            let id = self.free.as_ref().map_or(0, |news| news.id) + 1;
            let name = shared.directory.name(&extension).unwrap_or_else(|| extension.to_string());
            self.free = Some(FreeNews { id, extension: extension.to_string(), name });
        }
    }

    pub(crate) fn ask_due(&mut self, shared: &mut Shared) {
        let now = shared.now.monotonic;
        if self.next_list(shared).is_some_and(|at| at <= now) {
            self.asked_at = Some(now);
            shared.ask_once(ExtensionList { anew: true });
        }
    }

    fn next_list(&self, shared: &Shared) -> Option<Duration> {
        let is_open = self.looked_at == Some(Page::Team);
        let is_beside = || self.looked_at == Some(Page::Desk) && has_favourite_inside(shared);
        let pace = if is_open {
            WHILE_OPEN
        } else if !self.watched.is_empty() || is_beside() {
            WHILE_BESIDE
        } else {
            return None;
        };
        Some(self.asked_at.map_or(Duration::ZERO, |at| at + pace))
    }

    pub(crate) fn next_deadline(&self, shared: &Shared) -> Option<Duration> {
        let list = self.next_list(shared).filter(|_| shared.online);
        list.into_iter().chain(self.watched.values().copied()).chain(self.old_at(shared)).min()
    }

    /// When a row or tile that is seen begins to be old.
    fn old_at(&self, shared: &Shared) -> Option<Duration> {
        let is_seen: &dyn Fn(&Extension) -> bool = match self.looked_at {
            Some(Page::Team) => &|_| true,
            Some(Page::Desk) => &|extension| is_favourite(extension, shared),
            Some(Page::Missed | Page::History | Page::Voicemail | Page::Settings) | None => return None,
        };
        let seen = shared.directory.extensions().filter(|(extension, ..)| is_seen(extension));
        let times = seen.map(|(_, _, presence)| presence.old_at());
        times.filter(|at| *at > shared.now.monotonic).min()
    }

    pub(crate) fn view(&self, queues: &Queues, shared: &Shared) -> TeamView {
        let is_ours = |extension: &&Extension| shared.own.as_ref() == Some(extension);
        let total = shared.directory.extensions().filter(|(extension, ..)| !is_ours(extension)).count();
        let mut team = TeamView { total: number(total), free: self.free.clone(), ..TeamView::default() };
        // A change of a thousand colleagues whom nobody looks at is no new view.
        if self.looked_at != Some(Page::Team) {
            return team;
        }
        let (mut meant, hidden) = self.meant(total, queues, shared);
        let place = |extension: &Extension| {
            let favourites = &shared.settings.favourites;
            favourites.iter().position(|one| one.number == extension.as_str()).unwrap_or(usize::MAX)
        };
        // Before the list is cut: favourites stay in it.
        meant.sort_by_cached_key(|(extension, name, _)| (place(extension), name.to_lowercase()));
        team.hidden = number(hidden + meant.len().saturating_sub(SHOWN_AT_MOST));
        meant.truncate(SHOWN_AT_MOST);
        team.rows = meant.into_iter().map(|one| self.row(one, queues, shared)).collect();
        team
    }

    /// Whom the search and the queue mean, and how many were left out of a list that is too long to be drawn whole: of
    /// that only favourites and those who serve a queue of ours.
    fn meant<'a>(
        &self,
        total: usize,
        queues: &Queues,
        shared: &'a Shared,
    ) -> (Vec<(&'a Extension, &'a str, Presence)>, usize) {
        let members: Option<BTreeSet<&Extension>> =
            self.queue.as_ref().map(|queue| queues.members_of(queue).collect());
        let is_meant = |extension: &Extension, name: &str| {
            shared.own.as_ref() != Some(extension)
                && members.as_ref().is_none_or(|members| members.contains(extension))
                && is_meant(extension, name, &self.text)
        };
        let all = shared.directory.extensions().filter(|(extension, name, _)| is_meant(extension, name));
        // Who searches means somebody, and finds him in the longest list.
        let is_narrowed = self.queue.is_some() || !self.text.is_empty();
        if is_narrowed || total <= SHOWN_AT_MOST {
            return (all.collect(), 0);
        }
        let of_ours: BTreeSet<&Extension> = queues.members_of_ours().collect();
        let is_near = |extension: &Extension| of_ours.contains(extension) || is_favourite(extension, shared);
        let (near, far): (Vec<_>, Vec<_>) = all.partition(|(extension, ..)| is_near(extension));
        (near, far.len())
    }

    fn row(
        &self,
        (extension, name, presence): (&Extension, &str, Presence),
        queues: &Queues,
        shared: &Shared,
    ) -> ColleagueView {
        let number = extension.as_str();
        ColleagueView {
            extension: number.to_owned(),
            name: Some(name.to_owned()).filter(|name| !name.trim().is_empty() && name != number),
            status: presence.status,
            timer: presence.timer(),
            longer: presence.longer,
            as_of: shared.directory.old_since(presence, shared.now),
            seldom: presence.is_unreported(),
            queues: queues.served_by(extension, shared),
            favourite: is_favourite(extension, shared),
            watch: if self.watched.contains_key(extension) {
                Watch::On
            } else if shared.online && can_watch(extension, presence.status, shared) {
                Watch::Possible
            } else {
                Watch::Impossible
            },
        }
    }
}

/// Somebody who is free is called, not waited for.
fn can_watch(extension: &Extension, status: PhoneStatus, shared: &Shared) -> bool {
    shared.own.as_ref() != Some(extension) && status != PhoneStatus::Idle
}

fn is_favourite(extension: &Extension, shared: &Shared) -> bool {
    shared.settings.favourites.iter().any(|one| one.number == extension.as_str())
}

fn has_favourite_inside(shared: &Shared) -> bool {
    let mut numbers = shared.settings.favourites.iter().map(|one| Extension::parse(&one.number));
    numbers.any(|number| number.is_ok_and(|extension| shared.directory.contains(&extension)))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
