//! A pack of 10,000 lessons beside one of 10: the first frame, and what each keystroke of a search
//! costs.
//!
//! Both packs are made anew, of words that are drawn with a fixed seed. The first frames are drawn in
//! turns; the index of the large pack is there already, as on every start but the first.

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{series::Series, terminal::Timed};
use backlab::{
    config::{Config, Folders},
    lab::Machine,
    pack::{Pack, files::Disk},
    tutor::Tutor,
};

const FEW: usize = 10;
const MANY: usize = 10_000;
const LESSONS_OF_A_MODULE: usize = 100;
const ROUNDS: usize = 21;
const SILENCE: Duration = Duration::from_millis(300);
/// Typed letter by letter; each prefix is a query.
const QUERIES: [&str; 8] = [
    "status code",
    "transaction isolation",
    "cookie same site",
    "index scan",
    "middleware",
    "retry with backoff",
    "zzz nothing has this",
    "tokne",
];
const WORDS: [&str; 40] = [
    "server",
    "request",
    "response",
    "status",
    "code",
    "header",
    "body",
    "cookie",
    "session",
    "token",
    "index",
    "scan",
    "query",
    "table",
    "row",
    "column",
    "transaction",
    "isolation",
    "lock",
    "retry",
    "backoff",
    "timeout",
    "cache",
    "queue",
    "worker",
    "route",
    "middleware",
    "handler",
    "error",
    "stream",
    "buffer",
    "socket",
    "port",
    "address",
    "name",
    "site",
    "same",
    "with",
    "without",
    "between",
];

pub fn measure() {
    let folder = tempfile::tempdir().expect("a folder for the packs");
    let (few, many) = (folder.path().join("few"), folder.path().join("many"));
    write_pack(&few, FEW);
    write_pack(&many, MANY);
    search(&many, folder.path());
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
}

/// Times each keystroke of a search over the pack in `folder`.
fn search(folder: &Path, home: &Path) {
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
    println!("index of {MANY} lessons made in {:.1} s", began.elapsed().as_secs_f64());
    let mut keystrokes = Series::default();
    let mut slowest = (0.0, String::new());
    for query in QUERIES {
        for end in 1..=query.len() {
            let began = Instant::now();
            std::hint::black_box(tutor.search(&query[..end], None));
            let ms = began.elapsed().as_secs_f64() * 1e3;
            keystrokes.push(ms);
            if slowest.0 < ms {
                slowest = (ms, query[..end].to_owned());
            }
        }
    }
    println!("keystroke of a search   {}", keystrokes.words());
    println!("slowest {:.2} ms: {:?}", slowest.0, slowest.1);
}

fn write_pack(folder: &Path, lessons: usize) {
    let mut manifest = String::from(
        "format = 1\nid = \"bench/large\"\nversion = \"1.0.0\"\ntitle = \"Large\"\nsummary = \"Many lessons.\"\nlanguages = [\"en\"]\nlicence = \"CC0-1.0\"\n",
    );
    let mut draw = Draw(1);
    for first in (0..lessons).step_by(LESSONS_OF_A_MODULE) {
        let module = first / LESSONS_OF_A_MODULE;
        let numbers = first..lessons.min(first + LESSONS_OF_A_MODULE);
        let ids: Vec<_> = numbers.map(|number| format!("\"lesson-{number}\"")).collect();
        let of_module = folder.join(format!("lessons/m{module}"));
        fs::create_dir_all(&of_module).expect("a folder for lessons");
        writeln!(
            manifest,
            "\n[[module]]\nid = \"m{module}\"\ntitle = \"Module {module}\"\nshort = \"Module {module}\"\noutcome = \"Know it.\"\nlessons = [{}]\nexercises = []",
            ids.join(", ")
        )
        .expect("a string takes every write");
        for number in first..lessons.min(first + LESSONS_OF_A_MODULE) {
            let text = lesson(number, &mut draw);
            fs::write(of_module.join(format!("lesson-{number}.md")), text).expect("a lesson");
        }
    }
    fs::write(folder.join("pack.toml"), manifest).expect("a manifest");
}

/// Three pages of six paragraphs.
fn lesson(number: usize, draw: &mut Draw) -> String {
    let mut text = format!(
        "+++\nid = \"lesson-{number}\"\ntitle = \"{} {} {number}\"\nobjective = \"Know it.\"\nminutes = 5\nrev = 1\n+++\n",
        draw.word(),
        draw.word(),
    );
    for page in 0..3 {
        if page != 0 {
            text.push_str("\n---\n");
        }
        write!(text, "\n# {} {}\n", draw.word(), draw.word()).expect("a string takes every write");
        for _ in 0..6 {
            let words: Vec<_> = (0..20).map(|_| draw.word()).collect();
            write!(text, "\n{}.\n", words.join(" ")).expect("a string takes every write");
        }
    }
    text
}

/// Words in an order that is the same in each run (a linear congruential generator, Knuth's MMIX).
struct Draw(u64);

impl Draw {
    fn word(&mut self) -> &'static str {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(self.0 >> 33).expect("31 bits fit") % WORDS.len();
        WORDS[at]
    }
}
