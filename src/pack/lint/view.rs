//! What rules look at: a lesson, an exercise, a file, and what was kept of all of them.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use crate::{
    course::{Course, Module, exercise::Exercise, fact::Facts, glossary::Glossary},
    diag::Place,
    markup::prose::{Passage, passages},
    pack::{
        LoadedLesson, Pack,
        files::Files,
        lint::{patterns::Patterns, words::Phrase},
        manifest::{Places, front_matter},
    },
};

/// What is known of the pack before anything in it is looked at.
pub struct Frame<'p> {
    pub course: &'p Course,
    pub glossary: Glossary,
    pub facts: Facts,
    pub patterns: &'p Patterns,
    /// Where each lesson stands in the course, counted from 0.
    pub lesson_order: HashMap<&'p str, usize>,
    /// The names of terms with the numbers of the terms, by their first word.
    pub term_names: HashMap<String, Vec<(Phrase, usize)>>,
}

impl<'p> Frame<'p> {
    pub fn new(
        course: &'p Course,
        glossary: Glossary,
        facts: Facts,
        patterns: &'p Patterns,
    ) -> Frame<'p> {
        let lessons = course.modules.iter().flat_map(|module| &module.lessons);
        let lesson_order = lessons.enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let mut term_names: HashMap<String, Vec<_>> = HashMap::new();
        for (index, term) in glossary.terms.iter().enumerate() {
            if let Some(phrase) = Phrase::new(&term.name) {
                term_names.entry(phrase.key()).or_default().push((phrase, index));
            }
        }
        Frame { course, glossary, facts, patterns, lesson_order, term_names }
    }
}

/// One lesson, its words and the places of its keys.
pub struct LessonView<'a> {
    pub frame: &'a Frame<'a>,
    pub loaded: &'a LoadedLesson,
    pub passages: Vec<Passage>,
    /// Those of the front matter.
    pub places: Places<'a>,
    /// Where the Markdown begins, in bytes.
    pub body: usize,
}

impl<'a> LessonView<'a> {
    pub fn new(frame: &'a Frame<'a>, loaded: &'a LoadedLesson) -> LessonView<'a> {
        let (matter, body) = front_matter(&loaded.source).unwrap_or((0..0, 0));
        LessonView {
            frame,
            loaded,
            passages: passages(&loaded.source, body),
            places: Places::new(&loaded.path, &loaded.source, matter),
            body,
        }
    }

    /// Counted from 0.
    pub fn order(&self) -> usize {
        self.frame.lesson_order.get(self.loaded.lesson.id.as_str()).copied().unwrap_or_default()
    }

    /// Byte `at` of the words of a passage.
    pub fn place(&self, passage: &Passage, at: usize) -> Place {
        Place::of_offset(&self.loaded.path, &self.loaded.source, passage.place_in_file(at))
    }

    /// Where the Markdown begins.
    pub fn start(&self) -> Place {
        Place::of_offset(&self.loaded.path, &self.loaded.source, self.body)
    }

    /// The first words of a page, counted from 0.
    pub fn page_place(&self, page: usize) -> Place {
        let first = self.passages.iter().find(|passage| passage.page == page);
        first.map_or_else(|| self.start(), |passage| self.place(passage, 0))
    }
}

/// One exercise with its texts.
pub struct ExerciseView<'a> {
    pub exercise: &'a Exercise,
    /// Its folder in the pack.
    pub folder: String,
    /// The words of task.md.
    pub task: Vec<Passage>,
    /// Those of exercise.toml.
    pub places: Places<'a>,
}

impl<'a> ExerciseView<'a> {
    /// `toml` is the path and the text of exercise.toml.
    pub fn new(module: &Module, exercise: &'a Exercise, toml: (&'a str, &'a str)) -> Self {
        ExerciseView {
            exercise,
            folder: format!("exercises/{}/{}", module.id, exercise.id),
            task: passages(&exercise.task, 0),
            places: Places::new(toml.0, toml.1, 0..toml.1.len()),
        }
    }

    pub fn task_place(&self, at: usize) -> Place {
        Place::of_offset(&format!("{}/task.md", self.folder), &self.exercise.task, at)
    }
}

/// A file of the pack that is text.
pub struct TextFile<'a> {
    pub patterns: &'a Patterns,
    pub path: &'a str,
    pub text: &'a str,
    /// Where blocks of code stand in Markdown, in bytes.
    pub code: Vec<Range<usize>>,
}

impl TextFile<'_> {
    pub fn is_markdown(&self) -> bool {
        self.ends_with("md")
    }

    pub fn is_toml(&self) -> bool {
        self.ends_with("toml")
    }

    /// Whether its lines are words for a reader, but for [`TextFile::code`].
    pub fn is_prose(&self) -> bool {
        self.is_markdown() || self.is_toml()
    }

    /// Whether byte `at` stands in a block of code.
    pub fn is_code(&self, at: usize) -> bool {
        self.code.iter().any(|range| range.contains(&at))
    }

    pub fn place(&self, at: usize) -> Place {
        Place::of_offset(self.path, self.text, at)
    }

    fn ends_with(&self, ending: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, found)| found == ending)
    }
}

/// What is kept of a lesson until all are read.
#[derive(Clone, Debug, Default)]
pub struct LessonNote {
    pub id: String,
    pub path: String,
    pub minutes: u32,
    pub requires: Vec<(String, Place)>,
    pub concepts: Vec<(String, Place)>,
    pub exercises: Vec<String>,
    /// Ids of the terms it marks.
    pub terms: Vec<String>,
    /// Ids of the facts it cites.
    pub facts: Vec<String>,
    /// The hashes of its shingles, and where their first words stand in the file.
    pub shingles: Vec<(u64, u32)>,
    /// The code of its `vulnerable` blocks, as [`plain_code`] has it.
    pub vulnerable: Vec<String>,
}

/// What is kept of an exercise until all are read.
#[derive(Clone, Debug)]
pub struct ExerciseNote {
    pub id: String,
    pub minutes: u32,
    pub difficulty: u8,
    pub is_deprecated: bool,
    pub requires: Vec<(String, Place)>,
    pub concepts: Vec<(String, Place)>,
    /// Where its difficulty is written.
    pub difficulty_place: Place,
    /// The files of its starter, as [`plain_code`] has them.
    pub starter: Vec<String>,
}

/// Everything, once it was read.
pub struct CourseView<'a> {
    pub frame: &'a Frame<'a>,
    pub pack: &'a Pack,
    pub files: &'a dyn Files,
    /// The places of pack.toml, of glossary.toml, of facts.toml.
    pub manifest: Places<'a>,
    pub glossary: Places<'a>,
    pub facts: Places<'a>,
    pub lessons: BTreeMap<String, LessonNote>,
    pub exercises: BTreeMap<String, ExerciseNote>,
    /// Ids of lessons and exercises in the order of learning: each lesson, then the exercises that
    /// it names.
    pub order: Vec<String>,
    /// The files of the pack with their sizes in bytes.
    pub sizes: Vec<(String, u64)>,
    /// Whether every lesson and exercise could be read.
    pub complete: bool,
}

/// Code with the spaces at the ends of lines, empty lines and comments of one line taken out. The
/// ending of `path` says which they are.
pub fn plain_code(path: &str, code: &str) -> String {
    let marks: &[&str] = match path.rsplit_once('.') {
        Some((_, "redis")) => &["#"],
        // In JavaScript `#` begins the name of a private field.
        Some(_) | None => &["//", "--"],
    };
    let lines = code.lines().map(str::trim);
    let said = |line: &&str| !line.is_empty() && !marks.iter().any(|mark| line.starts_with(mark));
    lines.filter(said).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_those_of_the_files_language() {
        let check = |path, code, plain| assert_eq!(plain_code(path, code), plain, "{path}");
        check("tasks.redis", "# Give tea a price.\nSET tea 3\n\n  # done", "SET tea 3");
        check("cart.js", "// why\n#total = 3;\n", "#total = 3;");
        check("a.sql", "-- why\nSELECT 1", "SELECT 1");
    }
}
