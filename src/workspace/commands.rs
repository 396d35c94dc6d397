//! The commands that a learner typed for their own servers, one for each exercise. They stand in a
//! file of the data folder, where no pack can write.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::disk;
use crate::course::id::{ExerciseId, PackId};

/// The file's name in the data folder.
pub const COMMANDS_FILE: &str = "commands.toml";
/// What a file that cannot be read is called from then on: somebody's work stands in it.
const UNREAD_FILE: &str = "commands.toml.unread";
/// Bytes of it that are read at most.
const COMMANDS_BYTES_MAX: u64 = 1 << 20;

/// What was typed. An empty command means: in the lab, whatever `config.toml` says.
#[derive(Debug)]
pub struct Commands {
    data: Option<PathBuf>,
    /// Since the start, by `owner/name/exercise`.
    typed: Mutex<BTreeMap<String, String>>,
}

impl Commands {
    /// Those kept in the folder `data`, which is looked at when one is asked for; without it they
    /// last as long as the program.
    pub fn new(data: Option<PathBuf>) -> Commands {
        Commands { data, typed: Mutex::default() }
    }

    /// What was typed for an exercise, if anything ever was.
    pub fn of(&self, pack: &PackId, exercise: &ExerciseId) -> Option<String> {
        let key = key(pack, exercise);
        let typed = self.typed().get(&key).cloned();
        typed.or_else(|| read(self.data.as_deref()?)?.remove(&key))
    }

    /// Keeps what was typed, beside what another Backlab wrote meanwhile.
    ///
    /// # Errors
    /// It could not be written; it then lasts as long as the program.
    pub fn keep(&self, pack: &PackId, exercise: &ExerciseId, command: &str) -> Result<(), String> {
        let mut typed = self.typed();
        typed.insert(key(pack, exercise), command.to_owned());
        let Some(data) = &self.data else { return Ok(()) };
        let mut all = read(data).unwrap_or_else(|| {
            // Where it cannot be moved the write below says why.
            let _ = fs::rename(data.join(COMMANDS_FILE), data.join(UNREAD_FILE));
            BTreeMap::new()
        });
        all.insert(key(pack, exercise), command.to_owned());
        let text = toml::to_string(&all).map_err(|error| error.to_string())?;
        disk::write_file(data, COMMANDS_FILE, text.as_bytes())
    }

    fn typed(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.typed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(pack: &PackId, exercise: &ExerciseId) -> String {
    format!("{pack}/{exercise}")
}

/// All that is kept; `None` where the file is there and cannot be read.
fn read(data: &Path) -> Option<BTreeMap<String, String>> {
    let file = data.join(COMMANDS_FILE);
    match fs::metadata(&file) {
        Ok(about) if about.len() <= COMMANDS_BYTES_MAX => {
            toml::from_str(&fs::read_to_string(file).ok()?).ok()
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(BTreeMap::new()),
        Ok(_) | Err(_) => None,
    }
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
        let first = Commands::new(Some(data.clone()));
        assert_eq!(first.of(&pack, &one), None);
        let other = Commands::new(Some(data.clone()));
        first.keep(&pack, &one, "php -S \"127.0.0.1:{port}\" '\\'").unwrap();
        other.keep(&pack, &ids("two").1, "").unwrap();
        let again = Commands::new(Some(data.clone()));
        assert_eq!(again.of(&pack, &one).as_deref(), Some("php -S \"127.0.0.1:{port}\" '\\'"));
        assert_eq!(again.of(&pack, &ids("two").1).as_deref(), Some(""));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_kept_beside_and_no_folder_means_memory() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join(COMMANDS_FILE);
        fs::write(&file, "no = [toml").unwrap();
        let (pack, one) = ids("one");
        for data in [Some(home.path().to_owned()), None] {
            let commands = Commands::new(data);
            assert_eq!(commands.of(&pack, &one), None);
            commands.keep(&pack, &one, "x").unwrap();
            assert_eq!(commands.of(&pack, &one).as_deref(), Some("x"));
        }
        assert_eq!(fs::read_to_string(home.path().join(UNREAD_FILE)).unwrap(), "no = [toml");
        let again = Commands::new(Some(home.path().to_owned()));
        assert_eq!(again.of(&pack, &one).as_deref(), Some("x"));
    }

    #[test]
    fn what_cannot_be_written_lasts_as_long_as_the_program() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("no-folder");
        fs::write(&data, "").unwrap();
        let (pack, one) = ids("one");
        let commands = Commands::new(Some(data));
        assert!(commands.keep(&pack, &one, "x").is_err());
        assert_eq!(commands.of(&pack, &one).as_deref(), Some("x"));
    }
}
