//! L18: nothing is lost and nothing appears: what a run records agrees with the world, with itself, and with the days before.

use super::{Finding, Lab, Law, Trial, Verdict};
use crate::error::Result;
use crate::ids::{Layer, MINUTE_PARTS, PLATFORMS_MAX, Topic};
use crate::metrics::record::{ByPlatform, DayRecord, MONTH, RunRecord, SurveyRecord};
use crate::scenario::{Act, Scenario};
use crate::world::World;

pub const LAW: Law = Law {
    code: "L18",
    title: "Conservation",
    says: "whatever happens, homes are living ties, installs are who ever came less who left, minutes stay within budgets, rows of migration are the stock before, and both halves of \
           a tie are equal",
    source: "identities of bookkeeping",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/everything.toml");

/// How often each identity failed.
type Failures = [u64; IDENTITIES.len()];

const IDENTITIES: [&str; 8] = [
    "halves of ties that differ",
    "presences that are not those of the installed",
    "days and platforms on which installs do not add up",
    "days and platforms on which fewer people did more",
    "days with more minutes than people have",
    "surveys whose homes are not the living ties",
    "surveys whose rows of migration are not the stock before",
    "surveys whose months do not add up",
];

fn check(lab: &Lab) -> Result<Verdict> {
    let scenario = lab.scenario_as_written("everything", SCENARIO)?;
    let worlds = lab.each_seed(&scenario, |trial| failures(&scenario, trial))?;
    let findings = IDENTITIES.iter().enumerate().map(|(place, what)| {
        let count: u64 = worlds.iter().map(|world| world[place]).sum();
        Finding::new(*what, 0.0, count as f64, 0.0)
    });
    Ok(Verdict { findings: findings.collect(), curve: None })
}

fn failures(scenario: &Scenario, mut trial: Trial) -> Failures {
    let mut failures = [0; IDENTITIES.len()];
    // Installed and left, on each evening; living ties by home on the evenings of surveys.
    let mut stocks = vec![stock(&trial.life.world)];
    let mut living = vec![living_ties(&trial)];
    for day in 1..=scenario.run.days {
        trial.live(1);
        failures[0] += unequal_halves(&trial.life.world);
        failures[1] += wrong_presences(&trial.life.world);
        stocks.push(stock(&trial.life.world));
        if day.is_multiple_of(MONTH as u32) || day == scenario.run.days {
            living.push(living_ties(&trial));
        }
    }
    let budget: f64 = trial.life.world.segment.iter().map(|&segment| scenario.population.segments[usize::from(segment)].minutes).sum();
    let record = trial.life.record();
    for (day, counts) in record.daily.iter().enumerate() {
        for p in 0..record.platforms {
            failures[2] += u64::from(!installs_add_up(scenario, &record, &stocks, day, p));
            failures[3] += u64::from(!who_did_what_is_nested(counts, p));
        }
        failures[4] += u64::from(counts.minutes.iter().sum::<u64>() as f64 > budget * MINUTE_PARTS as f64);
    }
    for (survey, living) in record.surveys.iter().zip(&living) {
        failures[5] += u64::from(!homes_are_living(survey, living));
        failures[6] += u64::from(!rows_are_the_stock_before(&record.surveys[0], survey));
        failures[7] += u64::from(!months_add_up(&record, survey));
    }
    failures
}

/// People who have a platform, and who had it and left.
struct Stock {
    installed: ByPlatform<u64>,
    left: ByPlatform<u64>,
}

fn stock(world: &World) -> Stock {
    let mut stock = Stock { installed: [0; PLATFORMS_MAX], left: [0; PLATFORMS_MAX] };
    for (person, p) in world.app.places() {
        let app = world.app[(person, p)];
        stock.installed[p] += u64::from(app.is_installed());
        stock.left[p] += u64::from(app.has_left());
    }
    stock
}

fn living_ties(trial: &Trial) -> [u64; PLATFORMS_MAX + 1] {
    let (world, today) = (&trial.life.world, &trial.life.today);
    let mut living = [0; PLATFORMS_MAX + 1];
    for person in 0..world.people() as u32 {
        for (other, tie) in world.graph.ties_of(person) {
            let is_alive = today.weights.of(tie, tie.idle_days(today.day)) > 0;
            living[tie.home().index()] += u64::from(is_alive && person < other);
        }
    }
    living
}

fn unequal_halves(world: &World) -> u64 {
    let graph = &world.graph;
    let mut unequal = 0;
    for person in 0..graph.people() {
        for (other, tie) in graph.ties_of(person) {
            let mut back = graph.ties_of(other).filter(|(far, _)| *far == person);
            unequal += u64::from(back.next().map(|(_, far)| far) != Some(tie) || back.next().is_some());
        }
    }
    unequal
}

fn wrong_presences(world: &World) -> u64 {
    let is_wrong = |&(person, p): &(usize, usize)| (world.rows.read(person as u32).at(p) > 0) != world.app[(person, p)].is_installed();
    world.app.places().filter(is_wrong).count() as u64
}

/// Installed today = yesterday + installs − removals, and = ever − left; each install has one cause.
fn installs_add_up(scenario: &Scenario, record: &RunRecord, stocks: &[Stock], day: usize, p: usize) -> bool {
    let counts = &record.daily[day];
    let (before, after) = (&stocks[day], &stocks[day + 1]);
    counts.installed[p] == after.installed[p]
        && after.installed[p] + counts.uninstalls[p] == before.installed[p] + counts.installs[p]
        && counts.ever[p] == after.installed[p] + after.left[p]
        && counts.installs[p] == counts.promoted[p] + counts.invited[p].iter().sum::<u64>() + ordered(scenario, counts, p, day)
}

/// Installs that a mandate commands have no other cause; where there is none, there are none of these.
fn ordered(scenario: &Scenario, counts: &DayRecord, p: usize, day: usize) -> u64 {
    let mandates = |act: &Act| matches!(act, Act::Mandate { platform, .. } if platform.index() == p);
    let is_mandated = scenario.events.iter().any(|event| event.is_on(day as u32) && event.acts.iter().any(mandates));
    let told = counts.promoted[p] + counts.invited[p].iter().sum::<u64>();
    if is_mandated { counts.installs[p].saturating_sub(told) } else { 0 }
}

/// Who opened of their own accord opened; who opened today did so this week, this month, and has or had it.
fn who_did_what_is_nested(counts: &DayRecord, p: usize) -> bool {
    let DayRecord { lonely, voluntary, opened, weekly, monthly, ever, installed, shares, shares_kept, .. } = counts;
    let order = [lonely[p], voluntary[p], opened[p], weekly[p], monthly[p], ever[p]];
    order.is_sorted() && installed[p] <= ever[p] && shares_kept[p] <= shares[p]
}

/// Homes sum to living ties, by home and in migration, and no origin has more of them than it ever bore.
fn homes_are_living(survey: &SurveyRecord, living: &[u64; PLATFORMS_MAX + 1]) -> bool {
    (0..=PLATFORMS_MAX).all(|home| {
        let by_layer = (0..Layer::COUNT).map(|layer| survey.homes[layer][home]);
        let is_sum = |layer: usize| survey.homes[layer][home] == survey.home_flow[layer].iter().map(|row| row[home]).sum::<u64>();
        let from_here: u64 = survey.home_flow.iter().map(|flow| flow[home].iter().sum::<u64>()).sum();
        by_layer.sum::<u64>() == living[home] && (0..Layer::COUNT).all(is_sum) && from_here <= survey.ties_born[home]
    })
}

/// People by main platform at the start, groups by origin: each row of migration holds as many as started there.
fn rows_are_the_stock_before(first: &SurveyRecord, survey: &SurveyRecord) -> bool {
    let rows = |flow: &[[u64; PLATFORMS_MAX + 1]; PLATFORMS_MAX + 1]| flow.map(|row| row.iter().sum::<u64>());
    let people = rows(&first.main_flow) == rows(&survey.main_flow);
    let groups = Topic::ALL.iter().filter(|topic| **topic != Topic::Fan);
    people
        && groups.map(|&topic| (first.topic(topic), survey.topic(topic))).all(|(first, now)| rows(&first.home_flow) == rows(&now.home_flow))
}

/// Everybody stands once in the sets of apps and once a platform in the days active; users of this month are those of the last, less who is gone, and who is new or back.
fn months_add_up(record: &RunRecord, survey: &SurveyRecord) -> bool {
    let people = u64::from(record.people);
    let everybody = survey.opened_sets.iter().sum::<u64>() == people;
    if survey.days_active.is_empty() {
        return everybody;
    }
    let active = |survey: &SurveyRecord, p: usize| {
        survey.opened_sets.iter().enumerate().filter(|(set, _)| set >> p & 1 == 1).map(|(_, n)| n).sum::<u64>()
    };
    let before = record.surveys.iter().rfind(|before| before.after_days + MONTH as u32 == survey.after_days);
    everybody
        && (0..record.platforms).all(|p| {
            let all: u64 = survey.days_active.iter().map(|days| days[p]).sum();
            let some: u64 = survey.days_active[1..].iter().map(|days| days[p]).sum();
            let flows = before.is_some_and(|before| {
                active(before, p) + survey.month_new[p] + survey.month_returned[p] == active(survey, p) + survey.month_churned[p]
            });
            all == people && some == active(survey, p) && flows
        })
}
