//! Where functions stand. The engine tells it by accessors that every function inherits and that Node
//! has not: they are taken away from programs and kept here.

use rquickjs::{Ctx, Function, Object, Persistent, Result, Value, prelude::This};

use super::Host;
use crate::diag::Place;

/// The accessors.
pub struct Places {
    file: Persistent<Function<'static>>,
    line: Persistent<Function<'static>>,
    column: Persistent<Function<'static>>,
}

impl Places {
    /// Takes them from the prototype of functions.
    pub fn take(ctx: &Ctx<'_>) -> Result<Places> {
        let globals = ctx.globals();
        let class: Object<'_> = globals.get("Function")?;
        let prototype: Object<'_> = class.get("prototype")?;
        let object: Object<'_> = globals.get("Object")?;
        let describe: Function<'_> = object.get("getOwnPropertyDescriptor")?;
        let take = |name: &str| {
            let property: Object<'_> = describe.call((prototype.clone(), name))?;
            let getter: Function<'_> = property.get("get")?;
            prototype.remove(name)?;
            Ok::<_, rquickjs::Error>(Persistent::save(ctx, getter))
        };
        Ok(Places {
            file: take("fileName")?,
            line: take("lineNumber")?,
            column: take("columnNumber")?,
        })
    }

    /// Line and column where `function` begins, as it was compiled; 0 where that is not known.
    pub fn start<'js>(&self, ctx: &Ctx<'js>, function: &Value<'js>) -> (u32, u32) {
        let ask = |getter: &Persistent<Function<'static>>| {
            let getter = getter.clone().restore(ctx).ok()?;
            getter.call::<_, Option<u32>>((This(function.clone()),)).ok().flatten()
        };
        (ask(&self.line).unwrap_or_default(), ask(&self.column).unwrap_or_default())
    }

    fn file<'js>(&self, ctx: &Ctx<'js>, function: &Value<'js>) -> Option<String> {
        let getter = self.file.clone().restore(ctx).ok()?;
        getter.call::<_, Option<String>>((This(function.clone()),)).ok().flatten()
    }
}

impl Host {
    /// Where `function` stands in the program's own files.
    pub fn place_of<'js>(&self, ctx: &Ctx<'js>, function: &Value<'js>) -> Option<Place> {
        let places = self.places.get()?;
        let path = places.file(ctx, function)?;
        let file = self.disk.relative(&path)?;
        let (line, column) = places.start(ctx, function);
        let sources = self.sources.borrow();
        let (line, column) = sources.get(&path)?.as_written(line, column);
        Some(Place::new(file, line, column))
    }
}
