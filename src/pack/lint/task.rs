//! Rules about the texts of an exercise: the task, what checks say, the hints.

use crate::{
    course::{check::Test, exercise::Kind},
    markup::prose::passages,
    pack::lint::{
        Report, quiz,
        view::{ExerciseView, plain_code},
        words,
    },
    text::clean_line,
};

/// Words of a task outside code at most.
const TASK_WORDS_MAX: usize = 90;
/// Characters of each text of a check at most.
const CHECK_CHARS_MAX: usize = 300;
/// Lines that only the solution has; fewer say nothing about a hint.
const OWN_LINES_MIN: usize = 3;
/// Of those, so many in a hundred make a hint the solution.
const OWN_LINES_PERCENT: usize = 80;

/// X01: the length of the task; the rest of this rule is a matter of shape and of order.
pub fn length(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    let count = words::count_all(&view.task);
    if count > TASK_WORDS_MAX {
        let message = format!("the task has {count} words, at most {TASK_WORDS_MAX} are read");
        report.say(view.task_place(0), message, "say what goes in, what comes out, the limits");
    }
}

/// L12: what is needed stands in the lesson, and learners may be offline.
pub fn links(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    let message = "a link in an exercise sends the learner away, and leads nowhere offline";
    let hint = "say here what is needed; links stand in a lesson's further reading";
    for link in view.task.iter().flat_map(|passage| &passage.links) {
        report.say(view.task_place(link.at), message, hint);
    }
    let has_link = |text: &str| passages(text, 0).iter().any(|passage| !passage.links.is_empty());
    for (nth, _) in view.exercise.hints.iter().enumerate().filter(|(_, text)| has_link(text)) {
        report.say(view.places.member("hints", nth), message, hint);
    }
    if has_link(&view.exercise.explain) {
        report.say(view.places.of("explain"), message, hint);
    }
}

/// X06: each check says what failed, why it matters and where to look, in a few lines. A question
/// says it beside what was chosen or written.
pub fn checks(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    for (nth, check) in view.exercise.checks.iter().enumerate() {
        if let Test::Question(question) = &check.test {
            for said in quiz::said(check, question) {
                if let Some(message) = too_long("what is said to a wrong answer", said.text) {
                    report.say(said.place(view, nth), message, "");
                }
            }
            continue;
        }
        let look = check.look.as_deref().unwrap_or_default();
        let texts = [
            ("fails", check.fails.as_str(), "the headline when it fails"),
            ("why", check.why.as_str(), "why it matters"),
            ("look", look, "what the learner should look at"),
        ];
        for (key, text, hint) in texts {
            if text.trim().is_empty() {
                let message = format!("check `{}` has no `{key}`", check.name);
                report.say(view.places.member("check", nth), message, hint);
            } else if let Some(message) = too_long(&format!("`{key}`"), text) {
                report.say(view.places.inside("check", nth, key), message, "");
            }
        }
    }
}

fn too_long(what: &str, text: &str) -> Option<String> {
    let chars = text.chars().count();
    (chars > CHECK_CHARS_MAX)
        .then(|| format!("{what} has {chars} characters, at most {CHECK_CHARS_MAX}"))
}

/// X07: hints rise from a nudge without code to a step, and none is the solution.
pub fn hints(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    let hints = &view.exercise.hints;
    if hints.first().is_some_and(|hint| has_code_block(hint)) {
        let message = "the first hint holds code";
        report.say(view.places.member("hints", 0), message, "a nudge is a question or a place");
    }
    for (nth, hint) in hints.iter().enumerate().skip(1) {
        if hints[..nth].contains(hint) {
            report.say(view.places.member("hints", nth), "this hint was given before", "");
        }
    }
    let (Some(last), false) = (hints.last(), view.exercise.kind == Kind::Quiz) else { return };
    let own = own_lines(view);
    let told = own.iter().filter(|line| last.contains(line.as_str())).count();
    if own.len() >= OWN_LINES_MIN && told * 100 >= own.len() * OWN_LINES_PERCENT {
        let message =
            format!("the last hint holds {told} of the {} lines that the solution adds", own.len());
        let hint = "a worked step, not the whole: the solution is shown where it is asked for";
        report.say(view.places.member("hints", hints.len() - 1), message, hint);
    }
}

fn has_code_block(markdown: &str) -> bool {
    // A block of code is the only thing that the words of a text leave out.
    let said: usize = passages(markdown, 0).iter().map(|passage| passage.text.len()).sum();
    said < markdown.len() && markdown.lines().any(|line| line.trim_start().starts_with("```"))
}

/// The lines of the solution that the starter does not have.
fn own_lines(view: &ExerciseView<'_>) -> Vec<String> {
    let text =
        |(path, bytes): (&String, &Vec<u8>)| plain_code(path, &String::from_utf8_lossy(bytes));
    let given: Vec<String> = view.exercise.starter.iter().map(text).collect();
    let is_given = |line: &str| given.iter().any(|file| file.lines().any(|known| known == line));
    let solved: Vec<String> = view.exercise.solution.iter().map(text).collect();
    let lines = solved.iter().flat_map(|file| file.lines());
    lines.filter(|line| says_something(line) && !is_given(line)).map(str::to_owned).collect()
}

/// Whether a line is more than brackets.
pub fn says_something(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

/// X03: wrong answers with feedback. In a quiz the questions may be all that speaks.
pub fn feedback(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    if view.exercise.kind == Kind::Quiz {
        return;
    }
    for (nth, wrong) in view.exercise.wrongs.iter().enumerate() {
        if wrong.feedback.trim().is_empty() {
            let message = format!("the wrong answer `{}` has no feedback", clean_line(&wrong.name));
            let hint = "what was seen, and a question that leads on";
            report.say(view.places.member("wrong", nth), message, hint);
        }
    }
}
