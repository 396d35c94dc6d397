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

/// What a program has open.
#[derive(Debug, Default)]
pub struct Told {
    /// Databases that are open.
    pub databases: Cell<usize>,
    /// Those that stand for files in memory, and how often each is open.
    pub stored: RefCell<HashMap<String, usize>>,
    /// What SQLite holds, as it was counted last.
    pub sqlite_bytes: Cell<usize>,
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
        let parameters = self.is_told(request).then(String::new);
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
            self.count_untold();
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
