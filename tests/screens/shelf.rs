//! The shelf: what is installed, and what is shown before a pack is.

use std::sync::Arc;

use backlab::{
    course::id::{ExerciseId, PackId},
    pack::{
        Pack,
        files::Memory,
        shelf::{Distrust, News, Parcel, Pin, Record, Signature, Source},
    },
    screen::{
        Screen,
        event::{Effect, Event, Generation, Route},
        keymap::{DOWN, ENTER, ESC, TAB, control, plain},
    },
    tutor::{
        Rechecked, Trouble,
        packs::{Changes, Offer, Standing},
    },
};

use crate::drawing::{SMALL, buffer, characters, check_drawn, check_odd_sizes, ink, press};

const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
const OTHER: &str = "RWRzJDk3yN0wsqyoeWbwbCwiRAp6lQ7tZfG8i2nqGdBzVzqs0bSrJ1aN";

fn id() -> PackId {
    PackId::parse("ada/webhooks").unwrap()
}

fn built_in() -> (PackId, String) {
    let title = "Backend, from a URL to an orders API".to_owned();
    (PackId::parse("backlab/backend").unwrap(), title)
}

/// A pack with titles that a stranger may have written.
fn parcel(version: &str, key: Option<&str>) -> Parcel {
    let manifest = include_str!("../fixtures/tutor/pack.toml")
        .replace("ada/small", "ada/webhooks")
        .replace("1.0.0", version)
        .replace("A small course", "Webhooks in practice")
        .replace("needs = [\"js\"]", "needs = [\"http\", \"js\", \"sql\"]")
        .replace(
            "Two modules and one that is empty.",
            "Receive them, check them, send them again.",
        );
    let memory: Memory = [("pack.toml", manifest)].into_iter().collect();
    let (pack, findings) = Pack::open(Arc::new(memory));
    Parcel {
        pack: pack.unwrap_or_else(|| panic!("{findings:?}")),
        source: Source::File("/media/stick/webhooks-1.2.0.tpack".into()),
        sha256: "9f2c41d07be8a6130c55e2f9b1d4a1b2".repeat(2),
        key: key.map(str::to_owned),
        packed: 84_000,
        files: 46,
        unpacked: 310_000,
        notes: Vec::new(),
    }
}

pub fn first() -> Offer {
    Offer {
        parcel: parcel("1.2.0", Some(KEY)),
        news: Ok(News::First),
        signature: Signature::First,
        was: None,
        changes: Changes::default(),
    }
}

/// One pack is installed; the built-in course is open.
fn standing() -> Standing {
    let mut record = Record::default();
    let data = tempfile::tempdir().unwrap();
    let shelf = backlab::pack::shelf::Shelf::of_data(data.path());
    shelf.install(&parcel("1.1.0", Some(KEY)), 1_795_478_400, &mut |_, _| {}).unwrap();
    record.clone_from(&shelf.record().unwrap());
    Standing { record, built_in: built_in(), open: (built_in().0, "0.1.0".to_owned()) }
}

pub fn shelf() -> Screen {
    let mut screen = Screen::shelf(SMALL);
    assert_eq!(screen.shown(), [Effect::LoadPacks]);
    screen.update(&Event::Packs { standing: Box::new(standing()), said: None });
    screen
}

/// With a place typed and looked at.
pub fn offered(offer: Offer) -> Screen {
    let mut screen = shelf();
    let generation = look(&mut screen);
    screen.update(&Event::PackOffered { generation, offer: Arc::new(offer) });
    screen
}

fn look(screen: &mut Screen) -> Generation {
    // What was stopped before is still there.
    press(screen, &[plain('a'), control('u')]);
    screen.update(&Event::Paste("/media/stick/webhooks-1.2.0.tpack".to_owned()));
    looked(&press(screen, &[ENTER]), "/media/stick/webhooks-1.2.0.tpack", None)
}

/// The number of the look that was asked for, whose time is counted.
#[track_caller]
fn looked(asked: &[Effect], wanted: &str, of: Option<&str>) -> Generation {
    match asked {
        [
            Effect::LookAtPack { source, registry, generation },
            Effect::After { ms: 100, generation: timer },
        ] => {
            assert_eq!((&**source, registry.as_deref()), (wanted, of));
            assert_eq!(generation, timer);
            *generation
        }
        other => panic!("{other:?}"),
    }
}

/// Refused, since another key signed it.
pub fn distrusted() -> Screen {
    offered(Offer {
        parcel: parcel("1.2.0", Some(OTHER)),
        news: Err(Distrust::OtherKey { pinned: KEY.to_owned(), now: OTHER.to_owned() }),
        signature: Signature::Other,
        ..first()
    })
}

#[test]
fn what_is_installed() {
    let mut screen = shelf();
    check_drawn("shelf", &mut screen);
    check_odd_sizes(&mut screen, "? help   q back");
    // The course that is open is a way back to it.
    assert_eq!(press(&mut screen, &[ENTER]), [Effect::Go(Route::Home)]);
    assert_eq!(press(&mut screen, &[plain('x')]), []);
    assert!(text(&screen).contains("comes with Backlab and stays"));
    let asked = press(&mut screen, &[DOWN, ENTER]);
    assert!(matches!(&asked[..], [Effect::ReadyPack { id: ready, .. }] if *ready == id()));
    assert_eq!(screen.update(&Event::PackReady(id())), [Effect::OpenPack(id())]);
}

#[test]
fn all_is_shown_before_anything_is_written() {
    let mut screen = offered(first());
    check_drawn("shelf-offer", &mut screen);
    check_odd_sizes(&mut screen, "? help   Esc not now");
    // Who only presses Enter installs nothing.
    assert_eq!(press(&mut screen, &[ENTER]), []);
    assert_eq!(press(&mut screen, &[plain('y')]), [Effect::Copy(KEY.to_owned())]);
    let asked = press(&mut screen, &[plain('i')]);
    assert!(matches!(&asked[..], [Effect::InstallPack { offer, .. }] if **offer == first()));
    // It writes; keys do nothing until it is over.
    assert_eq!(press(&mut screen, &[plain('i'), ESC]), []);
    screen.update(&Event::Packs {
        standing: Box::new(standing()),
        said: Some("ada/webhooks 1.2.0 is installed.".to_owned()),
    });
    assert!(text(&screen).contains("ada/webhooks 1.2.0 is installed."));
}

#[test]
fn what_became_of_passes_is_said_where_a_pack_was_updated() {
    let mut screen = offered(first());
    press(&mut screen, &[plain('i')]);
    let said = Some("ada/webhooks went from 1.1.0 to 1.2.0; every attempt is kept.".to_owned());
    let packs = Event::Packs { standing: Box::new(standing()), said };
    assert_eq!(screen.update(&packs), [Effect::Recheck(id())]);
    // Only what was installed is judged anew.
    assert_eq!(screen.update(&packs), []);
    let one = |title: &str, passes| Rechecked {
        exercise: ExerciseId::parse("retry").unwrap(),
        title: title.to_owned(),
        was: 1,
        rev: 2,
        passes,
        standing: backlab::tutor::Standing::default(),
    };
    let rechecked = vec![one("Send it again", false), one("Check a signature", true)];
    screen.update(&Event::Rechecked { pack: id(), rechecked });
    check_drawn("shelf-rechecked", &mut screen);
    check_odd_sizes(&mut screen, "? help   q back");
    press(&mut screen, &[DOWN]);
    assert!(!text(&screen).contains("asks for more"));
}

#[test]
fn a_pack_of_a_registry_is_asked_for_by_its_name_there() {
    let mut screen = shelf();
    press(&mut screen, &[plain('a')]);
    screen.update(&Event::Paste("https://packs.example.org".to_owned()));
    press(&mut screen, &[TAB]);
    screen.update(&Event::Paste("ada/webhooks@1.2.0".to_owned()));
    check_drawn("shelf-place", &mut screen);
    check_odd_sizes(&mut screen, "F1 help   Esc not now");
    let registry = Some("https://packs.example.org");
    let generation = looked(&press(&mut screen, &[ENTER]), "ada/webhooks@1.2.0", registry);
    // What did not lead to a pack is there to be mended.
    let trouble = Trouble::new("The registry has no version 1.2.0 of ada/webhooks.");
    screen.update(&Event::Failed { generation: Some(generation), trouble });
    assert!(text(&screen).contains("has no version 1.2.0"));
    let again = press(&mut screen, &[plain('a'), ENTER]);
    let generation = looked(&again, "ada/webhooks@1.2.0", registry);
    // What did is not.
    screen.update(&Event::PackOffered { generation, offer: Arc::new(first()) });
    assert_eq!(press(&mut screen, &[ESC, plain('a'), ENTER]), []);
}

#[test]
fn what_has_come_is_said_and_esc_stops_it() {
    let mut screen = shelf();
    let generation = look(&mut screen);
    let row = |screen: &Screen| {
        let text = text(screen);
        let after = text.lines().skip_while(|line| !line.contains("Nothing is written")).nth(2);
        after.unwrap().split('│').nth(1).unwrap().trim().to_owned()
    };
    assert_eq!(row(&screen), "", "what is there soon shows nothing");
    let elapsed = Event::Elapsed { generation };
    assert_eq!(screen.update(&elapsed), [Effect::After { ms: 900, generation }]);
    assert_eq!(row(&screen), "…");
    screen.update(&Event::PackArrives { generation, bytes: 310_000, of: None });
    assert_eq!(row(&screen), "310 kB so far");
    assert_eq!(screen.update(&elapsed), [Effect::After { ms: 1_000, generation }]);
    assert_eq!(row(&screen), "310 kB so far   1 s   Esc stops");
    screen.update(&Event::PackArrives { generation, bytes: 310_000, of: Some(600_000) });
    // Of what was asked before, nothing is shown.
    let earlier = generation - 1;
    screen.update(&Event::PackArrives { generation: earlier, bytes: 1, of: Some(2) });
    assert_eq!(row(&screen), "━━━━━━━━━━━━────────────  310 of 600 kB   1 s   Esc stops");
    check_drawn("shelf-fetching", &mut screen);
    check_odd_sizes(&mut screen, "? help   Esc stop");
    assert_eq!(press(&mut screen, &[ESC]), [Effect::Stop { generation }]);
    // Nobody counts the time of what was stopped.
    assert_eq!(screen.update(&elapsed), []);
}

#[test]
fn a_changed_key_cannot_be_installed_before_it_is_trusted() {
    let mut screen = distrusted();
    check_drawn("shelf-refused", &mut screen);
    assert_eq!(press(&mut screen, &[plain('i')]), []);
    assert_eq!(press(&mut screen, &[plain('t')]), []);
    check_drawn("shelf-doubt", &mut screen);
    check_odd_sizes(&mut screen, "? help   Esc not now");
    // Neither Enter nor the key that led here trusts anything.
    assert_eq!(press(&mut screen, &[ENTER, plain('t')]), []);
    assert_eq!(press(&mut screen, &[plain('y')]), [Effect::Copy(OTHER.to_owned())]);
    press(&mut screen, &[ESC]);
    assert!(text(&screen).contains("The key changed"));
    let asked = press(&mut screen, &[plain('t'), plain('T')]);
    let [Effect::TrustPack { generation, .. }] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(press(&mut screen, &[ESC]), [], "it is written down at once");
    let now = Offer {
        parcel: parcel("1.2.0", Some(OTHER)),
        news: Ok(News::Update { from: "1.1.0".to_owned() }),
        signature: Signature::Known,
        ..first()
    };
    screen.update(&Event::PackOffered { generation: *generation, offer: Arc::new(now) });
    let asked = press(&mut screen, &[plain('i')]);
    assert!(matches!(&asked[..], [Effect::InstallPack { .. }]), "{asked:?}");
}

#[test]
fn each_doubt_says_what_trust_would_mean() {
    let doubt = |distrust: Distrust| {
        let mut screen = offered(Offer { news: Err(distrust), ..first() });
        press(&mut screen, &[plain('t')]);
        text(&screen)
    };
    let gone = doubt(Distrust::SignatureGone { pinned: KEY.to_owned() });
    assert!(gone.contains("without a signature?") && gone.contains("nobody vouches"), "{gone}");
    let (newest, now) = ("1.3.0".to_owned(), "1.2.0".to_owned());
    let older = doubt(Distrust::Older { newest, now });
    assert!(older.contains("Go back to an older version") && older.contains("1.3.0"), "{older}");
    // Other contents of the same version are nobody's to trust.
    let bytes = doubt(Distrust::OtherBytes { version: "1.2.0".to_owned() });
    assert!(bytes.contains("remove the pack and add it again"), "{bytes}");
    assert!(!bytes.contains("Shift+T"), "{bytes}");
}

#[test]
fn an_update_says_what_becomes_of_what_was_done() {
    let mut screen = shelf();
    let asked = press(&mut screen, &[DOWN, plain('u')]);
    let [Effect::LookForUpdate { id: looked, generation }, Effect::After { .. }] = &asked[..]
    else {
        panic!("{asked:?}")
    };
    assert_eq!(*looked, id());
    let was = standing().record.installed(&id()).cloned();
    let changes = Changes {
        new: 2,
        moved: vec![("sign".to_owned(), "sign-a-body".to_owned())],
        archived: vec!["old-way".to_owned()],
        raised: vec![("retry".to_owned(), 1, 2)],
    };
    let news = Ok(News::Update { from: "1.1.0".to_owned() });
    let offer = Offer { news, was, changes, signature: Signature::Known, ..first() };
    // What answers an earlier question is none to this one.
    screen.update(&Event::PackOffered { generation: generation - 1, offer: Arc::new(first()) });
    assert!(text(&screen).contains("Nothing is written"));
    screen.update(&Event::PackOffered { generation: *generation, offer: Arc::new(offer) });
    check_drawn("shelf-update", &mut screen);
}

#[test]
fn a_removal_is_asked() {
    let mut screen = shelf();
    press(&mut screen, &[DOWN, plain('x')]);
    check_drawn("shelf-removal", &mut screen);
    assert_eq!(press(&mut screen, &[ESC]), []);
    press(&mut screen, &[plain('x')]);
    let asked = press(&mut screen, &[plain('x')]);
    assert!(matches!(&asked[..], [Effect::RemovePack { id: gone, .. }] if *gone == id()));
}

#[test]
fn what_does_not_work_is_said_and_looking_can_be_stopped() {
    let mut screen = shelf();
    let generation = look(&mut screen);
    assert_eq!(press(&mut screen, &[ESC]), [Effect::Stop { generation }]);
    let generation = look(&mut screen);
    let trouble = Trouble::new("This pack is refused: entry 3, `a`: this is a symbolic link.")
        .next("Ask whoever gave it to you.");
    screen.update(&Event::Failed { generation: Some(generation), trouble });
    check_drawn("shelf-failed", &mut screen);
    press(&mut screen, &[DOWN]);
    assert!(!text(&screen).contains("symbolic link"));
}

/// The pack that is open was updated meanwhile: Enter opens the new version.
#[test]
fn an_updated_pack_is_opened_again() {
    let mut standing = standing();
    standing.open = (id(), "1.0.0".to_owned());
    let mut screen = Screen::shelf(SMALL);
    screen.update(&Event::Packs { standing: Box::new(standing.clone()), said: None });
    let asked = press(&mut screen, &[DOWN, ENTER]);
    assert!(matches!(&asked[..], [Effect::ReadyPack { .. }]));
    standing.open = (id(), "1.1.0".to_owned());
    screen.update(&Event::Packs { standing: Box::new(standing), said: None });
    assert_eq!(press(&mut screen, &[ENTER]), [Effect::Go(Route::Home)]);
}

/// The mark is on what is open at first, and on a pack that was just installed: Enter opens it.
#[test]
fn what_was_just_installed_is_chosen() {
    let mut of_pack = standing();
    of_pack.open = (id(), "1.1.0".to_owned());
    let mut screen = Screen::shelf(SMALL);
    screen.update(&Event::Packs { standing: Box::new(of_pack), said: None });
    assert_eq!(press(&mut screen, &[ENTER]), [Effect::Go(Route::Home)]);

    let mut screen = offered(first());
    let asked = press(&mut screen, &[plain('i')]);
    assert!(matches!(&asked[..], [Effect::InstallPack { .. }]), "{asked:?}");
    let said = Some("It is installed.".to_owned());
    screen.update(&Event::Packs { standing: Box::new(standing()), said });
    let asked = press(&mut screen, &[ENTER]);
    assert!(matches!(&asked[..], [Effect::ReadyPack { id: ready, .. }] if *ready == id()));
}

/// Titles, authors and paths are a stranger's.
#[test]
fn foreign_text_is_made_safe() {
    let mut offer = first();
    let hidden = "web\u{1b}]52;c;eA==\u{7}\u{202e}hooks\u{200b}.tpack";
    offer.parcel.source = Source::File(hidden.into());
    let screen = offered(offer);
    let drawn = text(&screen);
    assert!(drawn.contains("hooks"), "{drawn}");
    assert!(!drawn.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{200b}']), "{drawn:?}");
}

#[test]
fn a_pin_without_a_key_is_told_as_not_signed() {
    let mut standing = standing();
    standing.record.packs[0].pin = Pin::Unsigned;
    let mut screen = Screen::shelf(SMALL);
    screen.update(&Event::Packs { standing: Box::new(standing), said: None });
    assert!(text(&screen).contains("not signed"));
}

fn text(screen: &Screen) -> String {
    characters(&buffer(screen, SMALL, ink()))
}
