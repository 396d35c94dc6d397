//! The doors that a pack may come through: a folder, a file, an address, a registry.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::Sender,
};

use crate::{
    course::id::PackId,
    diag::Trouble,
    lab::Cancel,
    pack::shelf::{Parcel, Source},
    tutor::packs::Told,
};

/// What the learner asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    Folder(PathBuf),
    File(PathBuf),
    Url(String),
    /// From a static registry: its address or its folder. The newest version unless one is named.
    Registry {
        at: String,
        id: PackId,
        version: Option<String>,
    },
}

impl Wanted {
    /// Reads what was typed: a folder, a file, an address, or with a registry `owner/name` or
    /// `owner/name@version`.
    ///
    /// # Errors
    /// It is none of these.
    pub fn parse(typed: &str, registry: Option<&str>) -> Result<Wanted, Trouble> {
        if let Some(at) = registry {
            let (id, version) = typed
                .split_once('@')
                .map_or((typed, None), |(id, version)| (id, Some(version.to_owned())));
            let id = PackId::parse(id).map_err(|why| {
                Trouble::new(format!("`{id}` is no pack of a registry: {why}."))
                    .next("Write it as owner/name, or owner/name@1.4.0.")
            })?;
            return Ok(Wanted::Registry { at: at.to_owned(), id, version });
        }
        if typed.starts_with("https://") || typed.starts_with("http://") {
            return Ok(Wanted::Url(typed.to_owned()));
        }
        // The record outlives the folder that the learner stands in.
        let path = std::path::absolute(typed).unwrap_or_else(|_| PathBuf::from(typed));
        if path.is_dir() {
            return Ok(Wanted::Folder(path));
        }
        if path.exists() {
            return Ok(Wanted::File(path));
        }
        let id = typed.split('@').next().unwrap_or_default();
        let trouble = Trouble::new(format!("There is no folder or file `{typed}`."));
        Err(match PackId::parse(id) {
            Ok(_) => trouble
                .next(format!("`backlab pack add {typed} --registry URL` asks a registry for it.")),
            Err(_) => {
                trouble.next("A pack comes from a folder, a .tpack file or an https address.")
            }
        })
    }

    /// Where an installed pack came from, so that its next version is looked for there.
    pub fn again(id: &PackId, source: &Source) -> Wanted {
        match source {
            Source::Folder(path) => Wanted::Folder(path.clone()),
            Source::File(path) => Wanted::File(path.clone()),
            Source::Url(url) => Wanted::Url(url.clone()),
            Source::Registry(at) => {
                Wanted::Registry { at: at.clone(), id: id.clone(), version: None }
            }
        }
    }
}

/// Fetches, verifies and reads.
///
/// # Errors
/// It cannot be had, or it is not what it should be.
pub fn fetch(wanted: &Wanted, _cancel: &Cancel, _told: &Sender<Told>) -> Result<Parcel, Trouble> {
    match wanted {
        Wanted::Folder(folder) => of_folder(folder),
        Wanted::File(_) | Wanted::Url(_) | Wanted::Registry { .. } => {
            Err(Trouble::new("This door is not built yet."))
        }
    }
}

fn of_folder(folder: &Path) -> Result<Parcel, Trouble> {
    use sha2::{Digest as _, Sha256};
    use std::{fmt::Write as _, sync::Arc};

    use crate::pack::files::{Disk, Files as _, Memory};
    let disk = Disk::new(folder);
    let mut memory = Memory::new();
    let mut sha = Sha256::new();
    let mut unpacked = 0;
    let (paths, findings) = disk.list("");
    if findings.has_errors() {
        return Err(super::unusable(&findings));
    }
    for path in &paths {
        let bytes = disk.read(path).map_err(|why| Trouble::new(format!("{path}: {why}.")))?;
        unpacked += bytes.len() as u64;
        sha.update(path.as_bytes());
        sha.update(&bytes);
        memory.insert(path.clone(), bytes);
    }
    let mut sha256 = String::new();
    for byte in sha.finalize() {
        let _ = write!(sha256, "{byte:02x}");
    }
    Ok(Parcel {
        pack: super::whole(Arc::new(memory))?,
        source: Source::Folder(folder.to_owned()),
        sha256,
        key: None,
        packed: unpacked,
        files: paths.len(),
        unpacked,
    })
}
