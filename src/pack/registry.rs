//! A registry: files that any web server, bucket or USB stick can hold.
//!
//! ```text
//! config.json                               {"format": 1}
//! packs/OWNER/NAME.jsonl                    facts about one pack, a line each, in the order they became
//!                                           true; the file only ever grows
//! archives/OWNER/NAME/NAME-VERSION.tpack    what `pack build` made, its .minisig beside it
//! ```
//!
//! What is read here comes from strangers: everything has a limit, and a mistake is told with its line.

mod publish;

use std::{fmt, fs::File, io::Read, path::Path};

use semver::Version;
use serde::{Deserialize, Serialize};

pub use self::publish::{Added, Yanked, add, restore, yank};
use crate::{
    course::{Need, id::PackId},
    diag::Trouble,
    pack::{
        archive::{self, ARCHIVE_BYTES_MAX, Digest, UNPACKED_BYTES_MAX},
        manifest::VERSION_CHARS_MAX,
        sign::{self, PublicKey},
    },
    text::clean_line,
};

/// The version of the form of a registry's files; a later one is refused.
pub const FORMAT: u32 = 1;
/// Where the form is said, as a path in the registry.
pub const CONFIG: &str = "config.json";
/// Bytes of `config.json` at most.
pub const CONFIG_BYTES_MAX: u64 = 64 << 10;
/// Bytes of the facts about one pack at most.
pub const INDEX_BYTES_MAX: u64 = 4 << 20;
/// Facts about one pack at most.
pub const FACTS_MAX: usize = 10_000;
/// Bytes of one fact at most; ours have some 300.
pub const FACT_BYTES_MAX: usize = 4 << 10;
/// Characters of the reason for which a version was withdrawn, at most.
pub const WHY_CHARS_MAX: usize = 200;
/// Names in `needs` at most, and characters of one.
const NEEDS_MAX: usize = 16;
const NEED_CHARS_MAX: usize = 32;
/// Characters that are shown of what a parser says.
const SAID_CHARS_MAX: usize = 200;

/// What `config.json` says. Keys that are not known are passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Config {
    /// The version of the form of all files here: 1.
    pub format: u32,
    /// What the registry calls itself; for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A line `{"publish": {..}}`: this version exists from now on, and never changes. Keys that are not known
/// are passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Publish {
    /// As `pack.toml` has it (semver.org).
    version: String,
    /// Of the archive: 64 small hexadecimal digits.
    sha256: String,
    /// Of the archive.
    bytes: u64,
    /// Bytes of all its files.
    unpacked: u64,
    /// The public key that signed it, as minisign writes it; absent where nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// The engines that it may start, as in `pack.toml`.
    #[serde(default)]
    needs: Vec<String>,
    /// The oldest Backlab that can use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min_app: Option<String>,
}

/// A line `{"yank": {..}}`: nobody gets this version any more but by its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Yank {
    version: String,
    /// One line, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// A line `{"restore": {..}}`: a yank is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Restore {
    version: String,
}

/// Everything that a registry says of one pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    pub id: PackId,
    /// In the order in which they were published.
    pub releases: Vec<Release>,
}

/// A version of a pack in a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub version: Version,
    pub sha256: Digest,
    /// Of the archive.
    pub bytes: u64,
    /// Of all its files.
    pub unpacked: u64,
    pub key: Option<PublicKey>,
    pub needs: Vec<Need>,
    /// Engines that this Backlab does not know, safe to show.
    pub unknown_needs: Vec<String>,
    pub min_app: Option<Version>,
    /// Why it was withdrawn, safe to show; empty where nobody said. `None`: it was not.
    pub yanked: Option<String>,
}

/// Why no version of a pack can be offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoneFits {
    /// Nothing was ever published.
    Empty,
    /// Every version was withdrawn.
    Yanked,
    /// There are pre-releases only, the newest of which this is; one is taken by its number.
    PreReleases(Version),
    /// The newest needs another Backlab.
    NeedsNewer(Version),
}

/// What is wrong in a file of a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The path in the registry.
    pub file: String,
    /// Counted from 1; `None` where the whole file is meant.
    pub line: Option<usize>,
    /// Lower case, no full stop, safe to show.
    pub what: String,
    /// Whether a newer Backlab may be able to read it.
    pub newer: bool,
}

/// Where the facts about a pack stand, as a path in the registry.
pub fn path_of_index(id: &PackId) -> String {
    format!("packs/{}/{}.jsonl", id.owner(), id.name())
}

/// Where the archive of a version stands, as a path in the registry; `.minisig` follows for its signature.
pub fn path_of_archive(id: &PackId, version: &Version) -> String {
    format!("archives/{id}/{}-{version}.{}", id.name(), archive::ENDING)
}

/// Reads `config.json`.
///
/// # Errors
/// It is none, or of a later form.
pub fn read_config(bytes: &[u8]) -> Result<Config, Unread> {
    let unread = |what: String, newer| Unread { file: CONFIG.to_owned(), line: None, what, newer };
    if CONFIG_BYTES_MAX < bytes.len() as u64 {
        return Err(unread(format!("the file has more than {} kB", CONFIG_BYTES_MAX >> 10), false));
    }
    let config: Config = serde_json::from_slice(bytes).map_err(|error| {
        unread(said(&format!("this is no config.json of a registry: {error}")), false)
    })?;
    if config.format != FORMAT {
        let what = format!(
            "the registry has format {}, this Backlab reads format {FORMAT}",
            config.format
        );
        return Err(unread(what, FORMAT < config.format));
    }
    Ok(config)
}

/// Reads the facts about the pack `id`.
///
/// # Errors
/// The first line that cannot be so.
pub fn read_index(id: &PackId, bytes: &[u8]) -> Result<Index, Unread> {
    let file = path_of_index(id);
    let unread =
        |line, what: &str, newer| Unread { file: file.clone(), line, what: said(what), newer };
    if INDEX_BYTES_MAX < bytes.len() as u64 {
        return Err(unread(
            None,
            &format!("the file has more than {} MB", INDEX_BYTES_MAX >> 20),
            false,
        ));
    }
    let text = str::from_utf8(bytes).map_err(|_| unread(None, "the file is no UTF-8", false))?;
    if !text.is_empty() && !text.ends_with('\n') {
        return Err(unread(None, "the file ends in the middle of a line", false));
    }
    let mut index = Index { id: id.clone(), releases: Vec::new() };
    for (at, line) in text.lines().enumerate() {
        let fault = if FACTS_MAX <= at {
            Err(Fault::new(format!("there are more than {FACTS_MAX} lines")))
        } else {
            index.add_fact(line)
        };
        fault.map_err(|fault| unread(Some(at + 1), &fault.what, fault.newer))?;
    }
    Ok(index)
}

/// Whether the facts `new` go on where `old` ended. A registry that says otherwise has changed its past.
pub fn goes_on(old: &[u8], new: &[u8]) -> bool {
    new.starts_with(old)
}

/// What is wrong with one line.
struct Fault {
    what: String,
    newer: bool,
}

impl Fault {
    fn new(what: impl Into<String>) -> Fault {
        Fault { what: what.into(), newer: false }
    }
}

impl Index {
    /// The newest version that a Backlab of version `app` can use, by semver's order; no pre-release, and none
    /// that was withdrawn.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn newest(&self, app: &Version) -> Result<&Release, NoneFits> {
        if self.releases.is_empty() {
            return Err(NoneFits::Empty);
        }
        let offered = || self.releases.iter().filter(|release| release.yanked.is_none());
        let newest = |releases: &mut dyn Iterator<Item = &'_ Release>| -> Option<Version> {
            releases.map(|release| release.version.clone()).max()
        };
        let finished = || offered().filter(|release| release.version.pre.is_empty());
        let usable = finished().filter(|release| release.fits(app));
        if let Some(release) = usable.max_by(|a, b| a.version.cmp(&b.version)) {
            return Ok(release);
        }
        Err(match (newest(&mut finished()), newest(&mut offered())) {
            (Some(version), _) => NoneFits::NeedsNewer(version),
            (None, Some(version)) => NoneFits::PreReleases(version),
            (None, None) => NoneFits::Yanked,
        })
    }

    /// This version, whether it was withdrawn or not.
    pub fn release(&self, version: &Version) -> Option<&Release> {
        self.releases.iter().find(|release| release.version == *version)
    }

    fn add_fact(&mut self, line: &str) -> Result<(), Fault> {
        if FACT_BYTES_MAX < line.len() {
            return Err(Fault::new(format!("the line has more than {} kB", FACT_BYTES_MAX >> 10)));
        }
        let not_so = |error: serde_json::Error| Fault::new(format!("this is no fact: {error}"));
        let fact: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(line).map_err(not_so)?;
        let mut parts = fact.into_iter();
        let (Some((kind, value)), None) = (parts.next(), parts.next()) else {
            return Err(Fault::new("a fact is an object with one key: publish, yank or restore"));
        };
        match kind.as_str() {
            "publish" => self.publish(serde_json::from_value(value).map_err(not_so)?),
            "yank" => {
                let Yank { version, why } = serde_json::from_value(value).map_err(not_so)?;
                let why: String = why.unwrap_or_default().chars().take(WHY_CHARS_MAX).collect();
                let why = clean_line(&why).into_owned();
                self.known(&version).map(|release| release.yanked = Some(why))
            }
            "restore" => {
                let Restore { version } = serde_json::from_value(value).map_err(not_so)?;
                self.known(&version).map(|release| release.yanked = None)
            }
            _ => Err(Fault { what: format!("the fact `{kind}` is not known here"), newer: true }),
        }
    }

    fn publish(&mut self, publish: Publish) -> Result<(), Fault> {
        let release = Release::of(publish)?;
        let same = |other: &&Release| other.version.cmp_precedence(&release.version).is_eq();
        if let Some(other) = self.releases.iter().find(same) {
            return Err(Fault::new(format!("version {} was published before", other.version)));
        }
        self.releases.push(release);
        Ok(())
    }

    /// The release that a later line speaks of.
    fn known(&mut self, version: &str) -> Result<&mut Release, Fault> {
        let wanted = self::version(version)?;
        let mut releases = self.releases.iter_mut();
        let release = releases.find(|release| release.version == wanted);
        release.ok_or_else(|| Fault::new(format!("no line before published version {wanted}")))
    }
}

impl Release {
    /// Whether a Backlab of version `app` can use it.
    pub fn fits(&self, app: &Version) -> bool {
        self.unknown_needs.is_empty() && self.min_app.as_ref().is_none_or(|least| least <= app)
    }

    fn of(publish: Publish) -> Result<Release, Fault> {
        let Publish { sha256, bytes, unpacked, key, needs, min_app, .. } = publish;
        if ARCHIVE_BYTES_MAX < bytes || UNPACKED_BYTES_MAX < unpacked {
            return Err(Fault::new("the archive is larger than any pack may be"));
        }
        if NEEDS_MAX < needs.len() || needs.iter().any(|need| NEED_CHARS_MAX < need.len()) {
            return Err(Fault::new("`needs` lists the engines of the pack"));
        }
        let known = |name: &String| Need::ALL.into_iter().find(|need| need.name() == name.as_str());
        let unknown = needs.iter().filter(|name| known(name).is_none());
        let key = key.map(|key| {
            PublicKey::parse(&key).ok_or_else(|| Fault::new("`key` is no public key of minisign"))
        });
        Ok(Release {
            version: version(&publish.version)?,
            sha256: Digest::parse(&sha256)
                .ok_or_else(|| Fault::new("`sha256` is 64 small hexadecimal digits"))?,
            bytes,
            unpacked,
            key: key.transpose()?,
            needs: needs.iter().filter_map(known).collect(),
            unknown_needs: unknown.map(|name| clean_line(name).into_owned()).collect(),
            min_app: min_app.map(|text| version(&text)).transpose()?,
            yanked: None,
        })
    }
}

fn version(text: &str) -> Result<Version, Fault> {
    let version = Version::parse(text).ok().filter(|_| text.len() <= VERSION_CHARS_MAX);
    version.ok_or_else(|| Fault::new(format!("`{text}` is no version, as in `1.4.0`")))
}

/// Safe to show, and not longer than a person reads.
fn said(text: &str) -> String {
    clean_line(text).chars().take(SAID_CHARS_MAX).collect()
}

/// The facts about a pack in a registry that is a folder; `None` where it has none.
///
/// # Errors
/// It is no registry, or cannot be read.
pub fn index_in(registry: &Path, id: &PackId) -> Result<Option<Index>, Trouble> {
    config_in(registry)?;
    let bytes = read_capped(&registry.join(path_of_index(id)), INDEX_BYTES_MAX)?;
    Ok(bytes.map(|bytes| read_index(id, &bytes)).transpose()?)
}

/// The archive of a version in a registry that is a folder, and its signature where it has one.
///
/// # Errors
/// It cannot be read.
pub fn archive_in(
    registry: &Path,
    id: &PackId,
    version: &Version,
) -> Result<(Vec<u8>, Option<String>), Trouble> {
    let file = registry.join(path_of_archive(id, version));
    Ok((archive::read_file(&file)?, sign::beside(&file)?))
}

/// # Errors
/// The folder is no registry.
fn config_in(registry: &Path) -> Result<Config, Trouble> {
    let shown = clean_line(&registry.to_string_lossy()).into_owned();
    let bytes = read_capped(&registry.join(CONFIG), CONFIG_BYTES_MAX)?.ok_or_else(|| {
        Trouble::new(format!("{shown} is no registry: it has no {CONFIG}."))
            .next("`backlab pack registry add FOLDER FILE.tpack` makes one.")
    })?;
    Ok(read_config(&bytes)?)
}

/// One byte more than it may have, so that its reader sees that it is too large.
fn read_capped(path: &Path, bytes_max: u64) -> Result<Option<Vec<u8>>, Trouble> {
    let mut bytes = Vec::new();
    match File::open(path).and_then(|file| file.take(bytes_max + 1).read_to_end(&mut bytes)) {
        Ok(_) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Trouble::new(format!(
            "{} cannot be read: {error}.",
            clean_line(&path.to_string_lossy())
        ))),
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unread { file, line, what, .. } = self;
        match line {
            Some(line) => write!(f, "{file}:{line}: {what}"),
            None => write!(f, "{file}: {what}"),
        }
    }
}

impl std::error::Error for Unread {}

impl From<Unread> for Trouble {
    fn from(unread: Unread) -> Trouble {
        let next = if unread.newer {
            "Update Backlab."
        } else {
            "Whoever keeps the registry has to mend it; a pack can also be added by its file."
        };
        Trouble::new(format!("The registry cannot be read: {unread}.")).next(next)
    }
}

impl fmt::Display for NoneFits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoneFits::Empty => f.write_str("no version was published"),
            NoneFits::Yanked => f.write_str("every version was withdrawn"),
            NoneFits::PreReleases(version) => {
                write!(f, "there are pre-releases only; {version} can be asked for by its number")
            }
            NoneFits::NeedsNewer(version) => {
                write!(f, "version {version} needs a newer Backlab")
            }
        }
    }
}

impl std::error::Error for NoneFits {}
