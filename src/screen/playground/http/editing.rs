//! A request while it is typed: a piece of its file in the editor, saved a moment after each key.

use ratatui::crossterm::event::KeyEvent;

use crate::{
    exchange::http_file::{self, Mistake, complete::offers_with, pieces},
    markup::Stretch,
    screen::{
        event::{Effect, Generation, HighlightKey},
        keymap::END,
        widget::editor::{CodeEditor, Reaction},
    },
    tutor::playground::{Change, Collection, Sendable},
};

/// A changed text is saved this long after the first key that changed it.
const SAVE_MS: u64 = 150;
const NEW: &str = "### new request\nGET {{base}}/";

#[derive(Clone, Debug)]
pub struct Editing {
    /// Of all editors of requests, this one: answers to another are none to it.
    pub number: Generation,
    pub file: String,
    /// The piece of the file that it was, counted from 0.
    near: usize,
    /// What stands in the file; `None` for a new request.
    was: Option<String>,
    /// What is being saved, in the order in which it was asked for.
    saving: Vec<String>,
    /// It closes when its text is in the file.
    pub closes: bool,
    /// It was sent: then it is kept, whether it was changed or not.
    sent: bool,
    pub editor: CodeEditor,
    /// The line that is being typed, until the cursor leaves it or the request is sent.
    fresh: Option<usize>,
    /// What the server answers: `GET /users`.
    routes: Vec<String>,
    /// Saved when this timer ends.
    waits: Option<Generation>,
    asked: Option<u64>,
}

/// Where typing begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    Start,
    /// A line of the piece, counted from 0.
    Line(usize),
    Header,
    Body,
}

impl Editing {
    /// The piece `near` of a collection.
    pub fn of(collection: &Collection, near: usize, spot: Spot) -> Editing {
        let range = pieces::pieces(&collection.text).into_iter().nth(near).unwrap_or(0..0);
        let was = pieces::content(&collection.text, &range).to_owned();
        let mut editing = Editing::new(&collection.name, near, &was);
        editing.was = Some(was);
        editing.go_to(spot);
        editing
    }

    /// A new request at the end of a file.
    pub fn begin(file: &str) -> Editing {
        let mut editing = Editing::new(file, usize::MAX, NEW);
        editing.editor.go_to(1);
        editing.editor.key(END.event());
        editing
    }

    fn new(file: &str, near: usize, text: &str) -> Editing {
        let mut editor = CodeEditor::new(text, true);
        editor.complete_with(|lines, line, byte| offers_with(lines, line, byte, &[]));
        let file = file.to_owned();
        Editing {
            number: 0,
            file,
            near,
            was: None,
            saving: Vec::new(),
            closes: false,
            sent: false,
            editor,
            fresh: None,
            routes: Vec::new(),
            waits: None,
            asked: None,
        }
    }

    fn go_to(&mut self, spot: Spot) {
        let content = self.content();
        match spot {
            Spot::Start => {
                let line = pieces::last_field_line(&content).unwrap_or(0);
                self.editor.go_to(if content.trim().is_empty() { 0 } else { line.min(1) });
                self.editor.key(END.event());
            }
            Spot::Line(line) => {
                self.editor.go_to(line);
                self.editor.key(END.event());
            }
            Spot::Header => {
                let Some(line) = pieces::last_field_line(&content) else { return };
                self.editor.go_to(line);
                self.editor.key(END.event());
                self.editor.paste("\n");
            }
            Spot::Body => {
                let line = pieces::body_line(&content);
                self.editor.go_to(line.unwrap_or(usize::MAX));
                if line.is_none_or(|line| self.editor.lines().len() <= line) {
                    self.editor.key(END.event());
                    self.editor.paste(if line.is_none() { "\n\n" } else { "\n" });
                }
            }
        }
    }

    /// The paths that the server answers are offered from now on.
    pub fn know(&mut self, routes: &[String]) {
        if self.routes != routes {
            self.routes = routes.to_vec();
            let routes = self.routes.clone();
            self.editor
                .complete_with(move |lines, line, byte| offers_with(lines, line, byte, &routes));
        }
    }

    /// The first mistake that is not in the line that is being typed, with its line from 1.
    pub fn mistake(&self) -> Option<Mistake> {
        let (_, mistakes) = http_file::parse(&self.content());
        let is_fresh =
            |mistake: &Mistake| self.fresh.is_some_and(|line| mistake.line as usize == line + 1);
        mistakes.into_iter().find(|mistake| !is_fresh(mistake))
    }

    /// The lines of the file `text` above those that stand here.
    pub fn lines_above(&self, text: &str) -> Option<usize> {
        lines_above(text, &self.content(), self.near)
    }

    pub fn content(&self) -> String {
        self.editor.text()
    }

    pub fn key(&mut self, key: KeyEvent, next: &mut Generation) -> (bool, Vec<Effect>) {
        let reaction = self.editor.key(key);
        self.fresh = self.fresh.filter(|line| *line == self.editor.cursor().line);
        match reaction {
            Reaction::Ignored => (false, Vec::new()),
            Reaction::Taken { edited, copy } => {
                let mut effects: Vec<_> = copy.map(Effect::Copy).into_iter().collect();
                if edited {
                    effects.extend(self.edited(next));
                }
                (true, effects)
            }
        }
    }

    pub fn paste(&mut self, text: &str, next: &mut Generation) -> Vec<Effect> {
        self.editor.paste(text);
        self.edited(next)
    }

    /// The text changed: it waits to be saved, and for its colours.
    pub fn edited(&mut self, next: &mut Generation) -> Vec<Effect> {
        self.fresh = Some(self.editor.cursor().line);
        let mut effects = self.highlight();
        effects.extend(self.wait(next));
        effects
    }

    fn wait(&mut self, next: &mut Generation) -> Option<Effect> {
        if self.waits.is_some() {
            return None;
        }
        *next += 1;
        self.waits = Some(*next);
        Some(Effect::After { ms: SAVE_MS, generation: *next })
    }

    /// Asks for the colours of the text as it is now, one text at a time.
    pub fn highlight(&mut self) -> Vec<Effect> {
        if self.asked.is_some() {
            return Vec::new();
        }
        let edit = self.editor.edits();
        self.asked = Some(edit);
        let key = HighlightKey::Request { number: self.number, edit };
        vec![Effect::Highlight { key, language: "http".to_owned(), text: self.content() }]
    }

    pub fn highlighted(&mut self, key: &HighlightKey, lines: &[Vec<Stretch>]) -> Vec<Effect> {
        let HighlightKey::Request { number, edit } = key else { return Vec::new() };
        if *number != self.number || self.asked != Some(*edit) {
            return Vec::new();
        }
        self.asked = None;
        self.editor.colour(*edit, lines.to_vec());
        if *edit == self.editor.edits() { Vec::new() } else { self.highlight() }
    }

    pub fn waits_for(&self, generation: Generation) -> bool {
        self.waits == Some(generation)
    }

    /// What is to be saved now. A text that is empty for a moment is not, for it would take the
    /// request away.
    pub fn save(&mut self) -> Option<Effect> {
        self.waits = None;
        // One after the other: what the next one takes the place of is known when this one is done.
        let is_ready = self.saving.is_empty() && !self.content().trim().is_empty();
        if is_ready { self.change() } else { None }
    }

    /// The same when typing ends: an empty text takes the request away.
    pub fn leave(&mut self) -> Option<Effect> {
        self.waits = None;
        if self.is_untouched() { None } else { self.change() }
    }

    /// A new request as it was made, which goes again where nobody wants it.
    pub fn is_untouched(&self) -> bool {
        self.was.is_none() && self.saving.is_empty() && !self.sent && self.content() == NEW
    }

    /// Whether its file holds what stands here.
    pub fn is_saved(&self) -> bool {
        let is_same = |was: &String| was.trim() == self.content().trim();
        self.saving.is_empty() && self.was.as_ref().is_some_and(is_same)
    }

    /// It is being sent. One that is new comes into its file with that.
    pub fn is_sent(&mut self) -> Option<Effect> {
        self.sent = true;
        self.fresh = None;
        if self.was.is_none() { self.save() } else { None }
    }

    /// Whether something that it asked for has no answer yet.
    pub fn is_saving(&self) -> bool {
        !self.saving.is_empty()
    }

    /// Whether this change was asked for here, and is the next one to have an answer.
    pub fn asked_for(&self, change: &Change) -> bool {
        self.file == change.file && self.saving.first() == Some(&change.content)
    }

    /// What was asked for first is in the file, or not: then the next change takes the place of what
    /// stands there.
    pub fn saved(&mut self, is_saved: bool) {
        let saving = self.saving.remove(0);
        if is_saved {
            self.was = Some(saving);
        } else {
            self.closes = false;
        }
    }

    /// What was typed while another text was saved waits to be saved.
    pub fn wait_again(&mut self, next: &mut Generation) -> Option<Effect> {
        let is_young = self.was.as_ref().is_some_and(|was| was.trim() != self.content().trim());
        if is_young { self.wait(next) } else { None }
    }

    fn change(&mut self) -> Option<Effect> {
        let content = self.content();
        let was = self.saving.last().or(self.was.as_ref());
        let same = was.is_some_and(|was| was.trim() == content.trim());
        if same || (was.is_none() && content.trim().is_empty()) {
            return None;
        }
        let was = was.cloned();
        self.saving.push(content.clone());
        let (file, near) = (self.file.clone(), self.near);
        Some(Effect::SaveRequest(Change { file, near, was, content }))
    }

    /// The request under the cursor, in the file as it will be.
    pub fn sendable(&self, text: &str, environment: Option<&String>) -> Option<Sendable> {
        let content = self.content();
        let change = Change {
            file: self.file.clone(),
            near: self.near,
            was: self.was.clone(),
            content: content.clone(),
        };
        let text = change.applied_to(text);
        let line = self.editor.cursor().line;
        let entry = entry_in(&text, &content, self.near, line)?;
        Some(Sendable { file: change.file, text, entry, environment: environment.cloned() })
    }
}

/// The lines of `text` above `content`.
fn lines_above(text: &str, content: &str, near: usize) -> Option<usize> {
    let range = pieces::find(text, content, near)?;
    let first = pieces::pieces(text).get(range.start)?.start;
    Some(text[..first].matches('\n').count())
}

/// The request of `text` that stands where `content` does, at its line `line` or above.
pub fn entry_in(text: &str, content: &str, near: usize, line: usize) -> Option<usize> {
    let range = pieces::find(text, content, near)?;
    let (file, _) = http_file::parse(text);
    let place = |line: u32| pieces::piece_of_line(text, line);
    let above = lines_above(text, content, near)?;
    let inside = |entry: &&http_file::Entry| {
        place(entry.line).is_some_and(|(piece, _)| range.contains(&piece))
    };
    let entries = file.entries.iter().enumerate();
    let inside: Vec<_> = entries.filter(|(_, entry)| inside(entry)).collect();
    // Below the `###` line of the piece in which the cursor is.
    let at_cursor = inside.iter().rev().find(|(_, entry)| {
        let (_, within) = place(entry.line).unwrap_or_default();
        let head = (entry.line as usize).saturating_sub(1 + within);
        head <= above + line
    });
    at_cursor.or(inside.first()).map(|(index, _)| *index)
}
