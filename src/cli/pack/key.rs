//! Where the secret key of an author is who names no file.

use std::path::PathBuf;

use crate::{cli::Failed, config::Folders};

/// Its name in the folder of the settings.
const KEY_FILE: &str = "pack.key";

/// The file that was named, else the usual one.
///
/// # Errors
/// None was named, and there is no folder of settings.
pub fn or_usual(file: Option<PathBuf>) -> Result<PathBuf, Failed> {
    let folders = Folders::of_environment(|name| std::env::var_os(name));
    let usual = || folders.config.map(|folder| folder.join(KEY_FILE));
    file.or_else(usual).ok_or_else(|| {
        Failed::Misuse("There is no folder of settings for a key. Name its file.".to_owned())
    })
}

/// Whether an author who names no key has one.
pub fn is_there() -> bool {
    or_usual(None).is_ok_and(|file| file.exists())
}
