//! The program: everything is in the library.

fn main() {
    backlab::lab::child::main_if_asked();
}
