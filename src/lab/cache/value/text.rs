//! A string: bytes, and in which of three forms Redis would keep them.

use crate::lab::cache::{bytes::Bytes, number};

/// Bytes that Redis keeps in one block with their object.
const EMBEDDED_BYTES_MAX: usize = 44;

#[derive(Clone, Debug, Default)]
pub struct Text {
    bytes: Bytes,
    form: Form,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    Integer,
    Embedded,
    #[default]
    Raw,
}

impl Text {
    /// A string as SET keeps it: a whole number is kept as one.
    pub fn new(bytes: Bytes) -> Self {
        let form = match number::integer(&bytes) {
            Some(_) => Form::Integer,
            None if bytes.len() <= EMBEDDED_BYTES_MAX => Form::Embedded,
            None => Form::Raw,
        };
        Self { bytes, form }
    }

    /// A string that is not looked at for being a number, as INCRBYFLOAT keeps its sum.
    pub fn plain(bytes: Bytes) -> Self {
        let is_short = bytes.len() <= EMBEDDED_BYTES_MAX;
        Self { bytes, form: if is_short { Form::Embedded } else { Form::Raw } }
    }

    /// A string that was made to be written to.
    pub fn raw(bytes: Bytes) -> Self {
        Self { bytes, form: Form::Raw }
    }

    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The bytes, to be written to; from then on the string is kept raw.
    pub fn edit(&mut self) -> &mut Vec<u8> {
        self.form = Form::Raw;
        self.bytes.edit()
    }

    pub fn encoding(&self) -> &'static str {
        match self.form {
            Form::Integer => "int",
            Form::Embedded => "embstr",
            Form::Raw => "raw",
        }
    }
}
