//! What a script is made of. Chains and sums are flat lists, so that a long one is no deep one.

use std::{ops::Range, rc::Rc};

#[derive(Clone, Debug)]
pub struct Statement {
    pub kind: StatementKind,
    /// Bytes of the script, without the semicolon.
    pub place: Range<usize>,
}

#[derive(Clone, Debug)]
pub enum StatementKind {
    /// `show dbs`: a word of mongosh's, and what follows on the line.
    Command(Command, String),
    Declare(DeclareKind, Vec<(Rc<str>, Option<Expression>)>),
    Return(Option<Expression>),
    Expression(Expression),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Show,
    Use,
    It,
    Help,
    Clear,
    Exit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclareKind {
    Const,
    Let,
    Var,
}

#[derive(Clone, Debug)]
pub struct Expression {
    pub kind: ExpressionKind,
    pub place: Range<usize>,
}

#[derive(Clone, Debug)]
pub enum ExpressionKind {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Rc<str>),
    /// A string in back-ticks: text, code, text, code, ..
    Template(Vec<Piece>),
    /// A regular expression: what stands between the slashes, and its flags.
    Pattern(Rc<str>, Rc<str>),
    Name(Rc<str>),
    List(Vec<Expression>),
    Record(Vec<(Key, Expression)>),
    Arrow(Rc<Arrow>),
    /// A value and what is read from it or called on it, from left to right.
    Chain(Box<Expression>, Vec<Link>),
    Unary(Unary, Box<Expression>),
    /// Operators of one rank, from left to right.
    Binary(Box<Expression>, Vec<(Binary, Expression)>),
    /// `condition ? then : otherwise`.
    Choice(Box<[Expression; 3]>),
    Assign(Rc<str>, Box<Expression>),
}

#[derive(Clone, Debug)]
pub enum Piece {
    Text(Rc<str>),
    Code(Expression),
}

#[derive(Clone, Debug)]
pub enum Key {
    Fixed(Rc<str>),
    /// `[name]: value`.
    Computed(Expression),
}

#[derive(Clone, Debug)]
pub struct Link {
    pub kind: LinkKind,
    pub place: Range<usize>,
    /// `?.`: the chain ends with undefined here if there is nothing to read from.
    pub is_optional: bool,
}

#[derive(Clone, Debug)]
pub enum LinkKind {
    Member(Rc<str>),
    Index(Expression),
    Call(Vec<Expression>),
}

/// `doc => doc.name`.
#[derive(Debug)]
pub struct Arrow {
    pub parameters: Vec<Rc<str>>,
    pub body: Body,
}

#[derive(Debug)]
pub enum Body {
    Expression(Expression),
    Block(Vec<Statement>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    Minus,
    Plus,
    Not,
    TypeOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Coalesce,
    Or,
    And,
    Same,
    NotSame,
    Equal,
    NotEqual,
    Less,
    LessOrSame,
    Greater,
    GreaterOrSame,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Binary {
    /// The rank that binds most tightly.
    pub const RANK_MAX: u8 = 6;

    /// Operators of a higher rank bind their sides more tightly.
    pub fn rank(self) -> u8 {
        match self {
            Binary::Coalesce | Binary::Or => 1,
            Binary::And => 2,
            Binary::Same | Binary::NotSame | Binary::Equal | Binary::NotEqual => 3,
            Binary::Less | Binary::LessOrSame | Binary::Greater | Binary::GreaterOrSame => 4,
            Binary::Add | Binary::Subtract => 5,
            Binary::Multiply | Binary::Divide | Binary::Remainder => 6,
        }
    }
}
