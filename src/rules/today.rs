//! What holds for everybody today: attributes after events, keys of chance, and the constants of the rules worked out once.

use crate::float;
use crate::ids::{Layer, PLATFORMS_MAX, PlatformId, Topic, WEIGHT_PARTS};
use crate::population::{STEPS, TraitTables};
use crate::rng::{Below, Chance, DayKey, Purpose};
use crate::scenario::behaviour::Talk;
use crate::scenario::{Attributes, Behaviour, NO_CONVERSATION};

use super::adopt::BOUND_SLACK;
use super::home::Decay;
use super::talk::OUTSIDE;
use super::weight::Weights;
use super::{adopt, gather, habit, open};

/// Constants of a run, and what today's events make of the platforms.
#[derive(Clone, Debug)]
pub struct Today {
    pub day: i32,
    /// The number of the settling day, while habits and homes settle before day 0.
    pub settling: Option<u32>,
    pub platforms: usize,
    /// Platforms that can be opened today.
    pub open: u8,
    /// What is left of the hazard of adoption for who did not use on day 0 what others used, by platform and segment.
    pub resisted: [Vec<f32>; PLATFORMS_MAX],
    /// A draw at or above it is no adoption, whoever promotes and whatever contacts say, by platform and segment; a little more, never less.
    pub adoption_bound: [Vec<f32>; PLATFORMS_MAX],
    /// Draws that may be adoptions in some segment, by platform.
    pub may_adopt: [Below; PLATFORMS_MAX],
    /// λ (1 + ι) by platform: the hazard where all contacts are there.
    pub spread: [f32; PLATFORMS_MAX],
    /// A draw at or above it opens nothing, whoever it is, by platform; a little more, never less.
    pub opening_bound: [f32; PLATFORMS_MAX],
    pub attributes: Vec<Attributes>,
    pub behaviour: Behaviour,
    pub tags: [u32; PLATFORMS_MAX],
    /// Platforms in the order of their tags, for what must take one before the other: the order in a file has no meaning.
    pub order: Vec<usize>,
    pub keys: Keys,
    pub weights: Weights,
    pub traits: TraitTables,
    /// Segments' minutes, curiosity and readiness to leave.
    pub minutes: Vec<f32>,
    pub curiosity: Vec<f32>,
    pub leaving: Vec<f32>,
    /// Presence of who has just installed; and that below which people leave.
    pub install_presence: u8,
    pub faint: u8,
    /// Draws that may make somebody leave.
    pub may_leave: Below,
    /// Platforms whose content is shared today with their rates, in the order of tags.
    pub sharing: Vec<(usize, f32)>,
    /// By layer code, for half of weight class 1: upper 24 bits of the draws that may be shares; a little more, never less.
    pub share_bound: [u32; 8],
    pub promotions: Vec<Promotion>,
    pub mandates: Vec<Mandate>,
    /// Mandates that start today and bring contacts along.
    pub brought: Vec<Brought>,
    /// Places of each person for strangers.
    pub stranger_slots: u32,
    /// Share of people whom a platform fails today.
    pub outages: Vec<(PlatformId, f32)>,
    /// By platform and the one whose contacts it imports: the share found at once.
    pub imports: Vec<(PlatformId, PlatformId, f32)>,
    /// B and χ by platform and other; all zero on most days.
    pub blocked: [[f32; PLATFORMS_MAX + 1]; PLATFORMS_MAX],
    pub bridge: [[f32; PLATFORMS_MAX]; PLATFORMS_MAX],
    /// Some promotion or mandate is on.
    pub has_bonus: bool,
    pub has_blocks: bool,
    pub has_bridges: bool,
    /// Some platform shows activity to acquaintances.
    pub has_exposure: bool,
    /// Some contacts have yet to be found.
    pub has_search: bool,
    pub race: Race,
    pub decay: Decay,
    /// How readily somebody speaks in company, by people attending; and how much of that is left, by topic and platform.
    pub crowd: Vec<f64>,
    pub willing: [[f64; PLATFORMS_MAX]; Topic::COUNT],
    /// Draws by which a group meets today, by topic; and by which a member attends, by presence, where it is at home and where it is away.
    pub meets: [Below; Topic::COUNT],
    pub attends: [[Below; 256]; 2],
    pub opening: Opening,
    /// From weight times presence in their units, and from vitality, to messages a day times value.
    pub tie_pull: [f32; Layer::COUNT],
    pub group_pull: [f32; Topic::COUNT],
    /// What a message of each layer adds to welfare, in parts of one.
    pub message_worth: [i64; Layer::COUNT],
    /// Platforms on which people can talk to each other.
    pub has_conversation: [bool; PLATFORMS_MAX],
    /// e^fit of the layer that fits best, by platform.
    pub best_fit: [f32; PLATFORMS_MAX],
    /// Solo worth by platform.
    pub solo: [f32; PLATFORMS_MAX],
    /// Talks that make strangers acquainted.
    pub stranger_talks: u32,
    /// Share of history kept each day by home; nothing is lost nowhere.
    pub keeps: [f64; PLATFORMS_MAX + 1],
    /// e^(solo · g) by platform, segment and step of taste for content.
    pub alone: [Vec<[f32; STEPS]>; PLATFORMS_MAX],
    /// e^(−tenure / novelty_days) · novelty_weight, by tenure.
    pub novelty: [f32; 128],
}

/// e^(−β V) in parts, so that a choice of venue is a product of look-ups.
#[derive(Clone, Debug)]
pub struct Race {
    /// Tags of the platforms, then of outside.
    pub tags: [u32; PLATFORMS_MAX + 1],
    pub fit: [[f32; PLATFORMS_MAX]; Layer::COUNT],
    pub share: [f32; PLATFORMS_MAX],
    pub group: [[f32; PLATFORMS_MAX]; Topic::COUNT],
    pub outside: [f32; Layer::COUNT],
    pub outside_group: f32,
    /// Of a group that meets away from its home.
    pub follow: f32,
    /// By presence of one end; infinite at 0.
    pub reach: [f32; 256],
    /// By presence of a group's owner, or mean presence of its members; infinite at 0.
    pub company: [f32; 256],
    pub history: [f32; 256],
}

/// The constants of opening.
#[derive(Clone, Debug)]
pub struct Opening {
    pub cost: f32,
    pub habit: f32,
    pub multihoming: f32,
    pub loneliness: f32,
    pub pull: f32,
    pub pull_scale: f32,
}

#[derive(Clone, Debug)]
pub struct Promotion {
    pub platform: PlatformId,
    pub awareness: f32,
    pub bonus: f32,
    /// The event, for its audience.
    pub event: usize,
}

#[derive(Clone, Debug)]
pub struct Mandate {
    pub platform: PlatformId,
    pub share: f32,
    pub layer: Option<Layer>,
    pub bonus: f32,
    pub event: usize,
}

#[derive(Clone, Debug)]
pub struct Brought {
    pub platform: PlatformId,
    /// Who obeys, and so brings along.
    pub share: f32,
    pub contacts: u32,
    pub event: usize,
}

/// The keys of today's draws.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Of the cheap draws: whether a tie talks or gets a share.
    pub gate: u32,
    pub adopt: DayKey,
    pub inviter: DayKey,
    pub open: DayKey,
    pub opt_out: DayKey,
    pub obey: DayKey,
    pub bring: DayKey,
    pub outage: DayKey,
    pub venue: DayKey,
    pub share_venue: DayKey,
    pub found: DayKey,
    pub blocked: DayKey,
    pub habit: DayKey,
    pub leave: DayKey,
    pub session: DayKey,
    pub session_venue: DayKey,
    pub join: DayKey,
    pub speak: DayKey,
    pub voice: DayKey,
    pub group_history: DayKey,
    pub vitality: DayKey,
    pub meet: DayKey,
    pub fan_join: DayKey,
    pub fan_level: DayKey,
    pub taste: DayKey,
    pub traits: DayKey,
}

impl Keys {
    pub fn new(chance: Chance, day: i32) -> Keys {
        let on = |purpose| chance.on(purpose, day);
        Keys {
            gate: on(Purpose::Talk).gate_key(),
            adopt: on(Purpose::Adopt),
            inviter: on(Purpose::Inviter),
            open: on(Purpose::Open),
            opt_out: on(Purpose::OptOut),
            obey: on(Purpose::Obey),
            bring: on(Purpose::Bring),
            outage: on(Purpose::Outage),
            venue: on(Purpose::Venue),
            share_venue: on(Purpose::ShareVenue),
            found: chance.ever(Purpose::Found),
            blocked: on(Purpose::Blocked),
            habit: on(Purpose::HabitRounding),
            leave: on(Purpose::Leave),
            session: on(Purpose::Session),
            session_venue: on(Purpose::SessionVenue),
            join: on(Purpose::Join),
            speak: on(Purpose::Speak),
            voice: chance.ever(Purpose::Voice),
            group_history: on(Purpose::GroupRounding),
            vitality: on(Purpose::VitalityRounding),
            meet: on(Purpose::Meet),
            fan_join: on(Purpose::FanJoin),
            fan_level: chance.ever(Purpose::FanLevel),
            taste: chance.ever(Purpose::Taste),
            traits: chance.ever(Purpose::Traits),
        }
    }
}

impl Race {
    pub fn new(behaviour: &Behaviour, attributes: &[Attributes], tags: &[u32; PLATFORMS_MAX]) -> Race {
        let mut race = Race {
            tags: std::array::from_fn(|lane| tags.get(lane).copied().unwrap_or(OUTSIDE)),
            fit: [[0.0; PLATFORMS_MAX]; Layer::COUNT],
            share: [1.0; PLATFORMS_MAX],
            group: [[0.0; PLATFORMS_MAX]; Topic::COUNT],
            outside: Layer::ALL.map(|layer| cost(behaviour, behaviour.outside(layer))),
            outside_group: cost(behaviour, behaviour.outside_group),
            follow: cost(behaviour, behaviour.reach_weight * libm::log(behaviour.group_follow)),
            reach: [f32::INFINITY; 256],
            company: [f32::INFINITY; 256],
            history: [1.0; 256],
        };
        for level in 1..256 {
            let presence = level as f64 / 255.0;
            let noticed = behaviour.notice + (1.0 - behaviour.notice) * presence;
            race.reach[level] = cost(behaviour, behaviour.reach_weight * libm::log(noticed));
            race.company[level] = cost(behaviour, behaviour.reach_weight * libm::log(presence));
        }
        for (level, factor) in race.history.iter_mut().enumerate() {
            *factor = cost(behaviour, behaviour.history_weight * level as f64 / 255.0);
        }
        race.set_attributes(behaviour, attributes);
        race
    }

    pub fn set_attributes(&mut self, behaviour: &Behaviour, attributes: &[Attributes]) {
        for (p, a) in attributes.iter().enumerate() {
            for layer in Layer::ALL {
                let exposure = if layer == Layer::Acquaintance { behaviour.exposure_talk * a.exposure } else { 0.0 };
                self.fit[layer.index()][p] = cost_of_fit(behaviour, a.fit[layer.index()], a.price + exposure);
            }
            for topic in Topic::ALL {
                self.group[topic.index()][p] = cost_of_fit(behaviour, a.fit_group[topic.index()], a.price);
            }
            self.share[p] = cost(behaviour, a.share_fit);
        }
    }
}

/// e^(−β V) of a fit less what it costs to talk; infinite where there is no conversation at all.
fn cost_of_fit(behaviour: &Behaviour, fit: f64, price: f64) -> f32 {
    if fit <= NO_CONVERSATION { f32::INFINITY } else { cost(behaviour, fit - price) }
}

/// e^(−β V).
fn cost(behaviour: &Behaviour, utility: f64) -> f32 {
    libm::exp(-behaviour.choice_sharpness * utility) as f32
}

impl Today {
    /// Works out what draws of adoption and opening can be thrown away unlooked; called when attributes and promotions of today are known.
    pub fn bound_draws(&mut self) {
        for p in 0..self.platforms {
            self.opening_bound[p] = open::chance_max(self, p);
            self.spread[p] = adopt::spread(&self.behaviour, &self.attributes[p]);
            let promoted: f32 =
                self.promotions.iter().filter(|promotion| promotion.platform.index() == p).map(|promotion| promotion.awareness).sum();
            let awareness = self.attributes[p].awareness as f32 + promoted;
            for segment in 0..self.curiosity.len() {
                let readiness = self.resisted[p][segment].max(self.behaviour.retry as f32);
                let hazard = readiness * adopt::hazard_max(self, p, awareness, self.curiosity[segment]);
                self.adoption_bound[p][segment] = adopt::within_a_day(hazard * BOUND_SLACK) * BOUND_SLACK;
            }
            self.may_adopt[p] = Below::new(self.adoption_bound[p].iter().copied().fold(0.0, f32::max).into());
        }
    }

    /// Ties only tell of platforms.
    #[inline(always)]
    pub fn nobody_talks(&self) -> bool {
        self.behaviour.talk == Talk::None
    }

    /// Habits form at this rate at least: faster while they settle.
    pub fn habit_rate_least(&self) -> f32 {
        self.settling.map_or(0.0, |day| 1.0 / (day as f32 + 5.0))
    }

    /// Whether a day without opening matters to anybody's presence.
    pub fn presence_fades(&self) -> bool {
        self.traits.habit_rate_max().max(self.habit_rate_least()) >= habit::LEAST_RATE
    }

    /// e^(−β V) of an extra utility that is only known now.
    pub fn cost(&self, utility: f32) -> f32 {
        float::exp(-(self.behaviour.choice_sharpness as f32) * utility)
    }

    /// Works out what follows from attributes; called when events have changed them.
    pub fn attributes_changed(&mut self) {
        self.race.set_attributes(&self.behaviour, &self.attributes);
        for (solo, attributes) in self.solo.iter_mut().zip(&self.attributes) {
            *solo = attributes.solo as f32;
        }
        for (alone, &solo) in self.alone.iter_mut().zip(&self.solo).take(self.platforms) {
            for (segment, alone) in alone.iter_mut().enumerate() {
                *alone = self.traits.content_tastes(segment).map(|taste| float::exp(solo * taste));
            }
        }
        for topic in Topic::ALL {
            for (willing, attributes) in self.willing[topic.index()].iter_mut().zip(&self.attributes) {
                *willing = gather::willing(&self.behaviour, attributes, topic);
            }
        }
        for (has_conversation, attributes) in self.has_conversation.iter_mut().zip(&self.attributes) {
            *has_conversation = attributes.has_conversation();
        }
        for (best, attributes) in self.best_fit.iter_mut().zip(&self.attributes) {
            *best = libm::exp(attributes.fit.iter().copied().fold(f64::NEG_INFINITY, f64::max)) as f32;
        }
        for (keeps, attributes) in self.keeps.iter_mut().zip(&self.attributes) {
            *keeps = attributes.keeps;
        }
        let rate = |&p: &usize| (p, self.attributes[p].share_rate as f32);
        let nobody_talks = self.nobody_talks();
        self.sharing.clear();
        self.sharing.extend(self.order.iter().map(rate).filter(|&(_, rate)| rate > 0.0 && !nobody_talks));
        let rates: f64 = self.attributes.iter().map(|a| a.share_rate).sum();
        for layer in Layer::ALL {
            // By weights as they are kept: of rare talk they are as much as a quarter more than what it is in truth.
            let half = 2.0 * rates * f64::from(self.weights.by_layer()[layer.index()]) / WEIGHT_PARTS as f64 * 0.5;
            self.share_bound[layer.index()] = libm::ceil(half * 16_777_216.0 * 1.001).min(16_777_216.0) as u32;
        }
        self.has_exposure = self.attributes.iter().any(|a| a.exposure > 0.0);
        self.has_search = self.attributes.iter().any(|a| a.contacts < 1.0);
    }
}
