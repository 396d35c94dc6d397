//! JSON laid out: an object or a list that fits stands on one line, of others each member. Names,
//! texts and numbers keep the letters in which they came.

use serde_json::Value;

/// Columns that each level stands further in.
const INDENT: usize = 2;

/// The lines of `text`, or nothing where it is no object and no list.
pub fn lines(text: &str, width: usize) -> Option<Vec<String>> {
    let text = text.trim();
    // What is read here nests no deeper than the limit of the crate.
    if !text.starts_with(['{', '[']) || serde_json::from_str::<Value>(text).is_err() {
        return None;
    }
    let mut lines = Vec::new();
    write(&Node::read(&mut { text }), 0, "", width, &mut lines);
    Some(lines)
}

/// A piece of JSON that is known to be right.
enum Node<'t> {
    Leaf(&'t str),
    List(Vec<Node<'t>>),
    Object(Vec<(&'t str, Node<'t>)>),
}

impl<'t> Node<'t> {
    fn read(rest: &mut &'t str) -> Node<'t> {
        match open(rest) {
            Some('{') => {
                let mut members = Vec::new();
                while !closes(rest, '}') {
                    let name = leaf(rest);
                    pass(rest, ':');
                    members.push((name, Node::read(rest)));
                    pass(rest, ',');
                }
                Node::Object(members)
            }
            Some(_) => {
                let mut members = Vec::new();
                while !closes(rest, ']') {
                    members.push(Node::read(rest));
                    pass(rest, ',');
                }
                Node::List(members)
            }
            None => Node::Leaf(leaf(rest)),
        }
    }

    /// What is left of `room` behind the node on one line; nothing where it does not fit.
    fn room_behind(&self, room: usize) -> Option<usize> {
        match self {
            Node::Leaf(text) => room.checked_sub(text.chars().count()),
            Node::List(members) => {
                let gaps = 2 * members.len().saturating_sub(1);
                members.iter().try_fold(room.checked_sub(2 + gaps)?, |room, m| m.room_behind(room))
            }
            Node::Object(members) if members.is_empty() => room.checked_sub(2),
            Node::Object(members) => {
                let signs = 4 + 4 * members.len() - 2;
                members.iter().try_fold(room.checked_sub(signs)?, |room, (name, member)| {
                    member.room_behind(room.checked_sub(name.chars().count())?)
                })
            }
        }
    }

    fn on_one_line(&self) -> String {
        match self {
            Node::Leaf(text) => (*text).to_owned(),
            Node::List(members) => {
                let members: Vec<_> = members.iter().map(Node::on_one_line).collect();
                format!("[{}]", members.join(", "))
            }
            Node::Object(members) if members.is_empty() => "{}".to_owned(),
            Node::Object(members) => {
                let member =
                    |(name, node): &(&str, Node<'_>)| format!("{name}: {}", node.on_one_line());
                format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Adds the lines of `node` behind `before`, the beginning of its first line.
fn write(node: &Node<'_>, level: usize, before: &str, width: usize, lines: &mut Vec<String>) {
    let air = " ".repeat(level * INDENT);
    let head = format!("{air}{before}");
    // One column is kept for a comma.
    let room = width.checked_sub(head.chars().count() + usize::from(0 < level));
    let fits = room.and_then(|room| node.room_behind(room)).is_some();
    let (open, close, members): (_, _, Vec<(String, &Node<'_>)>) = match node {
        Node::Object(members) if !fits && !members.is_empty() => {
            let named = members.iter().map(|(name, member)| (format!("{name}: "), member));
            ('{', '}', named.collect())
        }
        Node::List(members) if !fits && !members.is_empty() => {
            ('[', ']', members.iter().map(|member| (String::new(), member)).collect())
        }
        Node::Leaf(_) | Node::List(_) | Node::Object(_) => {
            lines.push(head + &node.on_one_line());
            return;
        }
    };
    lines.push(format!("{head}{open}"));
    let last = members.len() - 1;
    for (at, (name, member)) in members.into_iter().enumerate() {
        write(member, level + 1, &name, width, lines);
        if let Some(line) = lines.last_mut().filter(|_| at < last) {
            line.push(',');
        }
    }
    lines.push(format!("{air}{close}"));
}

/// Passes the bracket that opens a list or an object.
fn open(rest: &mut &str) -> Option<char> {
    let text = rest.trim_start();
    let bracket = text.chars().next().filter(|ch| matches!(ch, '{' | '['))?;
    *rest = &text[1..];
    Some(bracket)
}

/// Whether `sign`, or the end of the text, is next; passes it.
fn closes(rest: &mut &str, sign: char) -> bool {
    let text = rest.trim_start();
    *rest = text.strip_prefix(sign).unwrap_or(text);
    text.is_empty() || text.starts_with(sign)
}

fn pass(rest: &mut &str, sign: char) {
    let text = rest.trim_start();
    *rest = text.strip_prefix(sign).unwrap_or(text);
}

/// A text with its quotes, a number or a word.
fn leaf<'t>(rest: &mut &'t str) -> &'t str {
    let text = rest.trim_start();
    let end = if text.starts_with('"') {
        let mut is_escaped = false;
        let closing = text.char_indices().skip(1).find(|(_, ch)| {
            let closes = *ch == '"' && !is_escaped;
            is_escaped = *ch == '\\' && !is_escaped;
            closes
        });
        closing.map_or(text.len(), |(at, _)| at + 1)
    } else {
        let is_end = |ch: char| matches!(ch, ',' | ':' | ']' | '}') || ch.is_ascii_whitespace();
        text.find(is_end).unwrap_or(text.len())
    };
    let (leaf, behind) = text.split_at(end);
    *rest = behind;
    leaf
}
