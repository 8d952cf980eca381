//! The program as its user meets it: exit codes, messages, closed pipes, and what it leaves in a folder.

use std::path::Path;
use std::process::{Command, Output, Stdio};

pub const SCENARIO: &str = r#"
title = "Two messengers"
asks = "Does the new one grow?"

[run]
people = 300
days = 30
replicates = 2
seed = 7

[[platform]]
name = "Old"
users = 0.9
fit = "par"

[[platform]]
name = "New"
users = 0.2
fit = "better"

[[event]]
name = "feed"
on = 10
platform = "New"
set = { solo = 1.0 }

[[compare]]
name = "no feed"
without = ["feed"]

[[expect]]
that = "the new one never has more than everybody"
metric = "daily_users"
platform = "New"
on = 30
between = [0.0, 1.0]
source = "arithmetic"
"#;

const STUDY: &str = r#"
title = "When should the feed come?"
scenario = "two.toml"
replicates = 2

[vary]
"event.feed.on" = [5, 10]

[measure]
"new" = { metric = "daily_users", platform = "New", on = 30 }
"gain" = { metric = "daily_users", platform = "New", on = 30, against = "no feed" }
"#;

pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().expect("a temporary folder") };
        desk.write("two.toml", SCENARIO);
        desk.write("study.toml", STUDY);
        desk
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("a file can be written");
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_moat"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    fn moat(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program starts")
    }

    /// Runs, sees the exit code, and gives standard output and standard error.
    #[track_caller]
    pub fn check(&self, arguments: &[&str], code: i32) -> (String, String) {
        let output = self.moat(arguments);
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
        (out, err)
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes text")
}

pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    names
}

#[test]
fn the_definition_of_the_command_line_is_sound() {
    moatsim::cli::definition().debug_assert();
}

#[test]
fn every_argument_of_every_command_is_explained() {
    fn check(command: &clap::Command) {
        assert!(command.get_about().is_some(), "{} has no help", command.get_name());
        for argument in command.get_arguments().filter(|argument| !argument.is_positional()) {
            assert!(argument.get_help().is_some(), "{} {} has no help", command.get_name(), argument.get_id());
        }
        command.get_subcommands().for_each(check);
    }
    check(&moatsim::cli::definition());
}

#[test]
fn a_wrong_request_exits_with_2_and_says_why() {
    let desk = Desk::new();
    let (_, err) = desk.check(&["run", "nowhere.toml"], 2);
    assert!(err.starts_with("error: "), "{err}");
    assert!(err.contains("nowhere.toml"), "{err}");
    let (_, err) = desk.check(&["chek", "two.toml"], 2);
    assert!(err.contains("'check'"), "{err}");
    let (_, err) = desk.check(&["redraw", "."], 2);
    assert_eq!(err, "error: . holds no manifest.json, so it is not the output of a run\n");
    let (_, err) = desk.check(&["list", "scenarios"], 2);
    assert_eq!(err, "error: there is no folder scenarios\n  name another with --folder\n");
    let (_, err) = desk.check(&["run", "two.toml", "--people", "0"], 2);
    assert!(err.contains("--people 0"), "{err}");
}

#[test]
fn check_tells_every_problem_of_every_file() {
    let desk = Desk::new();
    desk.write("one.toml", &SCENARIO.replace("platform = \"New\"\nset", "platform = \"Nwe\"\nset").replace("days = 30", "days = -1"));
    desk.write("other.toml", &STUDY.replace("event.feed.on", "event.fed.on"));
    let (out, err) = desk.check(&["check", "one.toml", "two.toml", "other.toml", "--color", "never"], 2);
    assert!(out.starts_with("two.toml: nothing is wrong\n"), "{out}");
    for part in ["did you mean `New`?", "one.toml:", "other.toml:", "3 problems"] {
        assert!(err.contains(part), "no {part} in:\n{err}");
    }
    assert!(!err.contains('\u{1b}'), "{err}");
    let (_, err) = desk.check(&["check", "one.toml", "--color", "always"], 2);
    assert!(err.contains('\u{1b}'), "{err}");
}

#[test]
fn check_says_what_a_run_will_take() {
    let desk = Desk::new();
    let (out, _) = desk.check(&["check", "two.toml", "study.toml"], 0);
    for part in ["2 variants × 2 replicates = 4 runs of 300 people × 30 days", "2 points, 3 worlds × 2 replicates", "memory: ", "time: "]
    {
        assert!(out.contains(part), "no {part} in:\n{out}");
    }
    let (out, _) = desk.check(&["check", "two.toml", "--resolved"], 0);
    desk.write("whole.toml", &out);
    desk.check(&["check", "whole.toml"], 0);
    let third = "[[compare]]\nname = \"a third\"\n[[compare.platform]]\nname = \"Third\"\nawareness = 0.1\n";
    desk.write("more.toml", &format!("{SCENARIO}\n{third}"));
    let (out, _) = desk.check(&["check", "more.toml"], 0);
    assert!(out.contains("  note: comparison “a third” adds a platform, Third, which no difference shows"), "{out}");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let desk = Desk::new();
    assert!(Command::new("mkfifo").arg(desk.path("pipe.toml")).status().expect("it starts").success());
    let mut check = desk.command(&["check", "pipe.toml"]).stderr(Stdio::piped()).spawn().expect("the program starts");
    for _ in 0..600 {
        if check.try_wait().expect("it can be asked").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    check.kill().expect("it can be ended");
    let output = check.wait_with_output().expect("it ends");
    assert!(text(&output.stderr).contains("`pipe.toml` is not a file"), "{output:?}");
}

#[test]
fn a_run_leaves_tables_charts_and_a_summary() {
    let desk = Desk::new();
    let (out, err) = desk.check(&["run", "two.toml", "--threads", "2", "--strict"], 0);
    let folder = desk.path("output/two");
    assert!(out.contains("Does the new one grow?"), "{out}");
    assert_eq!(err.lines().count(), 4, "one line a run:\n{err}");
    let files = names(&folder);
    for file in
        ["charts", "daily.csv", "daily.parquet", "differences.csv", "expect.csv", "manifest.json", "replicates.csv", "runs", "summary.txt"]
    {
        assert!(files.iter().any(|name| name == file), "no {file} in {files:?}");
    }
    assert_eq!(names(&folder.join("runs")).len(), 4);

    let (_, err) = desk.check(&["run", "two.toml"], 2);
    assert!(err.starts_with("error: output/two already holds results"), "{err}");
    let daily = std::fs::read(folder.join("daily.csv")).expect("it is there");
    desk.check(&["run", "two.toml", "--overwrite", "--quiet", "--threads", "1"], 0);
    assert_eq!(std::fs::read(folder.join("daily.csv")).expect("it is there"), daily, "threads leave no trace");

    let (_, err) = desk.check(&["run", "two.toml", "--resume", "--progress", "json"], 0);
    let found = err.lines().filter(|line| line.contains(r#""outcome":"found""#)).count();
    assert_eq!(found, 4, "{err}");
    let (out, _) = desk.check(&["redraw", "output/two"], 0);
    assert!(out.contains("Does the new one grow?"), "{out}");
}

#[test]
fn parts_of_parts_of_people_need_little_stack() {
    let desk = Desk::new();
    let town = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/bench/town.toml");
    // 64 parts, halved six times; a hundred million people are halved nine times more, and threads have three times as much.
    let run = ["run", town, "--people", "32768", "--days", "1", "--replicates", "1"];
    let output = desk.command(&run).env("RUST_MIN_STACK", "700000").output().expect("the program starts");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn strict_fails_when_an_expectation_is_not_met() {
    let desk = Desk::new();
    desk.write("two.toml", &SCENARIO.replace("between = [0.0, 1.0]", "between = [0.99, 1.0]"));
    desk.check(&["run", "two.toml", "-q", "-o", "loose"], 0);
    let (_, err) = desk.check(&["run", "two.toml", "-q", "-o", "strict", "--strict"], 1);
    assert!(err.starts_with("error: not met: the new one never has more than everybody\n"), "{err}");
}

#[test]
fn strict_takes_what_is_undecided_for_not_met() {
    let desk = Desk::new();
    // Two replicates leave an interval from 0 to 45 %.
    desk.write("two.toml", &SCENARIO.replace("between = [0.0, 1.0]", "between = [0.1, 1.0]"));
    for command in ["run", "histories"] {
        let (told, _) = desk.check(&[command, "two.toml", "-q", "-o", command], 0);
        assert!(told.contains("1 undecided"), "{told}");
        let (_, err) = desk.check(&[command, "two.toml", "-q", "-o", command, "--overwrite", "--strict"], 1);
        assert!(err.contains("undecided") && err.contains("more replicates may decide"), "{err}");
        let (help, _) = desk.check(&[command, "--help"], 0);
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            help.contains("is met: one that is undecided is not") && help.contains("--strict Exit with 1 unless every expectation"),
            "{help}"
        );
    }
}

#[test]
fn a_page_that_cannot_be_written_is_refused_before_the_work() {
    let desk = Desk::new();
    let (_, err) = desk.check(&["histories", "two.toml", "-q", "-o", "here", "--page", "nowhere/page.md"], 2);
    assert_eq!(err, "error: there is no folder nowhere for the page\n");
    desk.check(&["histories", "two.toml", "-q", "-o", "here", "--page", "."], 1);
    assert_eq!(names(&desk.path("")), ["study.toml", "two.toml"]);
    desk.write("page.md", "an earlier page");
    desk.check(&["histories", "nothing.toml", "--page", "page.md"], 2);
    assert_eq!(std::fs::read_to_string(desk.path("page.md")).expect("the page"), "an earlier page");
    let (_, err) = desk.check(&["histories", "two.toml", "-q", "-o", "here", "--page", "page.md"], 2);
    assert!(err.starts_with("error: page.md is no page that moat wrote, so it is not replaced\n"), "{err}");
    assert_eq!(std::fs::read_to_string(desk.path("page.md")).expect("the page"), "an earlier page");
    desk.write("page.md", "");
    for folder in ["here", "there"] {
        desk.check(&["histories", "two.toml", "-q", "-o", folder, "--page", "page.md"], 0);
    }
}

#[test]
fn help_names_the_folders_and_mechanisms_there_are() {
    let desk = Desk::new();
    let help = |command: &str| desk.check(&[command, "--help"], 0).0.split_whitespace().collect::<Vec<_>>().join(" ");
    for (command, folder) in [("verify", "output/laws"), ("histories", "output/histories"), ("fit", "output/fit")] {
        assert!(help(command).contains(&format!("[default: {folder}]")), "{command}");
    }
    for command in ["run", "sweep"] {
        assert!(help(command).contains("[default: output/ and the file's name]"), "{command}");
    }
    for mechanism in moatsim::histories::MECHANISMS {
        assert!(help("histories").contains(&format!(" {}", mechanism.name)), "{}", mechanism.name);
    }
}

#[test]
fn what_may_explain_a_miss_stands_beside_it() {
    let desk = Desk::new();
    let explained =
        |between: &str| SCENARIO.replace("between = [0.0, 1.0]", &format!("between = {between}\nmissed = \"thirty days are few\""));
    desk.write("two.toml", &explained("[0.99, 1.0]"));
    let (told, err) = desk.check(&["run", "two.toml", "-q", "-o", "run", "--strict"], 1);
    assert!(told.contains("the new one never has more than everybody: thirty days are few"), "{told}");
    assert!(err.contains("\n  why? thirty days are few\n"), "{err}");
    let (told, _) = desk.check(&["histories", "two.toml", "-q", "-o", "replayed", "--page", "page.md"], 0);
    assert!(told.contains("two, the new one never has more than everybody: thirty days are few"), "{told}");
    let page = std::fs::read_to_string(desk.path("page.md")).expect("the page");
    assert!(page.contains("| best explanation |") && page.contains("| thirty days are few |"), "{page}");
    desk.write("two.toml", &explained("[0.0, 1.0]"));
    let (told, _) = desk.check(&["run", "two.toml", "-q", "-o", "met", "--strict"], 0);
    assert!(!told.contains("thirty days"), "{told}");
}

#[test]
fn what_is_undefined_at_the_end_is_not_told_of_it() {
    let desk = Desk::new();
    let closed = "[[event]]\nname = \"the old one closes\"\non = 10\nplatform = \"Old\"\nclose = true\n\n[[event]]";
    let closing = SCENARIO.replace("set = { solo = 1.0 }", "close = true").replace("[[event]]", closed);
    desk.write("two.toml", &closing.replace("without = [\"feed\"]", "without = [\"feed\", \"the old one closes\"]"));
    let (out, _) = desk.check(&["run", "two.toml", "-q", "-o", "closed"], 0);
    // Nobody has a platform, so no message is sent: homes stay where they were, and messages are nowhere.
    assert!(out.contains("At the end, after 30 days:") && out.contains("homes") && !out.contains("messages"), "{out}");
    desk.write("two.toml", SCENARIO);
    let (out, _) = desk.check(&["run", "two.toml", "-q", "-o", "open"], 0);
    assert!(out.contains("messages"), "{out}");
}

#[test]
fn days_are_varied_by_dates_where_the_run_has_them() {
    let desk = Desk::new();
    desk.write("two.toml", &SCENARIO.replace("seed = 7", "seed = 7\nstart = 2024-01-01"));
    let study = |values: &str| STUDY.replace("[5, 10]", values);
    desk.write("study.toml", &study("[2024-01-06, 2024-01-11]"));
    let (out, _) = desk.check(&["sweep", "study.toml", "-q", "-o", "dates"], 0);
    assert!(out.contains("varied: event.feed.on (2024-01-06 is 5, 2024-01-11 is 10)"), "{out}");
    desk.write("study.toml", STUDY);
    desk.check(&["sweep", "study.toml", "-q", "-o", "days"], 0);
    let table = |folder: &str| std::fs::read_to_string(desk.path(folder).join("sweep.csv")).expect("it is there");
    assert_eq!(table("dates"), table("days"));
    desk.write("study.toml", &study("[2024-03-06, 2.5]"));
    let (_, err) = desk.check(&["check", "study.toml"], 2);
    assert!(err.contains("`event.feed.on` is the date 2024-03-06, day 65, outside the run"), "{err}");
    assert!(err.contains("needed: a day of the run, or a date without quotes"), "{err}");
    desk.write("study.toml", &study("[2024-01-06]"));
    let (out, _) = desk.check(&["sweep", "study.toml", "-q", "-o", "one"], 0);
    assert!(out.contains("1 point; varied: event.feed.on (2024-01-06 is 5)") && out.contains("at on = 2024-01-06"), "{out}");
}

#[test]
fn what_a_shorter_run_leaves_out_is_told() {
    let desk = Desk::new();
    let told = "left out, as the run ends on day 5: one event and one expectation of the file";
    let (out, err) = desk.check(&["run", "two.toml", "--days", "5", "-q", "-o", "short", "--strict"], 1);
    assert!(out.contains(told), "{out}");
    assert!(err.contains("expectations that look beyond the end of this run: 1\n"), "{err}");
    let (out, _) = desk.check(&["check", "two.toml", "--days", "5"], 0);
    assert!(out.contains(&format!("  note: {told}\n")), "{out}");
    for longer in ["30", "31"] {
        let (out, _) = desk.check(&["check", "two.toml", "--days", longer], 0);
        assert!(!out.contains("left out"), "{out}");
    }
}

#[test]
fn what_shorter_runs_leave_out_of_histories_is_told() {
    let desk = Desk::new();
    desk.write("early.toml", &SCENARIO.replace("on = 30", "on = 4"));
    let told = "left out, as runs end on day 5: 2 events and one expectation of the files";
    let (out, err) = desk.check(&["histories", "two.toml", "early.toml", "--days", "5", "-q", "--strict"], 1);
    assert!(out.contains(told), "{out}");
    assert!(err.contains("expectations that look beyond the end of these runs: 1\n"), "{err}");
    let (out, _) = desk.check(&["fit", "two.toml", "early.toml", "--days", "5", "--draws", "2", "--rounds", "0", "-q"], 0);
    assert!(out.contains(told), "{out}");
    let (_, err) = desk.check(&["histories", "two.toml", "--days", "5", "-o", "none"], 2);
    assert!(err.starts_with("error: every expectation of these scenarios looks beyond the end of its run\n"), "{err}");
    let (out, _) = desk.check(&["histories", "early.toml", "-q", "-o", "whole", "--strict"], 0);
    assert!(!out.contains("left out"), "{out}");
}

#[test]
fn a_sweep_leaves_one_row_a_point_and_measure() {
    let desk = Desk::new();
    desk.check(&["sweep", "study.toml", "--quiet"], 0);
    let table = std::fs::read_to_string(desk.path("output/study/sweep.csv")).expect("it is there");
    assert_eq!(table.lines().count(), 1 + 2 * 2, "{table}");
    assert!(table.contains("difference in share of people"), "{table}");
    assert_eq!(names(&desk.path("output/study/runs")).len(), 3 * 2, "points share the comparison");
}

#[test]
fn progress_of_a_sweep_names_points_in_the_words_of_the_study() {
    let desk = Desk::new();
    let vary = "\"event.feed.on\" = [5, 10]";
    desk.write("study.toml", &STUDY.replace(vary, "\"platform.New.fit\" = [\"poor\", 0.25]"));
    let (_, err) = desk.check(&["sweep", "study.toml"], 0);
    assert!(err.contains("fit = poor, replicate 0: done") && err.contains("fit = 0.25, replicate 0: done"), "{err}");
}

#[test]
fn a_closed_pipe_is_success() {
    let desk = Desk::new();
    for arguments in [&["list", "behaviour"][..], &["schema"], &["completions", "bash"], &["man"], &["--help"]] {
        let mut child = desk.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        assert!(output.stderr.is_empty(), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn lists_are_one_line_an_entry_in_a_pipe() {
    let desk = Desk::new();
    let (out, _) = desk.check(&["list", "measures"], 0);
    assert_eq!(out.lines().count(), 2 + moatsim::scenario::Measure::ALL.len());
    let (out, _) = desk.check(&["list", "behaviour"], 0);
    assert_eq!(out.lines().count(), 2 + moatsim::scenario::behaviour::NUMBERS.len());
    for what in ["presets", "levels", "events", "attributes"] {
        assert!(desk.check(&["list", what], 0).0.lines().count() > 4, "{what}");
    }
    let (out, _) = desk.check(&["list", "scenarios", "--folder", "."], 0);
    assert!(out.contains("Two messengers"), "{out}");
    // A link that leads back up is not followed, again and again.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(".", desk.path("again")).expect("a link");
        assert_eq!(desk.check(&["list", "scenarios", "--folder", "."], 0).0, out);
    }
}

#[test]
fn laws_are_verified_told_and_drawn() {
    let desk = Desk::new();
    let (told, _) = desk.check(&["verify", "L9", "l2", "--quick", "--output", "laws"], 0);
    assert!(told.contains("2 of 2 laws are met"), "{told}");
    assert_eq!(names(&desk.path("laws").join("charts")), ["l2_logit_choice.png", "l2_logit_choice.svg", "l9_habit.png", "l9_habit.svg"]);
    let (again, _) = desk.check(&["redraw", "laws"], 0);
    assert_eq!(again, told);
    let (_, unknown) = desk.check(&["verify", "L21"], 2);
    assert_eq!(unknown, "error: there is no law `L21`\n  laws are L1 to L20\n");
}

#[test]
fn histories_are_replayed_whole_and_without_a_mechanism() {
    let desk = Desk::new();
    let arguments = ["histories", "two.toml", "--without", "habit", "--page", "page.md", "--output", "replayed", "--quiet"];
    let (told, _) = desk.check(&arguments, 0);
    assert!(told.contains("1 met, 0 not met, 0 undecided") && told.contains("without habit: 0 of 1 are lost"), "{told}");
    let page = std::fs::read_to_string(desk.path("page.md")).expect("the page");
    assert!(page.contains("of 1 expectations: 1 met, 0 not met, 0 undecided") && page.contains("| habit | 0 of 1 |"), "{page}");
    assert!(page.contains("`moat histories two.toml --without habit --page page.md`"), "{page}");
    assert_eq!(names(&desk.path("replayed").join("charts")), ["histories.png", "histories.svg"]);
    let (_, unknown) = desk.check(&["histories", "two.toml", "--without", "luck", "--output", "other"], 2);
    assert!(unknown.starts_with("error: there is no mechanism `luck`\n  mechanisms are presence, notice, pull, habit"), "{unknown}");
    let (_, empty) = desk.check(&["histories", "no/such.toml", "--output", "other"], 2);
    assert!(empty.contains("there is no file `no/such.toml`"), "{empty}");
}

#[test]
fn a_fit_that_goes_on_equals_one_that_does_not_stop() {
    let desk = Desk::new();
    let fit = |folder: &str, rounds: &str, more: &[&str]| {
        let plan =
            ["fit", "two.toml", "--draws", "24", "--rounds", rounds, "--proposals", "2", "--people", "60", "--quiet", "--output", folder];
        desk.check(&[&plan[..], more].concat(), 0).0
    };
    let whole = fit("whole", "1", &[]);
    assert!(whole.contains("1 of 1 expectations are met at the best draw"), "{whole}");
    fit("parts", "0", &[]);
    fit("parts", "1", &["--resume"]);
    let read = |folder: &str, file: &str| std::fs::read_to_string(desk.path(folder).join(file)).expect("a file of the fit");
    for table in ["numbers.csv", "patterns.csv"] {
        assert_eq!(read("whole", table), read("parts", table), "{table}");
    }
    assert_eq!(read("parts", "draws.jsonl").lines().count(), 1 + 24 + 2);
    let notes = |folder: &str| read(folder, "manifest.json");
    assert!(notes("whole").contains("the best 1, 24 meet all; "), "{}", notes("whole"));
    desk.check(&["fit", "two.toml", "--draws", "2", "--rounds", "0", "--people", "60", "--quiet", "--output", "few"], 0);
    assert!(notes("few").contains("fewer than 20 draws teach nothing") && !notes("few").contains("-0 %"), "{}", notes("few"));
}

#[test]
fn completions_and_manual_pages_are_made() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(desk.check(&["completions", shell], 0).0.contains("sweep"), "{shell}");
    }
    assert!(desk.check(&["man"], 0).0.contains(".TH moat"));
    desk.check(&["man", "pages"], 0);
    assert!(names(&desk.path("pages")).contains(&"moat-run.1".to_owned()));
    for of in ["scenario", "study"] {
        let (out, _) = desk.check(&["schema", of], 0);
        assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok_and(|schema| schema["properties"].is_object()), "{of}");
    }
}
