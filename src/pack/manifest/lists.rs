//! The long lists of `pack.toml`, the ids of lessons and exercises, taken out before TOML is read.
//!
//! A pack of 10,000 lessons has 160 kB of ids and a tenth of that of everything else. Read key by
//! key, with the place of each value, they cost more than all the rest of a start; read here, less
//! than a millisecond. That is only done where nothing else can be meant by their lines. Where
//! anything is unusual or wrong, nothing is taken out, and whoever reads the whole file says what.

use std::{
    collections::HashSet,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
    sync::Arc,
};

use crate::course::{
    Course,
    id::{ExerciseId, LessonId},
};

const MODULE: &str = "[[module]]";
const LESSONS: &str = "lessons = [";
const EXERCISES: &str = "exercises = [";

/// `pack.toml` in two parts.
#[derive(Debug)]
pub struct Apart {
    /// The file with all lists of its modules empty.
    pub rest: String,
    /// The lists of each module, none of their ids twice.
    modules: Vec<Lists>,
}

#[derive(Debug, Default)]
struct Lists {
    lessons: Option<Vec<LessonId>>,
    exercises: Option<Vec<ExerciseId>>,
}

impl Apart {
    /// `None` where the lists cannot be told from the rest without a doubt.
    pub fn take(text: &str) -> Option<Apart> {
        let mut reader = Reader { text: Arc::from(text), at: 0, seen: Seen::within(text) };
        let mut apart = Apart { rest: String::new(), modules: Vec::new() };
        let mut in_module = false;
        while let Some(left) = text.get(reader.at..).filter(|left| !left.is_empty()) {
            if in_module && left.starts_with(LESSONS) {
                let lists = apart.modules.last_mut()?;
                reader.list(LESSONS, &mut lists.lessons, LessonId::parse_within)?;
                apart.rest.extend([LESSONS, "]\n"]);
                continue;
            }
            if in_module && left.starts_with(EXERCISES) {
                let lists = apart.modules.last_mut()?;
                reader.list(EXERCISES, &mut lists.exercises, ExerciseId::parse_within)?;
                apart.rest.extend([EXERCISES, "]\n"]);
                continue;
            }
            let end = left.find('\n').map_or(left.len(), |at| at + 1);
            let line = &left[..end];
            if line.trim_start().starts_with('[') {
                in_module = line.trim_end() == MODULE;
                if in_module {
                    apart.modules.push(Lists::default());
                } else if !is_plain_table(line) {
                    return None;
                }
            }
            apart.rest.push_str(line);
            reader.at += end;
        }
        // What looked like a list may have stood in a text of several lines.
        let is_plain = !["\"\"\"", "'''"].iter().any(|quotes| apart.rest.contains(quotes));
        is_plain.then_some(apart)
    }

    /// Gives the lists to `course`, which was read from the rest. `None` where they do not fit.
    pub fn put_back(self, course: &mut Course) -> Option<()> {
        if course.modules.len() != self.modules.len() {
            return None;
        }
        for (module, lists) in course.modules.iter_mut().zip(self.modules) {
            // A list that was not taken out is in the rest.
            if !module.lessons.is_empty() || !module.exercises.is_empty() {
                return None;
            }
            module.lessons = lists.lessons?;
            module.exercises = lists.exercises?;
        }
        Some(())
    }
}

/// `[moved]`: a table that is no module, named by one bare word.
fn is_plain_table(line: &str) -> bool {
    let name = line.trim_end().strip_prefix('[').and_then(|line| line.strip_suffix(']'));
    name.is_some_and(|name| name != "module" && name.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Where the reading of a file is.
struct Reader {
    text: Arc<str>,
    at: usize,
    seen: Seen,
}

impl Reader {
    /// Reads ids in quotes from after `key` to the end of the last line of the list.
    fn list<T, E>(
        &mut self,
        key: &str,
        list: &mut Option<Vec<T>>,
        parse: impl Fn(&Arc<str>, Range<usize>) -> Result<T, E>,
    ) -> Option<()> {
        // The same key twice is an error.
        if list.is_some() {
            return None;
        }
        self.at += key.len();
        let mut ids = Vec::new();
        self.skip_blank();
        while self.take(b'"') {
            let rest = &self.text.as_bytes()[self.at..];
            let end = self.at + rest.iter().position(|byte| *byte == b'"')?;
            ids.push(parse(&self.text, self.at..end).ok()?);
            if !self.seen.is_new(&rest[..end - self.at]) {
                return None;
            }
            self.at = end + 1;
            self.skip_blank();
            if !self.take(b',') {
                break;
            }
            self.skip_blank();
        }
        *list = Some(ids);
        if !self.take(b']') {
            return None;
        }
        let after = self.text[self.at..].trim_start_matches([' ', '\t']);
        self.at = self.text.len() - after.len();
        (after.is_empty() || self.take(b'\n')).then_some(())
    }

    fn skip_blank(&mut self) {
        while let Some(b' ' | b'\t' | b'\n') = self.text.as_bytes().get(self.at) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: u8) -> bool {
        let is_there = self.text.as_bytes().get(self.at) == Some(&wanted);
        self.at += usize::from(is_there);
        is_there
    }
}

/// Ids so far, as numbers that are nearly never the same for two.
struct Seen(HashSet<u64, BuildHasherDefault<AsItIs>>);

impl Seen {
    /// With room for the ids of a text that has hardly anything else.
    fn within(text: &str) -> Seen {
        const BYTES_OF_AN_ID: usize = 16;
        let ids = text.len() / BYTES_OF_AN_ID;
        Seen(HashSet::with_capacity_and_hasher(ids, BuildHasherDefault::default()))
    }

    /// Not the same as any before. A wrong `false` costs time only: the file is read the long way.
    fn is_new(&mut self, id: &[u8]) -> bool {
        // Two that differ in one piece of eight bytes are never mixed up by it: each step can be
        // undone (the multiplier is that of SplitMix64).
        let step = |hash: u64, number: u64| {
            let mixed = (hash ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            mixed ^ (mixed >> 32)
        };
        let (pieces, rest) = id.as_chunks::<8>();
        let numbers = pieces.iter().map(|piece| u64::from_le_bytes(*piece));
        let last = rest.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        self.0.insert(step(numbers.fold(id.len() as u64, step), last))
    }
}

/// Numbers that are spread well already.
#[derive(Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = self.0.rotate_left(8) ^ number;
    }
}
