//! The playground: its tabs, the way in and out, and the HTTP tab as its learners see it.

use std::{sync::Arc, time::Duration};

use ratatui::crossterm::event::KeyModifiers;

use backlab::{
    app::App,
    course::id::ExerciseId,
    exchange::{Headers, Request, Response, http_file, http_file::Mistake, shown::sheet::Sheet},
    screen::{
        Screen,
        event::{Effect, Event, Route},
        keymap::{
            BACKSPACE, DOWN, END, ENTER, ESC, Key, QUESTION, RIGHT, SPACE, Scope, TAB, UP, control,
            function, plain,
        },
    },
    tutor::{
        Trouble,
        playground::{Change, Collection, Known, Origin, Past, Sample, Server, Shelf, Unsent},
        sending::{Exchange, Sent, Times},
        serving::Servable,
    },
};

use crate::{
    courses,
    drawing::{SMALL, WIDE, buffer, characters, check_drawn, check_odd_sizes, ink, press, resize},
};

const SHOP: &str = "\
# The shop of the course.
@token = {{login.response.body.$.token}}

### log in
# @name login
POST {{base}}/login
Content-Type: application/json

{ \"email\": \"mei@shop.example\" }

### users
GET {{base}}/users

### one
GET {{base}}/users/3

### orders
GET {{base}}/orders?status=paid&limit=2
Authorization: Bearer {{token}}
Accept: application/json

### one order
DELETE {{base}}/orders/12
";

pub fn known(name: &str, value: &str, origin: Origin) -> Known {
    Known { name: name.to_owned(), value: value.to_owned(), origin }
}

fn collection(text: &str) -> Collection {
    let (file, mistakes) = http_file::parse(text);
    let answer = Origin::Answer { request: "login".to_owned(), line: 2 };
    Collection {
        name: "shop.http".to_owned(),
        text: text.to_owned(),
        file,
        mistakes,
        trouble: None,
        variables: vec![
            known("token", "{{login.response.body.$.token}}", answer),
            known("base", ":4010", Origin::Server),
        ],
    }
}

pub fn server() -> Server {
    Server {
        routes: ["POST /login", "GET /users", "GET /users/:id"].map(str::to_owned).into(),
        what: None,
        name: "shop".to_owned(),
        port: Some(4010),
        lines: vec!["POST /login 200 0.4 ms".to_owned(), "ready\u{1b}[2J".to_owned()],
        ended: None,
    }
}

fn shelf() -> Shelf {
    Shelf {
        folder: Some("/home/ada/backlab-work/playground".to_owned()),
        collections: vec![collection(SHOP)],
        server: Some(server()),
        ..Shelf::default()
    }
}

pub fn past(kind: &str, body: &[u8]) -> Past {
    let response = Response {
        status: 200,
        first_line: "HTTP/1.1 200 OK".to_owned(),
        headers: [("Content-Type", kind), ("ETag", "\"a1\"")].into_iter().collect(),
        body: body.to_vec(),
        cut: false,
    };
    let sheet = Sheet::of(&response, 51);
    let request = Request {
        method: "GET".to_owned(),
        target: "/orders?status=paid&limit=2".to_owned(),
        headers: [("Host", "127.0.0.1:4010")].into_iter().collect::<Headers>(),
        body: Vec::new(),
    };
    let url = "http://127.0.0.1:4010/orders?status=paid&limit=2".to_owned();
    let exchange = Exchange {
        title: "orders".to_owned(),
        name: "orders".to_owned(),
        line: 18,
        sent: Some(Sent { url, request }),
        response: Some(response),
        error: None,
        ms: 4,
        times: Times {
            connected: Some(Duration::from_micros(310)),
            written: Some(Duration::from_micros(40)),
            waited: Some(Duration::from_micros(3_200)),
            read: Some(Duration::from_micros(600)),
            total: Duration::from_micros(4_150),
        },
    };
    Past {
        file: "shop.http".to_owned(),
        method: "GET".to_owned(),
        target: "{{base}}/orders?status=paid&limit=2".to_owned(),
        at: 1_795_478_400,
        exchange,
        sheet: Some(sheet),
        captured: Vec::new(),
    }
}

pub fn orders() -> Past {
    let body = br#"{"items":[{"id":9,"user_id":2,"status":"paid"},{"id":10,"user_id":3,"status":"paid"}],"next":"/orders?status=paid&limit=2&after=10"}"#;
    let captured = vec![("next".to_owned(), "/orders?status=paid&limit=2&after=10".to_owned())];
    Past { captured, ..past("application/json", body) }
}

pub fn playground(shelf: Shelf) -> Screen {
    let mut playground = Screen::playground(0, SMALL);
    assert_eq!(playground.shown(), [Effect::LoadShelf { environment: None }]);
    playground.update(&Event::Shelf(Box::new(shelf)));
    playground
}

/// On `GET /orders`, with an answer.
pub fn answered(past: Past) -> Screen {
    let mut screen = playground(shelf());
    let asked = press(&mut screen, &[DOWN, DOWN, DOWN, function(5)]);
    let Effect::Send { sendable, generation, .. } = &asked[0] else { panic!("{asked:?}") };
    assert_eq!((sendable.entry, sendable.text.as_str()), (3, SHOP));
    screen.update(&Event::Answered { generation: *generation, past: Arc::new(past) });
    screen
}

fn text_of(screen: &mut Screen) -> String {
    resize(screen, SMALL);
    characters(&buffer(screen, SMALL, ink()))
}

#[test]
fn the_way_in_and_out() {
    let mut home = Screen::home(SMALL);
    assert_eq!(press(&mut home, &[plain('P')]), [Effect::Go(Route::Playground)]);
    home.update(&Event::Overview(Box::new(courses::middle())));
    assert_eq!(press(&mut home, &[END, ENTER]), [Effect::Go(Route::Playground)]);
    let mut playground = playground(Shelf::default());
    check_odd_sizes(&mut playground, "? help   q back");
    for key in [plain('q'), ESC] {
        assert_eq!(press(&mut playground, &[key]), [Effect::Back]);
    }
    for key in [QUESTION, function(1)] {
        let help = Effect::Go(Route::Help(Scope::Requests));
        assert_eq!(press(&mut playground, &[key]), [help]);
    }
}

#[test]
fn every_way_out_saves_what_was_typed_and_stops_what_runs() {
    for key in [plain('q'), ESC] {
        let mut screen = playground(shelf());
        let asked = press(&mut screen, &[function(5)]);
        let [Effect::Send { generation: sent, .. }, ..] = asked[..] else { panic!("{asked:?}") };
        press(&mut screen, &[plain('5'), plain('1')]);
        let asked = press(&mut screen, &[function(5)]);
        let [Effect::RunConsole { generation: ran, .. }, ..] = asked[..] else {
            panic!("{asked:?}")
        };
        // To another console and from its text to its result, from where both keys leave.
        let asked = press(&mut screen, &[plain('2').with(KeyModifiers::ALT)]);
        let [Effect::OpenConsole { generation, .. }] = asked[..] else { panic!("{asked:?}") };
        let trouble = Trouble::new("No data.");
        screen.update(&Event::Failed { generation: Some(generation), trouble });
        press(&mut screen, &[ESC]);
        let left = press(&mut screen, &[key]);
        let stop = |generation| Effect::Stop { generation };
        assert_eq!(left, [stop(sent), stop(ran), Effect::Back], "{key:?}");
    }
}

#[test]
fn nothing_there_yet() {
    let folder = Some("/home/ada/backlab-work/playground".to_owned());
    let mut screen = playground(Shelf { folder, ..Shelf::default() });
    check_drawn("playground-empty", &mut screen);
    assert_eq!(press(&mut screen, &[ENTER]), [Effect::TakeSample]);
    screen.update(&Event::Shelf(Box::new(shelf())));
    assert!(text_of(&mut screen).contains("▌  POST  /login"));
}

#[test]
fn an_answer_beside_its_request() {
    let mut screen = answered(orders());
    check_drawn("playground-answer", &mut screen);
    check_odd_sizes(&mut screen, "? help   q back");
    press(&mut screen, &[TAB, DOWN, SPACE]);
    assert!(text_of(&mut screen).contains("\"items\": [ … 3 lines"), "{}", text_of(&mut screen));
    press(&mut screen, &[DOWN]);
    assert!(text_of(&mut screen).contains("6 of 7   json"), "{}", text_of(&mut screen));
    press(&mut screen, &[plain('/'), plain('A'), plain('f'), plain('t'), ENTER]);
    check_drawn("playground-found", &mut screen);
    for (name, _) in [("headers", 0), ("raw", 0), ("timing", 0), ("log", 0)] {
        press(&mut screen, &[RIGHT]);
        check_drawn(&format!("playground-{name}"), &mut screen);
        check_odd_sizes(&mut screen, "? help   q back");
    }
    assert_eq!(press(&mut screen, &[plain('x')]), [Effect::StopServer]);
    assert_eq!(press(&mut screen, &[ESC]), []);
    assert_eq!(press(&mut screen, &[ESC]), [Effect::Back]);
}

#[test]
fn a_request_is_typed_sent_and_saved() {
    let mut screen = answered(orders());
    press(&mut screen, &[ENTER, BACKSPACE, plain('3')]);
    check_drawn("playground-typing", &mut screen);
    check_odd_sizes(&mut screen, "F1 help   Esc back");
    let asked = press(&mut screen, &[control('r')]);
    let Effect::Send { sendable, .. } = &asked[0] else { panic!("{asked:?}") };
    assert_eq!((sendable.entry, &sendable.text), (3, &SHOP.replace("limit=2", "limit=3")));
    // The first Esc stops what is under way.
    let asked = press(&mut screen, &[ESC]);
    assert!(matches!(asked[..], [Effect::Stop { .. }]), "{asked:?}");
    let generation = match asked[..] {
        [Effect::Stop { generation }] => generation,
        _ => 0,
    };
    let stopped = Trouble::new("Stopped after 300 ms.");
    let unsent = Unsent { trouble: stopped, line: None, wants_server: false };
    screen.update(&Event::Unsent { generation, unsent });
    assert!(text_of(&mut screen).contains("Stopped after 300 ms."));
    let piece = &SHOP[SHOP.find("### orders").unwrap()..SHOP.find("\n\n### one order").unwrap()];
    let change = Change {
        file: "shop.http".to_owned(),
        near: 4,
        was: Some(piece.to_owned()),
        content: piece.replace("limit=2", "limit=3"),
    };
    assert_eq!(change.applied_to(SHOP), SHOP.replace("limit=2", "limit=3"));
    assert_eq!(press(&mut screen, &[ESC]), [Effect::SaveRequest(change)]);
}

#[test]
fn typing_is_saved_a_moment_later_and_an_empty_text_is_not() {
    let mut screen = playground(shelf());
    let asked = press(&mut screen, &[plain('n'), plain('x')]);
    let timer = asked.iter().find_map(|effect| match effect {
        Effect::After { generation, .. } => Some(*generation),
        _ => None,
    });
    let saved = screen.update(&Event::Elapsed { generation: timer.unwrap() });
    let change = Change {
        file: "shop.http".to_owned(),
        near: usize::MAX,
        was: None,
        content: "### new request\nGET {{base}}/x".to_owned(),
    };
    assert_eq!(saved, [Effect::SaveRequest(change.clone())]);
    assert_eq!(change.applied_to(SHOP), format!("{SHOP}\n{}\n", change.content));
    let asked = press(&mut screen, &[control('a'), BACKSPACE]);
    let timer = asked.iter().find_map(|effect| match effect {
        Effect::After { generation, .. } => Some(*generation),
        _ => None,
    });
    assert_eq!(screen.update(&Event::Elapsed { generation: timer.unwrap() }), []);
    let left = press(&mut screen, &[ESC]);
    assert!(matches!(&left[..], [Effect::SaveRequest(change)] if change.content.is_empty()));
}

#[test]
fn a_new_request_is_kept_once_it_is_sent() {
    let content = "### new request\nGET {{base}}/";
    // One that nobody changed or sent goes again.
    let mut screen = playground(shelf());
    press(&mut screen, &[plain('n')]);
    let text = text_of(&mut screen);
    assert!(text.contains("in shop.http once it is changed or sent"), "{text}");
    let asked = press(&mut screen, &[ESC]);
    assert!(!asked.iter().any(|effect| matches!(effect, Effect::SaveRequest(_))), "{asked:?}");
    // One that was sent as it was made stays.
    let asked = press(&mut screen, &[plain('n'), function(5)]);
    let change = asked.iter().find_map(|effect| match effect {
        Effect::SaveRequest(change) => Some(change.clone()),
        _ => None,
    });
    let change = change.unwrap();
    assert_eq!((change.was.as_ref(), change.content.as_str()), (None, content));
    let text = text_of(&mut screen);
    assert!(text.contains("saving in shop.http") && !text.contains("saved"), "{text}");
    screen.update(&Event::RequestSaved { change, unsaved: None });
    assert!(text_of(&mut screen).contains("saved in shop.http"));
    press(&mut screen, &[plain('x')]);
    assert!(!text_of(&mut screen).contains("saved in"), "{}", text_of(&mut screen));
}

#[test]
fn what_went_wrong_is_said_with_what_to_do() {
    let mut refused = orders();
    refused.exchange.response = None;
    refused.sheet = None;
    refused.captured = Vec::new();
    let what = "no answer: nothing listens at 127.0.0.1:4010";
    let hint = "start the server, or look at the port that it names";
    refused.exchange.error = Some(Mistake::new(18, 5, what, hint));
    let mut screen = answered(refused);
    check_drawn("playground-refused", &mut screen);
    check_odd_sizes(&mut screen, "? help   q back");
}

#[test]
fn a_body_that_is_no_text_is_said_to_be_none() {
    let mut screen = answered(past("image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
    check_drawn("playground-bytes", &mut screen);
    press(&mut screen, &[RIGHT, RIGHT, TAB, END]);
    let text = text_of(&mut screen);
    assert!(text.contains("00000000  89 50 4e 47") && text.contains("image/png"), "{text}");
    press(&mut screen, &[plain('g')]);
    let text = text_of(&mut screen);
    assert!(text.contains("GET /orders?status=paid&limit=2 HTTP/1.1"), "{text}");
}

#[test]
fn ten_megabytes_are_walked_like_any_other_body() {
    let row = r#"{"id":1,"name":"Ines","tags":["a","b"]},"#;
    let body = format!("[{}{{}}]", row.repeat((10 << 20) / row.len()));
    let mut screen = answered(past("application/json", body.as_bytes()));
    press(&mut screen, &[TAB, END]);
    let text = text_of(&mut screen);
    assert!(text.contains("{}") && text.contains("10486 kB"), "{text}");
    press(&mut screen, &[plain('g'), SPACE]);
    assert!(text_of(&mut screen).contains("[ … "), "{}", text_of(&mut screen));
    press(&mut screen, &[RIGHT, RIGHT, END]);
    assert!(text_of(&mut screen).contains("{}]"), "{}", text_of(&mut screen));
}

#[test]
fn a_server_is_chosen_and_a_login_filled_in() {
    let mut screen = playground(shelf());
    assert_eq!(press(&mut screen, &[plain('s')]), [Effect::LoadServables]);
    let path = "/home/ada/backlab-work/playground/app.js".into();
    let app = Servable::Program { path, name: "app.js".to_owned() };
    screen.update(&Event::Servables(vec![app.clone()]));
    check_drawn("playground-servers", &mut screen);
    assert_eq!(press(&mut screen, &[ENTER]), [Effect::Serve(app)]);
    press(&mut screen, &[plain('a'), DOWN, ENTER]);
    for ch in "ada:x".chars() {
        press(&mut screen, &[plain(ch)]);
    }
    check_drawn("playground-login", &mut screen);
    press(&mut screen, &[BACKSPACE, BACKSPACE, ENTER, plain('s')]);
    let asked = press(&mut screen, &[ENTER]);
    let [Effect::SaveRequest(change)] = &asked[..] else { panic!("{asked:?}") };
    let changed = change.applied_to(SHOP);
    let field = "Content-Type: application/json\n";
    assert_eq!(
        changed,
        SHOP.replacen(field, &format!("{field}Authorization: Basic YWRhOnM=\n"), 1)
    );
}

fn api(exercise: &str, title: &str) -> Servable {
    let exercise = ExerciseId::parse(exercise).unwrap();
    Servable::Api { exercise, title: title.to_owned() }
}

#[test]
fn the_sample_comes_with_its_server() {
    let sample = || {
        let server = Some(api("bearer-tour", "A shop with a login"));
        Event::SampleTaken(Ok(Sample { file: "shop.http".to_owned(), server }))
    };
    let serve = Effect::Serve(api("bearer-tour", "A shop with a login"));
    let mut screen = playground(Shelf::default());
    assert!(screen.update(&sample()).contains(&serve));
    // Another one that runs stays, and is said not to be the one.
    let mut screen = playground(Shelf { server: Some(server()), ..Shelf::default() });
    assert!(!screen.update(&sample()).contains(&serve));
    let text = text_of(&mut screen);
    assert!(
        text.contains("They are for \"A shop with a login\": s and Enter on it start it."),
        "{text}"
    );
    let own = Server { what: Some(api("bearer-tour", "A shop with a login")), ..server() };
    let mut screen = playground(Shelf { server: Some(own), ..Shelf::default() });
    assert!(!screen.update(&sample()).contains(&serve));
    assert!(!text_of(&mut screen).contains("They are for"));
}

/// Sends, and answers that a server is wanted.
fn send_without_server(screen: &mut Screen) -> Vec<Effect> {
    let asked = press(screen, &[function(5)]);
    let Effect::Send { generation, .. } = asked[0] else { panic!("{asked:?}") };
    let trouble = Trouble::new("Nothing is named `base`.").next("It is the server's address.");
    let unsent = Unsent { trouble, line: Some(6), wants_server: true };
    screen.update(&Event::Unsent { generation, unsent })
}

#[test]
fn a_request_without_a_server_offers_those_that_there_are() {
    let mut screen = playground(Shelf { server: None, ..shelf() });
    assert_eq!(send_without_server(&mut screen), [Effect::LoadServables]);
    let shop = api("bearer-tour", "A shop with a login");
    screen.update(&Event::Servables(vec![shop.clone()]));
    let text = text_of(&mut screen);
    assert!(text.contains("No server runs.") && text.contains("A shop with a login"), "{text}");
    press(&mut screen, &[ESC]);
    let text = text_of(&mut screen);
    assert!(text.contains("Not sent   POST /login") && !text.contains("Line"), "{text}");
    assert!(text.contains("s starts a server.") && !text.contains("Esc, then s"), "{text}");
    // The same while one types, with the line as the editor counts it.
    press(&mut screen, &[ENTER]);
    assert_eq!(send_without_server(&mut screen), [Effect::LoadServables]);
    screen.update(&Event::Servables(vec![shop.clone()]));
    assert_eq!(press(&mut screen, &[ENTER]), [Effect::Serve(shop)]);
    let text = text_of(&mut screen);
    assert!(text.contains("Line 3: Nothing is named `base`."), "{text}");
    assert!(text.contains("Esc, then s,"), "{text}");
    // What was missing is there.
    screen.update(&Event::Server(Box::new(server())));
    assert!(!text_of(&mut screen).contains("Not sent"));
}

#[test]
fn what_the_server_answers_is_shown_and_suggested() {
    let mut screen = playground(shelf());
    let text = text_of(&mut screen);
    assert!(text.contains("shop answers") && text.contains("GET      /users/:id"), "{text}");
    press(&mut screen, &[plain('n'), control(' ')]);
    check_drawn("playground-suggest", &mut screen);
    press(&mut screen, &[control(' '), DOWN, ENTER]);
    assert!(text_of(&mut screen).contains("GET {{base}}/users/1"), "{}", text_of(&mut screen));
    // Nothing is answered without a server; Esc takes away that this was said.
    let mut screen = playground(Shelf { server: None, ..shelf() });
    press(&mut screen, &[plain('n'), control(' ')]);
    assert!(text_of(&mut screen).contains("Nothing to suggest here."));
    press(&mut screen, &[ESC]);
    assert!(!text_of(&mut screen).contains("Nothing to suggest here."));
    let help = Effect::Go(Route::Help(Scope::Request));
    assert_eq!(press(&mut screen, &[function(1)]), [help]);
}

#[test]
fn a_mistake_waits_until_its_line_is_typed() {
    let mut screen = playground(shelf());
    press(&mut screen, &[plain('n'), ENTER, plain('z'), plain('z')]);
    assert!(!text_of(&mut screen).contains("✗"), "{}", text_of(&mut screen));
    press(&mut screen, &[UP]);
    let text = text_of(&mut screen);
    assert!(text.contains("✗ Line 3: "), "{text}");
    check_odd_sizes(&mut screen, "F1 help   Esc back");
    press(&mut screen, &[DOWN, plain('z')]);
    assert!(!text_of(&mut screen).contains("✗"));
    press(&mut screen, &[function(5)]);
    assert!(text_of(&mut screen).contains("✗ Line 3: "));
}

#[test]
fn the_history_is_copied_and_keeps_the_variables_in_view() {
    let mut screen = answered(orders());
    press(&mut screen, &[END]);
    let text = text_of(&mut screen);
    assert!(text.contains("variables") && text.contains("until Backlab ends"), "{text}");
    let command = "curl -i 'http://127.0.0.1:4010/orders?status=paid&limit=2'".to_owned();
    assert_eq!(press(&mut screen, &[plain('y')]), [Effect::Copy(command)]);
    assert!(text_of(&mut screen).contains("Copied as curl."));
}

#[test]
fn requests_that_look_alike_are_told_apart_by_their_titles() {
    let text = "### first\nGET /me\n\n### again\nGET /me\n\n### other\nPUT /me\n";
    let mut screen = playground(Shelf { collections: vec![collection(text)], ..shelf() });
    let text = text_of(&mut screen);
    for row in ["GET   first", "GET   again", "PUT   /me"] {
        assert!(text.contains(row), "{row}: {text}");
    }
}

#[test]
fn a_list_that_goes_on_says_so() {
    let requests: Vec<_> = (0..40).map(|at| format!("### {at}\nGET /a{at}/x\n")).collect();
    let text = requests.join("\n");
    let mut screen = playground(Shelf { collections: vec![collection(&text)], ..shelf() });
    assert!(text_of(&mut screen).contains("↓│") && !text_of(&mut screen).contains("↑│"));
    press(&mut screen, &[END]);
    assert!(text_of(&mut screen).contains("↑│") && !text_of(&mut screen).contains("↓│"));
}

#[test]
fn the_list_of_servers_opens_at_the_one_that_runs() {
    let what = Some(api("bearer-tour", "A shop with a login"));
    let mut screen = playground(Shelf { server: Some(Server { what, ..server() }), ..shelf() });
    assert!(text_of(&mut screen).contains("x stop   Tab answer"), "{}", text_of(&mut screen));
    press(&mut screen, &[plain('s')]);
    let all = [("a-tour", "Notes"), ("bearer-tour", "A shop with a login"), ("z-tour", "Tasks")];
    screen.update(&Event::Servables(all.map(|(id, title)| api(id, title)).into()));
    let text = text_of(&mut screen);
    let row = text.lines().find(|line| line.contains("A shop with a login")).unwrap();
    assert!(row.contains('▌') && row.contains("runs"), "{text}");
    assert!(text.contains("API of z-tour"), "{text}");
}

#[test]
fn a_pasted_command_of_curl_is_taken_in() {
    let mut screen = playground(shelf());
    let command = "curl -X POST http://localhost:3000/a -d b=c";
    let asked = screen.update(&Event::Paste(command.to_owned()));
    assert_eq!(asked, [Effect::Import(command.to_owned())]);
    for line in ["GET http://localhost:3000/a\n", "http://a/b"] {
        let asked = screen.update(&Event::Paste(line.to_owned()));
        assert_eq!(asked, [Effect::Import(line.to_owned())]);
    }
    assert_eq!(screen.update(&Event::Paste("some words".to_owned())), []);
    press(&mut screen, &[plain('i')]);
    let asked = screen.update(&Event::Paste("GET /a\n\n###\nGET /b\n".to_owned()));
    assert!(matches!(&asked[..], [Effect::Import(text)] if text.contains("GET /b")));
    let refused = Trouble::new("There is no request in it.").next("A request is a method.");
    screen.update(&Event::Imported(Err(refused)));
    assert!(text_of(&mut screen).contains("There is no request in it."));
}

#[test]
fn a_long_request_says_how_long_and_can_be_stopped() {
    let mut screen = playground(shelf());
    let asked = press(&mut screen, &[function(5)]);
    let [Effect::Send { generation, .. }, Effect::After { generation: timer, .. }] = asked[..]
    else {
        panic!("{asked:?}")
    };
    assert_eq!(press(&mut screen, &[function(5)]), [], "one at a time");
    for _ in 0..3 {
        screen.update(&Event::Elapsed { generation: timer });
    }
    let text = text_of(&mut screen);
    assert!(text.contains("sending   …   2 s   Esc stops"), "{text}");
    assert_eq!(press(&mut screen, &[ESC]), [Effect::Stop { generation }]);
}

#[test]
fn a_wide_window_says_where_the_server_is() {
    let mut screen = answered(orders());
    resize(&mut screen, WIDE);
    let text = characters(&buffer(&screen, WIDE, ink()));
    assert!(text.lines().next().unwrap().ends_with("shop on :4010  "), "{text}");
}

#[test]
fn the_files_are_read_once_at_a_time() {
    let mut screen = playground(shelf());
    let load = || vec![Effect::LoadShelf { environment: None }];
    assert_eq!(screen.update(&Event::ShelfChanged), load());
    assert_eq!(screen.update(&Event::ShelfChanged), []);
    assert_eq!(screen.update(&Event::ShelfChanged), []);
    let loaded = Event::Shelf(Box::new(shelf()));
    assert_eq!(screen.update(&loaded), load());
    assert_eq!(screen.update(&loaded), []);
    assert_eq!(screen.update(&Event::ShelfChanged), load());
}

#[test]
fn colours_of_one_request_are_not_for_the_next() {
    let mut screen = playground(shelf());
    let asked = press(&mut screen, &[ENTER]);
    let key = |asked: &[Effect]| match asked {
        [Effect::Highlight { key, .. }, ..] => key.clone(),
        _ => panic!("{asked:?}"),
    };
    let first = key(&asked);
    let asked = press(&mut screen, &[ESC, DOWN, ENTER]);
    assert_ne!(key(&asked), first);
}

#[test]
fn leaving_from_a_page_above_saves_what_was_typed() {
    let mut app = App::new(ink(), SMALL, true);
    app.update(&Event::Key(plain('P').event()));
    app.update(&Event::Shelf(Box::new(shelf())));
    let mut press = |keys: &[Key]| -> Vec<Effect> {
        keys.iter().flat_map(|key| app.update(&Event::Key(key.event()))).collect()
    };
    press(&[ENTER, plain('5'), function(1)]);
    let asked = press(&[control('q')]);
    assert!(matches!(&asked[..], [Effect::SaveRequest(_), Effect::Quit]), "{asked:?}");
}

#[test]
fn each_answer_to_a_save_is_for_the_text_that_it_saved() {
    let mut screen = playground(shelf());
    let mut saves = Vec::new();
    let mut keep = |asked: Vec<Effect>| {
        let change = |effect| match effect {
            Effect::SaveRequest(change) => Some(change),
            _ => None,
        };
        saves.extend(asked.into_iter().filter_map(change));
    };
    let asked = press(&mut screen, &[ENTER, plain('5')]);
    let timer = |effect: &Effect| match effect {
        Effect::After { generation, .. } => Some(*generation),
        _ => None,
    };
    let generation = asked.iter().find_map(timer).unwrap();
    keep(screen.update(&Event::Elapsed { generation }));
    keep(press(&mut screen, &[plain('6'), ESC]));
    // Another one is typed before the answers come: the first is in the file, the second is not.
    keep(press(&mut screen, &[DOWN, ENTER, plain('7')]));
    let [first, second] = saves.clone().try_into().unwrap();
    assert_eq!(second.was.as_ref(), Some(&first.content));
    let answer = |screen: &mut Screen, change: &Change, is_saved: bool| {
        let unsaved = (!is_saved).then(|| Trouble::new("The disk is full."));
        screen.update(&Event::RequestSaved { change: change.clone(), unsaved })
    };
    answer(&mut screen, &first, true);
    answer(&mut screen, &second, false);
    let asked = press(&mut screen, &[ESC]);
    let [Effect::SaveRequest(other)] = &asked[..] else { panic!("{asked:?}") };
    assert!(other.content.ends_with('7'), "{other:?}");
    answer(&mut screen, other, true);
    // The one that was not saved stands in the editor again, and takes the place of the first.
    let asked = press(&mut screen, &[plain('8'), ESC]);
    let again = asked.iter().find_map(|effect| match effect {
        Effect::SaveRequest(change) => Some(change),
        _ => None,
    });
    let again = again.unwrap();
    assert_eq!(again.was.as_ref(), Some(&first.content));
    assert!(again.content.contains("login568\n"), "{again:?}");
}

#[test]
fn what_was_sent_is_remembered_once_and_not_for_ever() {
    let mut screen = playground(shelf());
    let sent = |status: u16| {
        let mut past = past("application/json", b"{}");
        if let Some(response) = &mut past.exchange.response {
            response.status = status;
        }
        Event::Answered { generation: 1, past: Arc::new(past) }
    };
    let first = sent(201);
    screen.update(&first);
    screen.update(&first);
    let text = text_of(&mut screen);
    assert_eq!(text.matches(" 201").count(), 1, "{text}");
    press(&mut screen, &[END]);
    for _ in 0..100 {
        screen.update(&sent(200));
    }
    // The one that was chosen was the oldest, and is forgotten.
    press(&mut screen, &[ENTER]);
    let text = text_of(&mut screen);
    assert!(!text.contains(" 201") && text.contains("▌"), "{text}");
}
