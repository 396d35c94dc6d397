//! What a program prints while it runs, as lines.

use std::mem;

/// Bytes of a line that are told.
pub const LINE_BYTES_MAX: usize = 2 << 10;

/// The line that has no end yet.
#[derive(Debug, Default)]
pub struct Lines {
    open: String,
    /// More of it came than is told.
    is_cut: bool,
}

impl Lines {
    /// The lines that end with this text. The rest of a long one is left out, and the line below
    /// says so.
    pub fn take(&mut self, text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for piece in text.split_inclusive('\n') {
            let ended = piece.strip_suffix('\n');
            lines.extend(self.add(ended.unwrap_or(piece)));
            if ended.is_some() {
                let open = mem::take(&mut self.open);
                lines.extend(Some(open).filter(|_| !mem::take(&mut self.is_cut)));
            }
        }
        lines
    }

    /// The line that never got its end.
    pub fn end(&mut self) -> Option<String> {
        Some(mem::take(&mut self.open)).filter(|open| !open.is_empty())
    }

    /// A line that has reached the limit is told at once: it may never end.
    fn add(&mut self, piece: &str) -> Vec<String> {
        if self.is_cut {
            return Vec::new();
        }
        let room = LINE_BYTES_MAX - self.open.len();
        if piece.len() <= room {
            self.open.push_str(piece);
            return Vec::new();
        }
        self.open.push_str(&piece[..piece.floor_char_boundary(room)]);
        self.is_cut = true;
        let more =
            format!("… the line above is longer; {} kB of it are shown", LINE_BYTES_MAX >> 10);
        vec![mem::take(&mut self.open), more]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MORE: &str = "… the line above is longer; 2 kB of it are shown";

    #[test]
    fn lines_end_where_the_program_ends_them() {
        let mut lines = Lines::default();
        assert_eq!(lines.take("a\n\nb"), ["a", ""]);
        assert_eq!(lines.take("c"), [""; 0]);
        assert_eq!(lines.take("\nd"), ["bc"]);
        assert_eq!((lines.end().as_deref(), lines.end()), (Some("d"), None));
    }

    #[test]
    fn a_long_line_is_cut_at_once_and_its_rest_is_left_out() {
        let mut lines = Lines::default();
        let long = "é".repeat(512 << 10);
        let told = "é".repeat(LINE_BYTES_MAX / 2);
        assert_eq!(lines.take(&long), [told.as_str(), MORE]);
        assert_eq!(lines.take(&long), [""; 0]);
        assert_eq!(lines.take("é\nnext\n"), ["next"]);
        assert_eq!(lines.take(&format!("{told}\n")), [told.as_str()]);
        // A character is never cut in two.
        assert_eq!(lines.take(&format!("x{long}\n")), [&format!("x{}", &told[2..]), MORE]);
        assert_eq!(lines.end(), None);
    }
}
