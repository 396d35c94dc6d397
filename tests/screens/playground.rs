//! The playground: its tabs, and the way in and out.

use backlab::screen::{
    Screen,
    event::{Effect, Route},
    keymap::{ESC, QUESTION, Scope, function, plain},
};

use crate::drawing::{SMALL, check_odd_sizes, press};

#[test]
fn the_way_in_and_out() {
    let mut home = Screen::home(SMALL);
    assert_eq!(press(&mut home, &[plain('P')]), [Effect::Go(Route::Playground)]);
    let mut playground = Screen::playground(SMALL);
    check_odd_sizes(&mut playground, "? help   q back");
    for key in [plain('q'), ESC] {
        assert_eq!(press(&mut playground, &[key]), [Effect::Back]);
    }
    for key in [QUESTION, function(1)] {
        let help = Effect::Go(Route::Help(Scope::Requests));
        assert_eq!(press(&mut playground, &[key]), [help]);
    }
}
