//! What the engine throws, in Node's words and with a place in the program's own files.

use rquickjs::{Ctx, Object, Value, convert::Coerced};

use super::host::Host;
use crate::{diag::Place, trace::Thrown};

/// `error` as the recording keeps it.
pub fn thrown<'js>(ctx: &Ctx<'js>, host: &Host, error: &Value<'js>) -> Thrown {
    let Some(object) = error.as_object().filter(|object| object.is_error()) else {
        let shown: Result<Coerced<String>, _> = error.get();
        drop(ctx.catch());
        let message = shown.map_or_else(|_| "[object]".to_owned(), |text| text.0);
        return Thrown { stack: message.clone(), message, ..Thrown::default() };
    };
    let text = |key: &str| text_of(ctx, object, key);
    let (name, message, stack) = (text("name"), text("message"), text("stack"));
    let place = stack.lines().find_map(|frame| own_place(host, frame));
    let line = place.as_ref().and_then(|place| line_of(host, place));
    Thrown { name, message, place, line, stack }
}

/// What standard error shows of an error that ended the program: the line, then what
/// `described` says of the error.
pub fn uncaught_text(host: &Host, thrown: &Thrown, described: &str) -> String {
    match (&thrown.place, &thrown.line) {
        (Some(place), Some(line)) => {
            let path = host.disk.absolute(&place.file);
            let blanks = " ".repeat(usize::try_from(place.column).unwrap_or(1).saturating_sub(1));
            format!("{path}:{}\n{line}\n{blanks}^\n\n{described}\n", place.line)
        }
        _ => format!("Uncaught:\n{described}\n"),
    }
}

fn text_of<'js>(ctx: &Ctx<'js>, object: &Object<'js>, key: &str) -> String {
    let text = object.get::<_, Option<Coerced<String>>>(key);
    if text.is_err() {
        drop(ctx.catch());
    }
    text.ok().flatten().map(|text| text.0).unwrap_or_default()
}

fn own_place(host: &Host, frame: &str) -> Option<Place> {
    let spot = frame.trim().strip_prefix("at ")?;
    let spot = spot.rsplit_once('(').map_or(spot, |(_, spot)| spot.trim_end_matches(')'));
    let (rest, column) = spot.rsplit_once(':')?;
    let (path, line) = rest.rsplit_once(':')?;
    let file = host.disk.relative(path)?;
    Some(Place::new(file, line.parse().ok()?, column.parse().ok()?))
}

fn line_of(host: &Host, place: &Place) -> Option<String> {
    let sources = host.sources.borrow();
    sources.line(&host.disk.absolute(&place.file), place.line).map(str::to_owned)
}
