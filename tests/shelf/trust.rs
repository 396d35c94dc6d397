//! Whom the learner trusts: each way of losing that trust has its own words.

use backlab::pack::shelf::{Distrust, News, Parcel, Pin, Shelf, Signature, Source};
use tempfile::TempDir;

use crate::small::{id, left_over, on_disk, parcel, tree};

const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
const OTHER: &str = "RWRzJDk3yN0wsqyoeWbwbCwiRAp6lQ7tZfG8i2nqGdBzVzqs0bSrJ1aN";

fn shelf() -> (TempDir, Shelf) {
    let data = tempfile::tempdir().unwrap();
    let shelf = Shelf::of_data(data.path());
    (data, shelf)
}

fn version(version: &str, key: Option<&str>) -> Parcel {
    parcel(&tree(version, &[("first", 1)]), key)
}

fn install(shelf: &Shelf, parcel: &Parcel) -> Result<News, String> {
    shelf.install(parcel, 7, &mut |_, _| {}).map_err(|trouble| trouble.to_string())
}

#[track_caller]
fn refused(shelf: &Shelf, parcel: &Parcel, words: &[&str]) {
    let before = shelf.record().unwrap();
    let refused = install(shelf, parcel).unwrap_err();
    for word in words {
        assert!(refused.contains(word), "no `{word}` in: {refused}");
    }
    assert_eq!(shelf.record().unwrap(), before);
}

#[test]
fn a_changed_key_is_refused_until_it_is_said_to_be_right() {
    let (_data, shelf) = shelf();
    assert_eq!(install(&shelf, &version("1.0.0", Some(KEY))), Ok(News::First));
    let newer = version("1.1.0", Some(OTHER));
    refused(&shelf, &newer, &["The key changed", KEY, OTHER, "pack trust ada/small --key"]);
    shelf.trust(&id(), |known| known.pin = Pin::Key(OTHER.to_owned())).unwrap();
    assert_eq!(install(&shelf, &newer), Ok(News::Update { from: "1.0.0".to_owned() }));
    refused(&shelf, &version("1.2.0", Some(KEY)), &["The key changed"]);
}

#[test]
fn a_signature_that_is_gone_is_refused_until_the_learner_does_without() {
    let (_data, shelf) = shelf();
    install(&shelf, &version("1.0.0", Some(KEY))).unwrap();
    let bare = version("1.1.0", None);
    refused(&shelf, &bare, &["The signature is gone", KEY, "pack trust ada/small --unsigned"]);
    shelf.trust(&id(), |known| known.pin = Pin::Unsigned).unwrap();
    install(&shelf, &bare).unwrap();
    let signed = version("1.2.0", Some(KEY));
    let record = shelf.record().unwrap();
    assert_eq!(Shelf::signature(&record, &signed), Signature::New);
    install(&shelf, &signed).unwrap();
    refused(&shelf, &version("1.3.0", None), &["The signature is gone"]);
}

#[test]
fn an_older_version_is_refused_until_it_is_allowed_once() {
    let (_data, shelf) = shelf();
    for newer in ["1.0.0", "1.10.0-rc.1", "1.10.0"] {
        install(&shelf, &version(newer, None)).unwrap();
    }
    for older in ["1.9.0", "1.10.0-rc.1"] {
        let words = [older, "older than 1.10.0", "pack trust ada/small --allow-downgrade"];
        refused(&shelf, &version(older, None), &words);
    }
    shelf.trust(&id(), |known| known.downgrade = true).unwrap();
    let from = "1.10.0".to_owned();
    assert_eq!(install(&shelf, &version("1.9.0", None)), Ok(News::Downgrade { from }));
    refused(&shelf, &version("1.8.0", None), &["older than 1.9.0"]);
}

#[test]
fn what_is_trusted_outlives_the_removal() {
    let (data, shelf) = shelf();
    install(&shelf, &version("1.1.0", Some(KEY))).unwrap();
    assert_eq!(shelf.remove(&id()).unwrap().version, "1.1.0");
    assert_eq!((on_disk(data.path()), left_over(data.path())), (None, Vec::new()));
    refused(&shelf, &version("1.2.0", Some(OTHER)), &["The key changed"]);
    refused(&shelf, &version("1.0.0", Some(KEY)), &["older than 1.1.0"]);
    assert_eq!(install(&shelf, &version("1.1.0", Some(KEY))), Ok(News::Again));
    let twice = shelf.remove(&id()).and_then(|_| shelf.remove(&id())).unwrap_err();
    assert!(twice.what.contains("is not installed"), "{twice}");
}

#[test]
fn a_version_never_changes_but_in_its_authors_folder() {
    let (data, shelf) = shelf();
    install(&shelf, &version("1.0.0", None)).unwrap();
    let mut other = tree("1.0.0", &[("first", 1)]);
    other.insert("exercises/m01/first/task.md".to_owned(), "Print more.\n".to_owned());
    refused(&shelf, &parcel(&other, None), &["never changes", "pack remove ada/small"]);
    shelf.remove(&id()).unwrap();
    let mut of_folder = parcel(&other, None);
    of_folder.source = Source::Folder("/home/ada/small".into());
    assert_eq!(install(&shelf, &of_folder), Ok(News::Again));
    assert_eq!(install(&shelf, &of_folder), Ok(News::Same));
    let mut again = parcel(&tree("1.0.0", &[("first", 2)]), None);
    again.source = of_folder.source.clone();
    assert_eq!(install(&shelf, &again), Ok(News::Again));
    assert_eq!(on_disk(data.path()).unwrap().1, tree("1.0.0", &[("first", 2)]));
    assert_eq!(left_over(data.path()), Vec::<String>::new());
}

#[test]
fn a_key_may_be_known_before_the_pack() {
    let (_data, shelf) = shelf();
    shelf.trust(&id(), |known| known.pin = Pin::Key(KEY.to_owned())).unwrap();
    refused(&shelf, &version("1.0.0", Some(OTHER)), &["The key changed"]);
    refused(&shelf, &version("1.0.0", None), &["The signature is gone"]);
    let good = version("1.0.0", Some(KEY));
    assert_eq!(Shelf::signature(&shelf.record().unwrap(), &good), Signature::Known);
    let other = version("1.0.0", Some(OTHER));
    assert_eq!(Shelf::signature(&shelf.record().unwrap(), &other), Signature::Other);
    assert_eq!(install(&shelf, &good), Ok(News::First));
}

#[test]
fn what_was_looked_at_is_judged_again_under_the_lock() {
    let (_data, shelf) = shelf();
    let looked_at = version("1.0.0", None);
    assert_eq!(Shelf::judge(&shelf.record().unwrap(), &looked_at), Ok(News::First));
    // Meanwhile, in another window:
    install(&shelf, &version("2.0.0", None)).unwrap();
    refused(&shelf, &looked_at, &["older than 2.0.0"]);
    let record = shelf.record().unwrap();
    assert!(matches!(Shelf::judge(&record, &looked_at), Err(Distrust::Older { .. })));
}

#[test]
fn a_version_that_is_read_is_not_swept_away() {
    let (data, shelf) = shelf();
    install(&shelf, &version("1.0.0", None)).unwrap();
    let read = shelf.files(&id()).unwrap();
    install(&shelf, &version("1.1.0", None)).unwrap();
    let task = "exercises/m01/first/task.md";
    assert_eq!(read.read(task).unwrap(), b"Print it, says 1.0.0.\n");
    let fresh = shelf.files(&id()).unwrap();
    assert_eq!(fresh.read(task).unwrap(), b"Print it, says 1.1.0.\n");
    // Its name is taken while it is read, so the same version comes to lie in another.
    shelf.trust(&id(), |known| known.downgrade = true).unwrap();
    install(&shelf, &version("1.0.0", None)).unwrap();
    assert_eq!(on_disk(data.path()).unwrap().0, "1.0.0");
    drop((read, fresh));
    install(&shelf, &version("1.2.0", None)).unwrap();
    assert_eq!(left_over(data.path()), Vec::<String>::new());
}

#[test]
fn a_record_that_is_damaged_or_newer_is_said_and_nothing_is_swept() {
    let (data, shelf) = shelf();
    install(&shelf, &version("1.0.0", None)).unwrap();
    let file = data.path().join("packs/shelf.json");
    let whole = std::fs::read_to_string(&file).unwrap();
    let climbing = whole.replace("\"folder\": \"", "\"folder\": \"../");
    for (text, words) in [
        (whole[..whole.len() / 2].to_owned(), "shelf.json cannot be read: EOF"),
        (whole.replace("\"format\": 1", "\"format\": 2"), "A newer Backlab wrote"),
        (whole.replace("ada/small", "Ada"), "not the id of a pack"),
        (climbing, "none of a pack"),
        (String::new(), "cannot be read"),
    ] {
        std::fs::write(&file, text).unwrap();
        let refused = install(&shelf, &version("1.1.0", None)).unwrap_err();
        assert!(refused.contains(words), "{refused}");
        assert!(shelf.files(&id()).is_err() && shelf.remove(&id()).is_err());
    }
    std::fs::write(&file, whole).unwrap();
    assert_eq!(on_disk(data.path()).unwrap().1, tree("1.0.0", &[("first", 1)]));
}

#[test]
fn a_disk_that_refuses_leaves_the_old_state() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("packs"), "no folder").unwrap();
    let refused = install(&Shelf::of_data(data.path()), &version("1.0.0", None)).unwrap_err();
    assert!(refused.contains("cannot be written"), "{refused}");
}
