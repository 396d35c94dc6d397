//! `pack lint` over the real binary: small packs with one mistake each, what `--fix` mends, and what
//! `--against` compares.
//!
//! A case is a folder of tests/cases/lint: `change.toml` says what is changed in a pack of tests/cases
//! (`clean` unless it says `base`), `expected.txt` is what the command prints, word for word.
//! `BACKLAB_BLESS=1 cargo test --test cli lint` writes these anew.

use std::{fs, path::Path};

use serde_json::Value as Json;

use crate::{command::Test, many_exercises};

/// A pack of tests/cases with the changes of a case.
fn changed(case: &Path) -> Test {
    let words = fs::read_to_string(case.join("change.toml")).unwrap();
    let change: toml::Table = words.parse().unwrap();
    let list =
        |key: &str| change.get(key).and_then(|list| list.as_array().cloned()).unwrap_or_default();
    let test = Test::in_pack(change.get("base").map_or("clean", |base| base.as_str().unwrap()));
    // What the loader expects of the pack is no part of it.
    fs::remove_file(test.folder().join("expected.txt")).unwrap();
    for edit in list("edit") {
        let word = |key: &str| edit[key].as_str().unwrap().to_owned();
        let before = fs::read_to_string(test.folder().join(word("file"))).unwrap();
        assert!(before.contains(&word("find")), "{}: {}", case.display(), word("find"));
        test.file(&word("file"), &before.replacen(&word("find"), &word("put"), 1));
    }
    for add in list("add") {
        test.file(add["file"].as_str().unwrap(), add["text"].as_str().unwrap());
    }
    for path in list("remove") {
        fs::remove_file(test.folder().join(path.as_str().unwrap())).unwrap();
    }
    test
}

fn cases() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/lint");
    let mut cases: Vec<_> =
        fs::read_dir(folder).unwrap().map(|case| case.unwrap().path()).collect();
    cases.sort();
    cases
}

#[test]
fn each_small_broken_pack_has_exactly_the_findings_it_expects() {
    let mut wrong = Vec::new();
    let cases = cases();
    for case in &cases {
        let run = changed(case).args(["pack", "lint"]);
        assert!(run.stdout.lines().count() > 1, "{}: nothing was found", case.display());
        run.ends_with_one_of(&[0, 1]);
        let expected = case.join("expected.txt");
        if std::env::var_os("BACKLAB_BLESS").is_some() {
            fs::write(&expected, &run.stdout).unwrap();
        }
        let expected = fs::read_to_string(expected).unwrap_or_default();
        if run.stdout != expected {
            wrong.push(format!(
                "{}\n--- expected\n{expected}--- printed\n{}",
                case.display(),
                run.stdout
            ));
        }
    }
    assert!(cases.len() >= 50, "{}", cases.len());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn fix_mends_what_cannot_change_what_is_said() {
    let test = Test::in_pack("clean");
    let edit = |path: &str, find: &str, put: &str| {
        let words = fs::read_to_string(test.folder().join(path)).unwrap();
        assert!(words.contains(find), "{find} in {path}");
        test.file(path, &words.replacen(find, put, 1));
    };
    edit("pack.toml", "authors =", "autors =");
    edit("facts.toml", "reviewed = 2026-11-03\n", "reviewed = 2026-11-03");
    edit(
        "lessons/m01/answers.md",
        "```js run\nfunction greet(name) {\n  return",
        "```js rnu\nfunction greet(name) {\n  return",
    );
    edit(
        "lessons/m01/answers.md",
        "You call it, and it works for you.",
        "You call it, and it works for you.   ",
    );
    let lesson = fs::read_to_string(test.folder().join("lessons/m01/memory.md")).unwrap();
    test.file("lessons/m01/memory.md", &format!("\u{feff}{}", lesson.replace('\n', "\r\n")));
    let run = test.args(["pack", "lint", "--fix"]).ends(0);
    let fixed: Vec<_> = run.stdout.lines().filter(|line| line.starts_with("fixed ")).collect();
    for line in [
        "fixed pack.toml:7:1: `autors` is `authors` now",
        "fixed facts.toml:6:1: the last line ends with a line feed",
        "fixed lessons/m01/memory.md:1:1: the byte order mark at the beginning is gone",
        "fixed lessons/m01/memory.md:1:1: lines end with a line feed alone",
    ] {
        assert!(fixed.contains(&line), "{line} in {fixed:#?}");
    }
    assert!(run.stdout.contains("`rnu` is `run` now"), "{}", run.stdout);
    assert!(run.stdout.ends_with("0 errors, 0 warnings in 18 files\n"), "{}", run.stdout);
    // Every file is what it was before it was damaged.
    let clean = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/clean");
    for path in ["pack.toml", "facts.toml", "lessons/m01/memory.md"] {
        let (now, before) = (fs::read(test.folder().join(path)), fs::read(clean.join(path)));
        assert_eq!(now.unwrap(), before.unwrap(), "{path}");
    }
    let again = test.args(["pack", "lint", "--fix", "--json"]).ends(0);
    let value: Json = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!(value["fixed"], serde_json::json!([]));
    assert!(
        !fs::read_dir(test.folder())
            .unwrap()
            .any(|entry| { entry.unwrap().file_name().to_string_lossy().ends_with(".tmp") })
    );
}

#[test]
fn fix_leaves_alone_what_it_cannot_read_and_what_answers_are_made_of() {
    let test = Test::in_pack("clean");
    let broken = "id = \"greet\" \nrev = \n";
    test.file("exercises/m01/greet/exercise.toml", broken);
    let starter = "exports.greet = () => {}; \r\n";
    test.file("exercises/m01/tally/starter/tally.js", starter);
    let twice =
        fs::read_to_string(test.folder().join("pack.toml")).unwrap() + "\n[mooved]\na = \"b\"\n";
    // `moved` is there already: the word that was meant would stand there twice.
    test.file("pack.toml", &twice);
    let run = test.args(["pack", "lint", "--fix"]).ends(1);
    assert!(!run.stdout.contains("fixed "), "{}", run.stdout);
    let read = |path: &str| fs::read_to_string(test.folder().join(path)).unwrap();
    assert_eq!(read("exercises/m01/greet/exercise.toml"), broken);
    assert_eq!(read("exercises/m01/tally/starter/tally.js"), starter);
    assert_eq!(read("pack.toml"), twice);
}

#[test]
fn an_earlier_version_is_held_against_a_later_one() {
    let test = Test::new();
    let new =
        |name| test.args(["pack", "new", name, "--id", "ada/notes", "--kind", "js,quiz"]).ends(0);
    new("old");
    new("new");
    let edit = |path: &str, find: &str, put: &str| {
        let words = fs::read_to_string(test.folder().join(path)).unwrap();
        assert!(words.contains(find), "{find} in {path}");
        test.file(path, &words.replacen(find, put, 1));
    };
    let lint = || test.args(["pack", "lint", "new", "--against", "old"]);
    let rules = |printed: &str| -> Vec<String> {
        let rule = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
        printed
            .lines()
            .filter(|line| line.contains(": error[") || line.contains(": warning["))
            .filter_map(rule)
            .collect()
    };
    // The same bytes under the same version.
    let run = lint().ends(1).prints("version 0.1.0 does not come after 0.1.0");
    assert_eq!(rules(&run.stdout), ["P13"]);
    edit("new/pack.toml", "version = \"0.1.0\"", "version = \"0.2.0\"");
    lint().prints("0 errors, 0 warnings").ends(0);
    edit("new/pack.toml", "0.2.0", "0.2.0-rc.1");
    lint().prints("0 errors, 0 warnings").ends(0);
    // It asks for something else.
    let js = "new/exercises/m01/list-open-notes/exercise.toml";
    edit(js, "returns = [\"water the plants\"]", "returns = [\"water the plant\"]");
    let run = lint().ends(0).prints("the checks are others than before, and `rev` is the same");
    assert_eq!(rules(&run.stdout), ["P14"]);
    edit(js, "rev = 1", "rev = 2");
    lint().prints("0 errors, 0 warnings").ends(0);
    edit("old/exercises/m01/list-open-notes/exercise.toml", "rev = 1", "rev = 3");
    let run = lint().ends(1).prints("`rev` was 3, and is 2 now");
    assert_eq!(rules(&run.stdout), ["P13"]);
    edit(js, "rev = 2", "rev = 4");
    // One is gone without a word.
    edit("new/pack.toml", ", \"open-or-done\"]", "]");
    edit("new/lessons/m01/what-is-open.md", ", \"open-or-done\"]", "]");
    fs::remove_dir_all(test.folder().join("new/exercises/m01/open-or-done")).unwrap();
    let run = lint().ends(1).prints("`open-or-done` of version 0.1.0 is in no module any more");
    assert_eq!(rules(&run.stdout), ["P12"]);
    // An archive says the same as the folder that it was made of.
    test.args(["pack", "build", "old", "--out", "old.tpack"]).ends(0);
    let of_archive = test.args(["pack", "lint", "new", "--against", "old.tpack"]).ends(1);
    assert_eq!(of_archive.stdout, run.stdout);
    test.file("broken.tpack", "no archive");
    test.args(["pack", "lint", "new", "--against", "broken.tpack"]).complains("gzip").ends(2);
    edit("new/pack.toml", "languages =", "retired = [\"open-or-done\"]\nlanguages =");
    lint().prints("0 errors, 0 warnings").ends(0);
    // What was said once stays said.
    edit("old/pack.toml", "languages =", "retired = [\"older\"]\nlanguages =");
    lint().prints("`retired` names `older` no longer").ends(1);
    edit("new/pack.toml", "\"open-or-done\"]", "\"open-or-done\", \"older\"]");
    edit("new/pack.toml", "ada/notes", "ada/other");
    lint().prints("the pack was called `ada/notes`: this is another pack").ends(1);
    test.args(["pack", "lint", "new", "--against", "nowhere"]).complains("this is no pack").ends(2);
}

#[test]
fn data_that_everybody_sees_and_large_files_are_told() {
    let test = Test::new();
    test.args(["pack", "new", "rows", "--kind", "sql"]).ends(0);
    let path = "rows/exercises/m01/find-open-notes/exercise.toml";
    let words = fs::read_to_string(test.folder().join(path)).unwrap();
    let seen = words
        .replace("on = [\"other\"]", "on = [\"shown\"]")
        .replace("on = [\"finished\"]", "on = [\"shown\"]");
    test.file(path, &seen);
    test.args(["pack", "lint", "rows"])
        .prints("error[X05]: no hidden check runs on data that the learner does not see")
        .ends(1);
    test.file(path, &words);
    let data = "rows/exercises/m01/find-open-notes/data/other.sql";
    test.file(data, &"-- one line more\n".repeat(70_000));
    test.args(["pack", "lint", "rows"]).prints("warning[P08]: the file has 1162 kB").ends(0);
}

#[test]
fn a_pack_of_many_exercises_is_linted_whole() {
    let test = Test::new();
    for (path, words) in many_exercises::files(120) {
        test.file(&path, &words);
    }
    test.args(["pack", "lint"]).prints("0 errors, ").ends(0);
}

/// A small pack with a translated lesson and a translated task.
fn translated() -> Test {
    let test = Test::new();
    test.args(["pack", "new", "p", "--id", "ada/notes"]).ends(0);
    let read = |path: &str| fs::read_to_string(test.folder().join(path)).unwrap();
    let manifest =
        read("p/pack.toml").replace("languages = [\"en\"]", "languages = [\"en\", \"de\"]");
    test.file("p/pack.toml", &manifest);
    let lesson = read("p/lessons/m01/what-is-open.md");
    let body = lesson.split("+++\n").nth(2).unwrap();
    let body = body.replace("# A list of notes", "# Eine Liste von Notizen");
    let matter = "title = \"Finde, was offen ist\"\n";
    test.file("p/lessons/m01/what-is-open.de.md", &format!("+++\n{matter}+++\n{body}"));
    let task = "+++\ntitle = \"Was ist offen?\"\n+++\nSchreibe `openNotes` in `notes.js`.\n";
    test.file("p/exercises/m01/list-open-notes/task.de.md", task);
    test
}

/// Puts the line that lint hints at into the front matter of a translation.
fn up_to_date(test: &Test, path: &str) {
    let run = test.args(["pack", "lint", "p"]);
    let mut lines = run.stdout.lines().skip_while(|line| !line.starts_with(path));
    let hint = lines.nth(1).unwrap();
    let mark = &hint[hint.find("source = ").unwrap()..];
    let file = test.folder().join("p").join(path);
    let words = fs::read_to_string(&file).unwrap();
    let words: String = words
        .lines()
        .filter(|line| !line.starts_with("source = "))
        .fold(String::new(), |words, line| words + line + "\n");
    fs::write(file, words.replacen("+++\n", &format!("+++\n{mark}\n"), 1)).unwrap();
}

#[test]
fn a_translation_that_is_older_than_its_source_is_told_with_what_changed() {
    let test = translated();
    let (lesson, task) =
        ("lessons/m01/what-is-open.de.md", "exercises/m01/list-open-notes/task.de.md");
    test.args(["pack", "lint", "p"])
        .prints(&format!(
            "{lesson}:1:1: warning[T01]: the translation does not say which text it was made from"
        ))
        .prints(&format!("{task}:1:1: warning[T01]: "))
        .prints("0 errors, 2 warnings")
        .ends(0);
    up_to_date(&test, lesson);
    up_to_date(&test, task);
    test.args(["pack", "lint", "p"]).prints("0 errors, 0 warnings").ends(0);
    test.args(["pack", "test", "p"]).prints("Everything holds.").ends(0);
    let source = test.folder().join("p/lessons/m01/what-is-open.md");
    let words = fs::read_to_string(&source).unwrap();
    fs::write(
        &source,
        words
            .replace("Nothing is gone.", "Nothing at all is gone.")
            .replace("rev = 1 ", "rev = 2 "),
    )
    .unwrap();
    test.args(["pack", "lint", "p"])
        .prints("`lessons/m01/what-is-open.md` is newer: the front matter, the page `The list stays as it was` changed or came in")
        .prints("once both say the same again: source = \"")
        .ends(0);
    up_to_date(&test, lesson);
    test.args(["pack", "lint", "p"]).prints("0 errors, 0 warnings").ends(0);
    // Other code than that of the source would never be run by `pack test`.
    let translation = test.folder().join("p").join(lesson);
    let words = fs::read_to_string(&translation).unwrap();
    fs::write(&translation, words.replace("notes, the first:", "Notizen, die erste:")).unwrap();
    test.args(["pack", "lint", "p"])
        .prints("error[T02]: the blocks of code are not those of the source")
        .ends(1);
}

#[test]
fn a_learner_reads_the_first_wished_language_that_the_pack_has() {
    let test = translated();
    let shown = |args: &[&str]| test.shown_in("p", args);
    let (english, german) = ("A list of notes", "Eine Liste von Notizen");
    assert!(shown(&["show", "what-is-open"]).contains(english));
    assert!(shown(&["--lang", "de", "show", "what-is-open"]).contains(german));
    assert!(shown(&["show", "what-is-open", "--lang", "de_AT.UTF-8"]).contains(german));
    assert!(shown(&["show", "what-is-open", "--lang", "fr"]).contains(english));
    let list = shown(&["list", "--lang", "de"]);
    assert!(list.contains("Finde, was offen ist") && list.contains("Was ist offen?"), "{list}");
    let task = shown(&["show", "list-open-notes", "--lang", "de"]);
    assert!(task.contains("Schreibe openNotes in notes.js"), "{task}");
    // What is damaged is shown in the first language.
    let path = test.folder().join("p/lessons/m01/what-is-open.de.md");
    let words = fs::read_to_string(&path).unwrap();
    fs::write(&path, words.replacen("```js run", "```js rnu", 1)).unwrap();
    assert!(shown(&["show", "what-is-open", "--lang", "de"]).contains(english));
    fs::write(&path, words).unwrap();
    test.file(".config/backlab/config.toml", "language = \"de\"\n");
    assert!(shown(&["show", "what-is-open"]).contains(german));
    assert!(shown(&["show", "what-is-open", "--lang", "en"]).contains(english));
}
