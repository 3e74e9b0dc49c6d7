//! What the tray shows for a view: a value without Tauri in it, so that a table can test it.

use agent_core::{
    CallState, ConnectionState, Intent, PhoneCommand, PhoneStatus, QueueCommand, QueueView, RecentNumber,
    View,
};
use serde::{Deserialize, Serialize};

use crate::texts::Texts;

const LONGEST_NAME: usize = 32;
/// Windows shows no more of it.
const LONGEST_STATUS: usize = 127;

/// The whole tray.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) face: Face,
    /// One line that says it in words.
    pub(crate) status: String,
    pub(crate) items: Vec<Item>,
}

/// The icon: each has a shape of its own besides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Offline,
    Online,
    Ringing,
    OnCall,
    Paused,
    Problem,
}

/// A line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Line,
    Label(String),
    Button { press: Press, text: String },
    Group { text: String, items: Vec<Item> },
}

/// What a line does; it is the line's id as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Press {
    Open,
    Wish(Box<Intent>),
    Quit,
}

impl Press {
    fn wish(intent: Intent) -> Self {
        Self::Wish(Box::new(intent))
    }
}

/// What has to be done to a menu so that it shows other items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MenuChange {
    Nothing,
    /// It stays; the labels at these places say something else.
    Labels(Vec<(usize, String)>),
    Anew,
}

/// From one menu to the next.
pub(super) fn change(before: &[Item], after: &[Item]) -> MenuChange {
    if before.len() != after.len() {
        return MenuChange::Anew;
    }
    let mut labels = Vec::new();
    for (at, (old, new)) in before.iter().zip(after).enumerate() {
        match (old, new) {
            (old, new) if old == new => {}
            (Item::Label(_), Item::Label(text)) => labels.push((at, text.clone())),
            _ => return MenuChange::Anew,
        }
    }
    if labels.is_empty() { MenuChange::Nothing } else { MenuChange::Labels(labels) }
}

/// The tray for a view.
pub(crate) fn picture(view: &View, texts: &Texts) -> Picture {
    let (face, mut status) = state(view, texts);
    let new = view.voicemail.messages.iter().filter(|message| message.is_new).count();
    if new > 0 && view.connection.state == ConnectionState::Online {
        status = format!("{status} · {}", texts.get("tray.voicemail", &[("count", &new.to_string())]));
    }
    let button = |press: Press, key: &str| Item::Button { press, text: texts.get(key, &[]) };
    let status = agent_core::in_short(&status, LONGEST_STATUS);
    let mut items = vec![Item::Label(status.clone()), Item::Line, button(Press::Open, "tray.open")];
    if view.dial.possible {
        items.push(button(Press::wish(Intent::ShowDial), "tray.dial"));
        let recent: Vec<Item> = view.recent.iter().map(recent_item).collect();
        if !recent.is_empty() {
            items.push(Item::Group { text: texts.get("tray.recent", &[]), items: recent });
        }
    }
    let queues: Vec<Item> = view.queues.iter().filter_map(|queue| queue_item(queue, texts)).collect();
    if !queues.is_empty() {
        items.push(Item::Group { text: texts.get("tray.queues", &[]), items: queues });
    }
    for (command, key) in
        [(QueueCommand::Pause, "tray.pause-all"), (QueueCommand::Unpause, "tray.resume-all")]
    {
        if view.queues.iter().any(|queue| queue.can.contains(&command)) {
            items.push(button(Press::wish(Intent::Queue { queue: None, command }), key));
        }
    }
    for command in view.agent.iter().flat_map(|agent| &agent.can) {
        items.push(button(Press::wish(Intent::Phone { command: *command }), &key_of(*command)));
    }
    items.extend([Item::Line, button(Press::Quit, "tray.quit")]);
    Picture { face, status, items }
}

/// Its name, as it stands on the button in the window.
fn key_of(command: PhoneCommand) -> String {
    let name = serde_json::to_value(command).ok();
    format!("command.{}", name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default())
}

fn recent_item(recent: &RecentNumber) -> Item {
    let text = match &recent.name {
        Some(name) => format!("{}  {}", shown(name), recent.number),
        None => shown(&recent.number),
    };
    Item::Button { press: Press::wish(Intent::Dial { number: recent.number.clone() }), text }
}

fn queue_item(queue: &QueueView, texts: &Texts) -> Option<Item> {
    let name = if queue.name.is_empty() { &queue.number } else { &queue.name };
    let possible = [(QueueCommand::Join, "tray.queue-sign-in"), (QueueCommand::Leave, "tray.queue-sign-out")];
    let (command, key) = possible.into_iter().find(|(command, _)| queue.can.contains(command))?;
    let press = Press::wish(Intent::Queue { queue: Some(queue.number.clone()), command });
    Some(Item::Button { press, text: texts.get(key, &[("name", &shown(name))]) })
}

/// A menu as wide as the screen hides what it is a menu of; and a name may not turn its line round.
fn shown(name: &str) -> String {
    agent_core::in_short(name, LONGEST_NAME)
}

fn state(view: &View, texts: &Texts) -> (Face, String) {
    let connection = |key: &str| texts.get(&format!("tray.state.{key}"), &[]);
    match view.connection.state {
        ConnectionState::SignedOut => return (Face::Offline, connection("signed-out")),
        ConnectionState::SigningIn => return (Face::Offline, connection("signing-in")),
        ConnectionState::Reconnecting => return (Face::Problem, connection("reconnecting")),
        ConnectionState::Refused => return (Face::Problem, connection("refused")),
        ConnectionState::LockedOut => return (Face::Problem, connection("locked-out")),
        ConnectionState::Online => {}
    }
    let in_state = |states: &[CallState]| view.calls.iter().find(|call| states.contains(&call.state));
    let caller = |call: &agent_core::CallView| {
        let withheld = || texts.get("notification.withheld", &[]);
        let who = call.name.clone().or_else(|| call.number.clone());
        who.map_or_else(withheld, |who| shown(&who))
    };
    // A ring before a talk: of the two it is the one that wants something.
    if let Some(call) = in_state(&[CallState::Ringing]) {
        let text = texts.get("notification.incoming.title", &[("name", &caller(call))]);
        (Face::Ringing, text)
    } else if let Some(call) = in_state(&[CallState::Talking, CallState::Held, CallState::Dialing]) {
        (Face::OnCall, texts.get("tray.on-call", &[("name", &caller(call))]))
    } else if let Some(trouble) = phone_trouble(view) {
        (Face::Problem, texts.get(trouble, &[]))
    } else {
        of_queues(view, texts).unwrap_or_else(|| (Face::Online, connection("online")))
    }
}

/// A phone that can't ring is the first thing to know.
fn phone_trouble(view: &View) -> Option<&'static str> {
    match view.agent.as_ref()?.phone {
        PhoneStatus::Unavailable => Some("phone.unavailable"),
        PhoneStatus::Faulty => Some("phone.faulty"),
        PhoneStatus::Unknown
        | PhoneStatus::Idle
        | PhoneStatus::Ringing
        | PhoneStatus::InUse
        | PhoneStatus::OnHold => None,
    }
}

/// Whoever is paused in one queue of several still gets the calls of the others.
fn of_queues(view: &View, texts: &Texts) -> Option<(Face, String)> {
    let own = view.queues.iter().filter(|queue| queue.signed_in);
    let (all, paused) = own.fold((0, 0), |(all, paused), queue| (all + 1, paused + u32::from(queue.paused)));
    if paused == 0 {
        return None;
    }
    if paused == all {
        return Some((Face::Paused, texts.get("tray.paused", &[])));
    }
    let counts = [("n", paused.to_string()), ("all", u32::to_string(&all))];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    Some((Face::Online, texts.get("glance.paused-some", &counts)))
}

#[cfg(test)]
mod tests {
    use agent_core::{AgentView, Membership};

    use super::*;

    fn view(change: impl FnOnce(&mut View)) -> View {
        let mut view = View::default();
        change(&mut view);
        view
    }

    fn online(change: impl FnOnce(&mut View)) -> View {
        view(|view| {
            view.connection.state = ConnectionState::Online;
            change(view);
        })
    }

    fn queue(number: &str, signed_in: bool, paused: bool, can: &[QueueCommand]) -> QueueView {
        QueueView {
            number: number.to_owned(),
            name: String::new(),
            membership: Membership::Dynamic,
            signed_in,
            paused,
            waiting: None,
            members: Vec::new(),
            as_of: None,
            pending: None,
            password_needed_for: None,
            can: can.iter().copied().collect(),
        }
    }

    fn presses(picture: &Picture) -> Vec<Press> {
        fn collect(items: &[Item], found: &mut Vec<Press>) {
            for item in items {
                match item {
                    Item::Button { press, .. } => found.push(press.clone()),
                    Item::Group { items, .. } => collect(items, found),
                    Item::Line | Item::Label(_) => {}
                }
            }
        }
        let mut found = Vec::new();
        collect(&picture.items, &mut found);
        found
    }

    #[test]
    fn the_face_tells_the_state() {
        let texts = Texts::speaking("en");
        let paused = queue("6500", true, true, &[]);
        let serving = queue("6501", true, false, &[]);
        let agent = |phone| AgentView { extension: "101".to_owned(), phone, ..AgentView::default() };
        for (view, face) in [
            (view(|_| {}), Face::Offline),
            (online(|_| {}), Face::Online),
            (online(|view| view.queues.push(paused.clone())), Face::Paused),
            (online(|view| view.queues = vec![paused.clone(), serving.clone()]), Face::Online),
            (online(|view| view.agent = Some(agent(PhoneStatus::Idle))), Face::Online),
            (online(|view| view.agent = Some(agent(PhoneStatus::Unavailable))), Face::Problem),
            (online(|view| view.agent = Some(agent(PhoneStatus::Faulty))), Face::Problem),
            (view(|view| view.connection.state = ConnectionState::Reconnecting), Face::Problem),
            (view(|view| view.connection.state = ConnectionState::LockedOut), Face::Problem),
        ] {
            assert_eq!(picture(&view, texts).face, face, "{:?}", view.connection.state);
        }
    }

    #[test]
    fn a_menu_is_put_up_anew_only_when_its_buttons_change() {
        let texts = Texts::speaking("en");
        let leave = &[QueueCommand::Leave];
        let items = |change: &dyn Fn(&mut View)| {
            let queues = vec![queue("6500", true, false, leave), queue("6501", true, false, leave)];
            picture(&online(|view| (view.queues = queues, change(view)).1), texts).items
        };
        let quiet = items(&|_| {});
        assert_eq!(change(&quiet, &items(&|view| view.now.0 += 60_000)), MenuChange::Nothing);
        let paused = items(&|view| view.queues[0].paused = true);
        let label = MenuChange::Labels(vec![(0, "Paused in 1 of 2".to_owned())]);
        assert_eq!(change(&quiet, &paused), label);
        assert_eq!(change(&quiet, &items(&|view| view.dial.possible = true)), MenuChange::Anew);
        let gone = items(&|view| view.queues[0].can.clear());
        assert_eq!(change(&quiet, &gone), MenuChange::Anew);
        let chinese = Texts::speaking("zh-CN");
        let in_chinese =
            picture(&online(|view| view.queues = vec![queue("6500", true, false, leave)]), chinese);
        assert_eq!(change(&quiet, &in_chinese.items), MenuChange::Anew);
    }

    #[test]
    fn paused_in_some_queues_is_not_paused() {
        let texts = Texts::speaking("en");
        let of = |number, paused| queue(number, true, paused, &[]);
        let left = queue("6503", false, true, &[]);
        let view =
            online(|view| view.queues = vec![of("6500", true), of("6501", false), of("6502", false), left]);
        assert_eq!(picture(&view, texts).status, "Paused in 1 of 3");
    }

    #[test]
    fn long_names_are_shortened_and_turn_nothing_round() {
        let texts = Texts::speaking("en");
        let long = "北方电气设备制造集团有限责任公司华东销售部王建国".repeat(2);
        let view = online(|view| {
            view.dial.possible = true;
            let join = &[QueueCommand::Join];
            view.queues = vec![QueueView { name: long.clone(), ..queue("6501", false, false, join) }];
            for name in [long.as_str(), "\u{202e}evil\u{202c} Eve"] {
                view.recent.push(RecentNumber { number: "102".to_owned(), name: Some(name.to_owned()) });
            }
        });
        let said = format!("{:?}", picture(&view, texts));
        assert!(!said.contains(&long) && !said.contains('\u{202e}') && !said.contains("202e"), "{said}");
        assert!(said.contains('…') && said.contains("evil Eve  102"), "{said}");
    }

    #[test]
    fn what_the_phone_can_be_told_stands_in_the_menu() {
        let texts = Texts::speaking("en");
        let can = [PhoneCommand::CheckPhone].into();
        let dead = online(|view| view.agent = Some(AgentView { can, ..AgentView::default() }));
        let shown = picture(&dead, texts);
        let press = Press::wish(Intent::Phone { command: PhoneCommand::CheckPhone });
        let button = Item::Button { press, text: "Check my phone".to_owned() };
        assert!(shown.items.contains(&button), "{:?}", shown.items);
    }

    #[test]
    fn only_what_the_core_would_accept_can_be_pressed() {
        let texts = Texts::speaking("en");
        assert_eq!(presses(&picture(&view(|_| {}), texts)), [Press::Open, Press::Quit]);
        let busy = online(|view| {
            view.dial.possible = true;
            view.recent.push(RecentNumber { number: "13800138000".to_owned(), name: None });
            let join = &[QueueCommand::Join];
            let pause = &[QueueCommand::Leave, QueueCommand::Pause];
            view.queues = vec![queue("6501", false, false, join), queue("6502", true, false, pause)];
        });
        let queue = |queue: Option<&str>, command| {
            Press::wish(Intent::Queue { queue: queue.map(str::to_owned), command })
        };
        let expected = [
            Press::Open,
            Press::wish(Intent::ShowDial),
            Press::wish(Intent::Dial { number: "13800138000".to_owned() }),
            queue(Some("6501"), QueueCommand::Join),
            queue(Some("6502"), QueueCommand::Leave),
            queue(None, QueueCommand::Pause),
            Press::Quit,
        ];
        assert_eq!(presses(&picture(&busy, texts)), expected);
    }
}
