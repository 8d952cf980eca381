//! What a command line says instead of the file.

use std::path::Path;

use moatsim::scenario::{LeftOut, Overrides, Scenario, left_out, load_scenario, parse_scenario, resolved_text};

const FLAGSHIP: &str = "scenarios/histories/douyin-group-chat.toml";

fn load(overrides: Overrides) -> Scenario {
    load_scenario(Path::new(FLAGSHIP), &overrides).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The greatest seed that a file, and the column of a table, can hold.
const SEED_MAX: u64 = 9_223_372_036_854_775_807;

#[test]
fn a_seed_that_no_table_can_hold_is_refused() {
    let refused =
        |seed| load_scenario(Path::new(FLAGSHIP), &Overrides { seed: Some(seed), ..Overrides::default() }).unwrap_err().to_string();
    for seed in [SEED_MAX + 1, u64::MAX] {
        let message = refused(seed);
        assert!(message.contains(&format!("`seed` is {seed}")) && message.contains("command line"), "{message}");
        assert!(message.contains("needed: a whole number from 0 to 9223372036854775807"), "{message}");
    }
}

#[test]
fn overrides_replace_what_the_file_says() {
    let scenario = load(Overrides { people: Some(500), days: None, replicates: Some(2), seed: Some(SEED_MAX) });
    assert_eq!((scenario.run.people, scenario.run.days, scenario.run.replicates, scenario.run.seed), (500, 720, 2, SEED_MAX));
    assert_eq!(scenario.compares[0].scenario.run, scenario.run);
}

#[test]
fn overrides_reach_comparisons_that_repeat_what_they_replace() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.toml");
    let text = "[run]\npeople = 300\n[[platform]]\nname = \"a\"\n[[compare]]\nname = \"other\"\nrun = { people = 300, settle_days = 5 }\n";
    std::fs::write(&path, text).unwrap();
    let load = |people| load_scenario(&path, &Overrides { people, ..Overrides::default() }).unwrap_or_else(|problems| panic!("{problems}"));
    let scenario = load(Some(200));
    assert_eq!((scenario.compares[0].scenario.run.people, scenario.compares[0].scenario.run.settle_days), (200, 5));
    let written = resolved_text(&load(None));
    assert!(written.contains("run = { settle_days = 5 }"), "what is the same is not repeated: {written}");
}

#[test]
fn a_shorter_run_drops_what_lies_beyond_it() {
    let scenario = load(Overrides { days: Some(255), ..Overrides::default() });
    assert_eq!(scenario.events.iter().map(|event| (event.from, event.until)).collect::<Vec<_>>(), [(180, None), (248, Some(255))]);
    assert!(scenario.expects.is_empty());
    let shorter = load(Overrides { days: Some(100), ..Overrides::default() });
    assert!(shorter.events.is_empty());
    assert_eq!(shorter.compares.len(), 1, "the comparison stays, though nothing is different yet");
    let again = parse_scenario(&resolved_text(&shorter), &shorter.name, Path::new("")).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(again, shorter);
}

#[test]
fn what_a_shorter_run_leaves_out_is_counted_in_comparisons_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("late.toml");
    let text = "[run]\ndays = 100\n[[platform]]\nname = \"a\"\n[[platform]]\nname = \"b\"\nopens = 50\n[[platform]]\nname = \"c\"\nopens = \"never\"\n\
                [[event]]\nname = \"x\"\non = 40\nplatform = \"a\"\nprice = 1\n\
                [[compare]]\nname = \"more\"\n[[compare.event]]\nname = \"y\"\non = 60\nplatform = \"a\"\nprice = 1\n\
                [[compare]]\nname = \"later\"\n[[compare.event]]\nname = \"x\"\non = 70\n[[compare.platform]]\nname = \"c\"\nopens = 80\n\
                [[expect]]\nthat = \"it is used\"\nmetric = \"daily_users\"\nplatform = \"b\"\non = 90\nabove = 0.1\n";
    std::fs::write(&path, text).unwrap();
    let lost = |days| {
        let overrides = Overrides { days: Some(days), ..Overrides::default() };
        let scenario = load_scenario(&path, &overrides).unwrap_or_else(|problems| panic!("{problems}"));
        left_out(&path, &overrides, &scenario)
    };
    assert_eq!(lost(100), LeftOut::default());
    assert_eq!(lost(85), LeftOut { events: 0, openings: 0, expects: 1 });
    assert_eq!(lost(65), LeftOut { events: 1, openings: 1, expects: 1 }, "`x` of the second comparison, and its `c`");
    assert_eq!(lost(45), LeftOut { events: 2, openings: 2, expects: 1 }, "`y` of the first, and `b` everywhere");
    assert_eq!(lost(30), LeftOut { events: 2, openings: 2, expects: 1 });
}

#[test]
fn a_wrong_override_is_shown_where_it_was_typed() {
    let overrides = Overrides { people: Some(1), days: Some(0), ..Overrides::default() };
    let message = load_scenario(Path::new(FLAGSHIP), &overrides).unwrap_err().to_string();
    assert!(message.contains("command line:1:10"), "{message}");
    assert!(message.contains("--people 1 --days 0"), "{message}");
}
