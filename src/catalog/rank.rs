//! Which hits come first. What stands in a title comes before what stands in a text, whole words
//! come before beginnings of words, and all else keeps the order of the course.

use crate::catalog::{
    index::{Index, Matches},
    query::Words,
    schema::{self, Kind},
};

/// Hits of one group at most.
pub const HITS_MAX: usize = 50;

/// An entry with the page to show.
pub type Place = (i64, usize);

/// Entries of one kind, the best first, each with the page to show.
pub fn places(
    index: &Index<'_>,
    matches: &Matches,
    kind: Kind,
    without: Option<i64>,
) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (step, pages) in matches.steps.iter().enumerate() {
        for page in pages.within(index.pages_of(kind)) {
            let (base, mut shown) = schema::entry_of(index.row(page));
            if Some(base) == without || places.iter().any(|(known, _)| *known == base) {
                continue;
            }
            if step < Matches::TITLE_STEPS {
                // The first page whose text has the words too, else the first of all.
                let first = matches.in_text.within(index.pages_of_entry(base)).next();
                shown = first.map_or(0, |page| schema::entry_of(index.row(page)).1);
            }
            places.push((base, shown));
            if places.len() == HITS_MAX {
                return places;
            }
        }
    }
    places
}

/// How many hits there are, up to what the groups hold.
pub fn count(index: &mut Index<'_>, words: &Words) -> rusqlite::Result<usize> {
    let Some(matches) = index.matches(words)? else { return Ok(0) };
    Ok(Kind::ALL.iter().map(|kind| places(index, &matches, *kind, None).len()).sum())
}
