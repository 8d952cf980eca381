//! New attributes for a platform of a random world.

use moatsim::scenario::AttributeChange;

use super::random_worlds::Dice;

/// Each attribute changes now and then.
pub fn change(dice: &mut Dice) -> AttributeChange {
    let fits = |dice: &mut Dice| std::array::from_fn(|_| dice.happens(0.3).then(|| dice.real(-3.5, 2.0)));
    AttributeChange {
        fit: fits(dice),
        fit_group: fits(dice),
        share_fit: maybe(dice, -1.0, 2.0),
        share_rate: maybe(dice, 0.0, 2.0),
        solo: maybe(dice, -1.0, 3.0),
        group_cap: dice.happens(0.3).then(|| dice.between(0, 20)),
        exposure: maybe(dice, 0.0, 2.0),
        price: maybe(dice, 0.0, 1.0),
        keeps: maybe(dice, 0.0, 1.0),
        invite: maybe(dice, 0.0, 4.0),
        awareness: maybe(dice, 0.0, 0.1),
        meet: maybe(dice, 0.0, 0.6),
        contacts: maybe(dice, 0.0, 1.0),
        group_entry: maybe(dice, 0.0, 0.6),
        group_gate_days: dice.happens(0.3).then(|| dice.between(0, 10)),
        group_gate_level: maybe(dice, 0.0, 1.0),
    }
}

fn maybe(dice: &mut Dice, from: f64, to: f64) -> Option<f64> {
    dice.happens(0.3).then(|| dice.real(from, to))
}
