//! Members in the order of their scores, then of their bytes, found by rank.

use std::cmp::Ordering;

use crate::lab::cache::bytes::Bytes;

/// Members of one run; a longer one is split, so that an insertion moves few.
const RUN_MAX: usize = 512;

/// Runs of members; all of one run come before all of the next, and no run is empty.
#[derive(Clone, Debug, Default)]
pub struct Ranked {
    runs: Vec<Vec<(f64, Bytes)>>,
}

impl Ranked {
    /// Adds a member that is not there yet. The score is a number.
    pub fn insert(&mut self, score: f64, member: Bytes) {
        let run = self.run_of(score, &member).min(self.runs.len().saturating_sub(1));
        let Some(members) = self.runs.get_mut(run) else {
            self.runs.push(vec![(score, member)]);
            return;
        };
        let at = members.partition_point(|held| compare(held, score, &member).is_lt());
        members.insert(at, (score, member));
        if members.len() > RUN_MAX {
            let half = members.split_off(RUN_MAX / 2);
            self.runs.insert(run + 1, half);
        }
    }

    pub fn remove(&mut self, score: f64, member: &[u8]) {
        let run = self.run_of(score, member);
        let Some(members) = self.runs.get_mut(run) else { return };
        let at = members.partition_point(|held| compare(held, score, member).is_lt());
        if members.get(at).is_some_and(|held| compare(held, score, member).is_eq()) {
            members.remove(at);
        }
        if members.is_empty() {
            self.runs.remove(run);
        }
    }

    /// How many members come before.
    pub fn rank(&self, score: f64, member: &[u8]) -> usize {
        self.count_while(|held_score, held| compare_parts(held_score, held, score, member).is_lt())
    }

    /// How many members from the start on satisfy `is_before`, which holds for the first of them and
    /// for none after the first for which it does not.
    pub fn count_while(&self, is_before: impl Fn(f64, &[u8]) -> bool) -> usize {
        let run = self
            .runs
            .partition_point(|run| run.last().is_some_and(|(score, held)| is_before(*score, held)));
        let whole: usize = self.runs[..run].iter().map(Vec::len).sum();
        whole
            + self
                .runs
                .get(run)
                .map_or(0, |run| run.partition_point(|(score, held)| is_before(*score, held)))
    }

    /// The members from rank `first` on.
    pub fn from(&self, first: usize) -> impl Iterator<Item = &(f64, Bytes)> {
        let mut skipped = 0;
        let run = self.runs.iter().position(|run| {
            skipped += run.len();
            skipped > first
        });
        let run = run.unwrap_or(self.runs.len());
        let before = self.runs.get(run).map_or(skipped, |found| skipped - found.len());
        self.runs[run..].iter().flatten().skip(first - before.min(first))
    }

    fn run_of(&self, score: f64, member: &[u8]) -> usize {
        self.runs.partition_point(|run| {
            run.last().is_some_and(|held| compare(held, score, member).is_lt())
        })
    }
}

fn compare(held: &(f64, Bytes), score: f64, member: &[u8]) -> Ordering {
    compare_parts(held.0, &held.1, score, member)
}

fn compare_parts(left_score: f64, left: &[u8], score: f64, member: &[u8]) -> Ordering {
    left_score.partial_cmp(&score).unwrap_or(Ordering::Equal).then_with(|| left.cmp(member))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_those_of_a_sorted_list() {
        let (mut ranked, mut plain) = (Ranked::default(), Vec::new());
        let mut seed = 1_u32;
        for step in 0..4000_u32 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let score = f64::from(seed >> 20);
            let member = step.to_string();
            ranked.insert(score, member.as_str().into());
            plain.push((score, member));
            if step % 3 == 0 {
                let (score, member) = plain.swap_remove((seed >> 8) as usize % plain.len());
                ranked.remove(score, member.as_bytes());
            }
        }
        plain.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
        let found: Vec<(f64, String)> =
            ranked.from(0).map(|(score, member)| (*score, member.text())).collect();
        assert_eq!(found, plain);
        for (rank, (score, member)) in plain.iter().enumerate().step_by(97) {
            assert_eq!(ranked.rank(*score, member.as_bytes()), rank);
            assert_eq!(ranked.from(rank).next().map(|held| held.1.text()).as_ref(), Some(member));
        }
        assert_eq!(ranked.from(plain.len()).count(), 0);
    }
}
