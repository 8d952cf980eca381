//! Folders that hold something already: what commands refuse, what they go on with, and what they leave alone.

use std::path::Path;
use std::process::{Command, Stdio};

use moatsim::engine::RESULTS_VERSION;
use moatsim::output::Manifest;
use moatsim::output::place::{self, Existing, Kept};

use crate::cli::{Desk, SCENARIO, names, text};
use crate::study::age;

const FIT: [&str; 9] = ["fit", "two.toml", "--draws", "3", "--rounds", "0", "--people", "60", "--quiet"];

/// Everything below a folder, with what is in it.
fn all(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            found.extend(all(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.push((name, std::fs::read(&path).expect("a file")));
        }
    }
    found
}

/// Leaves of finished work what it would leave if it had been stopped.
fn unfinish(folder: &Path, kept: &str) {
    for name in names(folder).into_iter().filter(|name| name != kept) {
        let path = folder.join(name);
        let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        removed.expect("it can be removed");
    }
}

impl Desk {
    /// Refused, with everything in the folder as it was.
    #[track_caller]
    fn refused(&self, arguments: &[&str], folder: &str) -> String {
        let before = all(&self.path(folder));
        let (_, err) = self.check(arguments, 2);
        assert!(all(&self.path(folder)) == before, "{arguments:?} changed something");
        err
    }
}

#[test]
fn a_run_that_was_overwritten_by_another_scenario_leaves_none_of_its_runs() {
    let desk = Desk::new();
    desk.check(&["run", "two.toml", "-q", "-o", "here"], 0);
    let first = names(&desk.path("here/runs"));
    desk.check(&["run", "two.toml", "-q", "-o", "here", "--overwrite", "--seed", "8"], 0);
    let second = names(&desk.path("here/runs"));
    assert!(second.iter().all(|name| name.contains("seed8") && !first.contains(name)), "{second:?}");
}

#[test]
fn a_folder_of_other_things_is_left_alone() {
    let desk = Desk::new();
    for command in [&["run", "two.toml"][..], &["sweep", "study.toml"], &["histories", "two.toml"], &FIT] {
        for beginning in [&[][..], &["--overwrite"], &["--resume"]] {
            let err = desk.refused(&[command, &["-o", "."], beginning].concat(), ".");
            assert!(err.starts_with("error: . is not empty and holds no manifest.json, so nothing in it is replaced\n"), "{err}");
        }
    }
    desk.refused(&["verify", "L9", "--quick", "-o", ".", "--overwrite"], ".");
    let (_, err) = desk.check(&["run", "two.toml", "-o", "two.toml"], 2);
    assert!(err.contains("is a file"), "{err}");
    assert_eq!(names(&desk.path("")), ["study.toml", "two.toml"]);
}

#[test]
fn a_manifest_that_cannot_be_read_is_not_replaced() {
    let desk = Desk::new();
    desk.check(&["run", "two.toml", "-q", "-o", "here"], 0);
    for (manifest, cause) in [
        ("", "EOF while parsing"),
        ("{\"format\": 1, \"pro", "EOF while parsing"),
        ("{\"name\": \"Shop\", \"icons\": []}", "found format 0, this program reads format 1"),
    ] {
        desk.write("here/manifest.json", manifest);
        for beginning in [&[][..], &["--overwrite"], &["--resume"]] {
            let err = desk.refused(&[&["run", "two.toml", "-o", "here"], beginning].concat(), "here");
            assert!(err.starts_with(&format!("error: cannot read here/manifest.json: {cause}")), "{err}");
            assert!(
                err.ends_with(", so nothing there is replaced\n  name another folder with --output, or move away what is there\n"),
                "{err}"
            );
        }
    }
    unfinish(&desk.path("here"), "runs");
    desk.check(&["run", "two.toml", "-q", "-o", "here", "--resume"], 0);
}

#[test]
fn what_a_stopped_run_leaves_is_not_taken_for_results() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("here/runs")).expect("a folder");
    let (_, err) = desk.check(&["run", "two.toml", "-o", "here"], 2);
    assert!(err.contains("--resume") && err.contains("--overwrite"), "{err}");
    desk.check(&["run", "two.toml", "-o", "here", "-q", "--resume"], 0);
}

#[test]
fn runs_of_another_program_are_not_taken_for_ours() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("here/runs")).expect("a folder");
    desk.write("here/runs/events.out", "of training");
    for beginning in ["--overwrite", "--resume"] {
        desk.refused(&["run", "two.toml", "-o", "here", beginning], "here");
    }
}

#[test]
fn a_fit_goes_on_with_draws_and_with_nothing_else() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("mine")).expect("a folder");
    desk.write("mine/numbers.csv", "years of work");
    let err = desk.refused(&[&FIT[..], &["-o", "mine", "--resume"]].concat(), "mine");
    assert!(err.contains("is not empty and holds no manifest.json"), "{err}");
    desk.check(&["run", "two.toml", "-q", "-o", "run"], 0);
    let err = desk.refused(&[&FIT[..], &["-o", "run", "--resume"]].concat(), "run");
    assert!(err.starts_with("error: run holds results that --resume cannot go on with\n  there: two "), "{err}");
    assert!(err.contains("by `moat run two.toml -q -o run`") && err.contains("\n  now: fit "), "{err}");
    desk.write("run/draws.jsonl", "of cards");
    let err = desk.refused(&[&FIT[..], &["-o", "run", "--overwrite"]].concat(), "run");
    assert!(err.starts_with("error: run/draws.jsonl holds no draws, so it is not replaced\n"), "{err}");
}

#[test]
fn a_fit_that_was_interrupted_is_gone_on_with_or_begun_again() {
    let desk = Desk::new();
    let fit = |folder: &'static str, more: &[&'static str]| [&FIT[..], &["-o", folder], more].concat();
    desk.check(&fit("whole", &[]), 0);
    desk.check(&fit("here", &[]), 0);
    unfinish(&desk.path("here"), "draws.jsonl");
    let draws = std::fs::read_to_string(desk.path("whole/draws.jsonl")).expect("draws");
    // The last draw was being written.
    let cut = &draws[..draws.len() - 30];
    desk.write("here/draws.jsonl", cut);
    desk.write("here/.DS_Store", "");
    desk.write("here/notes.txt", "mine");
    let err = desk.refused(&fit("here", &[]), "here");
    assert_eq!(err, "error: here holds work that was not finished\n  go on with it with --resume, or begin again with --overwrite\n");
    let err = desk.refused(&fit("here", &["--resume", "--seed", "8"]), "here");
    assert!(err.contains("of something else: the draws that are kept there are of other histories"), "{err}");
    desk.check(&fit("here", &["--resume"]), 0);
    let after = std::fs::read_to_string(desk.path("here/draws.jsonl")).expect("draws");
    assert_eq!(after.lines().count(), draws.lines().count() + 1, "the line that was cut off stands alone");
    assert!(after.starts_with(cut), "draws that are kept stay");
    for table in ["numbers.csv", "patterns.csv"] {
        assert_eq!(std::fs::read(desk.path("here").join(table)).ok(), std::fs::read(desk.path("whole").join(table)).ok(), "{table}");
    }
    unfinish(&desk.path("here"), "draws.jsonl");
    desk.check(&fit("here", &["--overwrite"]), 0);
    desk.refused(&fit("here", &["--resume", "--seed", "8"]), "here");
}

#[test]
fn draws_can_be_added_to_a_fit() {
    let desk = Desk::new();
    let fit = |more: &[&'static str]| [&FIT[..2], &["--people", "60", "--proposals", "2", "--rounds", "1", "-o", "here"], more].concat();
    desk.check(&fit(&["--draws", "3"]), 0);
    let count = |origin: &str| {
        let draws = std::fs::read_to_string(desk.path("here/draws.jsonl")).expect("draws");
        draws.lines().filter(|line| line.contains(&format!("\"origin\":\"{origin}\""))).count()
    };
    let proposed = count("proposal");
    assert!(count("prior") == 3 && proposed > 0);
    let (_, err) = desk.check(&fit(&["--draws", "6", "--resume"]), 0);
    assert!(err.contains("7 of 9 draws; ") && !err.contains("10 of"), "{err}");
    assert!(count("prior") == 3 + 6 && count("proposal") > proposed, "what was proposed takes no draw's place");
    let (out, err) = desk.check(&fit(&["--draws", "6", "--resume"]), 0);
    assert!(!err.contains(" draws; ") && out.contains("9 draws of the prior: "), "nothing is left to do: {out}{err}");
}

#[test]
fn going_on_replaces_no_results_of_anything_else() {
    let desk = Desk::new();
    desk.check(&["run", "two.toml", "-q", "-o", "here"], 0);
    let err = desk.refused(&["run", "two.toml", "-q", "-o", "here", "--resume", "--seed", "8"], "here");
    let begins = "error: here holds results that --resume cannot go on with: 4 of the 4 runs that are kept there are not among those that are asked for\n";
    assert!(err.starts_with(begins), "{err}");
    for part in ["there: two ", ", seed 7, by `moat run two.toml -q -o here`\n", "now: two ", ", seed 8, by `moat run ", "--overwrite"] {
        assert!(err.contains(part), "no {part} in:\n{err}");
    }
    desk.write("two.toml", &SCENARIO.replace("solo = 1.0", "solo = 1.1"));
    let err = desk.refused(&["run", "two.toml", "-q", "-o", "here", "--resume"], "here");
    assert!(err.contains(": 2 of the 4 runs"), "without the feed nothing has changed: {err}");
    desk.write("two.toml", SCENARIO);
    let err = desk.refused(&["run", "two.toml", "-q", "-o", "here", "--resume", "--replicates", "1"], "here");
    assert!(err.contains(": 2 of the 4 runs"), "{err}");
    let err = desk.refused(&["sweep", "study.toml", "-q", "-o", "here", "--resume"], "here");
    assert!(err.contains("now: study "), "{err}");
    desk.refused(&["histories", "two.toml", "-q", "-o", "here", "--resume"], "here");
    // Words, and more replicates, give up nothing.
    desk.write("two.toml", &SCENARIO.replace("Two messengers", "Two of them"));
    desk.check(&["run", "two.toml", "-q", "-o", "here", "--resume", "--replicates", "3"], 0);
    assert_eq!(names(&desk.path("here/runs")).len(), 6);
}

#[cfg(unix)]
#[test]
fn runs_of_another_version_of_the_model_are_not_given_up_unasked() {
    let desk = Desk::new();
    let arguments = ["run", "two.toml", "--people", "1500", "--days", "500", "-o", "here", "--progress", "json"];
    let with = |more: &'static str| [&arguments[..], &[more]].concat();
    desk.check(&arguments, 0);
    let runs = || names(&desk.path("here/runs")).into_iter().map(|name| desk.path("here/runs").join(name));
    runs().take(3).for_each(|run| age(&run));
    let err = desk.refused(&with("--resume"), "here");
    let why = format!(
        "3 of the 4 runs that are kept there were made by another version of the model (results 0; this one makes results {RESULTS_VERSION})\n"
    );
    assert!(err.starts_with(&format!("error: here holds results that --resume cannot go on with: {why}")), "{err}");
    assert!(err.ends_with("\n  name another folder with --output, or replace them with --overwrite\n"), "{err}");
    // What is begun again and interrupted can be gone on with, whatever was there before.
    desk.interrupted(&[&with("--overwrite")[..], &["--threads", "1"]].concat(), "here/runs", 1);
    let (_, err) = desk.check(&with("--resume"), 0);
    assert!(!err.contains("another version"), "{err}");
    // Runs alone are not given up either.
    runs().for_each(|run| age(&run));
    unfinish(&desk.path("here"), "runs");
    for (arguments, advice) in [(arguments.to_vec(), "name another folder"), (with("--resume"), "--overwrite")] {
        let err = desk.refused(&arguments, "here");
        assert!(err.contains("of something else: 4 of the 4 runs") && err.contains(advice), "{err}");
    }
}

#[test]
fn a_study_that_is_made_wider_is_gone_on_with() {
    let desk = Desk::new();
    let study = std::fs::read_to_string(desk.path("study.toml")).expect("the study");
    desk.check(&["sweep", "study.toml", "-q"], 0);
    desk.write("study.toml", &study.replace("[5, 10]", "[5, 10, 15]"));
    let (_, err) = desk.check(&["sweep", "study.toml", "--resume", "--progress", "json"], 0);
    assert_eq!(err.lines().filter(|line| line.contains(r#""outcome":"found""#)).count(), 6, "{err}");
    desk.write("study.toml", &study);
    desk.refused(&["sweep", "study.toml", "-q", "--resume"], "output/study");
}

#[test]
fn results_stay_until_what_replaces_them_is_done() {
    let desk = Desk::new();
    desk.check(&["run", "two.toml", "-q", "-o", "here"], 0);
    desk.check(&["run", "two.toml", "-q", "-o", "other", "--seed", "8"], 0);
    // What is left where the second was to overwrite the first, and was stopped.
    let run = &names(&desk.path("other/runs"))[0];
    std::fs::copy(desk.path("other/runs").join(run), desk.path("here/runs").join(run)).expect("copied");
    let (_, err) = desk.check(&["run", "two.toml", "-o", "here", "--seed", "8", "--resume", "--progress", "json"], 0);
    assert_eq!(err.lines().filter(|line| line.contains(r#""outcome":"found""#)).count(), 1, "{err}");
    assert_eq!(names(&desk.path("here/runs")), names(&desk.path("other/runs")));
}

/// A folder in the way of a table stands for a full disk.
#[test]
fn tables_of_two_runs_are_not_drawn_as_one() {
    let desk = Desk::new();
    desk.check(&["run", "two.toml", "-q", "-o", "here"], 0);
    let table = desk.path("here/replicates.csv");
    std::fs::remove_file(&table).and_then(|()| std::fs::create_dir(&table)).expect("replaced");
    std::fs::write(table.join("in-the-way"), "").expect("written");
    desk.check(&["run", "two.toml", "-q", "-o", "here", "--seed", "8", "--overwrite"], 1);
    let (_, err) = desk.check(&["redraw", "here"], 2);
    assert!(err.contains("not written to the end") && err.contains("--resume"), "{err}");
    std::fs::remove_dir_all(&table).expect("removed");
    desk.check(&["run", "two.toml", "-q", "-o", "here", "--seed", "8", "--resume"], 0);
    desk.check(&["redraw", "here"], 0);
    let manifest = std::fs::read_to_string(desk.path("here/manifest.json")).expect("a manifest");
    assert!(manifest.contains("\"seed\": 8") && !manifest.contains("unfinished"), "{manifest}");
}

/// How often it is repeated, and what it is called, is no part of what is lived.
#[test]
fn a_comparison_goes_by_what_is_lived_too() {
    let scenario = |text: &str, name: &str| {
        moatsim::scenario::parse_scenario(text, name, Path::new("")).unwrap_or_else(|problems| panic!("{problems}")).hash()
    };
    let hash = scenario(SCENARIO, "two");
    assert_eq!(scenario(SCENARIO, "other"), hash);
    for (written, instead) in
        [("replicates = 2", "replicates = 3"), ("seed = 7", "seed = 8"), ("Two messengers", "Two"), ("grow?", "last?")]
    {
        assert_eq!(scenario(&SCENARIO.replace(written, instead), "two"), hash, "{instead}");
    }
    assert_ne!(scenario(&SCENARIO.replace("on = 10", "on = 11"), "two"), hash);
    assert_ne!(scenario(&SCENARIO.replace("without = [\"feed\"]", "without = [\"New\"]"), "two"), hash);
}

#[test]
fn a_file_of_ties_goes_by_its_content() {
    let folder = tempfile::tempdir().expect("a folder");
    let hash = |file: &str, edges: &str| {
        std::fs::write(folder.path().join(file), edges).expect("it can be written");
        let text = format!("[population]\nties = \"{file}\"\n[[platform]]\nname = \"A\"\nusers = 1\nfit = \"par\"\n");
        moatsim::scenario::parse_scenario(&text, "tied", folder.path()).unwrap_or_else(|problems| panic!("{problems}")).hash()
    };
    let square = "1 2\n2 3\n3 4\n4 1\n";
    let first = hash("one.edges", square);
    assert_eq!(hash("other.edges", square), first);
    assert_ne!(hash("one.edges", "1 2\n2 4\n3 4\n3 1\n"), first);
}

#[test]
fn runs_that_are_kept_count_whatever_else_lies_there() {
    let desk = Desk::new();
    desk.check(&["run", "two.toml", "-q", "-o", "here"], 0);
    let litter = || {
        unfinish(&desk.path("here"), "runs");
        for name in [".DS_Store", ".manifest.json.part", "notes.txt"] {
            desk.write(&format!("here/{name}"), "litter");
        }
    };
    litter();
    let err = desk.refused(&["run", "two.toml", "-q", "-o", "here"], "here");
    assert!(err.contains("--resume") && err.contains("--overwrite"), "{err}");
    let err = desk.refused(&["run", "two.toml", "-q", "-o", "here", "--seed", "8", "--resume"], "here");
    assert!(err.contains("of something else: none of the 4 runs that are kept there is among those that are asked for\n"), "{err}");
    desk.write("here/daily.csv", "mine");
    let err = desk.refused(&["run", "two.toml", "-q", "-o", "here", "--resume"], "here");
    assert!(err.starts_with("error: here holds daily.csv, which no manifest.json lists, so it is not replaced\n"), "{err}");
    std::fs::remove_file(desk.path("here/daily.csv")).expect("removed");
    let (_, err) = desk.check(&["run", "two.toml", "-o", "here", "--resume", "--progress", "json"], 0);
    assert_eq!(err.lines().filter(|line| line.contains(r#""outcome":"found""#)).count(), 4, "{err}");
    assert!(desk.path("here/notes.txt").is_file() && desk.path("here/.DS_Store").is_file());
    litter();
    desk.check(&["run", "two.toml", "-q", "-o", "here", "--seed", "8", "--overwrite"], 0);
    assert!(names(&desk.path("here/runs")).iter().all(|name| name.contains("seed8")), "what was not finished is replaced");
    assert!(desk.path("here/notes.txt").is_file());
}

#[test]
fn two_at_a_time_do_not_fill_one_folder() {
    let desk = Desk::new();
    let lock = place::take(&desk.path("here"), Existing::Refuse, &Manifest::default(), |_| Ok(Kept::Nothing)).expect("free");
    for command in [&["run", "two.toml"][..], &["sweep", "study.toml"], &FIT, &["verify", "L9", "--quick"]] {
        let err = desk.refused(&[command, &["-o", "here"]].concat(), "here");
        assert_eq!(err, "error: another moat is at work in here\n  wait until it is done, or name another folder\n");
    }
    drop(lock);
    desk.check(&["run", "two.toml", "-q", "-o", "here"], 0);
    assert!(!names(&desk.path("here")).contains(&".moat.lock".to_owned()));
}

#[cfg(unix)]
impl Desk {
    /// Begins the command, waits until its runs are under way, sends it so many interrupts at once and gives its standard error.
    #[track_caller]
    fn interrupted(&self, arguments: &[&str], runs: &str, interrupts: usize) -> String {
        let child = self.command(arguments).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let begun = std::time::Instant::now();
        while !self.path(runs).is_dir() && begun.elapsed().as_secs() < 30 {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        std::thread::sleep(std::time::Duration::from_millis(300));
        let id = child.id().to_string();
        for sent in 0..interrupts {
            let killed = Command::new("kill").args(["-INT", &id]).status().expect("kill is there");
            assert!(killed.success() || sent > 0, "the first may have ended it");
        }
        let output = child.wait_with_output().expect("it ends");
        let err = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{err}");
        err
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_how_to_go_on() {
    let desk = Desk::new();
    let arguments = ["run", "two.toml", "--people", "4000", "--days", "600", "--replicates", "2", "-o", "my results"];
    let err = desk.interrupted(&arguments, "my results/runs", 1);
    assert!(err.contains("of 4 runs are finished and kept\n  go on with: moat run two.toml"), "{err}");
    assert!(err.contains("-o 'my results' --resume"), "{err}");
}

#[cfg(unix)]
#[test]
fn interrupts_that_come_together_stop_a_run_in_good_order() {
    let desk = Desk::new();
    let arguments = ["run", "two.toml", "--people", "1000", "--days", "60", "--replicates", "25", "-o", "here", "--progress", "json"];
    let err = desk.interrupted(&[&arguments[..], &["--threads", "1"]].concat(), "here/runs", 2);
    assert!(err.contains(" of 50 runs are finished and kept\n  go on with: moat run two.toml"), "{err}");
    let finished = err.matches(r#""outcome":"lived""#).count();
    let (_, err) = desk.check(&[&arguments[..], &["--resume"]].concat(), 0);
    assert_eq!(err.matches(r#""outcome":"found""#).count(), finished, "{err}");
}
