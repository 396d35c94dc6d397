//! Which keys are heard in the HTTP tab, and which of them the footer names.

use super::{Focus, Http, over::Over, tree::Choice};
use crate::screen::keymap::{
    Hint, Listed,
    requests::{OVER, OverAction, REQUESTS, RequestAction, WRITING},
    typing::{SUGGEST, SUGGESTIONS, Suggesting, TYPING, Typing},
};

impl Http {
    /// The tables whose keys are heard now, those of the playground besides.
    pub fn listens(&self) -> Vec<&'static dyn Listed> {
        if self.over.as_ref().is_some_and(Over::is_typing) {
            // Letters belong to the field.
            vec![&OVER, &TYPING]
        } else if self.over.is_some() {
            vec![&OVER]
        } else if let Some(editing) = &self.editing {
            if editing.editor.is_suggesting() {
                vec![&SUGGESTIONS, &WRITING, &TYPING]
            } else {
                vec![&WRITING, &SUGGEST, &TYPING]
            }
        } else if self.finding.is_some() {
            vec![&TYPING]
        } else {
            vec![&REQUESTS]
        }
    }

    /// Keys that work now, the most useful first.
    pub fn hints(&self) -> Vec<Hint> {
        use RequestAction as Action;
        if let Some(over) = &self.over {
            let take = match over {
                Over::Import(_) => "import",
                Over::Servers { .. } => "start",
                Over::Ways { .. } => "choose",
                Over::Login { .. } => "fill in",
            };
            return vec![OVER.hint(OverAction::Take, take), OVER.hint(OverAction::Down, "next")];
        }
        if self.finding.is_some() {
            return vec![Hint::new("Enter", "find")];
        }
        if self.sending.is_some() {
            return vec![Hint::new("Esc", "stops")];
        }
        if self.editing.is_some() {
            return vec![
                WRITING.hint(Action::Send, "send"),
                SUGGEST.hint(Suggesting::Open, "suggest"),
                TYPING.hint(Typing::Undo, "undo"),
            ];
        }
        if self.focus == Focus::Answer {
            return vec![
                REQUESTS.hint(Action::Send, "send"),
                REQUESTS.hint(Action::Find, "find"),
                REQUESTS.hint(Action::NextView, "next part"),
                REQUESTS.hint(Action::Fold, "fold"),
                REQUESTS.hint(Action::Copy, "copy body"),
                REQUESTS.hint(Action::NextPane, "requests"),
            ];
        }
        let take = match &self.chosen {
            Choice::Past(_) => "open",
            Choice::Sample => "take it",
            Choice::Request { .. } | Choice::File(_) | Choice::Variable { .. } => "edit",
        };
        vec![
            REQUESTS.hint(Action::Send, "send"),
            REQUESTS.hint(Action::Take, take),
            REQUESTS.hint(Action::New, "new"),
            REQUESTS.hint(Action::Servers, "server"),
            REQUESTS.hint(Action::Copy, "curl"),
            REQUESTS.hint(Action::Find, "find in answer"),
            REQUESTS.hint(Action::Import, "import"),
            REQUESTS.hint(Action::NextPane, "answer"),
        ]
    }
}
