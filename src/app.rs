//! The program that runs the screens.

pub mod input;
pub mod terminal;
