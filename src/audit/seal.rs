//! Everything that the proof of a lesson or an exercise rests on, as one hash: where it is the same,
//! the proof is too.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{
    audit::{Mutants, unit::Unit},
    lab::Machine,
    pack::Pack,
};

/// Raised when the same files prove something else.
const VERSION: &str = "backlab proof 1";

/// Makes the hashes of one run.
pub struct Sealer<'a> {
    pack: &'a Pack,
    /// What holds for all: this program, and what pack.toml says of the whole pack.
    begin: Sha256,
    mutants: Mutants,
    /// Of the data that the lessons of a module share with its exercises, by the module.
    data: BTreeMap<String, [u8; 32]>,
}

impl<'a> Sealer<'a> {
    pub fn new(machine: &Machine, pack: &'a Pack, mutants: Mutants) -> Sealer<'a> {
        let course = &pack.course;
        let mut begin = Sha256::new();
        add(&mut begin, VERSION.as_bytes());
        add(&mut begin, env!("CARGO_PKG_VERSION").as_bytes());
        add(&mut begin, machine.build().as_bytes());
        add(&mut begin, course.id.as_str().as_bytes());
        add(&mut begin, format!("{:?} {:?}", course.languages, course.needs).as_bytes());
        Sealer { pack, begin, mutants, data: BTreeMap::new() }
    }

    /// Of its own files, the data of its module, and what is asked of it.
    pub fn key(&mut self, unit: &Unit) -> String {
        let Some(module) = unit.module(self.pack) else { return String::new() };
        let data = self.data.entry(module.id.to_string()).or_insert_with(|| {
            let mut hash = Sha256::new();
            files(&mut hash, self.pack, &format!("lessons/{}/data", module.id));
            hash.finalize().into()
        });
        let mut hash = self.begin.clone();
        add(&mut hash, unit.kind().as_bytes());
        add(&mut hash, module.id.as_str().as_bytes());
        hash.update(*data);
        match unit {
            Unit::Lesson(_) => {
                let text = self.pack.text(&unit.path(self.pack)).unwrap_or_default();
                add(&mut hash, text.as_bytes());
            }
            Unit::Exercise(_) => {
                add(&mut hash, format!("{:?}", self.mutants).as_bytes());
                files(&mut hash, self.pack, &unit.path(self.pack));
            }
        }
        hex(&hash.finalize())
    }
}

fn files(hash: &mut Sha256, pack: &Pack, folder: &str) {
    for (path, content) in pack.contents(folder) {
        add(hash, path.as_bytes());
        add(hash, &content);
    }
}

/// With its length, so that two things never read as one.
fn add(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
