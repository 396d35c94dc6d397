//! What registries said of packs, kept so that it need not travel again, and so that it is noticed
//! when they take back what they published. It can be forgotten at any time.

use std::{fs, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    course::id::PackId,
    pack::{fetch::Known, shelf::Shelf, written::write_whole},
};

/// The folder of what was seen, beside those of the packs.
const SEEN: &str = ".seen";
/// Bytes of one of its files at most.
const SEEN_BYTES_MAX: u64 = 8 << 20;

#[derive(Serialize, Deserialize)]
struct Seen {
    registry: String,
    etag: String,
    facts: String,
}

impl Shelf {
    /// What `registry` said of a pack when it was asked last.
    pub fn seen(&self, registry: &str, id: &PackId) -> Option<Known> {
        let file = self.file_of_seen(id);
        fs::metadata(&file).ok().filter(|meta| meta.len() <= SEEN_BYTES_MAX)?;
        let seen: Seen = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
        let Seen { registry: of, etag, facts } = seen;
        (of == registry).then(|| Known { etag, facts: facts.into_bytes() })
    }

    /// Remembers what `registry` says of a pack. What cannot be written is asked for again.
    pub fn keep_seen(&self, registry: &str, id: &PackId, known: &Known) {
        let Ok(facts) = String::from_utf8(known.facts.clone()) else { return };
        let seen = Seen { registry: registry.to_owned(), etag: known.etag.clone(), facts };
        let file = self.file_of_seen(id);
        if let (Some(folder), Ok(bytes)) = (file.parent(), serde_json::to_vec(&seen)) {
            let _ = fs::create_dir_all(folder).and_then(|()| write_whole(&file, &bytes));
        }
    }

    fn file_of_seen(&self, id: &PackId) -> PathBuf {
        self.root.join(SEEN).join(id.owner()).join(format!("{}.json", id.name()))
    }
}
