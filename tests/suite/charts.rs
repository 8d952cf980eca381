//! Charts of made-up tables, read as a reader would: what is written where, and whether it is true of what is drawn.

use moatsim::output::layout::DifferenceRow;
use moatsim::output::{Manifest, Tables, figure, palette, run_folder, summary};

use crate::fake_tables::{Fake, HasCalendar, sweep};
use crate::output::{SMALL, Written, chart, drawn, folder, lines_of, written};

#[test]
fn values_that_somebody_chose_are_written_as_chosen() {
    let (manifest, mut tables) = sweep(1);
    for row in &mut tables.sweep.rows {
        row.at[0] = [6e-5, 1.5e-4, 2.5e-4, 1e-3, 0.1, 0.25, 5.0, 56.0, 1200.0][row.point as usize];
        row.mean = row.at[0];
    }
    let text = summary::text(&manifest, &tables, None);
    assert!(text.contains("at on = 0.00006") && text.contains("at on = 1200"), "{text}");
}

#[test]
fn axes_of_a_sweep_are_named_within_their_panels() {
    let (mut manifest, mut tables) = sweep(3);
    let long = "event.the festival promotion of the incumbent messenger of the country.promote.awareness";
    tables.sweep.axes[0] = long.into();
    manifest.axes[0].path = long.to_owned();
    manifest.axes[0].unit = "adoptions a day".to_owned();
    let drawn = drawn(&manifest, &tables);
    let (figure, svg) = chart(&drawn, "sweep_curves");
    let third = figure::WIDTH / figure.columns as f64;
    let texts = written(svg);
    let names: Vec<_> = texts.iter().filter(|text| text.says == "awareness (adoptions a day), logarithmic").collect();
    assert_eq!(names.len(), 2, "in fewer words where there is no room for all");
    for text in &texts {
        assert!(text.from > 0.0 && text.to < figure::WIDTH, "{}", text.says);
    }
    assert!(names.iter().all(|name| (name.from / third).floor() == (name.to / third).floor()), "none runs into another panel");
    // With room it stands whole, as the user wrote it.
    assert_eq!(texts.iter().filter(|text| text.says == "platform.抖音.share_fit (utility)").count(), 2);
}

#[test]
fn what_is_of_some_replicates_only_says_so() {
    let (manifest, mut tables) = (SMALL.manifest(), SMALL.tables());
    let is_share = |measure: &str, platform: &str| measure == "home_share" && platform == "小红书";
    for row in tables.daily.iter_mut().filter(|row| is_share(&row.measure, &row.platform)) {
        (row.mean, row.low, row.high, row.n) = (0.33, 0.0, 1.0, 3);
    }
    for row in tables.differences.iter_mut().filter(|row| is_share(&row.measure, &row.platform)) {
        (row.mean, row.low, row.high, row.n) = (0.125, f64::NAN, f64::NAN, 1);
    }
    let text = summary::text(&manifest, &tables, None);
    assert!(text.contains("33 (0–100; 3 of 16)") && text.contains("+12.5 (1 of 16)"), "{text}");
    let drawn = drawn(&manifest, &tables);
    let (homes, _) = chart(&drawn, "daily_users_and_homes");
    assert!(
        homes.subtitle.ends_with("mean of 16 replicates, or of the fewer that have a value, with its 95 % interval"),
        "{}",
        homes.subtitle
    );
    // One of several says nothing of all, and is not drawn.
    let (difference, _) = chart(&drawn, "difference");
    assert!(difference.subtitle.ends_with("mean of 16 replicates with its 95 % interval"), "{}", difference.subtitle);
    assert!(lines_of(difference, "Daily users").curves.iter().any(|curve| curve.label == "小红书"));
    assert!(!lines_of(difference, "Homes of ties").curves.iter().any(|curve| curve.label == "小红书"));
}

#[test]
fn lines_that_are_not_whole_have_their_interval_at_the_end() {
    let fake = Fake { comparisons: &["one", "two"], events: 0, platforms: &["微信", "抖音"], ..SMALL };
    let mut tables = fake.tables();
    let last = i64::from(fake.days);
    let wide = |row: &&mut DifferenceRow| &*row.measure == "home_share" && &*row.against == "two" && row.day == last;
    tables.differences.iter_mut().filter(wide).for_each(|row| (row.low, row.high) = (-0.7, 0.9));
    let drawn = drawn(&fake.manifest(), &tables);
    let (figure, svg) = chart(&drawn, "difference");
    let key: Vec<&str> = figure.key.iter().map(|entry| entry.label.as_str()).collect();
    assert_eq!(key, ["less: one", "less: two", "intervals of broken lines at their ends"]);
    assert!(svg.contains("+100 pp") && svg.contains("−100 pp"), "what is drawn at the end is in view");
    let alone = Fake { replicates: 1, ..fake };
    let (figure, _) = &self::drawn(&alone.manifest(), &alone.tables())[1];
    assert_eq!((figure.name.as_str(), figure.key.len()), ("difference", 2));
}

#[test]
fn values_in_words_are_the_ticks_of_their_axis() {
    let (mut manifest, tables) = sweep(2);
    let words = [(-1.0, "poor"), (-0.25, "less"), (0.5, "par"), (1.25, "better"), (2.0, "leap")];
    let ticks = |manifest: &Manifest| {
        let drawn = drawn(manifest, &tables);
        let (_, svg) = chart(&drawn, "sweep_curves");
        let panel = |text: &Written| text.from < figure::WIDTH * 0.95 && text.from > figure::WIDTH * 0.5;
        written(svg).into_iter().filter(panel).map(|text| text.says).collect::<Vec<_>>()
    };
    manifest.axes[1].words = words.map(|(value, word)| (value, word.to_owned())).to_vec();
    let all = ticks(&manifest);
    assert!(words.iter().all(|(_, word)| all.iter().any(|text| text == word)), "{all:?}");
    assert!(all.iter().any(|text| text == "platform.抖音.share_fit"), "words are of no unit: {all:?}");
    manifest.axes[1].words.truncate(1);
    let some = ticks(&manifest);
    assert!(
        ["poor", "0.5", "1.25", "platform.抖音.share_fit (utility)"].iter().all(|says| some.iter().any(|text| text == says)),
        "{some:?}"
    );
}

#[test]
fn lines_that_are_left_out_are_counted() {
    let (manifest, tables) = sweep(2);
    let drawn = drawn(&manifest, &tables);
    let (figure, _) = chart(&drawn, "sweep_curves");
    let units: Vec<&str> = figure.panels.iter().map(|panel| panel.unit.as_str()).collect();
    // Of the first axis there are eight, of the second five.
    assert_eq!(units[..2], ["share of replicates", "share of replicates; 4 of 8 values"]);
}

#[test]
fn figures_in_cells_are_of_a_unit_that_is_told() {
    let told = |fake: Fake, name: &str| {
        let drawn = drawn(&fake.manifest(), &fake.tables());
        let (_, svg) = chart(&drawn, name);
        written(svg).into_iter().map(|text| text.says).collect::<Vec<_>>()
    };
    let count = |texts: &[String], says: &str| texts.iter().filter(|text| text.as_str() == says).count();
    let narrow = told(Fake { days: 7 * 11, ..SMALL }, "cohort_triangle");
    assert_eq!(count(&narrow, "share still active, %"), 3, "{narrow:?}");
    let has_unit = |text: &String| text.starts_with(|first: char| first.is_ascii_digit()) && text.ends_with(" %");
    assert!(!narrow.iter().any(has_unit), "{narrow:?}");
    let wide = told(Fake { days: 7 * 6, platforms: &["微信"], events: 0, comparisons: &[], ..SMALL }, "cohort_triangle");
    assert_eq!((count(&wide, "share still active"), count(&wide, "share still active, %")), (1, 0), "{wide:?}");
    assert!(wide.iter().any(has_unit), "{wide:?}");
}

#[test]
fn events_have_no_colour_where_colours_are_pairs() {
    let drawn = drawn(&SMALL.manifest(), &SMALL.tables());
    let inks = |name: &str| chart(&drawn, name).0.marks.iter().map(|mark| mark.ink).collect::<Vec<_>>();
    assert!(inks("overlap").iter().all(|ink| *ink == palette::DIM) && inks("overlap").len() == 4);
    assert!(inks("leakage").iter().all(|ink| *ink != palette::DIM));
}

#[test]
fn the_end_of_a_run_is_after_its_days() {
    let text = |fake: Fake| summary::text(&fake.manifest(), &fake.tables(), None);
    let dated = text(SMALL);
    assert!(dated.contains("\nAt the end, after 84 days (2020-08-24):\n") && dated.contains("a person-day"), "{dated}");
    assert!(text(Fake { days: 1, has_calendar: HasCalendar::No, ..SMALL }).contains("\nAt the end, after 1 day:\n"));
}

#[test]
fn each_name_of_several_is_legible_alone() {
    let fake = Fake { platforms: &["🐼", "熊猫"], comparisons: &["🎉", "🧨"], events: 1, days: 28, ..SMALL };
    let mut manifest = fake.manifest();
    manifest.events[0].only_in = vec!["🎉".to_owned()];
    let drawn = drawn(&manifest, &fake.tables());
    let curve = &lines_of(chart(&drawn, "overlap").0, "Overlap of monthly users").curves[0];
    assert_eq!(curve.label, "U+1F43C & 熊猫");
    let (figure, _) = chart(&drawn, "difference");
    let key: Vec<&str> = figure.key.iter().map(|entry| entry.label.as_str()).collect();
    assert_eq!(key[..2], ["less: U+1F389", "less: U+1F9E8"]);
    assert_eq!(figure.marks[0].label, "group chat (only in \"U+1F389\")");
    let place = folder();
    let saved = run_folder::save_all(place.path(), &manifest, &fake.tables()).expect("saved");
    let note = saved.notes.last().expect("a note");
    assert!(["🐼", "🎉", "🧨"].iter().all(|name| note.contains(name)), "{note}");
}

#[test]
fn axes_of_a_heat_map_keep_their_unit() {
    let (mut manifest, mut tables) = sweep(2);
    let long = "event.the festival promotion of the incumbent messenger of the country.promote.awareness";
    tables.sweep.axes[1] = long.into();
    (manifest.axes[1].path, manifest.axes[1].unit) = (long.to_owned(), "adoptions a day".to_owned());
    let drawn = drawn(&manifest, &tables);
    let (_, svg) = chart(&drawn, "sweep_heat");
    assert!(written(svg).iter().any(|text| text.says == "share of replicates; down: awareness (adoptions a day)"));
    assert!(written(svg).iter().any(|text| text.says == "across: event.group chat.on (day)"));
}

#[test]
fn no_age_lies_between_two_days() {
    let fake = Fake { days: 3, platforms: &["微信"], events: 0, comparisons: &[], ..SMALL };
    let ages = |tables: &Tables| {
        let drawn = drawn(&fake.manifest(), tables);
        let (_, svg) = chart(&drawn, "retention");
        let is_age = |text: &Written| text.from < figure::WIDTH / 2.0 && text.says.len() < 4 && text.says.parse::<f64>().is_ok();
        written(svg).into_iter().filter(is_age).map(|text| text.says).collect::<Vec<_>>()
    };
    let mut tables = fake.tables();
    assert_eq!(ages(&tables), ["0", "1", "2", "3"]);
    tables.retention.retain(|row| row.age_days == 0);
    assert_eq!(ages(&tables), ["0"]);
}
