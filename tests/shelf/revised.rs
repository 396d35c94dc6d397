//! What is said of a pass after an update that asks for more: on the screens and in plain mode.

use std::fs;

use backlab::pack::shelf::Shelf;

use crate::{
    command::Test,
    progress::{learner, second_version, update},
    pty::Pty,
    small::{SOLUTION, data, id, parcel, write},
};

const ENTER: &str = "\r";
const DOWN: &str = "\x1b[B";
const F5: &str = "\x1b[15~";
const CTRL_Q: &str = "\x11";
const SMALL: &[&str] = &["--pack", "ada/small"];

/// Puts the second version on the shelf without anybody judging anything.
fn install_quietly(test: &Test) {
    let shelf = Shelf::of_data(&data(test.folder()));
    shelf.install(&parcel(&second_version(), None), 1_795_478_400, &mut |_, _| {}).unwrap();
}

#[test]
fn after_an_update_on_the_command_line_the_screens_say_what_is_open() {
    let test = learner();
    update(&test, "v2", &second_version());
    let mut pty = Pty::command(test.folder(), 80, 24, &[], SMALL);
    // What was solved counts, and beside it stands what is open now.
    pty.wait_for("Changed");
    assert!(pty.text().contains("asks for more now; your pass is kept"), "{}", pty.text());
    let down_to = |pty: &mut Pty, words: &str| {
        for _ in 0..12 {
            let chosen = pty.rows().iter().any(|row| row.contains('▌') && row.contains(words));
            if chosen {
                return;
            }
            let before = pty.text();
            pty.send(DOWN);
            pty.wait_for_another(&before);
        }
        panic!("{words} cannot be chosen:\n{}", pty.text());
    };
    down_to(&mut pty, "Changed");
    pty.send(ENTER);
    pty.wait_for("You solved this; it was changed and asks for more now.");
    pty.wait_for("shows what is missing.");
    pty.send(F5);
    pty.wait_for("✗");
    // Mended by another program, it is solved as it is now, and nothing is open.
    let file = test.folder().join("backlab-work/ada/small/second/server.js");
    fs::write(file, SOLUTION.replace("[0])", "[0] + '!')")).unwrap();
    pty.wait_for("changed on disk");
    pty.send(F5);
    pty.wait_for("check passes");
    pty.send("1");
    pty.wait_for("Print it, says 1.1.0.");
    pty.send("q");
    pty.wait_until("Home has nothing open", |pty| {
        pty.text().contains("Play") && !pty.text().contains("asks for more")
    });
    pty.send(CTRL_Q);
    assert_eq!(pty.wait_end(), 0);
}

#[test]
fn after_an_update_on_the_screen_of_packs_answers_are_judged_without_a_restart() {
    let test = learner();
    write(&second_version(), &test.folder().join("v1"));
    let mut pty = Pty::command(test.folder(), 80, 24, &[], SMALL);
    pty.wait_for("Play");
    pty.send("b");
    pty.wait_for("open now");
    pty.send("u");
    pty.wait_for("i  update");
    pty.send("i");
    pty.wait_for("was changed and asks for more now; your pass is kept.");
    assert!(pty.text().contains("every attempt is kept"), "{}", pty.text());
    // The screens of the new version know it.
    pty.send(ENTER);
    pty.wait_for("Changed");
    pty.send(CTRL_Q);
    assert_eq!(pty.wait_end(), 0);
}

#[test]
fn plain_mode_judges_anew_and_says_what_came_of_it() {
    let test = learner();
    install_quietly(&test);
    let input = "module 1\nopen opening\nhome\nopen second\nquit\n";
    let said = test.fed(["--pack", "ada/small", "--plain"], input).ends(0).stdout;
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Your answers are checked once more.",
        "was changed, and your answer still passes.",
        "asks for more now; your pass is kept. Type \"open second\", then check.",
        "solved; asks for more now",
        "It was changed since you solved it, and your answer still passes.",
        "You solved this; it was changed and asks for more now. Your pass is kept. Type check to see",
    ] {
        assert!(said.contains(words), "no `{words}` in:\n{said}");
    }
    // Each text is judged once.
    let again = test.fed(["--plain"], "quit\n").ends(0).stdout;
    assert!(!again.contains("checked once more"), "{again}");
    let again = again.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(again.contains("asks for more now; your pass is kept."), "{again}");
}

#[test]
fn the_first_frame_of_a_new_version_is_followed_by_what_was_judged() {
    let test = learner();
    install_quietly(&test);
    let mut pty = Pty::command(test.folder(), 120, 36, &[], SMALL);
    pty.wait_for("Changed");
    pty.wait_for("was changed, and your answer still passes.");
    pty.send(CTRL_Q);
    assert_eq!(pty.wait_end(), 0);
    // One who goes back to the version that was solved has nothing open.
    let shelf = Shelf::of_data(&data(test.folder()));
    shelf.trust(&id(), |known| known.downgrade = true).unwrap();
    test.args(["pack", "add", "v1", "--yes"]).prints("went back").ends(0);
    let said = test.fed(["--plain"], "quit\n").ends(0).stdout;
    assert!(!said.contains("asks for more"), "{said}");
}
