//! From an array of documents to a pipeline, with MongoDB's words for what is wrong in it.

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::{Expression, check_path},
    filter::Filter,
    number::Number,
    pipeline::{
        AutoBuckets, Buckets, GraphLookup, Group, Lookup, Merge, PIPELINE_DEPTH_MAX, Pipeline,
        STAGES_MAX, Stage, Windows, bucket, fault, group::accumulators, write::out,
    },
    projection::Projection,
    scope::Scope,
    shown::shown,
    sort::Sort,
    value::{is_too_deep, type_name},
};

/// Reads a pipeline that stands `depth` pipelines deep.
pub fn pipeline(
    stages: &[Bson],
    scope: &Scope<'_>,
    depth: usize,
) -> Result<Pipeline, CommandError> {
    if stages.len() > STAGES_MAX {
        let message = format!("Pipeline length must be no longer than {STAGES_MAX} stages.");
        return Err(fault(7_749_501, message));
    }
    if depth > PIPELINE_DEPTH_MAX {
        let message = format!(
            "Maximum number of nested sub-pipelines exceeded. Limit is {PIPELINE_DEPTH_MAX}"
        );
        return Err(CommandError::new(Code::MaxSubPipelineDepthExceeded, message));
    }
    if stages.iter().any(is_too_deep) {
        return Err(CommandError::new(Code::Overflow, "a pipeline may not be nested this deep"));
    }
    let mut out = Vec::with_capacity(stages.len());
    for (at, stage) in stages.iter().enumerate() {
        let Bson::Document(stage) = stage else {
            let message = "Each element of the 'pipeline' array must be an object";
            return Err(CommandError::new(Code::TypeMismatch, message));
        };
        let mut fields = stage.iter();
        let (Some((name, operand)), None) = (fields.next(), fields.next()) else {
            let message = "A pipeline stage specification object must contain exactly one field.";
            return Err(fault(40323, message));
        };
        check_place(name, at, stages.len(), depth)?;
        stage_of(name, operand, scope, depth, &mut out)?;
    }
    Ok(Pipeline { stages: out })
}

/// Reads a pipeline inside a stage, which may not write.
pub fn inner_pipeline(
    stages: &[Bson],
    scope: &Scope<'_>,
    depth: usize,
    outer: &str,
) -> Result<Pipeline, CommandError> {
    let barred: &[&str] = match outer {
        "$facet" => &["$out", "$merge", "$facet", "$collStats", "$indexStats", "$documents"],
        _ => &["$out", "$merge"],
    };
    let names = stages.iter().filter_map(Bson::as_document).filter_map(|stage| stage.keys().next());
    if let Some(name) = names.into_iter().find(|name| barred.contains(&name.as_str())) {
        return Err(not_inside(name, outer));
    }
    pipeline(stages, scope, depth + 1)
}

/// A refusal of a stage that may not stand inside another.
fn not_inside(stage: &str, outer: &str) -> CommandError {
    let code = if outer == "$facet" { 40600 } else { 51047 };
    fault(code, format!("{stage} is not allowed to be used within a {outer} stage"))
}

fn check_place(name: &str, at: usize, length: usize, depth: usize) -> Result<(), CommandError> {
    match name {
        "$out" | "$merge" if at + 1 != length => {
            Err(fault(40601, format!("{name} can only be the final stage in the pipeline")))
        }
        "$documents" | "$collStats" | "$indexStats" if at != 0 => {
            Err(fault(40602, format!("{name} is only valid as the first stage in a pipeline")))
        }
        _ if depth > PIPELINE_DEPTH_MAX => {
            Err(fault(40602, "too many pipelines inside each other"))
        }
        _ => Ok(()),
    }
}

/// Reads one stage; `$sortByCount` becomes two.
fn stage_of(
    name: &str,
    operand: &Bson,
    scope: &Scope<'_>,
    depth: usize,
    out: &mut Vec<Stage>,
) -> Result<(), CommandError> {
    out.push(match name {
        "$match" => Stage::Match(filter(operand, scope)?),
        "$project" => Stage::Project { name: "$project", projection: project(operand, scope)? },
        "$addFields" => {
            Stage::Project { name: "$addFields", projection: additions(name, operand, scope)? }
        }
        "$set" => Stage::Project { name: "$set", projection: additions(name, operand, scope)? },
        "$unset" => Stage::Project { name: "$unset", projection: unset(operand)? },
        "$group" => Stage::Group(Group::parse(operand, scope)?),
        "$sort" => Stage::Sort(sort(operand)?),
        "$skip" => Stage::Skip(whole("$skip", operand, 5_107_200)?),
        "$limit" => Stage::Limit(limit(operand)?),
        "$count" => Stage::Count(count_name(operand)?),
        "$unwind" => unwind(operand)?,
        "$lookup" => Stage::Lookup(Box::new(Lookup::parse(operand, scope, &|stages, scope| {
            inner_pipeline(stages, scope, depth, "$lookup")
        })?)),
        "$graphLookup" => Stage::GraphLookup(Box::new(GraphLookup::parse(operand, scope)?)),
        "$facet" => Stage::Facet(facets(operand, scope, depth)?),
        "$bucket" => Stage::Bucket(Box::new(Buckets::parse(operand, scope)?)),
        "$bucketAuto" => Stage::BucketAuto(Box::new(AutoBuckets::parse(operand, scope)?)),
        "$sortByCount" => return sort_by_count(operand, scope, out),
        "$replaceRoot" => Stage::ReplaceRoot(replace_root(operand, scope)?),
        "$replaceWith" => Stage::ReplaceRoot(Expression::parse(operand, scope)?),
        "$redact" => Stage::Redact(Expression::parse(operand, scope)?),
        "$sample" => Stage::Sample(sample(operand)?),
        "$unionWith" => union_with(operand, scope, depth)?,
        "$documents" => Stage::Documents(Expression::parse(operand, scope)?),
        "$setWindowFields" => Stage::Windows(Box::new(Windows::parse(operand, scope)?)),
        "$out" => Stage::Out(self::out(operand)?),
        "$merge" => Stage::Merge(Box::new(Merge::parse(operand, scope, &|stages, scope| {
            inner_pipeline(stages, scope, depth, "$merge")
        })?)),
        "$geoNear" | "$search" | "$searchMeta" | "$vectorSearch" | "$changeStream"
        | "$currentOp" | "$listSessions" | "$listLocalSessions" | "$planCacheStats"
        | "$densify" | "$fill" | "$collStats" | "$indexStats" => {
            let message = format!("{name} is not supported here");
            return Err(CommandError::new(Code::CommandNotSupported, message));
        }
        _ => return Err(fault(40324, format!("Unrecognized pipeline stage name: '{name}'"))),
    });
    Ok(())
}

fn filter(operand: &Bson, scope: &Scope<'_>) -> Result<Filter, CommandError> {
    match operand {
        Bson::Document(filter) => Filter::parse(filter, scope),
        _ => Err(fault(15959, "the match filter must be an expression in an object")),
    }
}

/// Faults of a projection are told with the name of the stage before them.
fn within(stage: &str, error: CommandError) -> CommandError {
    CommandError { message: format!("Invalid {stage} :: caused by :: {}", error.message), ..error }
}

fn project(operand: &Bson, scope: &Scope<'_>) -> Result<Projection, CommandError> {
    match operand {
        Bson::Document(fields) => {
            Projection::stage(fields, scope).map_err(|error| within("$project", error))
        }
        _ => Err(fault(15969, "$project specification must be an object")),
    }
}

fn additions(name: &str, operand: &Bson, scope: &Scope<'_>) -> Result<Projection, CommandError> {
    match operand {
        Bson::Document(fields) => {
            Projection::additions(fields, scope).map_err(|error| within(name, error))
        }
        value => {
            let found = type_name(value);
            Err(fault(40272, format!("{name} specification stage must be an object, got {found}")))
        }
    }
}

fn unset(operand: &Bson) -> Result<Projection, CommandError> {
    let message = "$unset specification must be a string or an array";
    let paths = match operand {
        Bson::String(path) => vec![path.clone()],
        Bson::Array(paths) if paths.is_empty() => {
            let message =
                "$unset specification must be a string or an array with at least one field";
            return Err(fault(31119, message));
        }
        Bson::Array(paths) => {
            let text = |path: &Bson| path.as_str().map(str::to_owned);
            let paths: Option<Vec<String>> = paths.iter().map(text).collect();
            paths.ok_or_else(|| {
                fault(31120, "$unset specification must be a string or an array containing only string values")
            })?
        }
        _ => return Err(fault(31002, message)),
    };
    Projection::without(&paths).map_err(|error| within("$unset", error))
}

fn sort(operand: &Bson) -> Result<Sort, CommandError> {
    match operand {
        Bson::Document(fields) if fields.is_empty() => {
            Err(fault(15976, "$sort stage must have at least one sort key"))
        }
        Bson::Document(fields) => Sort::parse(fields),
        _ => Err(fault(15973, "the $sort key specification must be an object")),
    }
}

fn whole(stage: &str, operand: &Bson, code: u32) -> Result<u64, CommandError> {
    let refuse = |reason: &str| {
        let shown = shown(operand);
        fault(code, format!("invalid argument to {stage} stage: {reason} in: {stage}: {shown}"))
    };
    let Some(number) = Number::of(operand) else { return Err(refuse("Expected a number")) };
    match number.to_long().map(u64::try_from) {
        Some(Ok(number)) => Ok(number),
        Some(Err(_)) => Err(refuse("Expected a non-negative number")),
        None => Err(refuse("Expected an integer")),
    }
}

fn limit(operand: &Bson) -> Result<u64, CommandError> {
    match whole("$limit", operand, 5_107_201)? {
        0 => Err(fault(15958, "the limit must be positive")),
        limit => Ok(limit),
    }
}

fn count_name(operand: &Bson) -> Result<String, CommandError> {
    match operand {
        Bson::String(name) if name.is_empty() => {
            Err(fault(40156, "the count field must be a non-empty string"))
        }
        Bson::String(name) if name.starts_with('$') => {
            Err(fault(40158, "the count field cannot be a $-prefixed path"))
        }
        Bson::String(name) if name.contains('.') => {
            Err(fault(40160, "the count field cannot contain '.'"))
        }
        Bson::String(name) => Ok(name.clone()),
        _ => Err(fault(40156, "the count field must be a non-empty string")),
    }
}

fn unwind(operand: &Bson) -> Result<Stage, CommandError> {
    let (mut path, mut index, mut keeps_empty) = (None, None, false);
    match operand {
        Bson::String(text) => path = Some(text.as_str()),
        Bson::Document(fields) => {
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("path", Bson::String(text)) => path = Some(text),
                    ("path", value) => {
                        let found = type_name(value);
                        let message =
                            format!("expected a string as the path for $unwind stage, got {found}");
                        return Err(fault(28808, message));
                    }
                    ("preserveNullAndEmptyArrays", Bson::Boolean(flag)) => keeps_empty = *flag,
                    ("preserveNullAndEmptyArrays", value) => {
                        let found = type_name(value);
                        let message = format!(
                            "expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage, got {found}"
                        );
                        return Err(fault(28809, message));
                    }
                    ("includeArrayIndex", Bson::String(text)) if text.starts_with('$') => {
                        let message = format!(
                            "includeArrayIndex option to $unwind stage should not be prefixed with a '$': {text}"
                        );
                        return Err(fault(28822, message));
                    }
                    ("includeArrayIndex", Bson::String(text)) if !text.is_empty() => {
                        index = Some(check_path(text)?);
                    }
                    ("includeArrayIndex", value) => {
                        let found = type_name(value);
                        let message = format!(
                            "expected a non-empty string for the includeArrayIndex  option to $unwind stage, got {found}"
                        );
                        return Err(fault(28810, message));
                    }
                    (other, _) => {
                        let message = format!("unrecognized option to $unwind stage: {other}");
                        return Err(fault(28811, message));
                    }
                }
            }
        }
        value => {
            let found = type_name(value);
            let message = format!(
                "expected either a string or an object as specification for $unwind stage, got {found}"
            );
            return Err(fault(15981, message));
        }
    }
    let Some(path) = path.filter(|path| !path.is_empty()) else {
        return Err(fault(28812, "no path specified to $unwind stage"));
    };
    let Some(path) = path.strip_prefix('$') else {
        let message = format!("path option to $unwind stage should be prefixed with a '$': {path}");
        return Err(fault(28818, message));
    };
    Ok(Stage::Unwind { path: check_path(path)?, index, keeps_empty })
}

fn facets(
    operand: &Bson,
    scope: &Scope<'_>,
    depth: usize,
) -> Result<Vec<(String, Pipeline)>, CommandError> {
    let Bson::Document(fields) = operand else {
        return Err(fault(40169, "the $facet specification must be a non-empty object"));
    };
    if fields.is_empty() {
        return Err(fault(40169, "the $facet specification must be a non-empty object"));
    }
    fields
        .iter()
        .map(|(name, value)| match value {
            _ if name.starts_with('$') || name.contains('.') || name.is_empty() => {
                let message = format!("$facet output name '{name}' is not a valid name of a field");
                Err(fault(16410, message))
            }
            Bson::Array(stages) => {
                Ok((name.clone(), inner_pipeline(stages, scope, depth, "$facet")?))
            }
            value => {
                let found = type_name(value);
                let message = format!("arguments to $facet must be arrays, {name} is type {found}");
                Err(fault(40170, message))
            }
        })
        .collect()
}

fn sort_by_count(
    operand: &Bson,
    scope: &Scope<'_>,
    out: &mut Vec<Stage>,
) -> Result<(), CommandError> {
    match operand {
        Bson::String(text) if text.starts_with('$') => {}
        Bson::Document(inner) if inner.keys().next().is_some_and(|name| name.starts_with('$')) => {}
        Bson::Document(_) => {
            return Err(fault(
                40147,
                "the sortByCount field must be defined as a $-prefixed path or an expression inside an object",
            ));
        }
        _ => {
            return Err(fault(
                40148,
                "the sortByCount field must be defined as a $-prefixed path or an expression inside an object",
            ));
        }
    }
    let (fields, sort) = bucket::sort_by_count()?;
    let by = Expression::parse(operand, scope)?;
    out.push(Stage::Group(Group::new(by, accumulators(&fields, scope)?)));
    out.push(Stage::Sort(sort));
    Ok(())
}

fn replace_root(operand: &Bson, scope: &Scope<'_>) -> Result<Expression, CommandError> {
    let Bson::Document(fields) = operand else {
        let message = format!(
            "expected an object as specification for $replaceRoot stage, got {}",
            type_name(operand)
        );
        return Err(fault(40229, message));
    };
    if let Some(other) = fields.keys().find(|name| *name != "newRoot") {
        return Err(fault(
            40415,
            format!("BSON field '$replaceRoot.{other}' is an unknown field."),
        ));
    }
    match fields.get("newRoot") {
        Some(root) => Expression::parse(root, scope),
        None => {
            Err(fault(40414, "BSON field '$replaceRoot.newRoot' is missing but a required field"))
        }
    }
}

fn sample(operand: &Bson) -> Result<u64, CommandError> {
    let Bson::Document(fields) = operand else {
        return Err(fault(28745, "the $sample stage specification must be an object"));
    };
    if let Some(other) = fields.keys().find(|name| *name != "size") {
        return Err(fault(28748, format!("unrecognized option to $sample: {other}")));
    }
    let Some(size) = fields.get("size") else {
        return Err(fault(28749, "$sample stage must specify a size"));
    };
    let Some(number) = Number::of(size) else {
        return Err(fault(28746, "size argument to $sample must be a number"));
    };
    match number.to_long().map(u64::try_from) {
        Some(Ok(size)) => Ok(size),
        _ => Err(fault(28747, "size argument to $sample must not be negative")),
    }
}

fn union_with(operand: &Bson, scope: &Scope<'_>, depth: usize) -> Result<Stage, CommandError> {
    match operand {
        Bson::String(collection) => Ok(Stage::UnionWith {
            collection: collection.clone(),
            pipeline: Pipeline { stages: Vec::new() },
        }),
        Bson::Document(fields) => {
            let collection = match fields.get("coll") {
                Some(Bson::String(collection)) => collection.clone(),
                _ => {
                    return Err(CommandError::new(
                        Code::FailedToParse,
                        "$unionWith stage without explicit collection must have a pipeline with $documents as first stage",
                    ));
                }
            };
            check_fields("$unionWith", fields, &["coll", "pipeline"])?;
            let stages = match fields.get("pipeline") {
                None => &[][..],
                Some(Bson::Array(stages)) => stages,
                Some(value) => {
                    let found = type_name(value);
                    let message = format!(
                        "BSON field '$unionWith.pipeline' is the wrong type '{found}', expected type 'array'"
                    );
                    return Err(CommandError::new(Code::TypeMismatch, message));
                }
            };
            let pipeline = inner_pipeline(stages, scope, depth, "$unionWith")?;
            Ok(Stage::UnionWith { collection, pipeline })
        }
        value => {
            let found = type_name(value);
            let message = format!(
                "the $unionWith stage specification must be an object or string, but found {found}"
            );
            Err(CommandError::new(Code::FailedToParse, message))
        }
    }
}

fn check_fields(stage: &str, fields: &Document, known: &[&str]) -> Result<(), CommandError> {
    match fields.keys().find(|name| !known.contains(&name.as_str())) {
        Some(other) => {
            Err(fault(40415, format!("BSON field '{stage}.{other}' is an unknown field.")))
        }
        None => Ok(()),
    }
}
