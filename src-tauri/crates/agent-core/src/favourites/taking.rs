//! Favourites from a file: what can be taken of it, and the rows that can't, each with its reason.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Favourite, MOST, place_of};
use crate::notice::Notice;
use crate::shared::Shared;
use crate::shown;

/// A message that is longer is not read.
const NAMED: usize = 8;

/// One row of a file, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FavouriteRow {
    /// Its line in the file, from one on.
    pub line: u32,
    pub label: String,
    pub number: String,
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RowLeftOut {
    pub line: u32,
    pub why: WhyNoFavourite,
    /// What stands there in place of a number, shortened.
    pub text: String,
}

/// Why a row was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum WhyNoFavourite {
    /// Nothing stands where the number should.
    NoNumber,
    /// What stands there can't be dialled.
    NotANumber,
    /// It is one already.
    Known,
    /// There is no room for more.
    Full,
}

/// Puts the rows behind the others, and tells what became of them.
pub(super) fn take(rows: Vec<FavouriteRow>, shared: &mut Shared) {
    let mut left_out = Vec::new();
    let mut taken = 0;
    for row in rows {
        match favourite_of(&row, shared) {
            Ok(favourite) => {
                shared.settings.favourites.push(favourite);
                taken += 1;
            }
            Err(why) => {
                let text = shown::asked(&row.number);
                left_out.push(RowLeftOut { line: row.line, why, text });
            }
        }
    }
    let more = u32::try_from(left_out.len().saturating_sub(NAMED)).unwrap_or(u32::MAX);
    left_out.truncate(NAMED);
    shared.tell(Notice::FavouritesTaken { taken, left_out, more });
    if taken > 0 {
        shared.save_settings();
    }
}

fn favourite_of(row: &FavouriteRow, shared: &Shared) -> Result<Favourite, WhyNoFavourite> {
    if row.number.trim().is_empty() {
        return Err(WhyNoFavourite::NoNumber);
    }
    let read = Favourite::read(&row.number, &row.label, &shared.settings.preferences);
    let favourite = read.map_err(|_| WhyNoFavourite::NotANumber)?;
    if place_of(&row.number, shared).is_some() {
        return Err(WhyNoFavourite::Known);
    }
    if shared.settings.favourites.len() >= MOST {
        return Err(WhyNoFavourite::Full);
    }
    Ok(favourite)
}
