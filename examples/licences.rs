//! Prints the licences of everything that is linked into the program, as a release must carry them:
//! each crate with its version and SPDX expression, then every text once.
//!
//!     cargo run --example licences > THIRD-PARTY.txt
//!
//! The graph of crates comes from `cargo metadata`, the texts from the sources that Cargo downloaded;
//! those of C code (QuickJS, Oniguruma) stand in folders below their crates.

#![expect(clippy::print_stdout, reason = "it prints its result")]

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// Folders below a crate that are looked into: C code lies two down.
const DEPTH: usize = 2;
/// How files with licences begin.
const NAMES: [&str; 6] = ["licen", "copying", "copyright", "notice", "unlicen", "authors"];

fn main() -> Result<(), Box<dyn Error>> {
    let metadata = metadata()?;
    let linked = linked(&metadata)?;
    let packages = metadata["packages"].as_array().ok_or("no packages")?;
    let mut crates = BTreeMap::new();
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages.iter().filter(|package| linked.contains(text(&package["id"]))) {
        let name = format!("{} {}", text(&package["name"]), text(&package["version"]));
        let folder = PathBuf::from(text(&package["manifest_path"]));
        let folder = folder.parent().ok_or("a manifest without a folder")?;
        let files = licences(folder, DEPTH)?;
        let terms = package["license"].as_str().unwrap_or("see its file");
        let from = package["repository"].as_str().unwrap_or_default();
        let none = if files.is_empty() { "  (its package has no file of its licence)" } else { "" };
        crates.insert(name.clone(), format!("{name}: {terms}  {from}{none}"));
        for file in files {
            let words = String::from_utf8_lossy(&fs::read(&file)?).trim().replace("\r\n", "\n");
            texts.entry(words).or_default().insert(name.clone());
        }
    }
    println!("Backlab contains these libraries, under the licences that stand below.\n");
    for line in crates.values() {
        println!("{line}");
    }
    for (words, of) in texts {
        let of: Vec<_> = of.into_iter().collect();
        println!("\n{}\n{}\n\n{words}", "=".repeat(80), of.join(", "));
    }
    Ok(())
}

/// What Cargo knows of this crate and all that it needs on this system.
fn metadata() -> Result<Value, Box<dyn Error>> {
    let host = Command::new("rustc").args(["--print", "host-tuple"]).output()?;
    let host = String::from_utf8(host.stdout)?;
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host.trim()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The ids of the packages that the program is made of: what only builds or tests it is left out.
fn linked(metadata: &Value) -> Result<BTreeSet<&str>, Box<dyn Error>> {
    let resolve = &metadata["resolve"];
    let nodes = resolve["nodes"].as_array().ok_or("no graph")?;
    let nodes: BTreeMap<_, _> = nodes.iter().map(|node| (text(&node["id"]), node)).collect();
    let root = text(&resolve["root"]);
    let mut linked = BTreeSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let needs = nodes.get(id).and_then(|node| node["deps"].as_array());
        for need in needs.into_iter().flatten() {
            let kinds = need["dep_kinds"].as_array();
            let is_linked = kinds.into_iter().flatten().any(|kind| kind["kind"].is_null());
            let package = text(&need["pkg"]);
            if is_linked && linked.insert(package) {
                open.push(package);
            }
        }
    }
    Ok(linked)
}

fn licences(folder: &Path, depth: usize) -> io::Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let kind = entry.file_type()?;
        if kind.is_dir() && depth > 0 && name != "target" {
            found.extend(licences(&entry.path(), depth - 1)?);
        } else if kind.is_file()
            && NAMES.iter().any(|start| name.starts_with(start))
            && !["rs", "c", "h"].iter().any(|end| name.ends_with(&format!(".{end}")))
        {
            found.insert(entry.path());
        }
    }
    Ok(found)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
