//! Small scenarios, and an engine that costs nothing, for tests of everything around the engine.

use moatsim::engine::Control;
use moatsim::error::Result;
use moatsim::ids::{Layer, Topic};
use moatsim::metrics::record::{CoreRecord, DayRecord, RunRecord, SurveyRecord, TenureRecord, TopicRecord};
use moatsim::scenario::{Attributes, Behaviour, Compare, GroupMix, Platform, Population, Run, Scenario, Segment, TieSource};

/// Two messengers of a small city, and the same where the second has content.
pub fn scenario() -> Scenario {
    let plain = plain(1_000, 60);
    let mut scenario = Scenario {
        name: "sample".to_owned(),
        title: "Two messengers".to_owned(),
        asks: "Does anything move?".to_owned(),
        run: Run { replicates: 3, ..plain.run },
        population: Population {
            source: TieSource::City { ties_per_person: 20.0, community_size: 150.0 },
            groups: GroupMix { family: 1.0, class: 1.0, work: 1.0, interest: 1.0 },
            ..plain.population
        },
        platforms: vec![platform("Old", 0.9), platform("New", 0.2)],
        ..plain
    };
    let mut other = scenario.clone();
    other.platforms[1].attributes.solo = 1.0;
    scenario.compares.push(Compare { name: "with content".to_owned(), scenario: other });
    scenario
}

/// People who do not settle, with nothing between them and nothing to use.
pub fn plain(people: u32, days: u32) -> Scenario {
    Scenario {
        name: "plain".to_owned(),
        title: String::new(),
        asks: String::new(),
        source: Vec::new(),
        run: Run { people, days, start: None, replicates: 1, seed: 1, settle_days: 0 },
        population: Population {
            source: TieSource::None,
            segments: vec![Segment {
                name: "everybody".to_owned(),
                share: 1.0,
                content_taste: 1.0,
                exposure_dislike: 1.0,
                curiosity: 1.0,
                leaving: 1.0,
                minutes: 200.0,
            }],
            groups: GroupMix { family: 0.0, class: 0.0, work: 0.0, interest: 0.0 },
            creators: 0.0,
            fans_mean: 0.0,
            stranger_slots: 0,
        },
        platforms: Vec::new(),
        events: Vec::new(),
        compares: Vec::new(),
        expects: Vec::new(),
        behaviour: Behaviour::default(),
    }
}

/// A platform that offers nothing.
pub fn platform(name: &str, users: f64) -> Platform {
    Platform {
        name: name.to_owned(),
        opens: 0,
        users: vec![users],
        attributes: Attributes {
            fit: [0.0; Layer::COUNT],
            fit_group: [0.0; Topic::COUNT],
            share_fit: 0.0,
            share_rate: 0.0,
            solo: 0.0,
            group_cap: 100,
            exposure: 0.0,
            price: 0.0,
            keeps: 1.0,
            invite: 0.0,
            awareness: 0.0,
            meet: 0.0,
            contacts: 1.0,
            group_entry: 0.0,
            group_gate_days: 0,
            group_gate_level: 1.0,
        },
    }
}

/// Lives no days: users of the first platform stay, those of the second grow with the replicate and with its content.
pub fn live(scenario: &Scenario, replicate: u32, control: &Control) -> Result<RunRecord> {
    (control.lived)(scenario.run.days);
    Ok(record(scenario, replicate))
}

pub fn record(scenario: &Scenario, replicate: u32) -> RunRecord {
    let people = u64::from(scenario.run.people);
    let days = scenario.run.days;
    let day = |day: u32| {
        let mut record = DayRecord::default();
        let grown = u64::from(day) * (1 + u64::from(replicate)) + scenario.platforms[1].attributes.solo as u64 * 50;
        for (platform, users) in [people * 9 / 10, people / 5 + grown].into_iter().enumerate() {
            record.opened[platform] = users;
            record.voluntary[platform] = users / 2;
            record.weekly[platform] = users;
            record.monthly[platform] = users;
            record.installed[platform] = users;
            record.ever[platform] = users;
            record.presence[platform] = users * 200;
            record.minutes[platform] = users * 64;
            record.messages[1][platform] = users;
        }
        record
    };
    let mut after: Vec<u32> = (0..=days).step_by(28).collect();
    if after.last() != Some(&days) {
        after.push(days);
    }
    RunRecord {
        people: scenario.run.people,
        platforms: scenario.platforms.len(),
        days,
        replicate,
        half_ties: 20 * people,
        daily: (0..days).map(day).collect(),
        surveys: after.into_iter().map(|after_days| survey(people, after_days, replicate)).collect(),
        tenure: TenureRecord::default(),
    }
}

fn survey(people: u64, after_days: u32, replicate: u32) -> SurveyRecord {
    let moved = u64::from(after_days) * (1 + u64::from(replicate));
    let mut survey = SurveyRecord {
        after_days,
        opened_sets: vec![0; 128],
        days_active: Vec::new(),
        month_new: [0; 7],
        month_returned: [0; 7],
        month_churned: [0; 7],
        main_flow: [[0; 8]; 8],
        homes: [[0; 8]; Layer::COUNT],
        home_weights: [[0; 8]; Layer::COUNT],
        home_flow: [[[0; 8]; 8]; Layer::COUNT],
        ties_born: [0; 8],
        born_acquaintances: [0; 8],
        history: [0; 7],
        active_ties: [0; 7],
        groups: vec![TopicRecord::default(); Topic::COUNT],
        core: [CoreRecord::default(); 7],
        segments: Vec::new(),
    };
    survey.opened_sets[1] = people * 7 / 10;
    survey.opened_sets[3] = people / 5;
    survey.main_flow[0][0] = people * 9 / 10 - moved;
    survey.main_flow[0][1] = moved;
    survey.main_flow[1][1] = people / 10;
    survey.homes[1][0] = 10 * people - moved;
    survey.homes[1][1] = moved;
    survey.home_weights[1][0] = (10 * people - moved) * 8_192;
    survey.home_weights[1][1] = moved * 8_192;
    survey.home_flow[1][0][0] = 10 * people - moved;
    survey.home_flow[1][0][1] = moved;
    survey.ties_born[0] = 10 * people;
    survey
}
