//! Where nothing was found: the nearest word that the pack has in the place of one that it lacks.

use std::slice;

use rusqlite::{Connection, params};

use crate::{
    catalog::{
        index::{Index, Query},
        query::Words,
        rank,
    },
    diag::did_you_mean,
};

/// Words that are tried in the place of one that nothing has.
const TRIED_MAX: usize = 3;

/// The same query with the nearest word in the place of the first that nothing has, and how much
/// that finds.
pub fn closest(index: &mut Index<'_>, words: &Words) -> rusqlite::Result<Option<(String, usize)>> {
    for (at, term) in words.terms().iter().enumerate() {
        if !index.spots(term, &mut Query::of(slice::from_ref(term)))?.1.anywhere().is_empty() {
            continue;
        }
        let word = term.typed.to_lowercase();
        let mut known = alike(index.connection(), index.pack(), &word)?;
        for _ in 0..TRIED_MAX {
            let near = did_you_mean(&word, known.iter().map(String::as_str)).map(str::to_owned);
            let Some(near) = near else { break };
            let other = words.with(at, &near);
            let found = rank::count(index, &other)?;
            if found > 0 {
                return Ok(Some((other.text(), found)));
            }
            known.retain(|word| *word != near);
        }
        return Ok(None);
    }
    Ok(None)
}

/// Words of about as many letters that share nearly all of them with `word`.
fn alike(connection: &Connection, pack: i64, word: &str) -> rusqlite::Result<Vec<String>> {
    let letters = u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
    let slips = (letters / 3).max(1);
    let of_word = letters_of(word);
    let sql = "SELECT words FROM vocabulary WHERE pack = ?1 AND letters BETWEEN ?2 AND ?3";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query(params![pack, letters.saturating_sub(slips), letters + slips])?;
    let mut words = Vec::new();
    while let Some(row) = rows.next()? {
        // A slip changes at most two letters of the set.
        let near = |known: &&str| (letters_of(known) ^ of_word).count_ones() <= 2 * slips;
        words.extend(row.get_ref(0)?.as_str()?.split(' ').filter(near).map(str::to_owned));
    }
    Ok(words)
}

/// The set of letters, as bits; letters that are 64 apart count as one.
fn letters_of(word: &str) -> u64 {
    word.chars().fold(0, |set, ch| set | 1 << (u32::from(ch) % 64))
}
