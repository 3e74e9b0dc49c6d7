//! What is to be written into the history, oldest first. It waits here while the disk takes nothing, and of what is
//! typed faster than a disk writes only the newest state is written.

use agent_core::{CallNote, CallRecord, KeptMark, NoteTold};

/// One thing to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// A call that is over.
    Record(CallRecord),
    /// A call that goes on.
    Draft(CallRecord),
    /// What the agent wrote about a call.
    Note {
        /// The call's id.
        id: String,
        /// All of the note.
        note: CallNote,
    },
    /// A recording of which its call is not known to have one.
    Recording {
        /// An id by which the PBX knows the call.
        channel: String,
        /// Its name on the PBX.
        recording: String,
    },
    /// How far other programs know what came of a call.
    NoteTold {
        /// The call's id.
        id: String,
        told: NoteTold,
    },
    /// What the agent has decided about a missed caller.
    Mark(KeptMark),
}

/// In the order in which it is to be written.
#[derive(Debug, Default)]
pub(super) struct Unwritten(Vec<Write>);

impl Unwritten {
    pub(super) fn add(&mut self, write: Write) {
        match &write {
            Write::Record(record) => {
                // All that a draft said is in the record.
                self.0.retain(|waits| !matches!(waits, Write::Draft(draft) if draft.id == record.id));
                let same = |waits: &&mut Write| matches!(waits, Write::Record(old) if old.id == record.id);
                if let Some(waits) = self.0.iter_mut().find(same) {
                    *waits = write;
                    return;
                }
            }
            Write::Draft(record) => {
                let same = |waits: &&mut Write| matches!(waits, Write::Draft(old) if old.id == record.id);
                if let Some(waits) = self.0.iter_mut().find(same) {
                    *waits = write;
                    return;
                }
            }
            Write::Note { id, note } => {
                // Something is typed every second, and the newest state is whole.
                if let Some(known) = self.note_of(id) {
                    known.clone_from(note);
                    return;
                }
            }
            Write::Mark(mark) => {
                self.0.retain(|waits| !matches!(waits, Write::Mark(old) if old.caller == mark.caller));
            }
            Write::Recording { .. } | Write::NoteTold { .. } => {}
        }
        self.0.push(write);
    }

    /// The newest note of a call that waits.
    fn note_of(&mut self, id: &str) -> Option<&mut CallNote> {
        self.0.iter_mut().rev().find_map(|waits| match waits {
            Write::Record(record) | Write::Draft(record) if record.id == id => Some(&mut record.note),
            Write::Note { id: other, note } if other == id => Some(note),
            Write::Record(_)
            | Write::Draft(_)
            | Write::Note { .. }
            | Write::Recording { .. }
            | Write::NoteTold { .. }
            | Write::Mark(_) => None,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everything, and nothing waits any more.
    pub(super) fn take(&mut self) -> Vec<Write> {
        std::mem::take(&mut self.0)
    }

    /// They could not be written.
    pub(super) fn put_back(&mut self, mut writes: Vec<Write>) {
        writes.append(&mut self.0);
        self.0 = writes;
    }
}

#[cfg(test)]
mod tests {
    use super::super::store::tests::call;
    use super::*;

    fn note(text: &str) -> CallNote {
        CallNote { text: text.to_owned(), ..CallNote::default() }
    }

    #[test]
    fn of_what_is_typed_the_newest_is_written_and_about_the_call_that_waits() {
        let mut unwritten = Unwritten::default();
        let draft = |text: &str| CallRecord { note: note(text), ..call(1, 1) };
        unwritten.add(Write::Draft(draft("wi")));
        unwritten.add(Write::Draft(draft("will pay")));
        assert_eq!(unwritten.0, [Write::Draft(draft("will pay"))]);
        unwritten.add(Write::Record(draft("will pay")));
        unwritten.add(Write::Note { id: call(1, 1).id, note: note("will pay on friday") });
        unwritten.add(Write::Note { id: "of another".to_owned(), note: note("a") });
        unwritten.add(Write::Note { id: "of another".to_owned(), note: note("ab") });
        let another = Write::Note { id: "of another".to_owned(), note: note("ab") };
        assert_eq!(unwritten.take(), [Write::Record(draft("will pay on friday")), another]);
    }
}
