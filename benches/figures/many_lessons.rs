//! A pack of 10,000 lessons beside one of 10: the first frame, what each keystroke of a search costs,
//! and how long keys in a file of 300 lines take to their frame.
//!
//! Both packs are made anew. The first frames are drawn in turns; the index of the large pack is
//! there already, as on every start but the first.

use std::{
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    large_pack::{Vocabulary, write_pack},
    series::Series,
    terminal::Timed,
};
use backlab::{
    config::{Config, Folders},
    course::id::LessonId,
    lab::Machine,
    pack::{Pack, files::Disk},
    tutor::Tutor,
};

const FEW: usize = 10;
const MANY: usize = 10_000;
const ROUNDS: usize = 21;
const SILENCE: Duration = Duration::from_millis(300);
/// Lines of the file that is edited, keys of each kind, and the silence behind each.
const LINES: usize = 300;
const KEYS: usize = 100;
const PAUSE: Duration = Duration::from_millis(40);
/// Typed letter by letter, as each of [`queries`]; each prefix is a question.
const QUERIES: [&str; 21] = [
    // Words of nearly every page, alone and together.
    "the same in that and this ",
    "what is the state of a request",
    "to be or not to be that is all there is to it",
    "a b c d e f g h i j k l",
    // Words of many pages.
    "status code",
    "transaction isolation",
    "middleware",
    "retry with backoff",
    "connection timeout limit",
    "cookie same-site",
    "content-type utf-8",
    "res.end(",
    "the content-type of a response",
    "is-it or-not to-do the-of that/this in-a",
    // Beginnings of many words.
    "con re in dis",
    "stea",
    // Slips of the finger, and what nothing has.
    "tokne",
    "middelware",
    "transactoin isolatoin",
    "zzz nothing has this",
    "a query of words that are everywhere and one that xyzzy",
];

pub fn measure() {
    let folder = tempfile::tempdir().expect("a folder for the packs");
    let (few, many) = (folder.path().join("few"), folder.path().join("many"));
    let vocabulary = Vocabulary::new();
    write_pack(&few, &vocabulary, FEW);
    write_pack(&many, &vocabulary, MANY);
    search(&many, folder.path(), &queries(&vocabulary));
    let tutor = Path::new(env!("CARGO_BIN_EXE_backlab"));
    let (mut of_few, mut of_many) = (Series::default(), Series::default());
    for _ in 0..ROUNDS {
        for (pack, series) in [(&few, &mut of_few), (&many, &mut of_many)] {
            let mut timed = Timed::start(tutor, &[], folder.path(), pack);
            series.push(timed.settle(SILENCE).first_ms);
        }
    }
    println!("first frame, {FEW} lessons      {}", of_few.words());
    println!("first frame, {MANY} lessons   {}", of_many.words());
    println!("ratio {:.2}", of_many.median() / of_few.median());
    for (pack, lessons) in [(&few, FEW), (&many, MANY)] {
        let (cursor, typing) = keys(pack, folder.path(), &vocabulary);
        println!("cursor to frame, {LINES} lines, {lessons} lessons   {}", cursor.words());
        println!("letter to frame, {LINES} lines, {lessons} lessons   {}", typing.words());
    }
}

/// Opens the first exercise, whose file has [`LINES`] lines; gives the keys that move and those that
/// write.
fn keys(pack: &Path, home: &Path, vocabulary: &Vocabulary) -> (Series, Series) {
    let file = home.join("backlab-work/bench/large/exercise-0/server.js");
    fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("a folder");
    let line = |n| format!("const answer{n} = {{ status: 200, body: `line ${{{n}}}` }}; // told\n");
    fs::write(&file, (0..LINES).map(line).collect::<String>()).expect("a file of the learner");
    let mut timed = Timed::start(Path::new(env!("CARGO_BIN_EXE_backlab")), &[], home, pack);
    timed.settle(SILENCE);
    // The list of everything, the exercise in it, its second tab.
    for keys in ["\x10", &vocabulary.exercise_title(0), "\r", "2"] {
        timed.press(keys, SILENCE);
    }
    let (mut cursor, mut typing) = (Series::default(), Series::default());
    for _ in 0..KEYS {
        cursor.push(timed.press("\x1b[B", PAUSE).settled_ms);
    }
    for _ in 0..KEYS {
        typing.push(timed.press("x", PAUSE).settled_ms);
    }
    (cursor, typing)
}

/// The fixed ones and some of this vocabulary: titles, pairs of words that seldom meet, words of a
/// few pages and of one.
fn queries(vocabulary: &Vocabulary) -> Vec<String> {
    let mut queries: Vec<String> = QUERIES.map(str::to_owned).into();
    queries.extend(('a'..='z').map(String::from));
    queries.extend([0, 77, 9_999].map(|lesson| vocabulary.title(lesson)));
    queries.extend([77, 9_876].map(|lesson| vocabulary.own_word(lesson)));
    let words = |ranks: &[usize]| {
        let words: Vec<_> = ranks.iter().map(|rank| vocabulary.word(*rank)).collect();
        words.join(" ")
    };
    queries.extend(
        [&[600, 900][..], &[2, 450, 5, 500], &[300, 301, 302], &[15_000], &[19_999, 0]].map(words),
    );
    queries
}

/// Times each keystroke of a search over the pack in `folder`.
fn search(folder: &Path, home: &Path, queries: &[String]) {
    let (pack, findings) = Pack::open(Arc::new(Disk::new(folder)));
    let pack = pack.unwrap_or_else(|| panic!("{findings:?}"));
    let folders = Folders {
        config: None,
        data: Some(home.join(".local/share/backlab")),
        cache: Some(home.join(".cache/backlab")),
        workspace: None,
    };
    let machine = Machine::new(env!("CARGO_BIN_EXE_backlab").into());
    let tutor = Tutor::open(pack, machine, folders, Config::default(), || 0);
    let began = Instant::now();
    tutor.index();
    let seconds = began.elapsed().as_secs_f64();
    let file = fs::metadata(home.join(".cache/backlab/catalog.db")).expect("the index");
    println!("index of {MANY} lessons   made in {seconds:.1} s, {} MB", file.len() >> 20);
    let here = LessonId::parse("lesson-5000").expect("it is an id");
    let (mut keystrokes, mut previews) = (Series::default(), Series::default());
    let mut slowest = Vec::new();
    for query in queries {
        for end in 1..=query.len() {
            for here in [None, Some(&here)] {
                let began = Instant::now();
                let answer = tutor.search(&query[..end], here);
                let ms = began.elapsed().as_secs_f64() * 1e3;
                keystrokes.push(ms);
                slowest.push((ms, query[..end].to_owned()));
                if let Some(hit) = answer.here.first().or(answer.lessons.first()) {
                    let began = Instant::now();
                    tutor.preview(&hit.leads, &query[..end]).expect("the page of a hit");
                    previews.push(began.elapsed().as_secs_f64() * 1e3);
                }
            }
        }
    }
    println!("keystroke of a search    {}", keystrokes.words());
    println!("page beside its hits     {}", previews.words());
    slowest.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (ms, query) in &slowest[..3] {
        println!("among the slowest {ms:.2} ms: {query:?}");
    }
}
