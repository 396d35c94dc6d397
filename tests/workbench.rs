//! The workbench from outside: events in, effects and rows out.

#![expect(clippy::unwrap_used, reason = "a test may end where its data is wrong")]

#[path = "workbench/answers.rs"]
mod answers;
#[path = "workbench/attack.rs"]
mod attack;
#[path = "fixtures/requests.rs"]
mod fixture;
mod fixtures {
    pub mod attack;
}
#[path = "workbench/gate.rs"]
mod gate;
#[path = "workbench/own.rs"]
mod own;
#[path = "workbench/requests.rs"]
mod requests;
#[path = "workbench/shop.rs"]
mod shop;
#[path = "fixtures/small_pack.rs"]
mod small_pack;
#[path = "workbench/writing.rs"]
mod writing;
#[path = "workbench/xray.rs"]
mod xray;

use std::path::Path;

use backlab::{
    config::Marks,
    course::exercise::Reveal,
    judge::Outcome,
    markup::highlight::Highlighter,
    screen::{
        event::{Effect, Event, Generation, Route},
        theme::{Depth, Ground, Palette, Role, Theme},
        workbench::Workbench,
    },
    text,
    tutor::{AttemptKind, PastAttempt, Rechecked, Standing, Trouble, Workpiece},
};
use proptest::prelude::*;
use ratatui::{
    buffer::{Buffer, Cell},
    crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind},
    layout::{Rect, Size},
    style::Modifier,
};
use unicode_width::UnicodeWidthStr;

const INK: Theme = Theme::new(Palette::Ink, Depth::True, Marks::Unicode);

/// A workbench on a screen, with everything it asked for.
struct Bench {
    screen: Workbench,
    size: Size,
    asked: Vec<Effect>,
    highlighter: Highlighter,
}

impl Bench {
    fn open(piece: Workpiece, columns: u16, rows: u16) -> Bench {
        let size = Size::new(columns, rows);
        let screen = Workbench::new(piece.exercise.id.clone(), size, true);
        let mut bench =
            Bench { asked: screen.shown(), screen, size, highlighter: Highlighter::new() };
        bench.send(&Event::Workpiece(Box::new(piece)));
        bench
    }

    fn send(&mut self, event: &Event) -> &mut Bench {
        let asked = self.screen.update(event);
        let (colours, asked): (Vec<_>, Vec<_>) =
            asked.into_iter().partition(|effect| matches!(effect, Effect::Highlight { .. }));
        self.asked = asked;
        // The worker answers; here it does so before the next event.
        for effect in colours {
            if let Effect::Highlight { key, language, text } = effect {
                let lines = self.highlighter.highlight(&language, &text);
                self.screen.update(&Event::Highlighted { key, lines });
            }
        }
        self
    }

    fn press(&mut self, code: KeyCode) -> &mut Bench {
        self.send(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE)))
    }

    /// Puts the cursor so many lines down, where the editor has the keys.
    fn go_down(&mut self, lines: usize) {
        for _ in 0..lines {
            self.press(KeyCode::Down);
        }
    }

    fn rows(&self) -> Vec<String> {
        let area = Rect::new(0, 0, self.size.width, self.size.height);
        let mut buffer = Buffer::empty(area);
        self.screen.view(&mut buffer, &INK);
        rows_of(&buffer)
    }

    fn shows(&self, words: &str) -> bool {
        self.rows().iter().any(|row| row.contains(words))
    }

    /// The timers that were asked for last: milliseconds, generation.
    fn timers(&self) -> Vec<(u64, Generation)> {
        let timer = |effect: &Effect| match effect {
            Effect::After { ms, generation } => Some((*ms, *generation)),
            _ => None,
        };
        self.asked.iter().filter_map(timer).collect()
    }

    fn generation_of_check(&self) -> Generation {
        let check = self.asked.iter().find_map(|effect| match effect {
            Effect::Check { generation, .. } => Some(*generation),
            _ => None,
        });
        check.expect("a check was asked for")
    }

    /// F5, and the answer.
    fn check(&mut self, failed: Option<usize>, hidden: usize, attempts: u32) -> &mut Bench {
        self.press(KeyCode::F(5));
        let generation = self.generation_of_check();
        let checked = Box::new(gate::checked(&gate::exercise(hidden), failed, attempts));
        self.send(&Event::Checked { generation, checked })
    }
}

fn rows_of(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    let row = |y: u16| {
        let mut row = String::new();
        let mut covered = 0;
        for x in 0..area.width {
            let symbol = buffer[(x, y)].symbol();
            if covered == 0 {
                row.push_str(symbol);
                covered = symbol.width().saturating_sub(1);
            } else {
                covered -= 1;
            }
        }
        row.trim_end().to_owned()
    };
    (0..area.height).map(row).collect()
}

/// Compares the screen, its roles and its grounds with a file of `tests/workbench`. With
/// `BACKLAB_DRAW_SCREENS` set the file is written instead; look at the difference before it is
/// committed.
fn check_screen(bench: &Bench, name: &str) {
    let area = Rect::new(0, 0, bench.size.width, bench.size.height);
    let mut buffer = Buffer::empty(area);
    bench.screen.view(&mut buffer, &INK);
    let letters = |letter: fn(&Cell) -> char| {
        let row = |y| (0..area.width).map(|x| letter(&buffer[(x, y)])).collect::<String>();
        (0..area.height).map(row).collect::<Vec<_>>().join("\n")
    };
    let drawn = format!(
        "{}\n-- roles --\n{}\n-- grounds --\n{}\n",
        rows_of(&buffer).join("\n"),
        letters(role_letter),
        letters(ground_letter)
    );
    let size = format!("{}x{}", area.width, area.height);
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/workbench")
        .join(format!("{name}-{size}.txt"));
    if std::env::var_os("BACKLAB_DRAW_SCREENS").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        drawn,
        expected,
        "{name} {size}: drawn on the left\n{}",
        rows_of(&buffer).join("\n")
    );
}

/// A wrong answer, one that is not SQL, and the right one, on the workbench of an SQL exercise.
#[test]
fn rows_are_compared_as_one_aligned_table() {
    let right = shop::exercise().solution["answer.sql"].clone();
    let right = String::from_utf8(right).unwrap();
    let inner = right.replace("LEFT JOIN", "JOIN");
    let unfinished = "SELECT name, city,\nFROM users;\n";
    let fewer = "SELECT name FROM users";
    for (columns, rows) in [(80, 24), (120, 36)] {
        for (name, answer, attempts) in [
            ("sql-missing", inner.as_str(), 1),
            ("sql-error", unfinished, 1),
            ("sql-columns", fewer, 1),
            ("sql-passed", right.as_str(), 3),
        ] {
            let mut bench = Bench::open(shop::piece(answer), columns, rows);
            bench.press(KeyCode::F(5));
            let generation = bench.generation_of_check();
            let checked = Box::new(shop::checked(answer, attempts));
            bench.send(&Event::Checked { generation, checked });
            check_screen(&bench, name);
        }
    }
}

/// An answer whose plan is not as it should be, with the steps of the plan.
#[test]
fn a_plan_that_falls_short_is_shown() {
    let answer = "SELECT id, total FROM orders WHERE user_id = 2 ORDER BY total DESC;";
    for (columns, rows) in [(80, 24), (120, 36)] {
        let mut bench = Bench::open(shop::piece_of("quick-orders", answer), columns, rows);
        bench.press(KeyCode::F(5));
        let generation = bench.generation_of_check();
        let checked = Box::new(shop::checked_of("quick-orders", answer, 1));
        bench.send(&Event::Checked { generation, checked });
        check_screen(&bench, "sql-plan");
    }
}

/// No size and no answer makes the rows of a result fall out of their pane.
#[test]
fn rows_are_drawn_at_any_size() {
    let wide = "SELECT 1 AS a_very_long_name_of_a_column, 'Ω' || printf('%.*c', 300, 'x'), x'00ff', \
                NULL, 2.5, 'two\nlines', '', -1, 10, 11, 12, 13";
    let checked = shop::checked(wide, 1);
    for (columns, rows) in [(60, 16), (61, 17), (79, 24), (100, 30), (200, 60)] {
        let mut bench = Bench::open(shop::piece(wide), columns, rows);
        bench.press(KeyCode::F(5));
        let generation = bench.generation_of_check();
        bench.send(&Event::Checked { generation, checked: Box::new(checked.clone()) });
        assert!(bench.shows("These are not all users"), "{columns}x{rows}");
    }
}

/// One letter for each role, as in the design; a space shows none.
fn role_letter(cell: &Cell) -> char {
    const ROLES: [(Role, char); 20] = [
        (Role::Cursor, 'R'),
        (Role::Bright, 'H'),
        (Role::Muted, 'm'),
        (Role::Faint, 'f'),
        (Role::Here, 'A'),
        (Role::Accent, 'a'),
        (Role::PassBold, 'P'),
        (Role::Pass, 'p'),
        (Role::FailBold, 'X'),
        (Role::Fail, 'x'),
        (Role::NoteBold, 'N'),
        (Role::Note, 'n'),
        (Role::Dimmed, 'z'),
        (Role::InlineCode, 'i'),
        (Role::Name, 'y'),
        (Role::Keyword, 'w'),
        (Role::String, 's'),
        (Role::Number, 'd'),
        (Role::Comment, 't'),
        (Role::Punctuation, 'u'),
    ];
    let is = |role: &Role| {
        let style = INK.style(*role);
        style.fg == Some(cell.fg) && style.add_modifier == cell.modifier
    };
    if cell.symbol() == " " && !cell.modifier.contains(Modifier::REVERSED) {
        return '.';
    }
    ROLES.iter().find(|(role, _)| is(role)).map_or('.', |(_, letter)| *letter)
}

fn ground_letter(cell: &Cell) -> char {
    let is = |ground| INK.ground(ground).bg == Some(cell.bg);
    if is(Ground::Selected) {
        's'
    } else if is(Ground::Code) {
        'c'
    } else if is(Ground::Overlay) {
        'o'
    } else {
        '.'
    }
}

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

#[test]
fn what_was_solved_another_day_says_so() {
    for (columns, rows) in SIZES {
        let mut piece = gate::piece(gate::BEFORE, 0);
        piece.standing.passed = true;
        let mut bench = Bench::open(piece, columns, rows);
        assert_eq!(bench.shows("solved before"), columns == 80, "{}", bench.rows().join("\n"));
        assert!(!bench.shows("ot checked yet") && !bench.shows("othing checked yet"));
        bench.press(KeyCode::Char('3'));
        assert!(bench.shows("Solved before; not checked since"));
    }
}

/// Solved in its first revision; the second was tried or not, and passed or not.
fn revised(tried: u32, passed: u32) -> Workpiece {
    let mut piece = gate::piece(gate::BEFORE, 0);
    piece.exercise.rev = 2;
    piece.standing = Standing {
        attempts: 1,
        passed: true,
        passed_rev: Some(passed),
        solved_rev: Some(1),
        tried_rev: Some(tried),
        ..Standing::default()
    };
    piece
}

#[test]
fn what_was_changed_since_it_was_solved_says_what_is_open() {
    for (columns, rows) in SIZES {
        let mut bench = Bench::open(revised(2, 1), columns, rows);
        check_screen(&bench, "changed");
        bench.check(None, 0, 2);
        bench.press(KeyCode::Char('1'));
        assert!(!bench.shows("asks for more"), "{}", bench.rows().join("\n"));

        let bench = Bench::open(revised(1, 1), columns, rows);
        assert!(bench.shows("it was changed"), "{}", bench.rows().join("\n"));
        let mut bench = Bench::open(revised(1, 2), columns, rows);
        check_screen(&bench, "changed-and-passes");
        bench.press(KeyCode::Tab);
        assert!(!bench.shows("F5 shows"), "{}", bench.rows().join("\n"));
    }
}

#[test]
fn what_came_of_judging_anew_is_said_in_an_exercise_that_is_open() {
    for (columns, rows) in SIZES {
        let mut bench = Bench::open(revised(1, 1), columns, rows);
        let event = |id, standing: Standing| Event::Rechecked {
            pack: gate::piece("", 0).pack,
            rechecked: vec![Rechecked {
                exercise: id,
                title: "The gate, rebuilt".to_owned(),
                was: 1,
                rev: 2,
                passes: false,
                standing,
            }],
        };
        let other = backlab::course::id::ExerciseId::parse("other").unwrap();
        bench.send(&event(other, revised(2, 1).standing));
        assert!(!bench.shows("asks for"), "{}", bench.rows().join("\n"));
        bench.send(&event(gate::id(), revised(2, 1).standing));
        assert!(bench.shows("asks for"), "{}", bench.rows().join("\n"));
        bench.send(&event(gate::id(), revised(1, 2).standing));
        assert!(bench.shows("your answer still passes"), "{}", bench.rows().join("\n"));
    }
}

#[test]
fn an_exercise_that_is_written_anew_keeps_its_pane_and_what_is_typed() {
    for (columns, rows) in SIZES {
        let mut bench = Bench::open(gate::piece(gate::FAILING, 0), columns, rows);
        bench.check(Some(3), 0, 1);
        bench.press(KeyCode::Char('2'));
        bench.go_down(2);
        bench.press(KeyCode::Char('x'));
        let asked = bench.screen.renew();
        // What is typed goes first.
        let saves =
            |effect: &Effect| matches!(effect, Effect::Save { text, .. } if text.contains('x'));
        assert!(asked.first().is_some_and(saves), "{asked:?}");
        assert_eq!(asked.last(), Some(&Effect::OpenExercise(gate::id())));
        bench.press(KeyCode::Char('y'));
        let mut anew = gate::piece(gate::FAILING, 0);
        anew.exercise.title = "The gate, built anew".to_owned();
        bench.send(&Event::Workpiece(Box::new(anew.clone())));
        assert!(bench.shows("built anew") && bench.shows("xy"), "{}", bench.rows().join("\n"));
        assert!(bench.shows("3 of 9 checks"), "the result stays: {}", bench.rows().join("\n"));
        // Other checks know nothing of it.
        anew.exercise.checks.pop();
        bench.screen.renew();
        bench.send(&Event::Workpiece(Box::new(anew.clone())));
        assert!(bench.shows("8 checks") && bench.shows("xy"), "{}", bench.rows().join("\n"));
        // Only what was asked for is taken over.
        anew.exercise.title = "Nobody asked".to_owned();
        bench.send(&Event::Workpiece(Box::new(anew)));
        assert!(!bench.shows("Nobody asked"));
    }
}

#[test]
fn the_screens_are_as_drawn() {
    for (columns, rows) in SIZES {
        let mut bench = Bench::open(gate::piece(gate::BEFORE, 0), columns, rows);
        check_screen(&bench, "before");
        bench.press(KeyCode::F(7));
        check_screen(&bench, "question");
        let mut bench = Bench::open(gate::piece(gate::FAILING, 0), columns, rows);
        bench.go_down(14);
        check_screen(bench.check(Some(3), 0, 1), "failed");
        check_screen(bench.press(KeyCode::Enter), "failed-in-full");
        let mut bench = Bench::open(gate::piece(gate::FAILING, 0), columns, rows);
        bench.check(Some(3), 0, 1);
        bench.press(KeyCode::F(3)).send(&Event::Hinted {
            exercise: gate::id(),
            standing: Standing { attempts: 1, hints: 3, ..Standing::default() },
        });
        check_screen(&bench, "hints");
        bench.send(&Event::Hinted {
            exercise: gate::id(),
            standing: Standing { attempts: 1, hints: 4, ..Standing::default() },
        });
        check_screen(bench.press(KeyCode::F(4)).press(KeyCode::Enter), "solution");
        assert_eq!(bench.asked, [Effect::Reveal(gate::id())]);
        let mut bench = Bench::open(gate::piece(gate::PASSING, 0), columns, rows);
        bench.go_down(23);
        check_screen(bench.check(None, 0, 3), "passed");
        bench.press(KeyCode::F(8));
        assert_eq!(bench.asked, [Effect::LoadHistory(gate::id())]);
        let attempts = vec![
            attempt(3, AttemptKind::Check, 9, gate::SOLUTION),
            attempt(2, AttemptKind::Kept, 0, gate::FAILING),
            attempt(1, AttemptKind::Check, 3, gate::FAILING),
        ];
        bench.send(&Event::History { exercise: gate::id(), attempts });
        check_screen(bench.press(KeyCode::Down), "history");
    }
}

fn attempt(number: i64, kind: AttemptKind, passed: usize, text: &str) -> PastAttempt {
    let at = 1_795_500_000 + number * 600;
    PastAttempt { number, at, kind, passed, checks: 9, files: gate::files(text) }
}

#[test]
fn typing_is_saved_soon_and_checked_when_it_stops() {
    let mut bench = Bench::open(gate::piece(gate::BEFORE, 2), 120, 36);
    bench.press(KeyCode::Char('x'));
    let timers = bench.timers();
    let [(150, save), (400, _)] = timers[..] else { panic!("{timers:?}") };
    bench.press(KeyCode::Char('y'));
    let again = bench.timers();
    let [(400, live)] = again[..] else { panic!("one save timer is enough: {again:?}") };
    bench.send(&Event::Elapsed { generation: save });
    let [Effect::Save { path, text, .. }] = &bench.asked[..] else { panic!("{:?}", bench.asked) };
    assert_eq!((path.as_str(), text.starts_with("xyconst jwt")), ("auth.js", true));
    assert!(bench.shows("saving"));
    bench.send(&Event::Saved { exercise: gate::id(), path: "auth.js".into() });
    assert!(bench.shows("saved"));

    bench.send(&Event::Elapsed { generation: timers[1].1 });
    assert_eq!(bench.asked, [], "a key came after this timer");
    bench.send(&Event::Elapsed { generation: live });
    let [Effect::CheckLive { generation, .. }] = bench.asked[..] else { panic!() };
    let mut verdict = gate::verdict(&gate::exercise(2), None);
    verdict.checks.retain(|check| !check.hidden);
    bench.send(&Event::CheckedLive { generation: generation + 9, verdict: verdict.clone().into() });
    assert!(bench.shows("0 of 9"), "a stale answer is dropped");
    bench.send(&Event::CheckedLive { generation, verdict: verdict.into() });
    assert!(bench.shows("✓ The visible checks pass. F5 checks the rest."));
    assert!(bench.shows("• 2 more when you press F5"));
    assert!(bench.shows("7 of 9 checks"));
}

#[test]
fn a_live_check_changes_marks_and_tells_nothing() {
    let mut bench = Bench::open(gate::piece(gate::FAILING, 0), 120, 36);
    bench.check(Some(3), 0, 1).press(KeyCode::Esc).press(KeyCode::Char(' '));
    let [_, (400, live)] = bench.timers()[..] else { panic!() };
    bench.send(&Event::Elapsed { generation: live });
    let [Effect::CheckLive { generation, .. }] = bench.asked[..] else { panic!() };
    let mut verdict = gate::verdict(&gate::exercise(0), Some(5));
    if let Outcome::Failed(failure) = &mut verdict.checks[5].outcome {
        failure.headline = "What only F5 tells.".into();
    }
    bench.send(&Event::CheckedLive { generation, verdict: verdict.into() });
    assert!(bench.shows("5 of 9 checks") && bench.shows("✗ an expired token"));
    assert!(bench.shows("✗ A token signed by nobody got in.") && bench.shows("changed since"));
    bench.press(KeyCode::Esc);
    for _ in 0..9 {
        bench.press(KeyCode::Down);
        assert!(!bench.shows("What only F5 tells."));
    }
}

#[test]
fn a_check_that_takes_long_says_so_and_can_be_stopped() {
    let mut bench = Bench::open(gate::piece(gate::BEFORE, 0), 80, 24);
    bench.press(KeyCode::F(5));
    let generation = bench.generation_of_check();
    let [(100, timer)] = bench.timers()[..] else { panic!() };
    bench.send(&Event::CheckBegan { generation, at: 4, of: 9 });
    assert!(!bench.shows("…"));
    bench.send(&Event::Elapsed { generation: timer });
    assert!(bench.shows("…"));
    bench.send(&Event::Elapsed { generation: timer });
    bench.send(&Event::Elapsed { generation: timer });
    assert!(bench.shows("checking   check 5 of 9   2 s   Esc stops"));
    bench.press(KeyCode::Esc);
    assert_eq!(bench.asked, [Effect::Stop { generation }]);
    assert!(bench.shows("const jwt"), "Esc goes to the code");
    let late = Box::new(gate::checked(&gate::exercise(0), None, 1));
    bench.send(&Event::Checked { generation, checked: late });
    assert!(!bench.shows("9 of 9"));
}

#[test]
fn a_hidden_check_tells_what_it_sent_from_the_second_attempt_on() {
    let mut bench = Bench::open(gate::piece(gate::FAILING, 7), 80, 24);
    bench.check(Some(3), 7, 1);
    assert!(bench.shows("✗ a token signed by nobody"));
    assert!(bench.shows("why       decode reads a token."));
    assert!(!bench.shows("GET /me") && !bench.shows("came back  "));
    bench.press(KeyCode::Char('y'));
    assert_eq!(bench.asked, []);
    bench.check(Some(3), 7, 2);
    assert!(bench.shows("✗ A token signed by nobody got in.") && bench.shows("GET /me"));
    bench.press(KeyCode::Char('y'));
    assert_eq!(bench.asked, [Effect::Copy("curl -i http://127.0.0.1:4010/me".into())]);
}

#[test]
fn four_outcomes_have_four_headlines() {
    let mut bench = Bench::open(gate::piece(gate::FAILING, 0), 120, 36);
    bench.check(Some(3), 0, 1);
    bench.press(KeyCode::Char('1')).press(KeyCode::Down);
    assert!(bench.shows("– Skipped: check 4 failed first."));
    bench.press(KeyCode::Up).press(KeyCode::Up);
    assert!(bench.shows("✓ 401 names the scheme"));
    bench.press(KeyCode::F(5));
    let generation = bench.generation_of_check();
    let mut checked = gate::checked(&gate::exercise(0), None, 2);
    checked.verdict.checks[3].outcome = Outcome::Unjudged("the lab could not start".into());
    bench.send(&Event::Checked { generation, checked: Box::new(checked) });
    assert!(bench.shows("? Check 4 could not be judged: the lab could not start."));
    assert!(bench.shows("F5 tries again"));
}

#[test]
fn another_programs_text_wins_and_is_said_until_the_next_key() {
    let mut bench = Bench::open(gate::piece(gate::BEFORE, 0), 120, 36);
    bench.send(&Event::ChangedOutside {
        exercise: gate::id(),
        path: "auth.js".into(),
        text: gate::SOLUTION.into(),
    });
    let notice = "auth.js changed on disk and was loaded; your version is in F8";
    assert!(bench.shows(notice) && bench.shows("const SECRET"));
    bench.press(KeyCode::Down);
    assert!(!bench.shows(notice));
    let trouble =
        Trouble { what: "The disk is full.".into(), next: Some("Free some room.".into()) };
    bench.press(KeyCode::Char('x'));
    let [(150, save), _] = bench.timers()[..] else { panic!() };
    bench.send(&Event::Elapsed { generation: save });
    let path = "auth.js".to_owned();
    bench.send(&Event::SaveFailed { exercise: gate::id(), path: path.clone(), trouble });
    bench.press(KeyCode::Down);
    assert!(bench.shows("The disk is full. Free some room.") && bench.shows("not saved"));
    assert!(matches!(&bench.screen.leave()[..], [Effect::Save { .. }]), "it is tried again");
    bench.send(&Event::Saved { exercise: gate::id(), path });
    assert!(!bench.shows("The disk is full."));
}

#[test]
fn the_solution_opens_only_where_the_exercise_lets_it() {
    let mut piece = gate::piece(gate::FAILING, 0);
    piece.standing.hints = 3;
    let mut bench = Bench::open(piece.clone(), 80, 24);
    bench.press(KeyCode::F(4));
    assert_eq!((&bench.asked[..], bench.shows("Yours to the solution")), (&[][..], false));
    assert!(bench.shows("The solution is shown after the last hint or a pass."));
    piece.standing.hints = 4;
    let mut bench = Bench::open(piece.clone(), 80, 24);
    bench.press(KeyCode::F(4));
    assert!(bench.shows("See the solution?"));
    bench.press(KeyCode::Esc);
    assert_eq!((&bench.asked[..], bench.shows("Yours to the solution")), (&[][..], false));
    bench.press(KeyCode::F(4)).press(KeyCode::Enter);
    assert!(bench.shows("Yours to the solution"));
    assert_eq!(bench.asked, [Effect::Reveal(piece.exercise.id.clone())]);
    piece.exercise.reveal = Reveal::AfterPass;
    let mut bench = Bench::open(piece.clone(), 80, 24);
    bench.press(KeyCode::F(4));
    assert_eq!(bench.asked, []);
    piece.standing.passed = true;
    let mut bench = Bench::open(piece, 80, 24);
    bench.press(KeyCode::F(4));
    assert_eq!((&bench.asked[..], bench.shows("Yours to the solution")), (&[][..], true));
}

#[test]
fn a_given_file_says_that_it_cannot_be_changed() {
    let mut bench = Bench::open(shop::piece("SELECT 1"), 80, 24);
    bench.press(KeyCode::Char('2'));
    let said = "This file is given and cannot be changed.";
    bench.press(KeyCode::Char('x'));
    assert!(!bench.shows(said));
    bench.send(&Event::Key(KeyEvent::new(KeyCode::Char('o'), KeyModifiers::CONTROL)));
    bench.press(KeyCode::Right);
    assert!(!bench.shows(said));
    bench.press(KeyCode::Char('x'));
    assert!(bench.shows(said));
    bench.press(KeyCode::Right);
    assert!(!bench.shows(said));
    bench.send(&Event::Paste("x".to_owned()));
    assert!(bench.shows(said));
}

#[test]
fn reset_and_restore_ask_first_and_keep_the_text() {
    let mut bench = Bench::open(gate::piece(gate::FAILING, 0), 80, 24);
    bench.press(KeyCode::F(7)).press(KeyCode::Esc);
    assert_eq!(bench.asked, []);
    bench.press(KeyCode::F(7)).press(KeyCode::Enter);
    assert_eq!(bench.asked, [Effect::Reset(gate::id())]);
    let files = gate::files(gate::BEFORE);
    bench.send(&Event::Replaced { exercise: gate::id(), files });
    assert!(bench.shows("// The seed") && bench.shows("what was here before is in F8"));
    bench.press(KeyCode::F(8));
    let attempts = vec![attempt(4, AttemptKind::Kept, 0, gate::FAILING)];
    bench.send(&Event::History { exercise: gate::id(), attempts });
    bench.press(KeyCode::Enter).press(KeyCode::Enter);
    assert_eq!(bench.asked, [Effect::Restore { exercise: gate::id(), attempt: 4 }]);
}

#[test]
fn a_pass_leads_on() {
    let mut bench = Bench::open(gate::piece(gate::SOLUTION, 0), 80, 24);
    bench.check(None, 0, 1).press(KeyCode::Enter);
    assert!(matches!(bench.asked[..], [Effect::Replace(Route::Lesson { .. })]));
}

#[test]
fn foreign_text_does_not_reach_the_terminal() {
    let mut piece = gate::piece("\u{1b}[2J\u{202e}", 0);
    piece.exercise.task = "\u{1b}]0;x\u{7} task".into();
    piece.exercise.title = "\u{1b}[31m".into();
    let mut bench = Bench::open(piece, 120, 36);
    bench.press(KeyCode::F(5));
    let generation = bench.generation_of_check();
    let mut checked = gate::checked(&gate::exercise(0), Some(0), 1);
    if let Outcome::Failed(failure) = &mut checked.verdict.checks[0].outcome {
        failure.headline = "\u{1b}[2J".into();
        failure.printed = Some("\u{1b}[?1049l\rback\u{8}".into());
        failure.fields[0].got = "\u{9b}1m\u{200b}".into();
        failure.feedback = Some("\u{1b}c `\u{1b}` ".into());
    }
    bench.send(&Event::Checked { generation, checked: Box::new(checked) });
    for key in [KeyCode::Esc, KeyCode::Char('3'), KeyCode::Enter] {
        let drawn = bench.rows().join("");
        assert!(!drawn.chars().any(text::is_unsafe), "{drawn:?}");
        bench.press(key);
    }
}

#[test]
fn help_and_the_way_back_are_always_in_the_footer() {
    for (columns, rows) in [(60, 16), (80, 24), (99, 30), (100, 30), (200, 60), (300, 100)] {
        let mut bench = Bench::open(gate::piece(gate::FAILING, 2), columns, rows);
        for keys in ["", "1", "2", "3"] {
            bench.press(KeyCode::Esc);
            bench.press(KeyCode::Char('1'));
            keys.chars().for_each(|key| {
                bench.press(KeyCode::Char(key));
            });
            let footer = bench.rows().pop().unwrap();
            let end = if keys == "2" { "F1 help   Esc back" } else { "? help   q back" };
            assert!(footer.ends_with(end), "{columns}x{rows} {keys}: {footer}");
        }
    }
}

fn event() -> impl Strategy<Value = Event> {
    let code = prop_oneof![
        6 => prop::sample::select(vec![
            KeyCode::F(2), KeyCode::F(3), KeyCode::F(4), KeyCode::F(5), KeyCode::F(7),
            KeyCode::F(8), KeyCode::Esc, KeyCode::Enter, KeyCode::Tab, KeyCode::BackTab,
            KeyCode::Up, KeyCode::Down, KeyCode::PageUp, KeyCode::PageDown, KeyCode::Home,
            KeyCode::End, KeyCode::Left, KeyCode::Right, KeyCode::Backspace,
        ]),
        3 => prop::sample::select("123nyhgGjk q?xo日\u{301}".chars().map(KeyCode::Char).collect::<Vec<_>>()),
        1 => prop::char::any().prop_map(KeyCode::Char),
    ];
    let modifiers =
        prop::sample::select(vec![KeyModifiers::NONE, KeyModifiers::SHIFT, KeyModifiers::CONTROL]);
    let mouse = (0..4usize, 0..310u16, 0..110u16).prop_map(|(kind, column, row)| {
        let kind = [
            MouseEventKind::Down(MouseButton::Left),
            MouseEventKind::Drag(MouseButton::Left),
            MouseEventKind::ScrollDown,
            MouseEventKind::ScrollUp,
        ][kind];
        Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
    });
    prop_oneof![
        12 => (code, modifiers).prop_map(|(code, held)| Event::Key(KeyEvent::new(code, held))),
        2 => mouse,
        1 => "[a{}\n\t\u{1b}日]{0,20}".prop_map(Event::Paste),
        1 => (1..310u16, 1..110u16).prop_map(|(columns, rows)| Event::Resized { columns, rows }),
        3 => (0..40u64).prop_map(|generation| Event::Elapsed { generation }),
        2 => (0..40u64, 0..10usize, 1..4u32).prop_map(|(generation, failed, attempts)| {
            let failed = Some(failed).filter(|failed| *failed < 9);
            let checked = Box::new(gate::checked(&gate::exercise(2), failed, attempts));
            Event::Checked { generation, checked }
        }),
        1 => (0..40u64, 0..9usize).prop_map(|(generation, failed)| {
            let verdict = Box::new(gate::verdict(&gate::exercise(2), Some(failed)));
            Event::CheckedLive { generation, verdict }
        }),
        1 => (0..6usize).prop_map(|hints| Event::Hinted {
            exercise: gate::id(),
            standing: Standing { hints, ..Standing::default() },
        }),
        1 => Just(Event::History {
            exercise: gate::id(),
            attempts: vec![attempt(1, AttemptKind::Check, 3, gate::FAILING)],
        }),
        1 => "[ab\n]{0,9}".prop_map(|text| Event::ChangedOutside {
            exercise: gate::id(),
            path: "auth.js".into(),
            text,
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_is_drawn(events in prop::collection::vec(event(), 0..40)) {
        let mut bench = Bench::open(gate::piece(gate::FAILING, 2), 80, 24);
        for event in events {
            if let Event::Resized { columns, rows } = event {
                bench.size = Size::new(columns, rows);
            }
            bench.send(&event);
            bench.rows();
        }
    }
}
