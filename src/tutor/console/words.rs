//! What may be written at the cursor of a console: the words of its language, and the names that its
//! database holds.

mod js;
mod mongo;
mod redis;
mod sql;

use super::Engine;
use crate::exchange::http_file::complete::{Offer, Offers};

/// Offers of one list.
const OFFERS_MAX: usize = 100;

/// The names that a database holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    pub engine: Engine,
    /// Tables with their columns; collections of the current database with the fields of their first
    /// document; keys of a cache; names that JavaScript declared.
    pub tables: Vec<(String, Vec<String>)>,
    pub databases: Vec<String>,
}

/// A word of a language, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: &'static str,
    pub says: &'static str,
}

impl Default for Vocabulary {
    fn default() -> Vocabulary {
        Vocabulary::new(Engine::Sql)
    }
}

impl Vocabulary {
    pub fn new(engine: Engine) -> Vocabulary {
        Vocabulary { engine, tables: Vec::new(), databases: Vec::new() }
    }

    /// What may be written at byte `byte` of line `line`, the likeliest first.
    pub fn offers(&self, lines: &[String], line: usize, byte: usize) -> Option<Offers> {
        let before = lines.get(line)?.get(..byte)?;
        let (start, list) = match self.engine {
            Engine::Sql => sql::offers(self, lines, before),
            Engine::Mongo => mongo::offers(self, before),
            Engine::Redis => redis::offers(self, before),
            Engine::Js => js::offers(self, before),
        };
        let word = &before[start..];
        let mut list: Vec<Offer> =
            list.into_iter().filter(|offer| fits(&offer.label, word)).take(OFFERS_MAX).collect();
        list.dedup_by(|one, other| one.label == other.label);
        // A word that stands there whole needs no list.
        let is_whole = matches!(&list[..], [only] if only.puts == word);
        (!list.is_empty() && !is_whole).then_some(Offers { range: start..byte, list })
    }

    /// How what is being written at the cursor goes on: the arguments of a command.
    pub fn hint(&self, line: &str, byte: usize) -> Option<String> {
        let before = line.get(..byte)?;
        match self.engine {
            Engine::Sql | Engine::Js => None,
            Engine::Mongo => mongo::hint(before),
            Engine::Redis => redis::hint(before),
        }
    }

    fn columns(&self, table: &str) -> &[String] {
        let found = self.tables.iter().find(|(name, _)| name.eq_ignore_ascii_case(table));
        found.map_or(&[], |(_, columns)| columns.as_slice())
    }
}

fn offer(label: &str, says: &str) -> Offer {
    Offer { label: label.to_owned(), says: says.to_owned(), puts: label.to_owned(), behind: 0 }
}

/// A call, with the cursor between its parentheses.
fn call(word: Word) -> Offer {
    let puts = format!("{}()", word.text);
    Offer { label: word.text.to_owned(), says: word.says.to_owned(), puts, behind: 1 }
}

/// Whether `word` begins `label`, whatever the case.
fn fits(label: &str, word: &str) -> bool {
    let head = label.get(..word.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// Where the name before the cursor begins.
fn start_of_name(before: &str) -> usize {
    let is_part = |ch: char| ch.is_alphanumeric() || ch == '_' || ch == '$';
    before.trim_end_matches(is_part).len()
}
