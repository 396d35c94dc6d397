//! `check`: judges an exercise and says what it found.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU8, Ordering},
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

use notify::{RecursiveMode, Watcher};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
    low_level::emulate_default_handler,
};

use crate::{
    cli::{
        Ended, Failed, arguments,
        exercise::named,
        print::{
            complain, json, out, quiz,
            verdict::{self, Framing, Next},
        },
    },
    client::Base,
    course::{
        exercise::{Exercise, Files, Kind},
        id::ExerciseId,
    },
    diag::did_you_mean,
    judge::Verdict,
    lab::{Cancel, command::CommandLine},
    text::clean_line,
    tutor::{OwnCommand, Tutor, Workpiece},
};

/// How long saves must pause before they are checked: editors write a file in several steps.
const SAVES_PAUSE: Duration = Duration::from_millis(60);

pub fn check(tutor: &Tutor, wanted: &arguments::Check, here: &Path) -> Result<Ended, Failed> {
    let id = match &wanted.id {
        Some(id) => named(tutor, id)?,
        None => unnamed(tutor, here)?,
    };
    if wanted.watch {
        return watch(tutor, &id);
    }
    if let Some(url) = &wanted.url {
        Base::typed(url).map_err(Failed::Misuse)?;
    }
    if let Some(line) = &wanted.cmd {
        CommandLine::parse(line).map_err(Failed::Misuse)?;
    }
    let judged = judge(tutor, &id, wanted, here)?;
    let ended = show(&judged, wanted.json, again(wanted, &judged.work))?;
    // As a shell tells it of a program that the signal ended.
    Ok(judged.signal.map_or(ended, |signal| Ended::Program(128 + signal)))
}

/// A verdict and what stands around it.
struct Judged {
    work: Workpiece,
    verdict: Verdict,
    attempts: u32,
    unsaved: Option<String>,
    /// What asked the check to stop.
    signal: Option<u8>,
}

/// The exercise of this folder, else the last one.
fn unnamed(tutor: &Tutor, here: &Path) -> Result<ExerciseId, Failed> {
    let folders = here.ancestors().filter_map(|folder| folder.file_name()?.to_str());
    let of_folder = folders.filter_map(|name| ExerciseId::parse(name).ok()).find(|id| {
        let folder = tutor.lay_out(id).ok().and_then(|work| work.folder);
        folder.is_some_and(|folder| here.starts_with(folder))
    });
    of_folder.or_else(|| tutor.last_exercise()).ok_or_else(|| {
        Failed::Misuse(
            "which exercise? `backlab list` names them, as in `backlab check basic-node-server`"
                .to_owned(),
        )
    })
}

fn judge(
    tutor: &Tutor,
    id: &ExerciseId,
    wanted: &arguments::Check,
    here: &Path,
) -> Result<Judged, Failed> {
    let work = tutor.lay_out(id)?;
    let (steps, _) = channel();
    let cancel = Cancel::new();
    if let Some(files) = held(&work.exercise, wanted)? {
        let verdict = tutor.check_held(&work.exercise, files, &cancel, &steps);
        let attempts = work.standing.attempts;
        return Ok(Judged { attempts, work, verdict, unsaved: None, signal: None });
    }
    let typed = wanted.cmd.clone().map(|line| OwnCommand {
        line,
        folder: here.to_owned(),
        ready_seconds: None,
    });
    let command = typed.or_else(|| work.command.clone().filter(|_| wanted.url.is_none()));
    let command = command.map(|own| OwnCommand { ready_seconds: wanted.ready, ..own });
    let signals = command.as_ref().map(|own| announce(own, &cancel)).transpose()?;
    let checked = thread::scope(|scope| {
        if work.exercise.kind != Kind::Quiz {
            // The first change of a process makes the record's log on the disk, which takes longer
            // than the change: here it does so while the answer runs. Those of a quiz do not run.
            scope.spawn(|| tutor.note_opened(id));
        }
        match (&wanted.url, &command) {
            (Some(url), _) => tutor.check_url(&work.exercise, url, &cancel, &steps),
            (None, Some(own)) => tutor.check_command(&work.exercise, own, &cancel, &steps),
            (None, None) => tutor.check(&work.exercise, &work.files, &cancel, &steps),
        }
    });
    Ok(Judged {
        signal: signals.and_then(Asked::by),
        work,
        attempts: checked.standing.attempts,
        verdict: checked.verdict,
        unsaved: checked.unsaved,
    })
}

/// The answer of the pack that is asked for in place of the learner's.
fn held<'a>(
    exercise: &'a Exercise,
    wanted: &arguments::Check,
) -> Result<Option<&'a Files>, Failed> {
    if wanted.solution {
        return Ok(Some(&exercise.solution));
    }
    let also = exercise.alternatives.iter().map(|also| (also.name.as_str(), &also.files));
    let wrongs = exercise.wrongs.iter().map(|wrong| (wrong.name.as_str(), &wrong.files));
    if let Some(name) = &wanted.also {
        return one_of(name, "other right answer", &also.collect::<Vec<_>>()).map(Some);
    }
    wanted
        .wrong
        .as_ref()
        .map(|name| one_of(name, "wrong answer", &wrongs.collect::<Vec<_>>()))
        .transpose()
}

fn one_of<'a>(name: &str, what: &str, held: &[(&str, &'a Files)]) -> Result<&'a Files, Failed> {
    if let Some((_, files)) = held.iter().find(|(other, _)| *other == name) {
        return Ok(files);
    }
    let names: Vec<&str> = held.iter().map(|(name, _)| *name).collect();
    let rest = match (did_you_mean(name, names.iter().copied()), &names[..]) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => "it has none".to_owned(),
        (None, names) => format!("it has {}", names.join(", ")),
    };
    Err(Failed::Misuse(format!("the exercise has no {what} `{}`: {rest}", clean_line(name))))
}

/// A signal stops the check instead of the process, so that the command is gone before we are.
struct Asked {
    /// The number of the signal that came; 0 for none.
    by: Arc<AtomicU8>,
    /// The check is over: a signal means again what it always does.
    over: Arc<AtomicBool>,
}

impl Asked {
    /// Ends it; the number of the signal that came.
    fn by(self) -> Option<u8> {
        self.over.store(true, Ordering::Release);
        Some(self.by.load(Ordering::Acquire)).filter(|signal| *signal != 0)
    }
}

/// Shows what is about to be started, and listens for signals while it runs.
fn announce(own: &OwnCommand, cancel: &Cancel) -> Result<Asked, Failed> {
    complain(&format!(
        "Starts {} in {}",
        clean_line(&own.line),
        clean_line(&own.folder.display().to_string())
    ));
    let asked = Asked { by: Arc::default(), over: Arc::default() };
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let (by, over, cancel) = (Arc::clone(&asked.by), Arc::clone(&asked.over), cancel.clone());
    thread::spawn(move || {
        for signal in signals.forever() {
            if over.load(Ordering::Acquire) {
                // Ends the process; where it cannot, nothing else can either.
                drop(emulate_default_handler(signal));
            }
            by.store(u8::try_from(signal).unwrap_or_default(), Ordering::Release);
            cancel.cancel();
        }
    });
    Ok(asked)
}

/// How the same server outside the lab is checked again.
fn again(wanted: &arguments::Check, work: &Workpiece) -> Option<String> {
    match (&wanted.url, &wanted.cmd) {
        (Some(url), _) => Some(format!(" --url {}", clean_line(url))),
        (None, Some(line)) => {
            // What holds a NUL was refused before.
            let quoted = shlex::try_quote(line).unwrap_or_default();
            Some(format!(" --cmd {}", clean_line(&quoted)))
        }
        (None, None) if wanted.is_of_the_pack() => None,
        (None, None) => work.command.as_ref().map(|_| String::new()),
    }
}

fn show(judged: &Judged, as_json: bool, again: Option<String>) -> Result<Ended, Failed> {
    let Judged { work, verdict, attempts, unsaved, .. } = judged;
    let exercise = &work.exercise;
    if as_json {
        let (pack, id) = (work.pack.as_str(), exercise.id.as_str());
        out(&json::verdict(pack, id, exercise, verdict, *attempts > 1))?;
    } else if exercise.kind == Kind::Quiz {
        out(&quiz::verdict(exercise, verdict, Next::CommandLine))?;
    } else {
        let framing = Framing::of(exercise, verdict, *attempts, again, Next::CommandLine);
        out(&verdict::text(verdict, &framing))?;
    }
    if let Some(unsaved) = unsaved {
        complain(unsaved);
    }
    Ok(if verdict.passed() {
        Ended::Well
    } else if verdict.unjudged() {
        Ended::Unjudged
    } else {
        Ended::NotPassed
    })
}

/// Checks now and after every save, until Ctrl+C or until all checks pass.
fn watch(tutor: &Tutor, id: &ExerciseId) -> Result<Ended, Failed> {
    let work = tutor.open_exercise(id)?;
    let Some(folder) = work.folder else {
        let why = work.note.unwrap_or_else(|| "nothing can be written here".to_owned());
        return Err(Failed::Broken(why));
    };
    let (tell, saves) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            let _ = tell.send(());
        }
    })
    .and_then(|mut watcher| {
        watcher.watch(&folder, RecursiveMode::Recursive)?;
        Ok(watcher)
    })
    .map_err(|error| Failed::Broken(format!("{} cannot be watched: {error}", folder.display())))?;
    complain(&format!("Watching {}. Ctrl+C stops.", folder.display()));
    let wanted = arguments::Check {
        id: None,
        json: false,
        watch: false,
        solution: false,
        also: None,
        wrong: None,
        url: None,
        cmd: None,
        ready: None,
    };
    loop {
        let judged = judge(tutor, id, &wanted, &folder)?;
        if let Some(signal) = judged.signal {
            return Ok(Ended::Program(128 + signal));
        }
        let again = judged.work.command.as_ref().map(|_| String::new());
        if show(&judged, false, again)? == Ended::Well {
            watcher.unwatch(&folder).ok();
            return Ok(Ended::Well);
        }
        if !pause(&saves) {
            return Ok(Ended::NotPassed);
        }
    }
}

/// Waits for a save and until saves pause; false when nobody watches any more.
pub(super) fn pause(saves: &Receiver<()>) -> bool {
    if saves.recv().is_err() {
        return false;
    }
    loop {
        match saves.recv_timeout(SAVES_PAUSE) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}
