//! A pack that its author looks at while writing it: nothing of what is done there is kept, and what
//! it lists may change at any time.

use std::sync::{Arc, Mutex};

use crate::{
    catalog::Catalog,
    config::Config,
    diag::Trouble,
    lab::Machine,
    pack::Pack,
    progress::{Progress, Seconds},
    tutor::{Tutor, packs::Packs},
    workspace::{Workspace, commands::Commands},
};

impl Tutor {
    /// Over a pack, with a record and files that are gone with the program.
    pub fn previewing(pack: Pack, machine: Machine, config: Config, now: fn() -> Seconds) -> Tutor {
        let others = Trouble::new("A preview has no packs beside the one that is written.")
            .next("`backlab` without a command opens them.");
        Tutor {
            pack,
            packs: Packs::none(others, machine.clone(), now).into(),
            machine,
            progress: Progress::transient().into(),
            workspace: Workspace::transient().into(),
            catalog: Catalog::new(None).into(),
            commands: Commands::new(None).into(),
            config,
            desk: Arc::default(),
            now,
            typed_at: Mutex::default(),
        }
    }

    /// The same over the pack as its pack.toml lists it now, in the same language. What was done so far
    /// and what runs are shared.
    #[must_use]
    pub fn over(&self, pack: &Pack) -> Tutor {
        let language = self.pack.language().map(str::to_owned);
        let tutor = Tutor {
            pack: pack.in_language(language.as_slice()),
            machine: self.machine.clone(),
            progress: Arc::clone(&self.progress),
            workspace: Arc::clone(&self.workspace),
            catalog: Arc::clone(&self.catalog),
            commands: Arc::clone(&self.commands),
            config: self.config.clone(),
            desk: Arc::clone(&self.desk),
            packs: Arc::clone(&self.packs),
            now: self.now,
            typed_at: Mutex::default(),
        };
        tutor.resolve_moved(&tutor.pack.course);
        tutor
    }
}
