//! The playground's folder in the workspace: files of requests, and programs. It is made when the
//! first file is saved.

use std::path::PathBuf;

use super::{Workspace, disk, disk::Unread, not_saved, text_of};
use crate::diag::Trouble;

/// The folder's name, beside those of packs' owners.
const FOLDER: &str = "playground";
/// Files of requests that are read.
pub const COLLECTIONS_MAX: usize = 100;

/// A file of requests, or why it cannot be read.
pub type Collected = (String, Result<String, Trouble>);

impl Workspace {
    /// Where the playground's files are or would be; `None` where nothing can be written.
    pub fn playground(&self) -> Option<PathBuf> {
        self.root.as_ref().map(|root| root.join(FOLDER))
    }

    /// The files of requests with their texts, by name.
    pub fn collections(&self) -> Vec<Collected> {
        let Some(folder) = self.playground() else {
            let in_memory = self.lock_collections();
            return in_memory.iter().map(|(name, text)| (name.clone(), Ok(text.clone()))).collect();
        };
        let names = disk::list(&folder).paths.into_iter().filter(|path| is_named(path, &["http"]));
        let read = |name: String| {
            let text = disk::read_file(&folder, &name).map_err(|unread| unread.trouble(&name));
            let text = text.and_then(|(bytes, _)| text_of(&name, &bytes));
            (name, text)
        };
        names.take(COLLECTIONS_MAX).map(read).collect()
    }

    /// One file beside them, for instance of variables.
    ///
    /// # Errors
    /// It is there and cannot be read as text.
    pub fn beside_collections(&self, name: &str) -> Result<Option<String>, Trouble> {
        let Some(folder) = self.playground() else { return Ok(None) };
        match disk::read_file(&folder, name) {
            Ok((bytes, _)) => text_of(name, &bytes).map(Some),
            Err(Unread::Absent) => Ok(None),
            Err(unread) => Err(unread.trouble(name)),
        }
    }

    /// Reads a file of requests, changes its text and writes it, atomically. `change` gets what is
    /// there now, whoever wrote it; `None` where there is no such file.
    ///
    /// # Errors
    /// It could not be read or written, or `change` would not; what was there is untouched.
    pub fn change_collection(
        &self,
        name: &str,
        change: impl FnOnce(Option<&str>) -> Result<String, Trouble>,
    ) -> Result<(), Trouble> {
        // Two changes from here never cross.
        let mut in_memory = self.lock_collections();
        let Some(folder) = self.playground() else {
            let text = change(in_memory.get(name).map(String::as_str))?;
            in_memory.insert(name.to_owned(), text);
            return Ok(());
        };
        let there = match disk::read_file(&folder, name) {
            Ok((bytes, _)) => Some(text_of(name, &bytes)?),
            Err(Unread::Absent) => None,
            Err(unread) => return Err(unread.trouble(name)),
        };
        let text = change(there.as_deref())?;
        if there.as_deref() == Some(text.as_str()) {
            return Ok(());
        }
        disk::make_folder(&folder).map_err(|why| not_saved(name, &why))?;
        disk::remove_leftovers(&folder);
        disk::write_file(&folder, name, text.as_bytes()).map_err(|why| not_saved(name, &why))
    }

    /// Programs that stand in the folder, with their names in it.
    pub fn programs(&self) -> Vec<(PathBuf, String)> {
        let Some(folder) = self.playground() else { return Vec::new() };
        let names = disk::list(&folder).paths.into_iter();
        let names = names.filter(|path| is_named(path, &["js", "mjs", "cjs"]));
        names.filter_map(|name| Some((disk::inside(&folder, &name).ok()?, name))).collect()
    }

    fn lock_collections(
        &self,
    ) -> std::sync::MutexGuard<'_, std::collections::BTreeMap<String, String>> {
        // A text in the map is whole after each single step.
        self.collections.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Whether a file's name ends in one of these.
fn is_named(path: &str, endings: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
}
