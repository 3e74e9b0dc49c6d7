//! One directory: the connection that is open to it, and what it said within the hour.

use std::collections::HashMap;
use std::time::Duration;

use agent_core::{CardPerson, ContactSource, Sought, SourceTrouble};
use contact_sources::Opened;
use contact_sources::ldap::{Directory, Found};
use tokio::time::Instant;

const GOOD_FOR: Duration = Duration::from_hours(1);
/// As many callers as an agent has in some days.
const MOST_KEPT: usize = 1000;

/// What a directory is asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Question {
    /// Digits.
    Number(String),
    /// A part of a name.
    Name(String),
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// As it was asked: another one knows others.
    source: ContactSource,
    open: Option<Directory>,
    said: HashMap<Question, (Instant, Vec<CardPerson>)>,
}

impl Asked {
    /// What it said to this, where that is not too long ago.
    pub(super) fn known(&mut self, source: &ContactSource, question: &Question) -> Option<Vec<CardPerson>> {
        if self.source != *source {
            *self = Self { source: source.clone(), ..Self::default() };
        }
        let (at, people) = self.said.get(question)?;
        (at.elapsed() < GOOD_FOR).then(|| people.clone())
    }

    /// The connection that is open. One that was left alone may be closed without our having heard of it.
    pub(super) fn connection(&mut self) -> Option<Directory> {
        self.open.clone().filter(|directory| !directory.clone().is_closed())
    }

    /// Another one, in the place of what was open.
    pub(super) async fn open_anew(&mut self, opened: &Opened) -> Result<Directory, SourceTrouble> {
        let directory = Directory::open(opened).await?;
        self.open = Some(directory.clone());
        Ok(directory)
    }

    pub(super) async fn look(
        &mut self,
        opened: &Opened,
        most: usize,
    ) -> Result<Vec<CardPerson>, SourceTrouble> {
        let mut directory = Directory::open(opened).await?;
        let found = directory.look(i32::try_from(most).unwrap_or(i32::MAX), super::LIVE_SEARCH).await?;
        self.open = Some(directory);
        Ok(found.into_iter().map(person).collect())
    }

    pub(super) fn keep(&mut self, question: Question, people: Vec<CardPerson>) {
        if self.said.len() >= MOST_KEPT {
            self.said.clear();
        }
        self.said.insert(question, (Instant::now(), people));
    }
}

pub(super) async fn find(
    mut directory: Directory,
    question: &Question,
    most: usize,
    within: Duration,
) -> Result<Vec<CardPerson>, SourceTrouble> {
    let sought = match question {
        Question::Number(number) => Sought::Number(number),
        Question::Name(name) => Sought::Name(name),
    };
    let found = directory.find(sought, i32::try_from(most).unwrap_or(i32::MAX), within).await?;
    Ok(found.into_iter().map(person).collect())
}

fn person(found: Found) -> CardPerson {
    CardPerson { name: found.name, company: found.company, numbers: found.numbers }
}
