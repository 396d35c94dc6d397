//! The track: one thin line in segments under the title. Behind you it is heavy, here it is amber,
//! ahead it is thin.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::{
    screen::{theme::Role, widget::pen::Pen},
    tutor::ModuleState,
};

/// With more segments than this the line is unbroken.
const SEGMENTS_APART_MAX: usize = 24;

/// The state of one page, check, event or module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    Done,
    Here,
    /// Not reached, not run, skipped.
    Ahead,
    Passed,
    Failed,
}

/// The modules of a course, `here` the one that holds what comes next, counted from 0.
pub fn of_modules<'a>(
    states: impl Iterator<Item = &'a ModuleState>,
    here: Option<usize>,
) -> Vec<Segment> {
    let segment = |(index, state): (usize, &ModuleState)| {
        let behind = here.is_none_or(|here| index < here) && state.is_walked();
        match here {
            Some(here) if here == index => Segment::Here,
            Some(_) | None if behind || state.is_finished() => Segment::Done,
            Some(_) | None => Segment::Ahead,
        }
    };
    states.enumerate().map(segment).collect()
}

/// Draws one segment for each state over the full width of `row`.
pub fn draw(pen: &mut Pen<'_>, row: Rect, segments: &[Segment]) {
    let gap = u16::from(segments.len() <= SEGMENTS_APART_MAX);
    for (index, segment) in segments.iter().enumerate() {
        let place = segment_columns(row.width, gap, index, segments.len());
        let width = place.end.saturating_sub(place.start);
        let (mark, role) = look(*segment);
        pen.repeat(row.x + place.start, row.y, width, mark, role);
        if *segment == Segment::Failed && width > 0 {
            let middle = row.x + place.start + (width - 1) / 2;
            pen.repeat(middle, row.y, 1, '✗', role);
        }
    }
}

/// A rule in the place of the track, for screens that have no segments.
pub fn draw_rule(pen: &mut Pen<'_>, row: Rect) {
    pen.repeat(row.x, row.y, row.width, '─', Role::Faint);
}

fn look(segment: Segment) -> (char, Role) {
    match segment {
        Segment::Done => ('━', Role::Muted),
        Segment::Here => ('━', Role::Here),
        Segment::Ahead => ('─', Role::Faint),
        Segment::Passed => ('━', Role::Pass),
        Segment::Failed => ('━', Role::FailBold),
    }
}

/// Segment `index` of `count` on a line of `width` columns: `start = round(i * (w + gap))`, where
/// `w` is the exact width of one segment. Halves are rounded to the even column.
fn segment_columns(width: u16, gap: u16, index: usize, count: usize) -> Range<u16> {
    let whole = usize::from(width) + usize::from(gap);
    let start = |at: usize| -> u16 {
        let doubled = 2 * at * whole;
        let floor = doubled / (2 * count);
        let rest = doubled % (2 * count);
        let up = rest > count || (rest == count && floor % 2 == 1);
        u16::try_from(floor + usize::from(up)).unwrap_or(u16::MAX)
    };
    start(index)..start(index + 1).saturating_sub(gap).min(width)
}
