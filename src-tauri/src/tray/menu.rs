//! What the tray shows for a view: a value without Tauri in it, so that a table can test it.

use std::time::Duration;

use agent_core::{
    CallCommand, CallView, ConnectionState, DoorIntent, FavouriteView, Intent, PhoneIntent, QueueCommand,
    QueueView, RecentNumber, View,
};
use serde::{Deserialize, Serialize};

use crate::texts::Texts;

mod consult;
mod missed;
mod state;

/// More make a menu that is longer than a look.
const FAVOURITES: usize = 10;
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
    WrapUp,
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

/// The tray for a view that came so long ago.
pub(crate) fn picture(view: &View, age: Duration, texts: &Texts) -> Picture {
    let (face, mut status) = state::told(view, age, texts);
    let new = view.voicemail.messages.iter().filter(|message| message.is_new).count();
    if new > 0 && view.connection.state == ConnectionState::Online {
        status = format!("{status} · {}", texts.get("tray.voicemail", &[("count", &new.to_string())]));
    }
    if view.settings.names_hidden {
        status = format!("{status} · {}", texts.get("tray.names.hidden", &[]));
    }
    let button = |press: Press, key: &str| Item::Button { press, text: texts.get(key, &[]) };
    let status = agent_core::in_short(&status, LONGEST_STATUS);
    let mut items = vec![Item::Label(status.clone()), Item::Line];
    items.extend(state::choices(view, texts));
    items.extend(consult::items(view, texts));
    items.extend(view.calls.iter().flat_map(|call| call_items(call, texts)));
    items.push(button(Press::Open, "tray.open"));
    if view.dial.possible {
        items.push(button(Press::wish(Intent::Door(DoorIntent::ShowDial)), "tray.dial"));
        let favourites = view.favourites.iter().take(FAVOURITES).map(favourite_item);
        items.extend(group("tray.favourites", favourites, texts));
        items.extend(group("tray.recent", view.recent.iter().map(recent_item), texts));
    }
    items.extend(missed::item(view, texts));
    let queues = view.queues.iter().filter_map(|queue| queue_item(queue, texts));
    items.extend(group("tray.queues", queues, texts));
    for command in view.agent.iter().flat_map(|agent| &agent.can) {
        items.push(button(
            Press::wish(Intent::Phone(PhoneIntent::Phone { command: *command })),
            &key_of(command),
        ));
    }
    let hidden = view.settings.names_hidden;
    let names = if hidden { "tray.names.show" } else { "tray.names.hide" };
    items.push(button(Press::wish(Intent::HideNames { on: !hidden }), names));
    items.extend([Item::Line, button(Press::Quit, "tray.quit")]);
    Picture { face, status, items }
}

/// None of nothing.
fn group(key: &str, items: impl Iterator<Item = Item>, texts: &Texts) -> Option<Item> {
    let items: Vec<Item> = items.collect();
    (!items.is_empty()).then(|| Item::Group { text: texts.get(key, &[]), items })
}

/// What the agent is, without its time.
pub(crate) fn state_text(view: &View, texts: &Texts) -> String {
    state::of_state(view, texts)
}

/// Its name, as it stands on the button in the window.
fn key_of(command: &impl Serialize) -> String {
    let name = serde_json::to_value(command).ok();
    format!("command.{}", name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default())
}

fn recent_item(recent: &RecentNumber) -> Item {
    dial_item(recent.name.as_deref(), &recent.number)
}

fn favourite_item(favourite: &FavouriteView) -> Item {
    let label = Some(&favourite.label).filter(|label| !label.is_empty());
    dial_item(label.or(favourite.name.as_ref()).map(String::as_str), &favourite.number)
}

/// Who is called by a press, with the number.
fn dial_item(name: Option<&str>, number: &str) -> Item {
    let text = match name {
        Some(name) => format!("{}  {}", shown(name), shown(number)),
        None => shown(number),
    };
    Item::Button { press: Press::wish(Intent::Door(DoorIntent::Dial { number: number.to_owned() })), text }
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

/// Who it is, and what can be done with the call without looking at it.
fn call_items(call: &CallView, texts: &Texts) -> Vec<Item> {
    let commands =
        [CallCommand::Hold, CallCommand::Unhold, CallCommand::Mute, CallCommand::Unmute, CallCommand::HangUp];
    let possible = commands.into_iter().filter(|command| call.can.contains(command));
    let press = |command| Press::wish(Intent::Call { call: call.key, command });
    let buttons: Vec<Item> = possible
        .map(|command| Item::Button { press: press(command), text: texts.get(&key_of(&command), &[]) })
        .collect();
    if buttons.is_empty() {
        return buttons;
    }
    let name = Item::Label(caller(call, texts));
    [name].into_iter().chain(buttons).chain([Item::Line]).collect()
}

fn caller(call: &CallView, texts: &Texts) -> String {
    let withheld = || texts.get("notification.withheld", &[]);
    call.name.as_ref().or(call.number.as_ref()).map_or_else(withheld, |who| shown(who))
}

#[cfg(test)]
mod tests {
    use agent_core::{
        AgentState, AgentView, CallStage, Membership, PhoneCommand, QueueMark, Reason, StateCommand,
        StateIntent, Timer, WhyUnreachable,
    };

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
            mark: QueueMark::default(),
            membership: Membership::Dynamic,
            signed_in,
            paused,
            waiting: None,
            members: Vec::new(),
            as_of: None,
            pending: None,
            password_needed_for: None,
            left_by_you: false,
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

    fn in_state(state: AgentState) -> View {
        online(|view| {
            view.clock = 5_000;
            view.agent_state.state = state;
            view.agent_state.timer = Timer::Runs { since: 5_000 };
        })
    }

    fn lunch() -> Reason {
        let (en, zh) = ("Lunch".to_owned(), "午餐".to_owned());
        Reason { id: "lunch".to_owned(), en, zh, minutes: Some(30), work: false }
    }

    #[test]
    fn face_and_line_tell_the_state() {
        let unreachable = |why| in_state(AgentState::Unreachable { why });
        let paused = |reason| in_state(AgentState::Paused { reason, elsewhere: false });
        let connection = |state| view(|view| view.connection.state = state);
        let off_hook = AgentState::OnCall { call: CallStage::OffHook };
        for (view, face, line) in vec![
            (view(|_| {}), Face::Offline, "Signed out"),
            (in_state(AgentState::Ready), Face::Online, "Ready · 41 min"),
            (paused(None), Face::Paused, "Paused · 41 min"),
            (paused(Some(lunch())), Face::Paused, "Paused · Lunch · 41 min"),
            (in_state(off_hook), Face::OnCall, "Phone in use"),
            (in_state(AgentState::WrapUp), Face::WrapUp, "After-call work"),
            (unreachable(WhyUnreachable::Dnd), Face::Problem, "Not reachable · do not disturb is on"),
            (
                unreachable(WhyUnreachable::PhoneUnregistered),
                Face::Problem,
                "Not reachable · phone not registered",
            ),
            (connection(ConnectionState::Reconnecting), Face::Problem, "Reconnecting…"),
            (connection(ConnectionState::LockedOut), Face::Problem, "Locked out"),
        ] {
            let mut view = view;
            view.settings.preferences.language = agent_core::Language::Tag("en".to_owned());
            let seen = picture(&view, Duration::from_secs(41 * 60 + 59), Texts::speaking("en"));
            assert_eq!((seen.face, seen.status.as_str()), (face, line));
        }
        let mut view = paused(Some(lunch()));
        view.settings.preferences.language = agent_core::Language::Tag("zh-CN".to_owned());
        assert_eq!(
            picture(&view, Duration::from_mins(2), Texts::speaking("zh-CN")).status,
            "示忙 · 午餐 · 2 分钟"
        );
    }

    #[test]
    fn a_menu_is_put_up_anew_only_when_its_buttons_change() {
        let texts = Texts::speaking("en");
        let leave = &[QueueCommand::Leave];
        let items = |change: &dyn Fn(&mut View)| {
            let queues = vec![queue("6500", true, false, leave), queue("6501", true, false, leave)];
            picture(&online(|view| (view.queues = queues, change(view)).1), Duration::ZERO, texts).items
        };
        let quiet = items(&|_| {});
        assert_eq!(change(&quiet, &items(&|view| view.now.0 += 60_000)), MenuChange::Nothing);
        let ready = items(&|view| view.agent_state.state = AgentState::Ready);
        assert_eq!(change(&quiet, &ready), MenuChange::Labels(vec![(0, "Ready".to_owned())]));
        assert_eq!(change(&quiet, &items(&|view| view.dial.possible = true)), MenuChange::Anew);
        let gone = items(&|view| view.queues[0].can.clear());
        assert_eq!(change(&quiet, &gone), MenuChange::Anew);
        let chinese = Texts::speaking("zh-CN");
        let in_chinese = picture(
            &online(|view| view.queues = vec![queue("6500", true, false, leave)]),
            Duration::ZERO,
            chinese,
        );
        assert_eq!(change(&quiet, &in_chinese.items), MenuChange::Anew);
    }

    #[test]
    fn the_state_is_chosen_and_a_call_is_steered() {
        let texts = Texts::speaking("en");
        let mut busy = in_state(AgentState::Ready);
        busy.agent_state.reasons = vec![lunch()];
        busy.agent_state.can = [StateCommand::TakePause].into();
        let pause = |reason: Option<&str>| {
            let reason = reason.map(str::to_owned);
            Press::wish(Intent::State(StateIntent::TakePause { reason, text: String::new() }))
        };
        let offered = presses(&picture(&busy, Duration::ZERO, texts));
        assert_eq!(offered[..2], [pause(None), pause(Some("lunch"))]);
        busy.agent_state.reason_required = true;
        busy.agent_state.next = Some(agent_core::Wish::Ready);
        busy.agent_state.can.extend([StateCommand::BeReady, StateCommand::DropNext]);
        let offered = presses(&picture(&busy, Duration::ZERO, texts));
        let ready = Press::wish(Intent::State(StateIntent::BeReady));
        assert_eq!(
            offered[..3],
            [ready, pause(Some("lunch")), Press::wish(Intent::State(StateIntent::DropNext))]
        );
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
        let said = format!("{:?}", picture(&view, Duration::ZERO, texts));
        assert!(!said.contains(&long) && !said.contains('\u{202e}') && !said.contains("202e"), "{said}");
        assert!(said.contains('…') && said.contains("evil Eve  102"), "{said}");
    }

    #[test]
    fn hidden_names_are_told_with_the_way_back() {
        let texts = Texts::speaking("en");
        let mut view = in_state(AgentState::Ready);
        view.settings.names_hidden = true;
        let seen = picture(&view, Duration::ZERO, texts);
        assert_eq!(seen.status, "Ready · names hidden");
        let press = Press::wish(Intent::HideNames { on: false });
        assert!(seen.items.contains(&Item::Button { press, text: "Show names".to_owned() }));
    }

    #[test]
    fn the_first_ten_favourites_are_dialled() {
        let view = online(|view| {
            view.dial.possible = true;
            let tile = |at: u32| FavouriteView { number: format!("60{at:02}"), ..FavouriteView::default() };
            view.favourites = (0..24).map(tile).collect();
            view.favourites[0].label = "Mum".to_owned();
        });
        let shown = picture(&view, Duration::ZERO, Texts::speaking("en"));
        let of_group = |item: &Item| match item {
            Item::Group { text, items } if text == "Favourites" => Some(items.clone()),
            _ => None,
        };
        let items = shown.items.iter().find_map(of_group).unwrap();
        let press = Press::wish(Intent::Door(DoorIntent::Dial { number: "6000".to_owned() }));
        assert_eq!((items.len(), &items[0]), (10, &Item::Button { press, text: "Mum  6000".to_owned() }));
    }

    #[test]
    fn what_the_phone_can_be_told_stands_in_the_menu() {
        let texts = Texts::speaking("en");
        let can = [PhoneCommand::CheckPhone].into();
        let dead = online(|view| view.agent = Some(AgentView { can, ..AgentView::default() }));
        let shown = picture(&dead, Duration::ZERO, texts);
        let press = Press::wish(Intent::Phone(PhoneIntent::Phone { command: PhoneCommand::CheckPhone }));
        let button = Item::Button { press, text: "Check my phone".to_owned() };
        assert!(shown.items.contains(&button), "{:?}", shown.items);
    }

    #[test]
    fn only_what_the_core_would_accept_can_be_pressed() {
        let texts = Texts::speaking("en");
        let hide = || Press::wish(Intent::HideNames { on: true });
        let idle = presses(&picture(&view(|_| {}), Duration::ZERO, texts));
        assert_eq!(idle, [Press::Open, hide(), Press::Quit]);
        let busy = online(|view| {
            view.dial.possible = true;
            view.recent.push(RecentNumber { number: "13800138000".to_owned(), name: None });
            let join = &[QueueCommand::Join];
            let pause = &[QueueCommand::Leave, QueueCommand::Pause];
            view.queues = vec![queue("6501", false, false, join), queue("6502", true, false, pause)];
        });
        let queue =
            |queue: &str, command| Press::wish(Intent::Queue { queue: Some(queue.to_owned()), command });
        let expected = [
            Press::Open,
            Press::wish(Intent::Door(DoorIntent::ShowDial)),
            Press::wish(Intent::Door(DoorIntent::Dial { number: "13800138000".to_owned() })),
            queue("6501", QueueCommand::Join),
            queue("6502", QueueCommand::Leave),
            hide(),
            Press::Quit,
        ];
        assert_eq!(presses(&picture(&busy, Duration::ZERO, texts)), expected);
    }
}
