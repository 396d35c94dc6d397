//! Words of mongosh: methods, operators, and the names of collections and fields.

use super::{Vocabulary, Word, call, offer, start_of_name};
use crate::exchange::http_file::complete::Offer;

const fn word(text: &'static str, says: &'static str) -> Word {
    Word { text, says }
}

const OF_A_COLLECTION: [Word; 24] = [
    word("find", "filter, projection"),
    word("findOne", "filter, projection"),
    word("insertOne", "document"),
    word("insertMany", "[document, ...]"),
    word("updateOne", "filter, { $set: .. }, { upsert: .. }"),
    word("updateMany", "filter, { $set: .. }"),
    word("replaceOne", "filter, document"),
    word("deleteOne", "filter"),
    word("deleteMany", "filter"),
    word("countDocuments", "filter"),
    word("estimatedDocumentCount", ""),
    word("distinct", "\"field\", filter"),
    word("aggregate", "[{ $match: .. }, { $group: .. }]"),
    word("createIndex", "{ field: 1 }, { unique: true }"),
    word("getIndexes", ""),
    word("dropIndex", "\"name\""),
    word("findOneAndUpdate", "filter, update, { returnDocument: \"after\" }"),
    word("findOneAndReplace", "filter, document"),
    word("findOneAndDelete", "filter"),
    word("bulkWrite", "[{ insertOne: { document } }, ...]"),
    word("explain", "\"executionStats\""),
    word("drop", ""),
    word("renameCollection", "\"name\""),
    word("stats", ""),
];

const OF_A_CURSOR: [Word; 14] = [
    word("sort", "{ field: 1 }"),
    word("limit", "number"),
    word("skip", "number"),
    word("projection", "{ field: 1 }"),
    word("toArray", ""),
    word("forEach", "one => .."),
    word("map", "one => .."),
    word("count", ""),
    word("next", ""),
    word("hasNext", ""),
    word("explain", "\"executionStats\""),
    word("hint", "{ field: 1 }"),
    word("collation", "{ locale: \"en\", strength: 2 }"),
    word("pretty", ""),
];

const OF_A_DATABASE: [Word; 11] = [
    word("getCollectionNames", ""),
    word("getCollection", "\"name\""),
    word("getCollectionInfos", ""),
    word("createCollection", "\"name\", { validator: .. }"),
    word("createView", "\"name\", \"of\", [..]"),
    word("getSiblingDB", "\"name\""),
    word("getName", ""),
    word("runCommand", "{ .. }"),
    word("aggregate", "[{ $documents: [..] }]"),
    word("dropDatabase", ""),
    word("stats", ""),
];

const OPERATORS: [Word; 58] = [
    word("$eq", "equal"),
    word("$ne", "not equal"),
    word("$gt", "greater"),
    word("$gte", "greater or equal"),
    word("$lt", "less"),
    word("$lte", "less or equal"),
    word("$in", "one of a list"),
    word("$nin", "none of a list"),
    word("$and", "all of a list of filters"),
    word("$or", "one of a list of filters"),
    word("$nor", "none of a list of filters"),
    word("$not", "not so"),
    word("$exists", "the field is there"),
    word("$type", "of a BSON type"),
    word("$regex", "matches a pattern"),
    word("$elemMatch", "one member fits all of it"),
    word("$all", "holds all of a list"),
    word("$size", "has so many members"),
    word("$expr", "an expression"),
    word("$set", "sets fields"),
    word("$unset", "takes fields away"),
    word("$inc", "adds to a number"),
    word("$mul", "multiplies a number"),
    word("$min", "keeps the least"),
    word("$max", "keeps the greatest"),
    word("$rename", "another name for a field"),
    word("$setOnInsert", "sets what an upsert makes"),
    word("$push", "adds to a list"),
    word("$addToSet", "adds to a list, once"),
    word("$pull", "takes members away"),
    word("$pop", "takes the first or last member"),
    word("$each", "several members for $push"),
    word("$currentDate", "sets the time of now"),
    word("$match", "stage: keeps what fits"),
    word("$group", "stage: one document for each _id"),
    word("$project", "stage: chooses and makes fields"),
    word("$addFields", "stage: adds fields"),
    word("$sort", "stage: in order"),
    word("$limit", "stage: the first ones"),
    word("$skip", "stage: without the first ones"),
    word("$unwind", "stage: one document for each member"),
    word("$lookup", "stage: joins another collection"),
    word("$count", "stage: how many"),
    word("$facet", "stage: several pipelines at once"),
    word("$bucket", "stage: groups by borders"),
    word("$replaceRoot", "stage: puts a part in its place"),
    word("$out", "stage: writes a collection"),
    word("$merge", "stage: writes into a collection"),
    word("$sum", "the sum; { $sum: 1 } counts"),
    word("$avg", "the mean"),
    word("$first", "of the first document"),
    word("$last", "of the last document"),
    word("$cond", "if, then, else"),
    word("$ifNull", "the first that is not null"),
    word("$concat", "joins texts"),
    word("$multiply", "the product"),
    word("$subtract", "the difference"),
    word("$dateToString", "a date as text"),
];

const AT_THE_START: [Word; 9] = [
    word("db", "the database"),
    word("show collections", "their names"),
    word("show dbs", "the databases"),
    word("use", "goes to a database"),
    word("it", "the next documents of a long answer"),
    word("const", "keeps a value under a name"),
    word("let", "as const, and it may change"),
    word("help", "what this console knows"),
    word("print", "shows a value"),
];

const VALUES: [Word; 10] = [
    word("ObjectId", "an id"),
    word("ISODate", "a date"),
    word("Date", "a date"),
    word("NumberInt", "32 bits"),
    word("NumberLong", "64 bits"),
    word("NumberDecimal", "exact decimals"),
    word("UUID", "an id"),
    word("true", ""),
    word("false", ""),
    word("null", ""),
];

/// Where the word before the cursor begins, and what may stand there.
pub fn offers(words: &Vocabulary, before: &str) -> (usize, Vec<Offer>) {
    let start = start_of_name(before);
    let (head, typed) = before.split_at(start);
    let plain =
        |list: &[Word]| list.iter().map(|word| offer(word.text, word.says)).collect::<Vec<_>>();
    if typed.starts_with('$') {
        return (start, plain(&OPERATORS));
    }
    if let Some(owner) = head.strip_suffix('.') {
        return (start, members(words, owner));
    }
    let trimmed = head.trim_start();
    if trimmed.is_empty() {
        return (start, plain(&AT_THE_START));
    }
    if trimmed == "use " {
        return (start, words.databases.iter().map(|name| offer(name, "database")).collect());
    }
    if trimmed == "show " {
        return (start, plain(&[word("collections", ""), word("dbs", "")]));
    }
    let mut list = Vec::new();
    if let Some((_, fields)) = collection_of(words, head) {
        list.extend(fields.iter().map(|field| offer(field, "field")));
    }
    if !typed.is_empty() {
        list.extend(plain(&VALUES));
    }
    (start, list)
}

/// What may stand behind the dot that follows `owner`.
fn members(words: &Vocabulary, owner: &str) -> Vec<Offer> {
    let calls = |list: &[Word]| list.iter().map(|word| call(*word)).collect::<Vec<_>>();
    if owner.ends_with(')') {
        return calls(&OF_A_CURSOR);
    }
    let start = start_of_name(owner);
    let name = &owner[start..];
    if name == "db" && !owner[..start].ends_with('.') {
        let names = words.tables.iter().map(|(name, _)| offer(name, "collection"));
        return names.chain(calls(&OF_A_DATABASE)).collect();
    }
    if owner[..start].ends_with("db.") { calls(&OF_A_COLLECTION) } else { Vec::new() }
}

/// The collection that a line speaks of: the last one behind `db.`.
fn collection_of<'w>(words: &'w Vocabulary, head: &str) -> Option<&'w (String, Vec<String>)> {
    let (_, behind) = head.rsplit_once("db.")?;
    words.tables.iter().find(|(name, _)| {
        behind.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(['.', '(']))
    })
}

/// The arguments of the call that the cursor stands in.
pub fn hint(before: &str) -> Option<String> {
    let mut depth = 0_usize;
    for (at, ch) in before.char_indices().rev() {
        match ch {
            ')' | ']' | '}' => depth += 1,
            '(' if depth == 0 => {
                let head = &before[..at];
                let name = &head[start_of_name(head)..];
                let all = OF_A_COLLECTION.iter().chain(&OF_A_CURSOR).chain(&OF_A_DATABASE);
                let is_cursor = head[..head.len() - name.len()].ends_with(").");
                let mut found = all.filter(|word| word.text == name);
                // What a cursor has stands behind what a collection has.
                let word = if is_cursor { found.next_back() } else { found.next() }?;
                return (!word.says.is_empty()).then(|| format!("{}({})", word.text, word.says));
            }
            '(' | '[' | '{' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{super::Engine, *};

    fn check(text: &str, expected: &[&str]) {
        let fields = vec!["_id".to_owned(), "name".to_owned()];
        let words = Vocabulary {
            tables: vec![("users".to_owned(), fields)],
            databases: vec!["shop".to_owned()],
            ..Vocabulary::new(Engine::Mongo)
        };
        let offers = words.offers(&[text.to_owned()], 0, text.len());
        let list: Vec<_> = offers.map(|offers| offers.list).unwrap_or_default();
        let labels: Vec<&str> = list.iter().map(|offer| offer.label.as_str()).take(3).collect();
        assert_eq!(labels, expected, "{text}");
    }

    #[test]
    fn what_fits_depends_on_what_stands_before() {
        check("db.u", &["users"]);
        check("db.users.fi", &["find", "findOne", "findOneAndUpdate"]);
        check("db.users.find({ n", &["name", "NumberInt", "NumberLong"]);
        check("db.users.find({ age: { $g", &["$gt", "$gte", "$group"]);
        check("db.users.find().so", &["sort"]);
        check("show c", &["collections"]);
        check("use s", &["shop"]);
        check("sh", &["show collections", "show dbs"]);
        check("x.y", &[]);
    }

    #[test]
    fn the_arguments_of_a_call_are_named() {
        assert_eq!(hint("db.users.find({ a: f(1), b").as_deref(), Some("find(filter, projection)"));
        assert_eq!(hint("db.users.find().sort(").as_deref(), Some("sort({ field: 1 })"));
        assert_eq!(hint("db.users.find()"), None);
        assert_eq!(hint("f(").as_deref(), None);
    }
}
