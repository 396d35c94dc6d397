//! The list of a collection: which rows, in which order, which page of them.

use std::cmp::Ordering;

use regex::{Regex, RegexBuilder};
use serde_json::{Value, json};

use super::{
    asked::Asked,
    relations::PARAMETERS,
    rows::{json_response, plain},
};
use crate::exchange::{
    Response,
    api::{Collection, Row, Style},
    target,
};

/// Bytes of a built regular expression at most.
const REGEX_BYTES_MAX: usize = 1 << 16;
/// Rows of a page in json-server's style when only the page is named.
const JSON_SERVER_PAGE: usize = 10;

/// What the query asks for, by the names that the collection's style has for it.
#[derive(Default)]
struct Wish {
    /// Field, comparison, value.
    filters: Vec<(String, Compare, String)>,
    /// Fields; true for the largest first.
    sort: Vec<(String, bool)>,
    /// In any field.
    text: Option<String>,
    page: Option<usize>,
    limit: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
}

enum Compare {
    Same,
    Differs,
    AtLeast,
    AtMost,
    /// A regular expression without case; a plain text where it is none.
    Like(Option<Regex>),
}

pub fn answer(told: &Collection, rows: &[Row], asked: &Asked) -> Response {
    let wish = match told.style {
        Style::Plain => plain_wish(&asked.query),
        Style::JsonServer => {
            let mut wish = json_server_wish(&asked.query);
            // A field that no row has is no wish there.
            wish.filters.retain(|(name, _, _)| rows.iter().any(|row| at(row, name).is_some()));
            wish
        }
    };
    let mut found: Vec<&Row> = rows.iter().filter(|row| wish.takes(row)).collect();
    found.sort_by(|a, b| wish.compare(a, b));
    match (told.style, told.page) {
        (Style::Plain, Some(page)) => {
            let size = wish.limit.unwrap_or(page.size as usize).clamp(1, page.max as usize);
            pages(told, &found, &wish, size, asked)
        }
        (Style::Plain, None) => {
            let shown = match (wish.page, wish.limit) {
                (None, None) => &found[..],
                (page, limit) => cut(&found, page, limit.unwrap_or(JSON_SERVER_PAGE)),
            };
            json_response(200, &all(shown))
        }
        (Style::JsonServer, _) => json_server(&found, &wish, asked),
    }
}

fn plain_wish(query: &[(String, String)]) -> Wish {
    let mut wish = Wish::default();
    for (name, value) in query {
        match name.as_str() {
            "page" => wish.page = value.parse().ok(),
            "limit" => wish.limit = value.parse().ok(),
            "sort" => wish.sort = sorts(value),
            _ => wish.filters.push((name.clone(), Compare::Same, value.clone())),
        }
    }
    wish
}

/// The parameters of json-server 0.17.
fn json_server_wish(query: &[(String, String)]) -> Wish {
    let mut wish = Wish::default();
    let mut order = Vec::new();
    for (name, value) in query {
        match name.as_str() {
            "_page" => wish.page = value.parse().ok(),
            "_limit" => wish.limit = value.parse().ok(),
            "_start" => wish.start = value.parse().ok(),
            "_end" => wish.end = value.parse().ok(),
            "_sort" => wish.sort = sorts(value),
            "_order" => order = value.split(',').map(|word| word == "desc").collect(),
            name if PARAMETERS.contains(&name) => {}
            "q" => wish.text = Some(value.to_lowercase()),
            name => {
                let (field, compare) = match name.rsplit_once('_') {
                    Some((field, "ne")) => (field, Compare::Differs),
                    Some((field, "gte")) => (field, Compare::AtLeast),
                    Some((field, "lte")) => (field, Compare::AtMost),
                    Some((field, "like")) => (field, Compare::Like(pattern(value))),
                    Some(_) | None => (name, Compare::Same),
                };
                wish.filters.push((field.to_owned(), compare, value.clone()));
            }
        }
    }
    for ((_, descends), wanted) in wish.sort.iter_mut().zip(order) {
        *descends |= wanted;
    }
    wish
}

/// `name,-age`: a minus puts the largest first.
fn sorts(value: &str) -> Vec<(String, bool)> {
    let one = |word: &str| match word.strip_prefix('-') {
        Some(field) => (field.to_owned(), true),
        None => (word.to_owned(), false),
    };
    value.split(',').filter(|word| !word.is_empty()).map(one).collect()
}

impl Wish {
    fn takes(&self, row: &Row) -> bool {
        let found = self.text.as_ref().is_none_or(|text| row.values().any(|v| mentions(v, text)));
        // Several values of one field are a choice between them, as json-server has it.
        let fits = |(name, compare, wanted): &(String, Compare, String)| {
            let value = at(row, name);
            fits(value, compare, wanted)
        };
        let chosen = |filter: &(String, Compare, String)| match filter.1 {
            Compare::Same => {
                let of_field = self
                    .filters
                    .iter()
                    .filter(|other| other.0 == filter.0 && matches!(other.1, Compare::Same));
                of_field.into_iter().any(fits)
            }
            Compare::Differs | Compare::AtLeast | Compare::AtMost | Compare::Like(_) => {
                fits(filter)
            }
        };
        found && self.filters.iter().all(chosen)
    }

    fn compare(&self, a: &Row, b: &Row) -> Ordering {
        self.sort.iter().fold(Ordering::Equal, |order, (field, descends)| {
            order.then_with(|| {
                let order = compare(at(a, field), at(b, field));
                if *descends { order.reverse() } else { order }
            })
        })
    }
}

/// `address.city` is the field of a field.
fn at<'r>(row: &'r Row, name: &str) -> Option<&'r Value> {
    if let Some(value) = row.get(name) {
        return Some(value);
    }
    let mut names = name.split('.');
    let mut value = row.get(names.next()?)?;
    for name in names {
        value = value.get(name)?;
    }
    Some(value)
}

fn fits(value: Option<&Value>, how: &Compare, wanted: &str) -> bool {
    let Some(value) = value else { return matches!(how, Compare::Differs) };
    let number = |limit: &str| value.as_f64()?.partial_cmp(&limit.parse().ok()?);
    let order = number(wanted).unwrap_or_else(|| plain(value).as_str().cmp(wanted));
    match how {
        Compare::Same => plain(value) == wanted || number(wanted) == Some(Ordering::Equal),
        Compare::Differs => plain(value) != wanted,
        Compare::AtLeast => order != Ordering::Less,
        Compare::AtMost => order != Ordering::Greater,
        Compare::Like(Some(regex)) => regex.is_match(&plain(value)),
        Compare::Like(None) => plain(value).to_lowercase().contains(&wanted.to_lowercase()),
    }
}

fn pattern(text: &str) -> Option<Regex> {
    RegexBuilder::new(text).case_insensitive(true).size_limit(REGEX_BYTES_MAX).build().ok()
}

fn mentions(value: &Value, text: &str) -> bool {
    match value {
        Value::Array(members) => members.iter().any(|value| mentions(value, text)),
        Value::Object(map) => map.values().any(|value| mentions(value, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            plain(value).to_lowercase().contains(text)
        }
    }
}

/// Numbers by value, all else as text; what is not there stands last.
fn compare(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (_, _) => plain(a).cmp(&plain(b)),
        },
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn all(rows: &[&Row]) -> Value {
    rows.iter().map(|row| Value::Object((*row).clone())).collect()
}

/// The page counted from 1.
fn cut<'r, 's>(rows: &'s [&'r Row], page: Option<usize>, size: usize) -> &'s [&'r Row] {
    let start = (page.unwrap_or(1).max(1) - 1).saturating_mul(size).min(rows.len());
    &rows[start..start.saturating_add(size).min(rows.len())]
}

fn pages(told: &Collection, rows: &[&Row], wish: &Wish, size: usize, asked: &Asked) -> Response {
    let page = wish.page.unwrap_or(1).max(1);
    let shown = cut(rows, Some(page), size);
    let mut body = json!({
        "items": all(shown), "page": page, "limit": size, "total": rows.len(),
    });
    if page.saturating_mul(size) < rows.len() {
        let next = with_page(&asked.query, "page", page + 1);
        body["next"] = Value::from(format!("{}?{next}", told.path));
    }
    json_response(200, &body)
}

/// The query with another page.
fn with_page(query: &[(String, String)], name: &str, page: usize) -> String {
    let page = page.to_string();
    let named = query.iter().any(|(key, _)| key == name);
    let pairs = query.iter().map(|(key, value)| {
        (key.as_str(), if key == name { page.as_str() } else { value.as_str() })
    });
    target::query(pairs.chain((!named).then_some((name, page.as_str()))))
}

/// A list with `X-Total-Count`, and with `Link` (RFC 8288) where it is cut into pages.
fn json_server(rows: &[&Row], wish: &Wish, asked: &Asked) -> Response {
    let total = rows.len();
    let size = wish.limit.unwrap_or(JSON_SERVER_PAGE).max(1);
    let shown = if wish.page.is_some() {
        cut(rows, wish.page, size)
    } else {
        let start = wish.start.unwrap_or(0).min(total);
        let end = match (wish.end, wish.limit) {
            (Some(end), _) => end,
            (None, Some(limit)) => start.saturating_add(limit),
            (None, None) => total,
        };
        &rows[start..end.clamp(start, total)]
    };
    let mut response = json_response(200, &all(shown));
    response.headers.push("X-Total-Count", total.to_string());
    if let Some(page) = wish.page {
        let last = total.div_ceil(size).max(1);
        let (path, _) = target::split(&asked.request.target);
        let link = |page: usize, rel: &str| {
            format!("<{path}?{}>; rel=\"{rel}\"", with_page(&asked.query, "_page", page))
        };
        let mut links = vec![link(1, "first")];
        if 1 < page {
            links.push(link(page - 1, "prev"));
        }
        if page < last {
            links.push(link(page + 1, "next"));
        }
        links.push(link(last, "last"));
        response.headers.push("Link", links.join(", "));
    }
    response
}
