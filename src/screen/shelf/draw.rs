//! The shelf drawn: the list, and over it what is asked about one pack.

use ratatui::layout::Rect;

use super::{Over, Shelf, rows};
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
            rows::{self as drawn, Row, span},
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
        Over::Place(field) => {
            let frame = draw_frame(pen, 6);
            let right = frame.right() - 3;
            let words = "Where is the pack? A folder, a .tpack file, or an https address";
            pen.write_cut(frame.x + 3, frame.y + 1, right, words, Role::Text);
            let x = pen.write(frame.x + 3, frame.y + 3, right, "> ", Role::Here);
            let row = Rect { x, y: frame.y + 3, width: right.saturating_sub(x), height: 1 };
            field.draw(pen, row);
        }
        Over::Looking => {
            draw_words(pen, "Fetching it and looking at every file. Nothing is written.");
        }
        Over::Installing(_) => draw_words(pen, "Writing its files."),
        Over::Offer { offer, scroll } => draw_offer(pen, offer, *scroll),
        Over::Removal(id) => {
            draw_words(pen, &format!("Remove {id}? Your progress in it and your files are kept."));
        }
    }
    let end = ends(shelf);
    footer::draw(pen, grid.footer, &hints(shelf), &end);
}

/// How many rows of the offer do not fit.
pub fn offer_rows_beyond(shelf: &Shelf) -> usize {
    let Over::Offer { offer, .. } = &shelf.over else { return 0 };
    let area = Rect::new(0, 0, shelf.size.width, shelf.size.height);
    let inner = offer_area(area);
    rows::offer(offer, inner.width).len().saturating_sub(usize::from(inner.height))
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
    let area = pen.area();
    let inner = offer_area(area);
    let rows = rows::offer(offer, inner.width);
    let height = u16::try_from(rows.len()).unwrap_or(inner.height).min(inner.height);
    let frame = draw_frame(pen, height + 4);
    let body = Rect {
        x: frame.x + EDGE_COLUMNS / 2,
        y: frame.y + 1,
        width: frame.width.saturating_sub(EDGE_COLUMNS),
        height,
    };
    drawn::draw(pen, body, &rows, scroll, 0);
    if scroll + usize::from(height) < rows.len() {
        pen.repeat(frame.right() - 2, body.bottom() - 1, 1, '↓', Role::Muted);
    }
    // What does nothing is the default: nobody installs by pressing Enter.
    let mut answers = vec![span("Esc", Role::Here), span("  not now", Role::Text)];
    if offer.news.is_ok() {
        let word = if offer.was.is_some() { "  update" } else { "  install" };
        answers.extend([span("    i", Role::Bright), span(word, Role::Text)]);
    }
    let last = Rect { y: frame.bottom() - 2, height: 1, ..body };
    drawn::draw(pen, last, &[Row::of(answers)], 0, 0);
}

/// Where the rows of an offer stand at most.
fn offer_area(area: Rect) -> Rect {
    let width = area.width.saturating_sub(2 * MARGIN).min(OVER_COLUMNS);
    let height = area.height.saturating_sub(6);
    Rect { width: width.saturating_sub(EDGE_COLUMNS), height, ..area }
}

fn draw_words(pen: &mut Pen<'_>, words: &str) {
    let width = OVER_COLUMNS.min(pen.area().width.saturating_sub(2 * MARGIN));
    let lines = wrap(words, width.saturating_sub(EDGE_COLUMNS));
    let count = u16::try_from(lines.len()).unwrap_or(1);
    let frame = draw_frame(pen, count + 2);
    for (y, line) in (frame.y + 1..).zip(&lines) {
        pen.write(frame.x + EDGE_COLUMNS / 2, y, frame.right() - 2, line, Role::Text);
    }
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
        Over::Place(_) => vec![PLACE.hint(PlaceAction::Look, "look at it")],
        Over::Looking | Over::Installing(_) => Vec::new(),
        Over::Offer { offer, .. } => {
            let mut hints = Vec::new();
            if offer.news.is_ok() {
                hints.push(ASKED.hint(AskedAction::Install, "install"));
            }
            if offer_rows_beyond(shelf) > 0 {
                hints.push(ASKED.hint(AskedAction::ScrollDown, "scroll"));
            }
            if offer.parcel.key.is_some() {
                hints.push(ASKED.hint(AskedAction::CopyKey, "copy the key"));
            }
            hints
        }
        Over::Removal(_) => vec![ASKED.hint(AskedAction::Confirm, "remove")],
    }
}

fn ends(shelf: &Shelf) -> [Hint; 2] {
    match &shelf.over {
        Over::Nothing => {
            [SHELF.hint(ShelfAction::Help, "help"), SHELF.hint(ShelfAction::Leave, "back")]
        }
        Over::Place(_) => {
            [PLACE.hint(PlaceAction::Help, "help"), PLACE.hint(PlaceAction::NotNow, "not now")]
        }
        Over::Looking | Over::Installing(_) | Over::Offer { .. } | Over::Removal(_) => {
            let esc = crate::screen::keymap::ESC;
            [ASKED.hint(AskedAction::Help, "help"), ASKED.hint_of(esc, "not now")]
        }
    }
}
