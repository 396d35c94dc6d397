use super::*;

const PLAIN: Ground = Ground { prints: false, is_shell: false };

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_on(PLAIN, text, expected);
}

#[track_caller]
fn check_on(ground: Ground, text: &str, expected: &[&str]) {
    let changes: Vec<String> = edits(text, ground).into_iter().map(|edit| edit.change).collect();
    assert_eq!(changes, expected, "{text}");
}

#[track_caller]
fn check_texts(text: &str, expected: &[&str]) {
    let texts: Vec<String> = edits(text, PLAIN).iter().map(|edit| edit.applied(text)).collect();
    assert_eq!(texts, expected, "{text}");
}

#[test]
fn a_status_becomes_one_that_is_mistaken_for_it() {
    check(
        "app.get(\"/\", (req, res) => res.status(201).json({ n: 1 }));",
        &["app.get becomes app.post", "201 becomes 200", "1 becomes 2", "1 becomes 0"],
    );
    check(
        "f({ status: ok ? 200 : 404 });",
        &[
            "f({ status: ok ? 200 : 404 }) is left out",
            "ok becomes !(ok)",
            "200 becomes 201",
            "200 becomes 199",
            "404 becomes 405",
            "404 becomes 403",
        ],
    );
    check(
        "let a = res.status(ok ? 200 : 404);",
        &["ok becomes !(ok)", "200 becomes 201", "404 becomes 400", "404 becomes 200"],
    );
}

#[test]
fn comments_templates_and_expressions_are_read_for_what_they_are() {
    check(
        "const a = /* 1 === 2 */ `x ${b === c} 201` + /1 && 2/.source; // 404\n",
        &["+ becomes -", "=== becomes !=="],
    );
}

#[test]
fn middleware_is_left_out_whole_or_in_part() {
    check_texts("app.use(a(), b);", &[";", "app.use(b);", "app.use(a());"]);
    check_texts(
        "app.put(\"/x\", auth, find, (q, s) => s.end());",
        &[
            "app.patch(\"/x\", auth, find, (q, s) => s.end());",
            "app.put(\"/x\", find, (q, s) => s.end());",
            "app.put(\"/x\", auth, (q, s) => s.end());",
        ],
    );
}

#[test]
fn a_branch_goes_and_a_condition_turns() {
    check_texts(
        "if (a < b) c(); else d();",
        &[
            "if (!(a < b)) c(); else d();",
            "if (a < b) c(); ",
            "if (a < b) {} else d();",
            "if (a <= b) c(); else d();",
            "if (a >= b) c(); else d();",
            "if (a < b) ; else d();",
            "if (a < b) c(); else ;",
        ],
    );
    // What another change makes already is not made again.
    check_texts("if (!a) b();", &["{}", "if (a) b();", "if (!a) ;"]);
}

#[test]
fn await_and_return_are_forgotten() {
    check_texts(
        "async function f() { const a = await g(); return a; }",
        &[
            "async function f() { const a = g(); return a; }",
            "async function f() { const a = await g(); a; }",
        ],
    );
    // The value of the last answer is of no use to anybody.
    check_texts("(req, res) => { return res.end(); };", &[";"]);
    check_texts(
        "(req, res) => { if (a) return res.end(); b(); };",
        &[
            ";",
            "(req, res) => { if (!(a)) return res.end(); b(); };",
            "(req, res) => { {} b(); };",
            "(req, res) => { if (a) res.end(); b(); };",
            "(req, res) => { if (a) return res.end(); ; };",
        ],
    );
}

#[test]
fn header_fields_and_next_are_forgotten() {
    check_texts("res.set(\"Allow\", m).status(s).end();", &[";", "res.status(s).end();"]);
    check(
        "(q, res, next) => { res.type(t); next(); };",
        &[
            "(q, res, next) => { res.type(t); next(); } is left out",
            "res.type(t) is left out",
            "next() is left out",
        ],
    );
}

#[test]
fn texts_are_emptied_where_a_check_may_ask_for_them() {
    check("const a = { error: \"No such note.\", code: \"GONE\" };", &["\"GONE\" becomes \"\""]);
    check(
        "\"use strict\";\nconst a = require(\"node:fs\");\nreq.on(\"data\", b);",
        &["req.on(\"data\", b) is left out"],
    );
}

#[test]
fn what_no_check_can_see_is_left_alone() {
    check("const PORT = process.env.PORT || 3000;\napp.listen(PORT, () => console.log(1));\n", &[]);
    check("console.log(1);", &[]);
    check_on(
        Ground { prints: true, is_shell: false },
        "console.log(1);",
        &["console.log(1) is left out", "1 becomes 2", "1 becomes 0"],
    );
}

#[test]
fn a_shell_has_commands_of_its_own() {
    let shell = Ground { prints: false, is_shell: true };
    check_on(
        shell,
        "db.a.updateOne({ n: { $gt: 7 } }, b)",
        &[
            "db.a.updateOne({ n: { $gt: 7 } }, b) is left out",
            "updateOne becomes updateMany",
            "$gt becomes $gte",
            "7 becomes 8",
            "7 becomes 6",
        ],
    );
}

#[test]
fn every_change_parses_and_what_does_not_has_none() {
    check("const = 1;", &[]);
    check("", &[]);
    let text = include_str!("../../../../exercises/m05/crud-notes/solution/server.js");
    let all = edits(text, PLAIN);
    assert!(40 < all.len(), "{}", all.len());
    for edit in all {
        assert!(parsed(&edit.applied(text)).is_some(), "{edit:?}");
    }
}

#[test]
fn tokens_leave_comments_and_spaces_out() {
    assert_eq!(tokens("f( 1 ) // a\n;").unwrap(), ["f", "(", "1", ")", ";"]);
    assert_eq!(tokens("\" a \"").unwrap(), ["\" a \""]);
    assert_ne!(tokens("/a b/").unwrap(), tokens("/ab/").unwrap());
    assert_eq!(tokens("f("), None);
}

#[test]
fn deep_programs_are_read_without_recursion() {
    let deep = format!("{}1{};", "(".repeat(20_000), ")".repeat(20_000));
    let puts: Vec<String> = edits(&deep, PLAIN).into_iter().map(|edit| edit.put).collect();
    assert_eq!(puts, [";", "2", "0"]);
}
