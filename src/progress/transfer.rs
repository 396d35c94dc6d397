//! The record as one file that goes from machine to machine: JSON lines, of which the first says
//! whose they are and the last how many there must be.
//!
//! What was exported is foreign when it comes back: each value is looked at, everything has a
//! limit, and the whole is taken or nothing. What was typed into the playground stays out of it,
//! since a request may hold a password.

mod rows;
mod tables;

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, TransactionBehavior};
use serde::{Deserialize, Serialize};

use self::rows::Line;
use crate::progress::{cards, fnv, schema, schema::io_words};

/// The version of the file's form; a later one is refused.
pub const FORMAT: u32 = 1;

/// Bytes of a file that are read.
pub const FILE_BYTES_MAX: u64 = 1 << 30;

/// Bytes of one line: an attempt with all its files.
pub const LINE_BYTES_MAX: u64 = 32 << 20;

/// What went out, or what came in that was not there before; standings, cards and times go along
/// and are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    pub attempts: usize,
    pub reviews: usize,
    pub notes: usize,
}

/// Nothing was changed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub what: String,
    pub next: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    backlab: String,
    format: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    end: usize,
    /// FNV-1a over all lines before, so that damage shows.
    hash: String,
}

impl Refused {
    fn new(what: impl Into<String>, next: &str) -> Refused {
        Refused { what: what.into(), next: Some(next.to_owned()) }
    }
}

/// Writes everything that is kept to `file`, in place at once.
pub fn export(connection: &Connection, file: &Path) -> Result<Moved, Refused> {
    let named = file.display();
    if fs::symlink_metadata(file).is_ok() && !is_export(file) {
        let what =
            format!("{named} is there already and is no export of Backlab. It was left alone.");
        return Err(Refused::new(what, "Name a file that does not exist yet."));
    }
    let staged = staged_beside(file);
    let written = write_staged(connection, &staged).and_then(|moved| {
        fs::rename(&staged, file).map_err(|error| io_words(&error))?;
        // Without it the new name may be lost in a power cut.
        if let Some(folder) = file.parent() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(moved)
    });
    written.map_err(|why| {
        // What is absent is as good as removed.
        let _ = fs::remove_file(&staged);
        Refused::new(
            format!("{named} cannot be written: {why}."),
            "Name a file in a folder that can be written.",
        )
    })
}

/// Joins what `file` holds with what is kept, all of it or nothing.
pub fn import(connection: &mut Connection, file: &Path) -> Result<Moved, Refused> {
    let named = file.display().to_string();
    let unreadable = |error: &io::Error| {
        Refused::new(
            format!("{named} cannot be read: {}.", io_words(error)),
            "`backlab export FILE` writes a file that can be imported.",
        )
    };
    let opened = File::open(file).map_err(|error| unreadable(&error))?;
    let metadata = opened.metadata().map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        let what = format!("{named} is no file.");
        return Err(Refused::new(
            what,
            "`backlab export FILE` writes a file that can be imported.",
        ));
    }
    if metadata.len() > FILE_BYTES_MAX {
        let what = format!("{named} has more than {} MiB.", FILE_BYTES_MAX >> 20);
        return Err(Refused::new(what, "No export is that large; it was not read."));
    }
    read(connection, BufReader::new(opened), &named)
}

/// As `import`, from what was opened.
fn read(
    connection: &mut Connection,
    mut from: impl BufRead,
    named: &str,
) -> Result<Moved, Refused> {
    let broken = |error: &rusqlite::Error| Refused {
        what: format!("{named} was not imported: {}.", why(error)),
        next: Some("Nothing was changed. Mend that, then import it again.".to_owned()),
    };
    let mut hash = fnv::START;
    read_head(&mut from, named, &mut hash)?;
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(|error| broken(&error))?;
    let mut moved = Moved::default();
    let (mut number, mut count) = (1, 0);
    loop {
        number += 1;
        let Some(line) = read_line(&mut from, named, number)? else {
            return Err(damaged(named, number, "the file ends too early"));
        };
        if let Ok(End { end, hash: told }) = serde_json::from_slice(&line) {
            if end != count || told != format!("{hash:016x}") {
                return Err(damaged(named, number, "what came before is not what was written"));
            }
            break;
        }
        hash = hash_line(hash, &line);
        let row: Line = serde_json::from_slice(&line)
            .map_err(|error| damaged(named, number, &format!("{error}")))?;
        row.check().map_err(|what| damaged(named, number, &what))?;
        row.put(&transaction, &mut moved).map_err(|error| broken(&error))?;
        count += 1;
    }
    if read_line(&mut from, named, number + 1)?.is_some() {
        return Err(damaged(named, number + 1, "something stands behind the end"));
    }
    rows::count_attempts(&transaction)
        .and_then(|()| cards::settle_all(&transaction))
        .and_then(|()| transaction.commit())
        .map_err(|error| broken(&error))?;
    Ok(moved)
}

fn read_head(from: &mut impl BufRead, named: &str, hash: &mut u64) -> Result<(), Refused> {
    let foreign = || {
        Refused::new(
            format!("{named} is no export of Backlab. Nothing was changed."),
            "`backlab export FILE` writes a file that can be imported.",
        )
    };
    let line = read_line(from, named, 1).map_err(|_| foreign())?.ok_or_else(foreign)?;
    // A later form may have a head with more in it; who it is from and its number stay.
    let head: serde_json::Value = serde_json::from_slice(&line).map_err(|_| foreign())?;
    if head["backlab"] != "progress" {
        return Err(foreign());
    }
    match head["format"].as_u64() {
        Some(format) if format == u64::from(FORMAT) => {}
        Some(format) if format > u64::from(FORMAT) => {
            let what = format!(
                "{named} was exported by a newer Backlab: its format is {format}, and this one reads \
                 {FORMAT}. Nothing was changed."
            );
            return Err(Refused::new(what, "Update Backlab, then import it again."));
        }
        Some(_) | None => return Err(foreign()),
    }
    *hash = hash_line(*hash, &line);
    Ok(())
}

/// The next line without its end; `None` behind the last one.
fn read_line(
    from: &mut impl BufRead,
    named: &str,
    number: usize,
) -> Result<Option<Vec<u8>>, Refused> {
    let mut line = Vec::new();
    from.take(LINE_BYTES_MAX + 1)
        .read_until(b'\n', &mut line)
        .map_err(|error| damaged(named, number, &io_words(&error)))?;
    match line.pop() {
        None => Ok(None),
        Some(b'\n') => Ok(Some(line)),
        Some(_) if line.len() as u64 >= LINE_BYTES_MAX => {
            let what = format!("it has more than {} MiB", LINE_BYTES_MAX >> 20);
            Err(damaged(named, number, &what))
        }
        Some(_) => Err(damaged(named, number, "the file ends too early")),
    }
}

fn damaged(named: &str, line: usize, what: &str) -> Refused {
    Refused::new(
        format!("{named} is damaged, line {line}: {what}. Nothing was changed."),
        "Export it again on the machine that it comes from.",
    )
}

fn write_staged(connection: &Connection, staged: &Path) -> Result<Moved, String> {
    let words = |error: io::Error| io_words(&error);
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(staged);
    let mut to = BufWriter::new(opened.map_err(words)?);
    let moved = write(connection, &mut to)?;
    let file = to.into_inner().map_err(|error| io_words(error.error()))?;
    file.sync_all().map_err(words)?;
    Ok(moved)
}

/// All rows in an order that does not depend on how they came here.
fn write(connection: &Connection, to: &mut impl Write) -> Result<Moved, String> {
    let mut moved = Moved::default();
    let (mut hash, mut count) = (fnv::START, 0);
    let mut put = |value: &dyn ToLine| {
        let line = value.line()?;
        hash = hash_line(hash, &line);
        to.write_all(&line).and_then(|()| to.write_all(b"\n")).map_err(|error| io_words(&error))
    };
    put(&Head { backlab: "progress".to_owned(), format: FORMAT })?;
    // One transaction, so that what another program writes meanwhile is in it wholly or not at all.
    let transaction = connection.unchecked_transaction().map_err(|error| why(&error))?;
    let mut failed = None;
    tables::each(&transaction, &mut |row| {
        row.count(&mut moved);
        count += 1;
        let written = put(&row);
        let goes_on = written.is_ok();
        failed = written.err();
        goes_on
    })
    .map_err(|error| why(&error))?;
    if let Some(why) = failed {
        return Err(why);
    }
    let end = End { end: count, hash: format!("{hash:016x}") };
    let line = end.line()?;
    to.write_all(&line).and_then(|()| to.write_all(b"\n")).map_err(|error| io_words(&error))?;
    Ok(moved)
}

trait ToLine {
    fn line(&self) -> Result<Vec<u8>, String>;
}

impl<T: Serialize> ToLine for T {
    fn line(&self) -> Result<Vec<u8>, String> {
        serde_json::to_vec(self).map_err(|error| error.to_string())
    }
}

/// Whether a file begins as an export does, so that it may be replaced by a newer one.
fn is_export(file: &Path) -> bool {
    let Ok(opened) = File::open(file) else { return false };
    let mut from = BufReader::new(opened);
    let mut hash = fnv::START;
    file.is_file() && read_head(&mut from, "", &mut hash).is_ok()
}

fn staged_beside(file: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    file.with_file_name(name)
}

fn why(error: &rusqlite::Error) -> String {
    match schema::unfit(error) {
        schema::Unfit::Refused(why) => why,
        _ => error.to_string(),
    }
}

/// Goes on with a line and its end.
fn hash_line(hash: u64, line: &[u8]) -> u64 {
    fnv::after(hash, line.iter().copied().chain([b'\n']))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::*;
    use crate::{
        course::id::{ExerciseId, LessonId, ModuleId, PackId},
        progress::{
            Attempt, AttemptKind, CardId, CardKind, Change, CheckMark, Grade, PROGRESS_FILE,
            Progress, Prompt, What,
        },
    };

    const NOW: i64 = 1_795_478_400;

    fn pack() -> PackId {
        PackId::parse("backlab/backend").unwrap()
    }

    fn change(kind: u8, which: u8, text: &str) -> Change {
        let exercise = ExerciseId::parse(&format!("e-{}", which % 3)).unwrap();
        let lesson = LessonId::parse(&format!("l-{}", which % 3)).unwrap();
        let card = CardId::of_text(CardKind::Question, lesson.as_str(), &(which % 2).to_string());
        let outcome = if which.is_multiple_of(2) { "pass" } else { "fail" };
        match kind {
            0 | 1 => Change::Attempt(Attempt {
                exercise,
                rev: 1,
                kind: if which == 7 { AttemptKind::Kept } else { AttemptKind::Check },
                checks: vec![CheckMark { name: "it".to_owned(), hidden: false, outcome }],
                took_ms: 3,
                files: BTreeMap::from([
                    ("src/server.js".to_owned(), text.as_bytes().to_owned()),
                    ("picture.bin".to_owned(), vec![0xff, which]),
                ]),
            }),
            2 => Change::Hinted { exercise, hints: u32::from(which % 4) },
            3 => Change::Revealed { exercise },
            4 => Change::Turned { lesson, page: u32::from(which) },
            5 => Change::Finished { lesson },
            6 => Change::Noted {
                token: crate::progress::token(),
                lesson,
                page: 0,
                text: text.to_owned(),
            },
            7 => Change::CardMade { card, said: text.to_owned() },
            8 => Change::CardPutOff { card, until: NOW + 1_000 * i64::from(which) },
            9 => Change::Reviewed {
                token: crate::progress::token(),
                card,
                grade: Grade::ALL[usize::from(which % 4)],
                said: text.to_owned(),
            },
            10 => {
                let module = ModuleId::parse(&format!("m0{}", which % 3)).unwrap();
                Change::Skipped { module, skipped: which.is_multiple_of(2) }
            }
            11 => Change::Busy { what: What::Exercise, id: "e-1".to_owned() },
            _ => Change::Typed { prompt: Prompt::Http, text: format!("Bearer {text}") },
        }
    }

    /// A machine on which all this was done, one thing a minute or so.
    fn machine(done: &[(u8, u8, String)]) -> (TempDir, Progress) {
        let home = tempfile::tempdir().unwrap();
        let progress = Progress::open(Some(home.path()));
        let mut at = NOW;
        for (kind, which, text) in done {
            at += i64::from(*which) * 40;
            progress.record(&pack(), at, change(*kind, *which, text)).unwrap();
        }
        (home, progress)
    }

    fn exported(home: &TempDir, progress: &Progress) -> (PathBuf, String) {
        let file = home.path().join("out.backlab");
        progress.export(&file).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        (file, text)
    }

    fn doings() -> impl Strategy<Value = Vec<(u8, u8, String)>> {
        prop::collection::vec((0_u8..13, 0_u8..9, "[ -~é\n]{0,12}"), 1..14)
    }

    #[test]
    fn two_machines_come_to_the_same_and_twice_is_once() {
        let config = ProptestConfig { cases: 24, ..ProptestConfig::default() };
        proptest!(config, |(left in doings(), right in doings())| {
            let (a_home, a) = machine(&left);
            let (b_home, b) = machine(&right);
            let (a_file, _) = exported(&a_home, &a);
            let (b_file, _) = exported(&b_home, &b);
            a.import(&b_file).unwrap();
            b.import(&a_file).unwrap();
            let (_, a_then) = exported(&a_home, &a);
            let (b_file, b_then) = exported(&b_home, &b);
            prop_assert_eq!(&a_then, &b_then);
            prop_assert_eq!(a.cards(&pack()), b.cards(&pack()));
            prop_assert_eq!(a.import(&b_file).unwrap(), Moved::default());
            prop_assert_eq!(exported(&a_home, &a).1, a_then);
            prop_assert!(!b_then.contains("Bearer"), "what was typed stays here");
            // A third machine, with nothing of its own.
            let home = tempfile::tempdir().unwrap();
            let new = Progress::open(Some(home.path()));
            new.import(&b_file).unwrap();
            prop_assert_eq!(exported(&home, &new).1, b_then);
            prop_assert_eq!(new.summary(&pack()).exercises, b.summary(&pack()).exercises);
        });
    }

    fn some() -> (TempDir, Progress) {
        let each: Vec<_> = (0..13).map(|kind| (kind, kind % 8 + 1, "text".to_owned())).collect();
        machine(&each)
    }

    #[test]
    fn no_damage_is_taken_in_and_nothing_is_changed_by_it() {
        let (home, progress) = some();
        let (file, whole) = exported(&home, &progress);
        let other = tempfile::tempdir().unwrap();
        let into = Progress::open(Some(other.path()));
        into.record(&pack(), NOW, change(6, 1, "mine")).unwrap();
        let (_, before) = exported(&other, &into);
        let damage = (0_usize..whole.len(), 0_usize..40, 0_u8..4, any::<u8>());
        let config = ProptestConfig { cases: 120, ..ProptestConfig::default() };
        proptest!(config, |((begin, length, how, byte) in damage)| {
            let mut bytes = whole.clone().into_bytes();
            let end = (begin + length).min(bytes.len());
            match how {
                0 => bytes.truncate(begin),
                1 => drop(bytes.drain(begin..end)),
                2 => bytes[begin] ^= byte | 1,
                _ => bytes.insert(begin, byte),
            }
            prop_assume!(bytes != whole.as_bytes());
            fs::write(&file, &bytes).unwrap();
            let refused = into.import(&file).unwrap_err();
            prop_assert!(refused.what.contains("Nothing was changed"), "{}", refused.what);
            prop_assert_eq!(exported(&other, &into).1, before.clone());
        });
    }

    /// A file whose hash is right, so that only its rows can be at fault.
    fn sealed(rows: &[&str]) -> String {
        let head = r#"{"backlab":"progress","format":1}"#;
        let lines = [&[head], rows].concat();
        let hash = lines.iter().fold(fnv::START, |hash, line| hash_line(hash, line.as_bytes()));
        let end = format!(r#"{{"end":{},"hash":"{hash:016x}"}}"#, rows.len());
        [lines, vec![&end, ""]].concat().join("\n")
    }

    #[test]
    fn what_is_not_ours_is_refused_by_name() {
        let home = tempfile::tempdir().unwrap();
        let progress = Progress::open(Some(home.path()));
        let check = |text: &str, expected: &str| {
            let file = home.path().join("in");
            fs::write(&file, text).unwrap();
            let refused = progress.import(&file).unwrap_err();
            assert!(refused.what.contains(expected) && refused.next.is_some(), "{refused:?}");
        };
        check("", "is no export of Backlab");
        check("PNG\n", "is no export of Backlab");
        check("{\"backlab\":\"progress\"}\n", "is no export of Backlab");
        check("{\"backlab\":\"progress\",\"format\":2,\"more\":[]}\n", "by a newer Backlab");
        check("{\"backlab\":\"progress\",\"format\":1}\n", "line 2: the file ends too early");
        let file = |path: &str| {
            format!(
                r#"{{"attempt":{{"token":1,"pack":"a/b","exercise":"e","rev":1,"kind":"check",
                "outcome":null,"at":1,"took_ms":1,"files":{{"{path}":""}},"checks":[]}}}}"#
            )
            .replace('\n', " ")
        };
        for path in ["../x", "/etc/x", "a/../../x", "a//x", "", "a\\\\x", "a\\u001b"] {
            check(&sealed(&[&file(path)]), "line 2: the path of a file leads outside");
        }
        let lesson = r#"{"lesson":{"pack":"a/b","lesson":"l","page":-1,"read_at":null,"at":1}}"#;
        check(&sealed(&[lesson]), "page is -1");
        let late = lesson.replace("-1", "1").replace("\"at\":1", "\"at\":253402300800");
        check(&sealed(&[&late]), "a time is not between 1970 and 9999");
        check(&sealed(&[r#"{"secret":{}}"#]), "unknown variant");
        check(&(sealed(&[]) + "{}\n"), "something stands behind the end");
        assert!(progress.import(&home.path().join("absent")).unwrap_err().what.contains("cannot"));
        assert!(progress.import(home.path()).unwrap_err().what.contains("is no file"));
        fs::write(home.path().join("in"), sealed(&[&file("ok/x.js")])).unwrap();
        assert_eq!(progress.import(&home.path().join("in")).unwrap().attempts, 1);
    }

    #[test]
    fn a_line_without_an_end_is_not_read_to_its_end() {
        let endless = io::repeat(b' ');
        let mut connection = schema::in_memory(None).unwrap();
        let refused = read(&mut connection, BufReader::new(endless), "x").unwrap_err();
        assert!(refused.what.contains("is no export"), "{refused:?}");
        let head = &b"{\"backlab\":\"progress\",\"format\":1}\n"[..];
        let from = BufReader::new(head.chain(io::repeat(b' ')));
        let refused = read(&mut connection, from, "x").unwrap_err();
        assert!(refused.what.contains("line 2: it has more than 32 MiB"), "{refused:?}");
    }

    #[test]
    fn nothing_of_others_is_written_over() {
        let (home, progress) = some();
        let file = home.path().join("thesis.txt");
        fs::write(&file, "mine").unwrap();
        let refused = progress.export(&file).unwrap_err();
        assert!(refused.what.contains("is no export of Backlab"), "{refused:?}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
        assert!(progress.export(&home.path().join(PROGRESS_FILE)).is_err());
        assert!(progress.export(&home.path().join("no/such/folder")).is_err());
        let (again, first) = exported(&home, &progress);
        assert_eq!(exported(&home, &progress), (again, first));
        let names = fs::read_dir(home.path()).unwrap().flatten();
        assert!(
            names
                .map(|entry| entry.file_name())
                .all(|name| !name.to_string_lossy().ends_with(".tmp"))
        );
    }
}
