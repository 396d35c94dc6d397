//! The keys of a console that the footer names, most useful first.

use super::{Console, Over, Pane, Run, Shown, place::is_wide};
use crate::{
    screen::keymap::{
        Hint,
        console::{ConsoleAction, PANES, TYPES},
        typing::{SUGGEST, SUGGESTIONS, Suggesting},
    },
    tutor::console::Engine,
};

impl Console {
    pub fn hints(&self) -> Vec<Hint> {
        match &self.over {
            Over::Choosing { .. } => {
                return vec![
                    PANES.hint(ConsoleAction::Take, "work on it"),
                    PANES.hint(ConsoleAction::Down, "choose"),
                    Hint::new("Esc", "close"),
                ];
            }
            Over::Row { .. } => {
                return vec![
                    PANES.hint(ConsoleAction::Take, "close"),
                    PANES.hint(ConsoleAction::Down, "scroll"),
                    PANES.hint(ConsoleAction::Right, "next row"),
                    PANES.hint(ConsoleAction::Copy, "copy rows"),
                ];
            }
            Over::Nothing => {}
        }
        if self.editor.is_suggesting() && self.pane == Pane::Editor {
            return vec![
                SUGGESTIONS.hint(Suggesting::Take, "take"),
                SUGGESTIONS.hint(Suggesting::Down, "choose"),
                SUGGESTIONS.hint(Suggesting::Close, "close"),
            ];
        }
        if self.run != Run::Idle {
            return vec![Hint::new("Esc", "stop")];
        }
        match self.pane {
            Pane::Editor => self.while_typing(),
            Pane::Result => self.in_result(),
            Pane::Tree => vec![
                PANES.hint(ConsoleAction::Take, "fold, unfold"),
                PANES.hint(ConsoleAction::Down, "choose"),
                PANES.hint(ConsoleAction::NextPane, "pane"),
                PANES.hint(ConsoleAction::Data, "data"),
            ],
        }
    }

    fn while_typing(&self) -> Vec<Hint> {
        let mut hints = vec![match self.engine {
            Engine::Sql => TYPES.hint(ConsoleAction::Run, "run"),
            Engine::Mongo | Engine::Redis | Engine::Js => Hint::new("Enter", "run"),
        }];
        if !self.past.is_empty() {
            hints.push(Hint::new("↑", "earlier"));
        }
        hints.push(SUGGEST.hint(Suggesting::Open, "suggest"));
        hints.push(TYPES.hint(ConsoleAction::Data, "data"));
        hints
    }

    fn in_result(&self) -> Vec<Hint> {
        let wide = is_wide(self.size.width);
        let mut hints = vec![PANES.hint(ConsoleAction::NextPane, "pane")];
        if self.engine == Engine::Sql {
            // At a prompt Enter runs what is typed, and here Enter is another key.
            hints.insert(0, PANES.hint(ConsoleAction::Run, "run"));
        }
        match (self.engine, wide) {
            (Engine::Sql, true) => hints.push(PANES.hint(ConsoleAction::Schema, "plan words")),
            (Engine::Sql, false) => {
                hints.push(PANES.hint(ConsoleAction::Schema, "schema"));
                hints.push(PANES.hint(ConsoleAction::PlanWords, "plan words"));
            }
            (Engine::Mongo, false) => {
                hints.push(PANES.hint(ConsoleAction::Schema, "collections"));
            }
            (Engine::Redis, false) => hints.push(PANES.hint(ConsoleAction::Schema, "keys")),
            (Engine::Mongo | Engine::Redis, true) | (Engine::Js, _) => {}
        }
        let more = match &self.result {
            Shown::Answer(answer) => 1 < answer.count(),
            Shown::Nothing | Shown::Printed(_) => false,
        };
        if more {
            hints.push(PANES.hint(ConsoleAction::NextGiven, "next statement"));
        }
        if !matches!(self.result, Shown::Nothing) {
            hints.push(PANES.hint(ConsoleAction::Export, "export"));
            let copies = if self.engine == Engine::Sql { "copy rows" } else { "copy" };
            hints.push(PANES.hint(ConsoleAction::Copy, copies));
        }
        hints.push(PANES.hint(ConsoleAction::Data, "data"));
        hints
    }
}
