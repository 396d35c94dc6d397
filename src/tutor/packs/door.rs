//! The doors that a pack may come through: a folder, a file, an address, a registry.

use std::{path::PathBuf, sync::mpsc::Sender};

use crate::{
    course::id::PackId,
    diag::Trouble,
    lab::Cancel,
    pack::{
        MANIFEST,
        archive::{self, Digest, Opened},
        fetch::{self, Arrived, Fetcher, Patience},
        registry,
        shelf::{Parcel, Shelf, Source},
        sign,
    },
    tutor::packs::{
        Told,
        registry::{Asked, is_address},
        unusable,
    },
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
            // The record outlives the folder that the learner stands in.
            let whole = std::path::absolute(at).ok().filter(|_| !is_address(at));
            let at = whole.map_or(at.to_owned(), |folder| folder.display().to_string());
            return Ok(Wanted::Registry { at, id, version });
        }
        if is_address(typed) {
            return Ok(Wanted::Url(typed.to_owned()));
        }
        // The record outlives the folder that the learner stands in.
        let path = std::path::absolute(typed).unwrap_or_else(|_| PathBuf::from(typed));
        if path.is_dir() {
            if !path.join(MANIFEST).exists() && path.join(registry::CONFIG).is_file() {
                let trouble = Trouble::new(format!("`{typed}` is a registry, and no pack."));
                return Err(trouble.next(format!(
                    "Say which pack of it, as owner/name: `backlab pack add owner/name --registry {typed}`."
                )));
            }
            return Ok(Wanted::Folder(path));
        }
        if path.exists() {
            return Ok(Wanted::File(path));
        }
        let id = typed.split('@').next().unwrap_or_default();
        let trouble = Trouble::new(format!("There is no folder or file `{typed}`."));
        Err(match PackId::parse(id) {
            Ok(_) => trouble
                .next(format!(
                    "A pack of a registry needs the registry too: `backlab pack add {typed} --registry URL`."
                )),
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
pub fn fetch(
    wanted: &Wanted,
    shelf: &Shelf,
    cancel: &Cancel,
    told: &Sender<Told>,
) -> Result<Parcel, Trouble> {
    match wanted {
        Wanted::Folder(folder) => {
            let bytes = Opened::of_folder(folder)?.archive()?;
            parcel(Source::Folder(folder.clone()), &bytes, None)
        }
        Wanted::File(file) => {
            let bytes = archive::read_file(file)?;
            parcel(Source::File(file.clone()), &bytes, sign::beside(file)?.as_deref())
        }
        Wanted::Url(url) => {
            let address = fetch::address(url)?;
            let mut patience = patience(cancel, told);
            let (bytes, signature) = Fetcher::new(&mut patience).archive(&address)?;
            parcel(Source::Url(url.clone()), &bytes, signature.as_deref())
        }
        Wanted::Registry { at, id, version } => {
            let mut patience = patience(cancel, told);
            let asked = Asked { at, id, shelf };
            let had = asked.archive(version.as_deref(), &mut Fetcher::new(&mut patience))?;
            let source = Source::Registry(at.clone());
            let parcel = parcel(source, &had.bytes, had.signature.as_deref())?;
            if parcel.course().id != *id {
                let what = format!("The registry gives {} for {id}.", parcel.course().id);
                return Err(Trouble::new(what).next("Ask who runs it."));
            }
            Ok(Parcel { notes: had.notes, ..parcel })
        }
    }
}

/// Tells how far it is, and gives up when the learner does.
pub fn patience<'p>(
    cancel: &'p Cancel,
    told: &'p Sender<Told>,
) -> impl FnMut(Arrived) -> Patience + 'p {
    move |arrived| {
        let of = arrived.of.unwrap_or(0);
        // Who no longer listens does not keep the work from its end.
        let _ = told.send(Told { what: "bytes fetched", done: arrived.bytes, of });
        if cancel.is_cancelled() { Patience::GiveUp } else { Patience::Wait }
    }
}

/// An archive with its signature, if there is one: verified, judged entry by entry, and read whole.
fn parcel(source: Source, bytes: &[u8], signature: Option<&str>) -> Result<Parcel, Trouble> {
    let (opened, signed) = sign::open(bytes, signature)?;
    let findings = opened.pack().check_all();
    if findings.has_errors() {
        return Err(unusable(&findings));
    }
    Ok(Parcel {
        pack: opened.pack().clone(),
        source,
        sha256: Digest::of(bytes).to_string(),
        key: signed.map(|signed| signed.key.to_string()),
        packed: bytes.len() as u64,
        files: opened.entries().len(),
        unpacked: opened.bytes(),
        notes: Vec::new(),
    })
}
