//! The module order is part of the design, so it is tested like any behaviour.
//!
//! One crate gives no compiler wall between layers; this table is the wall.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be read")]

use std::{fs, path::Path};

/// Each module with the modules it may name. Read top to bottom: data rises.
const MAY_USE: &[(&str, &[&str])] = &[
    ("diag", &[]),
    ("exchange", &[]),
    ("table", &[]),
    ("text", &[]),
    ("trace", &["diag", "exchange", "table"]),
    ("client", &["diag", "exchange"]),
    ("course", &["diag", "exchange", "table", "text"]),
    ("markup", &["diag", "exchange", "text", "course"]),
    ("pack", &["diag", "exchange", "table", "text", "course", "markup", "client"]),
    ("catalog", &["diag", "course", "markup", "pack"]),
    ("lab", &["diag", "exchange", "table", "text", "trace"]),
    ("judge", &["diag", "exchange", "table", "text", "trace", "client", "course", "lab"]),
    ("audit", &["diag", "course", "markup", "pack", "lab", "judge"]),
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
        "app",
        &[
            "diag",
            "exchange",
            "table",
            "text",
            "trace",
            "client",
            "course",
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
    ("syntect", &["markup/highlight.rs"]),
    ("rquickjs", &["lab/js"]),
    ("rusqlite", &["lab/sql", "catalog", "progress"]),
    ("reqwest", &["client.rs"]),
    ("std::net", &["lab", "client"]),
    ("println!", &["cli/print.rs"]),
    ("unsafe {", &["lab"]),
    ("super::super", &[]),
    ("use super::*", &["tests"]),
];

const FILE_LINES_MAX: usize = 500;

#[test]
fn modules_only_look_down() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&src) {
        let path = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let owner = path.split(['/', '.']).next().unwrap();
        if matches!(owner, "lib" | "main") {
            continue;
        }
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(name, _)| *name == owner)
            .unwrap_or_else(|| panic!("{path}: add `{owner}` to MAY_USE"));
        for used in modules_named(&fs::read_to_string(&file).unwrap()) {
            let known = MAY_USE.iter().any(|(name, _)| *name == used);
            if known && used != owner && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{path}: `{owner}` may not use `{used}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn words_stay_home() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&src) {
        let path = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let source = fs::read_to_string(&file).unwrap();
        let code = without_comments(&source);
        let product = code.split("#[cfg(test)]").next().unwrap();
        let lines = product.lines().count();
        if FILE_LINES_MAX < lines {
            wrong.push(format!("{path}: {lines} lines, the limit is {FILE_LINES_MAX}"));
        }
        for (word, homes) in STAYS_IN {
            let at_home = homes.iter().any(|home| path.starts_with(home));
            if product.contains(word) && !at_home {
                wrong.push(format!("{path}: `{word}` belongs in {homes:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Names every top-level module reached through `crate::name` or `crate::{name, ..}`.
fn modules_named(source: &str) -> Vec<String> {
    let code = without_comments(source);
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(heads_of_group(group)),
            None => names.push(head(rest)),
        }
    }
    names
}

fn without_comments(source: &str) -> String {
    source.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// The first name of each comma-separated item of `group`, up to its closing brace.
fn heads_of_group(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut item = String::new();
    let mut names = Vec::new();
    for ch in group.chars() {
        match ch {
            '}' if depth == 0 => break,
            ',' if depth == 0 => names.push(head(&std::mem::take(&mut item))),
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => item.push(ch),
        }
    }
    names.push(head(&item));
    names
}

fn head(path: &str) -> String {
    path.trim_start().chars().take_while(|ch| ch.is_alphanumeric() || *ch == '_').collect()
}

fn rust_files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
