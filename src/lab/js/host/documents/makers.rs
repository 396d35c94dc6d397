//! What JavaScript has said of its classes: functions that make their values, and what the engine
//! calls those of the language.

use std::cell::RefCell;

use rquickjs::{
    ArrayBuffer, Atom, Ctx, Error, Exception, Function, Object, Persistent, Result, TypedArray,
    Value, function::IntoArgs,
};

use crate::lab::js::host::values::class_id;

/// Levels that fit into what is left to our own code when the program has used up its stack.
const UNCHECKED_LEVELS: usize = 24;

/// What is kept of the object that `bsonMakers` was given.
///
/// | of the object | |
/// | --- | --- |
/// | `samples` | a `Date`, a `Map` and a `RegExp` |
/// | `time(date) -> number`, `entries(map) -> [[key, value]]` | |
/// | `flags(regexp) -> [source, flags]` | |
/// | `error(message)` | a `BSONError` |
/// | `level()` | nothing: the engine looks at the stack when it is called |
/// | `versionError()` | of an object that only calls itself a value of BSON |
/// | `ObjectId(i0, i1, i2, i3)` | each of three bytes |
/// | `Long(low, high)`, `Timestamp(low, high)` | |
/// | `Int32(number)`, `Double(number)`, `Decimal128(bytes)` | |
/// | `Binary(bytes, subtype)`, `Buffer(bytes)` | |
/// | `Date(ms)`, `RegExp(pattern, options)`, `BSONRegExp(pattern, options)` | |
/// | `Code(text, scope or null)`, `BSONSymbol(text)`, `MinKey()`, `MaxKey()` | |
/// | `DBRef(object)` | of a document with `$ref` and `$id` |
pub struct Known {
    object: Persistent<Object<'static>>,
    date: u32,
    map: u32,
    regexp: u32,
}

impl Known {
    pub fn new<'js>(ctx: &Ctx<'js>, object: Object<'js>) -> Result<Known> {
        let (date, map, regexp): (Value<'js>, Value<'js>, Value<'js>) = {
            let samples: Object<'js> = object.get("samples")?;
            (samples.get(0)?, samples.get(1)?, samples.get(2)?)
        };
        Ok(Known {
            date: class_id(&date),
            map: class_id(&map),
            regexp: class_id(&regexp),
            object: Persistent::save(ctx, object),
        })
    }
}

/// What an object is to BSON, as far as its class says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Date,
    Map,
    RegExp,
    Other,
}

/// The functions, while one call of JavaScript lasts.
pub struct Makers<'js> {
    ctx: Ctx<'js>,
    object: Object<'js>,
    found: RefCell<Vec<(&'static str, Function<'js>)>>,
    classes: [(u32, Class); 3],
    /// The names that each object is asked for.
    pub bson_type: Atom<'js>,
    pub to_bson: Atom<'js>,
}

impl<'js> Makers<'js> {
    pub fn new(ctx: &Ctx<'js>, known: &Known) -> Result<Makers<'js>> {
        Ok(Makers {
            object: known.object.clone().restore(ctx)?,
            found: RefCell::default(),
            classes: [
                (known.date, Class::Date),
                (known.map, Class::Map),
                (known.regexp, Class::RegExp),
            ],
            bson_type: Atom::from_str(ctx.clone(), "_bsontype")?,
            to_bson: Atom::from_str(ctx.clone(), "toBSON")?,
            ctx: ctx.clone(),
        })
    }

    pub fn ctx(&self) -> &Ctx<'js> {
        &self.ctx
    }

    pub fn class(&self, value: &Value<'js>) -> Class {
        let id = class_id(value);
        self.classes
            .iter()
            .find(|(known, _)| *known == id)
            .map_or(Class::Other, |(_, class)| *class)
    }

    /// Calls one of the functions.
    pub fn call<A, R>(&self, name: &'static str, arguments: A) -> Result<R>
    where
        A: IntoArgs<'js>,
        R: rquickjs::FromJs<'js>,
    {
        let known =
            self.found.borrow().iter().find(|(one, _)| *one == name).map(|(_, f)| f.clone());
        let function = if let Some(function) = known {
            function
        } else {
            let function: Function<'js> = self.object.get(name)?;
            self.found.borrow_mut().push((name, function.clone()));
            function
        };
        function.call(arguments)
    }

    /// Whether the stack has room for one more level of a conversion, which calls itself.
    ///
    /// # Errors
    /// The engine's own, as of a function that calls itself without end.
    pub fn check_stack(&self, level: usize) -> Result<()> {
        if level < UNCHECKED_LEVELS { Ok(()) } else { self.call("level", ()) }
    }

    /// A new `Uint8Array` of `bytes`.
    pub fn octets(&self, bytes: &[u8]) -> Result<Value<'js>> {
        let buffer = ArrayBuffer::new_copy(self.ctx.clone(), bytes)?;
        Ok(TypedArray::<u8>::from_arraybuffer(buffer)?.into_value())
    }

    /// Throws a `BSONError`.
    pub fn fail(&self, message: &str) -> Error {
        self.throw("error", (message,))
    }

    /// Throws the error that a function makes.
    pub fn throw<A: IntoArgs<'js>>(&self, name: &'static str, arguments: A) -> Error {
        match self.call::<_, Value<'js>>(name, arguments) {
            Ok(error) => self.ctx.throw(error),
            Err(error) => error,
        }
    }

    /// Throws the error of the language for something that is too large.
    pub fn fail_range(&self, message: &str) -> Error {
        Exception::throw_range(&self.ctx, message)
    }
}
