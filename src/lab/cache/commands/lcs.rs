//! LCS: what two strings have in common, in order.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    number,
    refusal::Refusal,
    reply::Reply,
    turn::Turn,
    value::Text,
};

/// Cells of the table of lengths, 16 MB: 2,000 bytes against 2,000.
const CELLS_MAX: usize = 4_100_000;

/// LCS key1 key2 [LEN] [IDX] [MINMATCHLEN n] [WITHMATCHLEN]
pub fn lcs(call: &mut Call<'_>) -> Answer {
    let text = |key: &[u8]| -> Result<Bytes, Refusal> {
        let held = call
            .read::<Text>(key)
            .map_err(|_| Refusal::new("The specified keys must contain string values"))?;
        Ok(held.map(|text| text.bytes().clone()).unwrap_or_default())
    };
    let (left, right) = (text(call.word(1))?, text(call.word(2))?);
    let (mut only_length, mut with_ranges, mut with_lengths, mut shortest) =
        (false, false, false, 0);
    let mut at = 3;
    while at < call.words.len() {
        if call.is(at, "IDX") {
            with_ranges = true;
        } else if call.is(at, "LEN") {
            only_length = true;
        } else if call.is(at, "WITHMATCHLEN") {
            with_lengths = true;
        } else if call.is(at, "MINMATCHLEN") && at + 1 < call.words.len() {
            at += 1;
            shortest = call.integer(at)?.max(0);
        } else {
            return Err(Refusal::syntax());
        }
        at += 1;
    }
    if only_length && with_ranges {
        return Err(Refusal::new("If you want both the length and indexes, please just use IDX."));
    }
    let (common, runs) = longest(&left, &right, call.turn)?;
    if only_length {
        return Ok(Reply::count(common.len()));
    }
    if !with_ranges {
        return Ok(Reply::bulk(common));
    }
    let runs = runs.into_iter().filter(|run| number::count(run.length) >= shortest.max(1));
    let matches = runs.map(|run| run.reply(with_lengths)).collect();
    Ok(Reply::Map(vec![
        (Reply::bulk("matches"), Reply::Array(matches)),
        (Reply::bulk("len"), Reply::count(common.len())),
    ]))
}

/// Bytes in a row that are the same in both strings.
struct Run {
    left: usize,
    right: usize,
    length: usize,
}

impl Run {
    fn reply(&self, with_length: bool) -> Reply {
        let range = |start: usize| {
            Reply::Array(vec![Reply::count(start), Reply::count(start + self.length - 1)])
        };
        let mut parts = vec![range(self.left), range(self.right)];
        if with_length {
            parts.push(Reply::count(self.length));
        }
        Reply::Array(parts)
    }
}

/// The longest common subsequence, and its runs from the last to the first.
fn longest(left: &[u8], right: &[u8], turn: &Turn) -> Result<(Vec<u8>, Vec<Run>), Refusal> {
    let width = right.len() + 1;
    let cells = (left.len() + 1).checked_mul(width).filter(|cells| *cells <= CELLS_MAX);
    let Some(cells) = cells else {
        return Err(Refusal::new(
            "Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len",
        ));
    };
    let mut lengths = vec![0_u32; cells];
    for (row, a) in left.iter().enumerate() {
        turn.steps(width)?;
        for (column, b) in right.iter().enumerate() {
            let here = (row + 1) * width + column + 1;
            lengths[here] = if a == b {
                lengths[here - width - 1] + 1
            } else {
                lengths[here - width].max(lengths[here - 1])
            };
        }
    }
    let (mut i, mut j) = (left.len(), right.len());
    let (mut common, mut runs): (Vec<u8>, Vec<Run>) = (Vec::new(), Vec::new());
    while i > 0 && j > 0 {
        if left[i - 1] == right[j - 1] {
            (i, j) = (i - 1, j - 1);
            common.push(left[i]);
            match runs.last_mut() {
                Some(run) if run.left == i + 1 && run.right == j + 1 => {
                    (run.left, run.right, run.length) = (i, j, run.length + 1);
                }
                _ => runs.push(Run { left: i, right: j, length: 1 }),
            }
        } else if lengths[(i - 1) * width + j] > lengths[i * width + j - 1] {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    common.reverse();
    Ok((common, runs))
}
