//! Databases and collections: made, listed, renamed, dropped. (MongoDB manual, administration commands.)

use std::{collections::BTreeMap, rc::Rc};

use bson::{Binary, Bson, Document, doc, spec::BinarySubtype};

use super::{
    cursors::{Asked, cursor_reply},
    reading::Around,
    writing::number,
};
use crate::lab::documents::{
    Effort, Server,
    collection::Collection,
    error::{Code, CommandError},
    filter::Filter,
    index::spec::{Spec, expiry},
    namespace::{Namespace, check_database},
    request::Request,
    scope::Scope,
    validator::Validator,
    value::equal,
};

const CREATE_FIELDS: [&str; 8] = [
    "validator",
    "validationLevel",
    "validationAction",
    "collation",
    "capped",
    "size",
    "max",
    "storageEngine",
];
/// Options of `create` that the lab's database has not.
const REFUSED: [&str; 8] = [
    "timeseries",
    "expireAfterSeconds",
    "clusteredIndex",
    "changeStreamPreAndPostImages",
    "viewOn",
    "pipeline",
    "encryptedFields",
    "indexOptionDefaults",
];

pub fn create(
    server: &mut Server,
    request: &Request<'_>,
    _effort: &mut Effort,
) -> Result<Document, CommandError> {
    if let Some(refused) = REFUSED.iter().find(|name| request.value(name).is_some()) {
        return Err(not_here(refused));
    }
    request.only(&CREATE_FIELDS)?;
    if request.flag("capped", false)? {
        return Err(not_here("capped"));
    }
    let namespace = request.namespace()?;
    let collation = request.collation()?;
    let around = Around::new(server, &namespace, collation.clone(), None)?;
    let validator = validator(request, &around.scope())?;
    let options: Document = CREATE_FIELDS
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), request.value(name)?.clone())))
        .filter(|(name, _)| name != "collation" && name != "capped")
        .collect();
    if let Some(old) = server.store.collection(&namespace) {
        if old.options == options && validator.is_none() {
            return Ok(Document::new());
        }
        return Err(CommandError::new(
            Code::NamespaceExists,
            format!("Collection {namespace} already exists."),
        ));
    }
    let world = server.world.clone();
    let collection = server.store.made(&namespace, &*world)?;
    collection.options = options;
    collection.validator = validator;
    if let Some(collation) = collation.filter(|collation| !collation.is_simple()) {
        collection.options.insert("collation", collation.to_document());
        collection.set_collation(collation);
    }
    Ok(Document::new())
}

pub fn modify(
    server: &mut Server,
    request: &Request<'_>,
    _effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["index", "validator", "validationLevel", "validationAction"])?;
    let namespace = request.namespace()?;
    let around = Around::new(server, &namespace, None, None)?;
    let validator = validator(request, &around.scope())?;
    let Some(collection) = server.store.collection_mut(&namespace) else {
        return Err(gone(&namespace));
    };
    let mut reply = Document::new();
    if let Some(index) = request.object("index")? {
        reply = modify_index(collection, &request.inner("collMod.index", index))?;
    }
    for field in ["validator", "validationLevel", "validationAction"] {
        if let Some(value) = request.value(field) {
            collection.options.insert(field, value.clone());
        }
    }
    if request.value("validator").is_some() {
        collection.validator = validator;
    } else if let Some(old) = &mut collection.validator {
        if let Some(action) = request.text("validationAction")? {
            old.refuses = action == "error";
        }
        if let Some(level) = request.text("validationLevel")? {
            old.moderate = level == "moderate";
        }
    }
    Ok(reply)
}

pub fn drop(
    server: &mut Server,
    request: &Request<'_>,
    _effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&[])?;
    let namespace = request.namespace()?;
    let Some(gone) = server.store.drop(&namespace) else {
        // Since MongoDB 7.0 it is no error to drop what is not there.
        return Ok(Document::new());
    };
    server.cursors.close(|other| *other == namespace);
    Ok(doc! {
        "nIndexesWas": number(gone.indexes().len() as u64),
        "ns": namespace.to_string(),
    })
}

pub fn drop_database(
    server: &mut Server,
    request: &Request<'_>,
    _effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&[])?;
    let was_there = server.store.drop_database(request.database);
    server.cursors.close(|namespace| namespace.database == request.database);
    Ok(if was_there {
        doc! { "dropped": request.database }
    } else {
        Document::new()
    })
}

pub fn rename(
    server: &mut Server,
    request: &Request<'_>,
    _effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["to", "dropTarget"])?;
    if request.database != "admin" {
        return Err(CommandError::new(
            Code::Unauthorized,
            "renameCollection may only be run against the admin database.",
        ));
    }
    let whole = |field: &str| -> Result<Namespace, CommandError> {
        let text = request.text(field)?.ok_or_else(|| request.missing(field))?;
        let (database, collection) = text.split_once('.').unwrap_or((text, ""));
        Namespace::new(database, collection)
    };
    let (from, to) = (whole("renameCollection")?, whole("to")?);
    let drop_target = request.flag("dropTarget", false)?;
    to.check_new()?;
    if from == to {
        return Err(CommandError::new(
            Code::IllegalOperation,
            "Can't rename a collection to itself",
        ));
    }
    if server.store.collection(&from).is_none() {
        return Err(CommandError::new(
            Code::NamespaceNotFound,
            format!("Source collection {from} does not exist"),
        ));
    }
    if server.store.collection(&to).is_some() && !drop_target {
        return Err(CommandError::new(Code::NamespaceExists, "target namespace exists"));
    }
    if let Some(collection) = server.store.drop(&from) {
        server.store.put(&to, collection);
    }
    server.cursors.close(|namespace| *namespace == from || *namespace == to);
    Ok(Document::new())
}

pub fn list(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["filter", "nameOnly", "authorizedCollections", "cursor"])?;
    let names_only = request.flag("nameOnly", false)?;
    let asked = Asked::of_cursor(request)?;
    let world = server.world.clone();
    let scope = Scope::new(&*world, None);
    let empty = Document::new();
    let filter = Filter::parse(request.object("filter")?.unwrap_or(&empty), &scope)?;
    let mut documents = Vec::new();
    for (namespace, collection) in server.store.collections() {
        if namespace.database != request.database {
            continue;
        }
        let mut document = doc! { "name": &namespace.collection, "type": "collection" };
        let whole = listed(document.clone(), collection);
        if filter.matches(&whole, &scope)? {
            if !names_only {
                document = whole;
            }
            documents.push(Rc::new(document));
        }
    }
    let namespace = Namespace {
        database: request.database.to_owned(),
        collection: "$cmd.listCollections".to_owned(),
    };
    cursor_reply(server, &namespace, documents, &asked, effort)
}

pub fn list_databases(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["filter", "nameOnly", "authorizedDatabases"])?;
    let names_only = request.flag("nameOnly", false)?;
    let world = server.world.clone();
    let scope = Scope::new(&*world, None);
    let empty = Document::new();
    let filter = Filter::parse(request.object("filter")?.unwrap_or(&empty), &scope)?;
    let mut sizes: BTreeMap<&str, u64> = BTreeMap::new();
    for (namespace, collection) in server.store.collections() {
        *sizes.entry(&namespace.database).or_default() += collection.stored_bytes();
    }
    let (mut databases, mut total) = (Vec::new(), 0);
    for (name, size) in sizes {
        let whole = doc! { "name": name, "sizeOnDisk": long(size), "empty": false };
        if filter.matches(&whole, &scope)? {
            total += size;
            databases.push(if names_only {
                doc! { "name": name }
            } else {
                whole
            });
        }
    }
    effort.returned = databases.len() as u64;
    let mut reply = doc! { "databases": databases };
    if !names_only {
        reply.insert("totalSize", long(total));
        reply.insert("totalSizeMb", long(total >> 20));
    }
    Ok(reply)
}

pub fn collection_stats(
    server: &mut Server,
    request: &Request<'_>,
    _effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["scale"])?;
    let namespace = request.namespace()?;
    let scale = u64::try_from(request.number("scale")?.unwrap_or(1)).unwrap_or(1).max(1);
    let mut reply = doc! { "ns": namespace.to_string() };
    let Some(collection) = server.store.collection(&namespace) else {
        reply.extend(doc! {
            "size": 0, "count": 0, "storageSize": 0, "totalSize": 0, "nindexes": 0, "totalIndexSize": 0,
            "indexSizes": {}, "scaleFactor": number(scale),
        });
        return Ok(reply);
    };
    let indexes = collection.indexes();
    let sizes: Document = indexes
        .iter()
        .map(|index| (index.spec.name.clone(), number(index.bytes / scale)))
        .collect();
    let index_size = indexes.iter().map(|index| index.bytes).sum::<u64>();
    let count = collection.len() as u64;
    reply.extend(doc! { "size": number(collection.bytes / scale), "count": number(count) });
    if let Some(average) = collection.bytes.checked_div(count) {
        reply.insert("avgObjSize", number(average));
    }
    reply.extend(doc! {
        "storageSize": number(collection.bytes / scale),
        "totalSize": number((collection.bytes + index_size) / scale),
        "nindexes": number(indexes.len() as u64),
        "totalIndexSize": number(index_size / scale),
        "indexSizes": sizes,
        "capped": false,
        "scaleFactor": number(scale),
    });
    Ok(reply)
}

pub fn database_stats(
    server: &mut Server,
    request: &Request<'_>,
    _effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["scale", "freeStorage"])?;
    check_database(request.database)?;
    let scale = u64::try_from(request.number("scale")?.unwrap_or(1)).unwrap_or(1).max(1);
    let (mut collections, mut objects, mut bytes, mut indexes, mut index_size) = (0, 0, 0, 0, 0);
    for (namespace, collection) in server.store.collections() {
        if namespace.database == request.database {
            collections += 1;
            objects += collection.len() as u64;
            bytes += collection.bytes;
            indexes += collection.indexes().len() as u64;
            index_size += collection.indexes().iter().map(|index| index.bytes).sum::<u64>();
        }
    }
    let average = bytes.checked_div(objects).unwrap_or(0);
    Ok(doc! {
        "db": request.database,
        "collections": number(collections),
        "views": 0,
        "objects": number(objects),
        "avgObjSize": number(average),
        "dataSize": number(bytes / scale),
        "storageSize": number(bytes / scale),
        "indexes": number(indexes),
        "indexSize": number(index_size / scale),
        "totalSize": number((bytes + index_size) / scale),
        "scaleFactor": number(scale),
    })
}

fn validator(request: &Request<'_>, scope: &Scope<'_>) -> Result<Option<Validator>, CommandError> {
    let level = request.text("validationLevel")?.unwrap_or("strict");
    let action = request.text("validationAction")?.unwrap_or("error");
    for (field, value, known) in [
        ("validationLevel", level, &["off", "strict", "moderate"][..]),
        ("validationAction", action, &["error", "warn"][..]),
    ] {
        if !known.contains(&value) {
            return Err(CommandError::new(
                Code::BadValue,
                format!(
                    "Enumeration value '{value}' for field '{}.{field}' is not a valid value.",
                    request.name
                ),
            ));
        }
    }
    let Some(document) = request.object("validator")?.filter(|document| !document.is_empty())
    else {
        return Ok(None);
    };
    let filter = Filter::parse(document, scope)?;
    if filter.text().is_some() {
        return Err(CommandError::new(Code::BadValue, "$text is not allowed in this context"));
    }
    Ok(Some(Validator {
        document: document.clone(),
        filter: Rc::new(filter),
        refuses: action == "error" && level != "off",
        moderate: level == "moderate",
    }))
}

fn modify_index(
    collection: &mut Collection,
    request: &Request<'_>,
) -> Result<Document, CommandError> {
    request.only(&[
        "keyPattern",
        "name",
        "expireAfterSeconds",
        "hidden",
        "unique",
        "prepareUnique",
    ])?;
    let name = match (request.text("name")?, request.object("keyPattern")?) {
        (Some(name), None) => Some(name.to_owned()),
        (None, Some(pattern)) => {
            let wanted = Bson::Document(pattern.clone());
            let is_it = |spec: &Spec| equal(&Bson::Document(spec.pattern.clone()), &wanted, None);
            let found = collection.indexes().iter().find(|index| is_it(&index.spec));
            found.map(|index| index.spec.name.clone())
        }
        _ => {
            return Err(CommandError::new(
                Code::InvalidOptions,
                "Must specify either index name or key pattern",
            ));
        }
    };
    let missing = || {
        CommandError::new(
            Code::IndexNotFound,
            format!("cannot find index for ns {}", collection.namespace.clone()),
        )
    };
    let missing_error = missing();
    let Some(index) = name.and_then(|name| collection.index_mut(&name)) else {
        return Err(missing_error);
    };
    let mut reply = Document::new();
    if let Some(value) = request.value("expireAfterSeconds") {
        let seconds = expiry(value, request.document)?;
        if let Some(old) = index.spec.expire_after_seconds {
            reply.insert("expireAfterSeconds_old", long(u64::try_from(old).unwrap_or(0)));
        }
        reply.insert("expireAfterSeconds_new", Bson::Int64(seconds));
        index.spec.set_expiry(seconds);
    }
    if request.value("hidden").is_some() {
        let hidden = request.flag("hidden", false)?;
        reply.insert("hidden_old", index.spec.hidden);
        reply.insert("hidden_new", hidden);
        index.spec.set_hidden(hidden);
    }
    Ok(reply)
}

fn listed(mut document: Document, collection: &Collection) -> Document {
    document.insert("options", collection.options.clone());
    document.insert(
        "info",
        doc! {
            "readOnly": false,
            "uuid": Binary { subtype: BinarySubtype::Uuid, bytes: collection.uuid.to_vec() },
        },
    );
    if let Some(index) = collection.indexes().first() {
        document.insert("idIndex", index.spec.to_document());
    }
    document
}

fn long(value: u64) -> Bson {
    Bson::Int64(i64::try_from(value).unwrap_or(i64::MAX))
}

fn gone(namespace: &Namespace) -> CommandError {
    CommandError::new(Code::NamespaceNotFound, format!("ns does not exist: {namespace}"))
}

fn not_here(option: &str) -> CommandError {
    CommandError::new(
        Code::NotImplemented,
        format!("the option '{option}' of create is not part of the lab's database"),
    )
}
