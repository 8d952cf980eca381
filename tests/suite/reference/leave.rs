//! Leave (7.9): who removes an app that is not used.

use moatsim::rng::Purpose;

use super::model::{Scene, World};
use super::open::loneliness;
use super::today::Today;

/// Decides by the morning's presence and loneliness, and removes in the evening, whatever the day was like.
pub fn leave(scene: &Scene, morning: &World, today: &Today, evening: &mut World, removed: &mut [u64]) {
    let behaviour = scene.behaviour();
    for person in morning.numbers() {
        for platform in (0..scene.platforms()).filter(|platform| morning.has(person, *platform)) {
            let used = morning.use_of(person, platform);
            let leaving = scene.scenario.population.segments[morning.people[person as usize].segment].leaving;
            let lonely = loneliness(today, &morning.people[person as usize], platform);
            let hazard = behaviour.leave * leaving * (1.0 + 7.0 * lonely);
            let draw = scene.person_unit(Purpose::Leave, today.day, person, platform);
            if used.presence_share() < behaviour.leave_presence && draw < 1.0 - libm::exp(-hazard) {
                evening.people[person as usize].uses[platform].remove();
                removed[platform] += 1;
            }
        }
    }
}
