//! `createIndexes`, `listIndexes`, `dropIndexes`. (MongoDB manual, index commands.)

use std::rc::Rc;

use bson::{Bson, Document, doc};

use super::{
    cursors::{Asked, cursor_reply},
    reading::Around,
    writing::number,
};
use crate::lab::{
    documents::{
        Effort, Server,
        alias::type_name,
        collection::{Collection, INDEXES_MAX},
        error::{Code, CommandError},
        index::spec::{ID_INDEX, Kind, Spec},
        namespace::Namespace,
        request::Request,
        shown::{shown, shown_document},
        store::check_weight,
        value::equal,
    },
    world::World,
};

pub fn create(
    server: &mut Server,
    request: &Request<'_>,
    _effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["indexes", "commitQuorum", "ignoreUnknownIndexOptions"])?;
    let namespace = request.namespace()?;
    let given = request.list("indexes")?.ok_or_else(|| request.missing("indexes"))?;
    if given.is_empty() {
        return Err(CommandError::new(Code::BadValue, "Must specify at least one index to create"));
    }
    let around = Around::new(server, &namespace, None, None)?;
    let scope = around.scope();
    let mut specs = Vec::new();
    for (at, spec) in given.iter().enumerate() {
        let Bson::Document(spec) = spec else {
            return Err(request.wrong(&format!("indexes.{at}"), spec, "object"));
        };
        specs.push(Spec::parse(spec, &scope)?);
    }
    let is_new = server.store.collection(&namespace).is_none();
    let others = server.store.weight_without(&namespace);
    let world = server.world.clone();
    let collection = server.store.made(&namespace, &*world)?;
    let before = collection.indexes().len();
    let mut made = Vec::new();
    let built = specs.into_iter().try_for_each(|mut spec| {
        if let Some(collation) = &collection.collation {
            spec.inherit(&collation.clone());
        }
        if is_there(collection, &spec)? {
            return Ok(());
        }
        if collection.indexes().len() >= INDEXES_MAX {
            return Err(too_many(&namespace, &spec));
        }
        made.push(spec.name.clone());
        collection.create_index(spec, &scope)?;
        check_weight(collection, others)
    });
    if let Err(error) = built {
        // All indexes of a command are made, or none.
        for name in made {
            collection.drop_index(&name);
        }
        let place = format!("Collection {namespace} ( {} )", uuid_text(collection.uuid));
        if is_new {
            server.store.drop(&namespace);
        }
        return Err(failed(error, &place, &*world));
    }
    let after = collection.indexes().len();
    let mut reply = doc! {
        "numIndexesBefore": number(before as u64),
        "numIndexesAfter": number(after as u64),
        "createdCollectionAutomatically": is_new,
    };
    if after == before {
        reply.insert("note", "all indexes already exist");
    }
    Ok(reply)
}

pub fn list(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["cursor", "includeBuildUUIDs", "includeIndexBuildInfo"])?;
    let namespace = request.namespace()?;
    let asked = Asked::of_cursor(request)?;
    let Some(collection) = server.store.collection(&namespace) else {
        return Err(CommandError::new(
            Code::NamespaceNotFound,
            format!("ns does not exist: {namespace}"),
        ));
    };
    let documents =
        collection.indexes().iter().map(|index| Rc::new(index.spec.to_document())).collect();
    cursor_reply(server, &namespace, documents, &asked, effort)
}

pub fn drop(
    server: &mut Server,
    request: &Request<'_>,
    _effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["index"])?;
    let namespace = request.namespace()?;
    let Some(collection) = server.store.collection_mut(&namespace) else {
        return Err(CommandError::new(
            Code::NamespaceNotFound,
            format!("ns not found {namespace}"),
        ));
    };
    let before = collection.indexes().len();
    let mut reply = doc! { "nIndexesWas": number(before as u64) };
    let names = match request.value("index") {
        Some(Bson::String(name)) if name == "*" => {
            reply.insert("msg", "non-_id indexes dropped for collection");
            let others = collection.indexes().iter().map(|index| index.spec.name.clone());
            others.filter(|name| name != ID_INDEX).collect()
        }
        Some(Bson::String(name)) => vec![named(collection, name)?],
        Some(Bson::Document(pattern)) => vec![keyed(collection, pattern)?],
        Some(Bson::Array(names)) => {
            let names: Result<Vec<String>, CommandError> = names
                .iter()
                .map(|name| match name {
                    Bson::String(name) => named(collection, name),
                    other => Err(wrong_index(other)),
                })
                .collect();
            names?
        }
        Some(other) => return Err(wrong_index(other)),
        None => return Err(request.missing("index")),
    };
    for name in names {
        collection.drop_index(&name);
    }
    Ok(reply)
}

/// Whether the same index is there already; another of its name or its fields is refused.
fn is_there(collection: &Collection, spec: &Spec) -> Result<bool, CommandError> {
    let is_id = spec.fields.len() == 1
        && spec.fields[0].name == "_id"
        && spec.fields[0].kind == Kind::Ascending;
    if is_id {
        return Ok(true);
    }
    let old_with_name = collection.indexes().iter().find(|index| index.spec.name == spec.name);
    if let Some(old) = old_with_name {
        if old.spec.is_same_key(spec) && old.spec.has_same_options(spec) {
            return Ok(true);
        }
        let (code, words) = if old.spec.is_same_key(spec) {
            (
                Code::IndexOptionsConflict,
                "An equivalent index already exists with the same name but different options.",
            )
        } else {
            (
                Code::IndexKeySpecsConflict,
                "An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation.",
            )
        };
        return Err(CommandError::new(
            code,
            format!(
                "{words} Requested index: {}, existing index: {}",
                shown_document(&spec.to_document()),
                shown_document(&old.spec.to_document())
            ),
        ));
    }
    if spec.is_text()
        && let Some(old) = collection.indexes().iter().find(|index| index.spec.is_text())
    {
        return Err(CommandError::new(
            Code::CannotCreateIndex,
            format!(
                "only one text index per collection allowed, found existing text index \"{}\"",
                old.spec.name
            ),
        ));
    }
    let Some(old) = collection.indexes().iter().find(|index| index.spec.is_same_key(spec)) else {
        return Ok(false);
    };
    let message = if old.spec.has_same_options(spec) {
        format!("Index already exists with a different name: {}", old.spec.name)
    } else {
        format!(
            "An equivalent index already exists with a different name and options. Requested index: {}, existing index: {}",
            shown_document(&spec.to_document()),
            shown_document(&old.spec.to_document())
        )
    };
    Err(CommandError::new(Code::IndexOptionsConflict, message))
}

fn too_many(namespace: &Namespace, spec: &Spec) -> CommandError {
    CommandError::new(
        Code::CannotCreateIndex,
        format!(
            "add index fails, too many indexes for {namespace} key:{}",
            shown_document(&spec.pattern)
        ),
    )
}

/// A duplicate, or another fault of a document, that ended the building of an index.
fn failed(error: CommandError, place: &str, world: &dyn World) -> CommandError {
    let is_of_documents = error.code == Code::DuplicateKey
        || error.code == Code::CannotIndexParallelArrays
        || matches!(error.code, Code::Location(16746 | 16766));
    if !is_of_documents {
        return error;
    }
    let mut build = [0; 16];
    world.fill(&mut build);
    let message = format!(
        "Index build failed: {}: {place} :: caused by :: {}",
        uuid_text(build),
        error.message
    );
    CommandError { message, ..error }
}

fn named(collection: &Collection, name: &str) -> Result<String, CommandError> {
    if name == ID_INDEX {
        return Err(CommandError::new(Code::InvalidOptions, "cannot drop _id index"));
    }
    match collection.indexes().iter().find(|index| index.spec.name == name) {
        Some(index) => Ok(index.spec.name.clone()),
        None => Err(CommandError::new(
            Code::IndexNotFound,
            format!("index not found with name [{name}]"),
        )),
    }
}

fn keyed(collection: &Collection, pattern: &Document) -> Result<String, CommandError> {
    let wanted = Bson::Document(pattern.clone());
    let found = collection
        .indexes()
        .iter()
        .find(|index| equal(&Bson::Document(index.spec.pattern.clone()), &wanted, None));
    match found {
        Some(index) => named(collection, &index.spec.name),
        None => Err(CommandError::new(
            Code::IndexNotFound,
            format!("can't find index with key: {}", shown(&wanted)),
        )),
    }
}

fn wrong_index(value: &Bson) -> CommandError {
    CommandError::new(
        Code::TypeMismatch,
        format!(
            "BSON field 'dropIndexes.index' is the wrong type '{}', expected types '[string, object]'",
            type_name(value)
        ),
    )
}

fn uuid_text(bytes: [u8; 16]) -> String {
    bson::Uuid::from_bytes(bytes).to_string()
}
