//! The rows of the timeline: the group of the chosen event is open, each of the others is one row.
//! A row is found by its number, so that no more are made than are seen.

use std::ops::Range;

use crate::{
    screen::widget::window,
    trace::timeline::{Group, Timeline},
};

/// How the rows lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    groups: usize,
    /// The open group, and its events.
    open: usize,
    start: usize,
    events: usize,
    chosen: usize,
}

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Event(usize),
    /// A group, folded.
    Group(usize),
}

impl List {
    pub fn of(timeline: &Timeline, at: usize) -> List {
        let none = Group { request: None, events: 0..0, began_us: 0 };
        let (open, group) = timeline.group_at(at).unwrap_or((0, &none));
        List {
            groups: timeline.groups.len(),
            open,
            start: group.events.start,
            events: group.events.len(),
            chosen: open + (at - group.events.start.min(at)),
        }
    }

    pub fn len(&self) -> usize {
        (self.groups + self.events).saturating_sub(1)
    }

    pub fn row(&self, row: usize) -> Option<Row> {
        match row {
            row if row < self.open => Some(Row::Group(row)),
            row if row < self.open + self.events => Some(Row::Event(self.start + row - self.open)),
            row if row < self.len() => Some(Row::Group(row + 1 - self.events)),
            _ => None,
        }
    }

    /// The rows that `height` rows show.
    pub fn window(&self, height: u16) -> Range<usize> {
        window::around(self.len(), usize::from(height), self.chosen)
    }
}

impl Row {
    /// The event that is chosen by choosing the row.
    pub fn event(self, timeline: &Timeline) -> Option<usize> {
        match self {
            Row::Event(event) => Some(event),
            Row::Group(group) => timeline.groups.get(group).map(|group| group.events.start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_number() {
        let group = |events: Range<usize>| Group { request: Some(1), events, began_us: 0 };
        let timeline =
            Timeline { groups: vec![group(0..2), group(2..5), group(5..6)], events: Vec::new() };
        let list = List::of(&timeline, 3);
        let rows: Vec<_> = (0..=list.len()).map(|row| list.row(row)).collect();
        assert_eq!(
            rows,
            [
                Some(Row::Group(0)),
                Some(Row::Event(2)),
                Some(Row::Event(3)),
                Some(Row::Event(4)),
                Some(Row::Group(2)),
                None
            ]
        );
        assert_eq!(list.window(2), 2..4);
        let empty = List::of(&Timeline::default(), 0);
        assert_eq!((empty.len(), empty.row(0), empty.window(5)), (0, None, 0..0));
    }
}
