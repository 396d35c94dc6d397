//! What somebody may have meant who wrote a command that is not there.

use crate::lab::cache::{Server, reply::Reply};

/// Changes of a letter by which a name may differ from the one that was meant.
const DISTANCE_MAX: usize = 2;
/// Letters of a name that is looked at.
const NAME_BYTES_MAX: usize = 32;
/// Commands of other stores and programs, each with what Redis has in its place.
const FOREIGN: &[(&str, &str)] = &[
    ("add", "SADD or ZADD"),
    ("all", "KEYS *"),
    ("clear", "FLUSHDB"),
    ("delete", "DEL"),
    ("drop", "DEL"),
    ("find", "GET or SCAN"),
    ("hgetallkeys", "HKEYS"),
    ("hsetall", "HSET, which takes several fields"),
    ("insert", "SET"),
    ("put", "SET"),
    ("remove", "DEL"),
    ("select*", "GET"),
    ("show", "KEYS *"),
    ("size", "DBSIZE"),
    ("update", "SET"),
    ("use", "SELECT"),
];

/// A sentence beside the server's error, where there is one to say.
pub fn hint(reply: &Reply, words: &[Vec<u8>]) -> Option<String> {
    let Reply::Error(text) = reply else { return None };
    if !text.starts_with("ERR unknown command") {
        return None;
    }
    let name = words.first().filter(|name| name.len() <= NAME_BYTES_MAX)?;
    let name = String::from_utf8_lossy(name).to_lowercase();
    if let Some((_, instead)) = FOREIGN.iter().find(|(foreign, _)| *foreign == name) {
        return Some(format!("did you mean {instead}?"));
    }
    Server::command_names()
        .map(|known| (distance(&name, known), known))
        .filter(|(distance, known)| *distance <= DISTANCE_MAX && *distance < known.len())
        .min_by_key(|(distance, known)| {
            (*distance, known.as_bytes().first() != name.as_bytes().first())
        })
        .map(|(_, known)| format!("did you mean {}?", known.to_uppercase()))
}

/// How many letters have to be put in, taken out or changed.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (to, b) in right.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[to + 1];
            row[to + 1] = changed.min(diagonal + 1).min(row[to] + 1);
        }
    }
    row[right.len()]
}
