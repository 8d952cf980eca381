//! What a good file resolves to, and that it reads the same when written out.

use std::path::Path;

use moatsim::ids::{Layer, PlatformId, Topic};
use moatsim::scenario::{Act, Overrides, Scenario, Statement, TieSource, load_scenario, load_study, parse_scenario, resolved_text};

use super::toml_files;

#[track_caller]
fn resolve(text: &str) -> Scenario {
    parse_scenario(text, "test", Path::new("")).unwrap_or_else(|problems| panic!("{problems}"))
}

#[track_caller]
fn round_trip(scenario: &Scenario) {
    let text = resolved_text(scenario);
    let again = parse_scenario(&text, &scenario.name, Path::new("")).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    assert_eq!(&again, scenario, "{text}");
}

#[test]
fn every_scenario_loads_and_reads_the_same_when_written_out() {
    let files = toml_files(Path::new("scenarios"));
    assert!(!files.is_empty());
    for path in files {
        let is_study = toml::from_str::<toml::Table>(&std::fs::read_to_string(&path).unwrap()).unwrap().contains_key("scenario");
        if is_study {
            load_study(&path, &Overrides::default()).unwrap_or_else(|problems| panic!("{problems}"));
        } else {
            round_trip(&load_scenario(&path, &Overrides::default()).unwrap_or_else(|problems| panic!("{problems}")));
        }
    }
}

#[test]
fn defaults_fill_in_what_is_not_said() {
    let scenario = resolve("[[platform]]\nname = \"WeChat\"");
    assert_eq!((scenario.run.people, scenario.run.days, scenario.run.replicates, scenario.run.seed), (20_000, 365, 8, 1));
    assert_eq!(scenario.run.settle_days, 56);
    assert_eq!(scenario.population.source, TieSource::City { ties_per_person: 20.0, community_size: 150.0 });
    assert_eq!((scenario.population.creators, scenario.population.groups.class), (0.001, 0.5));
    assert_eq!(scenario.population.segments[0].name, "everyone");
    assert_eq!(scenario.population.stranger_slots, 0);
    let platform = &scenario.platforms[0];
    assert_eq!((platform.attributes.fit, platform.attributes.fit_group), ([-4.0; 5], [-4.0; 5]));
    assert_eq!((platform.users.as_slice(), platform.attributes.keeps, platform.attributes.contacts), (&[0.0][..], 1.0, 1.0));
    round_trip(&scenario);
}

#[test]
fn segments_may_have_any_quotes_in_their_names() {
    for name in [r#"it's "new""#, r"back\slash's", r#"one " only"#] {
        let written = name.replace('\\', "\\\\").replace('"', "\\\"");
        let text = format!(
            "[[population.segment]]\nname = \"{written}\"\nshare = 0.5\n[[population.segment]]\nname = \"b\"\nshare = 0.5\n\
             [[platform]]\nname = \"a\"\nusers = {{ \"{written}\" = 0.2, b = 0.4 }}\n"
        );
        let scenario = resolve(&text);
        assert_eq!(scenario.population.segments[0].name, name);
        round_trip(&scenario);
    }
}

#[test]
fn fits_follow_each_other_where_they_are_not_said() {
    let scenario = resolve(
        "[[platform]]\nname = \"a\"\nfit = { friend = 0.3, acquaintance = \"leap\" }\ngroup_cap = 10\n\
         [[platform]]\nname = \"b\"\nfit = \"better\"\nfit_group = { fan = \"par\" }\n\
         [[platform]]\nname = \"c\"\nfit = { kin = \"par\", group = \"poor\" }\n",
    );
    let fits: Vec<_> = scenario.platforms.iter().map(|platform| (platform.attributes.fit, platform.attributes.fit_group)).collect();
    assert_eq!(fits[0], ([-4.0, 0.3, -4.0, 1.8, 1.8], [0.3; 5]));
    assert_eq!(fits[1], ([0.6; 5], [-4.0, -4.0, -4.0, -4.0, 0.0]));
    assert_eq!(fits[2], ([0.0, -4.0, -4.0, -4.0, -4.0], [-1.5; 5]));
    round_trip(&scenario);
}

#[test]
fn segments_that_leave_a_rest_leave_it_to_others() {
    let scenario = resolve(
        "[[population.segment]]\nname = \"young people\"\nshare = 0.3\n\
         [[platform]]\nname = \"QQ\"\nusers = { \"young people\" = 0.9, others = 0.2 }\nmeet = 0.1\n",
    );
    assert_eq!(scenario.population.segments.iter().map(|segment| segment.share).collect::<Vec<_>>(), [0.3, 0.7]);
    assert_eq!(scenario.platforms[0].users, [0.9, 0.2]);
    assert_eq!(scenario.population.stranger_slots, 4);
    round_trip(&scenario);
}

const VERBS: &str = r#"
title = "Everything \"at once\" \\ 全部"
[run]
start = 2020-06-01
seed = 9223372036854775807
[population]
preset = "blocks"
inside = 0.9
creators = 0.01
[[platform]]
name = "微信"
users = 0.9
[[platform]]
name = "a.b c"
[[platform]]
name = "late"
opens = 2020-06-20
[[event]]
name = "all of it"
from = 2020-07-01
until = 40
platform = "a.b c"
to = { share = 0.1, communities = 3, layer = "friend", followers_of = "creators", segment = "everyone" }
promote = { awareness = 0.1, bonus = -1 }
open_groups = { entry = 0.5, gate_days = 3, gate_level = 0.2, cap = 200 }
set = { fit = { kin = "par", group = 0.1 }, meet = 0.5, share_fit = "leap" }
mandate = { share = 0.5, contacts = 3, layer = "friend", bonus = 2 }
block = { on = "微信", share = 0.5 }
interop = { to = "微信", share = 0.5 }
price = 0.25
exposure = 1
outage = 0.1
wipe = 0.5
export = { from = "微信", to = "late", share = 0.5 }
import_contacts = { of = "微信" }
[[event]]
name = "end"
on = 300
platform = "a.b c"
close = true
[[event]]
name = "bridge"
on = 100
interop = { from = "微信", to = "late" }
[[compare]]
name = "without it"
without = ["all of it", "late"]
[[compare]]
name = "other people"
population = { preset = "random", ties_per_person = 7, creators = 0.02 }
behaviour = { history_weight = 0, contagion = "complex" }
run = { settle_days = 5 }
[[compare.platform]]
name = "微信"
users = { others = 0.5 }
fit = { kin = "par" }
[[compare.platform]]
name = "new"
solo = 9
[[compare.event]]
name = "end"
on = 250
[[compare.event]]
name = "all of it"
to = { share = 0.5 }
[[compare.event]]
name = "more"
on = 7
platform = "new"
price = 1
[[expect]]
that = "it stays"
metric = "overlap"
platform = "微信"
other = "a.b c"
from = 2020-08-01
take = "peak"
ratio = { on = 3, between = [0.5, 1e300] }
[[expect]]
that = "it differs"
metric = "group_homes"
topic = "fan"
platform = "微信"
on = 365
against = "other people"
difference = { above = -0.1 }
source = "me"
missed = "they \"differ\" elsewhere"
"#;

#[test]
fn every_verb_every_patch_and_every_statement_read_the_same_when_written_out() {
    let scenario = resolve(VERBS);
    let event = &scenario.events[0];
    assert_eq!((event.from, event.until), (30, Some(40)));
    assert!(event.to.followers_of_creators && event.to.segment == Some(0));
    assert!(matches!(event.acts[0], Act::Promote { platform: PlatformId(1), .. }), "acts are in the order of the file");
    let Act::Set { change, .. } = &event.acts[1] else { panic!("verbs that set make one act") };
    assert_eq!((change.group_cap, change.price, change.exposure, change.meet), (Some(200), Some(0.25), Some(1.0), Some(0.5)));
    assert_eq!((change.fit[Layer::Kin.index()], change.fit[Layer::Friend.index()], change.fit_group), (Some(0.0), None, [Some(0.1); 5]));
    assert_eq!(event.acts.len(), 9);
    assert_eq!(scenario.platforms[2].opens, 19);
    assert_eq!(scenario.expects[1].how, Statement::Difference(-0.1, f64::MAX));
    assert_eq!(scenario.expects[1].what.topic, Some(Topic::Fan));
    assert_eq!(scenario.expects[1].missed, "they \"differ\" elsewhere");
    round_trip(&scenario);
}

#[test]
fn a_comparison_is_a_patch_that_keeps_the_numbers_of_platforms() {
    let scenario = resolve(VERBS);
    let without = &scenario.compares[0].scenario;
    assert_eq!(without.platforms.iter().map(|platform| platform.opens).collect::<Vec<_>>(), [0, 0, 365], "left out is never opened");
    assert_eq!(without.events.iter().map(|event| event.name.as_str()).collect::<Vec<_>>(), ["end"], "events about it go with it");
    assert!(without.compares.is_empty() && without.expects.is_empty());
    let other = &scenario.compares[1].scenario;
    assert_eq!(other.population.source, TieSource::Random { ties_per_person: 7.0, layer: Layer::Friend });
    assert_eq!((other.run.settle_days, other.behaviour.history_weight), (5, 0.0));
    assert_eq!(other.platforms.iter().map(|platform| platform.name.as_str()).collect::<Vec<_>>(), ["微信", "a.b c", "late", "new"]);
    assert_eq!(other.platforms[0].attributes.fit[0], 0.0);
    assert_eq!((other.events[1].from, other.events[0].to.share, other.events[0].to.layer), (250, Some(0.5), None));
}

#[test]
fn a_comparison_may_add_what_is_called_otherwise() {
    let scenario = resolve(
        "[[platform]]\nname = \"App A\"\n[[platform]]\nname = \"微信\"\n[[event]]\nname = \"gift 1\"\non = 5\nplatform = \"微信\"\nprice = 1\n\
         [[compare]]\nname = \"more\"\n[[compare.platform]]\nname = \"App B\"\n[[compare.platform]]\nname = \"微博\"\n\
         [[compare.event]]\nname = \"gift 2\"\non = 7\nplatform = \"App B\"\nprice = 1\n[[compare.event]]\nname = \"late gift\"\non = 9\n\
         platform = \"App B\"\nprice = 0\n",
    );
    assert_eq!(scenario.added_platforms().collect::<Vec<_>>(), [("more", "App B"), ("more", "微博")]);
}

#[track_caller]
fn segments_of(scenario: &Scenario) -> Vec<(&str, f64)> {
    scenario.population.segments.iter().map(|segment| (segment.name.as_str(), segment.share)).collect()
}

#[test]
fn segments_keep_their_numbers_in_comparisons() {
    let scenario = resolve(
        "[[population.segment]]\nname = \"young\"\nshare = 0.25\n\
         [[platform]]\nname = \"QQ\"\nusers = { young = 0.9, others = 0.2 }\n\
         [[event]]\nname = \"e\"\non = 1\nplatform = \"QQ\"\nto = { segment = \"others\" }\npromote = { bonus = 1 }\n\
         [[compare]]\nname = \"more\"\n[[compare.population.segment]]\nname = \"old\"\nshare = 0.25\n\
         [[compare]]\nname = \"others last\"\n[[compare.population.segment]]\nname = \"old\"\nshare = 0.25\n\
         [[compare.population.segment]]\nname = \"others\"\nshare = 0.5\ncuriosity = 2\n\
         [[compare]]\nname = \"all declared\"\nwithout = [\"e\"]\n[[compare.population.segment]]\nname = \"old\"\nshare = 0.75\n\
         [[expect]]\nthat = \"others do the same\"\nmetric = \"daily_users\"\nplatform = \"QQ\"\nsegment = \"others\"\non = 60\n\
         against = \"more\"\ndifference = { between = [-0.1, 0.1] }\n",
    );
    let compared = |index: usize| &scenario.compares[index].scenario;
    assert_eq!(segments_of(&scenario), [("young", 0.25), ("others", 0.75)]);
    for index in [0, 1] {
        assert_eq!(segments_of(compared(index)), [("young", 0.25), ("others", 0.5), ("old", 0.25)]);
        assert_eq!(compared(index).platforms[0].users, [0.9, 0.2, 0.2]);
        assert_eq!(compared(index).events[0].to.segment, Some(1));
    }
    assert_eq!(compared(1).population.segments[1].curiosity, 2.0);
    assert_eq!(segments_of(compared(2)), [("young", 0.25), ("others", 0.0), ("old", 0.75)], "one that is gone stays, with nobody in it");
    round_trip(&scenario);
}

#[test]
fn a_population_of_one_segment_is_split_in_a_comparison() {
    let scenario = resolve(
        "[[platform]]\nname = \"QQ\"\nusers = 0.5\n[[compare]]\nname = \"old\"\n[[compare.population.segment]]\nname = \"old\"\nshare = 0.25\n\
         [[compare]]\nname = \"fewer\"\n[[compare.population.segment]]\nname = \"everyone\"\nshare = 0.25\n",
    );
    assert_eq!(segments_of(&scenario.compares[0].scenario), [("everyone", 0.0), ("old", 0.25), ("others", 0.75)]);
    assert_eq!(segments_of(&scenario.compares[1].scenario), [("everyone", 0.25), ("others", 0.75)]);
    round_trip(&scenario);
}

#[test]
fn people_who_may_meet_strangers_may_be_reached_by_them() {
    let scenario = resolve(
        "[population]\npreset = \"random\"\n[[platform]]\nname = \"a\"\nmeet = 0.1\n[[event]]\nname = \"e\"\non = 1\nplatform = \"a\"\n\
         to = { layer = \"stranger\" }\npromote = { bonus = 1 }\n",
    );
    assert_eq!(scenario.events[0].to.layer, Some(Layer::Stranger));
}

#[test]
fn a_first_group_cap_brings_the_fit_of_friends() {
    let change = |set: &str| {
        let text = format!("[[platform]]\nname = \"a\"\nfit = \"poor\"\n[[event]]\nname = \"e\"\non = 1\nplatform = \"a\"\nset = {set}");
        match resolve(&text).events.remove(0).acts.remove(0) {
            Act::Set { change, .. } => change.fit_group[0],
            _ => panic!("`set` sets"),
        }
    };
    assert_eq!(change("{ group_cap = 5 }"), Some(-1.5));
    assert_eq!(change("{ group_cap = 5, fit = \"par\" }"), Some(0.0));
    assert_eq!(change("{ group_cap = 5, fit_group = \"leap\" }"), Some(1.8));
    assert_eq!(change("{ solo = 5 }"), None);
}

#[test]
fn a_file_extends_another_by_names() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("below")).unwrap();
    std::fs::write(folder.path().join("below/real.edges"), "0 1\n").unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "below/base.toml",
        "title = \"base\"\n[population]\nties = \"real.edges\"\n[[platform]]\nname = \"a\"\nfit = \"poor\"\nusers = 0.5\n[[event]]\nname = \"x\"\non = 3\nplatform = \"a\"\nprice = 1\n[[event]]\nname = \"y\"\non = 3\nplatform = \"a\"\nprice = 1\n",
    );
    write("middle.toml", "extends = \"below/base.toml\"\n[run]\ndays = 50\n[[platform]]\nname = \"a\"\nfit = { friend = \"leap\" }\n");
    write(
        "top.toml",
        "extends = \"middle.toml\"\nwithout = [\"y\"]\n[[platform]]\nname = \"b\"\n[[event]]\nname = \"x\"\nfrom = 4\nuntil = 9\n",
    );
    let scenario = load_scenario(&folder.path().join("top.toml"), &Overrides::default()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((scenario.name.as_str(), scenario.title.as_str(), scenario.run.days), ("top", "base", 50));
    assert_eq!(scenario.platforms[0].attributes.fit, [-1.5, 1.8, -1.5, -1.5, -1.5]);
    assert_eq!((scenario.platforms[0].users[0], scenario.platforms[1].name.as_str()), (0.5, "b"));
    assert_eq!(scenario.events.len(), 1);
    assert_eq!((scenario.events[0].from, scenario.events[0].until), (4, Some(9)));
    let TieSource::File(file) = &scenario.population.source else { panic!("ties come from the file") };
    assert_eq!(file.path, folder.path().join("below/real.edges"), "found from the folder of the file that names it");
    round_trip(&scenario);
}
