//! A session in JavaScript: a program of the lab without a file, that is given one input after the other.

use std::{collections::BTreeMap, thread, time::Duration};

use super::{
    Given, Mistake, MistakeKind, Ran, Tree, Vocabulary, What,
    data::Filling,
    ending::{limits, mistake},
};
use crate::{
    diag::Trouble,
    lab::{
        Action, Answer, Cancel, Folder, Happened, Lab, Limits, Machine, Program, script::Problem,
    },
    text::clean_line,
    trace::{Stop, Thrown},
};

/// How often what was printed is taken while an input runs.
const LOOK: Duration = Duration::from_millis(20);
/// Bytes that one input may print. What is beyond is left out and said, and the input runs on.
const PRINTED_BYTES_MAX: usize = 512 << 10;

pub struct JsSession {
    lab: Lab,
    /// Why it ended.
    stop: Option<Stop>,
    /// A timer or a connection may still call something.
    is_waiting: bool,
    /// What inputs have declared, for completion.
    names: Vec<String>,
}

impl JsSession {
    pub fn open(
        machine: &Machine,
        filling: &Filling,
        cancel: &Cancel,
    ) -> Result<JsSession, Trouble> {
        let file = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        let files: BTreeMap<String, Vec<u8>> = filling
            .scripts
            .iter()
            .map(|script| (file(&script.path), script.text.clone().into_bytes()))
            .collect();
        let program = Program::of(Folder::Memory(files));
        // What it prints is read as it comes.
        let limits = Limits { printed_bytes: None, ..limits() };
        let lab = Lab::start(machine, &program, &limits, cancel)
            .map_err(|fault| Trouble::new(format!("The lab does not start: {fault}.")))?;
        let mut session = JsSession { lab, stop: None, is_waiting: false, names: Vec::new() };
        for text in &filling.before {
            // What a lesson shows as a mistake may stand among these.
            session.run(text, &|_| {});
        }
        Ok(session)
    }

    /// From now on `cancel` ends the session.
    pub fn heed(&self, cancel: &Cancel) {
        self.lab.heed(cancel);
    }

    pub fn stopped(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }

    /// Whether something may still be printed without another input.
    pub fn is_waiting(&self) -> bool {
        self.is_waiting && self.stop.is_none()
    }

    /// Runs what was typed; `told` hears at once of what is printed.
    pub fn run(&mut self, input: &str, told: &dyn Fn(&str)) -> Ran {
        if input.contains('\0') {
            return wrong("a NUL character stands here, and JavaScript has no use for one");
        }
        self.is_waiting = true;
        self.names.extend(declared(input));
        let action = Action::Evaluate { text: input.to_owned() };
        let mut printed = Printed::default();
        let lab = &self.lab;
        let called = thread::scope(|scope| {
            let call = scope.spawn(|| lab.call("", &action));
            while !call.is_finished() {
                take(lab, LOOK, &mut self.is_waiting, &mut printed, told);
            }
            call.join()
        });
        take(&self.lab, Duration::ZERO, &mut self.is_waiting, &mut printed, told);
        let Ok(called) = called else { return wrong("the lab was lost") };
        let mistake = match called.answer {
            Answer::Value(value) => {
                printed.text.push_str(value.as_str().unwrap_or_default());
                printed.text.push('\n');
                None
            }
            Answer::Nothing => None,
            Answer::Threw(thrown) => Some(uncaught(&thrown)),
            Answer::Never => {
                wrong("this promise never settles: nothing is left that could do it").mistake
            }
            Answer::Ended(stop) => {
                let ended = mistake(&Problem::Stopped { stop: stop.clone(), place: None });
                self.stop = Some(stop.clone());
                Some(exited(&stop).unwrap_or(ended))
            }
        };
        let given = Given {
            session: None,
            what: What::Printed(printed.text),
            notes: Vec::new(),
            took_us: None,
            full_scan_steps: None,
        };
        Ran { given: vec![given], mistake, ..Ran::default() }
    }

    /// What was printed since, without an input.
    pub fn listen(&mut self) -> String {
        let mut printed = Printed::default();
        take(&self.lab, Duration::ZERO, &mut self.is_waiting, &mut printed, &|_| {});
        printed.text
    }

    /// The names that were declared; there is no tree of them.
    pub fn look(&self) -> (Tree, Vocabulary) {
        let tables = self.names.iter().map(|name| (name.clone(), Vec::new())).collect();
        (Tree::default(), Vocabulary { tables, ..Vocabulary::new(super::Engine::Js) })
    }
}

/// What an input printed, up to a limit.
#[derive(Default)]
struct Printed {
    text: String,
    is_full: bool,
}

impl Printed {
    /// What is to be told of this piece. From the first that has no room nothing is taken any more.
    fn take(&mut self, piece: &str) -> Option<String> {
        if self.is_full {
            return None;
        }
        let mut piece = piece.to_owned();
        if PRINTED_BYTES_MAX < self.text.len() + piece.len() {
            self.is_full = true;
            let line_ends = self.text.is_empty() || self.text.ends_with('\n');
            let most = PRINTED_BYTES_MAX >> 10;
            piece = format!("… It prints more than {most} kB; the rest is left out.\n");
            if !line_ends {
                piece.insert(0, '\n');
            }
        }
        self.text.push_str(&piece);
        Some(piece)
    }
}

/// Takes what happened, for so long at most where nothing has.
fn take(
    lab: &Lab,
    wait: Duration,
    is_waiting: &mut bool,
    printed: &mut Printed,
    told: &dyn Fn(&str),
) {
    let mut wait = wait;
    while let Some(happened) = lab.next(wait) {
        wait = Duration::ZERO;
        match happened {
            Happened::Printed { text, .. } => {
                if let Some(text) = printed.take(&text) {
                    told(&text);
                }
            }
            Happened::Idle { due_ms, .. } => *is_waiting = due_ms.is_some(),
            Happened::Listening { .. } => *is_waiting = true,
            Happened::Ended(_) => {
                *is_waiting = false;
                return;
            }
        }
    }
}

fn wrong(message: &str) -> Ran {
    let mistake = Mistake {
        kind: MistakeKind::Wrong,
        message: message.to_owned(),
        line: None,
        pointed: None,
        hint: None,
    };
    Ran { mistake: Some(mistake), ..Ran::default() }
}

/// An input that ended the program itself.
fn exited(stop: &Stop) -> Option<Mistake> {
    match stop {
        Stop::Finished | Stop::Exited(_) => {
            let code = if let Stop::Exited(code) = stop { *code } else { 0 };
            wrong(&format!("the program ended itself with exit code {code}")).mistake
        }
        Stop::Threw(_)
        | Stop::Turn { .. }
        | Stop::Wall { .. }
        | Stop::Memory { .. }
        | Stop::Output { .. }
        | Stop::Crashed(_)
        | Stop::Ended
        | Stop::Fault(_) => None,
    }
}

/// As `node` tells of it, with the line of the input where the stack names one.
fn uncaught(thrown: &Thrown) -> Mistake {
    let headline = thrown.headline();
    let first = headline.lines().next().unwrap_or_default();
    let line = thrown.stack.split("REPL").skip(1).find_map(|rest| {
        let (_, rest) = rest.split_once(':')?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    Mistake {
        kind: MistakeKind::Wrong,
        message: format!("Uncaught {}", clean_line(first)),
        line,
        pointed: None,
        hint: None,
    }
}

/// Names behind `const`, `let`, `var`, `function` and `class`, for completion only.
fn declared(input: &str) -> Vec<String> {
    let is_part = |ch: char| ch.is_alphanumeric() || ch == '_' || ch == '$';
    let words: Vec<&str> = input.split(|ch| !is_part(ch)).filter(|word| !word.is_empty()).collect();
    let declares = |pair: &[&str]| match pair {
        ["const" | "let" | "var" | "function" | "class", name] => Some((*name).to_owned()),
        _ => None,
    };
    words.windows(2).filter_map(declares).collect()
}

/// Whether an input is whole: no bracket, text or comment is open, and no sign waits for what follows it.
pub fn is_complete(typed: &str) -> bool {
    let mut open: Vec<char> = Vec::new();
    let mut chars = typed.chars().peekable();
    let mut last = ' ';
    while let Some(ch) = chars.next() {
        // Inside of a template only its end and what is put in counts.
        if open.last() == Some(&'`') {
            match ch {
                '\\' => drop(chars.next()),
                '`' => drop(open.pop()),
                '$' if chars.peek() == Some(&'{') => {
                    chars.next();
                    open.push('{');
                }
                _ => {}
            }
            last = '`';
            continue;
        }
        match ch {
            '"' | '\'' => {
                while let Some(inside) = chars.next() {
                    match inside {
                        '\\' => drop(chars.next()),
                        '\n' => break,
                        _ if inside == ch => break,
                        _ => {}
                    }
                }
            }
            '/' if chars.peek() == Some(&'/') => {
                while chars.next_if(|next| *next != '\n').is_some() {}
                continue;
            }
            '/' if chars.peek() == Some(&'*') => {
                chars.next();
                let mut star = false;
                loop {
                    match chars.next() {
                        None => return false,
                        Some('/') if star => break,
                        Some(inside) => star = inside == '*',
                    }
                }
                continue;
            }
            // A pattern: a value is still to come.
            '/' if "=(,:[!&|?{};+-*%<>~ ".contains(last) => {
                let mut class = false;
                while let Some(inside) = chars.next_if(|next| *next != '\n') {
                    match inside {
                        '\\' => drop(chars.next()),
                        '[' => class = true,
                        ']' => class = false,
                        '/' if !class => break,
                        _ => {}
                    }
                }
            }
            '(' | '[' | '{' | '`' => open.push(ch),
            ')' | ']' | '}' => drop(open.pop()),
            _ => {}
        }
        if !ch.is_whitespace() {
            last = ch;
        }
    }
    let text = typed.trim_end();
    let waits = "=,.&|?:+-*<~!%".contains(last) && !text.ends_with("++") && !text.ends_with("--");
    open.is_empty() && !waits && !text.ends_with("=>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_goes_on_while_something_is_open() {
        for whole in [
            "1 + 1",
            "f(1)",
            "`a ${b} c`",
            "x++",
            "\"{\"",
            "/[{]/.test(x)",
            "a / b",
            "// {",
            "/* { */ 1",
            "`\\``",
            "[1].map((x) => { return x; })",
            "",
            "'it\\'s'",
            "\"open\nx",
        ] {
            assert!(is_complete(whole), "{whole}");
        }
        for part in ["f(", "{", "[1,", "`a", "`${", "a +", "x =", "/* x", "a =>", "a.", "a &&"] {
            assert!(!is_complete(part), "{part}");
        }
    }

    #[test]
    fn what_is_printed_has_no_holes() {
        let mut printed = Printed::default();
        let large = "x".repeat(PRINTED_BYTES_MAX - 10);
        assert_eq!(printed.take(&large), Some(large.clone()));
        let said = printed.take("0123456789\n").unwrap();
        assert_eq!(said, "\n… It prints more than 512 kB; the rest is left out.\n");
        assert_eq!(printed.take("short"), None);
        assert_eq!(printed.text, large + &said);
    }

    #[test]
    fn names_are_found_for_completion() {
        assert_eq!(declared("const a = 1; async function go() {} class B {}"), ["a", "go", "B"]);
    }
}
