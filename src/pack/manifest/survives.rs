//! `[[survives]]`: mutants of the solution that no check need see, each with the reason.

use crate::{course::exercise::Survives, pack::manifest::fields::Node};

pub(super) fn read_survives(list: &Node<'_>) -> Vec<Survives> {
    let mut all: Vec<Survives> = Vec::new();
    for node in list.members() {
        let Some(fields) = node.fields() else { continue };
        let mutant = fields.required("mutant");
        let reason = fields.required("reason").and_then(|node| node.line());
        fields.finish();
        let Some(named) = mutant else { continue };
        // Of the solution's code, which may hold any character.
        let Some(mutant) = named.raw_text() else { continue };
        if all.iter().any(|other| other.mutant == mutant) {
            named.report("this mutant has its reason already");
        } else if let Some(reason) = reason {
            all.push(Survives { mutant, reason });
        }
    }
    all
}
