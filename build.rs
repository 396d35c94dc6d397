//! Puts the course of this repository (pack.toml, glossary.toml, facts.toml,
//! lessons/, exercises/) into the binary, as a
//! table of paths and bytes that `pack::files::Bundled` reads.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

/// The files of the course that stand in its root.
const SINGLE: &[&str] = &["facts.toml", "glossary.toml", "pack.toml"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut paths: Vec<String> = SINGLE.iter().map(|file| (*file).to_owned()).collect();
    for folder in ["exercises", "lessons"] {
        add_files(&root, folder, &mut paths)?;
        // A folder that is watched is watched with all that is in it, also what is new.
        println!("cargo::rerun-if-changed={folder}");
    }
    for file in SINGLE {
        println!("cargo::rerun-if-changed={file}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    paths.sort();
    let mut table = String::from("&[\n");
    for path in paths {
        let file = root.join(&path);
        let file = file.to_str().expect("the path of the repository is UTF-8");
        writeln!(table, "    ({path:?}, include_bytes!({file:?})),").expect("text takes any text");
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("course.rs"), table)
}

/// The files under `folder`, without those that a pack does not see: names with a leading dot.
fn add_files(root: &Path, folder: &str, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with('.') && name != ".env" {
            continue;
        }
        let path = format!("{folder}/{name}");
        if entry.file_type()?.is_dir() {
            add_files(root, &path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
