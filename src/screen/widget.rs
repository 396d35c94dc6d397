//! Pieces that several screens draw. A widget names no screen.

pub mod footer;
pub mod grid;
pub mod pen;
pub mod title;
pub mod track;
