//! Compression as `zlib` asks for it: a piece in, at most so many bytes out.

use std::{cell::RefCell, rc::Rc};

use flate2::{
    Compress, Compression, Decompress, DecompressError, FlushCompress, FlushDecompress, Status,
};
use rquickjs::{Array, ArrayBuffer, Ctx, IntoJs, Object, Result, Value};

use super::{give, with_bytes};

/// Bytes that one call gives at most.
const ROOM_BYTES_MAX: usize = 1 << 20;

pub fn install<'js>(object: &Object<'js>) -> Result<()> {
    give(object, "newDeflater", |ctx: Ctx<'js>, format: String, level: u32, bits: u8| {
        let level = Compression::new(level);
        let inner = match format.as_str() {
            "gzip" => Compress::new_gzip(level, bits),
            "zlib" => Compress::new_with_window_bits(level, true, bits),
            _ => Compress::new_with_window_bits(level, false, bits),
        };
        handle(&ctx, Codec::In(inner))
    })?;
    give(object, "newInflater", |ctx: Ctx<'js>, format: String, bits: u8| {
        let inner = match format.as_str() {
            "gzip" => Decompress::new_gzip(bits),
            "zlib" => Decompress::new_with_window_bits(true, bits),
            _ => Decompress::new_with_window_bits(false, bits),
        };
        handle(&ctx, Codec::Out(inner))
    })?;
    give(object, "crc32", |ctx: Ctx<'js>, bytes: Value<'js>, begun: u32| {
        with_bytes(&ctx, &bytes, |bytes| crc32(bytes, begun))
    })
}

enum Codec {
    In(Compress),
    Out(Decompress),
}

/// `step(bytes, from, flush, room) -> [taken, ArrayBuffer, word]`, where the word is `ok`, `end`,
/// `dictionary`, or `!` and why the data is wrong; `setDictionary(bytes) -> boolean`.
fn handle<'js>(ctx: &Ctx<'js>, codec: Codec) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    let codec = Rc::new(RefCell::new(codec));
    let this = Rc::clone(&codec);
    give(
        &object,
        "step",
        move |ctx: Ctx<'js>, bytes: Value<'js>, from: usize, flush: String, room: usize| {
            let mut output = Vec::with_capacity(room.min(ROOM_BYTES_MAX));
            let (taken, word) = with_bytes(&ctx, &bytes, |bytes| {
                step(&mut this.borrow_mut(), bytes.get(from..).unwrap_or(&[]), &flush, &mut output)
            })?;
            let answer = Array::new(ctx.clone())?;
            answer.set(0, taken)?;
            answer.set(1, ArrayBuffer::new_copy(ctx.clone(), output)?)?;
            answer.set(2, word)?;
            answer.into_js(&ctx)
        },
    )?;
    give(&object, "setDictionary", move |ctx: Ctx<'js>, bytes: Value<'js>| {
        with_bytes(&ctx, &bytes, |bytes| match &mut *codec.borrow_mut() {
            Codec::In(compress) => compress.set_dictionary(bytes).is_ok(),
            Codec::Out(decompress) => decompress.set_dictionary(bytes).is_ok(),
        })
    })?;
    Ok(object)
}

fn step(codec: &mut Codec, bytes: &[u8], flush: &str, output: &mut Vec<u8>) -> (u64, String) {
    let (before, after, result) = match codec {
        Codec::In(compress) => {
            let flush = match flush {
                "finish" => FlushCompress::Finish,
                "full" => FlushCompress::Full,
                "sync" => FlushCompress::Sync,
                _ => FlushCompress::None,
            };
            let before = compress.total_in();
            let status = compress.compress_vec(bytes, output, flush);
            let word = status.map_or_else(|_| "!stream error".to_owned(), word);
            (before, compress.total_in(), word)
        }
        Codec::Out(decompress) => {
            let before = decompress.total_in();
            let status = decompress.decompress_vec(bytes, output, FlushDecompress::Sync);
            (before, decompress.total_in(), status.map_or_else(|error| wrong(&error), word))
        }
    };
    (after - before, result)
}

fn word(status: Status) -> String {
    match status {
        Status::Ok | Status::BufError => "ok".to_owned(),
        Status::StreamEnd => "end".to_owned(),
    }
}

fn wrong(error: &DecompressError) -> String {
    if error.needs_dictionary().is_some() {
        return "dictionary".to_owned();
    }
    format!("!{}", error.message().unwrap_or("invalid data"))
}

fn crc32(bytes: &[u8], begun: u32) -> u32 {
    /// The polynomial of gzip, its bits turned around.
    const POLYNOMIAL: u32 = 0xedb8_8320;
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut at = 0;
        while at < 256 {
            #[expect(clippy::cast_possible_truncation, reason = "at most 255")]
            let mut value = at as u32;
            let mut bit = 0;
            while bit < 8 {
                value = if value & 1 == 1 { value >> 1 ^ POLYNOMIAL } else { value >> 1 };
                bit += 1;
            }
            table[at] = value;
            at += 1;
        }
        table
    };
    let next = |crc: u32, byte: &u8| TABLE[((crc ^ u32::from(*byte)) & 255) as usize] ^ crc >> 8;
    !bytes.iter().fold(!begun, next)
}
