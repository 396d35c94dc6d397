//! An exercise of kind `http` on the workbench: what came back for each request is always seen.

use std::{path::PathBuf, time::Duration};

use backlab::{
    course::{
        exercise::Exercise,
        id::{LessonId, PackId},
    },
    screen::event::{Effect, Event},
    text,
    tutor::{Checked, Next, Place, Standing, Workpiece},
};
use ratatui::crossterm::event::KeyCode;

use crate::{Bench, check_screen, fixture};

const CHECKS: &str = r#"
[[check]]
name = "listed"
say = "GET /users is answered 200"
fails = "The users were not listed."
why = "The method says what you would like, the path says of what."
look = "the line under `### 1`"
[check.sent]
request = "GET /users"
status = 200

[[check]]
name = "name-read"
say = "The name of user 4 is noted"
after = ["listed"]
fails = "The name of the user with the id 4 is not noted."
why = "The body of an answer is the thing itself, here a list."
look = "the body of the answer"
[check.answer]
name = "name"
request = "GET /users"
value = "$[2].name"

[[wrong]]
name = "singular"
edit = [{ file = "requests.http", find = "/users", put = "/user" }]
fails = ["listed"]
when = { path = "/user", status = 404 }
feedback = "404: nothing is found under this path. The list has a plural name."
"#;

fn bench(exercise: &Exercise, text: &str, columns: u16, rows: u16) -> Bench {
    let piece = Workpiece {
        pack: PackId::parse("demo/small").unwrap(),
        course_title: "A small course".into(),
        module_number: 2,
        module_title: "HTTP by hand".into(),
        exercise: exercise.clone(),
        folder: Some(PathBuf::from("work")),
        files: fixture::files(text),
        note: None,
        due: 0,
        command: None,
        standing: Standing::default(),
        next: Some(Next {
            place: Place::Lesson(LessonId::parse("http-methods").unwrap()),
            title: "Methods".into(),
            minutes: 5,
            page: None,
            then: None,
            days_away: None,
            last_solved: None,
        }),
    };
    Bench::open(piece, columns, rows)
}

/// F5, and what the lab says of `text`.
fn check(bench: &mut Bench, exercise: &Exercise, text: &str) {
    bench.press(KeyCode::F(5));
    let generation = bench.generation_of_check();
    let mut verdict = fixture::judged(exercise, text);
    verdict.took = Duration::from_millis(9);
    let standing = Standing { attempts: 1, passed: verdict.passed(), ..Standing::default() };
    let checked = Checked { exercise: crate::small_pack::id(), verdict, standing, unsaved: None };
    bench.send(&Event::Checked { generation, checked: Box::new(checked) });
}

fn checked(tables: &str, text: &str, columns: u16, rows: u16) -> Bench {
    let exercise = fixture::exercise(tables);
    let mut bench = bench(&exercise, text, columns, rows);
    check(&mut bench, &exercise, text);
    bench
}

const RIGHT: &str = "### 1\nGET /users\n\n### 2\n# @answer name = Oluchi\n";

#[test]
fn the_screens_are_as_drawn() {
    let singular = RIGHT.replace("/users", "/user");
    let unread = RIGHT.replace(" Oluchi", "");
    for (columns, rows) in [(80, 24), (120, 36)] {
        for (name, text) in [
            ("requests-path", singular.as_str()),
            ("requests-unread", unread.as_str()),
            ("requests-passed", RIGHT),
        ] {
            check_screen(&checked(CHECKS, text, columns, rows), name);
        }
        let mut bench = checked(CHECKS, &unread, columns, rows);
        check_screen(bench.press(KeyCode::Enter), "requests-in-full");
    }
}

/// The rows of the whole result, scrolled through.
fn all_rows(bench: &mut Bench) -> String {
    let mut seen = String::new();
    bench.press(KeyCode::Char('3')).press(KeyCode::Char('g'));
    for _ in 0..120 {
        for row in bench.rows() {
            if !seen.contains(row.trim_end()) {
                seen.push_str(row.trim_end());
                seen.push('\n');
            }
        }
        bench.press(KeyCode::Down);
    }
    seen
}

#[test]
fn each_request_is_told_whatever_came_of_it() {
    let long: Vec<_> = (0..40).map(|n| format!("line {n}")).collect();
    let long = long.join("\n");
    let text = format!(
        "GET /users\n###\nGET /broken\n###\nGET http://shop.example/\n###\nGET /bytes\n###\n\
         GET /escapes\n###\nPOST /echo\nContent-Type: text/plain\n\n{long}\n\n###\n\
         DELETE /users/1\n"
    );
    for (columns, rows) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut bench = checked(CHECKS, &text, columns, rows);
        let seen = all_rows(&mut bench);
        for words in [
            "→ sent    GET /users",
            "← none    the connection was closed before the answer",
            "– unsent  GET /",
            "requests reach the mock API here, and not",
            "not text; it begins with the bytes 00 01 50 4e",
            "␛[2J<U+202E>",
            "line 11",
            "… 28 more lines   Enter opens",
            "← answer  204 No Content",
        ] {
            assert!(seen.contains(words), "{columns}x{rows}: {words}\n{seen}");
        }
        assert!(!seen.contains("line 12"), "{seen}");
        assert!(!seen.chars().any(|ch| ch != '\n' && text::is_unsafe(ch)), "{seen:?}");
        bench.press(KeyCode::Enter);
        assert!(bench.shows("GET /users") && bench.shows("request 1 of 7"), "{columns}x{rows}");
        bench.press(KeyCode::Char('G'));
        assert!(bench.shows("204 No Content"), "{:?}", bench.rows());
    }
}

#[test]
fn answers_stay_in_view_while_one_writes_down_what_they_say() {
    let exercise = fixture::exercise(CHECKS);
    let unread = RIGHT.replace(" Oluchi", "");
    let mut bench = bench(&exercise, &unread, 120, 36);
    check(&mut bench, &exercise, &unread);
    assert!(bench.shows("\"name\": \"Oluchi\""));
    bench.press(KeyCode::Esc).press(KeyCode::Char(' '));
    assert!(bench.shows("\"name\": \"Oluchi\""));
    let [_, (400, live)] = bench.timers()[..] else { panic!() };
    bench.send(&Event::Elapsed { generation: live });
    let [Effect::CheckLive { generation, .. }] = bench.asked[..] else { panic!() };
    let verdict = Box::new(fixture::judged(&exercise, RIGHT));
    bench.send(&Event::CheckedLive { generation, verdict });
    assert!(bench.shows("The visible checks pass.") && bench.shows("\"name\": \"Oluchi\""));
}

#[test]
fn in_full_begins_at_the_request_that_failed() {
    let text = format!("{}###\nGET /user\n", "POST /login\n\n###\n".repeat(30));
    let mut bench = checked(CHECKS, &text, 80, 24);
    bench.press(KeyCode::Enter);
    assert!(bench.shows("GET /user") && bench.shows("request 31 of 31"), "{:?}", bench.rows());
    bench.press(KeyCode::Esc);
    bench.press(KeyCode::Char('y'));
    let [Effect::Copy(curl)] = &bench.asked[..] else { panic!("{:?}", bench.asked) };
    assert_eq!(curl, "curl -i http://localhost:4010/user");
    assert!(bench.shows("backlab serve small --port 4010 starts the API for it"));
}

#[test]
fn a_file_that_cannot_be_read_has_nothing_to_open() {
    let mut bench = checked(CHECKS, "get /users\n", 80, 24);
    assert!(bench.shows("is not a method"));
    assert!(!bench.shows("printed") && !bench.shows("in full"));
    bench.press(KeyCode::Enter);
    assert!(bench.shows("is not a method"));
}

#[test]
fn a_hidden_check_says_little_at_first_and_the_answers_are_seen_all_the_same() {
    let tables = CHECKS.replace("[check.sent]", "hidden = true\n[check.sent]");
    let mut bench = checked(&tables, "GET /user\n", 80, 24);
    assert!(bench.shows("✗ GET /users is answered 200"));
    assert!(bench.shows("What this check found is shown from the second attempt on."));
    assert!(!bench.shows("plural") && !bench.shows("found  ") && !bench.shows("look at"));
    assert!(bench.shows("← answer  404 Not Found"));
    bench.press(KeyCode::Char('y'));
    assert_eq!(bench.asked, []);
}
