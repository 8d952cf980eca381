//! L4: a field turns people who do as others do only when it is strong: at βh = βJ m_s − artanh m_s, m_s = √(1 − 1/βJ), where m = tanh(βh + βJ m)
//! (Brock and Durlauf 2001) loses one of its solutions. Between the two turning fields, what people do depends on what they did.

use rayon::prelude::*;

use super::mean_field::{balance, scenario, turning_field};
use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Trial, Verdict};
use crate::error::Result;
use crate::ids::PlatformId;
use crate::rng::Chance;
use crate::scenario::{Act, AttributeChange, Audience, Event, Scenario};
use crate::ties::{self, TieGraph};

pub const LAW: Law = Law {
    code: "L4",
    title: "Hysteresis",
    says: "a field turns people at βh = βJ m_s − artanh m_s, m_s = √(1 − 1/βJ), from either side, and not at 0.95 of it",
    source: "Brock and Durlauf 2001",
    scenario: super::mean_field::SCENARIO,
    check,
};

/// βJ, and how much larger than the file's its worlds are: chance nudges small worlds over where the barrier is low.
const COUPLINGS: [(f64, u32); 3] = [(1.5, 2), (2.0, 1), (3.0, 1)];

/// A field as a share of the turning field, how long to wait, and whether all should have turned by then. Beside the turning field time goes as
/// π / √(distance): a hundredth of the field is some fifty days.
const TRIES: [(f64, u32, f64); 2] = [(0.95, 30, 0.0), (1.0, 200, 1.0)];

/// The loop that is drawn: its coupling, how often the field changes on the way down, how long it stays, and how far it goes, in turning fields.
const LOOP_COUPLING: f64 = 2.0;
const LOOP_STEPS: u32 = 24;
const LOOP_DAYS: u32 = 10;
const LOOP_REACH: f64 = 1.5;
const LOOP_SEEDS: u32 = 3;

fn check(lab: &Lab) -> Result<Verdict> {
    let mut findings = Vec::new();
    for (coupling, larger) in COUPLINGS {
        let scenario = scenario(lab, coupling, larger)?;
        let turned = (0..lab.size.seeds).into_par_iter().map(|seed| {
            let (graph, _) = ties::generate(&scenario, Chance::new(scenario.run.seed, seed))?;
            Ok(TRIES.map(|(ratio, days, _)| turns(lab, &scenario, seed, &graph, ratio * turning_field(coupling), days)))
        });
        let turned = turned.collect::<Result<Vec<_>>>()?;
        for (number, (ratio, _, predicted)) in TRIES.into_iter().enumerate() {
            let share = turned.iter().map(|of_seed| of_seed[number]).sum::<f64>() / turned.len() as f64;
            let quantity = format!("βJ {coupling}: worlds turned by {ratio} of βh = {:.4}", turning_field(coupling));
            findings.push(Finding::new(quantity, predicted, share, 0.0));
        }
    }
    Ok(Verdict { findings, curve: Some(curve(lab)?) })
}

/// 1 when a field turns all, else 0. Even seeds start with everybody there and a field that drives them away, odd ones with nobody there and a
/// field that draws them in.
fn turns(lab: &Lab, scenario: &Scenario, seed: u32, graph: &TieGraph, field: f64, days: u32) -> f64 {
    /// How often to look whether it is over.
    const LOOK_DAYS: u32 = 10;
    let mut scenario = scenario.clone();
    scenario.run.days = days;
    let side = if seed.is_multiple_of(2) { 1.0 } else { -1.0 };
    scenario.platforms[0].attributes.solo = -2.0 * side * field;
    if side > 0.0 {
        scenario.events.clear();
    }
    let mut trial = lab.begin_with(&scenario, seed, graph.clone());
    let first = scenario.events.first().and_then(|event| event.until).unwrap_or(0);
    trial.live(first);
    while trial.life.day() < days {
        trial.live(LOOK_DAYS.min(days - trial.life.day()));
        if side * balance_now(&trial) < -0.2 {
            return 1.0;
        }
    }
    0.0
}

/// m, by who opened on the day before.
fn balance_now(trial: &Trial) -> f64 {
    let world = &trial.life.world;
    let opened = (0..world.people() as u32).filter(|&person| world.rows.read(person).at(0) == u8::MAX).count();
    balance(opened as u64, world.people() as u32)
}

/// The field goes down and up again, step by step; theory is the curve on which it is artanh m − βJ m.
fn curve(lab: &Lab) -> Result<Curve> {
    let mut scenario = scenario(lab, LOOP_COUPLING, 1)?;
    let turning = turning_field(LOOP_COUPLING);
    let way = (0..=LOOP_STEPS).chain((0..LOOP_STEPS).rev());
    let fields: Vec<f64> = way.map(|step| LOOP_REACH * turning * (1.0 - 2.0 * f64::from(step) / f64::from(LOOP_STEPS))).collect();
    scenario.run.days = fields.len() as u32 * LOOP_DAYS;
    scenario.events = fields.iter().enumerate().map(|(step, &field)| field_event(step as u32, field)).collect();
    let balances = (0..LOOP_SEEDS).into_par_iter().map(|seed| {
        let (graph, _) = ties::generate(&scenario, Chance::new(scenario.run.seed, seed))?;
        let mut trial = lab.begin_with(&scenario, seed, graph);
        let step = |_: &f64| {
            trial.live(LOOP_DAYS);
            balance_now(&trial)
        };
        Ok(fields.iter().map(step).collect::<Vec<f64>>())
    });
    let balances = balances.collect::<Result<Vec<_>>>()?;
    let dots = fields.iter().enumerate().map(|(step, &field)| {
        let values: Vec<f64> = balances.iter().map(|of_seed| of_seed[step]).collect();
        Dot::new(field, &values)
    });
    let balances = (-99..=99).rev().map(|hundredth| 0.01 * f64::from(hundredth));
    let theory =
        balances.map(|m| (libm::atanh(m) - LOOP_COUPLING * m, m)).filter(|(field, _)| field.abs() <= LOOP_REACH * turning).collect();
    let lines = vec![Line { label: format!("βJ {LOOP_COUPLING}, down and up"), theory, simulated: dots.collect() }];
    Ok(Curve { title: LAW.title.to_owned(), x: Axis::new("field βh", ""), y: Axis::new("balance m", "−1..1"), lines })
}

fn field_event(step: u32, field: f64) -> Event {
    let change = AttributeChange { solo: Some(2.0 * field), ..AttributeChange::default() };
    Event {
        name: format!("field {step}"),
        from: step * LOOP_DAYS,
        until: Some((step + 1) * LOOP_DAYS),
        to: Audience::default(),
        acts: vec![Act::Set { platform: PlatformId(0), change }],
    }
}
