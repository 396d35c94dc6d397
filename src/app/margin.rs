//! The last row of a preview: what lint says of the lesson or the exercise that is open.

use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
};

use crate::{
    diag::Severity,
    pack::lint::{Found, Linted},
    screen::theme::{Role, Theme},
    text::clean_line,
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
        let (line, severity) = self.line(open);
        let role = match severity {
            Some(Severity::Error) => Role::Fail,
            Some(Severity::Warning) => Role::Note,
            None => Role::Muted,
        };
        buffer.set_stringn(
            x + 1,
            height - ROWS,
            line,
            usize::from(width.saturating_sub(2)),
            theme.style(role),
        );
    }

    /// The worst finding of what is open, and how many there are here and in the pack.
    fn line(&self, open: Option<&Place>) -> (String, Option<Severity>) {
        let Some(linted) = &self.linted else { return ("lint is looking".to_owned(), None) };
        if self.lists_others {
            let line = "pack.toml lists other things now: leave, and start the preview again";
            return (line.to_owned(), Some(Severity::Warning));
        }
        let mut own: Vec<&Found> =
            linted.found.iter().filter(|found| is_about(found, open)).collect();
        own.sort_by_key(|found| found.what.severity);
        let all = linted.found.len();
        let Some(Found { rule, what }) = own.first() else {
            let line = match all {
                0 => "lint finds nothing".to_owned(),
                all => format!("lint finds nothing here, {all} in the pack"),
            };
            return (line, None);
        };
        let name = what.place.file.rsplit('/').next().unwrap_or_default();
        let more = match (own.len(), all) {
            (here, all) if here == all => format!("1 of {here}"),
            (here, all) => format!("1 of {here} here, {all} in the pack"),
        };
        let said = format!(
            "{name}:{}: {}[{rule}]: {} ({more})",
            what.place.line, what.severity, what.message
        );
        (clean_line(&said).into_owned(), Some(what.severity))
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
