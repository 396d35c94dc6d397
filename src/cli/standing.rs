//! What every command stands on: the pack of this folder or the built-in course, the settings, and
//! the tutor over both.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{
    cli::{Failed, print},
    config::{Config, Folders},
    diag::Findings,
    lab::Machine,
    pack::{
        Pack,
        files::{Bundled, Disk, Files},
    },
    screen::keymap::changed::Keys,
    tutor::Tutor,
};

pub struct Standing {
    pub tutor: Tutor,
    pub settings: Settings,
}

/// What was read of the settings, and what was wrong with it.
pub struct Settings {
    pub config: Config,
    pub folders: Folders,
    pub findings: Findings,
    /// The keys that the learner chose, and what could not be had of them.
    pub keys: Keys,
    pub key_findings: Findings,
}

impl Standing {
    /// # Errors
    /// The pack of this folder cannot be read; every mistake is named.
    pub fn of(here: &Path, machine: Machine) -> Result<Standing, Failed> {
        let settings = Settings::of_environment();
        for finding in settings.findings.iter().chain(settings.key_findings.iter()) {
            print::complain(&finding.to_string());
        }
        let pack = open_pack(files_of(here))?;
        let tutor =
            Tutor::open(pack, machine, settings.folders.clone(), settings.config.clone(), now);
        Ok(Standing { tutor, settings })
    }

    /// The pack in `folder` with a record and a workspace in memory: what its author does is nothing
    /// that a learner did.
    ///
    /// # Errors
    /// The pack cannot be read; every mistake is named.
    pub fn preview(folder: &Path, machine: Machine) -> Result<Standing, Failed> {
        let settings = Settings::of_environment();
        let pack = open_pack(Arc::new(Disk::new(folder)))?;
        let tutor = Tutor::open(pack, machine, Folders::default(), settings.config.clone(), now);
        Ok(Standing { tutor, settings })
    }

    /// With texts in the first of these languages that the pack has: what was asked for, that of the
    /// settings, that of the system (POSIX: the first of the three variables that says something).
    #[must_use]
    pub fn in_language(self, asked: Option<&str>) -> Standing {
        let of_system = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
        let of_system = of_system.filter_map(|name| std::env::var(name).ok());
        let of_system = of_system.filter(|value| !value.is_empty()).take(1);
        let chosen = asked.map(str::to_owned).into_iter();
        let wished: Vec<String> =
            chosen.chain(self.settings.config.language.clone()).chain(of_system).collect();
        Standing { tutor: self.tutor.in_language(&wished), ..self }
    }
}

impl Settings {
    fn of_environment() -> Settings {
        let folders = Folders::of_environment(|name| std::env::var_os(name));
        let (config, findings) = Config::load(&folders);
        let folders = folders.with(&config);
        let (keys, key_findings) = Keys::of(&config.keys);
        Settings { config, folders, findings, keys, key_findings }
    }
}

/// The lab's machine: this program, started again.
pub fn machine() -> Machine {
    Machine::of_this_program()
}

/// # Errors
/// Every mistake of pack.toml, one a line.
pub fn open_pack(files: Arc<dyn Files>) -> Result<Pack, Failed> {
    match Pack::open(files) {
        (Some(pack), _) => Ok(pack),
        (None, findings) => Err(Failed::Broken(print::findings(&findings).trim_end().to_owned())),
    }
}

/// The pack that `here` lies in, else the built-in course.
fn files_of(here: &Path) -> Arc<dyn Files> {
    let is_pack = |folder: &&Path| {
        let Ok(file) = File::open(folder.join("pack.toml")) else { return false };
        // Most have it in their first line, and some have 100 kB.
        let mut lines = BufReader::new(file).lines().map_while(Result::ok);
        lines.any(|line| line.trim_start().starts_with("format"))
    };
    match here.ancestors().find(is_pack) {
        Some(folder) => Arc::new(Disk::new(folder)),
        None => Arc::new(Bundled),
    }
}

/// Seconds since 1970-01-01T00:00:00Z.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
