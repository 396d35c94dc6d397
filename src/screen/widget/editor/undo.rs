//! Undo and redo in steps that a person remembers: a word, a run of deletions, a paste.

use super::document::{Document, Position};

/// Bytes of text that the steps keep; the oldest steps are forgotten beyond it.
const KEPT_BYTES_MAX: usize = 16 << 20;

/// What is selected, and where the cursor stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where the selection began; the cursor's place when nothing is selected.
    pub anchor: Position,
    pub cursor: Position,
}

impl Selection {
    pub fn at(position: Position) -> Selection {
        Selection { anchor: position, cursor: position }
    }

    pub fn is_empty(self) -> bool {
        self.anchor == self.cursor
    }

    pub fn start(self) -> Position {
        self.anchor.min(self.cursor)
    }

    pub fn end(self) -> Position {
        self.anchor.max(self.cursor)
    }
}

/// `added` stands where `removed` stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub at: Position,
    pub removed: String,
    pub added: String,
}

/// What one undo takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub changes: Vec<Change>,
    pub before: Selection,
    pub after: Selection,
}

/// What undoing or redoing a step did to the text, and what is selected after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    pub changes: Vec<Change>,
    pub selection: Selection,
}

/// How a step came about, which decides what it joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One character; a word and the spaces behind it are one step.
    Typed { space: bool },
    /// One character deleted; a run of them is one step.
    Erased,
    /// A step of its own.
    Alone,
}

#[derive(Clone, Debug)]
pub struct Undo {
    done: Vec<Step>,
    undone: Vec<Step>,
    last: Origin,
    kept_bytes: usize,
}

impl Undo {
    pub fn new() -> Undo {
        Undo { done: Vec::new(), undone: Vec::new(), last: Origin::Alone, kept_bytes: 0 }
    }

    /// Keeps a step that was taken; what was undone before is gone.
    pub fn record(&mut self, step: Step, origin: Origin) {
        let forgotten: usize = self.undone.drain(..).map(|step| bytes(&step)).sum();
        self.kept_bytes = self.kept_bytes.saturating_sub(forgotten) + bytes(&step);
        match self.done.last_mut() {
            Some(last) if joins(self.last, origin) && last.after == step.before => {
                last.after = step.after;
                for change in step.changes {
                    append(&mut last.changes, change);
                }
            }
            Some(_) | None => self.done.push(step),
        }
        self.last = origin;
        while KEPT_BYTES_MAX < self.kept_bytes && 1 < self.done.len() {
            self.kept_bytes = self.kept_bytes.saturating_sub(bytes(&self.done.remove(0)));
        }
    }

    /// What comes next is a step of its own.
    pub fn close(&mut self) {
        self.last = Origin::Alone;
    }

    /// Takes the last step back.
    pub fn undo(&mut self, document: &mut Document) -> Option<Replayed> {
        self.close();
        let step = self.done.pop()?;
        let inverse = |change: &Change| Change {
            at: change.at,
            removed: change.added.clone(),
            added: change.removed.clone(),
        };
        let changes: Vec<Change> = step.changes.iter().rev().map(inverse).collect();
        let selection = step.before;
        self.undone.push(step);
        Some(Replayed::new(changes, selection, document))
    }

    /// Takes the step that was undone last again.
    pub fn redo(&mut self, document: &mut Document) -> Option<Replayed> {
        self.close();
        let step = self.undone.pop()?;
        let (changes, selection) = (step.changes.clone(), step.after);
        self.done.push(step);
        Some(Replayed::new(changes, selection, document))
    }
}

impl Replayed {
    fn new(changes: Vec<Change>, selection: Selection, document: &mut Document) -> Replayed {
        for change in &changes {
            document.replace(change.at, change.at.after(&change.removed), &change.added);
        }
        Replayed { changes, selection }
    }
}

fn joins(last: Origin, next: Origin) -> bool {
    match (last, next) {
        (Origin::Typed { space: last }, Origin::Typed { space: next }) => next || !last,
        (Origin::Erased, Origin::Erased) => true,
        (Origin::Typed { .. } | Origin::Erased | Origin::Alone, _) => false,
    }
}

/// Adds a change to a step, in one piece with the last one where it goes on from there.
fn append(changes: &mut Vec<Change>, change: Change) {
    if let Some(last) = changes.last_mut()
        && change.removed.is_empty()
        && last.at.after(&last.added) == change.at
    {
        last.added.push_str(&change.added);
    } else {
        changes.push(change);
    }
}

fn bytes(step: &Step) -> usize {
    step.changes.iter().map(|change| change.removed.len() + change.added.len()).sum()
}
