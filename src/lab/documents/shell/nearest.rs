//! The name that somebody may have meant.

/// Names that are longer are nobody's slip of the finger.
const NAME_CHARACTERS_MAX: usize = 40;

/// The one of `names` that `typed` is a slip of: same but for the case, or a letter or two away.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = typed.chars().count();
    if length > NAME_CHARACTERS_MAX {
        return None;
    }
    let allowed = match length {
        0..=3 => 0,
        4..=5 => 1,
        _ => 2,
    };
    let lower = typed.to_lowercase();
    names
        .into_iter()
        .filter(|name| *name != typed)
        .map(|name| (distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// `did you mean ..?`, if there is a nearest name.
pub fn did_you_mean<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(typed, names).map(|name| format!("did you mean `{name}`?"))
}

/// Letters to insert, remove, replace, or swap with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (row, from) in a.iter().enumerate() {
        let mut this = vec![row + 1];
        for (column, to) in b.iter().enumerate() {
            let replaced = last[column] + usize::from(from != to);
            let mut best = replaced.min(last[column + 1] + 1).min(this[column] + 1);
            let is_swap = row > 0 && column > 0 && a[row - 1] == *to && *from == b[column - 1];
            if is_swap && let Some(swapped) = before.get(column - 1) {
                best = best.min(swapped + 1);
            }
            this.push(best);
        }
        before = std::mem::replace(&mut last, this);
    }
    last[b.len()]
}
