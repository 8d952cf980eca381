//! Interoperability: who is present where they have nothing installed, and what need not be read there.

use super::model::World;
use super::today::Today;

/// How a person can be met at a venue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    pub presence: f64,
    /// The platform that a message calls the person to.
    pub called_to: usize,
    /// What crosses to there; 1 when the person is at the venue itself.
    pub crossing: f64,
}

/// How a person can be met at a venue today, if at all.
pub fn reach(world: &World, today: &Today, person: u32, venue: usize) -> Option<Reach> {
    if !today.up(person, venue) {
        return None;
    }
    let own = world.use_of(person, venue).presence_share();
    let mut reach = Reach { presence: own, called_to: venue, crossing: 1.0 };
    for &through in &today.order {
        // Presence through a bridge is kept like any other: in whole 1/255.
        let steps = today.crossing[venue][through] as f32 * world.use_of(person, through).presence as f32;
        let bridged = f64::from(steps.floor()) / 255.0;
        if through != venue && today.up(person, through) && bridged > reach.presence {
            reach = Reach { presence: bridged, called_to: through, crossing: today.crossing[venue][through] };
        }
    }
    (reach.presence > 0.0).then_some(reach)
}

/// The best other platform that a person keeps for reading what is said on this one: which, what reaches it, and how surely it is read.
pub fn elsewhere(world: &World, today: &Today, person: u32, platform: usize) -> Option<(usize, f64, f64)> {
    let mut best: Option<(usize, f64, f64)> = None;
    for &other in &today.order {
        let crossing = today.crossing[platform][other];
        let read = crossing * world.use_of(person, other).presence_share();
        if other != platform && read > best.map_or(0.0, |(_, _, most)| most) {
            best = Some((other, crossing, read));
        }
    }
    best
}
