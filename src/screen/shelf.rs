//! The shelf: packs that are installed, and the way of another one onto it. What a pack is and where
//! it comes from is shown before a file of it is written; whoever says nothing installs nothing.

mod draw;
mod looking;
mod place;
mod rows;

use std::sync::Arc;

use ratatui::{
    buffer::Buffer,
    crossterm::event::{KeyEvent, MouseEvent, MouseEventKind},
    layout::Size,
};

use self::{
    looking::{Arrived, Looking},
    place::{Place, Typed},
};
use crate::{
    course::id::PackId,
    screen::{
        event::{Effect, Event, Generation, Route},
        keymap::{
            self, Listed, Scope,
            shelf::{ASKED, AskedAction, PLACE, PlaceAction, SHELF, ShelfAction},
            typing::typing,
        },
        theme::Theme,
        widget::pen::Pen,
    },
    tutor::{
        Rechecked, Trouble, asking_more,
        packs::{Offer, Standing},
        still_passing,
    },
};

/// Numbers of this screen's work are above those of all others but the search's.
const FIRST_GENERATION: Generation = 1 << 62;

#[derive(Clone, Debug)]
pub struct Shelf {
    size: Size,
    standing: Option<Box<Standing>>,
    chosen: usize,
    over: Over,
    /// What was typed last stays until it led to a pack.
    place: Place,
    generation: Generation,
    /// Said until the next key.
    said: Option<Trouble>,
}

/// What lies over the list.
#[derive(Clone, Debug)]
enum Over {
    Nothing,
    /// Where a pack is, is typed.
    Place,
    /// It is fetched and verified.
    Looking(Looking),
    Offer {
        offer: Arc<Offer>,
        scroll: usize,
    },
    /// Whether to trust what stands against it.
    Doubt {
        offer: Arc<Offer>,
        scroll: usize,
    },
    /// What is trusted is written down.
    Trusting,
    Installing(PackId),
    /// Whether this pack is to go.
    Removal(PackId),
}

impl Shelf {
    pub fn new(size: Size) -> Shelf {
        Shelf {
            size,
            standing: None,
            chosen: 0,
            over: Over::Nothing,
            place: Place::default(),
            generation: FIRST_GENERATION,
            said: None,
        }
    }

    /// What is installed, each time that the screen comes to the top.
    pub fn shown() -> Vec<Effect> {
        vec![Effect::LoadPacks]
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.key(key),
            Event::Paste(text) => {
                if matches!(self.over, Over::Place) {
                    self.place.paste(text);
                }
            }
            Event::Mouse(mouse) => self.mouse(*mouse),
            Event::Resized { columns, rows } => {
                self.size = Size::new(*columns, *rows);
                self.scroll(0);
            }
            Event::Packs { standing, said } => {
                let meant = match (&self.over, &self.standing) {
                    (Over::Installing(id), _) => Some(id.clone()),
                    (_, None) => Some(standing.open.0.clone()),
                    (_, Some(_)) => self.chosen_id(),
                };
                self.standing = Some(standing.clone());
                let at = self.rows().iter().position(|row| meant.as_ref() == Some(row.id));
                self.chosen = at.unwrap_or(self.chosen);
                self.choose(0);
                if let Some(said) = said {
                    self.said = Some(Trouble::new(said.clone()));
                }
                if let Over::Installing(id) = &self.over {
                    let effects = vec![Effect::Recheck(id.clone())];
                    self.over = Over::Nothing;
                    return effects;
                }
            }
            Event::PackArrives { generation, bytes, of } if self.waits_for(*generation) => {
                if let Over::Looking(looking) = &mut self.over {
                    looking.arrived = Some(Arrived { bytes: *bytes, of: *of });
                }
            }
            Event::Elapsed { generation } if self.waits_for(*generation) => {
                if let Over::Looking(looking) = &mut self.over {
                    let (ms, generation) = (looking.waited.go_on(), *generation);
                    return vec![Effect::After { ms, generation }];
                }
            }
            Event::Rechecked { pack, rechecked } => self.rechecked(pack, rechecked),
            Event::PackOffered { generation, offer } if self.waits_for(*generation) => {
                self.place = Place::default();
                self.over = Over::Offer { offer: Arc::clone(offer), scroll: 0 };
            }
            Event::PackIsCurrent { generation, said } if self.waits_for(*generation) => {
                self.over = Over::Nothing;
                self.said = Some(Trouble::new(said.clone()));
            }
            Event::PackReady(id) => return vec![Effect::OpenPack(id.clone())],
            Event::Failed { generation: Some(generation), trouble }
                if *generation == self.generation =>
            {
                self.over = Over::Nothing;
                self.said = Some(trouble.clone());
            }
            // The record of the shelf cannot be read.
            Event::Failed { generation: None, trouble } if self.standing.is_none() => {
                self.said = Some(trouble.clone());
            }
            // Answers to what other screens asked.
            _ => {}
        }
        Vec::new()
    }

    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        draw::draw(self, &mut Pen::new(buffer, theme));
    }

    /// The tables that are heard now.
    pub fn listens(&self) -> Vec<&'static dyn Listed> {
        match &self.over {
            Over::Nothing => vec![&SHELF],
            Over::Place => vec![&PLACE, &keymap::typing::TYPING],
            Over::Looking(_)
            | Over::Offer { .. }
            | Over::Doubt { .. }
            | Over::Trusting
            | Over::Installing(_)
            | Over::Removal(_) => vec![&ASKED],
        }
    }

    /// Letters belong to a text.
    pub fn is_typing(&self) -> bool {
        matches!(self.over, Over::Place)
    }

    /// Says what became of passes in what was installed, behind what is said of the install.
    fn rechecked(&mut self, pack: &PackId, rechecked: &[Rechecked]) {
        let more = asking_more(rechecked);
        let next =
            more.as_ref().map(|_| format!("Open {pack} to go on; F5 shows what is missing."));
        let said = self.said.take().map(|said| said.what);
        let sentences = [said, more, still_passing(rechecked)];
        let what = sentences.into_iter().flatten().collect::<Vec<_>>().join(" ");
        self.said = Some(Trouble { what, next });
    }

    fn waits_for(&self, generation: Generation) -> bool {
        matches!(self.over, Over::Looking(_) | Over::Trusting) && generation == self.generation
    }

    /// Waits for what `asked` asks for under a number of its own.
    fn look(&mut self, asked: impl FnOnce(Generation) -> Effect) -> Vec<Effect> {
        self.generation += 1;
        let (generation, looking) = (self.generation, Looking::default());
        let ms = looking.waited.ms_to_next();
        self.over = Over::Looking(looking);
        vec![asked(generation), Effect::After { ms, generation }]
    }

    fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        self.said = None;
        match &self.over {
            Over::Nothing => SHELF.action(key).map_or_else(Vec::new, |action| self.act(action)),
            Over::Place => self.type_place(key),
            Over::Looking(_)
            | Over::Offer { .. }
            | Over::Doubt { .. }
            | Over::Trusting
            | Over::Installing(_)
            | Over::Removal(_) => {
                ASKED.action(key).map_or_else(Vec::new, |action| self.answer(action))
            }
        }
    }

    fn act(&mut self, action: ShelfAction) -> Vec<Effect> {
        let chosen = self.chosen_id();
        match (action, chosen) {
            (ShelfAction::Down, _) => self.choose(1),
            (ShelfAction::Up, _) => self.choose(-1),
            (ShelfAction::Add, _) => self.over = Over::Place,
            (ShelfAction::Open, Some(id)) => {
                if self.is_open(&id) {
                    return vec![Effect::Go(Route::Home)];
                }
                self.generation += 1;
                return vec![Effect::ReadyPack { id, generation: self.generation }];
            }
            (ShelfAction::Update, Some(id)) if self.is_installed(&id) => {
                return self.look(|generation| Effect::LookForUpdate { id, generation });
            }
            (ShelfAction::Remove, Some(id)) if self.is_installed(&id) => {
                self.over = Over::Removal(id);
            }
            (ShelfAction::Update | ShelfAction::Remove, Some(_)) => {
                let what = "The built-in course comes with Backlab and stays.";
                self.said = Some(Trouble::new(what));
            }
            (ShelfAction::Open | ShelfAction::Update | ShelfAction::Remove, None) => {}
            (ShelfAction::Help, _) => return vec![Effect::Go(Route::Help(Scope::Shelf))],
            (ShelfAction::Leave, _) => return vec![Effect::Back],
        }
        Vec::new()
    }

    fn type_place(&mut self, key: &KeyEvent) -> Vec<Effect> {
        match PLACE.action(key) {
            Some(PlaceAction::Look) => {
                let Some(Typed { source, registry }) = self.place.typed() else {
                    return Vec::new();
                };
                return self.look(|generation| Effect::LookAtPack { source, registry, generation });
            }
            Some(PlaceAction::Turn) => self.place.turn(),
            Some(PlaceAction::Help) => return vec![Effect::Go(Route::Help(Scope::Shelf))],
            Some(PlaceAction::NotNow) => {
                self.place = Place::default();
                self.over = Over::Nothing;
            }
            None => {
                if let Some(typing) = typing(key) {
                    self.place.act(typing);
                }
            }
        }
        Vec::new()
    }

    fn answer(&mut self, action: AskedAction) -> Vec<Effect> {
        match (action, &self.over) {
            (AskedAction::Help, _) => return vec![Effect::Go(Route::Help(Scope::Shelf))],
            // What writes is not left in the middle; it is over at once.
            (_, Over::Installing(_) | Over::Trusting) => {}
            (AskedAction::NotNow, Over::Looking(_)) => {
                let generation = self.generation;
                self.generation += 1;
                self.over = Over::Nothing;
                return vec![Effect::Stop { generation }];
            }
            (AskedAction::NotNow, Over::Doubt { offer, .. }) => {
                self.over = Over::Offer { offer: Arc::clone(offer), scroll: 0 };
            }
            (AskedAction::NotNow, _) => self.over = Over::Nothing,
            (AskedAction::Doubt, Over::Offer { offer, .. }) if rows::can_be_trusted(offer) => {
                self.over = Over::Doubt { offer: Arc::clone(offer), scroll: 0 };
            }
            (AskedAction::Trust, Over::Doubt { offer, .. }) => {
                let offer = Arc::clone(offer);
                self.generation += 1;
                self.over = Over::Trusting;
                return vec![Effect::TrustPack { offer, generation: self.generation }];
            }
            (AskedAction::Install, Over::Offer { offer, .. }) if offer.news.is_ok() => {
                let offer = Arc::clone(offer);
                self.generation += 1;
                self.over = Over::Installing(offer.id().clone());
                return vec![Effect::InstallPack { offer, generation: self.generation }];
            }
            (AskedAction::CopyKey, Over::Offer { offer, .. } | Over::Doubt { offer, .. }) => {
                let key = offer.parcel.key.clone();
                return key.map(Effect::Copy).into_iter().collect();
            }
            (AskedAction::ScrollDown, _) => self.scroll(1),
            (AskedAction::ScrollUp, _) => self.scroll(-1),
            (AskedAction::Confirm, Over::Removal(id)) => {
                let id = id.clone();
                self.generation += 1;
                self.over = Over::Nothing;
                return vec![Effect::RemovePack { id, generation: self.generation }];
            }
            _ => {}
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: MouseEvent) {
        let by = match mouse.kind {
            MouseEventKind::ScrollDown => 1,
            MouseEventKind::ScrollUp => -1,
            _ => return,
        };
        match self.over {
            Over::Nothing => self.choose(by),
            Over::Offer { .. } | Over::Doubt { .. } => self.scroll(by),
            Over::Place
            | Over::Looking(_)
            | Over::Trusting
            | Over::Installing(_)
            | Over::Removal(_) => {}
        }
    }

    fn choose(&mut self, by: isize) {
        let last = self.rows().len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
    }

    fn scroll(&mut self, by: isize) {
        let last = draw::rows_beyond(self);
        if let Over::Offer { scroll, .. } | Over::Doubt { scroll, .. } = &mut self.over {
            *scroll = scroll.saturating_add_signed(by).min(last);
        }
    }

    fn rows(&self) -> Vec<rows::Pack<'_>> {
        self.standing.as_deref().map(rows::packs).unwrap_or_default()
    }

    fn chosen_id(&self) -> Option<PackId> {
        self.rows().get(self.chosen).map(|row| row.id.clone())
    }

    /// Whether a pack is open in the version that is installed now.
    fn is_open(&self, id: &PackId) -> bool {
        self.standing.as_ref().is_some_and(|standing| {
            let installed = standing.record.installed(id);
            let is_same = installed.is_none_or(|installed| installed.version == standing.open.1);
            standing.open.0 == *id && is_same
        })
    }

    fn is_installed(&self, id: &PackId) -> bool {
        self.standing.as_ref().is_some_and(|standing| standing.record.installed(id).is_some())
    }
}
