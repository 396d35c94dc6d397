//! Two texts line by line: what stayed, what went, what came, and what stands beside what.

use std::collections::HashMap;

/// Lines that two texts may differ by before the comparison gives up on finding the fewest.
const CHANGED_LINES_MAX: usize = 500;
/// Pairs of lines of one place that are compared to find out which of them belong together.
const PAIRS_MAX: usize = 10_000;
/// Two lines that share less than this, in per cent, do not stand side by side.
const LIKENESS_MIN: usize = 50;

/// What stands in one row of a comparison: lines of the two texts, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Same {
        left: usize,
        right: usize,
    },
    /// One line became another.
    Changed {
        left: usize,
        right: usize,
    },
    Gone {
        left: usize,
    },
    Come {
        right: usize,
    },
}

impl Row {
    pub fn is_same(self) -> bool {
        matches!(self, Row::Same { .. })
    }

    pub fn left(self) -> Option<usize> {
        match self {
            Row::Same { left, .. } | Row::Changed { left, .. } | Row::Gone { left } => Some(left),
            Row::Come { .. } => None,
        }
    }

    pub fn right(self) -> Option<usize> {
        match self {
            Row::Same { right, .. } | Row::Changed { right, .. } | Row::Come { right } => {
                Some(right)
            }
            Row::Gone { .. } => None,
        }
    }
}

/// The rows that show `left` beside `right`, in the order of both.
pub fn rows<L: AsRef<str>>(left: &[L], right: &[L]) -> Vec<Row> {
    let left: Vec<&str> = left.iter().map(AsRef::as_ref).collect();
    let right: Vec<&str> = right.iter().map(AsRef::as_ref).collect();
    let (left, right) = (&left[..], &right[..]);
    let mut rows = Vec::new();
    let (mut at_left, mut at_right) = (0, 0);
    let end = (left.len(), right.len());
    for (same_left, same_right) in common(left, right).into_iter().chain([end]) {
        rows.extend(beside(left, right, at_left..same_left, at_right..same_right));
        if (same_left, same_right) != end {
            rows.push(Row::Same { left: same_left, right: same_right });
        }
        (at_left, at_right) = (same_left + 1, same_right + 1);
    }
    rows
}

/// Pairs of equal lines, rising in both texts, as many as there are (Myers 1986, greedy).
fn common(left: &[&str], right: &[&str]) -> Vec<(usize, usize)> {
    let head = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left_rest, right_rest) = (&left[head..], &right[head..]);
    let tail = left_rest.iter().rev().zip(right_rest.iter().rev()).take_while(|(a, b)| a == b);
    let tail = tail.count();
    let (left_middle, right_middle) =
        (&left_rest[..left_rest.len() - tail], &right_rest[..right_rest.len() - tail]);
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    let middle = shortest(left_middle, right_middle);
    pairs.extend(middle.into_iter().map(|(a, b)| (a + head, b + head)));
    pairs.extend((0..tail).map(|at| (left.len() - tail + at, right.len() - tail + at)));
    pairs
}

/// The equal pairs on a shortest way from one text to the other; none where the way is too long.
fn shortest(left: &[&str], right: &[&str]) -> Vec<(usize, usize)> {
    // `reach[k]` is how far left one gets with so many edits on diagonal k = x - y; `trails` keeps
    // it for each number of edits, to walk back.
    let mut reach: HashMap<isize, usize> = HashMap::from([(1, 0)]);
    let mut trails = Vec::new();
    let far = |reach: &HashMap<isize, usize>, k: isize| reach.get(&k).copied();
    for edits in 0..=(left.len() + right.len()).min(CHANGED_LINES_MAX) {
        trails.push(reach.clone());
        let bound = isize::try_from(edits).unwrap_or(isize::MAX);
        for k in (-bound..=bound).step_by(2) {
            let mut x = step(far(&reach, k - 1), far(&reach, k + 1));
            let Some(mut y) = x.checked_add_signed(-k) else { continue };
            while x < left.len() && y < right.len() && left[x] == right[y] {
                (x, y) = (x + 1, y + 1);
            }
            reach.insert(k, x);
            if left.len() <= x && right.len() <= y {
                return walk_back(&trails, (left.len(), right.len()));
            }
        }
    }
    Vec::new()
}

/// How far left an edit leads: a line that goes (from the diagonal below) or one that comes.
fn step(below: Option<usize>, above: Option<usize>) -> usize {
    match (below, above) {
        (Some(below), Some(above)) if above <= below => below + 1,
        (Some(below), None) => below + 1,
        (_, Some(above)) => above,
        (None, None) => 0,
    }
}

fn walk_back(trails: &[HashMap<isize, usize>], end: (usize, usize)) -> Vec<(usize, usize)> {
    let (mut x, mut y) = end;
    let mut pairs = Vec::new();
    for (edits, reach) in trails.iter().enumerate().rev() {
        let diagonal = |x: usize, y: usize| {
            isize::try_from(x).unwrap_or(isize::MAX) - isize::try_from(y).unwrap_or(isize::MAX)
        };
        let k = diagonal(x, y);
        let (below, above) = (reach.get(&(k - 1)).copied(), reach.get(&(k + 1)).copied());
        let start_x = if edits == 0 { 0 } else { step(below, above) };
        let start_y = start_x.saturating_add_signed(-k);
        while start_x < x && start_y < y {
            (x, y) = (x - 1, y - 1);
            pairs.push((x, y));
        }
        if edits == 0 {
            break;
        }
        let went = match (below, above) {
            (Some(below), Some(above)) => above <= below,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if went { x = x.saturating_sub(1) } else { y = y.saturating_sub(1) }
    }
    pairs.reverse();
    pairs
}

/// The rows of a place where the texts differ: lines that are alike stand side by side.
fn beside(
    left: &[&str],
    right: &[&str],
    gone: std::ops::Range<usize>,
    come: std::ops::Range<usize>,
) -> Vec<Row> {
    let pairs = alike(&left[gone.clone()], &right[come.clone()]);
    let mut rows = Vec::new();
    let (mut at_left, mut at_right) = (gone.start, come.start);
    let end = (gone.end, come.end);
    let pairs = pairs.into_iter().map(|(a, b)| (a + gone.start, b + come.start));
    for (to_left, to_right) in pairs.chain([end]) {
        rows.extend((at_left..to_left).map(|left| Row::Gone { left }));
        rows.extend((at_right..to_right).map(|right| Row::Come { right }));
        if (to_left, to_right) != end {
            rows.push(Row::Changed { left: to_left, right: to_right });
        }
        (at_left, at_right) = (to_left + 1, to_right + 1);
    }
    rows
}

/// Pairs of lines that share most of their letters, rising in both, with the most likeness in all.
fn alike(left: &[&str], right: &[&str]) -> Vec<(usize, usize)> {
    if left.is_empty() || right.is_empty() || PAIRS_MAX < left.len() * right.len() {
        return Vec::new();
    }
    let likeness: Vec<Vec<usize>> =
        left.iter().map(|a| right.iter().map(|b| likeness(a, b)).collect()).collect();
    // `best[i][j]`: the most likeness that the lines from i and from j on can have.
    let mut best = vec![vec![0; right.len() + 1]; left.len() + 1];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            let paired = best[i + 1][j + 1] + likeness[i][j];
            best[i][j] = paired.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < left.len() && j < right.len() {
        if 0 < likeness[i][j] && best[i][j] == best[i + 1][j + 1] + likeness[i][j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i][j] == best[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Neighbouring letters that two lines share, in per cent of all (Dice); 0 where it is too little.
fn likeness(left: &str, right: &str) -> usize {
    let letters = |line: &str| {
        let bare: Vec<char> = line.chars().filter(|ch| !ch.is_whitespace()).collect();
        bare.windows(2).map(|two| (two[0], two[1])).collect::<Vec<_>>()
    };
    let (left, mut right) = (letters(left), letters(right));
    let all = left.len() + right.len();
    let shared = left
        .iter()
        .filter(|two| {
            let at = right.iter().position(|other| other == *two);
            at.map(|at| right.swap_remove(at)).is_some()
        })
        .count();
    let percent = (200 * shared).checked_div(all).unwrap_or(0);
    if percent < LIKENESS_MIN { 0 } else { percent }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(left: &[&str], right: &[&str], expected: &str) {
        let shown = rows(left, right).into_iter().map(|row| match row {
            Row::Same { left: at, .. } => format!("  {}", left[at]),
            Row::Changed { left: a, right: b } => format!("~ {} / {}", left[a], right[b]),
            Row::Gone { left: at } => format!("- {}", left[at]),
            Row::Come { right: at } => format!("+ {}", right[at]),
        });
        assert_eq!(shown.collect::<Vec<_>>().join("\n"), expected);
    }

    #[test]
    fn lines_stay_go_and_come() {
        check(&["a", "b", "c"], &["a", "c", "d"], "  a\n- b\n  c\n+ d");
        check(&[], &["a"], "+ a");
        check(&["a"], &[], "- a");
        check(&["a"], &["a"], "  a");
        check(&["x", "a", "b"], &["a", "b", "y"], "- x\n  a\n  b\n+ y");
    }

    #[test]
    fn lines_that_are_alike_stand_side_by_side() {
        check(
            &["const [scheme, token] = header.split(\" \");", "req.user = jwt.decode(token);"],
            &[
                "const [scheme, token] = header.split(/ +/);",
                "try {",
                "req.user = jwt.verify(token, SECRET);",
                "} catch {",
            ],
            "~ const [scheme, token] = header.split(\" \"); / const [scheme, token] = \
             header.split(/ +/);\n+ try {\n~ req.user = jwt.decode(token); / req.user = \
             jwt.verify(token, SECRET);\n+ } catch {",
        );
    }

    proptest! {
        #[test]
        fn each_line_of_both_texts_stands_in_one_row(
            left in prop::collection::vec("[abc]{0,2}", 0..30),
            right in prop::collection::vec("[abc]{0,2}", 0..30),
        ) {
            let (left, right): (Vec<&str>, Vec<&str>) = (
                left.iter().map(String::as_str).collect(),
                right.iter().map(String::as_str).collect(),
            );
            let rows = rows(&left, &right);
            let all = |side: fn(Row) -> Option<usize>| {
                rows.iter().filter_map(|row| side(*row)).collect::<Vec<_>>()
            };
            prop_assert_eq!(all(Row::left), (0..left.len()).collect::<Vec<_>>());
            prop_assert_eq!(all(Row::right), (0..right.len()).collect::<Vec<_>>());
            for row in rows {
                if let Row::Same { left: a, right: b } = row {
                    prop_assert_eq!(left[a], right[b]);
                }
            }
        }
    }
}
