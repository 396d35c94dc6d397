//! A pack that is fetched and looked at: what has come of it, and for how long one has waited.

use ratatui::layout::Rect;

use crate::{
    exchange::shown::bytes_of_told,
    screen::{
        theme::Role,
        widget::{pen::Pen, waited::Waited},
    },
};

/// Columns of the bar.
const BAR_COLUMNS: u16 = 24;

#[derive(Clone, Copy, Debug, Default)]
pub struct Looking {
    pub waited: Waited,
    pub arrived: Option<Arrived>,
}

/// Bytes that have come, of how many where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrived {
    pub bytes: u64,
    pub of: Option<u64>,
}

impl Looking {
    /// One row; what is there soon shows nothing in it.
    pub fn draw(&self, pen: &mut Pen<'_>, row: Rect) {
        let Rect { x, y, .. } = row;
        let seconds = match self.waited {
            Waited::Nothing => return,
            Waited::Some if self.arrived.is_none() => {
                pen.write(x, y, row.right(), "…", Role::Muted);
                return;
            }
            Waited::Some => String::new(),
            Waited::Seconds(seconds) => format!("{seconds} s   Esc stops"),
        };
        let mut x = x;
        if let Some(Arrived { bytes, of }) = self.arrived {
            if let Some(of) = of.filter(|of| *of > 0) {
                let full = u64::from(BAR_COLUMNS) * bytes.min(of) / of;
                let full = u16::try_from(full).unwrap_or(BAR_COLUMNS);
                pen.repeat(x, y, full, '━', Role::Muted);
                pen.repeat(x + full, y, BAR_COLUMNS - full, '─', Role::Faint);
                x += BAR_COLUMNS + 2;
            }
            x = pen.write(x, y, row.right(), &bytes_of_told(bytes, of), Role::Text) + 3;
        }
        pen.write(x, y, row.right(), &seconds, Role::Muted);
    }
}
