//! The study room with an engine that costs nothing: the store, replicates, resuming, stopping and failing.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use moatsim::error::Error;
use moatsim::scenario::Scenario;
use moatsim::study::progress::Progress;
use moatsim::study::replicates::{Fault, Job, Outcome, Past, Runner, Setting, in_pairs, run_all};
use moatsim::study::store::{Found, RunKey, Store};

use crate::sample;

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(&folder.path().join("runs")).expect("a store");
    (folder, store)
}

fn variants(scenario: &Scenario) -> Vec<(&str, &Scenario)> {
    let compares = scenario.compares.iter().map(|compare| (compare.name.as_str(), &compare.scenario));
    std::iter::once(("scenario", scenario)).chain(compares).collect()
}

/// The outcome, and which records came out as (place, replicate).
fn run(scenario: &Scenario, store: &Store, past: Past, threads: usize, stop: &AtomicBool, runner: &Runner) -> (Outcome, Vec<(usize, u32)>) {
    let variants = variants(scenario);
    let jobs = in_pairs(&variants, scenario.run.replicates);
    let progress = Progress::quiet();
    let setting = Setting { runner, store, past, progress: &progress, stop, threads, available_bytes: None };
    let mut records = Vec::new();
    let mut take = |job: &Job, record: moatsim::metrics::record::RunRecord| {
        assert_eq!(record, sample::record(job.scenario, job.replicate), "a record comes back as it was");
        records.push((job.place, job.replicate));
    };
    let outcome = run_all(&jobs, &setting, &mut take).expect("no request is wrong");
    records.sort_unstable();
    (outcome, records)
}

fn everything(scenario: &Scenario) -> Vec<(usize, u32)> {
    (0..=scenario.compares.len()).flat_map(|place| (0..scenario.run.replicates).map(move |replicate| (place, replicate))).collect()
}

#[test]
fn a_record_goes_through_the_store_unchanged() {
    let (_folder, store) = store();
    let scenario = sample::scenario();
    let key = RunKey::of(&scenario, 2);
    let record = sample::record(&scenario, 2);
    assert!(matches!(store.find(&key), Found::Nothing));
    store.keep(&key, &record).expect("it is kept");
    match store.find(&key) {
        Found::Record(found) => assert_eq!(*found, record),
        other => panic!("{other:?}"),
    }
    assert!(matches!(store.find(&key.with_replicate(1)), Found::Nothing));
}

#[test]
fn comparisons_and_words_are_no_part_of_a_key() {
    let scenario = sample::scenario();
    let key = RunKey::of(&scenario, 0);
    let mut same = scenario.clone();
    same.compares.clear();
    same.title = "Other words".to_owned();
    assert_eq!(RunKey::of(&same, 0), key);
    let mut other = scenario.clone();
    other.run.seed = 2;
    assert_ne!(RunKey::of(&other, 0), key);
    assert_ne!(RunKey::of(&scenario.compares[0].scenario, 0), key);
}

#[track_caller]
fn spoil(spoiling: impl Fn(&Path)) -> String {
    let (_folder, store) = store();
    let scenario = sample::scenario();
    let key = RunKey::of(&scenario, 0);
    store.keep(&key, &sample::record(&scenario, 0)).expect("it is kept");
    spoiling(&store.record_path(&key));
    let why = match store.find(&key) {
        Found::Unusable(why) => why,
        other => panic!("{other:?}"),
    };
    let (outcome, records) = run(&scenario, &store, Past::Continue, 2, &AtomicBool::new(false), &sample::live);
    assert_eq!(records, everything(&scenario));
    assert_eq!(outcome.notes.len(), 1, "{:?}", outcome.notes);
    assert!(matches!(store.find(&key), Found::Record(_)), "it was done again");
    why
}

#[test]
fn a_damaged_run_is_noted_and_done_again() {
    let turn_a_bit = |path: &Path| {
        let mut bytes = std::fs::read(path).expect("it is there");
        let last = bytes.len() - 9;
        bytes[last] ^= 4;
        std::fs::write(path, bytes).expect("it can be written");
    };
    assert!(spoil(turn_a_bit).ends_with("is damaged, or holds another run than its name says"));
    let cut = |path: &Path| {
        let bytes = std::fs::read(path).expect("it is there");
        std::fs::write(path, &bytes[..bytes.len() / 2]).expect("it can be written");
    };
    assert!(spoil(cut).ends_with("is damaged, or holds another run than its name says"));
    assert!(spoil(|path| std::fs::write(path, "").expect("it can be written")).ends_with("is not a run of moat"));
    assert!(spoil(|path| std::fs::write(path, b"\xff\xfe\nno").expect("it can be written")).ends_with("is not a run of moat"));
}

/// Makes a kept run one of an earlier version of the model.
pub fn age(path: &Path) {
    let bytes = std::fs::read(path).expect("it is there");
    let end = bytes.iter().position(|byte| *byte == b'\n').expect("a header");
    let header = String::from_utf8(bytes[..end].to_vec()).expect("a header is text");
    let mut old = header.replacen(&format!("results {} ", moatsim::engine::RESULTS_VERSION), "results 0 ", 1).into_bytes();
    old.extend_from_slice(&bytes[end..]);
    std::fs::write(path, old).expect("it can be written");
}

#[cfg(unix)]
#[test]
fn a_run_that_cannot_be_read_stays_as_it_is() {
    let (_folder, store) = store();
    let scenario = sample::scenario();
    let path = store.record_path(&RunKey::of(&scenario, 0));
    // A link to itself: no system reads it, whoever asks.
    std::os::unix::fs::symlink(&path, &path).expect("a link");
    let (outcome, records) = run(&scenario, &store, Past::Continue, 2, &AtomicBool::new(false), &sample::live);
    let [failure] = &outcome.failures[..] else { panic!("{outcome:?}") };
    assert!(failure.to_string().starts_with(&format!("scenario, replicate 0: cannot read the run {}: ", path.display())), "{failure}");
    assert_eq!((failure.fault, outcome.notes.len(), outcome.finished), (Fault::Machine, 0, 5));
    assert_eq!(records, everything(&scenario)[1..]);
    assert!(path.is_symlink());
}

#[test]
fn a_run_of_another_version_is_done_again() {
    assert!(spoil(age).ends_with("was made by another version of the model"));
}

#[test]
fn finished_runs_are_not_lived_again() {
    let (_folder, store) = store();
    let scenario = sample::scenario();
    let lived = AtomicUsize::new(0);
    let counting = |scenario: &Scenario, replicate: u32, control: &moatsim::engine::Control| {
        lived.fetch_add(1, Ordering::Relaxed);
        sample::live(scenario, replicate, control)
    };
    let stop = AtomicBool::new(false);
    let (_, first) = run(&scenario, &store, Past::Continue, 2, &stop, &counting);
    assert_eq!(lived.load(Ordering::Relaxed), 6);
    // What a stopped run that was to replace a finished one left behind.
    let state = store.checkpoint_path(&RunKey::of(&scenario, 0));
    std::fs::write(&state, "a state").expect("it can be written");
    let (_, second) = run(&scenario, &store, Past::Continue, 1, &stop, &counting);
    assert_eq!(lived.load(Ordering::Relaxed), 6);
    assert!(!state.exists(), "nothing is unfinished");
    assert_eq!(first, second);
    let mut more = scenario.clone();
    more.run.replicates = 4;
    run(&more, &store, Past::Continue, 2, &stop, &counting);
    assert_eq!(lived.load(Ordering::Relaxed), 8, "two more for the fourth replicate");
    run(&scenario, &store, Past::Redo, 2, &stop, &counting);
    assert_eq!(lived.load(Ordering::Relaxed), 14);
}

#[test]
fn a_stopped_study_has_whole_pairs() {
    let (_folder, store) = store();
    let scenario = sample::scenario();
    let stop = AtomicBool::new(false);
    let lived = AtomicUsize::new(0);
    let stopping = |scenario: &Scenario, replicate: u32, control: &moatsim::engine::Control| {
        if lived.fetch_add(1, Ordering::Relaxed) == 4 {
            stop.store(true, Ordering::Relaxed);
            return Err(Error::Stopped("as asked".to_owned()));
        }
        sample::live(scenario, replicate, control)
    };
    let (outcome, records) = run(&scenario, &store, Past::Continue, 1, &stop, &stopping);
    assert!(outcome.stopped);
    assert_eq!(records, [(0, 0), (0, 1), (1, 0), (1, 1)]);
    stop.store(false, Ordering::Relaxed);
    let (outcome, records) = run(&scenario, &store, Past::Continue, 1, &stop, &stopping);
    assert!(!outcome.stopped);
    assert_eq!(records, everything(&scenario));
    assert_eq!(lived.load(Ordering::Relaxed), 5 + 2);
}

#[test]
fn one_failing_replicate_does_not_take_the_others_with_it() {
    let (_folder, store) = store();
    let scenario = sample::scenario();
    let failing = |scenario: &Scenario, replicate: u32, control: &moatsim::engine::Control| match replicate {
        0 => Err(Error::Machine { doing: "keep going".to_owned(), path: None, cause: "the disk is full".to_owned() }),
        1 if scenario.compares.is_empty() => panic!("an invariant does not hold"),
        _ => sample::live(scenario, replicate, control),
    };
    let (outcome, records) = run(&scenario, &store, Past::Continue, 2, &AtomicBool::new(false), &failing);
    assert_eq!(records, [(0, 1), (0, 2), (1, 2)]);
    let faults: Vec<(u32, Fault)> = outcome.failures.iter().map(|failure| (failure.replicate, failure.fault)).collect();
    assert_eq!(faults, [(0, Fault::Machine), (0, Fault::Machine), (1, Fault::Defect)]);
    assert_eq!(outcome.failures[2].to_string(), "with content, replicate 1: a defect in moat: an invariant does not hold");
}

#[test]
fn a_wrong_request_ends_the_study() {
    let (_folder, store) = store();
    let scenario = sample::scenario();
    let variants = variants(&scenario);
    let progress = Progress::quiet();
    let stop = AtomicBool::new(false);
    let refusing = |_: &Scenario, _: u32, _: &moatsim::engine::Control| Err(Error::request("no such ties"));
    let mut setting =
        Setting { runner: &refusing, store: &store, past: Past::Redo, progress: &progress, stop: &stop, threads: 2, available_bytes: None };
    let jobs = in_pairs(&variants, 3);
    let error = run_all(&jobs, &setting, &mut |_, _| {}).expect_err("it is refused");
    assert_eq!((error.to_string().as_str(), error.exit_code()), ("no such ties", 2));

    setting.available_bytes = Some(65 << 20);
    let mut large = scenario.clone();
    large.run.people = 10_000_000;
    let jobs = in_pairs(&[("scenario", &large)], 1);
    let error = run_all(&jobs, &setting, &mut |_, _| {}).expect_err("it is refused");
    assert!(error.to_string().starts_with("10000000 people need about 2.2 GB of memory and 68 MB are free"), "{error}");
    assert!(error.to_string().contains("try: --people 4"), "{error}");
    assert_eq!(error.exit_code(), 2);
}

#[test]
fn memory_decides_how_many_worlds_there_are_at_a_time() {
    let (_folder, store) = store();
    let mut scenario = sample::scenario();
    scenario.run.people = 100_000;
    scenario.compares.clear();
    let world = moatsim::study::memory::Needs::of(&scenario).world_bytes;
    let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let slow = |scenario: &Scenario, replicate: u32, control: &moatsim::engine::Control| {
        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(std::time::Duration::from_millis(20));
        now.fetch_sub(1, Ordering::SeqCst);
        sample::live(scenario, replicate, control)
    };
    let stop = AtomicBool::new(false);
    let progress = Progress::quiet();
    let available_bytes = Some((64 << 20) + 2 * world + world / 2);
    let setting = Setting { runner: &slow, store: &store, past: Past::Redo, progress: &progress, stop: &stop, threads: 8, available_bytes };
    let jobs = in_pairs(&[("scenario", &scenario)], 6);
    let outcome = run_all(&jobs, &setting, &mut |_, _| {}).expect("it runs");
    assert_eq!(outcome.finished, 6);
    assert!(most.load(Ordering::SeqCst) <= 2);
}

#[test]
fn two_processes_share_the_work_of_one_store() {
    let (_folder, store) = store();
    let scenario = sample::scenario();
    let lived = Mutex::new(Vec::new());
    let noting = |scenario: &Scenario, replicate: u32, control: &moatsim::engine::Control| {
        lived.lock().expect("no panic holds it").push((scenario.compares.len(), replicate));
        std::thread::sleep(std::time::Duration::from_millis(5));
        sample::live(scenario, replicate, control)
    };
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let (_, records) = run(&scenario, &store, Past::Continue, 1, &stop, &noting);
                assert_eq!(records, everything(&scenario));
            });
        }
    });
    let mut lived = lived.into_inner().expect("no panic holds it");
    lived.sort_unstable();
    assert_eq!(lived, [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)], "no run was lived twice");
    let left: Vec<String> = std::fs::read_dir(_folder.path().join("runs"))
        .expect("the folder is there")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.ends_with(".run"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
