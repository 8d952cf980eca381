//! Ties that lie idle: every 128 days the long idle are moved forward, and each evening those that have faded go.

use moatsim::rng::Purpose;

use super::model::{Scene, World};
use super::today::Today;
use super::weigh::{decayed, is_gone, to_byte};

/// How many days lie between two passes, and how far last talks move.
const CYCLE: i32 = 128;

/// Idle days after which a last talk is moved.
const LONG_IDLE: i32 = 256;

pub fn refresh(scene: &Scene, today: &Today, evening: &mut World) {
    if today.day.rem_euclid(CYCLE) != 0 {
        return;
    }
    for ((a, b), link) in &mut evening.links {
        if link.idle_days(today.day) > LONG_IDLE && !is_gone(scene.behaviour(), link, today.day + 1) {
            let left = decayed(scene.behaviour(), &today.attributes, link.home, link.history, CYCLE);
            link.history = to_byte(scene.chance.on(Purpose::IdleRounding, today.day).tie(*a, *b), left);
            link.last += CYCLE;
        }
    }
}

/// Frees the places of ties that tomorrow finds gone.
pub fn fade(scene: &Scene, today: &Today, evening: &mut World) {
    let gone = |link| is_gone(scene.behaviour(), link, today.day + 1);
    let faded: Vec<(u32, u32)> = evening.links.iter().filter(|(_, link)| gone(link)).map(|(ends, _)| *ends).collect();
    for (a, b) in faded {
        evening.links.remove(&(a, b));
        for (own, other) in [(a, b), (b, a)] {
            for place in &mut evening.people[own as usize].places {
                if *place == Some(other) {
                    *place = None;
                }
            }
        }
    }
}
