//! What is seen. A screen turns events into effects and itself into a frame; it has no clock, no
//! file, no thread and no database.

pub mod event;
pub mod keymap;
pub mod theme;
pub mod widget;
