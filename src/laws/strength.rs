//! L10: a tie that is used on a share r of days, and fades as e^(−1/τ) a day otherwise, has the mean strength r / (1 − (1 − r) e^(−1/τ)): a sum over
//! the days since its last use (a renewal argument, as in Cox 1962). Where use itself falls with strength, days since the last use are a chain.

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict};
use crate::engine::Life;
use crate::error::Result;
use crate::ids::{Layer, WEIGHT_PARTS};
use crate::scenario::{Scenario, TieSource};
use crate::ties::{GroupGraph, TieGraph};

pub const LAW: Law = Law {
    code: "L10",
    title: "Strength of ties",
    says: "a tie used on a share r of days has the mean strength r / (1 − (1 − r) e^(−1/τ))",
    source: "renewal theory, Cox 1962",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/strength.toml");

/// r and τ of acquaintances; the greatest talks a day and τ of friends.
const USED: f64 = 0.07;
const FADES_DAYS: f64 = 12.0;
const TALKS: f64 = 0.5;

fn check(lab: &Lab) -> Result<Verdict> {
    let scenario = lab.scenario("strength", SCENARIO)?;
    let fade = libm::exp(-1.0 / FADES_DAYS);
    let constant = strengths(lab, &scenario, Layer::Acquaintance)?;
    let predicted = USED / (1.0 - (1.0 - USED) * fade);
    let square = USED / (1.0 - (1.0 - USED) * fade * fade);
    let mut findings = vec![finding("mean strength of ties used on 0.07 of days", predicted, square, &constant)];

    let days = scenario.run.days as usize;
    let mut friends = scenario;
    if let TieSource::Random { layer, .. } = &mut friends.population.source {
        *layer = Layer::Friend;
    }
    let falling = strengths(lab, &friends, Layer::Friend)?;
    let (mean, square) = fading(days);
    findings.push(finding("mean strength of ties used the less the weaker they are", mean, square, &falling));

    let shares = (1..=100).map(|hundredth| 0.01 * f64::from(hundredth));
    let theory = shares.map(|used| (used, used / (1.0 - (1.0 - used) * fade))).collect();
    let values: Vec<f64> = constant.iter().map(|(sum, ties)| sum / ties).collect();
    let line = Line { label: format!("τ {FADES_DAYS} days"), theory, simulated: vec![Dot::new(USED, &values)] };
    let curve =
        Curve { title: LAW.title.to_owned(), x: Axis::new("used", "share of days"), y: Axis::new("mean strength", ""), lines: vec![line] };
    Ok(Verdict { findings, curve: Some(curve) })
}

/// Four standard deviations of the mean of so many ties; `square` is the mean of the square of strength.
fn finding(quantity: &str, mean: f64, square: f64, found: &[(f64, f64)]) -> Finding {
    let ties: f64 = found.iter().map(|(_, ties)| ties).sum();
    let measured = found.iter().map(|(sum, _)| sum).sum::<f64>() / ties;
    Finding::new(quantity, mean, measured, 4.0 * libm::sqrt((square - mean * mean) / ties))
}

/// Of each seed, the sum of strengths on the last evening, and the number of ties. Strength is what the engine's weights say of a layer that would
/// talk once a day.
fn strengths(lab: &Lab, scenario: &Scenario, layer: Layer) -> Result<Vec<(f64, f64)>> {
    let mut plain = scenario.clone();
    match layer {
        Layer::Friend => plain.behaviour.rate_friend = 1.0,
        _ => plain.behaviour.rate_acquaintance = 1.0,
    }
    lab.each_seed(scenario, |mut trial| {
        trial.live(scenario.run.days);
        let yardstick = Life::begin_with(&plain, 0, TieGraph { first: vec![0], ..TieGraph::default() }, &GroupGraph::default());
        let world = &trial.life.world;
        let (mut sum, mut ties) = (0, 0);
        for tie in &world.graph.tie {
            sum += u64::from(yardstick.today.weights.of(*tie, tie.idle_days(trial.life.today.day)));
            ties += 1;
        }
        // Both halves of a tie say the same.
        (0.5 * sum as f64 / WEIGHT_PARTS as f64, 0.5 * f64::from(ties))
    })
}

/// Mean and mean square of strength after so many days, where a tie idle for a days is used with probability `TALKS` · e^(−a/τ).
fn fading(days: usize) -> (f64, f64) {
    let strength = |idle: usize| libm::exp(-(idle as f64) / FADES_DAYS);
    // By days since the last use, in the evening; before day 0 all were used.
    let mut share = vec![0.0; days + 1];
    share[0] = 1.0;
    for _ in 0..days {
        let mut next = vec![0.0; days + 1];
        for (idle, share) in share.iter().enumerate().take(days) {
            let used = share * TALKS * strength(idle + 1);
            next[0] += used;
            next[idle + 1] += share - used;
        }
        share = next;
    }
    let mean = |power: f64| share.iter().enumerate().map(|(idle, share)| share * libm::pow(strength(idle), power)).sum();
    (mean(1.0), mean(2.0))
}
