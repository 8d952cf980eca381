//! The state of a small world, and what is decided in it on one day.

use std::collections::BTreeMap;

use moatsim::ids::{Layer, PlatformId, Topic};
use moatsim::population::TraitTables;
use moatsim::rng::{Chance, Purpose, tag, unit32};
use moatsim::scenario::{Behaviour, Scenario};

/// What does not change in a run.
pub struct Scene<'a> {
    pub scenario: &'a Scenario,
    pub chance: Chance,
    pub tags: Vec<u32>,
    pub traits: TraitTables,
    pub community_first: Vec<u32>,
    /// Ties that each person has at first.
    pub first_degrees: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Never,
    Installed,
    Left,
}

/// A person on a platform, as the next morning finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    pub standing: Standing,
    /// In steps of 1/255.
    pub presence: u32,
    /// Days since the install, to 127.
    pub tenure: u32,
    /// Days since the last opening, to 31.
    pub idle: u32,
    /// Openings in a row that met nobody, to 7.
    pub lonely: u32,
    pub hidden: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub segment: usize,
    pub content_taste: f64,
    pub habit_rate: f64,
    pub exposure_dislike: f64,
    pub taste: Vec<f64>,
    pub uses: Vec<Use>,
    pub opened_yesterday: Vec<bool>,
    /// Neighbours and free places, in the order of the person's row.
    pub places: Vec<Option<u32>>,
}

/// A living tie, stored once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub layer: Layer,
    pub weight_class: u32,
    pub home: PlatformId,
    pub origin: PlatformId,
    pub history: u32,
    pub last: i32,
    pub talks: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub topic: Topic,
    pub owner: u32,
    /// Of a fan group: whoever may join. Of any other: everybody in it.
    pub circle: Vec<u32>,
    /// Who is in it, in rising order.
    pub joined: Vec<u32>,
    pub home: PlatformId,
    pub origin: PlatformId,
    pub history: u32,
    pub vitality: u32,
    pub last: i32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct World {
    pub people: Vec<Person>,
    /// By the two ends, the smaller first.
    pub links: BTreeMap<(u32, u32), Link>,
    pub groups: Vec<Group>,
    pub closed: Vec<bool>,
}

/// Why somebody installs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    Obeys,
    Brought,
    Promoted,
    /// The home of the inviting tie.
    Invited(PlatformId),
}

/// What people do on one day, by person and platform.
#[derive(Clone, Debug, PartialEq)]
pub struct Deeds {
    pub installs: Vec<Vec<Option<Cause>>>,
    /// Opened voluntarily; the day of an install counts as such.
    pub opens: Vec<Vec<bool>>,
    /// Called by a message, a session or a share.
    pub called: Vec<Vec<bool>>,
    pub hides: Vec<Vec<bool>>,
}

impl Scene<'_> {
    pub fn behaviour(&self) -> &Behaviour {
        &self.scenario.behaviour
    }

    pub fn platforms(&self) -> usize {
        self.scenario.platforms.len()
    }

    /// A uniform number about one person and one platform.
    pub fn person_unit(&self, purpose: Purpose, day: i32, person: u32, platform: usize) -> f64 {
        f64::from(unit32(self.chance.on(purpose, day).cheap(person, self.tags[platform])))
    }
}

impl Use {
    pub const NEVER: Use = Use { standing: Standing::Never, presence: 0, tenure: 0, idle: 31, lonely: 0, hidden: false };

    pub fn installed(&self) -> bool {
        self.standing == Standing::Installed
    }

    pub fn presence_share(&self) -> f64 {
        f64::from(self.presence) / 255.0
    }

    /// Takes the platform off the person's phone.
    pub fn remove(&mut self) {
        *self = Use { standing: Standing::Left, idle: self.idle, ..Use::NEVER };
    }
}

impl Link {
    pub fn idle_days(&self, day: i32) -> i32 {
        day - self.last
    }
}

impl Group {
    /// A fan group that no platform has offered an entry to yet.
    pub fn unborn(&self) -> bool {
        self.topic == Topic::Fan && self.joined.is_empty()
    }
}

impl World {
    /// The ties of a person, in the order of their places.
    pub fn links_of(&self, person: u32) -> Vec<(u32, &Link)> {
        let places = self.people[person as usize].places.iter().flatten();
        places.map(|other| (*other, &self.links[&pair(person, *other)])).collect()
    }

    pub fn use_of(&self, person: u32, platform: usize) -> &Use {
        &self.people[person as usize].uses[platform]
    }

    pub fn has(&self, person: u32, platform: usize) -> bool {
        self.use_of(person, platform).installed()
    }

    pub fn numbers(&self) -> std::ops::Range<u32> {
        0..self.people.len() as u32
    }
}

impl Deeds {
    pub fn none(people: usize, platforms: usize) -> Deeds {
        let never = vec![vec![false; platforms]; people];
        Deeds { installs: vec![vec![None; platforms]; people], opens: never.clone(), called: never.clone(), hides: never }
    }

    pub fn opened(&self, person: u32, platform: usize) -> bool {
        self.opens[person as usize][platform] || self.called[person as usize][platform]
    }
}

pub fn pair(a: u32, b: u32) -> (u32, u32) {
    (a.min(b), a.max(b))
}

pub fn id(platform: usize) -> PlatformId {
    PlatformId(platform as u8)
}

/// The platform's tag; the name is what chance goes with.
pub fn tags(scenario: &Scenario) -> Vec<u32> {
    scenario.platforms.iter().map(|platform| tag(&platform.name)).collect()
}
