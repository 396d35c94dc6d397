//! Checks whose program has a child of its own: a whole run, and calls of exports.

use super::Run;
use crate::{
    course::check::{Check, Test},
    judge::{
        Hidden, Outcome,
        explain::{Evidence, our_fault},
        observe::{self, Came, Shortfall},
    },
    lab::{self, Lab, Program},
    trace::Stop,
};

impl Run<'_> {
    pub(super) fn whole_run(&mut self, at: usize, check: &Check) {
        let run = observe::whole_run(self.machine, &self.program, &self.limits, self.cancel);
        let run = match run {
            Ok(run) => run,
            Err(fault) => {
                self.outcomes[at] = Some(Outcome::Unjudged(fault));
                return;
            }
        };
        let fault = run.stop.as_ref().and_then(|stop| our_fault(stop, false));
        let fallen = match &check.test {
            Test::Stdout(expected) => observe::stdout(expected, &run),
            Test::Exit(code) => observe::exit(*code, &run),
            Test::Http(_)
            | Test::Js(_)
            | Test::Sql(_)
            | Test::Schema(_)
            | Test::Store(_)
            | Test::Plan(_)
            | Test::Sent(_)
            | Test::Noted(_)
            | Test::Blocked(_)
            | Test::Trace(_)
            | Test::Script(_)
            | Test::Question(_) => None,
        };
        let stop = run.stop.clone();
        self.end_of_own_child(at, check, run.lab, fallen, (stop, fault));
    }

    pub(super) fn js(&mut self, at: usize, check: &Check) {
        let Test::Js(test) = &check.test else { return };
        let program = Program { entry: None, ..self.program.clone() };
        let lab = match Lab::start(self.machine, &program, &self.limits, self.cancel) {
            Ok(lab) => lab,
            Err(fault) => {
                self.outcomes[at] = Some(Outcome::Unjudged(fault.0));
                return;
            }
        };
        if !check.mishaps.is_empty() {
            lab.set_mishaps(&check.mishaps);
        }
        let fallen = observe::js(&lab, test);
        let stop = match fallen.as_ref().map(|fallen| &fallen.came) {
            Some(Came::Called { answer: lab::Answer::Ended(stop), .. }) => Some(stop.clone()),
            Some(_) | None => lab.stopped(),
        };
        let fault = stop.as_ref().and_then(|stop| our_fault(stop, false));
        self.end_of_own_child(at, check, lab, fallen, (stop, fault));
    }

    fn end_of_own_child(
        &mut self,
        at: usize,
        check: &Check,
        lab: Lab,
        fallen: Option<Shortfall>,
        (stop, fault): (Option<Stop>, Option<String>),
    ) {
        let (child, recording) = (self.next_child(), lab.end());
        self.outcomes[at] = Some(match (fault, fallen) {
            (Some(fault), _) => Outcome::Unjudged(fault),
            (None, None) => Outcome::Passed,
            (None, Some(fallen)) => {
                self.failed(check, fallen, Evidence::of(&recording.trace, 0, stop, child))
            }
        });
        self.keep(child, recording, Hidden::own_child(check));
    }
}
