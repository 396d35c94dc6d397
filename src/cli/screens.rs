//! Without a command: the screens, or where none can be drawn the list and what works there.

use std::{
    io::{self, IsTerminal},
    sync::Arc,
};

use crate::{
    app::{self, Ended as Left},
    cli::{Ended, Failed, course, print::complain, standing::Settings},
    tutor::Tutor,
};

pub fn open(tutor: Tutor, settings: &Settings) -> Result<Ended, Failed> {
    let variable = |name: &str| std::env::var(name).ok();
    let term = variable("TERM");
    let can_draw = io::stdout().is_terminal()
        && io::stdin().is_terminal()
        && term.as_deref().is_some_and(|term| term != "dumb");
    if !can_draw {
        complain(
            "This terminal draws no screens; every command works in it. `backlab show ID` reads a \
             lesson, `backlab start ID` and `backlab check ID` do an exercise.",
        );
        return course::list(&tutor, false);
    }
    let announced = app::Announced {
        colorterm: variable("COLORTERM"),
        term,
        colorfgbg: variable("COLORFGBG"),
        no_color: variable("NO_COLOR"),
        editor: variable("VISUAL").or_else(|| variable("EDITOR")).filter(|name| !name.is_empty()),
    };
    match app::start(Arc::new(tutor), &settings.config, settings.keys, &announced)? {
        Left::Left => Ok(Ended::Well),
        Left::Signal(signal) => Ok(Ended::Program(u8::try_from(128 + signal).unwrap_or(u8::MAX))),
    }
}
