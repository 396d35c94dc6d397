//! Questions that are answered by arranging: an order, pairs, the lines that a program prints.

use std::collections::BTreeSet;

use crate::{
    course::quiz::{Distractor, Early, EarlyLine, Order, Pair, Pairing, Prediction},
    pack::manifest::{
        CHOICES_MAX, DISTRACTORS_MAX, ITEM_CHARS_MAX, ITEMS_MAX, SIDE_CHARS_MAX,
        check::inner_path,
        fields::{Fields, Node, meant},
    },
};

pub(super) fn order(fields: &Fields<'_>) -> Option<Order> {
    let list = fields.required("items");
    let swap = fields.optional("swap");
    let early = fields.optional("early");
    let distractors = fields.optional("distractors");
    let list = list?;
    let mut texts = BTreeSet::new();
    let nodes = list.members();
    let items: Vec<_> =
        nodes.iter().map(|node| new_line(node, ITEM_CHARS_MAX, &mut texts)).collect();
    let distractors = distractors.map(|list| read_distractors(&list, ITEM_CHARS_MAX, &mut texts));
    if list.is_list() && !(2..=ITEMS_MAX).contains(&nodes.len()) {
        list.report(format!("an order has 2 to {ITEMS_MAX} items, here are {}", nodes.len()));
    }
    let items: Vec<String> = items.into_iter().collect::<Option<_>>()?;
    let swaps = swap.map(|node| swaps(&node, items.len())).unwrap_or_default();
    let distractors = distractors.unwrap_or_default();
    let order = Order { items, swaps, distractors, early: Vec::new() };
    if let Some(swap) = swap
        && order.swaps.iter().any(|swap| swap.len() == order.items.len())
        && order.distractors.is_empty()
    {
        swap.report("every item may stand anywhere: every order would pass");
    }
    let early = early.map(|node| early_items(&node, &order)).unwrap_or_default();
    Some(Order { early, ..order })
}

/// A line that no other of `texts` says.
fn new_line(node: &Node<'_>, max: usize, texts: &mut BTreeSet<String>) -> Option<String> {
    let line = node.short_line(max)?;
    if !texts.insert(line.clone()) {
        node.report(("this stands here twice", "two rows that read alike cannot be told apart"));
        return None;
    }
    Some(line)
}

fn read_distractors(list: &Node<'_>, max: usize, texts: &mut BTreeSet<String>) -> Vec<Distractor> {
    let nodes = list.members();
    if nodes.len() > DISTRACTORS_MAX {
        list.report(format!("at most {DISTRACTORS_MAX} distractors, here are {}", nodes.len()));
    }
    let read = |node: &Node<'_>| {
        let fields = node.fields()?;
        let text = fields.required("text").and_then(|node| new_line(&node, max, texts));
        let why = fields.required("why").and_then(|node| node.text());
        fields.finish();
        Some(Distractor { text: text?, why: why? })
    };
    nodes.iter().filter_map(read).collect()
}

/// Groups of positions, counted from 1 in the file and from 0 in what comes back.
fn swaps(list: &Node<'_>, items: usize) -> Vec<Vec<usize>> {
    let mut taken = BTreeSet::new();
    let mut swaps = Vec::new();
    for group in list.members() {
        let mut positions: Vec<usize> = Vec::new();
        for node in group.members() {
            let Some(at) = position(&node, items) else { continue };
            if taken.insert(at) {
                positions.push(at);
            } else {
                node.report((
                    format!("position {} stands in `swap` twice", at + 1),
                    "put all that may change places into one group",
                ));
            }
        }
        if group.is_list() && group.members().len() < 2 {
            group.report(("a group has two positions or more", "swap = [[2, 3]]"));
        }
        positions.sort_unstable();
        swaps.push(positions);
    }
    swaps
}

/// The position of an item, counted from 1 in the file.
fn position(node: &Node<'_>, items: usize) -> Option<usize> {
    let at: usize = node.integer(1..=i64::try_from(items).unwrap_or(i64::MAX))?;
    at.checked_sub(1)
}

fn early_items(list: &Node<'_>, order: &Order) -> Vec<Early> {
    let mut all = Vec::new();
    for node in list.members() {
        let Some(fields) = node.fields() else { continue };
        let items = order.items.len();
        let item = fields.required("item").and_then(|node| position(&node, items));
        let before = fields.required("before").and_then(|node| position(&node, items));
        let why = fields.required("why").and_then(|node| node.text());
        fields.finish();
        let (Some(item), Some(before), Some(why)) = (item, before, why) else { continue };
        if item <= before || order.fits(item, before) {
            node.report((
                format!("item {} may stand before item {}", item + 1, before + 1),
                "`item` is the one that comes too early, `before` the one that it has to follow",
            ));
        } else {
            all.push(Early { item, before, why });
        }
    }
    all
}

pub(super) fn matching(fields: &Fields<'_>) -> Option<Pairing> {
    let list = fields.required("pairs");
    let distractors = fields.optional("distractors");
    let list = list?;
    let nodes = list.members();
    let mut lefts = BTreeSet::new();
    let pairs: Vec<_> = nodes.iter().map(|node| pair(node, &mut lefts)).collect();
    if list.is_list() && !(2..=ITEMS_MAX).contains(&nodes.len()) {
        list.report(format!("a match has 2 to {ITEMS_MAX} pairs, here are {}", nodes.len()));
    }
    let whole: Vec<(Pair, Node<'_>)> = pairs.into_iter().collect::<Option<_>>()?;
    let mut rights: BTreeSet<String> = whole.iter().map(|(pair, _)| pair.right.clone()).collect();
    let distractors = distractors
        .map(|list| read_distractors(&list, SIDE_CHARS_MAX, &mut rights))
        .unwrap_or_default();
    if !(2..=CHOICES_MAX).contains(&rights.len()) {
        let found = rights.len();
        list.report(format!("a match has 2 to {CHOICES_MAX} right sides, here are {found}"));
    }
    for (pair, node) in &whole {
        for (wrong, _) in &pair.whys {
            if *wrong == pair.right {
                node.report(format!("`{wrong}` is the right side of `{}`", pair.left));
            } else if !rights.contains(wrong) {
                let near = meant(wrong, rights.iter().map(String::as_str));
                let hint = near.unwrap_or_else(|| "a right side of another pair".to_owned());
                node.report((format!("no right side says `{wrong}`"), hint));
            }
        }
    }
    Some(Pairing { pairs: whole.into_iter().map(|(pair, _)| pair).collect(), distractors })
}

/// `["left", "right"]`, or a table that also knows wrong right sides.
fn pair<'d>(node: &Node<'d>, lefts: &mut BTreeSet<String>) -> Option<(Pair, Node<'d>)> {
    if node.is_table() {
        let fields = node.fields()?;
        let left = fields.required("left").and_then(|n| new_line(&n, SIDE_CHARS_MAX, lefts));
        let right = fields.required("right").and_then(|n| n.short_line(SIDE_CHARS_MAX));
        let whys = fields.optional("why").and_then(|node| node.fields());
        fields.finish();
        let whys = whys.map(|fields| {
            let said = |entry: &Node<'_>| Some((entry.name().to_owned(), entry.text()?));
            fields.entries().iter().filter_map(said).collect()
        });
        let pair = Pair { left: left?, right: right?, whys: whys.unwrap_or_default() };
        return Some((pair, *node));
    }
    let sides = node.members();
    let [left, right] = &sides[..] else {
        if node.is_list() {
            node.report(("a pair is a left and a right side", "pairs = [[\"GET\", \"reads\"]]"));
        }
        return None;
    };
    let left = new_line(left, SIDE_CHARS_MAX, lefts);
    let right = right.short_line(SIDE_CHARS_MAX);
    Some((Pair { left: left?, right: right?, whys: Vec::new() }, *node))
}

pub(super) fn predict(fields: &Fields<'_>) -> Option<Prediction> {
    let code = fields.required("code").and_then(|node| inner_path(&node));
    let early = fields.optional("early").map(|node| early_lines(&node)).unwrap_or_default();
    let whys = fields.optional("why").and_then(|node| node.fields());
    let said = |entry: &Node<'_>| {
        let why = entry.text()?;
        if entry.name().trim().is_empty() {
            entry.key_report("an empty answer is no answer, and is not judged");
            return None;
        }
        Some((entry.name().to_owned(), why))
    };
    let whys = whys.map(|fields| fields.entries().iter().filter_map(said).collect());
    Some(Prediction { code: code?, early, whys: whys.unwrap_or_default() })
}

fn early_lines(list: &Node<'_>) -> Vec<EarlyLine> {
    let read = |node: Node<'_>| {
        let fields = node.fields()?;
        let line = fields.required("line").and_then(|node| node.line());
        let before = fields.required("before").and_then(|node| node.line());
        let why = fields.required("why").and_then(|node| node.text());
        fields.finish();
        Some(EarlyLine { line: line?, before: before?, why: why? })
    };
    list.members().into_iter().filter_map(read).collect()
}
