//! Wishes from outside our windows: numbers from other programs are asked about, what can't be done is told in the main
//! window, and a number is not lost.

use pbx_protocol::Extension;
use pbx_protocol::number::{self, Home, NotANumber};

use super::Desk;
use crate::dial_question;
use crate::{DialAnswer, DialSource, Door, Effect, Intent, Notice, Refusal, shown};

impl Desk {
    pub(super) fn on_wish(&mut self, intent: Intent, door: Door) -> Result<(), Refusal> {
        if let Intent::Dial { number } = &intent {
            return self.dial_from(&number.clone(), door);
        }
        let command = intent.command();
        self.on_intent(intent).inspect_err(|refusal| {
            if let (Some(command), false) = (command, door.shows_refusals()) {
                let notice = Notice::NotDone { door, command, refusal: refusal.clone() };
                self.shared.tell(notice);
            }
        })
    }

    /// A wish that was not even understood: an argument of a second start.
    pub(super) fn on_not_understood(&mut self, argument: &str, lacks_value: bool) {
        let notice = Notice::NotUnderstood { argument: shown::asked(argument), lacks_value };
        self.shared.tell(notice);
    }

    fn dial_from(&mut self, text: &str, door: Door) -> Result<(), Refusal> {
        match DialSource::of(door) {
            Some(source) => self.dial_for_other(text, source, door),
            None => self.dial_for_person(text, door),
        }
    }

    fn dial_for_person(&mut self, text: &str, door: Door) -> Result<(), Refusal> {
        match self.on_intent(Intent::Dial { number: text.to_owned() }) {
            Ok(()) => {
                self.forget_waiting();
                Ok(())
            }
            Err(refusal) if door.shows_refusals() => Err(refusal),
            Err(refusal) => self.refuse_dial(text, door, refusal),
        }
    }

    /// Another program asks: the person is asked, unless that source is trusted.
    fn dial_for_other(&mut self, text: &str, source: DialSource, door: Door) -> Result<(), Refusal> {
        let text = &match source {
            DialSource::Link => number::without_blanks(text),
            DialSource::CommandLine => text.to_owned(),
        };
        let number = match self.number_of(text) {
            Ok(number) => number,
            Err(why) => return self.refuse_dial(text, door, Refusal::InvalidNumber { why }),
        };
        // Feature codes can forward or unlock phones.
        let is_code = dial_question::dialled(&number).contains(['*', '#']);
        if is_code && source == DialSource::Link {
            let refusal = Refusal::InvalidNumber { why: NotANumber::CodeInLink };
            return self.not_dialled(shown::asked(text), door, refusal, false);
        }
        if self.is_elsewhere(text, &number) {
            let refusal = Refusal::InvalidNumber { why: NotANumber::OtherSystem };
            return self.not_dialled(shown::asked(text), door, refusal, false);
        }
        let own = self.shared.own.clone();
        if own.as_ref().is_some_and(|own| own.as_str() == number) {
            return self.refuse_dial(text, door, Refusal::OwnNumber);
        }
        if !self.session.is_wanted() {
            return self.refuse_dial(text, door, Refusal::NotSignedIn);
        }
        let is_trusted = !is_code && self.shared.settings.preferences.trusted.contains(&source);
        self.forget_waiting();
        let dialled = dial_question::dialled(&number).to_owned();
        let name =
            Extension::parse(&dialled).ok().and_then(|extension| self.shared.directory.name(&extension));
        self.dial_questions.ask(number, name, source, is_trusted, self.shared.now);
        self.shared.push(Effect::Identify { number: dialled });
        self.dial_trusted();
        Ok(())
    }

    /// `sip:102@pbx.example` is 102 on that machine: here it is somebody else, unless that machine is our PBX. A number
    /// with its country is the same everywhere.
    fn is_elsewhere(&self, text: &str, number: &str) -> bool {
        let is_ours = |host: &str| {
            self.session
                .account()
                .is_some_and(|account| account.host.trim_matches(['[', ']']).eq_ignore_ascii_case(host))
        };
        !number.starts_with('+') && number::link_host(text).is_some_and(|host| !is_ours(host))
    }

    pub(super) fn answer_dial(&mut self, id: u32, answer: DialAnswer) -> Result<(), Refusal> {
        let question = self.dial_questions.find(id).ok_or(Refusal::NoSuchItem)?;
        let (number, source) = (question.number.clone(), question.source);
        match answer {
            DialAnswer::Drop => {}
            DialAnswer::Call => self.on_intent(Intent::Dial { number })?,
            DialAnswer::CallAndTrust => {
                self.on_intent(Intent::Dial { number })?;
                if !self.shared.settings.preferences.trusted.contains(&source) {
                    self.shared.settings.preferences.trusted.push(source);
                    self.shared.save_settings();
                }
            }
        }
        self.dial_questions.forget();
        Ok(())
    }

    /// What a trusted source wants is dialled as soon as we can; what nobody answered is told, and not dialled any more.
    pub(super) fn end_question(&mut self) {
        if let Some((number, door)) = self.dial_questions.take_dead(self.shared.now) {
            // It is told, and nobody waits for the answer.
            let _ = self.refuse_dial(&number, door, Refusal::Unanswered);
        }
        self.dial_trusted();
    }

    fn dial_trusted(&mut self) {
        if !(self.shared.online && self.calls.can_dial()) {
            return;
        }
        let Some(number) = self.dial_questions.due_by_itself().map(|question| question.number.clone()) else {
            return;
        };
        // Online and free to dial, a number that was read is not refused.
        if self.on_intent(Intent::Dial { number }).is_ok() {
            self.dial_questions.forget();
        }
    }

    /// Told in the main window; what is a number waits in the dial field.
    fn refuse_dial(&mut self, text: &str, door: Door, refusal: Refusal) -> Result<(), Refusal> {
        match self.number_of(text) {
            Ok(number) if refusal != Refusal::OwnNumber => {
                self.forget_waiting();
                self.waiting.keep(number.clone(), door);
                self.not_dialled(number, door, refusal, true)
            }
            Ok(_) => self.not_dialled(shown::asked(text), door, refusal, false),
            Err(why) => self.not_dialled(shown::asked(text), door, Refusal::InvalidNumber { why }, false),
        }
    }

    pub(super) fn forget_waiting(&mut self) -> bool {
        let waited = self.waiting.forget().is_some();
        if waited {
            self.withdraw_waits();
        }
        waited
    }

    fn withdraw_waits(&mut self) {
        self.shared.notices.withdraw(|notice| matches!(notice, Notice::NotDialled { waits: true, .. }));
    }

    /// A click on ten links must not push everything else away: the latest message takes the place of the one before.
    fn not_dialled(
        &mut self,
        text: String,
        door: Door,
        refusal: Refusal,
        waits: bool,
    ) -> Result<(), Refusal> {
        self.shared.notices.withdraw(|old| matches!(old, Notice::NotDialled { .. }));
        self.shared.tell(Notice::NotDialled { text, door, refusal: refusal.clone(), waits });
        Err(refusal)
    }

    /// As it stands in the dial field: the number, and what is keyed in behind it.
    fn number_of(&self, text: &str) -> Result<String, NotANumber> {
        let home = Home::of_country(&self.shared.settings.preferences.country);
        let written = number::read_at(text, home)?;
        Ok(match written.extension {
            Some(extension) => format!("{},{extension}", written.dial),
            None => written.dial.to_string(),
        })
    }
}

/// Why nobody can be called by this text, whatever the agent's settings are.
pub fn not_a_number(text: &str) -> Option<NotANumber> {
    let homes = [Home::Unknown, Home::China, Home::NorthAmerica, Home::Elsewhere];
    let why = number::read(text).err()?;
    homes.iter().all(|home| number::read_at(text, *home).is_err()).then_some(why)
}
