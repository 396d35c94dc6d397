//! Which keys are heard in the HTTP tab, and which of them the footer names.

use super::{Focus, Http, over::Over, tree::Choice, viewer::Part};
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
            let mut hints = vec![
                REQUESTS.hint(Action::Send, "send"),
                REQUESTS.hint(Action::NextPane, "list"),
                REQUESTS.hint(Action::Find, "find"),
            ];
            let is_last = self.parts().last() == Some(&self.viewer.part);
            hints.push(if is_last {
                REQUESTS.hint(Action::PreviousView, "part before")
            } else {
                REQUESTS.hint(Action::NextView, "next part")
            });
            if self.viewer.part == Part::Log && self.is_serving() {
                hints.push(REQUESTS.hint(Action::StopServer, "stop"));
            }
            if self.viewer.part == Part::Body {
                hints.push(REQUESTS.hint(Action::Fold, "fold"));
            }
            hints.push(REQUESTS.hint(Action::Copy, "copy body"));
            return hints;
        }
        let take = match &self.chosen {
            Choice::Past(_) => "open",
            Choice::Sample => "take it",
            Choice::Request { .. } | Choice::File(_) | Choice::Variable { .. } => "edit",
        };
        let (first, later) = if self.is_serving() {
            (REQUESTS.hint(Action::StopServer, "stop"), REQUESTS.hint(Action::Servers, "server"))
        } else {
            (REQUESTS.hint(Action::Servers, "server"), REQUESTS.hint(Action::Import, "import"))
        };
        let mut hints = vec![
            REQUESTS.hint(Action::Send, "send"),
            REQUESTS.hint(Action::Take, take),
            REQUESTS.hint(Action::New, "new"),
            first,
            REQUESTS.hint(Action::NextPane, "answer"),
            REQUESTS.hint(Action::Copy, "curl"),
            REQUESTS.hint(Action::Find, "find in answer"),
            later,
        ];
        if self.is_serving() {
            hints.push(REQUESTS.hint(Action::Import, "import"));
        }
        hints
    }
}
