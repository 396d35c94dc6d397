//! The program: everything is in the library.

use std::process::ExitCode;

use backlab::{
    cli,
    lab::{child, command::guard},
};

fn main() -> ExitCode {
    // A child of the lab is this program too; it never comes back from here.
    child::main_if_asked();
    // So is the guard of a learner's own server.
    guard::main_if_asked();
    cli::main()
}
