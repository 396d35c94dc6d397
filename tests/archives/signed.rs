//! Signatures: what they prove, and how each way of tampering is told apart. The files of
//! tests/cases/minisign were made with minisign 0.11.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Stdio, sync::LazyLock};

use backlab::pack::{
    archive::{self, Built, Digest},
    sign::{self, Doubt, PublicKey, Secret, SecretFile, Signed, new_keys},
};
use proptest::prelude::*;

use crate::{backlab, case, copy, stderr, stdout};

/// A key without a password, made anew in each run.
fn secret() -> Secret {
    let keys = new_keys(None).unwrap();
    SecretFile::parse(&keys.secret_file).unwrap().unlock("").unwrap()
}

/// A signed archive.
struct Made {
    built: Built,
    signature: String,
    key: PublicKey,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let built = archive::build(&case("clean")).unwrap();
    let secret = secret();
    let signature = secret.sign(&built.bytes, &built.course).unwrap();
    Made { built, signature, key: secret.public().unwrap() }
});

fn comment_of(signature: &str) -> &str {
    signature.lines().nth(2).unwrap().strip_prefix("trusted comment: ").unwrap()
}

/// The signature with another comment, which nobody signed.
fn with_comment(signature: &str, comment: &str) -> String {
    signature.replace(comment_of(signature), comment)
}

#[test]
fn a_signature_says_who_signed_what() {
    let Made { built, signature, key } = &*MADE;
    let (opened, signed) = sign::open(&built.bytes, Some(signature)).unwrap();
    let signed = signed.unwrap();
    let Signed { id, version, sha256, .. } = &signed;
    assert_eq!((id, version), (&opened.course().id, &"1.0.0".to_owned()));
    assert_eq!((sha256, &signed.key), (&built.sha256, key));
    assert_eq!(
        comment_of(signature),
        format!("backlab-pack id=cases/clean version=1.0.0 sha256={} key={key}", built.sha256)
    );
    assert!(sign::open(&built.bytes, None).unwrap().1.is_none());
}

#[test]
fn a_changed_byte_is_told_by_where_it_is() {
    let Made { built, signature, .. } = &*MADE;
    let mut archive = built.bytes.clone();
    for at in [0, 5, archive.len() / 2, archive.len() - 1] {
        archive[at] ^= 1;
        assert_eq!(sign::read(&archive, signature), Err(Doubt::Archive), "{at}");
        archive[at] ^= 1;
    }
    // A character of the base64 of each signature that carries no head: another, equally right one.
    let lines: Vec<&str> = signature.lines().collect();
    let other = |line: usize, at: usize| {
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let new = if lines[line].as_bytes()[at] == b'A' { "B" } else { "A" };
        lines[line].replace_range(at..=at, new);
        lines.join("\n")
    };
    assert_eq!(sign::read(&built.bytes, &other(1, 40)), Err(Doubt::Signature));
    assert_eq!(sign::read(&built.bytes, &other(1, 8)), Err(Doubt::OtherKey));
    assert_eq!(sign::read(&built.bytes, &other(3, 40)), Err(Doubt::TrustedComment));
    let version = comment_of(signature).replace("version=1.0.0", "version=1.0.1");
    let changed = with_comment(signature, &version);
    assert_eq!(sign::read(&built.bytes, &changed), Err(Doubt::TrustedComment));
    let digest = comment_of(signature).replace("sha256=", "sha256=0").replacen("0 key", " key", 1);
    let form = sign::read(&built.bytes, &with_comment(signature, &digest));
    assert!(matches!(form, Err(Doubt::Comment("sha256") | Doubt::TrustedComment)), "{form:?}");
    // What nobody signed may change.
    let untrusted = signature.replacen("signature of", "another signature of", 1);
    assert!(sign::read(&built.bytes, &untrusted).is_ok());
}

#[test]
fn another_key_another_pack_and_another_version_are_told() {
    let Made { built, signature, key } = &*MADE;
    let other = secret();
    // The comment states a key that did not sign.
    let comment =
        comment_of(signature).replace(&key.to_string(), &other.public().unwrap().to_string());
    let swapped = with_comment(signature, &comment);
    assert_eq!(sign::read(&built.bytes, &swapped), Err(Doubt::OtherKey));
    // The same, and the eight bytes that name the key are forged.
    let mut forged = other.public().unwrap().to_string();
    forged.replace_range(..14, &key.to_string()[..14]);
    let comment = comment_of(signature).replace(&key.to_string(), &forged);
    let answer = sign::read(&built.bytes, &with_comment(signature, &comment));
    assert!(
        matches!(answer, Err(Doubt::Signature | Doubt::OtherKey | Doubt::Comment("key"))),
        "{answer:?}"
    );
    // An author who signs the archive as something else.
    let mut course = (*built.course).clone();
    course.version = "2.0.0".to_owned();
    let signature = other.sign(&built.bytes, &course).unwrap();
    let signed = sign::read(&built.bytes, &signature).unwrap();
    let (said, found) = ("2.0.0".to_owned(), "1.0.0".to_owned());
    assert_eq!(signed.is_of(&built.course), Err(Doubt::Version { said, found }));
    let trouble = sign::open(&built.bytes, Some(&signature)).map(drop).unwrap_err();
    assert!(trouble.what.contains("of version 2.0.0, the archive holds 1.0.0"), "{trouble}");
    course.version = "1.0.0".to_owned();
    course.id = backlab::course::id::PackId::parse("cases/other").unwrap();
    let signature = other.sign(&built.bytes, &course).unwrap();
    let trouble = sign::open(&built.bytes, Some(&signature)).map(drop).unwrap_err();
    assert!(trouble.what.contains("of the pack cases/other, the archive holds cases/clean"));
}

#[test]
fn what_is_no_signature_is_told_by_its_line() {
    let Made { built, signature, .. } = &*MADE;
    let read = |text: &str| sign::read(&built.bytes, text).map(drop).unwrap_err();
    let form = |line| Doubt::Form { line };
    assert_eq!(read(""), form(1));
    assert_eq!(read("untrusted comment: x"), form(2));
    assert_eq!(read(&signature.replacen("untrusted", "trusted", 1)), form(1));
    assert_eq!(read(&signature.replacen("\nR", "\n!", 1)), form(2));
    assert_eq!(read(&signature.replacen("\nRU", "\nRX", 1)), form(2));
    assert_eq!(read(&signature.replacen("\nRU", "\nRW", 1)), Doubt::Legacy);
    assert_eq!(read(&signature.replacen("\ntrusted comment", "\ncomment", 1)), form(3));
    assert_eq!(read(&format!("{signature}more\n")), form(5));
    assert_eq!(read(&format!("{signature}{}", " ".repeat(5_000))), form(1));
    let comment = |text: &str| read(&with_comment(signature, text));
    assert_eq!(comment("timestamp:1"), Doubt::Comment("backlab-pack"));
    assert_eq!(comment("backlab-pack version=1.0.0"), Doubt::Comment("id"));
    assert_eq!(comment("backlab-pack id=a/b"), Doubt::Comment("version"));
    assert_eq!(comment("backlab-pack id=A version=1 sha256=0 key=R"), Doubt::Comment("id"));
    assert_eq!(comment("backlab-pack id=a/b version=1 sha256=0 key=R"), Doubt::Comment("version"));
    for doubt in [form(1), Doubt::Legacy, Doubt::OtherKey, Doubt::Archive, Doubt::Signature] {
        assert!(backlab::diag::Trouble::from(doubt).next.is_some());
    }
}

#[test]
fn minisign_and_backlab_read_each_other() {
    let file = |name: &str| fs::read_to_string(case("minisign").join(name)).unwrap();
    let archive = fs::read(case("minisign").join("archive")).unwrap();
    let public = PublicKey::of_file(&file("key.pub")).unwrap();
    let signed = sign::read(&archive, &file("archive.minisig")).unwrap();
    assert_eq!((signed.key, signed.id.as_str()), (public, "cases/minisign"));
    assert_eq!(signed.sha256, Digest::of(&archive));
    // A key that minisign made without a password signs here.
    let secret = SecretFile::parse(&file("key")).unwrap();
    assert!(!secret.is_encrypted());
    assert_eq!(secret.unlock("").unwrap().public().unwrap(), public);
}

#[test]
fn a_key_with_a_password_needs_it() {
    let keys = new_keys(Some("correct horse".to_owned())).unwrap();
    let read = || SecretFile::parse(&keys.secret_file).unwrap();
    assert!(read().is_encrypted());
    assert_eq!(read().unlock("correct horse").unwrap().public().unwrap(), keys.public);
    let wrong = read().unlock("battery staple").map(drop).unwrap_err();
    assert_eq!(wrong.what, "This is not the password of the key.");
    for bad in ["", "one line", "two\nlines", &keys.public_file] {
        let trouble = SecretFile::parse(bad).map(drop).unwrap_err();
        assert!(trouble.what.contains("no secret key of minisign"), "{bad}");
    }
}

/// Runs the program with `input` on standard input.
fn run(home: &Path, words: &[&str], input: &str) -> std::process::Output {
    let mut command = backlab(home);
    let given = home.join(".input");
    fs::write(&given, input).unwrap();
    command.args(words).stdin(Stdio::from(fs::File::open(given).unwrap()));
    command.output().unwrap()
}

#[test]
fn an_author_makes_a_key_and_signs() {
    let home = tempfile::tempdir().unwrap();
    copy(&case("clean"), &home.path().join("pack"));
    let output = run(home.path(), &["pack", "keygen"], "s3cret\n");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let key = home.path().join(".config/backlab/pack.key");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let public = fs::read_to_string(key.with_extension("pub")).unwrap();
    let public = PublicKey::of_file(&public).unwrap();
    assert!(stdout(&output).contains(&public.to_string()));
    // Neither file is ever written over.
    let before = fs::read(&key).unwrap();
    let output = run(home.path(), &["pack", "keygen"], "other\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("never written over"), "{}", stderr(&output));
    assert_eq!(fs::read(&key).unwrap(), before);
    let output = run(home.path(), &["pack", "build", "pack"], "");
    assert!(stderr(&output).contains("`backlab pack sign clean-1.0.0.tpack`"));
    let sign = ["pack", "sign", "clean-1.0.0.tpack"];
    let output = run(home.path(), &sign, "wrong\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("not the password"), "{}", stderr(&output));
    let signature = home.path().join("clean-1.0.0.tpack.minisig");
    assert!(!signature.exists());
    let output = run(home.path(), &sign, "s3cret\n");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(signature.exists());
    let verify = ["pack", "verify", "clean-1.0.0.tpack"];
    let output = run(home.path(), &verify, "");
    let said = stdout(&output);
    assert!(said.contains(&format!("key        {public}\n")), "{said}");
    assert!(said.contains("\nThe signature is good: whoever has the key above"), "{said}");
    let other = new_keys(None).unwrap().public.to_string();
    let by_other = [&verify[..], &["--key", &other]].concat();
    let output = run(home.path(), &by_other, "");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("signed with the key"), "{}", stderr(&output));
    // A signature that lies beside the archive is checked, asked for or not.
    let text = fs::read_to_string(&signature).unwrap();
    fs::write(&signature, text.replace("version=1.0.0", "version=1.0.1")).unwrap();
    let output = run(home.path(), &verify, "");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("trusted comment"), "{}", stderr(&output));
    fs::remove_file(&signature).unwrap();
    let output = run(home.path(), &by_other, "");
    assert!(stderr(&output).contains("no signature lies beside it"), "{}", stderr(&output));
}

#[test]
fn a_key_without_a_password_is_asked_for_by_name() {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), &["pack", "keygen", "--out", "k"], "\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--no-password"), "{}", stderr(&output));
    assert!(!home.path().join("k").exists());
    let keygen = ["pack", "keygen", "--out", "keys/k", "--no-password"];
    assert!(run(home.path(), &keygen, "").status.success());
    copy(&case("clean"), &home.path().join("pack"));
    assert!(run(home.path(), &["pack", "build", "pack", "--out", "x.tpack"], "").status.success());
    assert!(run(home.path(), &["pack", "sign", "x.tpack", "--key", "keys/k"], "").status.success());
    let by_file = ["pack", "verify", "x.tpack", "--key", "keys/k.pub"];
    let output = run(home.path(), &by_file, "");
    let said = stdout(&output);
    assert!(said.contains("The signature is good, and by the key that you named."), "{said}");
    let output = run(home.path(), &["pack", "sign", "x.tpack", "--key", "keys/k.pub"], "");
    assert!(stderr(&output).contains("no secret key"), "{}", stderr(&output));
    let output = run(home.path(), &["pack", "sign", "x.tpack"], "");
    assert!(stderr(&output).contains("`backlab pack keygen` makes one"), "{}", stderr(&output));
}

proptest! {
    /// No text is a signature of the archive but its own.
    #[test]
    fn no_change_of_a_signature_passes(
        at in any::<prop::sample::Index>(), byte in prop_oneof![Just('\n'), Just(' '), Just('A'), any::<char>()],
    ) {
        let Made { built, signature, key } = &*MADE;
        let from = signature.find('\n').unwrap();
        let at = from + at.index(signature.len() - from);
        let mut changed = signature.clone();
        changed.replace_range(at..=at, &byte.to_string());
        match sign::read(&built.bytes, &changed) {
            Ok(signed) => prop_assert!(changed.trim_end() == signature.trim_end() && signed.key == *key),
            Err(doubt) => prop_assert!(!doubt.to_string().chars().any(backlab::text::is_unsafe)),
        }
    }
}
