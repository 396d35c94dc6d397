//! When a card comes back: FSRS-6 with its published weights, for a recall of nine in ten.
//!
//! A card's memory is two numbers. Stability is the days after which it is still known nine times
//! in ten; difficulty, from 1 to 10, says how slowly that grows. Time is counted in whole days.

use std::ops::RangeInclusive;

/// The weights that were fitted to some hundred million reviews of others; nobody's own reviews
/// are enough to fit better ones for a long time.
const WEIGHTS: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
    0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

/// How likely a card is to be known when it comes back.
const RECALL_WANTED: f64 = 0.9;

const STABILITY_MIN: f64 = 0.001;
const DIFFICULTY: (f64, f64) = (1.0, 10.0);

/// Days after which a card comes back at the latest.
pub const INTERVAL_DAYS_MAX: u32 = 36_500;

/// How well an answer came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    Again,
    Hard,
    Good,
    Easy,
}

/// What is thought of a card that was reviewed at least once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    pub stability: f64,
    pub difficulty: f64,
}

impl Grade {
    pub const ALL: [Grade; 4] = [Grade::Again, Grade::Hard, Grade::Good, Grade::Easy];

    /// From 1 to 4, as the keys and the file have it.
    pub fn number(self) -> i64 {
        match self {
            Grade::Again => 1,
            Grade::Hard => 2,
            Grade::Good => 3,
            Grade::Easy => 4,
        }
    }

    pub fn of_number(number: i64) -> Option<Grade> {
        Grade::ALL.into_iter().find(|grade| grade.number() == number)
    }

    /// How well it came back, as the learner is asked.
    pub fn words(self) -> &'static str {
        match self {
            Grade::Again => "not at all",
            Grade::Hard => "with effort",
            Grade::Good => "well",
            Grade::Easy => "at once",
        }
    }

    fn value(self) -> f64 {
        match self {
            Grade::Again => 1.0,
            Grade::Hard => 2.0,
            Grade::Good => 3.0,
            Grade::Easy => 4.0,
        }
    }

    fn first_stability(self) -> f64 {
        match self {
            Grade::Again => WEIGHTS[0],
            Grade::Hard => WEIGHTS[1],
            Grade::Good => WEIGHTS[2],
            Grade::Easy => WEIGHTS[3],
        }
    }
}

impl Memory {
    /// After the first review of a card.
    pub fn first(grade: Grade) -> Memory {
        let difficulty = first_difficulty(grade).clamp(DIFFICULTY.0, DIFFICULTY.1);
        Memory { stability: grade.first_stability().max(STABILITY_MIN), difficulty }
    }

    /// After one more review, whole days after the one before.
    #[must_use]
    pub fn after(self, grade: Grade, days: u32) -> Memory {
        let stability = match days {
            0 => self.stability_on_the_same_day(grade),
            _ if grade == Grade::Again => self.stability_when_forgotten(days),
            _ => self.stability_when_known(grade, days),
        };
        Memory { stability: stability.max(STABILITY_MIN), difficulty: self.next_difficulty(grade) }
    }

    /// How likely the answer is to be known so many days after the last review, from 0 to 1.
    pub fn recall(self, days: u32) -> f64 {
        (1.0 + factor() * f64::from(days) / self.stability).powf(-WEIGHTS[20])
    }

    /// Days until the recall has sunk to what is wanted, at least one.
    pub fn interval_days(self) -> u32 {
        let days = self.stability / factor() * (RECALL_WANTED.powf(-1.0 / WEIGHTS[20]) - 1.0);
        whole_days(days).clamp(1, INTERVAL_DAYS_MAX)
    }

    fn stability_on_the_same_day(self, grade: Grade) -> f64 {
        let grows = (WEIGHTS[17] * (grade.value() - 3.0 + WEIGHTS[18])).exp()
            * self.stability.powf(-WEIGHTS[19]);
        let grows = if grade >= Grade::Good { grows.max(1.0) } else { grows };
        self.stability * grows
    }

    fn stability_when_forgotten(self, days: u32) -> f64 {
        let long = WEIGHTS[11]
            * self.difficulty.powf(-WEIGHTS[12])
            * ((self.stability + 1.0).powf(WEIGHTS[13]) - 1.0)
            * ((1.0 - self.recall(days)) * WEIGHTS[14]).exp();
        long.min(self.stability / (WEIGHTS[17] * WEIGHTS[18]).exp())
    }

    fn stability_when_known(self, grade: Grade, days: u32) -> f64 {
        let hard = if grade == Grade::Hard { WEIGHTS[15] } else { 1.0 };
        let easy = if grade == Grade::Easy { WEIGHTS[16] } else { 1.0 };
        let grows = WEIGHTS[8].exp()
            * (11.0 - self.difficulty)
            * self.stability.powf(-WEIGHTS[9])
            * (((1.0 - self.recall(days)) * WEIGHTS[10]).exp() - 1.0)
            * hard
            * easy;
        self.stability * (1.0 + grows)
    }

    fn next_difficulty(self, grade: Grade) -> f64 {
        let change = -(WEIGHTS[6] * (grade.value() - 3.0));
        let damped = self.difficulty + (10.0 - self.difficulty) * change / 9.0;
        let reverted = WEIGHTS[7] * first_difficulty(Grade::Easy) + (1.0 - WEIGHTS[7]) * damped;
        reverted.clamp(DIFFICULTY.0, DIFFICULTY.1)
    }
}

/// The same interval a little shorter or longer, so that cards learned together come back apart.
/// A seed always gives the same.
pub fn spread(days: u32, seed: u64) -> u32 {
    let range = spread_range(days);
    let width = u64::from(range.end() - range.start()) + 1;
    range.start() + u32::try_from(seed % width).unwrap_or(0)
}

/// Days between which an interval may be moved.
fn spread_range(days: u32) -> RangeInclusive<u32> {
    const PARTS: [(f64, f64, f64); 3] =
        [(2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, f64::INFINITY, 0.05)];
    let exact = f64::from(days);
    if exact < PARTS[0].0 {
        return days..=days;
    }
    let part = |(from, to, share): (f64, f64, f64)| share * (exact.min(to) - from).max(0.0);
    let by = 1.0 + PARTS.into_iter().map(part).sum::<f64>();
    let least = whole_days(exact - by).max(2);
    let most = whole_days(exact + by).min(INTERVAL_DAYS_MAX);
    least.min(most)..=most
}

fn first_difficulty(grade: Grade) -> f64 {
    WEIGHTS[4] - (WEIGHTS[5] * (grade.value() - 1.0)).exp() + 1.0
}

/// Makes the recall after as many days as the stability exactly nine in ten.
fn factor() -> f64 {
    0.9_f64.powf(-1.0 / WEIGHTS[20]) - 1.0
}

fn whole_days(days: f64) -> u32 {
    let bounded = days.round().clamp(0.0, f64::from(INTERVAL_DAYS_MAX));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is a whole number between 0 and the limit"
    )]
    let whole = bounded as u32;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reviews as (days since the one before, grade), with stability, difficulty, interval and the
    /// recall before the review, as py-fsrs 6.3 gives them without learning steps and without
    /// spreading.
    type Vector = (u32, i64, f64, f64, u32, f64);

    fn check(vectors: &[Vector]) {
        let mut memory: Option<Memory> = None;
        for (days, grade, stability, difficulty, interval, recall) in vectors {
            let near = |one: f64, other: f64| (one - other).abs() < 1e-5;
            let before = memory.map_or(1.0, |memory| memory.recall(*days));
            assert!(near(before, *recall), "{before} is not {recall}");
            let grade = Grade::of_number(*grade).unwrap();
            let now = memory.map_or_else(|| Memory::first(grade), |old| old.after(grade, *days));
            assert!(near(now.stability, *stability), "{now:?} after {days} days");
            assert!(near(now.difficulty, *difficulty), "{now:?} after {days} days");
            assert_eq!(now.interval_days(), *interval);
            memory = Some(now);
        }
    }

    #[test]
    fn memories_are_those_of_the_reference() {
        check(&[
            (0, 3, 2.306_5, 2.118_104, 2, 1.0),
            (2, 3, 10.964_332, 2.111_214, 11, 0.909_493),
            (11, 3, 46.280_217, 2.104_331, 46, 0.899_777),
            (46, 3, 162.862_202, 2.097_455, 163, 0.900_417),
            (163, 1, 4.716_044, 7.387_716, 5, 0.899_942),
            (1, 2, 5.905_084, 8.251_072, 6, 0.971_297),
            (3, 3, 9.773_816, 8.238_05, 10, 0.939_58),
        ]);
        check(&[
            (0, 1, 0.212, 6.413_3, 1, 1.0),
            (0, 3, 0.246_689, 6.402_115, 1, 1.0),
            (1, 2, 1.314_047, 7.596_785, 1, 0.780_85),
            (2, 4, 7.049_296, 6.778_97, 7, 0.868_659),
            (30, 1, 1.393_14, 8.926_498, 1, 0.776_162),
        ]);
        check(&[
            (0, 4, 8.295_6, 1.0, 8, 1.0),
            (8, 4, 65.624_226, 1.0, 66, 0.902_473),
            (0, 3, 65.624_226, 1.0, 66, 1.0),
            (60, 2, 164.891_276, 4.010_609, 165, 0.906_037),
            (0, 1, 41.839_233, 8.016_556, 42, 1.0),
        ]);
        check(&[
            (0, 2, 1.293_1, 5.112_171, 1, 1.0),
            (1, 2, 3.249_412, 6.740_46, 3, 0.916_67),
            (5, 2, 8.185_807, 7.821_393, 8, 0.867_782),
            (400, 4, 104.626_179, 7.078_633, 105, 0.548_911),
        ]);
    }

    #[test]
    fn an_interval_is_spread_by_its_seed_alone_and_never_far() {
        assert_eq!(spread_range(2), 2..=2);
        assert_eq!(spread_range(5), 4..=6);
        assert_eq!(spread_range(12), 10..=14);
        assert_eq!(spread_range(100), 93..=107);
        for seed in 0..200 {
            assert!(spread_range(31).contains(&spread(31, seed)));
            assert_eq!(spread(31, seed), spread(31, seed));
        }
        assert_eq!(
            spread(INTERVAL_DAYS_MAX, u64::MAX).min(INTERVAL_DAYS_MAX),
            spread(INTERVAL_DAYS_MAX, u64::MAX)
        );
        assert_eq!(spread(1, 7), 1);
    }

    #[test]
    fn no_history_leaves_the_bounds() {
        use proptest::prelude::*;
        let histories = prop::collection::vec((0_u32..5_000, 1_i64..5), 1..60);
        proptest!(|(history in histories)| {
            let mut memory: Option<Memory> = None;
            for (days, grade) in history {
                let grade = Grade::of_number(grade).unwrap();
                let now = memory.map_or_else(|| Memory::first(grade), |old| old.after(grade, days));
                prop_assert!(now.stability.is_finite() && now.stability >= STABILITY_MIN);
                prop_assert!((DIFFICULTY.0..=DIFFICULTY.1).contains(&now.difficulty));
                prop_assert!((1..=INTERVAL_DAYS_MAX).contains(&now.interval_days()));
                memory = Some(now);
            }
        });
    }
}
