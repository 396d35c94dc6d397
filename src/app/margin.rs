//! The last row of a preview: what lint says of the lesson or the exercise that is open.

use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
};

use crate::{
    diag::Severity,
    pack::lint::{Found, Linted},
    screen::{
        theme::{Role, Theme},
        widget::pen::Pen,
    },
    tutor::Place,
};

/// Rows that the screens do not get.
const ROWS: u16 = 1;

/// What was found when the pack was looked at last.
#[derive(Default)]
pub struct Margin {
    linted: Option<Linted>,
    lists_others: bool,
}

impl Margin {
    /// What is left for the screens.
    pub fn inner(size: Size) -> Size {
        Size::new(size.width, size.height.saturating_sub(ROWS))
    }

    pub fn learned(&mut self, linted: &Linted, lists_others: bool) {
        self.linted = Some(linted.clone());
        self.lists_others = lists_others;
    }

    /// Draws the row below the screens.
    pub fn draw(&self, buffer: &mut Buffer, open: Option<&Place>, theme: &Theme) {
        let Rect { x, width, height, .. } = buffer.area;
        if height <= ROWS {
            return;
        }
        let Said { words, count, severity } = self.said(open);
        let role = match severity {
            Some(Severity::Error) => Role::Fail,
            Some(Severity::Warning) => Role::Note,
            None => Role::Muted,
        };
        let (y, right) = (height - ROWS, width.saturating_sub(1));
        let mut pen = Pen::new(buffer, theme);
        let end = pen.write_right(x + 1, y, right, &count, Role::Muted);
        let end = if count.is_empty() { right } else { end.saturating_sub(2) };
        pen.write_cut(x + 1, y, end, &words, role);
    }

    /// The worst finding of what is open, and how many there are here and in the pack.
    fn said(&self, open: Option<&Place>) -> Said {
        let Some(linted) = &self.linted else { return Said::of("lint is looking", None) };
        if self.lists_others {
            let words = "pack.toml lists other things now: leave, and start the preview again";
            return Said::of(words, Some(Severity::Warning));
        }
        let mut own: Vec<&Found> =
            linted.found.iter().filter(|found| is_about(found, open)).collect();
        own.sort_by_key(|found| found.what.severity);
        let all = linted.found.len();
        let Some(Found { rule, what }) = own.first() else {
            return match all {
                0 => Said::of("lint finds nothing", None),
                all => Said::of(&format!("lint finds nothing here, {all} in the pack"), None),
            };
        };
        let name = what.place.file.rsplit('/').next().unwrap_or_default();
        let count = match own.len() {
            here if here == all => format!("1 of {here}"),
            here => format!("1 of {here}, {all} in the pack"),
        };
        let words =
            format!("{name}:{}: {}[{rule}]: {}", what.place.line, what.severity, what.message);
        Said { words, count, severity: Some(what.severity) }
    }
}

/// The row.
struct Said {
    words: String,
    /// At its end, whole.
    count: String,
    severity: Option<Severity>,
}

impl Said {
    fn of(words: &str, severity: Option<Severity>) -> Said {
        Said { words: words.to_owned(), count: String::new(), severity }
    }
}

/// Whether a finding is about the files of what is open; where nothing is, it is.
fn is_about(found: &Found, open: Option<&Place>) -> bool {
    let mut parts = found.what.place.file.split('/');
    match (open, parts.next(), parts.nth(1)) {
        (None, _, _) => true,
        (Some(Place::Lesson(id)), Some("lessons"), Some(file)) => {
            file.split('.').next() == Some(id.as_str())
        }
        (Some(Place::Exercise(id)), Some("exercises"), Some(folder)) => folder == id.as_str(),
        (Some(_), _, _) => false,
    }
}
