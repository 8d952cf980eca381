//! What a tie weighs today, when it is gone, and what is left of its history.

use moatsim::ids::{Layer, NOWHERE, PlatformId, Topic};
use moatsim::rng::round;
use moatsim::scenario::{Attributes, Behaviour};

use super::model::Link;

/// Weights are counted in units of 1/16384.
pub const WHOLE: u32 = 16_384;

pub fn rate(behaviour: &Behaviour, layer: Layer) -> f64 {
    match layer {
        Layer::Kin => behaviour.rate_kin,
        Layer::Friend => behaviour.rate_friend,
        Layer::Work => behaviour.rate_work,
        Layer::Acquaintance => behaviour.rate_acquaintance,
        Layer::Stranger => behaviour.rate_stranger,
    }
}

pub fn value(behaviour: &Behaviour, layer: Layer) -> f64 {
    match layer {
        Layer::Kin => behaviour.value_kin,
        Layer::Friend => behaviour.value_friend,
        Layer::Work => behaviour.value_work,
        Layer::Acquaintance => behaviour.value_acquaintance,
        Layer::Stranger => behaviour.value_stranger,
    }
}

pub fn outside(behaviour: &Behaviour, layer: Layer) -> f64 {
    match layer {
        Layer::Kin => behaviour.outside_kin,
        Layer::Friend => behaviour.outside_friend,
        Layer::Work => behaviour.outside_work,
        Layer::Acquaintance => behaviour.outside_acquaintance,
        Layer::Stranger => behaviour.outside_stranger,
    }
}

pub fn session_rate(behaviour: &Behaviour, topic: Topic) -> f64 {
    match topic {
        Topic::Family => behaviour.session_family,
        Topic::Class => behaviour.session_class,
        Topic::Work => behaviour.session_work,
        Topic::Interest => behaviour.session_interest,
        Topic::Fan => behaviour.session_fan,
    }
}

pub fn strength(behaviour: &Behaviour, layer: Layer, idle_days: i32) -> f64 {
    let days = match layer {
        Layer::Kin => behaviour.strength_days_kin,
        Layer::Friend => behaviour.strength_days_friend,
        Layer::Work => behaviour.strength_days_work,
        Layer::Acquaintance => behaviour.strength_days_acquaintance,
        Layer::Stranger => behaviour.strength_days_stranger,
    };
    libm::exp(-f64::from(idle_days) / days)
}

/// The weight of a tie of the plain class is rounded; the other classes double or halve that. No tie that is there weighs nothing.
pub fn units(behaviour: &Behaviour, link: &Link, idle_days: i32) -> u32 {
    let plain = (rate(behaviour, link.layer) * strength(behaviour, link.layer, idle_days) * f64::from(WHOLE)).round() as u32;
    let plain = plain.max(1);
    let classed = match link.weight_class {
        0 => plain / 2,
        1 => plain,
        2 => plain * 2,
        _ => plain * 4,
    };
    classed.clamp(1, WHOLE)
}

/// The weight as a number.
pub fn weight(behaviour: &Behaviour, link: &Link, day: i32) -> f64 {
    f64::from(units(behaviour, link, link.idle_days(day))) / f64::from(WHOLE)
}

/// Strangers and acquaintances who have not talked for long are gone.
pub fn is_gone(behaviour: &Behaviour, link: &Link, day: i32) -> bool {
    let may_fade = matches!(link.layer, Layer::Acquaintance | Layer::Stranger);
    may_fade && strength(behaviour, link.layer, link.idle_days(day)) < behaviour.fade_strength
}

/// What is left of history at a home after some idle days.
pub fn decayed(behaviour: &Behaviour, attributes: &[Attributes], home: PlatformId, history: u32, idle_days: i32) -> f64 {
    if home == NOWHERE {
        return 0.0;
    }
    let days = f64::from(idle_days);
    // In single precision, factor by factor, as the model says.
    let kept = libm::pow(attributes[home.index()].keeps, days) as f32;
    f64::from(history as f32 * libm::exp2(-days / behaviour.history_half_life) as f32 * kept)
}

/// Home and history after a message at a venue: a majority vote in constant memory (Boyer and Moore 1981).
pub fn vote(behaviour: &Behaviour, home: PlatformId, history: f64, venue: PlatformId) -> (PlatformId, f64) {
    let cap = behaviour.history_cap;
    // In single precision, as the model says.
    if venue == home {
        return (home, f64::from(history as f32 + behaviour.history_gain as f32).min(cap));
    }
    let rest = f64::from(history as f32 - behaviour.history_loss as f32);
    if rest <= 0.0 { (venue, behaviour.history_gain.min(cap)) } else { (home, rest) }
}

/// Rounds at random without bias and keeps the result in a byte.
pub fn to_byte(draw: u64, number: f64) -> u32 {
    round(draw, number as f32).min(255)
}

/// History that day-0 ties and groups have stored.
pub fn first_history(behaviour: &Behaviour, rate: f64) -> u32 {
    let stored = 365.0 * behaviour.history_years * rate * behaviour.history_gain;
    stored.min(behaviour.history_cap) as u32
}

/// What a fit is worth: nothing at all where it stands for no conversation.
pub fn conversation(fit: f64) -> f64 {
    if fit <= -4.0 { f64::NEG_INFINITY } else { fit }
}
