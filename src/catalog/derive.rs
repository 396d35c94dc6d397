//! What the catalog has besides the texts of a pack and is made of them: on which pages each word
//! stands, and where the terms are explained.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, params};

use crate::catalog::{
    find,
    index::{SHORT_LETTERS_MAX, joined, short_beginning},
    postings::{Part, Posting, Spots, pack_rising},
    query::Words,
    schema::{self, Kind},
    token::{self, Token},
};

/// Words from which the nearest one is chosen when nothing was found, by their letters.
const VOCABULARY_LETTERS: std::ops::RangeInclusive<usize> = 3..=24;

/// Takes out what was made of the texts of a pack.
pub fn forget(connection: &Connection, pack: i64) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM words WHERE pack = ?1", [pack])?;
    connection.execute("DELETE FROM vocabulary WHERE pack = ?1", [pack])?;
    Ok(())
}

/// Makes anew what is made of the texts of a pack.
pub fn derive(connection: &Connection, pack: i64) -> rusqlite::Result<()> {
    forget(connection, pack)?;
    let mut words = Collected::default();
    let rows = collect(connection, pack, &mut words)?;
    words.write(connection, pack, rows.len())?;
    let rows = pack_rising(rows.into_iter().map(i64::cast_unsigned));
    connection.execute("UPDATE packs SET rows = ?1 WHERE number = ?2", params![rows, pack])?;
    place_terms(connection, pack)
}

/// Reads all pages; gives back their rows.
fn collect(
    connection: &Connection,
    pack: i64,
    words: &mut Collected,
) -> rusqlite::Result<Vec<i64>> {
    let (from, to) = schema::rows_of_pack(pack);
    let sql = "SELECT base, title FROM entries WHERE base >= ?1 AND base < ?2";
    let mut query = connection.prepare(sql)?;
    let entry = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
    let titles: HashMap<_, _> = query.query_map([from, to], entry)?.collect::<Result<_, _>>()?;
    let sql = "SELECT row, heading, body FROM texts WHERE row >= ?1 AND row < ?2 ORDER BY row";
    let mut query = connection.prepare(sql)?;
    let mut rows = query.query([from, to])?;
    let mut pages = Vec::new();
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        let title = titles.get(&schema::entry_of(number).0).map_or("", String::as_str);
        words.add(pages.len(), Part::Title, title);
        words.add(pages.len(), Part::Heading, row.get_ref(1)?.as_str()?);
        words.add(pages.len(), Part::Body, row.get_ref(2)?.as_str()?);
        pages.push(number);
    }
    Ok(pages)
}

/// Words, and two that are joined, with their pages.
#[derive(Default)]
struct Collected(HashMap<String, Posting>);

impl Collected {
    fn add(&mut self, page: usize, part: Part, text: &str) {
        let mut last = String::new();
        token::each(text, |Token { word, joined: is_joined, .. }| {
            self.note(word, page, part);
            if is_joined {
                self.note(&joined(&last, word), page, part);
            }
            last.clear();
            last.push_str(word);
        });
    }

    fn note(&mut self, word: &str, page: usize, part: Part) {
        // Nearly all words are known already, and only a new one needs a string of its own.
        match self.0.get_mut(word) {
            Some(posting) => posting.note(page, part),
            None => self.0.entry(word.to_owned()).or_default().note(page, part),
        }
    }

    fn write(self, connection: &Connection, pack: i64, pages: usize) -> rusqlite::Result<()> {
        let mut words: Vec<_> = self.0.into_iter().collect();
        words.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let words: Vec<_> =
            words.into_iter().map(|(word, posting)| (word, posting.into_blob())).collect();
        let sql = "INSERT INTO words (pack, word, pages) VALUES (?1, ?2, ?3)";
        let mut insert = connection.prepare(sql)?;
        for (word, blob) in &words {
            insert.execute(params![pack, word, blob])?;
        }
        let plain = words.partition_point(|(word, _)| word.starts_with(' '));
        for letters in 1..=SHORT_LETTERS_MAX {
            for (beginning, spots) in beginnings(&words[plain..], letters, pages) {
                insert.execute(params![pack, short_beginning(beginning), spots.into_blob()])?;
            }
        }
        write_vocabulary(connection, pack, &words[plain..])
    }
}

/// Where the words stand that begin with the same letters, so many of them. `words` are sorted.
fn beginnings(
    words: &[(String, Vec<u8>)],
    letters: usize,
    pages: usize,
) -> impl Iterator<Item = (&str, Spots)> {
    let beginning =
        move |word: &'_ str| word.char_indices().nth(letters).map_or(word.len(), |(at, _)| at);
    let same = move |(one, _): &(String, _), (other, _): &(String, _)| {
        one[..beginning(one)] == other[..beginning(other)]
    };
    let together = move |group: &'_ [(String, Vec<u8>)]| {
        let mut spots = Spots::none(pages);
        for (_, blob) in group {
            spots.add(blob).expect("the blob was made a moment ago");
        }
        spots
    };
    // A word of fewer letters stands alone, and begins nothing.
    let is_long = move |group: &&[(String, Vec<u8>)]| group[0].0.chars().count() >= letters;
    words.chunk_by(same).filter(is_long).map(move |group| {
        let word = group[0].0.as_str();
        (&word[..beginning(word)], together(group))
    })
}

fn write_vocabulary(
    connection: &Connection,
    pack: i64,
    words: &[(String, Vec<u8>)],
) -> rusqlite::Result<()> {
    let mut vocabulary: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (word, _) in words {
        let letters = word.chars().count();
        if VOCABULARY_LETTERS.contains(&letters) {
            vocabulary.entry(letters).or_default().push(word);
        }
    }
    let sql = "INSERT INTO vocabulary (pack, letters, words) VALUES (?1, ?2, ?3)";
    let mut insert = connection.prepare(sql)?;
    for (letters, words) in vocabulary {
        let letters = i64::try_from(letters).unwrap_or(i64::MAX);
        insert.execute(params![pack, letters, words.join(" ")])?;
    }
    Ok(())
}

/// Writes down where each term is explained: on the page of its lesson that names it first.
fn place_terms(connection: &Connection, pack: i64) -> rusqlite::Result<()> {
    let (from, to) = schema::rows_of(pack, Kind::Term);
    let sql = "SELECT base, title, leads FROM entries WHERE base BETWEEN ?1 AND ?2";
    let mut query = connection.prepare(sql)?;
    let term = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let terms: Vec<(i64, String, String)> =
        query.query_map([from, to], term)?.collect::<Result<_, _>>()?;
    let mut update = connection.prepare("UPDATE entries SET page = ?1 WHERE base = ?2")?;
    for (base, name, lesson) in terms {
        let words = Words::of(&format!("{name} "));
        let inside = find::inside(connection, pack, (Kind::Lesson, &lesson), &words)?;
        let first = inside.pages.first().and_then(|page| i64::try_from(*page).ok());
        update.execute(params![first.unwrap_or(0), base])?;
    }
    Ok(())
}
