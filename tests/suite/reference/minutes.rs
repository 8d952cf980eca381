//! Minutes (7.10): the segment's minutes shared by a logit over what was opened and the rest of life.

use super::model::{Deeds, Scene, World};
use super::today::Today;

/// Minutes are counted in this part of a minute.
const PARTS: f64 = 64.0;

pub fn spend(scene: &Scene, world: &World, today: &Today, deeds: &Deeds, minutes: &mut [u64]) {
    let rest_of_life = 1.0 + libm::exp(2.0);
    for person in world.numbers() {
        let who = &world.people[person as usize];
        let budget = scene.scenario.population.segments[who.segment].minutes;
        let worth = |platform: usize| libm::exp(today.attributes[platform].solo * who.content_taste);
        let opened: Vec<usize> = (0..scene.platforms()).filter(|platform| deeds.opened(person, *platform)).collect();
        let total = rest_of_life + opened.iter().map(|platform| worth(*platform)).sum::<f64>();
        for platform in opened {
            minutes[platform] += (PARTS * budget * worth(platform) / total).round() as u64;
        }
    }
}
