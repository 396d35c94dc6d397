//! Two answers to one exercise: an exploit, and a server that withstands it.

use std::sync::mpsc;

use backlab::{
    course::exercise::{Exercise, Files},
    judge::{Answer, Came, Outcome, Verdict, Which, judge},
    lab::Cancel,
};

use crate::{
    failure,
    fixtures::attack::{exercise, solved_but},
    judged, machine, response, rows, server, words,
};

fn of(exercise: &Exercise, files: &Files) -> Verdict {
    judged(exercise, &Answer::Files(files.clone()))
}

/// What came of the solution with these files over it.
fn changed(exercise: &Exercise, files: &[(&str, &str)]) -> Verdict {
    of(exercise, &solved_but(exercise, files))
}

/// A server that answers as `handler` says.
fn with_server(handler: &str) -> String {
    format!(
        "const {{ PASSWORD, NOTE }} = process.env;\n\
         require('node:http').createServer((req, res) => {{ {handler} }}).listen(3000);\n"
    )
}

/// An exploit that runs `code` with `target` and `forged`, a token that the server believes.
fn script(code: &str) -> String {
    format!(
        "const target = process.env.TARGET;\n\
         const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');\n\
         const forged = part({{ alg: 'none' }}) + '.' + part({{ role: 'admin' }}) + '.';\n\
         const headers = {{ Authorization: 'Bearer ' + forged }};\n\
         {code}\n"
    )
}

fn bodies(verdict: &Verdict) -> Vec<String> {
    let body = |came: &Came| match came {
        Came::Answer(response) => response.text(),
        Came::Nothing(why) | Came::Unsent(why) => why.clone(),
    };
    verdict.exchanges.iter().map(|exchange| body(&exchange.came)).collect()
}

#[test]
fn an_exploit_and_a_repair_pass_and_each_run_has_secrets_of_its_own() {
    let gate = exercise("open-gate");
    let (first, second) = (of(&gate, &gate.solution), of(&gate, &gate.solution));
    assert_eq!(words(&first), ["pass"; 5]);
    let (first, second) = (bodies(&first), bodies(&second));
    assert_eq!((first.len(), first[0].len()), (1, 32));
    assert_ne!(first, second);
}

#[test]
fn the_repair_waits_for_the_exploit() {
    let gate = exercise("open-gate");
    let waits = ["- note-comes"; 4];
    let (starter, nothing) =
        (of(&gate, &gate.starter), changed(&gate, &[("requests.http", "# nothing\n")]));
    let mut gone = gate.solution.clone();
    gone.remove("requests.http");
    for verdict in [starter, nothing, of(&gate, &gone)] {
        assert_eq!(words(&verdict)[0], "FAIL The note did not come.");
        assert_eq!(words(&verdict)[1..], waits);
    }
}

#[test]
fn an_exploit_meets_the_server_of_the_pack_whatever_became_of_it() {
    let gate = exercise("open-gate");
    let open = with_server("res.end(NOTE);");
    let verdict = changed(&gate, &[("requests.http", "GET /note\n"), ("server.js", &open)]);
    assert_eq!(words(&verdict)[0], "FAIL The note did not come.");
    assert_eq!(bodies(&verdict), ["Unauthorized"]);
}

#[test]
fn a_file_that_cannot_be_sent_and_a_request_to_elsewhere_are_told() {
    let gate = exercise("open-gate");
    let verdict = changed(&gate, &[("requests.http", "GET http://shop.example/note\n")]);
    let words_of = "GET /note was not sent: requests reach the server here, and not \
                    http://shop.example.";
    assert_eq!(failure(&verdict, 0).headline, words_of);
    let verdict = changed(&gate, &[("requests.http", "GET /note\nthis is no header\n")]);
    let fallen = failure(&verdict, 0);
    assert!(fallen.headline.starts_with("requests.http line 2: "), "{}", fallen.headline);
    assert_eq!(fallen.place.as_ref().unwrap().line, 2);
}

#[test]
fn a_repair_must_withstand_more_than_one_exploit() {
    let gate = exercise("open-gate");
    let literal = with_server(
        "const { user, password } = req.headers;
         if (user !== 'ada' || (password !== PASSWORD && password === undefined)) {
           return res.writeHead(401).end();
         }
         res.end(NOTE);",
    );
    let verdict = changed(&gate, &[("server.js", &literal)]);
    let told = ["pass", "pass", "pass", "pass", "FAIL Another exploit got the note."];
    assert_eq!(words(&verdict), told);
    let fallen = failure(&verdict, 4);
    assert_eq!(fallen.of.as_deref(), Some("another exploit: empty-password"));
    assert_eq!(rows(fallen), ["x exploit | is refused | works: the note comes without a password"]);
    assert_eq!(fallen.got.as_ref().unwrap().status, 200);
    assert_eq!(fallen.feedback.as_deref(), Some("Any password gets in. Compare it."));
    let curl = fallen.curl.as_deref().unwrap();
    assert!(
        curl.contains("-H 'User: ada'") && curl.ends_with("http://localhost:3000/note"),
        "{curl}"
    );
}

#[test]
fn honest_traffic_must_go_on() {
    let gate = exercise("open-gate");
    let shut = with_server("res.writeHead(401).end('Unauthorized');");
    let verdict = changed(&gate, &[("server.js", &shut)]);
    let told =
        ["pass", "pass", "FAIL Ada gave her password and did not get her note.", "pass", "pass"];
    assert_eq!(words(&verdict), told);
    let feedback = failure(&verdict, 2).feedback.as_deref();
    assert_eq!(feedback, Some("Nobody gets in, and Ada does not either."));
}

#[test]
fn a_server_that_an_exploit_ends_is_not_repaired() {
    let gate = exercise("open-gate");
    let fragile = with_server(
        "const { user, password } = req.headers;
         if (user && password !== PASSWORD) throw new TypeError('attack');
         if (!user) return res.writeHead(401).end();
         res.end(NOTE);",
    );
    let verdict = changed(&gate, &[("server.js", &fragile)]);
    let fallen = failure(&verdict, 1);
    assert_eq!(fallen.headline, "TypeError: attack");
    assert_eq!(fallen.place.as_ref().unwrap().file, "server.js");
    assert_eq!(fallen.of.as_deref(), Some("your own exploit"));
    let feedback = "One request ends the server for everybody. Refuse, and go on.";
    assert_eq!(fallen.feedback.as_deref(), Some(feedback));
    assert!(matches!(verdict.checks[4].outcome, Outcome::Failed(_)));
    assert_eq!(words(&verdict)[2], "pass");
}

#[test]
fn a_server_that_does_not_start_withstands_nothing() {
    let gate = exercise("open-gate");
    let cases = [
        ("const http = ;\n", "SyntaxError: "),
        ("", "The program ended without listening on a port."),
        ("setTimeout(() => {}, 60000);", "The program runs and does not listen on a port."),
    ];
    for (server, begin) in cases {
        let verdict = changed(&gate, &[("server.js", server)]);
        assert_eq!(words(&verdict)[0], "pass");
        for at in 1..5 {
            let headline = &failure(&verdict, at).headline;
            assert!(headline.starts_with(begin), "{headline}");
        }
    }
}

#[test]
fn a_script_sends_as_it_does_in_node() {
    let none = exercise("forge-none");
    let sends = [
        ("fetch(target + '/report', { headers });", 1),
        ("await fetch(new URL('/report', target), { headers, redirect: 'error' });", 1),
        ("require('node:http').get(target + '/report', { headers });", 1),
        ("setTimeout(() => fetch('http://127.0.0.1:3000/report', { headers }), 20);", 1),
        (
            "Promise.all([1, 2, 3].map(() => fetch(target + '/report', { headers })))
               .then(() => process.exit());",
            3,
        ),
        (
            "fetch(target + '/login', { method: 'POST', body: Buffer.from([0, 255, 10]) })
               .then((answer) => answer.json())
               .then(() => fetch(target + '/report', { headers }));",
            2,
        ),
    ];
    for (code, requests) in sends {
        let name = if code.starts_with("await") { "import 'node:http';\n" } else { "" };
        let text = format!("{name}{}", script(code));
        let verdict = changed(&none, &[("exploit.js", &text)]);
        assert_eq!(words(&verdict), ["pass"; 5], "{code}");
        assert_eq!(verdict.exchanges.len(), requests, "{code}");
        assert!(verdict.exchanges.iter().all(|exchange| exchange.line.is_none()));
    }
}

#[test]
fn a_script_knows_no_secret_and_reaches_nobody_else() {
    let none = exercise("forge-none");
    let looks = "console.log(Object.keys(process.env).join());
                 fetch('http://127.0.0.1:3001/').catch((error) => console.log(error.cause.code));";
    let verdict = changed(&none, &[("exploit.js", &script(looks))]);
    let fallen = failure(&verdict, 0);
    assert_eq!(fallen.printed.as_deref(), Some("TARGET\nECONNREFUSED\n"));
    assert_eq!(fallen.headline, "The report did not come.");
}

#[test]
fn a_script_that_ends_early_says_why() {
    let none = exercise("forge-none");
    let cases = [
        ("null.x;", "TypeError: ", Some(5)),
        ("Promise.reject(new RangeError('no'));", "RangeError: no", Some(5)),
        ("process.exit(3);", "The program ended itself with exit code 3", None),
        ("const = 1;", "SyntaxError: ", Some(5)),
        ("for (;;) fetch(target + '/me');", "", None),
    ];
    for (code, begin, line) in cases {
        let mut short = none.clone();
        short.lab.turn_ms = Some(150);
        let verdict = changed(&short, &[("exploit.js", &script(code))]);
        let fallen = failure(&verdict, 0);
        assert!(fallen.headline.starts_with(begin), "{code}: {}", fallen.headline);
        assert!(!fallen.headline.is_empty());
        let place = fallen.place.as_ref().filter(|_| line.is_some());
        assert_eq!(
            place.map(|place| (place.file.as_str(), place.line)),
            line.map(|line| ("exploit.js", line)),
            "{code}"
        );
    }
    // What was sent before counts.
    let late =
        script("fetch(target + '/report', { headers }).then(() => { throw new Error('late'); });");
    let verdict = changed(&none, &[("exploit.js", &late)]);
    assert_eq!(words(&verdict), ["pass"; 5]);
}

#[test]
fn a_script_sends_a_thousand_requests_and_no_more() {
    let mut none = exercise("forge-none");
    // A busy machine needs its time for a thousand of them.
    none.lab.wall_ms = Some(120_000);
    let many = script(
        "(async () => { for (let n = 0; n < 1001; n += 1) await fetch(target + '/me'); })();",
    );
    let verdict = changed(&none, &[("exploit.js", &many)]);
    let headline = &failure(&verdict, 0).headline;
    assert_eq!(headline, "exploit.js line 1: this sends more than 1,000 requests.");
}

#[test]
fn a_server_at_a_url_is_asked_for_honest_traffic_only() {
    let none = exercise("open-gate");
    let verdict = judged(&none, &server(|_, _| response("401 Unauthorized", "", "")));
    let lab = "? Exploits go to servers in the lab only, so a server at a URL is asked for honest \
               traffic alone.";
    let secret = "? This check knows a secret that only a server in the lab is given, so a server \
                  at a URL cannot be asked.";
    assert_eq!(words(&verdict), [lab, lab, secret, "pass", lab]);
    assert!(verdict.unjudged());
    let verdict = judged(&none, &server(|_, _| response("200 OK", "", "")));
    assert_eq!(words(&verdict)[3], "FAIL A stranger is not answered as before.");
    assert!(!verdict.unjudged() && !verdict.passed());
}

#[test]
fn a_wish_to_stop_is_followed_and_live_checks_are_the_visible_ones() {
    let gate = exercise("open-gate");
    let (steps, _nobody) = mpsc::channel();
    let cancel = Cancel::new();
    let answer = Answer::Files(gate.solution.clone());
    let live = judge(&machine(), &gate, &answer, Which::Visible, &cancel, &steps);
    assert_eq!(words(&live), ["pass"; 3]);
    cancel.cancel();
    let stopped = judge(&machine(), &gate, &answer, Which::All, &cancel, &steps);
    assert_eq!(words(&stopped), ["? It was stopped before it was done."; 5]);
}
