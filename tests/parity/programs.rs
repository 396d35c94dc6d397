//! The collection: each program is about one API, and says and ends the same in both.
//!
//! A program is a file in a module's folder, or a folder there with a `main` file. Its first line
//! may say more, as in `// parity: stderr, node 26`: that standard error is compared too, without
//! what no two machines share, or which Node the lab follows (24 where nothing is said). What is
//! known to differ stands, with its reason, in the table of docs/NODE.md.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use regex::Regex;

use crate::real::{Ended, Node, run};

/// Where the table of accepted differences begins in docs/NODE.md.
const ACCEPTED_HEADING: &str = "## Programs that are known to differ";

/// How many programs there are and how many agree; what is wrong is added to `differing`.
pub fn agree(
    lab: &Path,
    node: &Node,
    newer: &Node,
    root: &Path,
    wanted: Option<&str>,
    differing: &mut Vec<String>,
) -> (usize, usize) {
    let folder = root.join("tests/parity/programs");
    let mut accepted = accepted(&fs::read_to_string(root.join("docs/NODE.md")).unwrap());
    let mut agreeing = 0;
    let mut total = 0;
    for program in found(&folder) {
        let name = program.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
        let is_accepted = accepted.remove(&name);
        if wanted.is_some_and(|word| !name.contains(word)) {
            continue;
        }
        total += 1;
        let words = directives(&program);
        let in_lab = ended(Command::new(lab), Some("run"), &program);
        let by_version = [node, newer].map(|node| ended(node.command(), None, &program));
        let [older, newer] = &by_version;
        let real = if words.contains("node 26") { newer } else { older };
        let difference = difference(real, &in_lab, words.contains("stderr"));
        match (difference, is_accepted) {
            (None, false) => agreeing += 1,
            (None, true) => differing.push(format!("{name}: agrees, and docs/NODE.md says not")),
            (Some(said), false) => differing.push(format!("{name}: {said}")),
            (Some(_), true) => {}
        }
        if older.stdout != newer.stdout || older.code != newer.code {
            println!("{name}: Node 24 and Node 26 differ");
        }
    }
    differing.extend(accepted.iter().map(|name| format!("{name}: in docs/NODE.md and not there")));
    (total, agreeing)
}

fn found(folder: &Path) -> Vec<PathBuf> {
    let list = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let is_program = |path: &PathBuf| {
        path.extension().is_some_and(|end| ["js", "mjs", "cjs"].iter().any(|one| end == *one))
    };
    let mut programs = Vec::new();
    for path in list(folder).iter().flat_map(|module| list(module)) {
        if path.is_dir() {
            let is_main = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "main");
            programs.extend(list(&path).into_iter().filter(is_program).filter(is_main));
        } else if is_program(&path) {
            programs.push(path);
        }
    }
    programs.sort();
    programs
}

fn directives(program: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(program).unwrap();
    let line = text.lines().next().unwrap_or_default();
    let words = line.strip_prefix("// parity: ").unwrap_or_default();
    words.split(", ").map(str::to_owned).collect()
}

fn ended(mut command: Command, verb: Option<&str>, program: &Path) -> Ended {
    command.args(verb).arg(program).current_dir(program.parent().unwrap());
    let mut ended = run(command);
    ended.stderr = shared(&ended.stderr, program.parent().unwrap());
    ended
}

/// Standard error without what no two machines or versions share: paths, places, stacks, the
/// number of the process, the version.
fn shared(text: &str, folder: &Path) -> String {
    let text = text.replace(&*folder.to_string_lossy(), "");
    let lines = r"^\s+at |^\s+\.\.\. \d+ lines matching|^Node\.js v|^\(Use `node";
    let lines = Regex::new(lines).unwrap();
    let text: Vec<&str> = text.lines().filter(|line| !lines.is_match(line)).collect();
    let text = Regex::new(r"\(node:\d+\)").unwrap().replace_all(&text.join("\n"), "(node)").into();
    let text: String = text;
    Regex::new(r"(?m):\d+(:\d+)?$").unwrap().replace_all(&text, "").trim_end().to_owned()
}

/// The first thing that is not the same.
fn difference(real: &Ended, lab: &Ended, with_stderr: bool) -> Option<String> {
    if let Some(said) = first_line(&real.stdout, &lab.stdout) {
        return Some(said);
    }
    if real.code != lab.code {
        return Some(format!("ends with {:?} under Node, {:?} in the lab", real.code, lab.code));
    }
    if with_stderr { first_line(&real.stderr, &lab.stderr) } else { None }
}

fn first_line(real: &str, lab: &str) -> Option<String> {
    if real == lab {
        return None;
    }
    let (mut real, mut lab) = (real.lines(), lab.lines());
    for number in 1.. {
        let (one, other) = (real.next(), lab.next());
        if one != other || one.is_none() {
            let (one, other) = (one.unwrap_or("nothing"), other.unwrap_or("nothing"));
            return Some(format!("line {number}\n  Node: {one}\n  lab:  {other}"));
        }
    }
    None
}

/// The programs of the table: each row begins with a name in back quotes.
fn accepted(page: &str) -> BTreeSet<String> {
    let Some((_, table)) = page.split_once(ACCEPTED_HEADING) else { return BTreeSet::new() };
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| Some(row.split_once('`')?.0.to_owned())).collect()
}
