//! packs.lock: the packs of a class, byte for byte.

use std::{fmt::Write as _, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    course::id::PackId,
    diag::{Findings, Place, Trouble},
    pack::shelf::record::{Record, Source},
};

/// The usual name of the file.
pub const LOCK_FILE: &str = "packs.lock";
/// Bytes of such a file at most.
pub const LOCK_BYTES_MAX: u64 = 1 << 20;

const FORMAT: u32 = 1;
const HEAD: &str = "\
# The packs of a class, byte for byte. `backlab pack add --locked FILE` installs them: from
# --registry, from the archives that lie beside this file, or from where each came.
";

/// One pack of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    pub id: PackId,
    pub version: String,
    /// Of the archive, 64 hex digits.
    pub sha256: String,
    /// Who signed it; `None`: nobody did.
    pub key: Option<String>,
    /// Where it came from, when that is a place that others reach.
    pub source: Option<Source>,
}

impl Locked {
    /// The archive's usual name: `caching-1.2.0.tpack`.
    pub fn file_name(&self) -> String {
        format!("{}-{}.tpack", self.id.name(), self.version)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LockFile {
    format: u32,
    #[serde(default)]
    pack: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    version: String,
    sha256: String,
    key: Option<String>,
    url: Option<String>,
    registry: Option<String>,
}

/// The text of packs.lock for all that is installed.
pub fn write(record: &Record) -> String {
    let pack = record.packs.iter().filter_map(|known| {
        let installed = known.installed.as_ref()?;
        let (url, registry) = match &installed.source {
            Source::Url(url) => (Some(url.clone()), None),
            Source::Registry(at) => (None, Some(at.clone())),
            Source::Folder(_) | Source::File(_) => (None, None),
        };
        Some(Row {
            id: known.id.to_string(),
            version: installed.version.clone(),
            sha256: installed.sha256.clone(),
            key: installed.key.clone(),
            url,
            registry,
        })
    });
    let file = LockFile { format: FORMAT, pack: pack.collect() };
    let table = toml::to_string(&file).expect("texts and numbers can be written as TOML");
    let mut text = HEAD.to_owned();
    let _ = write!(text, "{table}");
    text
}

/// Reads the text of packs.lock; `file` is its path as it was typed.
///
/// # Errors
/// Every mistake with its line, or a newer Backlab wrote it.
pub fn read(file: &Path, text: &str) -> Result<Vec<Locked>, Trouble> {
    let shown = file.display().to_string();
    let parsed: LockFile = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let place = Place::of_offset(&shown, text, at);
        let why = error.message().lines().collect::<Vec<_>>().join(", ");
        Trouble::new(format!("{place}: {why}.")).next("`backlab pack lock` writes such a file.")
    })?;
    if parsed.format > FORMAT {
        let what = format!("A newer Backlab wrote {shown} (format {}).", parsed.format);
        return Err(Trouble::new(what).next("Update Backlab."));
    }
    let mut findings = Findings::new();
    let mut locked = Vec::new();
    for row in parsed.pack {
        let at = text.find(&format!("\"{}\"", row.id)).unwrap_or(0);
        let place = Place::of_offset(&shown, text, at);
        let is_hex = row.sha256.len() == 64 && row.sha256.bytes().all(|b| b.is_ascii_hexdigit());
        match PackId::parse(&row.id) {
            Ok(_) if semver::Version::parse(&row.version).is_err() => {
                findings.error(place, "its version is none");
            }
            Ok(_) if !is_hex => {
                findings.error(place, "its sha256 has not 64 hex digits");
            }
            Ok(id) => locked.push(Locked {
                id,
                version: row.version,
                sha256: row.sha256.to_ascii_lowercase(),
                key: row.key,
                source: row.url.map(Source::Url).or(row.registry.map(Source::Registry)),
            }),
            Err(_) => {
                findings.error(place, "this is not the id of a pack");
            }
        }
    }
    match findings.iter().next() {
        Some(first) => Err(Trouble::new(format!("{}: {}.", first.place, first.message))
            .next("`backlab pack lock` writes such a file.")),
        None => Ok(locked),
    }
}
