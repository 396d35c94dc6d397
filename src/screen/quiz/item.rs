//! One question on the screen: what is being answered, what was answered, and how it stands.

use crate::{
    course::{
        check::{Check, Test},
        quiz::{Ask, Given, Question},
    },
    judge::grade::{Grade, Standing, grade},
    screen::{event::Generation, quiz::draft::Draft, widget::track::Segment},
};

#[derive(Clone, Debug)]
pub struct Item {
    pub question: Question,
    /// The row of lists.
    pub say: String,
    /// The author's headline for a wrong answer; may be empty.
    fails: String,
    pub draft: Draft,
    /// As it stands in the file.
    pub answered: Option<Given>,
    /// Changed since it was saved last.
    pub dirty: bool,
    pub state: State,
}

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Nothing is answered, or nothing knows yet how it stands.
    Open,
    /// The program of a prediction runs; `shown` once it takes a while.
    Running {
        generation: Generation,
        shown: bool,
    },
    Graded {
        given: Given,
        grade: Grade,
    },
    /// The program of a prediction could not be run: why.
    Unjudged(String),
}

impl Item {
    /// `None` where the check is no question.
    pub fn new(check: &Check, answered: Option<Given>) -> Option<Item> {
        let Test::Question(question) = &check.test else { return None };
        let answered = answered.filter(|given| !given.is_empty());
        let mut item = Item {
            question: (**question).clone(),
            say: check.say.clone(),
            fails: check.fails.clone(),
            draft: Draft::new(question, answered.as_ref()),
            answered,
            dirty: false,
            state: State::Open,
        };
        if !item.is_predicted() {
            item.grade(None);
        }
        Some(item)
    }

    /// Whether only a run can tell what is right.
    pub fn is_predicted(&self) -> bool {
        matches!(self.question.ask, Ask::Predict(_))
    }

    pub fn given(&self) -> Given {
        self.draft.given(&self.question)
    }

    /// How many options there are to go through.
    pub fn options(&self) -> usize {
        match &self.question.ask {
            Ask::Single(options) | Ask::Multiple { options, .. } => options.len(),
            Ask::Text(_)
            | Ask::Number(_)
            | Ask::Fill(_)
            | Ask::Order(_)
            | Ask::Match(_)
            | Ask::Predict(_) => 0,
        }
    }

    /// Whether rows may be left out of the order.
    pub fn has_distractors(&self) -> bool {
        matches!(&self.question.ask, Ask::Order(order) if !order.distractors.is_empty())
    }

    /// Takes the draft for the answer.
    pub fn take(&mut self) {
        self.answered = Some(self.given());
        self.dirty = false;
        self.state = State::Open;
    }

    /// Grades what was answered; `printed` is what the program of a prediction printed.
    pub fn grade(&mut self, printed: Option<&str>) {
        if let Some(given) = self.answered.clone() {
            let grade = grade(&self.question, Some(&given), printed);
            self.state = State::Graded { given, grade };
        }
    }

    pub fn graded(&self) -> Option<&Grade> {
        match &self.state {
            State::Graded { grade, .. } => Some(grade),
            State::Open | State::Running { .. } | State::Unjudged(_) => None,
        }
    }

    /// Whether the draft is what was graded.
    pub fn is_settled(&self) -> bool {
        matches!(&self.state, State::Graded { given, .. } if *given == self.given())
    }

    /// Whether the keys walk over options of which one is the answer.
    pub fn is_chosen_by_place(&self) -> bool {
        matches!(self.draft, Draft::Choice { .. })
    }

    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Open | State::Unjudged(_))
    }

    pub fn is_right(&self) -> bool {
        self.graded().is_some_and(|grade| grade.standing == Standing::Right)
    }

    /// The headline under the answer.
    pub fn headline(&self, grade: &Grade) -> String {
        let note = if grade.note.is_empty() { "This answer does not hold." } else { &grade.note };
        match grade.standing {
            Standing::Right => "This is right.".to_owned(),
            Standing::Open => grade.note.clone(),
            Standing::Wrong if self.fails.is_empty() => note.to_owned(),
            Standing::Wrong => self.fails.clone(),
        }
    }

    /// What the headline does not say yet.
    pub fn note<'g>(&self, grade: &'g Grade) -> Option<&'g str> {
        let more = grade.standing == Standing::Wrong && !self.fails.is_empty();
        (more && !grade.note.is_empty()).then_some(grade.note.as_str())
    }

    pub fn segment(&self, here: bool) -> Segment {
        match (self.graded().map(|grade| grade.standing), here) {
            (Some(Standing::Right), _) => Segment::Passed,
            (Some(Standing::Wrong), _) => Segment::Failed,
            (Some(Standing::Open) | None, true) => Segment::Here,
            (Some(Standing::Open) | None, false) if self.answered.is_some() => Segment::Done,
            (Some(Standing::Open) | None, false) => Segment::Ahead,
        }
    }
}
