//! docs/COURSE.md against the course: what the text that the course was asked for became, how long
//! each module takes, and which check fails which wrong answer and how many mutants.
//!
//! `BACKLAB_BLESS=1 cargo test --test course` proves what has changed and writes the generated part
//! of the page anew; without it nothing is run, and the page must fit the files.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be read")]

#[path = "course/page.rs"]
mod page;
#[path = "course/source.rs"]
mod source;

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    sync::{Arc, mpsc::channel},
};

use backlab::{
    audit::{self, Kept, Wanted, stats},
    lab::{Cancel, Machine},
    pack::{Pack, files::Disk},
};

use crate::source::Row;

/// Where the generated part begins.
const GENERATED: &str =
    "<!-- From here on the page is generated: BACKLAB_BLESS=1 cargo test --test course -->\n";
/// The least part of its mutants that the checks of an exercise see, in percent.
const SCORE_MIN: usize = 80;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn course() -> Pack {
    let (pack, findings) = Pack::open(Arc::new(Disk::new(root())));
    pack.unwrap_or_else(|| panic!("{findings:?}"))
}

/// The part that is written by hand, and the generated one.
fn page_parts() -> (String, String) {
    let text = fs::read_to_string(root().join("docs/COURSE.md")).unwrap();
    let (by_hand, generated) = text.split_once(GENERATED).expect("the page has its mark");
    (by_hand.to_owned(), generated.to_owned())
}

fn proved(pack: &Pack) -> audit::Audit {
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    let kept = Kept::in_folder(Path::new(env!("CARGO_TARGET_TMPDIR")), false);
    let (told, _) = channel();
    audit::audit(&machine, pack, &Wanted::default(), &kept, &Cancel::new(), &told)
}

#[test]
fn the_generated_part_fits_the_files() {
    let pack = course();
    let stats = stats::stats(&pack, &Kept::in_memory());
    let (by_hand, generated) = page_parts();
    if env::var_os("BACKLAB_BLESS").is_some() {
        let audit = proved(&pack);
        let found: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
        assert!(audit.passed(), "{found:#?}");
        let text = page::text(&pack, &stats, &|id| page::Scored::of(&audit, id));
        fs::write(root().join("docs/COURSE.md"), by_hand + GENERATED + &text).unwrap();
        return;
    }
    let told = page::Told::read(&generated);
    let text = page::text(&pack, &stats, &|id| told.scored(id));
    for (line, expected) in generated.lines().zip(text.lines()) {
        assert_eq!(line, expected, "run BACKLAB_BLESS=1 cargo test --test course");
    }
    assert_eq!(generated, text, "run BACKLAB_BLESS=1 cargo test --test course");
}

#[test]
fn the_checks_see_most_small_mistakes() {
    let (_, generated) = page_parts();
    let told = page::Told::read(&generated);
    let scores = told.scores();
    assert!(scores.len() > 20, "{scores:?}");
    for (id, percent) in scores {
        assert!(percent >= SCORE_MIN, "the checks of `{id}` see {percent} % of its mutants");
    }
}

#[test]
fn every_id_of_the_map_is_in_the_course_or_marked_as_to_come() {
    let pack = course();
    let modules = &pack.course.modules;
    let lessons = modules.iter().flat_map(|module| &module.lessons).map(ToString::to_string);
    let exercises = modules.iter().flat_map(|module| &module.exercises).map(ToString::to_string);
    let (lessons, exercises): (BTreeSet<_>, BTreeSet<_>) = (lessons.collect(), exercises.collect());
    let rows = Row::all(&page_parts().0);
    assert_eq!(rows.len(), source::ROWS, "a row for each sentence, list and snippet of the text");
    for row in rows {
        for (named, there) in [(&row.lessons, &lessons), (&row.exercises, &exercises)] {
            for id in named {
                assert_eq!(
                    there.contains(&id.name),
                    !id.is_to_come,
                    "`{}` in the row `{}`: ids that are not in the course stand in *stars*",
                    id.name,
                    row.words
                );
            }
        }
    }
}

#[test]
fn every_snippet_of_the_text_runs_in_its_lesson_as_it_stands() {
    let pack = course();
    for snippet in source::SNIPPETS {
        let id = pack.course.modules.iter().flat_map(|module| &module.lessons);
        let id = id.into_iter().find(|id| id.as_str() == snippet.lesson).unwrap();
        let lesson = pack.lesson(id).0.unwrap();
        let holds = |text: &str| text.contains(snippet.text);
        let is_there = lesson.document.samples().any(|one| one.mode.runs() && holds(&one.code));
        assert!(is_there, "no block that runs in `{}` has\n{}", snippet.lesson, snippet.text);
        assert!(
            pack.course.modules.iter().any(|module| {
                module.exercises.iter().any(|id| id.as_str() == snippet.exercise)
            }),
            "there is no exercise `{}`",
            snippet.exercise
        );
    }
}
