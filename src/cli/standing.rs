//! What every command stands on: the pack that is meant, the settings, and the tutor over both.

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
    course::id::PackId,
    diag::Findings,
    lab::Machine,
    pack::{
        Pack,
        files::{Bundled, Disk, Files},
    },
    screen::keymap::changed::Keys,
    tutor::{Tutor, packs::Packs},
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
    pub fn of(here: &Path, pack: Option<&str>, machine: Machine) -> Result<Standing, Failed> {
        let settings = Settings::of_environment();
        for finding in settings.findings.iter().chain(settings.key_findings.iter()) {
            print::complain(&finding.to_string());
        }
        let packs = settings.packs(machine.clone());
        let pack = open_pack(files_of(here, pack, &packs, &settings.folders)?)?;
        let tutor = settings.tutor(pack, machine);
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
        let tutor = Tutor::previewing(pack, machine, settings.config.clone(), now);
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
    /// What the environment and config.toml say.
    pub fn of_environment() -> Settings {
        let folders = Folders::of_environment(|name| std::env::var_os(name));
        let (config, findings) = Config::load(&folders);
        let folders = folders.with(&config);
        let (keys, key_findings) = Keys::of(&config.keys);
        Settings { config, folders, findings, keys, key_findings }
    }

    /// The tutor over a pack.
    pub fn tutor(&self, pack: Pack, machine: Machine) -> Tutor {
        Tutor::open(pack, machine, self.folders.clone(), self.config.clone(), now)
    }

    /// The packs that are installed.
    pub fn packs(&self, machine: Machine) -> Packs {
        Packs::of(self.folders.data.as_deref(), machine, now)
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

/// The files of the pack that is meant: the one that was named, else the one that `here` lies in,
/// else the one whose workspace this is, else the one that was open last, else the built-in course.
fn files_of(
    here: &Path,
    named: Option<&str>,
    packs: &Packs,
    folders: &Folders,
) -> Result<Arc<dyn Files>, Failed> {
    if let Some(named) = named {
        let id =
            PackId::parse(named).map_err(|why| Failed::Misuse(format!("--pack {named}: {why}")))?;
        let files = packs.files(&id)?;
        packs.remember_open(&id);
        return Ok(files);
    }
    if let Some(folder) = here.ancestors().find(is_pack) {
        return Ok(Arc::new(Disk::new(folder)));
    }
    let meant = of_workspace(here, folders).or_else(|| packs.opened_last());
    let Some(id) = meant else { return Ok(Arc::new(Bundled)) };
    // One that was removed since is not what was meant.
    let is_there = packs.record().is_ok_and(|record| record.installed(&id).is_some());
    if is_there { Ok(packs.files(&id)?) } else { Ok(Arc::new(Bundled)) }
}

/// Whether a folder is that of a pack.
fn is_pack(folder: &&Path) -> bool {
    let Ok(file) = File::open(folder.join("pack.toml")) else { return false };
    // Most have it in their first line, and some have 100 kB.
    let mut lines = BufReader::new(file).lines().map_while(Result::ok);
    lines.any(|line| line.trim_start().starts_with("format"))
}

/// The pack whose exercises the learner writes in this folder.
fn of_workspace(here: &Path, folders: &Folders) -> Option<PackId> {
    let inside = here.strip_prefix(folders.workspace.as_ref()?).ok()?;
    let mut names = inside.iter().map(|name| name.to_str());
    let (owner, name) = (names.next()??, names.next()??);
    PackId::parse(&format!("{owner}/{name}")).ok()
}

/// Seconds since 1970-01-01T00:00:00Z.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
