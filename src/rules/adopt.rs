//! Adopt: whether somebody who does not have a platform installs it, and who is to thank.

use crate::float;
use crate::ids::Layer;
use crate::scenario::behaviour::Contagion;

use super::Today;

/// What a person's ties say of a platform; sums over ties in the units of weights (and presences).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Voices {
    /// Σ w.
    pub weight: u64,
    /// Σ w · h, h in 0..255, links that are blocked thinned.
    pub heard: f64,
    /// The same for contacts found through an imported graph.
    pub imported: f64,
    /// Σ w · h and number of ties by layer.
    pub circles: [f64; Layer::COUNT],
    pub ties: u64,
}

/// The greatest hazard that word of mouth could reach, so that most draws need not look.
pub fn hazard_max(today: &Today, platform: usize, awareness: f32, curiosity: f32) -> f32 {
    let import = if today.imports.is_empty() { 0.0 } else { today.behaviour.import_invite as f32 };
    curiosity * (awareness + spread(today, platform) + import)
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
            let circles = voices.circles.iter().filter(|&&heard| heard >= one_contact).count();
            (circles.max(1) - 1) as f64 / 3.0
        }
        Contagion::Threshold => f64::from(u8::from(voices.heard / whole >= today.behaviour.threshold)),
    };
    let import = today.behaviour.import_invite as f32 * (voices.imported / whole) as f32;
    curiosity * (awareness + spread(today, platform) * share as f32 + import)
}

/// λ (1 + ι).
fn spread(today: &Today, platform: usize) -> f32 {
    (today.behaviour.word_of_mouth * (1.0 + today.attributes[platform].invite)) as f32
}

/// The probability that a hazard strikes within a day.
#[inline(always)]
pub fn within_a_day(hazard: f32) -> f32 {
    1.0 - float::exp(-hazard)
}
