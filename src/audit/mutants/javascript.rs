//! Small changes of a JavaScript program, found in its syntax tree: what a learner may get wrong,
//! and a check should see. Comments, templates and regular expressions are never mistaken for code.

mod calls;
mod literals;

use tree_sitter::{Node, Parser, Tree};

use crate::audit::mutants::edit::{Edit, Operator, snippet};

/// What a program's dialect and its checks leave to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Something judges what the program prints.
    pub prints: bool,
    /// The commands of a document store, as mongosh takes them.
    pub is_shell: bool,
}

/// All changes of `text` in the order of their places, each of which parses; none where `text`
/// itself does not.
pub fn edits(text: &str, ground: Ground) -> Vec<Edit> {
    let Some(tree) = parsed(text) else { return Vec::new() };
    let mut page = Page { text, ground, edits: Vec::new() };
    // No recursion: a program may be nested as deep as it is long.
    let mut open = vec![tree.root_node()];
    while let Some(node) = open.pop() {
        if page.is_out_of_reach(node) {
            continue;
        }
        page.look(node);
        let mut cursor = node.walk();
        let children: Vec<Node<'_>> = node.children(&mut cursor).collect();
        open.extend(children.into_iter().rev());
    }
    let mut edits = page.edits;
    edits.retain(|edit| parsed(&edit.applied(text)).is_some());
    edits
}

/// The text of each token; comments are none. `None` where `text` does not parse.
pub fn tokens(text: &str) -> Option<Vec<&str>> {
    let tree = parsed(text)?;
    let mut tokens = Vec::new();
    let mut open = vec![tree.root_node()];
    while let Some(node) = open.pop() {
        if node.kind() == "comment" {
            continue;
        }
        // A text or a template is one: its spaces count.
        if node.child_count() == 0 || matches!(node.kind(), "string" | "template_string" | "regex")
        {
            tokens.push(&text[node.byte_range()]);
            continue;
        }
        let mut cursor = node.walk();
        let children: Vec<Node<'_>> = node.children(&mut cursor).collect();
        open.extend(children.into_iter().rev());
    }
    Some(tokens)
}

/// `None` where something of it is no JavaScript.
fn parsed(text: &str) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_javascript::LANGUAGE.into()).ok()?;
    let tree = parser.parse(text, None)?;
    (!tree.root_node().has_error()).then_some(tree)
}

/// A program, and the changes found in it so far.
struct Page<'t> {
    text: &'t str,
    ground: Ground,
    edits: Vec<Edit>,
}

impl<'t> Page<'t> {
    fn code(&self, node: Node<'_>) -> &'t str {
        &self.text[node.byte_range()]
    }

    fn becomes(&mut self, operator: Operator, node: Node<'_>, put: &str) {
        let edit = Edit::becomes(operator, self.text, node.byte_range(), put);
        self.edits.push(edit);
    }

    fn left_out(&mut self, operator: Operator, node: Node<'_>, instead: &str) {
        let edit = Edit::left_out(operator, self.text, node.byte_range(), instead);
        self.edits.push(edit);
    }

    /// Code of which no check can tell anything: what is printed for people where nobody judges it,
    /// the port that the lab chooses, and names of modules.
    fn is_out_of_reach(&self, node: Node<'_>) -> bool {
        match node.kind() {
            "comment" | "import_statement" => true,
            "call_expression" => {
                let function = node.child_by_field_name("function");
                let name = function.map(|function| self.code(function)).unwrap_or_default();
                name == "require"
                    || name.ends_with(".listen")
                    || (name.starts_with("console.") && !self.ground.prints)
            }
            "variable_declarator" => {
                let name = node.child_by_field_name("name").map(|name| self.code(name));
                // What stands beside a variable of the environment holds where nobody sets it.
                let value = node.child_by_field_name("value").map(|value| self.code(value));
                name.is_some_and(|name| name.eq_ignore_ascii_case("port"))
                    || value.is_some_and(|value| value.contains("process.env"))
            }
            _ => false,
        }
    }

    fn look(&mut self, node: Node<'_>) {
        match node.kind() {
            "number" => self.number(node),
            "string" => self.string(node),
            "true" => self.becomes(Operator::Boolean, node, "false"),
            "false" => self.becomes(Operator::Boolean, node, "true"),
            "property_identifier" if self.ground.is_shell => self.shell_word(node),
            "binary_expression" => self.binary(node),
            "augmented_assignment_expression" => self.augmented(node),
            "unary_expression" => self.unary(node),
            "optional_chain" => self.optional(node),
            "if_statement" => self.branch(node),
            "ternary_expression" => {
                if let Some(condition) = node.child_by_field_name("condition") {
                    self.negated(condition);
                }
            }
            "await_expression" => self.word_left_out(node, Operator::Await, "await"),
            "return_statement" => self.returned(node),
            "throw_statement" => self.left_out(Operator::Statement, node, ";"),
            "expression_statement" => self.statement(node),
            "call_expression" => self.call(node),
            _ => {}
        }
    }

    fn binary(&mut self, node: Node<'_>) {
        let Some(operator) = node.child_by_field_name("operator") else { return };
        let (kind, others): (_, &[&str]) = match operator.kind() {
            "===" => (Operator::Comparison, &["!=="]),
            "!==" => (Operator::Comparison, &["==="]),
            "==" => (Operator::Comparison, &["!="]),
            "!=" => (Operator::Comparison, &["=="]),
            "<" => (Operator::Comparison, &["<=", ">="]),
            "<=" => (Operator::Comparison, &["<", ">"]),
            ">" => (Operator::Comparison, &[">=", "<="]),
            ">=" => (Operator::Comparison, &[">", "<"]),
            "&&" => (Operator::Logic, &["||"]),
            "||" | "??" => (Operator::Logic, &["&&"]),
            "+" => (Operator::Arithmetic, &["-"]),
            "-" => (Operator::Arithmetic, &["+"]),
            "*" => (Operator::Arithmetic, &["/"]),
            "/" | "%" => (Operator::Arithmetic, &["*"]),
            _ => return,
        };
        for other in others {
            self.becomes(kind, operator, other);
        }
    }

    fn augmented(&mut self, node: Node<'_>) {
        let Some(operator) = node.child_by_field_name("operator") else { return };
        match operator.kind() {
            "+=" => self.becomes(Operator::Arithmetic, operator, "-="),
            "-=" => self.becomes(Operator::Arithmetic, operator, "+="),
            _ => {}
        }
    }

    fn unary(&mut self, node: Node<'_>) {
        let Some(argument) = node.child_by_field_name("argument") else { return };
        let sign = node.child_by_field_name("operator").map(|operator| operator.kind());
        // Of a store's shell: the direction of an order.
        if sign == Some("!") || (sign == Some("-") && self.ground.is_shell) {
            self.becomes(Operator::Condition, node, self.code(argument));
        }
    }

    fn optional(&mut self, node: Node<'_>) {
        if node.parent().is_some_and(|parent| parent.kind() == "member_expression") {
            self.becomes(Operator::Condition, node, ".");
        }
    }

    fn branch(&mut self, node: Node<'_>) {
        if let Some(condition) = node.child_by_field_name("condition")
            && let Some(inner) = condition.named_child(0)
        {
            self.negated(inner);
        }
        let Some(alternative) = node.child_by_field_name("alternative") else {
            // A block of nothing stands wherever a statement does.
            self.left_out(Operator::Branch, node, "{}");
            return;
        };
        self.left_out(Operator::Branch, alternative, "");
        if let Some(consequence) = node.child_by_field_name("consequence") {
            let change = format!("what `if` does is left out: {}", snippet(self.code(consequence)));
            let (range, put) = (consequence.byte_range(), "{}".to_owned());
            self.edits.push(Edit { operator: Operator::Branch, range, put, change });
        }
    }

    /// Conditions whose opposite another change makes already are left alone.
    fn negated(&mut self, condition: Node<'_>) {
        let operator = condition.child_by_field_name("operator").map(|operator| operator.kind());
        let is_opposed = matches!(operator, Some("===" | "!==" | "==" | "!=" | "!"));
        if !is_opposed {
            let put = format!("!({})", self.code(condition));
            self.becomes(Operator::Condition, condition, &put);
        }
    }

    /// Leaves out the word that `node` begins with.
    fn word_left_out(&mut self, node: Node<'_>, operator: Operator, word: &str) {
        if let Some(argument) = node.named_child(0) {
            let range = node.start_byte()..argument.start_byte();
            let change = format!("{word} is left out: {}", snippet(self.code(node)));
            self.edits.push(Edit { operator, range, put: String::new(), change });
        }
    }

    fn returned(&mut self, node: Node<'_>) {
        let argument = node.named_child(0);
        let is_last = node.next_named_sibling().is_none()
            && node.parent().and_then(|block| block.parent()).is_some_and(is_function);
        match argument.map(|argument| argument.kind()) {
            // At the end of a function it makes no difference.
            None if is_last => {}
            None => self.left_out(Operator::Return, node, ";"),
            Some("call_expression") if is_last && self.is_answer(argument) => {}
            // These would begin a statement of another kind.
            Some("object" | "function_expression" | "class" | "arrow_function") => {
                self.becomes(Operator::Return, node, "return;");
            }
            Some(_) => self.word_left_out(node, Operator::Return, "return"),
        }
    }

    /// Whether the value is of no use to anybody: an answer that was given, or the next function.
    fn is_answer(&self, call: Option<Node<'_>>) -> bool {
        let code = call.map(|call| self.code(call)).unwrap_or_default();
        ["res.", "response.", "next("].iter().any(|begin| code.starts_with(begin))
    }
}

fn is_function(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_declaration" | "function_expression" | "arrow_function" | "method_definition"
    )
}

#[cfg(test)]
mod tests;
