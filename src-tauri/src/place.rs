//! Where windows stand: always where they can be seen, whatever became of the screens since they were last there.

use agent_core::KeptPlace;

/// A rectangle in pixels of the screens, of a window or of what a screen leaves free of panels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

/// By so much of its upper edge a window can be grasped.
const GRIP: (i32, i32) = (96, 16);
/// About the height of a title.
const TITLE: i32 = 32;

/// A program may call all of a field its caret: that is no line.
const HIGHEST_LINE: i32 = 100;

/// Which corner of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Corner {
    pub(crate) right: bool,
    pub(crate) bottom: bool,
}

/// Where the pop-up stands in that corner, but never beyond the upper left one.
pub(crate) fn corner(screen: Area, (width, height): (i32, i32), margin: i32, corner: Corner) -> (i32, i32) {
    let along = |begin: i32, room: i32, is_far: bool| {
        let far = (room - margin).max(0);
        begin + if is_far { far } else { margin.min(far) }
    };
    let x = along(screen.x, screen.width - width, corner.right);
    let y = along(screen.y, screen.height - height, corner.bottom);
    (x, y)
}

/// In which corner the pop-up leaves the caret free: the one that is wanted, else the nearest other one. Where it would
/// lie over the caret in all of them the screen has no room for both.
pub(crate) fn beside_caret(
    screen: Area,
    size: (i32, i32),
    margin: i32,
    wanted: Corner,
    caret: Option<Area>,
) -> Corner {
    let Some(caret) = caret.map(with_its_word) else { return wanted };
    let Corner { right, bottom } = wanted;
    let others = [(right, bottom), (right, !bottom), (!right, bottom), (!right, !bottom)];
    let mut corners = others.into_iter().map(|(right, bottom)| Corner { right, bottom });
    let is_free = |at: &Corner| {
        let (x, y) = corner(screen, size, margin, *at);
        overlap(Area { x, y, width: size.0, height: size.1 }, caret).is_none()
    };
    corners.find(is_free).unwrap_or(wanted)
}

/// As high as a line is the caret; some letters beside it and the lines next to it are read while one types.
fn with_its_word(caret: Area) -> Area {
    let line = caret.height.clamp(0, HIGHEST_LINE);
    Area {
        x: caret.x.saturating_sub(3 * line),
        y: caret.y.saturating_sub(line),
        width: caret.width.clamp(1, i32::MAX / 4) + 6 * line,
        height: caret.height.clamp(1, i32::MAX / 4) + 2 * line,
    }
}

/// A whole, in the parts that places are kept in.
const WHOLE: i64 = 10_000;

/// Which part of the room beside it lies at the left of a window and above it, in ten-thousandths: with another size of
/// the window or of the screen it is still all on the screen.
pub(crate) fn share_of(screen: Area, (width, height): (i32, i32), (x, y): (i32, i32)) -> (u32, u32) {
    let share = |at: i32, room: i32| {
        let part = i64::from(at) * WHOLE / i64::from(room.max(1));
        u32::try_from(part.clamp(0, WHOLE)).unwrap_or_default()
    };
    (share(x - screen.x, screen.width - width), share(y - screen.y, screen.height - height))
}

/// Where a window of this size stands with these shares.
pub(crate) fn at_share(screen: Area, (width, height): (i32, i32), (across, down): (u32, u32)) -> (i32, i32) {
    let along = |room: i32, share: u32| {
        let part = i64::from(room.max(0)) * i64::from(share).min(WHOLE) / WHOLE;
        i32::try_from(part).unwrap_or_default()
    };
    (screen.x + along(screen.width - width, across), screen.y + along(screen.height - height, down))
}

/// By what a screen is known again: where it lies, and its size.
pub(crate) fn name_of(screen: Area) -> String {
    format!("{}x{}{:+}{:+}", screen.width, screen.height, screen.x, screen.y)
}

/// By what a set of screens is known again, in whichever order they are told.
pub(crate) fn name_of_set(screens: &[Area]) -> String {
    let mut names: Vec<String> = screens.iter().copied().map(name_of).collect();
    names.sort_unstable();
    names.dedup();
    names.join(" ")
}

/// Where the agent has left the pop-up with these screens: which of them, and the shares.
pub(crate) fn left_at(kept: &[KeptPlace], screens: &[Area]) -> Option<(usize, (u32, u32))> {
    let set = name_of_set(screens);
    let place = kept.iter().find(|place| place.screens == set)?;
    let at = screens.iter().position(|screen| name_of(*screen) == place.screen)?;
    Some((at, (place.across, place.down)))
}

/// Which of the screens the agent looks at: where the pointer is, else where most of the main window is, else the first.
pub(crate) fn looked_at(screens: &[Area], pointer: Option<(i32, i32)>, main: Option<Area>) -> usize {
    let has = |screen: &Area, (x, y): (i32, i32)| {
        let point = Area { x, y, width: 1, height: 1 };
        overlap(*screen, point).is_some()
    };
    let pointed_at = pointer.and_then(|at| screens.iter().position(|screen| has(screen, at)));
    let with_main = || {
        let shown = |screen: &Area| main.and_then(|main| overlap(*screen, main)).map(|(w, h)| w * h);
        let sizes = screens.iter().map(shown).enumerate();
        sizes.filter_map(|(at, size)| Some((size?, at))).max_by_key(|(size, _)| *size).map(|(_, at)| at)
    };
    pointed_at.or_else(with_main).unwrap_or(0)
}

/// Where a window has to go that can't be grasped any more; `None` where it can.
pub(crate) fn back_in_sight(window: Area, screens: &[Area]) -> Option<Area> {
    let title = Area { height: TITLE, ..window };
    if screens.iter().any(|screen| overlap(title, *screen).is_some_and(|(w, h)| w >= GRIP.0 && h >= GRIP.1)) {
        return None;
    }
    let screen = screens.first()?;
    // These sizes are without the frame: a window as high as the screen would have its title above it.
    let (width, height) = (window.width.min(screen.width), window.height.min(screen.height - TITLE));
    Some(Area {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) / 2,
        width,
        height,
    })
}

fn overlap(one: Area, other: Area) -> Option<(i32, i32)> {
    let end = |begin: i32, length: i32| begin.saturating_add(length);
    let width = end(one.x, one.width).min(end(other.x, other.width)).saturating_sub(one.x.max(other.x));
    let height = end(one.y, one.height).min(end(other.y, other.height)).saturating_sub(one.y.max(other.y));
    (width > 0 && height > 0).then_some((width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Area = Area { x: 0, y: 24, width: 1280, height: 776 };
    const BESIDE: Area = Area { x: 1280, y: 0, width: 1920, height: 1080 };

    fn at(x: i32, y: i32) -> Area {
        Area { x, y, width: 980, height: 680 }
    }

    #[test]
    fn a_window_that_can_be_grasped_stays() {
        for (x, y) in [(0, 24), (-800, 100), (1184, 700), (300, 16), (1280, 0), (2000, 1060)] {
            assert_eq!(back_in_sight(at(x, y), &[SCREEN, BESIDE]), None, "at {x}, {y}");
        }
    }

    #[test]
    fn a_window_that_is_out_of_reach_comes_back() {
        let back = Area { x: 150, y: 72, ..at(0, 0) };
        for (x, y) in [(3200, 100), (1200, 100), (-900, 100), (100, 795), (100, -660), (i32::MIN / 2, 0)] {
            assert_eq!(back_in_sight(at(x, y), &[SCREEN]), Some(back), "from {x}, {y}");
        }
    }

    #[test]
    fn a_window_of_a_greater_screen_is_made_to_fit() {
        let great = Area { x: 5000, y: 0, width: 3000, height: 2000 };
        let back = back_in_sight(great, &[SCREEN]).unwrap();
        assert_eq!((back.width, back.height), (1280, 744));
        assert!(back.x >= SCREEN.x && back.y >= SCREEN.y);
        assert_eq!(back_in_sight(great, &[]), None, "nowhere to go");
    }

    const POP: (i32, i32) = (384, 208);
    const STRIP: (i32, i32) = (384, 56);

    #[test]
    fn the_pop_up_stands_in_the_corner_and_inside() {
        let [lower_right, lower_left, upper_right, upper_left] =
            [(true, true), (false, true), (true, false), (false, false)]
                .map(|(right, bottom)| Corner { right, bottom });
        assert_eq!(corner(SCREEN, POP, 16, lower_right), (880, 576));
        assert_eq!(corner(SCREEN, STRIP, 16, lower_right), (880, 728), "a strip lies as low");
        assert_eq!(corner(SCREEN, POP, 16, lower_left), (16, 576));
        assert_eq!(corner(SCREEN, POP, 16, upper_right), (880, 40));
        assert_eq!(corner(BESIDE, POP, 16, upper_left), (1296, 16));
        assert_eq!(corner(BESIDE, (768, 416), 32, lower_right), (2400, 632));
        let tiny = Area { x: 10, y: 20, width: 300, height: 200 };
        for one in [lower_right, lower_left, upper_right, upper_left] {
            assert_eq!(corner(tiny, POP, 16, one), (10, 20));
        }
    }

    #[test]
    fn the_pop_up_is_never_over_the_caret() {
        let at = |right, bottom| Corner { right, bottom };
        let caret = |x, y| Some(Area { x, y, width: 1, height: 20 });
        let tiny = Area { x: 0, y: 0, width: 420, height: 250 };
        let flat = Area { x: 0, y: 0, width: 1280, height: 250 };
        // The pop-up lies from 880, 576 to 1264, 784 in the lower right corner.
        for (screen, wanted, caret, stands) in [
            (SCREEN, at(true, true), None, at(true, true)),
            (SCREEN, at(true, true), caret(300, 300), at(true, true)),
            (SCREEN, at(true, true), caret(1000, 700), at(true, false)),
            (SCREEN, at(false, true), caret(100, 700), at(false, false)),
            (SCREEN, at(true, false), caret(1200, 60), at(true, true)),
            (SCREEN, at(false, false), caret(16, 40), at(false, true)),
            // Beside it: what is being typed is seen too, and what stands far enough away does no harm.
            (SCREEN, at(true, true), caret(850, 700), at(true, false)),
            (SCREEN, at(true, true), caret(818, 700), at(true, true)),
            (SCREEN, at(true, true), caret(1000, 540), at(true, false)),
            (SCREEN, at(true, true), caret(1000, 530), at(true, true)),
            // On another screen.
            (SCREEN, at(true, true), caret(1500, 700), at(true, true)),
            (BESIDE, at(true, true), caret(3000, 1000), at(true, false)),
            // All of a field, from top to bottom: the other side.
            (SCREEN, at(true, true), Some(Area { x: 900, y: 24, width: 380, height: 776 }), at(false, true)),
            (flat, at(true, true), caret(1200, 100), at(false, true)),
            // No corner is free, or what is told makes no sense.
            (tiny, at(false, true), caret(200, 120), at(false, true)),
            (SCREEN, at(true, true), Some(SCREEN), at(true, true)),
            (SCREEN, at(true, true), caret(i32::MAX, i32::MIN), at(true, true)),
            (SCREEN, at(true, true), Some(Area { x: 1000, y: 700, width: -5, height: 0 }), at(true, false)),
            (
                SCREEN,
                at(true, true),
                Some(Area { width: i32::MAX, height: i32::MAX, ..SCREEN }),
                at(true, true),
            ),
        ] {
            assert_eq!(beside_caret(screen, POP, 16, wanted, caret), stands, "{wanted:?} {caret:?}");
        }
        // A strip is lower: it leaves free what the whole call would not.
        let lower = at(true, true);
        assert_eq!(beside_caret(SCREEN, STRIP, 16, lower, caret(1000, 600)), lower);
    }

    #[test]
    fn what_was_left_somewhere_is_there_again_and_always_on_the_screen() {
        for left in [(0, 24), (896, 592), (300, 100), (37, 591)] {
            let there = at_share(SCREEN, POP, share_of(SCREEN, POP, left));
            assert!((there.0 - left.0).abs() <= 1 && (there.1 - left.1).abs() <= 1, "{left:?}, {there:?}");
        }
        // Whatever was dragged, and whatever the window and the screen have become since: all of it can be seen.
        for left in [(-300, -90), (5000, 5000), (1270, 790), (640, 400), (i32::MIN / 4, i32::MAX / 4)] {
            for size in [POP, STRIP, (768, 416)] {
                for screen in [SCREEN, BESIDE] {
                    let (x, y) = at_share(screen, size, share_of(SCREEN, POP, left));
                    let is_inside = x >= screen.x && y >= screen.y;
                    let fits =
                        x + size.0 <= screen.x + screen.width && y + size.1 <= screen.y + screen.height;
                    assert!(is_inside && fits, "{left:?}, {size:?}: {x}, {y}");
                }
            }
        }
        assert_eq!(at_share(Area { width: 300, height: 100, ..SCREEN }, POP, (5000, 5000)), (0, 24));
    }

    #[test]
    fn a_place_is_kept_for_each_set_of_screens() {
        let place = |screens: &[Area], screen: Area, across: u32| KeptPlace {
            screens: name_of_set(screens),
            screen: name_of(screen),
            across,
            down: 10_000,
        };
        let kept = [place(&[SCREEN], SCREEN, 10), place(&[SCREEN, BESIDE], BESIDE, 20)];
        assert_eq!(left_at(&kept, &[SCREEN]), Some((0, (10, 10_000))));
        assert_eq!(left_at(&kept, &[SCREEN, BESIDE]), Some((1, (20, 10_000))));
        // Told in another order, and the first one twice, as it is where it is asked for by itself.
        assert_eq!(left_at(&kept, &[BESIDE, SCREEN, BESIDE]), Some((0, (20, 10_000))));
        assert_eq!(left_at(&kept, &[BESIDE]), None, "a screen is gone");
        let scaled = Area { width: 960, height: 540, ..BESIDE };
        assert_eq!(left_at(&kept, &[SCREEN, scaled]), None, "a screen has changed");
        assert_eq!(left_at(&kept, &[]), None);
        let lies = KeptPlace { screen: "x".to_owned(), ..place(&[SCREEN], SCREEN, 0) };
        assert_eq!(left_at(&[lies], &[SCREEN]), None);
    }

    #[test]
    fn the_pop_up_goes_where_the_agent_looks() {
        let above = Area { x: 0, y: -1080, width: 1920, height: 1080 };
        let screens = [SCREEN, BESIDE, above];
        let (nowhere, no_main) = (Some((9000, 9000)), None);
        for (pointer, main, on) in [
            (Some((10, 30)), Some(at(2000, 100)), 0),
            (Some((1280, 500)), Some(at(0, 24)), 1),
            (Some((700, -1)), no_main, 2),
            (None, Some(at(2000, 100)), 1),
            (nowhere, Some(at(1000, 100)), 1),
            (nowhere, Some(at(100, -500)), 2),
            (None, Some(at(9000, 9000)), 0),
            (None, no_main, 0),
        ] {
            assert_eq!(looked_at(&screens, pointer, main), on, "{pointer:?}, {main:?}");
        }
        assert_eq!(looked_at(&[], None, None), 0, "nowhere to look at");
    }
}
