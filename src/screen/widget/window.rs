//! Which rows of a list or a text are seen when not all fit.

use std::ops::Range;

/// Rows kept in view below the chosen one.
const BELOW: usize = 2;

/// The rows of `total` that `height` rows show, so that `chosen` is among them. Everything from
/// the start for as long as possible.
pub fn around(total: usize, height: usize, chosen: usize) -> Range<usize> {
    let last = total.saturating_sub(height);
    let needed = (chosen + BELOW + 1).saturating_sub(height);
    let start = needed.min(last).min(chosen);
    start..total.min(start + height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_is_always_seen() {
        for total in 0..9 {
            for height in 1..9 {
                for chosen in 0..total {
                    assert!(around(total, height, chosen).contains(&chosen));
                }
            }
        }
        assert_eq!(around(20, 5, 0), 0..5);
        assert_eq!(around(20, 5, 10), 8..13);
        assert_eq!(around(20, 5, 19), 15..20);
        assert_eq!(around(3, 0, 1), 1..1);
    }
}
