//! `[[check]]`: one statement about the program and the table that tests it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    course::{
        check::{Action, Call, Check, Expected, JsTest, ScriptTest, Test},
        exercise::Kind,
        id::ExerciseId,
        store::Speech,
    },
    pack::{
        files::is_inner_path,
        manifest::{
            SAY_CHARS_MAX, STEPS_MAX,
            attack::{lacks, place_in_stages, read_blocked},
            clock::read_advance,
            expect::{Subject, read_expected},
            fault::read_faults,
            fields::{Fields, Node, Report, meant},
            plan::read_plan,
            request::read_http,
            sent::{read_noted, read_sent},
            sql::{read_on, read_schema, read_sql},
            store::{read_asked, read_store_test},
            trace::read_trace,
        },
    },
};

/// Tables that test; exactly one stands in a check.
const TESTS: &[&str] = &[
    "http", "stdout", "exit", "js", "sql", "schema", "plan", "mongo", "redis", "sent", "answer",
    "blocked", "trace", "test",
];

/// The checks that could be read, in the order of the file, and the names of all.
#[derive(Default)]
pub(super) struct Checks {
    pub list: Vec<Check>,
    /// By check, the captures that a check after it may rely on.
    captured: BTreeMap<String, BTreeSet<String>>,
}

/// What a check may rely on.
pub(super) struct Ground {
    pub kind: Kind,
    /// The names of the data sets.
    pub sets: Vec<String>,
    /// The names of the secrets, which every check may fill in.
    pub secrets: Vec<String>,
    /// Checks may move the program's clock.
    pub clock_is_still: bool,
}

/// Reads all `[[check]]` tables.
pub(super) fn read_checks(list: &Node<'_>, ground: &Ground) -> Checks {
    let mut checks = Checks::default();
    for node in list.members() {
        if let Some(fields) = node.fields() {
            let check = checks.read(&fields, ground);
            fields.finish();
            checks.list.extend(check);
        }
    }
    if list.is_list() && list.members().is_empty() {
        list.report("an exercise needs a check");
    } else if ground.kind == Kind::Attack && checks.list.len() == list.members().len() {
        lacks(list, &checks.list);
    }
    checks
}

impl Checks {
    /// Those of a quiz: the questions that could be read, and the ids of all.
    pub fn of_questions(list: Vec<Check>, ids: BTreeSet<String>) -> Checks {
        Checks { list, captured: ids.into_iter().map(|id| (id, BTreeSet::new())).collect() }
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.captured.keys().map(String::as_str)
    }

    fn read(&mut self, fields: &Fields<'_>, ground: &Ground) -> Option<Check> {
        let name = fields.required("name").and_then(|node| self.new_name(&node));
        let say = fields.required("say").and_then(|node| node.short_line(SAY_CHARS_MAX));
        let why = text_or_warning(fields, "why", "why the program must do so");
        let fails = text_or_warning(fields, "fails", "the headline when it fails");
        let look = fields.optional("look").and_then(|node| node.line());
        let hidden = flag(fields, "hidden");
        let fresh = flag(fields, "fresh");
        let after = fields.optional("after");
        let mut after: Vec<_> =
            after.iter().flat_map(Node::members).filter_map(|n| self.earlier(&n)).collect();
        let of_after = after.iter().filter_map(|name| self.captured.get(name));
        let mut captured: BTreeSet<String> = of_after.flatten().cloned().collect();
        captured.extend(ground.secrets.iter().cloned());
        let on = data_sets(fields, ground);
        let test = test(fields, ground, on.clone(), &self.list, &mut captured);
        if let (Kind::Attack, Some(test)) = (ground.kind, &test) {
            place_in_stages(fields, test, &self.list, &mut after);
        }
        let mishaps = read_faults(fields, ground.kind, test.as_ref());
        let name = name?;
        self.captured.insert(name.clone(), captured);
        let (say, test) = (say?, test?);
        if let Test::Trace(_) = &test {
            self.look_at_requests("[check.trace]", &after, fields);
        } else if let (Test::Store(store), Kind::Js) = (&test, ground.kind) {
            let table = match store.speech {
                Speech::Mongo => "[check.mongo]",
                Speech::Redis => "[check.redis]",
            };
            self.look_at_requests(table, &after, fields);
        }
        let on = if ground.kind == Kind::Js { on } else { Vec::new() };
        self.run_where_they_do(&after, &on, fields, ground);
        Some(Check { name, say, fails, why, look, hidden, after, fresh, on, mishaps, test })
    }

    /// What a check relies on must have happened on each of its data sets.
    fn run_where_they_do(
        &self,
        after: &[String],
        on: &[String],
        fields: &Fields<'_>,
        ground: &Ground,
    ) {
        let own: &[String] = if on.is_empty() { &ground.sets } else { on };
        let narrower = self.list.iter().find(|before| {
            let runs_on = |set| before.on.is_empty() || before.on.contains(set);
            after.contains(&before.name) && !own.iter().all(runs_on)
        });
        if let Some(before) = narrower {
            fields.report((
                format!("`{}` in `after` does not run on all data sets of this check", before.name),
                format!("on = [\"{}\"]", before.on.join("\", \"")),
            ));
        }
    }

    /// What [check.trace], or a check of a program's store, looks at must be there: the requests of a
    /// check before it, in the child that is still the same.
    fn look_at_requests(&self, table: &str, after: &[String], fields: &Fields<'_>) {
        let before = |name: &String| self.list.iter().find(|check| check.name == *name);
        let known: Option<Vec<&Check>> = after.iter().map(before).collect();
        // One that could not be read has a finding already.
        let Some(known) = known else { return };
        if !known.iter().any(|check| matches!(check.test, Test::Http(_)) && !check.fresh) {
            fields.report((
                format!(
                    "{table} looks at the requests of the checks in `after`, and there are none"
                ),
                "after = [\"register\"] names a check with [check.http] that is not `fresh`",
            ));
        }
    }

    fn new_name(&self, node: &Node<'_>) -> Option<String> {
        let name = slug(node)?;
        if self.captured.contains_key(&name) {
            node.report(format!("`{name}` is the name of another check already"));
            return None;
        }
        Some(name)
    }

    /// The name of a check above this one.
    fn earlier(&self, node: &Node<'_>) -> Option<String> {
        let name = node.raw_text()?;
        if self.captured.contains_key(&name) {
            return Some(name);
        }
        let near = meant(&name, self.names());
        let hint = near.unwrap_or_else(|| "checks run in the order of the file".to_owned());
        let name = crate::text::clean_line(&name).into_owned();
        node.report((format!("no check above this one is named `{name}`"), hint));
        None
    }
}

/// A name made as ids are.
pub(super) fn slug(node: &Node<'_>) -> Option<String> {
    Some(node.parsed(ExerciseId::parse)?.to_string())
}

fn text_or_warning(fields: &Fields<'_>, key: &'static str, what: &str) -> String {
    if let Some(node) = fields.optional(key) {
        return node.line().unwrap_or_default();
    }
    fields.report(Report::warning(format!("`{key}` is missing"), what));
    String::new()
}

fn flag(fields: &Fields<'_>, key: &'static str) -> bool {
    fields.optional(key).and_then(|node| node.boolean()).unwrap_or(false)
}

/// The data sets that a check names.
fn data_sets(fields: &Fields<'_>, ground: &Ground) -> Vec<String> {
    let Some(list) = fields.optional("on") else { return Vec::new() };
    let runs_on_data = match ground.kind {
        Kind::Sql | Kind::Mongo | Kind::Redis => true,
        Kind::Js => !ground.sets.is_empty(),
        Kind::Http | Kind::Quiz | Kind::Attack | Kind::Stack => false,
    };
    if runs_on_data {
        return read_on(&list, &ground.sets);
    }
    list.key_report("`on` goes with checks that run on data sets");
    Vec::new()
}

fn test(
    fields: &Fields<'_>,
    ground: &Ground,
    on: Vec<String>,
    above: &[Check],
    captured: &mut BTreeSet<String>,
) -> Option<Test> {
    let mut given = Vec::new();
    for key in TESTS {
        given.extend(fields.optional(key));
    }
    match given[..] {
        [node] if !of_kind(ground.kind).contains(&node.name()) => {
            node.key_report((
                format!("[check.{}] does not go with kind `{}`", node.name(), ground.kind.name()),
                format!("its checks are {}", tables(ground.kind)),
            ));
            None
        }
        [node] if node.name() == "blocked" => read_blocked(&node, above).map(Test::Blocked),
        [node] if ground.kind == Kind::Js && matches!(node.name(), "mongo" | "redis") => {
            let test = read_asked(&node, ground.clock_is_still)?;
            Some(Test::Store(Box::new(test)))
        }
        [node] => one_test(&node, on, ground.clock_is_still, captured),
        [] => {
            fields.report((
                "the check tests nothing",
                format!("its checks are {}", tables(ground.kind)),
            ));
            None
        }
        [_, second, ..] => {
            second.key_report("a check has one table that tests; make two checks");
            None
        }
    }
}

/// The tables that test an exercise of this kind.
fn of_kind(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Http => &["sent", "answer", "http"],
        Kind::Sql => &["sql", "schema", "plan"],
        // What a server in any language can be put to.
        Kind::Stack => &["http"],
        Kind::Attack => &["sent", "answer", "blocked", "http"],
        Kind::Mongo => &["mongo"],
        Kind::Redis => &["redis"],
        Kind::Js | Kind::Quiz => {
            &["http", "stdout", "exit", "js", "trace", "mongo", "redis", "test"]
        }
    }
}

fn tables(kind: Kind) -> String {
    let names = of_kind(kind).iter().map(|name| format!("[check.{name}]"));
    names.collect::<Vec<_>>().join(", ")
}

fn one_test(
    node: &Node<'_>,
    on: Vec<String>,
    clock_is_still: bool,
    captured: &mut BTreeSet<String>,
) -> Option<Test> {
    match node.name() {
        "sql" => read_sql(node, on).map(Test::Sql),
        "schema" => read_schema(node, on).map(Test::Schema),
        "mongo" | "redis" => read_store_test(node, on).map(|test| Test::Store(Box::new(test))),
        "plan" => read_plan(node, on).map(Test::Plan),
        "http" => read_http(node, clock_is_still, captured).map(Test::Http),
        "stdout" => stdout(node).map(Test::Stdout),
        "exit" => {
            let fields = node.fields()?;
            let code = fields.required("code").and_then(|node| node.integer(0..=255));
            fields.finish();
            code.map(Test::Exit)
        }
        "sent" => read_sent(node, captured).map(Test::Sent),
        "answer" => read_noted(node).map(Test::Noted),
        "trace" => read_trace(node).map(Test::Trace),
        "test" => script(node).map(Test::Script),
        _ => js(node, clock_is_still).map(Test::Js),
    }
}

fn stdout(node: &Node<'_>) -> Option<Expected> {
    let fields = node.fields()?;
    let (equals, expect) = (fields.optional("equals"), fields.optional("expect"));
    fields.finish();
    match (equals, expect) {
        (Some(node), None) => Some(Expected::Equals(node.raw_text()?.into())),
        (None, Some(node)) => read_expected(&node, Subject::Text),
        (None, None) | (Some(_), Some(_)) => {
            node.report((
                "[check.stdout] has either `equals` or `expect`",
                "`equals` is the whole text, `expect` is a value as in [check.http]",
            ));
            None
        }
    }
}

/// Its files are read by who reads the folder.
fn script(node: &Node<'_>) -> Option<ScriptTest> {
    let fields = node.fields()?;
    let file = fields.required("file").and_then(|node| {
        let path = inner_path(&node)?;
        if !(path.starts_with("checks/") && path.ends_with(".test.js")) {
            node.report((
                "a file of tests is checks/NAME.test.js",
                "file = \"checks/tokens.test.js\"",
            ));
            return None;
        }
        Some(path)
    });
    let name = fields.required("test").and_then(|node| node.line());
    fields.finish();
    Some(ScriptTest { file: file?, name: name?, files: BTreeMap::new() })
}

fn js(node: &Node<'_>, clock_is_still: bool) -> Option<JsTest> {
    let fields = node.fields()?;
    let module = fields.required("module").and_then(|node| inner_path(&node));
    let calls = match fields.optional("calls") {
        Some(list) => {
            fields.finish_beside("calls");
            calls(&list, clock_is_still)?
        }
        None => vec![finished_call(&fields, clock_is_still)?],
    };
    let expects =
        |call: &Call| call.returns.is_some() || call.throws.is_some() || call.prints.is_some();
    if !calls.is_empty() && !calls.iter().any(expects) {
        node.report((
            "nothing is expected: every module would pass",
            "write `returns`, `throws` or `prints`",
        ));
    }
    Some(JsTest { module: module?, calls })
}

fn calls(list: &Node<'_>, clock_is_still: bool) -> Option<Vec<Call>> {
    let nodes = list.members();
    if nodes.is_empty() || nodes.len() > STEPS_MAX {
        list.report(format!("`calls` holds 1 to {STEPS_MAX} calls"));
    }
    let calls = nodes.iter().map(|node| finished_call(&node.fields()?, clock_is_still));
    calls.collect::<Vec<_>>().into_iter().collect()
}

fn finished_call(fields: &Fields<'_>, clock_is_still: bool) -> Option<Call> {
    let call = call(fields, clock_is_still);
    fields.finish();
    call
}

fn call(fields: &Fields<'_>, clock_is_still: bool) -> Option<Call> {
    let advance_ms = read_advance(fields, clock_is_still);
    let what = action(fields);
    let returns = fields.optional("returns");
    let throws = fields.optional("throws");
    if let (Some(_), Some(throws)) = (returns, throws) {
        throws.key_report("a call either returns or throws");
    }
    Some(Call {
        advance_ms: advance_ms?,
        what: what?,
        returns: returns.and_then(|node| read_expected(&node, Subject::Json)),
        throws: throws.and_then(|node| node.line()),
        prints: fields.optional("prints").and_then(|node| read_expected(&node, Subject::Text)),
    })
}

fn action(fields: &Fields<'_>) -> Option<Action> {
    let mut given = Vec::new();
    for key in ["call", "read", "write", "exports"] {
        given.extend(fields.optional(key));
    }
    let (args, value) = (fields.optional("args"), fields.optional("value"));
    let [node] = given[..] else {
        fields.report("a call has one of `call`, `read`, `write` and `exports`");
        return None;
    };
    if let (Some(args), true) = (args, node.name() != "call") {
        args.key_report("`args` goes with `call`");
    }
    if let (Some(value), true) = (value, node.name() != "write") {
        value.key_report("`value` goes with `write`");
    }
    match node.name() {
        "call" => {
            let args = args.map(|list| list.members()).unwrap_or_default();
            let args = args.iter().map(Node::json).collect::<Option<_>>()?;
            Some(Action::Call { export: node.line()?, args })
        }
        "read" => Some(Action::Read { export: node.line()? }),
        "write" => {
            let Some(value) = value else {
                node.key_report(("`write` needs a `value`", "write = \"count\", value = 999"));
                return None;
            };
            Some(Action::Write { export: node.line()?, value: value.json()? })
        }
        _ => {
            if !node.boolean()? {
                node.report("`exports` is only ever true");
            }
            Some(Action::Exports)
        }
    }
}

/// A relative path inside the exercise.
pub(super) fn inner_path(node: &Node<'_>) -> Option<String> {
    let path = node.raw_text()?;
    if !is_inner_path(&path) {
        node.report((
            "this is not the path of a file of the exercise",
            "a relative path with `/`, of letters, digits, `.`, `_` and `-`",
        ));
        return None;
    }
    Some(path)
}
