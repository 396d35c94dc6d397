//! What is laid over the panes: a result in full, the solution, the history, a question.

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use crate::{
    course::exercise::{Files, Reveal},
    markup::Stretch,
    screen::{
        event::{Effect, HighlightKey, Route},
        keymap::{
            Scope,
            workbench::{OVER, OverAction},
        },
    },
    tutor::PastAttempt,
};

use super::{
    Bench, Pane,
    compare::Comparison,
    files::{OpenFile, language},
    place::{self, Places},
    result,
};

#[derive(Clone, Debug)]
pub enum Over {
    /// Everything of the failure that is chosen, or of the exchanges.
    Full {
        scroll: usize,
    },
    Solution(Comparison),
    History(Past),
}

/// The attempts, newest first; `None` until they are read.
#[derive(Clone, Debug)]
pub struct Past {
    pub attempts: Option<Vec<PastAttempt>>,
    pub chosen: usize,
    /// The chosen attempt beside what is in the editor.
    pub comparison: Option<Comparison>,
}

/// Something that is done only after a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    Reset,
    /// Seeing the solution before passing.
    Solution,
    Restore {
        attempt: i64,
    },
}

impl Question {
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Question::Reset => {
                ("Start again? Your text is kept in the history.", "start again", "keep my text")
            }
            Question::Solution => (
                "See the solution? Solving it then counts as solved with help.",
                "see it",
                "go on by myself",
            ),
            Question::Restore { .. } => (
                "Put this text back? Your own is kept in the history.",
                "put it back",
                "keep my text",
            ),
        }
    }
}

impl Bench {
    pub(super) fn key_in_question(&mut self, question: Question, key: &KeyEvent) -> Vec<Effect> {
        match key.code {
            KeyCode::Enter => {
                self.question = None;
                let mut effects = self.files.save_now(&self.piece.exercise.id);
                let exercise = self.id().clone();
                match question {
                    Question::Reset => effects.push(Effect::Reset(exercise)),
                    Question::Solution => effects.extend(self.show_solution()),
                    Question::Restore { attempt } => {
                        effects.push(Effect::Restore { exercise, attempt });
                    }
                }
                effects
            }
            KeyCode::Esc => {
                self.question = None;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn key_over(&mut self, key: &KeyEvent) -> Vec<Effect> {
        let Some(action) = OVER.action(key) else { return Vec::new() };
        match action {
            OverAction::Down => self.step_over(1),
            OverAction::Up => self.step_over(-1),
            OverAction::ScreenDown => self.scroll_over(self.page_over()),
            OverAction::ScreenUp => self.scroll_over(-self.page_over()),
            OverAction::First => self.scroll_over(isize::MIN),
            OverAction::Last => self.scroll_over(isize::MAX),
            OverAction::NextChange => {
                if let Some(comparison) = self.comparison_over() {
                    comparison.next_change();
                }
            }
            OverAction::Take => self.take_over(),
            OverAction::Copy => return self.copy_over(),
            OverAction::History => return self.open_history(),
            OverAction::Help => return vec![Effect::Go(Route::Help(Scope::Workbench))],
            OverAction::Close => self.over = None,
        }
        Vec::new()
    }

    pub(super) fn open_full(&mut self) {
        if result::has_more(self) {
            let about = self.open_failure().and_then(|failure| failure.exchange);
            let scroll = about.map_or(0, |at| self.exchanges.begin(at));
            self.over = Some(Over::Full { scroll });
            // The last of several may stand nearer to the end than a screenful.
            self.scroll_over(0);
        }
    }

    /// F4: asks first where it was neither seen nor earned yet.
    pub(super) fn open_solution(&mut self) -> Vec<Effect> {
        let standing = &self.piece.standing;
        if !self.may_see_solution() {
            self.said = Some(
                match self.piece.exercise.reveal {
                    Reveal::AfterHints => "The solution is shown after the last hint or a pass.",
                    Reveal::AfterPass => "The solution is shown after a pass.",
                }
                .to_owned(),
            );
            return Vec::new();
        }
        if !standing.passed && !standing.revealed {
            self.question = Some(Question::Solution);
            return Vec::new();
        }
        self.show_solution()
    }

    /// Seen before passing, the tutor notes it.
    pub(super) fn show_solution(&mut self) -> Vec<Effect> {
        let file = self.files.shown();
        let solution = text_of(&self.piece.exercise.solution, &file.path);
        let wide = place::is_wide(self.size);
        let mut comparison = Comparison::new(&file.editor.text(), &solution, wide);
        comparison.colour_left(classes_of(file));
        let mut effects = vec![Effect::Highlight {
            key: HighlightKey::Solution { path: file.path.clone() },
            language: language(&file.path),
            text: solution,
        }];
        self.over = Some(Over::Solution(comparison));
        if !self.piece.standing.passed && !self.piece.standing.revealed {
            effects.push(Effect::Reveal(self.id().clone()));
        }
        effects
    }

    pub(super) fn highlighted(&mut self, key: &HighlightKey, lines: &[Vec<Stretch>]) {
        match key {
            HighlightKey::File { path, edit } => self.files.highlighted(path, *edit, lines),
            HighlightKey::Solution { path } if *path == self.files.shown().path => {
                if let Some(Over::Solution(comparison)) = &mut self.over {
                    comparison.colour_right(lines.to_vec());
                }
            }
            HighlightKey::Solution { .. }
            | HighlightKey::Sample { .. }
            | HighlightKey::Recorded { .. }
            | HighlightKey::Request { .. }
            | HighlightKey::Statement { .. }
            | HighlightKey::Console { .. } => {}
        }
    }

    pub(super) fn open_history(&mut self) -> Vec<Effect> {
        let mut effects = self.files.save_now(&self.piece.exercise.id);
        self.over = Some(Over::History(Past { attempts: None, chosen: 0, comparison: None }));
        effects.push(Effect::LoadHistory(self.id().clone()));
        effects
    }

    pub(super) fn history_read(&mut self, attempts: &[PastAttempt]) {
        if let Some(Over::History(past)) = &mut self.over {
            past.attempts = Some(attempts.to_vec());
            past.chosen = 0;
            self.compare_attempt();
        }
    }

    /// The files after a reset or a restore.
    pub(super) fn replaced(&mut self, files: &Files) -> Vec<Effect> {
        for (path, bytes) in files {
            self.files.replace(path, &String::from_utf8_lossy(bytes));
        }
        self.over = None;
        self.pane = Pane::Code;
        self.said = Some("The text was replaced; what was here before is in F8".to_owned());
        self.edited_live()
    }

    fn compare_attempt(&mut self) {
        let now = self.files.shown().editor.text();
        let path = self.files.shown().path.clone();
        let classes = classes_of(self.files.shown());
        if let Some(Over::History(past)) = &mut self.over {
            let attempt = past.attempts.as_ref().and_then(|attempts| attempts.get(past.chosen));
            past.comparison = attempt.map(|attempt| {
                let then = text_of(&attempt.files, &path);
                let mut comparison = Comparison::new(&then, &now, false);
                comparison.colour_right(classes.clone());
                comparison
            });
        }
    }

    fn comparison_over(&mut self) -> Option<&mut Comparison> {
        match &mut self.over {
            Some(Over::Solution(comparison)) => Some(comparison),
            Some(Over::History(past)) => past.comparison.as_mut(),
            Some(Over::Full { .. }) | None => None,
        }
    }

    /// A line, or an attempt of the history.
    fn step_over(&mut self, by: isize) {
        if let Some(Over::History(past)) = &mut self.over {
            let last = past.attempts.as_ref().map_or(0, Vec::len).saturating_sub(1);
            past.chosen = past.chosen.saturating_add_signed(by).min(last);
            self.compare_attempt();
        } else {
            self.scroll_over(by);
        }
    }

    fn page_over(&self) -> isize {
        let body = Places::of(self).grid.body;
        isize::try_from(body.height / 2).unwrap_or(1).max(1)
    }

    pub(super) fn scroll_over(&mut self, by: isize) {
        let body = Places::of(self).grid.body;
        let full = result::in_full(self, body.width).len();
        let full = full.saturating_sub(usize::from(body.height));
        if let Some(Over::Full { scroll }) = &mut self.over {
            *scroll = scroll.saturating_add_signed(by).min(full);
            return;
        }
        let below = self.explanation(body.width).len();
        let is_solution = matches!(self.over, Some(Over::Solution(_)));
        if let Some(comparison) = self.comparison_over() {
            let rows = comparison.height() + if is_solution { below } else { 0 };
            let last = rows.saturating_sub(1);
            comparison.scroll = comparison.scroll.saturating_add_signed(by).min(last);
        }
    }

    fn take_over(&mut self) {
        let attempt = match &self.over {
            Some(Over::History(past)) => {
                past.attempts.as_ref().and_then(|attempts| attempts.get(past.chosen))
            }
            Some(Over::Solution(_) | Over::Full { .. }) | None => {
                self.over = None;
                self.pane = Pane::Code;
                return;
            }
        };
        self.question = attempt.map(|attempt| Question::Restore { attempt: attempt.number });
    }

    /// The text that is looked at; over a result, the request as curl.
    fn copy_over(&mut self) -> Vec<Effect> {
        let path = &self.files.shown().path;
        let text = match &self.over {
            Some(Over::Solution(_)) => Some(text_of(&self.piece.exercise.solution, path)),
            Some(Over::History(past)) => {
                let attempt = past.attempts.as_ref().and_then(|all| all.get(past.chosen));
                attempt.map(|attempt| text_of(&attempt.files, path))
            }
            Some(Over::Full { .. }) => self.open_failure().and_then(|failure| failure.curl.clone()),
            None => None,
        };
        self.copied = text.is_some();
        text.map(Effect::Copy).into_iter().collect()
    }
}

fn classes_of(file: &OpenFile) -> Vec<Vec<Stretch>> {
    (0..file.editor.lines().len()).map(|line| file.editor.stretches(line).to_vec()).collect()
}

fn text_of(files: &Files, path: &str) -> String {
    files.get(path).map_or_else(String::new, |bytes| String::from_utf8_lossy(bytes).into_owned())
}
