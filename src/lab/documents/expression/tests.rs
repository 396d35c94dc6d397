use bson::{Bson, DateTime, Decimal128, Document, bson, doc};
use proptest::prelude::*;

use super::*;
use crate::lab::documents::{
    shown::shown,
    testing::{StillWorld, any_document, any_value},
};

fn computed(expression: &Bson, document: &Document) -> Result<Value, CommandError> {
    let world = StillWorld;
    let scope = Scope::new(&world, None);
    Expression::parse(expression, &scope)?.evaluate(document, &scope)
}

/// What the value is, with the type that its text does not tell.
fn told(value: Value) -> String {
    match value {
        None => "missing".to_owned(),
        Some(Bson::Int64(value)) => format!("long {value}"),
        Some(Bson::Decimal128(value)) => format!("decimal {value}"),
        Some(Bson::DateTime(date)) => calendar::iso_text(date.timestamp_millis()),
        Some(value) => shown(&value),
    }
}

fn document() -> Document {
    doc! {
        "_id": 1, "n": 7, "f": 2.5, "s": "Zoë Smith", "e": "", "t": true, "z": null,
        "a": [3, 1, 2], "o": {"x": 1, "y": {"z": 2}}, "items": [{"p": 10, "q": 2}, {"p": 5}, 3, [{"p": 1}]],
        "d": DateTime::from_millis(1_709_294_400_250), "l": 5_000_000_000_i64,
        "m": "12.30".parse::<Decimal128>().unwrap(), "tags": ["b", "a", "b"],
    }
}

fn check(expression: impl Into<Bson>, expected: &str) {
    let expression = expression.into();
    let found = computed(&expression, &document()).map(told);
    assert_eq!(found.as_deref(), Ok(expected), "{expression}");
}

fn refused(expression: impl Into<Bson>, code: i32, message: &str) {
    let expression = expression.into();
    let error = computed(&expression, &document()).unwrap_err();
    assert_eq!((error.code.number(), error.message.as_str()), (code, message), "{expression}");
}

#[test]
fn paths_and_variables() {
    check("$n", "7");
    check("$nothing", "missing");
    check("$o.y.z", "2");
    check("$o.y.none", "missing");
    check("$n.x", "missing");
    check("$items.p", "[ 10, 5 ]");
    check("$a.0", "[]");
    check("$$ROOT.n", "7");
    check("$$CURRENT.n", "7");
    check("$$REMOVE", "missing");
    check("$$NOW", "2024-03-01T12:00:00.000Z");
    check(doc! {"$literal": "$n"}, "\"$n\"");
    check(
        doc! {"a": "$n", "b": "$nothing", "c": {"d": [1, "$nothing"]}},
        "{ a: 7, c: { d: [ 1, null ] } }",
    );
    check(bson!(["$n", "$nothing"]), "[ 7, null ]");
    refused("$", 16872, "'$' by itself is not a valid FieldPath");
    refused("$a.", 40353, "FieldPath must not end with a '.'.");
    refused("$a..b", 15998, "FieldPath field names may not be empty strings.");
    refused("$$nope", 17276, "Use of undefined variable: nope");
    refused(
        doc! {"$add": [1], "$abs": 2},
        15983,
        "An object representing an expression must have exactly one field: { $add: [ 1 ], $abs: 2 }",
    );
    refused(doc! {"$nope": 1}, 168, "Unrecognized expression '$nope'");
}

#[test]
fn arithmetic_keeps_types() {
    check(doc! {"$add": ["$n", 1]}, "8");
    check(doc! {"$add": ["$n", 1_i64]}, "long 8");
    check(doc! {"$add": ["$n", 1.0]}, "8.0");
    check(doc! {"$add": ["$m", 1]}, "decimal 13.30");
    check(doc! {"$add": [i32::MAX, 1]}, "long 2147483648");
    check(doc! {"$add": [i64::MAX, 1]}, "9.223372036854776e+18");
    check(doc! {"$add": ["$n", "$nothing"]}, "null");
    check(doc! {"$add": ["$n", null]}, "null");
    check(doc! {"$add": [null, "$s"]}, "null");
    check(doc! {"$add": []}, "0");
    check(doc! {"$add": ["$d", 1000]}, "2024-03-01T12:00:01.250Z");
    check(doc! {"$subtract": ["$n", 10]}, "-3");
    check(doc! {"$subtract": ["$d", "$d"]}, "long 0");
    check(doc! {"$subtract": ["$d", 250]}, "2024-03-01T12:00:00.000Z");
    check(doc! {"$subtract": [i32::MIN, 1]}, "long -2147483649");
    check(doc! {"$multiply": ["$n", 2, 3]}, "42");
    check(doc! {"$multiply": [i32::MAX, 2]}, "long 4294967294");
    check(doc! {"$multiply": ["$f", 2]}, "5.0");
    check(doc! {"$divide": [6, 3]}, "2.0");
    check(doc! {"$divide": [1, 3]}, "0.3333333333333333");
    check(doc! {"$divide": ["$m", 2]}, "decimal 6.15");
    check(doc! {"$divide": [null, 2]}, "null");
    check(doc! {"$mod": [-7, 3]}, "-1");
    check(doc! {"$mod": [7.5, 2]}, "1.5");
    check(doc! {"$mod": [i32::MIN, -1]}, "0");
    check(doc! {"$abs": -3}, "3");
    check(doc! {"$abs": i32::MIN}, "long 2147483648");
    check(doc! {"$abs": -0.5}, "0.5");
    check(doc! {"$ceil": 2.1}, "3.0");
    check(doc! {"$floor": -2.1}, "-3.0");
    check(doc! {"$floor": 5}, "5");
    check(doc! {"$round": [2.5]}, "2.0");
    check(doc! {"$round": [3.5, 0]}, "4.0");
    check(doc! {"$round": [19.25, 1]}, "19.2");
    check(doc! {"$round": [1234, -2]}, "1200");
    check(doc! {"$round": ["$z", 1]}, "null");
    check(doc! {"$trunc": [19.99, 1]}, "19.9");
    check(doc! {"$trunc": -1.7}, "-1.0");
    check(doc! {"$pow": [2, 10]}, "1024");
    check(doc! {"$pow": [2, 31]}, "long 2147483648");
    check(doc! {"$pow": [2, -1]}, "0.5");
    check(doc! {"$pow": [2.0, 3]}, "8.0");
    check(doc! {"$sqrt": 25}, "5.0");
    check(doc! {"$ln": 1}, "0.0");
    check(doc! {"$log10": 1000}, "3.0");
    check(doc! {"$log": [8, 2]}, "3.0");
    check(doc! {"$exp": 0}, "1.0");
    check(doc! {"$bitAnd": [6, 3]}, "2");
    check(doc! {"$bitOr": [4, 1_i64]}, "long 5");
    check(doc! {"$bitXor": [6, 3]}, "5");
    check(doc! {"$bitNot": 0}, "-1");
    refused(
        doc! {"$add": ["$n", "$s"]},
        14,
        "$add only supports numeric or date types, not string",
    );
    refused(doc! {"$add": ["$d", "$d"]}, 16612, "only one date allowed in an $add expression");
    refused(doc! {"$subtract": ["$n", "$s"]}, 14, "can't $subtract string from int");
    refused(doc! {"$multiply": ["$s", 2]}, 14, "$multiply only supports numeric types, not string");
    refused(doc! {"$divide": [1, 0]}, 2, "can't $divide by zero");
    refused(
        doc! {"$divide": ["$s", 0]},
        14,
        "$divide only supports numeric types, not string and int",
    );
    refused(doc! {"$mod": [1, 0]}, 16610, "can't $mod by zero");
    refused(
        doc! {"$subtract": [1]},
        16020,
        "Expression $subtract takes exactly 2 arguments. 1 were passed in.",
    );
    refused(doc! {"$sqrt": -1}, 28714, "$sqrt's argument must be greater than or equal to 0");
    refused(doc! {"$abs": "$s"}, 28765, "$abs only supports numeric types, not string");
    refused(
        doc! {"$round": [1, 2, 3]},
        28667,
        "Expression $round takes at least 1 arguments, and at most 2, but 3 were passed in.",
    );
}

#[test]
fn conditions_and_comparison() {
    check(doc! {"$eq": ["$n", 7.0]}, "true");
    check(doc! {"$eq": ["$nothing", null]}, "false");
    check(doc! {"$lt": ["$nothing", null]}, "true");
    check(doc! {"$gt": ["$s", 5]}, "true");
    check(doc! {"$cmp": [1, 2]}, "-1");
    check(doc! {"$ne": ["$a", [3, 1, 2]]}, "false");
    check(doc! {"$and": [1, "$s", "$t"]}, "true");
    check(doc! {"$and": []}, "true");
    check(doc! {"$or": []}, "false");
    check(doc! {"$or": [0, null, "$nothing"]}, "false");
    check(doc! {"$not": ["$z"]}, "true");
    check(doc! {"$not": [[]]}, "false");
    check(doc! {"$cond": ["$t", "yes", "no"]}, "\"yes\"");
    check(doc! {"$cond": {"if": {"$gt": ["$n", 9]}, "then": 1, "else": 2}}, "2");
    check(doc! {"$ifNull": ["$nothing", "$z", "$n"]}, "7");
    check(doc! {"$ifNull": ["$nothing", "$$REMOVE"]}, "missing");
    check(
        doc! {"$switch": {"branches": [{"case": {"$gt": ["$n", 9]}, "then": "big"}, {"case": true, "then": "small"}]}},
        "\"small\"",
    );
    check(doc! {"$let": {"vars": {"x": "$n", "y": 2}, "in": {"$multiply": ["$$x", "$$y"]}}}, "14");
    check(doc! {"$max": ["$n", 9, null]}, "9");
    check(doc! {"$max": "$a"}, "3");
    check(doc! {"$min": []}, "null");
    check(doc! {"$sum": "$a"}, "6");
    check(doc! {"$sum": ["$n", "$s", 1.5]}, "8.5");
    check(doc! {"$sum": ["$a", 1]}, "1");
    check(doc! {"$avg": "$a"}, "2.0");
    check(doc! {"$avg": "$tags"}, "null");
    check(doc! {"$stdDevPop": [[2, 4]]}, "1.0");
    check(doc! {"$sum": [[0.1, 0.2, 0.3]]}, "0.6");
    refused(
        doc! {"$cond": [1, 2]},
        16020,
        "Expression $cond takes exactly 3 arguments. 2 were passed in.",
    );
    refused(doc! {"$cond": {"if": 1, "then": 2}}, 17082, "Missing 'else' parameter to $cond");
    refused(
        doc! {"$switch": {"branches": [{"case": false, "then": 1}]}},
        40066,
        "$switch could not find a matching branch for an input, and no default was specified.",
    );
    refused(doc! {"$ifNull": [1]}, 1_257_300, "$ifNull needs at least two arguments, had: 1");
    refused(
        doc! {"$let": {"vars": {"X": 1}, "in": 1}},
        16867,
        "'X' starts with an invalid character for a user variable name",
    );
}

#[test]
fn strings_are_made_and_searched() {
    check(doc! {"$concat": ["$s", "!", "$e"]}, "\"Zoë Smith!\"");
    check(doc! {"$concat": ["$s", "$nothing"]}, "null");
    check(doc! {"$toUpper": "$s"}, "\"ZOë SMITH\"");
    check(doc! {"$toLower": null}, "\"\"");
    check(doc! {"$toUpper": 5}, "\"5\"");
    check(doc! {"$strLenCP": "$s"}, "9");
    check(doc! {"$strLenBytes": "$s"}, "10");
    check(doc! {"$substrCP": ["$s", 0, 3]}, "\"Zoë\"");
    check(doc! {"$substrCP": ["$s", 20, 3]}, "\"\"");
    check(doc! {"$substrBytes": ["$s", 0, 2]}, "\"Zo\"");
    check(doc! {"$substr": ["$s", 5, -1]}, "\"Smith\"");
    check(doc! {"$substr": ["$n", 0, 5]}, "\"7\"");
    check(doc! {"$split": ["a-b--c", "-"]}, "[ \"a\", \"b\", \"\", \"c\" ]");
    check(doc! {"$split": ["$nothing", "-"]}, "null");
    check(doc! {"$trim": {"input": "  x \n"}}, "\"x\"");
    check(doc! {"$ltrim": {"input": "xxaxx", "chars": "x"}}, "\"axx\"");
    check(doc! {"$indexOfCP": ["$s", "ë"]}, "2");
    check(doc! {"$indexOfCP": ["$s", "q"]}, "-1");
    check(doc! {"$indexOfCP": ["abcabc", "a", 1]}, "3");
    check(doc! {"$indexOfCP": ["abc", "a", 5]}, "-1");
    check(doc! {"$indexOfBytes": ["$s", " "]}, "4");
    check(doc! {"$indexOfCP": [null, "q"]}, "null");
    check(doc! {"$strcasecmp": ["abc", "ABD"]}, "-1");
    check(doc! {"$replaceOne": {"input": "aXbX", "find": "X", "replacement": "-"}}, "\"a-bX\"");
    check(doc! {"$replaceAll": {"input": "aXbX", "find": "X", "replacement": ""}}, "\"ab\"");
    check(doc! {"$replaceAll": {"input": null, "find": "X", "replacement": ""}}, "null");
    check(doc! {"$regexMatch": {"input": "$s", "regex": "^zoë", "options": "i"}}, "true");
    check(
        doc! {"$regexFind": {"input": "aë1b2", "regex": "([a-z])(\\d)"}},
        "{ match: \"b2\", idx: 3, captures: [ \"b\", \"2\" ] }",
    );
    check(
        doc! {"$regexFindAll": {"input": "a1b2", "regex": "[a-z]"}},
        "[ { match: \"a\", idx: 0, captures: [] }, { match: \"b\", idx: 2, captures: [] } ]",
    );
    check(doc! {"$regexFind": {"input": "$nothing", "regex": "a"}}, "null");
    refused(doc! {"$concat": ["$s", 1]}, 16702, "$concat only supports strings, not int");
    refused(doc! {"$strLenCP": "$z"}, 34471, "$strLenCP requires a string argument, found: null");
    refused(
        doc! {"$split": [1, "-"]},
        40085,
        "$split requires an expression that evaluates to a string as a first argument, found: int",
    );
    refused(doc! {"$toUpper": "$a"}, 16007, "can't convert from BSON type array to String");
    refused(
        doc! {"$regexMatch": {"input": 1, "regex": "a"}},
        51104,
        "$regexMatch needs 'input' to be of type string",
    );
    refused(
        doc! {"$regexMatch": {"input": "a"}},
        31022,
        "Missing 'regex' parameter to $regexMatch",
    );
}

#[test]
fn arrays_and_sets() {
    check(doc! {"$size": "$a"}, "3");
    check(doc! {"$arrayElemAt": ["$a", 0]}, "3");
    check(doc! {"$arrayElemAt": ["$a", -1]}, "2");
    check(doc! {"$arrayElemAt": ["$a", 9]}, "missing");
    check(doc! {"$first": "$a"}, "3");
    check(doc! {"$last": [[]]}, "missing");
    check(doc! {"$slice": ["$a", 2]}, "[ 3, 1 ]");
    check(doc! {"$slice": ["$a", -2]}, "[ 1, 2 ]");
    check(doc! {"$slice": ["$a", 1, 5]}, "[ 1, 2 ]");
    check(doc! {"$slice": ["$a", -9, 1]}, "[ 3 ]");
    check(doc! {"$concatArrays": ["$a", [9]]}, "[ 3, 1, 2, 9 ]");
    check(doc! {"$concatArrays": ["$a", "$nothing"]}, "null");
    check(doc! {"$in": [1, "$a"]}, "true");
    check(doc! {"$indexOfArray": ["$a", 2]}, "2");
    check(doc! {"$indexOfArray": ["$a", 8]}, "-1");
    check(doc! {"$range": [0, 10, 3]}, "[ 0, 3, 6, 9 ]");
    check(doc! {"$range": [3, 0, -1]}, "[ 3, 2, 1 ]");
    check(doc! {"$range": [0, -3]}, "[]");
    check(doc! {"$reverseArray": "$a"}, "[ 2, 1, 3 ]");
    check(doc! {"$isArray": "$a"}, "true");
    check(doc! {"$isArray": [["$a"]]}, "true");
    check(doc! {"$map": {"input": "$a", "as": "v", "in": {"$add": ["$$v", "$n"]}}}, "[ 10, 8, 9 ]");
    check(doc! {"$map": {"input": "$a", "in": "$$this.x"}}, "[ null, null, null ]");
    check(doc! {"$filter": {"input": "$a", "cond": {"$gt": ["$$this", 1]}}}, "[ 3, 2 ]");
    check(doc! {"$filter": {"input": "$a", "as": "x", "cond": true, "limit": 1}}, "[ 3 ]");
    check(
        doc! {"$reduce": {"input": "$a", "initialValue": 0, "in": {"$add": ["$$value", "$$this"]}}},
        "6",
    );
    check(doc! {"$reduce": {"input": "$nothing", "initialValue": 0, "in": 1}}, "null");
    check(doc! {"$sortArray": {"input": "$a", "sortBy": -1}}, "[ 3, 2, 1 ]");
    check(
        doc! {"$sortArray": {"input": [{"p": 2}, {"p": 1}], "sortBy": {"p": 1}}},
        "[ { p: 1 }, { p: 2 } ]",
    );
    check(doc! {"$zip": {"inputs": [[1, 2], ["a"]]}}, "[ [ 1, \"a\" ] ]");
    check(
        doc! {"$zip": {"inputs": [[1, 2], ["a"]], "useLongestLength": true, "defaults": [0, "z"]}},
        "[ [ 1, \"a\" ], [ 2, \"z\" ] ]",
    );
    check(doc! {"$arrayToObject": [[["k", 1], ["j", 2]]]}, "{ k: 1, j: 2 }");
    check(doc! {"$arrayToObject": [[{"k": "a", "v": 1}]]}, "{ a: 1 }");
    check(doc! {"$objectToArray": "$o"}, "[ { k: \"x\", v: 1 }, { k: \"y\", v: { z: 2 } } ]");
    check(doc! {"$firstN": {"n": 2, "input": "$a"}}, "[ 3, 1 ]");
    check(doc! {"$maxN": {"n": 2, "input": "$a"}}, "[ 3, 2 ]");
    check(doc! {"$setUnion": ["$tags", ["c"]]}, "[ \"a\", \"b\", \"c\" ]");
    check(doc! {"$setIntersection": ["$tags", ["a", "z"]]}, "[ \"a\" ]");
    check(doc! {"$setDifference": ["$tags", ["a"]]}, "[ \"b\" ]");
    check(doc! {"$setDifference": [5, null]}, "null");
    check(doc! {"$setEquals": ["$tags", ["a", "b"]]}, "true");
    check(doc! {"$setIsSubset": [["a"], "$tags"]}, "true");
    check(doc! {"$anyElementTrue": [[0, 1]]}, "true");
    check(doc! {"$allElementsTrue": [[]]}, "true");
    refused(
        doc! {"$size": "$nothing"},
        17124,
        "The argument to $size must be an array, but was of type: missing",
    );
    refused(
        doc! {"$arrayElemAt": ["$s", 0]},
        28689,
        "$arrayElemAt's first argument must be an array, but is string",
    );
    refused(
        doc! {"$in": [1, "$n"]},
        40081,
        "$in requires an array as a second argument, found: int",
    );
    refused(
        doc! {"$map": {"input": "$n", "in": 1}},
        16883,
        "input to $map must be an array not int",
    );
    refused(
        doc! {"$filter": {"input": "$n", "cond": 1}},
        28651,
        "input to $filter must be an array not int",
    );
    refused(doc! {"$filter": {"input": "$n"}}, 28650, "Missing 'cond' parameter to $filter");
    refused(doc! {"$range": [0, 5, 0]}, 34449, "$range requires a non-zero step value");
    refused(doc! {"$concatArrays": [1]}, 28664, "$concatArrays only supports arrays, not int");
}

#[test]
fn objects() {
    check(doc! {"$mergeObjects": ["$o", {"x": 9}, null]}, "{ x: 9, y: { z: 2 } }");
    check(doc! {"$getField": "n"}, "7");
    check(doc! {"$getField": {"field": "x", "input": "$o"}}, "1");
    check(
        doc! {"$setField": {"field": "a.b", "input": "$o", "value": 3}},
        "{ x: 1, y: { z: 2 }, a.b: 3 }",
    );
    check(doc! {"$unsetField": {"field": "y", "input": "$o"}}, "{ x: 1 }");
    refused(
        doc! {"$mergeObjects": [1]},
        40400,
        "$mergeObjects requires object inputs, but input 1 is of type int",
    );
}

#[test]
fn dates_are_taken_apart_and_put_together() {
    check(doc! {"$year": "$d"}, "2024");
    check(doc! {"$month": "$d"}, "3");
    check(doc! {"$dayOfMonth": "$d"}, "1");
    check(doc! {"$hour": {"date": "$d", "timezone": "+05:30"}}, "17");
    check(doc! {"$hour": {"date": "$d", "timezone": "America/New_York"}}, "7");
    check(doc! {"$minute": {"date": "$d", "timezone": "Asia/Kolkata"}}, "30");
    check(doc! {"$millisecond": "$d"}, "250");
    check(doc! {"$dayOfWeek": "$d"}, "6");
    check(doc! {"$isoDayOfWeek": "$d"}, "5");
    check(doc! {"$dayOfYear": "$d"}, "61");
    check(doc! {"$week": "$d"}, "8");
    check(doc! {"$isoWeek": "$d"}, "9");
    check(doc! {"$isoWeekYear": "$d"}, "long 2024");
    check(doc! {"$year": "$nothing"}, "null");
    check(doc! {"$dateToString": {"date": "$d", "format": "%Y-%m-%d"}}, "\"2024-03-01\"");
    check(doc! {"$dateToString": {"date": "$d"}}, "\"2024-03-01T12:00:00.250Z\"");
    check(
        doc! {"$dateToString": {"date": "$d", "format": "%H:%M %z %j %u %V %G %U %%", "timezone": "-0330"}},
        "\"08:30 -0330 061 5 09 2024 08 %\"",
    );
    check(doc! {"$dateToString": {"date": null, "onNull": "none"}}, "\"none\"");
    check(doc! {"$dateFromString": {"dateString": "2024-02-29"}}, "2024-02-29T00:00:00.000Z");
    check(
        doc! {"$dateFromString": {"dateString": "2024-02-29T10:00:00.5+05:30"}},
        "2024-02-29T04:30:00.500Z",
    );
    check(
        doc! {"$dateFromString": {"dateString": "15-06-2018", "format": "%d-%m-%Y"}},
        "2018-06-15T00:00:00.000Z",
    );
    check(
        doc! {"$dateFromString": {"dateString": "2024-06-01T00:00:00", "timezone": "Europe/Paris"}},
        "2024-05-31T22:00:00.000Z",
    );
    check(doc! {"$dateFromString": {"dateString": "nonsense", "onError": "bad"}}, "\"bad\"");
    check(
        doc! {"$dateFromParts": {"year": 2024, "month": 14, "day": 1}},
        "2025-02-01T00:00:00.000Z",
    );
    check(
        doc! {"$dateFromParts": {"isoWeekYear": 2024, "isoWeek": 9, "isoDayOfWeek": 5}},
        "2024-03-01T00:00:00.000Z",
    );
    check(
        doc! {"$dateToParts": {"date": "$d"}},
        "{ year: 2024, month: 3, day: 1, hour: 12, minute: 0, second: 0, millisecond: 250 }",
    );
    check(
        doc! {"$dateAdd": {"startDate": DateTime::from_millis(1_706_659_200_000), "unit": "month", "amount": 1}},
        "2024-02-29T00:00:00.000Z",
    );
    check(
        doc! {"$dateSubtract": {"startDate": "$d", "unit": "hour", "amount": 13}},
        "2024-02-29T23:00:00.250Z",
    );
    check(
        doc! {"$dateAdd": {"startDate": "$d", "unit": "week", "amount": 1}},
        "2024-03-08T12:00:00.250Z",
    );
    check(
        doc! {"$dateAdd": {"startDate": DateTime::from_millis(1_710_003_600_000), "unit": "day", "amount": 1, "timezone": "America/New_York"}},
        "2024-03-10T16:00:00.000Z",
    );
    check(
        doc! {"$dateDiff": {"startDate": DateTime::from_millis(1_704_067_199_000), "endDate": "$d", "unit": "year"}},
        "long 1",
    );
    check(
        doc! {"$dateDiff": {"startDate": DateTime::from_millis(1_709_251_199_000), "endDate": "$d", "unit": "day"}},
        "long 1",
    );
    check(
        doc! {"$dateDiff": {"startDate": DateTime::from_millis(1_709_251_199_000), "endDate": "$d", "unit": "hour"}},
        "long 13",
    );
    check(
        doc! {"$dateDiff": {"startDate": "$d", "endDate": DateTime::from_millis(1_709_424_000_000), "unit": "week"}},
        "long 1",
    );
    check(doc! {"$dateTrunc": {"date": "$d", "unit": "month"}}, "2024-03-01T00:00:00.000Z");
    check(doc! {"$dateTrunc": {"date": "$d", "unit": "week"}}, "2024-02-25T00:00:00.000Z");
    check(
        doc! {"$dateTrunc": {"date": "$d", "unit": "week", "startOfWeek": "monday"}},
        "2024-02-26T00:00:00.000Z",
    );
    check(
        doc! {"$dateTrunc": {"date": "$d", "unit": "hour", "binSize": 5}},
        "2024-03-01T11:00:00.000Z",
    );
    check(doc! {"$dateTrunc": {"date": "$d", "unit": "quarter"}}, "2024-01-01T00:00:00.000Z");
    refused(doc! {"$year": "$s"}, 16006, "can't convert from BSON type string to Date");
    refused(
        doc! {"$hour": {"date": "$d", "timezone": "Mars"}},
        40485,
        "unrecognized time zone identifier: \"Mars\"",
    );
    refused(
        doc! {"$dateToString": {"date": "$d", "format": "%Q"}},
        18536,
        "Invalid format character '%Q' in format string",
    );
}

#[test]
fn types_are_told_and_changed() {
    check(doc! {"$type": "$n"}, "\"int\"");
    check(doc! {"$type": "$nothing"}, "\"missing\"");
    check(doc! {"$isNumber": "$m"}, "true");
    check(doc! {"$toInt": "42"}, "42");
    check(doc! {"$toInt": 5.9}, "5");
    check(doc! {"$toInt": true}, "1");
    check(doc! {"$toLong": "5000000000"}, "long 5000000000");
    check(doc! {"$toDouble": "1.5e3"}, "1500.0");
    check(doc! {"$toDecimal": "1.50"}, "decimal 1.50");
    check(doc! {"$toDecimal": 0.1}, "decimal 0.100000000000000");
    check(doc! {"$toString": 5.0}, "\"5\"");
    check(doc! {"$toString": "$f"}, "\"2.5\"");
    check(doc! {"$toString": "$d"}, "\"2024-03-01T12:00:00.250Z\"");
    check(doc! {"$toString": true}, "\"true\"");
    check(doc! {"$toBool": "false"}, "true");
    check(doc! {"$toBool": 0}, "false");
    check(doc! {"$toDate": "2024-03-01"}, "2024-03-01T00:00:00.000Z");
    check(doc! {"$toDate": 0_i64}, "1970-01-01T00:00:00.000Z");
    check(doc! {"$toObjectId": "507f1f77bcf86cd799439011"}, "ObjectId('507f1f77bcf86cd799439011')");
    check(doc! {"$toInt": "$nothing"}, "null");
    check(doc! {"$convert": {"input": "x", "to": "int", "onError": "bad"}}, "\"bad\"");
    check(doc! {"$convert": {"input": "$nothing", "to": "int", "onNull": 0}}, "0");
    check(doc! {"$convert": {"input": "7", "to": 16}}, "7");
    refused(
        doc! {"$toInt": "abc"},
        241,
        "Failed to parse number 'abc' in $convert with no onError value: Did not consume whole string.",
    );
    refused(
        doc! {"$toInt": "12x"},
        241,
        "Failed to parse number '12x' in $convert with no onError value: Did not consume whole string.",
    );
    refused(
        doc! {"$toInt": "$a"},
        241,
        "Unsupported conversion from array to int in $convert with no onError value",
    );
    refused(
        doc! {"$toInt": 3e9},
        241,
        "Conversion would overflow target type in $convert with no onError value: 3000000000",
    );
    refused(
        doc! {"$toObjectId": "x"},
        241,
        "Failed to parse objectId 'x' in $convert with no onError value: Invalid string length for parsing to OID, expected 24 but found 1",
    );
}

#[test]
fn texts_that_are_no_numbers_are_told_why() {
    let check = |operator: &str, text: &str, reason: &str| {
        let message =
            format!("Failed to parse number '{text}' in $convert with no onError value: {reason}");
        refused(doc! { operator: text }, 241, &message);
    };
    check("$toInt", "", "No digits");
    check("$toInt", " 5", "Did not consume whole string.");
    check("$toInt", "1.5", "Did not consume whole string.");
    check("$toInt", "2147483648", "Overflow");
    check("$toLong", "999999999999999999999999", "Overflow");
    check("$toDouble", "", "Empty string");
    check("$toDouble", "x", "Did not consume any digits");
    check("$toDouble", "12abc", "Did not consume whole string.");
    check("$toDouble", " 5", "Leading whitespace");
    check("$toDouble", "1e400", "Out of range");
    check("$toDecimal", "x", "Failed to parse string to decimal");
    let hexadecimal = "Illegal hexadecimal input in $convert with no onError value: 0x10";
    refused(doc! {"$toInt": "0x10"}, 241, hexadecimal);
    refused(doc! {"$toInt": [1, 2]}, 50723, "$toInt requires a single argument, got 2");
}

#[test]
fn operands_are_refused_as_a_server_was_measured_to() {
    refused(
        doc! {"$tsSecond": 1},
        5_687_301,
        " Argument to $tsSecond must be a timestamp, but is int",
    );
    refused(doc! {"$bitAnd": "abc"}, 14, "$bitAnd only supports int and long operands.");
    refused(doc! {"$bitNot": 1.5}, 14, "$bitNot only supports int and long, not: double.");
    refused(doc! {"$bitNot": "abc"}, 28765, "$bitNot only supports numeric types, not string");
    refused(doc! {"$setEquals": [[1]]}, 17045, "$setEquals needs at least two arguments had: 1");
    refused(
        doc! {"$setEquals": [1, [2]]},
        5_887_502,
        "All operands of $setEquals must be arrays. 1-th argument is of type: int",
    );
    refused(doc! {"$year": {"date": "$d", "k": 1}}, 40535, "unrecognized option to $year: \"k\"");
    refused(doc! {"$year": {}}, 40539, "missing 'date' argument to $year, provided: $year: {}");
    refused(doc! {"$firstN": {"input": [1]}}, 5_787_906, "Missing value for 'n'");
    refused(doc! {"$rand": 1}, 10065, "invalid parameter: expected an object ($rand)");
    refused(doc! {"$rand": [1]}, 3_040_501, "$rand does not currently accept arguments");
    refused(
        doc! {"$toInt": 1_099_511_627_776_i64},
        241,
        "Conversion would overflow target type in $convert with no onError value: ",
    );
    assert!(computed(&bson!({"$rand": {}}), &document()).is_ok());
}

#[test]
fn growth_and_depth_are_limited() {
    let doubled = doc! {"$reduce": {"input": {"$range": [0, 64]}, "initialValue": "ab", "in": {"$concat": ["$$value", "$$value"]}}};
    assert!(computed(&doubled.into(), &document()).is_err());
    let nested =
        doc! {"$reduce": {"input": {"$range": [0, 1000]}, "initialValue": [], "in": ["$$value"]}};
    assert!(computed(&nested.into(), &document()).is_err());
    let mut deep = bson!(1);
    for _ in 0..170 {
        deep = bson!({ "$abs": deep });
    }
    refused(deep, 15, "expressions may be nested 100 levels deep at most");
}

const NAMES: [&str; 12] =
    ["a", "b", "input", "in", "vars", "as", "cond", "date", "unit", "n", "format", "initialValue"];

/// An operator from the table with arbitrary operands.
fn any_call() -> impl Strategy<Value = Bson> {
    let operators = table::names();
    let forms = prop_oneof![
        any_value(&NAMES),
        prop::collection::vec(any_value(&NAMES), 1..4).prop_map(Bson::Array),
    ];
    (prop::sample::select(operators), forms, prop::collection::vec(any_value(&NAMES), 12)).prop_map(
        |(name, operand, values)| {
            let named = table::signature(name).and_then(|signature| match &signature.form {
                form::Form::Named(named) | form::Form::NamedOrFirst(named) => Some(named),
                form::Form::List { .. } => None,
            });
            let operand = match named {
                Some(named) => {
                    let all = named.required.iter().chain(named.optional);
                    let fields = all.zip(values).map(|(name, value)| ((*name).to_owned(), value));
                    Bson::Document(fields.take(4.max(named.required.len())).collect())
                }
                None => operand,
            };
            Bson::Document(doc! { name: operand })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn no_expression_of_arbitrary_values_panics(
        call in any_call(),
        document in any_document(&["a", "b"]),
    ) {
        let _ = computed(&call, &document);
        let wrapped = bson!({ "$map": { "input": [1, "$a", null], "in": [call.clone(), "$$this"] } });
        let _ = computed(&wrapped, &document);
    }
}
