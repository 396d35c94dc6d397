//! Help: the keys of one place, from the same table that the place obeys. `/` looks for some of them
//! by words.

use ratatui::{
    buffer::Buffer,
    crossterm::event::{KeyEvent, MouseEventKind},
    layout::{Rect, Size},
};
use unicode_width::UnicodeWidthStr;

use crate::screen::{
    event::{Effect, Event},
    keymap::{
        HelpRow, Hint, Listed, Scope,
        changed::Keys,
        help::{FIND, FindAction, HELP, HelpAction},
        typing::{TYPING, typing},
    },
    theme::{Ground, Role, Theme},
    widget::{
        field::Field,
        footer,
        grid::{Grid, PROSE_COLUMNS_MAX, TALL_ROWS, centred},
        pen::Pen,
        rows::{span, wrap},
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

/// Characters of the words that a key is looked for by.
const FIND_CHARS_MAX: usize = 60;

#[derive(Clone, Debug)]
pub struct Help {
    scope: Scope,
    /// What is pressed instead of what stands in the tables.
    keys: Keys,
    size: Size,
    /// First row in view.
    top: usize,
    find: Find,
}

/// Whether all keys are shown.
#[derive(Clone, Debug)]
enum Find {
    All,
    /// Those that have the words, while these are typed.
    Typing(Field),
    Kept(Field),
}

/// A row of one column.
enum Row {
    Gap,
    Heading(&'static str),
    /// Keys, and the first words of what they do.
    Keys(HelpRow, String),
    /// More of these words.
    More(String),
}

impl Help {
    pub fn new(scope: Scope, keys: Keys, size: Size) -> Help {
        Help { scope, keys, size, top: 0, find: Find::All }
    }

    /// Whether letters are words to look for.
    pub fn is_typing(&self) -> bool {
        matches!(self.find, Find::Typing(_))
    }

    /// The tables whose keys are heard now.
    pub fn listens(&self) -> Vec<&'static dyn Listed> {
        if self.is_typing() { vec![&FIND, &TYPING] } else { vec![&HELP] }
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.key(key),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::ScrollDown => self.scroll(1),
                MouseEventKind::ScrollUp => self.scroll(-1),
                _ => {}
            },
            Event::Paste(text) => {
                if let Find::Typing(field) = &mut self.find {
                    field.paste(text);
                    self.top = 0;
                }
            }
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
        let path = ["Keys", self.scope.title()];
        title::draw(&mut pen, grid.title, &path, &["every key can be changed"]);
        track::draw_rule(&mut pen, grid.track);
        let all = body(area);
        self.draw_find(&mut pen, all);
        let body = self.below_find(all);
        let columns = columns(&self.rows(), body);
        let needed = columns.iter().map(Vec::len).max().unwrap_or(0);
        for (index, rows) in columns.iter().enumerate() {
            let column = column(body, index);
            for (y, row) in (body.y..body.bottom()).zip(rows.iter().skip(self.top)) {
                draw_row(&mut pen, column, y, row);
            }
        }
        if needed == 0 {
            let words = "No key here has these words. The palette looks everywhere.";
            pen.write_cut(body.x, body.y, body.right(), words, Role::Muted);
        }
        draw_words(&mut pen, area, needed + usize::from(body.y - all.y));
        footer::draw(
            &mut pen,
            grid.footer,
            &self.hints(usize::from(body.height) < needed),
            &self.end(),
        );
    }

    /// The words that are looked for, above the keys.
    fn draw_find(&self, pen: &mut Pen<'_>, body: Rect) {
        let (field, types) = match &self.find {
            Find::All => return,
            Find::Typing(field) => (field, true),
            Find::Kept(field) => (field, false),
        };
        let row = Rect { height: 1, ..body };
        let x = pen.write(row.x, row.y, row.right(), "/ ", Role::Here);
        let row = Rect { x, width: row.right() - x, ..row };
        if types {
            field.draw(pen, row);
        } else {
            pen.write_cut(row.x, row.y, row.right(), field.text(), Role::Text);
        }
    }

    fn below_find(&self, body: Rect) -> Rect {
        let taken = match self.find {
            Find::All => 0,
            Find::Typing(_) | Find::Kept(_) => 2.min(body.height),
        };
        Rect { y: body.y + taken, height: body.height - taken, ..body }
    }

    /// The keys that are shown: all, or those that have every word in what they are pressed by, what
    /// they do or the name of their group.
    fn rows(&self) -> Vec<HelpRow> {
        let field = match &self.find {
            Find::All => return self.scope.help(),
            Find::Typing(field) | Find::Kept(field) => field,
        };
        let wanted = field.text().to_lowercase();
        let has = |row: &HelpRow| {
            let said =
                format!("{} {} {}", self.keys.of_row(row), row.says, row.group).to_lowercase();
            wanted.split_whitespace().all(|word| said.contains(word))
        };
        self.scope.help().into_iter().filter(has).collect()
    }

    fn hints(&self, scrolls: bool) -> Vec<Hint> {
        let more = |hint| scrolls.then_some(hint);
        match self.find {
            Find::Typing(_) => {
                let keep = FIND.hint(FindAction::Keep, "keep these");
                [Some(keep), more(FIND.hint(FindAction::Down, "more"))]
                    .into_iter()
                    .flatten()
                    .collect()
            }
            Find::All | Find::Kept(_) => {
                let find = HELP.hint(HelpAction::Find, "find a key");
                [Some(find), more(HELP.hint(HelpAction::Down, "more"))]
                    .into_iter()
                    .flatten()
                    .collect()
            }
        }
    }

    fn end(&self) -> [Hint; 2] {
        if self.is_typing() {
            return [FIND.hint(FindAction::Close, "close"), FIND.hint(FindAction::All, "back")];
        }
        [HELP.hint(HelpAction::Close, "close"), HELP.hint(HelpAction::Leave, "back")]
    }

    fn key_while_finding(&mut self, key: &KeyEvent) -> Vec<Effect> {
        let Find::Typing(field) = &mut self.find else { return Vec::new() };
        match FIND.action(key) {
            Some(FindAction::Keep) => {
                let is_empty = field.text().trim().is_empty();
                self.find = if is_empty { Find::All } else { Find::Kept(field.clone()) };
            }
            Some(FindAction::All) => {
                self.find = Find::All;
                self.top = 0;
            }
            Some(FindAction::Close) => return vec![Effect::Back],
            Some(FindAction::Down) => self.scroll(1),
            Some(FindAction::Up) => self.scroll(-1),
            None => {
                if let Some(typing) = typing(key) {
                    field.act(typing);
                    self.top = 0;
                }
            }
        }
        Vec::new()
    }

    fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        if self.is_typing() {
            return self.key_while_finding(key);
        }
        let Some(action) = HELP.action(key) else { return Vec::new() };
        let screenful = isize::try_from(body(self.area()).height.max(2) - 1).unwrap_or(1);
        match action {
            HelpAction::Down => self.scroll(1),
            HelpAction::Up => self.scroll(-1),
            HelpAction::ScreenDown => self.scroll(screenful),
            HelpAction::ScreenUp => self.scroll(-screenful),
            HelpAction::First => self.scroll(isize::MIN),
            HelpAction::Last => self.scroll(isize::MAX),
            HelpAction::Find => {
                // Words that were kept are mended.
                let field = match std::mem::replace(&mut self.find, Find::All) {
                    Find::All => Field::new(FIND_CHARS_MAX),
                    Find::Typing(field) | Find::Kept(field) => field,
                };
                self.find = Find::Typing(field);
                self.top = 0;
            }
            HelpAction::Close | HelpAction::Leave => return vec![Effect::Back],
        }
        Vec::new()
    }

    fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.top_max());
    }

    fn top_max(&self) -> usize {
        let body = self.below_find(body(self.area()));
        let columns = columns(&self.rows(), body);
        let needed = columns.iter().map(Vec::len).max().unwrap_or(0);
        needed.saturating_sub(usize::from(body.height))
    }

    fn area(&self) -> Rect {
        Rect::from((ratatui::layout::Position::ORIGIN, self.size))
    }
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
fn columns(rows: &[HelpRow], body: Rect) -> Vec<Vec<Row>> {
    let roomy = body.height >= TALL_ROWS - 6;
    let mut columns: Vec<Vec<Row>> = vec![Vec::new()];
    if body.width >= TWO_COLUMNS {
        columns.push(Vec::new());
    }
    let mut groups: Vec<&str> = Vec::new();
    for row in rows {
        if !groups.contains(&row.group) {
            groups.push(row.group);
        }
    }
    for group in groups {
        let shortest = columns.iter_mut().enumerate().min_by_key(|(_, column)| column.len());
        let Some((index, column)) = shortest else { break };
        let room = self::column(body, index).width.saturating_sub(KEY_COLUMNS);
        if !column.is_empty() {
            column.push(Row::Gap);
        }
        column.push(Row::Heading(group));
        column.extend(roomy.then_some(Row::Gap));
        let of_group = rows.iter().filter(|row| row.group == group);
        column.extend(of_group.flat_map(|row| rows_of(row, room)));
    }
    columns
}

/// Keys with what they do, in as many rows as that needs.
fn rows_of(row: &HelpRow, room: u16) -> Vec<Row> {
    let wrapped = wrap(&[span(row.says, Role::Text)], room, 0).into_iter();
    let mut lines = wrapped.map(|line| line.spans.into_iter().map(|span| span.text).collect());
    let first = lines.next().unwrap_or_default();
    std::iter::once(Row::Keys(row.clone(), first)).chain(lines.map(Row::More)).collect()
}

fn draw_row(pen: &mut Pen<'_>, column: Rect, y: u16, row: &Row) {
    match row {
        Row::Gap => {}
        Row::Heading(words) => {
            pen.write(column.x, y, column.right(), words, Role::Muted);
        }
        Row::More(words) => {
            pen.write_cut(column.x + KEY_COLUMNS, y, column.right(), words, Role::Text);
        }
        Row::Keys(row, words) => {
            let keys = pen.theme().keys.of_row(row);
            let wide = u16::try_from(keys.width()).unwrap_or(KEY_COLUMNS);
            let says = column.x + KEY_COLUMNS.max(wide + 1);
            pen.write(column.x, y, says, &keys, Role::Bright);
            pen.write_cut(says, y, column.right(), words, Role::Text);
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
