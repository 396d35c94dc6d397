//! The palette: laid over a page, shorter while typing, and what Enter does.

use backlab::{
    app::App,
    course::id::ModuleId,
    screen::{
        Screen,
        event::{Effect, Event, Generation, Route},
        keymap::{
            DOWN, ENTER, ESC, Key, Listed, Scope, TAB, changed::Keys, control, every, function,
            plain,
        },
    },
    tutor::{Destination, Destinations, Place, Stage, Towards},
};
use ratatui::{
    buffer::Buffer,
    crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind},
    layout::{Rect, Size},
};

use crate::{
    courses,
    drawing::{SMALL, WIDE, characters, check_odd_sizes, check_view, ink, press, resize},
    mockups::gate_ran,
    reader::reader,
};

fn course(stage: Stage) -> Destinations {
    let all = [
        ("Authentication", "module 9", Towards::Module(ModuleId::parse("m09").unwrap())),
        (
            "Running it: processes and signals",
            "module 12",
            Towards::Place(Place::Lesson(courses::lesson_id(12, 1))),
        ),
        (
            "A limiter that is fair",
            "module 10",
            Towards::Place(Place::Exercise(courses::exercise_id(10, 1))),
        ),
    ];
    let all = all.map(|(title, under, towards)| Destination {
        title: title.to_owned(),
        under: under.to_owned(),
        towards,
    });
    Destinations { all: all.into(), stage }
}

fn palette(below: &Screen) -> Screen {
    let mut palette = Screen::palette(below, Keys::UNCHANGED, SMALL);
    tell(&mut palette, course(Stage::Ready));
    palette
}

fn tell(palette: &mut Screen, course: Destinations) -> Vec<Effect> {
    let [Effect::LoadDestinations { generation }] = palette.shown()[..] else {
        panic!("nothing was asked for")
    };
    palette.update(&Event::Destinations { generation, destinations: Box::new(course) })
}

fn typed(palette: &mut Screen, text: &str) {
    press(palette, &text.chars().map(plain).collect::<Vec<_>>());
}

#[track_caller]
fn check_over(name: &str, below: &mut Screen, palette: &mut Screen) {
    for size in [SMALL, WIDE] {
        resize(below, size);
        resize(palette, size);
        check_view(name, size, |buffer, theme| {
            below.view(buffer, theme);
            palette.view(buffer, theme);
        });
    }
}

#[test]
fn what_fits_stands_in_one_frame_over_the_dimmed_page() {
    let mut below = reader(0);
    let mut over = palette(&below);
    check_over("palette-all", &mut below, &mut over);
    typed(&mut over, "runxyz");
    check_over("palette-nothing", &mut below, &mut over);
    check_odd_sizes(&mut over, "F1 help   Esc back");
}

/// Over the page of the design, with its block that has run.
#[test]
fn a_few_letters_find_what_can_be_done() {
    for size in [SMALL, WIDE] {
        let below = gate_ran(size);
        let mut over = palette(&below);
        resize(&mut over, size);
        typed(&mut over, "run");
        check_view("palette-run", size, |buffer, theme| {
            below.view(buffer, theme);
            over.view(buffer, theme);
        });
    }
}

#[test]
fn titles_that_are_still_being_read_are_said_and_asked_for_again() {
    let mut below = reader(0);
    let mut over = Screen::palette(&below, Keys::UNCHANGED, SMALL);
    let effects = tell(&mut over, course(Stage::Making { done: 300, of: 10_000 }));
    let [Effect::After { generation, .. }] = effects[..] else { panic!("{effects:?}") };
    check_over("palette-making", &mut below, &mut over);
    let again = over.update(&Event::Elapsed { generation });
    assert!(matches!(again[..], [Effect::LoadDestinations { .. }]));
}

/// Home, Review, Progress, Playground, Packs and Search.
const SCREENS: usize = 6;

/// Whatever the keys of a screen can do stands in its palette, and nothing else does.
#[test]
fn every_action_of_the_tables_is_listed_with_its_key() {
    let below = reader(0);
    let size = Size::new(120, 100);
    let mut over = Screen::palette(&below, Keys::UNCHANGED, size);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 100));
    let mut listed = Vec::new();
    for _ in 0..200 {
        over.view(&mut buffer, &ink());
        for row in characters(&buffer).lines().filter(|row| row.contains('▌')) {
            listed.push(row.trim_matches(|ch: char| "│▌ ".contains(ch)).to_owned());
        }
        press(&mut over, &[DOWN]);
    }
    listed.dedup();
    let count =
        |table: &dyn Listed| table.rows().iter().map(|row| row.actions.len()).sum::<usize>();
    // All of the reader, the screens to go to, and all of anywhere but the palette itself and the key
    // that leaves where no text is selected.
    let anywhere = every()[0];
    let expected =
        below.listens().into_iter().map(count).sum::<usize>() + count(anywhere) - 2 + SCREENS;
    assert_eq!(listed.len(), expected, "{listed:#?}");
    for table in below.listens() {
        for row in table.rows() {
            for action in &row.actions {
                let (words, key) = (row.words(action), action.keys[0].to_string());
                let stands = |line: &String| line.starts_with(&words) && line.ends_with(&key);
                assert!(listed.iter().any(stands), "{words} {key}");
            }
        }
    }
}

#[test]
fn enter_presses_the_key_below_or_goes_there() {
    let below = reader(0);
    let does = |words: &str| {
        let mut over = palette(&below);
        typed(&mut over, words);
        press(&mut over, &[ENTER])
    };
    assert_eq!(does("contents"), [Effect::Back, Effect::Press(plain('t'))]);
    assert_eq!(does("home"), [Effect::Replace(Route::Home)]);
    let module = ModuleId::parse("m09").unwrap();
    assert_eq!(does("authent"), [Effect::Replace(Route::Module(module))]);
    let lesson = courses::lesson_id(12, 1);
    assert_eq!(does("processes"), [Effect::Replace(Route::Lesson { lesson })]);
    let exercise = courses::exercise_id(10, 1);
    assert_eq!(does("limiter fair"), [Effect::Replace(Route::Exercise { exercise })]);
    assert_eq!(does("xyzzy"), []);
}

#[test]
fn the_other_keys_lead_away() {
    let below = reader(0);
    let mut over = palette(&below);
    typed(&mut over, "tok");
    let Effect::Replace(Route::SearchFor { query, .. }) = &press(&mut over, &[TAB])[0] else {
        panic!("Tab looks for the same words")
    };
    assert_eq!(query, "tok");
    assert_eq!(press(&mut over, &[ESC]), [Effect::Back]);
    assert_eq!(press(&mut over, &[control('p')]), []);
    let help = Effect::Go(Route::Help(Scope::Palette));
    assert_eq!(press(&mut over, &[function(1)]), [help]);
}

fn click(screen: &mut Screen, column: u16, row: u16) -> Vec<Effect> {
    let kind = MouseEventKind::Down(MouseButton::Left);
    screen.update(&Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
}

#[test]
fn a_click_does_what_it_is_on_and_beside_the_frame_it_closes() {
    let below = reader(0);
    let mut over = palette(&below);
    typed(&mut over, "contents");
    assert_eq!(click(&mut over, 20, 6), [Effect::Back, Effect::Press(plain('t'))]);
    assert_eq!(click(&mut over, 20, 4), []);
    assert_eq!(click(&mut over, 1, 20), [Effect::Back]);
}

fn app(keys: &[Key]) -> (App, Vec<Effect>) {
    let mut app = App::new(ink(), SMALL, true);
    app.update(&Event::Overview(Box::new(courses::middle())));
    let mut effects = Vec::new();
    for key in keys {
        effects = app.update(&Event::Key(key.event()));
    }
    (app, effects)
}

fn shown(app: &App) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, SMALL.width, SMALL.height));
    app.draw(&mut buffer);
    characters(&buffer)
}

/// Home lies below; what is chosen above is done there.
#[test]
fn the_program_closes_the_palette_and_then_does_it() {
    for opens in [control('p'), plain(':')] {
        let (mut app, effects) = app(&[opens]);
        assert!(matches!(effects[..], [Effect::LoadDestinations { .. }]), "{effects:?}");
        assert!(shown(&app).contains("╭──"));
        for key in "these keys".chars().map(plain).chain([ENTER]) {
            app.update(&Event::Key(key.event()));
        }
        assert!(shown(&app).contains("Keys  ›  Home"), "{}", shown(&app));
    }
    // A letter belongs to what is typed.
    let (app, _) = app(&[plain('/'), plain(':'), plain('x')]);
    assert!(shown(&app).contains("/ :x"), "{}", shown(&app));
}

#[test]
fn a_module_is_unfolded_on_home_from_anywhere() {
    let (mut app, _) = app(&[plain('/'), control('p')]);
    let generation: Generation = 1 << 62;
    let destinations = Box::new(course(Stage::Ready));
    app.update(&Event::Destinations { generation, destinations });
    let mut effects = Vec::new();
    for key in "authentication".chars().map(plain).chain([ENTER]) {
        effects = app.update(&Event::Key(key.event()));
    }
    let module = ModuleId::parse("m09").unwrap();
    assert_eq!(effects, [Effect::LoadOverview, Effect::Unfold(module)]);
    assert!(shown(&app).contains("q quit"), "{}", shown(&app));
}

/// Ctrl+C copies what is selected, and leaves the program where nothing is.
#[test]
fn nothing_that_is_listed_to_copy_leaves_the_program() {
    let mut over = Screen::palette(&Screen::search(None, SMALL), Keys::UNCHANGED, SMALL);
    for ch in "copy".chars() {
        press(&mut over, &[plain(ch)]);
    }
    let shown = characters(&crate::drawing::buffer(&over, SMALL, ink()));
    assert!(!shown.contains("Ctrl+C"), "{shown}");
}

/// What a footer says can be clicked, also where another key does it.
#[test]
fn a_click_on_a_hint_presses_its_key() {
    let click = |app: &mut App, words: &str| {
        let shown = shown(app);
        let footer = shown.lines().last().unwrap();
        let before = footer.split(words).next().unwrap().chars().count();
        assert_ne!(before, footer.chars().count(), "{footer}");
        let column = u16::try_from(before + words.len() - 1).unwrap();
        let kind = MouseEventKind::Down(MouseButton::Left);
        let row = SMALL.height - 1;
        app.update(&Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
    };
    for (name, theme) in crate::drawing::themes() {
        let mut app = App::new(theme, SMALL, true);
        app.update(&Event::Overview(Box::new(courses::middle())));
        click(&mut app, "review");
        assert!(shown(&app).contains("Review"), "{name}");
        click(&mut app, "q back");
        click(&mut app, "choose");
        click(&mut app, "help");
        assert!(shown(&app).contains("? close"), "{name}");
        click(&mut app, "q back");
        assert_eq!(click(&mut app, "q quit"), [Effect::Quit], "{name}");
    }
}
