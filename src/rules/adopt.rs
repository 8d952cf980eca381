//! Adopt: whether somebody who does not have a platform installs it, and who is to thank.

use crate::float;
use crate::ids::Layer;
use crate::scenario::behaviour::{Behaviour, Contagion};
use crate::scenario::{Attributes, Segment};
use crate::world::Month;

use super::Today;

/// More than rounding could make of a bound.
pub(super) const BOUND_SLACK: f32 = 1.001;

/// What a person's ties say of a platform; sums over ties in the units of weights (and presences).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Voices {
    /// Σ w.
    pub weight: u64,
    /// Σ w · h, h in 0..255, links that are blocked thinned.
    pub heard: f64,
    /// The same for contacts found through an imported graph.
    pub imported: f64,
    /// Σ w · h by layer, and the number of ties, where contagion asks for circles.
    pub circles: [f64; Layer::COUNT],
    pub ties: u64,
}

/// The greatest hazard that word of mouth could reach, so that most draws need not look.
pub fn hazard_max(today: &Today, platform: usize, awareness: f32, curiosity: f32) -> f32 {
    let import = if today.imports.is_empty() { 0.0 } else { today.behaviour.import_invite as f32 };
    curiosity * (awareness + today.spread[platform] * share_max(today.behaviour.contagion) + import)
}

/// The greatest S.
fn share_max(contagion: Contagion) -> f32 {
    match contagion {
        Contagion::Simple | Contagion::Threshold => 1.0,
        Contagion::Complex => share_of_circles(Layer::COUNT) as f32,
    }
}

/// S where so many circles speak for a platform.
fn share_of_circles(circles: usize) -> f64 {
    (circles.max(1) - 1) as f64 / 3.0
}

/// λ of adoption, and the part of it that is promotion.
pub fn hazard(today: &Today, platform: usize, awareness: f32, curiosity: f32, voices: &Voices) -> f32 {
    if voices.weight == 0 {
        return curiosity * awareness;
    }
    let whole = voices.weight as f64 * 255.0;
    let share = match today.behaviour.contagion {
        Contagion::Simple => voices.heard / whole,
        Contagion::Complex => {
            let one_contact = whole / voices.ties as f64;
            share_of_circles(voices.circles.iter().filter(|&&heard| heard >= one_contact).count())
        }
        Contagion::Threshold => f64::from(u8::from(voices.heard / whole >= today.behaviour.threshold)),
    };
    let import = today.behaviour.import_invite as f32 * (voices.imported / whole) as f32;
    curiosity * (awareness + today.spread[platform] * share as f32 + import)
}

/// What nobody's probability of leaving within a day exceeds, however lonely; a little more, never less.
pub fn leaving_bound(behaviour: &Behaviour, segments: &[Segment]) -> f32 {
    let readiest = segments.iter().fold(0.0, |readiest: f64, segment| readiest.max(segment.leaving));
    within_a_day((behaviour.leave * readiest) as f32 * (1.0 + f32::from(Month::LONELY_MAX)) * BOUND_SLACK) * BOUND_SLACK
}

/// λ (1 + ι).
pub(super) fn spread(behaviour: &Behaviour, attributes: &Attributes) -> f32 {
    (behaviour.word_of_mouth * (1.0 + attributes.invite)) as f32
}

/// Whether a draw is so high that a hazard cannot strike today: plain to see, as its probability is never more than itself.
#[inline(always)]
pub fn is_beyond(draw: f32, hazard: f32) -> bool {
    /// More than rounding could make of a probability.
    const SLACK: f32 = 1e-5;
    draw >= hazard + SLACK
}

/// The probability that a hazard strikes within a day.
#[inline(always)]
pub fn within_a_day(hazard: f32) -> f32 {
    1.0 - float::exp(-hazard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_that_are_thrown_away_unlooked_would_have_failed() {
        let mut thrown_away = 0;
        for step in 0..20_000 {
            let hazard = step as f32 * 2e-4;
            for above in [0.0, 1e-6, 1e-5, 2e-5, 1e-3, 0.1] {
                let draw = within_a_day(hazard) + above;
                if is_beyond(draw, hazard) {
                    assert!(draw >= within_a_day(hazard), "hazard {hazard}, draw {draw}");
                    thrown_away += 1;
                }
            }
        }
        assert!(thrown_away > 0, "some are");
    }

    #[test]
    fn nobody_leaves_more_readily_than_the_bound() {
        let text = include_str!("../../scenarios/bench/town.toml").replace("share = 0.4", "share = 0.4\nleaving = 2.5");
        let mut scenario = crate::scenario::parse_scenario(&text, "test", "".as_ref()).unwrap_or_else(|problems| panic!("{problems}"));
        for leave in [0.0, 1e-6, 0.01, 0.3] {
            scenario.behaviour.leave = leave;
            let bound = leaving_bound(&scenario.behaviour, &scenario.population.segments);
            let readiest = within_a_day(leave as f32 * 2.5 * (1.0 + f32::from(Month::LONELY_MAX)));
            assert!(readiest <= bound && bound <= readiest * 1.01 + 1e-6, "{readiest} and {bound}");
        }
    }
}
