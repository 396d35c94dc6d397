//! The bytes of a request and of its answer, as they were recorded.

use crate::{
    screen::{
        theme::Role,
        widget::rows::{Row, span},
    },
    tutor::recording::{answer_bytes, request_bytes},
};

use super::Xray;

/// Bytes of each side that are shown.
const BYTES_MAX: usize = 64 << 10;
/// Columns of the number of the first byte, and of the gap before the characters.
const AROUND: u16 = 10;
/// Columns that a byte takes: two digits, a space, its character.
const EACH: u16 = 4;

impl Xray {
    /// Both sides in rows of as many bytes as fit, in groups of four.
    pub(super) fn bytes(&self, width: u16) -> Vec<Row> {
        let trace = &self.recording.trace;
        let failure = self.failure();
        let sent = request_bytes(trace, &self.timeline, self.at);
        let mut back = answer_bytes(trace, &self.timeline, self.at);
        // What a failed check got is whole, and its recording may be cut.
        if let Some(got) = failure.and_then(|failure| failure.got.as_ref()) {
            let head = back.windows(4).position(|four| four == b"\r\n\r\n");
            if let Some(head) = head.filter(|head| back.len() - head - 4 < got.body.len()) {
                back.truncate(head + 4);
                back.extend_from_slice(&got.body);
            }
        }
        let mut rows = side("sent", &sent, width);
        rows.push(Row::empty());
        rows.extend(side("back", &back, width));
        rows
    }
}

fn side(label: &str, bytes: &[u8], width: u16) -> Vec<Row> {
    if bytes.is_empty() {
        return vec![Row::of(vec![
            span(format!("{label}  "), Role::Muted),
            span("nothing", Role::Text),
        ])];
    }
    let per_row = usize::from((width.saturating_sub(AROUND) / EACH).clamp(4, 16)) / 4 * 4;
    let count = format!("{} bytes", bytes.len());
    let mut rows = vec![Row::words(label, Role::Muted).with_right(count, Role::Muted)];
    for (index, part) in bytes[..bytes.len().min(BYTES_MAX)].chunks(per_row).enumerate() {
        let digits: Vec<String> = part.iter().map(|byte| format!("{byte:02x} ")).collect();
        let digits = digits.concat();
        let characters: String = part.iter().map(|byte| character(*byte)).collect();
        let air = per_row * 3 - digits.len() + 2;
        rows.push(Row::of(vec![
            span(format!("{:06x}  ", index * per_row), Role::Muted),
            span(digits + &" ".repeat(air), Role::Text),
            span(characters, Role::Code),
        ]));
    }
    if BYTES_MAX < bytes.len() {
        rows.push(Row::words(format!("… {} more bytes", bytes.len() - BYTES_MAX), Role::Muted));
    }
    rows
}

fn character(byte: u8) -> char {
    if (0x20..0x7f).contains(&byte) { char::from(byte) } else { '·' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_stand_in_rows_with_their_characters() {
        let text = |rows: Vec<Row>| -> Vec<String> {
            let words = |row: &Row| row.spans.iter().map(|span| span.text.as_str()).collect();
            rows.iter().map(words).collect()
        };
        let rows = text(side("sent", b"GET /\r\n\xff", 27));
        assert_eq!(rows, ["sent", "000000  47 45 54 20   GET ", "000004  2f 0d 0a ff   /···"]);
        assert_eq!(text(side("back", b"", 27)), ["back  nothing"]);
        assert_eq!(text(side("back", b"a", 60))[1], format!("000000  61 {}a", " ".repeat(35)));
    }
}
