//! A file that is there whole or as it was before.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
    process,
};

/// Writes `bytes` to a new file beside `path`, waits until the disk has them, and gives it its name. The
/// rights of a file that stood there stay as they were.
///
/// # Errors
/// What the system says; what stood at `path` stands there still.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", process::id()));
    let staged = path.with_file_name(name);
    let written =
        OpenOptions::new().write(true).create_new(true).open(&staged).and_then(|mut file| {
            file.write_all(bytes)?;
            if let Some(before) = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file) {
                file.set_permissions(before.permissions())?;
            }
            file.sync_all()?;
            fs::rename(&staged, path)?;
            // Without it the new name may be lost in a power cut.
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
        });
    if written.is_err() {
        // What is absent is as good as removed.
        let _ = fs::remove_file(&staged);
    }
    written
}
