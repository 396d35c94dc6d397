//! The least that a ratatui program does: take the terminal, draw a full frame, and draw it again
//! after each key, with another row on top. `benches/` start it beside the tutor, so that a figure is
//! a ratio and no number.

use std::io;

use ratatui::{
    Frame,
    crossterm::event::{Event, KeyCode, read},
    layout::{Constraint, Layout},
    widgets::{Block, List, Paragraph},
};

fn main() -> io::Result<()> {
    let mut terminal = ratatui::init();
    let mut first_row = 0;
    loop {
        terminal.draw(|frame| draw(frame, first_row))?;
        match read() {
            Ok(Event::Key(key)) if key.code != KeyCode::Char('q') => first_row += 1,
            Ok(Event::Key(_)) | Err(_) => break,
            Ok(_) => {}
        }
    }
    ratatui::restore();
    Ok(())
}

fn draw(frame: &mut Frame<'_>, first_row: usize) {
    let text =
        (1..100).map(|n| format!("line {} of a text that fills the screen\n", first_row + n));
    let text = text.collect::<String>();
    let [left, right] =
        Layout::horizontal([Constraint::Length(30), Constraint::Min(1)]).areas(frame.area());
    let rows = (1..60).map(|n| format!("row number {}", first_row + n));
    frame.render_widget(List::new(rows).block(Block::bordered().title("list")), left);
    frame.render_widget(Paragraph::new(text).block(Block::bordered().title("text")), right);
}
