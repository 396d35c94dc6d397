//! Everything of a pack at once: each thing loads, they fit together, and no file is left over.

use crate::{
    course::id::{ExerciseId, ModuleId},
    diag::{Findings, Place},
    pack::{Pack, files::Files},
};

pub(super) fn check_all(pack: &Pack, files: &dyn Files) -> Findings {
    let (paths, mut findings) = files.list("");
    for module in &pack.course.modules {
        for exercise in &module.exercises {
            findings.append(pack.exercise(exercise).1);
        }
    }
    left_over(pack, &paths, &mut findings);
    findings
}

/// Reports files that belong to nothing that pack.toml lists.
fn left_over(pack: &Pack, paths: &[String], findings: &mut Findings) {
    let mut last = String::new();
    for path in paths {
        let names: Vec<_> = path.split('/').collect();
        let (owner, message) = match names[..] {
            ["exercises", module, id, _, ..] if !has_exercise(pack, module, id) => (
                format!("exercises/{module}/{id}"),
                format!("module `{module}` of pack.toml has no exercise `{id}`"),
            ),
            ["exercises", _] | ["exercises", _, _] => {
                (path.clone(), "nothing names this file".to_owned())
            }
            _ => continue,
        };
        if owner != last {
            findings.warning(Place::new(&owner, 1, 1), message);
            last = owner;
        }
    }
}

fn has_exercise(pack: &Pack, module: &str, id: &str) -> bool {
    let (Ok(module), Ok(id)) = (ModuleId::parse(module), ExerciseId::parse(id)) else {
        return false;
    };
    pack.course.module_of_exercise(&id).is_some_and(|(_, found)| found.id == module)
}
