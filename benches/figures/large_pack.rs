//! A pack as large as one likes, of made-up words that are as common and as rare as those of English.
//!
//! Everything is drawn with a fixed seed: two runs write the same files.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

const LESSONS_OF_A_MODULE: usize = 100;
/// One exercise and one term for so many lessons.
const LESSONS_OF_AN_EXERCISE: usize = 20;
/// Words that lessons draw from; each lesson adds one of its own.
const WORDS: usize = 20_000;
/// The commonest first. No page goes without them.
const COMMON: &str = "the a is of and to in that it for what with one as on at this are an be \
    where you from each not its then does has when or by which so no if can more than into how \
    only all same two there them they your will would first other some but any may must between \
    after before without until while never always here once again out up down over under most";
/// What lessons of this kind speak of.
const SUBJECTS: &str = "server request response status code header body name value text data \
    error cookie session token user index scan query table row column transaction isolation lock \
    retry backoff timeout cache queue worker route middleware handler stream buffer socket port \
    address site content-type res.end same-site utf-8 client connection method path event key \
    store state type file line function promise callback module package version schema join plan \
    limit order count password hash secret signature permission role network protocol packet";
const HEADS: [&str; 24] = [
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr", "pr",
    "con", "re", "in", "dis", "th", "sp",
];
const VOWELS: [&str; 8] = ["a", "a", "e", "e", "i", "o", "u", "ou"];
const TAILS: [&str; 12] = ["", "", "", "", "", "n", "r", "s", "t", "l", "m", "ck"];
/// A stem gives several words, so that beginnings of words are shared.
const ENDINGS: [&str; 6] = ["", "s", "ed", "ing", "er", "ation"];

/// The words, by how common they are: the word of rank `r` is drawn as often as 1 / (r + 2.7) says
/// (Zipf's law as Mandelbrot wrote it).
pub struct Vocabulary {
    words: Vec<String>,
    /// Up to and with the word of each rank.
    weights: Vec<u64>,
}

impl Vocabulary {
    pub fn new() -> Vocabulary {
        let mut draw = Draw(7);
        let mut words: Vec<String> = Vec::with_capacity(WORDS);
        let mut known = BTreeSet::new();
        for word in COMMON.split_whitespace().chain(SUBJECTS.split_whitespace()) {
            assert!(known.insert(word.to_owned()), "{word} stands there twice");
            words.push(word.to_owned());
        }
        while words.len() < WORDS {
            let stem: String = (0..=draw.below(8).min(1)).map(|_| draw.syllable()).collect();
            for ending in ENDINGS.iter().take(1 + draw.below(ENDINGS.len())) {
                let word = format!("{stem}{ending}");
                if words.len() < WORDS && known.insert(word.clone()) {
                    words.push(word);
                }
            }
        }
        let mut sum = 0;
        let weight = |rank: u64| {
            sum += 1_000_000_000 / (10 * rank + 27);
            sum
        };
        let weights = (0..).map(weight).take(WORDS).collect();
        Vocabulary { words, weights }
    }

    /// The word of this rank, counted from 0.
    pub fn word(&self, rank: usize) -> &str {
        &self.words[rank]
    }

    /// A word that one lesson has and no other.
    pub fn own_word(&self, lesson: usize) -> String {
        let (first, second) = (&self.words[500 + lesson % 9_000], &self.words[9_999 - lesson % 97]);
        format!("{first}{second}{}", lesson / 9_000)
    }

    /// The title of a lesson as [`write_pack`] gives it.
    pub fn title(&self, lesson: usize) -> String {
        Author::of(self, lesson).title
    }

    /// The title of the exercise of a lesson that has one.
    pub fn exercise_title(&self, lesson: usize) -> String {
        let mut author = Author::of(self, lesson);
        // The words of the lesson are drawn before it.
        author.lesson(lesson);
        author.heading()
    }

    fn draw(&self, draw: &mut Draw) -> &str {
        let at = draw.number() % self.weights[WORDS - 1];
        &self.words[self.weights.partition_point(|weight| *weight <= at)]
    }
}

/// Writes a pack of so many lessons into `folder`.
pub fn write_pack(folder: &Path, vocabulary: &Vocabulary, lessons: usize) {
    let mut manifest = String::from(
        "format = 1\nid = \"bench/large\"\nversion = \"1.0.0\"\ntitle = \"Large\"\n\
         summary = \"Many lessons.\"\nlanguages = [\"en\"]\nlicence = \"CC0-1.0\"\nneeds = [\"js\"]\n",
    );
    let mut glossary = String::new();
    for first in (0..lessons).step_by(LESSONS_OF_A_MODULE) {
        let module = first / LESSONS_OF_A_MODULE;
        let numbers = first..lessons.min(first + LESSONS_OF_A_MODULE);
        let of_module = folder.join(format!("lessons/m{module}"));
        fs::create_dir_all(&of_module).expect("a folder for lessons");
        let (mut lesson_ids, mut exercise_ids) = (Vec::new(), Vec::new());
        for number in numbers {
            let mut author = Author::of(vocabulary, number);
            let text = author.lesson(number);
            fs::write(of_module.join(format!("lesson-{number}.md")), text).expect("a lesson");
            lesson_ids.push(format!("\"lesson-{number}\""));
            if number % LESSONS_OF_AN_EXERCISE == 0 {
                let at = folder.join(format!("exercises/m{module}/exercise-{number}"));
                author.write_exercise(&at, number);
                exercise_ids.push(format!("\"exercise-{number}\""));
                glossary.push_str(&author.term(number));
            }
        }
        write!(
            manifest,
            "\n[[module]]\nid = \"m{module}\"\ntitle = \"Module {module}\"\n\
             short = \"Module {module}\"\noutcome = \"Know it.\"\nlessons = [{}]\nexercises = [{}]\n",
            lesson_ids.join(", "),
            exercise_ids.join(", ")
        )
        .expect("a string takes every write");
    }
    fs::write(folder.join("glossary.toml"), glossary).expect("a glossary");
    fs::write(folder.join("pack.toml"), manifest).expect("a manifest");
}

/// Who writes one lesson: some words are on their mind.
struct Author<'v> {
    vocabulary: &'v Vocabulary,
    draw: Draw,
    subjects: Vec<&'v str>,
    title: String,
}

impl<'v> Author<'v> {
    fn of(vocabulary: &'v Vocabulary, lesson: usize) -> Author<'v> {
        let mut draw = Draw(u64::try_from(lesson).expect("it is small") + 1);
        draw.number();
        let subjects = (0..4).map(|_| vocabulary.word(80 + draw.below(5_000))).collect();
        let mut author = Author { vocabulary, draw, subjects, title: String::new() };
        author.title = author.heading();
        author
    }

    /// Three to six pages of about 130 words.
    fn lesson(&mut self, number: usize) -> String {
        let (title, objective) = (self.title.clone(), self.sentence(8));
        let mut text = format!(
            "+++\nid = \"lesson-{number}\"\ntitle = \"{title}\"\nobjective = \"{objective}\"\n\
             minutes = 5\nrev = 1\n+++\n"
        );
        for page in 0..3 + self.draw.below(4) {
            if page != 0 {
                text.push_str("\n---\n");
            }
            write!(text, "\n# {}\n", self.heading()).expect("a string takes every write");
            for _ in 0..5 {
                let sentences = [self.sentence(8), self.sentence(13), self.sentence(5)];
                write!(text, "\n{}\n", sentences.join(" ")).expect("a string takes every write");
            }
            if page == 1 {
                let own = self.vocabulary.own_word(number);
                write!(text, "\nIt says {own}.\n").expect("a string takes every write");
            }
        }
        text
    }

    fn write_exercise(&mut self, folder: &Path, number: usize) {
        let toml = include_str!("../../tests/fixtures/tutor/exercise.toml");
        let toml = toml.replace("The exercise ID", &self.heading());
        let task = format!("{} {}\n", self.sentence(20), self.sentence(20));
        for (path, text) in [
            ("exercise.toml", toml.replace("ID", &format!("exercise-{number}")).as_str()),
            ("task.md", &task),
            ("starter/server.js", "1\n"),
            ("starter/given.json", "[]\n"),
            ("solution/server.js", "2\n"),
        ] {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("a folder");
            fs::write(path, text).expect("a file of an exercise");
        }
    }

    fn term(&mut self, number: usize) -> String {
        let name = format!("{} {}", self.subjects[0], self.subjects[1]);
        let means = self.sentence(12);
        format!(
            "[[term]]\nid = \"term-{number}\"\nname = \"{name}\"\nmeans = \"{means}\"\nlesson = \"lesson-{number}\"\n"
        )
    }

    /// Two to five words.
    fn heading(&mut self) -> String {
        let words: Vec<_> = (0..2 + self.draw.below(4))
            .map(|_| if self.draw.below(2) == 0 { self.subject() } else { self.word() })
            .collect();
        capital(&words.join(" ")).chars().take(45).collect::<String>().trim_end().to_owned()
    }

    fn sentence(&mut self, words: usize) -> String {
        let words: Vec<_> = (0..words).map(|_| self.word()).collect();
        capital(&words.join(" ")) + "."
    }

    fn word(&mut self) -> &'v str {
        if self.draw.below(12) == 0 { self.subject() } else { self.vocabulary.draw(&mut self.draw) }
    }

    fn subject(&mut self) -> &'v str {
        self.subjects[self.draw.below(self.subjects.len())]
    }
}

fn capital(text: &str) -> String {
    text[..1].to_uppercase() + &text[1..]
}

/// Numbers in an order that is the same in each run (a linear congruential generator, Knuth's MMIX).
struct Draw(u64);

impl Draw {
    fn number(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 24
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() >> 9).expect("31 bits fit") % end
    }

    fn syllable(&mut self) -> String {
        let (head, vowel) = (self.below(HEADS.len()), self.below(VOWELS.len()));
        format!("{}{}{}", HEADS[head], VOWELS[vowel], TAILS[self.below(TAILS.len())])
    }
}
