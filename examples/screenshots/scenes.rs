//! What the learner does, and where a picture is taken.

use crate::Camera;
use backlab::screen::keymap::{DOWN, ENTER, ESC, SPACE, control, function, plain};

/// Its middleware stands below the routes.
const TOO_LATE: &str = r#"const express = require("express");
const { randomUUID } = require("crypto");
const { log } = require("./log.js");
const shop = require("./shop.js");
const app = express();

app.use(shop);

app.use((req, res, next) => {
  req.id = randomUUID();
  res.set("X-Request-Id", req.id);
  next();
});

app.listen(3000);
"#;

const JOINED: &str = "SELECT u.name, count(o.id) AS orders FROM users u
LEFT JOIN orders o ON o.user_id = u.id
GROUP BY u.id";

pub fn play(camera: &mut Camera) {
    camera.wait_for("Begin");
    camera.shoot("home-first-start");
    reads(camera);
    answers_a_quiz(camera);
    solves(camera);
    repairs(camera);
    plays(camera);
    camera.come_back_after(3);
    camera.shoot("home");
    reviews(camera);
    finds(camera);
}

/// The first lesson, to its questions.
fn reads(camera: &mut Camera) {
    camera.press(ENTER, "page 1 of");
    camera.press(plain('r'), "ran in");
    camera.shoot("reader");
    camera.press_until(SPACE, "page 2 of");
    camera.press(plain('r'), "F5");
    camera.type_in("/orders#total");
    camera.shoot("reader-prediction");
    camera.press(ESC, "page 2 of");
    camera.press_until(SPACE, "page 3 of");
    camera.shoot("reader-diagram");
    camera.press(plain('o'), "Esc");
    camera.shoot("reader-term");
    camera.press(ESC, "page 3 of");
    camera.press(plain('m'), "F1 help");
    camera.type_in("DNS answers with an address, not with a page.");
    camera.wait_for("not with a page.");
    camera.shoot("reader-note");
    camera.press(ESC, "page 3 of");
    camera.press_until(SPACE, "Enter questions");
    camera.press(ENTER, "question 1 of 2");
    camera.type_in("a");
    camera.shoot("reader-question");
    camera.press(function(5), "How well did it come back?");
    camera.press(plain('3'), "question 2 of 2");
    camera.type_in("TCP, then TLS, then the request");
    camera.press(function(5), "TLS protects the connection");
    camera.press(plain('2'), "come back in reviews");
}

fn answers_a_quiz(camera: &mut Camera) {
    camera.press(ENTER, "question 1 of 2");
    camera.shoot("quiz");
    camera.press_until(ESC, "q quit");
}

/// The first server, from its first failure to its end.
fn solves(camera: &mut Camera) {
    goes_to(camera, "Node: a server from nothing", "The first server, improved");
    camera.press(ENTER, "checks");
    camera.shoot("workbench");
    camera.press(function(5), "check 2 of 6");
    camera.shoot("workbench-failed");
    camera.press(function(3), "nudge");
    camera.press(function(3), "●");
    camera.shoot("hints");
    types_over(camera, include_str!("../../exercises/m03/basic-node-server/solution/server.js"));
    camera.press(function(5), "checks pass.");
    camera.shoot("workbench-passed");
    camera.press(function(8), "History");
    camera.press(DOWN, "3 of 6");
    camera.shoot("history");
    camera.press(ESC, "checks");
    camera.press_until(ESC, "q quit");
}

/// A middleware that is never called.
fn repairs(camera: &mut Camera) {
    goes_to(camera, "Express 5: routes and middleware", "Request id and timer");
    camera.press(ENTER, "checks");
    types_over(camera, TOO_LATE);
    camera.press(function(5), "✗");
    camera.press(function(6), "X-ray");
    camera.shoot("xray");
    camera.press(ESC, "checks");
    camera.press_until(ESC, "q quit");
}

fn plays(camera: &mut Camera) {
    camera.press(plain('P'), "sample shop");
    // The sample starts its server.
    camera.press(ENTER, "A shop with a login answers");
    camera.wait_for(":4010");
    camera.press(DOWN, "POST  {{base}}/login");
    camera.press(function(5), "200 OK");
    camera.shoot("playground-http");
    camera.press(plain('2'), "orders.db");
    camera.stage.paste(JOINED);
    camera.press(function(5), "rows");
    camera.shoot("playground-sql");
    camera.press(ESC, "q back");
    camera.press(plain('3'), "Mongo");
    camera.type_in("db.orders.find({ status: \"paid\" })");
    camera.press(function(5), "_id:");
    camera.shoot("playground-mongo");
    camera.press(ESC, "q back");
    camera.press(plain('4'), "Redis");
    asks(
        camera,
        &[
            ("INCR visits", "(integer) 1"),
            ("HSET cup:1 size small price 300", "(integer) 2"),
            ("HGETALL cup:1", "4) \"300\""),
        ],
    );
    camera.shoot("playground-redis");
    camera.press(ESC, "q back");
    camera.press(plain('5'), "JS");
    asks(
        camera,
        &[
            ("[3, 1, 10].sort()", "[ 1, 10, 3 ]"),
            ("[3, 1, 10].sort((one, other) => one - other)", "[ 1, 3, 10 ]"),
        ],
    );
    camera.shoot("playground-js");
    camera.press(ESC, "q back");
    camera.press_until(ESC, "q quit");
}

/// Lines of a console, each with what it answers.
fn asks(camera: &mut Camera, lines: &[(&str, &str)]) {
    for (line, answer) in lines {
        camera.type_in(line);
        camera.press(ENTER, answer);
    }
}

fn reviews(camera: &mut Camera) {
    camera.press(plain('v'), "card 1 of 4");
    camera.type_in("TCP, then TLS and the certificate, then the request");
    camera.shoot("review-question");
    camera.press(function(5), "How well did it come back?");
    camera.shoot("review-answered");
    camera.press_until(ESC, "q quit");
    camera.press(plain('p'), "Progress");
    camera.shoot("progress");
    camera.press_until(ESC, "q quit");
}

fn finds(camera: &mut Camera) {
    camera.press(plain('/'), "Search");
    camera.type_in("middleware");
    camera.wait_for("Middleware: the pipeline");
    camera.shoot("search");
    camera.press_until(ESC, "q quit");
    camera.press(control('p'), "Esc");
    camera.shoot("palette");
    camera.press_until(ESC, "q quit");
    camera.press(plain('?'), "Keys");
    camera.shoot("help");
    camera.press_until(ESC, "q quit");
}

/// From Home to an exercise of a module.
fn goes_to(camera: &mut Camera, module: &str, exercise: &str) {
    chooses(camera, module);
    camera.press(ENTER, exercise);
    chooses(camera, exercise);
}

/// Goes down until the row of `words` is the chosen one.
fn chooses(camera: &mut Camera, words: &str) {
    for _ in 0..100 {
        let text = camera.text();
        if text.lines().any(|row| row.contains('▌') && row.contains(words)) {
            return;
        }
        camera.stage.press(DOWN);
    }
    panic!("{words} cannot be chosen:\n{}", camera.text());
}

/// The whole file is another one now.
fn types_over(camera: &mut Camera, text: &str) {
    camera.press(plain('2'), "F1 help");
    camera.stage.press(control('a'));
    camera.stage.paste(text);
    camera.wait_for("saved");
}
