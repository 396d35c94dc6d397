//! The commands that a learner typed for their own servers, one for each exercise. They stand in a
//! file of the data folder, where no pack can write.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::course::id::{ExerciseId, PackId};

/// The file's name in the data folder.
pub const COMMANDS_FILE: &str = "commands.toml";
/// Bytes of it that are read at most.
const COMMANDS_BYTES_MAX: u64 = 1 << 20;

/// What was typed. An empty command means: in the lab, whatever `config.toml` says.
#[derive(Debug)]
pub struct Commands {
    file: Option<PathBuf>,
    /// By `owner/name/exercise`.
    typed: Mutex<BTreeMap<String, String>>,
}

impl Commands {
    /// Those kept in the folder `data`; without one they last as long as the program. A file that
    /// cannot be read is as none: what is typed next replaces it.
    pub fn open(data: Option<&Path>) -> Commands {
        let file = data.map(|folder| folder.join(COMMANDS_FILE));
        let typed = file.as_deref().map(read).unwrap_or_default();
        Commands { file, typed: Mutex::new(typed) }
    }

    /// What was typed for an exercise, if anything ever was.
    pub fn of(&self, pack: &PackId, exercise: &ExerciseId) -> Option<String> {
        self.typed().get(&key(pack, exercise)).cloned()
    }

    /// Keeps what was typed.
    ///
    /// # Errors
    /// It could not be written; it then lasts as long as the program.
    pub fn keep(&self, pack: &PackId, exercise: &ExerciseId, command: &str) -> io::Result<()> {
        let mut typed = self.typed();
        // Another Backlab may have written meanwhile.
        if let Some(file) = &self.file {
            typed.extend(read(file));
        }
        typed.insert(key(pack, exercise), command.to_owned());
        self.file.as_deref().map_or(Ok(()), |file| write(file, &typed))
    }

    fn typed(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.typed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(pack: &PackId, exercise: &ExerciseId) -> String {
    format!("{pack}/{exercise}")
}

fn read(file: &Path) -> BTreeMap<String, String> {
    let small = fs::metadata(file).is_ok_and(|about| about.len() <= COMMANDS_BYTES_MAX);
    let text = small.then(|| fs::read_to_string(file).ok()).flatten().unwrap_or_default();
    toml::from_str(&text).unwrap_or_default()
}

/// Beside it first, then in its place, so that half a file is never there.
fn write(file: &Path, typed: &BTreeMap<String, String>) -> io::Result<()> {
    let text = toml::to_string(typed).map_err(io::Error::other)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let beside = folder.join(format!("{COMMANDS_FILE}.{}", std::process::id()));
    let mut out = fs::File::create(&beside)?;
    out.write_all(text.as_bytes()).and_then(|()| out.sync_all())?;
    fs::rename(&beside, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(exercise: &str) -> (PackId, ExerciseId) {
        (PackId::parse("a/b").unwrap(), ExerciseId::parse(exercise).unwrap())
    }

    #[test]
    fn what_was_typed_is_there_the_next_time() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        let (pack, one) = ids("one");
        let first = Commands::open(Some(&data));
        assert_eq!(first.of(&pack, &one), None);
        let other = Commands::open(Some(&data));
        first.keep(&pack, &one, "php -S \"127.0.0.1:{port}\" '\\'").unwrap();
        other.keep(&pack, &ids("two").1, "").unwrap();
        let again = Commands::open(Some(&data));
        assert_eq!(again.of(&pack, &one).as_deref(), Some("php -S \"127.0.0.1:{port}\" '\\'"));
        assert_eq!(again.of(&pack, &ids("two").1).as_deref(), Some(""));
    }

    #[test]
    fn a_file_that_is_none_is_replaced_and_no_folder_means_memory() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join(COMMANDS_FILE), "no = [toml").unwrap();
        let (pack, one) = ids("one");
        for data in [Some(home.path()), None] {
            let commands = Commands::open(data);
            assert_eq!(commands.of(&pack, &one), None);
            commands.keep(&pack, &one, "x").unwrap();
            assert_eq!(commands.of(&pack, &one).as_deref(), Some("x"));
        }
        fs::remove_file(home.path().join(COMMANDS_FILE)).unwrap();
        fs::create_dir(home.path().join(COMMANDS_FILE)).unwrap();
        let commands = Commands::open(Some(home.path()));
        assert!(commands.keep(&pack, &one, "x").is_err());
        assert_eq!(commands.of(&pack, &one).as_deref(), Some("x"));
    }
}
