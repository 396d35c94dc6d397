//! The whole of an input packed or unpacked, as the functions of `zlib` with a callback do it.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::{Failure, Scales};

/// What a codec holds of what went by, and its tables.
pub const WINDOW_BYTES: usize = 300 << 10;
/// Bytes that one step gives at most.
const PIECE_BYTES: usize = 64 << 10;

/// What is to be packed or unpacked.
#[derive(Debug)]
pub struct Packing {
    pub format: Format,
    /// `None` unpacks.
    pub level: Option<u32>,
    pub window_bits: u8,
    pub dictionary: Option<Vec<u8>>,
    pub bytes: Vec<u8>,
    /// How the end is written; an input that ends too early is an error only for `Finish`.
    pub ending: FlushCompress,
    /// Bytes that may come out.
    pub most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Zlib,
    Gzip,
    Raw,
}

impl Packing {
    pub fn given_bytes(&self) -> usize {
        self.bytes.len() + self.dictionary.as_ref().map_or(0, Vec::len)
    }

    /// # Errors
    /// `!` and what is wrong with the data, or `dictionary`, `bad dictionary`, `stream`, `early`,
    /// `long` for what `zlib` has words of its own.
    pub fn run(&self, scales: &mut Scales<'_>) -> Result<Vec<u8>, Failure> {
        match self.level {
            Some(level) => self.pack(level, scales),
            None => self.unpack(scales),
        }
    }

    fn pack(&self, level: u32, scales: &mut Scales<'_>) -> Result<Vec<u8>, Failure> {
        let level = Compression::new(level);
        let mut codec = match self.format {
            Format::Gzip => Compress::new_gzip(level, self.window_bits),
            Format::Zlib => Compress::new_with_window_bits(level, true, self.window_bits),
            Format::Raw => Compress::new_with_window_bits(level, false, self.window_bits),
        };
        if let Some(dictionary) = &self.dictionary {
            // As with a stream: one that does not fit changes nothing.
            drop(codec.set_dictionary(dictionary));
        }
        let mut output = Vec::new();
        loop {
            self.make_room(&mut output, scales)?;
            let from = usize::try_from(codec.total_in()).unwrap_or(usize::MAX);
            let rest = self.bytes.get(from..).unwrap_or_default();
            let status = codec.compress_vec(rest, &mut output, self.ending);
            let status = status.map_err(|_| word("stream"))?;
            if self.most < output.len() {
                return Err(word("long"));
            }
            let is_full = output.len() == output.capacity();
            if status == Status::StreamEnd || !is_full {
                return Ok(output);
            }
        }
    }

    fn unpack(&self, scales: &mut Scales<'_>) -> Result<Vec<u8>, Failure> {
        let mut output = Vec::new();
        let mut rest = self.bytes.as_slice();
        loop {
            let (taken, has_ended) = self.unpack_one(rest, &mut output, scales)?;
            rest = &rest[taken..];
            // Gzip files may stand one behind the other; only zeros behind the end are left out.
            let follows = rest.first().is_some_and(|byte| *byte != 0);
            if has_ended && self.format == Format::Gzip && follows {
                continue;
            }
            if !has_ended && matches!(self.ending, FlushCompress::Finish) {
                return Err(word("early"));
            }
            return Ok(output);
        }
    }

    /// Bytes that it used, and whether it came to the end of what was packed.
    fn unpack_one(
        &self,
        input: &[u8],
        output: &mut Vec<u8>,
        scales: &mut Scales<'_>,
    ) -> Result<(usize, bool), Failure> {
        let mut codec = match self.format {
            Format::Gzip => Decompress::new_gzip(self.window_bits),
            Format::Zlib => Decompress::new_with_window_bits(true, self.window_bits),
            Format::Raw => Decompress::new_with_window_bits(false, self.window_bits),
        };
        if let (Some(dictionary), Format::Raw) = (&self.dictionary, self.format) {
            drop(codec.set_dictionary(dictionary));
        }
        loop {
            self.make_room(output, scales)?;
            let taken = usize::try_from(codec.total_in()).unwrap_or(usize::MAX);
            let before = output.len();
            let rest = input.get(taken..).unwrap_or_default();
            match codec.decompress_vec(rest, output, FlushDecompress::Sync) {
                Ok(Status::StreamEnd) => {
                    if self.most < output.len() {
                        return Err(word("long"));
                    }
                    return Ok((usize::try_from(codec.total_in()).unwrap_or(usize::MAX), true));
                }
                Ok(Status::Ok | Status::BufError) => {}
                Err(error) if error.needs_dictionary().is_some() => {
                    let dictionary = self.dictionary.as_ref().ok_or_else(|| word("dictionary"))?;
                    codec.set_dictionary(dictionary).map_err(|_| word("bad dictionary"))?;
                    continue;
                }
                Err(error) => {
                    return Err(word(&format!("!{}", error.message().unwrap_or("invalid data"))));
                }
            }
            if self.most < output.len() {
                return Err(word("long"));
            }
            let now = usize::try_from(codec.total_in()).unwrap_or(usize::MAX);
            let is_full = output.len() == output.capacity();
            if !is_full && (now == taken && output.len() == before || input.len() <= now) {
                return Ok((now, false));
            }
        }
    }

    /// Room for another piece; it doubles, as a vector does.
    fn make_room(&self, output: &mut Vec<u8>, scales: &mut Scales<'_>) -> Result<(), Failure> {
        if output.len() < output.capacity() {
            return Ok(());
        }
        let more = output.capacity().clamp(PIECE_BYTES, self.most.max(PIECE_BYTES));
        scales.hold(more)?;
        output.reserve_exact(more);
        Ok(())
    }
}

fn word(word: &str) -> Failure {
    Failure::Refused(word.to_owned())
}
