//! What a key does: the same as a button, with the call that the agent means.

use super::Desk;
use crate::agent_state::intents::StateIntent;
use crate::calls::view::{CallKey, CallState, CallView};
use crate::command::CallCommand;
use crate::consult::intents::ConsultIntent;
use crate::doors::{Door, DoorIntent};
use crate::failure::Refusal;
use crate::hotkeys::action::HotkeyAction;
use crate::hotkeys::intents::HotkeyIntent;
use crate::intent::Intent;
use crate::pop::PopShape;

impl Desk {
    pub(super) fn on_hotkey(&mut self, intent: HotkeyIntent, door: Door) -> Result<(), Refusal> {
        match intent {
            HotkeyIntent::TestHotkey { action } => self.hotkeys.test(action, &self.shared),
            HotkeyIntent::PressHotkey { action } => {
                if door == Door::Hotkey && self.hotkeys.arrives(action, &self.shared) {
                    return Ok(());
                }
                match self.deed_of(action) {
                    Some(deed) => self.on_intent(deed, door),
                    None => self.ask_windows(action, door),
                }
            }
            HotkeyIntent::StartAskFirst { to } => {
                let (call, _) = self.call_for(&[CallCommand::AskFirst]).ok_or(Refusal::NotNow)?;
                self.on_intent(Intent::Consult(ConsultIntent::AskFirst { call, to }), door)
            }
        }
    }

    /// As a wish of another way; none: it is none, or there is nothing to do it with.
    fn deed_of(&self, action: HotkeyAction) -> Option<Intent> {
        match action {
            HotkeyAction::HangUp => self.of_call(&[CallCommand::HangUp]),
            HotkeyAction::Hold => self.of_call(&[CallCommand::Hold, CallCommand::Unhold]),
            HotkeyAction::Mute => self.of_call(&[CallCommand::Mute, CallCommand::Unmute]),
            HotkeyAction::OpenPage => self.of_call(&[CallCommand::OpenPage]),
            HotkeyAction::Ready => Some(Intent::State(StateIntent::BeReady)),
            HotkeyAction::FinishWork => Some(Intent::FinishWrapUp { record: None }),
            HotkeyAction::DismissPop => {
                let shape = self.popped()?;
                let call = shape.whole.or(shape.strips.last().copied())?;
                Some(Intent::DismissPop { call: call.key })
            }
            HotkeyAction::DialSelection
            | HotkeyAction::ShowDial
            | HotkeyAction::PopHere
            | HotkeyAction::PauseMenu => None,
        }
    }

    fn of_call(&self, commands: &[CallCommand]) -> Option<Intent> {
        self.call_for(commands).map(|(call, command)| Intent::Call { call, command })
    }

    /// Of several calls the one that is talked on, then one that is dialled, one that rings, one that waits.
    fn call_for(&self, commands: &[CallCommand]) -> Option<(CallKey, CallCommand)> {
        let mut calls: Vec<&CallView> = self.view.calls.iter().collect();
        calls.sort_by_key(|call| match call.state {
            CallState::Talking => 0,
            CallState::Dialing => 1,
            CallState::Ringing => 2,
            CallState::Held => 3,
            CallState::Ended => 4,
        });
        commands.iter().find_map(|command| {
            // As in the window: a key in passing loses no caller.
            let is_meant =
                |call: &&&CallView| call.state != CallState::Ringing || *command != CallCommand::HangUp;
            let call = calls.iter().filter(is_meant).find(|call| call.can.contains(command))?.key;
            Some((call, *command))
        })
    }

    fn ask_windows(&mut self, action: HotkeyAction, door: Door) -> Result<(), Refusal> {
        match action {
            HotkeyAction::ShowDial => self.on_intent(Intent::Door(DoorIntent::ShowDial), door)?,
            HotkeyAction::PauseMenu => {
                self.shared.signed_in()?;
            }
            HotkeyAction::PopHere if self.popped().is_some() => {}
            HotkeyAction::DialSelection => {}
            _ => return Err(Refusal::NotNow),
        }
        self.hotkeys.ask(action, &self.shared);
        Ok(())
    }

    fn popped(&self) -> Option<PopShape<'_>> {
        let shape = PopShape::of(&self.view.calls, self.shared.settings.preferences.pop.after);
        (!shape.is_empty()).then_some(shape)
    }
}
