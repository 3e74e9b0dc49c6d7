//! Favourites and speed dials: numbers that are one press away, in the agent's own order, kept with the settings.

pub(crate) mod command;
pub(crate) mod stars;
pub(crate) mod taking;
pub(crate) mod view;

use pbx_protocol::Extension;
use pbx_protocol::number::NotANumber;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::calls::dial_plan;
use crate::failure::Refusal;
use crate::lines::lines_of;
use crate::now::Now;
use crate::settings::Preferences;
use crate::shared::Shared;
use crate::shown;
use command::FavouriteCommand;
use view::FavouriteView;

/// More are no longer found at a glance.
const MOST: usize = 24;
/// No number that can be dialled is longer.
const LONGEST_NUMBER: usize = 64;

/// A number that the agent wants at hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Favourite {
    /// As it is dialled: an extension, or as it was typed.
    pub number: String,
    /// The agent's own name for it; empty: that of the directory.
    pub label: String,
}

impl Favourite {
    /// In a form that can be compared; refused where it can't be dialled.
    pub(crate) fn read(number: &str, label: &str, preferences: &Preferences) -> Result<Self, Refusal> {
        let number = number.trim();
        if number.chars().count() > LONGEST_NUMBER {
            return Err(Refusal::InvalidNumber { why: NotANumber::TooLong });
        }
        dial_plan::read(number, preferences).map_err(|why| Refusal::InvalidNumber { why })?;
        Ok(Self { number: number.to_owned(), label: shown::name(label.trim().to_owned()) })
    }
}

/// One press for two spellings of a number, with its country and without.
fn line_of(number: &str, preferences: &Preferences) -> Result<String, NotANumber> {
    let written = dial_plan::read(number, preferences)?;
    let dial = written.dial.to_string();
    let line = lines_of(preferences).key(&dial).unwrap_or(dial);
    Ok(format!("{line},{}", written.extension.unwrap_or_default()))
}

fn place_of(number: &str, shared: &Shared) -> Option<usize> {
    let favourites = &shared.settings.favourites;
    let preferences = &shared.settings.preferences;
    let wanted = line_of(number.trim(), preferences).ok()?;
    favourites.iter().position(|one| line_of(&one.number, preferences).is_ok_and(|known| known == wanted))
}

pub(crate) fn on_command(command: FavouriteCommand, shared: &mut Shared) -> Result<(), Refusal> {
    match command {
        FavouriteCommand::Add { number, label } => add(&number, &label, shared),
        FavouriteCommand::Remove { number } => remove(&number, shared),
        FavouriteCommand::Label { number, label } => relabel(&number, &label, shared),
        FavouriteCommand::Move { number, forward } => shift(&number, forward, shared),
        FavouriteCommand::Take { rows } => {
            taking::take(rows, shared);
            Ok(())
        }
    }
}

/// Puts a number behind the others. One that is there stays as it is.
fn add(number: &str, label: &str, shared: &mut Shared) -> Result<(), Refusal> {
    let favourite = Favourite::read(number, label, &shared.settings.preferences)?;
    if place_of(number, shared).is_some() {
        return Ok(());
    }
    if shared.settings.favourites.len() >= MOST {
        return Err(Refusal::FavouritesFull);
    }
    shared.settings.favourites.push(favourite);
    shared.save_settings();
    Ok(())
}

fn remove(number: &str, shared: &mut Shared) -> Result<(), Refusal> {
    let at = place_of(number, shared).ok_or(Refusal::NoSuchItem)?;
    shared.settings.favourites.remove(at);
    shared.save_settings();
    Ok(())
}

/// Gives it a name of the agent's own; an empty one takes that back.
fn relabel(number: &str, label: &str, shared: &mut Shared) -> Result<(), Refusal> {
    let at = place_of(number, shared).ok_or(Refusal::NoSuchItem)?;
    shared.settings.favourites[at].label = shown::name(label.trim().to_owned());
    shared.save_settings();
    Ok(())
}

/// One place to the front or to the back.
fn shift(number: &str, forward: bool, shared: &mut Shared) -> Result<(), Refusal> {
    let at = place_of(number, shared).ok_or(Refusal::NoSuchItem)?;
    let to = if forward { at.checked_sub(1) } else { Some(at + 1) };
    let to = to.filter(|to| *to < shared.settings.favourites.len()).ok_or(Refusal::NotNow)?;
    shared.settings.favourites.swap(at, to);
    shared.save_settings();
    Ok(())
}

/// As they are shown; what is too much for the tiles in a file that somebody has edited is not.
pub(crate) fn view(shared: &Shared) -> Vec<FavouriteView> {
    shared.settings.favourites.iter().take(MOST).map(|one| tile(one, shared, shared.now)).collect()
}

fn tile(favourite: &Favourite, shared: &Shared, now: Now) -> FavouriteView {
    let directory = &shared.directory;
    let extension = Extension::parse(&favourite.number).ok();
    let presence = extension.as_ref().and_then(|extension| directory.presence(extension));
    // A number that is longer than any extension is one outside, which no directory knows.
    let is_short = directory.longest_number().is_some_and(|longest| favourite.number.len() <= longest);
    let queue = directory.queue_name(&favourite.number);
    FavouriteView {
        number: favourite.number.clone(),
        label: favourite.label.clone(),
        name: extension.as_ref().and_then(|extension| directory.name(extension)).or(queue.clone()),
        status: presence.map(|presence| presence.status),
        as_of: presence.and_then(|presence| directory.old_since(presence, now)),
        is_gone: extension.is_some() && presence.is_none() && queue.is_none() && is_short,
    }
}
