//! The collections that a pipeline reads and writes beside its input.

use bson::{Document, doc};

use super::{
    reading::{Wanted, look},
    writing::{insert_one, replace},
};
use crate::lab::documents::{
    Effort, Server,
    collection::Collection,
    error::CommandError,
    filter::Filter,
    namespace::Namespace,
    pipeline::{Source, Target},
    plan::{Needs, Query},
    scope::Scope,
    store::check_weight,
};

/// A server as the pipeline of one database sees it.
pub struct Reading<'a> {
    pub server: &'a mut Server,
    pub database: &'a str,
    pub effort: &'a mut Effort,
}

impl Reading<'_> {
    fn namespace(&self, target: &Target) -> Result<Namespace, CommandError> {
        let database = target.database.as_deref().unwrap_or(self.database);
        let namespace = Namespace::new(database, &target.collection)?;
        namespace.check_new()?;
        Ok(namespace)
    }

    fn look(
        &mut self,
        namespace: &Namespace,
        filter: &Filter,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let query =
            Query { filter, sort: None, skip: 0, limit: None, hint: None, needs: Needs::Documents };
        let collection = self.server.store.collection(namespace);
        let (_, ran) = look(&query, collection, scope, self.effort, "")?;
        Ok(ran.found.into_iter().map(|(_, document)| Document::clone(&document)).collect())
    }
}

impl Source for Reading<'_> {
    fn read(
        &mut self,
        collection: &str,
        filter: &Filter,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let namespace = Namespace::new(self.database, collection)?;
        self.look(&namespace, filter, scope)
    }

    fn has_index(&mut self, collection: &str, path: &str) -> bool {
        let Ok(namespace) = Namespace::new(self.database, collection) else { return false };
        let collection = self.server.store.collection(&namespace);
        collection.into_iter().flat_map(Collection::indexes).any(|index| {
            let spec = &index.spec;
            let is_whole = !spec.sparse && !spec.hidden && spec.partial.is_none();
            is_whole
                && !spec.is_text()
                && spec.fields.first().is_some_and(|field| field.name == path)
        })
    }

    fn replace_all(
        &mut self,
        target: &Target,
        documents: Vec<Document>,
    ) -> Result<(), CommandError> {
        let namespace = self.namespace(target)?;
        let world = self.server.world.clone();
        let scope = Scope::new(&*world, None);
        let others = self.server.store.weight_without(&namespace);
        let is_new = self.server.store.collection(&namespace).is_none();
        let old = self.server.store.made(&namespace, &*world)?;
        // The new collection is whole before the old one goes; it has the indexes and the rules of the old.
        let mut fresh = emptied(old, &scope)?;
        let filled = documents.into_iter().try_for_each(|document| {
            let (document, _) = self.server.store.with_id(document, world.now_ms());
            fresh.insert(document, &scope)?;
            check_weight(&fresh, others)
        });
        if let Err(error) = filled {
            if is_new {
                self.server.store.drop(&namespace);
            }
            return Err(error);
        }
        self.effort.changed += fresh.len() as u64;
        self.server.cursors.close(|other| *other == namespace);
        self.server.store.put(&namespace, fresh);
        Ok(())
    }

    fn insert(&mut self, target: &Target, document: Document) -> Result<(), CommandError> {
        let namespace = self.namespace(target)?;
        let world = self.server.world.clone();
        insert_one(self.server, &namespace, &document, &Scope::new(&*world, None))?;
        self.effort.changed += 1;
        Ok(())
    }

    fn update(&mut self, target: &Target, document: Document) -> Result<(), CommandError> {
        let namespace = self.namespace(target)?;
        let world = self.server.world.clone();
        let scope = Scope::new(&*world, None);
        let Some(id) = document.get("_id") else { return Ok(()) };
        let wanted = Wanted::new(&doc! { "_id": { "$eq": id.clone() } }, &scope)?;
        let found =
            wanted.run(self.server.store.collection(&namespace), &scope, self.effort)?.found;
        let others = self.server.store.weight_without(&namespace);
        if let (Some((record, _)), Some(collection)) =
            (found.first(), self.server.store.collection_mut(&namespace))
        {
            replace(collection, *record, document, others, &scope)?;
            self.effort.changed += 1;
        }
        Ok(())
    }

    fn has_unique_key(&mut self, target: &Target, fields: &[String]) -> Result<bool, CommandError> {
        let namespace = self.namespace(target)?;
        if fields == ["_id"] {
            return Ok(true);
        }
        let Some(collection) = self.server.store.collection(&namespace) else { return Ok(false) };
        Ok(collection.indexes().iter().any(|index| {
            let spec = &index.spec;
            spec.unique
                && !spec.sparse
                && spec.partial.is_none()
                && spec.fields.len() == fields.len()
                && spec.fields.iter().all(|field| fields.contains(&field.name))
        }))
    }

    fn read_target(
        &mut self,
        target: &Target,
        filter: &Filter,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let namespace = self.namespace(target)?;
        self.look(&namespace, filter, scope)
    }
}

/// A collection like `old`, without its documents.
fn emptied(old: &Collection, scope: &Scope<'_>) -> Result<Collection, CommandError> {
    let mut fresh = Collection::new(old.namespace.clone(), old.uuid);
    fresh.options = old.options.clone();
    fresh.validator.clone_from(&old.validator);
    if let Some(collation) = &old.collation {
        fresh.set_collation(collation.clone());
    }
    let specs: Vec<_> = old.indexes().iter().skip(1).map(|index| index.spec.clone()).collect();
    for spec in specs {
        fresh.create_index(spec, scope)?;
    }
    Ok(fresh)
}
