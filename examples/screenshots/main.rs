//! Draws the pictures of docs/SCREENS.md: `cargo run --example screenshots`.
//!
//! A learner is played through the real program, on a buffer instead of a terminal: the built-in
//! course, the lab, the checks and a record in a folder of its own. Only what was measured (times,
//! and the days between two stays) is set, so that two runs draw the same.

#![expect(clippy::unwrap_used, reason = "an example ends where its own data is wrong")]

mod scenes;
mod steady;
mod svg;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use backlab::{
    app::Stage,
    config::{Config, Folders, Marks},
    lab::{Machine, child},
    pack::{Pack, files::Bundled},
    screen::{
        keymap::{ENTER, Key, plain},
        theme::{Depth, Palette, Theme},
    },
    tutor::Tutor,
};
use ratatui::{
    buffer::{Buffer, Cell},
    layout::Size,
};

const SIZE: Size = Size::new(100, 30);
const INK: Theme = Theme::new(Palette::Ink, Depth::True, Marks::Unicode);
/// How long a screen may take to come: a debug build on a slow machine.
const PATIENCE: Duration = Duration::from_mins(1);
const SECONDS_A_DAY: i64 = 24 * 60 * 60;
/// The learner thinks before a key.
const SECONDS_A_KEY: i64 = 20;

/// Seconds since 1970: a Monday in November 2026, and then whatever the scenes say. The tutor asks a
/// function for the time, so this cannot be a field.
static NOW: AtomicI64 = AtomicI64::new(1_795_424_400);

fn main() {
    // The lab's child is this program too.
    child::main_if_asked();
    let mut camera = Camera::new();
    scenes::play(&mut camera);
    fs::remove_dir_all(&camera.home).unwrap();
}

/// A stay, and what is drawn of it.
struct Camera {
    home: PathBuf,
    pictures: PathBuf,
    stage: Stage,
}

impl Camera {
    fn new() -> Camera {
        let home = std::env::temp_dir().join("backlab-screenshots");
        let _ = fs::remove_dir_all(&home);
        let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens");
        let _ = fs::remove_dir_all(&pictures);
        fs::create_dir_all(&pictures).unwrap();
        let stage = stage(&home);
        Camera { home, pictures, stage }
    }

    /// The learner leaves, and is back so many days later.
    fn come_back_after(&mut self, days: i64) {
        NOW.fetch_add(days * SECONDS_A_DAY, Ordering::Relaxed);
        self.stage = stage(&self.home);
        self.wait_for("Continue");
    }

    /// A key, and words that stand on the screen then.
    fn press(&mut self, key: Key, words: &str) {
        NOW.fetch_add(SECONDS_A_KEY, Ordering::Relaxed);
        self.stage.press(key);
        self.wait_for(words);
    }

    fn type_in(&mut self, text: &str) {
        for ch in text.chars() {
            self.stage.press(if ch == '\n' { ENTER } else { plain(ch) });
        }
    }

    /// Presses a key until the words are there.
    fn press_until(&mut self, key: Key, words: &str) {
        for _ in 0..100 {
            if self.text().contains(words) {
                return;
            }
            self.stage.press(key);
            assert!(self.stage.settles(PATIENCE, |_| true));
        }
        panic!("no `{words}`:\n{}", self.text());
    }

    fn wait_for(&mut self, words: &str) {
        let came = self.stage.settles(PATIENCE, |buffer| text_of(buffer).contains(words));
        assert!(came, "no `{words}`:\n{}", self.text());
    }

    fn text(&self) -> String {
        text_of(&self.stage.draw())
    }

    fn shoot(&self, name: &str) {
        let picture = svg::svg(&self.stage.draw());
        fs::write(self.pictures.join(format!("{name}.svg")), picture).unwrap();
    }
}

fn stage(home: &Path) -> Stage {
    let (pack, _) = Pack::open(Arc::new(Bundled));
    let folders = Folders {
        config: None,
        data: Some(home.join("data")),
        cache: Some(home.join("cache")),
        workspace: Some(home.join("work")),
    };
    let machine = Machine::of_this_program();
    let now = || NOW.load(Ordering::Relaxed);
    let tutor = Tutor::open(pack.unwrap(), machine, folders, Config::default(), now);
    Stage::new(Arc::new(tutor), INK, SIZE, steady::steady)
}

fn text_of(buffer: &Buffer) -> String {
    let rows = buffer.content().chunks(usize::from(buffer.area.width));
    let row = |row: &[Cell]| row.iter().map(Cell::symbol).collect::<String>().trim_end().to_owned();
    rows.map(row).collect::<Vec<_>>().join("\n")
}
