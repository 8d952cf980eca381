//! What comes out of every history at a draw of the numbers: the same chance at every draw, so that draws differ by their numbers alone.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

use super::super::mechanism::with_behaviour;
use super::design::{Design, Point};
use super::loss::Band;
use crate::engine::{Control, Forks, run};
use crate::error::{Error, Result};
use crate::scenario::Scenario;
use crate::study::collect::{Gathered, findings, names};

/// An expectation of a history.
pub struct Case {
    /// Its place among the histories.
    pub history: usize,
    pub that: String,
    pub band: Band,
}

/// All expectations, in the order of histories.
pub struct Cases {
    pub list: Vec<Case>,
    pub histories: Vec<String>,
}

/// Where a draw comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The numbers of today.
    Today,
    Prior,
    /// Proposed by the surrogate.
    Proposal,
}

/// A draw and what came out of it.
#[derive(Clone)]
pub struct Draw {
    pub origin: Origin,
    pub point: Point,
    /// By case; `NaN` where undefined.
    pub values: Vec<f64>,
}

impl Origin {
    pub const ALL: [Origin; 3] = [Origin::Today, Origin::Prior, Origin::Proposal];

    pub fn name(self) -> &'static str {
        match self {
            Origin::Today => "today",
            Origin::Prior => "prior",
            Origin::Proposal => "proposal",
        }
    }
}

impl Cases {
    pub fn of(histories: &[Scenario]) -> Cases {
        let mut list = Vec::new();
        for (history, scenario) in histories.iter().enumerate() {
            for expect in &scenario.expects {
                list.push(Case { history, that: expect.that.clone(), band: Band::of(&expect.how) });
            }
        }
        Cases { list, histories: histories.iter().map(|scenario| scenario.name.clone()).collect() }
    }

    /// The mean loss of each history, so that one with many expectations counts no more than others.
    pub fn losses(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![(0.0, 0.0); self.histories.len()];
        for (case, value) in self.list.iter().zip(values) {
            let (loss, count) = &mut sums[case.history];
            *loss += case.band.loss(*value);
            *count += 1.0;
        }
        sums.into_iter().map(|(loss, count)| if count > 0.0 { loss / count } else { 0.0 }).collect()
    }

    pub fn met(&self, values: &[f64]) -> usize {
        self.list.iter().zip(values).filter(|(case, value)| case.band.holds(**value)).count()
    }
}

/// What comes out at a point; `None` when the user asked to stop.
fn evaluate(histories: &[Scenario], design: &Design, point: &[f64], stop: &AtomicBool) -> Result<Option<Vec<f64>>> {
    let mut values = Vec::new();
    for history in histories {
        let scenario = with_behaviour(history, &|numbers| design.apply(point, numbers));
        match replay(&scenario, stop)? {
            Some(found) => values.extend(found),
            None => return Ok(None),
        }
    }
    Ok(Some(values))
}

/// Evaluates points side by side, each on one thread, and hands on what came out, in whatever order they finish. Ends early when the user asks.
pub fn evaluate_all(
    histories: &[Scenario],
    design: &Design,
    points: &[Point],
    threads: usize,
    stop: &AtomicBool,
    take: &mut dyn FnMut(usize, Vec<f64>) -> Result<()>,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(threads);
        for _ in 0..threads.min(points.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                // One thread of its own: small worlds are not worth more, and points are many.
                let pool = match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
                    Ok(pool) => pool,
                    Err(cause) => {
                        let doing = "start a thread".to_owned();
                        return drop(sender.send((0, Err(Error::Machine { doing, path: None, cause: cause.to_string() }))));
                    }
                };
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(point) = points.get(place) else { return };
                    let found = pool.install(|| evaluate(histories, design, point, stop));
                    let ends = !matches!(found, Ok(Some(_)));
                    if sender.send((place, found)).is_err() || ends {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (place, found) in receiver {
            match found {
                Ok(Some(values)) => take(place, values)?,
                Ok(None) => {}
                Err(error) => {
                    stop.store(true, Ordering::Relaxed);
                    return Err(error);
                }
            }
        }
        Ok(())
    })
}

fn replay(scenario: &Scenario, stop: &AtomicBool) -> Result<Option<Vec<f64>>> {
    let mut gathered = Gathered::of(scenario);
    for replicate in 0..scenario.run.replicates {
        let variants: Vec<&Scenario> = names(scenario).into_iter().map(|(_, scenario)| scenario).collect();
        let forks = Forks::new(variants.clone());
        for (variant, lived) in variants.into_iter().enumerate() {
            let family = Some((&forks, variant));
            let control = Control { stop, lived: &|_| {}, checkpoint: None, checkpoint_days: u32::MAX, family };
            match run(lived, replicate, &control) {
                Ok(record) => gathered.add(variant, record),
                Err(Error::Stopped(_)) => return Ok(None),
                Err(error) => return Err(error),
            }
        }
    }
    Ok(Some(findings(&gathered).into_iter().map(|finding| finding.found.mean).collect()))
}
