//! What a tab says where the editor has nothing to suggest.

use ratatui::crossterm::event::KeyEvent;

use crate::screen::keymap::{ESC, Key};

pub const NOTHING: &str = "Nothing to suggest here.";

/// Whether the key took that sentence away, and does no more.
pub fn is_closed_by(key: &KeyEvent, said: Option<&str>) -> bool {
    Key::of(key) == ESC && said == Some(NOTHING)
}
