//! Notices files that another program saves, without looking at them again and again.

use std::path::{Path, PathBuf};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// A folder that is watched.
#[derive(Default)]
pub struct Watch {
    watching: Option<(PathBuf, RecommendedWatcher)>,
}

impl Watch {
    /// Calls `changed` whenever something in `folder` was written, until another folder is watched.
    /// Where the system cannot watch, nothing is noticed until the exercise is opened again.
    pub fn folder(&mut self, folder: &Path, changed: impl Fn() + Send + 'static) {
        if self.watching.as_ref().is_some_and(|(watched, _)| watched == folder) {
            return;
        }
        let hear = move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| !event.kind.is_access()) {
                changed();
            }
        };
        let watcher = notify::recommended_watcher(hear).and_then(|mut watcher| {
            watcher.watch(folder, RecursiveMode::Recursive)?;
            Ok(watcher)
        });
        self.watching = watcher.ok().map(|watcher| (folder.to_path_buf(), watcher));
    }
}
