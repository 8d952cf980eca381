//! L1: promotion and word of mouth on the share of all who have adopted give the diffusion curve of Bass 1969.

use super::{Axis, Curve, Dot, Finding, Lab, Law, Line, Verdict};
use crate::error::Result;

pub const LAW: Law = Law {
    code: "L1",
    title: "Bass diffusion",
    says: "adoption by promotion p and word of mouth q follows F' = F + (1 − F)(1 − e^−(p + qF)), and is fastest at ln(q/p)/(p + q)",
    source: "Bass 1969",
    scenario: SCENARIO,
    check,
};

const SCENARIO: &str = include_str!("../../scenarios/laws/bass.toml");

/// Promotion and word of mouth of a day, and after how many days to look. The first pair is that of the scenario file; the second is so
/// slow that days are as good as continuous time.
const DIFFUSIONS: [(f64, f64, u32); 2] = [(0.03, 0.38, 20), (0.001, 0.05, 110)];

/// Contacts of everybody in the scenario file. A world is held to Bass's own curve as closely as its number of people allows, and all worlds
/// together to the curve among so many contacts.
const CONTACTS: f64 = 80.0;

fn check(lab: &Lab) -> Result<Verdict> {
    let mut findings = Vec::new();
    let mut lines = Vec::new();
    for (number, (p, q, days)) in DIFFUSIONS.into_iter().enumerate() {
        let mut scenario = lab.scenario("bass", SCENARIO)?;
        if number > 0 {
            scenario.run.days = days;
            scenario.platforms[0].attributes.awareness *= p / DIFFUSIONS[0].0;
            scenario.behaviour.word_of_mouth *= q / DIFFUSIONS[0].1;
        }
        let people = f64::from(scenario.run.people);
        let records = lab.records(&scenario)?;
        let adopted = |day: usize| records.iter().map(|record| record.daily[day].ever[0] as f64 / people).collect::<Vec<f64>>();
        let dots: Vec<Dot> = (0..days as usize).map(|day| Dot::new(day as f64 + 1.0, &adopted(day))).collect();
        let gap = |theory: &[f64]| dots.iter().zip(theory).map(|(dot, share)| (dot.mean - share).abs()).fold(0.0, f64::max);
        let theory = shares(p, q, days);
        let of_one = tolerance(p, q, people);
        findings.push(Finding::new(format!("p {p}, q {q}: greatest gap of the share on any day"), 0.0, gap(&theory), of_one));
        if number > 0 {
            // The peak itself is flat and its day is noisy; the share on its day is not.
            let peak = peak_day(p, q);
            let place = peak.floor() as usize - 1;
            let measured = dots[place].mean + (dots[place + 1].mean - dots[place].mean) * peak.fract();
            findings.push(Finding::new(
                format!("p {p}, q {q}: share on day {peak:.1}, the fastest"),
                0.5 * (1.0 - p / q),
                measured,
                of_one,
            ));
        }
        let of_all = tolerance(p, q, people * f64::from(lab.size.seeds));
        let quantity = format!("p {p}, q {q}: the same against Bass among {CONTACTS} contacts");
        findings.push(Finding::new(quantity, 0.0, gap(&shares_among(p, q, CONTACTS, days)), of_all));
        let theory = theory.into_iter().enumerate().map(|(day, share)| (day as f64 + 1.0, share)).collect();
        lines.push(Line { label: format!("p {p}, q {q}"), theory, simulated: dots });
    }
    let curve =
        Curve { title: "Bass diffusion".to_owned(), x: Axis::new("time", "days"), y: Axis::new("adopted", "share of people"), lines };
    Ok(Verdict { findings, curve: Some(curve) })
}

/// F after 1, 2, … days: F' = F + (1 − F)(1 − e^−(p + qF)), the discrete form of Bass 1969.
fn shares(p: f64, q: f64, days: u32) -> Vec<f64> {
    let mut share = 0.0;
    let next = |_| {
        share += (1.0 - share) * (1.0 - libm::exp(-(p + q * share)));
        share
    };
    (0..days).map(next).collect()
}

/// The same where everybody hears so many contacts, who are not tied to each other: whoever has not adopted cannot have convinced a contact, so the
/// contacts hear one fewer (the cavity method; Fibich and Gibori 2010 solve the like on lattices). The share not convinced after t days is the mean of
/// e^(−pt − q/k · Σ days that each contact has had it), and contacts are independent.
fn shares_among(p: f64, q: f64, contacts: f64, days: u32) -> Vec<f64> {
    // By day, of a contact who hears one fewer: not adopted so far, and adopted on the day.
    let mut waits = vec![1.0];
    let mut adopts = vec![0.0];
    let next = |day: u32| {
        let heard = |at: u32| adopts[at as usize] * libm::exp(-q / contacts * f64::from(day - at));
        let of_contact = waits[day as usize - 1] + (1..day).map(heard).sum::<f64>();
        let alone = libm::exp(-p * f64::from(day));
        let wait = alone * libm::pow(of_contact, contacts - 1.0);
        adopts.push(waits[day as usize - 1] - wait);
        waits.push(wait);
        1.0 - alone * libm::pow(of_contact, contacts)
    };
    (1..=days).map(next).collect()
}

/// t* = ln(q/p) / (p + q) (Bass 1969).
fn peak_day(p: f64, q: f64) -> f64 {
    libm::log(q / p) / (p + q)
}

/// Four standard deviations: of a share, and of the time that the first adopters of so many people take.
fn tolerance(p: f64, q: f64, people: f64) -> f64 {
    4.0 * (0.5 / libm::sqrt(people) + 0.25 * libm::sqrt((p + q) / (p * people)))
}
