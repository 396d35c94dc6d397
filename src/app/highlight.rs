//! Highlights text on a thread of its own; the syntaxes are loaded when the first text comes.

use std::{
    sync::mpsc::{Sender, channel},
    thread,
};

use crate::{
    app::input::Message,
    markup::highlight::{Highlighter, Kept},
    screen::event::{Event, HighlightKey},
};

/// A text that stands on the screen in one colour.
pub struct Wanted {
    pub key: HighlightKey,
    pub language: String,
    pub text: String,
}

/// Starts the thread; answers come as `Event::Highlighted`.
pub fn start(messages: Sender<Message>) -> Sender<Wanted> {
    let (sender, wanted) = channel::<Wanted>();
    thread::spawn(move || {
        let mut highlighter = None;
        let mut edited = Kept::default();
        for Wanted { key, language, text } in wanted {
            let highlighter = highlighter.get_or_insert_with(Highlighter::new);
            let lines = match key {
                HighlightKey::File { .. } | HighlightKey::Request { .. } => {
                    highlighter.highlight_again(&mut edited, &language, &text)
                }
                HighlightKey::Sample { .. }
                | HighlightKey::Solution { .. }
                | HighlightKey::Recorded { .. }
                | HighlightKey::Statement { .. }
                | HighlightKey::Console { .. } => highlighter.highlight(&language, &text),
            };
            if messages.send(Message::Event(Event::Highlighted { key, lines })).is_err() {
                return;
            }
        }
    });
    sender
}
