//! Missed calls in the tray: who waits longest, and the way to all of them.

use agent_core::{DoorIntent, Intent, Page, View, WaitingCaller};

use super::{Item, Press, dial_item, shown};
use crate::texts::Texts;

/// Who waits longest, each called back by a press; all of them are on their page. Names that are hidden leave no rows.
pub(super) fn item(view: &View, texts: &Texts) -> Option<Item> {
    let open = view.missed.open;
    let text = texts.get("tray.missed", &[("count", &open.to_string())]);
    let page = Press::wish(Intent::Door(DoorIntent::ShowPage { page: Page::Missed }));
    if view.missed.longest.is_empty() {
        return (open > 0).then_some(Item::Button { press: page, text });
    }
    let rows = view.missed.longest.iter().map(|one| row(one, view.dial.possible, texts));
    let all = [Item::Line, Item::Button { press: page, text: texts.get("tray.missed.all", &[]) }];
    Some(Item::Group { text, items: rows.chain(all).collect() })
}

/// Who can't be called now is told all the same.
fn row(one: &WaitingCaller, can_dial: bool, texts: &Texts) -> Item {
    let Some(number) = &one.number else {
        let withheld = || texts.get("notification.withheld", &[]);
        return Item::Label(one.name.as_deref().map_or_else(withheld, shown));
    };
    match dial_item(one.name.as_deref(), number) {
        Item::Button { text, .. } if !(one.can_call && can_dial) => Item::Label(text),
        item => item,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::picture;
    use super::*;

    fn with(change: impl FnOnce(&mut View)) -> View {
        let mut view = View::default();
        change(&mut view);
        view
    }

    #[test]
    fn five_missed_callers_are_called_back_and_all_are_on_their_page() {
        let texts = Texts::speaking("en");
        let caller = |number: Option<&str>, name: Option<&str>| WaitingCaller {
            number: number.map(str::to_owned),
            can_call: number.is_some(),
            name: name.map(str::to_owned),
        };
        let mut waits = with(|view| {
            view.dial.possible = true;
            view.missed.open = 7;
            view.missed.longest = vec![caller(Some("13800138000"), Some("Wang Fang")), caller(None, None)];
        });
        let group = |view: &View| {
            let shown = picture(view, Duration::ZERO, texts);
            let of_missed = |item: &Item| match item {
                Item::Group { text, items } if text == "Missed (7)" => Some(items.clone()),
                _ => None,
            };
            shown.items.iter().find_map(of_missed)
        };
        let press = |intent| Press::wish(Intent::Door(intent));
        let call = press(DoorIntent::Dial { number: "13800138000".to_owned() });
        let all = press(DoorIntent::ShowPage { page: Page::Missed });
        let line = "Wang Fang  13800138000".to_owned();
        let expected = [
            Item::Button { press: call, text: line.clone() },
            Item::Label("Number withheld".to_owned()),
            Item::Line,
            Item::Button { press: all.clone(), text: "All missed calls".to_owned() },
        ];
        assert_eq!(group(&waits).unwrap(), expected);
        waits.dial.possible = false;
        assert_eq!(group(&waits).unwrap()[0], Item::Label(line), "nobody can be called now");
        // Behind hidden names nothing of the callers is in the view.
        waits.missed.longest.clear();
        let shown = picture(&waits, Duration::ZERO, texts);
        assert!(shown.items.contains(&Item::Button { press: all, text: "Missed (7)".to_owned() }));
    }
}
