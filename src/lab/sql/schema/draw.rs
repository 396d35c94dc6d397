//! A table in words: its columns, what is asked of them, its keys and indexes.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::{Column, ForeignKey, Index, Origin, Relation};
use crate::text::clean_line;

impl Relation {
    /// The table in lines that each end in a line break, safe to show.
    pub fn describe(&self) -> String {
        let mut text = format!("{}: {}\n", clean_line(&self.name), self.what());
        let names: Vec<_> = self.columns.iter().map(|column| clean_line(&column.name)).collect();
        let kinds: Vec<_> = self.columns.iter().map(|column| clean_line(&column.kind)).collect();
        let wide =
            |words: &[_]| words.iter().map(|word: &std::borrow::Cow<'_, str>| word.width()).max();
        let (widest, widest_kind) = (wide(&names).unwrap_or(0), wide(&kinds).unwrap_or(0));
        for ((column, name), kind) in self.columns.iter().zip(&names).zip(&kinds) {
            let air = " ".repeat(widest - name.width());
            let kind_air = " ".repeat(widest_kind - kind.width());
            let rules = clean_line(&self.rules(column)).into_owned();
            let line = format!("  {name}{air}  {kind}{kind_air}  {rules}");
            let _ = writeln!(text, "{}", line.trim_end());
        }
        let keys = self.foreign_keys.iter().filter(|key| 1 < key.columns.len());
        let keys =
            keys.map(|key| format!("foreign key ({}) {}", key.columns.join(", "), refers(key)));
        let indexes = self.indexes.iter().filter_map(index);
        for line in self.primary_line().into_iter().chain(keys).chain(indexes) {
            let _ = writeln!(text, "  {}", clean_line(&line));
        }
        text
    }

    /// `6 rows`, `view`.
    pub fn what(&self) -> String {
        match self.rows {
            _ if self.is_view => "view".to_owned(),
            Some(1) => "1 row".to_owned(),
            Some(rows) => format!("{rows} rows"),
            None => "table".to_owned(),
        }
    }

    /// `primary key, not null, default 0, references users (id)`.
    fn rules(&self, column: &Column) -> String {
        let mut rules = Vec::new();
        if 0 < column.primary && self.primary_key().len() == 1 {
            rules.push("primary key".to_owned());
        }
        if column.not_null {
            rules.push("not null".to_owned());
        }
        rules.extend(column.default.as_ref().map(|default| format!("default {default}")));
        if column.is_generated {
            rules.push("generated".to_owned());
        }
        let alone = |key: &&ForeignKey| key.columns == [column.name.clone()];
        rules.extend(self.foreign_keys.iter().filter(alone).map(refers));
        rules.join(", ")
    }

    fn primary_line(&self) -> Option<String> {
        let columns = self.primary_key();
        (1 < columns.len()).then(|| format!("primary key ({})", columns.join(", ")))
    }
}

/// `references users (id), on delete cascade`.
fn refers(key: &ForeignKey) -> String {
    let mut words = format!("references {}", key.table);
    if !key.references.is_empty() {
        let _ = write!(words, " ({})", key.references.join(", "));
    }
    for (what, action) in [("delete", &key.on_delete), ("update", &key.on_update)] {
        if !action.is_empty() && action != "NO ACTION" {
            let _ = write!(words, ", on {what} {}", action.to_lowercase());
        }
    }
    words
}

/// `unique (email)`, `index orders_user (user_id, total)`; `None` for that of the primary key.
fn index(index: &Index) -> Option<String> {
    let columns = index.columns.iter().map(|column| column.as_deref().unwrap_or("an expression"));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let partial = if index.is_partial { ", of some rows" } else { "" };
    match index.origin {
        Origin::PrimaryKey => None,
        Origin::Unique => Some(format!("unique ({columns})")),
        Origin::Made => {
            let unique = if index.is_unique { "unique " } else { "" };
            Some(format!("{unique}index {} ({columns}){partial}", index.name))
        }
    }
}
