//! The consoles of the playground: what is typed, what came of it, what the database holds.

use backlab::{
    course::id::LessonId,
    diag::Trouble,
    screen::{
        Screen,
        event::{Effect, Event, Exported, Generation, HighlightKey, Route},
        keymap::{
            DOWN, ENTER, ESC, Key, LEFT, RIGHT, Scope, TAB, UP, changed::Keys, control, function,
            plain,
        },
    },
    table::{Cell, Table},
    tutor::console::{
        Choice, Engine, Given, Mistake, MistakeKind, On, Opened, PlanStep, Ran, Tree, Twig,
        Vocabulary, What,
    },
};

use crate::drawing::{
    SMALL, WIDE, buffer, characters, check_drawn, check_odd_sizes, ink, press, resize,
};

pub fn twig(depth: u8, name: &str, note: &str) -> Twig {
    Twig { depth, name: name.to_owned(), note: note.to_owned() }
}

fn shop_tree() -> Tree {
    let twigs = vec![
        twig(0, "users", "7"),
        twig(1, "id", "key"),
        twig(1, "name", ""),
        twig(1, "email", "unique"),
        twig(1, "city", ""),
        twig(0, "orders", "7"),
        twig(1, "id", "key"),
        twig(1, "user_id", "→ users"),
        twig(1, "orders_user", "index"),
        twig(0, "a_name_that_is_longer_than_its_pane", "412"),
    ];
    Tree { counts: "rows", twigs, says: None }
}

fn shop_words() -> Vocabulary {
    let table = |name: &str, columns: &[&str]| {
        (name.to_owned(), columns.iter().map(|&column| column.to_owned()).collect())
    };
    Vocabulary {
        tables: vec![table("users", &["id", "name", "city"]), table("orders", &["id", "user_id"])],
        ..Vocabulary::new(Engine::Sql)
    }
}

fn generation(effects: &[Effect]) -> Generation {
    let number = effects.iter().find_map(|effect| match effect {
        Effect::OpenConsole { generation, .. }
        | Effect::RunConsole { generation, .. }
        | Effect::Export { generation, .. } => Some(*generation),
        _ => None,
    });
    number.unwrap_or_else(|| panic!("{effects:?}"))
}

/// The tab of `engine`, opened on `name`.
pub fn opened(engine: Engine, name: &str, tree: Tree, words: Vocabulary) -> Screen {
    let mut screen = Screen::playground(0, SMALL);
    let key = match engine {
        Engine::Sql => '2',
        Engine::Mongo => '3',
        Engine::Redis => '4',
        Engine::Js => '5',
    };
    let asked = press(&mut screen, &[plain(key)]);
    let [Effect::OpenConsole { engine: of, on: None, generation }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!(*of, engine);
    let (name, typed) = (name.to_owned(), vec!["SELECT 'yesterday'".to_owned()]);
    let opened = Opened { engine, on: On::Empty, name, tree, words, text: None, typed };
    screen.update(&Event::ConsoleOpened { generation: *generation, opened: Box::new(opened) });
    screen
}

fn shop() -> Screen {
    opened(Engine::Sql, "shop.db", shop_tree(), shop_words())
}

fn type_in(screen: &mut Screen, text: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for ch in text.chars() {
        let key = if ch == '\n' { ENTER } else { plain(ch) };
        effects = press(screen, &[key]);
    }
    effects
}

pub fn run(screen: &mut Screen, key: Key, ran: Ran) {
    let generation = generation(&press(screen, &[key]));
    screen.update(&Event::ConsoleRan { generation, ran: Box::new(ran) });
}

pub fn given(what: What) -> Given {
    Given { session: None, what, notes: Vec::new(), took_us: Some(430), full_scan_steps: Some(6) }
}

pub fn step(verb: &str, table: &str, rest: &str, cost: &'static str, words: &str) -> PlanStep {
    PlanStep {
        depth: 0,
        verb: verb.to_owned(),
        table: table.to_owned(),
        rest: rest.to_owned(),
        cost,
        words: words.to_owned(),
        detail: format!("{verb} {table}"),
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn people() -> Table {
    let row = |name: &str, city: Option<&str>, orders: i64| {
        vec![text(name), city.map_or(Cell::Null, text), Cell::Integer(orders)]
    };
    Table {
        columns: ["name", "city", "orders"].map(str::to_owned).into(),
        rows: vec![
            row("Amara", Some("Lagos"), 3),
            row("Ravi", Some("Pune"), 2),
            row("José", Some("Lima"), 1),
            row("\u{1b}[2J\u{202e}x", Some("NULL"), 1),
            row("Kishore", Some("Chennai"), 0),
            row("Meera", None, 0),
            row("日本", None, 0),
        ],
    }
}

fn people_ran() -> Ran {
    let plan = vec![
        step("SCAN", "u", "", "full scan", "reads every row of users (u)"),
        step(
            "SEARCH",
            "o",
            "by orders_user (user_id=?)",
            "index",
            "finds rows of orders (o) by the index orders_user (user_id=?)",
        ),
        step("SORT", "", "for ORDER BY", "", "sorts the rows: no index has them in this order"),
    ];
    Ran {
        given: vec![given(What::Rows(people()))],
        plan,
        tree: shop_tree(),
        words: shop_words(),
        took_us: 1_000,
        ..Ran::default()
    }
}

const QUERY: &str = "SELECT u.name, u.city, count(o.id) AS orders\nFROM users u LEFT JOIN orders o \
                     ON o.user_id = u.id\nGROUP BY u.id ORDER BY orders DESC";

/// Presses what answers a query.
fn asked_for_people() -> Screen {
    let mut screen = shop();
    type_in(&mut screen, QUERY);
    run(&mut screen, function(5), people_ran());
    screen
}

/// For the test that presses anything.
pub fn screens() -> Vec<Screen> {
    let mut printed =
        opened(Engine::Redis, "empty", Tree::default(), Vocabulary::new(Engine::Redis));
    type_in(&mut printed, "GET a");
    run(&mut printed, ENTER, printing("(nil)"));
    let mongo = opened(Engine::Mongo, "crud", Tree::default(), Vocabulary::new(Engine::Mongo));
    vec![asked_for_people(), shop(), printed, mongo]
}

fn printing(text: &str) -> Ran {
    let given =
        Given { took_us: None, full_scan_steps: None, ..given(What::Printed(text.to_owned())) };
    Ran { given: vec![given], took_us: 730, ..Ran::default() }
}

fn shows(screen: &Screen, words: &str) -> bool {
    characters(&buffer(screen, SMALL, ink())).contains(words)
}

#[test]
fn rows_their_plan_and_the_schema_stand_together() {
    let mut screen = asked_for_people();
    check_drawn("console-sql", &mut screen);
    check_odd_sizes(&mut screen, "F1 help   Esc back");
    press(&mut screen, &[ESC, plain('p'), DOWN, DOWN]);
    check_drawn("console-sql-result", &mut screen);
    check_odd_sizes(&mut screen, "? help   q back");
    resize(&mut screen, SMALL);
    press(&mut screen, &[plain('s')]);
    check_drawn("console-sql-schema", &mut screen);
    check_odd_sizes(&mut screen, "? help   q back");
}

#[test]
fn esc_goes_from_the_text_to_the_result_and_from_there_out() {
    let mut screen = asked_for_people();
    assert_eq!(press(&mut screen, &[ESC]), []);
    assert_eq!(press(&mut screen, &[ESC]), [Effect::Back]);
    assert_eq!(press(&mut screen, &[plain('?')]), [Effect::Go(Route::Help(Scope::Console))]);
    press(&mut screen, &[TAB]);
    let help = Effect::Go(Route::Help(Scope::ConsoleEditor));
    assert_eq!(press(&mut screen, &[function(1)]), [help]);
    assert_eq!(press(&mut screen, &[plain('q')]).len(), 1, "it is typed and coloured");
}

#[test]
fn help_names_the_keys() {
    for (name, scope) in
        [("help-console", Scope::Console), ("help-console-editor", Scope::ConsoleEditor)]
    {
        check_drawn(name, &mut Screen::help(scope, Keys::default(), SMALL));
    }
}

#[test]
fn nothing_yet_and_no_rows_are_said() {
    let mut screen = shop();
    check_drawn("console-sql-empty", &mut screen);
    assert_eq!(press(&mut screen, &[function(5)]), []);
    assert!(shows(&screen, "Nothing to run yet."));
    type_in(&mut screen, "SELECT 1 WHERE 0");
    let empty = Table { columns: vec!["1".to_owned()], rows: Vec::new() };
    let ran = Ran { given: vec![given(What::Rows(empty))], ..Ran::default() };
    run(&mut screen, function(5), ran);
    assert!(shows(&screen, "0 rows") && shows(&screen, "no rows"));
    press(&mut screen, &[ESC, ENTER]);
    assert!(shows(&screen, "no rows"), "there is no row to open");
    let mut broken = Screen::playground(0, SMALL);
    let generation = generation(&press(&mut broken, &[plain('2')]));
    let trouble = Trouble::new("The lab does not start: no room.").next("Close something.");
    broken.update(&Event::Failed { generation: Some(generation), trouble });
    assert!(shows(&broken, "The lab does not start: no room."));
}

#[test]
fn a_mistake_points_at_its_place_and_a_lost_session_is_said() {
    let mut screen = shop();
    type_in(&mut screen, "SELECT name\nFROM user;");
    let mistake = Mistake {
        kind: MistakeKind::Wrong,
        message: "no such table: user".to_owned(),
        line: Some(2),
        pointed: Some(("FROM user;".to_owned(), (5, 4))),
        hint: Some("there is a table users".to_owned()),
    };
    let ran = Ran {
        given: vec![given(What::Done)],
        mistake: Some(mistake),
        tree: shop_tree(),
        ..Ran::default()
    };
    run(&mut screen, function(5), ran);
    check_drawn("console-sql-mistake", &mut screen);
    press(&mut screen, &[ESC, plain('N')]);
    assert!(shows(&screen, "done"));
    assert!(shows(&screen, "1 of 2"));
    let mistake = Mistake {
        kind: MistakeKind::Limit,
        message: "the lab stopped this statement after 5000 ms of computing".to_owned(),
        line: None,
        pointed: None,
        hint: None,
    };
    let ran = Ran {
        mistake: Some(mistake),
        unfinished: Some(people()),
        lost: Some("The session ended with it, and the tables are gone.".to_owned()),
        tree: shop_tree(),
        ..Ran::default()
    };
    run(&mut screen, function(5), ran);
    check_drawn("console-sql-limit", &mut screen);
}

#[test]
fn what_runs_says_for_how_long_and_esc_stops_it() {
    let mut screen = shop();
    type_in(&mut screen, "SELECT 1");
    let asked = press(&mut screen, &[function(5)]);
    let number = generation(&asked);
    assert!(asked.contains(&Effect::After { ms: 100, generation: number }), "{asked:?}");
    assert!(!shows(&screen, "running"));
    let elapsed = Event::Elapsed { generation: number };
    assert_eq!(screen.update(&elapsed), [Effect::After { ms: 900, generation: number }]);
    screen.update(&elapsed);
    screen.update(&elapsed);
    check_drawn("console-running", &mut screen);
    assert_eq!(press(&mut screen, &[function(5)]), [], "one thing runs at a time");
    assert_eq!(press(&mut screen, &[ESC]), [Effect::Stop { generation: number }]);
    let late = Event::ConsoleRan { generation: number + 7, ran: Box::new(people_ran()) };
    screen.update(&late);
    assert!(shows(&screen, "running"), "an answer to something else");
    screen.update(&Event::ConsoleRan { generation: number, ran: Box::new(people_ran()) });
    assert!(shows(&screen, "7 rows"));
}

#[test]
fn wide_tables_scroll_and_a_row_opens_in_full() {
    let columns: Vec<String> = (1..=12).map(|at| format!("column_{at}")).collect();
    let long = "one two three four five six seven eight nine ten eleven\ntwelve";
    let row =
        |at: i64| (0..12).map(|n| if n == 1 { text(long) } else { Cell::Integer(at) }).collect();
    let table = Table { columns, rows: (0..10_000).map(row).collect() };
    let mut screen = shop();
    type_in(&mut screen, "SELECT * FROM wide");
    run(&mut screen, function(5), Ran { given: vec![given(What::Rows(table))], ..Ran::default() });
    check_drawn("console-wide", &mut screen);
    resize(&mut screen, SMALL);
    press(&mut screen, &[ESC, plain('G'), RIGHT, RIGHT]);
    assert!(shows(&screen, "9999"));
    assert!(shows(&screen, "columns 3–"));
    press(&mut screen, &[RIGHT; 20]);
    assert!(shows(&screen, "–12 of 12"));
    press(&mut screen, &[LEFT; 30]);
    assert!(shows(&screen, "columns 1–"));
    press(&mut screen, &[UP, ENTER]);
    check_drawn("console-row", &mut screen);
    resize(&mut screen, SMALL);
    press(&mut screen, &[RIGHT]);
    assert!(shows(&screen, "Row 10000 of 10000"));
    press(&mut screen, &[ESC]);
    assert!(shows(&screen, "10000 rows"));
    check_odd_sizes(&mut screen, "? help   q back");
}

#[test]
fn several_statements_are_walked_through() {
    let mut screen = shop();
    type_in(&mut screen, "UPDATE users SET city = 'Goa'; SELECT 1 LIMIT 0, 1");
    let mut last = given(What::Rows(people()));
    last.notes = vec!["`LIMIT 0, 1`: PostgreSQL refuses it, and says so at once.".to_owned()];
    let refused =
        Given { session: Some("B".to_owned()), ..given(What::Refused("busy".to_owned())) };
    let all = vec![given(What::Changed(1)), refused, last];
    run(&mut screen, function(5), Ran { given: all, ..Ran::default() });
    assert!(shows(&screen, "elsewhere `LIMIT 0, 1`: PostgreSQL refuses it"));
    press(&mut screen, &[ESC, plain('N')]);
    assert!(shows(&screen, "B  ✗ busy"));
    press(&mut screen, &[plain('N'), plain('N')]);
    assert!(shows(&screen, "1 row changed") && shows(&screen, "1 of 3"));
    press(&mut screen, &[plain('n'), plain('n')]);
    assert!(shows(&screen, "3 of 3"));
}

#[test]
fn rows_are_copied_and_written() {
    let mut screen = asked_for_people();
    let copied = press(&mut screen, &[ESC, plain('y')]);
    let [Effect::Copy(rows)] = &copied[..] else { panic!("{copied:?}") };
    assert!(rows.starts_with("name\tcity\torders\nAmara\tLagos\t3\n"), "{rows}");
    assert!(!rows.contains('\u{1b}'), "what is pasted may not drive a terminal");
    assert!(shows(&screen, "Copied 8 lines."));
    let asked = press(&mut screen, &[plain('x')]);
    let [Effect::Export { name, what: Exported::Rows(table), generation }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!((name.as_str(), table), ("sql", &people()));
    let path = "/home/ada/backlab-work/playground/sql-1.csv".to_owned();
    screen.update(&Event::Exported { generation: *generation, path });
    assert!(shows(&screen, "Written to /home/ada/backlab-work/playground/sql-1.csv"));
    let many =
        Table { columns: vec!["x".to_owned()], rows: vec![vec![text(&"y".repeat(99))]; 900] };
    run(&mut screen, function(5), Ran { given: vec![given(What::Rows(many))], ..Ran::default() });
    press(&mut screen, &[plain('y')]);
    assert!(shows(&screen, "Copied 700 of 901 lines; x writes them all."));
    let mut none = shop();
    press(&mut none, &[ESC]);
    for key in ['x', 'y'] {
        assert_eq!(press(&mut none, &[plain(key)]), []);
        assert!(shows(&none, "There is nothing to"));
    }
}

#[test]
fn earlier_inputs_come_back_and_what_was_being_written_too() {
    let mut screen = shop();
    press(&mut screen, &[UP]);
    assert!(shows(&screen, "SELECT 'yesterday'"));
    for query in ["SELECT 1", "SELECT 2\n  , 3"] {
        press(&mut screen, &[control('a')]);
        type_in(&mut screen, query);
        run(&mut screen, function(5), people_ran());
    }
    press(&mut screen, &[control('a')]);
    type_in(&mut screen, "SEL");
    press(&mut screen, &[UP]);
    assert!(shows(&screen, "1   SELECT 2"));
    press(&mut screen, &[UP]);
    assert!(shows(&screen, "1   SELECT 2"), "first the cursor goes up");
    press(&mut screen, &[UP]);
    assert!(shows(&screen, "1   SELECT 1"));
    press(&mut screen, &[DOWN, DOWN]);
    assert!(shows(&screen, "1   SEL "));
}

#[test]
fn words_of_the_database_are_offered() {
    let mut screen = shop();
    type_in(&mut screen, "SELECT * FROM ");
    press(&mut screen, &[control(' ')]);
    check_drawn("console-suggest", &mut screen);
    resize(&mut screen, SMALL);
    press(&mut screen, &[control(' ')]);
    let effects = press(&mut screen, &[DOWN, ENTER]);
    let [Effect::Highlight { key, text, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert!(matches!(key, HighlightKey::Console { engine: Engine::Sql, .. }));
    assert_eq!(text, "SELECT * FROM orders");
    type_in(&mut screen, " WHERE us");
    press(&mut screen, &[TAB, TAB]);
    assert!(shows(&screen, "FROM orders WHERE user"));
    type_in(&mut screen, " zz");
    press(&mut screen, &[TAB]);
    assert!(shows(&screen, "Nothing to suggest here."));
    // Esc takes that away, and the next one leaves the text.
    assert_eq!(press(&mut screen, &[ESC]), []);
    assert!(!shows(&screen, "Nothing to suggest here."));
    let help = |scope| [Effect::Go(Route::Help(scope))];
    assert_eq!(press(&mut screen, &[function(1)]), help(Scope::ConsoleEditor));
    press(&mut screen, &[ESC]);
    assert_eq!(press(&mut screen, &[function(1)]), help(Scope::Console));
}

#[test]
fn a_console_says_which_key_runs_and_how_long_data_are_kept() {
    let keeps = "What is stored goes when Backlab ends";
    for engine in [Engine::Mongo, Engine::Redis] {
        let mut screen = opened(engine, "shop", shop_tree(), Vocabulary::new(engine));
        assert!(shows(&screen, keeps) && shows(&screen, "Enter run"));
        press(&mut screen, &[ESC]);
        assert!(!shows(&screen, "F5 run") && shows(&screen, "Tab pane"));
    }
    assert!(shows(&shop(), "The data begin anew with each start of Backlab"));
}

#[test]
fn a_prompt_runs_with_enter_what_is_whole() {
    let tree = Tree {
        counts: "documents",
        twigs: vec![twig(0, "test", "here"), twig(1, "orders", "2"), twig(2, "_id_", "index")],
        says: None,
    };
    let words = Vocabulary {
        tables: vec![("orders".to_owned(), vec!["_id".to_owned(), "city".to_owned()])],
        ..Vocabulary::new(Engine::Mongo)
    };
    let mut screen = opened(Engine::Mongo, "crud", tree.clone(), words.clone());
    type_in(&mut screen, "db.orders.find({");
    press(&mut screen, &[ENTER]);
    assert!(shows(&screen, "2  "), "it goes on in the next line");
    type_in(&mut screen, "})");
    let printed = "[\n  { _id: 1, city: 'Pune \u{1b}[2J' },\n  { _id: 2, city: 'Lima' }\n]\n";
    let ran = Ran { tree: tree.clone(), words: words.clone(), ..printing(printed) };
    run(&mut screen, ENTER, ran);
    type_in(&mut screen, "db.orders.countDocuments(");
    check_drawn("console-mongo", &mut screen);
    check_odd_sizes(&mut screen, "F1 help   Esc back");
    resize(&mut screen, SMALL);
    type_in(&mut screen, ")");
    let mistake = Mistake {
        kind: MistakeKind::Wrong,
        message: "db.orders.countDocument is not a function".to_owned(),
        line: Some(1),
        pointed: None,
        hint: Some("did you mean `countDocuments`?".to_owned()),
    };
    run(&mut screen, ENTER, Ran { mistake: Some(mistake), tree, ..Ran::default() });
    assert!(shows(&screen, "1 ✗ db.orders.countDocuments()"), "what is wrong stays to be mended");
    press(&mut screen, &[ESC, plain('c')]);
    assert!(shows(&screen, "Nothing run yet."));
}

#[test]
fn a_cache_prints_as_its_own_console_does() {
    let twigs = vec![twig(0, "name", "string"), twig(0, "user:1", "hash   58 s")];
    let tree = Tree { counts: "", twigs, says: Some("412 more keys".to_owned()) };
    let words = Vocabulary {
        tables: vec![("user:1".to_owned(), Vec::new())],
        ..Vocabulary::new(Engine::Redis)
    };
    let mut screen = opened(Engine::Redis, "empty", tree.clone(), words.clone());
    type_in(&mut screen, "HGETALL user:1");
    let ran = Ran { tree: tree.clone(), words, ..printing("1) \"name\"\n2) \"Ada\"\n") };
    run(&mut screen, ENTER, ran);
    type_in(&mut screen, "SET name ");
    check_drawn("console-redis", &mut screen);
    resize(&mut screen, SMALL);
    let lines = (1..=400).map(|at| format!("{at}) \"{}\"", "x".repeat(90)));
    let long = lines.collect::<Vec<_>>().join("\n");
    type_in(&mut screen, "x");
    run(&mut screen, ENTER, Ran { tree, ..printing(&long) });
    press(&mut screen, &[ESC, plain('G')]);
    assert!(shows(&screen, "> HGETALL user:1"), "the first input stands last");
    press(&mut screen, &[plain('g')]);
    assert!(shows(&screen, "> SET name x"));
    check_odd_sizes(&mut screen, "? help   q back");
}

#[test]
fn a_program_prints_while_it_runs_and_later() {
    let words = Vocabulary::new(Engine::Js);
    let mut screen = opened(Engine::Js, "empty", Tree::default(), words.clone());
    type_in(&mut screen, "[1, 2].map((x) => {");
    assert!(!press(&mut screen, &[ENTER]).iter().any(|it| matches!(it, Effect::RunConsole { .. })));
    type_in(&mut screen, "return x })");
    let number = generation(&press(&mut screen, &[ENTER]));
    let says = |text: &str| Event::ConsolePrinted { generation: number, text: text.to_owned() };
    screen.update(&says("one\u{1b}[2J\n"));
    assert!(shows(&screen, "one␛[2J"));
    let ran = Ran { words, ..printing("one\u{1b}[2J\n[ 1, 2 ]\n") };
    screen.update(&Event::ConsoleRan { generation: number, ran: Box::new(ran) });
    screen.update(&says("later\n"));
    check_drawn("console-js", &mut screen);
    check_odd_sizes(&mut screen, "F1 help   Esc back");
    resize(&mut screen, SMALL);
    press(&mut screen, &[ESC, TAB]);
    assert!(shows(&screen, "F1 help"), "there is no tree to go to");
}

#[test]
fn another_database_is_chosen_from_a_list() {
    let mut screen = asked_for_people();
    assert_eq!(press(&mut screen, &[function(2)]), [Effect::ListConsoleData(Engine::Sql)]);
    let choice = |name: &str, says: &str, on: On| Choice {
        on,
        name: name.to_owned(),
        says: says.to_owned(),
    };
    let file = On::File("lessons/m06/data/stock.sql".to_owned());
    let choices = vec![
        choice("shop", "SQL", On::File("lessons/m06/data/shop.sql".to_owned())),
        choice("stock", "SQL", file.clone()),
        choice("empty", "nothing yet", On::Empty),
    ];
    let other = Event::ConsoleChoices { engine: Engine::Redis, choices: Vec::new() };
    screen.update(&other);
    screen.update(&Event::ConsoleChoices { engine: Engine::Sql, choices });
    check_drawn("console-choose", &mut screen);
    let asked = press(&mut screen, &[DOWN, ENTER]);
    let [Effect::OpenConsole { engine: Engine::Sql, on: Some(on), .. }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!(*on, file);
}

#[test]
fn a_block_of_a_lesson_comes_with_its_text() {
    let on = On::Block { lesson: LessonId::parse("sql-joins").unwrap(), index: 3 };
    let mut screen = Screen::console(0, Engine::Sql, on.clone(), WIDE);
    let asked = screen.shown();
    let [Effect::OpenConsole { on: Some(asked_on), generation, .. }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!(*asked_on, on);
    let opened = Opened {
        engine: Engine::Sql,
        on,
        name: "orders.db".to_owned(),
        tree: shop_tree(),
        words: shop_words(),
        text: Some(QUERY.to_owned()),
        typed: Vec::new(),
    };
    let opened = Event::ConsoleOpened { generation: *generation, opened: Box::new(opened) };
    assert_eq!(screen.update(&opened).len(), 1, "its colours are asked for");
    let rows = characters(&buffer(&screen, WIDE, ink()));
    assert!(rows.contains("1   SELECT u.name, u.city") && rows.contains("orders.db"), "{rows}");
    let shown = screen.shown();
    assert!(matches!(shown[..], [Effect::OpenConsole { on: None, .. }]), "{shown:?}");
}

#[test]
fn late_answers_are_for_the_playground_that_asked() {
    let mut old = Screen::playground(1, SMALL);
    let asked = press(&mut old, &[plain('2')]);
    let mut new = Screen::playground(2, SMALL);
    assert_ne!(generation(&press(&mut new, &[plain('2')])), generation(&asked));
    let others = [Engine::Mongo, Engine::Js].map(|engine| {
        let screen = Screen::console(1, engine, On::Empty, SMALL);
        generation(&screen.shown())
    });
    assert!(!others.contains(&generation(&asked)) && others[0] != others[1]);
}

#[test]
fn a_session_that_was_moved_is_asked_for_anew() {
    let mut screen = shop();
    press(&mut screen, &[ESC]);
    let asked = screen.shown();
    let [Effect::OpenConsole { on: None, generation, .. }] = asked[..] else { panic!("{asked:?}") };
    let tree = Tree { counts: "rows", twigs: vec![twig(0, "notes", "2")], says: None };
    let on = On::File("data/notes.sql".to_owned());
    let there = Opened {
        engine: Engine::Sql,
        on,
        name: "notes.db".to_owned(),
        tree,
        words: Vocabulary::new(Engine::Sql),
        text: None,
        typed: Vec::new(),
    };
    screen.update(&Event::ConsoleOpened { generation, opened: Box::new(there) });
    resize(&mut screen, WIDE);
    let text = characters(&buffer(&screen, WIDE, ink()));
    assert!(text.contains("notes") && !text.contains("shop.db"), "{text}");
}

#[test]
fn an_opening_is_stopped_by_esc() {
    let mut screen = Screen::playground(0, SMALL);
    let generation = generation(&press(&mut screen, &[plain('2')]));
    assert_eq!(press(&mut screen, &[ESC]), [Effect::Stop { generation }]);
    let trouble = Trouble::new("Stopped: shop.db is not open.");
    screen.update(&Event::Failed { generation: Some(generation), trouble });
    assert!(shows(&screen, "Stopped: shop.db is not open."));
    assert_eq!(press(&mut screen, &[ESC, ESC]), [Effect::Back]);
}

#[test]
fn what_is_printed_last_is_seen_while_it_runs() {
    let mut screen = opened(Engine::Js, "node", Tree::default(), Vocabulary::new(Engine::Js));
    let generation = generation(&type_and_run(&mut screen, "print()"));
    for line in 0..20_000 {
        let text = format!("line é {line}\n");
        screen.update(&Event::ConsolePrinted { generation, text });
    }
    assert!(shows(&screen, "line é 19999"));
}

fn type_and_run(screen: &mut Screen, text: &str) -> Vec<Effect> {
    type_in(screen, text);
    press(screen, &[function(5)])
}
