//! The SQL of a run, counted: what one statement took in words, and how often each statement ran
//! for each request.

use std::collections::BTreeMap;

use super::{Entry, SqlRan, What};

/// Statements with the same text but for their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// On one line, with `?` for each value: `SELECT name FROM users WHERE id = ?`.
    pub text: String,
    pub times: u32,
    /// Rows that they gave together.
    pub rows: u64,
    /// As `SqlRan::full_scan_steps`, together.
    pub full_scan_steps: u64,
}

/// The statements of one request; one N+1 is many times the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfRequest {
    /// `GET /orders?page=2`; empty where no request had arrived.
    pub request: String,
    /// In the order of their first run.
    pub statements: Vec<Counted>,
}

impl OfRequest {
    /// How many statements ran.
    pub fn count(&self) -> u32 {
        self.statements.iter().map(|statement| statement.times).sum()
    }
}

/// The statements of `entries`, by the request that they belong to, in the order of the requests'
/// numbers. Requests without a statement are there too; statements that belong to none come first.
pub fn by_request<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<OfRequest> {
    let mut requests: BTreeMap<Option<u32>, OfRequest> = BTreeMap::new();
    for entry in entries {
        if let What::RequestReceived { method, target, .. } = &entry.what {
            requests.entry(entry.request).or_default().request = format!("{method} {target}");
        }
        if let What::Sql(ran) = &entry.what {
            requests.entry(entry.request).or_default().add(ran);
        }
    }
    requests.into_values().collect()
}

impl OfRequest {
    fn add(&mut self, ran: &SqlRan) {
        let text = folded(&ran.text);
        let known = self.statements.iter_mut().find(|counted| counted.text == text);
        let (rows, steps) = (ran.rows, u64::from(ran.full_scan_steps));
        if let Some(counted) = known {
            counted.times += 1;
            counted.rows = counted.rows.saturating_add(rows);
            counted.full_scan_steps = counted.full_scan_steps.saturating_add(steps);
        } else {
            let counted = Counted { text, times: 1, rows, full_scan_steps: steps };
            self.statements.push(counted);
        }
    }
}

impl SqlRan {
    /// What it gave or changed, and what that took, by SQLite's counters:
    /// `3 rows, 40 steps of a full scan, 210 VM steps, 1 sort, 0.1 ms`.
    pub fn effort(&self) -> String {
        let mut words = vec![match self.changed.filter(|_| self.rows == 0) {
            Some(changed) => counted(changed, "row changed", "rows changed"),
            None => counted(self.rows, "row", "rows"),
        }];
        words.extend(self.steps());
        let tenths = self.took_us / 100;
        words.push(format!("{}.{} ms", tenths / 10, tenths % 10));
        words.join(", ")
    }

    /// The counters that say whether an index helped; the first two always.
    pub fn steps(&self) -> Vec<String> {
        let one = |number: u32, one, many| counted(u64::from(number), one, many);
        let mut words = vec![
            one(self.full_scan_steps, "step of a full scan", "steps of a full scan"),
            one(self.vm_steps, "VM step", "VM steps"),
        ];
        if 0 < self.sorts {
            words.push(one(self.sorts, "sort", "sorts"));
        }
        if 0 < self.auto_indexes {
            let (row, rows) =
                ("row put into an index for it alone", "rows put into an index for it alone");
            words.push(one(self.auto_indexes, row, rows));
        }
        words
    }
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `text` on one line, with `?` for each of its values and parameters.
pub fn folded(text: &str) -> String {
    let mut folded = String::new();
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(ch) = chars.next() {
        let is_name = |ch: char| ch.is_alphanumeric() || ch == '_';
        match ch {
            ch if ch.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            '\'' => {
                // A quote inside is written twice, and reads as two texts side by side.
                while chars.next_if(|ch| *ch != '\'').is_some() {}
                chars.next();
                if before != '\'' {
                    folded.push('?');
                }
            }
            // A name keeps its quotes and what is between them.
            '"' | '`' => {
                folded.push(ch);
                while let Some(inner) = chars.next_if(|inner| *inner != ch) {
                    folded.push(inner);
                }
                folded.extend(chars.next());
            }
            '?' | '$' | ':' | '@' if !is_name(before) => {
                while chars.next_if(|ch| is_name(*ch)).is_some() {}
                folded.push('?');
            }
            '0'..='9' if !is_name(before) && before != '$' => {
                while chars.next_if(|ch| is_name(*ch) || *ch == '.').is_some() {}
                folded.push('?');
            }
            _ => folded.push(ch),
        }
        before = if ch == '?' { ' ' } else { ch };
    }
    folded.truncate(folded.trim_end().trim_end_matches(';').trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_that_differ_in_values_alone_are_the_same() {
        for (text, expected) in [
            ("SELECT  *\n FROM t WHERE id = 7;", "SELECT * FROM t WHERE id = ?"),
            ("SELECT * FROM t WHERE id = ?", "SELECT * FROM t WHERE id = ?"),
            (
                "SELECT * FROM t WHERE id = ?1 AND b = $name",
                "SELECT * FROM t WHERE id = ? AND b = ?",
            ),
            ("SELECT 'it''s', 1.5e3, t1.a2 FROM t1", "SELECT ?, ?, t1.a2 FROM t1"),
            ("SELECT \"a 1\" FROM `b 2` WHERE x='3'", "SELECT \"a 1\" FROM `b 2` WHERE x=?"),
            ("INSERT INTO t VALUES (1, 'a')", "INSERT INTO t VALUES (?, ?)"),
            ("'open", "?"),
            ("", ""),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn each_request_has_its_own_count() {
        let ran = |request, text: &str| Entry {
            at_us: 0,
            request,
            what: What::Sql(SqlRan { text: text.into(), rows: 1, ..SqlRan::default() }),
        };
        let entries = [
            ran(Some(2), "SELECT 1"),
            ran(Some(1), "SELECT * FROM orders"),
            ran(Some(2), "SELECT name FROM users WHERE id = 4"),
            ran(Some(2), "SELECT 2"),
            ran(None, "CREATE TABLE t (a)"),
        ];
        let told: Vec<String> = by_request(&entries)
            .iter()
            .map(|of| {
                let each = of.statements.iter().map(|one| format!("{}x {}", one.times, one.text));
                format!("{}: {}", of.count(), each.collect::<Vec<_>>().join("; "))
            })
            .collect();
        assert_eq!(
            told,
            [
                "1: 1x CREATE TABLE t (a)",
                "1: 1x SELECT * FROM orders",
                "3: 2x SELECT ?; 1x SELECT name FROM users WHERE id = ?",
            ]
        );
    }

    #[test]
    fn what_a_statement_took_is_told_in_words() {
        let ran = SqlRan { rows: 1, vm_steps: 9, took_us: 1_250, ..SqlRan::default() };
        assert_eq!(ran.effort(), "1 row, 0 steps of a full scan, 9 VM steps, 1.2 ms");
        let ran = SqlRan { changed: Some(2), full_scan_steps: 1, sorts: 1, auto_indexes: 3, ..ran };
        let ran = SqlRan { rows: 0, took_us: 0, ..ran };
        assert_eq!(
            ran.effort(),
            "2 rows changed, 1 step of a full scan, 9 VM steps, 1 sort, 3 rows put into an index for \
             it alone, 0.0 ms"
        );
    }
}
