//! The playground: files of requests in the workspace, requests sent from them one by one, and a
//! server that stays up beside them. What was sent and the server last until the program ends.

mod kept;
mod shelf;

use std::{sync::Arc, time::Duration};

pub use self::{
    kept::{Begun, Desk, Past, Server},
    shelf::{Change, Collection, Known, Origin, Shelf},
};
use crate::{
    client::{Base, STREAMED_BYTES},
    config::typed_path,
    diag::Trouble,
    exchange::{
        curl,
        http_file::{
            self, Entry, FILE_BYTES_MAX, HttpFile, Mistake, MistakeKind, Outside, Session, pieces,
        },
        shown::sheet::Sheet,
    },
    tutor::{
        Cancel, Tutor,
        sending::{Advice, Sender},
        serving::{Said, Servable},
    },
};

/// How long an answer may take; Esc stops sooner.
const PATIENCE: Duration = Duration::from_mins(2);
const ADVICE: Advice = Advice {
    no_host: "write http://localhost:3000 before the path, or start a server here",
    no_answer: "Is the server busy? Its log says what came",
};
/// The collection that is offered where there is none, and what it is called.
const SAMPLE: &str = include_str!("playground/shop.http");
const SAMPLE_FILE: &str = "shop.http";
/// Requests that belong to no other file go here.
pub const OWN_FILE: &str = "requests.http";

/// A request of a file as it stands on the screen, saved or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sendable {
    pub file: String,
    /// The whole text of that file.
    pub text: String,
    /// Which of its requests.
    pub entry: usize,
    pub environment: Option<String>,
}

/// Why a request was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    pub trouble: Trouble,
    /// The line of the file that is to blame, counted from 1.
    pub line: Option<u32>,
    /// It would go to a server that was started here, and none is.
    pub wants_server: bool,
}

impl Unsent {
    fn of(mistake: &Mistake) -> Unsent {
        Unsent {
            trouble: trouble_of(mistake),
            line: Some(mistake.line),
            wants_server: mistake.kind == MistakeKind::NoHost || lacks_base(mistake),
        }
    }
}

impl From<Trouble> for Unsent {
    fn from(trouble: Trouble) -> Unsent {
        Unsent { trouble, line: None, wants_server: false }
    }
}

/// The collection of the course, and the server that its requests are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    pub file: String,
    /// `None` where the pack has none.
    pub server: Option<Servable>,
}

impl Tutor {
    /// Sends a request and keeps what came of it.
    ///
    /// # Errors
    /// It cannot be read, or its names are nothing; nothing was sent.
    pub fn send_request(
        &self,
        sendable: &Sendable,
        columns: usize,
        cancel: &Cancel,
    ) -> Result<Arc<Past>, Unsent> {
        let (file, entry) = read(sendable)?;
        let outside = self.outside(&file, sendable.environment.as_deref())?;
        let kept = self.desk.answers(&sendable.file);
        let mut session = Session::going_on(&file, &outside, kept);
        let at = (self.now)();
        let (request, exchange) = self.sender(&sendable.file).exchange(&session, &entry, cancel);
        if exchange.sent.is_none()
            && let Some(mistake) = &exchange.error
        {
            return Err(Unsent::of(mistake));
        }
        let whole = exchange.response.clone().filter(|_| exchange.error.is_none());
        session.record(&entry, request, whole);
        let captured = captured(&session, &file, &entry);
        self.desk.keep_answers(&sendable.file, session.into_kept());
        let sheet = exchange.response.as_ref().map(|response| Sheet::of(response, columns));
        Ok(self.desk.remember(Past {
            file: sendable.file.clone(),
            method: entry.method.clone(),
            target: entry.target.clone(),
            at,
            exchange,
            sheet,
            captured,
        }))
    }

    /// The request as a command of curl. Secrets stay names.
    ///
    /// # Errors
    /// Its names are nothing yet, or it goes nowhere.
    pub fn curl_of(&self, sendable: &Sendable) -> Result<String, Trouble> {
        let (file, entry) = read(sendable).map_err(|unsent| unsent.trouble)?;
        let outside = self.outside(&file, sendable.environment.as_deref())?;
        let session = Session::going_on(&file, &outside, self.desk.answers(&sendable.file));
        let sent = self.sender(&sendable.file).would_send(&session, &entry);
        let sent = sent.map_err(|mistake| trouble_of(&mistake))?;
        Ok(sent.request.as_curl(&sent.base))
    }

    /// Takes requests in from a file at `typed`, or from `typed` itself where it is a command of curl,
    /// a request or a `.http` text. Gives the name of the collection that has them now.
    ///
    /// # Errors
    /// There is nothing to take in; says what was expected.
    pub fn import_requests(&self, typed: &str) -> Result<String, Trouble> {
        let typed = typed.trim();
        let single = if curl::is_curl(typed) {
            let piece = curl::as_http_file(typed).map_err(|why| {
                Trouble::new(format!("This command cannot be read: {why}."))
                    .next("A command begins with curl and names an address.")
            })?;
            Some(piece)
        } else if http_file::begins_with_request(typed) && pieces::pieces(typed).len() == 1 {
            has_requests(typed)?;
            Some(typed.to_owned())
        } else {
            None
        };
        if let Some(piece) = single {
            self.change_collection(OWN_FILE, |there| pieces::added(there.unwrap_or(""), &piece))?;
            return Ok(OWN_FILE.to_owned());
        }
        let (name, text) = if typed.contains('\n') || typed.starts_with("###") {
            ("imported".to_owned(), typed.to_owned())
        } else {
            read_outside(typed)?
        };
        has_requests(&text)?;
        let name = self.free_name(&name);
        self.change_collection(&name, |_| text)?;
        Ok(name)
    }

    /// Writes the collection that the course offers; one of that name that is there stays.
    ///
    /// # Errors
    /// It could not be written.
    pub fn take_sample(&self) -> Result<Sample, Trouble> {
        self.change_collection(SAMPLE_FILE, |there| there.unwrap_or(SAMPLE).to_owned())?;
        Ok(Sample { file: SAMPLE_FILE.to_owned(), server: self.sample_server() })
    }

    /// Ends the server that runs; the next one is `what`. From now on `stop_server` stops that.
    pub fn begin_server(&self, what: &Servable) -> Begun {
        self.desk.begin_server(what)
    }

    /// Runs a server that was begun, until it ends; tells of each change.
    pub fn run_server(&self, what: &Servable, begun: &Begun, tell: &mut dyn FnMut(Server)) {
        let Begun { number, cancel } = begun;
        let mut change = |change: &mut dyn FnMut(&mut Server)| {
            if let Some(server) = self.desk.change_server(*number, change) {
                tell(server);
            }
        };
        let routes = self.routes_of(what);
        change(&mut |server| server.routes.clone_from(&routes));
        // The one before may have the port that this one wants.
        let seat = self.desk.seat();
        let ended = if cancel.is_cancelled() {
            Ok(None)
        } else {
            self.serve(what, cancel, &mut |said| match &said {
                Said::Listening(port) => change(&mut |server| server.listens_on(*port)),
                Said::Lines(lines) => change(&mut |server| server.says(lines)),
            })
        };
        drop(seat);
        let ended = match ended {
            Ok(Some(sentence)) => sentence,
            Ok(None) => "Stopped.".to_owned(),
            Err(trouble) => trouble.to_string(),
        };
        change(&mut |server| server.ended = Some(ended.clone()));
    }

    /// Stops the server that runs; what it said stays.
    pub fn stop_server(&self) {
        self.desk.stop_server();
    }

    fn sender<'a>(&self, file: &'a str) -> Sender<'a> {
        Sender {
            file,
            fallback: self.desk.port().map(Base::loopback),
            patience: PATIENCE,
            keep: usize::try_from(STREAMED_BYTES).unwrap_or(usize::MAX),
            advice: &ADVICE,
        }
    }

    /// The variables of the environment, and `base` for the server that runs here, where neither the
    /// file nor the environment has one.
    fn outside(&self, file: &HttpFile, environment: Option<&str>) -> Result<Vec<Outside>, Trouble> {
        let mut outside = self.environments()?.variables(environment);
        let is_known = file.variables.iter().any(|variable| variable.name == "base")
            || outside.iter().any(|variable| variable.name == "base");
        if let Some(port) = self.desk.port().filter(|_| !is_known) {
            let value = Base::loopback(port).url();
            outside.push(Outside { name: "base".to_owned(), value, secret: false });
        }
        Ok(outside)
    }

    /// `shop.http`, or `shop-2.http` where that is taken.
    fn free_name(&self, stem: &str) -> String {
        let is_plain = |ch: char| ch.is_alphanumeric() || ch == '-' || ch == '_';
        let stem: String = stem.chars().filter(|ch| is_plain(*ch)).take(40).collect();
        let stem = if stem.is_empty() { "imported".to_owned() } else { stem };
        let taken: Vec<String> =
            self.workspace.collections().into_iter().map(|(name, _)| name).collect();
        let numbered = (2..).map(|number| format!("{stem}-{number}.http"));
        let mut names = std::iter::once(format!("{stem}.http")).chain(numbered);
        names.find(|name| !taken.contains(name)).expect("numbers do not end")
    }

    /// A change after which a part of the file would not be read is refused.
    fn change_collection(
        &self,
        name: &str,
        change: impl FnOnce(Option<&str>) -> String,
    ) -> Result<(), Trouble> {
        self.workspace.change_collection(name, |there| {
            let text = change(there);
            match http_file::outgrown(there.unwrap_or_default(), &text) {
                None => Ok(text),
                Some(limit) => Err(Trouble::new(format!("Not saved: {name} takes {limit}."))
                    .next("The file stays as it was; another one has room.")),
            }
        })
    }
}

fn has_requests(text: &str) -> Result<(), Trouble> {
    let (file, mistakes) = http_file::parse(text);
    if !file.entries.is_empty() {
        return Ok(());
    }
    let next = mistakes.first().map_or_else(
        || "A request is a method and an address, such as GET /users.".to_owned(),
        |mistake| format!("Line {}: {}.", mistake.line, mistake.what),
    );
    Err(Trouble::new("There is no request in it.").next(next))
}

/// The name without its ending, and the text of a file that the learner named.
fn read_outside(typed: &str) -> Result<(String, String), Trouble> {
    let path = typed_path(typed);
    let shown = path.display().to_string();
    let most = FILE_BYTES_MAX as u64;
    let unread = |why: String| {
        Trouble::new(format!("{shown} cannot be read: {why}."))
            .next("Type the path of a .http file, or paste requests or a curl command.")
    };
    let metadata = std::fs::metadata(&path).map_err(|error| unread(error.to_string()))?;
    if !metadata.is_file() || most < metadata.len() {
        return Err(unread(format!("it is no file of at most {} kB", most >> 10)));
    }
    let bytes = std::fs::read(&path).map_err(|error| unread(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| unread("it is no UTF-8 text".to_owned()))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok((stem, text))
}

/// The request, where nothing is wrong with it.
fn read(sendable: &Sendable) -> Result<(HttpFile, Entry), Unsent> {
    let (file, mistakes) = http_file::parse(&sendable.text);
    let Some(entry) = file.entries.get(sendable.entry).cloned() else {
        let first = mistakes.first();
        let none = || Unsent::from(Trouble::new("There is no request."));
        return Err(first.map_or_else(none, Unsent::of));
    };
    let piece = |line| pieces::piece_of_line(&sendable.text, line).map(|(piece, _)| piece);
    let own = piece(entry.line);
    match mistakes.iter().find(|mistake| piece(mistake.line) == own) {
        Some(mistake) => Err(Unsent::of(mistake)),
        None => Ok((file, entry)),
    }
}

/// A line of a file that cannot be read or filled in, as a sentence. Which line it is depends on where
/// that is said: an editor counts the lines of one request.
pub fn trouble_of(mistake: &Mistake) -> Trouble {
    let trouble = Trouble::new(sentence(&mistake.what));
    match &mistake.hint {
        _ if lacks_base(mistake) => trouble.next(
            "The address of a server that is started here is base; or write @base = \
             http://localhost:3000 above the requests.",
        ),
        Some(hint) => trouble.next(sentence(hint)),
        None => trouble,
    }
}

/// Begins and ends as a sentence does.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", chars.as_str())
}

/// Nothing gives `{{base}}` a value: the address of a server that is started here.
fn lacks_base(mistake: &Mistake) -> bool {
    matches!(&mistake.kind, MistakeKind::Unknown(name) if name == "base")
}

/// The variables of the file that read the answer to `entry`, with their values.
fn captured(session: &Session<'_>, file: &HttpFile, entry: &Entry) -> Vec<(String, String)> {
    if entry.name.is_empty() {
        return Vec::new();
    }
    let reads = format!("{{{{{}.response.", entry.name);
    let reading = file.variables.iter().filter(|variable| variable.value.contains(&reads));
    let value = |value: &str| session.shown_text(value);
    reading.filter_map(|variable| Some((variable.name.clone(), value(&variable.value)?))).collect()
}
