//! Archives that somebody made to do harm, and archives that were damaged on their way.

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    process::{Command, Output},
};

use backlab::{
    pack::archive::{self, Opened, Why},
    text::is_unsafe,
};
use flate2::{Compression, GzBuilder};
use proptest::prelude::*;

use crate::{
    backlab, case, everything_in,
    made::{BLOCK, Entry, checksum, entries_of, gzip, install, tar},
    stderr,
};

/// What every one of them may take, in kB: 256 MB.
const MEMORY_KB: u32 = 256 << 10;

struct Hostile {
    name: &'static str,
    archive: Vec<u8>,
    why: Why,
}

/// A right pack with something in its midst.
fn with(entry: Entry) -> Vec<u8> {
    with_all(vec![entry])
}

fn with_all(more: Vec<Entry>) -> Vec<u8> {
    let mut entries = entries_of(&case("clean"));
    entries.extend(more);
    gzip(&tar(&entries))
}

fn named(name: &str) -> Vec<u8> {
    with(Entry::named(name.as_bytes()))
}

fn kinds_of_entries() -> Vec<Hostile> {
    let hostile = |name, entry, why| Hostile { name, archive: with(entry), why };
    let sparse = Entry { size: Some(1), ..Entry::of_kind(b'S', "lessons/m01/s.md", b"x") };
    vec![
        hostile("symlink", Entry::link(b'2', "lessons/m01/l.md", "/etc/passwd"), Why::SymbolicLink),
        hostile("hard link", Entry::link(b'1', "lessons/m01/h.md", "/etc/passwd"), Why::HardLink),
        hostile("char device", Entry::of_kind(b'3', "lessons/m01/d", b""), Why::CharacterDevice),
        hostile("block device", Entry::of_kind(b'4', "lessons/m01/d", b""), Why::BlockDevice),
        hostile("fifo", Entry::of_kind(b'6', "lessons/m01/f", b""), Why::Fifo),
        hostile("folder", Entry::of_kind(b'5', "lessons/m01/x", b""), Why::Folder),
        hostile("sparse", sparse, Why::Sparse),
        hostile(
            "GNU long name",
            Entry::of_kind(b'L', "././@LongLink", b"lessons/../../evil\0"),
            Why::GnuLongName,
        ),
        hostile(
            "GNU long link",
            Entry::of_kind(b'K', "././@LongLink", b"/etc/passwd\0"),
            Why::GnuLongName,
        ),
        hostile("pax", Entry::of_kind(b'x', "PaxHeaders/a", b"17 path=/etc/abc\n"), Why::Pax),
        hostile("global pax", Entry::of_kind(b'g', "PaxHeaders/a", b"14 size=99999\n"), Why::Pax),
        hostile("contiguous", Entry::of_kind(b'7', "lessons/m01/c", b""), Why::Kind(b'7')),
        hostile("unknown type", Entry::of_kind(0x1b, "lessons/m01/c", b""), Why::Kind(0x1b)),
    ]
}

fn names() -> Vec<Hostile> {
    let hostile = |name, entry: &str, why| Hostile { name, archive: named(entry), why };
    let long = format!("lessons/{}/{}", "a".repeat(147), "b".repeat(100));
    let mut hidden_tail = Entry::file("lessons/m01/x.md", b"x").bytes();
    hidden_tail[40..44].copy_from_slice(b"evil");
    checksum(&mut hidden_tail[..BLOCK]);
    let mut whole: Vec<u8> = entries_of(&case("clean")).iter().flat_map(Entry::bytes).collect();
    whole.extend(hidden_tail);
    whole.extend([0; 2 * BLOCK]);
    let mut list = vec![
        hostile("absolute", "/etc/cron.d/evil", Why::Absolute),
        hostile("parent", "lessons/../../evil", Why::Parent),
        hostile("dot", "./lessons/m01/x.md", Why::NameParts),
        hostile("double slash", "lessons//x.md", Why::NameParts),
        hostile("slash at end", "lessons/m01/x/", Why::NameParts),
        hostile("escape", "lessons/m01/\u{1b}]52;c;ZXZpbA==\u{7}.md", Why::NameHides),
        hostile("newline", "lessons/m01/a\nok: verified.md", Why::NameHides),
        hostile("bidi", "lessons/m01/a\u{202e}dm.exe", Why::NameHides),
        hostile("zero width", "lessons/m01/a\u{200b}.md", Why::NameHides),
        hostile("backslash", "lessons\\..\\..\\evil", Why::Backslash),
        hostile("drive", "C:/lessons/x.md", Why::Colon),
        hostile("stream", "lessons/m01/answers.md:evil", Why::Colon),
        hostile("hidden file", "lessons/m01/.bashrc", Why::Hidden),
        hostile("hidden folder", ".git/hooks/post-checkout", Why::Hidden),
        hostile("dot at end", "lessons/m01/x.", Why::DotAtEnd),
        hostile("device name", "lessons/m01/con.md", Why::Device),
        hostile("space", "lessons/m01/a b.md", Why::Characters),
        hostile("composed letter", "lessons/m01/caf\u{e9}.md", Why::Characters),
        hostile("decomposed letter", "lessons/m01/cafe\u{301}.md", Why::Characters),
        hostile("empty", "", Why::NameEmpty),
        hostile("too deep", "lessons/1/2/3/4/5/6/7/x.md", Why::TooDeep),
        hostile("long", &long, Why::NameTooLong),
        hostile("elsewhere", "Makefile", Why::Place),
        Hostile {
            name: "no text",
            archive: with(Entry::named(b"lessons/m01/\xff.md")),
            why: Why::NameNotText,
        },
        Hostile { name: "behind a NUL", archive: gzip(&whole), why: Why::NameHides },
    ];
    let twice = |name, second: &str, why| Hostile {
        name,
        archive: with_all(vec![Entry::named(b"lessons/m01/x"), Entry::named(second.as_bytes())]),
        why,
    };
    let capitals = |other: &str| Why::Capitals(other.to_owned());
    list.extend([
        twice("twice", "lessons/m01/x", Why::Twice),
        twice("capitals", "lessons/m01/X", capitals("lessons/m01/x")),
        twice("capitals of a folder", "lessons/M01/y", capitals("lessons/m01")),
        twice("file then folder", "lessons/m01/x/y", Why::FileAndFolder("lessons/m01/x/y".into())),
        Hostile {
            name: "folder then file",
            archive: named("lessons/m01"),
            why: Why::FileAndFolder("lessons/m01/answers.md".into()),
        },
    ]);
    list
}

fn sizes() -> Vec<Hostile> {
    let many = (0..5_000).map(|n| Entry::file(&format!("lessons/m01/x{n}.md"), b"")).collect();
    let lying = |size| Entry { size: Some(size), ..Entry::file("lessons/m01/x.md", b"x") };
    let full: Vec<_> = (0..8)
        .map(|n| Entry::file(&format!("lessons/m01/x{n}.md"), &vec![b'x'; 8 << 20]))
        .collect();
    let huge = Entry::file("lessons/m01/x.md", &vec![0; (8 << 20) + 1]);
    // The size as a number of 12 bytes, its first bit set: GNU's way to say that it is large, or negative.
    let binary = |bytes: [u8; 12]| {
        let mut entry = Entry::file("lessons/m01/x.md", b"x").bytes();
        entry[124..136].copy_from_slice(&bytes);
        checksum(&mut entry[..BLOCK]);
        let mut whole: Vec<u8> = entries_of(&case("clean")).iter().flat_map(Entry::bytes).collect();
        whole.extend(entry);
        whole.extend([0; 2 * BLOCK]);
        gzip(&whole)
    };
    let mut most = [0xff; 12];
    most[..4].copy_from_slice(&[0x80, 0, 0, 0]);
    let hostile = |name, archive, why| Hostile { name, archive, why };
    vec![
        hostile("too many", with_all(many), Why::TooMany),
        hostile("huge file", with(huge), Why::FileTooLarge),
        hostile("too much", with_all(full), Why::TooMuch),
        hostile("bomb", bomb(512 << 20), Why::TooMuch),
        hostile("bomb behind a pack", with_bomb(), Why::TooMuch),
        hostile("size of 7 GB", with(lying(0o77_777_777_777)), Why::FileTooLarge),
        hostile("size of all there is", binary(most), Why::TarDamaged),
        hostile("negative size", binary([0xff; 12]), Why::TarDamaged),
        hostile("size over the end", with(lying(5_000)), Why::TarCut),
        hostile("size over the next header", over_next(), Why::TarDamaged),
        hostile("archive too large", vec![0x1f; (16 << 20) + 1], Why::ArchiveTooLarge),
    ]
}

/// So many zeros, packed to a thousandth.
fn bomb(bytes: usize) -> Vec<u8> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::fast());
    let zeros = vec![0; 1 << 20];
    for _ in 0..bytes >> 20 {
        encoder.write_all(&zeros).unwrap();
    }
    encoder.finish().unwrap()
}

/// A right pack, and then 128 MB of zeros as its end mark.
fn with_bomb() -> Vec<u8> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::fast());
    encoder.write_all(&tar(&entries_of(&case("clean")))).unwrap();
    for _ in 0..128 {
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
    }
    encoder.finish().unwrap()
}

/// A size that takes the half of the next entry with it.
fn over_next() -> Vec<u8> {
    with_all(vec![
        Entry { size: Some(700), ..Entry::file("lessons/m01/x.md", b"x") },
        Entry::file("lessons/m01/y.md", &[b'y'; 2_000]),
    ])
}

fn damage() -> Vec<Hostile> {
    let right = gzip(&tar(&entries_of(&case("clean"))));
    let plain = tar(&entries_of(&case("clean")));
    let changed = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut tar = plain.clone();
        change(&mut tar);
        gzip(&tar)
    };
    let mut flipped = right.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 4;
    let mut wrong_sum = right.clone();
    let sum = wrong_sum.len() - 8;
    wrong_sum[sum] ^= 1;
    let named = GzBuilder::new().filename("\u{1b}[2J").write(Vec::new(), Compression::fast());
    let hostile = |name, archive, why| Hostile { name, archive, why };
    let manifest = |text: &str| gzip(&tar(&[Entry::file("pack.toml", text.as_bytes())]));
    let not_toml = manifest("format = \u{1b}]0;evil\u{7}");
    let not_toml_why = archive::open(&not_toml).map(drop).unwrap_err().why;
    assert!(matches!(not_toml_why, Why::Manifest(_)), "{not_toml_why:?}");
    vec![
        hostile("empty", Vec::new(), Why::NotGzip),
        hostile("not gzip", plain.clone(), Why::NotGzip),
        hostile("gzip with a name", named.finish().unwrap(), Why::GzipFields),
        hostile("cut gzip", right[..right.len() - 20].to_vec(), Why::GzipCut),
        hostile("cut in the middle", right[..right.len() / 2].to_vec(), Why::GzipCut),
        hostile("flipped bit", flipped, Why::GzipDamaged),
        hostile("wrong checksum", wrong_sum, Why::GzipDamaged),
        hostile("second member", [&right[..], &right[..]].concat(), Why::AfterGzip),
        hostile("text behind", [&right[..], b"#!/bin/sh"].concat(), Why::AfterGzip),
        hostile("no end mark", changed(&|tar| tar.truncate(tar.len() - 2 * BLOCK)), Why::TarCut),
        hostile("half an end mark", changed(&|tar| tar.truncate(tar.len() - BLOCK)), Why::TarCut),
        hostile("half a header", changed(&|tar| tar.truncate(300)), Why::TarCut),
        hostile("no tar", changed(&|tar| tar.fill(b'x')), Why::TarDamaged),
        hostile("header changed", changed(&|tar| tar[3] ^= 1), Why::TarDamaged),
        hostile("behind the end", changed(&|tar| tar.extend(b"#!/bin/sh")), Why::AfterTar),
        hostile("a tar behind", changed(&|tar| tar.extend(plain.clone())), Why::AfterTar),
        hostile("no pack.toml", gzip(&tar(&[Entry::file("lessons/a.md", b"")])), Why::NoManifest),
        hostile("nothing in it", gzip(&tar(&[])), Why::NoManifest),
        hostile("pack.toml drives the terminal", not_toml, not_toml_why),
    ]
}

fn all() -> Vec<Hostile> {
    [kinds_of_entries(), names(), sizes(), damage()].into_iter().flatten().collect()
}

#[test]
fn what_the_hostile_ones_are_made_of_is_right() {
    let opened = archive::open(&gzip(&tar(&entries_of(&case("clean"))))).map(|_| ());
    assert_eq!(opened, Ok(()));
    assert!(archive::open(&with(Entry::file("lessons/m01/more.md", b"x"))).is_ok());
}

#[test]
fn each_hostile_archive_is_refused_by_name_and_its_words_are_harmless() {
    let mut said = BTreeSet::new();
    let mut reasons = Vec::new();
    let all = all();
    assert!(all.len() > 60, "{}", all.len());
    for Hostile { name, archive, why } in all {
        let refused = archive::open(&archive).map(drop).expect_err(name);
        assert_eq!(refused.why, why, "{name}");
        let words = refused.to_string();
        assert!(!words.chars().any(is_unsafe), "{name}: {words:?}");
        assert!(words.len() < 600, "{name}: {words}");
        let trouble = backlab::diag::Trouble::from(refused);
        assert!(trouble.next.is_some(), "{name}: nobody is told what to do");
        said.insert(why.says().into_owned());
        if !reasons.contains(&why) {
            reasons.push(why);
        }
    }
    // No two reasons share their words.
    assert_eq!(said.len(), reasons.len(), "{said:#?}");
}

/// The real program, which may not use more memory than it should.
fn verify_within(kb: u32, folder: &std::path::Path) -> Output {
    let program = env!("CARGO_BIN_EXE_backlab");
    // RLIMIT_DATA counts what a process may write to, touched or not: more than is in memory at once.
    let line = format!("ulimit -d {kb} && exec '{program}' pack verify x.tpack");
    let mut shell = Command::new("sh");
    shell.args(["-c", &line]).current_dir(folder).env_clear().env("HOME", folder);
    shell.output().unwrap()
}

#[test]
fn the_program_refuses_them_in_256_mb_and_writes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("x.tpack");
    for Hostile { name, archive, why } in all() {
        fs::write(&file, &archive).unwrap();
        let before = everything_in(home.path());
        let output = verify_within(MEMORY_KB, home.path());
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{name}: {said}");
        assert!(said.starts_with("This pack is refused: "), "{name}: {said}");
        assert!(said.contains(&*why.says()), "{name}: {said}");
        let harmless = |text: &str| !text.chars().any(|ch| ch != '\n' && is_unsafe(ch));
        assert!(output.stdout.is_empty() && harmless(&said), "{name}: {said:?}");
        assert_eq!(everything_in(home.path()), before, "{name}");
    }
}

#[test]
fn the_largest_pack_opens_in_256_mb_and_the_limit_is_felt() {
    let mut entries = entries_of(&case("clean"));
    let used: usize = entries.iter().map(|entry| entry.content.len()).sum();
    let mut number = 1_u64;
    let mut text = |bytes: usize| -> Vec<u8> {
        let mut next = || {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            b"abcdefghijklmnop"[usize::try_from(number >> 60).unwrap()]
        };
        (0..bytes).map(|at| if at % 8 == 0 { next() } else { b' ' }).collect()
    };
    for n in 0..7 {
        entries.push(Entry::file(&format!("lessons/m01/x{n}.md"), &text(8 << 20)));
    }
    entries.push(Entry::file("lessons/m01/x7.md", &text((8 << 20) - used)));
    let archive = gzip(&tar(&entries));
    assert!(archive.len() < 16 << 20 && 4 << 20 < archive.len(), "{}", archive.len());
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("x.tpack"), &archive).unwrap();
    let output = verify_within(MEMORY_KB, home.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let starved = verify_within(40 << 10, home.path());
    assert!(!starved.status.success(), "the limit holds nothing");
}

#[test]
fn the_most_files_that_there_may_be_are_written() {
    let mut entries = entries_of(&case("clean"));
    let more = 5_000 - entries.len();
    entries.extend((0..more).map(|n| Entry::file(&format!("lessons/m{}/x{n}", n % 60), b"x")));
    let opened = archive::open(&gzip(&tar(&entries))).unwrap();
    let home = tempfile::tempdir().unwrap();
    let there = install(&opened, home.path());
    assert_eq!(there.list("").0.len(), 5_000);
}

#[test]
fn what_is_no_file_is_not_read() {
    let home = tempfile::tempdir().unwrap();
    assert!(Command::new("mkfifo").arg(home.path().join("x.tpack")).status().unwrap().success());
    let output = backlab(home.path()).args(["pack", "verify", "x.tpack"]).output().unwrap();
    assert!(stderr(&output).contains("x.tpack is no file."), "{}", stderr(&output));
    let output = backlab(home.path()).args(["pack", "verify", "y.tpack"]).output().unwrap();
    assert!(stderr(&output).contains("y.tpack cannot be read"), "{}", stderr(&output));
}

#[derive(Clone, Debug)]
enum Change {
    Flip(usize, u8),
    Set(usize, u8),
    Cut(usize),
    Remove(usize, usize),
    Repeat(usize, usize),
    Put(usize, Vec<u8>),
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0..20_000_usize;
    let pieces = prop::sample::select(vec![
        "../",
        "/",
        "\\",
        "\0",
        "\u{1b}[2J",
        "77777777777",
        "ustar",
        "lessons/",
        ".",
        "x",
        "L",
        "2",
        "5",
    ]);
    prop_oneof![
        (at.clone(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, 1 << bit)),
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        at.clone().prop_map(Change::Cut),
        (at.clone(), 0..1_500_usize).prop_map(|(at, count)| Change::Remove(at, count)),
        (at.clone(), 0..1_500_usize).prop_map(|(at, count)| Change::Repeat(at, count)),
        (at, pieces).prop_map(|(at, piece)| Change::Put(at, piece.into())),
    ]
}

fn changed(bytes: &mut Vec<u8>, change: &Change) {
    let within = |at: usize| at % bytes.len().max(1);
    match change {
        Change::Flip(..) | Change::Set(..) if bytes.is_empty() => {}
        Change::Flip(at, bit) => {
            let at = within(*at);
            bytes[at] ^= bit;
        }
        Change::Set(at, byte) => {
            let at = within(*at);
            bytes[at] = *byte;
        }
        Change::Cut(at) => bytes.truncate(within(*at)),
        Change::Remove(at, count) => {
            let from = within(*at).min(bytes.len());
            drop(bytes.drain(from..(from + count).min(bytes.len())));
        }
        Change::Repeat(at, count) => {
            let from = within(*at).min(bytes.len());
            let part = bytes[from..(from + count).min(bytes.len())].to_vec();
            drop(bytes.splice(from..from, part));
        }
        Change::Put(at, piece) => {
            let from = within(*at).min(bytes.len());
            let to = (from + piece.len()).min(bytes.len());
            drop(bytes.splice(from..to, piece.iter().copied()));
        }
    }
}

/// Makes the checksums of all blocks right that look like headers, so that more than the first check
/// is met.
fn with_right_sums(tar: &mut [u8]) {
    for block in tar.chunks_exact_mut(BLOCK) {
        if block[257..262] == *b"ustar" {
            checksum(block);
        }
    }
}

/// What is let through is written into its folder and nowhere else.
fn unpacked_is_inside(opened: &Opened) {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join("a/b/data")).unwrap();
    fs::write(home.path().join("a/untouched"), "x").unwrap();
    let there = install(opened, &home.path().join("a/b/data"));
    assert_eq!(there.list(""), opened.files().list(""));
    for (path, _) in everything_in(home.path()) {
        let inside = path.starts_with(home.path().join("a/b/data/packs"));
        let ours = ["a", "a/b", "a/b/data", "a/untouched"].map(|own| home.path().join(own));
        assert!(inside || ours.contains(&path), "{}", path.display());
        assert!(!path.is_symlink(), "{}", path.display());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// No change of a right archive makes it panic, or lets it out of its folder.
    #[test]
    fn changed_archives_end_in_an_opinion(
        changes in prop::collection::vec(change(), 1..6), sums in any::<bool>(), packed in any::<bool>(),
    ) {
        let entries = [
            Entry::file("pack.toml", &fs::read(case("clean").join("pack.toml")).unwrap()),
            Entry::file("lessons/m01/answers.md", b"# A"),
            Entry::file("exercises/m01/greet/starter/.env", b"A=1"),
        ];
        let mut bytes = tar(&entries);
        if packed {
            bytes = gzip(&bytes);
        }
        for change in &changes {
            changed(&mut bytes, change);
        }
        if !packed {
            if sums {
                with_right_sums(&mut bytes);
            }
            bytes = gzip(&bytes);
        }
        match archive::open(&bytes) {
            Ok(opened) => unpacked_is_inside(&opened),
            Err(refused) => prop_assert!(!refused.to_string().chars().any(is_unsafe)),
        }
    }
}
