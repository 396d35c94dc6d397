//! The words of a text index and how well a document answers a search. (MongoDB manual, text indexes.)

use std::collections::{BTreeMap, BTreeSet};

use bson::{Bson, Document};

use super::spec::Spec;
use crate::lab::documents::{filter::TextSearch, path::Path};

/// English words that say nothing about a text.
const STOP_WORDS: &str = " a about above after again all am an and any are as at be because been before being below \
    between both but by can did do does doing don down during each few for from further had has have having he her here \
    hers him his how i if in into is it its just me more most my no nor not now of off on once only or other our ours out \
    over own s same she should so some such t than that the their theirs them then there these they this those through to \
    too under until up very was we were what when where which while who whom why will with you your yours ";

/// The words of documents: for each word the records that have it, with their scores.
#[derive(Clone, Debug, Default)]
pub struct Words {
    records: BTreeMap<String, BTreeMap<u64, f64>>,
}

impl Words {
    pub fn insert(&mut self, spec: &Spec, document: &Document, record: u64) -> u64 {
        let mut weight = 0;
        for (word, score) in scores(spec, document) {
            weight += word.len() as u64 + 64;
            self.records.entry(word).or_default().insert(record, score);
        }
        weight
    }

    pub fn remove(&mut self, spec: &Spec, document: &Document, record: u64) -> u64 {
        let mut weight = 0;
        for word in scores(spec, document).into_keys() {
            weight += word.len() as u64 + 64;
            if let Some(records) = self.records.get_mut(&word) {
                records.remove(&record);
                if records.is_empty() {
                    self.records.remove(&word);
                }
            }
        }
        weight
    }

    /// The records that have any of the words, with their scores and how many entries were read.
    pub fn find(&self, question: &Question) -> (BTreeMap<u64, f64>, u64) {
        let mut found = BTreeMap::new();
        let mut read = 0;
        for word in &question.words {
            for (record, score) in self.records.get(word).into_iter().flatten() {
                *found.entry(*record).or_insert(0.0) += score;
                read += 1;
            }
        }
        (found, read)
    }
}

/// What a search asks for.
#[derive(Clone, Debug)]
pub struct Question {
    words: BTreeSet<String>,
    /// Lower case, unless case counts.
    phrases: Vec<String>,
    without: BTreeSet<String>,
    exact_words: Vec<String>,
}

impl Question {
    /// Reads `java "coffee shop" -cake`.
    pub fn parse(search: &TextSearch) -> Question {
        let mut question = Question {
            words: BTreeSet::new(),
            phrases: Vec::new(),
            without: BTreeSet::new(),
            exact_words: Vec::new(),
        };
        for (at, piece) in search.search.split('"').enumerate() {
            // Between two quotation marks stands a phrase.
            if at % 2 == 1 {
                question.words.extend(words(piece));
                question.phrases.push(fold(piece, search.case_sensitive));
                continue;
            }
            for token in piece.split_whitespace() {
                if let Some(word) = token.strip_prefix('-') {
                    question.without.extend(words(word));
                    continue;
                }
                question.words.extend(words(token));
                if search.case_sensitive {
                    question.exact_words.push(token.to_owned());
                }
            }
        }
        question
    }

    /// Whether a document that has one of the words has the phrases and none of the words after a minus.
    pub fn allows(&self, spec: &Spec, document: &Document) -> bool {
        let texts: Vec<String> =
            spec.weights.iter().flat_map(|(field, _)| texts(document, field)).collect();
        let has = |word: &String| texts.iter().any(|text| words(text).any(|other| other == *word));
        let has_phrase = |phrase: &String| {
            texts.iter().any(|text| text.contains(phrase) || fold(text, false).contains(phrase))
        };
        let has_exact = |word: &String| texts.iter().any(|text| text.contains(word));
        !self.without.iter().any(has)
            && self.phrases.iter().all(has_phrase)
            && (self.exact_words.is_empty() || self.exact_words.iter().any(has_exact))
    }
}

/// Each word of a document with its score: frequent words of short texts count most.
fn scores(spec: &Spec, document: &Document) -> BTreeMap<String, f64> {
    let mut scores = BTreeMap::new();
    for (field, weight) in &spec.weights {
        for text in texts(document, field) {
            let mut counts: BTreeMap<String, (u32, f64)> = BTreeMap::new();
            let mut total = 0_u32;
            for word in words(&text) {
                total += 1;
                let (count, frequency) = counts.entry(word).or_insert((0, 0.0));
                *frequency += 0.5_f64.powi(i32::try_from(*count).unwrap_or(i32::MAX));
                *count += 1;
            }
            for (word, (count, frequency)) in counts {
                let share = 0.5 * f64::from(count) / f64::from(total.max(1)) + 0.5;
                let whole = if text.len() == word.len() { 1.1 } else { 1.0 };
                *scores.entry(word).or_insert(0.0) += weight * frequency * share * whole;
            }
        }
    }
    scores
}

fn texts(document: &Document, field: &str) -> Vec<String> {
    let values = Path::of(field).keys(document);
    values
        .into_iter()
        .filter_map(|value| match value {
            Bson::String(text) => Some(text),
            _ => None,
        })
        .collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|ch: char| !ch.is_alphanumeric() && ch != '\'')
        .map(|word| word.trim_matches('\'').to_lowercase())
        .filter(|word| !word.is_empty() && !STOP_WORDS.contains(&format!(" {word} ")))
        .map(|word| stem(&word))
}

/// A word without its usual English endings, so that `shops` and `shopping` find `shop`.
fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    if !word.is_ascii() || word.len() < 4 {
        return word.to_owned();
    }
    let base = if let Some(base) = word.strip_suffix("ies") {
        return format!("{base}i");
    } else if let Some(base) = word.strip_suffix("sses") {
        return format!("{base}ss");
    } else if word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") {
        &word[..word.len() - 1]
    } else {
        word
    };
    let cut = ["ing", "ed"].iter().find_map(|ending| {
        base.strip_suffix(ending).filter(|rest| rest.len() > 2 && has_vowel(rest))
    });
    let Some(rest) = cut else {
        return match base.strip_suffix('y') {
            Some(rest) if rest.len() > 1 => format!("{rest}i"),
            _ => base.strip_suffix('e').filter(|rest| rest.len() > 2).unwrap_or(base).to_owned(),
        };
    };
    let mut last_two = rest.bytes().rev();
    match (last_two.next(), last_two.next()) {
        (Some(last), Some(before)) if last == before && !b"lsz".contains(&last) => {
            rest[..rest.len() - 1].to_owned()
        }
        _ => rest.to_owned(),
    }
}

fn has_vowel(text: &str) -> bool {
    text.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

fn fold(text: &str, case_sensitive: bool) -> String {
    if case_sensitive { text.to_owned() } else { text.to_lowercase() }
}
