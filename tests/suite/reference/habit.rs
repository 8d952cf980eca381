//! Habit (7.8), and what else a day leaves on a person's phone: tenure, days since the last opening, loneliness.

use moatsim::rng::{Purpose, round32};
use moatsim::scenario::Attributes;

use super::model::{Deeds, Scene, Standing, Use, World};
use super::today::{Phase, Today};

pub fn form(scene: &Scene, morning: &World, today: &Today, deeds: &Deeds, evening: &mut World) {
    for person in morning.numbers() {
        for platform in 0..scene.platforms() {
            let number = person as usize;
            let mut used = *morning.use_of(person, platform);
            let opened = deeds.opened(person, platform);
            used.idle = if opened { 0 } else { (used.idle + 1).min(31) };
            if used.installed() {
                used.presence = presence(scene, morning, today, person, platform, deeds);
                used.tenure = (used.tenure + 1).min(127);
                used.lonely = match (deeds.called[number][platform], deeds.opens[number][platform]) {
                    (false, true) if can_talk(&today.attributes[platform]) => (used.lonely + 1).min(7),
                    (false, false) => used.lonely,
                    _ => 0,
                };
                used.hidden |= deeds.hides[number][platform];
            } else if deeds.installs[number][platform].is_some() {
                used = fresh(scene);
            }
            evening.people[number].uses[platform] = used;
            evening.people[number].opened_yesterday[platform] = deeds.opens[number][platform];
        }
    }
}

fn presence(scene: &Scene, morning: &World, today: &Today, person: u32, platform: usize, deeds: &Deeds) -> u32 {
    let own = morning.people[person as usize].habit_rate;
    let rate = match today.phase {
        Phase::Settling(day) => own.max(f64::from(1.0 / (day as f32 + 5.0))),
        Phase::Lived => own,
    };
    let before = morning.use_of(person, platform).presence as f32;
    let target = if deeds.opened(person, platform) { 255.0_f32 } else { 0.0 };
    let draw = scene.chance.on(Purpose::HabitRounding, today.day).cheap(person, scene.tags[platform]);
    round32(draw, before + (target - before) * rate as f32).clamp(1, 255)
}

/// Whether there is a conversation: some layer's fit lies above −4.
fn can_talk(attributes: &Attributes) -> bool {
    attributes.fit.iter().any(|fit| *fit > -4.0)
}

/// A new app, as the morning after finds it.
fn fresh(scene: &Scene) -> Use {
    let presence = (255.0 * scene.behaviour().install_presence).round() as u32;
    Use { standing: Standing::Installed, presence: presence.clamp(1, 255), tenure: 1, idle: 0, lonely: 0, hidden: false }
}
