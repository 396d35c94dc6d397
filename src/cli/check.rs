//! `check`: judges an exercise and says what it found.

use std::{
    path::Path,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use notify::{RecursiveMode, Watcher};

use crate::{
    cli::{
        Ended, Failed, arguments,
        exercise::named,
        print::{
            complain, json, out, quiz,
            verdict::{self, Framing},
        },
    },
    client::Base,
    course::{exercise::Kind, id::ExerciseId},
    judge::Verdict,
    lab::Cancel,
    tutor::{Tutor, Workpiece},
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
    let judged = judge(tutor, &id, wanted)?;
    show(&judged, wanted.json)
}

/// A verdict and what stands around it.
struct Judged {
    work: Workpiece,
    verdict: Verdict,
    attempts: u32,
    unsaved: Option<String>,
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

fn judge(tutor: &Tutor, id: &ExerciseId, wanted: &arguments::Check) -> Result<Judged, Failed> {
    let work = tutor.lay_out(id)?;
    let (steps, _) = channel();
    let cancel = Cancel::new();
    if wanted.solution {
        let verdict = tutor.check_solution(&work.exercise, &cancel, &steps);
        return Ok(Judged { attempts: work.standing.attempts, work, verdict, unsaved: None });
    }
    let checked = thread::scope(|scope| {
        if work.exercise.kind != Kind::Quiz {
            // The first change of a process makes the record's log on the disk, which takes longer
            // than the change: here it does so while the answer runs. Those of a quiz do not run.
            scope.spawn(|| tutor.note_opened(id));
        }
        match &wanted.url {
            Some(url) => tutor.check_url(&work.exercise, url, &cancel, &steps),
            None => tutor.check(&work.exercise, &work.files, &cancel, &steps),
        }
    });
    Ok(Judged {
        work,
        attempts: checked.standing.attempts,
        verdict: checked.verdict,
        unsaved: checked.unsaved,
    })
}

fn show(judged: &Judged, as_json: bool) -> Result<Ended, Failed> {
    let Judged { work, verdict, attempts, unsaved } = judged;
    let exercise = &work.exercise;
    if as_json {
        let (pack, id) = (work.pack.as_str(), exercise.id.as_str());
        out(&json::verdict(pack, id, exercise.rev, verdict, *attempts > 1))?;
    } else if exercise.kind == Kind::Quiz {
        out(&quiz::verdict(exercise, verdict))?;
    } else {
        let also: Vec<_> = exercise.alternatives.iter().map(|also| also.say.clone()).collect();
        let framing = Framing {
            title: &exercise.title,
            id: exercise.id.as_str(),
            file: exercise.files.iter().find(|file| file.edit).map_or("", |file| &file.path),
            attempts: *attempts,
            learned: &exercise.learned,
            alternatives: &also,
        };
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
    let wanted =
        arguments::Check { id: None, json: false, watch: false, solution: false, url: None };
    loop {
        let judged = judge(tutor, id, &wanted)?;
        if show(&judged, false)? == Ended::Well {
            watcher.unwatch(&folder).ok();
            return Ok(Ended::Well);
        }
        if !pause(&saves) {
            return Ok(Ended::NotPassed);
        }
    }
}

/// Waits for a save and until saves pause; false when nobody watches any more.
fn pause(saves: &Receiver<()>) -> bool {
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
