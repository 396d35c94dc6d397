//! Objects of JavaScript as documents of BSON, as the package `bson` serializes them.

use bson::{
    Binary, Bson, DateTime, Decimal128, Document, JavaScriptCodeWithScope, Regex, Timestamp,
    oid::ObjectId, raw::CString, spec::BinarySubtype,
};
use rquickjs::{Array, Error, Function, Object, Result, Value, object::Filter, prelude::This};

use super::{
    makers::{Class, Makers},
    survey::VALUE_BYTES,
};
use crate::lab::js::host::values::{bytes_of, octets_of, text_of};

/// Levels of documents and arrays in one another. MongoDB has 100 for what it stores.
pub const LEVELS_MAX: usize = 200;
/// Bytes of memory that one command or document may take: an object that holds another many times
/// over may be small in JavaScript and without end as a document.
pub const MEMORY_BYTES_MAX: usize = 40 << 20;
/// What the package says of an object that holds itself.
const CIRCLE: &str = "Cannot convert circular structure to BSON";

/// One conversion.
pub struct Reading<'a, 'js> {
    makers: &'a Makers<'js>,
    ignore_undefined: bool,
    with_functions: bool,
    check_keys: bool,
    /// The objects that the present one is in.
    around: Vec<Value<'js>>,
    /// What was made so far takes in memory.
    bytes: usize,
}

impl<'a, 'js> Reading<'a, 'js> {
    pub fn new(makers: &'a Makers<'js>, how: &Value<'js>) -> Result<Reading<'a, 'js>> {
        let how = how.as_object();
        let flag = |name| how.map_or(Ok(None), |how| how.get::<_, Option<bool>>(name));
        Ok(Reading {
            makers,
            ignore_undefined: flag("ignoreUndefined")?.unwrap_or_default(),
            with_functions: flag("serializeFunctions")?.unwrap_or_default(),
            check_keys: flag("checkKeys")?.unwrap_or_default(),
            around: Vec::new(),
            bytes: 0,
        })
    }

    /// The whole document. What may not be one is refused by the caller, in JavaScript.
    pub fn root(&mut self, value: &Value<'js>) -> Result<Document> {
        match value.as_object() {
            Some(object) => self.document(object),
            None => {
                Err(self.makers.fail("serialize does not support non-object as the root input"))
            }
        }
    }

    fn document(&mut self, object: &Object<'js>) -> Result<Document> {
        self.enter(object.as_value())?;
        let mut document = Document::new();
        if self.makers.class(object.as_value()) == Class::Map {
            let entries: Array<'js> = self.makers.call("entries", (object.clone(),))?;
            for entry in entries.iter::<Array<'js>>() {
                let entry = entry?;
                self.field(&mut document, &entry.get(0)?, &entry.get(1)?)?;
            }
        } else {
            let names = object.own_keys::<rquickjs::Atom<'js>>(Filter::new().string().enum_only());
            for name in names {
                let name = name?;
                let value = object.get(name.clone())?;
                self.field(&mut document, &name.to_value()?, &value)?;
            }
        }
        self.around.pop();
        Ok(document)
    }

    fn field(&mut self, to: &mut Document, key: &Value<'js>, value: &Value<'js>) -> Result<()> {
        let key = if key.is_string() {
            text_of(key)?
        } else {
            let text: rquickjs::convert::Coerced<String> = key.get()?;
            text.0
        };
        // A name may begin with `$` where an operator stands for its type: `$ref`, `$id`, `$db`.
        if key.contains('\0') {
            return Err(self.makers.fail(&format!("key {key} must not contain null bytes")));
        }
        if self.check_keys && !matches!(key.as_str(), "$db" | "$ref" | "$id" | "$clusterTime") {
            if key.starts_with('$') {
                return Err(self.makers.fail(&format!("key {key} must not start with '$'")));
            }
            if key.contains('.') {
                return Err(self.makers.fail(&format!("key {key} must not contain '.'")));
            }
        }
        if value.is_undefined() && self.ignore_undefined {
            return Ok(());
        }
        if let Some(value) = self.value(value)? {
            self.count(VALUE_BYTES + key.len())?;
            to.insert(key, value);
        }
        Ok(())
    }

    fn array(&mut self, array: &Array<'js>) -> Result<Bson> {
        self.enter(array.as_value())?;
        let mut values = Vec::new();
        for at in 0..array.len() {
            let value: Value<'js> = array.get(at)?;
            self.count(VALUE_BYTES)?;
            values.extend(self.value(&value)?);
        }
        self.around.pop();
        Ok(Bson::Array(values))
    }

    /// `None` for what BSON leaves out: functions and symbols.
    fn value(&mut self, value: &Value<'js>) -> Result<Option<Bson>> {
        if let Some(number) = value.as_int() {
            return Ok(Some(Bson::Int32(number)));
        }
        if let Some(number) = value.as_float() {
            return Ok(Some(number_of(number)));
        }
        if value.is_string() {
            return self.text(value).map(Bson::String).map(Some);
        }
        if let Some(truth) = value.as_bool() {
            return Ok(Some(Bson::Boolean(truth)));
        }
        if value.is_null() || value.is_undefined() {
            return Ok(Some(Bson::Null));
        }
        if value.is_big_int() {
            return Ok(Some(Bson::Int64(low_bits(value)?)));
        }
        let Some(object) = value.as_object() else { return Ok(None) };
        let replace: Value<'js> = object.get(self.makers.to_bson.clone())?;
        if let Some(replace) = replace.as_function() {
            let given: Value<'js> = replace.call((This(value.clone()),))?;
            return self.replaced(&given);
        }
        self.object(object)
    }

    /// What `toBSON` gave, whose own `toBSON` is not asked.
    fn replaced(&mut self, value: &Value<'js>) -> Result<Option<Bson>> {
        match value.as_object() {
            Some(object) => self.object(object),
            None => self.value(value),
        }
    }

    fn object(&mut self, object: &Object<'js>) -> Result<Option<Bson>> {
        let value = object.as_value();
        if value.is_function() {
            if !self.with_functions {
                return Ok(None);
            }
            let text: rquickjs::convert::Coerced<String> = value.get()?;
            self.count(text.0.len())?;
            return Ok(Some(Bson::JavaScriptCode(text.0)));
        }
        if let Some(array) = value.as_array() {
            return self.array(array).map(Some);
        }
        let kind: Value<'js> = object.get(self.makers.bson_type.clone())?;
        if !kind.is_undefined() {
            return self.of_class(object, &kind).map(Some);
        }
        match self.makers.class(value) {
            Class::Date => {
                let ms: f64 = self.makers.call("time", (value.clone(),))?;
                return Ok(Some(Bson::DateTime(DateTime::from_millis(whole(ms)))));
            }
            Class::RegExp => return self.pattern(value).map(Some),
            Class::Map => {}
            Class::Other => {
                if let Some(view) = octets_of(value) {
                    self.count(view.len())?;
                    return Ok(Some(binary(BinarySubtype::Generic, view)));
                }
            }
        }
        self.document(object).map(Bson::Document).map(Some)
    }

    fn pattern(&mut self, value: &Value<'js>) -> Result<Bson> {
        let (source, flags): (String, String) = {
            let parts: Array<'js> = self.makers.call("flags", (value.clone(),))?;
            (text_of(&parts.get(0)?)?, parts.get(1)?)
        };
        if source.contains('\0') {
            return Err(self.makers.fail(&format!("value {source} must not contain null bytes")));
        }
        self.count(source.len() + flags.len())?;
        self.regex(source, flags)
    }

    fn regex(&self, pattern: String, options: String) -> Result<Bson> {
        let whole = |text| {
            CString::try_from(text).map_err(|_| self.makers.fail("key must not contain null bytes"))
        };
        Ok(Bson::RegularExpression(Regex { pattern: whole(pattern)?, options: whole(options)? }))
    }

    /// A value of one of the package's own classes.
    fn of_class(&mut self, object: &Object<'js>, kind: &Value<'js>) -> Result<Bson> {
        let kind = if kind.is_string() { text_of(kind)? } else { String::new() };
        Ok(match kind.as_str() {
            "ObjectId" => Bson::ObjectId(self.object_id(object)?),
            "Long" => Bson::Int64(self.halves(object)?),
            "Timestamp" => {
                let bits = self.halves(object)?.cast_unsigned();
                #[expect(clippy::cast_possible_truncation, reason = "the two halves of it")]
                Bson::Timestamp(Timestamp { time: (bits >> 32) as u32, increment: bits as u32 })
            }
            #[expect(clippy::cast_possible_truncation, reason = "a cast of a double saturates")]
            "Int32" => Bson::Int32(self.number(object)? as i32),
            "Double" => Bson::Double(self.number(object)?),
            "Decimal128" => {
                let bytes = self.bytes(object, "bytes")?;
                let bytes = bytes.try_into().map_err(|_| self.no_version())?;
                Bson::Decimal128(Decimal128::from_bytes(bytes))
            }
            "Binary" => self.binary(object)?,
            "MinKey" => Bson::MinKey,
            "MaxKey" => Bson::MaxKey,
            "BSONSymbol" => Bson::Symbol(self.text(&object.get("value")?)?),
            "BSONRegExp" => {
                let (pattern, options) = (object.get("pattern")?, object.get("options")?);
                let (pattern, options) = (self.text(&pattern)?, self.text(&options)?);
                self.regex(pattern, options)?
            }
            "Code" => {
                let code = self.text(&object.get("code")?)?;
                let scope: Value<'js> = object.get("scope")?;
                match scope.as_object() {
                    Some(scope) => {
                        let scope = self.document(scope)?;
                        Bson::JavaScriptCodeWithScope(JavaScriptCodeWithScope { code, scope })
                    }
                    None => Bson::JavaScriptCode(code),
                }
            }
            "DBRef" => self.reference(object)?,
            _ => return Err(self.no_version()),
        })
    }

    fn object_id(&self, object: &Object<'js>) -> Result<ObjectId> {
        let mut bytes = [0; 12];
        for (name, part) in ["i0", "i1", "i2", "i3"].into_iter().zip(bytes.chunks_exact_mut(3)) {
            let number: Option<u32> = object.get(name).map_err(|_| self.no_version())?;
            let number = number.ok_or_else(|| self.no_version())?;
            part.copy_from_slice(&number.to_be_bytes()[1..]);
        }
        Ok(ObjectId::from_bytes(bytes))
    }

    fn halves(&self, object: &Object<'js>) -> Result<i64> {
        let half = |name| object.get::<_, Option<f64>>(name).ok().flatten();
        let (Some(low), Some(high)) = (half("low"), half("high")) else {
            return Err(self.no_version());
        };
        Ok(whole(high).wrapping_shl(32) | (whole(low) & 0xffff_ffff))
    }

    fn number(&self, object: &Object<'js>) -> Result<f64> {
        let number: Option<f64> = object.get("value")?;
        number.ok_or_else(|| self.no_version())
    }

    fn bytes(&self, object: &Object<'js>, name: &str) -> Result<Vec<u8>> {
        let value: Value<'js> = object.get(name)?;
        bytes_of(&value)?.ok_or_else(|| self.no_version())
    }

    fn binary(&mut self, object: &Object<'js>) -> Result<Bson> {
        let mut bytes = self.bytes(object, "buffer")?;
        let position: usize = object.get("position")?;
        bytes.truncate(position);
        self.count(bytes.len())?;
        let subtype: u8 = object.get("sub_type")?;
        Ok(binary(subtype.into(), bytes))
    }

    fn reference(&mut self, object: &Object<'js>) -> Result<Bson> {
        self.enter(object.as_value())?;
        let mut document = Document::new();
        document.insert("$ref", self.text(&object.get("collection")?)?);
        let id = object.get("oid")?;
        document.insert("$id", self.value(&id)?.unwrap_or(Bson::Null));
        let database: Value<'js> = object.get("db")?;
        if !database.is_undefined() && !database.is_null() {
            document.insert("$db", self.text(&database)?);
        }
        let fields: Value<'js> = object.get("fields")?;
        if let Some(fields) = fields.as_object() {
            document.extend(self.document(fields)?);
        }
        self.around.pop();
        Ok(Bson::Document(document))
    }

    fn text(&mut self, value: &Value<'js>) -> Result<String> {
        let text = text_of(value)?;
        self.count(text.len())?;
        Ok(text)
    }

    fn enter(&mut self, value: &Value<'js>) -> Result<()> {
        if self.around.contains(value) {
            return Err(self.makers.fail(CIRCLE));
        }
        if LEVELS_MAX <= self.around.len() {
            return Err(self.makers.fail(&too_deep()));
        }
        self.makers.check_stack(self.around.len())?;
        self.around.push(value.clone());
        Ok(())
    }

    fn count(&mut self, bytes: usize) -> Result<()> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes <= MEMORY_BYTES_MAX {
            return Ok(());
        }
        Err(self.makers.fail_range(&too_large()))
    }

    /// Of an object that calls itself a value of BSON and has not what that has.
    fn no_version(&self) -> Error {
        self.makers.throw("versionError", ())
    }
}

pub fn too_deep() -> String {
    format!("the lab takes documents of {LEVELS_MAX} levels at most")
}

pub fn too_large() -> String {
    let megabytes = MEMORY_BYTES_MAX >> 20;
    format!("the lab takes documents and commands of {megabytes} MB of memory at most")
}

fn binary(subtype: BinarySubtype, bytes: Vec<u8>) -> Bson {
    Bson::Binary(Binary { subtype, bytes })
}

/// A whole number of 32 bits is one of BSON's too; all others are doubles.
fn number_of(number: f64) -> Bson {
    #[expect(clippy::cast_possible_truncation, reason = "compared with what it came from")]
    let int = number as i32;
    let is_same = f64::from(int).to_bits() == number.to_bits();
    if is_same { Bson::Int32(int) } else { Bson::Double(number) }
}

/// Without a fraction; nothing for what is no number.
fn whole(number: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a cast of a double saturates")]
    let whole = number as i64;
    whole
}

/// The lowest 64 bits of a `BigInt`.
fn low_bits(value: &Value<'_>) -> Result<i64> {
    let class: Object<'_> = value.ctx().globals().get("BigInt")?;
    let cut: Function<'_> = class.get("asIntN")?;
    let cut: Value<'_> = cut.call((64, value.clone()))?;
    let digits: rquickjs::convert::Coerced<String> = cut.get()?;
    Ok(digits.0.parse().unwrap_or_default())
}
