//! Running the blocks of a lesson, one after the other.

use std::sync::Arc;

use super::{
    Open, Reader,
    page::{Kind, Row},
    run::Run,
};
use crate::{
    course::{
        lesson::{Mode, Sample},
        short_title,
    },
    judge::SampleRun,
    markup::Page,
    screen::{
        event::{Effect, Generation, HighlightKey, Route},
        widget::waited::Waited,
    },
    tutor::{Recording, Trouble, console::Engine},
};

impl Reader {
    pub(super) fn run_marked(&mut self) -> Vec<Effect> {
        let Some(open) = &self.open else { return Vec::new() };
        match open.marked.filter(|index| open.runs(*index)) {
            Some(index) if !open.is_busy() && open.asks_first(index) => self.ask(index),
            Some(index) if !open.is_busy() => self.run(index),
            Some(_) | None => Vec::new(),
        }
    }

    pub(super) fn run_all(&mut self) -> Vec<Effect> {
        let Some(open) = &mut self.open else { return Vec::new() };
        if open.is_busy() {
            return Vec::new();
        }
        let mut samples = open.samples();
        // A block that wants to be predicted is not given away.
        samples.retain(|index| open.runs(*index) && !open.asks_first(*index));
        open.waiting = samples.into();
        self.run_next()
    }

    fn run_next(&mut self) -> Vec<Effect> {
        match self.open.as_mut().and_then(|open| open.waiting.pop_front()) {
            Some(index) => self.run(index),
            None => Vec::new(),
        }
    }

    pub(super) fn run(&mut self, index: usize) -> Vec<Effect> {
        self.generation += 1;
        let (generation, waited) = (self.generation, Waited::default());
        if let Some(open) = &mut self.open {
            let run = Run::Running { generation, printed: String::new(), waited };
            open.runs.insert(index, run);
            open.opens = None;
        }
        self.lay_out();
        vec![
            Effect::RunSample { lesson: self.lesson.clone(), index, generation },
            Effect::After { ms: waited.ms_to_next(), generation },
        ]
    }

    /// Opens the recording of the marked block's last run, or says why there is none.
    pub(super) fn open_xray(&mut self) -> Vec<Effect> {
        let Some(open) = &self.open else { return Vec::new() };
        let Some(index) = open.marked else { return Vec::new() };
        if let Some(run) = open.recorded(index) {
            let lesson = &open.lesson;
            let recording = Recording {
                due: lesson.due,
                path: vec![
                    short_title(&lesson.course_title).to_owned(),
                    format!("{} {}", lesson.module_number, lesson.module_title),
                    lesson.loaded.lesson.title.clone(),
                ],
                trace: run.trace.clone(),
                files: run.files.clone(),
                ..Recording::default()
            };
            return vec![Effect::Go(Route::Xray(Arc::new(recording)))];
        }
        let what = match open.runs.get(&index) {
            _ if open.sample(index).is_none_or(|sample| sample.language != "js") => {
                "There is no program to record in this block."
            }
            Some(Run::Running { .. }) => "The block still runs.",
            Some(Run::Done(_) | Run::Broken(_)) => "Nothing was recorded by the last run.",
            None if open.runs(index) => "Nothing recorded yet. r runs the block and records it.",
            None => "This block is shown only, and does not run.",
        };
        self.trouble = Some(Trouble::new(what));
        Vec::new()
    }

    /// `None` where nothing runs.
    pub(super) fn stop(&mut self) -> Option<Vec<Effect>> {
        let open = self.open.as_mut()?;
        open.waiting.clear();
        open.is_busy().then(|| vec![Effect::Stop { generation: self.generation }])
    }

    pub(super) fn tick(&mut self, generation: Generation) -> Vec<Effect> {
        let Some((_, Run::Running { waited, .. })) = self.running(generation) else {
            return Vec::new();
        };
        let ms = waited.go_on();
        self.lay_out();
        vec![Effect::After { ms, generation }]
    }

    pub(super) fn printed(&mut self, generation: Generation, text: &str) {
        if let Some((_, Run::Running { printed, .. })) = self.running(generation) {
            printed.push_str(text);
            self.lay_out();
        }
    }

    pub(super) fn ran(&mut self, generation: Generation, run: &SampleRun) -> Vec<Effect> {
        self.end(generation, Run::Done(Box::new(run.clone())))
    }

    pub(super) fn failed(
        &mut self,
        generation: Option<Generation>,
        trouble: &Trouble,
    ) -> Vec<Effect> {
        let words = match &trouble.next {
            Some(next) => format!("{} {next}", trouble.what),
            None => trouble.what.clone(),
        };
        if let Some(generation) = generation {
            return self.end(generation, Run::Broken(words));
        }
        self.trouble = Some(trouble.clone());
        Vec::new()
    }

    fn end(&mut self, generation: Generation, ended: Run) -> Vec<Effect> {
        let Some((index, run)) = self.running(generation) else { return Vec::new() };
        let cut = ended.is_cut();
        *run = ended;
        if let Some(open) = &mut self.open {
            open.opens = cut.then_some(index);
        }
        if let Some(open) = &mut self.open
            && open.predictions.contains_key(&index)
        {
            // The page says of a prediction how much of it was right.
            open.width = 0;
        }
        let mut effects = self.run_next();
        effects.extend(self.keep_prediction(index));
        self.lay_out();
        self.show_output(index);
        // A page that waited for a prediction may show its end now.
        effects.extend(self.note_the_end());
        effects
    }

    /// Scrolls so that what the marked block printed is seen: all of it where there is room, else
    /// from its first row on. Whoever has scrolled the block away meanwhile stays there.
    fn show_output(&mut self, sample: usize) {
        let height = usize::from(self.body().height);
        let Some(open) = self.open.as_mut().filter(|open| open.marked == Some(sample)) else {
            return;
        };
        let is_own = |row: &Row| row.sample == Some(sample);
        let is_output = |row: &Row| is_own(row) && row.kind == Kind::Output;
        let first = open.rows.iter().position(is_output);
        let Some((first, last)) = first.zip(open.rows.iter().rposition(is_output)) else { return };
        let seen = open.rows.iter().skip(open.top).take(height).any(is_own);
        if seen && open.top + height <= last {
            // One row of air, or of the code, above what it printed.
            open.top = (last + 1).saturating_sub(height).min(first.saturating_sub(1));
        }
    }

    fn running(&mut self, generation: Generation) -> Option<(usize, &mut Run)> {
        let of_it =
            |run: &Run| matches!(run, Run::Running { generation: own, .. } if *own == generation);
        let runs = &mut self.open.as_mut()?.runs;
        runs.iter_mut().find(|(_, run)| of_it(run)).map(|(index, run)| (*index, run))
    }
}

impl Open {
    pub(super) fn is_busy(&self) -> bool {
        self.runs.values().any(Run::is_running)
    }

    /// The last run of a block, where it is one that can be looked at.
    pub(super) fn recorded(&self, sample: usize) -> Option<&SampleRun> {
        let Run::Done(run) = self.runs.get(&sample)? else { return None };
        let is_recorded = !run.files.is_empty() && !run.trace.entries.is_empty();
        is_recorded.then_some(run)
    }

    pub(super) fn is_cut(&self, sample: usize) -> bool {
        self.runs.get(&sample).is_some_and(Run::is_cut)
    }

    /// The blocks of code of this page that are shown, by index.
    pub(super) fn samples(&self) -> Vec<usize> {
        let mut samples = self.authored_samples();
        if let Some(pending) = self.pending_prediction() {
            samples.retain(|sample| *sample <= pending);
        }
        samples
    }

    /// The blocks of code of this page, shown or not.
    pub(super) fn authored_samples(&self) -> Vec<usize> {
        let mut samples: Vec<usize> = self.authored.iter().filter_map(|row| row.sample).collect();
        samples.dedup();
        samples
    }

    pub(super) fn page(&self) -> Option<&Page> {
        self.pages().get(self.page)
    }

    pub(super) fn pages(&self) -> &[Page] {
        &self.lesson.loaded.document.pages
    }

    pub(super) fn sample(&self, index: usize) -> Option<&Sample> {
        self.lesson.loaded.document.samples().find(|sample| sample.index == index)
    }

    /// The console that a block can be changed in. What is only shown is for another stack.
    pub(super) fn console_of(sample: &Sample) -> Option<Engine> {
        Engine::of_language(&sample.language).filter(|_| sample.mode != Mode::Display)
    }

    pub(super) fn runs(&self, index: usize) -> bool {
        self.sample(index).is_some_and(|sample| sample.mode.runs())
    }

    pub(super) fn is_last_page(&self) -> bool {
        self.page + 1 >= self.pages().len()
    }

    pub(super) fn sees_the_end(&self, height: usize) -> bool {
        self.top + height >= self.rows.len()
    }

    /// Whether nothing of the lesson is left to see.
    pub(super) fn is_read(&self, height: usize) -> bool {
        let goes_on = self.pending_prediction().is_some();
        self.is_last_page() && self.sees_the_end(height) && !goes_on
    }

    /// For the blocks of this page that were not asked for before.
    pub(super) fn ask_for_colours(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for index in self.authored_samples() {
            let Some(sample) = self.sample(index).filter(|_| !self.colours.contains_key(&index))
            else {
                continue;
            };
            effects.push(Effect::Highlight {
                key: HighlightKey::Sample { lesson: self.lesson.loaded.lesson.id.clone(), index },
                language: sample.language.clone(),
                text: sample.code.clone(),
            });
            self.colours.insert(index, Vec::new());
        }
        effects
    }
}
