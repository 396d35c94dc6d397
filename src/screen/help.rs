//! Help: the keys of one place, from the same table that the place obeys.

use ratatui::{
    buffer::Buffer,
    crossterm::event::{KeyEvent, MouseEventKind},
    layout::{Rect, Size},
};
use unicode_width::UnicodeWidthStr;

use crate::screen::{
    event::{Effect, Event},
    keymap::{
        HelpRow, Hint, Scope,
        help::{HELP, HelpAction},
    },
    theme::{Ground, Role, Theme},
    widget::{
        footer,
        grid::{Grid, PROSE_COLUMNS_MAX, TALL_ROWS, centred},
        pen::Pen,
        title, track,
    },
};

/// Keys stand left of what they do.
const KEY_COLUMNS: u16 = 14;
/// From this width on there are two columns.
const TWO_COLUMNS: u16 = 76;
/// Rows kept free below the keys where there is room: air, the words, air.
const WORDS: [&str; 2] = [
    "Nothing is ever unsaved. Single letters work only where you are not typing.",
    "To select text with the mouse, hold Shift (Option on a Mac), or press F9.",
];

#[derive(Clone, Debug)]
pub struct Help {
    scope: Scope,
    size: Size,
    /// First row in view.
    top: usize,
}

/// A row of one column.
enum Row {
    Gap,
    Heading(&'static str),
    Keys(HelpRow),
}

impl Help {
    pub fn new(scope: Scope, size: Size) -> Help {
        Help { scope, size, top: 0 }
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.key(key),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::ScrollDown => self.scroll(1),
                MouseEventKind::ScrollUp => self.scroll(-1),
                _ => {}
            },
            Event::Resized { columns, rows } => {
                self.size = Size::new(*columns, *rows);
                self.scroll(0);
            }
            // Help asks for nothing, so no answer is for it.
            _ => {}
        }
        Vec::new()
    }

    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        let area = buffer.area;
        let mut pen = Pen::new(buffer, theme);
        pen.fill(area, Ground::Screen);
        let grid = Grid::of(area);
        title::draw(&mut pen, grid.title, &["Keys", self.scope.title()], &[]);
        track::draw_rule(&mut pen, grid.track);
        let body = body(area);
        for (index, rows) in columns(self.scope, body).iter().enumerate() {
            let column = column(body, index);
            for (y, row) in (body.y..body.bottom()).zip(rows.iter().skip(self.top)) {
                draw_row(&mut pen, column, y, row);
            }
        }
        draw_words(&mut pen, area, rows_needed(self.scope, body));
        let mut hints = Vec::new();
        if self.top_max() > 0 {
            hints.push(HELP.hint(HelpAction::Down, "more"));
        }
        footer::draw(&mut pen, grid.footer, &hints, &end());
    }

    fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        let Some(action) = HELP.action(key) else { return Vec::new() };
        let screenful = isize::try_from(body(self.area()).height.max(2) - 1).unwrap_or(1);
        match action {
            HelpAction::Down => self.scroll(1),
            HelpAction::Up => self.scroll(-1),
            HelpAction::ScreenDown => self.scroll(screenful),
            HelpAction::ScreenUp => self.scroll(-screenful),
            HelpAction::First => self.scroll(isize::MIN),
            HelpAction::Last => self.scroll(isize::MAX),
            HelpAction::Close | HelpAction::Leave => return vec![Effect::Back],
        }
        Vec::new()
    }

    fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.top_max());
    }

    fn top_max(&self) -> usize {
        let body = body(self.area());
        rows_needed(self.scope, body).saturating_sub(usize::from(body.height))
    }

    fn area(&self) -> Rect {
        Rect::from((ratatui::layout::Position::ORIGIN, self.size))
    }
}

fn end() -> [Hint; 2] {
    [HELP.hint(HelpAction::Close, "close"), HELP.hint(HelpAction::Leave, "back")]
}

/// Where the keys stand. Tall screens begin a row lower.
fn body(area: Rect) -> Rect {
    let body = centred(Grid::of(area).body, PROSE_COLUMNS_MAX);
    let air = u16::from(area.height >= TALL_ROWS);
    Rect { y: body.y + air, height: body.height.saturating_sub(air), ..body }
}

/// The second column begins in the middle, and further right where there is more room.
fn column(body: Rect, index: usize) -> Rect {
    let second = match body.width {
        ..TWO_COLUMNS => 0,
        TWO_COLUMNS..PROSE_COLUMNS_MAX => 40,
        PROSE_COLUMNS_MAX.. => 50,
    };
    if index == 0 {
        let width = if second == 0 { body.width } else { second - 2 };
        Rect { width, ..body }
    } else {
        Rect { x: body.x + second, width: body.width - second, ..body }
    }
}

/// The groups, each set under the column that is shorter so far.
fn columns(scope: Scope, body: Rect) -> Vec<Vec<Row>> {
    let roomy = body.height >= TALL_ROWS - 6;
    let mut columns: Vec<Vec<Row>> = vec![Vec::new()];
    if body.width >= TWO_COLUMNS {
        columns.push(Vec::new());
    }
    let rows = scope.help();
    let mut groups: Vec<&str> = Vec::new();
    for row in &rows {
        if !groups.contains(&row.group) {
            groups.push(row.group);
        }
    }
    for group in groups {
        let shortest = columns.iter_mut().min_by_key(|column| column.len());
        let Some(column) = shortest else { break };
        if !column.is_empty() {
            column.push(Row::Gap);
        }
        column.push(Row::Heading(group));
        column.extend(roomy.then_some(Row::Gap));
        column
            .extend(rows.iter().filter(|row| row.group == group).map(|row| Row::Keys(row.clone())));
    }
    columns
}

fn rows_needed(scope: Scope, body: Rect) -> usize {
    columns(scope, body).iter().map(Vec::len).max().unwrap_or(0)
}

fn draw_row(pen: &mut Pen<'_>, column: Rect, y: u16, row: &Row) {
    match row {
        Row::Gap => {}
        Row::Heading(words) => {
            pen.write(column.x, y, column.right(), words, Role::Muted);
        }
        Row::Keys(row) => {
            let keys = pen.theme().keys.of_row(row);
            let wide = u16::try_from(keys.width()).unwrap_or(KEY_COLUMNS);
            let says = column.x + KEY_COLUMNS.max(wide + 1);
            pen.write(column.x, y, says, &keys, Role::Bright);
            pen.write_cut(says, y, column.right(), row.says, Role::Text);
        }
    }
}

/// What no table says, in the last rows of the body where they are free.
fn draw_words(pen: &mut Pen<'_>, area: Rect, needed: usize) {
    let body = body(area);
    let air = if area.height >= TALL_ROWS { 3 } else { 1 };
    let words: &[&str] = if area.height >= TALL_ROWS { &WORDS } else { &WORDS[1..] };
    let count = u16::try_from(words.len()).unwrap_or(0);
    let Some(y) = body.bottom().checked_sub(air + count) else { return };
    if y <= body.y + u16::try_from(needed).unwrap_or(u16::MAX).min(body.height) {
        return;
    }
    for (y, line) in (y..).zip(words) {
        pen.write_cut(body.x, y, body.right(), line, Role::Muted);
    }
}
