//! What came back for each of the learner's requests, for exercises whose answer is a file of
//! requests: it is shown whether the checks pass or fail.

use crate::{
    course::attack::Stage,
    exchange::{Response, shown},
    judge::{Came, Exchange},
    screen::{theme::Role, widget::grid::Grid},
    text,
};

use super::{
    Bench, place, result,
    rows::{LABEL_COLUMNS, Row, fold, labelled, markdown, span, wrap},
};

/// A body is cut here; Enter shows all of it.
const BODY_ROWS_MAX: usize = 12;
/// Rows of a body after a pass, where Enter goes on.
const BODY_ROWS_PASSED_MAX: usize = 200;

/// The rows of all exchanges. They are laid out once for a check and a size: bodies are long, and a
/// frame is drawn for each key.
#[derive(Clone, Debug, Default)]
pub struct Exchanges {
    laid_for: Option<LaidFor>,
    /// Under the result of a check.
    pub in_pane: Vec<Row>,
    /// Over the panes, uncut.
    pub in_full: Vec<Row>,
    /// Where each begins in `in_full`.
    begins: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LaidFor {
    pane: u16,
    full: u16,
    passed: bool,
}

impl Exchanges {
    /// The first row of exchange `at` in `in_full`.
    pub fn begin(&self, at: usize) -> usize {
        self.begins.get(at).copied().unwrap_or(0)
    }

    pub fn count(&self) -> usize {
        self.begins.len()
    }

    pub fn is_empty(&self) -> bool {
        self.begins.is_empty()
    }

    fn lay_out(&mut self, exchanges: &[Exchange], laid_for: LaidFor) {
        *self = Exchanges { laid_for: Some(laid_for), ..Exchanges::default() };
        let all = exchanges.len();
        for (at, exchange) in exchanges.iter().enumerate() {
            if 0 < at {
                self.in_pane.push(Row::empty());
                self.in_full.extend([Row::empty(), Row::empty()]);
            }
            self.in_pane.extend(in_pane(exchange, laid_for));
            self.begins.push(self.in_full.len());
            self.in_full.extend(in_full(exchange, (at + 1, all), laid_for.full));
        }
    }
}

impl Bench {
    /// Lays the exchanges of the last check out anew where it or the room has changed.
    pub(super) fn fit_exchanges(&mut self) {
        let body = Grid::of(ratatui::layout::Rect::from(self.size)).body;
        let laid_for = LaidFor {
            pane: place::result_columns(self),
            full: body.width,
            passed: self.known.has_passed(),
        };
        if self.exchanges.laid_for == Some(laid_for) {
            return;
        }
        let known = self.known.checked.as_ref();
        let exchanges = known.map_or(&[][..], |checked| &checked.verdict.exchanges);
        self.exchanges.lay_out(exchanges, laid_for);
    }

    /// Whether the requests stand under the result. What the exploit of an attack got out of the
    /// vulnerable server says nothing about a repair.
    pub(super) fn shows_exchanges(&self) -> bool {
        let exercise = &self.piece.exercise;
        let chosen = self.chosen.and_then(|at| exercise.checks.get(at));
        let repairs = chosen.and_then(|check| exercise.stage(check)) == Some(Stage::Repair);
        !repairs && !self.exchanges.is_empty()
    }

    /// Forgets what was laid out: another check was made.
    pub(super) fn drop_exchanges(&mut self) {
        self.exchanges = Exchanges::default();
    }
}

/// The request line, the line of its answer, and the body, cut.
fn in_pane(exchange: &Exchange, laid_for: LaidFor) -> Vec<Row> {
    let width = laid_for.pane;
    let inner = width.saturating_sub(LABEL_COLUMNS).max(10);
    let response = match &exchange.came {
        Came::Answer(response) => response,
        Came::Nothing(why) => {
            let why = wrap(&[span(text::clean_line(why), Role::Text)], inner, 0);
            return [asked("→ sent", exchange, inner), labelled("← none", Role::Muted, why)]
                .concat();
        }
        Came::Unsent(why) => {
            let why = wrap(&[span(text::clean_line(why), Role::Text)], inner, 0);
            return [asked("– unsent", exchange, inner), labelled("", Role::Muted, why)].concat();
        }
    };
    let fields = shown::fields(&response.headers).map(|(name, value)| format!("{name}: {value}"));
    let parts = std::iter::once(shown::status(response.status)).chain(fields);
    let size = shown::size(response);
    // What stands at the right edge keeps its room.
    let mut answer = result::side_by_side(parts, inner.saturating_sub(room_of(&size)));
    if let Some(first) = answer.first_mut() {
        first.right.push(span(size, Role::Muted));
    }
    let shown::Body { lines, cut } = shown::body(response, usize::from(inner));
    let mut body: Vec<Row> = lines.iter().flat_map(|line| folded(line, inner)).collect();
    let most = if laid_for.passed { BODY_ROWS_PASSED_MAX } else { BODY_ROWS_MAX };
    if most < body.len() {
        let left_out = body.len() - most;
        body.truncate(most);
        body.push(more(left_out, cut, laid_for.passed));
    } else if cut {
        body.push(not_kept());
    }
    [
        asked("→ sent", exchange, inner),
        labelled("← answer", Role::Muted, answer),
        labelled("", Role::Muted, body),
    ]
    .concat()
}

/// The request line as it went out, and at its end where it stands in the file; then what is in
/// doubt in it.
fn asked(label: &str, exchange: &Exchange, inner: u16) -> Vec<Row> {
    let line = line_words(exchange);
    let request = format!("{} {}", exchange.request.method, exchange.request.target);
    let mut rows =
        fold(&text::clean_line(&request), inner.saturating_sub(room_of(&line)), Role::Bright);
    if let Some(first) = rows.first_mut() {
        first.right.push(span(line, Role::Muted));
    }
    let mut rows = labelled(label, Role::Muted, rows);
    if let Some(doubt) = &exchange.doubt {
        rows.extend(labelled("note", Role::NoteBold, markdown(doubt, inner, Role::Text)));
    }
    rows
}

/// Where the request stands; nothing where a script made it.
fn line_words(exchange: &Exchange) -> String {
    exchange.line.map_or_else(String::new, |line| format!("line {line}"))
}

/// Columns that words at the right edge need.
fn room_of(words: &str) -> u16 {
    u16::try_from(words.len()).unwrap_or(0) + 3
}

fn folded(line: &str, width: u16) -> Vec<Row> {
    fold(&text::clean(line), width, Role::Text)
}

fn more(lines: usize, cut: bool, passed: bool) -> Row {
    let at_least = if cut { "at least " } else { "" };
    let words = match lines {
        1 => format!("… {at_least}1 more line"),
        lines => format!("… {at_least}{lines} more lines"),
    };
    let mut spans = vec![span(words, Role::Muted)];
    if !passed {
        spans.push(span("   Enter", Role::Bright));
        spans.push(span(" opens", Role::Muted));
    }
    Row::of(spans)
}

fn not_kept() -> Row {
    Row::words("… the rest is not shown", Role::Muted)
}

/// Both messages whole: what the learner wrote with all names filled in, and what came back.
fn in_full(exchange: &Exchange, (number, all): (usize, usize), width: u16) -> Vec<Row> {
    let head =
        |words: &str, right: String| Row::words(words, Role::Bright).with_right(right, Role::Muted);
    let request = &exchange.request;
    let of = if all == 1 { String::new() } else { format!("request {number} of {all}   ") };
    let place = format!("{of}{}", line_words(exchange));
    let title = match exchange.came {
        Came::Answer(_) | Came::Nothing(_) => "Sent",
        Came::Unsent(_) => "Not sent",
    };
    let mut rows = vec![head(title, place)];
    rows.extend(folded(&format!("{} {}", request.method, request.target), width));
    rows.extend(result::fields(&request.headers, width));
    let sent = shown::sent_body(&request.headers, &request.body, usize::from(width));
    rows.extend(body_rows(&sent, width));
    rows.push(Row::empty());
    match &exchange.came {
        Came::Answer(response) => {
            rows.push(head("Came back", shown::size(response)));
            rows.extend(answer_rows(response, width));
        }
        Came::Nothing(why) => {
            rows.push(Row::words("Nothing came back", Role::Bright));
            rows.extend(wrap(&[span(text::clean_line(why), Role::Text)], width, 0));
        }
        Came::Unsent(why) => {
            rows.extend(wrap(&[span(text::clean_line(why), Role::Text)], width, 0));
        }
    }
    rows
}

fn answer_rows(response: &Response, width: u16) -> Vec<Row> {
    let mut rows = folded(&shown::status(response.status), width);
    rows.extend(result::fields(&response.headers, width));
    let body = body_rows(&shown::body(response, usize::from(width)), width);
    if !body.is_empty() {
        rows.push(Row::empty());
        rows.extend(body);
    }
    rows
}

fn body_rows(body: &shown::Body, width: u16) -> Vec<Row> {
    let mut rows: Vec<Row> = body.lines.iter().flat_map(|line| folded(line, width)).collect();
    if body.cut {
        rows.push(not_kept());
    }
    rows
}
