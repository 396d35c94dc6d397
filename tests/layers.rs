//! The module order is part of the design, so it is tested like any behaviour.
//!
//! One crate gives no compiler wall between layers; these tables are the wall.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be read")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Each module with the modules it may name. Read top to bottom: data rises.
const MAY_USE: &[(&str, &[&str])] = &[
    ("diag", &[]),
    ("exchange", &[]),
    ("table", &["text"]),
    ("text", &[]),
    ("trace", &["diag", "exchange", "table"]),
    ("client", &["diag", "exchange"]),
    ("course", &["diag", "exchange", "table", "text"]),
    ("answers", &["diag", "text", "course"]),
    ("markup", &["diag", "exchange", "text", "course"]),
    ("pack", &["diag", "exchange", "table", "text", "course", "answers", "markup", "client"]),
    ("catalog", &["diag", "course", "markup", "pack"]),
    ("lab", &["diag", "exchange", "table", "text", "trace"]),
    (
        "judge",
        &["diag", "exchange", "table", "text", "trace", "client", "course", "answers", "lab"],
    ),
    (
        "audit",
        &[
            "diag", "exchange", "text", "trace", "course", "answers", "markup", "pack", "lab",
            "judge",
        ],
    ),
    ("config", &["diag", "course"]),
    ("workspace", &["diag", "course"]),
    ("progress", &["course", "judge", "trace"]),
    (
        "tutor",
        &[
            "diag",
            "exchange",
            "table",
            "text",
            "trace",
            "client",
            "course",
            "answers",
            "markup",
            "pack",
            "catalog",
            "lab",
            "judge",
            "audit",
            "config",
            "workspace",
            "progress",
        ],
    ),
    (
        "screen",
        &[
            "diag",
            "exchange",
            "table",
            "text",
            "trace",
            "course",
            "answers",
            "markup",
            "pack",
            "catalog",
            "judge",
            "audit",
            "config",
            "workspace",
            "progress",
            "tutor",
        ],
    ),
    ("fuzz", &["exchange", "text", "pack", "lab"]),
    (
        "app",
        &[
            "diag",
            "exchange",
            "table",
            "text",
            "trace",
            "client",
            "course",
            "answers",
            "markup",
            "pack",
            "catalog",
            "judge",
            "audit",
            "config",
            "workspace",
            "progress",
            "tutor",
            "screen",
        ],
    ),
    (
        "plain",
        &[
            "diag",
            "exchange",
            "table",
            "text",
            "trace",
            "client",
            "course",
            "answers",
            "markup",
            "pack",
            "catalog",
            "judge",
            "audit",
            "config",
            "workspace",
            "progress",
            "tutor",
        ],
    ),
    (
        "cli",
        &[
            "diag",
            "exchange",
            "table",
            "text",
            "trace",
            "client",
            "course",
            "answers",
            "markup",
            "pack",
            "catalog",
            "lab",
            "judge",
            "audit",
            "config",
            "workspace",
            "progress",
            "tutor",
            "screen",
            "app",
            "plain",
        ],
    ),
];

/// Words that may appear only under the given paths.
const STAYS_IN: &[(&str, &[&str])] = &[
    ("ratatui", &["screen", "app"]),
    ("crossterm", &["screen", "app"]),
    ("syntect", &["markup/highlight"]),
    ("rquickjs", &["lab/js"]),
    ("bson::", &["lab"]),
    ("rusqlite", &["lab/sql", "catalog", "progress"]),
    ("sqlparser", &["lab/sql/dialect"]),
    ("tree_sitter", &["audit/mutants/javascript"]),
    ("reqwest", &["client"]),
    ("rustls", &["client"]),
    ("tar::", &["pack/archive", "fuzz"]),
    ("minisign::", &["pack/sign"]),
    ("rpassword", &["cli/pack/password"]),
    ("schemars", &["pack/schema"]),
    ("std::net", &["lab", "client"]),
    ("libc::", &["lab", "app/terminal"]),
    ("rustix::", &["lab", "app/lines"]),
    ("landlock::", &["lab/jail"]),
    ("println!", &["cli/print.rs"]),
    ("unsafe {", &["lab"]),
    (
        "Serialize",
        &[
            "exchange/api",
            "exchange/mishap",
            "pack/manifest",
            "pack/registry",
            "pack/shelf/record",
            "pack/shelf/locked",
            "pack/shelf/seen",
            "lab/protocol",
            "catalog",
            "config",
            "progress",
            "cli/print",
            "audit/kept",
            "audit/report",
        ],
    ),
    ("super::super", &[]),
    ("use super::*", &["tests"]),
];

/// Modules that only the given files may name, though their room may.
const ONLY_FROM: &[(&str, &str, &[&str])] = &[("pack", "client", &["pack/fetch.rs"])];

/// Screens: each may name widgets and the shared files of its room, never another screen.
const SCREENS: &[&str] = &[
    "home",
    "reader",
    "workbench",
    "quiz",
    "search",
    "shelf",
    "review",
    "stats",
    "palette",
    "xray",
    "playground",
    "help",
];

const FILE_LINES_MAX: usize = 500;

#[test]
fn modules_only_look_down() {
    let mut wrong = Vec::new();
    for (path, product) in sources() {
        let owner = room(&path);
        if matches!(owner.as_str(), "lib" | "main") {
            continue;
        }
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(name, _)| *name == owner)
            .unwrap_or_else(|| panic!("{path}: add `{owner}` to MAY_USE"));
        for used in paths_named(&product) {
            let head = used.split("::").next().unwrap().to_owned();
            let known = MAY_USE.iter().any(|(name, _)| *name == head);
            if known && head != owner && !allowed.contains(&head.as_str()) {
                wrong.push(format!("{path}: `{owner}` may not use `{head}`"));
            }
            for (from, module, files) in ONLY_FROM {
                if owner == *from && head == *module && !files.contains(&path.as_str()) {
                    wrong.push(format!("{path}: only {files:?} may use `{module}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn words_stay_home() {
    let mut wrong = Vec::new();
    for (path, product) in sources() {
        let lines = product.lines().count();
        if FILE_LINES_MAX < lines {
            wrong.push(format!("{path}: {lines} lines, the limit is {FILE_LINES_MAX}"));
        }
        for (word, homes) in STAYS_IN {
            let at_home = homes.iter().any(|home| path.starts_with(home));
            if holds_word(&product, word) && !at_home {
                wrong.push(format!("{path}: `{word}` belongs in {homes:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_screen_names_another() {
    let mut wrong = Vec::new();
    for (path, product) in sources() {
        let Some(rest) = path.strip_prefix("screen/") else { continue };
        let own = rest.split(['/', '.']).next().unwrap();
        if !SCREENS.contains(&own) && own != "widget" {
            continue;
        }
        for used in paths_named(&product) {
            let other = used.strip_prefix("screen::").map(|rest| rest.split("::").next().unwrap());
            if other.is_some_and(|other| SCREENS.contains(&other) && other != own) {
                wrong.push(format!("{path}: names the screen `{used}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Inside a room the files form no circle, so that each can be read before those that use it.
///
/// A file that declares the others (`lab.rs` for `lab/*`) may name them, and they may name what it
/// says itself; only circles among its children count.
#[test]
fn files_of_a_room_form_no_circle() {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let sources = sources();
    let files: BTreeSet<String> = sources.iter().map(|(path, _)| module_path(path)).collect();
    for (path, product) in &sources {
        let own = module_path(path);
        for used in paths_named(product) {
            let target = longest_module(&used, &files);
            let related = |a: &str, b: &str| a == b || a.starts_with(&format!("{b}::"));
            if let Some(target) = target
                && room_of(&target) == room_of(&own)
                && !related(&own, &target)
                && !related(&target, &own)
            {
                names.entry(own.clone()).or_default().insert(target);
            }
        }
    }
    for start in names.keys() {
        let mut seen = BTreeSet::new();
        let mut open: Vec<_> = names[start].iter().cloned().collect();
        while let Some(at) = open.pop() {
            assert!(at != *start, "`{start}` reaches itself through the files it names");
            if seen.insert(at.clone()) {
                open.extend(names.get(&at).into_iter().flatten().cloned());
            }
        }
    }
}

/// Each file of src with its path below src, comments and tests taken out.
fn sources() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let code = without_comments(&fs::read_to_string(path).unwrap());
        (name, code.split("#[cfg(test)]").next().unwrap().to_owned())
    };
    files.iter().map(read).collect()
}

fn collect(dir: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
}

fn without_comments(source: &str) -> String {
    source.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// `pack` for `pack/load.rs` and for `pack.rs`.
fn room(path: &str) -> String {
    path.split(['/', '.']).next().unwrap().to_owned()
}

fn module_path(path: &str) -> String {
    path.trim_end_matches(".rs").replace('/', "::")
}

fn room_of(module: &str) -> &str {
    module.split("::").next().unwrap()
}

/// The longest beginning of `used` that is a file.
fn longest_module(used: &str, files: &BTreeSet<String>) -> Option<String> {
    let parts: Vec<_> = used.split("::").collect();
    (1..=parts.len()).rev().map(|n| parts[..n].join("::")).find(|path| files.contains(path))
}

fn holds_word(code: &str, word: &str) -> bool {
    let is_name = |ch: Option<char>| ch.is_some_and(|ch| ch.is_alphanumeric() || ch == '_');
    code.match_indices(word).any(|(at, _)| !is_name(code[..at].chars().next_back()))
}

/// Every path reached through `crate::`, groups opened: `crate::{a::{b, c}, d}` gives three.
fn paths_named(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        open_tree(&code[at + "crate::".len()..], "", &mut paths);
    }
    paths
}

/// Reads one tree of a `use` from the start of `rest`; gives back how many bytes it took.
fn open_tree(rest: &str, prefix: &str, paths: &mut Vec<String>) -> usize {
    let name: String =
        rest.chars().take_while(|ch| ch.is_alphanumeric() || matches!(ch, '_' | ':')).collect();
    let mut at = name.len();
    let path = format!("{prefix}{name}");
    if !rest[at..].starts_with('{') {
        paths.push(path.trim_end_matches(':').to_owned());
        return at;
    }
    at += 1;
    loop {
        at += rest[at..].len() - rest[at..].trim_start_matches([' ', '\n', ',']).len();
        match rest[at..].chars().next() {
            None => return at,
            Some('}') => return at + 1,
            Some(ch) if ch.is_alphanumeric() || ch == '_' => {
                at += open_tree(&rest[at..], &path, paths);
            }
            Some(ch) => at += ch.len_utf8(),
        }
    }
}

#[test]
fn groups_are_opened() {
    assert_eq!(
        paths_named("use crate::{a::{b, c::D}, e::F};\nlet x = crate::h::i(1);"),
        ["a::b", "a::c::D", "e::F", "h::i"]
    );
}
