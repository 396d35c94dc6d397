//! Rules about a lesson as a whole: its head, its length, its words, its questions.

use crate::{
    course::lesson::Review,
    diag::Place,
    markup::{layout, prose::Passage},
    pack::lint::{
        Report, copies,
        view::{LessonNote, LessonView, plain_code},
        words,
    },
    text::clean_line,
};

/// Words of an objective at most.
const OBJECTIVE_WORDS_MAX: usize = 25;
/// Minutes of a lesson.
const MINUTES: std::ops::RangeInclusive<u32> = 4..=12;
/// Words of a lesson, with its code.
const LESSON_WORDS: std::ops::RangeInclusive<usize> = 250..=900;
/// Pages of a lesson.
const PAGES: std::ops::RangeInclusive<usize> = 3..=6;
/// Rows of a page at most, unless something on it runs.
const PAGE_ROWS_MAX: usize = 20;
/// Columns in which those rows are counted: a terminal of 80.
const PAGE_COLUMNS: u16 = 76;
/// Words of a page outside code at most.
const PAGE_WORDS_MAX: usize = 130;
/// Words of a sentence at most.
const SENTENCE_WORDS_MAX: usize = 24;
/// Words of the sentences of a lesson on average at most.
const SENTENCE_WORDS_MEAN_MAX: usize = 15;
/// Questions of a lesson: two, each in two variants.
const REVIEWS_MIN: usize = 4;
/// Something runs on one of so many first pages.
const FIRST_RUN_PAGES: usize = 2;

/// Verbs that an objective begins with: each names something that can be seen to be done.
const VERBS: &[&str] = &[
    "Add",
    "Analyse",
    "Answer",
    "Apply",
    "Ask",
    "Avoid",
    "Break",
    "Build",
    "Call",
    "Change",
    "Check",
    "Choose",
    "Classify",
    "Combine",
    "Compare",
    "Compose",
    "Configure",
    "Connect",
    "Consume",
    "Contain",
    "Convert",
    "Count",
    "Create",
    "Debug",
    "Decide",
    "Define",
    "Deploy",
    "Derive",
    "Describe",
    "Design",
    "Detect",
    "Distinguish",
    "Draw",
    "Estimate",
    "Evaluate",
    "Explain",
    "Exploit",
    "Expose",
    "Express",
    "Extend",
    "Filter",
    "Find",
    "Fix",
    "Follow",
    "Give",
    "Group",
    "Guard",
    "Handle",
    "Identify",
    "Implement",
    "Join",
    "Judge",
    "Keep",
    "Limit",
    "List",
    "Locate",
    "Log",
    "Make",
    "Map",
    "Match",
    "Measure",
    "Mend",
    "Model",
    "Move",
    "Name",
    "Order",
    "Page",
    "Parse",
    "Pick",
    "Place",
    "Plan",
    "Predict",
    "Produce",
    "Protect",
    "Prove",
    "Put",
    "Query",
    "Read",
    "Recognise",
    "Recognize",
    "Reject",
    "Remove",
    "Repair",
    "Replace",
    "Reproduce",
    "Retry",
    "Return",
    "Rewrite",
    "Route",
    "Run",
    "Save",
    "Say",
    "Secure",
    "Select",
    "Send",
    "Separate",
    "Serve",
    "Show",
    "Sign",
    "Sketch",
    "Solve",
    "Sort",
    "Split",
    "State",
    "Stop",
    "Store",
    "Summarise",
    "Summarize",
    "Test",
    "Trace",
    "Translate",
    "Turn",
    "Update",
    "Use",
    "Validate",
    "Verify",
    "Weigh",
    "Write",
];

/// L01: the objective and the minutes; title, id and what is required are matters of shape.
pub fn head(view: &LessonView<'_>, report: &mut Report<'_>) {
    let lesson = &view.loaded.lesson;
    let objective = &lesson.objective;
    let first = objective.split(' ').next().unwrap_or_default();
    if !VERBS.contains(&first) {
        let message = format!("the objective begins with `{first}`, which is no verb of the list");
        let hint = "it says what the learner can do afterwards: Read, Explain, Choose, Build ..";
        report.say(view.places.of("objective"), message, hint);
    }
    let inner = objective.trim_end_matches('.');
    if inner.len() == objective.len() || inner.contains(". ") {
        let message = "the objective is not one sentence with a full stop";
        report.say(view.places.of("objective"), message, "");
    }
    let count = words::count(objective);
    if count > OBJECTIVE_WORDS_MAX {
        let message =
            format!("the objective has {count} words, at most {OBJECTIVE_WORDS_MAX} are read");
        report.say(view.places.of("objective"), message, "");
    }
    if !MINUTES.contains(&lesson.minutes) {
        let (min, max) = (MINUTES.start(), MINUTES.end());
        let message =
            format!("a lesson takes {min} to {max} minutes, this one says {}", lesson.minutes);
        report.say(view.places.of("minutes"), message, "split it, or join it with another");
    }
}

/// L02: how long the lesson and its pages are.
pub fn length(view: &LessonView<'_>, report: &mut Report<'_>) {
    let pages = &view.loaded.document.pages;
    if !PAGES.contains(&pages.len()) {
        let (min, max) = (PAGES.start(), PAGES.end());
        let message = format!("the lesson has {} pages, not {min} to {max}", pages.len());
        report.say(view.start(), message, "a line `---` begins a page");
    }
    let count = words::count(&view.loaded.source[view.body..]);
    if !LESSON_WORDS.contains(&count) {
        let (min, max) = (LESSON_WORDS.start(), LESSON_WORDS.end());
        let message = format!("the lesson has {count} words with its code, not {min} to {max}");
        report.say(view.start(), message, "");
    }
    for (index, page) in pages.iter().enumerate() {
        let count = words::count_all(view.passages.iter().filter(|words| words.page == index));
        if count > PAGE_WORDS_MAX {
            let message =
                format!("the page has {count} words outside code, at most {PAGE_WORDS_MAX}");
            report.say(view.page_place(index), message, "say less, or begin another page");
        }
        let rows = layout::lay_out(page, PAGE_COLUMNS).len();
        if rows > PAGE_ROWS_MAX && !page_runs(view, index) {
            let message = format!(
                "the page has {rows} rows in {PAGE_COLUMNS} columns, at most {PAGE_ROWS_MAX} stand \
                 on a small terminal"
            );
            report.say(view.page_place(index), message, "say less, or begin another page");
        }
    }
}

fn page_runs(view: &LessonView<'_>, index: usize) -> bool {
    let alone = crate::markup::Document {
        pages: view.loaded.document.pages.get(index).cloned().into_iter().collect(),
    };
    alone.samples().any(|sample| sample.mode.runs())
}

/// L03: the length of sentences; words that help nobody are another function's.
pub fn sentences(view: &LessonView<'_>, report: &mut Report<'_>) {
    let (mut all, mut sum) = (0, 0);
    for passage in &view.passages {
        for range in words::sentences(passage) {
            let sentence = &passage.text[range.clone()];
            let count = words::count(sentence);
            (all, sum) = (all + 1, sum + count);
            if count > SENTENCE_WORDS_MAX {
                let begin: String = sentence.chars().take(24).collect();
                let message = format!(
                    "the sentence `{}…` has {count} words, at most {SENTENCE_WORDS_MAX}",
                    clean_line(&begin)
                );
                report.say(view.place(passage, range.start), message, "make two of it");
            }
        }
    }
    if sum > all * SENTENCE_WORDS_MEAN_MAX {
        let message = format!(
            "{all} sentences have {sum} words, more than {SENTENCE_WORDS_MEAN_MAX} on average"
        );
        report.say(view.start(), message, "shorten the longest");
    }
}

/// L10: questions that can be asked again in weeks.
pub fn reviews(view: &LessonView<'_>, report: &mut Report<'_>) {
    let reviews = &view.loaded.lesson.reviews;
    if reviews.len() < REVIEWS_MIN {
        let message =
            format!("the lesson has {} review questions, not {REVIEWS_MIN}", reviews.len());
        let hint = "two questions, each in two variants, as [[review]] in the front matter";
        report.say(view.places.of("review"), message, hint);
    }
    if !reviews.is_empty() && reviews.iter().all(|review| !review.options.is_empty()) {
        let message = "every review question offers options";
        let hint = "one or more ask for words: `answer`, and no `options`";
        report.say(view.places.of("review"), message, hint);
    }
    for (index, review) in reviews.iter().enumerate() {
        self::review(review, &view.places.member("review", index), report);
    }
}

fn review(review: &Review, place: &Place, report: &mut Report<'_>) {
    if review.options.is_empty() && review.why.is_none() {
        report.say(place.clone(), "the answer has no `why`", "why is it so?");
    }
    for option in review.options.iter().filter(|option| option.why.trim().is_empty()) {
        let message = format!("the option `{}` has no `why`", clean_line(&option.text));
        let hint = if option.correct { "why is it right?" } else { "why is it wrong?" };
        report.say(place.clone(), message, hint);
    }
}

/// L11: something to do, and something to look at on every second page.
pub fn practice(view: &LessonView<'_>, report: &mut Report<'_>) {
    if view.loaded.lesson.exercises.is_empty() {
        let message = "no exercise trains this lesson";
        report.say(view.places.of("exercises"), message, "exercises = [\"..\"]");
    }
    let (pages, samples) =
        (view.loaded.document.pages.len(), view.loaded.document.samples().count());
    if samples * 2 < pages {
        let message = format!("{pages} pages show {samples} blocks of code, not one on every two");
        report.say(view.start(), message, "");
    }
}

/// L17: something runs early.
pub fn first_run(view: &LessonView<'_>, report: &mut Report<'_>) {
    let pages = view.loaded.document.pages.len();
    if (0..pages.min(FIRST_RUN_PAGES)).any(|page| page_runs(view, page)) {
        return;
    }
    let message = format!("nothing runs on the first {FIRST_RUN_PAGES} pages");
    report.say(view.start(), message, "show the thing itself before its explanation ends");
}

/// What the rules about the whole pack want to know of a lesson.
pub fn note(view: &LessonView<'_>) -> LessonNote {
    let lesson = &view.loaded.lesson;
    let placed = |list, ids: Vec<String>| {
        let place = |(nth, id)| (id, view.places.member(list, nth));
        ids.into_iter().enumerate().map(place).collect()
    };
    let vulnerable = |sample: &&crate::course::lesson::Sample| {
        sample.mode == crate::course::lesson::Mode::Vulnerable
    };
    LessonNote {
        id: lesson.id.to_string(),
        path: view.loaded.path.clone(),
        minutes: lesson.minutes,
        requires: placed("requires", lesson.requires.iter().map(ToString::to_string).collect()),
        concepts: placed("concepts", lesson.concepts.clone()),
        exercises: lesson.exercises.iter().map(ToString::to_string).collect(),
        terms: view.passages.iter().flat_map(|p| &p.terms).map(|mark| mark.id.clone()).collect(),
        facts: view.passages.iter().flat_map(Passage::facts).map(str::to_owned).collect(),
        shingles: copies::placed_shingles(&view.passages),
        vulnerable: view
            .loaded
            .document
            .samples()
            .filter(vulnerable)
            .map(|sample| plain_code("", &sample.code))
            .collect(),
    }
}
