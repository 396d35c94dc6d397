//! The catalog through its front door: packs in, hits out, whatever happens to its file.

#![expect(clippy::unwrap_used, reason = "a test may end where its own data is wrong")]

use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex},
};

use backlab::{
    catalog::{CATALOG_FILE, Catalog, Found, Hit, Stage},
    course::id::LessonId,
    pack::{
        Pack,
        files::{Files, Memory, Unreadable},
    },
};
use proptest::prelude::*;

/// A pack of `lessons`: id, title, objective, pages as `# Title` and text.
type Lesson<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

const LESSONS: [Lesson<'_>; 4] = [
    (
        "sessions",
        "Sessions and cookies",
        &[
            ("What a cookie is", "The browser sends it back. A session token is inside."),
            ("Where it is kept", "In the browser, until it is too old."),
        ],
    ),
    (
        "jwt",
        "JSON Web Tokens: what is inside",
        &[("Three parts", "Header, payload, signature."), ("Signed", "A token is signed.")],
    ),
    ("cafe", "Le café", &[("Résumé", "Ein Tokén. Straße, naïve, Ångström.")]),
    ("code", "Answers", &[("End", "```js display\nres.end(\"x\"); // => Content-Type: 404\n```")]),
];

fn files(lessons: &[Lesson<'_>]) -> Memory {
    let ids: Vec<_> = lessons.iter().map(|(id, ..)| format!("{id:?}")).collect();
    let manifest = format!(
        "format = 1\nid = \"a/b\"\nversion = \"1.0.0\"\ntitle = \"T\"\nsummary = \"S\"\n\
         languages = [\"en\"]\nlicence = \"MIT\"\nneeds = [\"js\"]\n[[module]]\nid = \"m01\"\n\
         title = \"M\"\nshort = \"M\"\noutcome = \"O\"\nlessons = [{}]\nexercises = [\"gate\"]\n",
        ids.join(", ")
    );
    let exercise = include_str!("fixtures/tutor/exercise.toml");
    let folder = "exercises/m01/gate";
    let mut memory = Memory::new();
    memory.insert("pack.toml", manifest);
    memory.insert(
        format!("{folder}/exercise.toml"),
        exercise.replace("The exercise ID", "The gate, rebuilt").replace("ID", "gate"),
    );
    memory.insert(format!("{folder}/task.md"), "Let a token in.\n");
    memory.insert(format!("{folder}/starter/server.js"), "1\n");
    memory.insert(format!("{folder}/starter/given.json"), "[]\n");
    memory.insert(format!("{folder}/solution/server.js"), "2\n");
    if let [(id, ..), ..] = lessons {
        let glossary = format!(
            "[[term]]\nid = \"bearer\"\nname = \"bearer token\"\nmeans = \"A `token` for its holder.\"\n\
             lesson = {id:?}\nalso = [\"Inhaber\"]\n"
        );
        memory.insert("glossary.toml", glossary);
    }
    for (id, title, pages) in lessons {
        let pages: Vec<_> =
            pages.iter().map(|(title, text)| format!("# {title}\n\n{text}\n")).collect();
        let lesson = format!(
            "+++\nid = {id:?}\ntitle = {title:?}\nobjective = \"Know the {id} objective.\"\n\
             minutes = 5\nrev = 1\n+++\n{}",
            pages.join("\n---\n\n")
        );
        memory.insert(format!("lessons/m01/{id}.md"), lesson);
    }
    memory
}

fn pack(files: impl Files + 'static) -> Pack {
    let (pack, findings) = Pack::open(Arc::new(files));
    pack.unwrap_or_else(|| panic!("{findings:?}"))
}

fn ready(folder: Option<&Path>, pack: &Pack) -> Catalog {
    let catalog = Catalog::new(folder);
    assert_eq!(catalog.stage(), Stage::Absent);
    catalog.refresh(pack);
    assert_eq!(catalog.stage(), Stage::Ready);
    catalog
}

/// Ids and pages, counted from 1, of all groups.
fn found(catalog: &Catalog, pack: &Pack, query: &str) -> Vec<String> {
    shown(&catalog.find(&pack.course.id, query, None))
}

fn shown(found: &Found) -> Vec<String> {
    let groups = [&found.here, &found.lessons, &found.exercises, &found.terms];
    groups.into_iter().flatten().map(|hit| format!("{} {}", hit.slug, hit.page + 1)).collect()
}

fn marked(hit: &Hit) -> Vec<&str> {
    hit.marks.iter().map(|range| &hit.title[range.clone()]).collect()
}

#[test]
fn titles_come_before_texts_and_the_page_is_the_one_that_has_the_words() {
    let pack = pack(files(&LESSONS));
    let catalog = ready(None, &pack);
    let check = |query: &str, expected: &[&str]| {
        assert_eq!(found(&catalog, &pack, query), expected, "{query:?}");
    };
    check("token", &["jwt 2", "sessions 1", "cafe 1", "gate 1", "bearer 1"]);
    check("tok", &["jwt 2", "sessions 1", "cafe 1", "gate 1", "bearer 1"]);
    check("tokens ", &["jwt 1"]);
    check("cookies browser", &["sessions 1"]);
    check("browser old", &["sessions 2"]);
    check("  INSIDE  ", &["jwt 1", "sessions 1"]);
    check("objective", &["sessions 1", "jwt 1", "cafe 1", "code 1"]);
    check("rebuilt gate", &["gate 1"]);
    check("inhaber", &["bearer 1"]);
    check("", &[]);
    check(" \" * => ", &[]);
    check("nowhere", &[]);
}

#[test]
fn letters_match_without_their_marks_and_code_matches_by_its_words() {
    let pack = pack(files(&LESSONS));
    let catalog = ready(None, &pack);
    for query in ["cafe", "CAFÉ", "resume", "résumé", "angstrom", "naive", "straße"] {
        assert_eq!(found(&catalog, &pack, query), ["cafe 1"], "{query}");
    }
    for query in ["res.end", "content-type", "content-type: 404", "=> content-type", "404"] {
        assert_eq!(found(&catalog, &pack, query), ["code 1"], "{query}");
    }
    assert_eq!(found(&catalog, &pack, "end.res"), [""; 0]);
}

#[test]
fn what_is_joined_is_found_joined_and_side_by_side() {
    let pack = pack(files(&[
        ("apart", "Two", &[("B", "On the same site. The site is the same.")]),
        ("joined", "One", &[("A", "The same-site flag. Then std::fs and a.b.c.")]),
        ("turned", "Three", &[("C", "A site of the same make. E mail.")]),
    ]));
    let catalog = ready(None, &pack);
    let check = |query: &str, expected: &[&str]| {
        assert_eq!(found(&catalog, &pack, query), expected, "{query:?}");
    };
    check("same-site", &["joined 1", "apart 1"]);
    check("same-si", &["apart 1", "joined 1"]);
    check("same/site ", &["joined 1", "apart 1"]);
    check("same site", &["apart 1", "joined 1", "turned 1"]);
    check("fs::std", &[]);
    check("a.b.c", &["joined 1"]);
    check("the-same", &["apart 1", "joined 1", "turned 1"]);
    check("site-is on-the", &["apart 1"]);
    check("e-mail", &["turned 1"]);
    check("e-ma", &["turned 1"]);
    check("mail-e", &[]);
}

#[test]
fn a_letter_or_two_begin_words_and_stand_for_themselves() {
    let pack = pack(files(&[
        ("one", "Alpha", &[("A", "Is it so?")]),
        ("two", "Beta", &[("B", "Isolation. İo.")]),
        ("three", "I", &[("C", "Éclair, and o.")]),
    ]));
    let catalog = ready(None, &pack);
    let lessons = |query: &str| -> Vec<String> {
        let found = catalog.find(&pack.course.id, query, None);
        found.lessons.into_iter().map(|hit| hit.slug).collect()
    };
    assert_eq!(lessons("i"), ["three", "one", "two"]);
    assert_eq!(lessons("i "), ["three"], "a short word that is complete begins nothing");
    assert_eq!(lessons("is"), ["one", "two"]);
    assert_eq!(lessons("is "), ["one"]);
    assert_eq!(lessons("e"), ["three"]);
    assert_eq!(lessons("al"), ["one"]);
    assert_eq!(lessons("zz"), [""; 0]);
}

#[test]
fn the_open_lesson_stands_apart_with_its_pages() {
    let pack = pack(files(&LESSONS));
    let catalog = ready(None, &pack);
    let jwt = LessonId::parse("jwt").unwrap();
    let found = catalog.find(&pack.course.id, "signed tok", Some(&jwt));
    assert_eq!(shown(&found), ["jwt 2"]);
    let found = catalog.find(&pack.course.id, "tok", Some(&jwt));
    assert_eq!(shown(&found), ["jwt 2", "sessions 1", "cafe 1", "gate 1", "bearer 1"]);
    assert_eq!(found.here[0].title, "Signed");
    let found = catalog.find(&pack.course.id, "three", Some(&jwt));
    assert_eq!(marked(&found.here[0]), ["Three"]);
    let absent = LessonId::parse("absent").unwrap();
    assert_eq!(catalog.find(&pack.course.id, "jwt", Some(&absent)).here, []);

    let inside = catalog.inside(&pack.course.id, "sign", &jwt);
    assert_eq!(
        (inside.pages, inside.words),
        (vec![0, 1], ["signature", "Signed", "signed"].map(str::to_owned).to_vec())
    );
    assert_eq!(catalog.inside(&pack.course.id, "", &jwt).pages, [0; 0]);
}

#[test]
fn a_hit_knows_its_place_in_the_course() {
    let pack = pack(files(&LESSONS));
    let catalog = ready(None, &pack);
    let found = catalog.find(&pack.course.id, "token", None);
    let (jwt, gate) = (&found.lessons[0], &found.exercises[0]);
    assert_eq!((jwt.slug.as_str(), jwt.place, gate.place), ("jwt", 1, 0));
    let id = LessonId::parse("jwt").unwrap();
    // The index may be older than the course: a wrong place is no obstacle.
    for place in [1, 0, 3, 4, usize::MAX] {
        assert_eq!(pack.course.module_of_lesson_at(place, &id).unwrap().0, 1);
    }
    let absent = LessonId::parse("absent").unwrap();
    assert_eq!(pack.course.module_of_lesson_at(1, &absent), None);
}

#[test]
fn what_matches_in_a_title_is_marked() {
    let pack = pack(files(&LESSONS));
    let catalog = ready(None, &pack);
    let title = |query: &str| {
        let found = catalog.find(&pack.course.id, query, None);
        let hit = found.lessons[0].clone();
        (hit.title.clone(), marked(&hit).join("|"))
    };
    assert_eq!(title("tok"), ("JSON Web Tokens: what is inside".into(), "Tok".into()));
    assert_eq!(title("web json").1, "JSON|Web");
    assert_eq!(title("cafe").1, "café");
    assert_eq!(title("three parts").1, "");
}

#[test]
fn a_term_says_what_it_means_and_where_it_is_explained() {
    let pack = pack(files(&LESSONS));
    let catalog = ready(None, &pack);
    let terms = catalog.find(&pack.course.id, "bear", None).terms;
    assert_eq!(
        (terms[0].title.as_str(), terms[0].means.as_str()),
        ("bearer token", "A token for its holder.")
    );
    assert_eq!((terms[0].leads.as_str(), terms[0].page), ("sessions", 0));
    assert_eq!(marked(&terms[0]), ["bear"], "what was typed of the word");
}

#[test]
fn a_term_is_named_by_its_own_name_and_by_its_others_as_a_whole() {
    let pack = pack(files(&LESSONS));
    let catalog = ready(None, &pack);
    let named = |query: &str| catalog.find(&pack.course.id, query, None).terms[0].is_named;
    assert!(named("Bearer token") && named("inhaber "));
    assert!(!named("bearer") && !named("Inhab"));
}

#[test]
fn a_lesson_and_an_exercise_are_named_by_their_title_and_their_id_and_then_come_first() {
    let mut memory = files(&LESSONS);
    let lesson = "+++\nid = \"code\"\ntitle = \"Answers\"\nobjective = \"Know how it ends.\"\n\
                  minutes = 5\nrev = 1\n+++\n# Cookies\n\nSessions and cookies.\n";
    memory.insert("lessons/m01/code.md", lesson);
    let pack = pack(memory);
    let catalog = ready(None, &pack);
    let first = |query: &str| {
        let found = catalog.find(&pack.course.id, query, None);
        let lesson = found.lessons.first().map(|hit| (hit.slug.clone(), hit.is_named));
        let exercise = found.exercises.first().map(|hit| (hit.slug.clone(), hit.is_named));
        (lesson, exercise)
    };
    let named = |slug: &str| Some((slug.to_owned(), true));
    assert_eq!(first("sessions and COOKIES").0, named("sessions"));
    assert_eq!(first("code").0, named("code"), "an id that stands in no text");
    assert_eq!(first("the gate, rebuilt").1, named("gate"));
    assert_eq!(first("gate").1, named("gate"));
    assert_eq!(first("the gate").1, Some(("gate".to_owned(), false)));
}

#[test]
fn a_term_leads_to_the_page_that_names_it_first() {
    let mut lessons = LESSONS;
    lessons[0].2 = &[
        ("Before", "A token for the bearer."),
        ("It", "A bearer token."),
        ("Again", "Bearer token."),
    ];
    let home = tempfile::tempdir().unwrap();
    let page = |pack: &Pack| {
        let catalog = ready(Some(home.path()), pack);
        catalog.find(&pack.course.id, "bearer token", None).terms[0].page
    };
    assert_eq!(page(&pack(files(&lessons))), 0, "both words stand there");
    lessons[0].2 = &[("Before", "A token."), ("It", "A bearer token.")];
    assert_eq!(page(&pack(files(&lessons))), 1, "also when only the lesson changed");
}

#[test]
fn a_slip_of_the_finger_gets_the_nearest_word() {
    let pack = pack(files(&LESSONS));
    let catalog = ready(None, &pack);
    let closest = |query: &str| catalog.find(&pack.course.id, query, None).closest;
    assert_eq!(closest("tokne"), Some(("token".to_owned(), 5)));
    assert_eq!(closest("browzer old"), Some(("browser old".to_owned(), 1)));
    assert_eq!(closest("xyzzyx"), None);
    assert_eq!(closest("gate cookies"), None, "each is there, only not together");
    assert_eq!(closest("token"), None);
}

#[test]
fn two_packs_do_not_see_each_other() {
    let home = tempfile::tempdir().unwrap();
    let one = pack(files(&LESSONS));
    let mut other = files(&LESSONS[..1]);
    let manifest = String::from_utf8(other.read("pack.toml").unwrap()).unwrap();
    other.insert("pack.toml", manifest.replace("a/b", "c/d"));
    let other = pack(other);
    ready(Some(home.path()), &one);
    let catalog = ready(Some(home.path()), &other);
    assert_eq!(
        found(&catalog, &one, "token"),
        ["jwt 2", "sessions 1", "cafe 1", "gate 1", "bearer 1"]
    );
    assert_eq!(found(&catalog, &other, "token"), ["sessions 1", "gate 1", "bearer 1"]);
}

/// The files of a pack, and what was read of them.
struct Watched {
    files: Memory,
    read: Arc<Mutex<Vec<String>>>,
}

impl Files for Watched {
    fn list(&self, folder: &str) -> (Vec<String>, backlab::diag::Findings) {
        self.files.list(folder)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.read.lock().unwrap().push(path.to_owned());
        self.files.read(path)
    }
}

#[test]
fn only_what_changed_is_written_again() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(CATALOG_FILE);
    ready(Some(home.path()), &pack(files(&LESSONS)));
    let written = || std::os::unix::fs::MetadataExt::ino(&fs::metadata(&file).unwrap());
    let first = written();

    let read = Arc::default();
    let same = Watched { files: files(&LESSONS), read: Arc::clone(&read) };
    ready(Some(home.path()), &pack(same));
    assert_eq!(written(), first, "nothing changed, so nothing is written");
    let exercise = read.lock().unwrap().iter().filter(|path| path.contains("starter")).count();
    assert_eq!(exercise, 0, "an exercise that did not change is not read whole");

    let mut lessons = LESSONS;
    lessons[1].1 = "Tickets";
    let changed = pack(files(&lessons));
    let catalog = ready(Some(home.path()), &changed);
    assert_ne!(written(), first);
    assert_eq!(found(&catalog, &changed, "tickets"), ["jwt 1"]);
    assert_eq!(found(&catalog, &changed, "web"), [""; 0]);
    assert_eq!(found(&catalog, &changed, "cookie"), ["sessions 1"]);

    let fewer = pack(files(&[lessons[2], lessons[0]]));
    let catalog = ready(Some(home.path()), &fewer);
    assert_eq!(found(&catalog, &fewer, "token"), ["cafe 1", "sessions 1", "gate 1", "bearer 1"]);
    assert_eq!(found(&catalog, &fewer, "tickets"), [""; 0]);
    let names = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.collect::<Vec<_>>(), [CATALOG_FILE], "nothing is left beside it");
}

#[test]
fn what_its_author_must_mend_is_left_out_and_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let mut broken = files(&LESSONS);
    broken.insert("lessons/m01/jwt.md", "no front matter");
    let broken = pack(broken);
    let catalog = ready(Some(home.path()), &broken);
    assert_eq!(found(&catalog, &broken, "token"), ["sessions 1", "cafe 1", "gate 1", "bearer 1"]);
    let inode = || {
        std::os::unix::fs::MetadataExt::ino(&fs::metadata(home.path().join(CATALOG_FILE)).unwrap())
    };
    let before = inode();
    ready(Some(home.path()), &broken);
    assert_eq!(inode(), before, "a lesson that stays broken is no change");
    let whole = pack(files(&LESSONS));
    let catalog = ready(Some(home.path()), &whole);
    assert_eq!(found(&catalog, &whole, "token").len(), 5);
    let catalog = ready(Some(home.path()), &broken);
    assert_eq!(found(&catalog, &broken, "token").len(), 4);
}

/// Makes a catalog in `folder`, damages it, and asks again in a new run, and within the run.
fn survives(damage: impl Fn(&Path)) {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(CATALOG_FILE);
    let pack = pack(files(&LESSONS));
    ready(Some(home.path()), &pack);
    damage(&file);
    let catalog = Catalog::new(Some(home.path()));
    // A file that is damaged deep inside is found out by the second question at the latest.
    for _ in 0..2 {
        catalog.refresh(&pack);
        catalog.find(&pack.course.id, "token", None);
        catalog.find(&pack.course.id, "tokne", None);
    }
    assert_eq!(catalog.stage(), Stage::Ready);
    assert_eq!(found(&catalog, &pack, "token").len(), 5);
}

#[test]
fn a_damaged_file_is_made_anew() {
    survives(|file| fs::remove_file(file).unwrap());
    survives(|file| fs::write(file, "").unwrap());
    survives(|file| fs::write(file, "no database at all").unwrap());
    survives(|file| {
        fs::remove_file(file).unwrap();
        fs::create_dir(file).unwrap();
    });
    let whole = {
        let home = tempfile::tempdir().unwrap();
        ready(Some(home.path()), &pack(files(&LESSONS)));
        fs::read(home.path().join(CATALOG_FILE)).unwrap()
    };
    for part in 0..16 {
        let (from, to) = (whole.len() * part / 16, whole.len() * (part + 1) / 16);
        survives(|file| fs::write(file, &whole[..from]).unwrap());
        survives(|file| {
            let mut torn = whole.clone();
            torn[from..to].fill(0xa5);
            fs::write(file, torn).unwrap();
        });
    }
}

/// Runs one statement on the file of a catalog.
fn alter(file: &Path, sql: &str) {
    rusqlite::Connection::open(file).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn a_file_of_another_version_or_program_is_not_read() {
    survives(|file| alter(file, "PRAGMA user_version = 0; DROP TABLE entries"));
    survives(|file| alter(file, "PRAGMA application_id = 7; DROP TABLE texts"));
    survives(|file| alter(file, "DROP TABLE texts"));
    // The file of a later version stays as it is; the index is in memory then.
    survives(|file| alter(file, "PRAGMA user_version = 99; DROP TABLE texts"));
    let home = tempfile::tempdir().unwrap();
    let pack = pack(files(&LESSONS));
    ready(Some(home.path()), &pack);
    alter(&home.path().join(CATALOG_FILE), "PRAGMA user_version = 99");
    let before = fs::read(home.path().join(CATALOG_FILE)).unwrap();
    ready(Some(home.path()), &pack);
    assert_eq!(fs::read(home.path().join(CATALOG_FILE)).unwrap(), before);
}

#[test]
fn where_nothing_can_be_written_the_index_is_in_memory() {
    let home = tempfile::tempdir().unwrap();
    let no_folder = home.path().join("file");
    fs::write(&no_folder, "").unwrap();
    let pack = pack(files(&LESSONS));
    for folder in [None, Some(no_folder.join("cache")), Some(Path::new("/proc/none").to_owned())] {
        let catalog = ready(folder.as_deref(), &pack);
        assert_eq!(found(&catalog, &pack, "token").len(), 5, "{folder:?}");
    }
}

#[test]
fn two_at_once_both_find() {
    let home = tempfile::tempdir().unwrap();
    let pack = pack(files(&LESSONS));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..4 {
                    let catalog = ready(Some(home.path()), &pack);
                    assert_eq!(found(&catalog, &pack, "token").len(), 5);
                }
            });
        }
    });
}

#[test]
fn a_pack_without_content_has_nothing_to_find() {
    let mut empty = files(&[]);
    let manifest = String::from_utf8(empty.read("pack.toml").unwrap()).unwrap();
    empty.insert("pack.toml", manifest.replace("\"gate\"", ""));
    let pack = pack(empty);
    let home = tempfile::tempdir().unwrap();
    let catalog = ready(Some(home.path()), &pack);
    assert_eq!(catalog.find(&pack.course.id, "a", None), Found::default());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// Whatever is typed, the index stays whole, and a hit is a thing of the pack.
    #[test]
    fn any_query_is_safe(query in prop_oneof![
        any::<String>(),
        "[\"*^(){}:+a-c ,.'\\-]{0,40}",
        "(AND|OR|NOT|NEAR|token|title|\"|\\*|\\(|\\)|:| ){0,12}",
        "[a-z0-9 ]{0,8}",
        "\\PC{0,300}",
    ]) {
        thread_local! {
            static DESK: (Pack, Catalog) = {
                let pack = pack(files(&LESSONS));
                let catalog = ready(None, &pack);
                (pack, catalog)
            };
        }
        DESK.with(|(pack, catalog)| {
            let jwt = LessonId::parse("jwt").unwrap();
            let found = catalog.find(&pack.course.id, &query, Some(&jwt));
            catalog.inside(&pack.course.id, &query, &jwt);
            prop_assert_eq!(catalog.stage(), Stage::Ready);
            for hit in [&found.here, &found.lessons, &found.exercises].into_iter().flatten() {
                prop_assert!(["sessions", "jwt", "cafe", "code", "gate", "bearer"].contains(&hit.slug.as_str()));
                for range in &hit.marks {
                    prop_assert!(hit.title.get(range.clone()).is_some());
                }
            }
            Ok(())
        })?;
    }
}

#[test]
fn a_query_of_ten_kilobytes_is_answered() {
    let pack = pack(files(&LESSONS));
    let catalog = ready(None, &pack);
    for query in
        ["a".repeat(10_000), "a ".repeat(5_000), "\u{1f600}".repeat(2_500), "\0".repeat(10_000)]
    {
        catalog.find(&pack.course.id, &query, None);
        assert_eq!(catalog.stage(), Stage::Ready);
    }
}
