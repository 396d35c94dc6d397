//! The text of what was compiled, so that an error can show its line.

use std::{collections::HashMap, rc::Rc};

/// The text of every file that was compiled.
#[derive(Debug, Default)]
pub struct Sources {
    files: HashMap<String, Source>,
}

#[derive(Debug)]
struct Source {
    text: Rc<str>,
}

impl Sources {
    pub fn add(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), Source { text: text.into() });
    }

    /// Line `line`, counted from 1, of the file at `path`.
    pub fn line(&self, path: &str, line: u32) -> Option<&str> {
        let index = usize::try_from(line).ok()?.checked_sub(1)?;
        self.files.get(path)?.text.lines().nth(index)
    }
}
