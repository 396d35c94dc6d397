//! What the shelf does to the disk, one step at a time, so that a test can end the program before
//! each of them.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    thread,
};

use crate::diag::Trouble;

/// Threads that wait for the disk at once.
const WAITING: usize = 8;

/// Is told each step before it is done.
pub type Watch = Box<dyn Fn(&str) + Send + Sync>;

#[derive(Default)]
pub struct Hands {
    watch: Option<Watch>,
}

impl Hands {
    pub fn watched(watch: Watch) -> Hands {
        Hands { watch: Some(watch) }
    }

    /// Makes a folder where there is none.
    pub fn make_folder(&self, path: &Path) -> Result<(), Trouble> {
        self.step("make a folder");
        match fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made.map_err(|error| unwritten(path, &error)),
        }
    }

    /// Writes a file that is not there yet; `wait_for` brings it down to the disk.
    pub fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
        self.step("make a file");
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        self.fill(path, file, bytes).map(|_| ())
    }

    /// Waits until the disk has these files. Several wait at once, because a disk writes many files
    /// in one go: 5,000 take 2 s instead of 16.
    pub fn wait_for(&self, files: &[PathBuf]) -> Result<(), Trouble> {
        self.step("sync the files");
        let sync = |file: &PathBuf| {
            let synced = File::open(file).and_then(|file| file.sync_all());
            synced.map_err(|error| unwritten(file, &error))
        };
        let sync_all = |part: &[PathBuf]| part.iter().try_for_each(sync);
        thread::scope(|scope| {
            let parts = files.chunks(files.len().div_ceil(WAITING).max(1));
            let waiting: Vec<_> = parts.map(|part| scope.spawn(move || sync_all(part))).collect();
            waiting.into_iter().try_for_each(|one| one.join().expect("waiting cannot panic"))
        })
    }

    /// Replaces a file whole: who reads it has the old text or the new one, whatever happens.
    /// `spare` lies beside it.
    pub fn replace(&self, path: &Path, spare: &Path, bytes: &[u8]) -> Result<(), Trouble> {
        self.step("make the spare");
        let file = self.fill(spare, File::create(spare), bytes)?;
        self.step("sync a file");
        file.sync_all().map_err(|error| unwritten(spare, &error))?;
        self.rename(spare, path)
    }

    /// Renames, and writes the folder of `to` down to the disk.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), Trouble> {
        self.step("rename");
        fs::rename(from, to).map_err(|error| unwritten(to, &error))?;
        to.parent().map_or(Ok(()), |folder| self.sync(folder))
    }

    /// Writes the names in a folder down to the disk.
    pub fn sync(&self, folder: &Path) -> Result<(), Trouble> {
        self.step("sync a folder");
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| unwritten(folder, &error))
    }

    /// Removes a folder with all that is in it; links are removed and not followed.
    pub fn remove(&self, folder: &Path) -> Result<(), Trouble> {
        self.step("remove a folder");
        let removed = fs::remove_dir_all(folder).map_err(|error| unwritten(folder, &error));
        self.step("a folder is removed");
        removed
    }

    fn fill(&self, path: &Path, file: io::Result<File>, bytes: &[u8]) -> Result<File, Trouble> {
        let written = |mut file: File| {
            self.step("write a file");
            file.write_all(bytes)?;
            Ok(file)
        };
        file.and_then(written).map_err(|error| unwritten(path, &error))
    }

    fn step(&self, what: &str) {
        if let Some(watch) = &self.watch {
            watch(what);
        }
    }
}

fn unwritten(path: &Path, error: &io::Error) -> Trouble {
    Trouble::new(format!("{} cannot be written: {error}.", path.display()))
        .next("Nothing was installed or removed.")
}
