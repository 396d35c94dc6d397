//! A screen's buffer as a picture: SVG that looks alike wherever it is drawn.

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};

/// Pixels of one cell, of the margin, and from the top of a row to the foot of its letters.
const CELL: (f32, f32) = (9.6, 21.0);
const MARGIN: f32 = 18.0;
const FOOT: f32 = 16.2;

/// One `rect` for each stretch of ground, one `text` for each stretch of words.
pub fn svg(buffer: &Buffer) -> String {
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
