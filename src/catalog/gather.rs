//! What a pack has to be found: its lessons, exercises and terms, in the order of the course.

use crate::{
    catalog::schema::{Kind, PAGES_MAX, PLACES_MAX},
    course::{
        Module,
        glossary::{Glossary, Term},
        id::{ExerciseId, LessonId},
    },
    markup::{
        Document,
        parse::{Source, parse_text},
        words,
    },
    pack::Pack,
};

/// A pack with what its lessons share.
pub struct Contents<'p> {
    pack: &'p Pack,
    glossary: Glossary,
    /// The text of facts.toml, which lessons cite.
    facts: String,
}

/// Something of a pack that can be found, before it is read.
#[derive(Clone, Copy, Debug)]
pub struct Item<'p> {
    what: What<'p>,
    /// Its place among the things of its kind, counted from 0 along the course.
    pub place: usize,
}

#[derive(Clone, Copy, Debug)]
enum What<'p> {
    Lesson(&'p Module, &'p LessonId),
    Exercise(&'p Module, &'p ExerciseId),
    Term(&'p Term),
}

/// What is written down of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub title: String,
    /// What a term means; else empty.
    pub means: String,
    /// The lesson that explains a term; else empty.
    pub leads: String,
    /// Heading and text of each page, at least one.
    pub pages: Vec<(String, String)>,
}

impl<'p> Contents<'p> {
    /// Reads the glossary and the facts, no lesson and no exercise.
    pub fn of(pack: &'p Pack) -> Contents<'p> {
        let facts = pack.text("facts.toml").unwrap_or_default();
        Contents { pack, glossary: pack.glossary().0, facts }
    }

    /// All that can be found in the pack.
    pub fn items(&self) -> Vec<Item<'_>> {
        let modules = &self.pack.course.modules;
        let lessons = modules.iter().flat_map(|module| {
            module.lessons.iter().map(move |lesson| What::Lesson(module, lesson))
        });
        let exercises = modules.iter().flat_map(|module| {
            module.exercises.iter().map(move |exercise| What::Exercise(module, exercise))
        });
        let terms = self.glossary.terms.iter().map(What::Term);
        let place = |(place, what)| Item { what, place };
        let lessons = lessons.take(PLACES_MAX).enumerate().map(place);
        let exercises = exercises.take(PLACES_MAX).enumerate().map(place);
        lessons.chain(exercises).chain(terms.take(PLACES_MAX).enumerate().map(place)).collect()
    }
}

impl Item<'_> {
    pub fn kind(&self) -> Kind {
        match self.what {
            What::Lesson(..) => Kind::Lesson,
            What::Exercise(..) => Kind::Exercise,
            What::Term(_) => Kind::Term,
        }
    }

    pub fn slug(&self) -> &str {
        match self.what {
            What::Lesson(_, id) => id.as_str(),
            What::Exercise(_, id) => id.as_str(),
            What::Term(term) => term.id.as_str(),
        }
    }

    /// A number that is another one as soon as what is found of it changes; `None` where its files
    /// cannot be read.
    pub fn hash(&self, contents: &Contents<'_>) -> Option<i64> {
        let pack = contents.pack;
        match self.what {
            What::Lesson(module, id) => {
                let text = pack.text(&Pack::path_of_lesson(&module.id, id))?;
                Some(hash(&[text.as_bytes(), contents.facts.as_bytes()]))
            }
            What::Exercise(module, id) => {
                let folder = Pack::folder_of_exercise(&module.id, id);
                let toml = pack.text(&format!("{folder}/exercise.toml"))?;
                let task = pack.text(&format!("{folder}/task.md"))?;
                Some(hash(&[toml.as_bytes(), task.as_bytes()]))
            }
            What::Term(term) => {
                let words = [&term.name, &term.means, term.lesson.as_str()];
                let parts = words.into_iter().chain(term.also.iter().map(String::as_str));
                Some(hash(&parts.map(str::as_bytes).collect::<Vec<_>>()))
            }
        }
    }

    /// Its words; `None` where its author has something to mend first.
    pub fn read(&self, contents: &Contents<'_>) -> Option<Entry> {
        let pack = contents.pack;
        match self.what {
            What::Lesson(_, id) => {
                let loaded = pack.lesson(id).0?;
                let mut pages = pages_of(&loaded.document);
                // The objective is part of what stands over the lesson.
                if let Some((heading, _)) = pages.first_mut() {
                    heading.push('\n');
                    heading.push_str(&loaded.lesson.objective);
                }
                Some(Entry { title: loaded.lesson.title, pages, ..Entry::default() })
            }
            What::Exercise(_, id) => {
                let exercise = pack.exercise(id).0?;
                let pages = vec![(String::new(), plain(&exercise.task))];
                Some(Entry { title: exercise.title, pages, ..Entry::default() })
            }
            What::Term(term) => {
                let means = plain(&term.means).replace('\n', " ").trim().to_owned();
                let pages = vec![(term.also.join("\n"), means.clone())];
                let (title, leads) = (term.name.clone(), term.lesson.to_string());
                Some(Entry { title, means, leads, pages })
            }
        }
    }
}

/// A short text, which has one page on the screen.
fn plain(markdown: &str) -> String {
    let (document, _) = parse_text(Source { file: "", text: markdown, start: 0 });
    let pages = pages_of(&document).into_iter();
    let texts: Vec<_> = pages.flat_map(|(heading, text)| [heading, text]).collect();
    texts.join("\n")
}

fn pages_of(document: &Document) -> Vec<(String, String)> {
    let pages = document.pages.iter().take(PAGES_MAX);
    pages.map(|page| (page.title.clone(), words::of_page(page))).collect()
}

/// FNV-1a of 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>), a stop after each part. It
/// tells versions of one file apart; nothing hangs on it that somebody could want to forge.
fn hash(parts: &[&[u8]]) -> i64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let step = |hash: u64, byte: u64| (hash ^ byte).wrapping_mul(PRIME);
    let part = |hash, bytes: &&[u8]| {
        step(bytes.iter().fold(hash, |hash, byte| step(hash, u64::from(*byte))), 0x100)
    };
    parts.iter().fold(OFFSET, part).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn the_hash_is_fnv_and_knows_where_a_part_ends() {
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
        assert_ne!(hash(&[b"ab"]), hash(&[b"ab", b""]));
        assert_eq!(hash(&[b"ab", b"c"]), hash(&[b"ab", b"c"]));
    }
}
