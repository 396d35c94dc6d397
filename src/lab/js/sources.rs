//! The text of what was compiled, so that an error can show its line.

use std::{borrow::Cow, collections::HashMap};

use crate::diag::Place;

/// The text of every file that was compiled.
#[derive(Debug, Default)]
pub struct Sources {
    files: HashMap<String, Source>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct Source {
    pub text: Cow<'static, str>,
    /// Characters that stood before the first line when it was compiled: the head of the function
    /// that a CommonJS body is put into. `None` for a module, which is compiled as it is.
    pub head: Option<u32>,
}

impl Sources {
    pub fn add(&mut self, path: &str, text: impl Into<Cow<'static, str>>, head: Option<usize>) {
        let head = head.map(|head| u32::try_from(head).unwrap_or(0));
        self.files.insert(path.to_owned(), Source { text: text.into(), head });
    }

    pub fn get(&self, path: &str) -> Option<&Source> {
        self.files.get(path)
    }

    /// The modules, with their paths, in no order.
    pub fn modules(&self) -> impl Iterator<Item = (&str, &Source)> {
        let files = self.files.iter().filter(|(_, source)| source.head.is_none());
        files.map(|(path, source)| (path.as_str(), source))
    }

    /// Line `line`, counted from 1, of the file at `path`.
    pub fn line(&self, path: &str, line: u32) -> Option<&str> {
        let index = usize::try_from(line).ok()?.checked_sub(1)?;
        self.files.get(path)?.text.lines().nth(index)
    }
}

impl Source {
    /// The place that the engine calls `line` and `column`, in the file as it was written.
    pub fn as_written(&self, line: u32, column: u32) -> (u32, u32) {
        match self.head {
            Some(head) if line == 1 => (1, column.saturating_sub(head).max(1)),
            Some(_) | None => (line, column),
        }
    }

    /// The line and the column of byte `at`, counted from 1.
    pub fn place_of(&self, at: usize) -> (u32, u32) {
        let place = Place::of_offset("", &self.text, at);
        (place.line, place.column)
    }

    /// The byte where `line` and `column`, counted from 1 in characters, stand.
    pub fn offset(&self, line: u32, column: u32) -> Option<usize> {
        let (line, column) = (usize::try_from(line).ok()?, usize::try_from(column).ok()?);
        let mut start = 0;
        for text in self.text.split_inclusive('\n').take(line.checked_sub(1)?) {
            start += text.len();
        }
        let rest = self.text.get(start..)?;
        let within = rest.split('\n').next()?;
        let at = within.char_indices().nth(column.checked_sub(1)?);
        Some(start + at.map_or(within.len(), |(at, _)| at))
    }
}
