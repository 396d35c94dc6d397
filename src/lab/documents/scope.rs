//! What a filter, an expression or a pipeline has around it while it runs: the collation, the variables
//! of the command, its clock, and how much work it may still do.

use std::cell::Cell;

use bson::{Bson, DateTime};

use crate::lab::{
    documents::{
        collation::Collation,
        error::{Code, CommandError},
    },
    world::World,
};

/// Steps between two looks at the clock.
const STEPS_PER_LOOK: u32 = 256;

/// The surroundings of one command.
pub struct Scope<'a> {
    pub collation: Option<&'a Collation>,
    pub world: &'a dyn World,
    /// `$$NOW`: one moment for the whole command.
    pub now: DateTime,
    /// The variables of `let`; a variable may be missing, as a field may.
    variables: Vec<(String, Option<Bson>)>,
    /// Whether documents are written that a validator refuses. (`bypassDocumentValidation`.)
    pub bypasses_validation: bool,
    steps: Cell<u32>,
}

impl<'a> Scope<'a> {
    /// A scope without variables. A `simple` collation counts as none.
    pub fn new(world: &'a dyn World, collation: Option<&'a Collation>) -> Scope<'a> {
        Scope {
            collation: collation.filter(|collation| !collation.is_simple()),
            world,
            now: DateTime::from_millis(world.now_ms()),
            variables: Vec::new(),
            bypasses_validation: false,
            steps: Cell::new(0),
        }
    }

    /// This scope with more variables, which hide those of the same name.
    pub fn with(&self, variables: Vec<(String, Option<Bson>)>) -> Scope<'a> {
        let mut all = self.variables.clone();
        all.extend(variables);
        Scope {
            collation: self.collation,
            world: self.world,
            now: self.now,
            variables: all,
            bypasses_validation: self.bypasses_validation,
            steps: Cell::new(0),
        }
    }

    /// The variable of this name, if there is one.
    pub fn variable(&self, name: &str) -> Option<&Option<Bson>> {
        self.variables.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    pub fn variable_names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|(name, _)| name.as_str())
    }

    /// Counts a step of work, and ends the command when its time is over.
    pub fn step(&self) -> Result<(), CommandError> {
        let steps = self.steps.get().wrapping_add(1);
        self.steps.set(steps);
        if steps.is_multiple_of(STEPS_PER_LOOK) && self.world.is_over() {
            return Err(CommandError::new(Code::MaxTimeMSExpired, "operation exceeded time limit"));
        }
        Ok(())
    }
}
