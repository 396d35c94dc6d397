//! What the learner writes about a page: the field it is written in, and the rows that show it at the
//! end of the page.

use ratatui::crossterm::event::KeyEvent;

use super::{
    Reader,
    page::{Kind, Row},
    predict::field_rows,
};
use crate::{
    screen::{
        event::{Effect, Route},
        keymap::{
            Scope,
            reader::{NOTE, NoteAction},
        },
        theme::Role,
        widget::{
            editor::{CodeEditor, Reaction},
            prose::wrap,
        },
    },
    text,
    tutor::{NOTE_BYTES_MAX, Note},
};

/// Before each row of a note.
const BAR: &str = "▌ ";

/// The note that is being written.
#[derive(Clone, Debug)]
pub struct Writing {
    /// Whose text is in the field: a note that there was, or one to be.
    token: i64,
    page: usize,
    editor: CodeEditor,
}

impl Writing {
    pub(super) fn is_on(&self, page: usize) -> bool {
        self.page == page
    }
}

impl Reader {
    /// Whether letters belong to a prediction or a note.
    pub fn is_typing(&self) -> bool {
        self.editor().is_some()
    }

    pub fn has_selection(&self) -> bool {
        self.editor().is_some_and(|editor| editor.selected().is_some())
    }

    fn editor(&self) -> Option<&CodeEditor> {
        self.note_editor().or_else(|| self.asking_editor())
    }

    fn note_editor(&self) -> Option<&CodeEditor> {
        Some(&self.open.as_ref()?.writing.as_ref()?.editor)
    }

    /// Whether a note is being written.
    pub(super) fn writes_note(&self) -> bool {
        self.note_editor().is_some()
    }

    pub(super) fn paste(&mut self, pasted: &str) -> Vec<Effect> {
        if self.writes_note() {
            self.edit_note(|editor| editor.paste(pasted))
        } else {
            self.edit_prediction(|editor| editor.paste(pasted))
        }
    }

    /// Opens the field for the note on this page; what was noted before stands in it.
    pub(super) fn write_note(&mut self) -> Vec<Effect> {
        if let Some(open) = &mut self.open {
            let page = open.page;
            let noted = open.lesson.notes.iter().find(|note| note.page == page);
            let text = noted.map_or("", |note| note.text.as_str());
            let token = noted.map_or_else(|| open.lesson.token_of_a_new_note(page), |it| it.token);
            open.writing = Some(Writing { token, page, editor: CodeEditor::field(text) });
        }
        self.lay_out();
        self.show_field();
        Vec::new()
    }

    pub(super) fn key_in_note(&mut self, key: &KeyEvent) -> Vec<Effect> {
        match NOTE.action(key) {
            Some(NoteAction::Close) => {
                if let Some(open) = &mut self.open {
                    open.writing = None;
                }
                self.lay_out();
                Vec::new()
            }
            Some(NoteAction::Help) => vec![Effect::Go(Route::Help(Scope::Reader))],
            None => self.edit_note(|editor| editor.key(*key)),
        }
    }

    /// Changes the note, and asks to keep what it is now.
    pub(super) fn edit_note(
        &mut self,
        change: impl FnOnce(&mut CodeEditor) -> Reaction,
    ) -> Vec<Effect> {
        let Some(open) = &mut self.open else { return Vec::new() };
        let Some(writing) = &mut open.writing else { return Vec::new() };
        let reaction = writing.editor.change_within(NOTE_BYTES_MAX, change);
        let (token, page, text) = (writing.token, writing.page, writing.editor.text());
        let edited = reaction.edited();
        let mut effects: Vec<Effect> = reaction.copy().map(Effect::Copy).into_iter().collect();
        if edited {
            // A note of nothing but air is no note.
            let text = if text.trim().is_empty() { String::new() } else { text };
            if open.keep_note(token, page, &text) {
                let lesson = self.lesson.clone();
                effects.push(Effect::KeepNote { lesson, token, page, text });
            }
        }
        self.lay_out();
        self.show_field();
        effects
    }
}

impl super::Open {
    /// As the record will have it, where an empty note is none. Tells whether the record must hear
    /// of it.
    fn keep_note(&mut self, token: i64, page: usize, text: &str) -> bool {
        let notes = &mut self.lesson.notes;
        match notes.iter().position(|note| note.token == token) {
            Some(at) if text.is_empty() => {
                notes.remove(at);
            }
            Some(at) => text.clone_into(&mut notes[at].text),
            None if text.is_empty() => return false,
            None => notes.push(Note { token, page, text: text.to_owned(), at: 0 }),
        }
        true
    }
}

/// The notes on a page below its text, or the field where one is written.
pub fn rows(notes: &[Note], page: usize, writing: Option<&Writing>, width: u16) -> Vec<Row> {
    // What is in the field is not shown twice.
    let in_field = writing.map(|writing| writing.token);
    let own = notes.iter().filter(|note| note.page == page && Some(note.token) != in_field);
    let mut rows = Vec::new();
    if let Some(writing) = writing {
        rows.push(Row::default());
        let heading = ("Your note on this page".to_owned(), Role::Bright);
        rows.push(Row { pieces: vec![heading], kind: Kind::Output, ..Row::default() });
        rows.push(Row::default());
        rows.extend(field_rows(&writing.editor, None, width));
    }
    for note in own {
        rows.push(Row::default());
        rows.extend(note_rows(&note.text, width));
    }
    rows
}

fn note_rows(note: &str, width: u16) -> Vec<Row> {
    let room = width.saturating_sub(2);
    let note = text::clean(note);
    let lines = note.trim_end().lines().flat_map(|line| match line.trim() {
        "" => vec![String::new()],
        _ => wrap(line, room),
    });
    let row = |(nth, line): (usize, String)| Row {
        pieces: vec![(BAR.to_owned(), Role::Note), (line, Role::Text)],
        fact: if nth == 0 { "your note".to_owned() } else { String::new() },
        ..Row::default()
    };
    lines.enumerate().map(row).collect()
}
