//! A function of the learner's that a request would have had, and that another one answered before.

use crate::{
    course::exercise::Files,
    diag::Place,
    judge::{Unreached, recorded::Recorded},
    trace::{Entry, Left, Trace, What},
};

/// The first function in the way of the request that fell short which the learner may move, where the
/// request was answered before its turn. `is_own` says which files those are, `files` are as they ran.
pub fn find(
    trace: &Trace,
    recorded: &Recorded,
    is_own: impl Fn(&str) -> bool,
    files: &Files,
) -> Option<Unreached> {
    let request = recorded.request?;
    let entries = trace.entries.get(recorded.entries.clone())?;
    let of_it = || entries.iter().filter(|entry| entry.request == Some(request));
    let place = |entry: &Entry| {
        let What::LayerUnreached { route, name, place } = &entry.what else { return None };
        let place = place.clone().filter(|place| is_own(&place.file))?;
        let is_misplaced =
            if route.is_empty() { passes_on(&place, files) } else { is_of_one_path(route) };
        is_misplaced.then(|| (who(route, name), place))
    };
    let (who, place) = of_it().find_map(place)?;
    let at = format!("{}:{}", place.file, place.line);
    let note = match answered_at(of_it()) {
        Some(by) => {
            let by = format!("{}:{}", by.file, by.line);
            format!("not reached: {who} at {at} stands behind {by}, which answered")
        }
        None => format!("not reached: {who} at {at}; the request was answered before its turn"),
    };
    Some(Unreached { place, note })
}

/// Lines of a function that are looked at.
const LINES_MAX: usize = 60;

/// A route with a parameter or a wildcard stands last on purpose: it takes what those before it left.
fn is_of_one_path(route: &str) -> bool {
    !route.contains([':', '*'])
}

/// Middleware that answers whatever came so far calls no `next` and stands last on purpose.
fn passes_on(place: &Place, files: &Files) -> bool {
    let Some(text) = files.get(&place.file).map(|bytes| String::from_utf8_lossy(bytes)) else {
        return false;
    };
    let first = usize::try_from(place.line).ok().and_then(|line| line.checked_sub(1));
    let mut lines = text.lines().skip(first.unwrap_or(usize::MAX)).take(LINES_MAX);
    let Some(head) = lines.next() else { return false };
    let indent = |line: &str| line.len() - line.trim_start().len();
    // The function ends where a bracket closes on its own level.
    let is_end = |line: &&str| line.trim_start().starts_with('}') && indent(line) <= indent(head);
    let goes_on = head.trim_end().ends_with(['{', '(', ',', '>']);
    let body = lines.take_while(|line| goes_on && !is_end(line));
    std::iter::once(head).chain(body).any(|line| line.contains("next("))
}

fn who(route: &str, name: &str) -> String {
    let named = if route.is_empty() { name } else { route };
    if named.is_empty() {
        "your function".to_owned()
    } else {
        format!("`{}`", named.replace('`', ""))
    }
}

/// The line that answered, else where the function stands that did.
fn answered_at<'a>(entries: impl Iterator<Item = &'a Entry>) -> Option<Place> {
    let mut open: Vec<Option<&Place>> = Vec::new();
    for entry in entries {
        match &entry.what {
            What::LayerEntered { place, .. } => open.push(place.as_ref()),
            What::LayerLeft { how: Left::Next | Left::Failed } => {
                open.pop();
            }
            What::ResponseStarted { place, .. } => {
                return place.as_ref().or_else(|| open.pop().flatten()).cloned();
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{exchange::Headers, trace::Layer};

    const SERVER: &str = "app.use(shop);\napp.use(function stamp(req, res, next) {\n  next();\n});\n\
                          app.use((req, res, next) => res.sendStatus(404));\n\
                          app.use((req, res, next) => next());\n";

    /// Asserts the note on a request that `by` answered before the turn of what `unreached` names.
    #[track_caller]
    fn check(by: Option<Place>, unreached: &[(&str, &str, Place)], expected: Option<&str>) {
        let mut trace = Trace::default();
        let entered = What::LayerEntered { layer: Layer::Handler, name: String::new(), place: by };
        let started = What::ResponseStarted { status: 200, headers: Headers::new(), place: None };
        let behind = unreached.iter().map(|(route, name, place)| What::LayerUnreached {
            route: (*route).to_owned(),
            name: (*name).to_owned(),
            place: Some(place.clone()),
        });
        for what in [entered, started].into_iter().chain(behind) {
            trace.push(Entry { at_us: 0, request: Some(1), what });
        }
        let recorded = Recorded::new(0..trace.entries.len(), Some(1));
        let files = Files::from([("server.js".to_owned(), SERVER.into())]);
        let found = find(&trace, &recorded, |file| file == "server.js", &files);
        assert_eq!(found.as_ref().map(|found| found.note.as_str()), expected);
        let other = Recorded::new(0..trace.entries.len(), Some(2));
        assert_eq!(find(&trace, &other, |_| true, &files), None, "another request's");
    }

    #[test]
    fn what_stands_too_late_is_told_with_what_stands_before_it() {
        let shop = || Some(Place::new("shop.js", 12, 1));
        let server = |line| Place::new("server.js", line, 1);
        let stamp = "not reached: `stamp` at server.js:2 stands behind shop.js:12, which answered";
        check(shop(), &[("", "stamp", server(2)), ("GET /a", "", server(1))], Some(stamp));
        check(
            None,
            &[("GET /users/me", "", server(1))],
            Some(
                "not reached: `GET /users/me` at server.js:1; the request was answered before its turn",
            ),
        );
        // A last answer for all that nobody knew is where it belongs, and a given file is no one's to change.
        check(shop(), &[("", "", server(5))], None);
        check(shop(), &[("GET /users/:id", "", server(1)), ("GET /{*rest}", "", server(1))], None);
        let arrow =
            "not reached: your function at server.js:6 stands behind shop.js:12, which answered";
        check(shop(), &[("", "", server(6))], Some(arrow));
        check(shop(), &[("", "", Place::new("shop.js", 2, 1))], None);
        check(shop(), &[], None);
    }
}
