//! Without a command: the screens, or where none can be drawn the tutor line by line.

use std::{
    io::{self, IsTerminal},
    os::unix::process::CommandExt,
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
    let variable = |name: &str| std::env::var(name).ok();
    let term = variable("TERM");
    let editor = variable("VISUAL").or_else(|| variable("EDITOR")).filter(|name| !name.is_empty());
    let can_draw = !plain
        && io::stdout().is_terminal()
        && io::stdin().is_terminal()
        && term.as_deref().is_some_and(|term| term != "dumb");
    if !can_draw {
        let columns = app::columns().map_or(COLUMNS_MAX, usize::from).max(COLUMNS_MIN);
        let reader = Reader { columns, editor };
        plain::run(&tutor, &mut app::lines::of_stdin()?, &mut io::stdout().lock(), &reader)?;
        return Ok(Ended::Well);
    }
    let announced = app::Announced {
        colorterm: variable("COLORTERM"),
        term,
        colorfgbg: variable("COLORFGBG"),
        no_color: variable("NO_COLOR"),
        editor,
    };
    match app::start(Arc::new(tutor), &settings.config, settings.keys, &announced)? {
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
