//! Members with scores as replies give them, and scores as commands ask for them.

use crate::lab::cache::{bytes::Bytes, number, reply::Reply};

/// Members as a reply gives them: with scores, RESP2 lists them in turn and RESP3 in pairs.
pub fn members(members: Vec<(Bytes, f64)>, with_scores: bool, in_pairs: bool) -> Reply {
    let members = members.into_iter();
    let pair = |(member, score): (Bytes, f64)| [Reply::Bulk(member), Reply::Double(score)];
    Reply::Array(match (with_scores, in_pairs) {
        (false, _) => members.map(|(member, _)| Reply::Bulk(member)).collect(),
        (true, true) => members.map(|member| Reply::Array(pair(member).to_vec())).collect(),
        (true, false) => members.flat_map(pair).collect(),
    })
}

/// A bound that ZCOUNT and its relatives take: a number, `(` before it where it is not included.
pub fn score_bound(word: &[u8]) -> Option<(f64, bool)> {
    match word.strip_prefix(b"(") {
        Some(rest) => number::loose_double(rest).map(|score| (score, true)),
        None => number::loose_double(word).map(|score| (score, false)),
    }
}
