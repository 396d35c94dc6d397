//! What a learner's own server prints: its last bytes are kept, however much there is.

use std::{
    collections::VecDeque,
    fmt::Write as _,
    io::Read,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// Bytes that are kept.
pub const LOG_BYTES_MAX: usize = 64 << 10;

/// The end of what was printed so far, both streams, in order.
#[derive(Debug)]
pub struct Log {
    kept: Arc<Mutex<Kept>>,
    reader: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Kept {
    bytes: VecDeque<u8>,
    /// All that came, in bytes.
    total: u64,
}

impl Kept {
    fn add(&mut self, piece: &[u8]) {
        self.total += piece.len() as u64;
        let tail = &piece[piece.len().saturating_sub(LOG_BYTES_MAX)..];
        let over = (self.bytes.len() + tail.len()).saturating_sub(LOG_BYTES_MAX);
        self.bytes.drain(..over);
        self.bytes.extend(tail);
    }

    fn since(&self, from: u64) -> String {
        let wanted = usize::try_from(self.total.saturating_sub(from)).unwrap_or(usize::MAX);
        let skipped = self.bytes.len().saturating_sub(wanted);
        let bytes: Vec<u8> = self.bytes.iter().skip(skipped).copied().collect();
        let text = without_colours(&String::from_utf8_lossy(&bytes));
        let lost = wanted.saturating_sub(self.bytes.len());
        if lost == 0 {
            return text;
        }
        let mut whole = String::new();
        let _ = writeln!(whole, "… {lost} bytes before this were not kept");
        // The first line that is left is most likely a part of one.
        whole.push_str(text.split_once('\n').map_or(text.as_str(), |(_, rest)| rest));
        whole
    }
}

impl Log {
    /// Reads `stream` on a thread of its own until it ends, so that its writer never waits.
    pub fn of(mut stream: impl Read + Send + 'static) -> Log {
        let kept = Arc::new(Mutex::new(Kept::default()));
        let theirs = Arc::clone(&kept);
        let read = move || {
            let mut piece = [0; 16 << 10];
            while let Ok(n) = stream.read(&mut piece)
                && 0 < n
            {
                theirs.lock().unwrap_or_else(PoisonError::into_inner).add(&piece[..n]);
            }
        };
        let reader = thread::Builder::new().name("own-server-log".to_owned()).spawn(read).ok();
        Log { kept, reader }
    }

    /// Bytes that came so far.
    pub fn total(&self) -> u64 {
        self.kept().total
    }

    /// What came after the first `from` bytes, as far as it is kept; colours are left out.
    pub fn since(&self, from: u64) -> String {
        self.kept().since(from)
    }

    /// Waits until the stream has ended, at most `most`: the last words of what died.
    pub fn settle(&self, most: Duration) {
        let until = Instant::now() + most;
        while self.reader.as_ref().is_some_and(|reader| !reader.is_finished())
            && Instant::now() < until
        {
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Servers colour their lines even where nobody sees it (ECMA-48, SGR).
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let end = after.find(|ch: char| !ch.is_ascii_digit() && ch != ';');
        if let Some(end) = end.filter(|end| after[*end..].starts_with('m')) {
            rest = &after[end + 1..];
        } else {
            plain.push_str("\u{1b}[");
            rest = after;
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_kept_and_the_rest_is_counted() {
        let mut kept = Kept::default();
        kept.add(b"one\n");
        let from = kept.total;
        kept.add(b"two\n");
        assert_eq!(kept.since(from), "two\n");
        for _ in 0..20_000 {
            kept.add(b"a line\n");
        }
        kept.add(b"the last\n");
        assert_eq!(kept.bytes.len(), LOG_BYTES_MAX);
        let text = kept.since(0);
        assert!(
            text.starts_with("… 74481 bytes before this were not kept\na line\n"),
            "{text:.60}"
        );
        assert!(text.ends_with("a line\nthe last\n"));
        kept.add(&vec![b'x'; 200_000]);
        assert_eq!(kept.bytes.len(), LOG_BYTES_MAX);
    }

    #[test]
    fn colours_go_and_other_escapes_stay_to_be_made_visible() {
        assert_eq!(without_colours("\u{1b}[31m\u{1b}[1mred\u{1b}[0m \u{1b}[2J"), "red \u{1b}[2J");
        assert_eq!(without_colours("\u{1b}["), "\u{1b}[");
    }

    #[test]
    fn a_stream_is_read_to_its_end() {
        let log = Log::of(&b"all of it"[..]);
        log.settle(Duration::from_secs(5));
        assert_eq!((log.total(), log.since(4).as_str()), (9, "of it"));
    }
}
