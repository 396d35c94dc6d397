//! The command line: everything that the screens can do, for editors, scripts and screen readers.

pub mod arguments;
pub mod print;
