//! Blocks of code: samples, what they print, diagrams.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event};

use crate::{
    course::lesson::{Mode, Sample},
    exchange::Request,
    markup::{
        Block, diagram,
        parse::{
            Blocks,
            fence::{Fence, Key, read_fence},
        },
    },
    text::clean_line,
};

/// Languages whose engine comes with a later version.
const LATER: &[&str] = &["http"];
/// What runs.
const RUNS: &[&str] = &["js", "mjs", "cjs", "sql", "mongo", "redis"];
/// Languages whose blocks work on data and are no programs.
const OF_DATA: &[&str] = &["sql", "mongo", "redis"];

impl Blocks<'_> {
    /// Reads the block of code that was just begun and adds it to `blocks`.
    pub fn code(
        &mut self,
        kind: &CodeBlockKind<'_>,
        range: &Range<usize>,
        blocks: &mut Vec<Block>,
    ) {
        let (code, code_at) = self.code_text(range);
        let line = self.source.text[range.clone()].lines().next().unwrap_or_default();
        let info = line.trim_start_matches(['`', '~']);
        let info_at = range.start + line.len() - info.len();
        let (fence, mistakes) = match kind {
            CodeBlockKind::Fenced(_) => read_fence(info),
            CodeBlockKind::Indented => (Fence::default(), Vec::new()),
        };
        for mistake in mistakes {
            let hint = mistake.hint.unwrap_or_default();
            self.mistake(info_at + mistake.at, mistake.message, &hint, mistake.instead);
        }
        match fence.language.as_str() {
            "output" => self.output(code, range.start, blocks),
            "seq" | "flow" => {
                let (diagram, mistakes) = diagram::read(&fence.language, &code);
                for (line, message) in mistakes {
                    let at = code.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
                    self.error(code_at + at, message, "as in `client -> server: GET /`");
                }
                blocks.push(Block::Diagram(diagram));
            }
            _ => {
                let sample = self.sample(fence, code, (info_at, code_at));
                blocks.push(Block::Sample(sample));
            }
        }
    }

    /// The text up to the end of the block, and where it begins.
    fn code_text(&mut self, range: &Range<usize>) -> (String, usize) {
        let mut code = String::new();
        let mut at = None;
        for (event, inner) in self.events.by_ref() {
            match event {
                Event::Text(text) => {
                    at.get_or_insert(inner.start);
                    code.push_str(&text);
                }
                _ => break,
            }
        }
        (code, at.unwrap_or(range.start))
    }

    /// Joins what a sample prints to the sample just above.
    fn output(&mut self, code: String, at: usize, blocks: &mut [Block]) {
        let Some(Block::Sample(sample)) = blocks.last_mut() else {
            self.error(at, "no block of code stands above this output", "");
            return;
        };
        if sample.output.is_some() {
            self.error(at, "the block of code above has its output already", "");
        } else if sample.mode.runs() {
            sample.output = Some(code);
        } else {
            let hint = "its mode is `run`, `predict`, `fails` or `vulnerable`";
            self.error(at, "the block of code above does not run", hint);
        }
    }

    /// Makes a sample; `places` are those of the line after the backticks and of the code.
    fn sample(&mut self, fence: Fence, code: String, places: (usize, usize)) -> Sample {
        let (info_at, code_at) = places;
        let mode = self.mode(&fence, info_at);
        let mut sample = Sample {
            index: self.samples,
            language: fence.language,
            mode,
            code,
            on: None,
            setup: None,
            sends: Vec::new(),
            continues: false,
            output: None,
            place: self.place(code_at),
        };
        self.samples += 1;
        for attribute in fence.attributes {
            let at = info_at + attribute.at;
            if !mode.runs() {
                self.error(at, "this goes with a block of code that runs", "");
                continue;
            }
            let language = sample.language.clone();
            let of_data = OF_DATA.contains(&language.as_str());
            match attribute.key {
                Key::On if !of_data => {
                    self.error(at, "`on` goes with a block in `sql`, `mongo` or `redis`", "");
                }
                Key::On => sample.on = self.setup(&attribute.value, at, &language),
                Key::Setup => {
                    let kind = if of_data { &language } else { "js" };
                    sample.setup = self.setup(&attribute.value, at, kind);
                }
                Key::Send if of_data => {
                    self.error(at, format!("`send` does not go with a block in `{language}`"), "");
                }
                Key::Send => sample.sends.extend(self.send(&attribute.value, at)),
                Key::Continues if sample.index == 0 => {
                    self.error(at, "no block of code stands above to go on from", "");
                }
                Key::Continues => sample.continues = true,
            }
        }
        sample
    }

    fn mode(&mut self, fence: &Fence, at: usize) -> Mode {
        // Only lessons run their code, and only they must say what it is for.
        if self.beside.is_none() {
            return Mode::Fragment;
        }
        if fence.language.is_empty() {
            let hint = "write the language and the mode, as in ```js run";
            self.error(at, "the block of code has no language", hint);
            return Mode::Display;
        }
        let Some(mode) = fence.mode else {
            self.error(at, "the block of code has no mode", "add `run`, `fails` or `display`");
            return Mode::Display;
        };
        let language = fence.language.as_str();
        if mode.runs() && LATER.contains(&language) {
            self.error(at, format!("running `{language}` is not in this version of Backlab"), "");
        } else if mode.runs() && !RUNS.contains(&language) {
            let message = format!("`{}` does not run here", clean_line(language));
            self.error(
                at,
                message,
                "`js`, `sql`, `mongo` and `redis` run; other languages are `display`",
            );
        }
        mode
    }

    /// The file `NAME.*` beside the lesson; `kind` is the usual ending.
    fn setup(&mut self, name: &str, at: usize, kind: &str) -> Option<(String, String)> {
        let setup = self.beside.and_then(|beside| beside.setup(name, kind));
        if setup.is_none() {
            let message =
                format!("no file `{}` stands in data/ beside the lesson", clean_line(name));
            let hint = format!("the name `shop` is that of the file data/shop.{kind}");
            self.error(at, message, &hint);
        }
        setup
    }

    fn send(&mut self, value: &str, at: usize) -> Option<Request> {
        let Some(name) = value.strip_prefix('@') else {
            return match Request::parse_line(value) {
                Ok(request) => Some(request),
                Err(why) => {
                    self.error(at, clean_line(&why).into_owned(), "");
                    None
                }
            };
        };
        let request = self.beside.and_then(|beside| beside.request(name));
        if request.is_none() {
            let message = format!("no request is named `{}`", clean_line(name));
            self.error(at, message, "named requests stand in data/LESSON.http beside the lesson");
        }
        request
    }
}
