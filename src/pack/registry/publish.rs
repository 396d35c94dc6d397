//! What the keeper of a registry does: versions are added, withdrawn and offered again, and nothing that was
//! published changes.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use semver::Version;

use crate::{
    course::{Need, id::PackId},
    diag::Trouble,
    pack::{
        archive::{Digest, read_file},
        registry::{
            CONFIG, Config, FORMAT, INDEX_BYTES_MAX, Index, Publish, Release, Restore,
            WHY_CHARS_MAX, Yank, config_in, path_of_archive, path_of_index, read_capped,
            read_index,
        },
        sign,
        written::write_whole,
    },
    text::{clean_line, is_unsafe},
};

/// What came of an archive that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    pub id: PackId,
    pub version: Version,
    pub sha256: Digest,
    /// It was there before, the same in every byte.
    pub already: bool,
    /// Whether the version before it was signed with another key, or with one at all where this has none:
    /// learners are asked before they take it.
    pub other_key: bool,
    /// Whether a signature was published with it.
    pub signed: bool,
}

/// What came of a yank, or of taking it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yanked {
    Now,
    /// It was so before.
    Already,
}

/// Adds the archive at `file`, with the signature beside it, to the registry in the folder `registry`, which is
/// made where it is not there or empty.
///
/// # Errors
/// The archive is refused, this version was published with other bytes or another key, or a file cannot be
/// written. What was published before is as it was.
pub fn add(registry: &Path, file: &Path) -> Result<Added, Trouble> {
    let archive = read_file(file)?;
    let signature = sign::beside(file)?;
    let (opened, signed) = sign::open(&archive, signature.as_deref())?;
    let course = opened.course();
    let version = Version::parse(&course.version).expect("a version was read by the same parser");
    let key = signed.map(|signed| signed.key);
    let publish = Publish {
        version: version.to_string(),
        sha256: Digest::of(&archive).to_string(),
        bytes: archive.len() as u64,
        unpacked: opened.bytes(),
        key: key.map(|key| key.to_string()),
        needs: course.needs.iter().copied().map(Need::name).map(str::to_owned).collect(),
        min_app: course.min_app.clone(),
    };
    let kept = Kept::of(registry, &course.id)?;
    let mut added = Added {
        id: course.id.clone(),
        sha256: Digest::of(&archive),
        already: false,
        signed: key.is_some(),
        other_key: kept
            .index
            .releases
            .last()
            .is_some_and(|last| last.key != key && last.key.is_some()),
        version,
    };
    if let Some(there) = kept.same_version(&added.version) {
        if there.sha256 == added.sha256 && there.key == key {
            added.already = true;
            return Ok(added);
        }
        return Err(published(&added, there));
    }
    let place = registry.join(path_of_archive(&added.id, &added.version));
    make_folder_of(&place)?;
    if let Some(signature) = &signature {
        write(&sign::path_of(&place), signature.as_bytes())?;
    }
    write(&place, &archive)?;
    // The line comes last: what it speaks of is there.
    kept.append("publish", &publish)?;
    Ok(added)
}

/// Withdraws a version: it is offered to nobody, and whoever asks for it by number gets it still.
///
/// # Errors
/// There is no such version, or the reason is no line of text.
pub fn yank(
    registry: &Path,
    id: &PackId,
    version: &Version,
    why: Option<&str>,
) -> Result<Yanked, Trouble> {
    if let Some(why) = why
        && (WHY_CHARS_MAX < why.chars().count() || why.chars().any(is_unsafe))
    {
        return Err(Trouble::new(format!(
            "A reason is one line of at most {WHY_CHARS_MAX} characters."
        )));
    }
    let kept = Kept::of_known(registry, id)?;
    if kept.release(version)?.yanked.is_some() {
        return Ok(Yanked::Already);
    }
    kept.append("yank", &Yank { version: version.to_string(), why: why.map(str::to_owned) })?;
    Ok(Yanked::Now)
}

/// Offers a version again that was withdrawn.
///
/// # Errors
/// There is no such version.
pub fn restore(registry: &Path, id: &PackId, version: &Version) -> Result<Yanked, Trouble> {
    let kept = Kept::of_known(registry, id)?;
    if kept.release(version)?.yanked.is_none() {
        return Ok(Yanked::Already);
    }
    kept.append("restore", &Restore { version: version.to_string() })?;
    Ok(Yanked::Now)
}

/// The facts about one pack, while nobody else adds to them.
struct Kept<'r> {
    registry: &'r Path,
    text: Vec<u8>,
    index: Index,
    /// Locked until it is dropped.
    _config: File,
}

impl<'r> Kept<'r> {
    /// Makes the registry where there is none yet.
    fn of(registry: &'r Path, id: &PackId) -> Result<Kept<'r>, Trouble> {
        let is_new = match fs::read_dir(registry) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(unwritten(registry, &error)),
        };
        if is_new {
            fs::create_dir_all(registry).map_err(|error| unwritten(registry, &error))?;
            let config = serde_json::to_string(&Config { format: FORMAT, title: None });
            write(
                &registry.join(CONFIG),
                format!("{}\n", config.expect("it is plain data")).as_bytes(),
            )?;
        }
        config_in(registry).map_err(|trouble| match trouble.next {
            // A folder with other things in it is no place for a new registry.
            Some(_) if !registry.join(CONFIG).exists() => Trouble::new(trouble.what)
                .next("It holds other files: name a new folder, or an empty one."),
            _ => trouble,
        })?;
        let path = registry.join(CONFIG);
        let config = File::open(&path).and_then(|file| file.lock().map(|()| file));
        let config = config.map_err(|error| unwritten(&path, &error))?;
        let text = read_capped(&registry.join(path_of_index(id)), INDEX_BYTES_MAX)?;
        let text = text.unwrap_or_default();
        Ok(Kept { registry, index: read_index(id, &text)?, text, _config: config })
    }

    fn of_known(registry: &'r Path, id: &PackId) -> Result<Kept<'r>, Trouble> {
        config_in(registry)?;
        let kept = Kept::of(registry, id)?;
        if kept.index.releases.is_empty() {
            return Err(Trouble::new(format!("This registry has no pack {id}.")));
        }
        Ok(kept)
    }

    /// A version is the same whatever its build metadata (semver.org, item 10).
    fn same_version(&self, version: &Version) -> Option<&Release> {
        let same = |release: &&Release| release.version.cmp_precedence(version).is_eq();
        self.index.releases.iter().find(same)
    }

    fn release(&self, version: &Version) -> Result<&Release, Trouble> {
        let id = &self.index.id;
        self.index.release(version).ok_or_else(|| {
            let known: Vec<_> =
                self.index.releases.iter().map(|release| release.version.to_string()).collect();
            Trouble::new(format!("{id} has no version {version} here."))
                .next(format!("It has {}.", known.join(", ")))
        })
    }

    /// Adds a line; the file is there with it or without it.
    fn append(&self, kind: &str, fact: &impl serde::Serialize) -> Result<(), Trouble> {
        let fact = serde_json::to_string(fact).expect("it is plain data");
        let mut text = self.text.clone();
        text.extend_from_slice(format!("{{\"{kind}\":{fact}}}\n").as_bytes());
        if INDEX_BYTES_MAX < text.len() as u64 {
            let what = format!(
                "The registry is full: it has {} MB of facts about {}.",
                INDEX_BYTES_MAX >> 20,
                self.index.id
            );
            return Err(Trouble::new(what));
        }
        let path = self.registry.join(path_of_index(&self.index.id));
        make_folder_of(&path)?;
        write(&path, &text)
    }
}

fn published(added: &Added, there: &Release) -> Trouble {
    let Added { id, version, .. } = added;
    let what = if there.sha256 == added.sha256 {
        let other =
            if there.key.is_none() { "without a signature" } else { "with another signature" };
        format!("{id} {version} is published already, {other}. It was left alone.")
    } else {
        format!("{id} {version} is published already, with other content. It was left alone.")
    };
    Trouble::new(what).next("A published version never changes: raise `version` in pack.toml.")
}

fn make_folder_of(path: &Path) -> Result<(), Trouble> {
    let Some(folder) = path.parent() else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    write_whole(path, bytes).map_err(|error| unwritten(path, &error))
}

fn unwritten(path: &Path, error: &io::Error) -> Trouble {
    Trouble::new(format!("{} cannot be written: {error}.", clean_line(&path.to_string_lossy())))
}
