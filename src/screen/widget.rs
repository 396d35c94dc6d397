//! Pieces that several screens draw. A widget names no screen.

pub mod code_line;
pub mod editor;
pub mod footer;
pub mod grid;
pub mod pen;
pub mod title;
pub mod track;
