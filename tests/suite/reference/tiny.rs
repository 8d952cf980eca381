//! Worlds of a few people in which what must come out can be computed by hand.

use moatsim::ids::{Layer, PlatformId, Topic};
use moatsim::scenario::{
    Act, Attributes, Audience, Behaviour, Event, GroupMix, Platform, Population, Run as RunPlan, Scenario, Segment, TieSource,
};
use moatsim::ties::Tie;

use super::graphs::{group_graph, tie_graph};
use super::run::Run;

pub const P: PlatformId = PlatformId(0);
pub const Q: PlatformId = PlatformId(1);

/// A platform that everybody loves to talk on and nobody hears of by promotion.
pub fn platform(name: &str, users: f64) -> Platform {
    Platform {
        name: name.to_string(),
        opens: 0,
        users: vec![users],
        attributes: Attributes {
            fit: [30.0; 5],
            fit_group: [30.0; 5],
            share_fit: 0.0,
            share_rate: 0.0,
            solo: 0.0,
            group_cap: 10,
            exposure: 0.0,
            price: 0.0,
            keeps: 1.0,
            invite: 0.0,
            awareness: 0.0,
            meet: 0.0,
            contacts: 1.0,
            group_entry: 0.0,
            group_gate_days: 0,
            group_gate_level: 1.0,
        },
    }
}

/// People who do not settle, ties that talk every day and forget nothing, and no word of mouth.
pub fn scenario(people: u32, platforms: Vec<Platform>) -> Scenario {
    let segment = Segment {
        name: "all".to_string(),
        share: 1.0,
        content_taste: 1.0,
        exposure_dislike: 1.0,
        curiosity: 1.0,
        leaving: 1.0,
        minutes: 100.0,
    };
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
    Scenario {
        name: "tiny".to_string(),
        title: String::new(),
        asks: String::new(),
        source: Vec::new(),
        run: RunPlan { people, days: 10, start: None, replicates: 1, seed: 7, settle_days: 0 },
        population: Population {
            source: TieSource::None,
            segments: vec![segment],
            groups: GroupMix { family: 0.0, class: 0.0, work: 0.0, interest: 0.0 },
            creators: 0.0,
            fans_mean: 0.0,
            stranger_slots: 0,
        },
        platforms,
        events: Vec::new(),
        compares: Vec::new(),
        expects: Vec::new(),
        behaviour,
    }
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
