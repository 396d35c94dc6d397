//! How typing ends: what was typed is in its file, or still in the editor.

use super::{Editing, Http};
use crate::{
    screen::event::Effect,
    tutor::{Trouble, playground::Change},
};

/// What was typed last, and where the cursor was.
#[derive(Clone, Debug)]
pub struct Typed {
    pub file: String,
    pub content: String,
    pub line: usize,
}

impl Http {
    /// Closes the editor and saves what was typed there.
    pub(super) fn end_typing(&mut self) -> Option<Effect> {
        let mut editing = self.editing.take()?;
        let line = editing.editor.cursor().line;
        let (file, content) = (editing.file.clone(), editing.content());
        let effect = editing.leave();
        self.typed = Some(Typed { file, content, line });
        if editing.is_saving() {
            self.left.push(editing);
        }
        effect
    }

    /// The same for good: what could not be saved is tried once more.
    pub(super) fn end_all_typing(&mut self) -> Vec<Effect> {
        let unsaved = self.left.iter_mut().filter(|left| !left.is_saving());
        let mut effects: Vec<_> = unsaved.filter_map(Editing::leave).collect();
        effects.extend(self.end_typing());
        effects
    }

    /// Closes the editor; where its text could not be saved, it is tried again first.
    pub(super) fn leave_editor(&mut self) -> Vec<Effect> {
        if let Some(editing) = self.editing.as_mut().filter(|_| self.unsaved.is_some()) {
            let again = editing.leave();
            if editing.is_saving() {
                editing.closes = true;
                return again.into_iter().collect();
            }
            // It is again what stands in the file.
            self.unsaved = None;
        }
        let saved = self.end_typing();
        self.take_back();
        match saved {
            Some(effect) => vec![effect],
            // With nothing to save nothing comes anew by itself.
            None => self.load(),
        }
    }

    /// A text that could not be saved stands in the editor, also where that was closed already.
    pub(super) fn saved(&mut self, change: &Change, unsaved: Option<&Trouble>) -> Vec<Effect> {
        let is_own = |one: &Editing| one.asked_for(change);
        if self.left.iter().chain(&self.editing).any(is_own) {
            self.unsaved = unsaved.cloned();
        }
        let mut effects = Vec::new();
        if let Some(at) = self.left.iter().position(|left| left.asked_for(change)) {
            self.left[at].saved(unsaved.is_none());
            if unsaved.is_none() && !self.left[at].is_saving() {
                self.left.remove(at);
            }
            self.take_back();
        } else if let Some(editing) = self.editing.as_mut().filter(|one| one.asked_for(change)) {
            editing.saved(unsaved.is_none());
            if editing.closes {
                effects.extend(self.end_typing());
                self.take_back();
            } else if unsaved.is_none() {
                effects.extend(editing.wait_again(&mut self.generation));
            }
        }
        effects.extend(self.load());
        // Why it was not saved may take rows of the editor.
        self.fit();
        effects
    }

    /// Opens the editor again on what could not be saved, once no other is open.
    fn take_back(&mut self) {
        if self.editing.is_some() {
            return;
        }
        if let Some(at) = self.left.iter().position(|left| !left.is_saving()) {
            self.editing = Some(self.left.remove(at));
            self.fit();
        }
    }
}
