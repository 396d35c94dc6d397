//! A check that is a test of the pack's: the learner's program is shared, the test's child is not.

use super::Run;
use crate::{
    course::check::{Check, ScriptTest},
    judge::{
        Outcome,
        pack_test::{self, Ended},
        run::User,
    },
};

impl Run<'_> {
    pub(super) fn script(
        &mut self,
        at: usize,
        check: &Check,
        test: &ScriptTest,
        checks: &[&Check],
    ) {
        let Some(mut target) = self.target_for(at, check, checks) else { return };
        let from = target.recorded();
        target.set_mishaps(&check.mishaps);
        let (lab, around) = (&self.exercise.lab, (&self.limits, self.cancel));
        let now_ms = lab.still_at_ms.map(|ms| ms.saturating_add_unsigned(target.passed_ms()));
        let ended = pack_test::run(self.machine, test, &mut target, lab.seed, now_ms, around);
        let fallen = if let Ended::Failed(fallen) = &ended { Some(&**fallen) } else { None };
        let blamed = self.is_anothers_death(&target, fallen, from);
        self.shared = Some(target);
        if blamed {
            // The next turn buries the child, and asks this check again.
            return;
        }
        self.last_user = Some(User { at, from });
        self.users.push(User { at, from });
        self.outcomes[at] = Some(match ended {
            Ended::Passed => Outcome::Passed,
            Ended::Unjudged(why) => Outcome::Unjudged(why),
            Ended::Failed(fallen) => self.explained(check, *fallen, from),
        });
    }
}
