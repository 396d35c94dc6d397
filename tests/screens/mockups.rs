//! The states of the design's drawings: the same lesson, the same run, the same numbers.

use std::sync::Arc;

use backlab::{
    course::lesson::Mode,
    exchange::http_file,
    screen::{
        Screen,
        event::{Effect, Event},
        keymap::{DOWN, ENTER, ESC, SHIFT_TAB, TAB, function, plain},
    },
    table::{Cell, Table},
    trace::{Entry, Stop, Stream, What as TraceWhat},
    tutor::{
        OpenLesson,
        console::{Engine, Given, Ran, Tree, Vocabulary, What},
        playground::{Collection, Origin, Shelf},
    },
};
use ratatui::layout::Size;

use crate::{
    consoles, courses,
    drawing::{SMALL, WIDE, check_view, press, resize},
    playground,
    reader::{EXCHANGES, done, loaded, opened},
    xray,
};

/// What stands on a page where columns are few, and where they are not.
const GATE: [(Size, &str); 2] =
    [(SMALL, include_str!("mockups/gate-80.md")), (WIDE, include_str!("mockups/gate-120.md"))];
const ORDER: [(Size, &str); 2] =
    [(SMALL, include_str!("mockups/order-80.md")), (WIDE, include_str!("mockups/order-120.md"))];

/// A lesson at one of its pages, with six cards due.
fn at_page(text: &'static str, size: Size, page: usize) -> Screen {
    at_page_of(OpenLesson { loaded: loaded(text), ..opened(page) }, size)
}

fn at_page_of(lesson: OpenLesson, size: Size) -> Screen {
    let mut reader = Screen::lesson(courses::lesson_id(9, 3), size);
    reader.update(&Event::Lesson(Box::new(OpenLesson { due: 6, ..lesson })));
    resize(&mut reader, size);
    reader
}

/// The page of the gate whose block has run.
pub fn gate_ran(size: Size) -> Screen {
    let (_, text) = GATE[usize::from(size != SMALL)];
    let mut reader = at_page(text, size, 2);
    let Effect::RunSample { generation, .. } = press(&mut reader, &[plain('r')])[0] else {
        panic!("the block runs")
    };
    reader.update(&Event::SampleRan { generation, run: Box::new(done(EXCHANGES, Stop::Ended)) });
    reader
}

#[test]
fn a_page_whose_block_ran() {
    for size in [SMALL, WIDE] {
        let reader = gate_ran(size);
        check_view("mockup-page", size, |buffer, theme| reader.view(buffer, theme));
    }
}

#[test]
fn a_diagram() {
    for (size, text) in GATE {
        let reader = at_page(text, size, 3);
        check_view("mockup-diagram", size, |buffer, theme| reader.view(buffer, theme));
    }
}

#[test]
fn a_prediction_that_was_compared() {
    for (size, text) in ORDER {
        let loaded = loaded(text);
        assert!(loaded.document.samples().any(|sample| sample.mode == Mode::Predict));
        let module_title = "Node".to_owned();
        let lesson = OpenLesson { loaded, module_number: 3, module_title, ..opened(3) };
        let mut reader = at_page_of(lesson, size);
        press(&mut reader, &[plain('r')]);
        reader.update(&Event::Paste("start\nend\npromise\ntick\ntimer".to_owned()));
        let Effect::RunSample { generation, index, .. } = press(&mut reader, &[function(5)])[0]
        else {
            panic!("it runs")
        };
        let printed = "start\nend\ntick\npromise\ntimer\n";
        let mut run = done(printed, Stop::Finished);
        run.took = std::time::Duration::from_millis(2);
        run.files.insert("sample.js".to_owned(), Vec::new());
        let what = TraceWhat::Printed { stream: Stream::Out, text: "start\n".to_owned() };
        run.trace.push(Entry { at_us: 1_000, request: None, what });
        let kept = reader.update(&Event::SampleRan { generation, run: Box::new(run) });
        let Some(Effect::KeepPrediction { lesson, .. }) = kept.first().cloned() else {
            panic!("{kept:?}")
        };
        // It is asked already, and comes in two days.
        reader.update(&Event::CardMade { lesson, index, wait: 2 * 86_400 });
        check_view("mockup-predict", size, |buffer, theme| reader.view(buffer, theme));
    }
}

/// The check that failed, told as the drawing of each size tells it.
#[test]
fn a_recording_at_its_failure() {
    let long = "403 tells user 3 that order 12 is there. Whoever counts up the ids learns which \
                orders exist.";
    let asks = "The query finds the order whoever asks. It could ask for the owner too.";
    let short = "Whoever counts up the ids learns from 403 which orders exist.";
    let owner = "SELECT orders finds order 12 whoever asks. Ask for the owner too.";
    for (size, why, look) in [(SMALL, short, owner), (WIDE, long, asks)] {
        let mut recording = xray::recording();
        recording.due = 6;
        recording.path.insert(0, "Backend".to_owned());
        recording.path[1] = "10 Attack it, then fix it".to_owned();
        recording.failures[0].why = why.to_owned();
        recording.failures[0].look = Some(look.to_owned());
        let mut screen = xray::xray(recording);
        resize(&mut screen, size);
        check_view("mockup-xray", size, |buffer, theme| screen.view(buffer, theme));
    }
}

/// The requests of the shop, the third answer in view.
#[test]
fn an_answer_in_the_playground() {
    let text = include_str!("mockups/shop.http");
    let (file, mistakes) = http_file::parse(text);
    let answer = Origin::Answer { request: "login".to_owned(), line: 2 };
    let variables = vec![
        playground::known("base", ":4010", Origin::Server),
        playground::known("token", "{{login.response.body.$.token}}", answer),
        playground::known("me", "3", Origin::File(3)),
    ];
    let name = "shop.http".to_owned();
    let text = text.to_owned();
    let shop = Collection { name, text, file, mistakes, trouble: None, variables };
    let mut sent = vec![playground::orders(), playground::orders(), playground::orders()];
    sent[1].exchange.response.as_mut().unwrap().status = 401;
    sent[2].method = "POST".to_owned();
    sent[2].target = "{{base}}/login".to_owned();
    let shelf = Shelf {
        folder: Some("/home/ada/backlab-work/playground".to_owned()),
        collections: vec![shop],
        server: Some(playground::server()),
        past: sent.into_iter().skip(1).map(Arc::new).collect(),
        due: 6,
        ..Shelf::default()
    };
    let mut screen = playground::playground(shelf);
    let asked = press(&mut screen, &[DOWN, DOWN, DOWN, DOWN, function(5)]);
    let Effect::Send { generation, .. } = asked[0] else { panic!("{asked:?}") };
    let past = Arc::new(playground::orders());
    screen.update(&Event::Answered { generation, past });
    for size in [SMALL, WIDE] {
        resize(&mut screen, size);
        check_view("mockup-requests", size, |buffer, theme| screen.view(buffer, theme));
    }
}

fn cells(values: &[&str]) -> Vec<Cell> {
    let cell = |value: &&str| match (*value, value.parse()) {
        ("NULL", _) => Cell::Null,
        (_, Ok(number)) => Cell::Integer(number),
        (words, Err(_)) => Cell::Text(words.to_owned()),
    };
    values.iter().map(cell).collect()
}

fn table(columns: &[&str], rows: &[&[&str]]) -> Table {
    Table {
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        rows: rows.iter().map(|row| cells(row)).collect(),
    }
}

/// Name, rows, and the columns with what is noted of each.
type Unfolds = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The tables of the shop, with so many columns that they are folded at first.
fn shop_tree() -> Tree {
    let tables: [Unfolds; 8] = [
        (
            "users",
            "7",
            &[("id", "key"), ("name", ""), ("email", "unique"), ("role", ""), ("city", "")],
        ),
        ("products", "4", &[("id", "key"), ("name", ""), ("price", "")]),
        (
            "orders",
            "7",
            &[
                ("id", "key"),
                ("user_id", "→ users"),
                ("status", ""),
                ("created_at", ""),
                ("orders_user", "index"),
            ],
        ),
        ("order_items", "10", &[("order_id", "key"), ("quantity", ""), ("price", "")]),
        ("courses", "6", &[("id", "key"), ("title", "")]),
        ("messages", "31", &[("id", "key"), ("text", "")]),
        ("logs", "412", &[("at", ""), ("line", "")]),
        ("settings", "5", &[("name", "key"), ("value", "")]),
    ];
    let twigs = tables.into_iter().flat_map(|(name, rows, columns)| {
        let columns = columns.iter().map(|(column, note)| consoles::twig(1, column, note));
        std::iter::once(consoles::twig(0, name, rows)).chain(columns)
    });
    Tree { counts: "rows", twigs: twigs.collect(), says: None }
}

/// The query of each size with its rows, its plan, and Esc, which gives the letters to the result.
#[test]
fn rows_in_the_playground() {
    let few = "SELECT u.name, u.city, count(o.id) AS orders\nFROM users u LEFT JOIN orders o ON \
               o.user_id = u.id\nGROUP BY u.id ORDER BY orders DESC";
    let few_rows: &[&[&str]] = &[
        &["Amara", "Lagos", "3"],
        &["Ravi", "Pune", "2"],
        &["José", "Lima", "1"],
        &["Ravi", "Delhi", "1"],
        &["Kishore", "Chennai", "0"],
        &["Meera", "NULL", "0"],
        &["Lin", "NULL", "0"],
    ];
    let many = "SELECT u.name, u.city,\n       count(DISTINCT o.id) AS orders,\n       \
                sum(i.quantity * i.price) AS cents\nFROM users u\nLEFT JOIN orders o ON o.user_id \
                = u.id\nLEFT JOIN order_items i ON i.order_id = o.id\nGROUP BY u.id\nORDER BY \
                cents DESC";
    let many_rows: &[&[&str]] = &[
        &["Amara", "Lagos", "3", "17030"],
        &["José", "Lima", "1", "4900"],
        &["Ravi", "Pune", "2", "3980"],
        &["Ravi", "Delhi", "1", "1250"],
        &["Kishore", "Chennai", "0", "NULL"],
        &["Meera", "NULL", "0", "NULL"],
        &["Lin", "NULL", "0", "NULL"],
    ];
    let step = |verb, table, rest, cost| consoles::step(verb, table, rest, cost, "");
    let scan = || step("SCAN", "u", "", "full scan");
    let by_user = || step("SEARCH", "o", "by orders_user (user_id=?)", "index");
    let few_steps = vec![scan(), by_user(), step("SORT", "", "for ORDER BY orders", "")];
    let many_steps = vec![
        scan(),
        by_user(),
        step("SEARCH", "i", "by order_items key (order_id=?)", "primary key"),
        step("SORT", "", "for count(DISTINCT)", ""),
        step("SORT", "", "for ORDER BY cents", ""),
    ];
    let columns = ["name", "city", "orders", "cents"];
    for (size, query, table, plan, took_us) in [
        (SMALL, few, table(&columns[..3], few_rows), few_steps, 200),
        (WIDE, many, table(&columns, many_rows), many_steps, 400),
    ] {
        let words = Vocabulary::new(Engine::Sql);
        let mut screen = consoles::opened(Engine::Sql, "shop.db", shop_tree(), words.clone());
        screen.update(&Event::Shelf(Box::new(Shelf { due: 6, ..Shelf::default() })));
        screen.update(&Event::Paste(query.to_owned()));
        let given = Given {
            took_us: Some(took_us),
            full_scan_steps: Some(6),
            ..consoles::given(What::Rows(table))
        };
        let (given, tree) = (vec![given], shop_tree());
        consoles::run(
            &mut screen,
            function(5),
            Ran { given, plan, tree, words, took_us, ..Ran::default() },
        );
        resize(&mut screen, size);
        press(&mut screen, &[ESC]);
        if size == WIDE {
            // To the tree, where users and orders are unfolded, and back.
            let to_orders = [DOWN; 7];
            press(&mut screen, &[TAB, ENTER]);
            press(&mut screen, &to_orders);
            press(&mut screen, &[ENTER, SHIFT_TAB]);
        }
        check_view("mockup-rows", size, |buffer, theme| screen.view(buffer, theme));
    }
}
