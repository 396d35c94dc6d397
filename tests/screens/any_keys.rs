//! Whatever is pressed, clicked or resized, in any order: no screen panics.

use backlab::screen::{
    Screen,
    event::Event,
    keymap::{Scope, changed::Keys, control, function, named, plain},
};
use proptest::prelude::*;
use ratatui::{
    crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind},
    layout::Size,
};

use crate::{
    consoles, courses,
    drawing::{SMALL, buffer, themes},
    quiz::quiz,
    reader::reader,
    review, search, shelf, stats, xray,
};

fn any_event() -> impl Strategy<Value = Event> {
    let character = prop_oneof![
        prop::sample::select("abceghjklnopqrtuvxyGRT123456789/?: ".chars().collect::<Vec<_>>()),
        any::<char>(),
    ];
    let codes = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Backspace,
        KeyCode::Delete,
    ];
    let click = |(column, row, down): (u16, u16, bool)| {
        let kind =
            if down { MouseEventKind::Down(MouseButton::Left) } else { MouseEventKind::ScrollDown };
        Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
    };
    prop_oneof![
        8 => character.clone().prop_map(|ch| Event::Key(plain(ch).event())),
        8 => prop::sample::select(codes.to_vec()).prop_map(|code| Event::Key(named(code).event())),
        1 => character.prop_map(|ch| Event::Key(control(ch).event())),
        1 => (1_u8..13).prop_map(|number| Event::Key(function(number).event())),
        2 => (0_u16..140, 0_u16..50, any::<bool>()).prop_map(click),
        2 => (0_u16..260, 0_u16..90).prop_map(|(columns, rows)| Event::Resized { columns, rows }),
        1 => any::<String>().prop_map(Event::Paste),
        1 => Just(Event::Unfolded(courses::unfolded())),
    ]
}

fn screens() -> Vec<Screen> {
    let overviews = [courses::middle(), courses::young(), courses::first_start()];
    let home = |overview| {
        let mut home = Screen::home(SMALL);
        home.update(&Event::Overview(Box::new(overview)));
        home
    };
    let scopes = [
        Scope::Home,
        Scope::Reader,
        Scope::Search,
        Scope::Workbench,
        Scope::Editor,
        Scope::Suggesting,
        Scope::Quiz,
        Scope::QuizField,
        Scope::Palette,
        Scope::Recall,
        Scope::Review,
        Scope::Progress,
        Scope::Shelf,
        Scope::Xray,
        Scope::Requests,
        Scope::Console,
        Scope::ConsoleEditor,
        Scope::Request,
    ];
    let mut screens: Vec<_> = overviews.into_iter().map(home).collect();
    screens.push(Screen::home(SMALL));
    screens.extend([reader(0), reader(2)]);
    screens.extend([quiz(""), quiz("not-found = \"404\"\nsafe = [\"GET\"]"), quiz("no")]);
    let rest = "not-found=\"404\"\nsafe=[\"GET\"]\nheader=\"x\"\nbytes=1\nurl.port=\"1\"\n";
    screens.extend([quiz(rest), quiz(&format!("{rest}journey=[\"connect\"]"))]);
    screens.push(Screen::playground(0, SMALL));
    screens.extend(consoles::screens());
    screens.extend([Screen::search(None, SMALL), search::found()]);
    screens.push(Screen::palette(&reader(0), Keys::UNCHANGED, SMALL));
    screens.extend([review::drawn(), review::of_a_lesson(), stats::screen(stats::middle())]);
    screens.push(xray::failed());
    screens.extend([shelf::shelf(), shelf::offered(shelf::first()), shelf::distrusted()]);
    screens.extend(scopes.into_iter().map(|scope| Screen::help(scope, Keys::default(), SMALL)));
    screens
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_screen_panics(events in prop::collection::vec(any_event(), 1..40)) {
        for mut screen in screens() {
            let mut size = SMALL;
            for event in &events {
                if let Event::Resized { columns, rows } = event {
                    size = Size::new(*columns, *rows);
                }
                screen.update(event);
                buffer(&screen, size, themes()[events.len() % 4].1);
            }
        }
    }
}
