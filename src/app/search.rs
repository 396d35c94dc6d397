//! Searches on a thread of its own, so that nobody who types waits for an answer, and no save
//! waits for a search.

use std::{
    sync::{
        Arc,
        mpsc::{Sender, channel},
    },
    thread,
};

use crate::{
    app::input::Message,
    course::id::LessonId,
    screen::event::{Event, Generation},
    tutor::{Lead, Tutor},
};

/// A question to the index.
pub enum Asked {
    Search {
        query: String,
        here: Option<LessonId>,
        generation: Generation,
    },
    Preview {
        lead: Lead,
        query: String,
        generation: Generation,
    },
    Inside {
        lesson: LessonId,
        query: String,
    },
    /// Everywhere one can go.
    Destinations {
        generation: Generation,
    },
}

/// Starts the thread. Of the questions that wait, the last of each kind is answered: what was
/// typed over is of no interest to anybody.
pub fn start(tutor: Arc<Tutor>, messages: Sender<Message>) -> Sender<Asked> {
    let (sender, asked) = channel::<Asked>();
    thread::spawn(move || {
        while let Ok(first) = asked.recv() {
            let mut waiting = vec![first];
            waiting.extend(asked.try_iter());
            while let Some(question) = take_last_of_a_kind(&mut waiting) {
                let event = answer(&tutor, question);
                if messages.send(Message::Event(event)).is_err() {
                    return;
                }
            }
            // The file turned out to be damaged.
            if tutor.lacks_index() {
                make(&tutor);
            }
        }
    });
    sender
}

/// Brings the index up to date on a thread of its own.
pub fn make(tutor: &Arc<Tutor>) {
    let tutor = Arc::clone(tutor);
    thread::spawn(move || tutor.index());
}

/// The first question that no later one of its kind replaces; those that are replaced go.
fn take_last_of_a_kind(waiting: &mut Vec<Asked>) -> Option<Asked> {
    while !waiting.is_empty() {
        let first = waiting.remove(0);
        let kind = std::mem::discriminant(&first);
        if !waiting.iter().any(|later| std::mem::discriminant(later) == kind) {
            return Some(first);
        }
    }
    None
}

fn answer(tutor: &Tutor, question: Asked) -> Event {
    match question {
        Asked::Search { query, here, generation } => {
            let search = Box::new(tutor.search(&query, here.as_ref()));
            Event::Searched { generation, search }
        }
        Asked::Preview { lead, query, generation } => match tutor.preview(&lead, &query) {
            Ok(preview) => Event::Previewed { generation, preview: Box::new(preview) },
            Err(trouble) => Event::Failed { generation: Some(generation), trouble },
        },
        Asked::Destinations { generation } => {
            let destinations = Box::new(tutor.destinations());
            Event::Destinations { generation, destinations }
        }
        Asked::Inside { lesson, query } => {
            let inside = tutor.search_inside(&query, &lesson);
            Event::FoundInside { lesson, query, inside }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_over_is_not_answered() {
        let search = |generation| Asked::Search { query: String::new(), here: None, generation };
        let lesson = LessonId::parse("one").unwrap();
        let lead = Lead::Lesson { lesson, page: 0 };
        let mut waiting = vec![
            search(1),
            Asked::Preview { lead, query: String::new(), generation: 2 },
            search(3),
            search(4),
        ];
        assert!(matches!(
            take_last_of_a_kind(&mut waiting),
            Some(Asked::Preview { generation: 2, .. })
        ));
        assert!(matches!(
            take_last_of_a_kind(&mut waiting),
            Some(Asked::Search { generation: 4, .. })
        ));
        assert!(take_last_of_a_kind(&mut waiting).is_none());
    }
}
