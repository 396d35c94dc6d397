//! A screen on a buffer, and the buffer as text.

use std::{fs, path::Path};

use backlab::{
    config::Marks,
    screen::{
        Screen,
        event::{Effect, Event},
        keymap::Key,
        theme::{Depth, Ground, Palette, Role, Theme},
    },
};
use ratatui::{
    buffer::{Buffer, Cell},
    layout::{Rect, Size},
    style::Modifier,
};

pub const SMALL: Size = Size::new(80, 24);
pub const WIDE: Size = Size::new(120, 36);
/// Sizes that nobody drew: the least, odd ones, huge ones, none at all.
pub const ODD: [Size; 6] = [
    Size::new(60, 16),
    Size::new(61, 17),
    Size::new(99, 29),
    Size::new(200, 60),
    Size::new(300, 100),
    Size::new(1, 1),
];

pub fn themes() -> [(&'static str, Theme); 4] {
    let theme = |palette, marks| Theme::new(palette, Depth::True, marks);
    [
        ("ink", theme(Palette::Ink, Marks::Unicode)),
        ("dark", theme(Palette::Dark, Marks::Unicode)),
        ("mono", theme(Palette::Mono, Marks::Unicode)),
        ("ascii", theme(Palette::Ink, Marks::Ascii)),
    ]
}

pub fn ink() -> Theme {
    themes()[0].1
}

/// Presses keys one after the other; gives back what the last one asked for.
pub fn press(screen: &mut Screen, keys: &[Key]) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys {
        effects = screen.update(&Event::Key(key.event()));
    }
    effects
}

pub fn resize(screen: &mut Screen, size: Size) {
    screen.update(&Event::Resized { columns: size.width, rows: size.height });
}

pub fn buffer(screen: &Screen, size: Size, theme: Theme) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    screen.view(&mut buffer, &theme);
    buffer
}

/// The characters of `buffer`, a line for each row.
pub fn characters(buffer: &Buffer) -> String {
    rows(buffer, |cell| cell.symbol().to_owned())
}

/// Compares a screen with what is drawn in `NAME-WxH.txt` at both sizes, in all themes.
pub fn check_drawn(name: &str, screen: &mut Screen) {
    for size in [SMALL, WIDE] {
        resize(screen, size);
        let view = |buffer: &mut Buffer, theme: &Theme| screen.view(buffer, theme);
        check_view(name, size, view);
    }
}

/// Compares what a function draws with `NAME-WxH.txt`, in all themes.
pub fn check_view(name: &str, size: Size, view: impl Fn(&mut Buffer, &Theme)) {
    check_file(&format!("{name}-{}x{}.txt", size.width, size.height), &drawn(size, view));
}

/// No size may panic, and the way back is always at the right edge.
pub fn check_odd_sizes(screen: &mut Screen, end: &str) {
    for size in ODD {
        resize(screen, size);
        let buffer = buffer(screen, size, ink());
        if size.width >= 60 {
            let last = characters(&buffer).lines().last().unwrap().to_owned();
            assert!(last.ends_with(&format!("{end}  ")), "{size}: {last}");
        }
    }
}

/// The characters once, then for each theme what it adds. Ends of rows that say nothing are left
/// out, and so are sections that say nothing at all.
fn drawn(size: Size, view: impl Fn(&mut Buffer, &Theme)) -> String {
    let mut sections = Vec::new();
    for (name, theme) in themes() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        view(&mut buffer, &theme);
        match name {
            "ink" => sections.push((name, "characters", characters(&buffer))),
            "ascii" => {
                sections.push((name, "characters", characters(&buffer)));
                continue;
            }
            _ => {}
        }
        sections.push((name, "roles", rows(&buffer, |cell| role_letter(cell, theme).to_string())));
        let grounds = rows(&buffer, |cell| ground_letter(cell, theme).to_string());
        sections.push((name, "grounds", grounds));
    }
    let mut text = Vec::new();
    for (theme, kind, rows) in sections {
        let nothing = if kind == "characters" { ' ' } else { '.' };
        let rows: Vec<_> = rows.lines().map(|row| row.trim_end_matches(nothing)).collect();
        if rows.iter().any(|row| !row.is_empty()) {
            text.push(format!("-- {theme}: {kind} --\n{}\n", rows.join("\n")));
        }
    }
    text.concat()
}

fn rows(buffer: &Buffer, show: impl Fn(&Cell) -> String) -> String {
    let mut text = String::new();
    for y in buffer.area.rows().map(|row| row.y) {
        for x in 0..buffer.area.width {
            text.push_str(&show(&buffer[(x, y)]));
        }
        text.push('\n');
    }
    text
}

/// The letters of the design. Where a theme gives two roles one look, the first is written.
const ROLES: [(char, Role); 26] = [
    ('.', Role::Text),
    ('H', Role::Bright),
    ('m', Role::Muted),
    ('f', Role::Faint),
    ('A', Role::Here),
    ('a', Role::Accent),
    ('X', Role::FailBold),
    ('x', Role::Fail),
    ('P', Role::PassBold),
    ('p', Role::Pass),
    ('N', Role::NoteBold),
    ('n', Role::Note),
    ('z', Role::Dimmed),
    ('g', Role::Term),
    ('M', Role::Match),
    ('i', Role::InlineCode),
    ('c', Role::Code),
    ('w', Role::Keyword),
    ('s', Role::String),
    ('d', Role::Number),
    ('y', Role::Name),
    ('t', Role::Comment),
    ('u', Role::Punctuation),
    ('e', Role::Emphasis),
    ('b', Role::Strong),
    ('R', Role::Cursor),
];

const GROUNDS: [(char, Ground); 5] = [
    ('.', Ground::Screen),
    ('c', Ground::Code),
    ('s', Ground::Selected),
    ('e', Ground::Marked),
    ('o', Ground::Overlay),
];

fn is_cursor(cell: &Cell, theme: Theme) -> bool {
    let style = theme.style(Role::Cursor);
    style.fg == Some(cell.fg) && cell.modifier == style.add_modifier
}

fn role_letter(cell: &Cell, theme: Theme) -> char {
    if is_cursor(cell, theme) {
        return 'R';
    }
    if cell.symbol() == " " && !cell.modifier.contains(Modifier::UNDERLINED) {
        return '.';
    }
    let ground = theme.ground(Ground::Selected).add_modifier;
    let looks_like = |role: Role| {
        let style = theme.style(role);
        let colour = style.fg.unwrap_or_default();
        cell.fg == colour && (cell.modifier - ground) == (style.add_modifier - ground)
    };
    let found = ROLES.iter().find(|(_, role)| looks_like(*role));
    found.map_or_else(|| panic!("no role looks like {cell:?}"), |(letter, _)| *letter)
}

fn ground_letter(cell: &Cell, theme: Theme) -> char {
    let looks_like = |ground: Ground| {
        let style = theme.ground(ground);
        cell.bg == style.bg.unwrap_or_default()
            && (is_cursor(cell, theme)
                || cell.modifier.contains(Modifier::REVERSED)
                    == style.add_modifier.contains(Modifier::REVERSED))
    };
    let found = GROUNDS.iter().find(|(_, ground)| looks_like(*ground));
    found.map_or_else(|| panic!("no ground looks like {cell:?}"), |(letter, _)| *letter)
}

fn check_file(file: &str, drawn: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens/drawn").join(file);
    if std::env::var_os("BACKLAB_DRAW").is_some() {
        fs::write(&path, drawn).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(!expected.is_empty(), "{file} is not drawn yet");
    if expected != drawn {
        let pairs = expected.lines().zip(drawn.lines()).enumerate();
        let differs: Vec<_> = pairs
            .filter(|(_, (expected, drawn))| expected != drawn)
            .map(|(row, (expected, drawn))| format!("row {row}\n  - {expected}\n  + {drawn}"))
            .collect();
        panic!("{file} is drawn differently:\n{}", differs.join("\n"));
    }
}
