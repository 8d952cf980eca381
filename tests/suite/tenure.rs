//! What records say of newcomers, beside what is seen of each person day by day: who opens for the first time or comes back, rolling retention, the
//! triangle of cohorts and the hazard of leaving, where people remove apps, install them again, and a platform closes.

use std::path::Path;

use moatsim::engine::Life;
use moatsim::ids::PlatformId;
use moatsim::metrics::{churn_hazard, cohort_triangle, rolling_retention_curve};
use moatsim::scenario::parse_scenario;
use moatsim::world::App;

const MONTH: u32 = 28;

/// Whoever has had an app for so many days is a newcomer no more.
const SETTLED: u32 = 126;

const TOWN: &str = r#"
title = "Apps come and go"

[run]
people = 900
days = 154
settle_days = 0

[behaviour]
leave = 0.4
retry = 0.5

[[platform]]
name = "Old"
users = 0.9
fit = "par"

[[platform]]
name = "Fad"
users = 0.1
awareness = 0.02
solo = 1.5

[[platform]]
name = "Short"
opens = 30
awareness = 0.05
solo = 2

[[event]]
name = "the end"
on = 120
platform = "Short"
close = true
"#;

/// On a day some of the people, chosen by its name, have to install an app.
fn order(name: &str, day: u32, share: f64) -> String {
    let until = day + 1;
    format!(
        "\n[[event]]\nname = \"{name}\"\nfrom = {day}\nuntil = {until}\nplatform = \"Fad\"\nto = {{ share = {share} }}\nmandate = {{}}\n"
    )
}

/// From the day on which somebody installed an app until it was gone: on which days it was opened.
struct Stay {
    platform: usize,
    installed: u32,
    opened: Vec<u32>,
}

impl Stay {
    fn opened_within(&self, ages: std::ops::Range<u32>) -> bool {
        self.opened.iter().any(|day| ages.contains(&(day - self.installed)))
    }
}

/// What is seen of a person and a platform.
#[derive(Clone, Default)]
struct Seen {
    had_it_before: bool,
    was_active_before: bool,
    opened: Vec<u32>,
}

impl Seen {
    fn is_active(&self, month: u32) -> bool {
        self.opened.iter().any(|day| day / MONTH == month)
    }

    fn was_active(&self, month: u32) -> bool {
        if month == 0 { self.was_active_before } else { self.is_active(month - 1) }
    }

    fn came_first_in(&self, month: u32) -> bool {
        !self.had_it_before && self.opened.first().is_some_and(|day| day / MONTH == month)
    }
}

#[test]
fn newcomers_are_counted_as_they_are_seen() {
    let town = [TOWN, &order("first", 3, 0.3), &order("second", 60, 0.6)].concat();
    let scenario = parse_scenario(&town, "test", Path::new("")).unwrap_or_else(|problems| panic!("{problems}"));
    let days = scenario.run.days;
    let mut life = Life::begin(&scenario, 0).expect("a world is made");
    let places: Vec<(usize, usize)> = life.world.app.places().collect();
    let before = |&place: &(usize, usize)| {
        let app = life.world.app[place];
        Seen { had_it_before: !app.is_new(), was_active_before: !app.is_new() && u32::from(app.idle()) < MONTH, opened: Vec::new() }
    };
    let mut seen: Vec<Seen> = places.iter().map(before).collect();
    let mut stays: Vec<Stay> = Vec::new();
    let (mut stay_of, mut again) = (vec![None; places.len()], 0);
    for day in 0..days {
        life.live_day();
        for (at, &(person, platform)) in places.iter().enumerate() {
            let app = life.world.app[(person, platform)];
            if app.is_installed() && app.tenure() == 1 {
                again += u32::from(seen[at].had_it_before || !seen[at].opened.is_empty());
                stay_of[at] = Some(stays.len());
                stays.push(Stay { platform, installed: day, opened: Vec::new() });
            }
            if !app.is_new() && app.idle() == 0 {
                seen[at].opened.push(day);
                stay_of[at].into_iter().for_each(|stay| stays[stay].opened.push(day));
            }
        }
    }
    let record = life.record();
    let mut returned = 0;
    for month in 0..days / MONTH {
        let survey = record.surveys.iter().find(|survey| survey.after_days == (month + 1) * MONTH).expect("a survey ends the month");
        for platform in 0..3 {
            let those = |holds: &dyn Fn(&Seen) -> bool| {
                places.iter().zip(&seen).filter(|((_, of), seen)| *of == platform && holds(seen)).count() as u64
            };
            let came = |seen: &Seen| seen.is_active(month) && !seen.was_active(month);
            let expected = [
                those(&|seen| came(seen) && seen.came_first_in(month)),
                those(&|seen| came(seen) && !seen.came_first_in(month)),
                those(&|seen| !seen.is_active(month) && seen.was_active(month)),
            ];
            let found = [survey.month_new[platform], survey.month_returned[platform], survey.month_churned[platform]];
            assert_eq!(found, expected, "new, returned and gone in month {month} on platform {platform}");
            returned += found[1];
        }
    }
    let mut cut_short = 0;
    for platform in 0..3 {
        let of_it = || stays.iter().filter(|stay| stay.platform == platform);
        for point in rolling_retention_curve(&record, PlatformId(platform as u8)).iter().filter(|point| point.age_days < 100) {
            let age = point.age_days;
            let reached = || of_it().filter(|stay| stay.installed + age + MONTH <= days);
            let opened = reached().filter(|stay| stay.opened_within(age..age + MONTH)).count() as u64;
            assert_eq!(
                (point.part, point.whole),
                (opened, reached().count() as u64),
                "rolling retention at age {age} on platform {platform}"
            );
        }
        for cell in cohort_triangle(&record, PlatformId(platform as u8)) {
            let cohort = || of_it().filter(|stay| stay.installed / 7 == cell.week);
            let active = cohort().filter(|stay| stay.opened_within(7 * cell.age_weeks..7 * cell.age_weeks + 7)).count() as u64;
            assert_eq!((cell.active, cell.installs), (active, cohort().count() as u64), "{cell:?} on platform {platform}");
            assert!(cell.age_weeks > 0 || cell.active == cell.installs, "whoever installs opens it in that week: {cell:?}");
            cut_short += cell.installs - cell.active;
        }
    }
    assert!(
        returned > 20 && again > 20 && cut_short > 100,
        "something happens: {returned} returned, {again} installed again, {cut_short} stopped"
    );
}

#[test]
fn who_leaves_is_counted_by_how_long_they_stayed() {
    let town = [TOWN, &order("first", 3, 0.3)].concat();
    let scenario = parse_scenario(&town, "test", Path::new("")).unwrap_or_else(|problems| panic!("{problems}"));
    let mut life = Life::begin(&scenario, 0).expect("a world is made");
    let places: Vec<(usize, usize)> = life.world.app.places().collect();
    // By platform and age in weeks, the last for whoever is no newcomer: person-days, and those on which they left.
    let mut seen = [[(0, 0); SETTLED as usize / 7 + 1]; 3];
    for day in 0..scenario.run.days {
        let before: Vec<App> = places.iter().map(|&place| life.world.app[place]).collect();
        life.live_day();
        for (&(person, platform), before) in places.iter().zip(before) {
            let has_closed = platform == 2 && day == 120;
            let after = life.world.app[(person, platform)];
            if (before.is_installed() && !has_closed) || after.is_installed() {
                let age = if before.is_installed() { u32::from(before.tenure()).min(SETTLED) } else { 0 };
                let (days, left) = &mut seen[platform][age as usize / 7];
                *days += 1;
                *left += u64::from(!after.is_installed());
            }
        }
    }
    let record = life.record();
    for (platform, seen) in seen.iter().enumerate() {
        let points = churn_hazard(&record, PlatformId(platform as u8));
        assert_eq!(points.len(), seen.len());
        for (point, (week, &(days, left))) in points.iter().zip(seen.iter().enumerate()) {
            assert_eq!((point.age_days as usize, point.part, point.whole), (7 * week, left, days), "platform {platform}");
        }
    }
    let settled = |platform: usize| seen[platform][seen[platform].len() - 1];
    assert!(
        settled(0).0 > 100_000 && settled(1).1 > 20,
        "some have it for long, and some of them leave: {:?} and {:?}",
        settled(0),
        settled(1)
    );
}
