//! A collection: documents in the order in which they came, and their indexes.

use std::{collections::BTreeMap, rc::Rc};

use bson::{Bson, Document};

use crate::lab::documents::{
    alias::type_name,
    collation::Collation,
    error::{Code, CommandError},
    index::{Index, Keys, spec::Spec},
    measure::{self, DOCUMENT_BYTES_MAX, DOCUMENT_LEVELS_MAX},
    scope::Scope,
    validator::Validator,
};

/// Indexes of one collection. (MongoDB manual, limits.)
pub const INDEXES_MAX: usize = 64;

/// The documents of one namespace.
#[derive(Clone, Debug)]
pub struct Collection {
    /// What stands before the colon of messages: `shop.users`.
    pub namespace: String,
    /// The identity that `listCollections` shows.
    pub uuid: [u8; 16],
    /// The options of `create`, as they were given.
    pub options: Document,
    pub collation: Option<Rc<Collation>>,
    pub validator: Option<Validator>,
    records: BTreeMap<u64, Rc<Document>>,
    next_record: u64,
    indexes: Vec<Index>,
    /// Bytes of the documents as BSON.
    pub bytes: u64,
    /// Bytes of the documents in memory, roughly.
    documents_weight: u64,
}

impl Collection {
    pub fn new(namespace: String, uuid: [u8; 16]) -> Collection {
        Collection {
            namespace,
            uuid,
            options: Document::new(),
            collation: None,
            validator: None,
            records: BTreeMap::new(),
            next_record: 1,
            indexes: vec![Index::new(Spec::id())],
            bytes: 0,
            documents_weight: 0,
        }
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn document(&self, record: u64) -> Option<&Rc<Document>> {
        self.records.get(&record)
    }

    pub fn records(&self) -> impl DoubleEndedIterator<Item = (u64, &Rc<Document>)> {
        self.records.iter().map(|(record, document)| (*record, document))
    }

    pub fn indexes(&self) -> &[Index] {
        &self.indexes
    }

    pub fn index_mut(&mut self, name: &str) -> Option<&mut Index> {
        self.indexes.iter_mut().find(|index| index.spec.name == name)
    }

    /// Bytes of documents and indexes in memory, roughly.
    pub fn weight(&self) -> u64 {
        self.documents_weight + self.indexes.iter().map(|index| index.weight).sum::<u64>()
    }

    /// Bytes of documents and indexes as a server would store them, roughly.
    pub fn stored_bytes(&self) -> u64 {
        self.bytes + self.indexes.iter().map(|index| index.bytes).sum::<u64>()
    }

    /// The default collation of queries becomes that of the `_id` index too.
    pub fn set_collation(&mut self, collation: Rc<Collation>) {
        for index in &mut self.indexes {
            index.spec.inherit(&collation);
        }
        self.collation = Some(collation);
    }

    /// Keeps a document that has its `_id` in front.
    pub fn insert(&mut self, document: Document, scope: &Scope<'_>) -> Result<u64, CommandError> {
        check_document(&document)?;
        self.validate(&document, None, scope)?;
        let record = self.next_record;
        let keys = self.keys(&document, record, scope)?;
        self.next_record += 1;
        self.count_in(&document);
        for (index, keys) in self.indexes.iter_mut().zip(keys) {
            index.insert(keys, &document, record, scope);
        }
        self.records.insert(record, Rc::new(document));
        Ok(record)
    }

    /// Puts `document` in the place of the one that the record holds.
    pub fn replace(
        &mut self,
        record: u64,
        document: Document,
        scope: &Scope<'_>,
    ) -> Result<(), CommandError> {
        check_document(&document)?;
        let Some(old) = self.records.get(&record).cloned() else { return Ok(()) };
        self.validate(&document, Some(&old), scope)?;
        let keys = self.keys(&document, record, scope)?;
        self.unindex(&old, record, scope)?;
        self.count_out(&old);
        self.count_in(&document);
        for (index, keys) in self.indexes.iter_mut().zip(keys) {
            index.insert(keys, &document, record, scope);
        }
        self.records.insert(record, Rc::new(document));
        Ok(())
    }

    pub fn remove(
        &mut self,
        record: u64,
        scope: &Scope<'_>,
    ) -> Result<Option<Rc<Document>>, CommandError> {
        let Some(old) = self.records.get(&record).cloned() else { return Ok(None) };
        self.unindex(&old, record, scope)?;
        self.count_out(&old);
        self.records.remove(&record);
        Ok(Some(old))
    }

    /// Builds an index over the documents; nothing is kept when one of them refuses it.
    pub fn create_index(&mut self, spec: Spec, scope: &Scope<'_>) -> Result<(), CommandError> {
        let mut index = Index::new(spec);
        for (record, document) in &self.records {
            scope.step()?;
            let keys = index.keys(document, *record, scope)?;
            index.check_unique(&keys, &self.namespace)?;
            index.insert(keys, document, *record, scope);
        }
        self.indexes.push(index);
        Ok(())
    }

    pub fn drop_index(&mut self, name: &str) {
        self.indexes.retain(|index| index.spec.name != name);
    }

    fn keys(
        &self,
        document: &Document,
        record: u64,
        scope: &Scope<'_>,
    ) -> Result<Vec<Keys>, CommandError> {
        self.indexes
            .iter()
            .map(|index| {
                let keys = index.keys(document, record, scope)?;
                index.check_unique(&keys, &self.namespace)?;
                Ok(keys)
            })
            .collect()
    }

    fn unindex(
        &mut self,
        document: &Document,
        record: u64,
        scope: &Scope<'_>,
    ) -> Result<(), CommandError> {
        for index in &mut self.indexes {
            let keys = index.keys(document, record, scope)?;
            index.remove(&keys, document, record, scope);
        }
        Ok(())
    }

    fn validate(
        &self,
        document: &Document,
        old: Option<&Document>,
        scope: &Scope<'_>,
    ) -> Result<(), CommandError> {
        let Some(validator) = self.validator.as_ref().filter(|_| !scope.bypasses_validation) else {
            return Ok(());
        };
        let own = Scope::new(scope.world, self.collation.as_deref());
        validator.check(document, old, &own)
    }

    fn count_in(&mut self, document: &Document) {
        self.bytes += measure::bytes(document);
        self.documents_weight += measure::weight(document);
    }

    fn count_out(&mut self, document: &Document) {
        self.bytes = self.bytes.saturating_sub(measure::bytes(document));
        self.documents_weight = self.documents_weight.saturating_sub(measure::weight(document));
    }
}

fn check_document(document: &Document) -> Result<(), CommandError> {
    match document.get("_id") {
        Some(value @ (Bson::Array(_) | Bson::RegularExpression(_) | Bson::Undefined)) => {
            return Err(CommandError::new(
                Code::InvalidIdField,
                format!("The '_id' value cannot be of type {}", type_name(value)),
            ));
        }
        Some(Bson::Document(inner)) => {
            if let Some(name) = inner.keys().find(|name| name.starts_with('$')) {
                return Err(CommandError::new(
                    Code::DollarPrefixedFieldName,
                    format!(
                        "_id fields may not contain '$'-prefixed fields: {name} is not valid for storage."
                    ),
                ));
            }
        }
        _ => {}
    }
    if !measure::is_within(document, DOCUMENT_LEVELS_MAX) {
        return Err(CommandError::new(
            Code::Overflow,
            format!("Document exceeds maximum nesting depth of {DOCUMENT_LEVELS_MAX}"),
        ));
    }
    let bytes = measure::bytes(document);
    if bytes > DOCUMENT_BYTES_MAX {
        return Err(CommandError::new(
            Code::BSONObjectTooLarge,
            format!(
                "object to insert too large. size in bytes: {bytes}, max size: {DOCUMENT_BYTES_MAX}"
            ),
        ));
    }
    Ok(())
}
