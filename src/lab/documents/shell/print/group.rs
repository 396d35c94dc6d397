//! A long list's elements in columns, as Node groups more than six of them.

/// Columns beside each other at most.
const COLUMNS_MAX: f64 = 12.0;
const SEPARATOR: usize = 2;
/// How much higher than wide a character is; the grid of elements comes out about square.
const CHARACTER_HEIGHTS: f64 = 2.5;

/// The parts as rows. `has_rest` says that the last part is the note about elements left out, which
/// keeps a row of its own; `to_the_right` that numbers stand under each other.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths of lines are small and the count is cut to COLUMNS_MAX"
)]
pub fn in_columns(
    parts: Vec<String>,
    has_rest: bool,
    to_the_right: bool,
    indent: usize,
    line: usize,
) -> Vec<String> {
    let count = parts.len() - usize::from(has_rest);
    let widths: Vec<usize> = parts[..count].iter().map(|part| width(part)).collect();
    let total: usize = widths.iter().map(|width| width + SEPARATOR).sum();
    let widest = widths.iter().copied().max().unwrap_or(0);
    let cell = widest + SEPARATOR;
    let is_dense = total as f64 / cell as f64 > 5.0 || widest <= 6;
    if cell * 3 + indent >= line || !is_dense {
        return parts;
    }
    let bias = (cell as f64 - total as f64 / parts.len() as f64).sqrt();
    let biased = (cell as f64 - 3.0 - bias).max(1.0);
    let square = (CHARACTER_HEIGHTS * biased * count as f64).sqrt() / biased;
    let fitting = ((line - indent) as f64 / cell as f64).floor();
    let columns = square.round().min(fitting).min(COLUMNS_MAX) as usize;
    if columns <= 1 {
        return parts;
    }
    let column_widths: Vec<usize> = (0..columns)
        .map(|column| widths.iter().skip(column).step_by(columns).copied().max().unwrap_or(0))
        .collect();
    let mut rows: Vec<String> = (0..count)
        .step_by(columns)
        .map(|from| {
            let to = (from + columns).min(count);
            row(&parts[from..to], &widths[from..to], &column_widths, to_the_right)
        })
        .collect();
    rows.extend(parts.into_iter().skip(count));
    rows
}

fn row(parts: &[String], widths: &[usize], columns: &[usize], to_the_right: bool) -> String {
    let mut row = String::new();
    for (at, (part, width)) in parts.iter().zip(widths).enumerate() {
        let is_last = at + 1 == parts.len();
        let room = " ".repeat(columns[at].saturating_sub(*width));
        if to_the_right {
            row.push_str(&room);
        }
        row.push_str(part);
        if !is_last {
            row.push_str(", ");
            if !to_the_right {
                row.push_str(&room);
            }
        }
    }
    row
}

/// Columns of a terminal that the text takes, as Node counts them.
fn width(text: &str) -> usize {
    text.chars().map(character_width).sum()
}

fn character_width(ch: char) -> usize {
    match ch {
        '\u{0}'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1f9ff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}
