//! `serve`: a mock API, a JSON file as an API, or a program, on loopback until a signal comes.

use std::{
    io,
    path::Path,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    iterator::Signals,
};

use crate::{
    cli::{
        Ended, Failed,
        exercise::named,
        print::{self, complain, out},
        run::tell_end,
        text_file::TextFile,
    },
    exchange::api::{
        Api,
        database::{self, DATABASE_BYTES_MAX},
    },
    lab::{
        Cancel, Fault, Happened, Lab, Limits, Machine, Ports,
        mock::{ROWS_HELD_MAX, Service},
        store::Engine,
        try_port,
    },
    pack::{files::FILE_BYTES_MAX, read_api},
    trace::{Stop, Stream},
    tutor::{
        Trouble, Tutor,
        serving::{limits, log::Log, placed, program},
    },
};

/// Bytes that a program may print before it listens: they are held back, because the first line
/// says where it listens.
const HELD_BYTES_MAX: usize = 1 << 20;
/// After so long it is said that nothing listens yet.
const QUIET: Duration = Duration::from_secs(3);
/// How long one wait for news is; then the next one begins.
const WAIT: Duration = Duration::from_hours(1);
/// How long leaving may take after a signal; standard output may be blocked.
const LEAVE_MAX: Duration = Duration::from_millis(800);
/// For a mock API: the largest database, held several times, stays below it.
const MEMORY_MB: u32 = 512;

/// What a path names that can be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Program,
    Database,
    Api,
}

impl Kind {
    /// `None` for what is no file but the id of an exercise.
    ///
    /// # Errors
    /// It is a file of another kind.
    pub fn of(what: &Path) -> Result<Option<Kind>, Failed> {
        let extension = what.extension().unwrap_or_default().to_string_lossy();
        match extension.to_ascii_lowercase().as_str() {
            "js" | "mjs" | "cjs" => Ok(Some(Kind::Program)),
            "json" => Ok(Some(Kind::Database)),
            "toml" => Ok(Some(Kind::Api)),
            _ if what.is_file() => Err(Failed::Misuse(format!(
                "{}: what is served is a program (.js), a database (.json) or a mock API (.toml)",
                what.display()
            ))),
            _ => Ok(None),
        }
    }
}

/// Serves the file at `what`. `port` 0 is a free one, as is none where a program names none.
pub fn serve_file(
    machine: &Machine,
    kind: Kind,
    what: &Path,
    port: Option<u16>,
) -> Result<Ended, Failed> {
    match kind {
        Kind::Program => serve_program(machine, what, port),
        Kind::Database => {
            let file = TextFile::read(what, DATABASE_BYTES_MAX)?;
            let api = database::read(&file.text, ROWS_HELD_MAX)
                .map_err(|flaw| Failed::Misuse(print::flaw(&file, &flaw, true)))?;
            serve_api(machine, api, port)
        }
        Kind::Api => serve_api(machine, api_of(what)?, port),
    }
}

/// Serves the mock API of the exercise `id`.
pub fn serve_exercise(
    machine: &Machine,
    tutor: &Tutor,
    id: &str,
    port: Option<u16>,
) -> Result<Ended, Failed> {
    let id = named(tutor, id)?;
    let (exercise, findings) = tutor.pack().exercise(&id);
    let Some(exercise) = exercise else {
        return Err(Failed::Broken(print::findings(&findings).trim_end().to_owned()));
    };
    match exercise.lab.mock {
        Some(mock) => serve_api(machine, mock.api, port),
        None => Err(Failed::Trouble(
            Trouble::new(format!("{id} has no mock API; exercises of kind http have one."))
                .next("`backlab serve FILE.js` serves a program."),
        )),
    }
}

/// The mock API that a file describes, with the files beside it that it names.
fn api_of(what: &Path) -> Result<Api, Failed> {
    let most = usize::try_from(FILE_BYTES_MAX).unwrap_or(usize::MAX);
    let file = TextFile::read(what, most)?;
    let beside = |name: &str| {
        let path = what.parent().unwrap_or(Path::new("")).join(name);
        // As in a pack: a link is not followed.
        let is_plain = path.symlink_metadata().is_ok_and(|meta| meta.is_file());
        if is_plain { TextFile::read(&path, most).ok().map(|file| file.text) } else { None }
    };
    let (api, findings) = read_api(&file.name, &file.text, &beside);
    let shown = print::findings(&findings);
    match api {
        Some(api) => {
            if !shown.is_empty() {
                complain(shown.trim_end());
            }
            Ok(api)
        }
        None => Err(Failed::Misuse(shown.trim_end().to_owned())),
    }
}

fn serve_api(machine: &Machine, api: Api, port: Option<u16>) -> Result<Ended, Failed> {
    let port = port.filter(|port| *port != 0);
    try_named(port)?;
    let limits = Limits { wall_ms: None, memory_mb: MEMORY_MB, ..Limits::default() };
    let cancel = Cancel::new();
    let _leaving = end_on_signal(&cancel)?;
    let lab = Lab::serve(machine, &Service { api, port, doors: true }, &limits, &cancel);
    let mut serving = Serving::new("the mock API".to_owned(), Some(DOORS));
    let stop = serving.follow(&lab.map_err(broken)?)?;
    if cancel.is_cancelled() {
        return Ok(Ended::Well);
    }
    complain(&stop.sentence().unwrap_or_else(|| "The mock API ended.".to_owned()));
    Ok(Ended::Program(stop.exit_code()))
}

/// Serves an empty store to drivers and shells of MongoDB or Redis.
pub fn serve_store(machine: &Machine, engine: Engine, port: Option<u16>) -> Result<Ended, Failed> {
    let port = port.filter(|port| *port != 0);
    try_named(port)?;
    let limits = Limits { wall_ms: None, memory_mb: MEMORY_MB, ..Limits::default() };
    let cancel = Cancel::new();
    let _leaving = end_on_signal(&cancel)?;
    let (name, note) = match engine {
        Engine::Documents => ("the document store", DOCUMENTS_NOTE),
        Engine::Cache => ("the cache", CACHE_NOTE),
    };
    let lab = Lab::serve_store(machine, engine, port, &limits, &cancel);
    let mut serving = Serving::new(name.to_owned(), Some(note));
    let stop = serving.follow(&lab.map_err(broken)?)?;
    if cancel.is_cancelled() {
        return Ok(Ended::Well);
    }
    complain(&stop.sentence().unwrap_or_else(|| format!("{name} ended.")));
    Ok(Ended::Program(stop.exit_code()))
}

fn serve_program(machine: &Machine, file: &Path, port: Option<u16>) -> Result<Ended, Failed> {
    let (folder, entry) = placed(file).map_err(Failed::Misuse)?;
    let name = entry.clone();
    let mut program = program(folder, entry);
    let ports = match port {
        None => Ports::Named,
        Some(0) => Ports::Free,
        Some(port) => {
            try_named(Some(port))?;
            program.env.insert("PORT".to_owned(), port.to_string());
            Ports::First(port)
        }
    };
    let cancel = Cancel::new();
    let _leaving = end_on_signal(&cancel)?;
    let lab = Lab::start_on(machine, &program, &limits(), &cancel, ports).map_err(broken)?;
    let mut serving = Serving::new(name, None);
    let stop = serving.follow(&lab)?;
    if cancel.is_cancelled() {
        return Ok(Ended::Well);
    }
    Ok(serving.tell_end(&stop))
}

fn broken(fault: Fault) -> Failed {
    Failed::Broken(fault.0)
}

/// # Errors
/// Another program has the port, or this one may not have it.
fn try_named(port: Option<u16>) -> Result<(), Failed> {
    let Some(port) = port else { return Ok(()) };
    try_port(port).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Failed::Misuse(format!(
            "port {port} of 127.0.0.1 is taken by another program; --port 0 takes a free one"
        )),
        io::ErrorKind::PermissionDenied => Failed::Misuse(format!(
            "port {port} is not for every user; those from 1024 on are, --port 0 takes a free one"
        )),
        _ => Failed::Broken(format!("port {port} of 127.0.0.1 cannot be opened: {error}")),
    })
}

/// Makes SIGINT and SIGTERM end every lab of `cancel`. What is given back is dropped when the
/// command is done; until then it may take `LEAVE_MAX`, and the process ends without it.
fn end_on_signal(cancel: &Cancel) -> Result<Sender<()>, Failed> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let (leaving, left): (Sender<()>, Receiver<()>) = channel();
    let cancel = cancel.clone();
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if signals.forever().next().is_some() {
            cancel.cancel();
            if left.recv_timeout(LEAVE_MAX) == Err(RecvTimeoutError::Timeout) {
                std::process::exit(0);
            }
        }
    })?;
    Ok(leaving)
}

/// Said when a mock API listens.
const DOORS: &str = "GET /__requests lists what came, GET /__state what is held; POST /__reset puts \
                     all back. Ctrl+C ends it.";

const DOCUMENTS_NOTE: &str = "MongoDB's drivers and mongosh connect to it, without a password. All is in \
                              memory and gone at the end. Ctrl+C ends it.";
const CACHE_NOTE: &str = "Redis's clients and redis-cli connect to it, without a password. All is in memory and \
                          gone at the end. Ctrl+C ends it.";

/// What is served, and what is known of it.
struct Serving {
    name: String,
    /// Said when it listens.
    note: Option<&'static str>,
    listens: bool,
    /// Printed before it listened.
    held: String,
    log: Log,
}

impl Serving {
    fn new(name: String, note: Option<&'static str>) -> Serving {
        Serving { name, note, listens: false, held: String::new(), log: Log::default() }
    }

    /// Prints where it listens, then what it prints and what it is asked, until it ends.
    fn follow(&mut self, lab: &Lab) -> io::Result<Stop> {
        let began = Instant::now();
        let mut is_told = false;
        loop {
            let is_awaited = !self.listens && !is_told;
            let wait = if is_awaited { QUIET.saturating_sub(began.elapsed()) } else { WAIT };
            let news = lab.take_news(wait);
            let mut stop = None;
            for happened in news.happened {
                match happened {
                    Happened::Listening { port, .. } => self.listening(port)?,
                    Happened::Printed { stream: Stream::Out, text } if self.listens => out(&text)?,
                    Happened::Printed { stream: Stream::Out, text } => self.held.push_str(&text),
                    Happened::Printed { stream: Stream::Err, text } => print::pass_on(&text),
                    Happened::Idle { .. } => {}
                    Happened::Ended(ended) => stop = Some(ended),
                }
            }
            let lines: Vec<String> =
                news.entries.iter().filter_map(|entry| self.log.take(entry)).collect();
            if !lines.is_empty() {
                complain(&lines.join("\n"));
            }
            if !self.listens && !is_told && QUIET <= began.elapsed() {
                is_told = true;
                complain(&format!(
                    "{} runs and listens nowhere yet; what it prints is held back until it does.",
                    self.name
                ));
            }
            if HELD_BYTES_MAX < self.held.len() {
                stop = Some(Stop::Output { limit_bytes: HELD_BYTES_MAX as u64 });
            }
            if let Some(stop) = stop {
                out(&std::mem::take(&mut self.held))?;
                return Ok(stop);
            }
        }
    }

    fn listening(&mut self, port: u16) -> io::Result<()> {
        if self.listens {
            complain(&format!("also listening on 127.0.0.1:{port}"));
            return Ok(());
        }
        self.listens = true;
        out(&format!("listening on 127.0.0.1:{port}\n"))?;
        if let Some(note) = self.note {
            complain(note);
        }
        out(&std::mem::take(&mut self.held))
    }

    /// A program that ended by itself: what must be said of that.
    fn tell_end(&self, stop: &Stop) -> Ended {
        if let Stop::Threw(thrown) = stop
            && thrown.message.contains("EADDRINUSE")
        {
            complain(&format!(
                "The port that {} names is taken; --port N gives it another one.",
                self.name
            ));
        }
        let ended = tell_end(stop);
        if !self.listens && stop.exit_code() == 0 {
            complain(&format!("{} ended and never listened.", self.name));
            return Ended::NotPassed;
        }
        ended
    }
}
