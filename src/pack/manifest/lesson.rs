//! The front matter of a lesson: TOML between two lines `+++`, before the Markdown.

use std::ops::Range;

use crate::{
    course::{
        Course,
        id::{ExerciseId, LessonId},
        lesson::{Choice, Lesson, Review},
    },
    diag::{Findings, Place},
    pack::manifest::{
        LESSON_TITLE_CHARS_MAX, MINUTES_MAX,
        course::{ids, lines, requires},
        fields::{Document, Fields, Node, meant},
    },
};

const FENCE: &str = "+++";

/// A lesson's front matter and where its Markdown begins.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontMatter {
    pub lesson: Lesson,
    /// Offset in the file, in bytes.
    pub body: usize,
}

/// Reads the front matter of `text`, the content of `file`: lesson `id` of `course`.
pub fn read_front_matter(
    course: &Course,
    id: &LessonId,
    file: &str,
    text: &str,
) -> (Option<FrontMatter>, Findings) {
    let Some((matter, body)) = front_matter(text) else {
        let mut findings = Findings::new();
        findings
            .error(Place::new(file, 1, 1), "the lesson has no front matter")
            .hint("the file begins with a line `+++`, TOML, and another line `+++`");
        return (None, findings);
    };
    let doc = match Document::parse(file, text, matter) {
        Ok(doc) => doc,
        Err(findings) => return (None, findings),
    };
    let root = doc.root();
    let lesson = lesson(&root, id, course);
    root.finish();
    let findings = doc.into_findings();
    let front =
        lesson.filter(|_| !findings.has_errors()).map(|lesson| FrontMatter { lesson, body });
    (front, findings)
}

/// What a translation says of itself; the rest is that of its source.
#[derive(Clone, Debug, PartialEq)]
pub struct Translation {
    pub title: Option<String>,
    pub objective: Option<String>,
    /// Those of the source, in its order; empty where they are not translated.
    pub reviews: Vec<Review>,
    /// The fingerprints of the text that it was made from.
    pub source: Option<String>,
    /// Where the Markdown begins, in bytes.
    pub body: usize,
}

/// Reads the front matter of a translation, which may have none.
pub fn read_translation(file: &str, text: &str) -> (Option<Translation>, Findings) {
    let (matter, body) = front_matter(text).unwrap_or((0..0, 0));
    let doc = match Document::parse(file, text, matter) {
        Ok(doc) => doc,
        Err(findings) => return (None, findings),
    };
    let root = doc.root();
    let title = root.optional("title").and_then(|node| node.short_line(LESSON_TITLE_CHARS_MAX));
    let objective = root.optional("objective").and_then(|node| node.line());
    let source = root.optional("source").and_then(|node| node.line());
    let reviews = root.optional("review");
    let reviews = reviews.iter().flat_map(Node::members).filter_map(|node| review(&node)).collect();
    root.finish();
    let findings = doc.into_findings();
    let read = Translation { title, objective, reviews, source, body };
    (Some(read).filter(|_| !findings.has_errors()), findings)
}

/// Where the TOML of a lesson stands, and where its Markdown begins.
pub fn front_matter(text: &str) -> Option<(Range<usize>, usize)> {
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match start {
            None if line.trim_end() == FENCE => start = Some(end),
            None => return None,
            Some(start) if line.trim_end() == FENCE => return Some((start..at, end)),
            Some(_) => {}
        }
        at = end;
    }
    None
}

fn lesson(root: &Fields<'_>, wanted: &LessonId, course: &Course) -> Option<Lesson> {
    let id = root.required("id").and_then(|node| own_id(&node, wanted));
    let title = root.required("title").and_then(|node| node.short_line(LESSON_TITLE_CHARS_MAX));
    let objective = root.required("objective").and_then(|node| node.line());
    let minutes = root.required("minutes").and_then(|node| node.integer(1..=MINUTES_MAX));
    let rev = root.required("rev").and_then(|node| node.integer(1..=i64::from(u32::MAX)));
    let requires = requires(root.optional("requires"), course);
    let concepts = lines(root.optional("concepts"));
    let exercises = exercises(root.optional("exercises"), wanted, course);
    let reviews = root.optional("review");
    let reviews = reviews.iter().flat_map(Node::members).filter_map(|node| review(&node)).collect();
    Some(Lesson {
        id: id?,
        title: title?,
        objective: objective?,
        minutes: minutes?,
        requires,
        concepts,
        exercises,
        rev: rev?,
        reviews,
    })
}

/// The exercises that train the lesson; each stands in the same module.
fn exercises(list: Option<Node<'_>>, lesson: &LessonId, course: &Course) -> Vec<ExerciseId> {
    let Some((_, module)) = course.module_of_lesson(lesson) else { return Vec::new() };
    for node in list.iter().flat_map(Node::members).filter(Node::is_text) {
        let text = node.raw_text().unwrap_or_default();
        if ExerciseId::parse(&text).is_ok_and(|id| !module.exercises.contains(&id)) {
            let message = format!("module `{}` has no exercise `{text}`", module.id);
            let near = meant(&text, module.exercises.iter().map(ExerciseId::as_str));
            let hint = near.unwrap_or_else(|| "`exercises` of the module in pack.toml".to_owned());
            node.report((message, hint));
        }
    }
    ids(list, ExerciseId::parse)
}

fn own_id(node: &Node<'_>, wanted: &LessonId) -> Option<LessonId> {
    let id = node.parsed(LessonId::parse)?;
    if id != *wanted {
        node.report((
            format!("the id is `{id}`, and the file is named `{wanted}.md`"),
            "a lesson stands in lessons/MODULE/ID.md",
        ));
        return None;
    }
    Some(id)
}

fn review(node: &Node<'_>) -> Option<Review> {
    let fields = node.fields()?;
    let question = fields.required("question").and_then(|node| node.text());
    let answer = fields.optional("answer");
    let why = fields.optional("why").and_then(|node| node.text());
    let options = fields.optional("options");
    let choices = options.map(|node| choices(&node)).unwrap_or_default();
    fields.finish();
    if answer.is_none() && options.is_none() {
        fields.report((
            "the question has no answer",
            "write `answer` for free text, or `options` to choose from",
        ));
    }
    let answer = answer.and_then(|node| node.text());
    Some(Review { question: question?, answer, why, options: choices })
}

fn choices(list: &Node<'_>) -> Vec<Choice> {
    let choices: Vec<_> = list.members().iter().filter_map(choice).collect();
    if choices.len() < 2 {
        list.report("a choice needs two options or more");
    } else if !choices.iter().any(|choice| choice.correct) {
        list.report(("no option is correct", "write `correct = true` in the right one"));
    }
    choices
}

fn choice(node: &Node<'_>) -> Option<Choice> {
    let fields = node.fields()?;
    let text = fields.required("text").and_then(|node| node.text());
    let correct = fields.optional("correct").and_then(|node| node.boolean()).unwrap_or(false);
    let why = fields.optional("why").and_then(|node| node.text()).unwrap_or_default();
    fields.finish();
    Some(Choice { text: text?, correct, why })
}
