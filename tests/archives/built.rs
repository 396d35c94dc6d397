//! `pack build`: the same bytes for the same files, and what stops it.

use std::{
    fs::{self, File, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    time::{Duration, SystemTime},
};

use backlab::pack::{
    archive::{self, Digest, Opened},
    files::{Disk, Files},
};

use crate::{backlab, case, copy, everything_in, made::install, stderr, stdout};

/// Copies the files in the opposite order, with other times and rights.
fn copy_backwards(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let mut entries: Vec<_> = fs::read_dir(from).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.file_name()));
    for (age, entry) in (1_u64..).zip(entries) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_backwards(&entry.path(), &target);
            fs::set_permissions(&target, Permissions::from_mode(0o700)).unwrap();
        } else {
            fs::copy(entry.path(), &target).unwrap();
            fs::set_permissions(&target, Permissions::from_mode(0o600)).unwrap();
            let then = SystemTime::UNIX_EPOCH + Duration::from_secs(age * 1_000_000);
            File::options().append(true).open(&target).unwrap().set_modified(then).unwrap();
        }
    }
}

#[test]
fn two_builds_are_byte_for_byte_the_same() {
    let home = tempfile::tempdir().unwrap();
    let (one, other) = (home.path().join("one"), home.path().join("another folder"));
    copy(&case("clean"), &one);
    copy_backwards(&case("clean"), &other);
    // What belongs to no pack changes nothing.
    fs::create_dir_all(other.join(".git/objects")).unwrap();
    fs::write(other.join("README.md"), "Read me").unwrap();
    fs::write(other.join("lessons/.swp"), "an editor's").unwrap();
    let built = [&one, &other].map(|folder| archive::build(folder).unwrap());
    assert_eq!(built[0].bytes, built[1].bytes);
    assert_eq!(built[0].sha256, Digest::of(&built[1].bytes));
    let run = |folder: &str, umask: &str, out: &str| {
        let program = env!("CARGO_BIN_EXE_backlab");
        let line = format!("umask {umask} && exec '{program}' pack build '{folder}' --out {out}");
        let mut shell = Command::new("sh");
        shell.args(["-c", &line]).current_dir(home.path()).env("TZ", umask);
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        fs::read(home.path().join(out)).unwrap()
    };
    assert_eq!(run("one", "077", "a.tpack"), built[0].bytes);
    assert_eq!(run("another folder", "000", "b.tpack"), built[0].bytes);
}

#[test]
fn an_archive_says_nothing_of_who_built_it_and_when() {
    let bytes = archive::build(&case("clean")).unwrap().bytes;
    // RFC 1952: deflate, no fields, no time, slowest, system unknown.
    assert_eq!(bytes[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(&bytes[..]));
    let mut last = String::new();
    for entry in tar.entries().unwrap().map(Result::unwrap) {
        let header = entry.header();
        let numbers = [header.mtime(), header.uid(), header.gid()].map(Result::unwrap);
        assert_eq!((numbers, header.mode().unwrap()), ([0; 3], 0o644));
        assert_eq!((header.username(), header.groupname()), (Ok(Some("")), Ok(Some(""))));
        let path = entry.path().unwrap().to_string_lossy().into_owned();
        assert!(last < path, "{last} stands before {path}");
        last = path;
    }
}

#[test]
fn what_was_built_opens_and_is_written_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let built = archive::build(&case("clean")).unwrap();
    assert_eq!(built.file_name, "clean-1.0.0.tpack");
    let opened = archive::open(&built.bytes).unwrap();
    assert_eq!(opened.course(), &*built.course);
    assert_eq!((opened.entries().len(), opened.bytes()), (built.files, built.unpacked));
    let (there, source) = (install(&opened, home.path()), Disk::new(case("clean")));
    assert_eq!(there.list(""), source.list(""));
    for path in there.list("").0 {
        assert_eq!(there.read(&path), source.read(&path), "{path}");
        assert_eq!(opened.files().read(&path), source.read(&path), "{path}");
    }
    assert!(opened.files().list("lessons").0.iter().all(|path| path.starts_with("lessons/")));
}

#[test]
fn the_packs_of_this_repository_are_archives_too() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs");
    let mut built = 0;
    for folder in fs::read_dir(packs).unwrap().map(|entry| entry.unwrap().path()) {
        let archive = archive::build(&folder).unwrap();
        let opened = archive::open(&archive.bytes).unwrap();
        assert_eq!(opened.course(), &*archive.course, "{}", folder.display());
        built += 1;
    }
    assert!(built >= 2, "{built}");
}

#[test]
fn a_pack_with_errors_gets_no_archive() {
    let home = tempfile::tempdir().unwrap();
    copy(&case("clean"), &home.path().join("pack"));
    fs::write(home.path().join("pack/lessons/m01/answers.md"), "no front matter").unwrap();
    let before = everything_in(home.path());
    let output = backlab(home.path()).args(["pack", "build", "pack"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("lessons/m01/answers.md:1:1: error"), "{}", stdout(&output));
    assert!(stderr(&output).contains("No archive was made"), "{}", stderr(&output));
    assert_eq!(everything_in(home.path()), before);
}

#[test]
fn a_folder_is_judged_as_an_archive_is() {
    let refused = |change: &dyn Fn(&Path)| {
        let home = tempfile::tempdir().unwrap();
        copy(&case("clean"), home.path());
        change(home.path());
        let output = backlab(home.path()).args(["pack", "build", "."]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(Opened::of_folder(home.path()).is_err());
        stderr(&output)
    };
    let link = |home: &Path| {
        std::os::unix::fs::symlink("/etc/passwd", home.join("lessons/m01/x.md")).unwrap();
    };
    assert!(refused(&link).contains("plain files and folders only, no links"));
    let capitals = |home: &Path| fs::write(home.join("lessons/m01/Answers.md"), "").unwrap();
    assert!(refused(&capitals).contains("only in capitals"));
    let device = |home: &Path| fs::write(home.join("lessons/m01/aux.md"), "").unwrap();
    assert!(refused(&device).contains("a device on Windows"));
    let large = |home: &Path| fs::write(home.join("lessons/m01/x.md"), vec![0; 9 << 20]).unwrap();
    assert!(refused(&large).contains("larger than 8 MB"));
    let absent = |home: &Path| fs::remove_file(home.join("pack.toml")).unwrap();
    assert!(refused(&absent).contains("there is no pack.toml"));
}

#[test]
fn the_commands_tell_what_is_in_an_archive() {
    let home = tempfile::tempdir().unwrap();
    let folder = case("clean");
    let build = ["pack", "build", folder.to_str().unwrap()];
    let output = backlab(home.path()).args(build).output().unwrap();
    let said = stdout(&output);
    let bytes = fs::read(home.path().join("clean-1.0.0.tpack")).unwrap();
    assert!(said.starts_with("clean-1.0.0.tpack: cases/clean 1.0.0, "), "{said}");
    assert!(said.contains(&format!("SHA-256 {}", Digest::of(&bytes))), "{said}");
    // There is no key yet, so nothing could be signed.
    let next = stderr(&output);
    assert!(next.contains("`backlab pack keygen`") && !next.contains("pack sign"), "{next}");
    let verify = ["pack", "verify", "clean-1.0.0.tpack"];
    let output = backlab(home.path()).args(verify).output().unwrap();
    let said = stdout(&output);
    for part in [
        "cases/clean 1.0.0\n",
        "needs      js\n",
        "key        not signed\n",
        "\nNobody has signed it",
    ] {
        assert!(said.contains(part), "{said}");
    }
    // Built again over itself, it is the same.
    assert!(backlab(home.path()).args(build).output().unwrap().status.success());
    assert_eq!(fs::read(home.path().join("clean-1.0.0.tpack")).unwrap(), bytes);
}
