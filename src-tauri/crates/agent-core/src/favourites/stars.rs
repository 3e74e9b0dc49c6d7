//! Which numbers have a star, wherever they stand: those of the favourites, in all the ways in which they are written.

use super::{Favourite, MOST};
use crate::lines::lines_of;
use crate::settings::Settings;

/// Made anew when the favourites or the agent's country are others: reading numbers takes longer than showing them.
#[derive(Debug, Default)]
pub(crate) struct Stars {
    of: Option<(Vec<Favourite>, String, String)>,
    numbers: Vec<String>,
}

impl Stars {
    pub(crate) fn follow(&mut self, settings: &Settings) {
        let preferences = &settings.preferences;
        let is_same = self.of.as_ref().is_some_and(|(favourites, country, area)| {
            *favourites == settings.favourites
                && *country == preferences.country
                && *area == preferences.area_code
        });
        if is_same {
            return;
        }
        let lines = lines_of(preferences);
        // One with an extension behind it is nobody else's number.
        let spellings = |one: &Favourite| match super::dial_plan::read(&one.number, preferences) {
            Ok(written) if written.extension.is_none() => lines.spellings(&one.number),
            Ok(_) | Err(_) => Vec::new(),
        };
        self.numbers = settings.favourites.iter().take(MOST).flat_map(spellings).collect();
        let (country, area) = (preferences.country.clone(), preferences.area_code.clone());
        self.of = Some((settings.favourites.clone(), country, area));
    }

    pub(crate) fn numbers(&self) -> &[String] {
        &self.numbers
    }
}
