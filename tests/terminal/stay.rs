//! A whole stay at 80x24 by keys alone, from the first start to the day when one comes back.

use std::{fs, path::Path, time::Duration};

use backlab::progress::PROGRESS_FILE;

use crate::{
    CTRL_Q, ENTER, EXERCISE, F5, choose, home, leaves_clean, press, pty::Pty, solution, start,
    work_file,
};

const ESC: &str = "\x1b";
const F3: &str = "\x1bOR";
const F6: &str = "\x1b[17~";
const LESSON: &str = "What happens when you type a URL";

#[test]
fn from_the_first_start_to_the_day_when_one_comes_back() {
    let home = home();
    let mut pty = start(&home);
    reads_the_first_lesson(&mut pty);
    answers_from_memory(&mut pty);
    press(&mut pty, ENTER, "Order the journey");
    press(&mut pty, ESC, "Continue");
    pty.wait_for_the_rest();
    fails_looks_and_solves(&mut pty, home.path());
    sends_a_request(&mut pty);
    asks_a_database(&mut pty);
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);

    // Three days pass: all that has a time is three days older.
    grows_older(home.path(), Duration::from_hours(72));
    let mut pty = Pty::start(home.path(), 80, 24, &[]);
    pty.wait_for("Continue");
    // Two were answered, and the others of the lesson come on their first day.
    pty.wait_for("4 due");
    reviews_what_is_due(&mut pty);
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);

    // The next start knows all of it.
    let mut pty = Pty::start(home.path(), 80, 24, &[]);
    pty.wait_for("Continue");
    pty.wait_for("nothing due");
    press(&mut pty, "P", "shop.http");
    press(&mut pty, ESC, "Continue");
    opens_the_exercise(&mut pty);
    pty.wait_for("solved before");
    pty.send(CTRL_Q);
    leaves_clean(pty, 0);
    assert_eq!(fs::read_to_string(work_file(home.path())).unwrap(), solution());
}

/// Reads it to its end, and runs the block of its first page.
fn reads_the_first_lesson(pty: &mut Pty) {
    press(pty, ENTER, "page 1 of");
    pty.wait_for(LESSON);
    press(pty, "r", "ran in");
    while !pty.text().contains("Enter questions") {
        let before = pty.text();
        pty.send(" ");
        pty.wait_for_another(&before);
    }
}

fn answers_from_memory(pty: &mut Pty) {
    press(pty, ENTER, "question 1 of 2");
    pty.send("The fragment, from # on");
    press(pty, F5, "✓ The fragment");
    press(pty, "3", "question 2 of 2");
    pty.send("TCP, then TLS, then the request");
    press(pty, F5, "TLS protects the connection");
    press(pty, "2", "come back in reviews");
}

/// From Home, where the modules stand since the first lesson was begun.
fn opens_the_exercise(pty: &mut Pty) {
    choose(pty, "Node: a server from nothing");
    press(pty, ENTER, EXERCISE);
    pty.wait_for_the_rest();
    choose(pty, EXERCISE);
    press(pty, ENTER, "checks");
}

fn fails_looks_and_solves(pty: &mut Pty, home: &Path) {
    opens_the_exercise(pty);
    press(pty, F5, "✗");
    pty.wait_for("F6");
    press(pty, F6, "X-ray");
    // It opens at the answer that was not the right one.
    pty.wait_for("GET /");
    pty.wait_for("status 200");
    pty.wait_for_the_rest();
    press(pty, ESC, "F3 hint");
    press(pty, F3, "●  nudge");
    fs::write(work_file(home), solution()).unwrap();
    pty.wait_for("changed on disk");
    press(pty, F5, "checks pass.");
    // What comes next is one key away.
    press(pty, ENTER, "page 1 of");
    pty.wait_for("One thread, many waiting customers");
    press(pty, "q", "Continue");
    pty.wait_for_the_rest();
}

fn sends_a_request(pty: &mut Pty) {
    press(pty, "P", "sample shop");
    // The sample starts its server, and the requests know where it listens.
    press(pty, ENTER, "A shop with a login answers");
    pty.wait_for("   base ");
    press(pty, F5, "401 Unauthorized");
    pty.wait_for("please log in");
}

fn asks_a_database(pty: &mut Pty) {
    press(pty, "2", "orders.db");
    pty.send("SELECT name FROM users ORDER BY id LIMIT 2;");
    press(pty, F5, "2 rows");
    pty.wait_for("Kishore");
    press(pty, ESC, "s schema");
    press(pty, ESC, "Continue");
}

fn reviews_what_is_due(pty: &mut Pty) {
    pty.send("v");
    for card in 1..=4 {
        pty.wait_for(&format!("card {card} of 4"));
        press(pty, F5, "How well did it come back?");
        pty.send("4");
    }
    pty.wait_for("Four cards reviewed.");
    press(pty, ESC, "Continue");
}

/// Takes `by` from every time of the record.
fn grows_older(home: &Path, by: Duration) {
    let path = home.join(".local/share/backlab").join(PROGRESS_FILE);
    let record = rusqlite::Connection::open(path).unwrap();
    let seconds = i64::try_from(by.as_secs()).unwrap();
    let days = seconds / (24 * 60 * 60);
    for sentence in [
        format!("UPDATE attempts SET at = at - {seconds}"),
        format!("UPDATE exercises SET at = at - {seconds}, passed_at = passed_at - {seconds}"),
        format!("UPDATE lessons SET at = at - {seconds}, read_at = read_at - {seconds}"),
        format!("UPDATE last_places SET at = at - {seconds}"),
        format!("UPDATE reviews SET at = at - {seconds}"),
        format!("UPDATE activity SET day = day - {days}"),
        format!(
            "UPDATE cards SET since = since - {seconds}, due = due - {seconds}, \
             reviewed_at = reviewed_at - {seconds}, not_before = not_before - {seconds}"
        ),
    ] {
        record.execute(&sentence, []).unwrap();
    }
}
