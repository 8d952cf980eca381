//! Studies: paths, designs, and points that have all passed the door.

use std::path::Path;

use moatsim::ids::Layer;
use moatsim::scenario::study::Study;
use moatsim::scenario::{Overrides, When, load_study};
use moatsim::study::provenance;

#[track_caller]
fn study(text: &str, overrides: Overrides) -> Study {
    let folder = tempfile::tempdir().unwrap();
    let scenario = "[population]\nties_per_person = 10\n[[platform]]\nname = \"a\"\nusers = 0.5\n[[platform]]\nname = \"a.b c\"\nfit = \"poor\"\n\
                    [[event]]\nname = \"it. happens\"\non = 5\nplatform = \"a\"\nprice = 1\n[[compare]]\nname = \"no\"\nwithout = [\"it. happens\"]\n";
    std::fs::write(folder.path().join("base.toml"), scenario).unwrap();
    let path = folder.path().join("study.toml");
    std::fs::write(&path, format!("scenario = \"base.toml\"\n{text}")).unwrap();
    load_study(&path, &overrides).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn a_grid_makes_every_combination_and_paths_reach_by_name() {
    let study = study(
        "replicates = 3\n[vary]\n\"platform.a.b c.fit.friend\" = [\"par\", 1.5]\n\"event.it. happens.on\" = [7, 9]\n\
         \"population.community_size\" = { from = 100, to = 200, steps = 3 }\n[vary.behaviour]\nhistory_weight = [0]\n\
         [measure]\ntips = { metric = \"home_share\", platform = \"a\", on = 365, above = 0.5, against = \"no\" }\n",
        Overrides { people: Some(300), ..Overrides::default() },
    );
    assert_eq!(study.points.len(), 12);
    assert_eq!(study.axes.iter().map(|axis| axis.path.as_str()).collect::<Vec<_>>()[3], "behaviour.history_weight");
    assert_eq!((study.axes[0].unit.as_str(), study.axes[0].values.as_slice()), ("utility", &[0.0, 1.5][..]));
    let last = &study.points[11];
    assert_eq!(last.values, [1.5, 9.0, 200.0, 0.0]);
    assert_eq!(last.scenario.platforms[1].attributes.fit, [-1.5, 1.5, -1.5, -1.5, -1.5]);
    assert_eq!((last.scenario.events[0].from, last.scenario.behaviour.history_weight), (9, 0.0));
    assert_eq!((last.scenario.run.people, last.scenario.run.replicates, study.replicates), (300, 3, 3));
    assert_eq!(last.scenario.compares[0].scenario.behaviour.history_weight, 0.0, "comparisons go along");
    assert_eq!((study.measures[0].against, study.measures[0].above), (Some(0), Some(0.5)));
    assert_eq!(study.base.platforms[1].attributes.fit, [-1.5; 5]);
}

#[test]
fn a_study_asks_its_own_question() {
    let asked = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("base.toml"), "asks = \"Of the scenario?\"\n[[platform]]\nname = \"a\"\nusers = 0.5\n").unwrap();
        let path = folder.path().join("study.toml");
        let measure = "[measure]\nusers = { metric = \"daily_users\", platform = \"a\", on = 5 }\n";
        std::fs::write(&path, format!("{text}scenario = \"base.toml\"\n[vary]\n\"run.people\" = [100, 200]\n{measure}")).unwrap();
        let study = load_study(&path, &Overrides::default()).unwrap_or_else(|problems| panic!("{problems}"));
        provenance::of_sweep(&study, "", &Overrides::default()).asks
    };
    assert_eq!(asked("title = \"Its own?\"\n"), "");
    assert_eq!(asked("title = \"A title\"\nasks = \"Its own?\"\n"), "Its own?");
    assert_eq!(asked(""), "Of the scenario?");
}

#[test]
fn a_study_goes_by_what_it_varies_and_measures() {
    let hash_of = |title: &str, values: &str, day: u32| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("base.toml"), "[[platform]]\nname = \"a\"\nusers = 0.5\n").unwrap();
        let path = folder.path().join("study.toml");
        let measure = format!("[measure]\nusers = {{ metric = \"daily_users\", platform = \"a\", on = {day} }}\n");
        std::fs::write(&path, format!("title = \"{title}\"\nscenario = \"base.toml\"\n[vary]\n\"platform.a.solo\" = {values}\n{measure}"))
            .unwrap();
        let study = load_study(&path, &Overrides::default()).unwrap_or_else(|problems| panic!("{problems}"));
        let manifest = provenance::of_sweep(&study, "", &Overrides::default());
        assert_eq!(manifest.scenario, "study");
        manifest.scenario_hash
    };
    let hash = hash_of("One", "[0, 1]", 5);
    assert_eq!(hash_of("Another title", "[0, 1]", 5), hash);
    assert_ne!(hash_of("One", "[0, 2]", 5), hash);
    assert_ne!(hash_of("One", "[0, 1]", 6), hash);
}

#[test]
fn a_list_goes_through_its_values_together() {
    let study = study(
        "design = \"list\"\n[vary]\n\"run.people\" = [100, 200]\n\"platform.a.users\" = { from = 0.5, to = 0.7, steps = 2 }\n\"platform.a.price\" = [1, 2]\n\
         [measure]\nusers = { metric = \"daily_users\", platform = \"a\", on = 5 }\n",
        Overrides::default(),
    );
    assert_eq!(study.points.iter().map(|point| point.values.clone()).collect::<Vec<_>>(), [vec![100.0, 0.5, 1.0], vec![200.0, 0.7, 2.0]]);
    assert_eq!(study.points[1].scenario.platforms[0].users, [0.7]);
}

/// Whichever stands first.
#[test]
fn a_part_is_set_after_the_whole_that_is_varied_too() {
    let (whole, part) = ("\"platform.a.fit\" = [-1.5, 0.6]\n", "\"platform.a.fit.friend\" = [-4, 1.8]\n");
    let users = "\"platform.a.users.others\" = [0.2, 0.3]\n\"platform.a.users\" = [0.5, 0.6]\n";
    for text in [format!("{whole}{part}{users}"), format!("{part}{users}{whole}")] {
        let text =
            format!("design = \"list\"\n[vary]\n{text}[measure]\nusers = {{ metric = \"daily_users\", platform = \"a\", on = 5 }}\n");
        let study = study(&text, Overrides::default());
        let of = |point: usize| {
            let platform = &study.points[point].scenario.platforms[0];
            (platform.attributes.fit[Layer::Friend.index()], platform.attributes.fit[Layer::Kin.index()], platform.users.clone())
        };
        assert_eq!([of(0), of(1)], [(-4.0, -1.5, vec![0.2]), (1.8, 0.6, vec![0.3])]);
    }
}

#[test]
fn people_that_are_varied_are_as_many_in_comparisons_that_repeat_them() {
    let folder = tempfile::tempdir().unwrap();
    let base = "[run]\npeople = 300\n[[platform]]\nname = \"a\"\n[[compare]]\nname = \"other\"\nrun = { people = 300, settle_days = 5 }\n";
    std::fs::write(folder.path().join("base.toml"), base).unwrap();
    let path = folder.path().join("study.toml");
    let text = "scenario = \"base.toml\"\n[vary]\n\"run.people\" = [100, 200]\n[measure.users]\nmetric = \"daily_users\"\nplatform = \"a\"\non = 5\n";
    std::fs::write(&path, text).unwrap();
    let study = load_study(&path, &Overrides::default()).unwrap_or_else(|problems| panic!("{problems}"));
    let people = study.points.iter().map(|point| point.scenario.compares[0].scenario.run.people);
    assert_eq!(people.collect::<Vec<_>>(), [100, 200]);
}

#[test]
fn a_measure_may_look_as_far_as_every_run_goes_and_at_the_end_of_each() {
    let study = study(
        "[vary]\n\"run.days\" = [400, 500]\n[measure]\nlast = { metric = \"daily_users\", platform = \"a\", on = 400 }\n\
         mean = { metric = \"daily_users\", platform = \"a\", from = 10 }\n",
        Overrides::default(),
    );
    let whens: Vec<When> = study.measures.iter().map(|measure| measure.what.when).collect();
    assert_eq!(whens, [When::On(400), When::Mean(10, 500)], "the scenario's own run has 365 days");
}

#[test]
fn what_is_varied_is_not_given_on_the_command_line_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("base.toml"), "[[platform]]\nname = \"a\"\nusers = 0.5\n").unwrap();
    let path = folder.path().join("study.toml");
    let text = "scenario = \"base.toml\"\n[vary]\n\"run.people\" = [100, 200]\n[measure.users]\nmetric = \"daily_users\"\nplatform = \"a\"\non = 5\n";
    std::fs::write(&path, text).unwrap();
    let load = |overrides| load_study(&path, &overrides);
    assert_eq!(load(Overrides { days: Some(30), ..Overrides::default() }).unwrap_or_else(|problems| panic!("{problems}")).points.len(), 2);
    let message = load(Overrides { people: Some(30), ..Overrides::default() }).unwrap_err().to_string();
    assert!(message.contains("`run.people` is varied here, and `--people` says what it is"), "{message}");
}

#[test]
fn a_study_of_a_missing_file_names_it() {
    let message = load_study(Path::new("nowhere.toml"), &Overrides::default()).unwrap_err().to_string();
    assert!(message.starts_with("error: there is no file `nowhere.toml`"), "{message}");
}

/// It is refused as a study, and not as a scenario that has no platform.
#[test]
fn a_study_with_a_slip_is_still_a_study() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.toml");
    for text in
        ["scenario = \"base.toml\"\n[vary]\n\"run.seed\" = [18446744073709551615]\n", "scenario = \"a\"\nscenario = \"b\"\n", "[vary"]
    {
        std::fs::write(&path, text).unwrap();
        assert!(moatsim::scenario::is_study(&path), "{text}");
    }
    std::fs::write(&path, "[[platform]]\nname = \"vary\"\n").unwrap();
    assert!(!moatsim::scenario::is_study(&path));
}

#[test]
fn one_dot_leads_on() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("base.toml"), "[[platform]]\nname = \"a\"\nusers = 0.5\n").unwrap();
    let path = folder.path().join("study.toml");
    std::fs::write(
        &path,
        "scenario = \"base.toml\"\n[vary]\n\"platform.a..solo\" = [1]\n[measure.u]\nmetric = \"daily_users\"\nplatform = \"a\"\non = 5\n",
    )
    .unwrap();
    let message = load_study(&path, &Overrides::default()).unwrap_err().to_string();
    assert!(message.contains("leads nowhere"), "{message}");
}
