//! L9: with daily use, presence grows as 1 − (1 − h₀)(1 − 1/τ)^t (the asymptotic curve of Lally and others 2010), and whole numbers do not stop it.

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict};
use crate::error::Result;

pub const LAW: Law = Law {
    code: "L9",
    title: "Habit",
    says: "with daily use presence is 1 − (1 − h)(1 − 1/τ)^t of what it began with, h, also where a day moves it by less than the step in which it is kept",
    source: "Lally et al. 2010",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/habit.toml");

/// Presence is kept in steps of this.
const STEP: f64 = 1.0 / 255.0;

/// τ, and the day to look at: 95 % of a habit of 22 days; and a habit so slow that a day moves it by at most a quarter of a step.
const HABITS: [(f64, usize); 2] = [(22.0, 65), (1000.0, 119)];

fn check(lab: &Lab) -> Result<Verdict> {
    let mut findings = Vec::new();
    let mut lines = Vec::new();
    for (days, day) in HABITS {
        let mut scenario = lab.scenario("habit", SCENARIO)?;
        scenario.behaviour.habit_days *= days / HABITS[0].0;
        let records = lab.records(&scenario)?;
        let most = 255.0 * f64::from(scenario.run.people);
        let presence = |day: usize| records.iter().map(|record| record.daily[day].presence[0] as f64 / most).collect::<Vec<f64>>();
        let dots: Vec<Dot> = (0..scenario.run.days as usize).map(|day| Dot::new(day as f64, &presence(day))).collect();
        // What is installed leaves a trace of one step.
        let habit = |day: usize| 1.0 - (1.0 - STEP) * libm::pow(1.0 - 1.0 / days, day as f64);
        let gap = dots.iter().enumerate().map(|(day, dot)| (dot.mean - habit(day)).abs()).fold(0.0, f64::max);
        findings.push(Finding::new(format!("τ {days} days: presence after {day} days"), habit(day), dots[day].mean, STEP));
        findings.push(Finding::new(format!("τ {days} days: greatest gap on any day"), 0.0, gap, STEP));
        let theory = (0..dots.len()).map(|day| (day as f64, habit(day))).collect();
        lines.push(Line { label: format!("τ {days} days"), theory, simulated: dots });
    }
    let curve = Curve { title: LAW.title.to_owned(), x: Axis::new("time", "days"), y: Axis::new("presence", ""), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}
