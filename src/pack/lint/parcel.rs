//! Rules about a pack that travels: who wrote it, how large it is, which names and ids it has.

use std::collections::BTreeMap;

use crate::{
    diag::Place,
    pack::{
        archive::UNPACKED_BYTES_MAX,
        files::parts,
        lint::{Report, view::CourseView},
    },
};

/// Bytes of a file that is larger than texts are.
const FILE_BYTES_LARGE: u64 = 1 << 20;
/// SPDX licence identifiers (spdx.org/licenses) that packs use, and what joins them.
const LICENCES: &[&str] = &[
    "0BSD",
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-ND-4.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-ND-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "GFDL-1.3-only",
    "GFDL-1.3-or-later",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "ISC",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unlicense",
    "Zlib",
    "AND",
    "OR",
    "WITH",
];

/// P07: whoever uses the pack knows whose it is and what they may do.
pub fn owners(view: &CourseView<'_>, report: &mut Report<'_>) {
    let course = view.frame.course;
    if course.authors.is_empty() {
        let message = "the pack names no author";
        report.say(view.manifest.of("authors"), message, "authors = [\"..\"]");
    }
    let words = course.licence.split([' ', '(', ')', '+']).filter(|word| !word.is_empty());
    for word in words {
        if !LICENCES.contains(&word) && !word.starts_with("LicenseRef-") {
            let near = crate::diag::did_you_mean(word, LICENCES.iter().copied());
            let hint = near.map_or_else(
                || "spdx.org/licenses lists them; your own is `LicenseRef-NAME`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("`{word}` is no licence that Backlab knows by its SPDX name");
            report.say(view.manifest.of("licence"), message, &hint);
        }
    }
}

/// P08: how much travels.
pub fn size(view: &CourseView<'_>, report: &mut Report<'_>) {
    let sum: u64 = view.sizes.iter().map(|(_, size)| size).sum();
    if sum > UNPACKED_BYTES_MAX
        && let Some((largest, _)) = view.sizes.iter().max_by_key(|(_, size)| size)
    {
        let message = format!(
            "the pack has {} MB, at most {} MB are installed; this is its largest file",
            sum >> 20,
            UNPACKED_BYTES_MAX >> 20
        );
        report.say(Place::new(largest, 1, 1), message, "");
    }
}

/// P08: what makes a pack slow to fetch.
pub fn file_sizes(view: &CourseView<'_>, report: &mut Report<'_>) {
    for (path, size) in view.sizes.iter().filter(|(_, size)| FILE_BYTES_LARGE < *size) {
        let message = format!("the file has {} kB", size >> 10);
        let hint = "a script of a few lines can make many rows: WITH RECURSIVE, or a loop";
        report.say(Place::new(path, 1, 1), message, hint);
    }
}

/// P11: a file that nobody reads because its name is a little wrong.
pub fn beside(view: &CourseView<'_>, report: &mut Report<'_>) {
    for name in view.files.beside() {
        if let Some(near) = crate::diag::did_you_mean(&name, parts()) {
            let message = "this is no part of the pack, and nearly has the name of one";
            let place = Place::new(crate::text::clean_line(&name), 1, 1);
            report.say(place, message, &format!("did you mean `{near}`?"));
        }
    }
}

/// P10: names that are the same where a system does not tell capitals apart.
pub fn names(view: &CourseView<'_>, report: &mut Report<'_>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (path, _) in &view.sizes {
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            let message = format!("`{other}` differs from this only in capitals");
            let hint = "on Windows and macOS the two are one file";
            report.say(Place::new(path, 1, 1), message, hint);
        }
    }
}

/// P09: old ids lead to something, and no id is both gone and there.
pub fn ids(view: &CourseView<'_>, report: &mut Report<'_>) {
    let course = view.frame.course;
    let is_there = |id: &str| {
        course.modules.iter().any(|module| {
            module.lessons.iter().any(|lesson| lesson.as_str() == id)
                || module.exercises.iter().any(|exercise| exercise.as_str() == id)
        })
    };
    for (old, new) in &course.moved {
        if is_there(old) {
            let message = format!("`{old}` has moved to `{new}`, and pack.toml lists it as well");
            report.say(view.manifest.of("moved"), message, "an id stands for one thing for ever");
        }
        if !is_there(new) {
            let message = format!("`{old}` has moved to `{new}`, which is in no module");
            report.say(view.manifest.of("moved"), message, "where it is gone: `retired`");
        }
    }
    for (nth, id) in course.retired.iter().enumerate() {
        if is_there(id) {
            let message = format!("`{id}` is retired, and pack.toml lists it as well");
            report.say(view.manifest.member("retired", nth), message, "a new thing gets a new id");
        }
    }
}
