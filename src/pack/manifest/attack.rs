//! What an exercise of kind `attack` adds: `[check.blocked]`, secrets, and the order of its two
//! stages.

use crate::{
    course::{
        attack::{BlockedTest, Exploit, Stage},
        check::{Check, Test},
        exercise::WorkFile,
    },
    exchange::http_file::is_named_so,
    pack::{
        files::is_inner_path,
        manifest::{
            EXPLOITS_MAX,
            fields::{Fields, Node, meant},
        },
    },
    text::clean_line,
};

/// What the name of a script ends in.
const SCRIPT_ENDINGS: [&str; 3] = [".js", ".cjs", ".mjs"];

/// Whether an exploit in this file is a program that runs.
fn is_script(path: &str) -> bool {
    SCRIPT_ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// Reads `[check.blocked]`; `above` are the checks before it.
pub(super) fn read_blocked(node: &Node<'_>, above: &[Check]) -> Option<BlockedTest> {
    let fields = node.fields()?;
    let list = fields.required("exploits");
    let proof = fields.optional("proof");
    fields.finish();
    let proofs: Vec<&str> = proofs(above).collect();
    let proof = match proof {
        Some(names) => names.members().iter().filter_map(|name| proof_of(name, &proofs)).collect(),
        None => proofs.iter().map(|name| (*name).to_owned()).collect(),
    };
    let list = list?;
    let mut exploits: Vec<Exploit> = Vec::new();
    for member in list.members() {
        let Some(exploit) = exploit(&member) else { continue };
        if exploits.contains(&exploit) {
            member.report("this exploit stands here twice");
        } else {
            exploits.push(exploit);
        }
    }
    if list.is_list() && !(1..=EXPLOITS_MAX).contains(&list.members().len()) {
        list.report((
            format!("`exploits` holds 1 to {EXPLOITS_MAX} exploits"),
            "exploits = [\"own\"], or [\"solution\", \"data/other.http\"]",
        ));
    }
    Some(BlockedTest { exploits, proof })
}

fn exploit(node: &Node<'_>) -> Option<Exploit> {
    let said = node.raw_text()?;
    match said.as_str() {
        "own" => Some(Exploit::Own),
        "solution" => Some(Exploit::Solution),
        path if is_inner_path(path)
            && path.starts_with("data/")
            && (is_named_so(path) || is_script(path)) =>
        {
            Some(Exploit::Given { path: said, text: String::new() })
        }
        _ => {
            node.report((
                format!("`{}` is no exploit", clean_line(&said)),
                "\"own\" is the learner's, \"solution\" that of solution/, and others stand in \
                 files: \"data/other.http\" or \"data/other.js\"",
            ));
            None
        }
    }
}

fn proof_of(node: &Node<'_>, proofs: &[&str]) -> Option<String> {
    let name = node.raw_text()?;
    if proofs.contains(&name.as_str()) {
        return Some(name);
    }
    let hint = meant(&name, proofs.iter().copied())
        .unwrap_or_else(|| "`proof` names checks above that have [check.sent]".to_owned());
    node.report((format!("`{}` proves no exploit", clean_line(&name)), hint));
    None
}

/// The checks that say whether an exploit works.
fn proofs(checks: &[Check]) -> impl Iterator<Item = &str> {
    let is_proof = |check: &&Check| matches!(check.test, Test::Sent(_));
    checks.iter().filter(is_proof).map(|check| check.name.as_str())
}

/// Puts a check of the repair behind all that prove the exploit, and reports one of the exploit
/// that stands below one of the repair.
pub(super) fn place_in_stages(
    fields: &Fields<'_>,
    test: &Test,
    above: &[Check],
    after: &mut Vec<String>,
) {
    match test.stage() {
        Stage::Exploit if above.iter().any(|check| check.test.stage() == Stage::Repair) => {
            fields.report((
                "the checks of the exploit stand above those of the repair",
                "[check.sent] and [check.answer] first, then [check.blocked] and [check.http]",
            ));
        }
        Stage::Exploit => {
            if let Test::Sent(sent) = test
                && !sent.state.is_empty()
            {
                fields.report((
                    "`state` is what a mock API holds, and here a program answers",
                    "ask for what came back: `status`, `response`",
                ));
            }
        }
        Stage::Repair => {
            for name in proofs(above) {
                if !after.iter().any(|other| other == name) {
                    after.push(name.to_owned());
                }
            }
        }
    }
}

/// Reports what an attack cannot do without.
pub(super) fn lacks(list: &Node<'_>, checks: &[Check]) {
    let blocks = |exploit: &Exploit| {
        let has =
            |test: &Test| matches!(test, Test::Blocked(test) if test.exploits.contains(exploit));
        checks.iter().any(|check| has(&check.test))
    };
    let ask = |is_there: bool, what: &str, hint: &str| {
        if !is_there {
            list.report((format!("an attack needs a check {what}"), hint));
        }
    };
    ask(
        proofs(checks).next().is_some(),
        "that proves the exploit",
        "[check.sent]: what came back from the vulnerable server",
    );
    ask(
        blocks(&Exploit::Own) && blocks(&Exploit::Solution),
        "that the repaired server blocks exploits",
        "[check.blocked] exploits = [\"own\"], and one with \"solution\" among them",
    );
    ask(
        checks.iter().any(|check| matches!(check.test, Test::Http(_))),
        "of honest traffic",
        "[check.http]: what must go on to work on the repaired server",
    );
}

/// Reports what the files of an attack lack: the exploit comes first, and a server that is none of
/// given ones.
pub(super) fn read_sides(root: &Fields<'_>, files: &[WorkFile], app: Option<&str>) {
    let exploit = files.first().map(|file| file.path.as_str()).unwrap_or_default();
    if !files.is_empty() && !is_named_so(exploit) && !is_script(exploit) {
        root.report((
            "the first of `files` is the exploit",
            "`requests.http`, or a script as `exploit.js`",
        ));
    }
    let is_editable = |app: &str| files.iter().any(|file| file.path == app && file.edit);
    match app {
        None => root.report(("an attack needs a server", "[lab] app = \"server.js\"")),
        Some(app) if app == exploit => {
            root.report(("the exploit cannot be the server", "[lab] app = \"server.js\""));
        }
        // Another file of the server may be the one to mend.
        Some(app) if !is_editable(app) && files.iter().skip(1).all(|file| !file.edit) => {
            root.report((
                "no file of the server can be edited, so nobody can repair it",
                "files = [{ path = \"requests.http\" }, { path = \"server.js\" }]",
            ));
        }
        Some(_) => {}
    }
}

/// Reports lines of an answer that nobody can write: a script has none.
pub(super) fn lacks_notes(root: &Fields<'_>, files: &[WorkFile], checks: &[Check]) {
    let exploit = files.first().map(|file| file.path.as_str()).unwrap_or_default();
    let notes = checks.iter().any(|check| matches!(check.test, Test::Noted(_)));
    if is_script(exploit) && notes {
        root.report((
            "[check.answer] reads a line of requests.http, and the exploit is a script",
            "make the exploit a `requests.http`, or leave the check out",
        ));
    }
}

/// Reads `[lab] secrets`; `env` are the variables that have a value.
pub(super) fn read_secrets(list: &Node<'_>, is_taken: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for node in list.members() {
        let Some(name) = node.raw_text() else { continue };
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if name.is_empty() || !plain {
            node.report("the name of a variable is letters, digits and `_`");
        } else if names.contains(&name) || is_taken(&name) {
            node.report(format!("`{name}` has a value already"));
        } else {
            names.push(name);
        }
    }
    names
}
