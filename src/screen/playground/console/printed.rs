//! What a console printed, input after input, the last on top.

use crate::{
    screen::{
        event::Generation,
        theme::Role,
        widget::{
            pointed::pointed,
            rows::{Row, fold, span, wrap},
        },
    },
    text::clean,
    tutor::console::{Mistake, MistakeKind, Ran, What},
};

use super::figures::in_ms;

/// Inputs that are kept on the screen.
const INPUTS_MAX: usize = 200;
/// Bytes of what they printed, all together.
const PRINTED_BYTES_MAX: usize = 2 << 20;

#[derive(Clone, Debug, Default)]
pub struct Printed {
    /// The last one first.
    runs: Vec<One>,
    width: u16,
    rows: Vec<Row>,
    /// First row in view.
    top: usize,
}

#[derive(Clone, Debug)]
struct One {
    generation: Generation,
    input: String,
    output: String,
    mistake: Option<Mistake>,
    lost: Option<String>,
    took_us: u64,
}

impl Printed {
    pub fn push(&mut self, generation: Generation, input: &str, ran: &Ran, width: u16) {
        let mut output = String::new();
        for given in &ran.given {
            if let What::Printed(text) = &given.what
                && !text.is_empty()
            {
                output.push_str(text.trim_end_matches('\n'));
                output.push('\n');
            }
        }
        let one = One {
            generation,
            input: input.trim_end().to_owned(),
            output,
            mistake: ran.mistake.clone(),
            lost: ran.lost.clone(),
            took_us: ran.took_us,
        };
        self.runs.insert(0, one);
        self.runs.truncate(INPUTS_MAX);
        let mut bytes = 0;
        let fits = |one: &One| {
            bytes += one.output.len() + one.input.len();
            bytes <= PRINTED_BYTES_MAX
        };
        let kept = self.runs.iter().map(fits).take_while(|fits| *fits).count();
        self.runs.truncate(kept.max(1));
        self.top = 0;
        self.width = 0;
        self.lay_out(width);
    }

    /// Puts more to what an input printed.
    pub fn add(&mut self, generation: Generation, text: &str) {
        let Some(one) = self.runs.iter_mut().find(|one| one.generation == generation) else {
            return;
        };
        if one.output.len() + text.len() <= PRINTED_BYTES_MAX {
            one.output.push_str(text);
            let width = std::mem::take(&mut self.width);
            self.lay_out(width);
        }
    }

    /// What the last input printed, as it is.
    pub fn last_output(&self) -> &str {
        self.runs.first().map_or("", |one| &one.output)
    }

    pub fn lay_out(&mut self, width: u16) {
        if self.width == width {
            return;
        }
        self.width = width;
        self.rows = Vec::new();
        for (index, one) in self.runs.iter().enumerate() {
            if 0 < index {
                self.rows.push(Row::empty());
            }
            one.lay_out(width, &mut self.rows);
        }
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// First row in view where `height` rows are seen.
    pub fn top(&self, height: u16) -> usize {
        self.top.min(self.rows.len().saturating_sub(usize::from(height)))
    }

    pub fn scroll(&mut self, by: isize, height: u16) {
        self.top = self.top(height).saturating_add_signed(by);
        self.top = self.top(height);
    }
}

impl One {
    fn lay_out(&self, width: u16, rows: &mut Vec<Row>) {
        let prompt = |index: usize| if index == 0 { "> " } else { "… " };
        let input = clean(&self.input).into_owned();
        for (index, line) in input.lines().enumerate() {
            let mut row = Row::of(vec![
                span(prompt(index), Role::Muted),
                span(line.to_owned(), Role::Bright),
            ]);
            if index == 0 {
                row = row.with_right(in_ms(self.took_us), Role::Muted);
            }
            rows.push(row);
        }
        let output = clean(&self.output);
        for line in output.lines() {
            rows.extend(fold(line, width, Role::Code));
        }
        rows.extend(self.mistake.iter().flat_map(|mistake| mistake_rows(mistake, width)));
        rows.extend(self.lost.iter().flat_map(|lost| lost_rows(lost, width)));
        if self.output.is_empty() && self.mistake.is_none() {
            rows.push(Row::words("nothing", Role::Muted));
        }
    }
}

/// Why an input did not run to its end: a mark and its words, the line with what is meant of it
/// marked, what to do.
pub fn mistake_rows(mistake: &Mistake, width: u16) -> Vec<Row> {
    let (mark, role) = match mistake.kind {
        MistakeKind::Wrong | MistakeKind::Limit => ("✗ ", Role::FailBold),
        MistakeKind::Stopped => ("– ", Role::Muted),
        MistakeKind::Fault => ("? ", Role::NoteBold),
    };
    let words = [span(mark, role), span(mistake.message.clone(), Role::Text)];
    let mut rows = wrap(&words, width, 2);
    if let Some((line, (column, length))) = &mistake.pointed {
        let room = usize::from(width).saturating_sub(2);
        let marked = (*column, (*length).min(CARETS_MAX));
        let code = vec![span(line.clone(), Role::Code)];
        let (mut code, mark) = pointed(code, marked, (2, room), Role::FailBold);
        code.insert(0, span("  ", Role::Code));
        rows.extend([Row::of(code), mark]);
    }
    let hint = mistake.hint.iter().map(|hint| [span(hint.clone(), Role::Text)]);
    rows.extend(hint.flat_map(|words| {
        let mut rows = wrap(&words, width.saturating_sub(2), 0);
        for row in &mut rows {
            row.spans.insert(0, span("  ", Role::Text));
        }
        rows
    }));
    rows
}

/// Carets under what is meant.
const CARETS_MAX: usize = 40;

/// What went with a session.
pub fn lost_rows(lost: &str, width: u16) -> Vec<Row> {
    let words = [span("▌ ", Role::Note), span(lost, Role::Text)];
    wrap(&words, width, 2)
}
