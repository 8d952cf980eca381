//! L11: history drifts by gain less loss, and a home falls when a walk on the line is ruined.

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Trial, Verdict, four_deviations};
use crate::error::Result;
use crate::ids::PlatformId;
use crate::scenario::{Act, Scenario};

pub const LAW: Law = Law {
    code: "L11",
    title: "Vote on a home",
    says: "with a share π of talk at home, history drifts by π − 2(1 − π) a talk, and the home falls when the walk is ruined: after A/|drift| talks where the drift is down, and with the \
           probability of ruin where it is up",
    source: "Boyer and Moore 1981; Feller 1968",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/home-vote.toml");

const HOME: PlatformId = PlatformId(0);
const CAP: usize = 255;

/// A share of talk at home, a history to start from, and days enough for all that can be expected to fall.
struct Case {
    share: f64,
    history: u32,
    days: u32,
}

const CASES: [Case; 2] = [Case { share: 0.5, history: 50, days: 300 }, Case { share: 0.8, history: 5, days: 100 }];

/// Before day 25, a history of 50 cannot be lost whatever happens, so the drift is plain.
const DRIFT_DAYS: u32 = 20;

/// What became of the ties of one world.
struct Fates {
    /// By tie: the day on which its first home fell.
    fell: Vec<Option<u32>>,
    /// Sum of history after [`DRIFT_DAYS`] over ties still at home.
    history: u64,
}

fn check(lab: &Lab) -> Result<Verdict> {
    let mut findings = Vec::new();
    let mut lines = Vec::new();
    for case in CASES {
        let scenario = with(lab.scenario("home-vote", SCENARIO)?, &case);
        let worlds = lab.each_seed(&scenario, |trial| fates(trial, case.days))?;
        let ties: f64 = worlds.iter().map(|world| world.fell.len() as f64).sum();
        let Case { share, history, days } = case;
        let drift = share - 2.0 * (1.0 - share);
        let theory = fallen(share, history, days);
        if f64::from(history) > 2.0 * f64::from(DRIFT_DAYS) {
            let sum: f64 = worlds.iter().map(|world| world.history as f64).sum();
            let measured = (sum / ties - f64::from(history)) / f64::from(DRIFT_DAYS);
            let tolerance = 4.0 * 3.0 * libm::sqrt(share * (1.0 - share) / (ties * f64::from(DRIFT_DAYS)));
            findings.push(Finding::new(format!("π {share}: drift of history a talk"), drift, measured, tolerance));
            let days_to_fall = |tie: &Option<u32>| f64::from(tie.unwrap_or(days));
            let measured = worlds.iter().flat_map(|world| &world.fell).map(days_to_fall).sum::<f64>() / ties;
            let (mean, variance) = time_to_fall(&theory);
            let about = f64::from(history) / drift.abs();
            let quantity = format!("π {share}, A {history}: days until the home falls, A/|drift| = {about} and the last step");
            findings.push(Finding::new(quantity, mean, measured, 4.0 * libm::sqrt(variance / ties)));
        } else {
            let measured = worlds.iter().flat_map(|world| &world.fell).filter(|fell| fell.is_some()).count() as f64 / ties;
            let expected = ruin(share, history);
            let tolerance = four_deviations(expected, ties);
            findings.push(Finding::new(format!("π {share}, A {history}: homes that ever fall"), expected, measured, tolerance));
        }
        lines.push(line(&case, &worlds, &theory));
    }
    let curve = Curve { title: LAW.title.to_owned(), x: Axis::new("time", "days"), y: Axis::new("homes fallen", "share of ties"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}

/// The scenario with the case's share of talk at home and history.
fn with(mut scenario: Scenario, case: &Case) -> Scenario {
    scenario.run.days = case.days;
    // The file's history stands for 50 talks; a case asks for a part of it.
    scenario.behaviour.history_years *= f64::from(case.history) / 50.0;
    let gap = libm::log(case.share / (1.0 - case.share)) / scenario.behaviour.choice_sharpness;
    if let Act::Set { change, .. } = &mut scenario.events[0].acts[0] {
        change.fit.iter_mut().flatten().for_each(|fit| *fit -= gap);
    }
    scenario
}

fn fates(mut trial: Trial, days: u32) -> Fates {
    let neighbours = trial.life.world.graph.neighbour.clone();
    let first = trial.life.world.graph.first.clone();
    let halves: Vec<usize> = first
        .windows(2)
        .enumerate()
        .flat_map(|(person, ends)| (ends[0] as usize..ends[1] as usize).map(move |half| (person, half)))
        .filter(|&(person, half)| (person as u32) < neighbours[half])
        .map(|(_, half)| half)
        .collect();
    let mut fates = Fates { fell: vec![None; halves.len()], history: 0 };
    for day in 1..=days {
        trial.live(1);
        let ties = &trial.life.world.graph.tie;
        for (fell, &half) in fates.fell.iter_mut().zip(&halves) {
            if ties[half].home() != HOME {
                fell.get_or_insert(day);
            }
        }
        if day == DRIFT_DAYS {
            fates.history =
                halves.iter().map(|&half| ties[half]).filter(|tie| tie.home() == HOME).map(|tie| u64::from(tie.history())).sum();
        }
    }
    fates
}

/// The share of homes fallen after 0, 1, 2, … talks: a walk that gains 1 with probability π and else loses 2, absorbed at 0 and below, held at the cap.
fn fallen(share: f64, history: u32, days: u32) -> Vec<f64> {
    let mut at = vec![0.0; CAP + 1];
    at[history as usize] = 1.0;
    let mut fallen = vec![0.0];
    let mut sum = 0.0;
    for _ in 0..days {
        let mut next = vec![0.0; CAP + 1];
        for (height, chance) in at.iter().enumerate().skip(1) {
            next[(height + 1).min(CAP)] += share * chance;
            if height > 2 { next[height - 2] += (1.0 - share) * chance } else { sum += (1.0 - share) * chance }
        }
        at = next;
        fallen.push(sum);
    }
    fallen
}

/// Mean and variance of the time to fall, cut off at the last day.
fn time_to_fall(fallen: &[f64]) -> (f64, f64) {
    let (mut mean, mut square) = (0.0, 0.0);
    for (day, share) in fallen[..fallen.len() - 1].iter().enumerate() {
        mean += 1.0 - share;
        square += (2.0 * day as f64 + 1.0) * (1.0 - share);
    }
    (mean, square - mean * mean)
}

/// The probability that a walk up by 1 and down by 2 that drifts upwards is ever ruined (Feller 1968, XIV.8): A s₁ⁿ + B s₂ⁿ with s the roots of
/// π s² − (1 − π)(s + 1) = 0, and 1 at n = 0 and n = −1.
fn ruin(share: f64, history: u32) -> f64 {
    let down = 1.0 - share;
    let root = libm::sqrt(down * down + 4.0 * share * down);
    let (one, two) = ((down + root) / (2.0 * share), (down - root) / (2.0 * share));
    let weight = (1.0 - 1.0 / two) / (1.0 / one - 1.0 / two);
    let power = f64::from(history);
    weight * libm::pow(one, power) + (1.0 - weight) * libm::pow(two, power)
}

fn line(case: &Case, worlds: &[Fates], theory: &[f64]) -> Line {
    let steps = 20;
    let dots = (1..=steps).map(|step| {
        let day = case.days * step / steps;
        let share = |world: &Fates| {
            let fallen = world.fell.iter().filter(|fell| fell.is_some_and(|fell| fell <= day)).count();
            fallen as f64 / world.fell.len() as f64
        };
        Dot::new(f64::from(day), &worlds.iter().map(share).collect::<Vec<f64>>())
    });
    Line {
        label: format!("π {}, A {}", case.share, case.history),
        theory: theory.iter().enumerate().map(|(day, share)| (day as f64, *share)).collect(),
        simulated: dots.collect(),
    }
}
