//! Rules about what changes without the course: cited by key, and links with a date.

use std::collections::BTreeSet;

use crate::{
    diag::Place,
    markup::prose::Passage,
    pack::lint::{
        Report,
        view::{CourseView, LessonView},
    },
};

/// The page whose links need not be followed to understand the lesson.
const FURTHER_READING: &str = "further reading";

/// L13: versions and dates stand in facts.toml.
pub fn cited(view: &LessonView<'_>, report: &mut Report<'_>) {
    let changes = &view.frame.patterns.changes;
    for passage in view.passages.iter().filter(|passage| !is_further_reading(view, passage)) {
        for found in changes.find_iter(&passage.text) {
            if !passage.is_code(found.start()) {
                let message = format!("`{}` changes without the course", found.as_str());
                let hint = "put it into facts.toml and write `{fact:ID}`";
                report.say(view.place(passage, found.start()), message, hint);
            }
        }
    }
}

/// L13: facts that no lesson cites.
pub fn unused(view: &CourseView<'_>, report: &mut Report<'_>) {
    if !view.complete {
        return;
    }
    let cited: BTreeSet<_> = view.lessons.values().flat_map(|lesson| &lesson.facts).collect();
    for (nth, fact) in view.frame.facts.list.iter().enumerate() {
        if !cited.contains(&fact.id.to_string()) {
            let message = format!("no lesson cites the fact `{}`", fact.id);
            let hint = format!("write {{fact:{}}}, or take it out", fact.id);
            report.say(view.facts.inside("fact", nth, "id"), message, &hint);
        }
    }
}

/// L12: links stand under further reading, with https and the day of the last look.
pub fn links(view: &LessonView<'_>, report: &mut Report<'_>) {
    let day = &view.frame.patterns.day;
    for passage in &view.passages {
        for link in &passage.links {
            let loaded = view.loaded;
            let place = Place::of_offset(&loaded.path, &loaded.source, link.at);
            if !link.address.starts_with("https://") {
                let message = "a link that is not https can be changed on its way";
                report.say(place.clone(), message, "https://");
            }
            if !is_further_reading(view, passage) {
                let message = "a link that stands in the explanation sends the reader away";
                let hint = "links stand on a page `# Further reading` at the end";
                report.say(place, message, hint);
            } else if !day.is_match(&passage.text) {
                let message = "the link does not say when it was last looked at";
                report.say(place, message, "a day beside it, as in `(2026-11-03)`");
            }
        }
    }
}

fn is_further_reading(view: &LessonView<'_>, passage: &Passage) -> bool {
    let page = view.loaded.document.pages.get(passage.page);
    page.is_some_and(|page| page.title.eq_ignore_ascii_case(FURTHER_READING))
}
