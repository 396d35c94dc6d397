//! The whole program in a real terminal: what a learner sees, presses and finds again.

#![expect(clippy::unwrap_used, reason = "a test may end where a terminal cannot be had")]

#[path = "terminal/preview.rs"]
mod preview;
#[path = "terminal/pty.rs"]
mod pty;
#[path = "terminal/stay.rs"]
mod stay;

use std::path::Path;

use pty::Pty;
use tempfile::TempDir;

const CTRL_Q: &str = "\x11";
const F5: &str = "\x1b[15~";
const ENTER: &str = "\r";
const DOWN: &str = "\x1b[B";
const HOME: &str = "\x1b[H";
const END: &str = "\x1b[F";
/// What three of these tests solve; it stands in the module on Node.
const EXERCISE: &str = "The first server, improved";

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn start(home: &TempDir) -> Pty {
    let mut pty = Pty::start(home.path(), 80, 24, &[]);
    pty.wait_for("Begin");
    pty
}

#[track_caller]
fn leaves_clean(mut pty: Pty, code: u32) {
    assert_eq!(pty.wait_end(), code, "{}", pty.text());
    assert_eq!(pty.modes_left_on(), Vec::<&str>::new());
}

#[test]
fn the_first_screen_says_what_to_do_and_ctrl_q_leaves() {
    let home = home();
    let mut pty = start(&home);
    pty.wait_for("Enter begin");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

#[test]
fn every_size_is_drawn_and_a_small_one_says_what_it_needs() {
    let home = home();
    let mut pty = start(&home);
    pty.resize(40, 10);
    pty.wait_for("too small");
    pty.resize(1, 1);
    pty.resize(120, 36);
    pty.wait_for("Begin");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

/// The terminal changes as soon as it is taken, which is before any key is read.
#[test]
fn a_size_that_changes_while_the_program_starts_is_seen() {
    for _ in 0..8 {
        let home = home();
        let mut pty = Pty::start(home.path(), 80, 24, &[]);
        pty.wait_until("first byte", |pty| !pty.raw().is_empty());
        pty.resize(40, 10);
        pty.wait_for("too small");
        pty.send(CTRL_Q);
        leaves_clean(pty, 0);
    }
}

#[test]
fn a_key_that_comes_together_with_a_size_is_taken() {
    let home = home();
    let mut pty = start(&home);
    for round in 0..16 {
        pty.resize(80 + round % 2 * 40, 24);
        pty.send("?");
        pty.wait_for("Keys");
        pty.send("q");
        pty.wait_for("Begin");
    }
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

#[test]
fn sigterm_gives_the_terminal_back() {
    let home = home();
    let pty = start(&home);
    pty.signal("TERM");
    leaves_clean(pty, 128 + 15);
}

#[test]
fn a_suspended_program_gives_the_terminal_back_and_takes_it_again() {
    let home = home();
    let mut pty = start(&home);
    pty.signal("TSTP");
    pty.wait_until("stopped program", Pty::is_stopped);
    // What it wrote before may still be on its way to the reader.
    pty.wait_until("terminal given back", |pty| pty.modes_left_on().is_empty());
    pty.signal("CONT");
    pty.wait_until("alternate screen", |pty| pty.modes_left_on().contains(&"alternate screen"));
    pty.wait_for("Begin");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

#[test]
fn no_color_takes_the_colours_and_leaves_the_weight() {
    let home = home();
    let mut pty = Pty::start(home.path(), 80, 24, &[("NO_COLOR", "1")]);
    pty.wait_for("Begin");
    pty.send(CTRL_Q);
    assert_eq!(pty.wait_end(), 0);
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    assert!(!raw.contains("\x1b[38;"), "a colour was sent");
    assert!(raw.contains("\x1b[1m"), "no bold was sent");
}

#[test]
fn a_dumb_terminal_and_whoever_asks_for_it_gets_lines() {
    let home = home();
    for (variables, args) in [(&[("TERM", "dumb")][..], &[][..]), (&[], &["--plain"])] {
        let mut pty = Pty::command(home.path(), 80, 24, variables, args);
        pty.wait_for("Begin: ");
        pty.send("list\n");
        pty.wait_for("Capstone: an orders API");
        pty.send("quit\n");
        pty.wait_for("Saved.");
        assert!(!sent(&pty).contains('\x1b'), "{:?}", sent(&pty));
        leaves_clean(pty, 0);
    }
    // Ctrl+C leaves, and so do the end of the input and Ctrl+Q, also within a line.
    for (keys, is_well) in [("\x03", false), ("\x04", true), (CTRL_Q, true), ("list\x11", true)] {
        let mut pty = Pty::command(home.path(), 80, 24, &[], &["--plain"]);
        pty.wait_until("line awaited", |pty| pty.modes_left_on() == ["other settings"]);
        pty.send(keys);
        let code = pty.wait_end();
        assert_eq!(code == 0, is_well, "{keys:?} ended it with {code}");
        assert_eq!(pty.modes_left_on(), Vec::<&str>::new());
        assert!(!pty.text().contains("Capstone"), "a line that was not ended was heard");
        assert_eq!(pty.text().contains("Saved."), is_well, "{}", pty.text());
    }
}

#[test]
fn plain_mode_gives_the_terminal_back_before_a_signal_ends_or_stops_it() {
    let home = home();
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        let mut pty = Pty::command(home.path(), 80, 24, &[], &["--plain"]);
        pty.wait_until("line awaited", |pty| pty.modes_left_on() == ["other settings"]);
        pty.signal(signal);
        assert_ne!(pty.wait_end(), 0, "SIG{signal}");
        assert_eq!(pty.modes_left_on(), Vec::<&str>::new(), "SIG{signal}");
    }
    let mut pty = Pty::command(home.path(), 80, 24, &[], &["--plain"]);
    pty.wait_until("line awaited", |pty| pty.modes_left_on() == ["other settings"]);
    pty.signal("TSTP");
    pty.wait_until("stopped program", Pty::is_stopped);
    assert_eq!(pty.modes_left_on(), Vec::<&str>::new());
    pty.signal("CONT");
    pty.wait_until("line awaited", |pty| pty.modes_left_on() == ["other settings"]);
    pty.send("list\n");
    pty.wait_for("Capstone: an orders API");
    // A key before the next line is asked for belongs to the terminal: Ctrl+Q lets output go on.
    pty.wait_until("line awaited", |pty| pty.modes_left_on() == ["other settings"]);
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

/// Opens the exercise from Home by keys alone, wherever the course has it.
fn open_exercise(pty: &mut Pty) {
    for (row, opened) in [("Browse", "Course"), ("Node: a server from nothing", EXERCISE)] {
        choose(pty, row);
        pty.send(ENTER);
        pty.wait_for(opened);
        pty.wait_for_the_rest();
    }
    choose(pty, EXERCISE);
    pty.send(ENTER);
    pty.wait_for("checks");
}

/// Goes down to the row of Home that holds `words`.
fn choose(pty: &mut Pty, words: &str) {
    loop {
        let before = chosen(&pty.text());
        if before.as_ref().is_some_and(|row| row.contains(words)) {
            return;
        }
        pty.send(DOWN);
        pty.wait_until("another row", |pty| {
            let row = chosen(&pty.text());
            row.is_some() && row != before
        });
        pty.wait_for_the_rest();
    }
}

/// The row that bears the mark. `None` while the mark moves, and where it has several rows.
fn chosen(text: &str) -> Option<String> {
    let marked: Vec<_> = text.lines().filter(|row| row.contains('▌')).collect();
    let [row] = marked[..] else { return None };
    row.contains(char::is_alphabetic).then(|| row.to_owned())
}

#[test]
fn a_run_block_runs_in_place() {
    let home = home();
    let mut pty = start(&home);
    pty.send(ENTER);
    pty.wait_for("page 1 of");
    while !pty.text().contains("js  runs") {
        let before = pty.text();
        pty.send(" ");
        pty.wait_for_another(&before);
    }
    pty.send("r");
    pty.wait_for("ran in");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

fn solution() -> &'static str {
    include_str!("../exercises/m03/basic-node-server/solution/server.js")
}

fn work_file(home: &Path) -> std::path::PathBuf {
    home.join("backlab-work/backlab/backend/basic-node-server/server.js")
}

#[test]
fn an_exercise_is_failed_solved_and_found_solved_again() {
    let home = home();
    let mut pty = Pty::start(home.path(), 120, 36, &[]);
    pty.wait_for("Begin");
    open_exercise(&mut pty);
    pty.send(F5);
    pty.wait_for("✗");
    // An outside editor saves the solution: it is noticed without a key.
    std::fs::write(work_file(home.path()), solution()).unwrap();
    pty.wait_for("changed on disk");
    pty.send(F5);
    pty.wait_for("checks pass.");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);

    let mut pty = Pty::start(home.path(), 120, 36, &[]);
    pty.wait_for("Continue");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
    let list = std::process::Command::new(env!("CARGO_BIN_EXE_backlab"))
        .args(["list"])
        .env_clear()
        .env("HOME", home.path())
        .output()
        .unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    let row = list.lines().find(|row| row.contains("basic-node-server")).unwrap().to_owned();
    assert!(row.contains("solved"), "{row}");
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// The pack of the folder that one is in, by keys alone: a block in SQL is run, an SQL exercise is
/// failed, said why, and solved.
#[test]
fn an_sql_exercise_is_failed_and_solved_at_80_columns() {
    let home = home();
    let shop = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/shop");
    copy_folder(&shop, home.path());
    let mut pty = start(&home);
    pty.send(ENTER);
    pty.wait_for("Rows without a partner");
    pty.wait_for("sql  runs");
    pty.send("r");
    pty.wait_for("ran in");
    pty.wait_for("Meera      NULL");
    // The lesson asks once what stayed, and is content without an answer.
    press(&mut pty, ENTER, "From memory");
    press(&mut pty, "\x1b", "sql  runs");
    pty.send(ENTER);
    pty.wait_for("Who ordered how often");
    pty.wait_for("2 checks");
    pty.send("2");
    pty.wait_for("-- every user");
    pty.send("\x1b[200~SELECT u.name, u.city, count(o.id) AS orders FROM users u JOIN orders o\nON o.user_id = u.id GROUP BY u.id ORDER BY orders DESC;\n\x1b[201~");
    pty.wait_for("ON o.user_id");
    pty.send(F5);
    pty.wait_for("These are not all users");
    pty.wait_for("- Meera   NULL         0   missing");
    pty.wait_for("1 row is missing");
    pty.send("2");
    pty.wait_for("ON o.user_id");
    pty.send("\x1b[200~SELECT u.name, u.city, count(o.id) AS orders FROM users u LEFT JOIN orders o\nON o.user_id = u.id GROUP BY u.id ORDER BY orders DESC;\n\x1b[201~");
    pty.wait_for("LEFT JOIN");
    pty.send(F5);
    pty.wait_for("Both checks pass.");
    pty.wait_for("Ravi    Pune         2");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

/// As above with requests: each is written with the list of what fits, sent, answered, said why it
/// is not the one, and mended; what stands in an answer is written down.
#[test]
fn an_http_exercise_is_failed_and_solved_at_80_columns() {
    let home = home();
    let requests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/requests");
    copy_folder(&requests, home.path());
    let mut pty = start(&home);
    press(&mut pty, ENTER, "A method says what is to be done");
    press(&mut pty, ENTER, "2 checks");
    press(&mut pty, "2", "# @answer second-name =");
    pty.wait_for("Ctrl+Space suggest");
    // Ctrl+End, then Ctrl+Space as terminals send it.
    pty.send("\x1b[1;5F");
    press(&mut pty, "\0", "▌ GET");
    press(&mut pty, "po", "▌ POST");
    press(&mut pty, "\t", "POST");
    pty.wait_for("F1 help   Esc back");
    press(&mut pty, "/users", "POST /users");
    press(&mut pty, F5, "The users were not read.");
    pty.wait_for("POST asks to create");
    // Ctrl+N opens the list too; the word that stands there goes.
    press(&mut pty, "2", "POST /users");
    pty.send(HOME);
    press(&mut pty, "\x0e", "▌ GET");
    press(&mut pty, ENTER, "GET /users");
    press(&mut pty, F5, "That is not the second name.");
    press(&mut pty, "2", "# @answer second-name =");
    pty.send("\x1b[1;5H");
    pty.send(DOWN);
    pty.send(END);
    press(&mut pty, "Kishore", "second-name =Kishore");
    press(&mut pty, F5, "Both checks pass.");
    pty.wait_for("GET reads, and the answer carries what was asked for.");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
    let kept = home.path().join("backlab-work/demo/requests/read-a-name/requests.http");
    let kept = std::fs::read_to_string(kept).unwrap();
    assert!(kept.ends_with("### everybody\n\nGET /users"), "{kept:?}");
}

/// Two answers: an exploit that fails and then works, and a server that is mended after it.
#[test]
fn an_attack_is_failed_and_solved_at_80_columns() {
    let home = home();
    let attack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/attack");
    copy_folder(&attack, home.path());
    let mut pty = start(&home);
    press(&mut pty, ENTER, "A gate that asks nobody for a proof is open.");
    press(&mut pty, ENTER, "the note comes without a password");
    pty.wait_for("Repair");
    press(&mut pty, F5, "The note did not come.");
    pty.wait_for("The server looks at a header.");
    press(&mut pty, "2", "# To the server as you got it.");
    // Ctrl+End: the empty line below the request.
    pty.send("\x1b[1;5F");
    press(&mut pty, "User: ada", "User: ada");
    press(&mut pty, F5, "Your exploit still gets the note.");
    pty.wait_for("works: the note comes without a password");
    // The file of the repair is the one that is shown now.
    press(&mut pty, "2", "const isAda");
    pty.send("\x1b[1;5H");
    for _ in 0..5 {
        pty.send(DOWN);
    }
    pty.send(END);
    pty.send("\x1b[D");
    press(&mut pty, " && req.headers.password === PASSWORD", "=== PASSWORD;");
    press(&mut pty, F5, "All five checks pass.");
    pty.wait_for("Who somebody says to be is no proof.");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

#[test]
fn what_is_typed_is_on_disk_without_a_save_key() {
    let home = home();
    let mut pty = Pty::start(home.path(), 120, 36, &[]);
    pty.wait_for("Begin");
    open_exercise(&mut pty);
    pty.wait_for("server.js");
    pty.send("\x1b[200~// typed here\n\x1b[201~");
    let file = work_file(home.path());
    pty.wait_until("typed text on disk", |_| {
        std::fs::read_to_string(&file).is_ok_and(|text| text.contains("// typed here"))
    });
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

#[test]
fn the_sql_prompt_takes_statements_over_lines_and_survives_what_kills_its_lab() {
    let home = home();
    let mut pty = Pty::command(home.path(), 80, 24, &[], &["sql"]);
    pty.wait_for("sql>");
    pty.send("CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  name TEXT);\n");
    pty.send("INSERT INTO users (name) VALUES ('Ada; or José');\n");
    pty.wait_for("1 row changed");
    pty.send("BEGIN;\nDELETE FROM users;\nROLLBACK;\nSELECT * FROM users;\n");
    pty.wait_for(" 1   Ada; or José");
    pty.send(".schema users\n.tables\n.nothing\n");
    pty.wait_for("There is no command .nothing");
    pty.wait_for("users   table");
    pty.send("SELECT nmae FROM users;\n");
    pty.wait_for("did you mean `name`?");
    pty.send(".er\n.describe users\n.describe nobody\n");
    pty.wait_for("│ PK    id   INTEGER │");
    pty.wait_for("users: 1 row");
    pty.wait_for("There is no table nobody");
    pty.send(".plan SELECT * FROM users\nWHERE name = 'Ada';\n");
    pty.wait_for("reads every row of users");
    pty.send(".plan SELECT nmae FROM users;\n.log on\nSELECT 7;\n.log off\n.log\n");
    pty.wait_for("sql:1:8: no such column: nmae");
    pty.wait_for("log: 1 row, 0 steps of a full scan");
    pty.wait_for("The log is off.");
    pty.send("BEGIN;\nDELETE FROM users;\n.session B\n");
    pty.wait_for("sql> B>");
    pty.send("DELETE FROM users;\n");
    pty.wait_for("session A holds the lock to write");
    pty.send(".session A\nROLLBACK;\n.session\n.session two words\n.session a!\n");
    pty.wait_for("This is session A.");
    pty.wait_for("one word of letters and digits");
    // No clock is looked at within these calls, so the lab itself is ended.
    let slow = "length(trim(replace(hex(zeroblob(9000)), '0', 'a'), \
                replace(hex(zeroblob(800)), '0', 'b') || 'a'))";
    pty.send("SELECT 0");
    for _ in 0..3 {
        pty.send(" + max(0");
        for _ in 0..90 {
            pty.send(&format!(",\n{slow}"));
        }
        pty.send(")");
    }
    pty.send(" AS most;\n");
    let most = std::time::Duration::from_mins(4);
    pty.wait_within(most, "a new lab", |pty| pty.text().contains("as it was at first"));
    pty.send("SELECT count(*) FROM users;\n");
    pty.wait_for("no such table: users");
    pty.send(".quit\n");
    assert_eq!(pty.wait_end(), 0);
}

/// A key, and words that then stand on the screen.
#[track_caller]
fn press(pty: &mut Pty, keys: &str, words: &str) {
    pty.send(keys);
    pty.wait_for(words);
}

#[test]
fn a_quiz_is_failed_and_solved_by_keys_alone() {
    let home = home();
    // What was opened last is what Home continues with.
    let started = std::process::Command::new(env!("CARGO_BIN_EXE_backlab"))
        .args(["start", "read-raw-exchange"])
        .env_clear()
        .env("HOME", home.path())
        .output()
        .unwrap();
    let sheet = String::from_utf8(started.stdout).unwrap().lines().next().unwrap().to_owned();
    let mut pty = Pty::start(home.path(), 80, 24, &[]);
    pty.wait_for("Continue");
    press(&mut pty, ENTER, "Each is judged when you answer it.");
    press(&mut pty, ENTER, "F3 hint");
    pty.send("POST\t/reviews?shop=7\tHTTP/1.1");
    press(&mut pty, ENTER, "✓ This is right.");
    press(&mut pty, ENTER, "question 2 of 7");
    pty.send("shop.test\ttext/plain\tapplication/json");
    press(&mut pty, ENTER, "✓ This is right.");
    press(&mut pty, ENTER, "question 3 of 7");
    press(&mut pty, "4\r", "Then there would be no body.");
    press(&mut pty, "1\r", "✓ This is right.");
    press(&mut pty, ENTER, "question 4 of 7");
    press(&mut pty, "9\r", "Content-Length counts bytes");
    press(&mut pty, ENTER, "question 5 of 7");
    press(&mut pty, "201\r", "✓ This is right.");

    // Nothing is lost when the program is left, and it goes on where it was.
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
    let kept = std::fs::read_to_string(&sheet).unwrap();
    assert!(kept.contains("\nbody-length = 9 ") && kept.contains("\nstatus = \"201\""), "{kept}");
    let mut pty = Pty::start(home.path(), 80, 24, &[]);
    pty.wait_for("Continue");
    press(&mut pty, ENTER, "question 6 of 7");
    press(&mut pty, "location\r", "✓ This is right.");
    press(&mut pty, ENTER, "question 7 of 7");
    press(&mut pty, "0\r", "✓ This is right.");
    press(&mut pty, ENTER, "✗ Six of seven answers are right.");
    press(&mut pty, ENTER, "question 4 of 7");
    press(&mut pty, "\x7f11\r", "✓ This is right.");
    press(&mut pty, ENTER, "✓ All seven answers are right.");
    pty.wait_for("checked 2 times, no hint");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
    let list = std::process::Command::new(env!("CARGO_BIN_EXE_backlab"))
        .args(["list"])
        .env_clear()
        .env("HOME", home.path())
        .output()
        .unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    let row = list.lines().find(|row| row.contains("read-raw-exchange")).unwrap().to_owned();
    assert!(row.contains("solved"), "{row}");
}

#[test]
fn a_word_that_is_typed_is_found_and_its_page_opens() {
    let home = home();
    let mut pty = start(&home);
    pty.send("/");
    pty.wait_for("Search");
    pty.send("DNS");
    pty.wait_for("lessons ");
    pty.wait_for(" found");
    pty.send(ENTER);
    pty.wait_for("n next match");
    // The search is still there, then Home.
    pty.send("q");
    pty.wait_for("/ DNS");
    pty.send("\x1b");
    pty.wait_for("q quit");
    pty.send("/first server, improved\t");
    pty.wait_for("1 found");
    pty.send(ENTER);
    pty.wait_for("checks");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
    assert!(home.path().join(".cache/backlab/catalog.db").is_file());
}

/// Whoever leaves while their own server runs leaves nothing of it behind.
#[cfg(target_os = "linux")]
#[test]
fn a_command_of_ones_own_is_shown_started_stopped_and_gone_when_one_leaves() {
    let home = home();
    let mark = format!("BACKLAB_TEST_MARK=terminal{}", std::process::id());
    let folder = home.path().join(".config/backlab");
    std::fs::create_dir_all(&folder).unwrap();
    let settings = format!(
        "[stack]\ncommand = \"{mark} sh -c 'sleep 611 & exec sleep 612'\"\nready_seconds = 300\n"
    );
    std::fs::write(folder.join("config.toml"), settings).unwrap();
    let running = || {
        let has = |pid: &str| {
            let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|one| one == mark.as_bytes())
        };
        let entries = std::fs::read_dir("/proc").unwrap().flatten();
        entries.filter(|entry| entry.file_name().to_str().is_some_and(has)).count()
    };
    let mut pty = start(&home);
    pty.send("/health and JSON errors\t");
    pty.wait_for("1 found");
    pty.send(ENTER);
    pty.wait_for("my command");
    for leaves in [false, true] {
        pty.send(F5);
        if !leaves {
            pty.wait_for("Start this command?");
            pty.wait_for("exec sleep 612");
            assert_eq!(running(), 0, "nothing runs before it was agreed to");
            pty.send(ENTER);
        }
        // The guard, the command and its child.
        pty.wait_until("it runs", |_| running() == 3);
        if leaves {
            pty.send(CTRL_Q);
        } else {
            pty.send("\x1b");
            pty.wait_until("it is stopped", |_| running() == 0);
        }
    }
    let mut after = pty;
    assert_eq!(after.wait_end(), 0, "{}", after.text());
    let began = std::time::Instant::now();
    while running() != 0 {
        assert!(began.elapsed().as_secs() < 60, "something is still there");
        std::thread::yield_now();
    }
}

/// What the program asks for its ground.
const QUESTION: &str = "\x1b]11;?";
/// The ground of the theme `paper`, as it is sent.
const PAPER: &str = "48;2;251;248;241";
const INK: &str = "48;2;21;22;26";

fn sent(pty: &Pty) -> String {
    String::from_utf8_lossy(&pty.raw()).into_owned()
}

fn asked(home: &TempDir, variables: &[(&str, &str)]) -> Pty {
    let mut pty = Pty::start(home.path(), 80, 24, variables);
    pty.wait_until("question", |pty| sent(pty).contains(QUESTION));
    pty
}

/// The terminal says that it is light; the program becomes so, and types nothing of the answer.
#[test]
fn a_light_terminal_gets_the_light_theme() {
    for pieces in [
        &["\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\"][..],
        &["\x1b]11;rgb:ffff/ffff/ffff\x07"],
        &["\x1b]11;rgb:fd", "fd/f6f6/e3e3\x1b\\"],
    ] {
        // On a busy machine an answer may come too late to count; it is never typed.
        let is_light = (0..20).any(|_| {
            let home = home();
            let mut pty = asked(&home, &[]);
            for piece in pieces {
                pty.send(piece);
            }
            pty.wait_for("Enter begin");
            nothing_was_typed(&mut pty);
            let is_light = sent(&pty).contains(PAPER);
            leaves_clean(pty, 0);
            is_light
        });
        assert!(is_light, "{pieces:?}");
    }
}

/// Whatever came too much would stand in the field of the search, or would have closed it.
fn nothing_was_typed(pty: &mut Pty) {
    pty.send("/x");
    pty.wait_for("/ x");
    pty.wait_for_the_rest();
    assert!(!pty.text().contains("rgb"), "{}", pty.text());
    pty.send(CTRL_Q);
}

#[test]
fn a_terminal_that_says_nothing_is_dark_and_hears_every_key() {
    let home = home();
    let mut pty = asked(&home, &[]);
    pty.wait_for("Enter begin");
    pty.send("/xy");
    pty.wait_for("/ xy");
    // The footer comes last in a frame: before it, that of Home stands there still.
    pty.wait_for("Esc back");
    pty.send("\x1b");
    pty.wait_for("Enter begin");
    let sent = sent(&pty);
    assert!(sent.contains(INK) && !sent.contains(PAPER));
    assert_eq!(sent.matches(QUESTION).count(), 1, "it is asked once");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

/// Over a slow line the answer comes while somebody types, and between two letters.
#[test]
fn a_late_answer_changes_nothing_and_is_not_typed() {
    let home = home();
    let mut pty = asked(&home, &[]);
    pty.wait_for("Enter begin");
    pty.send("/x");
    pty.wait_for("/ x");
    // Longer than an answer may take, whatever the machine does.
    std::thread::sleep(std::time::Duration::from_millis(300));
    for piece in ["\x1b", "]11;rgb:ffff/", "ffff/ffff\x1b", "\\", "y"] {
        pty.send(piece);
    }
    pty.wait_for("/ xy");
    assert!(!pty.text().contains("rgb"), "{}", pty.text());
    assert!(!sent(&pty).contains(PAPER));
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

#[test]
fn nothing_is_asked_where_the_environment_or_the_settings_tell() {
    for variable in [("NO_COLOR", "1"), ("COLORFGBG", "15;0")] {
        let home = home();
        let mut pty = Pty::start(home.path(), 80, 24, &[variable]);
        pty.wait_for("Enter begin");
        assert!(!sent(&pty).contains(QUESTION), "{variable:?}");
        pty.send(CTRL_Q);
        leaves_clean(pty, 0);
    }
    let home = home();
    std::fs::create_dir_all(home.path().join(".config/backlab")).unwrap();
    std::fs::write(home.path().join(".config/backlab/config.toml"), "theme = \"ink\"\n").unwrap();
    let mut pty = start(&home);
    assert!(!sent(&pty).contains(QUESTION));
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
}

/// Keys of the settings in the real program, and what `doctor` says of a conflict.
#[test]
fn keys_can_be_changed_in_the_settings() {
    let home = home();
    std::fs::create_dir_all(home.path().join(".config/backlab")).unwrap();
    let settings =
        "[keys.home]\nsearch = \"s\"\nquit = \"j\"\n[keys.anywhere]\ncommands = \"F12\"\n";
    std::fs::write(home.path().join(".config/backlab/config.toml"), settings).unwrap();
    let mut pty = start(&home);
    pty.send("s");
    pty.wait_for("Search");
    pty.wait_for_the_rest();
    pty.send("\x1b[24~");
    pty.wait_for("╭──");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
    let mut doctor = Pty::command(home.path(), 120, 36, &[], &["doctor"]);
    doctor.wait_until("end of the list", |pty| pty.text().contains("terminal"));
    let said = sent(&doctor);
    assert!(said.contains("config.toml:3:8: error: j is `home.down` already"), "{said}");
    assert_eq!(doctor.wait_end(), 3);
}

/// What is told before a pack is installed has whole words in a terminal of 80 columns.
#[test]
fn a_pack_that_is_shown_breaks_between_words() {
    let home = home();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/http-caching");
    std::os::unix::fs::symlink(&pack, home.path().join("p")).unwrap();
    let mut pty = Pty::command(home.path(), 80, 40, &[], &["pack", "add", "p"]);
    pty.wait_for("[y/N]");
    let shown = pty.text();
    pty.send("n\r");
    assert_eq!(pty.wait_end(), 0, "{shown}");
    let piped = std::process::Command::new(env!("CARGO_BIN_EXE_backlab"))
        .args(["pack", "add", "p"])
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let piped = String::from_utf8(piped.stdout).unwrap();
    assert!(piped.lines().any(|line| line.chars().count() > 80), "nothing had to be broken");
    for word in piped.split_whitespace() {
        assert!(shown.split_whitespace().any(|seen| seen == word), "no `{word}` in:\n{shown}");
    }
}
