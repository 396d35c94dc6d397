//! The search itself: the hits of each group, with what is shown of them.

use rusqlite::{Connection, OptionalExtension, params};

use crate::catalog::{
    Found, Hit, Inside,
    index::{Index, Matches},
    near,
    query::{Term, Words},
    rank::{HITS_MAX, Place, places},
    schema::{self, Kind},
    token,
};

/// Looks for `words` in the pack of this number; pages of the lesson `here` stand apart.
pub fn find(
    connection: &Connection,
    pack: i64,
    words: &Words,
    here: Option<&str>,
) -> rusqlite::Result<Found> {
    let mut found = Found::default();
    let mut index = Index::open(connection, pack)?;
    let Some(matches) = index.matches(words)? else { return Ok(found) };
    let here = here.map(|slug| base_of(connection, pack, (Kind::Lesson, slug)));
    let here = here.transpose()?.flatten();
    if let Some(base) = here {
        found.here = pages_of(&index, words, &matches, base)?;
    }
    for kind in Kind::ALL {
        let mut places = places(&index, &matches, kind, here);
        found.more |= places.len() == HITS_MAX;
        // An id stands in no text; that of a term learners never see.
        let typed = words.text().to_lowercase();
        if kind != Kind::Term
            && let Some(base) = base_of(connection, pack, (kind, &typed))?
            && here != Some(base)
            && !places.iter().any(|(known, _)| *known == base)
        {
            places.push((base, 0));
        }
        let hits = places.into_iter().map(|place| hit(connection, words, kind, place));
        let hits = named_first(connection, words, kind, hits.collect::<rusqlite::Result<_>>()?)?;
        match kind {
            Kind::Lesson => found.lessons = hits,
            Kind::Exercise => found.exercises = hits,
            Kind::Term => found.terms = hits,
        }
    }
    if found.count() == 0 {
        found.closest = near::closest(&mut index, words)?;
    }
    Ok(found)
}

/// Those with what was typed for their title, their id or another name of theirs, before all others.
fn named_first(
    connection: &Connection,
    words: &Words,
    kind: Kind,
    mut hits: Vec<Hit>,
) -> rusqlite::Result<Vec<Hit>> {
    let typed = words.text().to_lowercase();
    // The other names of a term stand in the place of a heading, a line each.
    let sql = "SELECT heading FROM texts WHERE row = ?1";
    let mut query = connection.prepare_cached(sql)?;
    for hit in &mut hits {
        let mut names = vec![hit.title.clone()];
        if kind == Kind::Term {
            let row = schema::rows_of_entry(hit.base).0;
            let also: Option<String> = query.query_row([row], |row| row.get(0)).optional()?;
            names.extend(also.unwrap_or_default().lines().map(str::to_owned));
        } else {
            names.push(hit.slug.clone());
        }
        hit.is_named = names.iter().any(|name| name.to_lowercase() == typed);
    }
    hits.sort_by_key(|hit| !hit.is_named);
    Ok(hits)
}

/// The pages of one entry where the words stand, and how they are written there.
pub fn inside(
    connection: &Connection,
    pack: i64,
    entry: (Kind, &str),
    words: &Words,
) -> rusqlite::Result<Inside> {
    let mut inside = Inside::default();
    let base = base_of(connection, pack, entry)?;
    let Some(base) = base.filter(|_| !words.is_empty()) else { return Ok(inside) };
    let (from, to) = schema::rows_of_entry(base);
    let sql = "SELECT row, heading, body FROM texts WHERE row BETWEEN ?1 AND ?2 ORDER BY row";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([from, to])?;
    while let Some(row) = rows.next()? {
        let parts: [String; 2] = [row.get(1)?, row.get(2)?];
        let tokens = parts.each_ref().map(|text| token::all(text));
        let stands = |term: &Term| tokens.iter().any(|tokens| term.places(tokens).next().is_some());
        if !words.terms().iter().all(stands) {
            continue;
        }
        inside.pages.push(schema::entry_of(row.get(0)?).1);
        for text in &parts {
            for word in words.marks(text).into_iter().filter_map(|mark| text.get(mark)) {
                if !inside.words.iter().any(|known| known == word) {
                    inside.words.push(word.to_owned());
                }
            }
        }
    }
    Ok(inside)
}

/// The title of each entry of a kind, along the course.
pub fn titles(connection: &Connection, pack: i64, kind: Kind) -> rusqlite::Result<Vec<Hit>> {
    let (from, to) = schema::rows_of(pack, kind);
    let sql = "SELECT base, slug, title FROM entries WHERE base BETWEEN ?1 AND ?2 ORDER BY base";
    let mut query = connection.prepare_cached(sql)?;
    let hits = query.query_map([from, to], |row| {
        let (place, slug, title) = (schema::place_of(row.get(0)?), row.get(1)?, row.get(2)?);
        Ok(Hit { slug, place, title, ..Hit::default() })
    })?;
    hits.collect()
}

/// The number of an entry; `None` where the catalog does not have it.
fn base_of(
    connection: &Connection,
    pack: i64,
    (kind, slug): (Kind, &str),
) -> rusqlite::Result<Option<i64>> {
    let (from, to) = schema::rows_of(pack, kind);
    let sql = "SELECT base FROM entries WHERE slug = ?1 AND base BETWEEN ?2 AND ?3";
    connection.prepare_cached(sql)?.query_row(params![slug, from, to], |row| row.get(0)).optional()
}

/// The pages of one lesson that have the words, each under its own heading.
fn pages_of(
    index: &Index<'_>,
    words: &Words,
    matches: &Matches,
    base: i64,
) -> rusqlite::Result<Vec<Hit>> {
    let connection = index.connection();
    let sql = "SELECT slug FROM entries WHERE base = ?1";
    let slug: String = connection.prepare_cached(sql)?.query_row([base], |row| row.get(0))?;
    let mut query = connection.prepare_cached("SELECT heading FROM texts WHERE row = ?1")?;
    let pages = matches.in_text.within(index.pages_of_entry(base)).take(HITS_MAX);
    pages
        .map(|page| {
            let row = index.row(page);
            let heading: String = query.query_row([row], |row| row.get(0))?;
            // The objective stands below the heading of the first page.
            let title = heading.lines().next().unwrap_or("").to_owned();
            let (marks, page) = (words.marks(&title), schema::entry_of(row).1);
            let place = schema::place_of(base);
            Ok(Hit { slug: slug.clone(), place, title, marks, page, ..Hit::default() })
        })
        .collect()
}

fn hit(
    connection: &Connection,
    words: &Words,
    kind: Kind,
    (base, page): Place,
) -> rusqlite::Result<Hit> {
    let sql = "SELECT slug, title, means, leads, page FROM entries WHERE base = ?1";
    let mut query = connection.prepare_cached(sql)?;
    let mut hit = query.query_row([base], |row| {
        let explained = usize::try_from(row.get::<_, i64>(4)?).unwrap_or(0);
        Ok(Hit {
            slug: row.get(0)?,
            base,
            place: schema::place_of(base),
            title: row.get(1)?,
            means: row.get(2)?,
            leads: row.get(3)?,
            page: if kind == Kind::Term { explained } else { page },
            ..Hit::default()
        })
    })?;
    hit.marks = words.typed_marks(&hit.title);
    Ok(hit)
}
