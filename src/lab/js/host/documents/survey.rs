//! A look at the bytes of a document before it is made: how deep it goes and how much memory it will
//! take. (bsonspec.org/spec.html)

/// What is wrong with bytes that are to be a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    Malformed,
    TooDeep,
    TooLarge,
}

/// Bytes that a value takes in memory beside what it holds.
pub const VALUE_BYTES: usize =
    size_of::<bson::Bson>() + size_of::<String>() + 2 * size_of::<usize>();

/// Whether the document at the start of `bytes` has at most `levels` levels and takes at most `room`
/// bytes in memory. It goes through the bytes once and calls nothing that calls itself.
pub fn survey(bytes: &[u8], levels: usize, room: usize) -> Result<(), Unfit> {
    let mut ends = vec![document_end(bytes, 0)?];
    let mut at = 4;
    let mut taken = 0;
    while let Some(end) = ends.last() {
        let kind = *bytes.get(at).ok_or(Unfit::Malformed)?;
        at += 1;
        if kind == 0 {
            if at != *end {
                return Err(Unfit::Malformed);
            }
            ends.pop();
            continue;
        }
        let name_end = text_end(bytes, at)?;
        taken += VALUE_BYTES + name_end - at;
        at = name_end;
        let (length, inner) = value(bytes, at, kind)?;
        taken += length;
        if room < taken {
            return Err(Unfit::TooLarge);
        }
        at += length;
        if inner {
            if levels <= ends.len() {
                return Err(Unfit::TooDeep);
            }
            ends.push(document_end(bytes, at)?);
            at += 4;
        }
    }
    Ok(())
}

/// The bytes of a value before its inner document, and whether it has one.
fn value(bytes: &[u8], at: usize, kind: u8) -> Result<(usize, bool), Unfit> {
    let fixed = |length| Ok((length, false));
    match kind {
        0x03 | 0x04 => Ok((0, true)),
        0x06 | 0x0a | 0x7f | 0xff => fixed(0),
        0x08 => fixed(1),
        0x10 => fixed(4),
        0x01 | 0x09 | 0x11 | 0x12 => fixed(8),
        0x07 => fixed(12),
        0x13 => fixed(16),
        0x02 | 0x0d | 0x0e => fixed(4 + size(bytes, at)?),
        0x0c => fixed(4 + size(bytes, at)? + 12),
        0x05 => fixed(5 + size(bytes, at)?),
        0x0b => fixed(text_end(bytes, text_end(bytes, at)?)? - at),
        0x0f => Ok((8 + size(bytes, at + 4)?, true)),
        _ => Err(Unfit::Malformed),
    }
}

fn document_end(bytes: &[u8], at: usize) -> Result<usize, Unfit> {
    let end = at + size(bytes, at)?;
    if end <= bytes.len() { Ok(end) } else { Err(Unfit::Malformed) }
}

fn size(bytes: &[u8], at: usize) -> Result<usize, Unfit> {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    let size = i32::from_le_bytes(four.ok_or(Unfit::Malformed)?);
    let size = usize::try_from(size).map_err(|_| Unfit::Malformed)?;
    // A size that leads beyond the end is found when the next value is looked for.
    if size <= bytes.len() { Ok(size) } else { Err(Unfit::Malformed) }
}

fn text_end(bytes: &[u8], at: usize) -> Result<usize, Unfit> {
    let rest = bytes.get(at..).ok_or(Unfit::Malformed)?;
    let length = rest.iter().position(|byte| *byte == 0).ok_or(Unfit::Malformed)?;
    Ok(at + length + 1)
}

#[cfg(test)]
mod tests {
    use bson::{Bson, Document, doc};
    use proptest::prelude::*;

    use super::*;

    const ROOM: usize = 1 << 20;

    fn nested(levels: usize) -> Vec<u8> {
        let inner = (1..levels).fold(doc! {}, |inner, _| doc! { "a": inner });
        inner.to_vec().unwrap()
    }

    #[test]
    fn depth_and_size_are_seen_before_anything_is_made() {
        assert_eq!(survey(&nested(200), 200, ROOM), Ok(()));
        assert_eq!(survey(&nested(201), 200, ROOM), Err(Unfit::TooDeep));
        let wide = doc! { "a": vec![Bson::Int32(1); 100_000] }.to_vec().unwrap();
        assert_eq!(survey(&wide, 200, ROOM), Err(Unfit::TooLarge));
        let code = bson::JavaScriptCodeWithScope { code: "x".to_owned(), scope: doc! { "a": 1 } };
        assert_eq!(survey(&doc! { "c": code, "b": 1 }.to_vec().unwrap(), 200, ROOM), Ok(()));
    }

    proptest! {
        #[test]
        fn any_bytes_are_surveyed_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = survey(&bytes, 200, ROOM);
        }

        #[test]
        fn damaged_documents_never_lead_into_a_panic(at in 0_usize..90, byte in any::<u8>()) {
            let mut bytes = doc! { "a": [1, 2.5, "text", { "b": Bson::Null }], "c": true, "d": 5_i64 }.to_vec().unwrap();
            let at = at % bytes.len();
            bytes[at] = byte;
            if survey(&bytes, 200, ROOM).is_ok() {
                let _ = Document::from_reader(&*bytes);
            }
        }
    }
}
