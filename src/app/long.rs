//! What takes long and can be called off: a sample, a check, a request, a look at a pack.

use std::{
    sync::mpsc::{Sender, channel},
    thread,
};

use crate::{
    app::{input::Message, packs},
    course::exercise::Exercise,
    judge::Step,
    screen::event::{Effect, Event, Generation},
    tutor::{Cancel, Tutor},
};

/// Performs `effect` to its end, or until `cancel`; gives what the screens are told of it.
pub fn run(
    tutor: &Tutor,
    effect: Effect,
    cancel: &Cancel,
    steps: &Sender<Step>,
    messages: &Sender<Message>,
) -> Event {
    let failed = |generation, trouble| Event::Failed { generation: Some(generation), trouble };
    match effect {
        Effect::RunSample { lesson, index, generation } => {
            match tutor.run_sample(&lesson, index, cancel, steps) {
                Ok(run) => Event::SampleRan { generation, run: Box::new(run) },
                Err(trouble) => failed(generation, trouble),
            }
        }
        Effect::Check { exercise, files, generation } => {
            let exercise = tutor.exercise(&exercise);
            match exercise.map(|exercise| tutor.check(&exercise, &files, cancel, steps)) {
                Ok(checked) => Event::Checked { generation, checked: Box::new(checked) },
                Err(trouble) => failed(generation, trouble),
            }
        }
        Effect::CheckLive { exercise, files, generation } => {
            let exercise = tutor.exercise(&exercise);
            match exercise.map(|exercise| tutor.check_live(&exercise, &files, cancel, steps)) {
                Ok(verdict) => Event::CheckedLive { generation, verdict: Box::new(verdict) },
                Err(trouble) => failed(generation, trouble),
            }
        }
        Effect::Send { sendable, columns, generation } => {
            match tutor.send_request(&sendable, columns, cancel) {
                Ok(past) => Event::Answered { generation, past },
                Err(unsent) => Event::Unsent { generation, unsent },
            }
        }
        Effect::RunPrediction { exercise, question, generation } => {
            let run = |exercise: Exercise| tutor.run_prediction(&exercise, &question, cancel);
            match tutor.exercise(&exercise).and_then(run) {
                Ok(printed) => Event::Predicted { generation, printed },
                Err(trouble) => failed(generation, trouble),
            }
        }
        Effect::LookAtPack { source, registry, generation } => {
            let told = packs::forward(messages.clone(), generation);
            packs::look(tutor, (&source, registry.as_deref()), generation, cancel, &told)
        }
        Effect::LookForUpdate { id, generation } => {
            let told = packs::forward(messages.clone(), generation);
            packs::update(tutor, &id, generation, cancel, &told)
        }
        other => unreachable!("`run` takes no {other:?}"),
    }
}

/// Turns steps into events of `generation`, by a thread that ends with its sender.
pub fn forward(messages: Sender<Message>, generation: Generation) -> Sender<Step> {
    let (sender, steps) = channel();
    thread::spawn(move || {
        for step in steps {
            let event = match step {
                Step::Check { at, of } => Event::CheckBegan { generation, at, of },
                Step::Printed { text } => Event::SamplePrinted { generation, text },
            };
            if messages.send(Message::Event(event)).is_err() {
                return;
            }
        }
    });
    sender
}
