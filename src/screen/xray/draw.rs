//! The X-ray on the screen: title, track, timeline, what is known of the chosen event, footer.

use ratatui::layout::Rect;

use crate::{
    screen::{
        keymap::xray::{XRAY, XrayAction},
        theme::{Ground, Role},
        widget::{
            footer,
            grid::{self, Grid, MARGIN},
            pen::{self, Pen, columns},
            rows::{self, wrap},
            title,
            track::{self, Segment},
        },
    },
    text,
    trace::{
        timeline::{Event, Kind},
        told::{self, Words},
    },
};

use super::{
    Xray,
    laid::Laid,
    list::{List, Row},
    place::Places,
};

const NOTHING: &str = "Nothing recorded yet. F5 runs your code and records it.";
/// Where the mark and the bars stand behind the time.
const MARK_COLUMN: u16 = 5;
const BARS_COLUMN: u16 = 7;
/// Between the words of a row and what stands at its right edge.
const GAP: u16 = 2;
/// The words of a row have at least so much of it.
const WORDS_COLUMNS_MIN: u16 = 16;

impl Xray {
    pub(super) fn draw(&self, pen: &mut Pen<'_>) {
        let area = pen.area();
        pen.fill(area, Ground::Screen);
        if grid::is_too_small(area) {
            return;
        }
        let grid = Grid::of(area);
        self.draw_title(pen, &grid);
        let end = [XRAY.hint(XrayAction::Help, "help"), XRAY.hint(XrayAction::Leave, "back")];
        if self.timeline.events.is_empty() {
            track::draw_rule(pen, grid.track);
            let words = [rows::span(NOTHING, Role::Muted)];
            rows::draw(pen, grid.body, &wrap(&words, grid.body.width, 0), 0, MARGIN);
            self.draw_said(pen, grid.spare);
            footer::draw(pen, grid.footer, &[], &end);
            return;
        }
        track::draw(pen, grid.track, &self.segments(grid.track.width));
        let Laid { places, exchange, beside, .. } = &self.laid;
        if places.wide {
            draw_head(pen, places.head);
            pen.column(
                places.divider.x,
                places.divider.y..places.divider.bottom(),
                '│',
                Role::Faint,
            );
            pen.repeat(places.rule.x, places.rule.y, places.rule.width, '─', Role::Faint);
            rows::draw(pen, places.exchange, exchange, 0, MARGIN);
        }
        self.draw_list(pen, places);
        rows::draw(pen, places.detail, beside, self.scroll, 0);
        self.draw_said(pen, grid.spare);
        footer::draw(pen, grid.footer, &self.hints(beside.len(), places.detail.height), &end);
    }

    fn draw_title(&self, pen: &mut Pen<'_>, grid: &Grid) {
        let mut path: Vec<&str> = self.recording.path.iter().map(String::as_str).collect();
        path.push("X-ray");
        let mut facts = Vec::new();
        if let Some((here, group)) = self.timeline.group_at(self.at) {
            let is_request = |group: &&crate::trace::timeline::Group| group.request.is_some();
            let groups = &self.timeline.groups;
            let requests = groups.iter().filter(is_request).count();
            if group.request.is_some() && 1 < requests {
                let number = groups[..=here].iter().filter(is_request).count();
                facts.push(format!("request {number} of {requests}"));
            }
            let number = self.at - group.events.start + 1;
            facts.push(format!("event {number} of {}", group.events.len()));
        }
        let due = self.recording.due;
        facts.extend((0 < due).then(|| format!("{due} due")));
        let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
        title::draw(pen, grid.title, &path, &facts);
    }

    /// A segment for each event of the group; where there are more than columns, one for each
    /// column, in which what failed and where one is comes first.
    fn segments(&self, width: u16) -> Vec<Segment> {
        let Some((_, group)) = self.timeline.group_at(self.at) else { return Vec::new() };
        let events = &self.timeline.events[group.events.clone()];
        let count = events.len().min(usize::from(width.max(1)));
        let of = |at: usize| at * events.len() / count;
        let segment = |at: usize| {
            let (from, to) = (of(at), of(at + 1).max(of(at) + 1));
            let here = self.at - group.events.start;
            if events[from..to].iter().any(|event| event.failed) {
                Segment::Failed
            } else if (from..to).contains(&here) {
                Segment::Here
            } else if from < here {
                Segment::Done
            } else {
                Segment::Ahead
            }
        };
        (0..count).map(segment).collect()
    }

    fn draw_list(&self, pen: &mut Pen<'_>, places: &Places) {
        let list = List::of(&self.timeline, self.at);
        let area = places.list;
        for (row, y) in list.window(area.height).zip(area.y..area.bottom()) {
            let at = Rect { y, height: 1, ..area };
            match list.row(row) {
                Some(Row::Event(event)) => self.draw_event(pen, at, event),
                Some(Row::Group(group)) => self.draw_group(pen, at, group),
                None => {}
            }
        }
    }

    fn draw_event(&self, pen: &mut Pen<'_>, row: Rect, at: usize) {
        let trace = &self.recording.trace;
        let event = &self.timeline.events[at];
        let is_here = at == self.at;
        if is_here {
            let left = row.x.saturating_sub(MARGIN);
            pen.lay(Rect { x: left, width: row.width + 2 * MARGIN - 1, ..row }, Ground::Selected);
            pen.repeat(left, row.y, 1, '▌', Role::Here);
        }
        let time = self.timeline.at_us(trace, at).map_or_else(String::new, told::time);
        pen.write(row.x, row.y, row.x + MARK_COLUMN, &time, Role::Muted);
        let mut roles = Roles::of(event, is_here);
        if event.failed {
            pen.repeat(row.x + MARK_COLUMN, row.y, 1, '✗', Role::FailBold);
            roles.corner = Role::FailBold;
        }
        let bars = told::bars(event);
        let corner = told::corner(event);
        let open = bars.strip_suffix(corner).unwrap_or(&bars);
        let x = pen.write(row.x + BARS_COLUMN, row.y, row.right(), open, Role::Faint);
        let x = pen.write(x, row.y, row.right(), corner, roles.corner);
        draw_words(
            pen,
            Rect { x, width: row.right().saturating_sub(x), ..row },
            &told::words(trace, event),
            &roles,
        );
    }

    /// A folded group in one row.
    fn draw_group(&self, pen: &mut Pen<'_>, row: Rect, group: usize) {
        let events = &self.timeline.events[self.timeline.groups[group].events.clone()];
        let (Some(first), Some(last)) = (events.first(), events.last()) else { return };
        if self.troubled[group] {
            pen.repeat(row.x + MARK_COLUMN, row.y, 1, '✗', Role::FailBold);
        }
        let trace = &self.recording.trace;
        let mut words = if first.kind == Kind::Arrived {
            told::request(trace, first, answer_of(events).unwrap_or(last))
        } else {
            told::words(trace, first)
        };
        if first.kind != Kind::Arrived && 1 < events.len() {
            words.right = format!("{} events", events.len());
        }
        let roles = Roles {
            words: Role::Muted,
            lead: Role::Muted,
            corner: Role::Faint,
            right: Role::Muted,
        };
        let x = pen.write(row.x + BARS_COLUMN, row.y, row.right(), "▸ ", Role::Muted);
        let rest = words.rest.trim_start_matches("→ ").to_owned();
        let words = Words { rest, ..words };
        draw_words(pen, Rect { x, width: row.right().saturating_sub(x), ..row }, &words, &roles);
    }

    fn draw_said(&self, pen: &mut Pen<'_>, row: Rect) {
        if let Some(said) = &self.said {
            pen.fill(row, Ground::Screen);
            pen.write_cut(row.x, row.y, row.right(), said, Role::Text);
        }
    }
}

/// The names of the columns.
fn draw_head(pen: &mut Pen<'_>, row: Rect) {
    pen.write(row.x, row.y, row.right(), "ms", Role::Muted);
    pen.write(row.x + BARS_COLUMN, row.y, row.right(), "what ran", Role::Muted);
    pen.write_right(row.x, row.y, row.right(), "what it left", Role::Muted);
}

/// How the parts of a row look.
struct Roles {
    corner: Role,
    lead: Role,
    words: Role,
    right: Role,
}

impl Roles {
    fn of(event: &Event, is_here: bool) -> Roles {
        let words = match event.kind {
            Kind::Arrived | Kind::Answered => Role::Bright,
            _ if is_here => Role::Bright,
            Kind::Closed => Role::Muted,
            Kind::Opened | Kind::Failed | Kind::Gave | Kind::Unanswered | Kind::Within => {
                Role::Text
            }
        };
        let lead = if is_here { Role::Bright } else { Role::Keyword };
        let right = if is_here { Role::Text } else { Role::Muted };
        Roles { corner: Role::Faint, lead, words, right }
    }
}

/// The answer where what came later stands behind it.
fn answer_of(events: &[Event]) -> Option<&Event> {
    events.iter().rfind(|event| event.kind == Kind::Answered)
}

/// What stands at the right edge is cut before the words have less than they need at least.
fn draw_words(pen: &mut Pen<'_>, row: Rect, words: &Words, roles: &Roles) {
    let left = text::clean_line(&words.rest);
    let lead = text::clean_line(&words.lead);
    let needed = columns(&lead) + columns(&left);
    let kept = needed.min(WORDS_COLUMNS_MIN.max(row.width / 2));
    let room = row.width.saturating_sub(kept + GAP);
    let right = pen::cut(&words.right, room).into_owned();
    let end = if right.is_empty() {
        row.right()
    } else {
        let x = pen.write_right(row.x, row.y, row.right(), &right, roles.right);
        x.saturating_sub(GAP)
    };
    let x = pen.write(row.x, row.y, end, &lead, roles.lead);
    let room = end.saturating_sub(x);
    let words = pen::cut(&left, room);
    if columns(&words) * 2 < room.min(columns(&left)) {
        // One long word would leave nothing of itself.
        let x = pen.write(x, row.y, end.saturating_sub(1), &left, roles.words);
        pen.repeat(x, row.y, 1, '…', roles.words);
    } else {
        pen.write(x, row.y, end, &words, roles.words);
    }
}
