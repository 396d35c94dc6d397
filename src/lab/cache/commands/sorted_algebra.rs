//! Sorted sets from several: ZUNION, ZINTER, ZDIFF, and those that store what they make.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    commands::scores::members,
    number,
    ordered::Ordered,
    refusal::Refusal,
    reply::Reply,
    value::{Kind, Set, SortedSet, Value},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algebra {
    Union,
    Intersection,
    Difference,
}

/// What becomes of the scores of a member that is in several sets.
#[derive(Clone, Copy)]
enum Aggregate {
    Sum,
    Min,
    Max,
}

impl Aggregate {
    fn of(self, left: f64, right: f64) -> f64 {
        match self {
            Self::Sum => number_or_nothing(left + right),
            Self::Min => left.min(right),
            Self::Max => left.max(right),
        }
    }
}

/// Infinity less infinity is 0 here, as in Redis.
fn number_or_nothing(score: f64) -> f64 {
    if score.is_nan() { 0.0 } else { score }
}

/// The members of one input, each with its score.
enum Input<'a> {
    Missing,
    Plain(&'a Set),
    Sorted(&'a SortedSet),
}

impl Input<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Missing => 0,
            Self::Plain(set) => set.len(),
            Self::Sorted(sorted) => sorted.len(),
        }
    }

    /// A member of a set without scores has the score 1.
    fn score(&self, member: &[u8]) -> Option<f64> {
        match self {
            Self::Missing => None,
            Self::Plain(set) => set.contains(member).then_some(1.0),
            Self::Sorted(sorted) => sorted.score(member),
        }
    }

    fn all(&self) -> Vec<(Bytes, f64)> {
        match self {
            Self::Missing => Vec::new(),
            Self::Plain(set) => set.listed().into_iter().map(|m| (m.clone(), 1.0)).collect(),
            Self::Sorted(sorted) => sorted.slice(0, usize::MAX),
        }
    }
}

/// The parts of a command: its inputs, weights, how scores are combined, and what is shown.
struct Query<'a> {
    inputs: Vec<Input<'a>>,
    weights: Vec<f64>,
    aggregate: Aggregate,
    with_scores: bool,
    limit: usize,
}

/// Which options a command takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Shown,
    Stored,
    Counted,
}

impl<'a> Query<'a> {
    /// Reads the number of keys at `at`, the keys, and the options.
    fn parse(call: &'a Call<'_>, at: usize, algebra: Algebra, form: Form) -> Result<Self, Refusal> {
        let count = call.integer(at)?;
        if count < 1 {
            let name = String::from_utf8_lossy(call.word(0)).to_lowercase();
            return Err(Refusal::new(format!(
                "at least 1 input key is needed for '{name}' command"
            )));
        }
        let count = usize::try_from(count).map_err(|_| Refusal::syntax())?;
        let keys = call.rest(at + 1).get(..count).ok_or_else(Refusal::syntax)?;
        let mut inputs = Vec::new();
        for key in keys {
            inputs.push(match call.held(key).map(|held| &held.value) {
                None => Input::Missing,
                Some(Value::Set(set)) => Input::Plain(set),
                Some(Value::Sorted(sorted)) => Input::Sorted(sorted),
                Some(Value::Text(_) | Value::List(_) | Value::Hash(_) | Value::Stream(_)) => {
                    return Err(Refusal::wrong_type());
                }
            });
        }
        let mut query = Self {
            weights: vec![1.0; inputs.len()],
            inputs,
            aggregate: Aggregate::Sum,
            with_scores: false,
            limit: usize::MAX,
        };
        query.options(call, at + 1 + count, algebra, form)?;
        Ok(query)
    }

    fn options(
        &mut self,
        call: &Call<'_>,
        at: usize,
        algebra: Algebra,
        form: Form,
    ) -> Result<(), Refusal> {
        let is_weighted = algebra != Algebra::Difference && form != Form::Counted;
        let mut at = at;
        while at < call.words.len() {
            let left = call.words.len() - at - 1;
            if is_weighted && call.is(at, "WEIGHTS") && left >= self.inputs.len() {
                for weight in &mut self.weights {
                    at += 1;
                    *weight = number::double(call.word(at))
                        .ok_or_else(|| Refusal::new("weight value is not a float"))?;
                }
            } else if is_weighted && call.is(at, "AGGREGATE") && left >= 1 {
                at += 1;
                self.aggregate = match () {
                    () if call.is(at, "SUM") => Aggregate::Sum,
                    () if call.is(at, "MIN") => Aggregate::Min,
                    () if call.is(at, "MAX") => Aggregate::Max,
                    () => return Err(Refusal::syntax()),
                };
            } else if form == Form::Shown && call.is(at, "WITHSCORES") {
                self.with_scores = true;
            } else if form == Form::Counted && call.is(at, "LIMIT") && left >= 1 {
                at += 1;
                let limit = number::integer(call.word(at))
                    .and_then(|limit| usize::try_from(limit).ok())
                    .ok_or_else(|| Refusal::new("LIMIT can't be negative"))?;
                self.limit = if limit == 0 { usize::MAX } else { limit };
            } else {
                return Err(Refusal::syntax());
            }
            at += 1;
        }
        Ok(())
    }

    fn result(&self, call: &Call<'_>, algebra: Algebra) -> Result<SortedSet, Refusal> {
        let mut scores: Ordered<f64> = Ordered::default();
        let mut inputs: Vec<(&Input<'_>, f64)> =
            self.inputs.iter().zip(self.weights.iter().copied()).collect();
        if algebra != Algebra::Difference {
            inputs.sort_by_key(|(input, _)| input.len());
        }
        let weighed = |score: f64, weight: f64| number_or_nothing(score * weight);
        let (first, rest) = inputs.split_first().ok_or_else(Refusal::syntax)?;
        for (member, score) in first.0.all() {
            call.turn.steps(rest.len())?;
            let mut sum = weighed(score, first.1);
            let mut others = rest.iter().map(|(input, weight)| (input.score(&member), weight));
            let is_in = match algebra {
                Algebra::Union => true,
                Algebra::Intersection => others.all(|(score, weight)| {
                    score.is_some_and(|score| {
                        sum = self.aggregate.of(sum, weighed(score, *weight));
                        true
                    })
                }),
                Algebra::Difference => others.all(|(score, _)| score.is_none()),
            };
            if is_in && scores.len() < self.limit {
                scores.insert(member, sum);
            }
        }
        if algebra == Algebra::Union {
            for (input, weight) in rest {
                for (member, score) in input.all() {
                    call.turn.step()?;
                    let score = weighed(score, *weight);
                    let old = scores.get(&member);
                    let sum = old.map_or(score, |old| self.aggregate.of(*old, score));
                    scores.insert(member, sum);
                }
            }
        }
        let mut result = SortedSet::default();
        for (member, score) in scores.iter() {
            result.set(member.clone(), *score);
        }
        Ok(result)
    }
}

pub fn zunion(call: &mut Call<'_>) -> Answer {
    shown(call, Algebra::Union)
}

pub fn zinter(call: &mut Call<'_>) -> Answer {
    shown(call, Algebra::Intersection)
}

pub fn zdiff(call: &mut Call<'_>) -> Answer {
    shown(call, Algebra::Difference)
}

pub fn zunionstore(call: &mut Call<'_>) -> Answer {
    stored(call, Algebra::Union)
}

pub fn zinterstore(call: &mut Call<'_>) -> Answer {
    stored(call, Algebra::Intersection)
}

pub fn zdiffstore(call: &mut Call<'_>) -> Answer {
    stored(call, Algebra::Difference)
}

/// ZINTERCARD numkeys key [key ...] [LIMIT limit]
pub fn zintercard(call: &mut Call<'_>) -> Answer {
    let query = Query::parse(call, 1, Algebra::Intersection, Form::Counted)?;
    Ok(Reply::count(query.result(call, Algebra::Intersection)?.len()))
}

fn shown(call: &Call<'_>, algebra: Algebra) -> Answer {
    let query = Query::parse(call, 1, algebra, Form::Shown)?;
    let result = query.result(call, algebra)?;
    Ok(members(result.slice(0, usize::MAX), query.with_scores, call.is_resp3()))
}

fn stored(call: &mut Call<'_>, algebra: Algebra) -> Answer {
    let query = Query::parse(call, 2, algebra, Form::Stored)?;
    let result = query.result(call, algebra)?;
    let length = result.len();
    call.store_at(call.word(1), result.held());
    Ok(Reply::count(length))
}
