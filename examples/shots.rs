//! Draws the pictures of the README from real screen buffers: `cargo run --example shots`.
//!
//! The lesson is the built-in one; what its block prints is what the lesson says it prints, which
//! `backlab pack test` proves.

#![expect(clippy::unwrap_used, reason = "an example ends where its own data is wrong")]

use std::{fs, path::Path, sync::Arc, time::Duration};

use backlab::{
    config::Marks,
    course::id::LessonId,
    judge::SampleRun,
    markup::highlight::Highlighter,
    pack::{LoadedLesson, Pack, files::Bundled},
    screen::{
        Screen,
        event::{Effect, Event, HighlightKey},
        keymap::plain,
        theme::{Depth, Palette, Theme},
    },
    trace::{Stop, Trace},
    tutor::OpenLesson,
};
use ratatui::{
    buffer::{Buffer, Cell},
    layout::{Rect, Size},
    style::{Color, Modifier},
};

const SIZE: Size = Size::new(100, 30);
const INK: Theme = Theme::new(Palette::Ink, Depth::True, Marks::Unicode);

/// Pixels of one cell, of the margin, and from the top of a row to the foot of its letters.
const CELL: (f32, f32) = (9.6, 21.0);
const MARGIN: f32 = 18.0;
const FOOT: f32 = 16.2;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let reader = reader_after_a_run("node-first-server");
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
    reader.view(&mut buffer, &INK);
    fs::write(folder.join("reader.svg"), svg(&buffer)).unwrap();
}

/// The first page of a lesson, highlighted, its first block run.
fn reader_after_a_run(id: &str) -> Screen {
    let (pack, _) = Pack::open(Arc::new(Bundled));
    let pack = pack.unwrap();
    let id = LessonId::parse(id).unwrap();
    let (loaded, _) = pack.lesson(&id);
    let loaded = loaded.unwrap();
    let output = first_output(&loaded);
    let (number, module) = pack.course.module_of_lesson(&id).unwrap();
    let opened = OpenLesson {
        questions: 0,
        due: 0,
        loaded,
        course_title: pack.course.title.clone(),
        module_number: number,
        module_title: module.short.clone(),
        page: 0,
        next: None,
        notes: Vec::new(),
    };
    let mut reader = Screen::lesson(id, SIZE);
    let highlighter = Highlighter::new();
    for effect in reader.update(&Event::Lesson(Box::new(opened))) {
        if let Effect::Highlight { key: key @ HighlightKey::Sample { .. }, language, text } = effect
        {
            let lines = highlighter.highlight(&language, &text);
            reader.update(&Event::Highlighted { key, lines });
        }
    }
    for effect in reader.update(&Event::Key(plain('r').event())) {
        if let Effect::RunSample { generation, .. } = effect {
            let took = Duration::from_millis(3);
            let (stop, trace) = (Stop::Ended, Trace::default());
            let run = SampleRun { output: output.clone(), took, stop, trace, as_told: Some(true) };
            reader.update(&Event::SampleRan { generation, run: Box::new(run) });
        }
    }
    reader
}

fn first_output(loaded: &LoadedLesson) -> String {
    loaded.document.samples().find_map(|sample| sample.output.clone()).unwrap_or_default()
}

/// One `rect` for each stretch of ground, one `text` for each stretch of words.
fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (f32::from(buffer.area.width), f32::from(buffer.area.height));
    let width = columns * CELL.0 + 2.0 * MARGIN;
    let height = rows * CELL.1 + 2.0 * MARGIN;
    let ground = buffer[(0, 0)].bg;
    let mut parts = vec![format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{}\"/>\n\
         <g font-family=\"'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace\" \
         font-size=\"16\" xml:space=\"preserve\">\n",
        hex(ground)
    )];
    for y in 0..buffer.area.height {
        let row: Vec<&Cell> = (0..buffer.area.width).map(|x| &buffer[(x, y)]).collect();
        for (x, count) in stretches(&row, |cell| (cell.bg, false)) {
            if row[x].bg != ground {
                parts.push(rect(x, y, count, row[x].bg));
            }
        }
        for (x, count) in stretches(&row, |cell| (cell.fg, is_bold(cell))) {
            parts.extend(words(&row[x..x + count], x, y));
        }
    }
    parts.push("</g>\n</svg>\n".to_owned());
    parts.concat()
}

/// Where neighbours look alike: the first column and how many.
fn stretches<K: PartialEq>(row: &[&Cell], key: impl Fn(&Cell) -> K) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (x, cell) in row.iter().enumerate() {
        match found.last_mut() {
            Some((start, count)) if key(row[*start]) == key(cell) => *count += 1,
            _ => found.push((x, 1)),
        }
    }
    found
}

fn rect(x: usize, y: u16, count: usize, colour: Color) -> String {
    let (left, top) = corner(x, y);
    let width = pixels(count) * CELL.0;
    let fill = hex(colour);
    format!(
        "<rect x=\"{left:.1}\" y=\"{top}\" width=\"{width:.1}\" height=\"{}\" fill=\"{fill}\"/>\n",
        CELL.1
    )
}

fn words(cells: &[&Cell], x: usize, y: u16) -> Option<String> {
    let text: String = cells.iter().map(|cell| cell.symbol()).collect();
    let lead = text.len() - text.trim_start().len();
    let text = text.trim();
    let first = cells.first().filter(|_| !text.is_empty())?;
    let (left, top) = corner(x + lead, y);
    let length = pixels(text.chars().count()) * CELL.0;
    let weight = if is_bold(first) { " font-weight=\"700\"" } else { "" };
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Some(format!(
        "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" fill=\"{}\"{weight}>\
         {escaped}</text>\n",
        top + FOOT,
        hex(first.fg)
    ))
}

fn corner(x: usize, y: u16) -> (f32, f32) {
    (MARGIN + pixels(x) * CELL.0, MARGIN + f32::from(y) * CELL.1)
}

fn pixels(cells: usize) -> f32 {
    f32::from(u16::try_from(cells).unwrap_or(u16::MAX))
}

fn is_bold(cell: &Cell) -> bool {
    cell.modifier.contains(Modifier::BOLD)
}

fn hex(colour: Color) -> String {
    match colour {
        Color::Rgb(red, green, blue) => format!("#{red:02X}{green:02X}{blue:02X}"),
        _ => "none".to_owned(),
    }
}
