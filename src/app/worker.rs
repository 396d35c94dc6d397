//! Performs what the screens ask for, off the screen's thread, by calling the tutor.
//!
//! What must keep its order (saves, positions, attempts) goes through one thread; a check or a
//! sample has a thread and a `Cancel` of its own, so that a save never waits for a loop.

mod preview;

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Sender, channel},
    },
    thread,
};

use crate::{
    app::{
        consoles::{Consoles, Wanted},
        highlight,
        input::Message,
        long, packs, search,
        watch::Watch,
    },
    course::id::ExerciseId,
    screen::event::{Effect, Event, Exported, Generation},
    tutor::{Cancel, Trouble, Tutor, Workpiece, playground::Shelf, serving::Servable},
};

type Job = Box<dyn FnOnce(&Tutor) -> Vec<Event> + Send>;

pub struct Worker {
    tutor: Arc<Tutor>,
    messages: Sender<Message>,
    orderly: Sender<Job>,
    highlighting: Sender<highlight::Wanted>,
    searching: Sender<search::Asked>,
    running: Arc<Mutex<HashMap<Generation, Cancel>>>,
    editor: Option<String>,
    /// The exercise that is open.
    watch: Watch,
    /// The playground's folder.
    shelf_watch: Watch,
    /// Of a preview: the pack's folder.
    previewed: Option<PathBuf>,
    pack_watch: Watch,
    consoles: Consoles,
}

impl Worker {
    /// `editor` is `$VISUAL`, else `$EDITOR`.
    pub fn new(tutor: Arc<Tutor>, messages: Sender<Message>, editor: Option<String>) -> Worker {
        let orderly = keep_order(Arc::clone(&tutor), messages.clone());
        let highlighting = highlight::start(messages.clone());
        let searching = search::start(Arc::clone(&tutor), messages.clone());
        let consoles = Consoles::new(Arc::clone(&tutor), messages.clone());
        Worker {
            tutor,
            messages,
            orderly,
            highlighting,
            searching,
            running: Arc::default(),
            editor,
            watch: Watch::default(),
            shelf_watch: Watch::default(),
            previewed: None,
            pack_watch: Watch::default(),
            consoles,
        }
    }

    /// Takes an effect that is neither the terminal's nor the stack's; the answer comes as a
    /// message.
    pub fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::OpenLesson(lesson) => self.orderly(move |tutor| {
                answer(tutor.open_lesson(&lesson), |open| Event::Lesson(Box::new(open)))
            }),
            Effect::OpenExercise(exercise) => self.orderly(move |tutor| {
                answer(tutor.open_exercise(&exercise), |work| Event::Workpiece(Box::new(work)))
            }),
            Effect::LoadTerms(lesson) => self.orderly(move |tutor| {
                answer(tutor.terms(&lesson), |terms| Event::Terms { lesson, terms })
            }),
            Effect::LoadOverview => {
                self.orderly(|tutor| vec![Event::Overview(Box::new(tutor.overview()))]);
            }
            Effect::Unfold(module) => {
                self.orderly(move |tutor| answer(tutor.unfold(&module), Event::Unfolded));
            }
            Effect::Skip { module, skipped } => self.orderly(move |tutor| {
                let refused = tutor.skip(&module, skipped).err();
                let failed = |trouble| Event::Failed { generation: None, trouble };
                let overview = Event::Overview(Box::new(tutor.overview()));
                [overview].into_iter().chain(refused.map(failed)).collect()
            }),
            Effect::Remember { lesson, page } => self.orderly(move |tutor| {
                tutor.remember(&lesson, page);
                Vec::new()
            }),
            Effect::KeepNote { lesson, token, page, text } => self.orderly(move |tutor| {
                let kept = tutor.keep_note(&lesson, token, page, &text).err();
                let failed = |trouble| Event::Failed { generation: None, trouble };
                kept.map(failed).into_iter().collect()
            }),
            Effect::FinishLesson(lesson) => self.orderly(move |tutor| {
                tutor.finish_lesson(&lesson);
                Vec::new()
            }),
            Effect::Highlight { key, language, text } => {
                // The highlighter ends with the program only.
                let _ = self.highlighting.send(highlight::Wanted { key, language, text });
            }
            Effect::Search { query, here, generation } => {
                self.search(search::Asked::Search { query, here, generation });
            }
            Effect::Preview { lead, query, generation } => {
                self.search(search::Asked::Preview { lead, query, generation });
            }
            Effect::LoadDestinations { generation } => {
                self.search(search::Asked::Destinations { generation });
            }
            Effect::SearchInside { lesson, query } => {
                self.search(search::Asked::Inside { lesson, query });
            }
            Effect::RunSample { .. }
            | Effect::Send { .. }
            | Effect::Check { .. }
            | Effect::CheckLive { .. }
            | Effect::RunPrediction { .. }
            | Effect::LookAtPack { .. }
            | Effect::LookForUpdate { .. } => {
                self.run(effect);
            }
            Effect::Stop { generation } => {
                if let Some(cancel) = self.running().get(&generation) {
                    cancel.cancel();
                }
            }
            Effect::ListConsoleData(engine) => self.consoles.ask(engine, Wanted::Choices),
            Effect::OpenConsole { engine, on, generation } => {
                let (cancel, running) = (self.cancel_of(generation), Arc::clone(&self.running));
                self.consoles.ask(engine, Wanted::Open { on, generation, cancel, running });
            }
            Effect::RunConsole { engine, input, generation } => {
                let (cancel, running) = (self.cancel_of(generation), Arc::clone(&self.running));
                let wanted = Wanted::Run { input, generation, cancel, running };
                self.consoles.ask(engine, wanted);
            }
            Effect::Export { name, what, generation } => self.orderly(move |tutor| {
                let written = match what {
                    Exported::Rows(table) => tutor.export_rows(&name, &table),
                    Exported::Text(text) => tutor.export_text(&name, &text),
                };
                vec![match written {
                    Ok(path) => Event::Exported { generation, path: path.display().to_string() },
                    Err(trouble) => Event::Failed { generation: Some(generation), trouble },
                }]
            }),
            Effect::Save { exercise, path, text } => self.orderly(move |tutor| {
                let saved = tutor.save(&exercise, &path, &text);
                vec![match saved {
                    Ok(()) => Event::Saved { exercise, path },
                    Err(trouble) => Event::SaveFailed { exercise, path, trouble },
                }]
            }),
            Effect::NextHint(exercise) => self.orderly(move |tutor| {
                answer(tutor.next_hint(&exercise), |standing| Event::Hinted { exercise, standing })
            }),
            Effect::Reveal(exercise) => self.orderly(move |tutor| {
                answer(tutor.reveal(&exercise), |standing| Event::Revealed { exercise, standing })
            }),
            Effect::Reset(exercise) => self.orderly(move |tutor| {
                answer(tutor.reset(&exercise), |files| Event::Replaced { exercise, files })
            }),
            Effect::LoadHistory(exercise) => self.orderly(move |tutor| {
                answer(tutor.history(&exercise), |attempts| Event::History { exercise, attempts })
            }),
            Effect::Restore { exercise, attempt } => self.orderly(move |tutor| {
                let restored = tutor.restore(&exercise, attempt);
                answer(restored, |files| Event::Replaced { exercise, files })
            }),
            Effect::KeepCommand { exercise, line } => self.orderly(move |tutor| {
                let kept = tutor.keep_command(&exercise, &line);
                answer(kept, |command| Event::CommandKept { exercise, command })
            }),
            Effect::KeepPrediction { lesson, index, said, printed } => self.orderly(move |tutor| {
                let wait = tutor.predicted(&lesson, index, &said, &printed);
                wait.map(|wait| Event::CardMade { lesson, index, wait }).into_iter().collect()
            }),
            Effect::LoadSession(of) => self.orderly(move |tutor| {
                answer(tutor.session(&of), |session| Event::Session(Box::new(session)))
            }),
            Effect::Grade { card, grade, said } => self.orderly(move |tutor| {
                vec![Event::Reviewed(Box::new(tutor.grade(&card, grade, &said)))]
            }),
            Effect::UndoReview { token } => {
                self.orderly(move |tutor| vec![Event::Reviews(tutor.undo_review(token))]);
            }
            Effect::PutOff(card) => {
                self.orderly(move |tutor| vec![Event::Reviews(tutor.put_off(&card))]);
            }
            Effect::LoadPacks
            | Effect::TrustPack { .. }
            | Effect::InstallPack { .. }
            | Effect::RemovePack { .. }
            | Effect::ReadyPack { .. } => self.orderly(move |tutor| packs::done(tutor, effect)),
            Effect::Recheck(id) => {
                self.in_background(move |tutor| {
                    let rechecked = tutor.recheck_installed(&id, &Cancel::new());
                    packs::rechecked(id, rechecked)
                });
            }
            Effect::LoadFigures => {
                self.orderly(|tutor| vec![Event::Figures(Box::new(tutor.figures()))]);
            }
            Effect::ExportRecord => self.orderly(|tutor| {
                let exported = tutor.export_to_workspace();
                answer(exported, |file| Event::RecordExported { file: file.display().to_string() })
            }),
            Effect::ExportRecording(recording) => self.orderly(move |tutor| {
                answer(tutor.export_recording(&recording), |path| Event::RecordingExported {
                    path: path.display().to_string(),
                })
            }),
            Effect::LoadShelf { environment } => self.orderly(move |tutor| {
                vec![Event::Shelf(Box::new(tutor.shelf(environment.as_deref())))]
            }),
            Effect::SaveRequest(change) => self.orderly(move |tutor| {
                let unsaved = tutor.save_request(&change).err();
                vec![Event::RequestSaved { change, unsaved }]
            }),
            Effect::CopyAsCurl(sendable) => {
                self.orderly(move |tutor| vec![Event::Curl(tutor.curl_of(&sendable))]);
            }
            Effect::Import(typed) => {
                self.orderly(move |tutor| vec![Event::Imported(tutor.import_requests(&typed))]);
            }
            Effect::TakeSample => {
                self.orderly(|tutor| vec![Event::SampleTaken(tutor.take_sample())]);
            }
            Effect::LoadServables => {
                self.orderly(|tutor| vec![Event::Servables(tutor.servables())]);
            }
            Effect::Serve(what) => self.serve(what),
            Effect::StopServer => self.tutor.stop_server(),
            Effect::Quit
            | Effect::Suspend
            | Effect::Go(_)
            | Effect::Replace(_)
            | Effect::Back
            | Effect::OpenPack(_)
            | Effect::Press(_)
            | Effect::BackTo { .. }
            | Effect::After { .. }
            | Effect::EditOutside { .. }
            | Effect::Copy(_)
            | Effect::ToggleMouse => unreachable!("the loop and the app perform these"),
        }
    }

    /// Opens a file of the learner in their editor and waits for it, `while_lent` around it.
    ///
    /// # Errors
    /// What `while_lent` gives.
    pub fn edit_outside(
        &mut self,
        exercise: &ExerciseId,
        path: &str,
        while_lent: impl FnOnce(&mut Command) -> io::Result<io::Result<ExitStatus>>,
    ) -> io::Result<Vec<Event>> {
        let failed = |what: String, next: Option<String>| {
            vec![Event::Failed { generation: None, trouble: Trouble { what, next } }]
        };
        let file = match self.tutor.file(exercise, path) {
            Ok(file) => file,
            Err(trouble) => return Ok(vec![Event::Failed { generation: None, trouble }]),
        };
        let words = self.editor.as_deref().map(str::split_whitespace);
        let Some((mut words, program)) = words.and_then(|mut w| w.next().map(|p| (w, p))) else {
            let what = format!("No editor is set. The file is {}", file.display());
            let next =
                "Set $VISUAL or $EDITOR, or open that path in any editor: saves are noticed.";
            return Ok(failed(what, Some(next.to_owned())));
        };
        let mut command = Command::new(program);
        command.args(words.by_ref()).arg(&file);
        let ended = while_lent(&mut command)?;
        Ok(match ended {
            Ok(status) if status.success() => changed(&self.tutor, exercise),
            Ok(status) => failed(format!("`{program}` ended with {status}."), None),
            Err(error) => failed(
                format!("`{program}` does not start: {error}."),
                Some("Set $VISUAL or $EDITOR to an editor that is installed.".to_owned()),
            ),
        })
    }

    /// Makes the index of what can be searched, or brings it up to date.
    pub fn index(&self) {
        search::make(&self.tutor);
    }

    /// Notices from now on what other programs save of this exercise.
    pub fn watch(&mut self, work: &Workpiece) {
        let Some(folder) = &work.folder else { return };
        let (orderly, exercise) = (self.orderly.clone(), work.exercise.id.clone());
        self.watch.folder(folder, move || {
            let exercise = exercise.clone();
            let _ = orderly.send(Box::new(move |tutor| changed(tutor, &exercise)));
        });
    }

    /// Notices from now on what other programs write in the playground's folder, once it is there.
    pub fn watch_shelf(&mut self, loaded: &Shelf) {
        let Some(folder) = loaded.folder.as_deref().map(Path::new).filter(|at| at.is_dir()) else {
            return;
        };
        let orderly = self.orderly.clone();
        self.shelf_watch.folder(folder, move || {
            let _ = orderly.send(Box::new(|_| vec![Event::ShelfChanged]));
        });
    }

    /// Looks the record over and makes the day's backup, by a thread for which nobody waits.
    pub fn upkeep(&self) {
        self.in_background(|tutor| {
            tutor.upkeep();
            // What an update of the pack has changed; each text is judged once.
            packs::rechecked(tutor.pack().course.id.clone(), tutor.recheck(&Cancel::new()))
        });
    }

    /// Does what nobody waits for on a thread of its own, and tells the screens what came of it.
    fn in_background(&self, job: impl FnOnce(&Tutor) -> Option<Event> + Send + 'static) {
        let (tutor, messages) = (Arc::clone(&self.tutor), self.messages.clone());
        thread::spawn(move || {
            if let Some(event) = job(&tutor) {
                // The screens end with the program only.
                let _ = messages.send(Message::Event(event));
            }
        });
    }

    /// Waits until everything orderly that was asked for is done, and calls off the rest.
    pub fn settle(&self) {
        self.wait();
        for cancel in self.running().values() {
            cancel.cancel();
        }
        self.tutor.stop_server();
    }

    /// Waits until everything orderly that was asked for is done.
    fn wait(&self) {
        let (done, wait) = channel();
        self.orderly(move |_| {
            let _ = done.send(());
            Vec::new()
        });
        let _ = wait.recv();
    }

    fn run(&self, effect: Effect) {
        let generation = match &effect {
            Effect::RunSample { generation, .. }
            | Effect::Send { generation, .. }
            | Effect::Check { generation, .. }
            | Effect::CheckLive { generation, .. }
            | Effect::RunPrediction { generation, .. }
            | Effect::LookAtPack { generation, .. }
            | Effect::LookForUpdate { generation, .. } => *generation,
            _ => return,
        };
        let cancel = Cancel::new();
        self.running().insert(generation, cancel.clone());
        let (tutor, messages, running) =
            (Arc::clone(&self.tutor), self.messages.clone(), Arc::clone(&self.running));
        thread::spawn(move || {
            let steps = long::forward(messages.clone(), generation);
            let event = long::run(&tutor, effect, &cancel, &steps, &messages);
            running.lock().unwrap_or_else(PoisonError::into_inner).remove(&generation);
            let _ = messages.send(Message::Event(event));
        });
    }

    /// Runs a server by a thread of its own until it ends.
    fn serve(&self, what: Servable) {
        let (tutor, messages) = (Arc::clone(&self.tutor), self.messages.clone());
        // Before the thread, so that a wish to stop it that comes at once is for this one.
        let begun = tutor.begin_server(&what);
        thread::spawn(move || {
            tutor.run_server(&what, &begun, &mut |server| {
                // The screens end with the program only.
                let _ = messages.send(Message::Event(Event::Server(Box::new(server))));
            });
        });
    }

    fn search(&self, asked: search::Asked) {
        // The searcher ends with the program only.
        let _ = self.searching.send(asked);
    }

    fn orderly(&self, job: impl FnOnce(&Tutor) -> Vec<Event> + Send + 'static) {
        // The keeper ends with the program only.
        let _ = self.orderly.send(Box::new(job));
    }

    /// What stops the work of this number.
    fn cancel_of(&self, generation: Generation) -> Cancel {
        // What is asked twice is stopped as one.
        self.running().entry(generation).or_default().clone()
    }

    fn running(&self) -> std::sync::MutexGuard<'_, HashMap<Generation, Cancel>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts the thread that does one job after the other.
fn keep_order(tutor: Arc<Tutor>, answers: Sender<Message>) -> Sender<Job> {
    let (orderly, jobs) = channel::<Job>();
    thread::spawn(move || {
        for job in jobs {
            for event in job(&tutor) {
                if answers.send(Message::Event(event)).is_err() {
                    return;
                }
            }
        }
    });
    orderly
}

/// The files of an exercise that another program saved.
fn changed(tutor: &Tutor, exercise: &ExerciseId) -> Vec<Event> {
    let changed = tutor.changed_outside(exercise).into_iter();
    let event = |(path, text)| match text {
        Ok(text) => Event::ChangedOutside { exercise: exercise.clone(), path, text },
        Err(trouble) => Event::Failed { generation: None, trouble },
    };
    changed.map(event).collect()
}

fn answer<T>(result: Result<T, Trouble>, event: impl FnOnce(T) -> Event) -> Vec<Event> {
    vec![match result {
        Ok(value) => event(value),
        Err(trouble) => Event::Failed { generation: None, trouble },
    }]
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Duration};

    use super::*;
    use crate::{app::tests::tutor, config::Folders};

    #[test]
    fn an_exercise_is_watched_beside_the_playground() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders { workspace: Some(home.path().join("work")), ..Folders::default() };
        let tutor = tutor(folders);
        let exercises = tutor.pack().course.modules.iter().flat_map(|module| &module.exercises);
        let mut opened = exercises.filter_map(|id| tutor.open_exercise(id).ok());
        let work = opened.find(|work| !work.files.is_empty()).unwrap();
        let (messages, inbox) = channel();
        let mut worker = Worker::new(Arc::clone(&tutor), messages, None);
        worker.watch(&work);
        tutor.take_sample().unwrap();
        worker.watch_shelf(&tutor.shelf(None));
        let (path, _) = work.files.iter().next().unwrap();
        fs::write(work.folder.as_ref().unwrap().join(path), "// another program\n").unwrap();
        let is_it = |message: &Message| matches!(message, Message::Event(Event::ChangedOutside { path: changed, .. }) if changed == path);
        while !is_it(&inbox.recv_timeout(Duration::from_secs(20)).unwrap()) {}
    }
}
