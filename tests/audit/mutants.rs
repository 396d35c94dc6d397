//! Small mistakes in solutions: which checks see them, what is said of those that none sees, and
//! what is not run again.

use std::{fs, path::Path};

use backlab::{
    audit::{Survivor, unknown},
    course::id::ExerciseId,
};

use super::{
    Audit, Cancel, EXERCISE, Kept, LESSON, Machine, Memory, Mutants, PACK, Pack, PathBuf, Wanted,
    audit, large, shown,
};

const TOML: &str = "exercises/m01/counter/exercise.toml";

/// Counts from 1 up to 9, of which the check sees the beginning only.
const UP_TO_NINE: &str =
    "let n = 0;\nexports.next = () => {\n  if (n < 9) n = n + 1;\n  return n;\n};\n";

fn tiny(toml: &str, solution: &str) -> Memory {
    let folder = "exercises/m01/counter";
    let mut memory = Memory::new();
    memory.insert("pack.toml", PACK);
    memory.insert("lessons/m01/counting.md", LESSON);
    memory.insert(TOML, toml);
    memory.insert(format!("{folder}/task.md"), "Count.\n");
    memory.insert(format!("{folder}/starter/counter.js"), "// Begin here.\n");
    memory.insert(format!("{folder}/solution/counter.js"), solution);
    memory.insert(
        format!("{folder}/also/short/counter.js"),
        "let n = 0; exports.next = () => ++n;\n",
    );
    memory
}

fn opened(files: Memory) -> Pack {
    let (pack, findings) = Pack::open(std::sync::Arc::new(files));
    assert!(findings.is_empty(), "{findings:?}");
    pack.unwrap()
}

fn run(pack: &Pack, wanted: &Wanted, kept: &Kept) -> Audit {
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    let (told, _nobody) = std::sync::mpsc::channel();
    audit(&machine, pack, wanted, kept, &Cancel::new(), &told)
}

fn all() -> Wanted {
    Wanted { mutants: Mutants::All, ..Wanted::default() }
}

fn changes(audit: &Audit) -> Vec<String> {
    let score = audit.exercises[0].score.as_ref().unwrap();
    score.survivors.iter().map(Survivor::name).collect()
}

#[test]
fn a_mistake_that_no_check_sees_is_named_with_its_place() {
    let audit = run(&opened(tiny(EXERCISE, UP_TO_NINE)), &all(), &Kept::in_memory());
    assert!(audit.passed(), "{:#?}", shown(&audit));
    assert_eq!(
        changes(&audit),
        [
            "counter.js:3:9: < becomes <=",
            "counter.js:3:11: 9 becomes 10",
            "counter.js:3:11: 9 becomes 8",
        ]
    );
    let score = audit.exercises[0].score.clone().unwrap();
    assert_eq!(score.killed.keys().collect::<Vec<_>>(), ["counts"]);
    assert_eq!(score.made, score.killed() + 3);
    assert_eq!(audit.exercises[0].checks[0].mutants, score.killed());
    assert_eq!(
        audit.exercises[0].checks[0].wrongs,
        ["starter", "empty answer", "from-zero", "from-two"]
    );
    let first = &shown(&audit)[0];
    assert_eq!(
        first,
        "exercises/m01/counter/solution/counter.js:3:9: warning: no check sees that < becomes \
         <=\n    sharpen a check; or, where this is right too, say why: [[survives]] mutant = \
         'counter.js:3:9: < becomes <='"
    );
    assert!(
        shown(&audit)[1].ends_with("\n    mutant = 'counter.js:3:11: 9 becomes 10'"),
        "{:?}",
        shown(&audit)
    );
}

#[test]
fn a_reason_silences_a_survivor_and_nothing_else() {
    let survives = |mutant: &str| {
        format!(
            "{EXERCISE}\n[[survives]]\nmutant = \"{mutant}\"\nreason = \"Nobody counts so far.\"\n"
        )
    };
    let found = |mutant: &str| {
        let audit = run(&opened(tiny(&survives(mutant), UP_TO_NINE)), &all(), &Kept::in_memory());
        let percent = audit.exercises[0].score.as_ref().unwrap().percent();
        (shown(&audit), percent)
    };
    let (plain, before) = found("counter.js:9:9: no such");
    assert!(
        plain.iter().any(|line| {
            line.contains("exercise.toml:46:1: warning: the solution has no mutant of this name")
        }),
        "{plain:#?}"
    );
    let (silenced, after) = found("counter.js:3:9: < becomes <=");
    assert_eq!(silenced.len() + 2, plain.len(), "{silenced:#?}");
    assert!(!silenced.iter().any(|line| line.contains("< becomes <=")), "{silenced:#?}");
    assert!(before < after, "{before:?} {after:?}");
    let (killed, _) = found("counter.js:3:20: + becomes -");
    assert!(killed.iter().any(|line| line.contains("needs no reason")), "{killed:#?}");
    let (moved, _) = found("counter.js:2:9: < becomes <=");
    assert!(
        moved.iter().any(|line| line.contains("`counter.js:3:9: < becomes <=` is one that makes")),
        "{moved:#?}"
    );
    // Nobody looks for mutants that were not asked for.
    let none = Wanted { mutants: Mutants::None, ..Wanted::default() };
    let audit = run(&opened(tiny(&survives("x"), UP_TO_NINE)), &none, &Kept::in_memory());
    assert_eq!(shown(&audit), [""; 0]);
    assert_eq!(audit.exercises[0].score, None);
}

#[test]
fn a_bar_is_a_warning_until_it_is_asked_for() {
    // Much of this is seen by no check.
    let long = "let n = 0;\nlet a = 3;\nexports.next = () => {\n  if (a < 2) a = 5;\n  if (a < 1) a = \
                7;\n  n = n + 1;\n  return n;\n};\n";
    let pack = opened(tiny(EXERCISE, long));
    let told = run(&pack, &all(), &Kept::in_memory());
    assert!(told.passed());
    let below = |audit: &Audit| {
        shown(audit).into_iter().filter(|line| line.contains("less than")).collect::<Vec<_>>()
    };
    let [line] = &below(&told)[..] else { panic!("{:#?}", shown(&told)) };
    assert!(line.starts_with(&format!("{TOML}:1:1: warning: the checks kill ")), "{line}");
    assert!(line.contains("less than 80 %"), "{line}");
    let asked = run(&pack, &Wanted { bar: Some(90), ..all() }, &Kept::in_memory());
    assert!(!asked.passed());
    assert!(below(&asked)[0].contains("error: the checks kill"), "{:?}", below(&asked));
    let met = run(&pack, &Wanted { bar: Some(1), ..all() }, &Kept::in_memory());
    assert!(met.passed() && below(&met).is_empty());
}

#[test]
fn the_same_few_mutants_are_chosen_each_time() {
    let pack = opened(tiny(EXERCISE, UP_TO_NINE));
    let few = Wanted { mutants: Mutants::AtMost(4), ..Wanted::default() };
    let first = run(&pack, &few, &Kept::in_memory());
    let score = first.exercises[0].score.as_ref().unwrap();
    assert_eq!(score.killed() + score.survivors.len(), 4);
    assert!(4 < score.made);
    assert_eq!(first.exercises, run(&pack, &few, &Kept::in_memory()).exercises);
}

#[test]
fn a_mutant_that_never_ends_is_killed_in_time() {
    let solution =
        "exports.next = () => {\n  let n = 0;\n  while (n < 1) n += 1;\n  return n;\n};\n";
    let toml = EXERCISE.split("[[also]]").next().unwrap().to_owned()
        + "[[wrong]]\nname = \"from-two\"\nedit = [{ file = \"counter.js\", find = \"n < 1\", put = \
           \"n < 2\" }]\nfails = [\"counts\"]\nfeedback = \"The first number is 2.\"\n";
    let audit = run(&opened(tiny(&toml, solution)), &all(), &Kept::in_memory());
    let score = audit.exercises[0].score.as_ref().unwrap();
    assert_eq!((score.killed(), score.unjudged.len()), (score.made - 1, 0), "{score:#?}");
    // With one to begin with, the first number is right as well.
    assert_eq!(changes(&audit), ["counter.js:2:11: 0 becomes 1"]);
}

#[test]
fn what_is_unchanged_is_not_run_again() {
    let cache = tempfile::tempdir().unwrap();
    let kept = || Kept::in_folder(cache.path(), false);
    let pack = opened(tiny(EXERCISE, UP_TO_NINE));
    let first = run(&pack, &all(), &kept());
    assert_eq!((first.kept, first.units), (0, 2));
    let again = run(&pack, &all(), &kept());
    assert_eq!((again.kept, again.proved), (2, first.proved));
    assert_eq!(shown(&again), shown(&first));
    assert_eq!(again.exercises[0].score, first.exercises[0].score);
    assert!(again.exercises[0].kept && !first.exercises[0].kept);
    // Another text, another question, another lesson.
    let edited = opened(tiny(EXERCISE, &UP_TO_NINE.replace('9', "7")));
    assert_eq!(run(&edited, &all(), &kept()).kept, 1);
    assert_eq!(run(&edited, &all(), &kept()).kept, 2);
    assert_eq!(run(&edited, &Wanted::default(), &kept()).kept, 1);
    assert_eq!(run(&edited, &all(), &Kept::in_folder(cache.path(), true)).kept, 0);
    let id = ExerciseId::parse("counter").unwrap();
    let last = kept().last_score(&edited.course.id, &id).unwrap();
    assert_eq!(last.survivors.len(), 3);
}

#[test]
fn what_failed_is_run_again() {
    let cache = tempfile::tempdir().unwrap();
    let kept = || Kept::in_folder(cache.path(), false);
    let broken = opened(tiny(EXERCISE, "exports.next = () => 5;\n// n + 1\n"));
    assert!(!run(&broken, &all(), &kept()).passed());
    let again = run(&broken, &all(), &kept());
    assert!(!again.passed());
    // The lesson of the pack did hold.
    assert_eq!(again.kept, 1);
}

#[test]
fn a_damaged_cache_counts_as_none() {
    let cache = tempfile::tempdir().unwrap();
    let kept = || Kept::in_folder(cache.path(), false);
    let pack = opened(tiny(EXERCISE, UP_TO_NINE));
    run(&pack, &Wanted::default(), &kept());
    let folder = cache.path().join("proofs/demo.tiny");
    let file = folder.join("exercise-counter.json");
    let whole = fs::read_to_string(&file).unwrap();
    for damage in [
        "",
        "{",
        "[]",
        "null",
        &whole.replace("\"format\":1", "\"format\":2"),
        &whole[..whole.len() / 2],
    ] {
        fs::write(&file, damage).unwrap();
        assert_eq!(run(&pack, &Wanted::default(), &kept()).kept, 1, "{damage:?}");
        assert_eq!(fs::read_to_string(&file).unwrap().len(), whole.len(), "{damage:?}");
    }
    // What the pack does not list any more goes; a folder that cannot be written is no error.
    fs::write(folder.join("exercise-gone.json"), &whole).unwrap();
    run(&pack, &Wanted::default(), &kept());
    assert!(!folder.join("exercise-gone.json").exists());
    let nowhere = Kept::in_folder(Path::new("/proc/no-folder"), false);
    assert_eq!(run(&pack, &Wanted::default(), &nowhere).kept, 0);
}

#[test]
fn only_what_is_named_is_tested() {
    let pack = opened(tiny(EXERCISE, UP_TO_NINE));
    let only = |names: &[&str]| {
        let only = names.iter().map(|name| (*name).to_owned()).collect();
        let wanted = Wanted { only, mutants: Mutants::None, bar: None };
        let proved = run(&pack, &wanted, &Kept::in_memory()).proved;
        (proved.lessons, proved.exercises)
    };
    assert_eq!(only(&["counter"]), (0, 1));
    assert_eq!(only(&["counting"]), (1, 0));
    assert_eq!(only(&["m01"]), (1, 1));
    assert_eq!(only(&["counter", "counting"]), (1, 1));
    let names = ["counter".to_owned(), "conter".to_owned()];
    assert_eq!(unknown(&pack, &names), Some("conter"));
    assert_eq!(unknown(&pack, &names[..1]), None);
}

#[test]
fn a_part_of_a_pack_is_not_told_of_the_rest() {
    let mut files = tiny(&EXERCISE.replace("returns = 1", "returns ="), UP_TO_NINE);
    files.insert("lessons/m01/left-over.md", "nothing");
    let pack = opened(files);
    let only = |name: &str| Wanted { only: vec![name.to_owned()], ..Wanted::default() };
    assert!(run(&pack, &only("counting"), &Kept::in_memory()).findings.is_empty());
    assert!(!run(&pack, &only("counter"), &Kept::in_memory()).passed());
}

#[test]
fn one_edit_of_a_large_pack_runs_one_exercise() {
    let kept = Kept::in_memory();
    let wanted = Wanted { mutants: Mutants::AtMost(2), ..Wanted::default() };
    let mut files: Memory = large::pack(25).into_iter().collect();
    let first = run(&opened(files.clone()), &wanted, &kept);
    assert_eq!((first.units, first.kept, first.proved.solutions), (27, 0, 25));
    assert!(first.passed(), "{:#?}", shown(&first));
    files.insert("exercises/m01/count-7/task.md", "Count on.\n");
    let second = run(&opened(files), &wanted, &kept);
    assert_eq!((second.units, second.kept), (27, 26));
    let anew: Vec<_> = second.exercises.iter().filter(|exercise| !exercise.kept).collect();
    assert_eq!(anew.len(), 1);
    assert_eq!(anew[0].id, "count-7");
}

/// Each exercise of the SQL pack of tests/cases, whose checks compare rows on two data sets.
#[test]
fn queries_have_mutants_too() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/shop");
    let pack = Pack::open(std::sync::Arc::new(backlab::pack::files::Disk::new(folder))).0.unwrap();
    let audit = run(&pack, &all(), &Kept::in_memory());
    assert!(audit.passed(), "{:#?}", shown(&audit));
    let (killed, counted) = audit.killed();
    assert!(20 < killed && killed <= counted, "{killed} {counted}");
    for exercise in &audit.exercises {
        let score = exercise.score.as_ref().unwrap();
        assert_eq!(score.unjudged, [], "{}", exercise.id);
        assert!(0 < score.killed(), "{}", exercise.id);
    }
}
