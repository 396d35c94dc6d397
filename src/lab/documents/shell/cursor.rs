//! A cursor: a find or an aggregate that has not run yet, and then its documents batch by batch.

use std::collections::VecDeque;

use bson::{Bson, Document, doc};

use super::{
    desk::{self, Desk},
    failure::{Failure, Kind},
};

/// Documents that mongosh shows at a time.
pub const PAGE_DOCUMENTS: usize = 20;

#[derive(Clone, Debug)]
pub struct Cursor {
    pub database: String,
    pub collection: String,
    /// The `find` or `aggregate` that it stands for; empty if the documents were given.
    pub command: Document,
    /// A verbosity if the cursor explains itself instead of running.
    pub explained: Option<String>,
    documents: VecDeque<Bson>,
    /// The server's id; 0 if it has no more.
    id: i64,
    is_begun: bool,
    is_closed: bool,
    /// The page that was shown last; a cursor that is looked at again shows it again.
    page: Option<(Vec<Bson>, bool)>,
}

impl Cursor {
    pub fn new(database: &str, collection: &str, command: Document) -> Cursor {
        Cursor {
            database: database.to_owned(),
            collection: collection.to_owned(),
            command,
            explained: None,
            documents: VecDeque::new(),
            id: 0,
            is_begun: false,
            is_closed: false,
            page: None,
        }
    }

    /// A cursor over documents that are here already.
    pub fn of(documents: Vec<Bson>) -> Cursor {
        let mut cursor = Cursor::new("", "", Document::new());
        cursor.documents = documents.into();
        cursor.is_begun = true;
        cursor
    }

    pub fn is_find(&self) -> bool {
        self.command.contains_key("find")
    }

    /// The command, to be changed before it runs.
    pub fn change(&mut self) -> Result<&mut Document, Failure> {
        if self.is_begun {
            let failure = Failure::new(Kind::Argument, "Cursor is already initialized");
            return Err(failure.hint("write this call before the one that reads documents"));
        }
        Ok(&mut self.command)
    }

    pub fn next(&mut self, desk: &mut Desk) -> Result<Option<Bson>, Failure> {
        desk.step()?;
        if self.fill(desk)? { Ok(self.documents.pop_front()) } else { Ok(None) }
    }

    pub fn has_next(&mut self, desk: &mut Desk) -> Result<bool, Failure> {
        self.fill(desk)
    }

    pub fn rest(&mut self, desk: &mut Desk) -> Result<Vec<Bson>, Failure> {
        let mut documents = Vec::new();
        while let Some(document) = self.next(desk)? {
            documents.push(document);
        }
        Ok(documents)
    }

    /// The documents that mongosh shows at once, and whether there are more.
    pub fn page(&mut self, desk: &mut Desk) -> Result<(Vec<Bson>, bool), Failure> {
        if let Some(page) = &self.page {
            return Ok(page.clone());
        }
        let mut documents = Vec::new();
        while documents.len() < PAGE_DOCUMENTS {
            let Some(document) = self.next(desk)? else { break };
            documents.push(document);
        }
        let page = (documents, !self.is_exhausted());
        self.page = Some(page.clone());
        Ok(page)
    }

    /// Lets `page` go on with the next one.
    pub fn turn_page(&mut self) {
        self.page = None;
    }

    pub fn is_exhausted(&self) -> bool {
        self.is_closed || (self.is_begun && self.id == 0 && self.documents.is_empty())
    }

    pub fn left_in_batch(&self) -> usize {
        self.documents.len()
    }

    pub fn close(&mut self, desk: &mut Desk) -> Result<(), Failure> {
        if self.id != 0 {
            let ids = vec![Bson::Int64(self.id)];
            let command = doc! { "killCursors": &self.collection, "cursors": ids };
            desk.send(&self.database, command)?;
        }
        self.id = 0;
        self.documents.clear();
        self.is_closed = true;
        self.is_begun = true;
        Ok(())
    }

    /// Fetches documents if none is here; whether there is one.
    fn fill(&mut self, desk: &mut Desk) -> Result<bool, Failure> {
        if !self.is_begun {
            self.is_begun = true;
            let reply = desk.send(&self.database, self.command.clone())?;
            self.take(reply);
        }
        while self.documents.is_empty() && self.id != 0 {
            let mut command = doc! { "getMore": self.id, "collection": &self.collection };
            let size = match self.command.get_document("cursor") {
                Ok(cursor) => cursor.get("batchSize"),
                Err(_) => self.command.get("batchSize"),
            };
            if let Some(size) = size {
                command.insert("batchSize", size.clone());
            }
            let reply = desk.send(&self.database, command).inspect_err(|_| self.id = 0)?;
            self.take(reply);
        }
        Ok(!self.documents.is_empty())
    }

    fn take(&mut self, reply: Document) {
        let (documents, id) = desk::batch(reply);
        self.documents = documents.into();
        self.id = id;
    }
}
