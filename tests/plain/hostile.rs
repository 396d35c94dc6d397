//! What a stranger's pack says may hold escape sequences, letters that turn or hide text, and sizes that
//! nobody reads. It is shown in both modes, and nothing of it reaches the terminal as it is.

use std::{fs, path::Path, sync::Arc};

use backlab::{
    course::id::{ExerciseId, LessonId},
    pack::{Pack, files::Memory},
    screen::{
        Screen,
        event::Event,
        keymap::{Key, function, plain as letter},
    },
    tutor::Tutor,
};

use crate::{LONG, checked_on_screen, drawn, press, said, tutor_of, words};

/// Clears the screen, fills the clipboard, rings, turns the reading order, hides and joins letters.
const HOSTILE: &str = "\u{1b}[2J\u{1b}]52;c;eA==\u{7}\u{202e}\u{200b}\u{2066}\u{9b}31m";
/// As TOML writes it.
const HOSTILE_IN_TOML: &str = r"\u001b[2J\u001b]52;c;eA==\u0007\u202e\u200b\u2066\u009b31m";

/// The files of a test pack, each text of them with `HOSTILE` in it.
fn hostile_pack(name: &str) -> Pack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    let mut files = Memory::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let text = match path.extension().and_then(|end| end.to_str()) {
                Some("toml") if inside != "pack.toml" || name == "tiny" => in_toml(&text),
                Some("md") => in_markdown(&text),
                _ => text,
            };
            files.insert(inside, text);
        }
    }
    let (pack, findings) = Pack::open(Arc::new(files));
    pack.unwrap_or_else(|| panic!("{findings:?}"))
}

/// Behind each text that is shown; ids, files and what checks compare stay as they are.
fn in_toml(text: &str) -> String {
    const SHOWN: [&str; 9] =
        ["summary", "outcome", "objective", "fails", "why", "look", "learned", "explain", "prompt"];
    let line = |line: &str| {
        let key = line.split('=').next().unwrap_or_default().trim();
        if ["title", "short"].contains(&key) {
            // They have few characters, and each that hides is written as several.
            return format!("{key} = \"{}\"\n", r"T\u001b[2J\u202e");
        }
        match line.strip_suffix('"') {
            Some(start) if SHOWN.contains(&key) && !line.ends_with("\"\"\"") => {
                format!("{start}{HOSTILE_IN_TOML}\"\n")
            }
            _ => format!("{line}\n"),
        }
    };
    text.lines().map(line).collect()
}

/// In the front matter as TOML; in headings, paragraphs and code as it is.
fn in_markdown(text: &str) -> String {
    let Some(rest) = text.strip_prefix("+++\n") else { return format!("{text}\nEnd{HOSTILE}.\n") };
    let (front, body) = rest.split_once("\n+++\n").unwrap();
    let body: String = body
        .lines()
        .map(|line| match line.chars().next() {
            Some('#' | 'A'..='Z') => format!("{line}{HOSTILE}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let code = format!("\n```text display\nlet x = 1;{HOSTILE}\n```\n");
    format!("+++\n{}+++\n{body}{code}", in_toml(front))
}

#[track_caller]
fn is_harmless(what: &str, shown: &str) {
    let hidden = |ch: &char| {
        (ch.is_control() && *ch != '\n')
            || matches!(ch, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found: Vec<char> = shown.chars().filter(hidden).collect();
    assert!(found.is_empty(), "{what}: {found:?}\n{shown:?}");
}

#[test]
fn hostile_words_of_a_lesson_and_an_exercise_reach_no_terminal() {
    let (_home, tutor) = tutor_of(hostile_pack("tiny"));
    let lesson = LessonId::parse("node-first-server").unwrap();
    let exercise = ExerciseId::parse("two-lines").unwrap();
    let mut home = Screen::home(LONG);
    home.update(&Event::Overview(Box::new(tutor.overview())));
    let shown = drawn(&home);
    is_harmless("home", &shown);

    let open = tutor.open_lesson(&lesson).unwrap();
    let pages = open.loaded.document.pages.len();
    let mut reader = Screen::lesson(lesson.clone(), LONG);
    reader.update(&Event::Lesson(Box::new(open)));
    for _ in 0..pages {
        is_harmless("lesson", &drawn(&reader));
        press(&mut reader, letter(' '));
    }
    let (result, verdict) = checked_on_screen(&tutor, &exercise);
    assert!(!verdict.passed());
    let shown = drawn(&result);
    is_harmless("result", &shown);
    assert!(shown.contains("[2J"), "the words around them are still there: {shown}");

    let lines =
        ["list", "module 1", "open node-first-server", "page 2", "open two-lines", "check", "hint"];
    let told = said(&tutor, &lines);
    is_harmless("plain mode", &told);
    assert!(words(&told).contains("[2J"), "{told}");
}

#[test]
fn hostile_words_of_a_quiz_reach_no_terminal() {
    let (_home, tutor) = tutor_of(hostile_pack("quiz"));
    let id = ExerciseId::parse("every-kind").unwrap();
    let mut screen = Screen::exercise(id.clone(), LONG, false);
    screen.update(&Event::Workpiece(Box::new(tutor.open_exercise(&id).unwrap())));
    for key in [letter('1'), letter('2'), function(5), function(3)] as [Key; 4] {
        is_harmless("quiz", &drawn(&screen));
        press(&mut screen, key);
    }
    is_harmless("plain mode", &said(&tutor, &["open every-kind", "answer 1", "1", "check"]));
}

/// A lesson that has `body` and nothing else.
fn lesson_of(body: &str) -> (tempfile::TempDir, Tutor) {
    let front = "+++\nid = \"long\"\ntitle = \"Long\"\nobjective = \"See it.\"\nminutes = 1\nrev = 1\n+++\n";
    let manifest = "format = 1\nid = \"test/long\"\nversion = \"1.0.0\"\ntitle = \"Long\"\nsummary = \"Long.\"\n\
         languages = [\"en\"]\nlicence = \"CC0-1.0\"\n\n[[module]]\nid = \"m01\"\ntitle = \"Long\"\nshort = \"Long\"\n\
         outcome = \"It.\"\nlessons = [\"long\"]\nexercises = []\n";
    let files: Memory = [
        ("pack.toml", manifest.to_owned()),
        ("lessons/m01/long.md", format!("{front}# Long\n\n{body}\n")),
    ]
    .into_iter()
    .collect();
    let (pack, findings) = Pack::open(Arc::new(files));
    tutor_of(pack.unwrap_or_else(|| panic!("{findings:?}")))
}

/// What no page needs is refused with a sentence, or shown as far as anybody could read it.
#[test]
fn huge_and_deep_texts_are_refused_or_shown() {
    let id = LessonId::parse("long").unwrap();
    let line = "x".repeat(10 << 20);
    let quotes = format!("{}deep", ">".repeat(100_000));
    for (what, body) in [("a line of 10 MB", line), ("100,000 quotes", quotes)] {
        let (_home, tutor) = lesson_of(&body);
        let refused = tutor.open_lesson(&id).expect_err(what);
        let said = refused.what.len() + refused.next.map_or(0, |next| next.len());
        assert!(said < 1_000, "{what}: the refusal itself is {said} bytes");
    }
    let code = format!("```js display\n{}\n```", "let a=1;".repeat(12_800));
    assert!(100 << 10 <= code.len());
    let (_home, tutor) = lesson_of(&code);
    let mut reader = Screen::lesson(id.clone(), LONG);
    reader.update(&Event::Lesson(Box::new(tutor.open_lesson(&id).unwrap())));
    assert!(drawn(&reader).contains("let a=1;let a=1;"));
    let told = said(&tutor, &["open long"]);
    assert!(told.contains("let a=1;let a=1;"), "{}", &told[..told.len().min(500)]);
}
