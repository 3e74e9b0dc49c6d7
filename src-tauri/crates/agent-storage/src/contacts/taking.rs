//! Contacts on their way out of a file, and the account of what was left out.

use agent_core::{ImportReport, ImportUnit, LeftOut, WhyLeftOut};

use pbx_protocol::number::Home;

use super::Contact;
use super::cell::{self, CellPiece};
use super::person::tidy;

/// As many as a person reads; the counts go on.
const MOST_TOLD: usize = 200;
/// More numbers belong to a switchboard, not to a person.
const MOST_NUMBERS: usize = 50;

/// Somebody as a file has them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) company: String,
    /// Each may hold several.
    pub(super) numbers: Vec<String>,
}

/// What was taken so far.
#[derive(Debug)]
pub(super) struct Taking {
    pub(super) contacts: Vec<Contact>,
    report: ImportReport,
    home: Home,
}

impl Taking {
    pub(super) fn new(unit: ImportUnit, home: Home) -> Self {
        let report = ImportReport {
            source: String::new(),
            unit,
            contacts: 0,
            rows: 0,
            rows_left_out: 0,
            numbers_left_out: 0,
            replaced: 0,
            left_out: Vec::new(),
        };
        Self { contacts: Vec::new(), report, home }
    }

    /// Takes somebody who has a name or a company and a number.
    pub(super) fn take(&mut self, row: u32, person: &Person) {
        self.report.rows = self.report.rows.saturating_add(1);
        let (name, company) = (tidy(&person.name), tidy(&person.company));
        let pieces: Vec<CellPiece> = person
            .numbers
            .iter()
            .flat_map(|cell| cell::numbers(cell, self.home))
            .take(MOST_NUMBERS)
            .collect();
        let mut numbers: Vec<String> = Vec::new();
        let mut odd = Vec::new();
        for piece in pieces {
            match piece {
                Ok(number) if !numbers.contains(&number) => numbers.push(number),
                // The same one in two columns.
                Ok(_) => {}
                Err(piece) => odd.push(piece),
            }
        }
        // A company without a person is worth a name on the screen, too.
        let shown = if name.is_empty() { &company } else { &name };
        if numbers.is_empty() {
            // What stands there says more than that there is no number.
            let (text, why) = odd.into_iter().next().unwrap_or((shown.clone(), WhyLeftOut::NoNumber));
            return self.leave_row(row, text, why);
        }
        if shown.is_empty() {
            return self.leave_row(row, numbers.join(", "), WhyLeftOut::NoName);
        }
        for (text, why) in odd {
            self.report.numbers_left_out = self.report.numbers_left_out.saturating_add(1);
            self.tell(row, text, why);
        }
        let company = Some(company).filter(|company| !company.is_empty());
        self.contacts.push(Contact { name, company, numbers, source: String::new() });
    }

    /// The contacts, and the account of them.
    pub(super) fn done(mut self) -> (Vec<Contact>, ImportReport) {
        self.report.contacts = u32::try_from(self.contacts.len()).unwrap_or(u32::MAX);
        (self.contacts, self.report)
    }

    fn leave_row(&mut self, row: u32, text: String, why: WhyLeftOut) {
        self.report.rows_left_out = self.report.rows_left_out.saturating_add(1);
        self.tell(row, text, why);
    }

    fn tell(&mut self, row: u32, text: String, why: WhyLeftOut) {
        if self.report.left_out.len() < MOST_TOLD {
            self.report.left_out.push(LeftOut { row, text, why });
        }
    }
}
