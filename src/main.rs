//! The program: everything is in the library.

use std::process::ExitCode;

use backlab::{cli, lab::child};

fn main() -> ExitCode {
    // A child of the lab is this program too; it never comes back from here.
    child::main_if_asked();
    cli::main()
}
