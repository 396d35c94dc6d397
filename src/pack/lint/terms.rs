//! Rules about the terms of the glossary: marked where they are explained, used afterwards.

use std::collections::BTreeSet;

use crate::{
    course::glossary::Term,
    diag::did_you_mean,
    markup::prose::PassageKind,
    pack::lint::{
        Report,
        view::{CourseView, LessonView},
        words::{Phrase, words},
    },
    text::clean_line,
};

/// New terms of a page at most.
const PAGE_TERMS_MAX: usize = 1;
/// New terms of a lesson at most.
const LESSON_TERMS_MAX: usize = 6;

/// L04: every mark leads to the glossary, few are new at once, none comes before its lesson.
pub fn marks(view: &LessonView<'_>, report: &mut Report<'_>) {
    let lesson = &view.loaded.lesson;
    let glossary = &view.frame.glossary;
    let mut new: Vec<(&Term, usize)> = Vec::new();
    for passage in &view.passages {
        for mark in &passage.terms {
            let place = view.place(passage, mark.words.start);
            let Some(term) = glossary.term(&mark.id) else {
                let ids = glossary.terms.iter().map(|term| term.id.as_str());
                let near = did_you_mean(&mark.id, ids).map(|id| format!("did you mean `{id}`?"));
                let message = format!("glossary.toml has no term `{}`", clean_line(&mark.id));
                let hint = near.unwrap_or_else(|| "add it as [[term]]".to_owned());
                report.say(place, message, &hint);
                continue;
            };
            let explained = view.frame.lesson_order.get(term.lesson.as_str());
            if explained.is_some_and(|order| *order > view.order()) {
                let message = format!("`{}` is explained later, in `{}`", term.name, term.lesson);
                report.say(place, message, "`lesson` in glossary.toml names the earlier of them");
            } else if term.lesson == lesson.id && !new.iter().any(|(known, _)| *known == term) {
                new.push((term, passage.page));
                if new.iter().filter(|(_, page)| *page == passage.page).count() > PAGE_TERMS_MAX {
                    let message = format!("`{}` is the second new term of its page", term.name);
                    report.say(place, message, "a page explains one; move it, or mark it later");
                }
            }
        }
    }
    if new.len() > LESSON_TERMS_MAX {
        let message = format!("the lesson has {} new terms, at most {LESSON_TERMS_MAX}", new.len());
        report.say(view.start(), message, "");
    }
    for term in glossary.terms.iter().filter(|term| term.lesson == lesson.id) {
        if let Some((_, page)) = new.iter().find(|(known, _)| *known == term) {
            unmarked_before(view, term, *page, report);
        } else {
            let message = format!("glossary.toml says that this lesson explains `{}`", term.name);
            let hint = format!("mark its first use: [{}](term:{})", term.name, term.id);
            report.say(view.start(), message, &hint);
        }
    }
}

/// Reports the use of a term before its mark. `page` has the mark.
fn unmarked_before(view: &LessonView<'_>, term: &Term, page: usize, report: &mut Report<'_>) {
    let Some(phrase) = Phrase::new(&term.name) else { return };
    for passage in view.passages.iter().filter(|passage| passage.page <= page) {
        let mark = passage.terms.iter().find(|mark| mark.id == term.id.as_str());
        let end = mark.map_or(passage.text.len(), |mark| mark.words.start);
        let all: Vec<_> = words(&passage.text).collect();
        let is_heading = passage.kind == PassageKind::Heading;
        let used = (0..all.len())
            .filter(|from| !is_heading && all[*from].0 < end && !passage.is_code(all[*from].0))
            .find(|from| phrase.begins(&all[*from..]));
        if let Some(from) = used {
            let message = format!("`{}` is used here before it is marked", term.name);
            let hint = format!("mark it at its first use: [{}](term:{})", term.name, term.id);
            report.say(view.place(passage, all[from].0), message, &hint);
            return;
        }
        if mark.is_some() {
            return;
        }
    }
}

/// L04: terms that are used, without a mark, before the lesson that explains them.
pub fn early_words(view: &LessonView<'_>, report: &mut Report<'_>) {
    let frame = view.frame;
    let order = view.order();
    let mut told = BTreeSet::new();
    for passage in &view.passages {
        let all: Vec<_> = words(&passage.text).collect();
        for (from, (at, word)) in all.iter().enumerate() {
            let Some(names) = frame.term_names.get(&word.to_lowercase()) else { continue };
            for (_, index) in names.iter().filter(|(phrase, _)| phrase.begins(&all[from..])) {
                let term = &frame.glossary.terms[*index];
                let explained = frame.lesson_order.get(term.lesson.as_str());
                let early = explained.is_some_and(|explained| *explained > order);
                if early && !passage.is_code(*at) && told.insert(index) {
                    let message = format!(
                        "`{}` is used here, and `{}` explains it later",
                        term.name, term.lesson
                    );
                    let hint = "say it in other words, or explain it here";
                    report.say(view.place(passage, *at), message, hint);
                }
            }
        }
    }
}

/// P04: terms that no lesson marks.
pub fn unused(view: &CourseView<'_>, report: &mut Report<'_>) {
    if !view.complete {
        return;
    }
    let marked: BTreeSet<_> = view.lessons.values().flat_map(|lesson| &lesson.terms).collect();
    for (nth, term) in view.frame.glossary.terms.iter().enumerate() {
        if !marked.contains(&term.id.to_string()) {
            let message = format!("no lesson marks the term `{}`", term.name);
            let hint = format!("[{}](term:{}) in the lesson `{}`", term.name, term.id, term.lesson);
            report.say(view.glossary.inside("term", nth, "id"), message, &hint);
        }
    }
}
