//! Where windows stand: always where they can be seen, whatever became of the screens since they were last there.

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

/// Where the pop-up stands: in the lower right corner, but never beyond the upper left one.
pub(crate) fn corner(screen: Area, (width, height): (i32, i32), margin: i32) -> (i32, i32) {
    let x = screen.x + (screen.width - width - margin).max(0);
    let y = screen.y + (screen.height - height - margin).max(0);
    (x, y)
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
    let width = (one.x + one.width).min(other.x + other.width) - one.x.max(other.x);
    let height = (one.y + one.height).min(other.y + other.height) - one.y.max(other.y);
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

    #[test]
    fn the_pop_up_stands_in_the_corner_and_inside() {
        assert_eq!(corner(SCREEN, (384, 208), 16), (880, 576));
        assert_eq!(corner(BESIDE, (768, 416), 32), (2400, 632));
        let tiny = Area { x: 10, y: 20, width: 300, height: 200 };
        assert_eq!(corner(tiny, (384, 208), 16), (10, 20));
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
