//! `pack test`: proves a pack, with a bar while it works.

use std::{
    io::{self, IsTerminal},
    path::Path,
    sync::{Arc, mpsc::channel},
    thread,
};

use notify::{RecursiveMode, Watcher};

use crate::{
    audit::{self, Audit, Kept, Told, Wanted},
    cli::{
        Ended, Failed,
        arguments::PackTest,
        check::pause,
        pack::{bar::Bar, summary},
        print::{complain, json as shapes, out},
        standing::open_pack,
    },
    config::Folders,
    lab::{Cancel, Machine},
    pack::{Pack, files::Disk},
    text::clean_line,
};

pub fn test(machine: &Machine, asked: &PackTest) -> Result<Ended, Failed> {
    let wanted = Wanted {
        only: asked.only.clone(),
        mutants: asked.mutants.unwrap_or_default(),
        bar: asked.bar,
    };
    let kept = kept(asked.all);
    if asked.watch {
        return watch(machine, asked, &wanted, &kept);
    }
    once(machine, asked, &wanted, &kept)
}

/// What was proved before: in the folder of what can be made again, if there is one.
pub fn kept(anew: bool) -> Kept {
    match Folders::of_environment(|name| std::env::var_os(name)).cache {
        Some(cache) => Kept::in_folder(&cache, anew),
        None => Kept::in_memory(),
    }
}

fn once(
    machine: &Machine,
    asked: &PackTest,
    wanted: &Wanted,
    kept: &Kept,
) -> Result<Ended, Failed> {
    let pack = open_pack(Arc::new(Disk::new(&asked.folder)))?;
    if let Some(unknown) = audit::unknown(&pack, &wanted.only) {
        return Err(Failed::Misuse(format!(
            "the pack has no module, lesson or exercise `{}`: pack.toml lists them",
            clean_line(unknown)
        )));
    }
    let audit = audited(machine, &pack, wanted, kept, !asked.json);
    let text = if asked.json {
        shapes::line(&summary::value(&pack.course, wanted, &audit))
    } else {
        summary::text(&pack.course.title, &audit)
    };
    out(&text)?;
    Ok(if audit.passed() { Ended::Well } else { Ended::NotPassed })
}

fn audited(machine: &Machine, pack: &Pack, wanted: &Wanted, kept: &Kept, tells: bool) -> Audit {
    let (told, progress) = channel::<Told>();
    let drawn = tells && io::stderr().is_terminal();
    let bar = thread::spawn(move || {
        let bar = Bar::new(drawn);
        for step in progress {
            bar.draw(step.done as u64, step.of as u64, &step.id);
        }
    });
    let audit = audit::audit(machine, pack, wanted, kept, &Cancel::new(), &told);
    drop(told);
    // The bar ends with the sender above.
    let _ = bar.join();
    audit
}

/// Tests now and after every save, until Ctrl+C. What was not saved is not run again.
fn watch(
    machine: &Machine,
    asked: &PackTest,
    wanted: &Wanted,
    kept: &Kept,
) -> Result<Ended, Failed> {
    let (tell, saves) = channel();
    let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let is_save = |event: notify::Event| {
            !event.kind.is_access() && event.paths.iter().any(|path| is_of_pack(path))
        };
        if event.is_ok_and(is_save) {
            let _ = tell.send(());
        }
    });
    let looking = |mut watcher: notify::RecommendedWatcher| {
        watch_pack(&mut watcher, &asked.folder)?;
        Ok(watcher)
    };
    let _watcher = watcher.and_then(looking).map_err(|error: notify::Error| {
        let folder = asked.folder.display().to_string();
        Failed::Broken(format!("{} cannot be watched: {error}", clean_line(&folder)))
    })?;
    complain("Watching the pack. Ctrl+C stops.");
    loop {
        match once(machine, asked, wanted, kept) {
            // Half-saved, or a mistake that the next save mends.
            Err(Failed::Broken(what)) => complain(&what),
            Err(other) => return Err(other),
            Ok(_) => {}
        }
        if !pause(&saves) {
            return Ok(Ended::NotPassed);
        }
    }
}

/// Whether a file that changed may be one of the pack: what an editor or a program puts beside it is
/// none.
fn is_of_pack(path: &Path) -> bool {
    let is_toml = path.extension().is_some_and(|end| end == "toml");
    let below = |name| path.components().any(|part| part.as_os_str() == name);
    is_toml || below("lessons") || below("exercises")
}

/// Everything that belongs to a pack, and nothing that lies beside it.
fn watch_pack(watcher: &mut impl Watcher, folder: &Path) -> notify::Result<()> {
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    for part in ["lessons", "exercises"] {
        let part = folder.join(part);
        if part.is_dir() {
            watcher.watch(&part, RecursiveMode::Recursive)?;
        }
    }
    Ok(())
}
