//! The words of a course that a lesson explains, each once for the whole pack.

use crate::course::id::{LessonId, TermId};

/// The terms of a pack, in the order of its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glossary {
    pub terms: Vec<Term>,
}

impl Glossary {
    /// The term of this id.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id.as_str() == id)
    }
}

/// One term: what it is called, what it means, and where it is explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub id: TermId,
    /// As a text writes it: `status code`, `DNS`.
    pub name: String,
    /// One or two sentences in Markdown, for somebody who has forgotten the lesson.
    pub means: String,
    /// The lesson that explains it: its first use in the course is marked there.
    pub lesson: LessonId,
    /// Other names of the same thing, found by a search.
    pub also: Vec<String>,
    /// Terms to read next.
    pub see: Vec<TermId>,
}
