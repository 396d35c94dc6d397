//! `pack lint`: what a good pack keeps to and a program can check, as one table of small rules.
//!
//! The rules are those of docs/LINT.md, under the same ids. What the loader finds comes first, as
//! the rule `shape`; a lesson or an exercise with an error of shape is looked at no further.

mod against;
mod attack;
mod code;
mod copies;
mod exercise;
mod facts;
mod hosts;
mod lesson;
mod parcel;
mod patterns;
mod plain;
mod quiz;
mod spine;
mod task;
mod terms;
mod translations;
mod view;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

pub use self::copies::{SHINGLE_WORDS, shingles};
use self::{
    against::Versions,
    patterns::Patterns,
    view::{CourseView, ExerciseView, Frame, LessonView, TextFile},
};
use crate::{
    diag::{Diagnostic, Findings, Place, Severity},
    pack::{
        FACTS, GLOSSARY, MANIFEST, Pack,
        files::Files,
        manifest::Places,
        whole::{Loaded, read_all},
    },
};

/// Findings of one rule about one thing at most: a file of tabs is told often enough.
pub const FINDINGS_MAX: usize = 20;

/// One thing that a good pack keeps to.
#[derive(Clone, Copy)]
pub struct Rule {
    /// As docs/LINT.md names it; a rule with two severities stands there twice.
    pub id: &'static str,
    pub severity: Severity,
    /// What it asks for, in a few words.
    pub says: &'static str,
    looks: Looks,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
enum Looks {
    /// The loader looks.
    Shape,
    File(fn(&TextFile<'_>, &mut Report<'_>)),
    Lesson(fn(&LessonView<'_>, &mut Report<'_>)),
    Exercise(fn(&ExerciseView<'_>, &mut Report<'_>)),
    Course(fn(&CourseView<'_>, &mut Report<'_>)),
    /// An earlier version beside it, where one is given.
    Against(fn(&Versions<'_>, &mut Report<'_>)),
}

/// A finding with the rule that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub rule: &'static str,
    pub what: Diagnostic,
}

/// What `pack lint` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linted {
    /// By file and place.
    pub found: Vec<Found>,
    /// How many files the pack has.
    pub files: usize,
}

impl Linted {
    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|found| found.what.severity == severity).count()
    }

    fn sort(&mut self) {
        self.found.sort_by(|a, b| (&a.what.place, a.rule).cmp(&(&b.what.place, b.rule)));
    }
}

/// Where a rule puts what it finds.
pub struct Report<'l> {
    rule: &'static Rule,
    found: &'l mut Vec<Found>,
    left: usize,
}

impl Report<'_> {
    /// Adds a finding; `hint` may be empty.
    pub fn say(&mut self, place: Place, message: impl Into<String>, hint: &str) {
        let Some(left) = self.left.checked_sub(1) else { return };
        self.left = left;
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        let what = Diagnostic {
            severity: self.rule.severity,
            place,
            message: message.into(),
            hint,
            instead: None,
        };
        self.found.push(Found { rule: self.rule.id, what });
    }
}

/// Every rule, in the order of docs/LINT.md.
pub const RULES: &[Rule] = {
    use Looks::{Against, Course, Exercise, File, Lesson, Shape};
    use Severity::{Error, Warning};
    &[
        rule("shape", Error, "the files are of the format of docs/PACKS.md", Shape),
        rule("shape", Warning, "no file is left over, no text that checks need is missing", Shape),
        rule(
            "L01",
            Error,
            "the objective is one sentence that begins with a verb",
            Lesson(lesson::head),
        ),
        rule(
            "L01",
            Error,
            "a lesson requires what stands before it",
            Course(spine::lessons_in_order),
        ),
        rule(
            "L02",
            Warning,
            "the lesson is neither short nor long, and no page is long",
            Lesson(lesson::length),
        ),
        rule("L03", Warning, "sentences are short", Lesson(lesson::sentences)),
        rule("L03", Warning, "no word that helps nobody", File(plain::empty_words)),
        rule(
            "L04",
            Error,
            "terms are marked at first use, few at once, none too early",
            Lesson(terms::marks),
        ),
        rule("L04", Warning, "no term is used before its lesson", Lesson(terms::early_words)),
        rule("L05", Error, "a block of code is what its mode says", Lesson(code::modes)),
        rule("L06", Error, "a program that listens gets requests or ends", Lesson(code::endings)),
        rule("L07", Warning, "code fits a screen", Lesson(code::sizes)),
        rule("L08", Error, "a fault is used and mended in its lesson", Lesson(code::vulnerable)),
        rule(
            "L08",
            Error,
            "a fault is no starter of another lesson's exercise",
            Course(spine::faults_stay),
        ),
        rule(
            "L10",
            Error,
            "review questions have reasons, and one asks for words",
            Lesson(lesson::reviews),
        ),
        rule(
            "L11",
            Error,
            "an exercise trains the lesson, and there is a block of code for two pages",
            Lesson(lesson::practice),
        ),
        rule(
            "L12",
            Error,
            "links stand in further reading, with https and a day",
            Lesson(facts::links),
        ),
        rule("L12", Error, "an exercise sends nobody away", Exercise(task::links)),
        rule("L13", Warning, "versions and dates are cited from facts.toml", Lesson(facts::cited)),
        rule("L13", Warning, "every fact is cited", Course(facts::unused)),
        rule(
            "L14",
            Error,
            "no domain, address or mail box that may be somebody's",
            File(hosts::real_names),
        ),
        rule("L14", Error, "nothing looks like a real key", File(hosts::secrets)),
        rule("L15", Warning, "no eight words in a row of another lesson", Course(copies::copies)),
        rule("L16", Error, "no hidden, damaged or trailing characters", File(plain::characters)),
        rule("L16", Warning, "the last line ends", File(plain::ending)),
        rule("L16", Error, "no picture in place of a word", Lesson(plain::pictures)),
        rule("L17", Warning, "something runs on the first two pages", Lesson(lesson::first_run)),
        rule("X01", Error, "the task is short", Exercise(task::length)),
        rule(
            "X01",
            Error,
            "an exercise requires what stands before it",
            Course(spine::exercises_in_order),
        ),
        rule("X03", Error, "two wrong answers or more are known", Exercise(exercise::wrongs)),
        rule("X03", Error, "each wrong answer has feedback", Exercise(task::feedback)),
        rule(
            "X04",
            Error,
            "another right answer is known, three for the hardest",
            Exercise(exercise::alternatives),
        ),
        rule("X05", Error, "two checks or more are hidden", Exercise(exercise::hidden)),
        rule(
            "X05",
            Error,
            "a hidden check runs on data of its own",
            Exercise(exercise::other_data),
        ),
        rule(
            "X06",
            Error,
            "a check says what, why and where to look, in 300 characters each",
            Exercise(task::checks),
        ),
        rule("X07", Error, "hints rise, and none is the solution", Exercise(task::hints)),
        rule("X09", Error, "checks compare meaning", Exercise(exercise::meaning)),
        rule("X10", Error, "concepts were taught before", Course(spine::concepts)),
        rule(
            "X11",
            Error,
            "an attack has more than one way in, and honest traffic one sees",
            Exercise(attack::ways_in),
        ),
        rule(
            "X11",
            Error,
            "wrong answers to the exploit, the repair and honest traffic are known",
            Exercise(attack::wrongs),
        ),
        rule(
            "X13",
            Error,
            "no answer hangs on zone or language, no data on the hour or on chance",
            File(exercise::here_and_now),
        ),
        rule(
            "X13",
            Error,
            "no check expects a header that changes",
            Exercise(exercise::changing_headers),
        ),
        rule(
            "X14",
            Warning,
            "the starter leaves the work to the learner",
            Exercise(exercise::given),
        ),
        rule(
            "X16",
            Error,
            "three to five options, each wrong one with words of its own",
            Exercise(quiz::choices),
        ),
        rule("X16", Warning, "no length gives the right option away", Exercise(quiz::lengths)),
        rule("P01", Error, "nothing requires what is deprecated", Course(spine::reachable)),
        rule("P03", Warning, "a concept is met three times", Course(spine::encounters)),
        rule("P04", Error, "every term is marked by a lesson", Course(terms::unused)),
        rule("P05", Warning, "minutes agree with the hours of the module", Course(spine::hours)),
        rule("P06", Warning, "difficulty rises by two at most", Course(spine::rise)),
        rule("P07", Error, "the pack has authors and a known licence", Course(parcel::owners)),
        rule("P08", Error, "the pack is small enough to be installed", Course(parcel::size)),
        rule("P08", Warning, "no file is large", Course(parcel::file_sizes)),
        rule("P09", Error, "moved and retired ids are gone and lead on", Course(parcel::ids)),
        rule("P10", Error, "names differ in more than capitals", Course(parcel::names)),
        rule(
            "P11",
            Warning,
            "nothing beside the pack is nearly a part of it",
            Course(parcel::beside),
        ),
        rule("T01", Warning, "a translation says what its source says", Course(translations::age)),
        rule("T02", Error, "a translation has the form of its source", Course(translations::form)),
        rule("P12", Error, "an id of the earlier version leads somewhere", Against(against::ids)),
        rule("P13", Error, "the version rises, and no revision falls", Against(against::versions)),
        rule(
            "P14",
            Warning,
            "who is asked anew has a higher revision",
            Against(against::revisions),
        ),
    ]
};

const fn rule(id: &'static str, severity: Severity, says: &'static str, looks: Looks) -> Rule {
    Rule { id, severity, says, looks }
}

/// Looks at everything of a pack.
pub fn lint(pack: &Pack) -> Linted {
    let patterns = Patterns::new();
    let mut found = Vec::new();
    let mut sizes = Vec::new();
    for path in pack.files.list("").0 {
        let bytes = pack.files.read(&path).unwrap_or_default();
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let code = code_blocks(text);
            let file = TextFile { patterns: &patterns, path: &path, text, code };
            apply(&mut found, |looks, report| {
                if let Looks::File(look) = looks {
                    look(&file, report);
                }
            });
        }
        sizes.push((path, bytes.len() as u64));
    }
    let files = sizes.len();
    course(pack, &patterns, sizes, &mut found);
    let mut linted = Linted { found, files };
    linted.sort();
    linted
}

/// Reads lessons and exercises, lets the rules look at each, then at all of them.
fn course(pack: &Pack, patterns: &Patterns, sizes: Vec<(String, u64)>, found: &mut Vec<Found>) {
    let frame = Frame::new(&pack.course, pack.glossary().0, pack.facts().0, patterns);
    let texts = [MANIFEST, GLOSSARY, FACTS].map(|file| pack.text(file).unwrap_or_default());
    let [manifest, glossary, facts] = &texts;
    let mut view = CourseView {
        frame: &frame,
        pack,
        files: &*pack.files,
        manifest: Places::new(MANIFEST, manifest, 0..manifest.len()),
        glossary: Places::new(GLOSSARY, glossary, 0..glossary.len()),
        facts: Places::new(FACTS, facts, 0..facts.len()),
        lessons: BTreeMap::new(),
        exercises: BTreeMap::new(),
        order: Vec::new(),
        sizes,
        complete: false,
    };
    let shape = read_all(pack, &mut |loaded| match loaded {
        Loaded::Lesson(loaded) => {
            let lesson = LessonView::new(&frame, loaded);
            apply(found, |looks, report| {
                if let Looks::Lesson(look) = looks {
                    look(&lesson, report);
                }
            });
            view.lessons.insert(loaded.lesson.id.to_string(), lesson::note(&lesson));
        }
        Loaded::Exercise(module, exercise) => {
            let path = format!("exercises/{}/{}/exercise.toml", module.id, exercise.id);
            let text = pack.text(&path).unwrap_or_default();
            let exercise = ExerciseView::new(module, exercise, (&path, &text));
            apply(found, |looks, report| {
                if let Looks::Exercise(look) = looks {
                    look(&exercise, report);
                }
            });
            view.exercises.insert(exercise.exercise.id.to_string(), exercise::note(&exercise));
        }
    });
    view.complete = !shape.has_errors();
    view.order = order(&view);
    let shape = shape_of(&shape, found);
    found.extend(shape);
    apply(found, |looks, report| {
        if let Looks::Course(look) = looks {
            look(&view, report);
        }
    });
}

/// Looks at everything of a pack, and at what became of an earlier version of it.
pub fn lint_against(pack: &Pack, earlier: &Pack) -> Linted {
    let mut linted = lint(pack);
    let manifest = pack.text(MANIFEST).unwrap_or_default();
    let versions = Versions::new(pack, earlier, &manifest);
    apply(&mut linted.found, |looks, report| {
        if let Looks::Against(look) = looks {
            look(&versions, report);
        }
    });
    linted.sort();
    linted
}

/// Opens the pack in `files` and looks at everything of it; at its pack.toml alone where that cannot be
/// used. `earlier` is a version of it that others have.
pub fn lint_files(files: Arc<dyn Files>, earlier: Option<&Pack>) -> (Option<Pack>, Linted) {
    let (pack, findings) = Pack::open(files);
    let shape = findings.iter().map(|what| Found { rule: "shape", what: what.clone() });
    let linted = match (&pack, earlier) {
        (Some(pack), Some(earlier)) => lint_against(pack, earlier),
        (Some(pack), None) => lint(pack),
        (None, _) => Linted { found: Vec::new(), files: 1 },
    };
    // What is wrong with pack.toml comes first: with an error there is no pack.
    let found = shape.chain(linted.found).collect();
    (pack, Linted { found, files: linted.files })
}

/// Lets each rule of the table look, with room of its own for what it finds.
fn apply(found: &mut Vec<Found>, mut look: impl FnMut(&Looks, &mut Report<'_>)) {
    for rule in RULES {
        look(&rule.looks, &mut Report { rule, found, left: FINDINGS_MAX });
    }
}

/// What the loader found, but for warnings where a rule found an error: it says the same, louder.
fn shape_of(findings: &Findings, found: &[Found]) -> Vec<Found> {
    let errors: BTreeSet<&Place> = found
        .iter()
        .filter(|found| found.what.severity == Severity::Error)
        .map(|found| &found.what.place)
        .collect();
    let is_new =
        |what: &&Diagnostic| what.severity == Severity::Error || !errors.contains(&what.place);
    let shape = |what: &Diagnostic| Found { rule: "shape", what: what.clone() };
    findings.iter().filter(is_new).map(shape).collect()
}

/// Ids in the order of learning: in each module each lesson and the exercises that it names, then
/// the exercises that no lesson names.
fn order(view: &CourseView<'_>) -> Vec<String> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for module in &view.frame.course.modules {
        for lesson in &module.lessons {
            order.push(lesson.to_string());
            let named = view.lessons.get(lesson.as_str()).map(|note| note.exercises.clone());
            order
                .extend(named.unwrap_or_default().into_iter().filter(|id| seen.insert(id.clone())));
        }
        let others = module.exercises.iter().map(ToString::to_string);
        order.extend(others.filter(|id| seen.insert(id.clone())));
    }
    order
}

/// Where blocks of code stand between lines of three backticks, those lines with them.
fn code_blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if line.trim_start_matches([' ', '>', '-']).starts_with("```") {
            match open.take() {
                Some(start) => blocks.push(start..end),
                None => open = Some(at),
            }
        }
        at = end;
    }
    blocks.extend(open.map(|start| start..text.len()));
    blocks
}
