//! Somebody waits while somebody else is asked: in the tray, what comes of it.

use agent_core::{ConsultCommand, ConsultHint, ConsultIntent, ConsultView, Intent, View};

use super::{Item, Press, caller, key_of, shown};
use crate::texts::Texts;

/// Who waits and who is asked, and what can be done about it now.
pub(super) fn items(view: &View, texts: &Texts) -> Vec<Item> {
    let Some(consult) = &view.consult else { return Vec::new() };
    let call = view.calls.iter().find(|call| call.key == consult.call);
    of(consult, &call.map(|call| caller(call, texts)).unwrap_or_default(), texts)
}

fn of(consult: &ConsultView, waits: &str, texts: &Texts) -> Vec<Item> {
    let asked = shown(consult.name.as_ref().unwrap_or(&consult.number));
    let words = [("waits", waits), ("asked", asked.as_str())];
    let label = Item::Label(texts.get("consult.label", &words));
    let buttons = consult.can.iter().map(|command| {
        let text = match command {
            ConsultCommand::HandOver | ConsultCommand::TryAgain => texts.get(&key_of(command), &[]),
            ConsultCommand::Return if consult.hint == Some(ConsultHint::NotHeld) => {
                texts.get("consult.go-on", &[])
            }
            ConsultCommand::Return => texts.get("consult.return", &words),
        };
        Item::Button {
            press: Press::wish(Intent::Consult(ConsultIntent::Consult { command: *command })),
            text,
        }
    });
    [label].into_iter().chain(buttons).chain([Item::Line]).collect()
}

#[cfg(test)]
mod tests {
    use agent_core::{CallKey, ConsultStep};

    use super::*;

    #[test]
    fn who_was_asked_takes_the_call_or_it_comes_back() {
        let texts = Texts::speaking("en");
        assert_eq!(items(&View::default(), texts), Vec::new());
        let consult = ConsultView {
            call: CallKey(1),
            leg: None,
            number: "102".to_owned(),
            name: Some("Wang Wei".to_owned()),
            step: ConsultStep::Talking,
            hint: None,
            pending: None,
            can: [ConsultCommand::HandOver, ConsultCommand::Return].into(),
        };
        let press = |command| Press::wish(Intent::Consult(ConsultIntent::Consult { command }));
        let button = |command, text: &str| Item::Button { press: press(command), text: text.to_owned() };
        let expected = [
            Item::Label("Asking Wang Wei first; Wang Fang waits".to_owned()),
            button(ConsultCommand::HandOver, "Hand over"),
            button(ConsultCommand::Return, "Back to Wang Fang"),
            Item::Line,
        ];
        assert_eq!(of(&consult, "Wang Fang", texts), expected);
    }
}
