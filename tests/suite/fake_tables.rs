//! Tables as a run could leave them, made up: for looking at charts without a run.

use moatsim::output::layout::{
    ActivityRow, ChurnRow, CohortRow, DailyRow, DifferenceRow, ExpectRow, FlowRow, ReplicateRow, RetentionRow, Sweep, SweepRow,
};
use moatsim::output::manifest::{AxisName, EventMark};
use moatsim::output::table::Word;
use moatsim::output::tables::SCENARIO;
use moatsim::output::{Manifest, Tables};
use moatsim::scenario::Measure;
use moatsim::scenario::measure::{Pace, Scope};

/// What a made-up run is like.
#[derive(Clone, Copy)]
pub struct Fake {
    pub platforms: &'static [&'static str],
    pub days: u32,
    pub replicates: u32,
    pub events: u32,
    pub comparisons: &'static [&'static str],
    /// Every value, where it is not to look like a run.
    pub value: Option<f64>,
    pub has_calendar: HasCalendar,
}

#[derive(Clone, Copy, PartialEq)]
pub enum HasCalendar {
    Yes,
    No,
}

pub const CHINA: Fake = Fake {
    platforms: &["微信", "抖音", "小红书"],
    days: 720,
    replicates: 16,
    events: 4,
    comparisons: &["never launched"],
    value: None,
    has_calendar: HasCalendar::Yes,
};

/// A number between −1 and 1 that looks like chance.
fn noise(seed: u64) -> f64 {
    let mixed = (seed ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed ^ (mixed >> 29)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

fn word(text: &str) -> Word {
    Word::from(text)
}

impl Fake {
    pub fn manifest(&self) -> Manifest {
        let names =
            ["group chat", "festival promotion", "blocked by WeChat", "video calls", "近友 tab", "export of contacts", "price rise"];
        let event = |place: u32| {
            let from = if self.events == 1 { self.days / 4 } else { self.days / 12 + place * self.days * 10 / 12 / self.events };
            EventMark {
                name: names[place as usize % names.len()].to_owned(),
                from,
                until: (place % 3 == 1).then_some(from + 15),
                platform: Some(self.platforms[place as usize % self.platforms.len()].to_owned()),
                only_in: Vec::new(),
            }
        };
        Manifest {
            scenario: "douyin-group-chat".to_owned(),
            scenario_hash: "3f2a91bc55d0e1".to_owned(),
            title: "A short-video app adds group chat".to_owned(),
            asks: "Does group chat keep people longer, and does it cost the incumbent messenger anything?".to_owned(),
            command: "moat run scenarios/douyin-group-chat.toml".to_owned(),
            seed: 1,
            people: 100_000,
            days: self.days,
            replicates: self.replicates,
            start: (self.has_calendar == HasCalendar::Yes).then(|| jiff::civil::date(2020, 6, 1)),
            platforms: Manifest::coloured(self.platforms.iter().copied()),
            variants: std::iter::once(SCENARIO).chain(self.comparisons.iter().copied()).map(str::to_owned).collect(),
            events: (0..self.events).map(event).collect(),
            notes: vec!["the outcome is bimodal: in 5 of 16 replicates 抖音 holds most homes, in 11 almost none".to_owned()],
            ..Manifest::default()
        }
    }

    /// A plausible value with its interval.
    fn value(&self, typical: f64, half: f64) -> (f64, f64, f64) {
        let mean = self.value.unwrap_or(typical);
        if self.replicates < 2 || mean.is_nan() { (mean, f64::NAN, f64::NAN) } else { (mean, mean - half, mean + half) }
    }

    fn level(measure: Measure, platform: usize, variant: usize, day: f64, days: f64) -> f64 {
        let grows = |from: f64, to: f64, at: f64, width: f64| from + (to - from) / (1.0 + libm::exp(-(day - at * days) / (width * days)));
        let variant_share = 1.0 - 0.12 * variant as f64;
        let users = match platform {
            0 => grows(0.96, 0.9, 0.5, 0.1),
            1 => grows(0.3, 0.74 * variant_share, 0.35, 0.09),
            2 => grows(0.02, 0.31 * variant_share, 0.6, 0.07),
            other => grows(0.01, 0.28 - 0.01 * other as f64, 0.4, 0.1),
        };
        let homes = match platform {
            0 => grows(0.98, 0.95, 0.6, 0.1),
            1 => grows(0.005, 0.03 * variant_share, 0.5, 0.1),
            _ => grows(0.001, 0.012, 0.7, 0.08),
        };
        match measure {
            Measure::HomeShare | Measure::HomeCount | Measure::GroupHomes => homes,
            Measure::MessageShare => homes * 0.97,
            Measure::Messages => 6.0 * homes * users,
            Measure::Minutes => [62.0, 104.0, 41.0][platform % 3] * (0.8 + 0.2 * users),
            Measure::MinutesAPerson => users * [62.0, 104.0, 41.0][platform % 3] * (0.8 + 0.2 * users),
            Measure::TimeShare => users * [0.42, 0.68, 0.3][platform % 3],
            Measure::Leakage | Measure::GroupLeakage => [0.04, 0.35, 0.22][platform % 3] * day / days,
            Measure::GroupMessages => 0.8 - 0.5 * day / days + 0.1 * platform as f64,
            Measure::GroupSilent => 0.3 + 0.4 * day / days + 0.05 * platform as f64,
            Measure::ValueSlope => 1.0 + 0.25 * platform as f64 * (1.0 - libm::exp(-day / 100.0)),
            Measure::Overlap => 0.2 + 0.15 * platform as f64 + 0.25 * day / days,
            _ => users,
        }
    }

    pub fn tables(&self) -> Tables {
        let mut tables = Tables::default();
        let variants: Vec<&str> = std::iter::once(SCENARIO).chain(self.comparisons.iter().copied()).collect();
        for info in Measure::ALL {
            for (place, variant) in variants.iter().enumerate() {
                self.push_measure(&mut tables, info.measure, variant, place);
            }
        }
        for (place, variant) in variants.iter().enumerate() {
            for (number, platform) in self.platforms.iter().enumerate() {
                self.push_people(&mut tables, (variant, place), (platform, number));
            }
        }
        self.push_flows(&mut tables);
        self.push_expect(&mut tables);
        tables
    }

    fn push_measure(&self, tables: &mut Tables, measure: Measure, variant: &str, place: usize) {
        let info = measure.info();
        let pairs: Vec<(&str, &str, usize)> = match info.scope {
            Scope::World => vec![("", "", 0)],
            Scope::Pair => {
                let pair = |one: usize| self.platforms[one + 1..].iter().map(move |other| (self.platforms[one], *other, one));
                (0..self.platforms.len()).flat_map(pair).collect()
            }
            _ => self.platforms.iter().enumerate().map(|(number, platform)| (*platform, "", number)).collect(),
        };
        let (measured, unit, variant) = (word(info.name), word(info.unit), word(variant));
        let manifest = self.manifest();
        for (platform, other, number) in pairs {
            let (platform, other) = (word(platform), word(other));
            for day in (0..=self.days).filter(|day| info.pace == Pace::Daily || day % 28 == 0 || *day == self.days) {
                let (along, days) = (f64::from(day), f64::from(self.days.max(1)));
                let typical = Fake::level(measure, number, place, along, days);
                let seed = u64::from(day) * 31 + number as u64 * 7 + place as u64 + measured.len() as u64 * 1009;
                let half = typical * (0.01 + 0.05 * along / days);
                let (mean, low, high) = self.value(typical * (1.0 + 0.01 * noise(seed)), half);
                let day = i64::from(day);
                let date = word(&manifest.date(day).map_or(String::new(), |date| date.to_string()));
                let n = i64::from(self.replicates);
                if place > 0 {
                    let difference = typical * (place as f64 * 0.05 + 0.01 * noise(seed + 1)) * (along / days - 0.3).max(0.0);
                    let (mean, low, high) = self.value(difference, typical * 0.015);
                    tables.differences.push(DifferenceRow {
                        variant: word(SCENARIO),
                        against: variant.clone(),
                        day,
                        date: date.clone(),
                        measure: measured.clone(),
                        unit: unit.clone(),
                        platform: platform.clone(),
                        other: other.clone(),
                        layer: word(""),
                        mean,
                        low,
                        high,
                        n,
                    });
                }
                if day % 28 == 0 && place == 0 {
                    tables.replicates.push(ReplicateRow {
                        variant: variant.clone(),
                        replicate: 0,
                        seed: 1,
                        day,
                        measure: measured.clone(),
                        platform: platform.clone(),
                        other: other.clone(),
                        layer: word(""),
                        value: mean,
                    });
                }
                tables.daily.push(DailyRow {
                    variant: variant.clone(),
                    day,
                    date,
                    measure: measured.clone(),
                    unit: unit.clone(),
                    platform: platform.clone(),
                    other: other.clone(),
                    layer: word(""),
                    mean,
                    low,
                    high,
                    n,
                });
            }
        }
    }

    fn push_people(&self, tables: &mut Tables, (variant, place): (&str, usize), (platform, number): (&str, usize)) {
        let (variant, platform, n) = (word(variant), word(platform), i64::from(self.replicates));
        for definition in ["classic", "rolling"] {
            for age in 0..=self.days.min(180) {
                let age_days = f64::from(age);
                let lift = if definition == "rolling" { 0.15 } else { 0.0 };
                let stays = (0.25 + lift + 0.1 * number as f64 - 0.06 * place as f64) + 0.5 * libm::exp(-age_days / 9.0);
                let (mean, low, high) = self.value(stays, 0.01 + age_days / 9000.0);
                let people = 4000.0 - 20.0 * age_days;
                tables.retention.push(RetentionRow {
                    variant: variant.clone(),
                    platform: platform.clone(),
                    definition: word(definition),
                    age_days: i64::from(age),
                    people,
                    mean,
                    low,
                    high,
                    n,
                });
            }
        }
        for tenure in (0..self.days.min(127)).step_by(7) {
            let (mean, low, high) = self.value(0.002 + 0.08 * libm::exp(-f64::from(tenure) / 6.0) * (1.0 - 0.2 * number as f64), 0.002);
            let tenure_days = i64::from(tenure);
            let (variant, platform) = (variant.clone(), platform.clone());
            tables.churn.push(ChurnRow { variant, platform, tenure_days, people: 900.0, mean, low, high, n });
        }
        for days in 0..=28 {
            let (mean, low, high) = self.value(0.03 + 0.01 * noise(days as u64 + number as u64) + if days == 28 { 0.2 } else { 0.0 }, 0.01);
            tables.activity.push(ActivityRow { variant: variant.clone(), platform: platform.clone(), days, mean, low, high, n });
        }
        let weeks = i64::from(self.days / 7);
        for cohort_week in 0..weeks {
            for age_week in 0..(weeks - cohort_week) {
                let stays = (0.3 + 0.2 * cohort_week as f64 / weeks as f64) + 0.5 * libm::exp(-age_week as f64 / 3.0);
                let (mean, low, high) = self.value(stays.min(1.0), 0.02);
                let (variant, platform) = (variant.clone(), platform.clone());
                tables.cohorts.push(CohortRow { variant, platform, cohort_week, age_week, people: 500.0, mean, low, high, n });
            }
        }
    }

    fn push_flows(&self, tables: &mut Tables) {
        for (kind, none) in [("people", "none"), ("homes", "nowhere")] {
            let names: Vec<&str> = self.platforms.iter().copied().chain([none]).collect();
            for (one, from) in names.iter().enumerate() {
                let stock = [0.71, 0.22, 0.05, 0.02][one % 4];
                for (other, to) in names.iter().enumerate() {
                    let share = if one == other { 0.82 } else { 0.18 / (names.len() - 1).max(1) as f64 };
                    let (mean, low, high) = self.value(stock * share, 0.002);
                    let (variant, kind, from, to) = (word(SCENARIO), word(kind), word(from), word(to));
                    let n = i64::from(self.replicates);
                    tables.flows.push(FlowRow { variant, kind, from_day: 0, to_day: i64::from(self.days), from, to, mean, low, high, n });
                }
            }
        }
    }

    fn push_expect(&self, tables: &mut Tables) {
        let rows = [
            (
                "the incumbent keeps its daily users",
                "daily_users of 微信 on day 720, less “never launched”",
                "−2 to +2 pp",
                "+0.4 ± 0.3 pp",
                "met",
            ),
            ("homes do not move", "home_share of 抖音 on day 720", "below 2 %", "3.0 ± 0.2 %", "not met"),
            ("group chat keeps people", "retention_30 of 抖音, less “never launched”", "above +1 pp", "+1.2 ± 0.9 pp", "undecided"),
        ];
        for (that, quantity, needed, found, met) in rows {
            let (mean, low, high) = self.value(0.004, 0.003);
            let (that, quantity, needed, found, met) = (word(that), word(quantity), word(needed), word(found), word(met));
            let n = i64::from(self.replicates);
            tables.expect.push(ExpectRow { that, quantity, needed, found, mean, low, high, n, met, source: word("S3"), missed: word("") });
        }
    }
}

/// A sweep over a grid of one or two axes, or a scatter over three.
pub fn sweep(axes: usize) -> (Manifest, Tables) {
    let paths = [("event.group chat.on", "day"), ("platform.抖音.share_fit", "utility"), ("behaviour.history_weight", "")];
    let mut tables = Tables::default();
    tables.sweep.axes = paths[..axes].iter().map(|(path, _)| word(path)).collect();
    let points: Vec<Vec<f64>> = match axes {
        1 => (0..9).map(|step| vec![60.0 * f64::from(step)]).collect(),
        2 => (0..40).map(|step| vec![90.0 * f64::from(step % 8), -1.0 + 0.75 * f64::from(step / 8)]).collect(),
        _ => {
            (0..96u64).map(|step| vec![360.0 + 360.0 * noise(step), 0.5 + 1.5 * noise(step + 500), 3.0 + 2.0 * noise(step + 900)]).collect()
        }
    };
    for (point, at) in points.into_iter().enumerate() {
        let pull = at[0] / 400.0 - at.get(1).copied().unwrap_or(0.5);
        let tips = 1.0 / (1.0 + libm::exp(4.0 * pull));
        for (measure, unit, mean, half) in
            [("tips", "share of replicates", tips, 0.06), ("minutes of 抖音", "minutes a day", 60.0 + 40.0 * tips, 3.0)]
        {
            let (measure, unit) = (word(measure), word(unit));
            tables.sweep.rows.push(SweepRow {
                point: point as i64,
                at: at.clone(),
                measure,
                unit,
                mean,
                low: mean - half,
                high: mean + half,
                n: 8,
            });
        }
    }
    let manifest = Manifest {
        title: "When must group chat come, and how good must it be?".to_owned(),
        axes: paths[..axes]
            .iter()
            .map(|(path, unit)| AxisName { path: (*path).to_owned(), unit: (*unit).to_owned(), words: Vec::new() })
            .collect(),
        events: Vec::new(),
        replicates: 8,
        ..CHINA.manifest()
    };
    (manifest, Tables { sweep: Sweep { axes: tables.sweep.axes, rows: tables.sweep.rows }, ..Tables::default() })
}
