//! What the columns of a table hold, by their names in the languages that Outlook, Google, phones and customer databases
//! speak most.

use agent_core::ColumnMeaning;

use super::column_words::{COMPANY, FAMILY, FILE_AS, FULL, GIVEN, MIDDLE, NAME, NICKNAME, fold};
use super::number_words::{BESIDE_NUMBERS, NUMBER, NUMBER_ALONE};

/// Where the parts of a person stand in a row.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) family: Vec<usize>,
    pub(super) given: Vec<usize>,
    pub(super) middle: Vec<usize>,
    /// The first that holds something is the name where the parts above hold nothing.
    pub(super) whole: Vec<usize>,
    /// Names in parts whose order is theirs, as the person said.
    pub(super) pieces: Vec<usize>,
    pub(super) companies: Vec<usize>,
    pub(super) numbers: Vec<usize>,
}

/// What one column's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Given,
    Middle,
    Family,
    /// `Name`, `Nom`, `Nombre`: the whole name, or the part that has no column of its own.
    Name,
    Full,
    Nickname,
    FileAs,
    Company,
    Number,
    Nothing,
}

impl Columns {
    /// By the names of a header.
    pub(super) fn of_header<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let said: Vec<Says> = names.map(says).collect();
        let all = |wanted: Says| -> Vec<usize> { (0..said.len()).filter(|at| said[*at] == wanted).collect() };
        let mut columns = Self {
            family: all(Says::Family),
            given: all(Says::Given),
            middle: all(Says::Middle),
            whole: all(Says::Full),
            pieces: Vec::new(),
            companies: all(Says::Company),
            numbers: all(Says::Number),
        };
        let name = all(Says::Name);
        match (columns.family.is_empty(), columns.given.is_empty()) {
            // `Nombre, Apellidos` and `Nom, Prénom`.
            (false, true) => columns.given = name,
            (true, false) => columns.family = name,
            (true, true) | (false, false) => columns.whole.extend(name),
        }
        columns.whole.extend(all(Says::FileAs));
        columns.whole.extend(all(Says::Nickname));
        columns
    }

    /// By what the person said.
    pub(super) fn said(meanings: &[ColumnMeaning]) -> Self {
        let all = |wanted: ColumnMeaning| -> Vec<usize> {
            (0..meanings.len()).filter(|at| meanings[*at] == wanted).collect()
        };
        Self {
            pieces: all(ColumnMeaning::Name),
            companies: all(ColumnMeaning::Company),
            numbers: all(ColumnMeaning::Number),
            ..Self::default()
        }
    }

    /// Whether somebody can be found by them.
    pub(super) fn suffice(&self) -> bool {
        let names = [&self.family, &self.given, &self.whole, &self.pieces, &self.companies];
        !self.numbers.is_empty() && names.iter().any(|places| !places.is_empty())
    }

    /// The part of it that the person is asked about.
    pub(super) fn meaning(&self, at: usize) -> Option<ColumnMeaning> {
        let has = |places: &[&Vec<usize>]| places.iter().any(|places| places.contains(&at));
        match () {
            () if has(&[&self.numbers]) => Some(ColumnMeaning::Number),
            () if has(&[&self.companies]) => Some(ColumnMeaning::Company),
            () if has(&[&self.family, &self.given, &self.middle, &self.whole, &self.pieces]) => {
                Some(ColumnMeaning::Name)
            }
            () => None,
        }
    }
}

/// Whether a column's name says something.
pub(super) fn is_known(name: &str) -> bool {
    says(name) != Says::Nothing
}

/// `Contact: Full Name` is `Full Name`, where it is nothing as a whole.
fn says(name: &str) -> Says {
    match (says_as_a_whole(name), name.rsplit_once(':')) {
        (Says::Nothing, Some((_, last))) => says_as_a_whole(last),
        (said, _) => said,
    }
}

fn says_as_a_whole(name: &str) -> Says {
    let name = fold(name);
    let is = |words: &[&str]| words.contains(&name.as_str());
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match () {
        () if name.is_empty() || has(&BESIDE_NUMBERS) => Says::Nothing,
        () if has(&NUMBER) || is(&NUMBER_ALONE) => Says::Number,
        () if is(&GIVEN) => Says::Given,
        () if is(&FAMILY) => Says::Family,
        () if is(&MIDDLE) => Says::Middle,
        // Of members, staff, pupils: they are called the same.
        () if is(&FULL) || name.ends_with("姓名") => Says::Full,
        () if is(&NAME) => Says::Name,
        () if is(&COMPANY) => Says::Company,
        () if is(&FILE_AS) => Says::FileAs,
        () if is(&NICKNAME) => Says::Nickname,
        () => Says::Nothing,
    }
}
