//! What came of the last input of SQL: of each statement what it gave, one at a time.

use crate::{
    screen::widget::pen::columns,
    table::Table,
    text::clean_line,
    tutor::console::{Given, Ran, What},
};

/// Between two columns.
pub const GAP: u16 = 3;
/// Columns of the screen that one cell takes where not all fit.
const CELL_COLUMNS_MAX: u16 = 40;
/// Where everything fits, columns are not narrower.
const TEXT_COLUMNS_MIN: u16 = 12;
const NUMBER_COLUMNS_MIN: u16 = 8;

#[derive(Clone, Debug)]
pub struct Answer {
    pub ran: Ran,
    /// Which statement's; behind the last it is the mistake.
    at: usize,
    /// A row of its table.
    chosen: usize,
    /// The first column that is seen.
    left: usize,
    /// Of the table that is shown.
    widths: Vec<u16>,
    numeric: Vec<bool>,
}

/// A column that is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub index: usize,
    /// From the left edge of the table.
    pub x: u16,
    pub width: u16,
    pub numeric: bool,
}

impl Answer {
    pub fn new(ran: Ran) -> Answer {
        let shows = |given: &Given| match given.what {
            What::Rows(_) | What::Planned | What::Printed(_) => true,
            What::Changed(_) | What::Done | What::Refused(_) => false,
        };
        let last = ran.given.len().saturating_sub(1);
        let at = match &ran.mistake {
            Some(_) => ran.given.len(),
            None => ran.given.iter().rposition(shows).unwrap_or(last),
        };
        let mut answer =
            Answer { ran, at, chosen: 0, left: 0, widths: Vec::new(), numeric: Vec::new() };
        answer.measure();
        answer
    }

    /// How many there are to look at.
    pub fn count(&self) -> usize {
        self.ran.given.len() + usize::from(self.ran.mistake.is_some())
    }

    /// Counted from 0.
    pub fn at(&self) -> usize {
        self.at
    }

    /// What the statement gave; `None` where it is the mistake.
    pub fn given(&self) -> Option<&Given> {
        self.ran.given.get(self.at)
    }

    pub fn table(&self) -> Option<&Table> {
        match self.given() {
            Some(Given { what: What::Rows(table), .. }) => Some(table),
            Some(_) => None,
            None => self.ran.unfinished.as_ref(),
        }
    }

    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// Whether the plan belongs to the statement that is shown: to the last that reads rows.
    pub fn has_plan(&self) -> bool {
        let reads = |given: &Given| match given.what {
            What::Rows(_) | What::Changed(_) | What::Planned => true,
            What::Done | What::Refused(_) | What::Printed(_) => false,
        };
        !self.ran.plan.is_empty() && self.ran.given.iter().rposition(reads) == Some(self.at)
    }

    pub fn walk(&mut self, by: isize) {
        let last = self.count().saturating_sub(1);
        let at = self.at.saturating_add_signed(by).min(last);
        if at != self.at {
            (self.at, self.chosen, self.left) = (at, 0, 0);
            self.measure();
        }
    }

    pub fn step(&mut self, by: isize) {
        let last = self.table().map_or(0, |table| table.rows.len().saturating_sub(1));
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
    }

    pub fn choose(&mut self, row: usize) {
        self.chosen = row;
        self.step(0);
    }

    /// Scrolls sideways, a column at a time, no further than to the last column.
    pub fn shift(&mut self, by: isize, width: u16) {
        if 0 < by && self.places(width).last().is_none_or(|last| self.is_last(last, width)) {
            return;
        }
        self.left = self.left.saturating_add_signed(by).min(self.widths.len().saturating_sub(1));
    }

    fn is_last(&self, place: &Place, width: u16) -> bool {
        place.index + 1 == self.widths.len() && place.x + place.width <= width
    }

    /// The columns that are seen in `width`, from the first one on.
    pub fn places(&self, width: u16) -> Vec<Place> {
        let count = u16::try_from(self.widths.len()).unwrap_or(u16::MAX);
        let gaps = GAP.saturating_mul(count.saturating_sub(1));
        let roomy = |index: usize| {
            let least = if self.numeric[index] { NUMBER_COLUMNS_MIN } else { TEXT_COLUMNS_MIN };
            self.widths[index].max(least)
        };
        let sum = |of: &dyn Fn(usize) -> u16| {
            (0..self.widths.len()).map(of).fold(gaps, u16::saturating_add)
        };
        let plain = |index: usize| self.widths[index];
        let cut = |index: usize| self.widths[index].min(CELL_COLUMNS_MAX);
        let of: &dyn Fn(usize) -> u16 = if sum(&roomy) <= width {
            &roomy
        } else if sum(&plain) <= width || self.widths.len() == 1 {
            &plain
        } else {
            &cut
        };
        let mut places: Vec<Place> = Vec::new();
        let mut x = 0_u16;
        for index in self.left..self.widths.len() {
            let wide = of(index).min(width);
            if !places.is_empty() && width < x.saturating_add(wide) {
                break;
            }
            places.push(Place { index, x, width: wide, numeric: self.numeric[index] });
            x = x.saturating_add(wide).saturating_add(GAP);
        }
        places
    }

    /// `columns 3–5 of 12`, where not all are seen.
    pub fn columns_seen(&self, width: u16) -> Option<String> {
        let places = self.places(width);
        let (first, last) = (places.first()?.index + 1, places.last()?.index + 1);
        let count = self.widths.len();
        let seen = if first == last { first.to_string() } else { format!("{first}–{last}") };
        (first != 1 || last != count).then(|| format!("columns {seen} of {count}"))
    }

    /// Whether columns are out of view on the left, and on the right.
    pub fn hides(&self, width: u16) -> (bool, bool) {
        let last = self.places(width).last().map_or(0, |place| place.index + 1);
        (0 < self.left, last < self.widths.len())
    }

    fn measure(&mut self) {
        let (mut widths, mut numeric) = (Vec::new(), Vec::new());
        if let Some(table) = self.table() {
            for (at, name) in table.columns.iter().enumerate() {
                let cells = table.rows.iter().filter_map(|row| row.get(at));
                let longest = cells.map(|cell| columns(&cell.show())).max().unwrap_or(0);
                widths.push(longest.max(columns(&clean_line(name))).max(1));
                numeric.push(table.is_numeric(at));
            }
        }
        (self.widths, self.numeric) = (widths, numeric);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cell;

    fn answer(names: usize, cell: &str) -> Answer {
        let columns = (0..names).map(|at| format!("c{at}")).collect();
        let row = vec![Cell::Text(cell.to_owned()); names];
        let what = What::Rows(Table { columns, rows: vec![row] });
        let given =
            Given { session: None, what, notes: Vec::new(), took_us: None, full_scan_steps: None };
        Answer::new(Ran { given: vec![given], ..Ran::default() })
    }

    #[test]
    fn wide_tables_are_cut_and_scroll_to_their_last_column() {
        let mut wide = answer(9, &"x".repeat(60));
        assert_eq!(wide.columns_seen(90).as_deref(), Some("columns 1–2 of 9"));
        assert_eq!(wide.hides(90), (false, true));
        for _ in 0..20 {
            wide.shift(1, 90);
        }
        assert_eq!(wide.columns_seen(90).as_deref(), Some("columns 8–9 of 9"));
        assert_eq!(wide.hides(90), (true, false));
        wide.shift(-20, 90);
        assert_eq!(wide.places(90)[0].index, 0);
        // One that is wider than the pane is seen as far as there is room.
        assert_eq!(answer(1, &"x".repeat(500)).places(76)[0].width, 76);
    }

    #[test]
    fn what_fits_stands_apart() {
        let places = answer(2, "a").places(76);
        assert_eq!(places.iter().map(|place| place.x).collect::<Vec<_>>(), [0, 15]);
        assert_eq!(answer(2, "a").columns_seen(76), None);
        assert!(answer(0, "").places(76).is_empty());
    }
}
