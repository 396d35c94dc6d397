//! Where SQLite differs from other databases: the note on what it takes, the hint to what it
//! refuses, and what PostgreSQL says of the same statement.
//!
//! A file of `tests/cases/dialect` holds cases with an empty line between them: what `-- setup`
//! makes, the statements of `-- case`, and a query after `-- look` that shows what they did. Below
//! stand the notes, the hint and what SQLite gives; these the test compares, and where they differ
//! it prints the file as it would be. What PostgreSQL gives is written by the script beside the
//! files.

use std::{fmt::Write as _, fs, path::Path};

use backlab::{
    lab::{
        Cancel, Limits,
        sql::{Keep, Outcome, Problem, Ran, Script, SqlLab},
    },
    table::Cell,
};

use crate::{lab, machine, shop};

/// Statements that SQLite and PostgreSQL read alike.
const PORTABLE: &str = "portable.sql";

struct Case {
    setup: String,
    statements: String,
    look: String,
    /// As the script left it.
    postgres: Option<String>,
    /// The lines above the results, as they stand in the file.
    source: String,
}

#[test]
fn each_case_has_its_notes() {
    let mut lab = lab();
    let mut wrong = String::new();
    for (name, text) in files() {
        let mut shown = String::new();
        let mut shared = String::new();
        for block in text.trim_end().split("\n\n") {
            let gap = if shown.is_empty() { "" } else { "\n" };
            if let Some(setup) = block.strip_prefix("-- setup for all\n") {
                setup.clone_into(&mut shared);
            }
            if !block.lines().any(|line| line == "-- case") {
                let _ = writeln!(shown, "{gap}{block}");
                continue;
            }
            let case = case(block);
            let _ = writeln!(shown, "{gap}{}{}", case.source, results(&mut lab, &shared, &case));
        }
        if shown.trim_end() != text.trim_end() {
            let _ = write!(wrong, "\n==== {name}\n{shown}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_postgres_judges_otherwise_is_said_and_what_it_takes_is_not() {
    let mut said = 0;
    for (name, text) in files() {
        for block in text.trim_end().split("\n\n") {
            let Some(postgres) = block.lines().find_map(|line| line.strip_prefix("-- postgres: "))
            else {
                assert!(!block.lines().any(|line| line == "-- case"), "{name}: {block}");
                continue;
            };
            let takes = postgres == "takes it";
            let notes = block.lines().any(|line| line.starts_with("-- note "));
            let hints = block.lines().any(|line| line.starts_with("-- hint: "));
            let refused = block.lines().any(|line| line.starts_with("-- sqlite: refuses"));
            if name == PORTABLE {
                assert!(takes && !notes && !refused, "{name}: {block}");
            } else {
                assert!(if refused { hints } else { notes }, "{name}: {block}");
                said += usize::from(takes == refused);
            }
        }
    }
    assert!(40 <= said, "{said}");
}

/// The files and their texts, by name.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/dialect");
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn case(block: &str) -> Case {
    let is_result = |line: &str| {
        ["-- note ", "-- hint: ", "-- sqlite: ", "-- postgres: "]
            .iter()
            .any(|begin| line.starts_with(begin))
    };
    let mut case = Case {
        setup: String::new(),
        statements: String::new(),
        look: String::new(),
        postgres: None,
        source: String::new(),
    };
    let mut part = "-- setup";
    for line in block.lines() {
        if is_result(line) {
            case.postgres = case.postgres.or(line.strip_prefix("-- postgres: ").map(str::to_owned));
            continue;
        }
        let _ = writeln!(case.source, "{line}");
        match line {
            "-- setup" | "-- case" | "-- look" => part = line,
            _ => {
                let text = match part {
                    "-- setup" => &mut case.setup,
                    "-- case" => &mut case.statements,
                    _ => &mut case.look,
                };
                let _ = writeln!(text, "{line}");
            }
        }
    }
    case
}

/// The lines below a case, without the last line break.
fn results(lab: &mut SqlLab, shared: &str, case: &Case) -> String {
    let script = |text| Script { file: "case.sql", text };
    let database = lab.open(&[script(shared), script(&case.setup)]).unwrap_or_else(|problem| {
        panic!("{}: {}", case.setup, problem.show());
    });
    let ran = lab.run_noted(database, script(&case.statements), Keep::Transaction);
    let mut lines = Vec::new();
    for note in ran.statements.iter().flat_map(|statement| &statement.notes) {
        lines.push(format!("-- note {}: {}", note.rule, note.show()));
    }
    let looked =
        (!case.look.is_empty()).then(|| lab.run(database, script(&case.look), Keep::Transaction));
    lab.close(database);
    let gave = match &ran.problem {
        Some(Problem::Wrong(error)) => {
            let hint = error.hint.iter().map(|hint| format!("-- hint: {hint}"));
            lines.extend(hint);
            format!("refuses: {}", error.message)
        }
        Some(problem @ Problem::Stopped { .. }) => problem.message(),
        None => rows(looked.as_ref().unwrap_or(&ran)),
    };
    lines.push(format!("-- sqlite: {gave}"));
    lines.extend(case.postgres.iter().map(|postgres| format!("-- postgres: {postgres}")));
    lines.join("\n")
}

/// The rows of the last statement, in one line.
fn rows(ran: &Ran) -> String {
    match ran.statements.last().map(|statement| &statement.outcome) {
        Some(Outcome::Rows(table)) => {
            let row = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>().join("|");
            let rows = table.rows.iter().map(row).collect::<Vec<_>>().join("; ");
            if table.rows.is_empty() { "no rows".to_owned() } else { rows }
        }
        Some(Outcome::Changed(_) | Outcome::Refused(_) | Outcome::Done) => "done".to_owned(),
        None => "nothing".to_owned(),
    }
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Null => "NULL".to_owned(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => format!("{number:?}"),
        Cell::Text(text) => text.clone(),
        Cell::Blob(bytes) => format!("{bytes:02x?}"),
    }
}

/// What SQLite takes and a parser may lose itself in. Each statement ends, with a note or without.
#[test]
fn a_statement_that_is_long_or_deep_ends() {
    let many = |count: usize, text: &str| text.repeat(count);
    let (mut lab, database) = shop();
    for (statement, noted) in [
        (format!("SELECT 1{} == 1", many(98, "+1")), true),
        (format!("SELECT 'a'{}", many(90, " COLLATE NOCASE")), true),
        (format!("SELECT {}1{} == 1", many(10, "("), many(10, ")")), true),
        (format!("SELECT {}1{} == 1", many(20, "("), many(20, ")")), false),
        (format!("SELECT count(*) FROM {}orders{}", many(12, "("), many(12, ")")), false),
        (format!("SELECT count(*) FROM {}orders{}", many(18, "("), many(18, ")")), false),
        (format!("SELECT * FROM {}orders{}", many(11, "(SELECT * FROM "), many(11, ")")), true),
        (format!("SELECT {}1{}", many(11, "(SELECT "), many(11, ")")), false),
        (format!("SELECT {}1", many(40, "- ")), false),
        (format!("SELECT {}1 == 1", many(60, "NOT ")), true),
        (format!("SELECT {}1{}", many(12, "CASE WHEN 1 THEN "), many(12, " END")), true),
        (format!("SELECT 1{}", many(49, " UNION SELECT 1")), false),
        (format!("VALUES (1){}", many(1500, ", (1)")), false),
        (format!("SELECT {}", many(90, "1 == 1, ") + "1"), true),
        (format!("SELECT /* {} */ 1 == 1", many(16 << 10, "x")), false),
        (format!("SELECT count(*) == 1 FROM orders{}", many(60, ", (SELECT 1)")), true),
        (format!("SELECT 1 IN ({}1)", many(2000, "1,")), false),
    ] {
        let script = Script { file: "deep.sql", text: &statement };
        let ran = lab.run_noted(database, script, Keep::Changes);
        assert_eq!(ran.problem, None, "{statement}");
        let notes = ran.statements.iter().map(|statement| statement.notes.len()).sum::<usize>();
        assert_eq!(notes > 0, noted, "{statement}");
    }
}

/// The note on a query that gives more than one row looks for the second, and here none comes.
#[test]
fn a_look_that_takes_too_long_gives_no_note() {
    let limits = Limits { turn_ms: 200, ..Limits::default() };
    let mut lab = SqlLab::start(&machine(), &limits, &Cancel::new()).unwrap();
    let database = lab.open(&[]).unwrap();
    let text = "SELECT (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM \
                n WHERE i = 1 OR i < 0)";
    for _ in 0..2 {
        let ran = lab.run_noted(database, Script { file: "a.sql", text }, Keep::Changes);
        assert_eq!(ran.problem, None);
        assert_eq!(rows(&ran), "1");
        assert_eq!(ran.statements[0].notes, []);
    }
}
