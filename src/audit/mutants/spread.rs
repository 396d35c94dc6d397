//! A part of many changes that stands for all: of each kind some, and over all lines. The same
//! changes give the same part.

use std::collections::BTreeMap;

use crate::audit::mutants::Mutant;

/// At most `most` of `all`, in their order. The kinds take turns; within a kind comes first what is
/// the learner's own work, then what lies farthest from those that were taken.
pub fn spread(all: Vec<Mutant>, most: usize) -> Vec<Mutant> {
    if all.len() <= most {
        return all;
    }
    let mut kinds: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, mutant) in all.iter().enumerate() {
        kinds.entry((mutant.given, mutant.operator())).or_default().push(index);
    }
    let mut taken = vec![false; all.len()];
    let mut left = most;
    for given in [false, true] {
        let mut queues: Vec<_> = kinds
            .iter()
            .filter(|((is_given, _), _)| *is_given == given)
            .map(|(_, indexes)| halved(indexes).into_iter())
            .collect();
        while 0 < left && !queues.is_empty() {
            queues.retain_mut(|queue| {
                let next = queue.next().filter(|_| 0 < left);
                if let Some(index) = next {
                    taken[index] = true;
                    left -= 1;
                }
                next.is_some()
            });
        }
    }
    all.into_iter().zip(taken).filter(|(_, taken)| *taken).map(|(mutant, _)| mutant).collect()
}

/// The first, the last, the one in the middle, then those in the middle of what is between.
fn halved(indexes: &[usize]) -> Vec<usize> {
    let Some((last, _)) = indexes.split_last() else { return Vec::new() };
    let mut ordered = vec![indexes[0]];
    if 1 < indexes.len() {
        ordered.push(*last);
    }
    let mut gaps = std::collections::VecDeque::from([(0, indexes.len() - 1)]);
    while let Some((from, to)) = gaps.pop_front() {
        if from + 1 < to {
            let middle = usize::midpoint(from, to);
            ordered.push(indexes[middle]);
            gaps.extend([(from, middle), (middle, to)]);
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::mutants::edit::{Edit, Operator};

    fn mutant(at: usize, operator: Operator, given: bool) -> Mutant {
        let edit = Edit { operator, range: at..at + 1, put: String::new(), change: at.to_string() };
        Mutant { file: "a.js".into(), line: 1, column: 1, given, edit }
    }

    fn chosen(all: &[(Operator, bool)], most: usize) -> Vec<usize> {
        let all: Vec<_> =
            all.iter().enumerate().map(|(at, (kind, given))| mutant(at, *kind, *given)).collect();
        spread(all, most).iter().map(|mutant| mutant.edit.range.start).collect()
    }

    #[test]
    fn kinds_take_turns_and_lines_are_spread() {
        let numbers = [(Operator::Number, false); 9];
        assert_eq!(chosen(&numbers, 3), [0, 4, 8]);
        let mut mixed = numbers.to_vec();
        mixed.push((Operator::Await, false));
        assert_eq!(chosen(&mixed, 3), [0, 8, 9]);
        assert_eq!(chosen(&mixed, 10).len(), 10);
        assert_eq!(chosen(&mixed, 0), [0; 0]);
    }

    #[test]
    fn what_was_given_comes_last() {
        let all = [(Operator::Number, true), (Operator::Number, false), (Operator::Await, true)];
        assert_eq!(chosen(&all, 1), [1]);
        assert_eq!(chosen(&all, 2).len(), 2);
    }
}
