//! Servers that stay up: a mock API of the pack, or a program of the learner on a real port of this
//! machine, and what they say while they run.

mod lines;
pub mod log;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use self::{lines::Lines, log::Log};
use crate::{
    course::{exercise::Kind, id::ExerciseId},
    diag::Trouble,
    exchange::api::Api,
    lab::{Cancel, Folder, Happened, Lab, Limits, Ports, Program, mock::Service, try_port},
    trace::Stop,
    tutor::Tutor,
};

/// For a mock API: the largest database, held several times, stays below it.
const MEMORY_MB: u32 = 512;
/// The port of a mock API where it is free.
const API_PORT: u16 = 4_010;
/// The exercise whose API the sample of the playground is written for, in `shop.http`.
const SAMPLE_SERVER: &str = "bearer-tour";
/// How long one wait for news is; then the next one begins.
const WAIT: Duration = Duration::from_hours(1);

/// What can be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Servable {
    /// The mock API of an exercise.
    Api { exercise: ExerciseId, title: String },
    /// A program of the learner; it listens where it says itself.
    Program { path: PathBuf, name: String },
}

impl Servable {
    /// What it is called on the screen.
    pub fn name(&self) -> &str {
        match self {
            Servable::Api { title, .. } => title,
            Servable::Program { name, .. } => name,
        }
    }

    fn is_samples(&self) -> bool {
        matches!(self, Servable::Api { exercise, .. } if exercise.as_str() == SAMPLE_SERVER)
    }
}

/// What a server says while it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Listening(u16),
    /// A request that it answered, or a line that it printed.
    Lines(Vec<String>),
}

impl Tutor {
    /// Everything that can be started: programs of the playground's folder, those of exercises that
    /// were begun, and the mock APIs of the pack.
    pub fn servables(&self) -> Vec<Servable> {
        let mut all: Vec<Servable> = self
            .workspace
            .programs()
            .into_iter()
            .map(|(path, name)| Servable::Program { path, name })
            .collect();
        let own_programs = all.len();
        let course = &self.pack.course;
        for id in course.modules.iter().flat_map(|module| &module.exercises) {
            let has_api = self.pack.exercise_head(id).is_some_and(|head| head.kind == Kind::Http);
            if has_api && let Some(title) = self.pack.api_title(id) {
                let own = || self.pack.exercise_head(id).map(|head| head.title);
                let title = Some(title).filter(|title| !title.is_empty()).or_else(own);
                let title = title.unwrap_or_else(|| id.to_string());
                all.push(Servable::Api { exercise: id.clone(), title });
            }
            for file in self.pack.starter_paths(id).iter().filter(|path| is_program(path)) {
                let path = self.workspace.file(&course.id, id, file);
                if let Some(path) = path.filter(|path| path.is_file()) {
                    let name = format!("{id}/{file}");
                    all.push(Servable::Program { path, name });
                }
            }
        }
        // The one that the sample's requests are written for.
        all[own_programs..].sort_by_key(|one| !one.is_samples());
        all
    }

    /// The server that the sample's requests are written for, where the pack has it.
    pub fn sample_server(&self) -> Option<Servable> {
        self.servables().into_iter().find(Servable::is_samples)
    }

    /// What can be asked of a mock API, as its description says.
    pub fn routes_of(&self, what: &Servable) -> Vec<String> {
        match what {
            Servable::Api { exercise, .. } => {
                self.api_of(exercise).map_or_else(|_| Vec::new(), |api| api.offers())
            }
            Servable::Program { .. } => Vec::new(),
        }
    }

    /// Runs a server until it ends or `cancel` ends it; hands what it says to `tell`. Gives back why it
    /// ended, as a sentence, where nobody stopped it.
    ///
    /// # Errors
    /// It could not be started.
    pub fn serve(
        &self,
        what: &Servable,
        cancel: &Cancel,
        tell: &mut dyn FnMut(Said),
    ) -> Result<Option<String>, Trouble> {
        let lab = match what {
            Servable::Api { exercise, .. } => self.start_api(self.api_of(exercise)?, cancel)?,
            Servable::Program { path, .. } => {
                let (folder, entry) = placed(path).map_err(Trouble::new)?;
                let started = Lab::start_on(
                    &self.machine,
                    &program(folder, entry),
                    &limits(),
                    cancel,
                    Ports::Named,
                );
                started.map_err(|fault| Trouble::new(fault.0))?
            }
        };
        let stop = follow(&lab, tell);
        Ok(if cancel.is_cancelled() { None } else { Some(ending(what, &stop)) })
    }

    fn api_of(&self, exercise: &ExerciseId) -> Result<Api, Trouble> {
        let mock = self.exercise(exercise)?.lab.mock;
        let none = || Trouble::new(format!("{exercise} has no mock API."));
        mock.map(|mock| mock.api).ok_or_else(none)
    }

    fn start_api(&self, api: Api, cancel: &Cancel) -> Result<Lab, Trouble> {
        let port = Some(API_PORT).filter(|port| try_port(*port).is_ok());
        let limits = Limits { wall_ms: None, memory_mb: MEMORY_MB, ..Limits::default() };
        let lab = Lab::serve(&self.machine, &Service { api, port, doors: true }, &limits, cancel);
        lab.map_err(|fault| Trouble::new(fault.0))
    }
}

fn follow(lab: &Lab, tell: &mut dyn FnMut(Said)) -> Stop {
    let mut log = Log::default();
    let mut printed = Lines::default();
    loop {
        let news = lab.take_news(WAIT);
        let mut lines = Vec::new();
        let mut stop = None;
        for happened in news.happened {
            match happened {
                Happened::Listening { port, .. } => tell(Said::Listening(port)),
                Happened::Printed { text, .. } => lines.extend(printed.take(&text)),
                Happened::Idle { .. } => {}
                Happened::Ended(ended) => stop = Some(ended),
            }
        }
        lines.extend(news.entries.iter().filter_map(|entry| log.take(entry)));
        if stop.is_some() {
            lines.extend(printed.end());
        }
        if !lines.is_empty() {
            tell(Said::Lines(lines));
        }
        if let Some(stop) = stop {
            return stop;
        }
    }
}

/// Why a server ended that nobody stopped.
fn ending(what: &Servable, stop: &Stop) -> String {
    if let Stop::Threw(thrown) = stop
        && thrown.message.contains("EADDRINUSE")
    {
        return format!(
            "{} ended: the port that it names is taken by another program. Give it another port.",
            what.name()
        );
    }
    match stop.sentence() {
        Some(sentence) => format!("{} ended. {sentence}", what.name()),
        None => format!("{} ended.", what.name()),
    }
}

/// Whether a file of this name is a program.
pub fn is_program(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| matches!(ending, "js" | "mjs" | "cjs"))
}

/// A program of a folder on the disk, with the variables of this process.
pub fn program(folder: PathBuf, entry: String) -> Program {
    Program { entry: Some(entry), env: environment(), ..Program::of(Folder::Disk(folder)) }
}

/// Of a program that runs as long as somebody wants it to.
pub fn limits() -> Limits {
    Limits { wall_ms: None, printed_bytes: None, ..Limits::default() }
}

/// The run's folder and the file's path in it: the nearest folder above that holds package.json,
/// else the file's own; never the home folder or one above it.
pub fn placed(file: &Path) -> Result<(PathBuf, String), String> {
    let file = file.canonicalize().map_err(|error| format!("{}: {error}", file.display()))?;
    let own = file.parent().unwrap_or(Path::new("/")).to_path_buf();
    let home =
        std::env::var_os("HOME").map(PathBuf::from).and_then(|home| home.canonicalize().ok());
    let is_too_high = |folder: &Path| home.as_ref().is_some_and(|home| home.starts_with(folder));
    let folder = own
        .ancestors()
        .take_while(|folder| !is_too_high(folder))
        .find(|folder| folder.join("package.json").is_file())
        .unwrap_or(&own)
        .to_path_buf();
    let entry = file.strip_prefix(&folder).unwrap_or(&file).to_string_lossy().into_owned();
    Ok((folder, entry))
}

/// The variables of this process; those that are no text are left out.
fn environment() -> BTreeMap<String, String> {
    let text = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).collect()
}
