//! Replies as values of JavaScript, as the package `redis` reads them.

use rquickjs::{
    Array, ArrayBuffer, Ctx, Function, IntoJs, Object, Result, Value, function::IntoArgs,
};

use crate::lab::cache::Reply;

/// The largest whole number that JavaScript tells from its neighbours.
const SAFE: i64 = 1 << 53;

/// What maps become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Maps {
    Object,
    Map,
    Array,
}

/// What `how` says.
///
/// | of `how` | |
/// | --- | --- |
/// | `isFlat` | whether the connection speaks RESP2 |
/// | `bulks`, `words` | whether bulk strings, and simple ones, become a `Buffer` |
/// | `numbers`, `doubles`, `bigNumbers` | whether they become strings |
/// | `sets` | whether sets become a `Set` and not an array |
/// | `maps` | 0: objects, 1: a `Map`, 2: arrays |
/// | `verbatims` | 0: strings, 1: a `VerbatimString`, 2: a `Buffer` |
/// | `makers` | `{error(text), buffer(ArrayBuffer), set(array), map(array), bigNumber(text), verbatim(format, text)}` |
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of the program's own")]
pub struct Writing<'js> {
    ctx: Ctx<'js>,
    makers: Object<'js>,
    is_flat: bool,
    bulks: bool,
    words: bool,
    numbers: bool,
    doubles: bool,
    big_numbers: bool,
    sets: bool,
    maps: Maps,
    verbatims: u8,
}

impl<'js> Writing<'js> {
    pub fn new(ctx: &Ctx<'js>, how: &Object<'js>) -> Result<Writing<'js>> {
        Ok(Writing {
            ctx: ctx.clone(),
            makers: how.get("makers")?,
            is_flat: how.get("isFlat")?,
            bulks: how.get("bulks")?,
            words: how.get("words")?,
            numbers: how.get("numbers")?,
            doubles: how.get("doubles")?,
            big_numbers: how.get("bigNumbers")?,
            sets: how.get("sets")?,
            maps: match how.get("maps")? {
                0 => Maps::Object,
                1 => Maps::Map,
                _ => Maps::Array,
            },
            verbatims: how.get("verbatims")?,
        })
    }

    /// A whole reply.
    pub fn value(&self, reply: &Reply) -> Result<Value<'js>> {
        if self.is_flat { self.part(&reply.clone().flat()) } else { self.part(reply) }
    }

    fn part(&self, reply: &Reply) -> Result<Value<'js>> {
        let ctx = &self.ctx;
        match reply {
            Reply::Simple(text) if self.words => self.buffer(text.as_bytes()),
            Reply::Simple(text) => text.as_ref().into_js(ctx),
            Reply::Error(text) => self.make("error", (text.as_str(),)),
            Reply::Integer(number) => self.integer(*number),
            Reply::Bulk(bytes) if self.bulks => self.buffer(bytes),
            Reply::Bulk(bytes) => String::from_utf8_lossy(bytes).into_js(ctx),
            Reply::Null | Reply::NullArray => Ok(Value::new_null(ctx.clone())),
            Reply::Set(items) if self.sets => self.make("set", (self.array(items)?,)),
            Reply::Array(items) | Reply::Push(items) | Reply::Set(items) => {
                Ok(self.array(items)?.into_value())
            }
            Reply::Map(pairs) => self.map(pairs),
            Reply::Double(number) if self.doubles => self.part(&Reply::Double(*number).flat()),
            Reply::Double(number) => Ok(Value::new_float(ctx.clone(), *number)),
            Reply::Boolean(is_so) => Ok(Value::new_bool(ctx.clone(), *is_so)),
            Reply::Verbatim(format, bytes) => {
                let text = String::from_utf8_lossy(bytes);
                match self.verbatims {
                    0 => text.into_js(ctx),
                    1 => self.make("verbatim", (*format, text.as_ref())),
                    _ => self.buffer(bytes),
                }
            }
            Reply::BigNumber(digits) if self.big_numbers => digits.as_str().into_js(ctx),
            Reply::BigNumber(digits) => self.make("bigNumber", (digits.as_str(),)),
        }
    }

    fn integer(&self, number: i64) -> Result<Value<'js>> {
        if self.numbers {
            return number.to_string().into_js(&self.ctx);
        }
        #[expect(clippy::cast_precision_loss, reason = "beyond it the package is inexact too")]
        let near = if (-SAFE..=SAFE).contains(&number) { number as f64 } else { by_digits(number) };
        match i32::try_from(number) {
            Ok(small) => Ok(Value::new_int(self.ctx.clone(), small)),
            Err(_) => Ok(Value::new_float(self.ctx.clone(), near)),
        }
    }

    fn array(&self, items: &[Reply]) -> Result<Array<'js>> {
        let array = Array::new(self.ctx.clone())?;
        for (at, item) in items.iter().enumerate() {
            array.set(at, self.part(item)?)?;
        }
        Ok(array)
    }

    fn map(&self, pairs: &[(Reply, Reply)]) -> Result<Value<'js>> {
        if self.maps != Maps::Object {
            let array = Array::new(self.ctx.clone())?;
            for (at, (key, value)) in pairs.iter().enumerate() {
                array.set(2 * at, self.part(key)?)?;
                array.set(2 * at + 1, self.part(value)?)?;
            }
            let array_is_wanted = self.maps == Maps::Array;
            return if array_is_wanted {
                Ok(array.into_value())
            } else {
                self.make("map", (array,))
            };
        }
        let object = Object::new(self.ctx.clone())?;
        for (key, value) in pairs {
            let key = match key {
                Reply::Bulk(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                Reply::Simple(text) => text.to_string(),
                Reply::Integer(number) => number.to_string(),
                other => format!("{other:?}"),
            };
            object.set(key, self.part(value)?)?;
        }
        Ok(object.into_value())
    }

    fn buffer(&self, bytes: &[u8]) -> Result<Value<'js>> {
        self.make("buffer", (ArrayBuffer::new_copy(self.ctx.clone(), bytes)?,))
    }

    fn make(&self, name: &str, with: impl IntoArgs<'js>) -> Result<Value<'js>> {
        self.makers.get::<_, Function<'js>>(name)?.call(with)
    }
}

/// The number that the package reads: it adds digit after digit, and rounds at each.
fn by_digits(number: i64) -> f64 {
    let digits = number.unsigned_abs().to_string();
    let sum = digits.bytes().fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0'));
    if number < 0 { -sum } else { sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_read_digit_by_digit() {
        for (number, expected) in [
            (i64::MAX, 9_223_372_036_854_775_807.0),
            (i64::MIN, -9_223_372_036_854_775_808.0),
            (9_007_199_254_740_995, 9_007_199_254_740_996.0),
        ] {
            assert!((by_digits(number) - expected).abs() < 2_049.0, "{number}");
        }
    }
}
