//! The learner's own notes among what a search finds. They are few beside the course and change while
//! somebody types, so that they are read anew for each question and stand in no index.

use crate::{
    catalog::{HITS_MAX, Inside, Words},
    course::id::LessonId,
    progress::Note,
    text::clean_line,
    tutor::{Hit, Lead, Tutor},
};

/// Bytes of notes that one question reads, the newest first.
const NOTES_BYTES_MAX: usize = 4 << 20;
/// Characters of a snippet, and of these at most so many before the first word that was found.
const SNIPPET_CHARS_MAX: usize = 160;
const BEFORE_CHARS_MAX: usize = 16;
/// Characters of a note that stand above the page beside the list.
const SHOWN_CHARS_MAX: usize = 400;

/// Notes that have the words: those that have them whole first, then the newest.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub hits: Vec<Hit>,
    /// There may be more.
    pub more: bool,
}

impl Tutor {
    pub(super) fn note_hits(&self, words: &Words) -> Found {
        if words.is_empty() {
            return Found::default();
        }
        let course = &self.pack.course;
        let all = self.progress.notes_of_pack(&course.id, NOTES_BYTES_MAX);
        let mut found = Vec::new();
        for (lesson, note) in all.notes {
            // A note on a lesson that the pack no longer has leads nowhere.
            let Some((number, module)) = course.module_of_lesson(&lesson) else { continue };
            if let Some(stand) = words.stand_in(&note.text) {
                let module = Some((number, module.short.clone()));
                found.push((stand, hit(words, module, lesson, &note)));
            }
        }
        found.sort_by_key(|(stand, _)| *stand);
        let more = all.more || HITS_MAX < found.len();
        Found { hits: found.into_iter().map(|(_, hit)| hit).take(HITS_MAX).collect(), more }
    }

    /// Adds the pages whose notes have the words, and how they stand there.
    pub(super) fn with_notes(
        &self,
        mut inside: Inside,
        words: &Words,
        lesson: &LessonId,
    ) -> Inside {
        if words.is_empty() {
            return inside;
        }
        for note in self.progress.notes_of(&self.pack.course.id, lesson) {
            if words.stand_in(&note.text).is_none() {
                continue;
            }
            inside.pages.push(note.page);
            for word in words.marks(&note.text).into_iter().filter_map(|mark| note.text.get(mark)) {
                if !inside.words.iter().any(|known| known == word) {
                    inside.words.push(word.to_owned());
                }
            }
        }
        inside.pages.sort_unstable();
        inside.pages.dedup();
        inside
    }
}

fn hit(words: &Words, module: Option<(usize, String)>, lesson: LessonId, note: &Note) -> Hit {
    let title = snippet(&note.text, words);
    let marks = words.typed_marks(&title);
    let text = cut(&on_one_line(&note.text), SHOWN_CHARS_MAX);
    let leads = Lead::Note { text, lesson, page: note.page };
    Hit { title, marks, module, leads, is_named: false }
}

/// The note from a little before the first word that was found, on one line.
fn snippet(text: &str, words: &Words) -> String {
    let line = on_one_line(text);
    let found = words.marks(&line).first().map_or(0, |mark| mark.start);
    let before = line[..found].chars().count();
    if before <= BEFORE_CHARS_MAX {
        return cut(&line, SNIPPET_CHARS_MAX);
    }
    let skipped: usize = line.chars().take(before - BEFORE_CHARS_MAX).map(char::len_utf8).sum();
    // It begins with a whole word, where one begins before what was found.
    let begin = line[skipped..found].find(' ').map_or(skipped, |space| skipped + space + 1);
    cut(&format!("… {}", &line[begin..]), SNIPPET_CHARS_MAX)
}

fn on_one_line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    clean_line(&words.join(" ")).into_owned()
}

/// Its first characters, with a mark where there were more.
fn cut(line: &str, chars_max: usize) -> String {
    if line.chars().count() <= chars_max {
        return line.to_owned();
    }
    let kept: String = line.chars().take(chars_max - 1).collect();
    format!("{}…", kept.trim_end())
}
