//! The files of the exercise in their editors, and what of them is saved.

use crate::{
    course::{
        exercise::{Exercise, Files},
        id::ExerciseId,
    },
    diag::Place,
    exchange::http_file::complete::offers,
    markup::{Stretch, highlight::TEXT_BYTES_MAX},
    screen::{
        event::{Effect, Generation, HighlightKey},
        theme::Role,
        widget::editor::{CodeEditor, class_at},
    },
    text,
};

use super::rows::{Span, span};

/// A changed text is saved this long after the first key that changed it.
const SAVE_MS: u64 = 150;

#[derive(Clone, Debug)]
pub struct OpenFile {
    pub path: String,
    pub editor: CodeEditor,
    pub saving: Saving,
    pub colouring: Colouring,
}

/// Whether the classes of a text are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colouring {
    /// Asked for when the editor counted so many edits.
    Asked(u64),
    /// Known for the text at this edit; `None` for none.
    Known(Option<u64>),
}

/// Whether what the editor shows is in the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    Saved,
    /// Changed; saved when this timer ends.
    Waiting(Generation),
    /// Given to the worker when the editor counted so many edits.
    Asked(u64),
    /// The workspace did not take it; the text is only here.
    Failed,
}

/// There is always at least one.
#[derive(Clone, Debug)]
pub struct OpenFiles {
    files: Vec<OpenFile>,
    shown: usize,
}

impl OpenFiles {
    /// `texts` is what the learner has now. A file that is no UTF-8 can be read and not changed.
    pub fn new(exercise: &Exercise, texts: &Files) -> OpenFiles {
        let open = |path: &str, edit: bool| {
            let bytes = texts.get(path).map_or(&[][..], Vec::as_slice);
            let text = String::from_utf8_lossy(bytes);
            let mut editor = CodeEditor::new(&text, edit && std::str::from_utf8(bytes).is_ok());
            if language(path) == "http" {
                editor.complete_with(offers);
            }
            let colouring = Colouring::Known(None);
            OpenFile { path: path.to_owned(), editor, saving: Saving::Saved, colouring }
        };
        let mut files: Vec<OpenFile> =
            exercise.files.iter().map(|file| open(&file.path, file.edit)).collect();
        if files.is_empty() {
            files.push(open(exercise.app(), false));
        }
        OpenFiles { files, shown: 0 }
    }

    /// Takes over files that were written anew. What is typed and not saved yet stays.
    pub fn renew(&mut self, exercise: &Exercise, texts: &Files) {
        let shown = self.shown().path.clone();
        let mut was = std::mem::replace(self, OpenFiles::new(exercise, texts)).files;
        for file in &mut self.files {
            let is_same = |other: &OpenFile| {
                other.path == file.path && other.editor.is_writable() == file.editor.is_writable()
            };
            let Some(at) = was.iter().position(is_same) else { continue };
            let mut kept = was.swap_remove(at);
            if kept.saving == Saving::Saved {
                kept.editor.replace_all(&file.editor.text());
            }
            *file = kept;
        }
        self.shown = self.index_of(&shown).unwrap_or(0);
    }

    pub fn all(&self) -> &[OpenFile] {
        &self.files
    }

    pub fn shown(&self) -> &OpenFile {
        &self.files[self.shown]
    }

    pub fn editor(&mut self) -> &mut CodeEditor {
        &mut self.files[self.shown].editor
    }

    pub fn shown_index(&self) -> usize {
        self.shown
    }

    pub fn show(&mut self, index: usize) {
        self.shown = index.min(self.files.len() - 1);
    }

    pub fn show_next(&mut self) {
        self.shown = (self.shown + 1) % self.files.len();
    }

    pub fn index_of(&self, path: &str) -> Option<usize> {
        self.files.iter().position(|file| file.path == path)
    }

    /// Every size at once, so that a file that is shown later is in view too.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        for file in &mut self.files {
            file.editor.resize(columns, rows);
        }
    }

    /// Counts the changes of all files.
    pub fn edits(&self) -> u64 {
        self.files.iter().map(|file| file.editor.edits()).sum()
    }

    /// The texts as they are now, over those of `texts` that are not open.
    pub fn texts(&self, texts: &Files) -> Files {
        let mut texts = texts.clone();
        for file in self.files.iter().filter(|file| file.editor.is_writable()) {
            texts.insert(file.path.clone(), file.editor.text().into_bytes());
        }
        texts
    }

    /// Asks for the classes of each text that changed since they were found; for one text at a
    /// time, so that fast typing does not queue.
    pub fn highlight(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for file in &mut self.files {
            let edit = file.editor.edits();
            if matches!(file.colouring, Colouring::Asked(_))
                || file.colouring == Colouring::Known(Some(edit))
            {
                continue;
            }
            let bytes: usize = file.editor.lines().iter().map(|line| line.len() + 1).sum();
            if bytes <= TEXT_BYTES_MAX {
                file.colouring = Colouring::Asked(edit);
                effects.push(Effect::Highlight {
                    key: HighlightKey::File { path: file.path.clone(), edit },
                    language: language(&file.path),
                    text: file.editor.text(),
                });
            }
        }
        effects
    }

    pub fn highlighted(&mut self, path: &str, edit: u64, lines: &[Vec<Stretch>]) {
        for file in self.files.iter_mut().filter(|file| file.path == path) {
            if file.colouring == Colouring::Asked(edit) {
                file.colouring = Colouring::Known(Some(edit));
                file.editor.colour(edit, lines.to_vec());
            }
        }
    }

    /// A line that a result names, without its margin, in the colours of the editor where it still
    /// stands there.
    pub fn coloured(&self, place: &Place, line: &str) -> Vec<Span> {
        let trimmed = line.trim();
        let plain = || vec![span(text::clean_line(trimmed), Role::Code)];
        let Some(index) = self.index_of(&place.file) else { return plain() };
        let editor = &self.files[index].editor;
        let number = usize::try_from(place.line).unwrap_or(0).saturating_sub(1);
        let Some(here) = editor.lines().get(number) else { return plain() };
        if here.trim() != trimmed || editor.stretches(number).is_empty() {
            return plain();
        }
        let mut spans: Vec<Span> = Vec::new();
        let margin = here.len() - here.trim_start().len();
        for (byte, ch) in trimmed.char_indices() {
            let role = Role::of(class_at(editor.stretches(number), margin + byte));
            match spans.last_mut() {
                Some(last) if last.role == role => last.text.push(ch),
                Some(_) | None => spans.push(span(ch, role)),
            }
        }
        for span in &mut spans {
            span.text = text::clean_line(&span.text).into_owned();
        }
        spans
    }

    /// Asks for the timer that saves the shown file, unless it runs.
    pub fn save_later(&mut self, timer: Generation) -> Vec<Effect> {
        let file = &mut self.files[self.shown];
        match file.saving {
            Saving::Waiting(_) => Vec::new(),
            Saving::Saved | Saving::Asked(_) | Saving::Failed => {
                file.saving = Saving::Waiting(timer);
                vec![Effect::After { ms: SAVE_MS, generation: timer }]
            }
        }
    }

    /// Saves the file whose timer ended.
    pub fn save_after(&mut self, timer: Generation, exercise: &ExerciseId) -> Vec<Effect> {
        self.save(exercise, |file| file.saving == Saving::Waiting(timer))
    }

    /// Saves at once whatever is not saved.
    pub fn save_now(&mut self, exercise: &ExerciseId) -> Vec<Effect> {
        self.save(exercise, |file| matches!(file.saving, Saving::Waiting(_) | Saving::Failed))
    }

    pub fn saved(&mut self, path: &str) {
        for file in self.files.iter_mut().filter(|file| file.path == path) {
            if file.saving == Saving::Asked(file.editor.edits()) {
                file.saving = Saving::Saved;
            }
        }
    }

    pub fn save_failed(&mut self, path: &str) {
        for file in self.files.iter_mut().filter(|file| file.path == path) {
            if matches!(file.saving, Saving::Asked(_)) {
                file.saving = Saving::Failed;
            }
        }
    }

    /// Puts the text of the workspace in the place of the editor's.
    pub fn replace(&mut self, path: &str, text: &str) {
        for file in self.files.iter_mut().filter(|file| file.path == path) {
            file.editor.replace_all(text);
            file.saving = Saving::Saved;
        }
    }

    /// Marks one line, counted from 1, and no other of any file.
    pub fn mark(&mut self, place: Option<(&str, u32)>) {
        for file in &mut self.files {
            let line = place.filter(|(path, _)| *path == file.path).map(|(_, line)| line);
            let line = line.and_then(|line| usize::try_from(line).ok()?.checked_sub(1));
            file.editor.mark(line);
        }
    }

    fn save(&mut self, exercise: &ExerciseId, which: impl Fn(&OpenFile) -> bool) -> Vec<Effect> {
        let save = |file: &mut OpenFile| {
            file.saving = Saving::Asked(file.editor.edits());
            Effect::Save {
                exercise: exercise.clone(),
                path: file.path.clone(),
                text: file.editor.text(),
            }
        };
        self.files.iter_mut().filter(|file| which(file)).map(save).collect()
    }
}

/// The name of a file's language, as the grammars know it: what stands behind the last dot.
pub fn language(path: &str) -> String {
    path.rsplit('.').next().unwrap_or("").to_owned()
}
