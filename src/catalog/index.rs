//! The pages of one pack, and on which of them the words of a query stand.
//!
//! A word costs what its own pages cost, however many other words and packs there are; a beginning
//! of words costs what all the words with it do, unless it is so short that these are put together.

use std::ops::Range;

use rusqlite::{Connection, params};

use crate::catalog::{
    postings::{Pages, Part, Spots, unpack_rising},
    query::{Term, Words},
    schema::{self, Kind, damaged},
    token::{self, Placed},
};

/// Where words are joined on fewer pages than this, pages where they stand side by side count too.
const FEW_PAGES: usize = 50;
/// Pages that are read for one query to find words that stand side by side.
const READ_PAGES_MAX: usize = 100;
/// So few letters begin so many words that these are put together when the index is made.
pub const SHORT_LETTERS_MAX: usize = 2;
/// Comes after all letters.
const LAST: char = char::MAX;

pub struct Index<'c> {
    connection: &'c Connection,
    pack: i64,
    /// The row of each page, rising: all pages of all entries in the order of the course.
    rows: Vec<i64>,
    /// How many pages may still be read for words that stand side by side.
    may_read: usize,
}

/// The words that are looked for together.
pub struct Query<'w> {
    terms: &'w [Term],
    /// Pages that have all parts of all words, once somebody needed to read them.
    read: Option<Vec<ReadPage>>,
}

/// A page with the words of its parts.
struct ReadPage {
    page: usize,
    parts: [(Part, Vec<Placed>); 3],
}

impl<'w> Query<'w> {
    pub fn of(terms: &'w [Term]) -> Query<'w> {
        Query { terms, read: None }
    }
}

/// On which pages all words of a query stand.
pub struct Matches {
    /// The best pages first.
    pub steps: [Pages; 5],
    /// In heading or text, as they are or as beginnings of words.
    pub in_text: Pages,
}

impl Matches {
    /// Steps in which the words stand in the title, so that all pages of an entry are as good.
    pub const TITLE_STEPS: usize = 2;
}

impl<'c> Index<'c> {
    pub fn open(connection: &'c Connection, pack: i64) -> rusqlite::Result<Index<'c>> {
        let sql = "SELECT rows FROM packs WHERE number = ?1";
        let mut query = connection.prepare_cached(sql)?;
        let rows = query.query_row([pack], |row| Ok(unpack_rising(row.get_ref(0)?.as_blob()?)))?;
        let rows = rows.ok_or_else(damaged)?.into_iter().map(u64::cast_signed).collect();
        Ok(Index { connection, pack, rows, may_read: READ_PAGES_MAX })
    }

    pub fn connection(&self) -> &'c Connection {
        self.connection
    }

    pub fn pack(&self) -> i64 {
        self.pack
    }

    /// The row of a page.
    pub fn row(&self, page: usize) -> i64 {
        self.rows[page]
    }

    /// The pages of one kind of entries.
    pub fn pages_of(&self, kind: Kind) -> Range<usize> {
        self.between(schema::rows_of(self.pack, kind))
    }

    /// The pages of one entry.
    pub fn pages_of_entry(&self, base: i64) -> Range<usize> {
        self.between(schema::rows_of_entry(base))
    }

    fn between(&self, (first, last): (i64, i64)) -> Range<usize> {
        let before = |end: i64| self.rows.partition_point(|row| *row < end);
        before(first)..before(last + 1)
    }

    /// `None` where there is nothing to look for.
    pub fn matches(&mut self, words: &Words) -> rusqlite::Result<Option<Matches>> {
        let mut all: Option<Matches> = None;
        let mut query = Query::of(words.terms());
        for term in words.terms() {
            let (whole, begun) = self.spots(term, &mut query)?;
            let steps = [
                whole.title.clone(),
                begun.title.clone(),
                begun.above(),
                whole.anywhere(),
                begun.anywhere(),
            ];
            let these = Matches { steps, in_text: begun.in_text() };
            all = Some(match all {
                Some(all) => all.and(&these),
                None => these,
            });
        }
        Ok(all)
    }

    /// Where a word stands as it is, and where as it is or, if it stands for them, as the beginning
    /// of others. Pages without the other words of the query are of no interest.
    pub fn spots(
        &mut self,
        term: &Term,
        query: &mut Query<'_>,
    ) -> rusqlite::Result<(Spots, Spots)> {
        let [first, rest @ ..] = &term.tokens[..] else { return Ok((self.none(), self.none())) };
        if rest.is_empty() {
            return self.spots_of(first, term.begins);
        }
        let mut all: Option<(Spots, Spots)> = None;
        for (at, pair) in term.tokens.windows(2).enumerate() {
            let begins = term.begins && at + 2 == term.tokens.len();
            let (whole, begun) = self.spots_of(&joined(&pair[0], &pair[1]), begins)?;
            all = Some(match all {
                Some((all_whole, all_begun)) => (all_whole.and(&whole), all_begun.and(&begun)),
                None => (whole, begun),
            });
        }
        let (whole, begun) = all.unwrap_or_else(|| (self.none(), self.none()));
        if begun.anywhere().count() < FEW_PAGES {
            let apart = self.side_by_side(term, query)?;
            return Ok((whole, begun.or(&apart)));
        }
        Ok((whole, begun))
    }

    fn none(&self) -> Spots {
        Spots::none(self.rows.len())
    }

    fn spots_of(&self, word: &str, begins: bool) -> rusqlite::Result<(Spots, Spots)> {
        let whole = self.spots_between(word, word)?;
        let begun = if !begins {
            whole.clone()
        } else if word.chars().count() <= SHORT_LETTERS_MAX {
            let beginning = short_beginning(word);
            self.spots_between(&beginning, &beginning)?
        } else {
            self.spots_between(word, &format!("{word}{LAST}"))?
        };
        Ok((whole, begun))
    }

    /// Where the words from `first` to `last` stand.
    fn spots_between(&self, first: &str, last: &str) -> rusqlite::Result<Spots> {
        let mut spots = self.none();
        let sql = "SELECT pages FROM words WHERE pack = ?1 AND word BETWEEN ?2 AND ?3";
        let mut query = self.connection.prepare_cached(sql)?;
        let mut rows = query.query(params![self.pack, first, last])?;
        while let Some(row) = rows.next()? {
            spots.add(row.get_ref(0)?.as_blob()?).ok_or_else(damaged)?;
        }
        Ok(spots)
    }

    /// Where the parts of a word follow each other with a space between: the pages that have all
    /// parts of all words are read, as far as that goes.
    fn side_by_side(&mut self, term: &Term, query: &mut Query<'_>) -> rusqlite::Result<Spots> {
        let read = match &query.read {
            Some(read) => read,
            None => query.read.insert(self.read_pages(query.terms)?),
        };
        let mut spots = self.none();
        for ReadPage { page, parts } in read {
            for (part, words) in parts {
                if term.places(words).next().is_some() {
                    spots.set(*page, *part);
                }
            }
        }
        Ok(spots)
    }

    fn read_pages(&mut self, terms: &[Term]) -> rusqlite::Result<Vec<ReadPage>> {
        let mut read = Vec::new();
        for page in self.pages_with(terms)?.within(0..self.rows.len()).take(self.may_read) {
            let parts = self.texts(page)?.map(|(part, text)| (part, token::all(&text)));
            read.push(ReadPage { page, parts });
        }
        self.may_read -= read.len();
        Ok(read)
    }

    /// Pages that have all parts of these words, wherever.
    fn pages_with(&self, terms: &[Term]) -> rusqlite::Result<Pages> {
        let mut pages: Option<Pages> = None;
        for term in terms {
            let last = term.tokens.len() - 1;
            for (at, token) in term.tokens.iter().enumerate() {
                let (_, here) = self.spots_of(token, term.begins && at == last)?;
                let here = here.anywhere();
                pages = Some(match pages {
                    Some(pages) => pages.and(&here),
                    None => here,
                });
            }
        }
        Ok(pages.unwrap_or_else(|| Pages::none(self.rows.len())))
    }

    fn texts(&self, page: usize) -> rusqlite::Result<[(Part, String); 3]> {
        let row = self.rows[page];
        let sql = "SELECT title, heading, body FROM texts, entries WHERE row = ?1 AND base = ?2";
        let mut query = self.connection.prepare_cached(sql)?;
        query.query_row([row, schema::entry_of(row).0], |row| {
            Ok([
                (Part::Title, row.get(0)?),
                (Part::Heading, row.get(1)?),
                (Part::Body, row.get(2)?),
            ])
        })
    }
}

impl Matches {
    fn and(self, other: &Matches) -> Matches {
        let mut others = other.steps.iter();
        let steps = self.steps.map(|pages| match others.next() {
            Some(other) => pages.and(other),
            None => pages,
        });
        Matches { steps, in_text: self.in_text.and(&other.in_text) }
    }
}

/// How the words that begin with a letter or two stand in the catalog together.
pub fn short_beginning(letters: &str) -> String {
    format!(" {letters}")
}

/// How two words that are joined stand in the catalog: no word begins with a space.
pub fn joined(first: &str, second: &str) -> String {
    format!(" {first} {second}")
}
