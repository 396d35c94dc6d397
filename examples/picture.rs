//! Draws the picture in the README: the workbench after a real check of the first exercise's
//! starter, as the program draws it, as SVG on standard output.
//!
//!     cargo run --example picture > docs/workbench.svg

#![expect(clippy::print_stdout, reason = "the picture is what this prints")]

use std::{
    fmt::Write as _,
    sync::{Arc, mpsc::channel},
};

use backlab::{
    config::{Config, Folders, Marks, ThemeChoice},
    course::id::ExerciseId,
    lab::{Machine, child},
    pack::{Pack, files::Bundled},
    screen::{
        Screen,
        event::{Effect, Event},
        theme::{self, Theme},
    },
    tutor::{Cancel, Tutor},
};
use ratatui::{
    buffer::Buffer,
    crossterm::event::{KeyCode, KeyEvent, KeyModifiers},
    layout::{Rect, Size},
    style::{Color, Modifier},
};

const SIZE: Size = Size { width: 120, height: 36 };
/// Pixels of one cell.
const CELL: (u16, u16) = (9, 19);

fn main() {
    // This program is its own lab.
    child::main_if_asked();
    let (pack, findings) = Pack::open(Arc::new(Bundled));
    let pack = pack.unwrap_or_else(|| panic!("{findings:?}"));
    let machine = Machine::of_this_program();
    let tutor = Tutor::open(pack, machine, Folders::default(), Config::default(), || 0);
    let exercise = ExerciseId::parse("basic-node-server").expect("a slug");
    let mut screen = Screen::exercise(exercise.clone(), SIZE, false);
    let work = tutor.open_exercise(&exercise).expect("the course holds it");
    let files = work.files.clone();
    screen.update(&Event::Workpiece(Box::new(work)));
    let asked = screen.update(&Event::Key(KeyEvent::new(KeyCode::F(5), KeyModifiers::NONE)));
    let generation = asked.iter().find_map(|effect| match effect {
        Effect::Check { generation, .. } => Some(*generation),
        _ => None,
    });
    let (steps, _) = channel();
    let checked = tutor.check(&exercise, &files, &Cancel::new(), &steps).expect("it is judged");
    screen.update(&Event::Checked {
        generation: generation.expect("F5 checks"),
        checked: Box::new(checked),
    });
    let announced = theme::Announced {
        colorterm: Some("truecolor"),
        term: Some("xterm-256color"),
        colorfgbg: None,
        no_color: None,
    };
    let theme = theme::choose(ThemeChoice::Ink, Marks::Unicode, &announced);
    println!("{}", svg(&screen, &theme));
}

fn svg(screen: &Screen, theme: &Theme) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
    screen.view(&mut buffer, theme);
    let (width, height) = (SIZE.width * CELL.0 + 20, SIZE.height * CELL.1 + 20);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" \
         font-size=\"15\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#15161a\"/>\n"
    );
    for row in 0..SIZE.height {
        let mut column = 0;
        while column < SIZE.width {
            let start = column;
            let first = &buffer[(start, row)];
            let mut text = String::new();
            while column < SIZE.width && buffer[(column, row)].style() == first.style() {
                text.push_str(buffer[(column, row)].symbol());
                column += 1;
            }
            let (x, y) = (10 + start * CELL.0, 10 + row * CELL.1);
            let columns = column - start;
            if let Some(ground) = hex(first.bg) {
                let _ = writeln!(
                    svg,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{ground}\"/>",
                    columns * CELL.0,
                    CELL.1
                );
            }
            if !text.trim().is_empty() {
                let weight = if first.modifier.contains(Modifier::BOLD) {
                    " font-weight=\"bold\""
                } else {
                    ""
                };
                let _ = writeln!(
                    svg,
                    "<text x=\"{x}\" y=\"{}\" fill=\"{}\"{weight} textLength=\"{}\" \
                     xml:space=\"preserve\">{}</text>",
                    y + 14,
                    hex(first.fg).unwrap_or_else(|| "#d3d0c8".to_owned()),
                    columns * CELL.0,
                    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
                );
            }
        }
    }
    svg.push_str("</svg>");
    svg
}

fn hex(colour: Color) -> Option<String> {
    match colour {
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        _ => None,
    }
}
