//! What bytes from outside are thrown at, a function each: `cargo fuzz` finds inputs (tests/fuzz), and
//! `cargo test` walks those that were kept. No part of what is given away.

use std::{io::Write as _, sync::Arc};

use flate2::{Compression, write::GzEncoder};
use tar::{EntryType, Header};

use crate::{
    exchange::http_file::{self, complete},
    lab::fuzzed,
    pack::{
        Pack, archive as packed,
        files::{Memory, is_pack_path},
    },
};

/// What is done with an input.
pub type Target = fn(&[u8]);

/// By the names of the files in tests/fuzz/corpus.
pub const TARGETS: [(&str, Target); 9] = [
    ("archive", archive),
    ("commands", fuzzed::commands),
    ("http_file", http_file),
    ("manifest", manifest),
    ("op_msg", fuzzed::op_msg),
    ("redis_console", fuzzed::redis_console),
    ("resp", fuzzed::resp),
    ("shell", fuzzed::shell),
    ("sql", fuzzed::sql),
];

/// Begins a file of a pack in one input; the path follows.
const FILE_MARK: &str = "=== ";

/// Gives `input` to the target of this name.
pub fn run(name: &str, input: &[u8]) {
    let (_, target) = TARGETS.iter().find(|(own, _)| *own == name).expect("a target of this name");
    target(input);
}

/// The archive of a pack. After a zero byte it stands there as it is; after another one stand entries,
/// each a type, the name's length, the name, what the size is off by, the content's length (two bytes,
/// the smaller first) and the content, and the tar around them is right.
pub fn archive(bytes: &[u8]) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, bytes));
    let opened = match first {
        0 => packed::open(rest),
        _ => packed::open(&tar_of(rest)),
    };
    match opened {
        Ok(opened) => assert!(opened.entries().all(|(path, _)| is_pack_path(path))),
        Err(refused) => assert!(!refused.to_string().chars().any(crate::text::is_unsafe)),
    }
}

fn tar_of(mut rest: &[u8]) -> Vec<u8> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    while let Some((head, after)) = rest.split_at_checked(2) {
        let (name, after) = after.split_at(after.len().min(head[1].into()));
        let (sizes, after) = after.split_at(after.len().min(3));
        let [off, low, high] = <[u8; 3]>::try_from(sizes).unwrap_or_default();
        let length = usize::from(u16::from_le_bytes([low, high]));
        let (content, after) = after.split_at(after.len().min(length));
        let mut header = Header::new_ustar();
        let room = header.as_old().name.len().min(name.len());
        header.as_old_mut().name[..room].copy_from_slice(&name[..room]);
        header.set_entry_type(EntryType::new(head[0]));
        header.set_size((content.len() as u64).saturating_add_signed(i64::from(off.cast_signed())));
        header.set_cksum();
        tar.append(&header, content).expect("memory takes every byte");
        rest = after;
    }
    let mut gzip = tar.into_inner().expect("memory takes every byte");
    gzip.flush().and_then(|()| gzip.finish()).expect("memory takes every byte")
}

/// Lines of a file of requests in which something is completed: each reads all of the file.
const COMPLETED_MAX: usize = 8;

/// A file of requests: read, filled in, and completed in some of its lines.
pub fn http_file(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    drop(http_file::read(text));
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let step = lines.len() / COMPLETED_MAX + 1;
    for (at, line) in lines.iter().enumerate().step_by(step) {
        complete::offers(&lines, at, line.len());
    }
}

/// The files of a pack: read, and all that is said of them. A line `=== PATH` begins each.
pub fn manifest(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let mut files = Memory::new();
    for part in text.split(FILE_MARK).skip(1) {
        let (path, content) = part.split_once('\n').unwrap_or((part, ""));
        files.insert(path, content);
    }
    let (pack, _) = Pack::open(Arc::new(files));
    if let Some(pack) = pack {
        for finding in &pack.check_all() {
            drop(finding.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        ops::Range,
        time::{Duration, Instant},
    };

    use super::*;

    /// One input a line, as `escape_ascii` writes bytes.
    fn kept(name: &str) -> Vec<Vec<u8>> {
        let path = format!("{}/tests/fuzz/corpus/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        text.lines().map(unescaped).collect()
    }

    fn unescaped(line: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut rest = line.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            let (byte, after) = match (first, after) {
                (b'\\', [b'x', high, low, after @ ..]) => {
                    let digits = [*high, *low];
                    let digits = str::from_utf8(&digits).expect("two digits");
                    (u8::from_str_radix(digits, 16).expect("two digits"), after)
                }
                (b'\\', [b'n', after @ ..]) => (b'\n', after),
                (b'\\', [b'r', after @ ..]) => (b'\r', after),
                (b'\\', [b't', after @ ..]) => (b'\t', after),
                (b'\\', [other, after @ ..]) => (*other, after),
                (byte, after) => (*byte, after),
            };
            bytes.push(byte);
            rest = after;
        }
        bytes
    }

    /// Inputs that are made from the kept ones in each test.
    const MUTANTS: u64 = 60;
    /// Bytes of one of them.
    const MUTANT_BYTES_MAX: usize = 4096;
    /// So many seconds instead of so many inputs, for whoever looks for more by hand.
    const SECONDS: &str = "BACKLAB_FUZZ_SECONDS";
    /// No input may take so long.
    const SLOW: Duration = Duration::from_secs(20);
    const NUMBERS: [&str; 9] = [
        "0",
        "-1",
        "2147483648",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551616",
        "1e400",
        "NaN",
        "4294967295",
    ];

    /// What ends and begins things in most of the languages here.
    const SIGNS: &[u8] = b"\"'`$.{}[]()\\\0\n-0";

    fn check(name: &str) {
        let inputs = kept(name);
        assert!(!inputs.is_empty(), "no input of {name} is kept");
        for input in &inputs {
            throw(name, input);
        }
        let seconds = std::env::var(SECONDS).ok().and_then(|text| text.parse().ok());
        let (began, seed) =
            (Instant::now(), seconds.map_or(1, |_: u64| u64::from(std::process::id())));
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut done = 0;
        while seconds.map_or(done < MUTANTS, |most| began.elapsed().as_secs() < most) {
            let input = mutant(&inputs, &mut chance);
            throw(name, &input);
            done += 1;
        }
        if seconds.is_some() {
            eprintln!("{name}: {done} inputs");
        }
    }

    /// Names the input where the target panics or is slow.
    fn throw(name: &str, input: &[u8]) {
        let began = Instant::now();
        let thrown = std::panic::catch_unwind(|| run(name, input));
        let took = began.elapsed();
        assert!(thrown.is_ok(), "{name} panics: {}", input.escape_ascii());
        assert!(took < SLOW, "{name} takes {took:?}: {}", input.escape_ascii());
    }

    /// The same numbers in each run.
    struct Chance(u64);

    impl Chance {
        /// A number below `limit`, and 0 where that is 0.
        fn below(&mut self, limit: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 >> 1).expect("63 bits").checked_rem(limit).unwrap_or(0)
        }

        fn range(&mut self, length: usize, most: usize) -> Range<usize> {
            let from = self.below(length + 1);
            from..(from + self.below(most)).min(length)
        }
    }

    /// A kept input with some of its bytes changed, or some of another one put in.
    fn mutant(inputs: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
        let mut bytes = inputs[chance.below(inputs.len())].clone();
        for _ in 0..=chance.below(4) {
            let at = chance.below(bytes.len() + 1);
            match chance.below(8) {
                0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
                1 if at < bytes.len() => bytes[at] = SIGNS[chance.below(SIGNS.len())],
                2 => drop(bytes.drain(chance.range(bytes.len(), 40))),
                3 => {
                    let other = &inputs[chance.below(inputs.len())];
                    let part = other[chance.range(other.len(), 200)].to_vec();
                    drop(bytes.splice(at..at, part));
                }
                4 => {
                    let part = bytes[chance.range(bytes.len(), 30)].to_vec();
                    let times = 1 + chance.below(200);
                    drop(bytes.splice(at..at, part.repeat(times)));
                }
                5 => {
                    let number = NUMBERS[chance.below(NUMBERS.len())];
                    let digits =
                        bytes[at..].iter().position(u8::is_ascii_digit).map(|from| at + from);
                    let from = digits.unwrap_or(at);
                    let rest =
                        bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    drop(bytes.splice(from..from + rest, number.bytes()));
                }
                6 => {
                    let (one, other) =
                        (chance.range(bytes.len(), 30), chance.range(bytes.len(), 30));
                    let part = bytes[one].to_vec();
                    drop(bytes.splice(other, part));
                }
                _ => bytes.truncate(at),
            }
        }
        bytes.truncate(MUTANT_BYTES_MAX);
        bytes
    }

    #[test]
    fn lines_of_a_corpus_are_bytes() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(unescaped(&bytes.escape_ascii().to_string()), bytes);
    }

    #[test]
    fn archives_that_were_kept_are_judged() {
        check("archive");
    }

    #[test]
    fn commands_to_documents_that_were_kept_end() {
        check("commands");
    }

    #[test]
    fn files_of_requests_that_were_kept_are_read() {
        check("http_file");
    }

    #[test]
    fn packs_that_were_kept_are_read() {
        check("manifest");
    }

    #[test]
    fn messages_of_drivers_that_were_kept_are_answered() {
        check("op_msg");
    }

    #[test]
    fn scripts_of_redis_that_were_kept_end() {
        check("redis_console");
    }

    #[test]
    fn requests_to_a_cache_that_were_kept_are_answered() {
        check("resp");
    }

    #[test]
    fn scripts_of_mongosh_that_were_kept_end() {
        check("shell");
    }

    #[test]
    fn sql_that_was_kept_is_cut() {
        check("sql");
    }
}
