//! What checks send their requests to, and why it is not there.

use super::Run;
use crate::{
    client::{Base, Client},
    course::{check::Check, exercise::Kind},
    judge::{
        Hidden, Outcome,
        explain::{Evidence, our_fault},
        observe::{Came, Shortfall},
        own,
        target::{Own, Running, Target, Unready, stop_of},
    },
    lab::{Lab, Program},
    trace::What,
};

/// The variable that tells a `stack` program its port.
const PORT: &str = "PORT";
/// Its value at the first start in the lab, where the real port is the lab's affair. Each start has
/// another, as it has outside.
const PORT_FIRST: u16 = 49_152;

/// Why there is nothing to send to, and what is known of it.
pub(super) type Fallen = (Unready, Evidence);

impl Run<'_> {
    /// Makes sure that there is something to send to.
    pub(super) fn make_ready(&mut self, check: &Check) -> Result<(), Outcome> {
        if self.shared.is_some() {
            return Ok(());
        }
        if let Some((unready, evidence)) = &self.unready {
            return Err(self.unready_outcome(check, unready.clone(), evidence.clone()));
        }
        let (unready, evidence) = match self.start()? {
            Ok(target) => {
                self.shared = Some(target);
                return Ok(());
            }
            Err(why) => *why,
        };
        self.unready = Some((unready.clone(), evidence.clone()));
        Err(self.unready_outcome(check, unready, evidence))
    }

    /// What there is to send to, or why there is nothing: the inner error is about the program, the
    /// outer one about the address that was typed.
    fn start(&mut self) -> Result<Result<Target, Box<Fallen>>, Outcome> {
        let (cancel, answer_ms) = (self.cancel, self.limits.answer_ms);
        if let Some(url) = &self.url {
            let base = Base::typed(url).map_err(Outcome::Unjudged)?;
            let client =
                Client::for_typed(base).map_err(|error| Outcome::Unjudged(error.to_string()))?;
            return Ok(Ok(Target::Url { client, answer_ms, cancel: cancel.clone() }));
        }
        if let Some(launch) = &self.launch {
            let started = Own::start(self.machine, launch, answer_ms, cancel);
            return Ok(started.map(|own| Target::Command(Box::new(own))).map_err(|why| {
                let (unready, printed) = *why;
                let stop = own::end_of(&unready).map(stop_of);
                Box::new((unready, Evidence::of_log(&printed, stop)))
            }));
        }
        Ok(self.start_in_lab().map(|running| Target::Lab(Box::new(running))))
    }

    /// Starts the program in the lab, unless it is known not to come to listen.
    pub(super) fn start_repaired(&mut self) -> Result<Running, Box<Fallen>> {
        if let Some(known) = &self.unready {
            return Err(Box::new(known.clone()));
        }
        self.start_in_lab().inspect_err(|fallen| self.unready = Some(fallen.as_ref().clone()))
    }

    fn start_in_lab(&mut self) -> Result<Running, Box<Fallen>> {
        let is_stack = self.exercise.kind == Kind::Stack;
        let given = PORT_FIRST + self.starts;
        self.starts += 1;
        let mut program: Program = self.program.clone();
        if is_stack {
            program.env.insert(PORT.to_owned(), given.to_string());
        }
        let started = Running::start(self.machine, &program, &self.limits, self.cancel);
        let child = self.next_child();
        match started.map(|running| running.numbered(child)) {
            Ok(running) if is_stack => match port_named(running.lab()) {
                Some(named) if named != given => {
                    let unready = Unready::Elsewhere { given, named };
                    Err(self.left(unready, Some(running.into_lab())))
                }
                Some(_) | None => Ok(running),
            },
            Ok(running) => Ok(running),
            Err(unready) => {
                let (unready, lab) = *unready;
                Err(self.left(unready, lab))
            }
        }
    }

    /// What a program that does not listen has left behind.
    fn left(&mut self, unready: Unready, lab: Option<Lab>) -> Box<Fallen> {
        let evidence = self.buried(lab, &unready);
        Box::new((unready, evidence))
    }

    /// What a child leaves behind that did not come to listen.
    pub(super) fn buried(&mut self, lab: Option<Lab>, unready: &Unready) -> Evidence {
        let stop = match unready {
            Unready::Ended(stop) => Some(stop.clone()),
            Unready::Fault(_)
            | Unready::Silent
            | Unready::Elsewhere { .. }
            | Unready::Command(_) => None,
        };
        let Some(lab) = lab else { return Evidence::default() };
        let (child, recording) = (self.next_child(), lab.end());
        let evidence = Evidence::of(&recording.trace, 0, stop, child);
        self.keep(child, recording, Hidden::default());
        evidence
    }

    pub(super) fn unready_outcome(
        &self,
        check: &Check,
        unready: Unready,
        evidence: Evidence,
    ) -> Outcome {
        let fault = match &unready {
            Unready::Fault(fault) => Some(fault.clone()),
            Unready::Ended(stop) => our_fault(stop, false),
            Unready::Silent | Unready::Elsewhere { .. } => None,
            Unready::Command(unready) => own::obstacle(unready),
        };
        if let Some(fault) = fault {
            return Outcome::Unjudged(fault);
        }
        let came = Came::Unready(unready);
        let fallen = Shortfall { sent: None, base: None, came, fields: Vec::new(), of: None };
        self.failed(check, fallen, evidence)
    }
}

/// The port that the program asked for first.
fn port_named(lab: &Lab) -> Option<u16> {
    let named = |what: &What| {
        if let What::Listening { named, .. } = what { Some(*named) } else { None }
    };
    lab.look(|trace| trace.entries.iter().find_map(|entry| named(&entry.what)))
}
