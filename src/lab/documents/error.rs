//! The errors that a command answers with: MongoDB's codes, names and words.

use bson::Document;

/// Why a command was refused. (MongoDB manual, error codes.)
#[derive(Clone, Debug, PartialEq)]
pub struct CommandError {
    pub code: Code,
    /// `errmsg`, as MongoDB 7 words it.
    pub message: String,
    /// Fields that stand beside `errmsg` in the reply, such as `keyPattern` and `keyValue`.
    pub extra: Document,
}

impl CommandError {
    pub fn new(code: Code, message: impl Into<String>) -> CommandError {
        CommandError { code, message: message.into(), extra: Document::new() }
    }

    /// The error as a server tells it that met it among the documents, and not in the command.
    #[must_use]
    pub fn during(self, what: &str) -> CommandError {
        if what.is_empty() || self.code == Code::MaxTimeMSExpired {
            return self;
        }
        CommandError { message: format!("{what} :: caused by :: {}", self.message), ..self }
    }
}

macro_rules! codes {
    ($($name:ident = $number:literal,)*) => {
        /// A code of MongoDB's, named as `codeName` has it; those above 9999 have no name of their own and
        /// are `Location` and the number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($name,)* Location(u32) }

        impl Code {
            pub fn number(self) -> i32 {
                match self {
                    $(Code::$name => $number,)*
                    Code::Location(number) => i32::try_from(number).unwrap_or(i32::MAX),
                }
            }

            pub fn name(self) -> String {
                match self {
                    $(Code::$name => stringify!($name).to_owned(),)*
                    Code::Location(number) => format!("Location{number}"),
                }
            }
        }
    };
}

codes! {
    BadValue = 2,
    NoSuchKey = 4,
    FailedToParse = 9,
    Unauthorized = 13,
    TypeMismatch = 14,
    Overflow = 15,
    InvalidLength = 16,
    IllegalOperation = 20,
    NamespaceNotFound = 26,
    IndexNotFound = 27,
    PathNotViable = 28,
    ConflictingUpdateOperators = 40,
    CursorNotFound = 43,
    NamespaceExists = 48,
    MaxTimeMSExpired = 50,
    DollarPrefixedFieldName = 52,
    InvalidIdField = 53,
    NotSingleValueField = 54,
    EmptyFieldName = 56,
    CommandNotFound = 59,
    ImmutableField = 66,
    CannotCreateIndex = 67,
    InvalidOptions = 72,
    InvalidNamespace = 73,
    IndexOptionsConflict = 85,
    IndexKeySpecsConflict = 86,
    CommandNotSupported = 115,
    MaxSubPipelineDepthExceeded = 232,
    DocumentValidationFailure = 121,
    NotAReplicaSet = 123,
    InvalidPipelineOperator = 168,
    CannotIndexParallelArrays = 171,
    InvalidIndexSpecificationOption = 197,
    QueryFeatureNotAllowed = 224,
    NotImplemented = 238,
    ConversionFailure = 241,
    ExceededMemoryLimit = 146,
    NoQueryExecutionPlans = 291,
    QueryExceededMemoryLimitNoDiskUseAllowed = 292,
    BSONObjectTooLarge = 10334,
    DuplicateKey = 11000,
    DatabaseDifferCase = 13297,
    OutOfDiskSpace = 14031,
}
