//! Calls and the statements made of them: middleware, routes, header fields, `next()`.

use tree_sitter::Node;

use super::Page;
use crate::audit::mutants::edit::{Edit, Operator, snippet};

/// Functions of a response that set a header field.
const HEADER_SETTERS: &[&str] = &[
    "set",
    "header",
    "setHeader",
    "append",
    "type",
    "cookie",
    "clearCookie",
    "location",
    "vary",
    "attachment",
    "links",
];

/// The method of a route and the one that is put in its place.
const ROUTES: &[(&str, &str)] = &[
    ("get", "post"),
    ("post", "put"),
    ("put", "patch"),
    ("patch", "put"),
    ("delete", "post"),
    ("all", "get"),
];

/// Commands of a document store that are easily mistaken for one another.
const COMMANDS: &[(&str, &str)] = &[
    ("updateOne", "updateMany"),
    ("updateMany", "updateOne"),
    ("deleteOne", "deleteMany"),
    ("deleteMany", "deleteOne"),
    ("findOne", "find"),
    ("$gt", "$gte"),
    ("$gte", "$gt"),
    ("$lt", "$lte"),
    ("$lte", "$lt"),
    ("$eq", "$ne"),
    ("$ne", "$eq"),
    ("$in", "$nin"),
    ("$nin", "$in"),
    ("$and", "$or"),
    ("$or", "$and"),
    ("$inc", "$set"),
    ("$push", "$addToSet"),
    ("$addToSet", "$push"),
    ("$sum", "$avg"),
    ("$min", "$max"),
    ("$max", "$min"),
];

impl Page<'_> {
    pub(super) fn shell_word(&mut self, node: Node<'_>) {
        let word = self.code(node);
        let other = COMMANDS.iter().find(|(command, _)| *command == word).map(|(_, other)| *other);
        if let Some(other) = other.filter(|_| !self.is_of_one(node)) {
            self.becomes(Operator::Method, node, other);
        }
    }

    /// Whether the command asks for an `_id`, of which there is one: one or many is the same.
    fn is_of_one(&self, command: Node<'_>) -> bool {
        let call = command.parent().and_then(|member| member.parent());
        let list = call.and_then(|call| call.child_by_field_name("arguments"));
        let filter = list.and_then(|list| list.named_child(0));
        filter.is_some_and(|filter| self.code(filter).contains("_id:"))
            && matches!(self.code(command), "updateOne" | "deleteOne" | "findOne")
    }

    /// A statement that is an expression.
    pub(super) fn statement(&mut self, node: Node<'_>) {
        let Some(expression) = node.named_child(0) else { return };
        let operator = match expression.kind() {
            // `"use strict"`.
            "string" => return,
            "call_expression" => match self.what_is_called(expression) {
                Some(operator) => operator,
                None => return,
            },
            "assignment_expression" => {
                let left = expression.child_by_field_name("left").map(|left| self.code(left));
                let left = left.unwrap_or_default();
                if left.starts_with("module.exports") || left.starts_with("exports.") {
                    return;
                }
                Operator::Statement
            }
            _ => Operator::Statement,
        };
        self.left_out(operator, node, ";");
    }

    /// What a program lacks without this call; `None` where it would hardly be the same program.
    fn what_is_called(&self, call: Node<'_>) -> Option<Operator> {
        let function = call.child_by_field_name("function")?;
        let Some(property) = function.child_by_field_name("property") else {
            return Some(match self.code(function) {
                "next" => Operator::Next,
                "require" => return None,
                _ => Operator::Statement,
            });
        };
        let property = self.code(property);
        let object = function.child_by_field_name("object").map(|object| self.code(object));
        let is_response = matches!(object, Some("res" | "response"));
        let is_unseen = self.code(function).starts_with("console.") && !self.ground.prints;
        if is_unseen || property == "listen" || self.route(call).is_some() {
            None
        } else if property == "use" {
            Some(Operator::Middleware)
        } else if is_response && HEADER_SETTERS.contains(&property) {
            Some(Operator::Header)
        } else {
            Some(Operator::Statement)
        }
    }

    pub(super) fn call(&mut self, call: Node<'_>) {
        let Some(function) = call.child_by_field_name("function") else { return };
        let Some(property) = function.child_by_field_name("property") else { return };
        if let Some(other) = self.route(call) {
            let whole = self.code(function);
            let kept = &whole[..whole.len() - property.byte_range().len()];
            let change =
                format!("{} becomes {}", snippet(whole), snippet(&format!("{kept}{other}")));
            let (range, put) = (property.byte_range(), other.to_owned());
            self.edits.push(Edit { operator: Operator::Method, range, put, change });
        }
        self.middleware(call);
        self.link(call, function, self.code(property));
    }

    /// Middleware that one call names beside others.
    fn middleware(&mut self, call: Node<'_>) {
        let (Some(function), Some(list)) =
            (call.child_by_field_name("function"), call.child_by_field_name("arguments"))
        else {
            return;
        };
        let mut cursor = list.walk();
        let all: Vec<Node<'_>> =
            list.named_children(&mut cursor).filter(|node| node.kind() != "comment").collect();
        let property = function.child_by_field_name("property");
        let is_use = property.is_some_and(|property| self.code(property) == "use");
        // Of a route the path comes first, and the last function answers.
        let some = match (is_use, self.route(call).is_some()) {
            (true, _) if 1 < all.len() => &all[..],
            (false, true) if 2 < all.len() => &all[1..all.len() - 1],
            _ => return,
        };
        for node in some {
            if !matches!(node.kind(), "identifier" | "call_expression" | "member_expression") {
                continue;
            }
            let range = match node.next_named_sibling() {
                Some(next) => node.start_byte()..next.start_byte(),
                None => match node.prev_named_sibling() {
                    Some(before) => before.end_byte()..node.end_byte(),
                    None => continue,
                },
            };
            let (name, owner) = (snippet(self.code(*node)), snippet(self.code(function)));
            let change = format!("{name} is left out of {owner}");
            let operator = Operator::Middleware;
            self.edits.push(Edit { operator, range, put: String::new(), change });
        }
    }

    /// `.set("X", "y")` between others in a chain on the response.
    fn link(&mut self, call: Node<'_>, function: Node<'_>, property: &str) {
        let code = self.code(call);
        let is_response = code.starts_with("res.") || code.starts_with("response.");
        let goes_on = call.parent().is_some_and(|parent| parent.kind() == "member_expression");
        if !is_response || !goes_on || !HEADER_SETTERS.contains(&property) {
            return;
        }
        if let Some(object) = function.child_by_field_name("object") {
            let range = object.end_byte()..call.end_byte();
            self.edits.push(Edit::left_out(Operator::Header, self.text, range, ""));
        }
    }

    /// Another method for a route: `app.get("/users", handler)`.
    pub(super) fn route(&self, call: Node<'_>) -> Option<&'static str> {
        let property = call.child_by_field_name("function")?.child_by_field_name("property")?;
        let list = call.child_by_field_name("arguments")?;
        let path = list.named_child(0)?;
        let is_path = self.code(path).trim_start_matches(['"', '\'', '`']).starts_with('/');
        let name = self.code(property);
        let other = ROUTES.iter().find(|(method, _)| *method == name)?.1;
        (is_path && 1 < list.named_child_count()).then_some(other)
    }
}
