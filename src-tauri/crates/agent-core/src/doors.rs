//! Wishes from outside our windows: numbers from other programs are asked about, what can't be done is told in the main
//! window, and a number is not lost.

mod dial_question;
mod door;
mod intents;
mod marked;
mod waiting_number;

use std::time::Duration;

use pbx_protocol::Extension;
use pbx_protocol::number::{self, Home, NotANumber};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::caller_card::CallerCard;
use crate::calls::{Calls, dial_plan};
use crate::failure::Refusal;
use crate::intent::Page;
use crate::notice::Notice;
use crate::policy::FixedField;
use crate::session::Session;
use crate::shared::Shared;
use crate::shown;
pub use dial_question::{DialAnswer, DialChoice, DialQuestion, DialSource};
use dial_question::{DialQuestions, Wanted};
pub use door::Door;
pub use intents::{DoorIntent, NotRead};
pub use marked::numbers_in;
use waiting_number::Waiting;
pub use waiting_number::WaitingNumber;

/// Whether a number can be dialled now, what is being dialled, and what waits for that.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DialView {
    /// The core would accept a number now.
    pub possible: bool,
    /// A number whose dialling has been asked and not been heard of yet.
    pub pending: Option<String>,
    /// A number from outside that was not dialled.
    pub waiting: Option<WaitingNumber>,
    /// A number from outside that is dialled if the person says so.
    pub question: Option<DialQuestion>,
    /// Several numbers from outside: the person chooses which of them is asked about.
    pub choice: Option<DialChoice>,
    /// Grows each time the dial field is asked for from outside the window.
    pub shown: u32,
    /// The page that was asked for from outside the window, until it is looked at.
    pub page: Option<Page>,
}

/// Numbers that came from outside.
#[derive(Debug, Default)]
pub(crate) struct Doors {
    waiting: Waiting,
    questions: DialQuestions,
    /// How often the dial field was asked for.
    shown: u32,
    page: Option<Page>,
}

impl Doors {
    fn dial(
        &mut self,
        text: &str,
        door: Door,
        calls: &mut Calls,
        session: &Session,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        let Some(source) = DialSource::of(door) else {
            return self.dial_for_person(text, door, calls, shared);
        };
        if source == DialSource::Link
            && let Err(refusal) = shared.governed.allows_links()
        {
            // It does not wait in the dial field: that would be taking the link after all.
            return not_dialled(shown::asked(text), door, refusal, false, shared);
        }
        self.dial_for_other(text, source, door, calls, session, shared)
    }

    fn dial_for_person(
        &mut self,
        text: &str,
        door: Door,
        calls: &mut Calls,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        match calls.dial(text, shared) {
            Ok(()) => {
                self.forget_waiting(shared);
                Ok(())
            }
            Err(refusal) if door.shows_refusals() => Err(refusal),
            Err(refusal) => self.refuse(text, door, refusal, shared),
        }
    }

    /// Another program asks: the person is asked, unless that source is trusted.
    fn dial_for_other(
        &mut self,
        text: &str,
        source: DialSource,
        door: Door,
        calls: &mut Calls,
        session: &Session,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        let text = &match source {
            DialSource::Link => number::without_blanks(text),
            DialSource::CommandLine | DialSource::Selection => text.to_owned(),
        };
        let number = match number_of(text, shared) {
            Ok(number) => number,
            Err(why) => return self.refuse(text, door, Refusal::InvalidNumber { why }, shared),
        };
        let is_code = dial_question::dialled(&number).contains(['*', '#']);
        if let Some(why) = never_for(source, is_code, text, &number, session) {
            // Not kept in the dial field either, where one press would dial what no web page may.
            let refusal = Refusal::InvalidNumber { why };
            return not_dialled(shown::asked(text), door, refusal, false, shared);
        }
        if shared.own.as_ref().is_some_and(|own| own.as_str() == number) {
            return self.refuse(text, door, Refusal::OwnNumber, shared);
        }
        // Away for a moment is no refusal: the question lives for a minute, in which the PBX may be back.
        if !session.is_wanted() {
            return self.refuse(text, door, Refusal::NotSignedIn, shared);
        }
        let is_trusted = !is_code && shared.settings.preferences.trusted.contains(&source);
        self.forget_waiting(shared);
        let dialled = dial_question::dialled(&number).to_owned();
        let name = Extension::parse(&dialled).ok().and_then(|extension| shared.directory.name(&extension));
        let dials = dial_plan::sent(&dialled, shared).filter(|sent| *sent != dialled);
        self.questions.ask(Wanted { number, dials, name, source, by_itself: is_trusted }, shared.now);
        // The person decides by the name; the directory knows colleagues alone.
        shared.identify(dialled);
        self.dial_trusted(calls, shared);
        Ok(())
    }

    /// Text is marked in another program, and these numbers stand in it.
    fn dial_marked(
        &mut self,
        numbers: Result<Vec<String>, NotRead>,
        door: Door,
        calls: &mut Calls,
        session: &Session,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        let mut numbers = numbers.map_err(|why| Refusal::MarkedNotRead { why })?;
        match numbers.len() {
            0 => Err(Refusal::NoNumberMarked),
            1 => self.dial_for_other(&numbers.remove(0), DialSource::Selection, door, calls, session, shared),
            _ if !session.is_wanted() => Err(Refusal::NotSignedIn),
            _ => {
                self.questions.offer(numbers, shared.now);
                Ok(())
            }
        }
    }

    fn answer(
        &mut self,
        id: u32,
        answer: DialAnswer,
        calls: &mut Calls,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        if answer == DialAnswer::Drop && self.questions.drop_choice(id) {
            return Ok(());
        }
        let question = self.questions.find(id).ok_or(Refusal::NoSuchItem)?;
        match answer {
            DialAnswer::Drop => {}
            // Where that is refused, e.g. while another number is dialled, the question stays to be answered again.
            DialAnswer::Call => calls.dial(&question.number, shared)?,
            DialAnswer::CallAndTrust => {
                calls.dial(&question.number, shared)?;
                // Only now: a wish that was refused is no consent for good.
                let is_free = !shared.governed.policy().fixes(FixedField::Trusted);
                if is_free && !shared.settings.preferences.trusted.contains(&question.source) {
                    shared.settings.preferences.trusted.push(question.source);
                    shared.save_settings();
                }
            }
        }
        self.questions.forget();
        Ok(())
    }

    /// What a trusted source wants is dialled as soon as we can; what nobody answered is told, and not dialled any more.
    pub(crate) fn end_question(&mut self, calls: &mut Calls, shared: &mut Shared) {
        // Before the trusted ones: a machine that wakes with a number of yesterday must not call it.
        if let Some((number, door)) = self.questions.take_dead(shared.now) {
            // It is told, and nobody waits for the answer.
            let _ = self.refuse(&number, door, Refusal::Unanswered, shared);
        }
        self.dial_trusted(calls, shared);
    }

    fn dial_trusted(&mut self, calls: &mut Calls, shared: &mut Shared) {
        if !(shared.online && calls.can_dial()) {
            return;
        }
        let Some(question) = self.questions.due_by_itself() else { return };
        // Online and free to dial, a number that was read is not refused.
        if calls.dial(&question.number, shared).is_ok() {
            self.questions.forget();
        }
    }

    /// Told in the main window; what is a number waits in the dial field.
    fn refuse(
        &mut self,
        text: &str,
        door: Door,
        refusal: Refusal,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        match number_of(text, shared) {
            // Our own number does not wait: it would be as wrong later.
            Ok(number) if refusal != Refusal::OwnNumber => {
                self.forget_waiting(shared);
                self.waiting.keep(number.clone(), door);
                not_dialled(number, door, refusal, true, shared)
            }
            Ok(_) => not_dialled(shown::asked(text), door, refusal, false, shared),
            Err(why) => not_dialled(shown::asked(text), door, Refusal::InvalidNumber { why }, false, shared),
        }
    }

    fn drop_waiting(&mut self, shared: &mut Shared) -> Result<(), Refusal> {
        self.forget_waiting(shared).then_some(()).ok_or(Refusal::NoSuchItem)
    }

    fn forget_waiting(&mut self, shared: &mut Shared) -> bool {
        let waited = self.waiting.forget().is_some();
        if waited {
            shared.notices.withdraw(|notice| matches!(notice, Notice::NotDialled { waits: true, .. }));
        }
        waited
    }

    fn show_dial(&mut self) {
        self.shown = self.shown.wrapping_add(1);
    }

    /// The page that was asked for is looked at, also in a window that was made for it.
    pub(crate) fn look(&mut self, page: Option<Page>) {
        self.page.take_if(|wanted| page == Some(*wanted));
    }

    pub(crate) fn on_identified(&mut self, number: &str, card: &CallerCard) {
        self.questions.on_identified(number, card);
    }

    pub(crate) fn on_sign_out(&mut self, shared: &mut Shared) {
        self.questions.forget();
        self.forget_waiting(shared);
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.questions.next_deadline()
    }

    pub(crate) fn view(&self, calls: &Calls, shared: &Shared) -> DialView {
        DialView {
            possible: shared.online && calls.can_dial(),
            pending: calls.dialled(),
            waiting: self.waiting.view(),
            question: self.questions.view(),
            choice: self.questions.choice(),
            shown: self.shown,
            page: self.page,
        }
    }
}

/// `sip:102@pbx.example` is 102 on that machine: here it is somebody else, unless that machine is our PBX. A number
/// with its country is the same everywhere.
fn is_elsewhere(text: &str, number: &str, session: &Session) -> bool {
    let is_ours = |host: &str| {
        session
            .account()
            .is_some_and(|account| account.host.trim_matches(['[', ']']).eq_ignore_ascii_case(host))
    };
    !number.starts_with('+') && number::link_host(text).is_some_and(|host| !is_ours(host))
}

/// What no other program gets dialled, trusted or not.
fn never_for(
    source: DialSource,
    is_code: bool,
    text: &str,
    number: &str,
    session: &Session,
) -> Option<NotANumber> {
    // Feature codes can forward or unlock phones.
    if is_code && source == DialSource::Link {
        return Some(NotANumber::CodeInLink);
    }
    is_elsewhere(text, number, session).then_some(NotANumber::OtherSystem)
}

/// A click on ten links must not push everything else away: the latest message takes the place of the one before.
fn not_dialled(
    text: String,
    door: Door,
    refusal: Refusal,
    waits: bool,
    shared: &mut Shared,
) -> Result<(), Refusal> {
    shared.notices.withdraw(|old| matches!(old, Notice::NotDialled { .. }));
    shared.tell(Notice::NotDialled { text, door, refusal: refusal.clone(), waits });
    Err(refusal)
}

/// As it stands in the dial field: the number, and what is keyed in behind it.
fn number_of(text: &str, shared: &Shared) -> Result<String, NotANumber> {
    let home = Home::of_country(&shared.settings.preferences.country);
    let written = number::read_at(text, home)?;
    Ok(match written.extension {
        Some(extension) => format!("{},{extension}", written.dial),
        None => written.dial.to_string(),
    })
}

/// Why nobody can be called by this text, whatever the agent's settings are.
pub fn not_a_number(text: &str) -> Option<NotANumber> {
    let homes = [Home::Unknown, Home::China, Home::NorthAmerica, Home::Elsewhere];
    let why = number::read(text).err()?;
    homes.iter().all(|home| number::read_at(text, *home).is_err()).then_some(why)
}
