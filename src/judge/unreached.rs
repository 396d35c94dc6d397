//! A function of the learner's that a request would have had, and that another one answered before.

use crate::{
    diag::Place,
    judge::{Unreached, recorded::Recorded},
    trace::{Entry, Left, Trace, What},
};

/// The first function in the way of the request that fell short which the learner may move, where the
/// request was answered before its turn. `is_own` says which files those are.
pub fn find(
    trace: &Trace,
    recorded: &Recorded,
    is_own: impl Fn(&str) -> bool,
) -> Option<Unreached> {
    let request = recorded.request?;
    let entries = trace.entries.get(recorded.entries.clone())?;
    let of_it = || entries.iter().filter(|entry| entry.request == Some(request));
    let place = |entry: &Entry| {
        let What::LayerUnreached { route, name, hands_on, place } = &entry.what else {
            return None;
        };
        let place = place.clone().filter(|place| is_own(&place.file))?;
        // Middleware that answers whatever came so far stands last on purpose.
        let is_misplaced = if route.is_empty() { *hands_on } else { is_of_one_path(route) };
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

/// A route with a parameter or a wildcard stands last on purpose: it takes what those before it left.
fn is_of_one_path(route: &str) -> bool {
    !route.contains([':', '*'])
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

    /// Asserts the note on a request that `by` answered before the turn of what `unreached` names.
    #[track_caller]
    fn check(by: Option<Place>, unreached: &[(&str, &str, bool, Place)], expected: Option<&str>) {
        let mut trace = Trace::default();
        let entered = What::LayerEntered { layer: Layer::Handler, name: String::new(), place: by };
        let started = What::ResponseStarted { status: 200, headers: Headers::new(), place: None };
        let behind = unreached.iter().map(|(route, name, hands_on, place)| What::LayerUnreached {
            route: (*route).to_owned(),
            name: (*name).to_owned(),
            hands_on: *hands_on,
            place: Some(place.clone()),
        });
        for what in [entered, started].into_iter().chain(behind) {
            trace.push(Entry { at_us: 0, request: Some(1), what });
        }
        let recorded = Recorded::new(0..trace.entries.len(), Some(1));
        let found = find(&trace, &recorded, |file| file == "server.js");
        assert_eq!(found.as_ref().map(|found| found.note.as_str()), expected);
        let other = Recorded::new(0..trace.entries.len(), Some(2));
        assert_eq!(find(&trace, &other, |_| true), None, "another request's");
    }

    #[test]
    fn what_stands_too_late_is_told_with_what_stands_before_it() {
        let shop = || Some(Place::new("shop.js", 12, 1));
        let server = |line| Place::new("server.js", line, 1);
        let stamp = "not reached: `stamp` at server.js:2 stands behind shop.js:12, which answered";
        check(
            shop(),
            &[("", "stamp", true, server(2)), ("GET /a", "", false, server(1))],
            Some(stamp),
        );
        check(
            None,
            &[("GET /users/me", "", false, server(1))],
            Some(
                "not reached: `GET /users/me` at server.js:1; the request was answered before its turn",
            ),
        );
        // A last answer for all that nobody knew is where it belongs, and a given file is no one's to change.
        check(shop(), &[("", "", false, server(5))], None);
        check(shop(), &[("GET /users/:id", "", true, server(1))], None);
        check(shop(), &[("GET /{*rest}", "", true, server(1))], None);
        check(shop(), &[("", "", true, Place::new("shop.js", 2, 1))], None);
        check(shop(), &[], None);
    }
}
