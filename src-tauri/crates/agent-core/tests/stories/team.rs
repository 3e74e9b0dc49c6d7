//! Colleagues and favourites in stories: what the agent wishes, and what is shown.

use agent_core::{
    ColleagueView, FavouriteCommand, FavouriteRow, FavouriteView, Intent, TeamCommand, View, Watch,
};

use crate::bench::Bench;
use crate::told::{clock, words};

/// `find wei`, `find wei in 6500`, `watch 102`, `stop-watching 102`, `star 102`, `star 5551234 as Mum`, `unstar 102`,
/// `relabel 102 Boss`, `shift 102 forward`, `take-favourites Mum=5551234; =102`
pub(crate) fn intent(verb: &str, rest: &str) -> Option<Intent> {
    let split = |mark: &str| rest.split_once(mark).unwrap_or((rest, ""));
    let rest_of = |text: &str| text.to_owned();
    let team = |command| Intent::Team { command };
    let favourite = |command| Intent::Favourite { command };
    Some(match verb {
        "find" => {
            let (text, queue) = split("in ");
            let queue = Some(rest_of(queue)).filter(|queue| !queue.is_empty());
            team(TeamCommand::Find { text: rest_of(text), queue })
        }
        "watch" => team(TeamCommand::Watch { extension: rest_of(rest) }),
        "stop-watching" => team(TeamCommand::StopWatching { extension: rest_of(rest) }),
        "star" => {
            let (number, label) = split(" as ");
            favourite(FavouriteCommand::Add { number: rest_of(number), label: rest_of(label) })
        }
        "unstar" => favourite(FavouriteCommand::Remove { number: rest_of(rest) }),
        "relabel" => {
            let (number, label) = split(" ");
            favourite(FavouriteCommand::Label { number: rest_of(number), label: rest_of(label) })
        }
        "shift" => {
            let (number, way) = split(" ");
            favourite(FavouriteCommand::Move { number: rest_of(number), forward: way == "forward" })
        }
        "take-favourites" => {
            let rows = rest.split("; ").enumerate().map(row).collect();
            favourite(FavouriteCommand::Take { rows })
        }
        _ => return None,
    })
}

/// `Mum=5551234`
fn row((at, text): (usize, &str)) -> FavouriteRow {
    let (label, number) = text.split_once('=').unwrap();
    let line = u32::try_from(at).unwrap() + 1;
    FavouriteRow { line, label: label.to_owned(), number: number.to_owned() }
}

/// Rows and tiles by name, in the order in which they are shown.
pub(crate) fn lines(view: &View) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for (at, row) in view.team.rows.iter().enumerate() {
        lines.push((format!("colleague {}", row.extension), format!("at {}, {}", at + 1, row_line(row))));
    }
    if view.team.hidden > 0 {
        lines.push(("colleagues".to_owned(), format!("{} of {} hidden", view.team.hidden, view.team.total)));
    }
    if let Some(free) = &view.team.free {
        lines.push((format!("free {}", free.id), format!("{} {}", free.extension, free.name)));
    }
    for (at, tile) in view.favourites.iter().enumerate() {
        lines.push((format!("favourite {}", at + 1), tile_line(tile)));
    }
    lines
}

fn row_line(row: &ColleagueView) -> String {
    let mut line = words(&row.status);
    if let Some(name) = &row.name {
        line += &format!(" ({name})");
    }
    if let Some(as_of) = row.as_of {
        line += &format!(", as of {}", clock(as_of.0));
    }
    for queue in &row.queues {
        line += &format!(", {} {}", if queue.paused { "paused in" } else { "serves" }, queue.name);
    }
    let marks = [(row.seldom, ", seldom seen"), (row.favourite, ", favourite")];
    line.extend(marks.into_iter().filter_map(|(is, mark)| is.then_some(mark)));
    line + match row.watch {
        Watch::Impossible => "",
        Watch::Possible => ", can watch",
        Watch::On => ", watched",
    }
}

fn tile_line(tile: &FavouriteView) -> String {
    let mut line = tile.number.clone();
    for (what, name) in [("labelled", Some(&tile.label)), ("named", tile.name.as_ref())] {
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            line += &format!(", {what} {name}");
        }
    }
    if let Some(status) = tile.status {
        line += &format!(", {}", words(&status));
    }
    if let Some(as_of) = tile.as_of {
        line += &format!(" as of {}", clock(as_of.0));
    }
    if tile.is_gone { format!("{line}, not in the directory") } else { line }
}

/// How long each colleague has been what he is.
pub(crate) fn tell_times(bench: &mut Bench) {
    let view = bench.view();
    let clock = u64::try_from(bench.now().monotonic.as_millis()).unwrap();
    for row in &view.team.rows {
        let least = if row.longer { "at least " } else { "" };
        bench.say(format!(
            "colleague {} {} for {least}{} s",
            row.extension,
            words(&row.status),
            row.timer.seconds(clock)
        ));
    }
}
