//! packs.lock in and out: a class gets identical bytes.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    sync::mpsc::Sender,
};

use crate::{
    diag::Trouble,
    lab::Cancel,
    pack::shelf::locked::{self, LOCK_BYTES_MAX, Locked},
    tutor::packs::{Offer, Packs, Told, Wanted},
};

impl Packs {
    /// The text of packs.lock for what is installed, and how many packs it holds.
    ///
    /// # Errors
    /// Nothing is installed, or the record cannot be read.
    pub fn lock(&self) -> Result<(String, usize), Trouble> {
        let record = self.record()?;
        let count = record.packs.iter().filter(|known| known.installed.is_some()).count();
        if count == 0 {
            return Err(Trouble::new("No pack is installed.")
                .next("`backlab pack add SOURCE` installs one."));
        }
        Ok((locked::write(&record), count))
    }

    /// What a packs.lock names.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read_lock(file: &Path) -> Result<Vec<Locked>, Trouble> {
        let unread = |why: String| {
            Trouble::new(format!("{} cannot be read: {why}.", file.display()))
                .next("`backlab pack lock` writes such a file.")
        };
        let opened = File::open(file).map_err(|error| unread(error.to_string()))?;
        let mut text = String::new();
        opened
            .take(LOCK_BYTES_MAX + 1)
            .read_to_string(&mut text)
            .map_err(|error| unread(error.to_string()))?;
        if LOCK_BYTES_MAX < text.len() as u64 {
            return Err(unread(format!("it is larger than {} MB", LOCK_BYTES_MAX >> 20)));
        }
        locked::read(file, &text)
    }

    /// Looks at one pack of a packs.lock: in the registry that was named, else beside the file,
    /// else where it came from.
    ///
    /// # Errors
    /// It cannot be had, or it is not byte for byte what the file says.
    pub fn look_locked(
        &self,
        locked: &Locked,
        file: &Path,
        registry: Option<&str>,
        cancel: &Cancel,
        told: &Sender<Told>,
    ) -> Result<Offer, Trouble> {
        let wanted = place_of(locked, file, registry)?;
        let offer = self.look(&wanted, cancel, told)?;
        let course = offer.course();
        let differs = |what: String| {
            Err(Trouble::new(what).next(format!(
                "Get the pack that {} was written for, or a new {0}.",
                file.display()
            )))
        };
        if (&course.id, &course.version) != (&locked.id, &locked.version) {
            let (id, version) = (&course.id, &course.version);
            return differs(format!(
                "{} {} is wanted, and this is {id} {version}.",
                locked.id, locked.version
            ));
        }
        if offer.parcel.sha256 != locked.sha256 {
            return differs(format!(
                "{} {} has other contents than {} says: its sha256 is {}, not {}.",
                locked.id,
                locked.version,
                file.display(),
                offer.parcel.sha256,
                locked.sha256
            ));
        }
        if offer.parcel.key != locked.key {
            let word = |key: &Option<String>| {
                key.as_ref().map_or("not signed".to_owned(), |key| format!("signed with {key}"))
            };
            return differs(format!(
                "{} {} should be {}, and is {}.",
                locked.id,
                locked.version,
                word(&locked.key),
                word(&offer.parcel.key)
            ));
        }
        Ok(offer)
    }
}

fn place_of(locked: &Locked, file: &Path, registry: Option<&str>) -> Result<Wanted, Trouble> {
    use crate::pack::shelf::Source;
    let of_registry = |at: &str| Wanted::Registry {
        at: at.to_owned(),
        id: locked.id.clone(),
        version: Some(locked.version.clone()),
    };
    if let Some(at) = registry {
        return Ok(of_registry(at));
    }
    let file = std::path::absolute(file).unwrap_or_else(|_| PathBuf::from(file));
    let beside = file.with_file_name(locked.file_name());
    if beside.is_file() {
        return Ok(Wanted::File(beside));
    }
    match &locked.source {
        Some(Source::Registry(at)) => Ok(of_registry(at)),
        Some(Source::Url(url)) => Ok(Wanted::Url(url.clone())),
        Some(Source::Folder(_) | Source::File(_)) | None => {
            Err(Trouble::new(format!("{} does not lie beside the file.", locked.file_name()))
                .next("Put it there, or name a registry that has it with --registry."))
        }
    }
}
