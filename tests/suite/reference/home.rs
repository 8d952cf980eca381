//! Home (7.6): what exchanges do to the ties they went through.

use moatsim::ids::Layer;

use super::model::{Link, Scene, World, id};
use super::talk::{Exchange, Occasion, rounding};
use super::today::Today;
use super::weigh::{decayed, to_byte, vote};

/// What marks an acquaintance that began as a stranger.
const BORN: u32 = 15;

/// Most talks of a stranger that are counted.
const TALKS_MAX: u32 = 14;

pub fn remember(scene: &Scene, today: &Today, exchanges: &[Exchange], evening: &mut World) {
    for exchange in exchanges {
        let link = evening.links.get_mut(&exchange.ends).expect("only living ties talk");
        match (exchange.venue, exchange.occasion) {
            (Some(venue), _) => message(scene, today, exchange, venue, link),
            (None, Occasion::Talk) => meet_outside(scene, today, exchange.ends, link),
            (None, Occasion::Share(_)) => {}
        }
    }
}

fn message(scene: &Scene, today: &Today, exchange: &Exchange, venue: usize, link: &mut Link) {
    let behaviour = scene.behaviour();
    let draw = rounding(scene, exchange.occasion, today, exchange.ends);
    let left = decayed(behaviour, &today.attributes, link.home, link.history, link.idle_days(today.day));
    let (home, history) = vote(behaviour, link.home, left, id(venue));
    link.home = home;
    link.history = to_byte(draw, history);
    link.last = today.day;
    if link.layer == Layer::Stranger {
        link.talks = (link.talks + 1).min(TALKS_MAX);
        if f64::from(link.talks) >= behaviour.stranger_talks {
            link.layer = Layer::Acquaintance;
            link.talks = BORN;
        }
    }
}

/// Kin, friends and colleagues meet, which keeps them close; what is stored at home decays all the same.
fn meet_outside(scene: &Scene, today: &Today, ends: (u32, u32), link: &mut Link) {
    if matches!(link.layer, Layer::Kin | Layer::Friend | Layer::Work) {
        let left = decayed(scene.behaviour(), &today.attributes, link.home, link.history, link.idle_days(today.day));
        link.history = to_byte(rounding(scene, Occasion::Talk, today, ends), left);
        link.last = today.day;
    }
}
