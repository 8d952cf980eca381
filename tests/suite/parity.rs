//! The same bits whatever the circumstances: threads, stops, checkpoints, forks, the order of a list.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use moatsim::engine::{Control, Forks, run};
use moatsim::error::Error;
use moatsim::metrics::record::RunRecord;
use moatsim::scenario::{Scenario, parse_scenario};

const EVERYTHING: &str = include_str!("../../scenarios/laws/everything.toml");

#[track_caller]
fn parsed(text: &str) -> Scenario {
    parse_scenario(text, "everything", Path::new("")).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A scenario in which everything happens.
fn everything() -> Scenario {
    parsed(EVERYTHING)
}

pub fn lived(scenario: &Scenario, replicate: u32) -> RunRecord {
    let control = Control { stop: &AtomicBool::new(false), lived: &|_| {}, checkpoint: None, checkpoint_days: 1000, family: None };
    run(scenario, replicate, &control).expect("the run ends")
}

/// Lives with a place for checkpoints, and is stopped when so many days are lived.
fn lived_until(scenario: &Scenario, place: &Path, checkpoint_days: u32, days: u32) -> Result<RunRecord, Error> {
    let stop = AtomicBool::new(false);
    let so_far = AtomicU32::new(0);
    let count = |lived: u32| stop.store(so_far.fetch_add(lived, Ordering::Relaxed) + lived >= days, Ordering::Relaxed);
    run(scenario, 0, &Control { stop: &stop, lived: &count, checkpoint: Some(place), checkpoint_days, family: None })
}

/// A run first tells how many days were lived before it.
fn note_first(first: &AtomicU32, days: u32) {
    let _ = first.compare_exchange(u32::MAX, days, Ordering::Relaxed, Ordering::Relaxed);
}

/// Lives on from whatever lies at the place of checkpoints; also says on which day it went on.
fn resumed(scenario: &Scenario, place: &Path) -> (RunRecord, u32) {
    let first = AtomicU32::new(u32::MAX);
    let note = |days: u32| note_first(&first, days);
    let control = Control { stop: &AtomicBool::new(false), lived: &note, checkpoint: Some(place), checkpoint_days: 1000, family: None };
    let record = run(scenario, 0, &control).expect("the run ends");
    (record, first.load(Ordering::Relaxed))
}

#[test]
fn threads_do_not_matter() {
    let mut scenario = everything();
    scenario.run.people = 2_600;
    scenario.run.days = 60;
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        pool.install(|| lived(&scenario, 0))
    };
    let one = on(1);
    for threads in [2, 3, 8] {
        assert!(one == on(threads), "{threads} threads give another record");
    }
}

#[test]
fn a_run_that_was_stopped_ends_as_if_it_had_not_been() {
    let scenario = everything();
    let unbroken = lived(&scenario, 0);
    let folder = tempfile::tempdir().expect("a folder");
    for day in [1, 27, 28, 29, 46, 83] {
        let place = folder.path().join(format!("stopped-{day}.part"));
        let stopped = lived_until(&scenario, &place, 1000, day);
        assert!(matches!(stopped, Err(Error::Stopped(_))));
        let (record, from) = resumed(&scenario, &place);
        assert_eq!(from, day);
        assert!(record == unbroken, "stopped on day {day}");
    }
}

#[test]
fn how_often_checkpoints_are_written_does_not_matter() {
    let scenario = everything();
    let unbroken = lived(&scenario, 0);
    let folder = tempfile::tempdir().expect("a folder");
    for checkpoint_days in [1, 7, 30] {
        let place = folder.path().join(format!("every-{checkpoint_days}.part"));
        assert!(lived_until(&scenario, &place, checkpoint_days, u32::MAX).expect("the run ends") == unbroken);
        // The last one was written before the last days.
        let (record, from) = resumed(&scenario, &place);
        assert_eq!(from, (scenario.run.days - 1) / checkpoint_days * checkpoint_days);
        assert!(record == unbroken, "resumed from day {from}");
    }
}

#[test]
fn a_run_may_be_stopped_again_and_again() {
    let scenario = everything();
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("again.part");
    let mut day = 0;
    let record = loop {
        day += 9;
        match lived_until(&scenario, &place, 1000, day) {
            Ok(record) => break record,
            Err(Error::Stopped(_)) => assert!(day < scenario.run.days),
            Err(other) => panic!("{other}"),
        }
    };
    assert!(record == lived(&scenario, 0));
}

#[test]
fn a_checkpoint_that_is_damaged_or_foreign_is_ignored() {
    let scenario = everything();
    let unbroken = lived(&scenario, 0);
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("good.part");
    lived_until(&scenario, &place, 1000, 40).expect_err("it is stopped");
    let good = std::fs::read(&place).expect("the checkpoint is there");

    let spoilt = folder.path().join("spoilt.part");
    let mut candidates: Vec<Vec<u8>> = [0, 1, 8, good.len() / 2, good.len() - 1].map(|length| good[..length].to_vec()).into();
    for byte in (0..good.len()).step_by(good.len() / 24) {
        let mut flipped = good.clone();
        flipped[byte] ^= 0x10;
        candidates.push(flipped);
    }
    candidates.push(b"not a checkpoint".to_vec());
    candidates.push(
        zstd::encode_all(&b"a file of another kind, compressed alike, and long enough to hold a hash"[..], 1).expect("it compresses"),
    );
    for candidate in candidates {
        std::fs::write(&spoilt, &candidate).expect("it can be written");
        let (record, from) = resumed(&scenario, &spoilt);
        // A flipped bit that no byte of content depends on does no harm.
        assert!(from == 0 || from == 40);
        assert!(record == unbroken, "{} bytes, from day {from}", candidate.len());
    }

    let mut others = vec![everything(), everything(), everything(), everything()];
    others[0].run.seed = 2;
    others[1].run.people += 1;
    others[2].behaviour.leave = 0.03;
    others[3].events[0].until = Some(29);
    for other in others {
        std::fs::write(&spoilt, &good).expect("it can be written");
        let (record, from) = resumed(&other, &spoilt);
        assert_eq!(from, 0);
        assert!(record == lived(&other, 0));
    }
}

/// Ties that fade leave their places to strangers, so that rows are no more what they were.
#[test]
fn a_checkpoint_goes_on_where_faded_ties_gave_their_places_to_others() {
    let mut scenario = everything();
    scenario.behaviour.strength_days_acquaintance = 2.0;
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("run.part");
    lived_until(&scenario, &place, 1000, 60).expect_err("it is stopped");
    let (record, from) = resumed(&scenario, &place);
    assert_eq!(from, 60);
    assert!(record == lived(&scenario, 0));
}

/// A file of ties may change between a stop and the next start; its name, and the number of ties, may not.
#[test]
fn a_checkpoint_among_other_ties_is_ignored() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ties, place) = (folder.path().join("few.edges"), folder.path().join("few.part"));
    let text = "[run]\npeople = 4\ndays = 20\n[population]\nties = \"few.edges\"\n[[platform]]\nname = \"A\"\nusers = 1\nfit = \"par\"\n";
    let scenario = || parse_scenario(text, "few", folder.path()).unwrap_or_else(|problems| panic!("{problems}"));
    std::fs::write(&ties, "1 2\n2 3\n3 4\n4 1\n").expect("it can be written");
    lived_until(&scenario(), &place, 1000, 10).expect_err("it is stopped");
    std::fs::write(&ties, "1 2\n2 4\n3 4\n3 1\n").expect("it can be written");
    let (record, from) = resumed(&scenario(), &place);
    assert_eq!(from, 0);
    assert!(record == lived(&scenario(), 0));
}

const COMPARISONS: &str = r#"
[[compare]]
name = "no campaign"
without = ["campaign"]

[[compare]]
name = "a later wall"
[[compare.event]]
name = "wall"
from = 44

[[compare]]
name = "a gift to some"
[[compare.event]]
name = "gift"
from = 57
until = 70
platform = "Circle"
promote = { bonus = 2 }
to = { share = 0.3, layer = "kin" }

[[compare]]
name = "other people"
behaviour = { leave = 0.03 }
"#;

#[test]
fn a_comparison_that_is_forked_off_is_as_if_it_had_lived_from_the_start() {
    let scenario = parsed(&format!("{EVERYTHING}\n{COMPARISONS}"));
    let variants: Vec<&Scenario> = std::iter::once(&scenario).chain(scenario.compares.iter().map(|compare| &compare.scenario)).collect();
    let forks = Forks::new(variants.clone());
    for replicate in 0..2 {
        for (place, variant) in variants.iter().enumerate() {
            let first = AtomicU32::new(u32::MAX);
            let note = |days: u32| note_first(&first, days);
            let family = Some((&forks, place));
            let control = Control { stop: &AtomicBool::new(false), lived: &note, checkpoint: None, checkpoint_days: 1000, family };
            let forked = run(variant, replicate, &control).expect("the run ends");
            assert!(forked == lived(variant, replicate), "comparison {place} of replicate {replicate}");
            assert_eq!(first.load(Ordering::Relaxed), [0, 16, 10, 57, 0][place], "the day on which comparison {place} parts");
        }
    }
}

/// The text with its platforms in another order.
fn listed(order: &[usize]) -> String {
    let mark = "[[platform]]\n";
    let start = EVERYTHING.find(mark).expect("there are platforms");
    let end = EVERYTHING.find("[[event]]\n").expect("there are events");
    let platforms: Vec<&str> = EVERYTHING[start..end].split(mark).filter(|part| !part.is_empty()).collect();
    let moved: String = order.iter().map(|&place| format!("{mark}{}", platforms[place])).collect();
    format!("{}{moved}{}", &EVERYTHING[..start], &EVERYTHING[end..])
}

#[test]
fn the_order_of_platforms_in_a_file_does_not_matter() {
    for replicate in 0..4 {
        let straight = lived(&everything(), replicate);
        for order in [[4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [1, 2, 0, 3, 4]] {
            let other = parsed(&listed(&order));
            assert_eq!(other.platforms[0].name, everything().platforms[order[0]].name);
            let found = lived(&other, replicate);
            let wanted = straight.relisted(&order);
            for (day, (found, wanted)) in found.daily.iter().zip(&wanted.daily).enumerate() {
                assert_eq!(found, wanted, "day {day} in the order {order:?}");
            }
            assert!(found == wanted, "surveys or tenures in the order {order:?}");
        }
    }
}

/// The order of events has no meaning either, as long as no two of them set the same thing.
#[test]
fn the_order_of_events_in_a_file_does_not_matter() {
    let mut scenario = everything();
    let straight = lived(&scenario, 0);
    scenario.events.reverse();
    assert!(lived(&scenario, 0) == straight);
}

/// The record of a small world in which everything happens. It changes only together with `RESULTS_VERSION` and a note under "Results change" in
/// `CHANGELOG.md` that says why.
#[test]
fn results_are_pinned() {
    let record = lived(&everything(), 0);
    let bytes = serde_json::to_vec(&record).expect("a record is plain data");
    assert_eq!(blake3::hash(&bytes).to_hex().as_str(), "2c0704b7491315bef483d6a64687979c8fcca92931804fa90eb281463c888d27");
}
