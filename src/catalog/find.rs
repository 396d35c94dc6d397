//! The search itself. What stands in a title comes before what stands in a text, whole words come
//! before beginnings of words, and all else keeps the order of the course.
//!
//! Rows are read one by one until a group is full, so that a letter that is in every text costs
//! no more than a rare word.

use std::ops::Range;

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    catalog::{
        Found, Hit, Inside,
        query::Words,
        schema::{self, Kind},
    },
    diag::did_you_mean,
};

/// Hits of one group at most.
pub const HITS_MAX: usize = 50;
/// Rows that are read for one step of one group at most.
const ROWS_MAX: usize = 2_000;
/// Words that are tried in the place of one that nothing has.
const CLOSEST_TRIED: usize = 3;
/// Around a match; no text holds them, and one that does only loses its marks.
const MARKS: (char, char) = ('\u{1}', '\u{2}');

/// Looks for `words` in the pack of this number; pages of the lesson `here` stand apart.
pub fn find(
    connection: &Connection,
    pack: i64,
    words: &Words,
    here: Option<&str>,
) -> rusqlite::Result<Found> {
    let mut found = Found::default();
    if words.is_empty() {
        return Ok(found);
    }
    let here = here.map(|slug| base_of(connection, pack, (Kind::Lesson, slug)));
    let here = here.transpose()?.flatten();
    if let Some(base) = here {
        found.here = pages_of(connection, words, base)?;
    }
    for kind in Kind::ALL {
        let places = places(connection, pack, kind, words, here)?;
        found.more |= places.len() == HITS_MAX;
        let hits = places.into_iter().map(|place| hit(connection, words, place));
        let hits = hits.collect::<rusqlite::Result<_>>()?;
        match kind {
            Kind::Lesson => found.lessons = hits,
            Kind::Exercise => found.exercises = hits,
            Kind::Term => found.terms = hits,
        }
    }
    if found.count() == 0 {
        found.closest = closest(connection, pack, words)?;
    }
    Ok(found)
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
    let sql = format!(
        "SELECT rowid, highlight(texts, 1, '{0}', '{1}'), highlight(texts, 2, '{0}', '{1}')
         FROM texts WHERE texts MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid",
        MARKS.0, MARKS.1
    );
    let (from, to) = schema::rows_of_entry(base);
    let mut query = connection.prepare_cached(&sql)?;
    let mut rows = query.query(params![in_text(words), from, to])?;
    while let Some(row) = rows.next()? {
        inside.pages.push(schema::entry_of(row.get(0)?).1);
        for column in 1..=2 {
            let text: String = row.get(column)?;
            let (plain, marks) = marks(&text);
            for word in marks.into_iter().filter_map(|mark| plain.get(mark)) {
                if !inside.words.iter().any(|known| known == word) {
                    inside.words.push(word.to_owned());
                }
            }
        }
    }
    Ok(inside)
}

/// Heading and text of a page, not the title that all pages share.
fn in_text(words: &Words) -> String {
    format!("{{heading body}} : ({})", words.begun())
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
fn pages_of(connection: &Connection, words: &Words, base: i64) -> rusqlite::Result<Vec<Hit>> {
    let sql = format!(
        "SELECT rowid, highlight(texts, 1, '{}', '{}') FROM texts
         WHERE texts MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid LIMIT {}",
        MARKS.0, MARKS.1, HITS_MAX
    );
    let (from, to) = schema::rows_of_entry(base);
    let mut query = connection.prepare_cached(&sql)?;
    let sql = "SELECT slug FROM entries WHERE base = ?1";
    let slug: String = connection.prepare_cached(sql)?.query_row([base], |row| row.get(0))?;
    let mut rows = query.query(params![in_text(words), from, to])?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        let heading: String = row.get(1)?;
        // The objective stands below the heading of the first page.
        let (title, marks) = marks(heading.lines().next().unwrap_or(""));
        let page = schema::entry_of(row.get(0)?).1;
        hits.push(Hit { slug: slug.clone(), title, marks, page, ..Hit::default() });
    }
    Ok(hits)
}

/// Entries of one kind, the best first, each with the page to show.
fn places(
    connection: &Connection,
    pack: i64,
    kind: Kind,
    words: &Words,
    without: Option<i64>,
) -> rusqlite::Result<Vec<(i64, usize)>> {
    let (whole, begun) = (words.whole(), words.begun());
    let steps = [
        format!("title : ({whole})"),
        format!("title : ({begun})"),
        format!("{{title heading}} : ({begun})"),
        whole,
        begun,
    ];
    let range = schema::rows_of(pack, kind);
    let sql = "SELECT rowid FROM texts
               WHERE texts MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid";
    let mut query = connection.prepare_cached(sql)?;
    let mut places: Vec<(i64, usize)> = Vec::new();
    for (step, expression) in steps.iter().enumerate() {
        let mut rows = query.query(params![expression, range.0, range.1])?;
        let mut read = 0;
        while let Some(row) = rows.next()? {
            let (base, page) = schema::entry_of(row.get(0)?);
            read += 1;
            if Some(base) != without && !places.iter().any(|(known, _)| *known == base) {
                let in_title = step < 2;
                let page = if in_title { first_page(connection, words, base)? } else { page };
                places.push((base, page));
            }
            if places.len() == HITS_MAX {
                return Ok(places);
            }
            if read == ROWS_MAX {
                break;
            }
        }
    }
    Ok(places)
}

/// The first page whose text has the words too, else the first of all.
fn first_page(connection: &Connection, words: &Words, base: i64) -> rusqlite::Result<usize> {
    let sql = "SELECT rowid FROM texts
               WHERE texts MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid LIMIT 1";
    let (from, to) = schema::rows_of_entry(base);
    let mut query = connection.prepare_cached(sql)?;
    let row = query.query_row(params![in_text(words), from, to], |row| row.get(0)).optional()?;
    Ok(row.map_or(0, |row| schema::entry_of(row).1))
}

fn hit(connection: &Connection, words: &Words, place: (i64, usize)) -> rusqlite::Result<Hit> {
    let (base, page) = place;
    let sql = "SELECT slug, title, means, leads FROM entries WHERE base = ?1";
    let mut query = connection.prepare_cached(sql)?;
    let mut hit = query.query_row([base], |row| {
        Ok(Hit {
            slug: row.get(0)?,
            title: row.get(1)?,
            means: row.get(2)?,
            leads: row.get(3)?,
            page,
            ..Hit::default()
        })
    })?;
    let sql = format!(
        "SELECT highlight(texts, 0, '{}', '{}') FROM texts WHERE texts MATCH ?1 AND rowid = ?2",
        MARKS.0, MARKS.1
    );
    let row = base + i64::try_from(page).unwrap_or(0);
    let marked: Option<String> = connection
        .prepare_cached(&sql)?
        .query_row(params![words.any(), row], |row| row.get(0))
        .optional()?;
    if let Some((plain, marks)) = marked.map(|text| marks(&text))
        && plain == hit.title
    {
        hit.marks = marks.into_iter().map(|mark| typed_part(&plain, mark, words)).collect();
    }
    Ok(hit)
}

/// The part of a word that was typed: of `Tokens` the first five letters for `token`.
fn typed_part(text: &str, mark: Range<usize>, words: &Words) -> Range<usize> {
    let found = text[mark.clone()].to_lowercase();
    let typed = words.iter().map(str::to_lowercase).filter(|word| found.starts_with(word));
    let letters = typed.map(|word| word.chars().count()).max();
    let end = letters.and_then(|letters| text[mark.clone()].char_indices().nth(letters));
    end.map_or(mark.clone(), |(bytes, _)| mark.start..mark.start + bytes)
}

/// A text without the characters around its matches, and where these are.
fn marks(text: &str) -> (String, Vec<Range<usize>>) {
    let mut plain = String::with_capacity(text.len());
    let mut marks = Vec::new();
    let mut from = None;
    for ch in text.chars() {
        if ch == MARKS.0 {
            from = Some(plain.len());
        } else if ch == MARKS.1 {
            marks.extend(from.take().map(|from| from..plain.len()));
        } else {
            plain.push(ch);
        }
    }
    (plain, marks)
}

/// The same query with the nearest word in the place of the first that nothing has.
fn closest(
    connection: &Connection,
    pack: i64,
    words: &Words,
) -> rusqlite::Result<Option<(String, usize)>> {
    for (index, word) in words.iter().enumerate() {
        if has_any(connection, pack, &words.one(index))? {
            continue;
        }
        let word = word.to_lowercase();
        let mut known = vocabulary(connection, &word)?;
        for _ in 0..CLOSEST_TRIED {
            let near = did_you_mean(&word, known.iter().map(String::as_str)).map(str::to_owned);
            let Some(near) = near else { break };
            let other = words.with(index, &near);
            let found = Kind::ALL.iter().try_fold(0, |sum, kind| {
                places(connection, pack, *kind, &other, None).map(|places| sum + places.len())
            })?;
            if found > 0 {
                return Ok(Some((other.iter().collect::<Vec<_>>().join(" "), found)));
            }
            known.retain(|word| *word != near);
        }
        return Ok(None);
    }
    Ok(None)
}

fn has_any(connection: &Connection, pack: i64, expression: &str) -> rusqlite::Result<bool> {
    let (from, _) = schema::rows_of(pack, Kind::Lesson);
    let (_, to) = schema::rows_of(pack, Kind::Term);
    let sql = "SELECT EXISTS (SELECT 1 FROM texts
               WHERE texts MATCH ?1 AND rowid BETWEEN ?2 AND ?3)";
    connection.prepare_cached(sql)?.query_row(params![expression, from, to], |row| row.get(0))
}

/// Words of about as many letters that share nearly all of them with `word`.
fn vocabulary(connection: &Connection, word: &str) -> rusqlite::Result<Vec<String>> {
    let letters = u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
    let slips = (letters / 3).max(1);
    let of_word = letters_of(word);
    let sql = "SELECT word FROM vocabulary WHERE letters BETWEEN ?1 AND ?2";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query(params![letters.saturating_sub(slips), letters + slips])?;
    let mut words = Vec::new();
    while let Some(row) = rows.next()? {
        let known = row.get_ref(0)?.as_str().unwrap_or("");
        // A slip changes at most two letters of the set.
        if (letters_of(known) ^ of_word).count_ones() <= 2 * slips {
            words.push(known.to_owned());
        }
    }
    Ok(words)
}

/// The set of letters, as bits; letters that are 64 apart count as one.
fn letters_of(word: &str) -> u64 {
    word.chars().fold(0, |set, ch| set | 1 << (u32::from(ch) % 64))
}
