//! L14: where everything crosses, the installed base has no meaning beyond who can start a message.

use super::{Finding, Lab, Law, Trial, Verdict, four_deviations};
use crate::error::Result;
use crate::ids::Layer;
use crate::scenario::Scenario;

pub const LAW: Law = Law {
    code: "L14",
    title: "Full interoperability",
    says: "where all that is said on a platform can be read on every other, messages go by the logit of fit among the platforms that one of the two has, wherever people are to be found",
    source: "Katz and Shapiro 1985; McFadden 1974",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/interop.toml");

const PLATFORMS: usize = 3;

type Shares = [f64; PLATFORMS];

const FITS: [Shares; 2] = [[0.0, 0.0, 0.0], [0.0, 0.5, 1.0]];

/// Users of each platform at the start, where nobody has more than one.
const BASES: [Shares; 3] = [[0.8, 0.1, 0.1], [0.34, 0.33, 0.33], [0.05, 0.05, 0.9]];

/// Days on which people get used to what they open.
const FIRST_DAYS: usize = 2;

fn check(lab: &Lab) -> Result<Verdict> {
    let mut findings = Vec::new();
    for fits in FITS {
        for opened in 0..PLATFORMS {
            let mut scenario = with_fits(lab, fits)?;
            for (place, platform) in scenario.platforms.iter_mut().enumerate() {
                platform.attributes.solo = if place == opened { 20.0 } else { -20.0 };
            }
            let start = format!("all open {}", scenario.platforms[opened].name);
            compare(lab, &scenario, &format!("fits {fits:?}, {start}"), &mut findings)?;
        }
        for base in BASES {
            let mut scenario = with_fits(lab, fits)?;
            for (segment, share) in scenario.population.segments.iter_mut().zip(base) {
                segment.share = share;
            }
            for (place, platform) in scenario.platforms.iter_mut().enumerate() {
                platform.attributes.solo = 20.0;
                // The segments of the file are those with one platform each, in the same order.
                platform.users.iter_mut().enumerate().for_each(|(segment, users)| *users = f64::from(u8::from(segment == place)));
            }
            compare(lab, &scenario, &format!("fits {fits:?}, bases {base:?}"), &mut findings)?;
        }
    }
    Ok(Verdict { findings, curve: None })
}

fn with_fits(lab: &Lab, fits: Shares) -> Result<Scenario> {
    let mut scenario = lab.scenario("interop", SCENARIO)?;
    for (platform, fit) in scenario.platforms.iter_mut().zip(fits) {
        platform.attributes.fit[Layer::Friend.index()] += fit;
    }
    Ok(scenario)
}

/// Where messages went in one world, and where they were bound to.
struct Talk {
    messages: [u64; PLATFORMS],
    /// Sum over ties of the logit shares of each platform, and ties.
    expected: Shares,
    ties: f64,
}

fn compare(lab: &Lab, scenario: &Scenario, start: &str, findings: &mut Vec<Finding>) -> Result<()> {
    let worlds = lab.each_seed(scenario, |trial| talk(scenario, trial))?;
    let n = worlds.iter().flat_map(|world| world.messages).sum::<u64>() as f64;
    let ties: f64 = worlds.iter().map(|world| world.ties).sum();
    for (p, platform) in scenario.platforms.iter().enumerate() {
        let expected = worlds.iter().map(|world| world.expected[p]).sum::<f64>() / ties;
        let measured = worlds.iter().map(|world| world.messages[p]).sum::<u64>() as f64 / n;
        let tolerance = four_deviations(expected, n);
        findings.push(Finding::new(format!("{start}: messages on {}", platform.name), expected, measured, tolerance));
    }
    Ok(())
}

fn talk(scenario: &Scenario, mut trial: Trial) -> Talk {
    let world = &trial.life.world;
    let mut talk = Talk { messages: [0; PLATFORMS], expected: [0.0; PLATFORMS], ties: 0.0 };
    for person in 0..world.people() as u32 {
        for (other, _) in world.graph.ties_of(person).filter(|(other, _)| person < *other) {
            let has = |end: u32, p: usize| world.rows.read(end).at(p) > 0;
            let shares = logit(scenario, |p| has(person, p) || has(other, p));
            talk.expected.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
            talk.ties += 1.0;
        }
    }
    trial.live(scenario.run.days);
    for day in &trial.life.record().daily[FIRST_DAYS..] {
        talk.messages.iter_mut().zip(day.messages[Layer::Friend.index()]).for_each(|(sum, count)| *sum += count);
    }
    talk
}

/// P = e^(βV) / Σ e^(βV) (McFadden 1974) among some platforms.
fn logit(scenario: &Scenario, is_there: impl Fn(usize) -> bool) -> Shares {
    let utility = |p: usize| scenario.platforms[p].attributes.fit[Layer::Friend.index()];
    let weight = |p: usize| if is_there(p) { libm::exp(scenario.behaviour.choice_sharpness * utility(p)) } else { 0.0 };
    let weights: Shares = std::array::from_fn(weight);
    weights.map(|weight| weight / weights.iter().sum::<f64>())
}
