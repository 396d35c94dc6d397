//! Home: where you stopped, then the modules of the course. Enter continues; Enter on a module
//! unfolds it in place.

mod draw;
mod packs;
mod rows;
mod welcome;

use ratatui::{
    buffer::Buffer,
    crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind},
    layout::{Position, Rect, Size},
};

use crate::{
    course::id::{ModuleId, PackId},
    screen::{
        event::{Effect, Event, Generation, Route},
        keymap::{
            Hint, Scope,
            home::{HOME, HomeAction},
        },
        theme::Theme,
        widget::pen::Pen,
    },
    tutor::{
        ModuleState, Next, Of, Overview, Place, Trouble, Unfolded, UnfoldedRow, still_passing,
    },
};

/// The number of this screen's only work that has one.
const OPENING: Generation = 0;

#[derive(Clone, Debug)]
pub struct Home {
    size: Size,
    overview: Option<Box<Overview>>,
    /// Modules that show their lessons and exercises.
    unfolded: Vec<Unfolded>,
    choice: Choice,
    /// The learner looked at the modules instead of beginning at once.
    browses: bool,
    /// A pack that is to be opened in the place of this one.
    opening: Option<PackId>,
    /// Said until the next key.
    trouble: Option<Trouble>,
    /// What came of judging solved exercises anew; said until the learner goes somewhere.
    still_passing: Option<String>,
}

/// What the keys are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Next,
    /// The cards that are due.
    Reviews,
    /// The first exercise that was solved and asks for more now.
    AskingMore,
    /// Index into the course.
    Module(usize),
    /// Row `row` of the unfolded module with this index.
    Item {
        module: usize,
        row: usize,
    },
    /// Index into the other packs.
    Pack(usize),
    /// All packs.
    Packs,
    Playground,
    /// Questions that say where to begin, on the first start.
    Place,
    /// The way to the modules, on the first start.
    Browse,
}

impl Home {
    pub fn new(size: Size) -> Home {
        Home {
            size,
            overview: None,
            unfolded: Vec::new(),
            choice: Choice::Next,
            browses: false,
            opening: None,
            trouble: None,
            still_passing: None,
        }
    }

    /// What Home needs each time it comes to the top.
    pub fn shown(&self) -> Vec<Effect> {
        let unfolded = self.unfolded.iter().map(|unfolded| unfolded.module.clone());
        [Effect::LoadOverview].into_iter().chain(unfolded.map(Effect::Unfold)).collect()
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => {
                let effects = self.key(key);
                self.left_for(effects)
            }
            Event::Mouse(mouse) => {
                let effects = self.mouse(*mouse);
                self.left_for(effects)
            }
            Event::Resized { columns, rows } => {
                self.size = Size::new(*columns, *rows);
                Vec::new()
            }
            Event::Overview(overview) => {
                self.overview = Some(overview.clone());
                let modules = &overview.course.modules;
                self.unfolded.retain(|open| modules.iter().any(|module| module.id == open.module));
                self.keep_choice();
                Vec::new()
            }
            Event::Unfolded(unfolded) => {
                self.unfolded.retain(|other| other.module != unfolded.module);
                self.unfolded.push(unfolded.clone());
                self.keep_choice();
                Vec::new()
            }
            Event::Rechecked { pack, rechecked } if self.is_of(pack) => {
                self.still_passing = still_passing(rechecked);
                self.shown()
            }
            Event::ShowModule(module) => self.show_module(module),
            // The screen of packs asks for the same.
            Event::PackReady(id) if self.opening.as_ref() == Some(id) => {
                vec![Effect::OpenPack(id.clone())]
            }
            Event::Failed { generation: None | Some(OPENING), trouble } => {
                self.opening = None;
                self.trouble = Some(trouble.clone());
                Vec::new()
            }
            // Answers to what other screens asked.
            _ => Vec::new(),
        }
    }

    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        let mut pen = Pen::new(buffer, theme);
        match &self.overview {
            Some(overview) if self.welcomes() => welcome::draw(self, overview, &mut pen),
            Some(overview) => draw::draw(self, overview, &mut pen),
            None => draw::draw_empty(self, &mut pen),
        }
    }

    fn left_for(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        if effects.iter().any(|effect| matches!(effect, Effect::Go(_))) {
            self.still_passing = None;
        }
        effects
    }

    fn is_of(&self, pack: &PackId) -> bool {
        self.overview.as_ref().is_some_and(|overview| overview.course.id == *pack)
    }

    fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        self.trouble = None;
        let Some(action) = HOME.action(key) else { return Vec::new() };
        match action {
            HomeAction::Take => return self.take(),
            HomeAction::Up => self.step(-1),
            HomeAction::Down => self.step(1),
            HomeAction::First => self.step(isize::MIN),
            HomeAction::Last => self.step(isize::MAX),
            HomeAction::Unfold => return self.unfold(),
            HomeAction::Fold => self.fold(),
            HomeAction::Skip => return self.skip(),
            HomeAction::Test => return self.test(),
            HomeAction::Review => return vec![Effect::Go(Route::Review(Of::Due))],
            HomeAction::Progress => return vec![Effect::Go(Route::Progress)],
            HomeAction::Search => return vec![Effect::Go(Route::Search { here: None })],
            HomeAction::Playground => return vec![Effect::Go(Route::Playground)],
            HomeAction::Shelf => return vec![Effect::Go(Route::Shelf)],
            HomeAction::Help => return vec![Effect::Go(Route::Help(Scope::Home))],
            HomeAction::Quit => return vec![Effect::Quit],
        }
        Vec::new()
    }

    /// The wheel chooses; a click chooses, and takes what is chosen already.
    fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.step(1),
            MouseEventKind::ScrollUp => self.step(-1),
            MouseEventKind::Down(MouseButton::Left) => {
                self.trouble = None;
                let at = Position::new(mouse.column, mouse.row);
                match self.choice_at(at) {
                    Some(choice) if choice == self.choice => return self.take(),
                    Some(choice) => self.choice = choice,
                    None => {}
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// Goes to a module and unfolds it.
    fn show_module(&mut self, module: &ModuleId) -> Vec<Effect> {
        self.browses = true;
        let modules = self.overview.iter().flat_map(|overview| &overview.course.modules);
        let Some(index) = modules.map(|known| &known.id).position(|known| known == module) else {
            return Vec::new();
        };
        self.choice = Choice::Module(index);
        self.keep_choice();
        self.unfold()
    }

    fn take(&mut self) -> Vec<Effect> {
        match self.choice {
            Choice::Next => self.next().map(|next| go(&next.place)).into_iter().collect(),
            Choice::Reviews => vec![Effect::Go(Route::Review(Of::Due))],
            Choice::Pack(index) => self.open_pack(index),
            Choice::Packs => vec![Effect::Go(Route::Shelf)],
            Choice::AskingMore => {
                let first = self.overview.as_ref().and_then(|all| all.asking_more.first());
                first.map(|exercise| go(&exercise.place)).into_iter().collect()
            }
            Choice::Playground => vec![Effect::Go(Route::Playground)],
            Choice::Place => {
                let module =
                    self.to_place().map(|module| Route::Review(Of::Module(module.clone())));
                module.map(Effect::Go).into_iter().collect()
            }
            Choice::Browse => {
                self.browses = true;
                self.choice = Choice::Next;
                Vec::new()
            }
            Choice::Module(index) if self.rows_of(index).is_some() => {
                self.fold();
                Vec::new()
            }
            Choice::Module(_) => self.unfold(),
            Choice::Item { module, row } => {
                let row = self.rows_of(module).and_then(|rows| rows.get(row));
                row.map(|row| go(&row.place)).into_iter().collect()
            }
        }
    }

    fn unfold(&mut self) -> Vec<Effect> {
        match self.choice {
            Choice::Module(index) if self.rows_of(index).is_none() => {
                self.module_id(index).map(|id| Effect::Unfold(id.clone())).into_iter().collect()
            }
            Choice::Module(_)
            | Choice::Next
            | Choice::Reviews
            | Choice::AskingMore
            | Choice::Item { .. }
            | Choice::Pack(_)
            | Choice::Packs
            | Choice::Playground
            | Choice::Place
            | Choice::Browse => Vec::new(),
        }
    }

    /// Asks whether another pack can be opened in the place of this one.
    fn open_pack(&mut self, index: usize) -> Vec<Effect> {
        let others = self.overview.iter().flat_map(|overview| &overview.others.shown);
        let Some(id) = others.map(|other| other.id.clone()).nth(index) else { return Vec::new() };
        self.opening = Some(id.clone());
        vec![Effect::ReadyPack { id, generation: OPENING }]
    }

    fn fold(&mut self) {
        let module = match self.choice {
            Choice::Module(module) | Choice::Item { module, .. } => module,
            Choice::Next
            | Choice::Reviews
            | Choice::Pack(_)
            | Choice::Packs
            | Choice::AskingMore
            | Choice::Playground
            | Choice::Place
            | Choice::Browse => return,
        };
        if let Some(id) = self.module_id(module).cloned() {
            self.unfolded.retain(|unfolded| unfolded.module != id);
            self.choice = Choice::Module(module);
        }
    }

    /// Leaves the chosen module out, or takes it up again; says why where that cannot be.
    fn skip(&mut self) -> Vec<Effect> {
        let skipped = self.not_begun("skipped").map(|state| (state.id.clone(), !state.skipped));
        skipped.map_or_else(Vec::new, |(module, skipped)| vec![Effect::Skip { module, skipped }])
    }

    /// Asks what the learner knows of the chosen module; says why where that cannot be.
    fn test(&mut self) -> Vec<Effect> {
        let Some(state) = self.not_begun("asked about") else { return Vec::new() };
        let (module, skipped) = (state.id.clone(), state.skipped);
        if skipped {
            let trouble = Trouble::new("This module is skipped.").next("x takes it up again.");
            self.trouble = Some(trouble);
            return Vec::new();
        }
        vec![Effect::Go(Route::Review(Of::Module(module)))]
    }

    /// The chosen module, where it is one that nothing was begun of.
    fn not_begun(&mut self, what_is_done: &str) -> Option<&ModuleState> {
        if self.welcomes() {
            return None;
        }
        let trouble = match self.module_chosen() {
            None => Some(
                Trouble::new("No module is chosen.").next("Choose one in the list below first."),
            ),
            Some((index, state)) if !state.can_be_skipped() => {
                let next = format!("A module that is not begun can be {what_is_done}.");
                Some(Trouble::new(format!("Module {} is begun.", index + 1)).next(next))
            }
            Some(_) => None,
        };
        if trouble.is_some() {
            self.trouble = trouble;
            return None;
        }
        self.module_chosen().map(|(_, state)| state)
    }

    /// The module that is chosen, or that holds what is.
    fn module_chosen(&self) -> Option<(usize, &ModuleState)> {
        match self.choice {
            Choice::Module(index) | Choice::Item { module: index, .. } => {
                Some((index, self.overview.as_ref()?.modules.get(index)?))
            }
            Choice::Next
            | Choice::Reviews
            | Choice::Pack(_)
            | Choice::Packs
            | Choice::AskingMore
            | Choice::Playground
            | Choice::Place
            | Choice::Browse => None,
        }
    }

    fn step(&mut self, by: isize) {
        let choices = self.choices();
        let at = choices.iter().position(|choice| *choice == self.choice).unwrap_or(0);
        let to = at.saturating_add_signed(by).min(choices.len().saturating_sub(1));
        if let Some(choice) = choices.get(to) {
            self.choice = *choice;
        }
    }

    /// Everything that can be chosen, from top to bottom.
    fn choices(&self) -> Vec<Choice> {
        let Some(overview) = &self.overview else { return Vec::new() };
        let mut choices = Vec::new();
        choices.extend(overview.next.is_some().then_some(Choice::Next));
        if self.welcomes() {
            choices.extend(self.to_place().is_some().then_some(Choice::Place));
            choices.push(Choice::Browse);
            return choices;
        }
        choices.extend((overview.reviews.due > 0).then_some(Choice::Reviews));
        choices.extend((!overview.asking_more.is_empty()).then_some(Choice::AskingMore));
        for index in 0..overview.course.modules.len() {
            if rows::has_content(overview, index) {
                choices.push(Choice::Module(index));
                let rows = self.rows_of(index).map_or(0, <[_]>::len);
                choices.extend((0..rows).map(|row| Choice::Item { module: index, row }));
            }
        }
        choices.extend((0..overview.others.shown.len()).map(Choice::Pack));
        choices.extend(rows::leads_to_packs(overview).then_some(Choice::Packs));
        choices.push(Choice::Playground);
        choices
    }

    /// After the course changed: what is no longer there cannot stay chosen.
    fn keep_choice(&mut self) {
        let choices = self.choices();
        if !choices.contains(&self.choice)
            && let Some(first) = choices.first()
        {
            self.choice = *first;
        }
    }

    fn welcomes(&self) -> bool {
        self.overview.as_ref().is_some_and(|overview| overview.first_start) && !self.browses
    }

    /// The module that somebody is asked about first who wonders where to start.
    fn to_place(&self) -> Option<&ModuleId> {
        let modules = &self.overview.as_ref()?.modules;
        let open = |state: &&ModuleState| state.can_be_skipped() && !state.skipped;
        modules.iter().find(open).map(|state| &state.id)
    }

    fn next(&self) -> Option<&Next> {
        self.overview.as_ref()?.next.as_ref()
    }

    fn module_id(&self, index: usize) -> Option<&ModuleId> {
        self.overview.as_ref()?.course.modules.get(index).map(|module| &module.id)
    }

    /// The rows of a module that is unfolded.
    fn rows_of(&self, index: usize) -> Option<&[UnfoldedRow]> {
        let id = self.module_id(index)?;
        self.unfolded.iter().find(|unfolded| unfolded.module == *id).map(|found| &*found.rows)
    }

    fn choice_at(&self, at: Position) -> Option<Choice> {
        let overview = self.overview.as_ref()?;
        let area = Rect::from((Position::ORIGIN, self.size));
        if self.welcomes() {
            welcome::choice_at(area, at)
        } else {
            draw::choice_at(self, overview, area, at)
        }
    }

    fn footer_end() -> [Hint; 2] {
        [HOME.hint(HomeAction::Help, "help"), HOME.hint(HomeAction::Quit, "quit")]
    }
}

fn go(place: &Place) -> Effect {
    Effect::Go(match place {
        Place::Lesson(lesson) => Route::Lesson { lesson: lesson.clone() },
        Place::Exercise(exercise) => Route::Exercise { exercise: exercise.clone() },
    })
}
