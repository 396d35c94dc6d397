//! The doors, and what the learner is shown and asked before anything is written.

use std::{fs::File, sync::mpsc::channel};

use backlab::{
    config::{Config, Folders},
    course::id::{LessonId, PackId},
    lab::Machine,
    pack::{
        Pack,
        archive::Opened,
        shelf::{Distrust, News, Signature},
    },
    tutor::{
        Cancel, Tutor,
        packs::{Offer, Others, Packs, Wanted},
    },
};

use crate::{
    command::Test,
    small::{data, on_disk, tree, write},
};

fn desk() -> Test {
    let test = Test::new();
    write(&tree("1.0.0", &[("first", 1)]), &test.folder().join("v1"));
    test
}

#[test]
fn without_a_terminal_and_without_yes_it_is_shown_and_nothing_is_installed() {
    let test = desk();
    let run = test
        .args(["pack", "add", "v1"])
        .prints("ada/small 1.0.0  A small course")
        .prints("from       the folder")
        .prints("sha256")
        .prints("not signed: nobody vouches for where it comes from")
        .prints("needs      js: it runs them in the lab")
        .prints("CC-BY-SA-4.0, by Ada")
        .prints("1 lesson and 1 exercise in")
        .complains("`pack add` needs --yes")
        .ends(2);
    assert!(!run.stdout.contains("is installed"), "{}", run.stdout);
    assert!(!data(test.folder()).join("packs/ada").exists());
    test.args(["pack", "list"]).prints("No pack is installed").ends(0);
}

#[test]
fn what_is_installed_is_listed_for_people_and_for_programs() {
    let test = desk();
    test.args(["pack", "add", "v1", "--yes"]).ends(0);
    test.args(["pack", "list"])
        .prints("ada/small")
        .prints("1 lesson, 1 exercise, installed")
        .prints("not signed")
        .ends(0);
    let run = test.args(["pack", "list", "--json"]).ends(0);
    let list: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let pack = &list["packs"][0];
    assert_eq!((&list["format"], &pack["id"]), (&1.into(), &"ada/small".into()));
    assert_eq!(pack["source"]["kind"], "folder");
    assert_eq!(pack["needs"], serde_json::json!(["js"]));
    assert_eq!(pack["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(pack["key"], serde_json::Value::Null);
}

#[test]
fn what_no_pack_can_be_is_refused_with_what_to_do() {
    let test = desk();
    test.file("empty/readme", "");
    test.file("text.tpack", "no archive");
    test.args(["pack", "add", "empty", "--yes"]).complains("pack.toml").ends(2);
    test.args(["pack", "add", "absent", "--yes"]).complains("no folder or file `absent`").ends(2);
    test.args(["pack", "add", "ada/small", "--yes"]).complains("--registry URL").ends(2);
    test.args(["pack", "add", "text.tpack", "--yes"]).ends(2);
    test.args(["pack", "add", "Ada", "--registry", "v1"]).complains("owner/name").ends(2);
    test.args(["pack", "add"]).complains("SOURCE").ends(2);
    test.args(["pack", "update", "ada/small"]).complains("is not installed").ends(2);
    test.args(["pack", "update"]).prints("No pack is installed").ends(0);
    test.args(["pack", "trust", "ada/small"]).complains("--key").ends(2);
    assert!(!data(test.folder()).join("packs/ada").exists());
}

#[test]
fn a_pack_that_this_backlab_cannot_read_is_refused_with_update_backlab() {
    let test = desk();
    let manifest = std::fs::read_to_string(test.folder().join("v1/pack.toml")).unwrap();
    for (old, new, words) in [
        ("format = 1", "format = 2", "this pack has format 2"),
        ("min-app = \"0.1.0\"", "min-app = \"999.0.0\"", "needs Backlab 999.0.0"),
        ("needs = [\"js\"]", "needs = [\"js\", \"quantum\"]", "no engine `quantum`"),
    ] {
        test.file("v1/pack.toml", &manifest.replace(old, new));
        let run = test.args(["pack", "add", "v1", "--yes"]).complains(words);
        run.complains("Update Backlab.").ends(2);
    }
    test.file("v1/pack.toml", &manifest.replace("licence", "license"));
    test.args(["pack", "add", "v1", "--yes"]).complains("pack.toml:").ends(2);
    test.file("v1/pack.toml", &manifest.replace("ada/small", "backlab/backend"));
    test.args(["pack", "add", "v1", "--yes"]).complains("built-in course").ends(2);
    assert_eq!(on_disk(&data(test.folder())), None);
}

#[test]
fn a_pack_with_a_mistake_in_its_form_is_not_installed() {
    let test = desk();
    test.file("v1/exercises/m01/first/exercise.toml", "id = \"first\"\n");
    test.args(["pack", "add", "v1", "--yes"])
        .complains("exercises/m01/first/exercise.toml")
        .complains("pack lint")
        .ends(2);
}

#[test]
fn two_at_once_are_kept_apart() {
    let test = desk();
    test.args(["pack", "add", "v1", "--yes"]).ends(0);
    let lock = File::options().write(true).open(data(test.folder()).join("packs/.lock")).unwrap();
    lock.lock().unwrap();
    for args in [["pack", "add", "v1", "--yes"], ["pack", "remove", "ada/small", "--yes"]] {
        test.args(args).complains("Another Backlab is changing the packs").ends(2);
    }
    drop(lock);
    test.args(["pack", "remove", "ada/small", "--yes"]).ends(0);
}

#[test]
fn without_a_home_there_is_no_place_for_packs() {
    let test = desk();
    test.without_home().args(["pack", "add", "v1", "--yes"]).complains("HOME is not set").ends(2);
    test.without_home().args(["pack", "list"]).complains("HOME is not set").ends(2);
}

/// Titles of packs are cleaned when they are read and again when they are shown.
#[test]
fn no_control_character_of_a_pack_reaches_the_terminal() {
    let test = desk();
    let manifest = std::fs::read_to_string(test.folder().join("v1/pack.toml")).unwrap();
    let title = "A small \\u001B]52;c;eA==\\u0007 \\u202Ecourse\\u200B";
    test.file("v1/pack.toml", &manifest.replace("A small course", title));
    let run = test.args(["pack", "add", "v1", "--yes"]);
    let all = format!("{}{}", run.stdout, run.stderr);
    assert!(!all.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{200b}']), "{all:?}");
}

/// The archive of a version, signed with the key of `name`.
pub fn archive(test: &Test, version: &str, name: &str) -> String {
    let folder = format!("made-{version}-{name}");
    write(&tree(version, &[("first", 1)]), &test.folder().join(&folder));
    let file = format!("{name}-{version}.tpack");
    let built = parcel_up(test, &folder);
    std::fs::write(test.folder().join(&file), built).unwrap();
    let key = format!("{name}.key");
    if !test.folder().join(&key).exists() {
        test.args(["pack", "keygen", "--no-password", "--out", &key]).ends(0);
    }
    test.args(["pack", "sign", &file, "--key", &key]).ends(0);
    file
}

/// `pack build` asks for more than a pack of tests has.
pub fn parcel_up(test: &Test, folder: &str) -> Vec<u8> {
    let opened = Opened::of_folder(&test.folder().join(folder)).unwrap();
    opened.archive().unwrap()
}

pub fn key_of(test: &Test, name: &str) -> String {
    let file = std::fs::read_to_string(test.folder().join(format!("{name}.pub"))).unwrap();
    file.lines().nth(1).unwrap().to_owned()
}

#[test]
fn a_signed_archive_is_installed_and_its_key_is_needed_from_then_on() {
    let test = desk();
    let (ada, eve) = (archive(&test, "1.0.0", "ada"), archive(&test, "1.1.0", "eve"));
    let (adas, eves) = (key_of(&test, "ada"), key_of(&test, "eve"));
    test.args(["pack", "add", &ada, "--yes"])
        .prints(&format!("signature  {adas}\n             (a key that is new to you"))
        .prints("is installed")
        .ends(0);
    test.args(["pack", "add", &eve, "--yes"])
        .complains("The key changed")
        .complains(&format!("backlab pack trust ada/small --key {eves}"))
        .ends(2);
    // The same archive without its signature.
    let bare = "bare.tpack";
    std::fs::copy(test.folder().join(&eve), test.folder().join(bare)).unwrap();
    test.args(["pack", "add", bare, "--yes"]).complains("The signature is gone").ends(2);
    let newer = archive(&test, "1.2.0", "ada");
    test.args(["pack", "add", &newer, "--yes"])
        .prints("(the key that you trust)")
        .prints("updated from 1.0.0 to 1.2.0")
        .ends(0);
    test.args(["pack", "add", &ada, "--yes"]).complains("older than 1.2.0").ends(2);
    test.args(["pack", "trust", "ada/small", "--allow-downgrade"]).prints("once").ends(0);
    test.args(["pack", "add", &ada, "--yes"]).prints("went back from 1.2.0 to 1.0.0").ends(0);
    test.args(["pack", "trust", "ada/small", "--key", "RWQ"]).complains("no public key").ends(2);
    test.args(["pack", "trust", "ada/small", "--key", &eves]).prints(&eves).ends(0);
    test.args(["pack", "add", &eve, "--yes"]).prints("is updated from 1.0.0 to 1.1.0").ends(0);
}

#[test]
fn a_flipped_byte_another_comment_and_another_signature_are_each_refused_in_their_words() {
    let test = desk();
    let (one, two) = (archive(&test, "1.0.0", "ada"), archive(&test, "1.1.0", "ada"));
    let signature = |file: &str| test.folder().join(format!("{file}.minisig"));
    let good = std::fs::read_to_string(signature(&one)).unwrap();
    let bytes = std::fs::read(test.folder().join(&one)).unwrap();
    let mut flipped = bytes.clone();
    *flipped.last_mut().unwrap() ^= 1;
    std::fs::write(test.folder().join(&one), &flipped).unwrap();
    test.args(["pack", "add", &one, "--yes"]).complains("changed after it was signed").ends(2);
    std::fs::write(test.folder().join(&one), &bytes).unwrap();
    test.file(&format!("{one}.minisig"), &good.replace("version=1.0.0", "version=9.0.0"));
    test.args(["pack", "add", &one, "--yes"]).complains("trusted comment").ends(2);
    std::fs::copy(signature(&two), signature(&one)).unwrap();
    test.args(["pack", "add", &one, "--yes"]).complains("refused").ends(2);
    assert_eq!(on_disk(&data(test.folder())), None);
    test.file(&format!("{one}.minisig"), &good);
    test.args(["pack", "add", &one, "--yes"]).ends(0);
}

/// As the screen of packs does it: what stands against a pack is shown, trusted, and looked at again.
#[test]
fn an_offer_that_is_refused_can_be_trusted_and_installed() {
    let test = desk();
    let (first, second) = (archive(&test, "1.0.0", "ada"), archive(&test, "1.1.0", "eve"));
    let bare = "bare.tpack".to_owned();
    std::fs::copy(test.folder().join(archive(&test, "1.2.0", "ada")), test.folder().join(&bare))
        .unwrap();
    test.args(["pack", "add", &first, "--yes"]).ends(0);
    let machine = Machine::new(env!("CARGO_BIN_EXE_backlab").into());
    let packs = Packs::of(Some(&data(test.folder())), machine, || 7);
    let (told, _unheard) = channel();
    let look = |file: &str| {
        let file = test.folder().join(file);
        packs.look(&Wanted::File(file), &Cancel::new(), &told).unwrap()
    };
    let trusted = |offer: Offer| {
        let refused = packs.install(&offer, &told).unwrap_err();
        assert_eq!(refused, offer.news.clone().unwrap_err().trouble(offer.id()));
        let offer = packs.trust_offer(&offer).unwrap();
        packs.install(&offer, &told).unwrap();
        offer
    };
    let other_key = look(&second);
    assert_eq!(other_key.signature, Signature::Other);
    let now = trusted(other_key);
    assert_eq!(now.signature, Signature::Known);
    assert_eq!(now.news, Ok(News::Update { from: "1.0.0".to_owned() }));
    assert_eq!(trusted(look(&bare)).signature, Signature::None);
    let older = trusted(look(&second));
    assert_eq!(older.news, Ok(News::Downgrade { from: "1.2.0".to_owned() }));
    // That was for once, and two things stand against the first: each is asked for itself.
    let older = packs.trust_offer(&look(&first)).unwrap();
    assert!(matches!(older.news, Err(Distrust::Older { .. })), "{older:?}");
    packs.install(&packs.trust_offer(&older).unwrap(), &told).unwrap();
    // A version is what it is for ever: that is nothing to trust.
    write(&tree("1.0.0", &[("other", 1)]), &test.folder().join("changed"));
    std::fs::write(test.folder().join("changed.tpack"), parcel_up(&test, "changed")).unwrap();
    let changed = packs.trust_offer(&look("changed.tpack")).unwrap();
    let refused = packs.trust_offer(&changed).unwrap_err();
    assert!(refused.what.contains("with other contents"), "{refused}");
}

/// Home has a row for each of them: the built-in course, then what was installed last.
#[test]
fn the_packs_beside_the_open_one_are_counted() {
    let test = desk();
    let tutor = |id: Option<&str>| {
        let data = Some(data(test.folder()));
        let machine = Machine::new(env!("CARGO_BIN_EXE_backlab").into());
        let packs = Packs::of(data.as_deref(), machine.clone(), || 7);
        let id = PackId::parse(id.unwrap_or("backlab/backend")).unwrap();
        let pack = Pack::open(packs.files(&id).unwrap()).0.unwrap();
        let folders = Folders { data, ..Folders::default() };
        Tutor::open(pack, machine, folders, Config::default(), || 7)
    };
    let of_course = tutor(None).overview();
    assert_eq!((of_course.built_in, of_course.others), (true, Others::default()));
    test.args(["pack", "add", "v1", "--yes"]).ends(0);
    let [small] = &tutor(None).overview().others.shown[..] else { panic!("one is installed") };
    assert_eq!((small.id.as_str(), small.lessons, small.read), ("ada/small", 1, 0));
    let open = tutor(Some("ada/small"));
    open.finish_lesson(&LessonId::parse("one").unwrap());
    let overview = open.overview();
    assert!(!overview.built_in);
    let [course] = &overview.others.shown[..] else { panic!("the course comes with Backlab") };
    assert_eq!(course.id.as_str(), "backlab/backend");
    drop(open);
    let [small] = &tutor(None).overview().others.shown[..] else { panic!("one is installed") };
    assert_eq!((small.read, small.exercises, small.solved), (1, 1, 0));
}

#[test]
fn a_class_gets_the_same_bytes() {
    let teacher = desk();
    let file = archive(&teacher, "1.0.0", "ada");
    teacher.args(["pack", "lock"]).complains("No pack is installed").ends(2);
    teacher.args(["pack", "add", &file, "--yes"]).ends(0);
    teacher.args(["pack", "lock"]).prints("packs.lock holds 1 pack").ends(0);
    let lock = std::fs::read_to_string(teacher.folder().join("packs.lock")).unwrap();
    assert!(!lock.contains(teacher.folder().to_str().unwrap()), "{lock}");

    let learner = Test::new();
    learner.file("packs.lock", &lock);
    let locked = ["pack", "add", "--locked", "packs.lock", "--yes"];
    learner.args(locked).complains("small-1.0.0.tpack does not lie beside").ends(2);
    let copy = |from: &str, to: &str| {
        std::fs::copy(teacher.folder().join(from), learner.folder().join(to)).unwrap();
    };
    copy(&file, "small-1.0.0.tpack");
    learner.args(locked).complains("should be signed with").complains("is not signed").ends(2);
    copy(&format!("{file}.minisig"), "small-1.0.0.tpack.minisig");
    learner.args(locked).prints("1 of 1 pack of packs.lock").ends(0);
    assert_eq!(on_disk(&data(learner.folder())), on_disk(&data(teacher.folder())));
    // Other bytes under the same version, signed with the same key.
    let mut other = tree("1.0.0", &[("first", 1)]);
    other.insert("exercises/m01/first/task.md".to_owned(), "Other.\n".to_owned());
    write(&other, &teacher.folder().join("other"));
    let bytes = parcel_up(&teacher, "other");
    std::fs::write(teacher.folder().join("other.tpack"), bytes).unwrap();
    teacher.args(["pack", "sign", "other.tpack", "--key", "ada.key"]).ends(0);
    copy("other.tpack", "small-1.0.0.tpack");
    copy("other.tpack.minisig", "small-1.0.0.tpack.minisig");
    learner.args(locked).complains("has other contents than packs.lock says").ends(2);

    for (wrong, words) in [
        ("format = 2\n", "A newer Backlab wrote packs.lock"),
        ("format = 1\nsurprise = 1\n", "packs.lock:2:1"),
        (&lock.replace("ada/small", "Ada"), "not the id of a pack"),
        (&lock.replace("version = \"1.0.0\"", "version = \"one\""), "its version is none"),
    ] {
        learner.file("packs.lock", wrong);
        learner.args(locked).complains(words).ends(2);
    }
}

/// As its author gives it away and its learner gets it.
#[test]
fn a_pack_of_this_repository_is_built_signed_and_installed() {
    let (author, learner) = (Test::new(), Test::new());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/packs/sql-window-functions");
    author.args(["pack", "build", folder, "--out", "windows.tpack"]).ends(0);
    author.args(["pack", "keygen", "--no-password", "--out", "throw-away.key"]).ends(0);
    author.args(["pack", "sign", "windows.tpack", "--key", "throw-away.key"]).ends(0);
    let key = key_of(&author, "throw-away");
    author
        .args(["pack", "verify", "windows.tpack", "--key", "throw-away.pub"])
        .prints(&key)
        .ends(0);

    let file = author.folder().join("windows.tpack");
    let add = ["pack", "add", file.to_str().unwrap(), "--yes"];
    learner.args(add).prints(&key).prints("backlab/sql-window-functions").ends(0);
    learner.args(["pack", "list"]).prints("backlab/sql-window-functions").ends(0);
    let pack = "backlab/sql-window-functions";
    learner.args(["--pack", pack, "list"]).prints("window-over").ends(0);
    let solve = ["--pack", pack, "check", "--solution", "two-fastest"];
    learner.args(solve).prints("Learned:").ends(0);
}
