//! Rules about the characters and the words of every text file.

use crate::{
    markup::prose::{Passage, PassageKind, passages},
    pack::{
        lint::{
            Report,
            view::{LessonView, TextFile},
            words::words,
        },
        manifest::front_matter,
    },
    text::is_unsafe,
};

/// Words that tell a learner who struggles that they should not, or say nothing; in small letters.
const EMPTY_WORDS: &[&str] = &[
    "simply",
    "just",
    "obviously",
    "obvious",
    "easy",
    "easily",
    "trivial",
    "trivially",
    "of course",
];

/// L16: nothing that hides, moves the cursor, or was damaged on its way.
pub fn characters(file: &TextFile<'_>, report: &mut Report<'_>) {
    let mut in_words = String::new();
    for (at, ch) in file.text.char_indices() {
        if ch == '\t' {
            if file.is_prose() {
                report.say(file.place(at), "a tab", "spaces: a tab is as wide as its reader likes");
            }
        } else if ch != '\n' && is_unsafe(ch) {
            let message = format!("the character U+{:04X} cannot be seen", u32::from(ch));
            let hint = match ch {
                '\r' => "lines end with a line feed alone",
                _ => "write it as an escape of the language, as in `\\u{200b}`",
            };
            report.say(file.place(at), message, hint);
        }
    }
    if !file.is_prose() {
        return;
    }
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        let kept = bare.trim_end_matches([' ', '\t']);
        if kept.len() < bare.len() {
            report.say(file.place(at + kept.len()), "spaces at the end of a line", "");
        }
        if !file.is_code(at) {
            in_words.clear();
            in_words.push_str(&without_inline_code(bare));
            for found in file.patterns.misdecoded.find_iter(&in_words) {
                let message = format!("`{}` looks like damaged text", found.as_str());
                let hint = "the file was read in another encoding than UTF-8 on its way";
                report.say(file.place(at + found.start()), message, hint);
            }
        }
        at += line.len();
    }
}

/// L16: a last line that ends, as every line does.
pub fn ending(file: &TextFile<'_>, report: &mut Report<'_>) {
    if file.is_prose() && !file.text.is_empty() && !file.text.ends_with('\n') {
        let message = "the last line has no line feed";
        report.say(
            file.place(file.text.len()),
            message,
            "end it by the return key; `pack lint --fix` does",
        );
    }
}

/// The line with the words between backticks blanked, byte for byte.
fn without_inline_code(line: &str) -> String {
    let mut parts = line.split('`');
    let mut kept = parts.next().unwrap_or_default().to_owned();
    let mut is_code = true;
    for part in parts {
        kept.push('`');
        if is_code {
            kept.push_str(&" ".repeat(part.len()));
        } else {
            kept.push_str(part);
        }
        is_code = !is_code;
    }
    kept
}

/// L16: no picture stands for a word.
pub fn pictures(view: &LessonView<'_>, report: &mut Report<'_>) {
    for passage in &view.passages {
        for (at, ch) in passage.text.char_indices() {
            if is_picture(ch) && !passage.is_code(at) {
                let message = format!("the picture `{ch}` says nothing to many readers");
                report.say(view.place(passage, at), message, "say it in words");
            }
        }
    }
}

/// Whether a character is drawn as a coloured picture by default (Unicode emoji-data, property
/// `Emoji_Presentation`), as far as it is used in texts.
fn is_picture(ch: char) -> bool {
    matches!(
        ch,
        '\u{1f000}'..='\u{1faff}'
            | '\u{231a}'..='\u{231b}'
            | '\u{23e9}'..='\u{23f3}'
            | '\u{26a1}'
            | '\u{2705}'
            | '\u{270a}'..='\u{270b}'
            | '\u{2728}'
            | '\u{274c}'
            | '\u{274e}'
            | '\u{2753}'..='\u{2757}'
            | '\u{2b50}'
    )
}

/// L03: no word that helps nobody, in lessons and in the texts of exercises.
pub fn empty_words(file: &TextFile<'_>, report: &mut Report<'_>) {
    if file.is_markdown() {
        let (matter, body) = front_matter(file.text).unwrap_or((0..0, 0));
        line_words(file, matter, report);
        for passage in passages(file.text, body) {
            in_passage(file, &passage, report);
        }
    } else if file.is_toml() {
        line_words(file, 0..file.text.len(), report);
    }
}

/// In the strings of TOML: outside backticks and comments, code of edits left out.
fn line_words(file: &TextFile<'_>, range: std::ops::Range<usize>, report: &mut Report<'_>) {
    let mut at = range.start;
    for line in file.text[range].split_inclusive('\n') {
        if !file.is_code(at) && holds_words(line) {
            say_empty_words(&without_inline_code(line), |from| file.place(at + from), report);
        }
        at += line.len();
    }
}

/// Whether a line of TOML may hold words for a reader, not a comment or a piece of code.
fn holds_words(line: &str) -> bool {
    let line = line.trim_start();
    let code = ["#", "edit", "{ file", "json", "body", "{ request", "steps", "accept", "also"];
    !code.iter().any(|begin| line.starts_with(begin))
}

fn in_passage(file: &TextFile<'_>, passage: &Passage, report: &mut Report<'_>) {
    let mut text = passage.text.clone();
    for range in passage.code.iter().rev() {
        text.replace_range(range.clone(), &" ".repeat(range.len()));
    }
    if passage.kind != PassageKind::Heading || !text.trim().is_empty() {
        say_empty_words(&text, |at| file.place(passage.place_in_file(at)), report);
    }
}

fn say_empty_words(
    text: &str,
    place: impl Fn(usize) -> crate::diag::Place,
    report: &mut Report<'_>,
) {
    let all: Vec<_> = words(text).collect();
    for (from, (at, _)) in all.iter().enumerate() {
        let found = EMPTY_WORDS.iter().find(|wanted| {
            let mut rest = all[from..].iter();
            wanted
                .split(' ')
                .all(|word| rest.next().is_some_and(|(_, found)| found.eq_ignore_ascii_case(word)))
        });
        if let Some(word) = found {
            let message = format!("`{word}` helps nobody who finds it hard");
            report.say(place(*at), message, "leave it out, or say what is meant");
        }
    }
}
