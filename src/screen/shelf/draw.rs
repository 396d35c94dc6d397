//! The shelf drawn: the list, and over it what is asked about one pack.

use ratatui::layout::Rect;

use super::{Over, Shelf, place::Place, rows};
use crate::{
    screen::{
        keymap::{
            Hint,
            shelf::{ASKED, AskedAction, PLACE, PlaceAction, SHELF, ShelfAction},
        },
        theme::{Ground, Role},
        widget::{
            footer,
            grid::{Grid, MARGIN, centred},
            pen::Pen,
            prose::wrap,
            rows::{self as drawn, Row, Span, span},
            title, track,
        },
    },
    tutor::packs::Offer,
};

/// Columns of what lies over the list, its edge included.
const OVER_COLUMNS: u16 = 74;
/// Of its edge and the air beside it.
const EDGE_COLUMNS: u16 = 6;
/// Rows of one pack in the list.
const PACK_ROWS: u16 = 3;

pub fn draw(shelf: &Shelf, pen: &mut Pen<'_>) {
    let area = pen.area();
    let grid = Grid::of(area);
    pen.fill(area, Ground::Screen);
    let packs = shelf.rows();
    title::draw(pen, grid.title, &["Packs"], &[]);
    track::draw_rule(pen, grid.track);
    draw_list(shelf, pen, grid.body, &packs);
    if let Some(said) = &shelf.said {
        draw_said(pen, grid.body_and_spare(), said);
    }
    match &shelf.over {
        Over::Nothing => {}
        Over::Place => {
            let height = Place::height(inner_width(pen.area()));
            let frame = draw_frame(pen, height + 2);
            shelf.place.draw(pen, inside(frame));
        }
        Over::Looking(looking) => {
            let words = "Fetching it and looking at every file. Nothing is written.";
            let inner = draw_words(pen, words, 2);
            let last = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
            looking.draw(pen, last);
        }
        Over::Installing(_) => {
            draw_words(pen, "Writing its files.", 0);
        }
        Over::Trusting => {
            draw_words(pen, "Writing down whom you trust.", 0);
        }
        Over::Offer { offer, scroll } => draw_offer(pen, offer, *scroll),
        Over::Doubt { offer, scroll } => draw_doubt(pen, offer, *scroll),
        Over::Removal(id) => {
            let words = format!("Remove {id}? Your progress in it and your files are kept.");
            draw_words(pen, &words, 0);
        }
    }
    let end = ends(shelf);
    footer::draw(pen, grid.footer, &hints(shelf), &end);
}

/// How many rows of what is asked do not fit.
pub fn rows_beyond(shelf: &Shelf) -> usize {
    let area = Rect::new(0, 0, shelf.size.width, shelf.size.height);
    let inner = sheet_area(area);
    let rows = match &shelf.over {
        Over::Offer { offer, .. } => rows::offer(offer, inner.width),
        Over::Doubt { offer, .. } => rows::doubt(offer, inner.width),
        Over::Nothing
        | Over::Place
        | Over::Looking(_)
        | Over::Trusting
        | Over::Installing(_)
        | Over::Removal(_) => return 0,
    };
    rows.len().saturating_sub(usize::from(inner.height))
}

fn draw_list(shelf: &Shelf, pen: &mut Pen<'_>, body: Rect, packs: &[rows::Pack<'_>]) {
    if shelf.standing.is_none() {
        pen.write(body.x, body.y, body.right(), "Looking at what is installed.", Role::Muted);
        return;
    }
    let room = usize::from((body.height / PACK_ROWS).max(1));
    let top = (shelf.chosen + 1).saturating_sub(room);
    let shown = packs.iter().enumerate().skip(top).take(room);
    for ((index, pack), y) in shown.zip((body.y..).step_by(usize::from(PACK_ROWS))) {
        draw_pack(pen, Rect { y, height: 1, ..body }, pack, index == shelf.chosen);
    }
    if top + room < packs.len() {
        pen.repeat(body.right(), body.bottom() - 1, 1, '↓', Role::Muted);
    }
}

fn draw_pack(pen: &mut Pen<'_>, line: Rect, pack: &rows::Pack<'_>, chosen: bool) {
    if chosen {
        let left = line.x.saturating_sub(MARGIN);
        let wide = Rect { x: left, width: line.width + 2 * MARGIN, ..line };
        pen.fill(wide, Ground::Selected);
        pen.write(left, line.y, line.x, "▌", Role::Here);
    }
    let right = if pack.is_open {
        pen.write_right(line.x, line.y, line.right(), "open now", Role::Muted).saturating_sub(2)
    } else {
        line.right()
    };
    let role = if chosen { Role::Bright } else { Role::Text };
    pen.write_cut(line.x, line.y, right, pack.title, role);
    let below = match pack.installed {
        None => format!("{}   comes with Backlab", pack.id),
        Some(installed) => {
            let signed = if pack.is_signed { "signed" } else { "not signed" };
            format!("{} {}   {}   {signed}", pack.id, installed.version, rows::holds(installed))
        }
    };
    pen.write_cut(line.x, line.y + 1, line.right(), &below, Role::Muted);
}

/// At the foot of the list, until the next key.
fn draw_said(pen: &mut Pen<'_>, area: Rect, said: &crate::tutor::Trouble) {
    let mut lines = wrap(&said.what, area.width);
    lines.extend(said.next.iter().flat_map(|next| wrap(next, area.width)));
    let count = u16::try_from(lines.len()).unwrap_or(area.height).min(area.height);
    let from = area.bottom() - count;
    pen.fill(Rect { y: from, height: count, ..area }, Ground::Screen);
    for (y, line) in (from..area.bottom()).zip(&lines) {
        pen.write(area.x, y, area.right(), line, Role::Note);
    }
}

fn draw_offer(pen: &mut Pen<'_>, offer: &Offer, scroll: usize) {
    let rows = rows::offer(offer, inner_width(pen.area()));
    // What does nothing is the default: nobody installs by pressing Enter.
    let mut answers = vec![span("Esc", Role::Here), span("  not now", Role::Text)];
    match &offer.news {
        Ok(_) => {
            let word = if offer.was.is_some() { "  update" } else { "  install" };
            answers.extend([span("    i", Role::Bright), span(word, Role::Text)]);
        }
        Err(distrust) if distrust.can_be_trusted() => {
            let word = format!("  {}", rows::trusting(distrust));
            answers.extend([span("    t", Role::Bright), span(word, Role::Text)]);
        }
        Err(_) => {}
    }
    draw_sheet(pen, &rows, scroll, answers);
}

fn draw_doubt(pen: &mut Pen<'_>, offer: &Offer, scroll: usize) {
    let Err(distrust) = &offer.news else { return };
    let rows = rows::doubt(offer, inner_width(pen.area()));
    let word = format!("  {}", rows::trusting(distrust));
    let answers = vec![
        span("Esc", Role::Here),
        span("  not now", Role::Text),
        span("    Shift+T", Role::Bright),
        span(word, Role::Text),
    ];
    draw_sheet(pen, &rows, scroll, answers);
}

/// Rows that may be scrolled, and below them what can be answered.
fn draw_sheet(pen: &mut Pen<'_>, rows: &[Row], scroll: usize, answers: Vec<Span>) {
    let inner = sheet_area(pen.area());
    let height = u16::try_from(rows.len()).unwrap_or(inner.height).min(inner.height);
    let frame = draw_frame(pen, height + 4);
    let body = Rect { height, ..inside(frame) };
    drawn::draw(pen, body, rows, scroll, 0);
    if scroll + usize::from(height) < rows.len() {
        pen.repeat(frame.right() - 2, body.bottom() - 1, 1, '↓', Role::Muted);
    }
    let last = Rect { y: frame.bottom() - 2, height: 1, ..body };
    drawn::draw(pen, last, &[Row::of(answers)], 0, 0);
}

/// Where the rows of a sheet stand at most.
fn sheet_area(area: Rect) -> Rect {
    Rect { width: inner_width(area), height: area.height.saturating_sub(6), ..area }
}

/// Columns inside a frame.
fn inner_width(area: Rect) -> u16 {
    area.width.saturating_sub(2 * MARGIN).min(OVER_COLUMNS).saturating_sub(EDGE_COLUMNS)
}

/// What a frame holds, without its edge and the air beside it.
fn inside(frame: Rect) -> Rect {
    Rect {
        x: frame.x + EDGE_COLUMNS / 2,
        y: frame.y + 1,
        width: frame.width.saturating_sub(EDGE_COLUMNS),
        height: frame.height.saturating_sub(2),
    }
}

/// A sentence in a frame, with `more` rows below it; gives all of them back.
fn draw_words(pen: &mut Pen<'_>, words: &str, more: u16) -> Rect {
    let lines = wrap(words, inner_width(pen.area()));
    let count = u16::try_from(lines.len()).unwrap_or(1);
    let inner = inside(draw_frame(pen, count + 2 + more));
    for (y, line) in (inner.y..inner.bottom()).zip(&lines) {
        pen.write(inner.x, y, inner.right() + 1, line, Role::Text);
    }
    inner
}

/// A frame over the dimmed screen, above its footer.
fn draw_frame(pen: &mut Pen<'_>, height: u16) -> Rect {
    let area = pen.area();
    let above = Rect { height: area.height.saturating_sub(2), ..area };
    pen.restyle(above, Role::Dimmed);
    let height = height.min(above.height);
    let middle = centred(above, OVER_COLUMNS.min(area.width.saturating_sub(2 * MARGIN)));
    let frame = Rect { y: above.y + (above.height - height) / 2, height, ..middle };
    pen.fill(frame, Ground::Overlay);
    pen.frame(frame, Role::Faint);
    frame
}

fn hints(shelf: &Shelf) -> Vec<Hint> {
    match &shelf.over {
        Over::Nothing => vec![
            SHELF.hint(ShelfAction::Open, "open"),
            SHELF.hint(ShelfAction::Add, "add"),
            SHELF.hint(ShelfAction::Update, "update"),
            SHELF.hint(ShelfAction::Remove, "remove"),
        ],
        Over::Place => vec![
            PLACE.hint(PlaceAction::Look, "look at it"),
            PLACE.hint(PlaceAction::Turn, "of a registry"),
        ],
        Over::Looking(_) | Over::Installing(_) | Over::Trusting => Vec::new(),
        Over::Offer { offer, .. } => {
            let mut hints = Vec::new();
            if offer.news.is_ok() {
                hints.push(ASKED.hint(AskedAction::Install, "install"));
            }
            if let Err(distrust) = &offer.news
                && distrust.can_be_trusted()
            {
                hints.push(ASKED.hint(AskedAction::Doubt, rows::trusting(distrust)));
            }
            hints.extend(hints_of_a_sheet(shelf, offer));
            hints
        }
        Over::Doubt { offer, .. } => {
            let means = offer.news.as_ref().err().map_or("", rows::trusting);
            let mut hints = vec![ASKED.hint(AskedAction::Trust, means)];
            hints.extend(hints_of_a_sheet(shelf, offer));
            hints
        }
        Over::Removal(_) => vec![ASKED.hint(AskedAction::Confirm, "remove")],
    }
}

fn hints_of_a_sheet(shelf: &Shelf, offer: &Offer) -> Vec<Hint> {
    let mut hints = Vec::new();
    if rows_beyond(shelf) > 0 {
        hints.push(ASKED.hint(AskedAction::ScrollDown, "scroll"));
    }
    if offer.parcel.key.is_some() {
        hints.push(ASKED.hint(AskedAction::CopyKey, "copy the key"));
    }
    hints
}

fn ends(shelf: &Shelf) -> [Hint; 2] {
    match &shelf.over {
        Over::Nothing => {
            [SHELF.hint(ShelfAction::Help, "help"), SHELF.hint(ShelfAction::Leave, "back")]
        }
        Over::Place => {
            [PLACE.hint(PlaceAction::Help, "help"), PLACE.hint(PlaceAction::NotNow, "not now")]
        }
        Over::Looking(_)
        | Over::Installing(_)
        | Over::Trusting
        | Over::Offer { .. }
        | Over::Doubt { .. }
        | Over::Removal(_) => {
            let esc = crate::screen::keymap::ESC;
            let word = if matches!(shelf.over, Over::Looking(_)) { "stop" } else { "not now" };
            [ASKED.hint(AskedAction::Help, "help"), ASKED.hint_of(esc, word)]
        }
    }
}
