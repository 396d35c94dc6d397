//! `pack stats`: how large a pack is, how long it takes, which lesson teaches what each exercise
//! needs, and what was proved of it last.

use std::collections::BTreeMap;

use crate::{
    audit::{Kept, Score, report::sum},
    course::{
        Module,
        check::Check,
        exercise::Exercise,
        id::{ExerciseId, LessonId},
        lesson::{Review, Sample},
    },
    markup::words::of_page,
    pack::{LoadedLesson, Pack},
};

/// Words that are read in a minute.
const WORDS_A_MINUTE: usize = 200;
/// Seconds that a line of code is read for.
const SECONDS_A_LINE: usize = 5;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stats {
    /// In the order of the course.
    pub modules: Vec<ModuleStats>,
    /// By their names.
    pub concepts: Vec<Concept>,
    /// Of the whole pack.
    pub bytes: usize,
    /// Ids of lessons and exercises that cannot be read; `pack lint` says why.
    pub unread: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ModuleStats {
    pub id: String,
    pub title: String,
    pub lessons: Vec<LessonStats>,
    pub exercises: Vec<ExerciseStats>,
    /// Of all its files.
    pub bytes: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonStats {
    pub id: String,
    pub pages: usize,
    /// Outside of code: of its pages, of what blocks print, and of its questions from memory.
    pub words: usize,
    /// That are not empty.
    pub code_lines: usize,
    /// Blocks of code that run.
    pub blocks: usize,
    /// Questions from memory.
    pub questions: usize,
    /// As its front matter says.
    pub minutes_told: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ExerciseStats {
    pub id: String,
    pub kind: &'static str,
    /// As its author says.
    pub minutes: u32,
    pub checks: usize,
    /// Of those the hidden ones.
    pub hidden: usize,
    pub alternatives: usize,
    pub wrongs: usize,
    pub hints: usize,
    /// The last one, whatever has changed since; `None` where `pack test` kept none.
    pub score: Option<Score>,
}

/// Something that lessons teach and exercises need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concept {
    pub name: String,
    /// Ids of the lessons that teach it.
    pub lessons: Vec<String>,
    /// Ids of the exercises that need it.
    pub exercises: Vec<String>,
}

impl LessonStats {
    /// That reading takes: 200 words a minute, 5 seconds for a line of code; rounded up.
    pub fn minutes(&self) -> usize {
        seconds_to_read(self.words, self.code_lines).div_ceil(60)
    }
}

impl ModuleStats {
    /// That reading takes, of all lessons together.
    pub fn reading_minutes(&self) -> usize {
        let seconds = |lesson: &LessonStats| seconds_to_read(lesson.words, lesson.code_lines);
        self.lessons.iter().map(seconds).sum::<usize>().div_ceil(60)
    }

    pub fn exercise_minutes(&self) -> u32 {
        self.exercises.iter().map(|exercise| exercise.minutes).sum()
    }

    pub fn checks(&self) -> usize {
        self.exercises.iter().map(|exercise| exercise.checks).sum()
    }

    pub fn wrongs(&self) -> usize {
        self.exercises.iter().map(|exercise| exercise.wrongs).sum()
    }

    pub fn hints(&self) -> usize {
        self.exercises.iter().map(|exercise| exercise.hints).sum()
    }

    /// Mutants killed and counted, in the exercises that have a score.
    pub fn killed(&self) -> (usize, usize) {
        sum(self.exercises.iter().filter_map(|exercise| exercise.score.as_ref()))
    }
}

impl Concept {
    /// An exercise needs it and no lesson teaches it.
    pub fn is_untaught(&self) -> bool {
        self.lessons.is_empty()
    }
}

fn seconds_to_read(words: usize, code_lines: usize) -> usize {
    words * 60 / WORDS_A_MINUTE + code_lines * SECONDS_A_LINE
}

/// Reads the whole pack and runs nothing.
pub fn stats(pack: &Pack, kept: &Kept) -> Stats {
    let mut stats = Stats::default();
    let mut concepts: BTreeMap<String, Concept> = BTreeMap::new();
    for module in &pack.course.modules {
        let module = of_module(pack, kept, module, &mut concepts, &mut stats.unread);
        stats.modules.push(module);
    }
    stats.bytes = pack.contents("").iter().map(|(_, content)| content.len()).sum();
    stats.concepts =
        concepts.into_iter().map(|(name, concept)| Concept { name, ..concept }).collect();
    stats
}

fn of_module(
    pack: &Pack,
    kept: &Kept,
    module: &Module,
    concepts: &mut BTreeMap<String, Concept>,
    unread: &mut Vec<String>,
) -> ModuleStats {
    let mut lessons = Vec::new();
    for id in &module.lessons {
        let Some(loaded) = pack.lesson(id).0 else {
            unread.push(id.to_string());
            continue;
        };
        for name in &loaded.lesson.concepts {
            concepts.entry(name.clone()).or_default().lessons.push(id.to_string());
        }
        lessons.push(of_lesson(id, &loaded));
    }
    let mut exercises = Vec::new();
    for id in &module.exercises {
        let Some(exercise) = pack.exercise(id).0 else {
            unread.push(id.to_string());
            continue;
        };
        for name in &exercise.concepts {
            concepts.entry(name.clone()).or_default().exercises.push(id.to_string());
        }
        exercises.push(of_exercise(pack, kept, id, &exercise));
    }
    let bytes = |folder: &str| {
        let files = pack.contents(&format!("{folder}/{}", module.id));
        files.iter().map(|(_, content)| content.len()).sum::<usize>()
    };
    ModuleStats {
        id: module.id.to_string(),
        title: module.title.clone(),
        lessons,
        exercises,
        bytes: bytes("lessons") + bytes("exercises"),
    }
}

fn of_lesson(id: &LessonId, loaded: &LoadedLesson) -> LessonStats {
    let pages = &loaded.document.pages;
    let samples: Vec<&Sample> = loaded.document.samples().collect();
    let in_code: usize = samples.iter().map(|sample| count(&sample.code)).sum();
    let all: usize = pages.iter().map(|page| count(&page.title) + count(&of_page(page))).sum();
    let asked: usize = loaded.lesson.reviews.iter().map(words_of_question).sum();
    let lines = samples.iter().flat_map(|sample| sample.code.lines());
    LessonStats {
        id: id.to_string(),
        pages: pages.len(),
        words: all.saturating_sub(in_code) + asked,
        code_lines: lines.filter(|line| !line.trim().is_empty()).count(),
        blocks: samples.iter().filter(|sample| sample.mode.runs()).count(),
        questions: loaded.lesson.reviews.len(),
        minutes_told: loaded.lesson.minutes,
    }
}

/// A question with all that is read of it: its options, its answer and its reasons.
fn words_of_question(review: &Review) -> usize {
    let texts = [Some(&review.question), review.answer.as_ref(), review.why.as_ref()];
    let options = review.options.iter().map(|option| count(&option.text) + count(&option.why));
    texts.into_iter().flatten().map(|text| count(text)).chain(options).sum()
}

fn count(text: &str) -> usize {
    text.split_whitespace().count()
}

fn of_exercise(pack: &Pack, kept: &Kept, id: &ExerciseId, exercise: &Exercise) -> ExerciseStats {
    let hidden = |check: &&Check| check.hidden;
    ExerciseStats {
        id: id.to_string(),
        kind: exercise.kind.name(),
        minutes: exercise.minutes,
        checks: exercise.checks.len(),
        hidden: exercise.checks.iter().filter(hidden).count(),
        alternatives: exercise.alternatives.len(),
        wrongs: exercise.wrongs.len(),
        hints: exercise.hints.len(),
        score: kept.last_score(&pack.course.id, id),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{course::lesson::Choice, pack::files::Disk};

    fn of_case(case: &str) -> Stats {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
        let pack = Pack::open(Arc::new(Disk::new(folder.join(case)))).0.unwrap();
        stats(&pack, &Kept::in_memory())
    }

    #[test]
    fn reading_takes_a_minute_for_200_words_and_5_seconds_for_a_line() {
        let lesson = LessonStats {
            id: "a".into(),
            pages: 1,
            words: 400,
            code_lines: 12,
            blocks: 0,
            questions: 0,
            minutes_told: 3,
        };
        assert_eq!(lesson.minutes(), 3);
        assert_eq!(LessonStats { words: 401, ..lesson.clone() }.minutes(), 3);
        assert_eq!(LessonStats { code_lines: 13, ..lesson.clone() }.minutes(), 4);
        assert_eq!(LessonStats { words: 0, code_lines: 0, ..lesson }.minutes(), 0);
    }

    #[test]
    fn a_question_is_read_with_its_options_and_reasons() {
        let option =
            |text: &str| Choice { text: text.into(), correct: true, why: "two words".into() };
        let review = Review {
            question: "Which of them?".into(),
            answer: None,
            why: Some("One reason.".into()),
            options: vec![option("this one"), option("that")],
        };
        assert_eq!(words_of_question(&review), 3 + 2 + 4 + 3);
    }

    #[test]
    fn a_module_is_the_sum_of_what_it_holds() {
        let stats = of_case("clean");
        assert_eq!(stats.unread, [""; 0]);
        let module = &stats.modules[0];
        assert_eq!(module.exercises.len(), 3);
        assert_eq!(module.exercises[0].hints, 4);
        let minutes: u32 = module.exercises.iter().map(|exercise| exercise.minutes).sum();
        assert_eq!(module.exercise_minutes(), minutes);
        assert!(0 < module.lessons[0].words && 0 < module.lessons[0].code_lines, "{module:?}");
        assert!(module.bytes < stats.bytes, "{} {}", module.bytes, stats.bytes);
        assert_eq!(module.killed(), (0, 0));
    }

    #[test]
    fn a_concept_names_who_teaches_and_who_needs_it() {
        let stats = of_case("clean");
        let names: Vec<_> = stats.concepts.iter().map(|concept| &concept.name).collect();
        let mut sorted = names.clone();
        sorted.sort();
        assert_eq!(names, sorted);
        assert!(
            stats
                .concepts
                .iter()
                .any(|concept| { !concept.is_untaught() && !concept.exercises.is_empty() })
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let stats = of_case("broken-lesson");
        assert!(!stats.unread.is_empty(), "{stats:?}");
    }
}
