//! Documents of BSON as objects of JavaScript, as the package `bson` deserializes them.

use std::cell::Cell;

use bson::{Binary, Bson, Document};
use rquickjs::{Array, IntoJs, Object, Result, Value, object::Property};

use super::makers::Makers;

/// The largest whole number that JavaScript tells from its neighbours.
const SAFE: i64 = 1 << 53;

/// What values become, as the driver's options of these names say.
#[derive(Clone, Copy, Debug)]
pub struct Promotion {
    longs: bool,
    values: bool,
    buffers: bool,
    big_ints: bool,
    own_patterns: bool,
}

impl Promotion {
    /// As the options are where nobody says anything.
    pub const USUAL: Promotion = Promotion {
        longs: true,
        values: true,
        buffers: false,
        big_ints: false,
        own_patterns: false,
    };

    pub fn of(how: &Value<'_>) -> Result<Promotion> {
        let Some(how) = how.as_object() else { return Ok(Promotion::USUAL) };
        let flag =
            |name, usual| how.get::<_, Option<bool>>(name).map(|given| given.unwrap_or(usual));
        Ok(Promotion {
            longs: flag("promoteLongs", true)?,
            values: flag("promoteValues", true)?,
            buffers: flag("promoteBuffers", false)?,
            big_ints: flag("useBigInt64", false)?,
            own_patterns: flag("bsonRegExp", false)?,
        })
    }
}

/// One conversion.
pub struct Writing<'a, 'js> {
    makers: &'a Makers<'js>,
    promote: Promotion,
    /// Documents and arrays that the present value is in.
    level: Cell<usize>,
}

impl<'a, 'js> Writing<'a, 'js> {
    pub fn new(makers: &'a Makers<'js>, promote: Promotion) -> Writing<'a, 'js> {
        Writing { makers, promote, level: Cell::new(0) }
    }

    pub fn document(&self, document: &Document) -> Result<Value<'js>> {
        self.enter()?;
        let object = Object::new(self.makers.ctx().clone())?;
        for (key, value) in document {
            let value = self.value(value)?;
            if key == "__proto__" {
                // Set, it would be the object's prototype.
                object.prop(
                    key.as_str(),
                    Property::from(value).writable().enumerable().configurable(),
                )?;
            } else {
                object.set(key.as_str(), value)?;
            }
        }
        self.level.set(self.level.get() - 1);
        if is_reference(document) {
            return self.makers.call("DBRef", (object,));
        }
        Ok(object.into_value())
    }

    pub fn value(&self, value: &Bson) -> Result<Value<'js>> {
        let (makers, ctx) = (self.makers, self.makers.ctx());
        match value {
            Bson::Double(number) if self.promote.values => {
                Ok(Value::new_float(ctx.clone(), *number))
            }
            Bson::Double(number) => makers.call("Double", (*number,)),
            Bson::Int32(number) if self.promote.values => Ok(Value::new_int(ctx.clone(), *number)),
            Bson::Int32(number) => makers.call("Int32", (*number,)),
            Bson::Int64(number) => self.long(*number),
            Bson::String(text) => text.into_js(ctx),
            Bson::Document(document) => self.document(document),
            Bson::Array(values) => {
                self.enter()?;
                let array = Array::new(ctx.clone())?;
                for (at, value) in values.iter().enumerate() {
                    array.set(at, self.value(value)?)?;
                }
                self.level.set(self.level.get() - 1);
                Ok(array.into_value())
            }
            Bson::Boolean(truth) => Ok(Value::new_bool(ctx.clone(), *truth)),
            Bson::Null => Ok(Value::new_null(ctx.clone())),
            Bson::Undefined => Ok(Value::new_undefined(ctx.clone())),
            Bson::ObjectId(id) => {
                let parts = id.bytes();
                let [a, b, c, d] = [0, 3, 6, 9]
                    .map(|at| u32::from_be_bytes([0, parts[at], parts[at + 1], parts[at + 2]]));
                makers.call("ObjectId", (a, b, c, d))
            }
            #[expect(clippy::cast_precision_loss, reason = "as JavaScript has times")]
            Bson::DateTime(time) => makers.call("Date", (time.timestamp_millis() as f64,)),
            Bson::Binary(binary) => self.binary(binary),
            Bson::RegularExpression(regex) => {
                let name = if self.promote.own_patterns { "BSONRegExp" } else { "RegExp" };
                makers.call(name, (regex.pattern.as_str(), regex.options.as_str()))
            }
            Bson::Decimal128(decimal) => {
                makers.call("Decimal128", (makers.octets(&decimal.bytes())?,))
            }
            Bson::Timestamp(time) => {
                let [low, high] = [time.increment, time.time].map(u32::cast_signed);
                makers.call("Timestamp", (low, high))
            }
            Bson::Symbol(text) if self.promote.values => text.into_js(ctx),
            Bson::Symbol(text) => makers.call("BSONSymbol", (text.as_str(),)),
            Bson::JavaScriptCode(code) => {
                makers.call("Code", (code.as_str(), Value::new_null(ctx.clone())))
            }
            Bson::JavaScriptCodeWithScope(code) => {
                makers.call("Code", (code.code.as_str(), self.document(&code.scope)?))
            }
            Bson::MinKey => makers.call("MinKey", ()),
            Bson::MaxKey => makers.call("MaxKey", ()),
            Bson::DbPointer(_) => {
                Err(makers.fail("the lab reads no values of the old type DBPointer"))
            }
        }
    }

    /// One level deeper. After an error the conversion is over, so nobody counts back.
    fn enter(&self) -> Result<()> {
        let level = self.level.get();
        self.makers.check_stack(level)?;
        self.level.set(level + 1);
        Ok(())
    }

    fn long(&self, number: i64) -> Result<Value<'js>> {
        let ctx = self.makers.ctx();
        if self.promote.big_ints {
            return Value::new_big_int(ctx.clone(), number);
        }
        if self.promote.longs && self.promote.values && (-SAFE..=SAFE).contains(&number) {
            #[expect(clippy::cast_precision_loss, reason = "it is within what a double holds")]
            return Ok(Value::new_number(ctx.clone(), number as f64));
        }
        #[expect(clippy::cast_possible_truncation, reason = "the two halves of it")]
        let (low, high) = (number as i32, (number >> 32) as i32);
        self.makers.call("Long", (low, high))
    }

    fn binary(&self, binary: &Binary) -> Result<Value<'js>> {
        let bytes = self.makers.octets(&binary.bytes)?;
        if self.promote.buffers && self.promote.values {
            return self.makers.call("Buffer", (bytes,));
        }
        self.makers.call("Binary", (bytes, u8::from(binary.subtype)))
    }
}

/// Whether the document is what a `DBRef` is stored as.
fn is_reference(document: &Document) -> bool {
    let mut keys = document.keys();
    document.contains_key("$ref")
        && document.contains_key("$id")
        && keys.all(|key| !key.starts_with('$') || matches!(key.as_str(), "$ref" | "$id" | "$db"))
}
