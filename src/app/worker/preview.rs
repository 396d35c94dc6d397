//! The pack that is previewed, looked at whenever its author saves.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{Worker, keep_order};
use crate::{
    app::{search, watch::Watch},
    pack::{Pack, files::Disk, lint::lint_files},
    screen::event::Event,
};

impl Worker {
    /// Looks at the pack in `folder` now and whenever a file there is written.
    pub fn preview(&mut self, folder: &Path) {
        self.previewed = Some(folder.to_owned());
        let asked = Arc::new(AtomicBool::new(false));
        let (orderly, folder) = (self.orderly.clone(), folder.to_path_buf());
        let watched = folder.clone();
        let look = move || {
            // Many files may be written at once: one look that is still to come sees them all.
            if asked.swap(true, Ordering::Relaxed) {
                return;
            }
            let (asked, folder) = (Arc::clone(&asked), folder.clone());
            let _ = orderly.send(Box::new(move |tutor| {
                asked.store(false, Ordering::Relaxed);
                let (pack, linted) = lint_files(Arc::new(Disk::new(folder)), None);
                let lists_others = pack.is_some_and(|pack| pack.course != tutor.pack().course);
                vec![Event::PackSaved { linted: Box::new(linted), lists_others }]
            }));
        };
        look();
        self.pack_watch.folder(&watched, look);
    }

    /// Goes on over the pack as its pack.toml lists it now, and looks at it again; `false`
    /// where that cannot be read. What was done stays, and what runs goes on; the consoles keep to the
    /// list of before.
    pub fn open_anew(&mut self) -> bool {
        let Some(folder) = self.previewed.clone() else { return false };
        let Some(pack) = Pack::open(Arc::new(Disk::new(&folder))).0 else { return false };
        // What was asked of the earlier list comes first, saves most of all.
        self.wait();
        let tutor = Arc::new(self.tutor.over(&pack));
        self.orderly = keep_order(Arc::clone(&tutor), self.messages.clone());
        self.searching = search::start(Arc::clone(&tutor), self.messages.clone());
        self.tutor = tutor;
        self.index();
        // The one that watches asks the earlier list.
        self.pack_watch = Watch::default();
        self.preview(&folder);
        true
    }
}
