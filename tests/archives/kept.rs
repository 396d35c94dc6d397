//! Registries: what their keeper does, and what is read of those that others keep.

use std::{
    fs,
    path::{Path, PathBuf},
};

use backlab::{
    course::{Need, id::PackId},
    pack::{
        archive::{self, Digest},
        registry::{self, Index, NoneFits, Yanked, read_config, read_index},
        sign::{self, Secret, SecretFile, new_keys},
    },
    text::is_unsafe,
};
use proptest::prelude::*;
use semver::Version;
use tempfile::TempDir;

use crate::{backlab, case, copy, everything_in, stderr, stdout};

pub fn id() -> PackId {
    PackId::parse("cases/clean").unwrap()
}

pub fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}

pub fn secret() -> Secret {
    SecretFile::parse(&new_keys(None).unwrap().secret_file).unwrap().unlock("").unwrap()
}

/// The case `clean` as the archive of another version, signed where there is a key.
pub fn packed(folder: &Path, version: &str, key: Option<&Secret>) -> PathBuf {
    let source = tempfile::tempdir().unwrap();
    copy(&case("clean"), source.path());
    let manifest = fs::read_to_string(source.path().join("pack.toml")).unwrap();
    let manifest = manifest.replace("version = \"1.0.0\"", &format!("version = \"{version}\""));
    fs::write(source.path().join("pack.toml"), manifest).unwrap();
    let built = archive::build(source.path()).unwrap();
    let file = folder.join(built.file_name);
    fs::write(&file, &built.bytes).unwrap();
    if let Some(key) = key {
        fs::write(sign::path_of(&file), key.sign(&built.bytes, &built.course).unwrap()).unwrap();
    }
    file
}

fn facts(registry: &Path) -> String {
    fs::read_to_string(registry.join("packs/cases/clean.jsonl")).unwrap()
}

#[test]
fn a_registry_grows_by_lines() {
    let home = tempfile::tempdir().unwrap();
    let key = secret();
    let root = home.path().join("registry");
    let first = packed(home.path(), "1.0.0", Some(&key));
    let added = registry::add(&root, &first).unwrap();
    assert_eq!((added.version, added.already, added.other_key), (version("1.0.0"), false, false));
    let one = facts(&root);
    let sha256 = Digest::of(&fs::read(&first).unwrap());
    let size = fs::metadata(&first).unwrap().len();
    let public = key.public().unwrap();
    assert!(one.starts_with(&format!(
        "{{\"publish\":{{\"version\":\"1.0.0\",\"sha256\":\"{sha256}\",\"bytes\":{size},\"unpacked\":"
    )));
    assert!(one.ends_with(&format!("\"key\":\"{public}\",\"needs\":[\"js\"]}}}}\n")), "{one}");
    assert_eq!(fs::read_to_string(root.join("config.json")).unwrap(), "{\"format\":1}\n");
    // The same again changes nothing.
    let before = everything_in(&root);
    assert!(registry::add(&root, &first).unwrap().already);
    assert_eq!(everything_in(&root), before);
    registry::add(&root, &packed(home.path(), "1.1.0", Some(&key))).unwrap();
    registry::add(&root, &packed(home.path(), "2.0.0-beta.1", Some(&key))).unwrap();
    assert!(registry::goes_on(one.as_bytes(), facts(&root).as_bytes()));
    let index = registry::index_in(&root, &id()).unwrap().unwrap();
    let app = version("0.1.0");
    assert_eq!(index.newest(&app).unwrap().version, version("1.1.0"));
    assert_eq!(index.releases[0].needs, [Need::Js]);
    let (bytes, signature) = registry::archive_in(&root, &id(), &version("1.0.0")).unwrap();
    assert_eq!(Digest::of(&bytes), index.releases[0].sha256);
    let (_, signed) = sign::open(&bytes, signature.as_deref()).unwrap();
    assert_eq!(signed.map(|signed| signed.key), index.releases[0].key);
    assert_eq!(registry::index_in(&root, &PackId::parse("a/b").unwrap()).unwrap(), None);
}

#[test]
fn what_was_published_never_changes() {
    let home = tempfile::tempdir().unwrap();
    let (key, other) = (secret(), secret());
    let root = home.path().join("registry");
    let file = packed(home.path(), "1.0.0", Some(&key));
    registry::add(&root, &file).unwrap();
    let before = everything_in(&root);
    // Other content under the same version.
    let source = home.path().join("source");
    copy(&case("clean"), &source);
    let text = fs::read_to_string(source.join("pack.toml")).unwrap();
    fs::write(source.join("pack.toml"), text.replace("Two lessons", "2 lessons")).unwrap();
    let built = archive::build(&source).unwrap();
    fs::write(&file, &built.bytes).unwrap();
    fs::write(sign::path_of(&file), key.sign(&built.bytes, &built.course).unwrap()).unwrap();
    let refused = registry::add(&root, &file).unwrap_err();
    assert!(refused.what.contains("published already, with other content"), "{refused}");
    assert!(refused.next.unwrap().contains("raise `version`"));
    // The same content, signed by somebody else, or by nobody.
    packed(home.path(), "1.0.0", Some(&other));
    let refused = registry::add(&root, &file).unwrap_err();
    assert!(refused.what.contains("with another signature"), "{refused}");
    fs::remove_file(sign::path_of(&file)).unwrap();
    assert!(registry::add(&root, &file).unwrap_err().what.contains("with another signature"));
    // Only the build metadata differs, which semver does not count.
    let refused = registry::add(&root, &packed(home.path(), "1.0.0+2", Some(&key))).unwrap_err();
    assert!(refused.what.contains("published already"), "{refused}");
    assert_eq!(everything_in(&root), before);
    // A new key is taken, and said.
    assert!(registry::add(&root, &packed(home.path(), "1.0.1", Some(&other))).unwrap().other_key);
    assert!(registry::add(&root, &packed(home.path(), "1.0.2", None)).unwrap().other_key);
}

#[test]
fn a_version_is_withdrawn_and_offered_again() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("registry");
    for number in ["1.0.0", "1.1.0"] {
        registry::add(&root, &packed(home.path(), number, None)).unwrap();
    }
    let newest = |expected: Result<&str, NoneFits>| {
        let index = registry::index_in(&root, &id()).unwrap().unwrap();
        let newest = index.newest(&version("0.1.0")).map(|release| release.version.clone());
        assert_eq!(newest, expected.map(version));
        index
    };
    let two = version("1.1.0");
    assert_eq!(registry::yank(&root, &id(), &two, Some("m01 never ends")), Ok(Yanked::Now));
    assert_eq!(registry::yank(&root, &id(), &two, None), Ok(Yanked::Already));
    let index = newest(Ok("1.0.0"));
    assert_eq!(index.release(&two).unwrap().yanked.as_deref(), Some("m01 never ends"));
    assert_eq!(registry::yank(&root, &id(), &version("1.0.0"), None), Ok(Yanked::Now));
    newest(Err(NoneFits::Yanked));
    assert_eq!(registry::restore(&root, &id(), &two), Ok(Yanked::Now));
    assert_eq!(registry::restore(&root, &id(), &two), Ok(Yanked::Already));
    newest(Ok("1.1.0"));
    let missing = registry::yank(&root, &id(), &version("3.0.0"), None).unwrap_err();
    assert_eq!(missing.what, "cases/clean has no version 3.0.0 here.");
    assert_eq!(missing.next.unwrap(), "It has 1.0.0, 1.1.0.");
    let unknown = registry::yank(&root, &PackId::parse("a/b").unwrap(), &two, None).unwrap_err();
    assert!(unknown.what.contains("no pack a/b"));
    let line = registry::yank(&root, &id(), &two, Some("two\nlines")).unwrap_err();
    assert!(line.what.contains("one line"));
}

#[test]
fn a_folder_with_other_things_becomes_no_registry() {
    let home = tempfile::tempdir().unwrap();
    let file = packed(home.path(), "1.0.0", None);
    let before = everything_in(home.path());
    let refused = registry::add(home.path(), &file).unwrap_err();
    assert!(refused.what.contains("is no registry"), "{refused}");
    assert!(refused.next.unwrap().contains("name a new folder"));
    assert_eq!(everything_in(home.path()), before);
    let missing = registry::index_in(&home.path().join("gone"), &id()).unwrap_err();
    assert!(missing.what.contains("is no registry"), "{missing}");
    fs::create_dir(home.path().join("newer")).unwrap();
    fs::write(home.path().join("newer/config.json"), "{\"format\": 2}").unwrap();
    let newer = registry::add(&home.path().join("newer"), &file).unwrap_err();
    assert!(newer.what.contains("format 2, this Backlab reads format 1"), "{newer}");
    assert_eq!(newer.next.as_deref(), Some("Update Backlab."));
}

#[test]
fn an_archive_that_cannot_be_written_is_not_spoken_of() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("registry");
    registry::add(&root, &packed(home.path(), "1.0.0", None)).unwrap();
    let before = facts(&root);
    // Where the archive should go, something else stands.
    fs::create_dir(root.join("archives/cases/clean/clean-1.1.0.tpack")).unwrap();
    let refused = registry::add(&root, &packed(home.path(), "1.1.0", None)).unwrap_err();
    assert!(refused.what.contains("cannot be written"), "{refused}");
    assert_eq!(facts(&root), before);
}

const PUBLISH: &str = r#"{"publish":{"version":"1.0.0","sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","bytes":1,"unpacked":2}}"#;

fn read(text: &str) -> Result<Index, String> {
    read_index(&id(), text.as_bytes()).map_err(|unread| unread.to_string())
}

#[test]
fn what_is_wrong_in_a_foreign_registry_is_told_with_its_line() {
    let more = PUBLISH.replace("1.0.0", "1.0.1");
    assert_eq!(read(&format!("{PUBLISH}\n{more}\n")).unwrap().releases.len(), 2);
    assert_eq!(read("").unwrap().newest(&version("1.0.0")).unwrap_err(), NoneFits::Empty);
    let odd = |line: &str| read(&format!("{PUBLISH}\n{line}\n")).unwrap_err();
    for (line, said) in [
        (PUBLISH, "2: version 1.0.0 was published before"),
        (&PUBLISH.replace("1.0.0", "1.0.0+b"), "2: version 1.0.0 was published before"),
        (&PUBLISH.replace("1.0.0", "1.0"), "2: `1.0` is no version, as in `1.4.0`"),
        (&more.replace("ba78", "BA78"), "2: `sha256` is 64 small hexadecimal digits"),
        (&more.replace("\"bytes\":1", "\"bytes\":99999999"), "2: the archive is larger than any"),
        (&more.replace("\"bytes\":1", "\"bytes\":-1"), "2: this is no fact: invalid value"),
        (&more.replace("\"bytes\"", "\"bites\""), "2: this is no fact: missing field `bytes`"),
        (&more.replace("}}", ",\"key\":\"RW\"}}"), "2: `key` is no public key of minisign"),
        (r#"{"yank":{"version":"2.0.0"}}"#, "2: no line before published version 2.0.0"),
        (r#"{"sell":{"version":"2.0.0"}}"#, "2: the fact `sell` is not known here"),
        (r#"{"yank":{},"publish":{}}"#, "2: a fact is an object with one key"),
        ("{}", "2: a fact is an object with one key"),
        ("[]", "2: this is no fact"),
        ("", "2: this is no fact"),
        ("{\"\u{1b}]52;c;x\u{7}\":{}}", "2: this is no fact"),
    ] {
        let whole = odd(line);
        assert!(whole.contains(&format!("packs/cases/clean.jsonl:{said}")), "{line}: {whole}");
        assert!(!whole.chars().any(is_unsafe), "{whole:?}");
    }
    assert!(odd(&"x".repeat(5_000)).contains("2: the line has more than 4 kB"));
    let nested = format!("{{\"yank\":{}1{}}}", "[".repeat(1_500), "]".repeat(1_500));
    assert!(odd(&nested).contains("2: this is no fact"), "{}", odd(&nested));
    assert!(read(PUBLISH).unwrap_err().contains("ends in the middle of a line"));
    let many = r#"{"yank":{"version":"1.0.0"}}"#.to_owned() + "\n";
    let many = format!("{PUBLISH}\n{}", many.repeat(10_000));
    assert!(read(&many).unwrap_err().contains("10001: there are more than 10000 lines"));
    let large = "x".repeat((4 << 20) + 1);
    assert!(read(&large).unwrap_err().contains("more than 4 MB"));
    assert!(read_index(&id(), b"\xff\n").unwrap_err().to_string().contains("no UTF-8"));
    let sell = read_index(&id(), b"{\"sell\":{}}\n").unwrap_err();
    assert_eq!(backlab::diag::Trouble::from(sell).next.as_deref(), Some("Update Backlab."));
    for config in ["", "[]", "{}", "{\"format\":\"1\"}", "{\"format\":0}"] {
        assert!(read_config(config.as_bytes()).is_err(), "{config}");
    }
    assert!(read_config(b"{\"format\":1,\"title\":\"T\",\"later\":[]}").is_ok());
}

#[test]
fn what_this_backlab_cannot_use_is_passed_over() {
    let line = |number: &str, more: &str| {
        PUBLISH.replace("1.0.0", number).replace("}}", &format!("{more},\"later\":1}}}}")) + "\n"
    };
    let facts = line("1.0.0", "")
        + &line("1.1.0", ",\"min-app\":\"9.0.0\"")
        + &line("1.2.0", ",\"needs\":[\"js\",\"gpu\"]");
    let index = read(&facts).unwrap();
    assert_eq!(index.newest(&version("0.1.0")).unwrap().version, version("1.0.0"));
    assert_eq!(index.newest(&version("9.1.0")).unwrap().version, version("1.1.0"));
    assert_eq!(index.releases[2].unknown_needs, ["gpu"]);
    let index = read(&line("1.1.0", ",\"min-app\":\"9.0.0\"")).unwrap();
    assert_eq!(index.newest(&version("0.1.0")), Err(NoneFits::NeedsNewer(version("1.1.0"))));
    let index = read(&(line("2.0.0-a", "") + &line("2.0.0-b", ""))).unwrap();
    assert_eq!(index.newest(&version("0.1.0")), Err(NoneFits::PreReleases(version("2.0.0-b"))));
}

#[test]
fn the_commands_keep_a_registry() {
    let home: TempDir = tempfile::tempdir().unwrap();
    packed(home.path(), "1.0.0", None);
    packed(home.path(), "1.1.0", None);
    let run = |words: &[&str]| {
        backlab(home.path()).args(["pack", "registry"]).args(words).output().unwrap()
    };
    let add = ["add", "r", "clean-1.0.0.tpack", "missing.tpack", "clean-1.1.0.tpack"];
    let output = run(&add);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("cases/clean 1.1.0 is added."), "{}", stdout(&output));
    assert!(stderr(&output).contains("missing.tpack cannot be read"), "{}", stderr(&output));
    let output = run(&["add", "r", "clean-1.0.0.tpack"]);
    assert!(stdout(&output).contains("the same in every byte"), "{}", stdout(&output));
    let output = run(&["yank", "r", "cases/clean", "1.1.0", "--why", "It was wrong."]);
    assert_eq!(stdout(&output), "cases/clean 1.1.0 is withdrawn.\n");
    let output = run(&["yank", "r", "cases/clean", "1.1.0", "--undo"]);
    assert_eq!(stdout(&output), "cases/clean 1.1.0 is offered again.\n");
    assert!(facts(&home.path().join("r")).ends_with(
        "{\"yank\":{\"version\":\"1.1.0\",\"why\":\"It was wrong.\"}}\n{\"restore\":{\"version\":\"1.1.0\"}}\n"
    ));
    let output = run(&["yank", "r", "clean", "1.1.0"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("an owner and a name"), "{}", stderr(&output));
}

proptest! {
    /// Whatever a registry says, it is read or refused with a line of text.
    #[test]
    fn any_facts_end_in_an_opinion(lines in prop::collection::vec(prop_oneof![
        Just(PUBLISH.to_owned()),
        "[0-9]\\.[0-9]\\.[0-9](-[a-z0-9.]{0,4})?".prop_map(|version| PUBLISH.replace("1.0.0", &version)),
        "[0-9]\\.0\\.0".prop_map(|version| format!("{{\"yank\":{{\"version\":\"{version}\",\"why\":\"\u{202e}\"}}}}")),
        "[0-9]\\.0\\.0".prop_map(|version| format!("{{\"restore\":{{\"version\":\"{version}\"}}}}")),
        "\\PC{0,40}",
        any::<String>(),
        (0..PUBLISH.len(), any::<char>()).prop_map(|(at, ch)| {
            let mut line = PUBLISH.to_owned();
            line.replace_range(at..=at, &ch.to_string());
            line
        }),
    ], 0..8)) {
        let text = lines.join("\n") + "\n";
        match read_index(&id(), text.as_bytes()) {
            Ok(index) => {
                let app = version("0.1.0");
                if let Ok(newest) = index.newest(&app) {
                    prop_assert!(newest.fits(&app) && newest.yanked.is_none() && newest.version.pre.is_empty());
                    for other in index.releases.iter().filter(|other| {
                        other.yanked.is_none() && other.fits(&app) && other.version.pre.is_empty()
                    }) {
                        prop_assert!(other.version <= newest.version);
                    }
                }
                for release in &index.releases {
                    prop_assert!(!release.yanked.iter().any(|why| why.chars().any(is_unsafe)));
                }
            }
            Err(unread) => prop_assert!(!unread.to_string().chars().any(is_unsafe)),
        }
    }
}
