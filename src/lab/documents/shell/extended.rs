//! `JSON.stringify` and `EJSON.stringify`: values as JSON, and as MongoDB's Extended JSON.

use std::fmt::Write;

use bson::{Bson, DateTime};

use super::{
    base64, date,
    failure::{Failure, Kind},
    number, print,
    value::Value,
};

/// Levels that are written at most.
const LEVELS_MAX: usize = 200;
const TEXT_BYTES_MAX: usize = 16 << 20;
const INDENT_MAX: usize = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    /// Numbers and dates as JSON has them, where nothing is lost by it.
    Relaxed,
    Canonical,
}

/// `JSON.stringify(value, null, indent)`.
pub fn json(value: &Value, indent: Option<&Value>) -> Result<Value, Failure> {
    if let Value::Undefined = value {
        return Ok(Value::Undefined);
    }
    write(value, Form::Json, indent)
}

/// `EJSON.stringify(value, replacer, indent, { relaxed })`, of which all but the value may be left out.
pub fn ejson(value: &Value, arguments: &[Value]) -> Result<Value, Failure> {
    let options = arguments.iter().skip(1).find_map(|argument| match argument {
        Value::Record(record) => Some(record),
        _ => None,
    });
    let relaxed = options.and_then(|options| options.field("relaxed"));
    let form = if relaxed.is_some_and(|relaxed| !relaxed.is_truthy()) {
        Form::Canonical
    } else {
        Form::Relaxed
    };
    let indent = arguments.iter().skip(1).find(|argument| matches!(argument, Value::Number(_)));
    write(value, form, indent)
}

fn write(value: &Value, form: Form, indent: Option<&Value>) -> Result<Value, Failure> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast keeps a double within a count"
    )]
    let indent = indent.map_or(0, |indent| (indent.to_number() as usize).min(INDENT_MAX));
    let mut writer = Writer { out: String::new(), form, indent };
    writer.value(value, 0)?;
    Ok(Value::text(writer.out))
}

struct Writer {
    out: String,
    form: Form,
    indent: usize,
}

impl Writer {
    fn value(&mut self, value: &Value, level: usize) -> Result<(), Failure> {
        if level > LEVELS_MAX || self.out.len() > TEXT_BYTES_MAX {
            let message =
                format!("more than {LEVELS_MAX} levels or {TEXT_BYTES_MAX} bytes of JSON");
            return Err(Failure::new(Kind::Limit, message));
        }
        match value {
            Value::Undefined | Value::Null | Value::Arrow(_) | Value::Builtin(_) => {
                self.out.push_str("null");
            }
            Value::Bool(value) => self.out.push_str(if *value { "true" } else { "false" }),
            Value::Number(number) => self.number(*number, level)?,
            Value::Text(text) => self.string(text),
            Value::List(values) => {
                let count = values.len();
                self.out.push('[');
                for (at, value) in values.iter().enumerate() {
                    self.separate(at, level + 1);
                    self.value(value, level + 1)?;
                }
                self.close(']', count, level);
            }
            Value::Record(record) => {
                let fields = record.iter().filter(|(_, value)| !is_left_out(value));
                self.out.push('{');
                let mut count = 0;
                for (name, value) in fields {
                    self.separate(count, level + 1);
                    self.string(name);
                    self.out.push_str(if self.indent > 0 { ": " } else { ":" });
                    self.value(value, level + 1)?;
                    count += 1;
                }
                self.close('}', count, level);
            }
            Value::Bson(value) => self.bson(value, level)?,
            Value::Cursor(_) => {
                let message =
                    "Cannot serialize a cursor to JSON. Did you mean to call .toArray() first?";
                return Err(Failure::input(message));
            }
            Value::Database(_) | Value::Collection(_) | Value::Explainable(..) => {
                self.string(&print::inspect(value));
            }
        }
        Ok(())
    }

    fn number(&mut self, number: f64, level: usize) -> Result<(), Failure> {
        let whole = number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX);
        if self.form == Form::Canonical || (self.form == Form::Relaxed && !number.is_finite()) {
            let name = if whole { "$numberInt" } else { "$numberDouble" };
            return self.tagged(name, &number::text(number), level);
        }
        self.out.push_str(&if number.is_finite() {
            number::text(number)
        } else {
            "null".to_owned()
        });
        Ok(())
    }

    /// `{"$name":"text"}`.
    fn tagged(&mut self, name: &str, text: &str, level: usize) -> Result<(), Failure> {
        self.value(&Value::record([(name, Value::text(text))]), level)
    }

    fn bson(&mut self, value: &Bson, level: usize) -> Result<(), Failure> {
        let plain = self.form == Form::Json;
        let relaxed = self.form == Form::Relaxed;
        match value {
            Bson::ObjectId(id) if plain => self.string(&id.to_hex()),
            Bson::ObjectId(id) => self.tagged("$oid", &id.to_hex(), level)?,
            Bson::DateTime(date) => self.date(*date, level)?,
            Bson::Int32(number) => self.number(f64::from(*number), level)?,
            Bson::Double(number) => self.number(*number, level)?,
            Bson::Int64(number) if relaxed => write!(self.out, "{number}").unwrap_or_default(),
            Bson::Int64(number) => self.tagged("$numberLong", &number.to_string(), level)?,
            Bson::Decimal128(number) => {
                self.tagged("$numberDecimal", &number.to_string(), level)?;
            }
            Bson::Binary(data) => {
                let inner = Value::record([
                    ("base64", Value::text(base64::encode(&data.bytes))),
                    ("subType", Value::text(format!("{:02x}", u8::from(data.subtype)))),
                ]);
                self.value(&Value::record([("$binary", inner)]), level)?;
            }
            Bson::RegularExpression(regex) => {
                let inner = Value::record([
                    ("pattern", Value::text(regex.pattern.as_str())),
                    ("options", Value::text(regex.options.as_str())),
                ]);
                self.value(&Value::record([("$regularExpression", inner)]), level)?;
            }
            Bson::Timestamp(stamp) => {
                let inner = Value::record([
                    ("t", Value::Number(f64::from(stamp.time))),
                    ("i", Value::Number(f64::from(stamp.increment))),
                ]);
                self.form = Form::Relaxed;
                self.value(&Value::record([("$timestamp", inner)]), level)?;
                self.form = if plain { Form::Json } else { self.form };
            }
            Bson::MinKey => self.value(&Value::record([("$minKey", Value::Number(1.0))]), level)?,
            Bson::MaxKey => self.value(&Value::record([("$maxKey", Value::Number(1.0))]), level)?,
            other => self.string(&other.to_string()),
        }
        Ok(())
    }

    fn date(&mut self, date: DateTime, level: usize) -> Result<(), Failure> {
        let ms = date.timestamp_millis();
        let iso = date::iso(ms).unwrap_or_default();
        match self.form {
            Form::Json => self.string(&iso),
            // Milliseconds are left out where they are zero.
            Form::Relaxed => self.tagged("$date", &iso.replace(".000Z", "Z"), level)?,
            Form::Canonical => {
                let inner = Value::record([("$numberLong", Value::text(ms.to_string()))]);
                self.value(&Value::record([("$date", inner)]), level)?;
            }
        }
        Ok(())
    }

    fn separate(&mut self, place: usize, level: usize) {
        if place > 0 {
            self.out.push(',');
        }
        self.line(level);
    }

    fn close(&mut self, bracket: char, count: usize, level: usize) {
        if count > 0 {
            self.line(level);
        }
        self.out.push(bracket);
    }

    fn line(&mut self, level: usize) {
        if self.indent > 0 {
            self.out.push('\n');
            self.out.push_str(&" ".repeat(self.indent * level));
        }
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        for ch in text.chars() {
            match ch {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                ch if u32::from(ch) < 0x20 => {
                    write!(self.out, "\\u{:04x}", u32::from(ch)).unwrap_or_default();
                }
                ch => self.out.push(ch),
            }
        }
        self.out.push('"');
    }
}

fn is_left_out(value: &Value) -> bool {
    matches!(value, Value::Undefined | Value::Arrow(_) | Value::Builtin(_))
}
