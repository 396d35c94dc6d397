//! Values as mongosh 2 prints them: Node's `util.inspect` with 80 columns, three inner levels on a
//! line, and BSON's own types as the calls that make them.

mod group;
mod scalar;

use std::fmt::Write;

use bson::Bson;

pub use self::scalar::uuid;
use super::{failure::Failure, number, value::Value};

/// Columns that a line is filled to.
const COLUMNS: usize = 80;
/// Inner levels that one line may hold.
const LEVELS_ON_A_LINE: usize = 3;
/// Levels that a value of its own is printed to; of cursors and explanations everything is.
const LEVELS_SHOWN: usize = 6;
/// Elements of a list that are printed of a value of its own.
const ELEMENTS_SHOWN: usize = 100;
/// Levels that are printed at most, whatever was asked for.
const LEVELS_MAX: usize = 200;
/// Bytes of one printed value; what is beyond is cut.
const PRINTED_BYTES_MAX: usize = 4_000_000;

/// The value as the answer to a statement: a string without quotes, undefined as nothing.
pub fn answer(value: &Value) -> String {
    match value {
        Value::Text(text) if !text.chars().any(scalar::is_unprintable) => text.to_string(),
        Value::Undefined => String::new(),
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::List(_)
        | Value::Record(_)
        | Value::Bson(_)
        | Value::Arrow(_)
        | Value::Builtin(_)
        | Value::Database(_)
        | Value::Collection(_)
        | Value::Cursor(_)
        | Value::Explainable(..) => inspect(value),
    }
}

/// The value as a part of another one is printed: strings in quotes.
pub fn inspect(value: &Value) -> String {
    Printer::new(LEVELS_SHOWN, ELEMENTS_SHOWN, Lines::Filled).print(value)
}

/// The value to its last level and element, as mongosh prints cursors, explanations and the details
/// of errors.
pub fn whole(value: &Value) -> String {
    Printer::new(LEVELS_MAX, usize::MAX, Lines::Filled).print(value)
}

/// The value as `printjson` prints it: each field on a line.
pub fn spread(value: &Value) -> String {
    match value {
        Value::Text(_) | Value::Undefined => answer(value),
        value => Printer::new(LEVELS_SHOWN, ELEMENTS_SHOWN, Lines::OneEach).print(value),
    }
}

/// The failure as mongosh prints an error.
pub fn failure(failure: &Failure) -> String {
    let code_name = failure.code_name.as_ref().map(|name| format!("[{name}]"));
    let name = failure.kind.name();
    let mut text = format!("{name}{}: {}", code_name.unwrap_or_default(), failure.message);
    for detail in &failure.details {
        let mut printer = Printer::new(LEVELS_MAX, usize::MAX, Lines::Filled);
        printer.class = detail.class.unwrap_or_default();
        let value = printer.print(&Value::from_bson(detail.value.clone()));
        write!(text, "\n{}: {value}", detail.title).unwrap_or_default();
    }
    text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    Filled,
    OneEach,
}

struct Printer {
    levels: usize,
    elements: usize,
    lines: Lines,
    /// Columns that the current line is set in by.
    indent: usize,
    /// The level of the list or record that was printed last.
    last_level: usize,
    bytes: usize,
    /// The class whose name stands before the outermost record, or before each record of the
    /// outermost list.
    class: &'static str,
    /// Whether this prints a part of what a server sent, and its outermost list or record is still to
    /// come.
    is_served: bool,
    is_outermost: bool,
    /// Printers around this one.
    depth: usize,
}

impl Printer {
    fn new(levels: usize, elements: usize, lines: Lines) -> Printer {
        Printer {
            levels,
            elements,
            lines,
            indent: 0,
            last_level: 0,
            bytes: 0,
            class: "",
            is_served: false,
            is_outermost: false,
            depth: 0,
        }
    }

    fn print(mut self, value: &Value) -> String {
        self.value(value, 0)
    }

    fn value(&mut self, value: &Value, level: usize) -> String {
        let text = match value {
            Value::Undefined => "undefined".to_owned(),
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Number(number) if *number == 0.0 && number.is_sign_negative() => "-0".to_owned(),
            Value::Number(number) => number::text(*number),
            Value::Text(text) => scalar::string(text, self.indent, COLUMNS),
            Value::List(_) | Value::Record(_) if self.is_apart(value) => return self.apart(value),
            Value::List(values) => {
                self.is_outermost = false;
                return self.list(values, level);
            }
            Value::Record(record) => {
                let fields = record.iter().map(|(name, value)| (&**name, value));
                self.is_outermost = false;
                let class = std::mem::take(&mut self.class);
                let text = self.record(fields.collect(), class, level);
                if level > 0 {
                    self.class = class;
                }
                return text;
            }
            Value::Bson(value) => return self.bson(value, level),
            Value::Arrow(_) => "[Function (anonymous)]".to_owned(),
            Value::Builtin(name) => format!("[Function: {name}]"),
            Value::Database(name) => name.to_string(),
            Value::Collection(name) => format!("{}.{}", name.database, name.collection),
            Value::Cursor(_) => "[Cursor]".to_owned(),
            Value::Explainable(name, _) => {
                format!("Explainable({}.{})", name.database, name.collection)
            }
        };
        self.bytes += text.len();
        text
    }

    /// Whether the value is laid out by itself, because a server sent it or what it is part of.
    fn is_apart(&self, value: &Value) -> bool {
        let is_served = |value: &Value| matches!(value, Value::Record(record) if record.is_served);
        let holds_served = match value {
            Value::List(values) => values.iter().any(is_served),
            value => is_served(value),
        };
        (self.is_served || holds_served) && !self.is_outermost
    }

    /// mongosh prints what a server sent whole, and lays each list and record of it out as if it
    /// stood alone; then it is moved to its place.
    fn apart(&mut self, value: &Value) -> String {
        if self.depth >= LEVELS_MAX {
            return "[Object]".to_owned();
        }
        let mut alone = Printer::new(LEVELS_MAX, usize::MAX, self.lines);
        alone.is_served = true;
        alone.is_outermost = true;
        alone.depth = self.depth + 1;
        alone.bytes = self.bytes;
        let text = alone.value(value, 0);
        self.bytes = alone.bytes;
        text.replace('\n', &format!("\n{}", " ".repeat(self.indent)))
    }

    fn bson(&mut self, value: &Bson, level: usize) -> String {
        let text = match value {
            Bson::Timestamp(stamp) => {
                let fields = [("t", stamp.time), ("i", stamp.increment)];
                let [time, increment] =
                    fields.map(|(name, number)| (name, Value::Number(f64::from(number))));
                let record = self.of_its_own(&Value::record([time, increment]));
                format!("Timestamp({record})")
            }
            Bson::DbPointer(_) => "DBRef(..)".to_owned(),
            Bson::JavaScriptCodeWithScope(code) => {
                let scope = Value::from_document(code.scope.clone());
                format!("Code({}, {})", scalar::quoted(&code.code), self.of_its_own(&scope))
            }
            Bson::Document(_) | Bson::Array(_) => {
                return self.value(&Value::from_bson(value.clone()), level);
            }
            other => scalar::bson(other),
        };
        self.bytes += text.len();
        text
    }

    /// A value inside the words of a type, which knows nothing of the lines around it.
    fn of_its_own(&self, value: &Value) -> String {
        Printer::new(self.levels, self.elements, Lines::Filled).print(value)
    }

    fn list(&mut self, values: &[Value], level: usize) -> String {
        if values.is_empty() {
            return "[]".to_owned();
        }
        if level > self.levels {
            return "[Array]".to_owned();
        }
        self.last_level = level;
        let shown = values.len().min(self.elements);
        let mut parts = Vec::new();
        self.indent += 2;
        for value in values.iter().take(shown) {
            if self.is_full() {
                break;
            }
            parts.push(self.value(value, level + 1));
        }
        self.indent -= 2;
        let left = values.len() - parts.len();
        if left > 0 {
            parts.push(format!("... {left} more item{}", if left == 1 { "" } else { "s" }));
        }
        let entries = parts.len();
        if entries > 6 && self.lines == Lines::Filled {
            let are_numbers = values.iter().all(|value| matches!(value, Value::Number(_)));
            parts = group::in_columns(parts, left > 0, are_numbers, self.indent, COLUMNS);
        }
        self.joined(&parts, entries, ("[", "]"), level)
    }

    fn record(&mut self, fields: Vec<(&str, &Value)>, class: &str, level: usize) -> String {
        let name = if class.is_empty() { String::new() } else { format!("{class} ") };
        if fields.is_empty() {
            return format!("{name}{{}}");
        }
        if level > self.levels {
            return "[Object]".to_owned();
        }
        self.last_level = level;
        let mut parts = Vec::new();
        let count = fields.len();
        self.indent += 2;
        for (name, value) in fields {
            if self.is_full() {
                break;
            }
            let value = self.value(value, level + 1);
            parts.push(format!("{}: {value}", scalar::key(name)));
        }
        self.indent -= 2;
        if parts.len() < count {
            parts.push(format!("... {} more fields", count - parts.len()));
        }
        let entries = parts.len();
        let open = format!("{name}{{");
        self.joined(&parts, entries, (&open, "}"), level)
    }

    fn is_full(&self) -> bool {
        self.bytes > PRINTED_BYTES_MAX
    }

    /// The parts on one line if they are few and shallow, else each on its own. `entries` is how many
    /// there were before they were grouped.
    fn joined(
        &self,
        parts: &[String],
        entries: usize,
        (open, close): (&str, &str),
        level: usize,
    ) -> String {
        let is_shallow = self.last_level.saturating_sub(level) < LEVELS_ON_A_LINE;
        if self.lines == Lines::Filled && is_shallow && entries == parts.len() {
            let start = parts.len() + self.indent + units(open) + 10;
            let width = parts.len() + start + parts.iter().map(|part| units(part)).sum::<usize>();
            if width <= COLUMNS && !parts.iter().any(|part| part.contains('\n')) {
                return format!("{open} {} {close}", parts.join(", "));
            }
        }
        let margin = " ".repeat(self.indent);
        let parts = parts.join(&format!(",\n{margin}  "));
        format!("{open}\n{margin}  {parts}\n{margin}{close}")
    }
}

/// UTF-16 units, which JavaScript counts a string's length in.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
