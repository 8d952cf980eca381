//! Every file in `scenarios/` runs, and what the histories meet in small towns they go on to meet.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

use moatsim::engine::{Control, RESULTS_VERSION, run};
use moatsim::scenario::{Overrides, Scenario, load_scenario};
use moatsim::study::provenance;

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of scenarios").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect();
    files.sort();
    assert!(!files.is_empty(), "{folder} is empty");
    files
}

fn live(scenario: &Scenario) {
    let control = Control { stop: &AtomicBool::new(false), lived: &|_| {}, checkpoint: None, checkpoint_days: u32::MAX, family: None };
    let record = run(scenario, 0, &control).expect("a scenario past the door runs");
    assert_eq!(record.daily.len(), scenario.run.days as usize);
    assert_eq!(record.surveys.last().map(|survey| survey.after_days), Some(scenario.run.days));
}

#[test]
fn every_history_and_law_runs_with_its_comparisons() {
    let small = Overrides { people: Some(200), days: Some(40), replicates: Some(1), seed: None };
    for file in files("scenarios/histories").into_iter().chain(files("scenarios/laws")) {
        let scenario = load_scenario(&file, &small).unwrap_or_else(|problems| panic!("{problems}"));
        live(&scenario);
        for compare in &scenario.compares {
            live(&compare.scenario);
        }
    }
}

#[test]
fn every_study_runs() {
    let desk = tempfile::tempdir().expect("a temporary folder");
    for (number, file) in files("scenarios/studies").into_iter().enumerate() {
        let output = desk.path().join(number.to_string());
        let arguments = ["--people", "30", "--replicates", "1", "--quiet", "--output"];
        let text = moat(&["sweep".as_ref(), file.as_os_str(), arguments[0].as_ref()], &arguments[1..], &output);
        assert!(text.contains("greatest"), "{text}");
        assert!(output.join("sweep.csv").is_file());
    }
}

/// A line a row of a history that is met by small towns; `MOAT_UPDATE=1` writes them anew.
const MET: &str = "tests/histories-met.txt";

#[test]
fn rows_that_small_towns_met_stay_met() {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let output = desk.path().join("histories");
    let arguments = ["--people", "1000", "--replicates", "2", "--quiet", "--output"];
    moat(&["histories".as_ref(), arguments[0].as_ref()], &arguments[1..], &output);
    let mut reader = csv::Reader::from_path(output.join("histories.csv")).expect("a table");
    let column = |reader: &mut csv::Reader<std::fs::File>, name: &str| {
        reader.headers().expect("a header").iter().position(|header| header == name).expect("the column")
    };
    let [history, that, met] = ["history", "that", "met"].map(|name| column(&mut reader, name));
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let of = |verdict: &str| -> Vec<String> {
        rows.iter().filter(|row| &row[met] == verdict).map(|row| format!("{}: {}", &row[history], &row[that])).collect()
    };
    if std::env::var_os("MOAT_UPDATE").is_some() {
        std::fs::write(MET, of("met").join("\n") + "\n").expect("the list can be written");
    }
    let list = std::fs::read_to_string(MET).expect("the list of rows that are met");
    let lost: Vec<String> = of("not met").into_iter().filter(|row| list.lines().any(|line| line == row)).collect();
    assert!(lost.is_empty(), "no longer met:\n{}\nset MOAT_UPDATE=1 when the change is meant", lost.join("\n"));
    let gone: Vec<&str> =
        list.lines().filter(|line| !rows.iter().any(|row| format!("{}: {}", &row[history], &row[that]) == **line)).collect();
    assert!(gone.is_empty(), "rows that are no longer there:\n{}", gone.join("\n"));
}

#[test]
fn the_page_of_histories_is_of_todays_scenarios_numbers_and_results() {
    check_page("moat histories --page docs/histories.md", &Overrides::default());
}

#[test]
fn the_page_of_mechanisms_is_of_todays_scenarios_numbers_and_results() {
    let overrides = Overrides { people: Some(2000), replicates: Some(2), ..Overrides::default() };
    check_page("moat histories --ablate --people 2000 --replicates 2 --page docs/mechanisms.md", &overrides);
}

/// Sees that the command, which ends with the page it writes, is not due.
#[track_caller]
fn check_page(command: &str, overrides: &Overrides) {
    let histories: Vec<Scenario> = files("scenarios/histories")
        .iter()
        .map(|file| load_scenario(file, overrides).unwrap_or_else(|problems| panic!("{problems}")))
        .collect();
    let hash = provenance::of_histories(&histories, "", overrides).scenario_hash;
    let page = std::fs::read_to_string(command.rsplit(' ').next().expect("the page")).expect("the page");
    for part in [format!("`{command}`"), format!("scenarios {}", &hash[..8]), format!("results {RESULTS_VERSION},")] {
        assert!(page.contains(&part), "`{command}` is due: no `{part}` in it");
    }
}

/// Runs the program and sees that it does what it was asked.
fn moat(head: &[&std::ffi::OsStr], tail: &[&str], output: &Path) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_moat")).args(head).args(tail).arg(output).stdin(Stdio::null()).output().expect("it starts");
    let (out, err) = (String::from_utf8_lossy(&done.stdout).into_owned(), String::from_utf8_lossy(&done.stderr).into_owned());
    assert!(done.status.success(), "{out}\n{err}");
    out
}
