//! Keys that config.toml changed: on every screen, in Help, in footers; and the page that names
//! them all.

use std::fmt::Write as _;

use backlab::{
    app::App,
    config::KeyWish,
    diag::Place,
    screen::{
        Screen,
        event::{Effect, Event},
        keymap::{Key, Scope, changed::Keys, control, every, function, plain},
        theme::Theme,
    },
};
use ratatui::{buffer::Buffer, layout::Rect};

use crate::{
    courses,
    drawing::{SMALL, WIDE, buffer, characters, ink},
};

/// What is written by hand stands above it.
const MARK: &str = "<!-- Below stand the tables of keys; a test keeps them equal. -->\n";

fn wish(table: &str, action: &str, keys: &[&str]) -> KeyWish {
    KeyWish {
        place: Place::new("config.toml", 1, 1),
        table: table.to_owned(),
        action: action.to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
    }
}

fn changed(wishes: &[KeyWish]) -> Theme {
    let (keys, findings) = Keys::of(wishes);
    assert!(findings.is_empty(), "{findings:?}");
    Theme { keys, ..ink() }
}

fn app(theme: Theme) -> App {
    let mut app = App::new(theme, WIDE, true);
    app.update(&Event::Overview(Box::new(courses::middle())));
    app
}

fn shown(app: &App) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDE.width, WIDE.height));
    app.draw(&mut buffer);
    characters(&buffer)
}

fn press(app: &mut App, key: Key) -> Vec<Effect> {
    app.update(&Event::Key(key.event()))
}

#[test]
fn a_changed_key_works_and_its_old_one_does_not() {
    let mut app = app(changed(&[
        wish("home", "search", &["s", "F3"]),
        wish("anywhere", "toggle_mouse", &["F12"]),
    ]));
    assert!(shown(&app).contains("s search"), "{}", shown(&app));
    press(&mut app, plain('/'));
    assert!(shown(&app).contains("s search"), "the old key did something");
    assert_eq!(press(&mut app, function(9)), []);
    assert_eq!(press(&mut app, function(12)), [Effect::ToggleMouse]);
    press(&mut app, function(3));
    assert!(shown(&app).contains("Tab only exercises"), "{}", shown(&app));
    // Here letters are typed, whatever they are elsewhere.
    press(&mut app, plain('s'));
    assert!(shown(&app).contains("/ s"), "{}", shown(&app));
}

#[test]
fn help_and_palette_name_the_changed_keys() {
    let theme = changed(&[
        wish("home", "up", &["w"]),
        wish("home", "down", &["s"]),
        wish("home", "search", &["Ctrl+B"]),
    ]);
    let help = characters(&buffer(&Screen::help(Scope::Home, theme.keys, SMALL), SMALL, theme));
    assert!(help.contains("s w           choose"), "{help}");
    assert!(help.contains("Ctrl+B        search"), "{help}");
    let mut app = app(theme);
    press(&mut app, control('p'));
    for ch in "search".chars() {
        press(&mut app, plain(ch));
    }
    let shown = shown(&app);
    assert!(shown.lines().any(|row| row.contains("▌ Search") && row.contains("Ctrl+B")), "{shown}");
}

/// docs/KEYS.md names every table, action and key. `BACKLAB_DRAW=1` writes it anew.
#[test]
fn the_page_of_keys_is_that_of_the_tables() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/KEYS.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (words, _) = page.split_once(MARK).unwrap();
    let mut expected = format!("{words}{MARK}");
    let mut names: Vec<&str> = Vec::new();
    for table in every() {
        if !names.contains(&table.id().name) {
            names.push(table.id().name);
        }
    }
    for name in names {
        let _ = write!(
            expected,
            "\n## keys.{name}\n\n| action | keys | what it does |\n| --- | --- | --- |\n"
        );
        for table in every().into_iter().filter(|table| table.id().name == name) {
            let typing = if table.id().types { " (while typing)" } else { "" };
            for row in table.rows() {
                for action in &row.actions {
                    let keys: Vec<_> = action.keys.iter().map(|key| format!("`{key}`")).collect();
                    let _ = writeln!(
                        expected,
                        "| `{}` | {} | {}{typing} |",
                        action.name,
                        keys.join(" "),
                        row.says
                    );
                }
            }
        }
    }
    if std::env::var_os("BACKLAB_DRAW").is_some() {
        std::fs::write(path, &expected).unwrap();
    }
    let page = std::fs::read_to_string(path).unwrap();
    assert!(page == expected, "docs/KEYS.md differs from the tables: BACKLAB_DRAW=1 writes it");
}
