//! Cards: which ones there are, what they ask, and what the learner said.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::{
    course::{
        Module,
        exercise::Exercise,
        id::{ExerciseId, LessonId, ModuleId},
        lesson::{Choice, Lesson, Review},
    },
    diag::Trouble,
    pack::LoadedLesson,
    progress::{Card, CardId, CardKind, Change, Grade, Place, SECONDS_A_DAY, Seconds, token},
    tutor::{Ask, Asked, Of, Reviewed, Reviews, Session, Shaky, Tutor},
};

/// Questions that a lesson asks on one day.
const QUESTIONS_OF_A_LESSON: usize = 2;
/// Questions that are asked of a module before it is begun.
const QUESTIONS_OF_A_MODULE: usize = 8;
/// Rows of the list of what is shaky.
const SHAKY_MAX: usize = 9;
/// A card that is less likely known than this is shaky.
const RECALL_SHAKY: f64 = 0.7;

/// What a card asks, and the title of where it comes from.
struct Asks {
    ask: Ask,
    title: String,
}

impl Tutor {
    /// How many cards are due, and when the next ones are.
    pub fn reviews(&self) -> Reviews {
        let now = (self.now)();
        let due = self.progress.due(&self.pack.course.id, now);
        Reviews { due: due.cards, next: due.next.map(|(at, cards)| (at - now, cards)) }
    }

    /// The cards to be asked now.
    ///
    /// # Errors
    /// The lesson that they are of is unknown or damaged.
    pub fn session(&self, of: &Of) -> Result<Session, Trouble> {
        let course = self.pack.course.title.clone();
        let mut session = Session {
            of: of.clone(),
            asked: Vec::new(),
            reviews: self.reviews(),
            course,
            path: None,
            pages: 0,
            next: None,
            following: None,
        };
        match of {
            Of::Due => session.asked = self.asked_of(self.due_cards()),
            Of::Shaky => {
                session.asked = self.asked_of(self.shaky().into_iter().map(|(card, _)| card));
            }
            Of::Lesson(id) => {
                let loaded = self.lesson(id)?;
                let lesson = &loaded.lesson;
                let place = Place::Lesson(id.clone());
                let cards = self.questions_of(lesson).into_iter();
                session.asked = cards
                    .filter_map(|card| {
                        let asks =
                            Asks { ask: ask_of(lesson, &card)?, title: lesson.title.clone() };
                        self.asked(card, asks)
                    })
                    .collect();
                session.path = self.module_of(&place).map(|module| (module, lesson.title.clone()));
                session.pages = loaded.document.pages.len();
                session.next = self.next_after(&place);
            }
            Of::Module(id) => {
                let (number, module) = self.module(id)?;
                session.asked = self.questions_before(module);
                session.path = Some((
                    format!("{number} {}", module.short),
                    "What you know already".to_owned(),
                ));
                session.pages = session.asked.len();
                session.next = self.first_of(module);
                session.following = self.next_to_ask(number);
            }
        }
        Ok(session)
    }

    /// Records how well an answer came back.
    pub fn grade(&self, card: &CardId, grade: Grade, said: &str) -> Reviewed {
        let token = token();
        let change = Change::Reviewed { token, card: card.clone(), grade, said: said.to_owned() };
        let unsaved = self.record(change);
        Reviewed { card: card.clone(), token, reviews: self.reviews(), unsaved }
    }

    /// Takes a review back.
    pub fn undo_review(&self, token: i64) -> Reviews {
        let _ = self.record(Change::ReviewUndone { token });
        self.reviews()
    }

    /// Does not ask a card before tomorrow.
    pub fn put_off(&self, card: &CardId) -> Reviews {
        let now = (self.now)();
        let until = now - now.rem_euclid(SECONDS_A_DAY) + SECONDS_A_DAY;
        // A question of a lesson that was not read has no card yet.
        let made = Change::CardMade { card: card.clone(), said: String::new() };
        let _ = self.record_all(vec![made, Change::CardPutOff { card: card.clone(), until }]);
        self.reviews()
    }

    /// What the learner said that a block prints; where it prints something else, that is asked
    /// again some day. Gives after how many seconds.
    pub fn predicted(
        &self,
        lesson: &LessonId,
        index: usize,
        said: &str,
        printed: &str,
    ) -> Option<Seconds> {
        let folded = |text: &str| -> Vec<String> {
            let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
            text.trim().lines().map(words).collect()
        };
        if said.trim().is_empty() || folded(said) == folded(printed) {
            return None;
        }
        let loaded = self.lesson(lesson).ok()?;
        let sample = loaded.document.samples().find(|sample| sample.index == index)?;
        let card = prediction(lesson, &sample.code);
        let made = Change::CardMade { card: card.clone(), said: said.trim().to_owned() };
        let _ = self.record(made);
        // It may have been made another day.
        let cards = self.progress.cards(&self.pack.course.id);
        cards.into_iter().find(|known| known.id == card).map(|known| known.due - (self.now)())
    }

    /// Makes cards of the questions that lessons got since they were read, and forgets those that are
    /// no longer asked. Every lesson that was begun is read for it, so this is for upkeep.
    pub fn refresh_cards(&self) {
        let course = &self.pack.course;
        let known = self.progress.cards(&course.id);
        let mut changes = Vec::new();
        let mut asked = BTreeSet::new();
        let summary = self.progress.summary(&course.id);
        for (lesson, mark) in &summary.lessons {
            if course.module_of_lesson(lesson).is_none() {
                continue;
            }
            // What cannot be read today may be mended tomorrow.
            let Ok(loaded) = self.lesson(lesson) else {
                asked.extend(
                    known
                        .iter()
                        .map(|card| &card.id)
                        .filter(|id| id.source == lesson.as_str())
                        .cloned(),
                );
                continue;
            };
            if mark.read {
                changes.extend(cards_to_make(&loaded.lesson, &known));
            }
            asked.extend(questions(&loaded.lesson));
            let samples = loaded.document.samples();
            asked.extend(samples.map(|sample| prediction(lesson, &sample.code)));
        }
        for card in &known {
            let is_asked = match card.id.kind {
                CardKind::Question | CardKind::Prediction => asked.contains(&card.id),
                CardKind::Solution => ExerciseId::parse(&card.id.source)
                    .is_ok_and(|id| course.module_of_exercise(&id).is_some()),
            };
            if !is_asked {
                changes.push(Change::CardGone { card: card.id.clone() });
            }
        }
        let _ = self.record_all(changes);
    }

    /// What makes the cards of a lesson that was read, as far as they are not there.
    pub(super) fn new_cards(&self, lesson: &Lesson) -> Vec<Change> {
        cards_to_make(lesson, &self.progress.cards(&self.pack.course.id))
    }

    /// A solution was seen before the exercise was solved; it is asked again in two days.
    pub(super) fn remember_help(&self, exercise: &ExerciseId) {
        let card = CardId::solution(exercise.as_str());
        let _ = self.record(Change::CardMade { card, said: String::new() });
    }

    /// What is shaky, the worst first, with the reason in a few words.
    pub(super) fn shaky_list(&self) -> Vec<Shaky> {
        let shaky = self.shaky().into_iter();
        shaky
            .filter_map(|(card, why)| {
                let place = place_of(&card.id)?;
                let title = self.title_of(&card)?;
                Some(Shaky { place, title, why })
            })
            .collect()
    }

    /// Within the day's limit: what was forgotten today first, then what is due longest.
    fn due_cards(&self) -> Vec<Card> {
        let now = (self.now)();
        let pack = &self.pack.course.id;
        let today = now - now.rem_euclid(SECONDS_A_DAY);
        let mut due: Vec<_> =
            self.progress.cards(pack).into_iter().filter(|card| card.due <= now).collect();
        due.sort_by_key(|card| card.reviewed_at.is_none_or(|at| at < today));
        due.truncate(self.progress.due(pack, now).cards);
        due
    }

    /// The questions of a lesson that are still asked today, those first that were asked least; one of
    /// a day's is answered in one's own words, where there is such a one.
    pub(super) fn questions_of(&self, lesson: &Lesson) -> Vec<Card> {
        let now = (self.now)();
        let known = self.progress.cards(&self.pack.course.id);
        let card_of = |review: &Review| {
            let id = question(lesson, review);
            let known = known.iter().find(|card| card.id == id).cloned();
            known.unwrap_or_else(|| unseen(id, now))
        };
        let reviews = lesson.reviews.iter();
        let day = |at: Seconds| at.div_euclid(SECONDS_A_DAY);
        let is_done = |card: &Card| card.reviewed_at.is_some_and(|at| day(at) == day(now));
        let is_free = |(review, _): &(&Review, Card)| review.options.is_empty();
        let (done, mut open): (Vec<_>, Vec<_>) =
            reviews.map(|review| (review, card_of(review))).partition(|(_, card)| is_done(card));
        open.sort_by_key(|(_, card)| card.reviews);
        let left = QUESTIONS_OF_A_LESSON.saturating_sub(done.len());
        if let Some(last) = left.checked_sub(1)
            && let Some(free) = open.iter().position(is_free).filter(|at| *at > last)
            && !done.iter().any(is_free)
        {
            let own_words = open.remove(free);
            open.insert(last, own_words);
        }
        open.truncate(left);
        open.into_iter().map(|(_, card)| card).collect()
    }

    /// The first module behind this one that nothing was begun of.
    fn next_to_ask(&self, number: usize) -> Option<(ModuleId, String)> {
        let overview = self.overview();
        let states = overview.modules.iter().skip(number);
        let open = states
            .zip(overview.course.numbered().skip(number))
            .find(|(state, _)| state.can_be_skipped() && !state.skipped);
        open.map(|(_, (number, module))| (module.id.clone(), format!("{number} {}", module.short)))
    }

    /// The first question of each lesson, then the second of each, and so on.
    fn questions_before(&self, module: &Module) -> Vec<Asked> {
        let lessons: Vec<_> = module.lessons.iter().filter_map(|id| self.lesson(id).ok()).collect();
        let rounds = lessons.iter().map(|loaded| loaded.lesson.reviews.len()).max().unwrap_or(0);
        let of_round = |round: usize| {
            lessons
                .iter()
                .filter_map(move |loaded| Some((&loaded.lesson, loaded.lesson.reviews.get(round)?)))
        };
        let asked = |(lesson, review): (&Lesson, &Review)| {
            let asks = Asks { ask: ask_review(review, 0), title: lesson.title.clone() };
            self.asked(unseen(question(lesson, review), (self.now)()), asks)
        };
        let all = (0..rounds).flat_map(of_round).filter_map(asked);
        all.take(QUESTIONS_OF_A_MODULE).collect()
    }

    fn shaky(&self) -> Vec<(Card, String)> {
        let now = (self.now)();
        let cards = self.progress.cards(&self.pack.course.id).into_iter();
        let mut shaky: Vec<_> =
            cards.filter_map(|card| why_shaky(&card, now).map(|why| (card, why))).collect();
        let recall = |card: &Card| card.recall(now).unwrap_or(1.0);
        shaky.sort_by(|(one, _), (other, _)| {
            let by_recall = || recall(one).total_cmp(&recall(other));
            other.lapses.cmp(&one.lapses).then_with(by_recall).then_with(|| one.id.cmp(&other.id))
        });
        shaky.truncate(SHAKY_MAX);
        shaky
    }

    /// What cards ask, but for those that the pack no longer has.
    fn asked_of(&self, cards: impl IntoIterator<Item = Card>) -> Vec<Asked> {
        let asked = |card| {
            let asks = self.asks(&card)?;
            self.asked(card, asks)
        };
        cards.into_iter().filter_map(asked).collect()
    }

    fn asked(&self, card: Card, Asks { ask, title }: Asks) -> Option<Asked> {
        let now = (self.now)();
        let place = place_of(&card.id)?;
        let pack = self.pack.course.id.as_str();
        let seen = card.reviewed_at.unwrap_or(card.since);
        Some(Asked {
            ask,
            module: self.module_of(&place)?,
            title,
            place,
            days: u32::try_from((now - seen) / SECONDS_A_DAY).unwrap_or(0),
            waits: Grade::ALL.map(|grade| card.wait_after(pack, grade, now)),
            card: card.id,
        })
    }

    /// Reads what a card asks: of a question the lesson's head, else all of where it comes from.
    fn asks(&self, card: &Card) -> Option<Asks> {
        match place_of(&card.id)? {
            Place::Lesson(id) if card.id.kind == CardKind::Question => {
                let lesson = self.pack.lesson_head(&id)?;
                Some(Asks { ask: ask_of(&lesson, card)?, title: lesson.title })
            }
            Place::Lesson(id) => {
                let loaded = self.lesson(&id).ok()?;
                let ask = ask_prediction(&loaded, card)?;
                Some(Asks { ask, title: loaded.lesson.title })
            }
            Place::Exercise(id) => {
                let exercise = self.pack.exercise(&id).0?;
                Some(Asks { title: exercise.title.clone(), ask: ask_solution(exercise) })
            }
        }
    }

    /// `4 Express 5`
    fn module_of(&self, place: &Place) -> Option<String> {
        let course = &self.pack.course;
        let (number, module) = match place {
            Place::Lesson(id) => course.module_of_lesson(id)?,
            Place::Exercise(id) => course.module_of_exercise(id)?,
        };
        Some(format!("{number} {}", module.short))
    }

    fn title_of(&self, card: &Card) -> Option<String> {
        match card.id.kind {
            CardKind::Question => self.asks(card).map(|asks| asks.ask.question),
            CardKind::Prediction | CardKind::Solution => {
                self.read(&place_of(&card.id)?).map(|found| found.next.title)
            }
        }
    }
}

/// The card of a question.
fn question(lesson: &Lesson, review: &Review) -> CardId {
    CardId::of_text(CardKind::Question, lesson.id.as_str(), &review.question)
}

fn questions(lesson: &Lesson) -> impl Iterator<Item = CardId> {
    lesson.reviews.iter().map(|review| question(lesson, review))
}

/// The card of a program whose output was predicted wrong.
fn prediction(lesson: &LessonId, code: &str) -> CardId {
    CardId::of_text(CardKind::Prediction, lesson.as_str(), code)
}

/// A card that was never asked.
fn unseen(id: CardId, now: Seconds) -> Card {
    Card {
        id,
        said: String::new(),
        since: now,
        due: now,
        memory: None,
        reviewed_at: None,
        reviews: 0,
        lapses: 0,
    }
}

fn cards_to_make(lesson: &Lesson, known: &[Card]) -> Vec<Change> {
    let is_new = |card: &CardId| known.iter().all(|known| known.id != *card);
    let made = |card| Change::CardMade { card, said: String::new() };
    questions(lesson).filter(is_new).map(made).collect()
}

/// Where a card comes from.
pub(super) fn place_of(card: &CardId) -> Option<Place> {
    match card.kind {
        CardKind::Question | CardKind::Prediction => {
            LessonId::parse(&card.source).ok().map(Place::Lesson)
        }
        CardKind::Solution => ExerciseId::parse(&card.source).ok().map(Place::Exercise),
    }
}

/// The question of a card; `None` where the lesson no longer asks it.
fn ask_of(lesson: &Lesson, card: &Card) -> Option<Ask> {
    let review = lesson.reviews.iter().find(|review| question(lesson, review) == card.id)?;
    Some(ask_review(review, card.reviews))
}

fn ask_prediction(loaded: &LoadedLesson, card: &Card) -> Option<Ask> {
    let mut samples = loaded.document.samples();
    let sample = samples.find(|sample| prediction(&loaded.lesson.id, &sample.code) == card.id)?;
    Some(Ask {
        question: "What does this print?".to_owned(),
        code: Some((sample.language.clone(), sample.code.clone())),
        options: Vec::new(),
        answer: sample.output.clone().unwrap_or_default(),
        is_output: true,
        why: None,
        before: Some(card.said.clone()).filter(|said| !said.is_empty()),
    })
}

fn ask_solution(exercise: Exercise) -> Ask {
    Ask {
        question: format!(
            "You saw the solution of \"{}\" before you solved it. How does it go?",
            exercise.title
        ),
        code: None,
        options: Vec::new(),
        answer: exercise.explain,
        is_output: false,
        why: Some(exercise.learned).filter(|learned| !learned.is_empty()),
        before: None,
    }
}

/// `before`: how often it was asked.
fn ask_review(review: &Review, before: u32) -> Ask {
    let right: Vec<_> = review.options.iter().filter(|option| option.correct).collect();
    let texts: Vec<_> = right.iter().map(|option| option.text.as_str()).collect();
    let answer = review.answer.clone().unwrap_or_else(|| texts.join("; "));
    let why = review.why.clone().or_else(|| right.first().map(|option| option.why.clone()));
    Ask {
        question: review.question.clone(),
        code: None,
        options: shuffled(review, before),
        answer,
        is_output: false,
        why: why.filter(|why| !why.is_empty()),
        before: None,
    }
}

/// The options in an order of their own each time that they are asked, so that no place tells which
/// is right and no letter can be learned by heart.
fn shuffled(review: &Review, before: u32) -> Vec<Choice> {
    let mut options = review.options.clone();
    options.sort_by_cached_key(|option| {
        let hash = Sha256::new().chain_update(review.question.as_bytes());
        let hash = hash.chain_update(before.to_le_bytes()).chain_update(option.text.as_bytes());
        <[u8; 32]>::from(hash.finalize())
    });
    options
}

impl Ask {
    /// What was said, for the record: a letter stands for its option, which has another one next time.
    pub fn in_words<'a>(&'a self, words: &'a str) -> &'a str {
        self.chosen(words).map_or(words, |option| &option.text)
    }

    /// How well an answer came back, as far as it can be told; the learner has the last word.
    pub fn suggested(&self, words: &str) -> Grade {
        if self.chosen(words).is_some_and(|option| !option.correct) {
            Grade::Again
        } else {
            Grade::Good
        }
    }
}

/// `2 lapses`, `card missed`, `with help`, `predicted 204`; `None` where nothing is shaky.
fn why_shaky(card: &Card, now: Seconds) -> Option<String> {
    const SAID_CHARS_MAX: usize = 12;
    let forgotten = card.recall(now).is_some_and(|recall| recall < RECALL_SHAKY);
    let missed = card.memory.is_some_and(|memory| memory.stability < 1.0);
    match (card.lapses, card.id.kind) {
        (2.., _) => Some(format!("{} lapses", card.lapses)),
        (1, _) => Some("card missed".to_owned()),
        (0, _) if missed => Some("card missed".to_owned()),
        (0, CardKind::Solution) if card.reviews == 0 || forgotten => Some("with help".to_owned()),
        (0, CardKind::Prediction) if card.reviews == 0 || forgotten => {
            let said = card.said.trim();
            let short = said.lines().count() == 1 && said.chars().count() <= SAID_CHARS_MAX;
            Some(if short { format!("predicted {said}") } else { "predicted wrong".to_owned() })
        }
        (0, _) => forgotten.then(|| "likely forgotten".to_owned()),
    }
}
