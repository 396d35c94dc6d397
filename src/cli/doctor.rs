//! `doctor`: looks at this machine and says what works, and what to do about what does not.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use crate::{
    cli::{
        Ended, Failed,
        print::out,
        standing::{self, Settings},
    },
    lab::{Cancel, Folder, Lab, Limits, Program, Walls},
    trace::Stop,
    tutor::Tutor,
};

pub fn doctor(tutor: &Tutor, settings: &Settings) -> Result<Ended, Failed> {
    let mut text = format!("backlab {}\n\n", env!("CARGO_PKG_VERSION"));
    let mut well = true;
    let mut row = |name: &str, result: Result<String, String>| {
        let (mark, said) = match &result {
            Ok(said) => ("ok", said),
            Err(said) => ("NOT OK", said),
        };
        well &= result.is_ok();
        let _ = writeln!(text, "{mark:<7} {name:<10} {said}");
    };
    let tried = lab();
    row(
        "lab",
        tried.as_ref().map(|_| "a program started, ran and ended".to_owned()).map_err(Clone::clone),
    );
    if let Ok(walls) = tried {
        row("walls", said_of(walls));
    }
    row(
        "settings",
        match settings.findings.iter().next() {
            None => Ok(place(settings.folders.config.as_deref())),
            Some(finding) => Err(finding.to_string()),
        },
    );
    row("keys", keys(settings));
    let overview = tutor.overview();
    row(
        "progress",
        match overview.notes.first() {
            None => Ok(place(settings.folders.data.as_deref())),
            Some(note) => Err(note.clone()),
        },
    );
    row(
        "workspace",
        match &settings.folders.workspace {
            Some(folder) => Ok(folder.display().to_string()),
            None => Err("HOME is not set, so your files are kept in memory only".to_owned()),
        },
    );
    let (lessons, exercises) = overview.modules.iter().fold((0, 0), |(lessons, exercises), m| {
        (lessons + m.lessons.len(), exercises + m.exercises.len())
    });
    row(
        "course",
        Ok(format!(
            "{} {}: {lessons} lessons, {exercises} exercises",
            overview.course.id, overview.course.version
        )),
    );
    let term = std::env::var("TERM").unwrap_or_else(|_| "not set".to_owned());
    let colours = std::env::var("COLORTERM").unwrap_or_else(|_| "not announced".to_owned());
    row("terminal", Ok(format!("TERM {term}, true colour {colours}")));
    out(&text)?;
    Ok(if well { Ended::Well } else { Ended::Unjudged })
}

/// The keys that were changed; every one that could not be.
fn keys(settings: &Settings) -> Result<String, String> {
    if !settings.key_findings.is_empty() {
        let all: Vec<_> = settings.key_findings.iter().map(ToString::to_string).collect();
        return Err(all.join("\n"));
    }
    Ok(match settings.config.keys.len() {
        0 => "none is changed; docs/KEYS.md says how".to_owned(),
        1 => "1 is changed".to_owned(),
        count => format!("{count} are changed"),
    })
}

/// Runs a program that prints one line; the walls around it.
fn lab() -> Result<Walls, String> {
    let code = b"console.log(40 + 2)".to_vec();
    let program = Program {
        entry: Some("doctor.js".to_owned()),
        ..Program::of(Folder::Memory(BTreeMap::from([("doctor.js".to_owned(), code)])))
    };
    let limits = Limits::default();
    let lab = Lab::start(&standing::machine(), &program, &limits, &Cancel::new())
        .map_err(|fault| fault.0)?;
    let stop = lab.wait();
    let walls = lab.walls();
    let printed = String::from_utf8_lossy(&lab.end().stdout).into_owned();
    match (stop, printed.as_str()) {
        (Stop::Finished, "42\n") => Ok(walls),
        (stop, printed) => Err(format!("a program ended with {stop:?} and printed `{printed}`")),
    }
}

/// docs/SECURITY.md says what holds where one of them is missing.
fn said_of(walls: Walls) -> Result<String, String> {
    let Walls { landlock, seccomp } = walls;
    match (landlock, seccomp) {
        (1.., true) => Ok(format!("files (Landlock {landlock}) and system calls (seccomp)")),
        (0, true) => Err("this kernel has no Landlock: what is checked opens no file at all, but \
            only the engine keeps a program of yours in its folder"
            .to_owned()),
        (_, false) if cfg!(target_os = "linux") => Err("this kernel filters no system calls \
            (seccomp): run only lessons that you trust"
            .to_owned()),
        (_, false) => {
            Err("this system has limits and no walls: run only lessons that you trust".to_owned())
        }
    }
}

fn place(folder: Option<&Path>) -> String {
    folder.map_or_else(|| "in memory".to_owned(), |folder| folder.display().to_string())
}
