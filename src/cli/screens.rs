//! Without a command: the screens, or where none can be drawn the tutor line by line.

use std::{
    io::{self, IsTerminal},
    os::unix::process::CommandExt,
    path::Path,
    process::Command,
    sync::Arc,
};

use crate::{
    app::{self, Ended as Left},
    cli::{Ended, Failed, print::COLUMNS_MAX, standing::Settings},
    course::id::PackId,
    plain::{self, Reader},
    tutor::Tutor,
};

/// Narrower lines would be words one below the other.
const COLUMNS_MIN: usize = 40;

/// `plain`: line by line, also where screens could be drawn.
pub fn open(tutor: Tutor, settings: &Settings, plain: bool) -> Result<Ended, Failed> {
    let announced = announced();
    if plain || !can_draw(&announced) {
        let editor = announced.editor;
        let columns = app::columns().map_or(COLUMNS_MAX, usize::from).max(COLUMNS_MIN);
        let reader = Reader { columns, editor };
        plain::run(&tutor, &mut app::lines::of_stdin()?, &mut io::stdout().lock(), &reader)?;
        return Ok(Ended::Well);
    }
    ended(app::start(Arc::new(tutor), &settings.config, settings.keys, &announced)?)
}

/// The screens on a pack that its author writes at the same time.
pub fn preview(tutor: Tutor, settings: &Settings, folder: &Path) -> Result<Ended, Failed> {
    let announced = announced();
    if !can_draw(&announced) {
        let what =
            "a preview needs a terminal: `backlab show ID` in the pack's folder prints a lesson";
        return Err(Failed::Misuse(what.to_owned()));
    }
    // The watched folder must not hang on where the program is.
    let folder = folder.canonicalize()?;
    let (config, keys) = (&settings.config, settings.keys);
    ended(app::preview(Arc::new(tutor), &folder, config, keys, &announced)?)
}

fn announced() -> app::Announced {
    let variable = |name: &str| std::env::var(name).ok();
    let editor = variable("VISUAL").or_else(|| variable("EDITOR"));
    app::Announced {
        colorterm: variable("COLORTERM"),
        term: variable("TERM"),
        colorfgbg: variable("COLORFGBG"),
        no_color: variable("NO_COLOR"),
        editor: editor.filter(|name| !name.is_empty()),
    }
}

fn can_draw(announced: &app::Announced) -> bool {
    io::stdout().is_terminal()
        && io::stdin().is_terminal()
        && announced.term.as_deref().is_some_and(|term| term != "dumb")
}

fn ended(left: Left) -> Result<Ended, Failed> {
    match left {
        Left::Left => Ok(Ended::Well),
        Left::Other(id) => Err(start_again(&id)),
        Left::Signal(signal) => Ok(Ended::Program(u8::try_from(128 + signal).unwrap_or(u8::MAX))),
    }
}

/// Becomes this program once more, over another pack: no thread and no database of the one that was
/// open is left. Comes back only when that fails.
fn start_again(id: &PackId) -> Failed {
    let failed = |error: io::Error| {
        Failed::Broken(format!("{error}. `backlab --pack {id}` opens the pack."))
    };
    match std::env::current_exe() {
        Ok(program) => failed(Command::new(program).args(["--pack", id.as_str()]).exec()),
        Err(error) => failed(error),
    }
}
