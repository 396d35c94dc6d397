//! What the recording hears of a program's statements.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    time::Instant,
};

use crate::{
    lab::{
        js::host::Host,
        protocol::{Happening, ToParent},
        sql::program::{Failure, Value},
    },
    trace::{SqlRan, VALUE_BYTES_MAX},
};

/// Statements of one request, and of what belongs to none, that are told one by one. A program
/// that fills a table row by row must not fill the recording with it.
const TOLD_MAX: u32 = 1_000;
/// Requests whose statements are counted; then the count begins anew.
const REQUESTS_MAX: usize = 10_000;
/// Statements that are counted before the parent is told of them.
const UNTOLD_AT_ONCE: u64 = 1_000;

/// What a program has open, and how much of it was told.
#[derive(Debug, Default)]
pub struct Told {
    /// Databases that are open.
    pub databases: Cell<usize>,
    /// Those that stand for files in memory, and how often each is open.
    pub stored: RefCell<HashMap<String, usize>>,
    /// What SQLite holds, as it was counted last.
    pub sqlite_bytes: Cell<usize>,
    counts: RefCell<HashMap<Option<u32>, u32>>,
    untold: Cell<u64>,
}

/// A statement that is under way.
pub struct Running {
    request: Option<u32>,
    /// `None` for one that is not told.
    parameters: Option<String>,
    pub rows: u64,
    took_us: u64,
}

impl Running {
    /// Adds a value that was bound, under its name where it has one.
    pub fn bound(&mut self, name: Option<&str>, value: &Value) {
        let Some(parameters) = &mut self.parameters else { return };
        if VALUE_BYTES_MAX <= parameters.len() {
            return;
        }
        if !parameters.is_empty() {
            parameters.push_str(", ");
        }
        if let Some(name) = name {
            parameters.push_str(name);
            parameters.push_str(" = ");
        }
        write_value(parameters, value);
    }

    /// Adds the time since `began`.
    pub fn worked(&mut self, began: Instant) {
        let took = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.took_us = self.took_us.saturating_add(took);
    }
}

impl Host {
    /// A statement begins that `request` asked for.
    pub(super) fn begin_statement(&self, request: Option<u32>) -> Running {
        let mut counts = self.told.counts.borrow_mut();
        if REQUESTS_MAX < counts.len() {
            counts.clear();
        }
        let count = counts.entry(request).or_default();
        *count = count.saturating_add(1);
        let parameters = (*count <= TOLD_MAX).then(String::new);
        Running { request, parameters, rows: 0, took_us: 0 }
    }

    /// It came to its end, or failed; what it took is asked only where it is told.
    pub(super) fn end_statement(
        &self,
        running: Running,
        text: impl FnOnce() -> String,
        effort: impl FnOnce() -> SqlRan,
        failure: Option<&Failure>,
    ) {
        let Some(mut parameters) = running.parameters else {
            let untold = self.told.untold.get() + 1;
            self.told.untold.set(untold);
            if UNTOLD_AT_ONCE <= untold {
                self.tell_untold();
            }
            return;
        };
        cut(&mut parameters);
        let mut text = text();
        cut(&mut text);
        let ran = SqlRan {
            text,
            parameters,
            error: failure.map(|failure| failure.message.clone()),
            rows: running.rows,
            took_us: running.took_us,
            ..effort()
        };
        self.tell_untold();
        let at_us = self.wire.at_us();
        let what = Happening::Sql(ran.into());
        self.wire.tell_soon(&ToParent::Happened { what, request: running.request, at_us });
    }

    /// A statement that could not be prepared.
    pub(super) fn tell_failed(&self, text: &str, request: Option<u32>, failure: &Failure) {
        let running = self.begin_statement(request);
        self.end_statement(running, || text.to_owned(), SqlRan::default, Some(failure));
    }

    fn tell_untold(&self) {
        let count = self.told.untold.take();
        if 0 < count {
            self.wire.tell_soon(&ToParent::Untold { count });
        }
    }
}

fn cut(text: &mut String) {
    text.truncate(text.floor_char_boundary(VALUE_BYTES_MAX));
}

/// As SQL writes it, and no more of it than the recording keeps.
fn write_value(to: &mut String, value: &Value) {
    use std::fmt::Write as _;
    match value {
        Value::Null => to.push_str("NULL"),
        Value::Integer(number) => {
            let _ = write!(to, "{number}");
        }
        // 3 comes from JavaScript as a number that could have a fraction.
        Value::Real(number) => {
            let _ = write!(to, "{number}");
        }
        Value::Text(text) => {
            let shown = &text[..text.floor_char_boundary(VALUE_BYTES_MAX)];
            to.push('\'');
            to.push_str(&shown.replace('\'', "''"));
            to.push('\'');
        }
        Value::Blob(bytes) => {
            to.push_str("x'");
            for byte in bytes.iter().take(VALUE_BYTES_MAX / 2) {
                let _ = write!(to, "{byte:02x}");
            }
            to.push('\'');
        }
    }
}
