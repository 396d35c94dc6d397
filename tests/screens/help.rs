//! Help: the tables as they are read.

use backlab::screen::{
    Screen,
    event::Effect,
    keymap::{DOWN, ESC, QUESTION, Scope, plain},
};

use crate::drawing::{SMALL, check_drawn, check_odd_sizes, press};

#[test]
fn the_keys_of_each_place() {
    for (scope, name) in
        [(Scope::Home, "home"), (Scope::Reader, "reader"), (Scope::Search, "search")]
    {
        let mut help = Screen::help(scope, SMALL);
        check_drawn(&format!("help-{name}"), &mut help);
    }
    let others = [Scope::Workbench, Scope::Editor, Scope::Suggesting];
    for scope in [Scope::Home, Scope::Reader, Scope::Search].into_iter().chain(others) {
        let mut help = Screen::help(scope, SMALL);
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
fn every_way_out_leads_back() {
    let mut help = Screen::help(Scope::Reader, SMALL);
    for key in [QUESTION, plain('q'), ESC] {
        assert_eq!(press(&mut help, &[key]), [Effect::Back]);
    }
}
