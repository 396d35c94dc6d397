//! Where something stands in an exercise.toml, found from its text: values carry no places.

use crate::{course::exercise::Exercise, diag::Place, pack::Pack};

/// The files of one exercise, for pointing into them.
pub struct Pointer {
    folder: String,
    toml: String,
}

impl Pointer {
    pub fn new(pack: &Pack, exercise: &Exercise) -> Pointer {
        let module = pack.course.module_of_exercise(&exercise.id);
        let module = module.map_or("", |(_, module)| module.id.as_str());
        let folder = format!("exercises/{module}/{}", exercise.id);
        let toml = pack.text(&format!("{folder}/exercise.toml")).unwrap_or_default();
        Pointer { folder, toml }
    }

    /// Where `key` stands in the `[[table]]` called `name`; the name itself where it has no such
    /// key. A question is called by its id, a survivor by its mutant.
    pub fn key(&self, table: &str, name: &str, key: &str) -> Place {
        let lines = || self.toml.lines().enumerate();
        let header = format!("[[{table}]]");
        let value = |line: &str, key: &str| {
            let rest = line.trim_start().strip_prefix(key)?.trim_start().strip_prefix('=')?;
            Some(rest.trim().trim_matches(['"', '\'']).to_owned())
        };
        let is_header = |line: &str| line.trim_start().starts_with("[[");
        let called = match table {
            "question" => "id",
            "survives" => "mutant",
            _ => "name",
        };
        let mut inside = false;
        let mut found = None;
        for (index, line) in lines() {
            if is_header(line) {
                if found.is_some() {
                    break;
                }
                inside = line.trim_start().starts_with(&header);
            }
            if inside && value(line, called).as_deref() == Some(name) {
                found = Some(index);
            }
        }
        let Some(at) = found else { return self.file("exercise.toml") };
        let start = lines().take(at + 1).filter(|(_, line)| is_header(line)).map(|(i, _)| i).last();
        let start = start.unwrap_or(at);
        let of_table = lines().skip(start + 1).take_while(|(_, line)| !is_header(line));
        let line = of_table.filter(|(_, line)| value(line, key).is_some()).map(|(i, _)| i).next();
        self.line("exercise.toml", line.unwrap_or(at) + 1)
    }

    pub fn file(&self, path: &str) -> Place {
        self.line(path, 1)
    }

    pub fn line(&self, path: &str, line: usize) -> Place {
        self.at(path, u32::try_from(line).unwrap_or(u32::MAX), 1)
    }

    pub fn at(&self, path: &str, line: u32, column: u32) -> Place {
        Place::new(format!("{}/{path}", self.folder), line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_its_own_table() {
        let toml = "id = \"x\"\n\n[[check]]\nname = \"a\"\nsay = \"1\"\n\n[[wrong]]\nname = \"a\"\n\
                    feedback = \"f\"\n[[wrong]]\nfeedback = \"g\"\nname = \"b\"\n";
        let pointer = Pointer { folder: "exercises/m/x".into(), toml: toml.into() };
        let at = |table, name, key| pointer.key(table, name, key).line;
        assert_eq!(at("check", "a", "say"), 5);
        assert_eq!(at("wrong", "a", "feedback"), 9);
        assert_eq!(at("wrong", "b", "feedback"), 11);
        assert_eq!(at("wrong", "b", "fails"), 12);
        assert_eq!(at("wrong", "c", "fails"), 1);
    }
}
