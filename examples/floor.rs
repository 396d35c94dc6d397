//! The least that a ratatui program does: take the terminal, draw one full frame, wait for a key.
//! `benches/first_frame.rs` starts it beside the tutor, so that a start is a ratio and no number.

use std::io;

use ratatui::{
    crossterm::event::read,
    layout::{Constraint, Layout},
    widgets::{Block, List, Paragraph},
};

fn main() -> io::Result<()> {
    let mut terminal = ratatui::init();
    let text = (1..100).map(|n| format!("line {n} of a text that fills the screen\n"));
    let text = text.collect::<String>();
    terminal.draw(|frame| {
        let [left, right] =
            Layout::horizontal([Constraint::Length(30), Constraint::Min(1)]).areas(frame.area());
        let rows = (1..60).map(|n| format!("row number {n}"));
        frame.render_widget(List::new(rows).block(Block::bordered().title("list")), left);
        frame.render_widget(Paragraph::new(text).block(Block::bordered().title("text")), right);
    })?;
    let _ = read();
    ratatui::restore();
    Ok(())
}
