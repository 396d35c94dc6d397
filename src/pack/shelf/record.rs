//! shelf.json: which packs are installed, and whom the learner trusts. It is replaced whole, and
//! with it a change has happened.

use std::{
    fmt,
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{course::id::PackId, diag::Trouble, text::clean_line};

/// The format that this version reads and writes.
const FORMAT: u64 = 1;
/// Bytes of the file at most.
const RECORD_BYTES_MAX: u64 = 4 << 20;

/// Every pack that is installed or was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    format: u64,
    /// By id.
    pub packs: Vec<Known>,
}

/// A pack that is installed, or was, or of which the learner typed a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    #[serde(with = "pack_id")]
    pub id: PackId,
    pub pin: Pin,
    /// The newest version that was ever installed; an older one is a step back.
    pub newest: Option<String>,
    /// The learner allows the next install to be a step back.
    #[serde(default)]
    pub downgrade: bool,
    pub installed: Option<Installed>,
}

/// Whose signature a pack must have. It outlives the removal of the pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pin {
    /// Nothing of the pack was ever seen.
    Nothing,
    /// It came without a signature, and the learner took it.
    Unsigned,
    /// A minisign public key, in base64.
    Key(String),
}

/// A version that lies on the disk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Installed {
    pub version: String,
    /// The name of its folder, in that of the pack.
    pub folder: String,
    /// Of the archive, 64 hex digits.
    pub sha256: String,
    pub source: Source,
    /// Who signed it.
    pub key: Option<String>,
    pub title: String,
    pub licence: String,
    /// Words of the closed list of pack.toml.
    pub needs: Vec<String>,
    pub lessons: usize,
    pub exercises: usize,
    pub files: usize,
    /// Bytes of the archive.
    pub packed: u64,
    /// Bytes of all files.
    pub unpacked: u64,
    /// When, in seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
}

/// The door that a pack came through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    Folder(PathBuf),
    File(PathBuf),
    Url(String),
    /// A static registry: its address or its folder.
    Registry(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = |path: &Path| clean_line(&path.display().to_string()).into_owned();
        match self {
            Source::Folder(folder) => write!(f, "the folder {}", path(folder)),
            Source::File(file) => write!(f, "the file {}", path(file)),
            Source::Url(url) => f.write_str(&clean_line(url)),
            Source::Registry(at) => write!(f, "the registry {}", clean_line(at)),
        }
    }
}

impl Default for Record {
    /// Of an empty shelf.
    fn default() -> Record {
        Record { format: FORMAT, packs: Vec::new() }
    }
}

impl Record {
    /// # Errors
    /// The file is damaged, or a newer Backlab wrote it. Where there is none, nothing is installed.
    pub fn read(path: &Path) -> Result<Record, Trouble> {
        let text = match read_capped(path) {
            Ok(Some(text)) => text,
            Ok(None) => return Ok(Record::default()),
            Err(why) => return Err(damaged(path, &why)),
        };
        let value: serde_json::Value =
            serde_json::from_slice(&text).map_err(|error| damaged(path, &error.to_string()))?;
        match value.get("format").and_then(serde_json::Value::as_u64) {
            Some(FORMAT) => {}
            Some(newer) if newer > FORMAT => {
                return Err(Trouble::new(format!(
                    "A newer Backlab wrote {} (format {newer}).",
                    path.display()
                ))
                .next("Update Backlab."));
            }
            Some(_) | None => return Err(damaged(path, "it has no format that is known")),
        }
        // Once more from the text, since an error then has its line.
        let record: Record =
            serde_json::from_slice(&text).map_err(|error| damaged(path, &error.to_string()))?;
        let folders = record.packs.iter().filter_map(|known| known.installed.as_ref());
        for installed in folders {
            if !is_folder_name(&installed.folder) {
                return Err(damaged(path, "a folder in it is none of a pack"));
            }
        }
        Ok(record)
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes =
            serde_json::to_vec_pretty(self).expect("texts and numbers can be written as JSON");
        bytes.push(b'\n');
        bytes
    }

    pub fn known(&self, id: &PackId) -> Option<&Known> {
        self.packs.iter().find(|known| known.id == *id)
    }

    pub fn installed(&self, id: &PackId) -> Option<&Installed> {
        self.known(id)?.installed.as_ref()
    }

    /// The entry of a pack, made where there is none.
    pub fn entry(&mut self, id: &PackId) -> &mut Known {
        let at = match self.packs.binary_search_by(|known| known.id.cmp(id)) {
            Ok(at) => at,
            Err(at) => {
                let new = Known {
                    id: id.clone(),
                    pin: Pin::Nothing,
                    newest: None,
                    downgrade: false,
                    installed: None,
                };
                self.packs.insert(at, new);
                at
            }
        };
        &mut self.packs[at]
    }
}

/// The folder of a version: `1.4.0-0a1b2c3d`, with `-2` behind it where that name was taken.
pub fn folder_name(version: &str, sha256: &str, nth: usize) -> String {
    let short: String = sha256.chars().take(8).collect();
    match nth {
        0 => format!("{version}-{short}"),
        nth => format!("{version}-{short}-{}", nth + 1),
    }
}

/// Whether a folder may be one of ours: it begins with a digit and holds no slash.
pub fn is_folder_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_digit())
        && name.contains('-')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-+".contains(&b))
}

fn damaged(path: &Path, why: &str) -> Trouble {
    Trouble::new(format!("{} cannot be read: {why}.", path.display())).next(
        "It says which packs are installed. Put a copy of it back, or move it away and install \
         the packs again; your progress is kept elsewhere.",
    )
}

fn read_capped(path: &Path) -> Result<Option<Vec<u8>>, String> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    let mut bytes = Vec::new();
    let read = file.take(RECORD_BYTES_MAX + 1).read_to_end(&mut bytes);
    match read.map_err(|error| error.to_string())? as u64 {
        0..=RECORD_BYTES_MAX => Ok(Some(bytes)),
        _ => Err(format!("it is larger than {} MB", RECORD_BYTES_MAX >> 20)),
    }
}

mod pack_id {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::course::id::PackId;

    pub fn serialize<S: Serializer>(id: &PackId, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(id.as_str())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PackId, D::Error> {
        let text = String::deserialize(deserializer)?;
        PackId::parse(&text).map_err(|_| D::Error::custom("this is not the id of a pack"))
    }
}
