//! Numbers and texts.

use tree_sitter::Node;

use super::Page;
use crate::audit::mutants::{edit::Operator, number};

/// Statuses that stand for one another in a learner's mind, by the one that is right.
const STATUSES: &[(&str, &[&str])] = &[
    ("200", &["201"]),
    ("201", &["200"]),
    ("202", &["200"]),
    ("204", &["200"]),
    ("301", &["302"]),
    ("302", &["301"]),
    ("303", &["302"]),
    ("304", &["200"]),
    ("307", &["302"]),
    ("308", &["301"]),
    ("400", &["404", "200"]),
    ("401", &["403", "200"]),
    ("403", &["401", "200"]),
    ("404", &["400", "200"]),
    ("405", &["404"]),
    ("409", &["400", "200"]),
    ("410", &["404"]),
    ("412", &["400"]),
    ("413", &["400"]),
    ("415", &["400"]),
    ("422", &["400", "200"]),
    ("428", &["400"]),
    ("429", &["503", "200"]),
    ("500", &["400", "200"]),
    ("502", &["500"]),
    ("503", &["500"]),
    ("504", &["500"]),
];

/// Digits of a number that nobody counts to: of milliseconds or bytes, one more is as good.
const GREAT_DIGITS: usize = 3;

/// Functions whose first number is a status.
const TAKE_STATUS: &[&str] = &["status", "sendStatus", "writeHead", "redirect"];

/// Functions whose first text is a name that no check can tell from its absence: of an event, of a
/// header field that is read or set.
const TAKE_NAME: &[&str] = &[
    "on",
    "once",
    "off",
    "emit",
    "set",
    "get",
    "header",
    "setHeader",
    "append",
    "require",
    "enable",
    "disable",
];

impl Page<'_> {
    pub(super) fn number(&mut self, node: Node<'_>) {
        let code = self.code(node);
        if node.parent().is_some_and(|parent| parent.child_by_field_name("key") == Some(node)) {
            return;
        }
        if self.is_status(node) {
            let others = STATUSES.iter().find(|(status, _)| *status == code);
            for other in others.map_or(&["200"][..], |(_, others)| others) {
                self.becomes(Operator::Status, node, other);
            }
            return;
        }
        if self.ground.is_shell && code == "1" {
            // Shown or not, upwards or downwards.
            self.becomes(Operator::Number, node, "0");
            return;
        }
        let neighbours = number::neighbours(code);
        if GREAT_DIGITS < code.replace('_', "").len() && !neighbours.is_empty() {
            self.becomes(Operator::Number, node, "1");
            return;
        }
        for other in neighbours {
            self.becomes(Operator::Number, node, &other);
        }
    }

    fn is_status(&self, node: Node<'_>) -> bool {
        let digits = self.code(node);
        let in_range = digits.parse::<u16>().is_ok_and(|number| (100..600).contains(&number));
        let Some(parent) = node.parent().filter(|_| in_range) else { return false };
        let named = |code: &str| {
            let last = code.rsplit(['.', ' ', '?']).next().unwrap_or_default();
            matches!(last, "status" | "statusCode")
        };
        match parent.kind() {
            "arguments" => self.property_called(parent).is_some_and(|p| TAKE_STATUS.contains(&p)),
            "pair" => parent.child_by_field_name("key").is_some_and(|key| named(self.code(key))),
            "assignment_expression" | "binary_expression" => {
                parent.child_by_field_name("left").is_some_and(|left| named(self.code(left)))
            }
            // `res.status(ok ? 200 : 404)`.
            "ternary_expression" => parent
                .parent()
                .filter(|list| list.kind() == "arguments")
                .and_then(|list| self.property_called(list))
                .is_some_and(|property| TAKE_STATUS.contains(&property)),
            _ => false,
        }
    }

    /// The last name of what is called with these arguments.
    fn property_called(&self, arguments: Node<'_>) -> Option<&str> {
        let function = arguments.parent()?.child_by_field_name("function")?;
        Some(self.code(function.child_by_field_name("property").unwrap_or(function)))
    }

    /// A text becomes empty where a check may well ask for it: no prose, no name of something.
    pub(super) fn string(&mut self, node: Node<'_>) {
        let code = self.code(node);
        let inner = code.get(1..code.len().saturating_sub(1)).unwrap_or_default();
        let is_prose = inner.contains(char::is_whitespace);
        let is_encoding = matches!(inner, "utf8" | "utf-8");
        if !inner.is_empty() && !is_prose && !is_encoding && !self.is_name(node, inner) {
            self.becomes(Operator::Text, node, "\"\"");
        }
    }

    fn is_name(&self, node: Node<'_>, inner: &str) -> bool {
        let Some(parent) = node.parent() else { return true };
        match parent.kind() {
            "expression_statement" | "import_statement" | "export_statement" => true,
            "pair" => parent.child_by_field_name("key") == Some(node),
            "arguments" => {
                let is_first = node.prev_named_sibling().is_none();
                let property = self.property_called(parent).unwrap_or_default();
                is_first && (TAKE_NAME.contains(&property) || inner.starts_with('/'))
            }
            _ => false,
        }
    }
}
