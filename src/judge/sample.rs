//! One block of a lesson: run as `node sample.js` would, or as SQL on its database, asked what its
//! fence says, and compared with the output that the lesson shows.

use std::{
    sync::mpsc::Sender,
    time::{Duration, Instant},
};

use regex::Regex;

use crate::{
    client::{How, Outgoing},
    course::{exercise::Files, lesson::Sample},
    exchange::{Request, Response},
    judge::{
        SampleRun, Step,
        observe::in_seconds,
        sql, store,
        target::{Reason, Running, Silence, Unready},
    },
    lab::{Cancel, Folder, Happened, Lab, Limits, Machine, Program},
    text,
    trace::{Stop, Trace},
};

/// What stands for any text in a line of an output block, and alone for any lines.
const ANYTHING: char = '…';
/// Printed between what earlier blocks print and what this one does.
const BORDER: &str = "\u{1}the block begins\u{1}\n";
/// The file that is started.
const NAME: &str = "sample.js";
/// A sample's wall limit ends it long before.
const NEWS: Duration = Duration::from_mins(10);

pub fn run(
    machine: &Machine,
    sample: &Sample,
    before: &[&Sample],
    cancel: &Cancel,
    steps: &Sender<Step>,
) -> SampleRun {
    let began = Instant::now();
    let mut files = Files::new();
    let ran = if sample.language == "js" {
        let source = Source::of(sample, before);
        files.clone_from(&source.files);
        let told = |text: String| {
            // What earlier blocks print is only known from the border on, so that is told at once.
            if !text.is_empty() && !source.has_border {
                let text = text::clean(&source.own(&text)).into_owned();
                // Nobody has to listen.
                drop(steps.send(Step::Printed { text }));
            }
        };
        let requests: Vec<&Request> = before.iter().flat_map(|block| &block.sends).collect();
        let runs = Runs { machine, program: source.program(), cancel, told: &told };
        if requests.is_empty() && sample.sends.is_empty() {
            runs.to_its_end()
        } else {
            runs.and_ask(&requests, &sample.sends)
        }
        .with_output(|output| source.own(output))
    } else if sample.language == "sql" {
        sql::sample::run(machine, sample, before, cancel)
    } else if let Some(engine) = store::sample::engine(&sample.language) {
        store::sample::run(machine, engine, sample, before, cancel)
    } else {
        let language = &sample.language;
        Ran::fault(format!("a block in {language} does not run in this version"))
    };
    let output = text::clean(&ran.output).into_owned();
    let as_told = sample.output.as_ref().map(|told| is_as_told(told, &output));
    let (stop, trace) = (ran.stop, ran.trace);
    SampleRun { output, took: began.elapsed(), stop, trace, files, as_told }
}

/// What a run gave.
pub(in crate::judge) struct Ran {
    pub output: String,
    pub stop: Stop,
    pub trace: Trace,
}

impl Ran {
    pub fn fault(fault: String) -> Ran {
        Ran { output: String::new(), stop: Stop::Fault(fault), trace: Trace::default() }
    }

    fn with_output(self, change: impl FnOnce(&str) -> String) -> Ran {
        Ran { output: change(&self.output), ..self }
    }

    fn of(lab: Lab, output: String) -> Ran {
        let recording = lab.end();
        Ran { output, stop: recording.stop, trace: recording.trace }
    }
}

struct Runs<'a> {
    machine: &'a Machine,
    program: Program,
    cancel: &'a Cancel,
    told: &'a dyn Fn(String),
}

impl Runs<'_> {
    fn to_its_end(&self) -> Ran {
        let lab = match Lab::start(self.machine, &self.program, &Limits::default(), self.cancel) {
            Ok(lab) => lab,
            Err(fault) => return Ran::fault(fault.0),
        };
        let mut output = String::new();
        while let Some(happened) = lab.next(NEWS) {
            match happened {
                Happened::Printed { text, .. } => {
                    output.push_str(&text);
                    (self.told)(text);
                }
                Happened::Listening { .. } => {}
                // It waits for requests, and nobody sends one.
                Happened::Idle { .. } | Happened::Ended(_) => break,
            }
        }
        Ran::of(lab, output)
    }

    /// Waits until it listens, sends `first` for their effect and `shown` for their answers.
    fn and_ask(&self, first: &[&Request], shown: &[Request]) -> Ran {
        let limits = Limits::default();
        let mut running = match Running::start(self.machine, &self.program, &limits, self.cancel) {
            Ok(running) => running,
            Err(unready) => {
                let (unready, lab) = *unready;
                return match (unready, lab) {
                    (Unready::Fault(fault), _) => Ran::fault(fault),
                    (
                        Unready::Ended(_)
                        | Unready::Silent
                        | Unready::Elsewhere { .. }
                        | Unready::Command(_),
                        lab,
                    ) => match lab {
                        Some(lab) => self.printed_by(lab),
                        None => Ran::fault("the program was lost".to_owned()),
                    },
                };
            }
        };
        let mut output = running.take_printed();
        (self.told)(output.clone());
        let mut exchanges = Vec::new();
        for (index, request) in first.iter().copied().chain(shown).enumerate() {
            let outgoing = Outgoing { request: request.clone(), how: How::Whole };
            let answer = running.send(&[outgoing]).pop();
            if first.len() <= index {
                exchanges.push((request.to_string(), answer_words(answer.as_ref())));
            }
            let printed = running.take_printed();
            (self.told)(printed.clone());
            output.push_str(&printed);
        }
        running.settle_fully();
        let printed = running.take_printed();
        (self.told)(printed.clone());
        output.push_str(&printed);
        if !output.is_empty() && !output.ends_with('\n') {
            output.push('\n');
        }
        let width = exchanges.iter().map(|(asked, _)| asked.chars().count()).max().unwrap_or(0);
        for (asked, answered) in exchanges {
            let line = format!("{asked:width$}   {answered}\n");
            (self.told)(line.clone());
            output.push_str(&line);
        }
        Ran::of(running.into_lab(), output)
    }

    /// What a program printed that does not listen.
    fn printed_by(&self, lab: Lab) -> Ran {
        let mut output = String::new();
        while let Some(happened) = lab.next(Duration::ZERO) {
            if let Happened::Printed { text, .. } = happened {
                output.push_str(&text);
                (self.told)(text);
            }
        }
        Ran::of(lab, output)
    }
}

/// `200  BODY`, or why there is none.
fn answer_words(answer: Option<&Result<Response, Silence>>) -> String {
    match answer {
        Some(Ok(response)) => {
            let cut = if response.cut { "…" } else { "" };
            let body = response.text();
            format!("{}  {}{cut}", response.status, body.trim_end()).trim_end().to_owned()
        }
        Some(Err(silence)) => match &silence.why {
            Reason::NothingLeft if silence.part.is_some() => "an answer that never ends".to_owned(),
            Reason::NothingLeft => "no answer".to_owned(),
            Reason::Late { ms } => format!("no answer within {}", in_seconds(*ms)),
            Reason::Closed => "no answer: the connection was closed".to_owned(),
            Reason::Garbled(_) => "an answer that is not HTTP".to_owned(),
            Reason::Endless => "an answer that has no end".to_owned(),
            Reason::Ended(_) => "no answer: the program ended".to_owned(),
            Reason::Refused { .. } => "no answer: nothing listens".to_owned(),
            Reason::Cancelled => "stopped".to_owned(),
        },
        None => "no answer".to_owned(),
    }
}

/// The program that a block makes with its setup and the blocks it continues.
struct Source {
    files: Files,
    /// Lines that stand before the block's own in its file.
    lines_before: usize,
    /// Whether `BORDER` is printed.
    has_border: bool,
}

impl Source {
    fn of(sample: &Sample, before: &[&Sample]) -> Source {
        let mut files = Files::new();
        let mut head = String::new();
        let first = before.first().copied().unwrap_or(sample);
        let blocks: Vec<&Sample> = before.iter().copied().chain([sample]).collect();
        for (path, content) in blocks.iter().filter_map(|block| block.setup.as_ref()) {
            let name = path.rsplit('/').next().unwrap_or(path);
            files.insert(name.to_owned(), content.clone().into_bytes());
        }
        // A setup that the block loads by its name is a second file; any other one stands before
        // the block, so that the block sees what it declares.
        if let Some((path, content)) = &first.setup
            && path.rsplit('.').next() == Some("js")
            && !blocks.iter().any(|block| loads(&block.code, path))
        {
            push_lines(&mut head, content);
        }
        for block in before {
            push_lines(&mut head, &block.code);
        }
        let has_border = !before.is_empty();
        if has_border {
            push_lines(&mut head, &format!("console.log({});", json_text(BORDER.trim_end())));
        }
        let lines_before = head.lines().count();
        head.push_str(&sample.code);
        files.insert(NAME.to_owned(), head.into_bytes());
        Source { files, lines_before, has_border }
    }

    fn program(&self) -> Program {
        Program { entry: Some(NAME.to_owned()), ..Program::of(Folder::Memory(self.files.clone())) }
    }

    /// The part of `output` that is the block's own, with lines counted from its own first.
    fn own(&self, output: &str) -> String {
        let own = match output.split_once(BORDER) {
            Some((_, own)) if self.has_border => own,
            Some(_) | None => output,
        };
        if self.lines_before == 0 {
            return own.to_owned();
        }
        let name = regex::escape(NAME);
        let place = Regex::new(&format!(r"{name}:(\d+)")).expect("an escaped name is a pattern");
        let counted = |found: &regex::Captures<'_>| {
            let line: usize = found[1].parse().unwrap_or_default();
            match line.checked_sub(self.lines_before) {
                Some(line @ 1..) => format!("{NAME}:{line}"),
                Some(0) | None => format!("setup:{line}"),
            }
        };
        place.replace_all(own, counted).into_owned()
    }
}

/// Whether `code` loads the file at `path` by its name.
fn loads(code: &str, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".js").unwrap_or(name);
    ['"', '\'', '`'].iter().any(|quote| {
        code.contains(&format!("{quote}./{name}{quote}"))
            || code.contains(&format!("{quote}./{stem}{quote}"))
    })
}

fn push_lines(to: &mut String, lines: &str) {
    to.push_str(lines);
    if !lines.ends_with('\n') {
        to.push('\n');
    }
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether `output` is what the lesson says: runs of spaces count as one, `…` stands for any text
/// in a line, and alone for any lines.
fn is_as_told(told: &str, output: &str) -> bool {
    let folded = |text: &str| -> Vec<String> {
        let lines = text.trim_end().lines();
        lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    let (told, output) = (folded(told), folded(output));
    // `reached[n]`: the lines told so far can be the first `n` lines of the output.
    let mut reached = vec![false; output.len() + 1];
    reached[0] = true;
    for line in &told {
        let mut next = vec![false; output.len() + 1];
        if line.chars().eq([ANYTHING]) {
            let mut any = false;
            for (at, next) in next.iter_mut().enumerate() {
                any |= reached[at];
                *next = any;
            }
        } else {
            for at in 0..output.len() {
                next[at + 1] = reached[at] && is_line_as_told(line, &output[at]);
            }
        }
        reached = next;
    }
    reached[output.len()]
}

fn is_line_as_told(told: &str, line: &str) -> bool {
    let mut parts = told.split(ANYTHING);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_as_told_up_to_spaces_and_ellipses() {
        for (told, output, expected) in [
            ("a  b", "a b\n", true),
            ("a\nb", "a\nc", false),
            ("a\n…\nz", "a\nz", true),
            ("a\n…\nz", "a\nb\nc\nz", true),
            ("a\n…\nz", "a\nb", false),
            ("at …:3 in …", "at file:3 in main", true),
            ("ran in … ms", "ran in 12 s", false),
            ("…", "", true),
            ("", "", true),
            ("", "x", false),
            ("a…", "a", true),
            ("…a…b", "xaxb", true),
            ("…ab…b", "ab", false),
        ] {
            assert_eq!(is_as_told(told, output), expected, "{told:?} {output:?}");
        }
    }
}
