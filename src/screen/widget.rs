//! Pieces that several screens draw. A widget names no screen.

pub mod bar;
pub mod code_line;
pub mod editor;
pub mod field;
pub mod footer;
pub mod grid;
pub mod laid;
pub mod numerals;
pub mod pen;
pub mod pointed;
pub mod prose;
pub mod rows;
pub mod title;
pub mod too_small;
pub mod track;
pub mod waited;
pub mod waiting;
pub mod window;
pub mod written;
