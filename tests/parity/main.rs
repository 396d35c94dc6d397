//! The lab beside the real Node: what one says, the other says too.
//!
//! Every solution, other right answer and wrong answer of the built-in course is started by the
//! Node that `package.json` pins, judged over HTTP, and compared check by check with the verdict
//! in the lab; every program in `tests/lab_node` must print there what it prints in the lab; and
//! every program in `programs` must print the same and end alike in both, those in
//! `programs/packages` on real packages from npm. It is no part of
//! `cargo test`: `.ci/run` installs Node first and then starts it by name. With a word after
//! `--`, only the programs whose names have it are run.

#![expect(clippy::unwrap_used, reason = "a broken machine may end this")]
#![expect(clippy::print_stdout, reason = "a harness of its own says what it proved")]

mod answers;
mod attack;
mod programs;
mod real;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use backlab::{
    lab::Machine,
    pack::{Pack, files::Disk},
};

use crate::real::Node;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (node, newer) = (Node::installed(24), Node::installed(26));
    let lab = PathBuf::from(env!("CARGO_BIN_EXE_backlab"));
    let wanted = env::args().skip(1).find(|word| !word.starts_with('-'));
    let mut differing = Vec::new();
    let (total, agreeing) =
        programs::agree(&lab, &node, &newer, root, wanted.as_deref(), &mut differing);
    println!("{agreeing} of {total} programs agree");
    if wanted.is_none() {
        let printing = printed_alike(&node, &root.join("tests/lab_node"), &mut differing);
        println!("{printing} programs of tests/lab_node were compared");
    }
    let (pack, findings) = Pack::open(Arc::new(Disk::new(root)));
    let pack = pack.unwrap_or_else(|| panic!("{findings:?}"));
    let machine = Machine::new(lab);
    let answers = answers::agree(&node, &machine, &pack, wanted.as_deref(), &mut differing);
    assert!(answers > 0 || wanted.is_some(), "the course has no answers");
    println!("{answers} answers were compared");
    for line in &differing {
        println!("{line}");
    }
    println!("parity: {} differences", differing.len());
    if differing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How many programs were run; what they print under Node must be what stands beside them.
fn printed_alike(node: &Node, folder: &Path, differing: &mut Vec<String>) -> usize {
    let mut count = 0;
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for program in files.iter().filter(|path| path.extension().is_some_and(|ext| ext == "js")) {
        let expected = fs::read_to_string(program.with_extension("out")).unwrap();
        // Node looks for a package that is imported beside the file only, where none is.
        if fs::read_to_string(program).unwrap().contains("import(\"express\")") {
            continue;
        }
        let output = node.command().arg(program).current_dir(folder).output().unwrap();
        count += 1;
        if String::from_utf8_lossy(&output.stdout) != expected {
            differing.push(format!("{}: Node prints something else", program.display()));
        }
    }
    count
}
