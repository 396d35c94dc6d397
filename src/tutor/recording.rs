//! The recording of a run with all that is needed to look at it: the checks that failed, where in
//! it they did, and the files as they ran.

mod details;
mod text;

use std::{collections::BTreeSet, path::PathBuf};

pub use self::details::{Detail, answer_bytes, details, exchange, request_bytes};
use crate::{
    course::{exercise::Files, id::ExerciseId, short_title},
    diag::{Place, Trouble},
    exchange::Request,
    judge::{CheckResult, Failure, Hidden, Outcome, Recorded, Verdict},
    trace::{
        Trace, What,
        timeline::{Event, Kind, Timeline},
    },
    tutor::{Tutor, Workpiece},
};

/// A run as it was recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// Whose answer ran; `None` for a block of a lesson.
    pub exercise: Option<ExerciseId>,
    /// What a title line says before the recording.
    pub path: Vec<String>,
    pub trace: Trace,
    /// The checks that failed in it, the first one first.
    pub failures: Vec<Failure>,
    /// As they ran.
    pub files: Files,
    /// Those that an editor can open.
    pub own: BTreeSet<String>,
    /// Those of them that can be changed there.
    pub editable: BTreeSet<String>,
    /// Requests of hidden checks that are not shown yet.
    pub kept_back: usize,
    /// Cards that are due.
    pub due: usize,
    /// The event that was looked at when it was left for a line of a file.
    pub left_at: Option<usize>,
}

/// A check that failed, at the event where it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed {
    pub event: usize,
    /// Which of `Recording::failures`.
    pub failure: usize,
}

impl Recording {
    /// The recording of a check, without what hidden checks have caused where they are `guarded`: do
    /// not show yet what they sent.
    pub fn of_check(
        piece: &Workpiece,
        files: Files,
        verdict: &Verdict,
        guarded: bool,
    ) -> Recording {
        let editable = piece.exercise.files.iter().filter(|file| file.edit);
        let mut recording = Recording {
            exercise: Some(piece.exercise.id.clone()),
            due: piece.due,
            path: vec![
                short_title(&piece.course_title).to_owned(),
                format!("{} {}", piece.module_number, piece.module_title),
                piece.exercise.title.clone(),
            ],
            trace: verdict.trace.clone(),
            editable: editable.map(|file| file.path.clone()).collect(),
            own: piece.exercise.files.iter().map(|file| file.path.clone()).collect(),
            files,
            ..Recording::default()
        };
        let told = verdict.checks.iter().filter(|check| !(guarded && check.hidden));
        recording.failures = told.filter_map(failure_of).cloned().collect();
        if guarded {
            recording.keep_back(&verdict.hidden);
        }
        recording
    }

    /// Takes out what hidden checks have caused.
    fn keep_back(&mut self, hidden: &Hidden) {
        if *hidden == Hidden::default() {
            return;
        }
        let whole = std::mem::take(&mut self.trace);
        // Where entry `n` of the whole recording stands now.
        let mut places = Vec::with_capacity(whole.entries.len() + 1);
        for (at, entry) in whole.entries.iter().enumerate() {
            places.push(self.trace.entries.len());
            let is_hidden = hidden.covers(at, entry);
            if !is_hidden {
                self.trace.push(entry.clone());
            } else if let What::RequestReceived { .. } = entry.what {
                self.kept_back += 1;
            }
        }
        places.push(self.trace.entries.len());
        self.trace.dropped = whole.dropped;
        for failure in &mut self.failures {
            if let Some(recorded) = &mut failure.recorded {
                let place = |at: usize| places[at.min(places.len() - 1)];
                recorded.entries = place(recorded.entries.start)..place(recorded.entries.end);
            }
        }
    }

    /// The events, with those marked where a check failed; and which check failed where, the first
    /// check first.
    pub fn timeline(&self) -> (Timeline, Vec<Failed>) {
        let mut timeline = Timeline::of(&self.trace);
        let mut failed = Vec::new();
        for (index, failure) in self.failures.iter().enumerate() {
            if let Some(event) = self.event_of(&timeline, failure) {
                failed.push(Failed { event, failure: index });
            }
        }
        for Failed { event, .. } in &failed {
            timeline.events[*event].failed = true;
        }
        (timeline, failed)
    }

    /// The event at which a failure can be seen.
    fn event_of(&self, timeline: &Timeline, failure: &Failure) -> Option<usize> {
        let Recorded { entries, request, .. } = failure.recorded.as_ref()?;
        let is_failed = |at: &usize| timeline.events[*at].failed;
        let Some(group) = request.and_then(|request| timeline.group_of(request)) else {
            let within = |at: &usize| entries.contains(&timeline.events[*at].entry);
            let its = || (0..timeline.events.len()).filter(within);
            return its().find(is_failed).or_else(|| its().next_back());
        };
        let events = group.events.clone();
        // That a client gave up, or that nothing came, is recorded when the check is over.
        let broken = || events.clone().find(is_failed);
        let find =
            |is: &dyn Fn(&Event) -> bool| events.clone().rev().find(|at| is(&timeline.events[*at]));
        let what = |event: &Event| self.trace.entries.get(event.entry).map(|entry| &entry.what);
        let head = || {
            find(&|event| matches!(what(event), Some(What::ResponseStarted { .. })))
                .or_else(|| events.clone().next_back())
        };
        if let Some(got) = &failure.got {
            let broke = broken().filter(|_| 500 <= got.status);
            return broke
                .or_else(|| if is_of_body(failure) { find(&is_answer) } else { None })
                .or_else(head);
        }
        let is_there = |event: &Event| match what(event) {
            Some(What::LayerEntered { place, .. }) => {
                event.kind == Kind::Opened && *place == failure.place
            }
            Some(What::Hashed(ran)) => ran.place == failure.place,
            _ => false,
        };
        let at_place = || failure.place.as_ref().and_then(|_| find(&is_there));
        if failure.sent.is_some() || failure.stop.is_some() {
            // An error that reached the top may belong to no request.
            let threw = |at: &usize| {
                let event = &timeline.events[*at];
                entries.contains(&event.entry)
                    && matches!(what(event), Some(What::Threw(_) | What::LimitHit { .. }))
            };
            let outside = || (0..timeline.events.len()).find(threw);
            return outside().or_else(broken).or_else(head);
        }
        let statement = || find(&|event| matches!(what(event), Some(What::Sql(_))));
        at_place().or_else(statement).or_else(broken).or_else(head)
    }

    /// The request of `event` as it came in, and for a shell.
    pub fn curl(&self, timeline: &Timeline, event: usize) -> Option<String> {
        let group = timeline.group_at(event)?.1;
        let failure = self.failures.iter().find(|failure| {
            let request = failure.recorded.as_ref().and_then(|recorded| recorded.request);
            request.is_some() && request == group.request
        });
        if let Some(curl) = failure.and_then(|failure| failure.curl.clone()) {
            return Some(curl);
        }
        let request = self.request(timeline, event)?;
        let named = self.trace.entries.iter().find_map(|entry| {
            if let What::Listening { named, .. } = entry.what { Some(named) } else { None }
        });
        Some(request.as_curl(&format!("http://127.0.0.1:{}", named?)))
    }

    /// The request of `event`, without what a shell's client adds by itself.
    fn request(&self, timeline: &Timeline, event: usize) -> Option<Request> {
        let group = timeline.group_at(event)?.1;
        let first = timeline.events.get(group.events.start)?;
        let What::RequestReceived { method, target, headers } =
            &self.trace.entries.get(first.entry)?.what
        else {
            return None;
        };
        let (method, target, mut headers) = (method.clone(), target.clone(), headers.clone());
        for name in ["host", "connection", "content-length", "accept-encoding"] {
            headers.remove(name);
        }
        let body = details::body_of(&self.trace, timeline, group);
        Some(Request { method, target, headers, body })
    }

    /// The line of the learner's code that an event is about.
    pub fn place(&self, timeline: &Timeline, event: usize) -> Option<Place> {
        let event = timeline.events.get(event)?;
        let place = |entry: usize| self.trace.entries.get(entry)?.what.place().cloned();
        place(event.entry).or_else(|| event.other.and_then(place))
    }

    /// The recording as text, for a bug report.
    pub fn text(&self) -> String {
        text::text(self)
    }
}

impl Tutor {
    /// Writes a recording beside the folder of its exercise, where no check reads it.
    ///
    /// # Errors
    /// It is of no exercise, or could not be written.
    pub fn export_recording(&self, recording: &Recording) -> Result<PathBuf, Trouble> {
        let Some(exercise) = &recording.exercise else {
            return Err(Trouble::new(
                "This run belongs to no exercise, so there is no folder for it.",
            ));
        };
        self.workspace.write_beside(&self.pack.course.id, exercise, "xray.txt", &recording.text())
    }
}

/// What differs is the body, and nothing before it.
fn is_of_body(failure: &Failure) -> bool {
    let mut differing = failure.fields.iter().filter(|field| field.differs).peekable();
    differing.peek().is_some() && differing.all(|field| field.name.starts_with("body"))
}

fn is_answer(event: &Event) -> bool {
    event.kind == Kind::Answered
}

fn failure_of(check: &CheckResult) -> Option<&Failure> {
    match &check.outcome {
        Outcome::Failed(failure) => Some(failure),
        Outcome::Passed | Outcome::Unjudged(_) | Outcome::Skipped { .. } => None,
    }
}
