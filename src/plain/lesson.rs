//! A lesson in plain text, page by page: what it says, its blocks run, what one predicts of them.

use std::{collections::BTreeSet, fmt::Write as _, io, mem, sync::mpsc::channel};

use crate::{
    course::lesson::{Mode, Sample},
    markup::{self, Block},
    plain::{
        Then,
        command::Word,
        home,
        lines::counted,
        review::{self, Left},
        talk::Talk,
    },
    text::{clean, clean_line},
    trace::Stop,
    tutor::{Cancel, Of, OpenLesson, Tutor},
};

/// Lines of output that are read out; the lesson itself has less.
const OUTPUT_LINES_MAX: usize = 60;

pub struct AtLesson {
    open: OpenLesson,
    /// Counted from 0.
    page: usize,
    /// Blocks that ran, or whose question was passed over.
    settled: BTreeSet<usize>,
    /// The questions at its end were not asked yet.
    asks: bool,
    /// So many parts of the page were told; the rest waits for a prediction.
    told: usize,
}

impl AtLesson {
    pub fn open(open: OpenLesson) -> AtLesson {
        let page = open.page.min(open.loaded.document.pages.len().saturating_sub(1));
        let asks = open.questions > 0;
        AtLesson { open, page, settled: BTreeSet::new(), asks, told: 0 }
    }

    pub fn farewell(&self) -> String {
        let title = clean_line(&self.open.loaded.lesson.title);
        format!("Saved. You are on page {} of {title}.", self.page + 1)
    }

    /// The page that is open, and what can be done with it.
    pub fn tell(&mut self, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
        let (lesson, pages) = (&self.open.loaded.lesson, self.pages());
        tutor.remember(&lesson.id, self.page);
        let title = clean_line(&lesson.title);
        talk.tell(&format!("Lesson: {title}. Page {} of {pages}.", self.page + 1))?;
        talk.say("\n")?;
        self.told = 0;
        self.tell_on(tutor, talk)
    }

    /// What was not told yet of this page, up to a block of which one says first what it prints.
    fn tell_on(&mut self, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
        let Some(page) = self.open.loaded.document.pages.get(self.page) else {
            return talk.tell("This lesson has no pages.");
        };
        let rest = page.blocks.get(self.told..).unwrap_or_default();
        let asks = |block: &Block| matches!(block, Block::Sample(sample) if self.waits(sample));
        let asked = rest.iter().position(asks);
        let until = asked.unwrap_or(rest.len());
        talk.say(&markup::plain::blocks(&rest[..until], talk.columns()))?;
        if let Some(Block::Sample(sample)) = rest.get(until) {
            let language = clean_line(&sample.language);
            talk.say(&markup::plain::listing(&format!("Code, {language}"), &sample.code))?;
            // What it prints comes with the run.
            self.told += until + 1;
            return self.tell_end(talk);
        }
        self.told = page.blocks.len();
        talk.say(&markup::plain::links(page))?;
        let terms = page.terms();
        if let Some(first) = terms.first() {
            let names: Vec<_> = terms.iter().map(|term| clean_line(term.words)).collect();
            let names = names.join(", ");
            talk.tell(&format!(
                "Terms on this page: {names}. Type \"term {}\" to hear one.",
                first.id
            ))?;
            talk.say("\n")?;
        }
        if self.page + 1 == self.pages() {
            tutor.finish_lesson(&self.open.loaded.lesson.id);
        }
        self.tell_end(talk)
    }

    /// What an empty line does, and the other words.
    fn tell_end(&self, talk: &mut Talk<'_>) -> io::Result<()> {
        let pages = self.pages();
        let next = match (self.pending(), self.page + 1 < pages, &self.open.next) {
            (Some(_), _, _) => "say what the program prints".to_owned(),
            (None, true, _) => "next page".to_owned(),
            (None, false, _) if self.asks => {
                format!("{} from memory", counted(self.open.questions, "question"))
            }
            (None, false, Some(next)) => format!("next: {}", clean_line(&next.title)),
            (None, false, None) => "home".to_owned(),
        };
        let run = match self.runnable().len() {
            0 => String::new(),
            1 => "run, ".to_owned(),
            count => format!("run 1 to run {count}, "),
        };
        let page = self.page + 1;
        if self.pending().is_some() {
            return talk.tell(&format!("Enter: {next}. Also: back, contents, quit."));
        }
        talk.tell(&format!(
            "Page {page} of {pages} ends. Enter: {next}. Also: back, {run}contents, quit."
        ))
    }

    pub fn hear(
        &mut self,
        word: Word,
        rest: &str,
        tutor: &Tutor,
        talk: &mut Talk<'_>,
    ) -> io::Result<Then> {
        let last = self.pages().saturating_sub(1);
        match word {
            Word::Next => return self.go_on(tutor, talk),
            Word::Back if self.page == 0 => talk.tell("This is the first page.")?,
            Word::Back => self.go(self.page - 1, tutor, talk)?,
            Word::Page => match rest.parse::<usize>().ok().and_then(|page| page.checked_sub(1)) {
                Some(page) if page <= last => self.go(page, tutor, talk)?,
                _ => talk.tell(&format!("Which page? There are pages 1 to {}.", last + 1))?,
            },
            Word::Again => self.tell(tutor, talk)?,
            Word::Contents => {
                for (number, page) in (1..).zip(&self.open.loaded.document.pages) {
                    talk.say(&format!("{number:>4}  {}\n", clean_line(&page.title)))?;
                }
                talk.tell("\"page 1\" goes to the first.")?;
            }
            Word::Run => return self.run_numbered(rest, tutor, talk),
            _ => talk.tell("That word does nothing in a lesson. \"help\" lists the words.")?,
        }
        Ok(Then::Stay)
    }

    /// Asks what a block prints, then the next page, then what comes next.
    fn go_on(&mut self, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<Then> {
        if let Some(sample) = self.pending() {
            return self.run(&sample, tutor, talk);
        }
        if self.page + 1 < self.pages() {
            self.go(self.page + 1, tutor, talk)?;
            return Ok(Then::Stay);
        }
        if mem::take(&mut self.asks) {
            match review::run(tutor, &Of::Lesson(self.open.loaded.lesson.id.clone()), talk)? {
                Left::Done => {}
                Left::Stopped => {
                    self.tell_end(talk)?;
                    return Ok(Then::Stay);
                }
                Left::End => return Ok(Then::End),
            }
        }
        match &self.open.next {
            Some(next) => {
                talk.tell(&format!("Next: {}", home::in_words(next)))?;
                Ok(Then::Open(next.place.clone()))
            }
            None => Ok(Then::Home),
        }
    }

    fn go(&mut self, page: usize, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
        self.page = page;
        talk.say("\n")?;
        self.tell(tutor, talk)
    }

    fn run_numbered(&mut self, rest: &str, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<Then> {
        let all = self.runnable();
        let number = if rest.is_empty() { Some(1) } else { rest.parse::<usize>().ok() };
        if let Some(sample) = number.and_then(|number| all.get(number.checked_sub(1)?)) {
            return self.run(sample, tutor, talk);
        }
        talk.tell(&match all.len() {
            0 => "No block of this page runs.".to_owned(),
            count => format!("Which block? {count} of this page run: \"run 1\" is the first."),
        })?;
        Ok(Then::Stay)
    }

    /// Runs a block, after asking what it prints where the lesson wants that.
    fn run(&mut self, sample: &Sample, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<Then> {
        // The block that holds the page back; one further on leaves it so.
        let holds = self.pending().is_some_and(|pending| pending.index == sample.index);
        let mut yours = String::new();
        if self.waits(sample) {
            talk.tell(
                "What does it print? Type its lines; a line with a dot alone ends them. The dot \
                 at once passes the question over.",
            )?;
            match talk.ask_lines(".")? {
                Some(lines) => yours = lines,
                None => return Ok(Then::End),
            }
        }
        self.settled.insert(sample.index);
        let (steps, _) = channel();
        let id = &self.open.loaded.lesson.id;
        match tutor.run_sample(id, sample.index, &Cancel::new(), &steps) {
            Ok(run) => {
                talk.say(&output(&run.output, run.took.as_millis()))?;
                let ended = how_it_ended(&run.stop);
                if let Some(words) = &ended {
                    talk.tell(words)?;
                }
                if !yours.trim().is_empty() {
                    talk.say(&compared(&yours, &run.output))?;
                    if ended.is_none() {
                        tutor.predicted(id, sample.index, &yours, &run.output);
                    }
                }
            }
            Err(trouble) => talk.trouble(&trouble)?,
        }
        let blocks = self.open.loaded.document.pages.get(self.page).map_or(0, |p| p.blocks.len());
        if holds && self.told < blocks {
            self.tell_on(tutor, talk)?;
        } else {
            self.tell_end(talk)?;
        }
        Ok(Then::Stay)
    }

    fn pages(&self) -> usize {
        self.open.loaded.document.pages.len()
    }

    fn samples(&self) -> impl Iterator<Item = &Sample> {
        let page = self.open.loaded.document.pages.get(self.page);
        page.into_iter().flat_map(|page| &page.blocks).filter_map(|block| match block {
            Block::Sample(sample) => Some(sample),
            Block::Heading { .. }
            | Block::Paragraph(_)
            | Block::List { .. }
            | Block::Quote(_)
            | Block::Callout { .. }
            | Block::Diagram(_)
            | Block::Table(_) => None,
        })
    }

    /// The blocks of this page that run, in their order.
    fn runnable(&self) -> Vec<Sample> {
        self.samples().filter(|sample| sample.mode.runs()).cloned().collect()
    }

    /// The first block of this page that waits for a prediction.
    fn pending(&self) -> Option<Sample> {
        self.samples().find(|sample| self.waits(sample)).cloned()
    }

    fn waits(&self, sample: &Sample) -> bool {
        sample.mode == Mode::Predict && !self.settled.contains(&sample.index)
    }
}

fn output(printed: &str, ms: u128) -> String {
    let cleaned = clean(printed);
    let lines: Vec<_> = cleaned.trim_end_matches('\n').lines().collect();
    if lines.is_empty() {
        return format!("Output: nothing, ran in {ms} ms.\n\n");
    }
    let mut text = format!("Output, {}, ran in {ms} ms:\n\n", counted(lines.len(), "line"));
    for line in lines.iter().take(OUTPUT_LINES_MAX) {
        text.push_str(format!("    {line}").trim_end());
        text.push('\n');
    }
    if OUTPUT_LINES_MAX < lines.len() {
        let more = counted(lines.len() - OUTPUT_LINES_MAX, "more line");
        let _ = writeln!(text, "    {more}");
    }
    text.push('\n');
    text
}

/// How a run ended that did not end by itself.
fn how_it_ended(stop: &Stop) -> Option<String> {
    let sentence = stop.sentence().filter(|_| !stop.is_well())?;
    let words = clean_line(&sentence);
    Some(match stop {
        Stop::Threw(thrown) => match &thrown.place {
            Some(place) => format!("It ended with an error, line {}: {words}", place.line),
            None => format!("It ended with an error: {words}"),
        },
        _ => words.into_owned(),
    })
}

/// Each line that was predicted beside the one that was printed, in words.
fn compared(yours: &str, printed: &str) -> String {
    let folded = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let (yours, printed) = (clean(yours), clean(printed));
    let (yours, printed) = (yours.trim_end(), printed.trim_end());
    let count = yours.lines().count().max(printed.lines().count());
    let (mut left, mut right) = (yours.lines(), printed.lines());
    let mut text = String::new();
    for number in 1..=count.min(OUTPUT_LINES_MAX) {
        let said = match (left.next(), right.next()) {
            (Some(said), Some(came)) if folded(said) == folded(came) => format!("right: {came}"),
            (Some(said), Some(came)) => format!("you said {said}; printed was {came}"),
            (Some(said), None) => format!("you said {said}; nothing more was printed"),
            (None, Some(came)) => format!("you said nothing; printed was {came}"),
            (None, None) => continue,
        };
        let _ = writeln!(text, "line {number}  {said}");
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predictions_are_compared_in_words() {
        let expected = "line 1  right:  start\nline 2  you said promise; printed was tick\n\
                        line 3  you said a; nothing more was printed\n\n";
        assert_eq!(compared(" start\npromise\na", " start\ntick\n"), expected);
        assert_eq!(compared("", "one\n"), "line 1  you said nothing; printed was one\n\n");
    }

    #[test]
    fn output_is_counted_and_cut() {
        assert_eq!(output("", 2), "Output: nothing, ran in 2 ms.\n\n");
        assert_eq!(output("a\n\n b\n", 3), "Output, 3 lines, ran in 3 ms:\n\n    a\n\n     b\n\n");
        let long = "x\n".repeat(OUTPUT_LINES_MAX + 2);
        assert!(output(&long, 1).ends_with("    x\n    2 more lines\n\n"));
    }
}
