//! What stops a statement: the error that mongosh would show, its place, and what to write instead.

use std::ops::Range;

use bson::Bson;

/// Why a statement stopped.
#[derive(Clone, Debug)]
pub struct Failure {
    pub kind: Kind,
    /// What mongosh says after the error's name.
    pub message: String,
    /// Bytes of the script that the failure is about; none as long as nobody has said where.
    pub place: Option<Range<usize>>,
    /// What to write instead, in lower case without a full stop.
    pub hint: Option<String>,
    /// MongoDB's number and name of the error.
    pub code: Option<i32>,
    pub code_name: Option<Box<str>>,
    /// Values that mongosh prints below the message.
    pub details: Box<[Detail]>,
}

/// A value below the message of an error.
#[derive(Clone, Debug)]
pub struct Detail {
    /// The words in front of it.
    pub title: &'static str,
    /// The JavaScript class of the value, or of each of its elements.
    pub class: Option<&'static str>,
    pub value: Bson,
}

/// Whose error it is; mongosh shows the name in front of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The script cannot be read.
    Syntax,
    /// A name that nothing has.
    Reference,
    /// A value that cannot do what it is asked to.
    Type,
    /// A number or a date outside what there is.
    Range,
    /// An argument that mongosh refuses.
    Input,
    /// An argument that the driver refuses.
    Argument,
    /// A value that BSON cannot hold.
    Bson,
    /// The server refused the command.
    Server,
    /// Some of the writes failed.
    BulkWrite,
    /// A part of mongosh or of JavaScript that the console does not have.
    Unsupported,
    /// The console's own limits.
    Limit,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Syntax => "SyntaxError",
            Kind::Reference => "ReferenceError",
            Kind::Type => "TypeError",
            Kind::Range => "RangeError",
            Kind::Input => "MongoshInvalidInputError",
            Kind::Argument => "MongoInvalidArgumentError",
            Kind::Bson => "BSONError",
            Kind::Server => "MongoServerError",
            Kind::BulkWrite => "MongoBulkWriteError",
            Kind::Unsupported => "MongoshUnimplementedError",
            Kind::Limit => "ConsoleLimitError",
        }
    }
}

impl Failure {
    pub fn new(kind: Kind, message: impl Into<String>) -> Failure {
        Failure {
            kind,
            message: message.into(),
            place: None,
            hint: None,
            code: None,
            code_name: None,
            details: Box::default(),
        }
    }

    /// An argument that mongosh refuses, with the number that it puts before such words.
    pub fn input(message: impl AsRef<str>) -> Failure {
        Failure::new(Kind::Input, format!("[COMMON-10001] {}", message.as_ref()))
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Failure {
        self.hint = self.hint.or(hint);
        self
    }

    /// The failure at `place`, if it has none yet: the innermost place is the best one.
    #[must_use]
    pub fn at(mut self, place: Range<usize>) -> Failure {
        self.place.get_or_insert(place);
        self
    }
}
