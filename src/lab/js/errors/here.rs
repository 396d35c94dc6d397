//! Where the program's own code is at this moment, for the recording.

use rquickjs::{Array, Ctx, Exception, Function, Object, Result, Value, prelude::This};

use crate::{diag::Place, lab::js::host::Host};

/// The innermost line of the program's own files; `None` where none of them runs. An error is made
/// for it, since the engine tells its frames to nobody else; it is no more than one call for each
/// frame up to the one that is wanted.
pub fn here(ctx: &Ctx<'_>, host: &Host) -> Option<Place> {
    host.asks_here.set(true);
    let made = Exception::from_message(ctx.clone(), "");
    host.asks_here.set(false);
    if made.is_err() {
        drop(ctx.catch());
    }
    host.here.take()
}

/// Notes the first of `sites` that is in a file of the program's.
pub fn note<'js>(host: &Host, sites: &Array<'js>) -> Result<()> {
    let ask = |site: &Object<'js>, name: &str| -> Result<Value<'js>> {
        let method: Function<'js> = site.get(name)?;
        method.call((This(site.clone()),))
    };
    for site in sites.iter::<Object<'js>>() {
        let site = site?;
        let path = ask(&site, "getFileName")?.get::<Option<String>>().ok().flatten();
        let Some(path) = path else { continue };
        let Some(file) = host.disk.relative(&path) else { continue };
        let number = |value: Value<'js>| value.get::<Option<u32>>().ok().flatten().unwrap_or(0);
        let line = number(ask(&site, "getLineNumber")?);
        let column = number(ask(&site, "getColumnNumber")?);
        let sources = host.sources.borrow();
        let Some(source) = sources.get(&path) else { continue };
        let (line, column) = source.as_written(line, column);
        host.here.replace(Some(Place::new(file, line, column)));
        return Ok(());
    }
    Ok(())
}
