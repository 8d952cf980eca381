//! What a run leaves behind: charts of anything, folders treated with care.

use std::fs;
use std::path::{Path, PathBuf};

use moatsim::output::figure::{self, Body, Dash, Figure, Heat, Lines, Panel, Reading, Shape};
use moatsim::output::layout::{CohortRow, ExpectRow, HistoryRow, LawPointRow, LawRow, SweepRow, TippingRow, told_apart};
use moatsim::output::place::{self, Existing, FolderLock, Kept};
use moatsim::output::run_folder;
use moatsim::output::{Manifest, Tables, charts, font, summary};

use crate::fake_tables::{CHINA, Fake, HasCalendar, sweep};

/// Small enough to be quick in an unoptimised build.
pub const SMALL: Fake = Fake { days: 84, ..CHINA };

pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

#[track_caller]
pub fn drawn(manifest: &Manifest, tables: &Tables) -> Vec<(Figure, String)> {
    charts::draw_all(manifest, tables)
        .into_iter()
        .map(|figure| {
            let drawing = figure.draw();
            resvg::usvg::roxmltree::Document::parse(&drawing.svg).unwrap_or_else(|cause| panic!("{}: {cause}", figure.name));
            assert!(!drawing.svg.contains("NaN") && !drawing.svg.contains("inf"), "{}", figure.name);
            (figure, drawing.svg)
        })
        .collect()
}

fn names(drawn: &[(Figure, String)]) -> Vec<&str> {
    drawn.iter().map(|(figure, _)| figure.name.as_str()).collect()
}

#[test]
fn every_chart_of_a_run_is_drawn_with_its_words() {
    let (manifest, tables) = (SMALL.manifest(), SMALL.tables());
    let drawn = drawn(&manifest, &tables);
    let expected = [
        "daily_users_and_homes",
        "difference",
        "time_and_messages",
        "retention",
        "cohort_triangle",
        "churn",
        "activity",
        "flows",
        "overlap",
        "leakage",
        "groups",
        "value_growth",
    ];
    assert_eq!(names(&drawn), expected);
    for (figure, svg) in &drawn {
        // Heat maps show means alone.
        let intervals = if ["cohort_triangle", "flows"].contains(&figure.name.as_str()) { "" } else { " · 95 % intervals" };
        assert_eq!(
            figure.footer,
            format!("moat 0.1.0 · seed 1 · douyin-group-chat 3f2a91bc · 16 replicates{intervals}"),
            "{}",
            figure.name
        );
        assert!(svg.contains(&figure.footer), "{}", figure.name);
        assert!(svg.contains("微信"), "{}", figure.name);
        let is_whole = figure.title.split(' ').all(|word| svg.contains(word));
        assert!(is_whole, "{}", figure.title);
    }
    let (_, first) = &drawn[0];
    for text in ["Daily users", "Homes of ties", "share of people", "never launched", "group chat", "100,000 people", "100 %"] {
        assert!(first.contains(text), "{text}");
    }
}

#[test]
fn charts_of_odd_runs_are_still_charts() {
    let odd = [
        Fake { days: 1, ..SMALL },
        Fake { days: 0, ..SMALL },
        Fake { replicates: 1, has_calendar: HasCalendar::No, ..SMALL },
        Fake { value: Some(0.0), ..SMALL },
        Fake { value: Some(f64::NAN), ..SMALL },
        Fake { value: Some(1e-9), comparisons: &["a", "b", "c", "d", "e"], ..SMALL },
        Fake { platforms: &["Only one"], comparisons: &[], events: 0, ..SMALL },
        Fake {
            platforms: &["🦊", "a < b & \"c\"", "x\u{7}\ny", "", "ไทย", "5", "a name that is far too long for any margin of any chart"],
            events: 12,
            ..SMALL
        },
    ];
    for fake in odd {
        let (manifest, tables) = (fake.manifest(), fake.tables());
        drawn(&manifest, &tables);
        let text = summary::text(&manifest, &tables, Some(Path::new("output/x")));
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
    assert!(drawn(&Manifest::default(), &Tables::default()).is_empty());
}

/// A text of a drawing: what it says, from where to where it reaches, and its baseline, in units of the page.
pub struct Written {
    pub says: String,
    pub from: f64,
    pub to: f64,
    pub baseline: f64,
}

pub fn written(svg: &str) -> Vec<Written> {
    let document = resvg::usvg::roxmltree::Document::parse(svg).expect("an SVG");
    let of_text = |node: resvg::usvg::roxmltree::Node<'_, '_>| {
        let number = |name: &str| -> f64 { node.attribute(name).and_then(|text| text.parse().ok()).expect("a number") };
        let says = node.text().unwrap_or_default().trim().to_owned();
        let size = number("font-size") / 10.0;
        let is_bold = node.attribute("font-weight") == Some("bold") || node.attribute("font-style") == Some("bold");
        let width = font::width(&says, size, if is_bold { font::Weight::Bold } else { font::Weight::Regular });
        let x = number("x") / 10.0;
        let from = match node.attribute("text-anchor") {
            Some("end") => x - width,
            Some("middle") => x - width / 2.0,
            _ => x,
        };
        Written { says, from, to: from + width, baseline: number("y") / 10.0 + 0.76 * size }
    };
    document.descendants().filter(|node| node.has_tag_name("text")).map(of_text).collect()
}

#[track_caller]
pub fn chart<'a>(drawn: &'a [(Figure, String)], name: &str) -> (&'a Figure, &'a str) {
    drawn.iter().find(|(figure, _)| figure.name == name).map(|(figure, svg)| (figure, svg.as_str())).expect("it is drawn")
}

#[track_caller]
pub fn lines_of<'a>(figure: &'a Figure, title: &str) -> &'a Lines {
    let panel = figure.panels.iter().find(|panel| panel.title == title).expect("there is such a panel");
    let Body::Lines(lines) = &panel.body else { panic!("{title} has lines") };
    lines
}

#[test]
fn nothing_written_leaves_the_page() {
    let long: &[&str] = &[
        "The Incumbent Messenger of the Country",
        "Another Messenger of the Country",
        "Signal",
        "Telegram",
        "Element (Matrix) and all of its bridges",
        "Viber & Rakuten",
        "抖音短视频社交平台",
    ];
    let comparisons: &[&str] = &[
        "without the long event number 1 of them",
        "without the long event number 2 of them",
        "without the long event number 3 of them",
        "without the long event number 4 of them",
        "without the long event number 5 of them",
    ];
    let fake = Fake { platforms: long, comparisons, events: 12, ..SMALL };
    let drawn = drawn(&fake.manifest(), &fake.tables());
    for (figure, svg) in &drawn {
        for text in written(svg) {
            assert!(text.from > 0.0 && text.to < figure::WIDTH, "{}: {} from {} to {}", figure.name, text.says, text.from, text.to);
        }
    }
    // Nor does the name of an event that stands in the middle, which would run over the panel beside it too.
    for tens in [3, 5, 7] {
        let mut one = Fake { events: 1, ..SMALL }.manifest();
        one.events[0].name = "the messenger opens its mini programs to all of the cities".to_owned();
        one.events[0].from = tens * 10;
        for (figure, svg) in self::drawn(&one, &SMALL.tables()) {
            for text in written(&svg).iter().filter(|text| text.says == one.events[0].name) {
                let half = figure::WIDTH / figure.columns as f64;
                let is_in_one = (text.from / half).floor() == (text.to / half).floor();
                assert!(text.to < figure::WIDTH && is_in_one, "{}: {} from {} to {}", figure.name, text.says, text.from, text.to);
            }
        }
    }
    // Stocks stand whole behind names that are cut.
    let (_, flows) = chart(&drawn, "flows");
    let stocks = written(flows).into_iter().filter(|text| text.says.ends_with("%)") && text.says.starts_with("The Inc"));
    let stocks: Vec<Written> = stocks.collect();
    assert_eq!(stocks.len(), 2);
    assert!(stocks.iter().all(|text| text.says.contains("...  (")));
    // Both names of a pair are told, and how many pairs there are.
    let (figure, overlap) = chart(&drawn, "overlap");
    assert!(figure.panels[0].unit.ends_with("; 7 of 21 pairs, the greatest"), "{}", figure.panels[0].unit);
    let mut pairs: Vec<String> = written(overlap).into_iter().filter(|text| text.says.contains(" & ")).map(|text| text.says).collect();
    pairs.dedup();
    assert_eq!(pairs.len(), 7, "{pairs:?}");
    for (name, words) in [("difference", "less: without the long event number 1 of them"), ("churn", "as it is in the scenario")] {
        let (_, svg) = chart(&drawn, name);
        assert!(svg.contains(words) && svg.contains("and 2 more in the tables"), "{name}");
    }
    // Names beside curves stand apart.
    let (_, difference) = chart(&drawn, "difference");
    let names: Vec<Written> = written(difference).into_iter().filter(|text| text.says.starts_with("Signal")).collect();
    assert_eq!(names.len(), 4);
    for name in names {
        let touches = |other: &Written| {
            other.says != name.says && (other.from - name.from).abs() < 1.0 && (other.baseline - name.baseline).abs() < 8.0
        };
        assert!(!written(difference).iter().any(touches), "at {}", name.baseline);
    }
}

#[test]
fn points_that_lie_apart_are_dots_on_their_line() {
    let drawn = drawn(&SMALL.manifest(), &SMALL.tables());
    let (figure, svg) = chart(&drawn, "daily_users_and_homes");
    let of_scenario = |title: &str| -> usize {
        lines_of(figure, title).curves.iter().filter(|curve| curve.shape == Shape::Banded).map(|curve| curve.points.len()).sum()
    };
    let (days, surveys) = (of_scenario("Daily users"), of_scenario("Homes of ties"));
    assert!(days > 10 * surveys && surveys > 0, "{days} {surveys}");
    assert_eq!(svg.matches("<circle").count(), surveys, "what lay between two surveys was not measured");
}

#[test]
fn dashes_mean_comparisons_alone() {
    let drawn = drawn(&SMALL.manifest(), &SMALL.tables());
    let (figure, _) = chart(&drawn, "value_growth");
    let curves = &lines_of(figure, "Messages on daily users").curves;
    assert_eq!(curves.iter().map(|curve| curve.label.as_str()).collect::<Vec<_>>(), ["微信", "抖音", "小红书", "slope 1", "slope 2"]);
    assert!(curves.iter().all(|curve| curve.dash == Dash::Whole));
}

#[test]
fn events_of_one_day_share_a_badge() {
    let mut manifest = Fake { events: 7, ..SMALL }.manifest();
    manifest.events.iter_mut().for_each(|event| event.from = 20);
    for (figure, svg) in drawn(&manifest, &SMALL.tables()).iter().filter(|(figure, _)| !figure.marks.is_empty()) {
        let badges = written(svg).into_iter().filter(|text| text.says == "1–7").count();
        let has_days = |panel: &&Panel| matches!(&panel.body, Body::Lines(lines) if matches!(lines.across.reading, Reading::Days(_)));
        assert_eq!(badges, figure.panels.iter().filter(has_days).count(), "{}", figure.name);
    }
}

#[test]
fn events_of_comparisons_are_marked_where_the_comparison_is_drawn() {
    let mut manifest = Fake { comparisons: &["a", "b", "c", "d"], events: 2, ..SMALL }.manifest();
    manifest.events[0].only_in = vec!["b".to_owned(), "d".to_owned()];
    manifest.events[1].only_in = vec!["d".to_owned()];
    let drawn = drawn(&manifest, &SMALL.tables());
    let (figure, _) = chart(&drawn, "daily_users_and_homes");
    let labels: Vec<&str> = figure.marks.iter().map(|mark| mark.label.as_str()).collect();
    assert_eq!(labels, ["group chat (only in \"b\", \"d\")"], "the fourth comparison is not drawn");
}

/// A cell of a triangle in which half stay.
fn cohort(platform: &str, cohort_week: i64, age_week: i64, people: f64) -> CohortRow {
    let (variant, platform) = ("scenario".into(), platform.into());
    CohortRow { variant, platform, cohort_week, age_week, people, mean: 0.5, low: 0.4, high: 0.6, n: 16 }
}

#[test]
fn a_cohort_is_shown_once_it_is_complete() {
    let manifest = Fake { days: 400, ..SMALL }.manifest();
    let complete = |week: i64, age: i64| age < 18 && 7 * (week + age) + 12 < 400;
    let cells = |platform: &'static str, first: i64, people: fn(i64) -> f64| {
        let ages =
            move |week: i64| (0..18).filter(move |&age| complete(week, age)).map(move |age| cohort(platform, week, age, people(week)));
        (first..58).flat_map(ages)
    };
    // The second comes in week 7; hardly anybody installs it in weeks 10 to 12.
    let few = |week: i64| if (10..13).contains(&week) { 0.25 } else { 100.0 };
    let cohorts = cells("微信", 0, |_| 100.0).chain(cells("抖音", 7, few)).chain(cells("小红书", 0, |_| 0.25)).collect();
    let drawn = drawn(&manifest, &Tables { cohorts, ..Tables::default() });
    let (figure, _) = chart(&drawn, "cohort_triangle");
    let heats: Vec<&Heat> =
        figure.panels.iter().filter_map(|panel| if let Body::Heat(heat) = &panel.body { Some(heat) } else { None }).collect();
    let [first, second] = heats[..] else { panic!("two platforms have installs that tell something") };
    for heat in [first, second] {
        assert_eq!(heat.columns, ["0–2", "3–5", "6–8", "9–11", "12–14", "15–17"]);
    }
    assert_eq!((first.rows[0].as_str(), second.rows[0].as_str()), ("2020-06-01 – 06-21", "2020-07-20 – 08-09"));
    // Weeks 51 to 53 have lived no more than week 1 within 400 days.
    assert_eq!(first.rows.last().map(String::as_str), Some("2021-05-24 – 06-13"));
    assert_eq!(first.cells[first.cells.len() - 6..], [Some(0.5), None, None, None, None, None]);
    assert!(second.cells[6..12].iter().all(|cell| cell.is_some_and(f64::is_nan)), "too few to tell");
    assert_eq!(figure.panels[0].unit, "share still active");
    assert_eq!(figure.panels[1].unit, "share still active; grey: fewer than 20 people");
}

#[test]
fn what_adds_up_over_a_month_is_drawn_where_months_end() {
    let fake = Fake { days: 100, ..SMALL };
    let drawn = drawn(&fake.manifest(), &fake.tables());
    let days = |title: &str| -> Vec<f64> {
        let (figure, _) = chart(&drawn, "groups");
        lines_of(figure, title).curves[0].points.iter().map(|point| point.x).collect()
    };
    assert_eq!(days("What members say"), [28.0, 56.0, 84.0]);
    assert_eq!(days("Where groups live"), [0.0, 28.0, 56.0, 84.0, 100.0]);
}

#[test]
fn every_colour_that_is_drawn_has_its_name() {
    let fake = Fake { comparisons: &["never launched", "no relaunch"], ..SMALL };
    let mut tables = fake.tables();
    // Where it was never launched there is nothing to take a difference to.
    for row in tables.differences.iter_mut().filter(|row| &*row.against == "never launched" && &*row.platform == "抖音") {
        row.mean = f64::NAN;
    }
    let drawn = drawn(&fake.manifest(), &tables);
    let (figure, _) = chart(&drawn, "difference");
    let named: Vec<(&str, Dash)> = lines_of(figure, "Minutes of all people")
        .curves
        .iter()
        .filter(|curve| !curve.label.is_empty())
        .map(|curve| (curve.label.as_str(), curve.dash))
        .collect();
    assert_eq!(named, [("微信", Dash::Whole), ("抖音", Dash::Dashed), ("小红书", Dash::Whole)]);
}

#[test]
fn nothing_that_moved_needs_no_panel() {
    let mut tables = SMALL.tables();
    tables.daily.iter_mut().filter(|row| &*row.measure == "group_leakage").for_each(|row| row.mean = 0.0);
    let drawn = drawn(&SMALL.manifest(), &tables);
    let (figure, _) = chart(&drawn, "leakage");
    assert_eq!(figure.panels.iter().map(|panel| panel.title.as_str()).collect::<Vec<_>>(), ["Ties, by where they were born"]);
}

#[test]
fn days_active_of_all_platforms_have_one_scale() {
    let mut tables = SMALL.tables();
    tables.activity.iter_mut().filter(|row| &*row.platform == "微信" && row.days == 28).for_each(|row| row.mean = 0.97);
    let drawn = drawn(&SMALL.manifest(), &tables);
    let (_, svg) = chart(&drawn, "activity");
    let count = |says: &str| written(svg).iter().filter(|text| text.says == says).count();
    assert_eq!((count("100 %"), count("28"), count("1")), (3, 3, 3));
}

#[test]
fn ticks_do_not_touch_at_the_origin() {
    let fake = Fake { has_calendar: HasCalendar::No, ..SMALL };
    let drawn = drawn(&fake.manifest(), &fake.tables());
    let (_, svg) = chart(&drawn, "difference");
    let texts = written(svg);
    for day in texts.iter().filter(|text| text.says == "day 0") {
        let beside = texts.iter().filter(|text| text.says.ends_with("pp") && text.to > day.from && text.from < day.to);
        let nearest = beside.map(|text| (day.baseline - text.baseline).abs()).fold(f64::INFINITY, f64::min);
        assert!(nearest > 15.0, "{nearest}");
    }
}

#[test]
fn differences_in_a_heat_map_are_gains_or_losses() {
    let (manifest, mut tables) = sweep(2);
    for row in tables.sweep.rows.iter_mut().filter(|row| &*row.measure == "tips") {
        row.unit = "difference in share of people".into();
        (row.mean, row.low, row.high) = (row.mean - 0.5, row.low - 0.5, row.high - 0.5);
    }
    let drawn = drawn(&manifest, &tables);
    let (figure, svg) = chart(&drawn, "sweep_heat");
    let Body::Heat(heat) = &figure.panels[0].body else { panic!("a heat map") };
    let holds_zero = heat.cells.iter().map(|cell| cell.is_some_and(|mean| mean.abs() <= 0.06));
    assert_eq!(heat.may_be_nothing, holds_zero.collect::<Vec<_>>());
    assert!(heat.may_be_nothing.contains(&true) && heat.may_be_nothing.contains(&false));
    assert!(svg.contains("without colour: the 95 % interval holds zero"));
    assert!(svg.contains("+49 pp") && svg.contains("−49 pp"), "signs");
    let Body::Heat(level) = &figure.panels[1].body else { panic!("a heat map") };
    assert!(!level.may_be_nothing.contains(&true));
}

#[test]
fn the_picture_of_a_law_ends_at_what_is_possible_and_calls_no_simulation_theory() {
    let law = LawRow {
        law: "L4".into(),
        title: "Hysteresis".into(),
        says: "".into(),
        source: "".into(),
        quantity: "".into(),
        predicted: 0.0,
        measured: 0.0,
        tolerance: 0.0,
        met: "yes".into(),
    };
    let point = |by: &str, x: f64, mean: f64| LawPointRow {
        law: "L4".into(),
        picture: "Hysteresis".into(),
        across: "field".into(),
        across_unit: "".into(),
        up: "balance m".into(),
        unit: "−1..1".into(),
        line: "talk of two of a kind, blunt choices".into(),
        by: by.into(),
        x,
        mean,
        low: mean - 0.1,
        high: mean + 0.1,
    };
    let key_of = |points: Vec<LawPointRow>| {
        let drawn = drawn(&SMALL.manifest(), &Tables { laws: vec![law.clone()], law_points: points, ..Tables::default() });
        let (figure, svg) = chart(&drawn, "l4_hysteresis");
        assert!(svg.contains("−1.0") && !svg.contains("−1.5"), "no axis beyond what is possible");
        assert!(svg.contains("talk of two of a kind, blunt choices"), "a whole name beside a wide panel");
        figure.key[0].label.clone()
    };
    let simulated = vec![point("simulation", 0.0, -0.97), point("simulation", 1.0, 0.97)];
    assert_eq!(key_of(simulated.clone()), "simulation: means, with their intervals");
    assert_eq!(key_of([simulated, vec![point("theory", 0.0, -0.9)]].concat()), "theory (dots: simulation)");
}

#[test]
fn sweeps_are_drawn_as_what_they_are() {
    let name_of = |axes: usize| {
        let (manifest, tables) = sweep(axes);
        names(&drawn(&manifest, &tables)).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(name_of(1), ["sweep_curves"]);
    assert_eq!(name_of(2), ["sweep_heat", "sweep_curves"]);
    assert_eq!(name_of(3), ["sweep_curves"]);
}

#[test]
fn paths_are_as_short_as_they_can_be_told_apart() {
    let paths = ["platform.Old.solo", "platform.New.solo", "event.chat.set.fit", "run.people"];
    assert_eq!(told_apart(&paths), ["Old.solo", "New.solo", "fit", "people"]);
    assert_eq!(told_apart(&["platform.chat.price", "event.chat.price", "run.days"]), ["platform.chat.price", "event.chat.price", "days"]);
    assert_eq!(told_apart(&["platform.a.b.fit.friend", "platform.a.c.fit.friend"]), ["a.b.fit.friend", "a.c.fit.friend"]);
}

#[test]
fn points_that_share_a_value_are_told_together() {
    let (mut manifest, mut tables) = sweep(1);
    let told = |manifest: &Manifest, tables: &Tables| {
        let text = summary::text(manifest, tables, None);
        text.lines().find(|line| line.starts_with("tips ")).expect("a line").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let tips = |tables: &mut Tables, level: fn(i64) -> f64| {
        for row in tables.sweep.rows.iter_mut().filter(|row| &*row.measure == "tips") {
            (row.mean, row.low, row.high) = (level(row.point), 0.0, 1.0);
        }
    };
    tips(&mut tables, |point| if point < 6 { 0.0 } else { 1.0 });
    assert_eq!(told(&manifest, &tables), "tips 0 (0–100) % at 6 of 9 points 100 (0–100) % at on = 360 or 420 or 480");
    tips(&mut tables, |_| 0.0);
    assert_eq!(told(&manifest, &tables), "tips 0 (0–100) % at all 9 points 0 (0–100) % at all 9 points");
    tips(&mut tables, |point| point as f64 / 10.0);
    assert_eq!(told(&manifest, &tables), "tips 0 (0–100) % at on = 0 80 (0–100) % at on = 480");
    // Axes whose keys are the same go by the names they are of; a line of points has its values listed, others stand one by one.
    (manifest, tables) = sweep(2);
    tables.sweep.axes = ["platform.A.x", "platform.B.x"].map(Into::into).to_vec();
    tables.sweep.rows.retain(|row| &*row.measure == "tips");
    tips(&mut tables, |point| point as f64 / 100.0);
    assert_eq!(told(&manifest, &tables), "tips 0 (0–100) % at A.x = 0, B.x = −1 39 (0–100) % at A.x = 630, B.x = 2");
    tips(&mut tables, |point| if point < 2 { 0.0 } else { 0.7 });
    assert_eq!(told(&manifest, &tables), "tips 0 (0–100) % at A.x = 0 or 90, B.x = −1 70 (0–100) % at 38 of 40 points");
    tips(&mut tables, |point| if point == 0 || point == 17 { 0.0 } else { 0.7 });
    let apart = "tips 0 (0–100) % at A.x = 0, B.x = −1; A.x = 90, B.x = 0.5 70 (0–100) % at 38 of 40 points";
    assert_eq!(told(&manifest, &tables), apart);
}

#[test]
fn shares_of_replicates_have_their_mean_over_points() {
    let (manifest, mut tables) = sweep(1);
    let random = Manifest { design: "latin-hypercube".to_owned(), ..manifest.clone() };
    let told = |tables: &Tables| summary::text(&random, tables, None);
    let says = |text: &str, end: &str| text.lines().any(|line| line.starts_with("tips ") && line.ends_with(end));
    for row in tables.sweep.rows.iter_mut().filter(|row| &*row.measure == "tips") {
        (row.mean, row.low, row.high) = (0.4, 0.1, 0.7);
    }
    // Nine points with eight replicates each: 0.4 of 72.
    let alike = told(&tables);
    assert!(says(&alike, " 40 ± 11 %"), "{alike}");
    for row in tables.sweep.rows.iter_mut().filter(|row| &*row.measure == "tips") {
        row.mean = if row.point == 0 { 0.9 } else { 0.0 };
    }
    let once = told(&tables);
    assert!(says(&once, " 10 (2–42) %"), "{once}");
    assert!(once.contains("mean of points: its interval is of which points were drawn; chance is not in it"), "{once}");
    assert!(!summary::text(&manifest, &tables, None).contains("mean of points"));
}

#[test]
fn levels_of_a_sweep_stand_in_the_words_that_they_were_given_in() {
    let (mut manifest, mut tables) = sweep(2);
    tables.sweep.rows.iter_mut().for_each(|row| row.mean = row.point as f64 / 100.0);
    manifest.axes[1].words = vec![(-1.0, "poor".to_owned()), (0.5, "better".to_owned())];
    let drawn = drawn(&manifest, &tables);
    let (_, heat) = chart(&drawn, "sweep_heat");
    let (_, curves) = chart(&drawn, "sweep_curves");
    let stands = |svg: &str, text: &str| svg.lines().any(|line| line == text);
    assert!(["poor", "better", "1.25"].iter().all(|text| stands(heat, text)) && !stands(heat, "−1"), "{heat}");
    assert!(stands(curves, "share_fit poor") && !stands(curves, "share_fit −1"), "{curves}");
    let summary = summary::text(&manifest, &tables, None);
    assert!(summary.contains("platform.抖音.share_fit (poor is −1, better is 0.5)"), "{summary}");
    assert!(summary.contains("share_fit = poor"), "{summary}");
}

#[test]
fn a_page_holds_the_closest_relations_of_a_sweep() {
    let (manifest, mut tables) = sweep(3);
    // What does not depend on anything comes first, and must not take the room.
    let flat = |row: &SweepRow| SweepRow { measure: "still".into(), mean: 0.5, ..row.clone() };
    let still: Vec<SweepRow> = tables.sweep.rows.iter().filter(|row| &*row.measure == "tips").map(flat).collect();
    tables.sweep.rows.splice(0..0, still);
    let drawn = drawn(&manifest, &tables);
    let (figure, svg) = &drawn[0];
    assert!(figure.title.ends_with("the 6 closest relations of 9"), "{}", figure.title);
    assert!(!svg.contains("still") && svg.contains("tips") && svg.contains("minutes"));
    assert!(figure.subtitle.ends_with("with its 95 % interval"), "{}", figure.subtitle);
}

#[test]
fn a_unit_that_has_no_room_beside_the_title_stands_below_it() {
    let (manifest, mut tables) = sweep(2);
    for row in &mut tables.sweep.rows {
        row.unit = "difference in share of those who were there before".into();
    }
    for (figure, svg) in drawn(&manifest, &tables) {
        assert!(svg.contains("difference in share of those who were there before"), "{}", figure.name);
        assert!(svg.contains("pp"), "{}: differences of shares are told in percentage points", figure.name);
    }
}

#[test]
fn every_row_of_many_is_named() {
    let of_it = |without: &str| {
        let without = without.to_owned();
        (0..40).map(move |number| HistoryRow {
            history: format!("history-{number}").into(),
            title: "".into(),
            without: without.as_str().into(),
            that: "it falls".into(),
            quantity: "".into(),
            needed: "".into(),
            found: "".into(),
            mean: 0.0,
            low: 0.0,
            high: 0.0,
            n: 2,
            met: "met".into(),
            source: "".into(),
            missed: "".into(),
        })
    };
    let histories = ["", "habit", "pull"].into_iter().flat_map(of_it).collect();
    let drawn = drawn(&Manifest { replicates: 2, ..Manifest::default() }, &Tables { histories, ..Tables::default() });
    let (_, svg) = &drawn[0];
    assert!((0..40).all(|number| svg.contains(&format!("history-{number}\n")) || svg.contains(&format!("history-{number}<"))), "{svg}");
}

#[test]
fn a_character_that_the_font_lacks_is_told_and_never_drawn() {
    let fake = Fake { platforms: &["🦊 Fox", "བོད"], days: 28, ..SMALL };
    let place = folder();
    // What an older program could not draw is forgotten.
    let old = "the font of the charts lacks ไ (U+0E44): dropped there, or written as a code".to_owned();
    let before = Manifest { notes: vec![old.clone()], ..fake.manifest() };
    let manifest = run_folder::save_all(place.path(), &before, &fake.tables()).expect("saved");
    let note = manifest.notes.last().expect("a note");
    assert!(note.contains("🦊 (U+1F98A)") && note.contains("U+0F56"), "{note}");
    assert!(!manifest.notes.contains(&old));
    let svg = fs::read_to_string(place.path().join("charts/daily_users_and_homes.svg")).expect("a chart");
    assert!(svg.chars().all(|character| character == '\n' || font::legible(&character.to_string()).1.is_empty()));
}

/// Every file below a folder with its bytes, by path.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = fs::read(&path).expect("a file");
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}

#[test]
fn a_run_is_drawn_again_from_its_folder_to_the_same_bytes() {
    let place = folder();
    let (manifest, tables) = (SMALL.manifest(), SMALL.tables());
    let saved = run_folder::save_all(place.path(), &manifest, &tables).expect("saved");
    let before = files(place.path());
    assert_eq!(before.len(), saved.files.len());
    let (manifest_back, tables_back) = run_folder::load_all(place.path()).expect("loaded");
    assert_eq!(manifest_back, saved);
    assert_eq!(tables_back, tables);
    run_folder::redraw(place.path()).expect("drawn again");
    assert_eq!(files(place.path()), before);
    assert!(run_folder::bytes_expected(&manifest) > 0);
}

fn take(folder: &Path, existing: Existing) -> moatsim::error::Result<FolderLock> {
    place::take(folder, existing, &SMALL.manifest(), |_| Ok(Kept::Nothing))
}

#[test]
fn a_folder_is_taken_by_one_at_a_time() {
    let place = folder();
    let held = take(place.path(), Existing::Refuse).expect("free");
    for existing in [Existing::Refuse, Existing::Overwrite, Existing::Resume] {
        let told = take(place.path(), existing).expect_err("taken").to_string();
        assert!(told.starts_with("another moat is at work in "), "{told}");
    }
    drop(held);
    assert!(files(place.path()).is_empty(), "nothing is left of it");
    // A process that was killed leaves the file, which nobody holds.
    fs::write(place.path().join(".moat.lock"), "").expect("written");
    take(place.path(), Existing::Refuse).expect("free");
    run_folder::save_all(place.path(), &SMALL.manifest(), &SMALL.tables()).expect("saved");
    let _held = take(place.path(), Existing::Overwrite).expect("free");
    let told = run_folder::redraw(place.path()).expect_err("taken").to_string();
    assert!(told.starts_with("another moat is at work in "), "{told}");
}

#[test]
fn results_that_are_there_are_not_lost_by_accident() {
    let place = folder();
    let path = place.path().join("new/run");
    take(&path, Existing::Refuse).expect("made");
    take(&path, Existing::Refuse).expect("empty, so free");
    run_folder::save_all(&path, &SMALL.manifest(), &SMALL.tables()).expect("saved");
    fs::write(path.join("mine.txt"), "mine").expect("written");
    let told = take(&path, Existing::Refuse).expect_err("refused");
    assert_eq!(told.exit_code(), 2);
    assert!(told.to_string().contains("--overwrite"), "{told}");
    take(&path, Existing::Overwrite).expect("may be replaced");
    let (manifest, tables) = sweep(1);
    run_folder::save_all(&path, &manifest, &tables).expect("replaced");
    let left: Vec<String> =
        files(&path).into_iter().map(|(file, _)| file.strip_prefix(&path).expect("inside").display().to_string()).collect();
    let expected =
        ["charts/sweep_curves.png", "charts/sweep_curves.svg", "manifest.json", "mine.txt", "summary.txt", "sweep.csv", "sweep.parquet"];
    assert_eq!(left, expected);
    let strange = place.path().join("strange");
    fs::create_dir(&strange).expect("made");
    fs::write(strange.join("thesis.tex"), "years of work").expect("written");
    assert_eq!(take(&strange, Existing::Overwrite).expect_err("refused").exit_code(), 2);
    assert_eq!(take(&strange.join("thesis.tex"), Existing::Overwrite).expect_err("refused").exit_code(), 2);
    assert_eq!(run_folder::load_all(&strange).expect_err("no run").exit_code(), 2);
}

#[test]
fn a_manifest_cannot_name_files_outside_its_folder() {
    let place = folder();
    let path = place.path().join("run");
    fs::create_dir(&path).expect("made");
    let outside = place.path().join("outside.txt");
    fs::write(&outside, "mine").expect("written");
    let listed = vec!["../outside.txt".to_owned(), outside.display().to_string()];
    let manifest = serde_json::to_string(&Manifest { files: listed, ..SMALL.manifest() }).expect("text");
    fs::write(path.join("manifest.json"), manifest).expect("written");
    run_folder::save_all(&path, &SMALL.manifest(), &Tables::default()).expect("saved");
    assert!(outside.is_file());
}

#[track_caller]
fn all_fit(summary: &str) {
    // A Chinese character is two columns wide.
    let width = |line: &str| line.chars().map(|character| if u32::from(character) >= 0x2E80 { 2 } else { 1 }).sum::<usize>();
    for line in summary.lines() {
        assert!(width(line) <= 100, "{line}");
    }
}

#[test]
fn the_summary_fits_a_screen() {
    let many = Fake { comparisons: &["never launched", "launched at once", "no promotion", "open to all"], ..SMALL };
    let seven = Fake { platforms: &["微信", "抖音", "小红书", "支付宝", "钉钉", "飞聊", "多闪"], ..many };
    for fake in [SMALL, many, seven] {
        let text = summary::text(&fake.manifest(), &fake.tables(), Some(Path::new("output/douyin-group-chat")));
        assert!(text.lines().count() <= 45, "{} lines\n{text}", text.lines().count());
        all_fit(&text);
        for part in ["Does group chat", "微信", "daily users", "✗ not met", "? undecided", "✓ met", "less “never launched”", "bimodal"]
        {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }
}

#[test]
fn a_long_name_of_a_comparison_fits_the_screen_too() {
    let long = Fake { comparisons: &["without the long event number 1 of the seven of them"], ..SMALL };
    let text = summary::text(&long.manifest(), &long.tables(), None);
    assert!(text.contains("number 1 of the seven"), "{text}");
    all_fit(&text);
}

#[test]
fn expectations_are_told_whole_and_the_rest_counted() {
    let row = |number: usize| ExpectRow {
        that: format!("what is expected takes more than a line of its column to say, as number {number} shows").into(),
        found: "−19.2 % (95 % interval −19.8 to −18.6; 8 replicates)".into(),
        needed: "at most 0 % of those who were there before and last".into(),
        ..SMALL.tables().expect[0].clone()
    };
    for count in [1, 2, 5, 6, 12] {
        let tables = Tables { expect: (0..count).map(row).collect(), ..Tables::default() };
        let text = summary::text(&SMALL.manifest(), &tables, None);
        let [begun, ended] = ["✓ met  ", "last"].map(|word| text.lines().filter(|line| line.contains(word)).count());
        assert_eq!(begun, ended, "{text}");
        assert!(begun == count || text.contains(&format!("\nand {} more, in expect.csv\n", count - begun)), "{text}");
    }
}

#[test]
fn what_is_left_out_is_counted_in_words_that_fit() {
    let text = |comparisons| {
        let fake = Fake { comparisons, ..SMALL };
        summary::text(&fake.manifest(), &fake.tables(), None)
    };
    const ALL: &[&str] = &["a", "b", "c", "d", "e"];
    let (mut fewer, more) = ((2..=5).map(|count| text(&ALL[..count])), text(ALL));
    assert!(fewer.any(|text| text.contains("\nand 1 more comparison, in differences.csv\n")));
    assert!(more.contains(" more comparisons, in differences.csv\n"), "{more}");
}

#[test]
fn the_command_is_whole_on_one_line() {
    let command = format!("moat histories {}-o hist", "scenarios/histories/three-challengers.toml ".repeat(9));
    let text = summary::text(&Manifest { command: command.clone(), ..SMALL.manifest() }, &SMALL.tables(), None);
    assert!(text.ends_with(&format!("\nAgain   {command}\n")), "{text}");
}

#[test]
fn minutes_are_those_of_all_people() {
    let mut tables = SMALL.tables();
    for row in &mut tables.daily {
        match &*row.measure {
            "minutes" => (row.mean, row.low, row.high) = (77.7, 77.6, 77.8),
            "minutes_a_person" => (row.mean, row.low, row.high) = (33.3, 33.2, 33.4),
            _ => {}
        }
    }
    let text = summary::text(&SMALL.manifest(), &tables, None);
    assert!(text.contains("33.3") && text.contains("a person") && !text.contains("77.7"), "{text}");
}

#[test]
fn where_outcomes_fall_in_two_no_mean_is_told() {
    let two = TippingRow {
        variant: "scenario".into(),
        platform: "抖音".into(),
        measure: "home_share".into(),
        threshold: 0.5,
        probability: 0.375,
        low: 0.18,
        high: 0.61,
        n: 16,
        day: 40.0,
        day_low: 30.0,
        day_high: 50.0,
        lower: 0.004,
        upper: 0.994,
    };
    let told = |row: TippingRow| summary::text(&SMALL.manifest(), &Tables { tipping: vec![row], ..SMALL.tables() }, None);
    let seeds = told(two.clone());
    assert!(seeds.contains("0.400 or 99.4"), "{seeds}");
    // One outcome of all, or of some without a gap: who takes half of the homes, how surely and when.
    let one = told(TippingRow { lower: f64::NAN, upper: f64::NAN, ..two.clone() });
    assert!(one.contains("抖音 tips: it takes half of the homes in 37.5 % of runs (18.0–61.0 %), on day 40 ± 10"), "{one}");
    assert!(!one.contains("99.4"), "{one}");
    // That all do is not certain either.
    let all = told(TippingRow { lower: f64::NAN, upper: f64::NAN, probability: 1.0, low: 0.81, high: 1.0, ..two.clone() });
    assert!(all.contains("抖音 tips: it takes half of the homes in 100 % of runs (81.0–100 %), on day 40 ± 10"), "{all}");
    // No day lies after the last.
    let late = told(TippingRow { lower: f64::NAN, upper: f64::NAN, day: 60.0, day_low: 30.0, day_high: 90.0, ..two });
    assert!(late.contains("on day 60 (30–84)"), "{late}");
}

#[test]
fn a_picture_is_a_slide() {
    let (manifest, tables) = sweep(1);
    let figure = &charts::draw_all(&manifest, &tables)[0];
    let png = figure::to_png(&figure.draw().svg).expect("drawn");
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!((&png[16..20], &png[20..24]), (&2560u32.to_be_bytes()[..], &1440u32.to_be_bytes()[..]));
}
