//! Help: the tables as they are read.

use backlab::screen::{
    Screen,
    event::{Effect, Event},
    keymap::{DOWN, END, ENTER, ESC, QUESTION, Scope, UP, changed::Keys, control, function, plain},
};

use crate::drawing::{SMALL, buffer, characters, check_drawn, check_odd_sizes, ink, press, resize};

#[test]
fn the_keys_of_each_place() {
    for (scope, name) in
        [(Scope::Home, "home"), (Scope::Reader, "reader"), (Scope::Search, "search")]
    {
        let mut help = Screen::help(scope, Keys::default(), SMALL);
        check_drawn(&format!("help-{name}"), &mut help);
    }
    let others = [Scope::Workbench, Scope::Editor, Scope::Suggesting];
    for scope in [Scope::Home, Scope::Reader, Scope::Search].into_iter().chain(others) {
        let mut help = Screen::help(scope, Keys::default(), SMALL);
        check_odd_sizes(&mut help, "? close   q back");
        press(&mut help, &[DOWN, DOWN]);
    }
}

/// The key that suggests stands where it works, and nowhere else.
#[test]
fn suggestions_are_told_where_there_are_any() {
    let tells = |scope: Scope| scope.help().iter().any(|row| row.says.contains("suggest"));
    assert!(tells(Scope::Suggesting));
    for scope in [Scope::Editor, Scope::Workbench, Scope::Home, Scope::Quiz, Scope::QuizField] {
        assert!(!tells(scope), "{scope:?}");
    }
}

#[test]
fn nothing_that_a_key_does_is_cut() {
    for scope in [Scope::Workbench, Scope::Editor, Scope::Home, Scope::Xray, Scope::Requests] {
        let mut help = Screen::help(scope, Keys::default(), SMALL);
        let mut seen = String::new();
        for _ in 0..60 {
            seen.push_str(&characters(&buffer(&help, SMALL, ink())));
            press(&mut help, &[DOWN]);
        }
        for row in scope.help() {
            for word in row.says.split(' ') {
                assert!(seen.contains(word), "{scope:?}: {word} of {:?}", row.says);
            }
        }
        assert!(!seen.contains('…'), "{scope:?}");
    }
}

#[test]
fn a_text_tells_of_no_key_that_types() {
    for scope in [Scope::Editor, Scope::Suggesting, Scope::Request, Scope::ConsoleEditor] {
        let rows = scope.help();
        assert!(!rows.iter().any(|row| row.shown.starts_with(':')), "{scope:?}");
        let leave = rows.iter().find(|row| row.shown == "Ctrl+Q Ctrl+C").unwrap();
        assert_eq!(leave.says, "leave; Ctrl+C where nothing is selected", "{scope:?}");
    }
    assert!(Scope::Workbench.help().iter().any(|row| row.shown.starts_with(':')));
}

#[test]
fn a_key_is_found_by_words() {
    let text = |help: &Screen| characters(&buffer(help, SMALL, ink()));
    let type_in = |help: &mut Screen, words: &str| {
        let keys: Vec<_> = words.chars().map(plain).collect();
        assert_eq!(press(help, &keys), []);
    };
    let mut help = Screen::help(Scope::Home, Keys::default(), SMALL);
    press(&mut help, &[plain('/')]);
    // Letters are words now, also those that are keys of Help.
    type_in(&mut help, "skip q");
    assert!(text(&help).contains("No key here has these words."), "{}", text(&help));
    assert_eq!(press(&mut help, &[control('w'), control('w')]), []);
    type_in(&mut help, "MOD un");
    check_drawn("help-find", &mut help);
    check_odd_sizes(&mut help, "F1 close   Esc back");
    resize(&mut help, SMALL);
    let found = text(&help);
    assert!(found.contains("skip, unskip a module") && found.contains("unfold, fold"), "{found}");
    assert!(!found.contains("progress") && !found.contains("Anywhere"), "{found}");
    // By the key itself, and what was found stays.
    press(&mut help, &[control('w'), control('w')]);
    help.update(&Event::Paste("ctrl+p".to_owned()));
    press(&mut help, &[ENTER]);
    let found = text(&help);
    assert!(found.contains("commands") && !found.contains("unfold"), "{found}");
    assert!(found.contains("? close   q back"), "{found}");
    // A list that has room does not scroll, so no key is needed to come back.
    press(&mut help, &[END]);
    assert_eq!(text(&help), found);
    press(&mut help, &[UP]);
    assert_eq!(text(&help), found);
    press(&mut help, &[plain('/'), ESC]);
    assert!(text(&help).contains("unfold, fold"), "Esc shows all: {}", text(&help));
    assert_eq!(press(&mut help, &[plain('/'), function(1)]), [Effect::Back]);
    let mut help = Screen::help(Scope::Home, Keys::default(), SMALL);
    press(&mut help, &[plain('/'), ENTER]);
    assert_eq!(press(&mut help, &[ESC]), [Effect::Back], "no words keep nothing");
}

#[test]
fn every_way_out_leads_back() {
    let mut help = Screen::help(Scope::Reader, Keys::default(), SMALL);
    for key in [QUESTION, plain('q'), ESC] {
        assert_eq!(press(&mut help, &[key]), [Effect::Back]);
    }
}
