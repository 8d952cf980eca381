//! Worlds of a few people in which what must come out can be computed by hand.

use moatsim::ids::{Layer, PlatformId, Topic};
use moatsim::scenario::{Act, Audience, Behaviour, Event, Platform, Scenario};
use moatsim::ties::Tie;

use super::graphs::{group_graph, tie_graph};
use super::run::Run;
use crate::sample;

pub const P: PlatformId = PlatformId(0);
pub const Q: PlatformId = PlatformId(1);

/// A platform that everybody loves to talk on and nobody hears of by promotion.
pub fn platform(name: &str, users: f64) -> Platform {
    let mut platform = sample::platform(name, users);
    platform.attributes.fit = [30.0; 5];
    platform.attributes.fit_group = [30.0; 5];
    platform.attributes.group_cap = 10;
    platform
}

/// People who do not settle, ties that talk every day and forget nothing, and no word of mouth.
pub fn scenario(people: u32, platforms: Vec<Platform>) -> Scenario {
    let behaviour = Behaviour {
        rate_kin: 1.0,
        rate_friend: 1.0,
        rate_work: 1.0,
        rate_acquaintance: 1.0,
        rate_stranger: 1.0,
        history_years: 0.0,
        history_half_life: 1e12,
        word_of_mouth: 0.0,
        leave: 0.0,
        install_presence: 0.15,
        leave_presence: 0.05,
        history_loss: 2.0,
        history_cap: 255.0,
        stranger_talks: 10.0,
        strength_days_stranger: 12.0,
        fade_strength: 0.05,
        ..Behaviour::default()
    };
    let mut scenario = Scenario { platforms, behaviour, ..sample::plain(people, 10) };
    scenario.run.seed = 7;
    scenario.population.segments[0].minutes = 100.0;
    scenario
}

/// A tie of a class that brings its weight to one.
pub fn heavy(layer: Layer) -> Tie {
    Tie::weighted(layer, 2)
}

pub fn event(from: u32, act: Act) -> Event {
    Event { name: "event".to_string(), from, until: None, to: Audience::default(), acts: vec![act] }
}

/// A world of these ties and groups, with as many free places a person as the scenario says.
pub fn world<'a>(scenario: &'a Scenario, ties: &[(u32, u32, Tie)], groups: Vec<(Topic, u32, Vec<u32>)>) -> Run<'a> {
    let people = scenario.run.people;
    let ties = tie_graph(people, scenario.population.stranger_slots, vec![0, people], ties);
    Run::new(scenario, 0, &ties, &group_graph(groups))
}

/// Puts a platform on a phone with this presence; none takes it away.
pub fn set_presence(run: &mut Run, person: u32, platform: PlatformId, presence: u32) {
    let used = &mut run.world.people[person as usize].uses[platform.index()];
    used.standing = if presence > 0 { super::model::Standing::Installed } else { super::model::Standing::Never };
    used.presence = presence;
}
