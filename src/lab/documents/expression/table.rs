//! Every operator that is computed from its operands, by name.

use crate::lab::documents::expression::{
    arithmetic, arrays, compare, conversion, dates,
    form::{ANY, Form, Named, Signature, exactly},
    objects, sets, statistics, strings,
};

/// The operator of this name.
pub fn signature(name: &str) -> Option<&'static Signature> {
    TABLES.iter().flat_map(|table| table.iter()).find(|signature| signature.name == name)
}

const TABLES: [&[Signature]; 6] = [NUMBERS, COMPARISONS, ARRAYS, STRINGS, DATES, TYPES];

macro_rules! operators {
    ($table:ident: $($name:literal $form:expr => $function:path,)*) => {
        const $table: &[Signature] =
            &[$(Signature { name: $name, form: $form, function: $function }),*];
    };
}

const fn between(least: usize, most: usize) -> Form {
    Form::List { least, most }
}

const fn named(
    required: &'static [&'static str],
    optional: &'static [&'static str],
    unknown: u32,
    missing: u32,
) -> Form {
    Form::Named(Named { required, optional, unknown, missing })
}

const DATE_PART: Form = Form::NamedOrFirst(Named {
    required: &["date"],
    optional: &["timezone"],
    unknown: 40535,
    missing: 40539,
});

operators! { NUMBERS:
    "$add" ANY => arithmetic::add,
    "$subtract" exactly(2) => arithmetic::subtract,
    "$multiply" ANY => arithmetic::multiply,
    "$divide" exactly(2) => arithmetic::divide,
    "$mod" exactly(2) => arithmetic::modulo,
    "$abs" exactly(1) => arithmetic::absolute,
    "$ceil" exactly(1) => arithmetic::ceiling,
    "$floor" exactly(1) => arithmetic::floor,
    "$round" between(1, 2) => arithmetic::round,
    "$trunc" between(1, 2) => arithmetic::truncate,
    "$pow" exactly(2) => arithmetic::power,
    "$sqrt" exactly(1) => arithmetic::square_root,
    "$exp" exactly(1) => arithmetic::exponential,
    "$ln" exactly(1) => arithmetic::natural_logarithm,
    "$log10" exactly(1) => arithmetic::common_logarithm,
    "$log" exactly(2) => arithmetic::logarithm,
    "$sin" exactly(1) => arithmetic::trigonometry,
    "$cos" exactly(1) => arithmetic::trigonometry,
    "$tan" exactly(1) => arithmetic::trigonometry,
    "$asin" exactly(1) => arithmetic::trigonometry,
    "$acos" exactly(1) => arithmetic::trigonometry,
    "$atan" exactly(1) => arithmetic::trigonometry,
    "$sinh" exactly(1) => arithmetic::trigonometry,
    "$cosh" exactly(1) => arithmetic::trigonometry,
    "$tanh" exactly(1) => arithmetic::trigonometry,
    "$asinh" exactly(1) => arithmetic::trigonometry,
    "$acosh" exactly(1) => arithmetic::trigonometry,
    "$atanh" exactly(1) => arithmetic::trigonometry,
    "$degreesToRadians" exactly(1) => arithmetic::trigonometry,
    "$radiansToDegrees" exactly(1) => arithmetic::trigonometry,
    "$atan2" exactly(2) => arithmetic::arc_tangent_of_two,
    "$bitAnd" ANY => arithmetic::bits,
    "$bitOr" ANY => arithmetic::bits,
    "$bitXor" ANY => arithmetic::bits,
    "$bitNot" exactly(1) => arithmetic::bit_not,
    "$rand" ANY => arithmetic::random,
    "$sum" ANY => statistics::gathered,
    "$avg" ANY => statistics::gathered,
    "$stdDevPop" ANY => statistics::gathered,
    "$stdDevSamp" ANY => statistics::gathered,
    "$median" named(&["input", "method"], &[], 7_436_201, 7_436_202) => statistics::median,
}

operators! { COMPARISONS:
    "$eq" exactly(2) => compare::compared,
    "$ne" exactly(2) => compare::compared,
    "$gt" exactly(2) => compare::compared,
    "$gte" exactly(2) => compare::compared,
    "$lt" exactly(2) => compare::compared,
    "$lte" exactly(2) => compare::compared,
    "$cmp" exactly(2) => compare::compare_both,
    "$not" exactly(1) => compare::not,
    "$max" ANY => compare::extreme,
    "$min" ANY => compare::extreme,
}

operators! { ARRAYS:
    "$isArray" exactly(1) => arrays::is_array,
    "$size" exactly(1) => arrays::size,
    "$arrayElemAt" exactly(2) => arrays::element_at,
    "$first" exactly(1) => arrays::end,
    "$last" exactly(1) => arrays::end,
    "$firstN" named(&["n", "input"], &[], 5_787_901, 5_787_906) => arrays::several,
    "$lastN" named(&["n", "input"], &[], 5_787_901, 5_787_906) => arrays::several,
    "$maxN" named(&["n", "input"], &[], 5_787_901, 5_787_906) => arrays::several,
    "$minN" named(&["n", "input"], &[], 5_787_901, 5_787_906) => arrays::several,
    "$slice" between(2, 3) => arrays::slice,
    "$concatArrays" ANY => arrays::concatenate,
    "$in" exactly(2) => arrays::contains,
    "$indexOfArray" between(2, 4) => arrays::index_of,
    "$range" between(2, 3) => arrays::range,
    "$reverseArray" exactly(1) => arrays::reverse,
    "$zip" named(&["inputs"], &["useLongestLength", "defaults"], 34464, 34465) => arrays::zip,
    "$arrayToObject" exactly(1) => objects::from_array,
    "$objectToArray" exactly(1) => objects::to_array,
    "$mergeObjects" ANY => objects::merge,
    "$getField" Form::NamedOrFirst(Named {
        required: &["field"],
        optional: &["input"],
        unknown: 3_041_701,
        missing: 3_041_702,
    }) => objects::field,
    "$setField" named(&["field", "input", "value"], &[], 4_161_101, 4_161_102) => objects::set_field,
    "$unsetField" named(&["field", "input"], &[], 4_161_101, 4_161_102) => objects::set_field,
    "$meta" exactly(1) => objects::meta,
    "$setUnion" ANY => sets::union,
    "$setIntersection" ANY => sets::intersection,
    "$setDifference" exactly(2) => sets::difference,
    "$setEquals" between(2, usize::MAX) => sets::equals,
    "$setIsSubset" exactly(2) => sets::is_subset,
    "$anyElementTrue" exactly(1) => sets::any_true,
    "$allElementsTrue" exactly(1) => sets::all_true,
}

operators! { STRINGS:
    "$concat" ANY => strings::concatenate,
    "$toUpper" exactly(1) => strings::change_case,
    "$toLower" exactly(1) => strings::change_case,
    "$strcasecmp" exactly(2) => strings::compare_without_case,
    "$split" exactly(2) => strings::split,
    "$trim" named(&["input"], &["chars"], 50694, 50695) => strings::trim,
    "$ltrim" named(&["input"], &["chars"], 50694, 50695) => strings::trim,
    "$rtrim" named(&["input"], &["chars"], 50694, 50695) => strings::trim,
    "$strLenCP" exactly(1) => strings::length,
    "$strLenBytes" exactly(1) => strings::length,
    "$substrCP" exactly(3) => strings::substring_points,
    "$substr" exactly(3) => strings::substring_bytes,
    "$substrBytes" exactly(3) => strings::substring_bytes,
    "$indexOfCP" between(2, 4) => strings::index_of,
    "$indexOfBytes" between(2, 4) => strings::index_of,
    "$replaceOne" named(&["find", "input", "replacement"], &[], 51750, 51748) => strings::replace,
    "$replaceAll" named(&["find", "input", "replacement"], &[], 51750, 51748) => strings::replace,
    "$regexMatch" named(&["input", "regex"], &["options"], 31024, 31022) => strings::search,
    "$regexFind" named(&["input", "regex"], &["options"], 31024, 31022) => strings::search,
    "$regexFindAll" named(&["input", "regex"], &["options"], 31024, 31022) => strings::search,
}

operators! { DATES:
    "$year" DATE_PART => dates::part,
    "$month" DATE_PART => dates::part,
    "$dayOfMonth" DATE_PART => dates::part,
    "$hour" DATE_PART => dates::part,
    "$minute" DATE_PART => dates::part,
    "$second" DATE_PART => dates::part,
    "$millisecond" DATE_PART => dates::part,
    "$dayOfWeek" DATE_PART => dates::part,
    "$dayOfYear" DATE_PART => dates::part,
    "$week" DATE_PART => dates::part,
    "$isoWeek" DATE_PART => dates::part,
    "$isoDayOfWeek" DATE_PART => dates::part,
    "$isoWeekYear" DATE_PART => dates::part,
    "$dateToParts" named(&["date"], &["timezone", "iso8601"], 40520, 40522) => dates::to_parts,
    "$dateFromParts" named(
        &[],
        &["year", "month", "day", "hour", "minute", "second", "millisecond", "isoWeekYear", "isoWeek",
          "isoDayOfWeek", "timezone"],
        40518,
        40516
    ) => dates::from_parts,
    "$dateToString" named(&["date"], &["format", "timezone", "onNull"], 18534, 18628) => dates::to_string,
    "$dateFromString" named(
        &["dateString"],
        &["format", "timezone", "onError", "onNull"],
        40541,
        40542
    ) => dates::from_string,
    "$dateAdd" named(&["startDate", "unit", "amount"], &["timezone"], 5_166_401, 5_166_402) => dates::add,
    "$dateSubtract" named(&["startDate", "unit", "amount"], &["timezone"], 5_166_401, 5_166_402) => dates::add,
    "$dateDiff" named(
        &["startDate", "endDate", "unit"],
        &["timezone", "startOfWeek"],
        5_166_302,
        5_166_303
    ) => dates::difference,
    "$dateTrunc" named(
        &["date", "unit"],
        &["binSize", "timezone", "startOfWeek"],
        5_439_008,
        5_439_009
    ) => dates::truncate,
}

operators! { TYPES:
    "$type" exactly(1) => conversion::type_text,
    "$isNumber" exactly(1) => conversion::is_number_type,
    "$toBool" exactly(1) => conversion::to_type,
    "$toDate" exactly(1) => conversion::to_type,
    "$toDecimal" exactly(1) => conversion::to_type,
    "$toDouble" exactly(1) => conversion::to_type,
    "$toInt" exactly(1) => conversion::to_type,
    "$toLong" exactly(1) => conversion::to_type,
    "$toObjectId" exactly(1) => conversion::to_type,
    "$toString" exactly(1) => conversion::to_type,
    "$convert" named(&["input", "to"], &["onError", "onNull"], 9, 9) => conversion::convert,
    "$bsonSize" exactly(1) => conversion::size,
    "$binarySize" exactly(1) => conversion::size,
    "$tsSecond" exactly(1) => conversion::stamp_part,
    "$tsIncrement" exactly(1) => conversion::stamp_part,
}

/// The names of all operators here.
#[cfg(test)]
pub fn names() -> Vec<&'static str> {
    TABLES.iter().flat_map(|table| table.iter()).map(|signature| signature.name).collect()
}
