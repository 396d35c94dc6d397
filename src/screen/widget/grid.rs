//! Where things stand on a screen of any size: title, track, body, footer, margins.

use ratatui::layout::Rect;

/// Below this only "too small" is drawn.
pub const COLUMNS_MIN: u16 = 60;
pub const ROWS_MIN: u16 = 16;
/// Lines of prose are at most this wide.
pub const PROSE_COLUMNS_MAX: u16 = 88;
/// On the left and on the right, always.
pub const MARGIN: u16 = 2;
/// From this width on there are panes, and from this height on there is more air.
pub const WIDE_COLUMNS: u16 = 100;
pub const TALL_ROWS: u16 = 30;

/// The rows of one screen. All rectangles of one row keep the margins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    pub title: Rect,
    /// The track, or the line of tabs.
    pub track: Rect,
    /// From the fourth row to the one before `spare`, full width between the margins.
    pub body: Rect,
    /// The row above the footer: empty, given up when a page needs it.
    pub spare: Rect,
    pub footer: Rect,
}

impl Grid {
    /// `area` is at least `COLUMNS_MIN` by `ROWS_MIN`; smaller ones give empty rectangles.
    pub fn of(area: Rect) -> Grid {
        let width = area.width.saturating_sub(2 * MARGIN);
        let x = area.x + MARGIN.min(area.width);
        let row = |y: u16, height: u16| {
            Rect::new(x, area.y.saturating_add(y), width, height).intersection(area)
        };
        let last = area.height.saturating_sub(1);
        Grid {
            title: row(0, 1),
            track: row(1, 1),
            body: row(3, last.saturating_sub(4)),
            spare: row(last.saturating_sub(1), 1),
            footer: row(last, 1),
        }
    }

    /// The body with the spare row.
    pub fn body_and_spare(&self) -> Rect {
        self.body.union(self.spare)
    }
}

/// The middle of `area`, at most `columns` wide.
pub fn centred(area: Rect, columns: u16) -> Rect {
    let width = area.width.min(columns);
    Rect { x: area.x + (area.width - width) / 2, width, ..area }
}

pub fn is_too_small(area: Rect) -> bool {
    area.width < COLUMNS_MIN || area.height < ROWS_MIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_of_the_two_drawn_sizes() {
        let grid = Grid::of(Rect::new(0, 0, 80, 24));
        assert_eq!(grid.body, Rect::new(2, 3, 76, 19));
        assert_eq!((grid.spare.y, grid.footer.y), (22, 23));
        let grid = Grid::of(Rect::new(0, 0, 120, 36));
        assert_eq!(grid.body, Rect::new(2, 3, 116, 31));
        assert_eq!(centred(grid.body, PROSE_COLUMNS_MAX), Rect::new(16, 3, 88, 31));
    }

    #[test]
    fn every_size_gives_rectangles_inside_it() {
        for width in 0..8 {
            for height in 0..8 {
                let area = Rect::new(0, 0, width, height);
                let grid = Grid::of(area);
                for part in [grid.title, grid.track, grid.body, grid.spare, grid.footer] {
                    assert_eq!(part.intersection(area).area(), part.area(), "{area} {part}");
                }
            }
        }
    }
}
