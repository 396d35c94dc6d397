//! `send`: the requests of a .http file, each with its answer.

mod environment;

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use crate::{
    cli::{
        Ended, Failed, arguments,
        print::{
            complain,
            exchange::{Reader, text},
            json, mistake, out, out_bytes,
        },
        text_file::TextFile,
    },
    client::{Base, KEPT_BYTES},
    diag::Place,
    exchange::http_file::{self, Environments, FILE_BYTES_MAX, HttpFile, Mistake, Session},
    tutor::{
        Cancel,
        sending::{Advice, Exchange, Sender, look_ahead},
    },
};

const ADVICE: Advice = Advice {
    no_host: "--base http://localhost:3000 or --port 3000 says where it goes; or write the host here",
    no_answer: "--timeout SECONDS waits longer",
};

/// Sends what `wanted` says. Of a file with a mistake that can be seen before, nothing is sent.
pub fn send(wanted: &arguments::Send) -> Result<Ended, Failed> {
    let fallback = fallback(wanted)?;
    let source = TextFile::read(&wanted.file, FILE_BYTES_MAX)?;
    let (file, mistakes) = http_file::parse(&source.text);
    if !mistakes.is_empty() {
        return Err(Failed::Misuse(shown(&source, &mistakes)));
    }
    if file.entries.is_empty() {
        return Err(Failed::Misuse(format!("{}: there is no request in it", source.name)));
    }
    let environments = environment::beside(&wanted.file)?;
    let outside = environment::variables(&environments, wanted.env.as_deref())?;
    let session = Session::new(&file, &outside);
    let mistakes = look_ahead(&session, &file, fallback.as_ref(), &ADVICE);
    if !mistakes.is_empty() {
        let next = unchosen(&environments, wanted);
        return Err(Failed::Misuse(shown(&source, &mistakes) + &next));
    }
    let patience = Duration::from_secs(u64::from(wanted.timeout));
    let sender =
        Sender { file: &source.name, fallback, patience, keep: KEPT_BYTES, advice: &ADVICE };
    Sending { source: &source, sender }.send_all(session, &file, wanted)
}

/// Where requests go that name no host.
fn fallback(wanted: &arguments::Send) -> Result<Option<Base>, Failed> {
    let typed = match (&wanted.base, wanted.port) {
        (Some(base), _) => base.clone(),
        (None, Some(port)) => format!("localhost:{port}"),
        (None, None) => return Ok(None),
    };
    Base::typed(&typed).map(Some).map_err(Failed::Misuse)
}

fn shown(source: &TextFile, mistakes: &[Mistake]) -> String {
    let shown: Vec<_> = mistakes.iter().map(|mistake| shown_one(source, mistake)).collect();
    shown.join("\n")
}

fn shown_one(source: &TextFile, wrong: &Mistake) -> String {
    let place = Place::new(source.name.clone(), wrong.line, wrong.column);
    mistake(&place, source.line(wrong.line), &wrong.what, wrong.hint.as_deref())
}

/// What to do about a name that an environment may hold.
fn unchosen(environments: &Environments, wanted: &arguments::Send) -> String {
    let names: Vec<_> = environments.names().collect();
    if wanted.env.is_some() || names.is_empty() {
        return String::new();
    }
    format!("\nNo environment was chosen; --env takes one of: {}", names.join(", "))
}

/// Sends all of a file, from the top.
struct Sending<'a> {
    source: &'a TextFile,
    sender: Sender<'a>,
}

impl Sending<'_> {
    fn send_all(
        &self,
        mut session: Session<'_>,
        file: &HttpFile,
        wanted: &arguments::Send,
    ) -> Result<Ended, Failed> {
        let reader = if io::stdout().is_terminal() { Reader::Terminal } else { Reader::File };
        let cancel = Cancel::new();
        let mut all = Vec::new();
        for (index, entry) in file.entries.iter().enumerate() {
            let (request, exchange) = self.sender.exchange(&session, entry, &cancel);
            if !wanted.json {
                if index > 0 {
                    out("\n")?;
                }
                out_bytes(&text(&exchange, reader))?;
                self.complain_of(&exchange);
            }
            // For the requests below half an answer is none.
            let whole = exchange.response.clone().filter(|_| exchange.error.is_none());
            session.record(entry, request, whole);
            all.push(exchange);
        }
        if wanted.json {
            out(&json::exchanges(&self.source.name, wanted.env.as_deref(), &all))?;
        }
        let all_answered = all.iter().all(|exchange| exchange.error.is_none());
        Ok(if all_answered { Ended::Well } else { Ended::NotPassed })
    }

    fn complain_of(&self, exchange: &Exchange) {
        if let Some(error) = &exchange.error {
            complain(&shown_one(self.source, error));
        }
        if exchange.response.as_ref().is_some_and(|response| response.cut) {
            let kept = KEPT_BYTES >> 20;
            let (name, line) = (&self.source.name, exchange.line);
            complain(&format!("{name}:{line}: only the first {kept} MB of the body were kept"));
        }
    }
}
