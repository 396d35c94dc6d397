//! A small pack in several versions, and what of it lies on the disk.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use backlab::{
    course::id::PackId,
    pack::{
        Pack,
        files::{Disk, Files as _, Memory},
        shelf::{Parcel, Shelf, Source},
    },
};

pub const ID: &str = "ada/small";
pub const SOLUTION: &str = "console.log(require('./given.json')[0]);\n";

/// The files of a pack, by path.
pub type Tree = BTreeMap<String, String>;

pub fn id() -> PackId {
    PackId::parse(ID).unwrap()
}

/// One lesson, and an exercise for each of `exercises` with its revision.
pub fn tree(version: &str, exercises: &[(&str, u32)]) -> Tree {
    let ids: Vec<_> = exercises.iter().map(|(id, _)| format!("\"{id}\"")).collect();
    let ids = ids.join(", ");
    let manifest = include_str!("../fixtures/tutor/pack.toml")
        .replace("1.0.0", version)
        .replace("\"one\", \"two\"", "\"one\"")
        .replace("\"first\", \"extra\"", &ids)
        .replace("\"three\"", "")
        .replace("\n[moved]\nbegin = \"first\"\n", "");
    let lesson = include_str!("../fixtures/tutor/one.md");
    let exercise = include_str!("../fixtures/tutor/exercise.toml");
    let mut tree = Tree::from([
        ("pack.toml".to_owned(), manifest),
        ("glossary.toml".to_owned(), include_str!("../fixtures/tutor/glossary.toml").to_owned()),
        ("lessons/m01/one.md".to_owned(), lesson.replace("ID", "one").replace("EXERCISES", &ids)),
    ]);
    for (id, rev) in exercises {
        let folder = format!("exercises/m01/{id}");
        let rev = format!("rev = {rev}");
        tree.extend([
            (
                format!("{folder}/exercise.toml"),
                exercise.replace("ID", id).replace("rev = 1", &rev),
            ),
            (format!("{folder}/task.md"), format!("Print it, says {version}.\n")),
            (format!("{folder}/starter/server.js"), "require('./given.json');\n".to_owned()),
            (format!("{folder}/starter/given.json"), "[\"answer\"]\n".to_owned()),
            (format!("{folder}/solution/server.js"), SOLUTION.to_owned()),
        ]);
    }
    tree
}

pub fn write(tree: &Tree, folder: &Path) {
    for (path, text) in tree {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

/// A parcel of a tree, as a door would give it.
pub fn parcel(tree: &Tree, key: Option<&str>) -> Parcel {
    let memory: Memory = tree.iter().map(|(path, text)| (path.clone(), text.clone())).collect();
    let (pack, findings) = Pack::open(Arc::new(memory));
    let pack = pack.unwrap_or_else(|| panic!("{findings:?}"));
    let bytes = tree.values().map(String::len).sum::<usize>() as u64;
    // What tells one tree from another is enough here.
    let sum = tree.values().flat_map(|text| text.bytes()).fold(1_469_598_103_934_665_603, fnv);
    Parcel {
        pack,
        source: Source::File("/media/stick/small.tpack".into()),
        sha256: format!("{sum:064x}"),
        key: key.map(str::to_owned),
        packed: bytes,
        files: tree.len(),
        unpacked: bytes,
        notes: Vec::new(),
    }
}

fn fnv(sum: u64, byte: u8) -> u64 {
    (sum ^ u64::from(byte)).wrapping_mul(1_099_511_628_211)
}

/// Where Backlab keeps its data below a HOME.
pub fn data(home: &Path) -> PathBuf {
    home.join(".local/share/backlab")
}

/// What is installed: its version, and all its files as they lie on the disk; `None` where nothing
/// is. Panics where the two do not fit together.
pub fn on_disk(data: &Path) -> Option<(String, Tree)> {
    let record = Shelf::of_data(data).record().unwrap();
    let installed = record.installed(&id())?;
    let folder = data.join("packs").join(ID).join(&installed.folder);
    let disk = Disk::new(&folder);
    let (paths, findings) = disk.list("");
    assert!(findings.is_empty(), "{findings:?}");
    let text = |path: &String| String::from_utf8(disk.read(path).unwrap()).unwrap();
    let tree = paths.iter().map(|path| (path.clone(), text(path))).collect();
    Some((installed.version.clone(), tree))
}

/// Every name below the folder of the packs, but for what is kept there for good.
pub fn left_over(data: &Path) -> Vec<String> {
    let record = Shelf::of_data(data).record().unwrap();
    let packs = data.join("packs");
    let mut names = Vec::new();
    for entry in fs::read_dir(&packs).into_iter().flatten().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if !["shelf.json", ".lock", "ada", "opened"].contains(&name.as_str()) {
            names.push(name);
        }
    }
    let counts = record.installed(&id()).map(|installed| installed.folder.clone());
    for entry in fs::read_dir(packs.join(ID)).into_iter().flatten().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if Some(&name) != counts.as_ref() {
            names.push(name);
        }
    }
    names
}
